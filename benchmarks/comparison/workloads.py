# SPDX-License-Identifier: Apache-2.0
"""What is measured: one row per workload."""

from dataclasses import dataclass
from enum import Enum

from .memcached import Memcached
from .redis import Redis


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
    command: tuple  # the load generator's arguments that say which command it sends
    clients: int
    pipeline: int = 1
    value_bytes: int = 16
    keys: int = 100_000  # drawn at random; all of them exist
    quick: bool = False  # whether it belongs to --quick
    protocol: type = Redis
    servers: int = 2
    patience: int = 1  # how many times as long it takes: few requests, or many clients to connect


GET = ("-t", "get")
SET = ("-t", "set")
MSET_10 = ("-t", "mset")
MGET_100 = ("MGET",) + ("key:__rand_int__",) * 100

# Commands of memcached, and how many keys a request has.
MC_GET = ("get", "1")
MC_SET = ("set", "1")
MC_GET_100 = ("get", "100")
MC_GET_1000 = ("get", "1000")

S, F = Mode.SATURATED, Mode.FREE

WORKLOADS = (
    Workload("get-16B-200c", S, GET, clients=200, quick=True),
    Workload("set-16B-200c", S, SET, clients=200, quick=True),
    Workload("get-16B-200c-P16", S, GET, clients=200, pipeline=16, quick=True),
    Workload("set-512B-200c-P16", S, SET, clients=200, pipeline=16, value_bytes=512, quick=True),
    Workload("get-16B-1000c", S, GET, clients=1000),
    Workload("mset10-16B-200c", S, MSET_10, clients=200),
    Workload("mget100-16B-200c", S, MGET_100, clients=200),
    Workload("get-16B-1c", F, GET, clients=1),
    Workload("get-16B-50c", F, GET, clients=50),
    Workload("get-16B-50c-P16", F, GET, clients=50, pipeline=16),
    Workload("get-16B-50c-P64", F, GET, clients=50, pipeline=64),
    Workload("get-100kB-20c", F, GET, clients=20, value_bytes=100_000, keys=200),
    Workload("set-100kB-20c", F, SET, clients=20, value_bytes=100_000, keys=200),
    Workload("get-10MB-20c", F, GET, clients=20, value_bytes=10_000_000, keys=4, patience=3),
    Workload("set-10MB-20c", F, SET, clients=20, value_bytes=10_000_000, keys=4, patience=3),
    Workload("get-16B-8000c", F, GET, clients=8000, patience=4),
    Workload("mc-get-16B-200c", S, MC_GET, clients=200, protocol=Memcached),
    Workload("mc-set-16B-200c", S, MC_SET, clients=200, protocol=Memcached),
    Workload("mc-get100-16B-200c", S, MC_GET_100, clients=200, protocol=Memcached),
    Workload("mc-get1000-16B-20c", S, MC_GET_1000, clients=20, protocol=Memcached, servers=3),
    Workload("mc-get-100kB-20c", F, MC_GET, clients=20, value_bytes=100_000, keys=200, protocol=Memcached),
    Workload("mc-set-100kB-20c", F, MC_SET, clients=20, value_bytes=100_000, keys=200, protocol=Memcached),
)


def selected(names, quick):
    """The workloads with these names or in these groups, of which --list shows all. All if nothing is named."""
    wanted = set(names) | ({"quick"} if quick else set())
    chosen = [w for w in WORKLOADS if not wanted or wanted & _names(w)]
    unknown = wanted - set().union(*map(_names, WORKLOADS))
    if unknown:
        raise ValueError(f"there is no workload or group {', '.join(sorted(unknown))}; --list shows them")
    return chosen


def _names(workload):
    return {workload.name, *groups(workload)}


def groups(workload):
    """What it belongs to, as one may name it instead."""
    return [str(workload.mode), workload.protocol.NAME] + (["quick"] if workload.quick else [])
