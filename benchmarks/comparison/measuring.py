# SPDX-License-Identifier: Apache-2.0
"""
A workload, measured: the C program, ours and others in turn, over the same servers.

Each proxy is started afresh and warmed up; then they take turns in short runs. Between two runs of one round lies about
a second, so that a machine whose speed changes from minute to minute, as a shared one's does, changes it for all of them.
"""

from dataclasses import asdict, dataclass

from .processes import Failure, Processes
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

    proxies: dict  # name, "c" and "ours" among them, to what starts it
    protocols: dict  # name to what must be installed for it
    server_ports: tuple  # where the servers listen; any that are free if there are too few
    starts: int  # how often all proxies are started afresh
    rounds: int  # after each start
    seconds: float  # of a run
    warm_up: float  # seconds
    directory: str


def measure(setup, workload, mode, cores, report_progress):
    """All rounds: each a dict of the proxies' names to a Measurement as a dict."""
    proxy_core, other_core = cores if mode is Mode.SATURATED else (None, None)
    rounds = []
    protocol = setup.protocols[workload.protocol.NAME]
    with Processes() as processes:
        ports = setup.server_ports + (None,) * workload.servers
        servers = [
            protocol.start_server(processes, setup.directory, other_core, port)
            for port in ports[: workload.servers]
        ]
        for server in servers:
            server.load(workload.keys, workload.value_bytes)
        for _ in range(setup.starts):
            measured = _measure_fresh(setup, workload, servers, proxy_core, other_core)
            rounds += measured
            report_progress(rounds)
    return rounds


def _measure_fresh(setup, workload, servers, proxy_core, other_core):
    """The rounds after one start."""
    with Processes() as processes:
        protocol = setup.protocols[workload.protocol.NAME]
        warm_up = setup.warm_up * workload.patience
        proxies, loads = {}, {}
        for who, program in setup.proxies.items():
            proxies[who] = program.start(processes, protocol, servers, setup.directory, proxy_core)
            loads[who] = protocol.start_load(workload, proxies[who].port, processes, other_core)
            # Without the spinning ones, so that a JVM has compiled what it will when they start.
            loads[who].run_for(warm_up)
        if proxy_core is not None:
            for _ in range(SPINNING):
                processes.start(SPIN, proxy_core)
            for load in loads.values():
                load.run_for(warm_up)
        rounds = []
        for number in range(setup.rounds):
            names = list(proxies) if number % 2 == 0 else list(reversed(proxies))
            seconds = setup.seconds * workload.patience
            rounds.append({who: asdict(_measure_run(loads[who], proxies[who], servers, seconds)) for who in names})
        return rounds


def _measure_run(load, proxy, servers, seconds):
    before = _readings(load, proxy, servers)
    run = load.run_once(seconds)
    used = {name: after - before[name] for name, after in _readings(load, proxy, servers).items()}
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


def _readings(load, proxy, servers):
    counts = [server.counts() for server in servers]
    return {
        "proxy_cpu": proxy.process.cpu_seconds(),
        "servers_cpu": sum(server.process.cpu_seconds() for server in servers),
        "client_cpu": load.cpu_seconds(),
        "commands": sum(each.commands for each in counts),
        "reads": sum(each.reads for each in counts),
        "misses": sum(each.misses for each in counts),
        "errors": sum(each.errors for each in counts),
    }


def _check(used, run):
    """A proxy that answers by itself, or wrongly, is quick."""
    if used["commands"] < run.requests:
        raise Failure(f"of {run.requests} requests the servers got only {used['commands']}")
    if used["misses"] or used["errors"]:
        raise Failure(f"the servers answered with {used['errors']} errors and missed {used['misses']} keys")
