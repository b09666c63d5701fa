"""Many runs: Sobol indices within their limit; many people beside a bare loop and other simulators; a million."""

from __future__ import annotations

import os
import statistics
from functools import partial

import stresspain as sp
from benchmarks.crowd import against_bare, against_others, growth
from benchmarks.crowd.clock import timed
from benchmarks.report import Section, Table, verdict

#: Seconds that the Sobol indices may take.
LIMIT = 10.0

#: What is varied, over the whole declared range of each.
TEN = ("load", "k_ls", "k_qs", "k_sm", "k_qm", "k_xi", "rho", "w_x", "w_i", "g")

_REPEATS = 5
_TERM = sp.scenario(days=180)

_TELLS = """First table: Sobol indices of mean felt pain over the whole declared ranges of ten parameters: 2^13 base
samples, so 98,304 runs of 180 days with daily output, each with its own calm start; estimator, intervals and verdict
included. The limit is for two cores with nothing else to do; processor time divided by the number of cores says the
same."""


def measure() -> Section:
    """Time the indices, then everything about many people."""
    tables = [_indices(), against_bare.measure(), *against_others.measure(), growth.measure()]
    told = [_TELLS, against_bare.TELLS, against_others.TELLS, growth.TELLS]
    return Section("Many runs", "\n\n".join(told), tables)


def _indices() -> Table:
    """Time the whole call that gives Sobol indices."""
    sp.sobol(TEN, _TERM, n=16)
    times = [timed(partial(sp.sobol, TEN, _TERM, n=2**13, seed=seed)) for seed in range(_REPEATS)]
    clock, processor = (statistics.median(t) for t in zip(*times, strict=True))
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    row = ("98,304", f"{clock:.1f}", f"{processor:.1f}", f"{processor / cores:.1f}", f"<= {LIMIT:g}")
    heads = ("runs", "by the clock, s", "processor s", f"processor s / {cores} cores", "limit, s", "verdict")
    return Table(heads, [(*row, verdict(clock, at_most=LIMIT))])
