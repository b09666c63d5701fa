"""The one job: 365 days, reported weekly, one course of twelve weeks that switches on and off, for many people."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

import stresspain as sp
from benchmarks.jobs import Floats, reference
from stresspain.population.chunks import _alone
from stresspain.population.lanes import CompiledCycle
from stresspain.population.work import work
from stresspain.simulation.problem import Problem

SHARED = sp.scenario(load=0.4, days=range(0, 365, 7), plan=[sp.adaptogen(600, stop=84)])

#: The outcome that is asked for.
OUTCOME = "mean"

#: Whom errors are measured for.
SAMPLE = 24


def crowd(n: int, seed: int = 1) -> sp.People:
    """Return people of whom nobody has been drawn yet: all their numbers, 25 % around the defaults."""
    return sp.people(n, seed=seed)


def alone(people: sp.People) -> list[Problem]:
    """Return everyone's own integration: checked, the calm start found, split at the switches."""
    problem, _ = work(people, SHARED, SHARED.grid, {}).part(slice(len(people)), CompiledCycle)
    return [replace(_alone(problem, i), person=people.person(i)) for i in range(len(people))]


def ours(people: sp.People, engine: str = "heyoka", threads: int | None = None) -> Any:
    """Run everyone as a user would."""
    return sp.simulate_many(people, SHARED, outcomes=[OUTCOME], engine=engine, threads=threads)[OUTCOME]


class Truth:
    """A sample of people solved by DOP853 at 1e-12, its steps at most a day long."""

    def __init__(self, people: sp.People) -> None:
        self.people = people.some(slice(SAMPLE))
        self.paths = np.array([reference(one) for one in alone(self.people)])

    def error(self, paths: Floats) -> float:
        """Return the largest error of anyone's states and effect level, on any day reported."""
        return float(np.max(np.abs(paths[:SAMPLE] - self.paths[: len(paths)])))

    def of_ours(self, engine: str) -> float:
        """Return the largest error of ours: of the states, the effect level and felt pain."""
        names = [*sp.State._fields, "adaptogen"]
        many = sp.simulate_many(self.people, SHARED, days=SHARED.grid, columns=[*names, "felt_pain"], engine=engine)
        found = np.stack([many[name] for name in names], axis=-1)
        felt = [
            sp.simulate(SHARED.but(person=self.people.person(i)), engine="scipy")["felt_pain"] for i in range(SAMPLE)
        ]
        return max(self.error(found), float(np.max(np.abs(many["felt_pain"] - felt))))
