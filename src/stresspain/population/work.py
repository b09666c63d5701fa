"""What is to be computed for many people, and the part of it that an engine takes on at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from stresspain.cycle.starts import Cycle, calm_many, painful_many
from stresspain.model.equations import REST, State
from stresspain.model.errors import InputError, shown, unknown
from stresspain.model.interventions import Intervention, check_reach
from stresspain.model.parameters import OUTSIDE, PARAMETERS, Person, parameter
from stresspain.model.quantity import Quantity
from stresspain.model.schedule import Courses, Steps
from stresspain.population.people import Crowd, People
from stresspain.simulation.problem import Problem, Stretch, edges_of
from stresspain.simulation.scenario import Scenario

Floats = npt.NDArray[np.float64]

#: A level of one person, or of everyone as an array.
Level = Any


@dataclass(frozen=True, eq=False)
class PerPerson:
    """A level of each person's own that steps on days common to all, such as a load drawn daily.

    Attributes
    ----------
    days : ndarray, shape (n_steps,)
        Days on which levels change, rising; the first is 0.
    values : ndarray, shape (n, n_steps)
        ``values[i, j]`` holds for person i on ``[days[j], days[j+1])``, the last one for good.
    """

    days: Floats
    values: Floats

    def checked(self, name: str, n: int, quantity: Quantity) -> PerPerson:
        """Return the same if it fits `n` people and the range of `quantity`.

        Raises
        ------
        InputError
            If shapes do not fit, days do not rise from 0, or a level is out of range.
        """
        try:
            days, values = np.asarray(self.days, dtype=float), np.asarray(self.values, dtype=float)
        except (TypeError, ValueError):
            raise InputError(f"{name}: days and values are tables of numbers, and these are none.") from None
        if values.shape != (n, len(days)):
            raise InputError(f"{name}: values of shape {values.shape} do not fit {n} people and {len(days)} steps.")
        if not len(days) or days[0] != 0 or not (np.diff(days) > 0).all() or not np.isfinite(days).all():
            raise InputError(f"{name}: the days must begin with 0, where a run begins, and rise.")
        wrong = ~((values >= quantity.low) & (values <= quantity.high))
        if wrong.any():
            who, step = np.argwhere(wrong)[0]
            try:
                quantity.check(float(values[who, step]))
            except InputError as error:
                raise InputError(f"{name} of person {who} from day {days[step]:g}: {error}") from None
        return PerPerson(days, values)

    def at(self, day: float, lanes: slice) -> Floats:
        """Return the level of some people on a day."""
        return self.values[lanes, int(np.searchsorted(self.days, day, side="right")) - 1]


@dataclass(frozen=True, eq=False)
class Work:
    """Everything that many runs depend on; checked when made with `work`.

    Attributes
    ----------
    people : People
    scenario : Scenario
        What they share: load, plan, start.
    grid : ndarray, shape (n_days,)
        Days to report.
    own : mapping of str to PerPerson
        Levels of each person's own in place of the scenario's: "load", or an intervention's amounts.
    """

    people: People
    scenario: Scenario
    grid: Floats
    own: Mapping[str, PerPerson]

    @cached_property
    def edges(self) -> list[float]:
        """Day 0 and every later day on which something switches for anyone, and the last day."""
        s = self.scenario
        timed: dict[str, Steps | Courses] = {"load": s.load, "damage": s.damage}
        timed.update({taken.name: taken.courses for taken in s.plan})
        days: set[float] = set()
        for name, shared in timed.items():
            days.update(self.own[name].days[1:].tolist() if name in self.own else shared.switches())
        last = float(self.grid[-1])
        return [*edges_of(days, last), last]

    def part(self, lanes: slice, cycle: type[Cycle] = Cycle) -> tuple[Problem, dict[int, str]]:
        """Return the problem of some people, and who of them (counted in the part) has no start, and why."""
        some = self.people.some(lanes)
        stretches = tuple(self._stretch(a, b, some, lanes) for a, b in pairwise(self.edges))
        crowd = Crowd(some.arrays())
        states, missing = _starts(self.scenario, crowd, stretches[0], len(some), cycle)
        if missing:
            states[:, list(missing)] = np.array(REST)[:, None]
        levels = dict(self.scenario.levels)
        effects = [np.full(len(some), levels.get(taken.name, 0.0)) for taken in self.scenario.plan]
        return Problem(crowd, self.scenario.plan, stretches, np.vstack((states, *effects)), self.grid), missing

    def _stretch(self, start: float, stop: float, some: People, lanes: slice) -> Stretch:
        """Read every schedule in the middle of a stretch, where none changes."""
        middle = 0.5 * (start + stop)
        own = self.own.get("load")
        load = _level("load", self.scenario.load, middle, some) if own is None else own.at(middle, lanes)
        damage = _level("damage", self.scenario.damage, middle, some)
        return Stretch(start, stop, load, damage, tuple(self._target(t, middle, lanes) for t in self.scenario.plan))

    def _target(self, taken: Intervention, day: float, lanes: slice) -> Level:
        """Return the effect level that is headed for on a day."""
        own = self.own.get(taken.name)
        return taken.target(taken.courses.at(day) if own is None else own.at(day, lanes))  # type: ignore[arg-type]


def _level(name: str, steps: Steps, day: float, people: People) -> Level:
    """Return load or damage on a day: the scenario's, or moved so that day 0 is each person's own."""
    if name not in people.names:
        return steps.at(day)
    own = people[name]
    # Where nothing steps a person's number is taken as it is, to the last digit.
    return own if len(steps.values) == 1 else own + (steps.at(day) - steps.values[0])


def _starts(
    scenario: Scenario, crowd: Crowd, first: Stretch, n: int, cycle: type[Cycle]
) -> tuple[Floats, dict[int, str]]:
    """Return everyone's five states on day 0, and who has none."""
    k = crowd.numbers(np.broadcast_to(first.load, (n,)), np.broadcast_to(first.damage, (n,)))
    if scenario.start == "calm":
        return calm_many(k, n, cycle), {}
    if scenario.start == "painful":
        return painful_many(k, n, cycle)
    given = State(*scenario.start)
    rule = "start: cortisol = {:g} lies outside 1 to {:g}, the range that the equations keep."
    beyond = np.flatnonzero(given.cortisol > 1.0 + k.k_sc + 1e-9)
    missing = {int(i): rule.format(given.cortisol, 1.0 + k.k_sc[i]) for i in beyond}
    return np.repeat(np.array(given, dtype=float)[:, None], n, axis=1), missing


