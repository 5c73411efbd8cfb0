# SPDX-License-Identifier: Apache-2.0
"""The two proxies: the C program and ours, started alike."""

import os
import re
import shlex
import shutil
import subprocess
from dataclasses import dataclass

from .processes import Failure, free_port, wait_until
from .servers import HOST, connect, exchange, key

START_SECONDS = 30

CONFIG = """\
pool:
  listen: {host}:{port}
  hash: fnv1a_64
  distribution: ketama
  redis: {redis}
  preconnect: true
  backlog: 4096
  servers:
"""
SERVER = "    - {host}:{port}:1 {name}\n"
NAMES = ("one", "two", "three")


@dataclass(frozen=True)
class ProxyProgram:
    """One of the two programs compared."""

    path: str
    options: tuple

    def version(self):
        """As it says itself, with its commit if it lies in a checkout, and its options. Builds ours if need be."""
        said = subprocess.run([self.path, "-V"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        version = re.search(r"nutcracker-\S+", said.stdout)
        if said.returncode or not version:
            raise Failure(f"{self.path} -V failed: {said.stdout.strip()}")
        return " ".join([version[0], *self._commit(), *self.options])

    def _commit(self):
        directory = os.path.dirname(os.path.realpath(self.path))
        describe = ["git", "-C", directory, "describe", "--always", "--dirty"]
        if not shutil.which("git"):
            return []
        commit = subprocess.run(describe, capture_output=True, text=True).stdout.strip()
        return [f"({commit})"] if commit else []


def c_program(path):
    found = shutil.which(path, path=os.environ["PATH"] + ":/usr/sbin:/sbin")  # where Debian puts it
    if not found:
        raise Failure(f"{path} was not found; install the C program (package nutcracker) or name it with --c-program")
    return ProxyProgram(found, ())


def our_program(path, options):
    found = shutil.which(path)
    if not found:
        raise Failure(f"{path} is no program; --ours takes the path of a launcher")
    return ProxyProgram(found, ("--workers", "1", *shlex.split(options)))


class Proxy:
    """A freshly started proxy in front of the servers."""

    def __init__(self, program, processes, protocol, servers, directory, core=None):
        self.port = free_port()
        self.protocol = protocol
        config = os.path.join(directory, "nutcracker.yml")
        log = os.path.join(directory, "nutcracker.log")
        with open(config, "w") as file:
            file.write(CONFIG.format(host=HOST, port=self.port, redis=protocol.CONFIG))
            for server, name in zip(servers, NAMES):
                file.write(SERVER.format(host=HOST, port=server.port, name=name))
        stats = ["-a", HOST, "-s", str(free_port())]
        argv = [program.path, "-c", config, *stats, *program.options]
        with open(log, "w") as output:
            self.process = processes.start(argv, core, output)
        wait_until(self._answers, self.process, START_SECONDS, program.path, log)

    def _answers(self):
        try:
            with connect(self.port) as connection:
                return self.protocol.is_value(exchange(connection, self.protocol.get(key(0))))
        except OSError:
            return False
