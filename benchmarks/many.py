"""Many runs: Sobol indices within their limit, and how many people a second each way gets through."""

from __future__ import annotations

import os
import statistics
from collections.abc import Callable
from functools import partial
from time import perf_counter, process_time
from typing import Any

import numpy as np

import stresspain as sp
from benchmarks.report import Section, Table, verdict
from stresspain.simulation.outcomes import mean

#: Seconds that the Sobol indices may take.
LIMIT = 10.0

#: What is varied, over the whole declared range of each.
TEN = ("load", "k_ls", "k_qs", "k_sm", "k_qm", "k_xi", "rho", "w_x", "w_i", "g")

_REPEATS = 5
_TERM = sp.scenario(days=180)
_COURSE = sp.scenario(load=0.4, days=range(0, 365, 7), plan=[sp.adaptogen(600, stop=84)])

_TELLS = """Sobol indices of mean felt pain over the whole declared ranges of ten parameters: 2^13 base samples, so
98,304 runs of 180 days with daily output, each with its own calm start; estimator, intervals and verdict included. The
limit is for two cores with nothing else to do; processor time divided by the number of cores says the same."""

_RATES = """People a second, all their numbers drawn (25 % around the defaults): 365 days, weekly output, one course of
12 weeks, own calm start, mean felt pain. The error is the largest in that outcome against `simulate` on SciPy."""


def measure() -> Section:
    """Time the indices, then every way to run many people."""
    return Section("Many runs", f"{_TELLS}\n\n{_RATES}", [_indices(), _rates()])


def _indices() -> Table:
    """Time the whole call that gives Sobol indices."""
    sp.sobol(TEN, _TERM, n=16)
    timed = [_timed(partial(sp.sobol, TEN, _TERM, n=2**13, seed=seed)) for seed in range(_REPEATS)]
    clock, processor = (statistics.median(times) for times in zip(*timed, strict=True))
    cores = _cores()
    row = ("98,304", f"{clock:.1f}", f"{processor:.1f}", f"{processor / cores:.1f}", f"<= {LIMIT:g}")
    heads = ("runs", "by the clock, s", "processor s", f"processor s / {cores} cores", "limit, s", "verdict")
    return Table(heads, [(*row, verdict(clock, at_most=LIMIT))])


def _rates() -> Table:
    """Time every way to run many people."""
    crowd = sp.people(16_384, seed=1)
    ways: list[tuple[str, int, Callable[[sp.People], Any]]] = [
        (f"`simulate_many`, heyoka, {_cores()} threads", 16_384, partial(_many, engine="heyoka", threads=None)),
        ("`simulate_many`, heyoka, 1 thread", 16_384, partial(_many, engine="heyoka", threads=1)),
        ("`simulate_many`, scipy, stacked", 2048, partial(_many, engine="scipy", threads=1)),
        ("`simulate` in a loop, heyoka", 512, partial(_loop, engine="heyoka")),
        ("`simulate` in a loop, scipy", 32, partial(_loop, engine="scipy")),
    ]
    truth = _loop(crowd.some(slice(32)), engine="scipy")
    rows = [_rate(name, crowd.some(slice(count)), way, truth) for name, count, way in ways]
    return Table(("way", "people/s by the clock", "people/s of processor time", "max error"), rows)


def _rate(name: str, crowd: sp.People, way: Callable[[sp.People], Any], truth: Any) -> tuple[str, ...]:
    """Time one way, warm."""
    found = way(crowd)
    timed = [_timed(partial(way, crowd)) for _ in range(_REPEATS)]
    clock, processor = (statistics.median(times) for times in zip(*timed, strict=True))
    error = float(np.max(np.abs(found[:32] - truth)))
    return name, f"{len(crowd) / clock:,.0f}", f"{len(crowd) / processor:,.0f}", f"{error:.0e}"


def _many(crowd: sp.People, engine: str, threads: int | None) -> Any:
    """Run everyone at once."""
    return sp.simulate_many(crowd, _COURSE, outcomes=["mean"], engine=engine, threads=threads)["mean"]


def _loop(crowd: sp.People, engine: str) -> Any:
    """Run everyone one by one."""
    runs = (sp.simulate(_COURSE.but(person=crowd.person(i)), engine=engine) for i in range(len(crowd)))
    return np.array([mean(run.days, run["felt_pain"]) for run in runs])


def _timed(call: Callable[[], object]) -> tuple[float, float]:
    """Return seconds by the clock, and of processor time in all threads."""
    begin, working = perf_counter(), process_time()
    call()
    return perf_counter() - begin, process_time() - working


def _cores() -> int:
    """Return how many processors this process may use."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else (os.cpu_count() or 1)
