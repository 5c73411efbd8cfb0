# SPDX-License-Identifier: Apache-2.0
"""memcached: its servers, and for the load a program of our own."""

import csv
import getpass
import os
import re
import select
import subprocess

from .java import LOADS, find_java
from .load import Load, Run
from .processes import Failure
from .servers import HOST, Counts, Server, connect, needed

LOAD = os.path.join(LOADS, "MemcachedLoad.java")

PATIENCE_SECONDS = 60
CONNECTIONS = 16_384
MEGABYTES = 1024


class Memcached:
    """What must be installed, and what else depends on the protocol."""

    NAME = "memcached"
    CONFIG = "false"  # the pool's directive redis

    def __init__(self):
        self.server_binary = needed("memcached")
        self.java = find_java()

    def version(self):
        said = subprocess.run([self.server_binary, "-V"], capture_output=True, text=True).stdout
        return said.strip()

    def start_server(self, processes, directory, core, port=None):
        return MemcachedServer(processes, self.server_binary, directory, core, port)

    def start_load(self, workload, port, processes, core):
        return MemcachedLoad(self.java, workload, port, processes, core)

    def get(self, some_key):
        return f"get {some_key}\r\n".encode()

    def is_value(self, reply):
        return reply.startswith(b"VALUE ")


class MemcachedServer(Server):
    """With one thread, as redis-server."""

    STORED = b"STORED\r\n"

    def argv(self, binary, directory):
        argv = [binary, "-l", HOST, "-p", str(self.port), "-U", "0", "-t", "1"]
        return [*argv, "-c", str(CONNECTIONS), "-m", str(MEGABYTES), "-u", getpass.getuser()]

    def flush_request(self):
        return b"flush_all\r\n"

    def set_request(self, some_key, value):
        return f"set {some_key} 0 0 {len(value)}\r\n{value}\r\n".encode()

    def counts(self):
        stats = self._stats()
        return Counts(
            commands=stats["cmd_get"] + stats["cmd_set"],
            reads=self.process.read_calls(),  # it does not count them itself
            misses=stats["get_misses"],
            errors=0,  # nor these, but the load generator takes no error for an answer
        )

    def _stats(self):
        with connect(self.port) as connection:
            connection.sendall(b"stats\r\n")
            lines = iter(connection.makefile("r").readline, "END\n")
            words = [line.split() for line in lines]
        return {name: int(number) for _, name, number in words if number.isdigit()}


class MemcachedLoad(Load):
    """One process for all runs, so that its Java is warm too when it counts."""

    def __init__(self, java, workload, port, processes, core):
        super().__init__(workload)
        numbers = workload.clients, workload.pipeline, workload.value_bytes, workload.keys
        argv = [java, "-XX:+UseSerialGC", LOAD, HOST, str(port), *workload.command, *map(str, numbers)]
        self.process = processes.start(argv, core, subprocess.PIPE, subprocess.PIPE)
        self.header = self._line(PATIENCE_SECONDS)

    def cpu_seconds(self):
        return self.process.cpu_seconds()

    def send(self, requests, seconds):
        self.process.popen.stdin.write(f"{requests}\n".encode())
        self.process.popen.stdin.flush()
        row = next(csv.DictReader([self.header, self._line(PATIENCE_SECONDS + 10 * seconds)]))
        return Run(int(row["requests"]), float(row["rps"]), float(row["p99_latency_ms"]))

    def _line(self, patience_seconds):
        output = self.process.popen.stdout
        ready, _, _ = select.select([output], [], [], patience_seconds)
        line = output.readline().decode() if ready else "no answer"
        if not re.match(r'["\d]', line):
            rest = output.read().decode() if ready else ""
            raise Failure(f"the load for memcached failed: {(line + rest).strip()[:500]}")
        return line
