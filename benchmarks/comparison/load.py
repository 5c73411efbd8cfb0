# SPDX-License-Identifier: Apache-2.0
"""A load that runs for about as long as one likes, whoever sends it."""

import math
from dataclasses import dataclass

MAX_GROWTH = 20  # from one run to the next, while the rate is hardly known
SHORTEST_RUN = 0.001  # seconds: what redis-benchmark's clock can tell


@dataclass(frozen=True)
class Run:
    """What the load generator says of one run."""

    requests: int
    rate: float  # requests/s
    p99_ms: float

    @property
    def seconds(self):
        return max(self.requests / self.rate, SHORTEST_RUN)


class Load:
    """A workload's requests, sent to a port from a core, or from any; the protocols' own classes send them."""

    def __init__(self, workload):
        self.fewest = workload.clients * workload.pipeline  # so that every client sends
        self.requests, self.rate = self.fewest, math.inf  # of the last run

    def run_for(self, seconds):
        """Runs of growing length that take this long together; they tell the rate."""
        left = seconds
        while left > 0:
            left -= self.run_once(max(left, seconds / 4)).seconds

    def run_once(self, seconds):
        """One run that takes about this long, as far as the rate is known."""
        requests = max(int(min(self.rate * seconds, MAX_GROWTH * self.requests)), self.fewest)
        run = self.send(requests, seconds)
        self.requests, self.rate = run.requests, run.rate
        return run
