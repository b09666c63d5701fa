"""How long one whole `simulate()` call takes, and where the time goes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

import stresspain
from benchmarks.jobs import JOBS, asked, posed, reference
from benchmarks.report import Section, Table, verdict
from benchmarks.timing import Contender, in_turn
from stresspain.simulation.engines import ENGINES
from stresspain.simulation.problem import problem

#: Milliseconds at most, for each engine and job.
LIMITS = {
    ("heyoka", "one intervention"): 1.0,
    ("scipy", "one intervention"): 25.0,
    ("heyoka", "one intervention, 180-day diary"): 5.0,
    ("scipy", "one intervention, 180-day diary"): 150.0,
}

_TELLS = """One `stresspain.simulate()` of 365 days with daily output and the adaptogen (600 mg, days 0 to 84). It is
the whole call: checking, the search for the calm start, splitting at every switch, integration, `Run`, and
`run["pain"]` with all observables. Warm (compiled before). A parameter differs slightly at every call, so nothing is
remembered from one call to the next. The limit is held against processor time: both engines use one thread and never
wait, so on a machine with nothing else to do the clock says the same. The error is the largest difference of any state
or effect level on any day from DOP853 at 1e-12."""

_PARTS = """Where a warm heyoka call spends it: each part is timed by itself, so the parts need not add up exactly."""


def measure() -> Section:
    """Time every engine on every job."""
    rows = []
    for (engine, job), limit in LIMITS.items():
        rounds, block = (40, 25) if engine == "heyoka" else (10, 3)
        times = in_turn({engine: _whole(job, engine)}, rounds=rounds, block=block)[engine]
        error = f"{_error(job, engine):.0e}"
        passes = verdict(times.processor, at_most=limit)
        rows.append((job, engine, f"{times.processor:.2f}", str(times), error, f"<= {limit:g}", passes))
    heads = ("365 days, daily output", "engine", "processor ms", "by the clock, ms", "max error", "limit", "verdict")
    tells = f"{_TELLS}\n\n{_PARTS}"
    return Section("One whole call", tells, [Table(heads, rows), _parts()])


def _whole(job: str, engine: str) -> Contender:
    """Return the timed call."""
    return lambda variant: stresspain.simulate(**asked(job, variant), engine=engine)["pain"]


def _error(job: str, engine: str) -> float:
    """Return the largest error on any day."""
    given = posed(job, 0)
    return float(np.max(np.abs(ENGINES[engine].integrate(given, 1.0) - reference(given))))


def _parts() -> Table:
    """Time the parts of a call on the fast engine."""
    timed = {job: in_turn(_pieces(job), rounds=20, block=25) for job in JOBS}
    rows = [(part, *(f"{timed[job][part].processor:.3f}" for job in JOBS)) for part in timed["one intervention"]]
    return Table(("part of a heyoka call, ms", *JOBS), rows)


def _pieces(job: str) -> dict[str, Contender]:
    """Return the parts of a call."""
    engine = ENGINES["heyoka"]
    given = stresspain.scenario(**asked(job, 0))
    begun = given.but(start=given.initial())
    ready = problem(given)
    run = stresspain.simulate(given, engine="heyoka")
    return {
        "checking what is asked": lambda variant: stresspain.scenario(**asked(job, variant)),
        "the calm start": lambda _: given.initial(),
        "splitting at every switch": lambda _: problem(begun),
        "integration": lambda _: engine.integrate(replace(ready), 1.0),
        "the scenario's digest": lambda _: type(given).digest.func(given),
        "observables": lambda _: type(run)._columns.func(run),
        "all of it": _whole(job, "heyoka"),
    }