def work(people: People, scenario: Scenario, grid: Floats, own: Mapping[str, PerPerson]) -> Work:
    """Check that people, scenario and levels of their own fit together.

    Raises
    ------
    InputError
        If a level leaves its range, an intervention is not in the plan, or effects could take a
        number of someone out of its range.
    """
    ranges = {"load": parameter("load"), **{taken.name: taken.amount for taken in scenario.plan}}
    if not isinstance(own, Mapping):
        raise InputError(f"own = {shown(own)}: give levels by name, as in own={{'load': PerPerson(days, values)}}.")
    for name, levels in own.items():
        if name not in ranges:
            raise unknown("load or intervention in this plan", name, {n: q.meaning for n, q in ranges.items()})
        if not isinstance(levels, PerPerson):
            raise InputError(
                f"own: {name} = {shown(levels)} is no PerPerson, which holds a row for each person. "
                "For one level for everyone use the scenario."
            )
    own = {name: levels.checked(name, len(people), ranges[name]) for name, levels in own.items()}
    if "load" in own and "load" in people.names:
        raise InputError("load is given twice: as a number of the people, and as levels of their own. Keep one.")
    try:
        _check_limits(people.limits, people.names, scenario, own)
    except InputError:
        # The laws of a draw reach further than anyone may: only who is there decides.
        _check_limits(people.extremes, people.names, scenario, own)
    return Work(people, scenario, grid, own)


#: The least and the greatest value of one number of anyone.
Limits = Callable[[str], tuple[float, float]]


def _check_limits(limits: Limits, names: Sequence[str], scenario: Scenario, own: Mapping[str, PerPerson]) -> None:
    """Refuse levels or a plan that could take anyone's number out of its range; extremes decide."""
    outside = {name: _outside(name, scenario, limits(name) if name in names else None) for name in OUTSIDE}
    if "load" in own:
        outside["load"] = (float(own["load"].values.min()), float(own["load"].values.max()))
    touched = {name for taken in scenario.plan for name, _ in taken.reductions}
    check_reach(Person(), scenario.plan, {**{n: limits(n) for n in touched if n not in OUTSIDE}, **outside})


def _outside(name: str, scenario: Scenario, firsts: tuple[float, float] | None) -> tuple[float, float]:
    """Return the least and greatest load or damage of anyone, in range; `firsts` are those of day 0."""
    steps: Steps = getattr(scenario, name)
    low, high = min(steps.values), max(steps.values)
    if firsts is not None:
        low, high = low + (firsts[0] - steps.values[0]), high + (firsts[1] - steps.values[0])
    quantity = PARAMETERS[name]
    if low < quantity.low - 1e-12 or high > quantity.high + 1e-12:
        raise InputError(
            f"{name} steps along with each person's own and would reach {low:g} to {high:g}, outside "
            f"{quantity.low:g} to {quantity.high:g} ({quantity.meaning}). Draw {name} from a narrower range."
        )
    return low, high
