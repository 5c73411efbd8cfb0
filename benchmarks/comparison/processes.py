# SPDX-License-Identifier: Apache-2.0
"""Starting processes, knowing what they used, and ending them whatever happens."""

import ctypes
import os
import resource
import signal
import socket
import subprocess
import time


class Failure(Exception):
    """Ends the program with one line for people."""


TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
STOP_SECONDS = 5
LOG_SHOWN = 500  # characters
PR_SET_PDEATHSIG = 1

libc = ctypes.CDLL(None)


class Process:
    """What the system knows about a process."""

    def __init__(self, pid):
        self.pid = pid

    def cpu_seconds(self):
        """User and system time of all its threads, and of its children that ended."""
        with open(f"/proc/{self.pid}/stat") as stat:
            fields = stat.read().rpartition(")")[2].split()
        return sum(map(int, fields[11:15])) / TICKS_PER_SECOND

    def peak_rss_mb(self):
        with open(f"/proc/{self.pid}/status") as status:
            kb = next(line.split()[1] for line in status if line.startswith("VmHWM:"))
        return int(kb) / 1024

    def read_calls(self):
        """How often it asked the system to read, in vain or not."""
        with open(f"/proc/{self.pid}/io") as io:
            return next(int(line.split()[1]) for line in io if line.startswith("syscr:"))


class Child(Process):
    """A process that was started here."""

    def __init__(self, popen):
        super().__init__(popen.pid)
        self.popen = popen

    def has_ended(self):
        return self.popen.poll() is not None


class Processes:
    """All that was started and not stopped; ends with the block that it is the context of."""

    def __init__(self):
        self.running = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in reversed(self.running[:]):
            self.stop(process)

    def start(self, argv, core=None, output=subprocess.DEVNULL, input=subprocess.DEVNULL):
        """Starts a program on a core, or on any. All stay in one session: Linux may share a core by sessions."""
        popen = subprocess.Popen(
            argv,
            stdin=input,
            stdout=output,
            stderr=subprocess.STDOUT,
            preexec_fn=lambda: _before_exec(core),
        )
        process = Child(popen)
        self.running.append(process)
        return process

    def stop(self, process):
        process.popen.terminate()
        try:
            process.popen.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.popen.kill()
            process.popen.wait()
        self.running.remove(process)


def _before_exec(core):
    """Even if this program is killed at once, nothing that it started survives."""
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if core is not None:
        os.sched_setaffinity(0, {core})


def children_cpu_seconds():
    """What the children used that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(condition, process, seconds, what, log):
    """Polls, because the programs do not tell when they are ready."""
    end = time.monotonic() + seconds
    while not condition():
        if process.has_ended() or time.monotonic() > end:
            with open(log) as file:
                raise Failure(f"{what} did not start; it said: {file.read(LOG_SHOWN)}")
        time.sleep(0.02)
