"""The two jobs that are timed, and a reference solution of each."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.integrate import solve_ivp

from stresspain import adaptogen, scenario
from stresspain.model.equations import State, rates
from stresspain.model.interventions import turn_down
from stresspain.simulation.problem import Problem, Stretch, problem

Floats = npt.NDArray[np.float64]

DAYS = 365

#: 180 days of load, each its own, made up for this timing.
DIARY = list(enumerate(np.random.default_rng(1).uniform(0.1, 0.6, 180).tolist()))

#: What each job is under; both take one intervention and report every day.
JOBS: dict[str, Any] = {"one intervention": 0.4, "one intervention, 180-day diary": DIARY}


def asked(job: str, variant: int) -> dict[str, Any]:
    """Return what `simulate` is given; pain's arrow to stress differs slightly from call to call."""
    return {
        "person": {"k_qs": 0.6 + 1e-7 * variant},
        "load": JOBS[job],
        "plan": [adaptogen(600, start=0, stop=84)],
        "days": DAYS,
    }


def posed(job: str, variant: int) -> Problem:
    """Return the bare integration of a job: checked, its calm start found, split at its switches."""
    return problem(scenario(**asked(job, variant)))


def reference(given: Problem) -> Floats:
    """Solve by DOP853 at 1e-12, from node to node so that nothing is interpolated."""
    path = [given.initial]
    for stretch, span in given.spans():
        nodes = given.nodes[span]
        for a, b in pairwise(nodes):
            solved = solve_ivp(_moving(given, stretch), (a, b), path[-1], "DOP853", rtol=1e-12, atol=1e-12, max_step=1)
            path.append(solved.y[:, -1])
    return given.reported(np.array(path))


def _moving(given: Problem, stretch: Stretch) -> Callable[[float, Floats], list[float]]:
    """Return dy/dt on one stretch: the model's own equations, no engine of ours."""

    def dydt(_: float, y: Floats) -> list[float]:
        k = given.person.numbers(stretch.load, stretch.damage)
        turn_down(k, given.plan, y[5:])
        paces = [taken.tau_e for taken in given.plan]
        return [*rates(State(*y[:5]), k), *((np.array(stretch.targets) - y[5:]) / paces)]

    return dydt
