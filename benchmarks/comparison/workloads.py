# SPDX-License-Identifier: Apache-2.0
"""What is measured: one row per workload."""

from dataclasses import dataclass
from enum import Enum


class Mode(Enum):
    """Who runs where; the value is how a report says it."""

    SATURATED = "The proxy is pinned to one core beside three spinning processes; client and servers share another."
    FREE = "Nothing is pinned."

    def __str__(self):
        return self.name.lower()


@dataclass(frozen=True)
class Workload:
    name: str
    mode: Mode
    command: tuple  # redis-benchmark's arguments that say which command it sends
    clients: int
    pipeline: int = 1
    value_bytes: int = 16
    keys: int = 100_000  # drawn at random; all of them exist
    quick: bool = False  # whether it belongs to --quick


GET = ("-t", "get")
SET = ("-t", "set")
MSET_10 = ("-t", "mset")
MGET_100 = ("MGET",) + ("key:__rand_int__",) * 100

S, F = Mode.SATURATED, Mode.FREE

WORKLOADS = (
    Workload("get-16B-200c", S, GET, clients=200, quick=True),
    Workload("set-16B-200c", S, SET, clients=200, quick=True),
    Workload("get-16B-200c-P16", S, GET, clients=200, pipeline=16, quick=True),
    Workload("set-512B-200c-P16", S, SET, clients=200, pipeline=16, value_bytes=512, quick=True),
    Workload("get-16B-1000c", S, GET, clients=1000),
    Workload("mset10-16B-50c", S, MSET_10, clients=50),
    Workload("mget100-16B-50c", S, MGET_100, clients=50),
    Workload("get-16B-1c", F, GET, clients=1),
    Workload("get-16B-50c", F, GET, clients=50),
    Workload("get-16B-50c-P16", F, GET, clients=50, pipeline=16),
    Workload("get-16B-50c-P64", F, GET, clients=50, pipeline=64),
    Workload("get-100kB-50c", F, GET, clients=50, value_bytes=100_000, keys=200),
    Workload("set-100kB-50c", F, SET, clients=50, value_bytes=100_000, keys=200),
    Workload("get-10MB-4c", F, GET, clients=4, value_bytes=10_000_000, keys=4),
    Workload("get-16B-8000c", F, GET, clients=8000),
)


def selected(names, quick):
    """The workloads with these names or in these groups: quick, saturated, free. All if nothing is named."""
    wanted = set(names) | ({"quick"} if quick else set())
    chosen = [w for w in WORKLOADS if not wanted or wanted & _names(w)]
    unknown = wanted - set().union(*map(_names, WORKLOADS))
    if unknown:
        raise ValueError(f"there is no workload or group {', '.join(sorted(unknown))}; --list shows them")
    return chosen


def _names(workload):
    return {workload.name, str(workload.mode)} | ({"quick"} if workload.quick else set())
