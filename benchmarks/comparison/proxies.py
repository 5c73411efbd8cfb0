# SPDX-License-Identifier: Apache-2.0
"""What clients can speak to: the C program and ours, started alike, a proxy that runs already, or a server."""

import os
import re
import shlex
import shutil
import subprocess
from dataclasses import dataclass

from .processes import Failure, Process, free_port, wait_until
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

COMPARED = ("c", "ours")  # all others stand beside these


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

    def start(self, processes, protocol, servers, directory, core):
        """Freshly, in front of the servers."""
        return Proxy(self, processes, protocol, servers, directory, core)

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
        config = os.path.join(directory, f"nutcracker-{self.port}.yml")
        log = os.path.join(directory, f"nutcracker-{self.port}.log")
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


@dataclass(frozen=True)
class RunningProxy:
    """A proxy that somebody else has started in front of the servers' ports."""

    port: int
    process: Process

    @staticmethod
    def parse(text):
        """name=port:pid, as a pair of the name and the rest."""
        match = re.fullmatch(r"(\w+)=(\d+):(\d+)", text)
        if not match or match[1] in (*COMPARED, "direct"):
            raise ValueError(f"{text} is not name=port:pid, with another name than c, ours and direct")
        if not os.path.exists(f"/proc/{match[3]}"):
            raise ValueError(f"{text}: there is no process {match[3]}")
        return match[1], RunningProxy(int(match[2]), Process(int(match[3])))

    def version(self):
        return f"process {self.process.pid}"

    def start(self, processes, protocol, servers, directory, core):
        """It runs, but on its core for this measurement."""
        cores = {core} if core is not None else os.sched_getaffinity(0)
        for thread in os.listdir(f"/proc/{self.process.pid}/task"):
            os.sched_setaffinity(int(thread), cores)
        return self


class NoProxy:
    """The first server itself: it has all the keys."""

    def version(self):
        return "the client speaks to one of the servers"

    def start(self, processes, protocol, servers, directory, core):
        self.port, self.process = servers[0].port, self  # that costs nothing
        return self

    def cpu_seconds(self):
        return 0

    def peak_rss_mb(self):
        return 0
