# SPDX-License-Identifier: Apache-2.0
"""redis-benchmark, run for about as long as one likes."""

import csv
import math
import subprocess
from dataclasses import dataclass

from .processes import Failure
from .servers import HOST

MAX_GROWTH = 20  # from one run to the next, while the rate is hardly known
SHORTEST_RUN = 0.001  # seconds: what redis-benchmark's clock can tell
PATIENCE_SECONDS = 120


@dataclass(frozen=True)
class Run:
    """What redis-benchmark says of one run."""

    requests: int
    rate: float  # requests/s
    p99_ms: float

    @property
    def seconds(self):
        return max(self.requests / self.rate, SHORTEST_RUN)


class Load:
    """A workload's requests, sent to a port from a core, or from any."""

    def __init__(self, workload, port, processes, binary, core):
        self.processes = processes
        self.core = core
        self.fewest = workload.clients * workload.pipeline  # so that every client sends
        self.command = workload.command
        self.argv = [binary, "-h", HOST, "-p", str(port), "--csv"]
        self.argv += ["-c", str(workload.clients), "-P", str(workload.pipeline)]
        self.argv += ["-d", str(workload.value_bytes), "-r", str(workload.keys)]
        self.requests, self.rate = self.fewest, math.inf  # of the last run

    def run_for(self, seconds):
        """Runs of growing length that take this long together; they tell the rate."""
        left = seconds
        while left > 0:
            left -= self.run_once(max(left, seconds / 4)).seconds

    def run_once(self, seconds):
        """One run that takes about this long, as far as the rate is known."""
        requests = max(int(min(self.rate * seconds, MAX_GROWTH * self.requests)), self.fewest)
        argv = [*self.argv, "-n", str(requests), *self.command]
        row = self._csv_row(argv, PATIENCE_SECONDS + 10 * seconds)
        self.requests, self.rate = requests, float(row["rps"])
        return Run(requests, self.rate, float(row["p99_latency_ms"]))

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
