# SPDX-License-Identifier: Apache-2.0
"""What redis-server and memcached have in common: how they are started and spoken to."""

import os
import shutil
import socket
from dataclasses import dataclass

from .processes import Failure, free_port, wait_until

HOST = "127.0.0.1"
START_SECONDS = 10
SETS_AT_A_TIME = 1000


@dataclass(frozen=True)
class Counts:
    """What a server counted since it started."""

    commands: int  # of memcached, a get counts once per key
    reads: int  # in which it got them
    misses: int
    errors: int  # that it answered with


class Server:
    """A freshly started server. The protocols' own classes say what argv is and how to speak to it."""

    def __init__(self, processes, binary, directory, core=None, port=None):
        self.port = port or free_port()
        log = os.path.join(directory, f"server-{self.port}.log")
        with open(log, "w") as output:
            self.process = processes.start(self.argv(binary, directory), core, output)
        wait_until(self._accepts, self.process, START_SECONDS, binary, log)

    def _accepts(self):
        try:
            connect(self.port).close()
            return True
        except OSError:
            return False

    def load(self, keys, value_bytes):
        """Holds exactly these keys afterwards, so that it does not matter which proxy sends which key where."""
        with connect(self.port) as connection:
            exchange(connection, self.flush_request())
            for first in range(0, keys, SETS_AT_A_TIME):
                some = [key(n) for n in range(first, min(first + SETS_AT_A_TIME, keys))]
                self._set_all(connection, some, "x" * value_bytes)

    def _set_all(self, connection, keys, value):
        replies = connection.makefile("rb")
        connection.sendall(b"".join(self.set_request(some_key, value) for some_key in keys))
        if any(replies.readline() != self.STORED for _ in keys):
            raise Failure("a server did not take the keys; is there enough memory?")


def key(number):
    """As redis-benchmark makes them with -r."""
    return f"key:{number:012}"


def connect(port):
    return socket.create_connection((HOST, port), timeout=10)


def exchange(connection, bytes_sent):
    """Sends a request and returns the first line of its response."""
    connection.sendall(bytes_sent)
    return connection.makefile("rb").readline()


def needed(program):
    path = shutil.which(program)
    if not path:
        raise Failure(f"{program} was not found; install it (packages redis-server, redis-tools and memcached)")
    return path
