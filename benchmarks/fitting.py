"""How long fitting a diary and profiling its numbers take."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import stresspain as sp
from benchmarks.report import Section, Table, verdict
from benchmarks.timing import Times, in_turn

_FIT_MS = 100.0

_TELLS = """A made-up diary of 90 days, noise 0.4 of 10, a new one each time: `fit(...)` of two numbers (32 places
looked at, four ways down), then one `profile(...)`, and `recovery(...)`'s work on one diary: making it up, fitting it,
and the likelihood ratio of both numbers at the truth. heyoka has compiled its derivatives before. Processor time is
held against the limit."""

_STORY = sp.scenario(load=[(0, 0.3), (10, 1.2), (50, 0.2)], start=[0.3, 1.2, 0.3, 0.2, 0.2], days=90)
_CALM = sp.scenario(load=[(0, 0.3), (20, 0.9), (62, 0.3)], days=90)
_NAMES = ["load", "k_qs"]


def measure() -> Section:
    """Time fits, profiles and one diary of an experiment of recovery."""
    jobs: dict[str, Callable[[int], object]] = {
        "fit, five numbers to start from": lambda i: _fitted(_STORY, i, "heyoka"),
        "fit, calm start": lambda i: _fitted(_CALM, i, "heyoka"),
        "fit and one profile": lambda i: _fitted(_STORY, i, "heyoka").profile("k_qs"),
        "one diary of a recovery": lambda i: sp.recovery(_STORY, parameters=_NAMES, diaries=1, noise=0.4, seed=i),
    }
    fast = in_turn(jobs, rounds=5, block=5)
    slow = in_turn({"fit, five numbers to start from, scipy": lambda i: _fitted(_STORY, i, "scipy")}, rounds=2, block=1)
    rows = [_row(name, times, _FIT_MS if name in list(jobs)[:2] else None) for name, times in (fast | slow).items()]
    return Section("Fitting a diary", _TELLS, [Table(("job", "ms", "processor, ms", "limit", "verdict"), rows)])


@cache
def _run(scenario: sp.Scenario) -> sp.Run:
    """Return the run that diaries are made of."""
    return sp.simulate(scenario)


def _fitted(scenario: sp.Scenario, seed: int, engine: str) -> sp.Fit:
    """Fit a new diary."""
    diary = sp.pain_diary(_run(scenario), noise=0.4, seed=seed)
    return sp.fit(diary, parameters=_NAMES, scenario=scenario, engine=engine)


def _row(job: str, times: Times, limit: float | None) -> tuple[str, ...]:
    """Write one line of the table."""
    held = (f"<= {limit:g}", verdict(times.processor, at_most=limit)) if limit else ("", "")
    return (job, str(times), f"{times.processor:.1f}", *held)
