# SPDX-License-Identifier: Apache-2.0
"""Redis: its servers, and redis-benchmark for the load."""

import csv
import re
import subprocess

from .load import Load, Run
from .processes import Failure, children_cpu_seconds
from .servers import HOST, Counts, Server, connect, key, needed

PATIENCE_SECONDS = 120


class Redis:
    """What must be installed, and what else depends on the protocol."""

    NAME = "redis"
    CONFIG = "true"  # the pool's directive redis

    def __init__(self):
        self.server_binary = needed("redis-server")
        self.benchmark_binary = needed("redis-benchmark")

    def version(self):
        said = subprocess.run([self.server_binary, "--version"], capture_output=True, text=True).stdout
        version = re.search(r"v=(\S+)", said)
        return f"redis-server {version[1] if version else said.strip()}"

    def start_server(self, processes, directory, core, port=None):
        return RedisServer(processes, self.server_binary, directory, core, port)

    def start_load(self, workload, port, processes, core):
        return RedisLoad(self.benchmark_binary, workload, port, processes, core)

    def get(self, some_key):
        return request("GET", some_key)

    def is_value(self, reply):
        return reply.startswith(b"$")


class RedisServer(Server):
    STORED = b"+OK\r\n"

    def argv(self, binary, directory):
        return [binary, "--port", str(self.port), "--bind", HOST, "--dir", directory, "--save", ""]

    def flush_request(self):
        return request("FLUSHALL")

    def set_request(self, some_key, value):
        return request("SET", some_key, value)

    def counts(self):
        stats = self._stats()
        return Counts(
            commands=stats["total_commands_processed"],
            reads=stats["total_reads_processed"],
            misses=stats["keyspace_misses"],
            errors=stats["total_error_replies"],
        )

    def _stats(self):
        """Numbers of INFO stats by name."""
        with connect(self.port) as connection:
            connection.sendall(request("INFO", "stats"))
            replies = connection.makefile("rb")
            length = int(replies.readline()[1:])
            lines = replies.read(length).decode().split()
        pairs = (line.split(":") for line in lines if ":" in line)
        return {name: int(number) for name, number in pairs if number.isdigit()}


def request(*elements):
    bulks = "".join(f"${len(e)}\r\n{e}\r\n" for e in elements)
    return f"*{len(elements)}\r\n{bulks}".encode()


class RedisLoad(Load):
    """redis-benchmark, started for every run."""

    def __init__(self, binary, workload, port, processes, core):
        super().__init__(workload)
        self.processes = processes
        self.core = core
        self.argv = [binary, "-h", HOST, "-p", str(port), "--csv"]
        self.argv += ["-c", str(workload.clients), "-P", str(workload.pipeline)]
        self.argv += ["-d", str(workload.value_bytes), "-r", str(workload.keys)]
        self.command = workload.command

    def cpu_seconds(self):
        return children_cpu_seconds()

    def send(self, requests, seconds):
        argv = [*self.argv, "-n", str(requests), *self.command]
        row = self._csv_row(argv, PATIENCE_SECONDS + 10 * seconds)
        return Run(requests, float(row["rps"]), float(row["p99_latency_ms"]))

    def _csv_row(self, argv, patience_seconds):
        benchmark = self.processes.start(argv, self.core, subprocess.PIPE)
        try:
            output = benchmark.popen.communicate(timeout=patience_seconds)[0].decode()
        except subprocess.TimeoutExpired:
            raise Failure(f"redis-benchmark did not end: {' '.join(argv)[:200]}") from None
        finally:
            self.processes.stop(benchmark)
        header = output.find('"test","rps"')
        rows = list(csv.DictReader(output[header:].splitlines())) if header >= 0 else []
        if benchmark.popen.returncode or not rows:
            raise Failure(f"redis-benchmark failed: {output.strip()[-500:]}")
        return rows[0]
