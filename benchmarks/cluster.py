"""Dask on two processes beside two threads of this one, at a million people; what a store costs, in time and memory."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from distributed import Client, LocalCluster

import stresspain as sp
from benchmarks.report import Section, Table, verdict

#: Share of the threads' speed that two processes must keep, and megabytes that a million outcomes may take.
SPEED, ROOM = 0.8, 1000.0

_PEOPLE = 1_000_000
_REPEATS = 3
_COURSE = sp.scenario(load=0.4, days=range(0, 365, 7), plan=[sp.adaptogen(600, stop=84)])

_TELLS = """A million people drawn where they are run (all their numbers, 25 % around the defaults): 365 days, weekly
output, one course of 12 weeks, own calm start, mean felt pain and its last value. Two worker processes of one thread,
on a real scheduler over TCP, beside two threads of one process; both warm, in turn, each time other people. Answers are
compared bit by bit. The store keeps outcomes and everyone's 24 numbers, on the disk of this machine."""

_ALONE = """
import re, sys
from pathlib import Path
import stresspain as sp

def most():
    return int(re.search(r"VmHWM:[^0-9]*([0-9]+) kB", Path("/proc/self/status").read_text())[1]) / 1024

course = sp.scenario(load=0.4, days=range(0, 365, 7), plan=[sp.adaptogen(600, stop=84)])
sp.simulate_many(sp.people(1000, seed=0), course, threads=2)
before = most()
sp.simulate_many(sp.people(int(sys.argv[1]), seed=1), course, threads=2, store=sys.argv[2] or None)
print(before, most())
"""


def measure() -> Section:
    """Time processes and threads in turn, then look at the memory."""
    return Section("Beyond one process", _TELLS, [compared(_PEOPLE), memory(_PEOPLE)])


def compared(n: int) -> Table:
    """Time two processes, two threads, and two threads that fill a store."""
    times: dict[str, list[float]] = {"processes": [], "threads": [], "store": []}
    workers = LocalCluster(n_workers=2, processes=True, threads_per_worker=1, dashboard_address=":0")
    with workers, Client(workers) as client, tempfile.TemporaryDirectory() as folder:
        for turn in range(_REPEATS + 1):
            crowd = sp.people(n if turn else 20_000, seed=turn)
            there = _timed(crowd, times["processes"], client=client)
            here = _timed(crowd, times["threads"], threads=2)
            kept = _timed(crowd, times["store"], threads=2, store=Path(folder, f"{turn}.zarr"))
            for name in ("mean", "last"):
                if not (np.array_equal(there[name], here[name]) and np.array_equal(kept[name], here[name])):
                    raise RuntimeError(f"{name} differs")
    seconds = {way: statistics.median(taken[1:]) for way, taken in times.items()}  # the first warmed up
    ratio = statistics.median(b / a for a, b in zip(times["processes"][1:], times["threads"][1:], strict=True))
    told = {
        "two threads": ("threads", "1.00", "", ""),
        "Dask, two processes": ("processes", f"{ratio:.2f}", f">= {SPEED:g}", verdict(ratio, at_least=SPEED)),
        "two threads into a store": ("store", f"{seconds['threads'] / seconds['store']:.2f}", "", ""),
    }
    heads = ("way", "people", "s", "people/s", "beside two threads", "limit", "verdict")
    rows = [
        (name, f"{n:,}", f"{seconds[way]:.1f}", f"{n / seconds[way]:,.0f}", *rest)
        for name, (way, *rest) in told.items()
    ]
    return Table(heads, rows)


def _timed(crowd: sp.People, times: list[float], **how: Any) -> sp.Ensemble:
    """Run everyone, and keep how long it took."""
    begin = perf_counter()
    found = sp.simulate_many(crowd, _COURSE, outcomes=["mean", "last"], **how)
    times.append(perf_counter() - begin)
    return found


def memory(n: int) -> Table:
    """Look at the most memory that a process of its own takes, with every outcome."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for name, place in (("all outcomes in memory", ""), ("all outcomes in a store", str(Path(folder, "a.zarr")))):
            told = subprocess.run(
                [sys.executable, "-c", _ALONE, str(n), place], capture_output=True, text=True, check=True
            )
            before, peak = map(float, told.stdout.split())
            rows.append(
                (name, f"{n:,}", f"{before:,.0f}", f"{peak:,.0f}", f"<= {ROOM:,.0f}", verdict(peak, at_most=ROOM))
            )
    return Table(("kept", "people", "MB before, warm", "MB at most", "limit", "verdict"), rows)
