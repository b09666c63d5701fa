"""How long a study of power takes: a thousand trials, each person screened, randomised, followed and analysed."""

from __future__ import annotations

import statistics
from functools import partial

import stresspain as sp
from benchmarks.crowd.clock import cores, timed
from benchmarks.report import Section, Table, verdict

#: Seconds that a thousand trials of 64 people may take.
LIMIT = 5.0

_TRIALS, _REPEATS = 1000, 3
_TELLS = """`power(...)`: a thousand trials of a shipped design, from drawing and screening people (about two for each
one let in, 56 days under a load of their own that changes weekly) to following those let in through entry and treatment
with missed doses, and an analysis of each trial. The limit holds for the 64-person, two-arm design on two cores with
nothing else to do; processor time divided by the number of cores says the same."""

#: Name -> how many people each trial has, and whether the limit is held against it.
_DESIGNS = {"chandrasekhar_2012": (64, True), "salve_2019": (60, False), "flares": (60, False)}


def measure() -> Section:
    """Time a study of power of every shipped design."""
    sp.power("chandrasekhar_2012", 8, replicates=4)
    heads = ("design", "trials x people", "by the clock, s", f"processor s / {cores()} cores", "limit, s", "verdict")
    return Section("Virtual trials", _TELLS, [Table(heads, [_row(name, *how) for name, how in _DESIGNS.items()])])


def _row(name: str, people: int, limited: bool) -> tuple[str, ...]:
    """Time one design."""
    times = [timed(partial(sp.power, name, people, replicates=_TRIALS, seed=seed)) for seed in range(_REPEATS)]
    clock, processor = (statistics.median(column) for column in zip(*times, strict=True))
    held = (f"<= {LIMIT:g}", verdict(clock, at_most=LIMIT)) if limited else ("", "")
    return (f"`{name}`", f"{_TRIALS:,} x {people}", f"{clock:.1f}", f"{processor / cores():.1f}", *held)
