"""What an engine is given: numbers, stretches between switches, days to report. No schedule beyond this."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from stresspain.model.interventions import Intervention
from stresspain.model.schedule import Courses, Steps

if TYPE_CHECKING:
    from stresspain.simulation.scenario import Scenario

#: Switches closer than this many days (0.1 ms) are one: floating-point time over a hundred years holds no less.
_SAME_TIME = 1e-9


class Stretch(NamedTuple):
    """A stretch of time in which nothing switches; levels of one person, or arrays of many people's."""

    start: float
    stop: float
    load: Any
    damage: Any
    targets: tuple[Any, ...]


class Numbered(Protocol):
    """A person, or many at once as arrays."""

    def numbers(self, load: Any, damage: Any = 0.0) -> SimpleNamespace:
        """Return every parameter as an attribute, ready for the equations."""


@dataclass(frozen=True)
class Problem:
    """One integration.

    Attributes
    ----------
    person : Person
        Or many people at once; states, initial ones too, then have a last axis of people.
    plan : tuple of Intervention
        Only reductions and `tau_e` count here; the courses are in `stretches`.
    stretches : tuple of Stretch
        Touching one another, from day 0 to the last day.
    initial : ndarray, shape (5 + n_plan,)
        States, then effect levels, on day 0.
    grid : ndarray, shape (n_days,)
        Days to report, rising.
    """

    person: Numbered
    plan: tuple[Intervention, ...]
    stretches: tuple[Stretch, ...]
    initial: npt.NDArray[np.float64]
    grid: npt.NDArray[np.float64]

    @cached_property
    def nodes(self) -> npt.NDArray[np.float64]:
        """Every day on which something switches or is reported, shape (n_nodes,), rising from day 0."""
        return np.unique(np.append(self.grid, [stretch.start for stretch in self.stretches]))

    def spans(self) -> list[tuple[Stretch, slice]]:
        """Return each stretch with its nodes, both ends included; none for a run that ends as it begins."""
        edges = [0.0, *(stretch.stop for stretch in self.stretches)]
        ends = pairwise(np.searchsorted(self.nodes, edges).tolist())
        timed = zip(self.stretches, ends, strict=True)
        # LSODA never returns from a run too short for floating-point time.
        return [(stretch, slice(a, b + 1)) for stretch, (a, b) in timed if stretch.stop > _SAME_TIME]

    def reported(self, path: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Return the rows of `path`, one a node, that stand on days to report."""
        return path if len(self.nodes) == len(self.grid) else path[np.searchsorted(self.nodes, self.grid)]


def problem(scenario: Scenario) -> Problem:
    """Split a scenario at every switch, so that no pulse is ever stepped over."""
    levels = dict(scenario.levels)
    initial = [*scenario.initial(), *(levels.get(taken.name, 0.0) for taken in scenario.plan)]
    return Problem(
        scenario.person,
        scenario.plan,
        stretches(scenario),
        np.array(initial, dtype=float),
        scenario.grid,
    )


def stretches(scenario: Scenario) -> tuple[Stretch, ...]:
    """Return the stretches between switches up to the last day."""
    last = float(scenario.grid[-1])
    timed: tuple[Steps | Courses, ...] = (scenario.load, scenario.damage, *(taken.courses for taken in scenario.plan))
    edges = edges_of((day for schedule in timed for day in schedule.switches()), last)
    return tuple(_stretch(scenario, a, b) for a, b in pairwise([*edges, last]))


def edges_of(switches: Iterable[float], last: float) -> list[float]:
    """Return day 0 and every later day before the last on which something switches, rising."""
    edges = [0.0]
    for day in sorted(set(switches)):
        if edges[-1] + _SAME_TIME < day < last:
            edges.append(day)
    return edges


def _stretch(scenario: Scenario, start: float, stop: float) -> Stretch:
    """Read every schedule in the middle of a stretch, where none changes."""
    middle = 0.5 * (start + stop)
    targets = tuple(taken.target(taken.courses.at(middle)) for taken in scenario.plan)
    return Stretch(start, stop, scenario.load.at(middle), scenario.damage.at(middle), targets)
