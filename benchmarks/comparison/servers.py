# SPDX-License-Identifier: Apache-2.0
"""The two Redis servers behind both proxies."""

import os
import socket

from .processes import Failure, free_port, wait_until

HOST = "127.0.0.1"
START_SECONDS = 10
SETS_AT_A_TIME = 1000


class RedisServer:
    def __init__(self, processes, binary, directory, core=None):
        self.port = free_port()
        log = os.path.join(directory, f"redis-{self.port}.log")
        argv = [binary, "--port", str(self.port), "--bind", HOST, "--dir", directory, "--save", ""]
        with open(log, "w") as output:
            self.process = processes.start(argv, core, output)
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
            exchange(connection, request("FLUSHALL"))
            for first in range(0, keys, SETS_AT_A_TIME):
                some = range(first, min(first + SETS_AT_A_TIME, keys))
                _set_all(connection, [key(n) for n in some], "x" * value_bytes)

    def stats(self):
        """Numbers of INFO stats by name."""
        with connect(self.port) as connection:
            connection.sendall(request("INFO", "stats"))
            replies = connection.makefile("rb")
            length = int(replies.readline()[1:])
            lines = replies.read(length).decode().split()
        pairs = (line.split(":") for line in lines if ":" in line)
        return {name: int(number) for name, number in pairs if number.isdigit()}


def key(number):
    """As redis-benchmark makes them with -r."""
    return f"key:{number:012}"


def request(*elements):
    bulks = "".join(f"${len(e)}\r\n{e}\r\n" for e in elements)
    return f"*{len(elements)}\r\n{bulks}".encode()


def connect(port):
    return socket.create_connection((HOST, port), timeout=10)


def exchange(connection, bytes_sent):
    """Sends a request and returns the first line of its response."""
    connection.sendall(bytes_sent)
    return connection.makefile("rb").readline()


def _set_all(connection, keys, value):
    replies = connection.makefile("rb")
    connection.sendall(b"".join(request("SET", some_key, value) for some_key in keys))
    if any(replies.readline() != b"+OK\r\n" for _ in keys):
        raise Failure("redis-server did not take the keys; is there enough memory?")
