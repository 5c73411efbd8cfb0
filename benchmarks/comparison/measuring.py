# SPDX-License-Identifier: Apache-2.0
"""A workload, measured: rounds of the C program and ours, each fresh, over the same two servers."""

from dataclasses import asdict, dataclass

from .load import Load
from .processes import Failure, Processes, children_cpu_seconds
from .proxies import Proxy
from .servers import RedisServer
from .workloads import Mode

SPINNING = 3
SPIN = ["sh", "-c", "while :; do :; done"]


@dataclass(frozen=True)
class Measurement:
    """One measured run. Times are CPU time in seconds, but for p99_ms; counts are the servers'."""

    requests: int
    rate: float  # requests/s
    p99_ms: float
    proxy_cpu: float
    servers_cpu: float
    client_cpu: float
    commands: int  # that the servers got; more than requests where these were split
    reads: int  # in which the servers got them
    peak_rss_mb: float


@dataclass(frozen=True)
class Setup:
    """What stays the same from workload to workload."""

    programs: dict  # "c" and "ours" to ProxyProgram
    redis_server: str
    redis_benchmark: str
    rounds: int
    seconds: float
    warm_up: float
    directory: str


def measure(setup, workload, mode, cores, report_progress):
    """The rounds: each a dict of "c" and "ours" to a Measurement as a dict."""
    proxy_core, other_core = cores if mode is Mode.SATURATED else (None, None)
    rounds = []
    with Processes() as processes:
        servers = [RedisServer(processes, setup.redis_server, setup.directory, other_core) for _ in range(2)]
        for server in servers:
            server.load(workload.keys, workload.value_bytes)
        for number in range(setup.rounds):
            order = ("c", "ours") if number % 2 == 0 else ("ours", "c")
            measured = {}
            for who in order:
                measured[who] = asdict(_measure_fresh(setup, who, workload, servers, proxy_core, other_core))
            rounds.append(measured)
            report_progress(number + 1, measured)
    return rounds


def _measure_fresh(setup, who, workload, servers, proxy_core, other_core):
    with Processes() as processes:
        proxy = Proxy(setup.programs[who], processes, servers, setup.directory, proxy_core)
        load = Load(workload, proxy.port, processes, setup.redis_benchmark, other_core)
        # Without the spinning ones, so that a JVM has compiled what it will when they start.
        load.run_for(setup.warm_up)
        if proxy_core is not None:
            for _ in range(SPINNING):
                processes.start(SPIN, proxy_core)
            load.run_for(setup.warm_up)
        return _measure_run(load, proxy, servers, setup.seconds)


def _measure_run(load, proxy, servers, seconds):
    before = _readings(proxy, servers)
    run = load.run_once(seconds)
    used = {name: after - before[name] for name, after in _readings(proxy, servers).items()}
    _check(used, run)
    return Measurement(
        requests=run.requests,
        rate=run.rate,
        p99_ms=run.p99_ms,
        proxy_cpu=used["proxy_cpu"],
        servers_cpu=used["servers_cpu"],
        client_cpu=used["client_cpu"],
        commands=used["commands"],
        reads=used["reads"],
        peak_rss_mb=proxy.process.peak_rss_mb(),
    )


def _readings(proxy, servers):
    stats = [server.stats() for server in servers]

    def total(name):
        return sum(each[name] for each in stats)

    return {
        "proxy_cpu": proxy.process.cpu_seconds(),
        "servers_cpu": sum(server.process.cpu_seconds() for server in servers),
        "client_cpu": children_cpu_seconds(),
        "commands": total("total_commands_processed"),
        "reads": total("total_reads_processed"),
        "misses": total("keyspace_misses"),
        "errors": total("total_error_replies"),
    }


def _check(used, run):
    """A proxy that answers by itself, or wrongly, is quick."""
    if used["commands"] < run.requests:
        raise Failure(f"of {run.requests} requests the servers got only {used['commands']}")
    if used["misses"] or used["errors"]:
        raise Failure(f"the servers answered with {used['errors']} errors and missed {used['misses']} keys")
