# SPDX-License-Identifier: Apache-2.0
"""From measurements to tables."""

from statistics import median, quantiles

from .proxies import COMPARED
from .workloads import Mode

BEGIN = "<!-- written by benchmarks/compare -->\n"
END = "<!-- end of what benchmarks/compare writes -->\n"

HEADER = (
    "workload",
    "requests/s",
    "ratio",
    "CPU µs/request: proxy + servers",
    "ratio",
    "p99 ms",
    "commands/read",
    "peak RSS MB",
)

BUSY = 0.9
LIMITED = "†"
LIMITED_NOTE = (
    f"{LIMITED} The client, or the core that it shares with the servers, was busy more than {BUSY:.0%} of the time: "
    "not only the proxy limited requests/s. CPU per request stands."
)


def markdown(results):
    """All results as Markdown: what was measured, then a table per mode."""
    about = [f"- {name}: {value}" for name, value in results["about"].items()]
    parts = ["\n".join(about)]
    for mode in Mode:
        workloads = [w for w in results["workloads"] if w["mode"] == str(mode)]
        if workloads:
            others = _others(workloads[0]["rounds"])
            rows = [HEADER + tuple(f"{who}: requests/s, CPU µs" for who in others), *(_row(w, others) for w in workloads)]
            parts += [f"**{mode}.** {mode.value} Each cell reads: C program → ours.", _table(rows)]
            if any(LIMITED in cell for row in rows for cell in row):
                parts.append(LIMITED_NOTE)
    return "\n\n".join(parts) + "\n"


def updated(page, results):
    """The page with the results between its two markers."""
    head, begin, rest = page.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the lines {BEGIN.strip()} and {END.strip()} are missing")
    return f"{head}{BEGIN}\n{markdown(results)}\n{END}{tail}"


def progress(rounds):
    """What is known so far, in a line."""
    return f"{_both(rounds, _rate)} requests/s, {_ratio(rounds, _rate)}; CPU {_ratio(rounds, _total_cpu)}"


def _others(rounds):
    return [who for who in rounds[0] if who not in COMPARED]


def _row(workload, others):
    rounds = workload["rounds"]
    limited = LIMITED if any(_busy(rounds, who, workload["mode"]) > BUSY for who in COMPARED) else ""
    return (
        workload["name"],
        _both(rounds, _rate),
        _ratio(rounds, _rate) + limited,
        " → ".join(_cpu_cell(rounds, who) for who in COMPARED),
        _ratio(rounds, _total_cpu),
        _both(rounds, lambda run: run["p99_ms"]),
        _both(rounds, lambda run: run["commands"] / max(run["reads"], 1)),
        _both(rounds, lambda run: run["peak_rss_mb"]),
        *(f"{_number(_median(rounds, who, _rate))}, {_cpu_cell(rounds, who)}" for who in others),
    )


def _rate(run):
    return run["rate"]


def _total_cpu(run):
    return _micros(run, "proxy_cpu") + _micros(run, "servers_cpu")


def _micros(run, what):
    return run[what] / run["requests"] * 1e6


def _cpu_cell(rounds, who):
    parts = (_median(rounds, who, lambda run: _micros(run, what)) for what in ("proxy_cpu", "servers_cpu"))
    return " + ".join(map(_number, parts))


def _busy(rounds, who, mode):
    """The share of time in which the client, or the core that it shares with the servers, had work."""
    shared = ("client_cpu", "servers_cpu") if mode == str(Mode.SATURATED) else ("client_cpu",)
    return _median(rounds, who, lambda run: sum(run[what] for what in shared) * run["rate"] / run["requests"])


def _both(rounds, value):
    return " → ".join(_number(_median(rounds, who, value)) for who in COMPARED)


def _median(rounds, who, value):
    return median(value(each[who]) for each in rounds)


def _ratio(rounds, value):
    """Ours by the C program's: the median of the rounds, then between what their middle half lies."""
    ratios = [value(each["ours"]) / value(each["c"]) for each in rounds]
    quarter, half, three_quarters = quantiles(ratios, method="inclusive") if len(ratios) > 1 else ratios * 3
    return f"**{half:.2f}** ({quarter:.2f}–{three_quarters:.2f})"


def _number(value):
    """Three digits or so."""
    decimals = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:,.{decimals}f}"


def _table(rows):
    """A Markdown table, its header first, whose source is aligned too."""
    widths = [max(map(len, column)) for column in zip(*rows)]
    lines = [rows[0], tuple("-" * width for width in widths), *rows[1:]]
    return "\n".join("| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths)) + " |" for line in lines)
