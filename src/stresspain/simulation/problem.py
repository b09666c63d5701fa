"""What an engine is given: numbers, stretches between switches, days to report. No schedule beyond this."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from stresspain.model.interventions import Intervention
from stresspain.model.parameters import Person
from stresspain.model.schedule import Courses, Steps

if TYPE_CHECKING:
    from stresspain.simulation.scenario import Scenario

#: Switches closer than this many days (0.1 ms) are one: floating-point time over a hundred years holds no less.
_SAME_TIME = 1e-9


class Stretch(NamedTuple):
    """A stretch of time in which nothing switches."""

    start: float
    stop: float
    load: float
    damage: float
    targets: tuple[float, ...]


@dataclass(frozen=True)
class Problem:
    """One integration.

    Attributes
    ----------
    person : Person
    plan : tuple of Intervention
        Only reductions and `tau_e` count here; the courses are in `stretches`.
    stretches : tuple of Stretch
        Touching one another, from day 0 to the last day.
    initial : ndarray, shape (5 + n_plan,)
        States, then effect levels, on day 0.
    grid : ndarray, shape (n_days,)
        Days to report, rising.
    """

    person: Person
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
        return path[np.searchsorted(self.nodes, self.grid)]


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
    edges = [0.0]
    for day in sorted({day for schedule in timed for day in schedule.switches()}):
        if edges[-1] + _SAME_TIME < day < last:
            edges.append(day)
    return tuple(_stretch(scenario, a, b) for a, b in zip(edges, [*edges[1:], last], strict=True))


def _stretch(scenario: Scenario, start: float, stop: float) -> Stretch:
    """Read every schedule in the middle of a stretch, where none changes."""
    middle = 0.5 * (start + stop)
    targets = tuple(taken.target(taken.courses.at(middle)) for taken in scenario.plan)
    return Stretch(start, stop, scenario.load.at(middle), scenario.damage.at(middle), targets)
