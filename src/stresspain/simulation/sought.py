"""What a search may vary, as data: how a scenario changes with it, its range, and whether more of it helps.

To add one: one function and one line in `SOUGHT`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from stresspain.model.errors import InputError, unknown
from stresspain.model.interventions import Intervention
from stresspain.model.schedule import Course, Courses
from stresspain.simulation.scenario import Scenario

Change = Callable[[Scenario, tuple[str, ...], float], Scenario]


@dataclass(frozen=True)
class Sought:
    """One thing that a search may vary.

    Attributes
    ----------
    label : str
        "the smallest dose", and so on.
    meaning, unit : str
    least, most : float
        No search goes beyond these, in `unit`.
    resolution : float
        How closely the value is pinned down, in `unit`.
    more_helps : bool
        Whether more of it should help; else the largest value is sought.
    change : callable
        ``change(scenario, names, value)`` returns the scenario with that value.
    fits : callable
        Whether an intervention can be varied this way.
    usual : callable
        The top of the range that is searched if none is given.
    """

    label: str
    meaning: str
    unit: str
    least: float
    most: float
    resolution: float
    more_helps: bool
    change: Change
    fits: Callable[[Intervention], bool]
    usual: Callable[[Scenario], float]

    def between(self, scenario: Scenario) -> tuple[float, float]:
        """Return the range that is searched if none is given."""
        return self.least, self.usual(scenario)

    def names(self, scenario: Scenario, of: str | Iterable[str] | None) -> tuple[str, ...]:
        """Return the interventions to vary: those named, or all that can be.

        Raises
        ------
        InputError
            If one is not in the plan or cannot be varied this way, or nothing can.
        """
        plan = {taken.name: taken for taken in scenario.plan}
        wanted = tuple(plan) if of is None else ((of,) if isinstance(of, str) else tuple(of))
        for name in wanted:
            if name not in plan:
                raise unknown("intervention in this plan", name, {n: str(t) for n, t in plan.items()})
        fitting = tuple(name for name in wanted if self.fits(plan[name]))
        if of is not None and fitting != wanted:
            raise InputError(f"{', '.join(set(wanted) - set(fitting))} has no {self.meaning} to vary.")
        if not fitting and self.fits is not _nothing:
            raise InputError(
                f"The plan holds nothing with {self.meaning} to vary. Put it into the plan, as in "
                "scenario(load=0.4, start='painful', plan=[adaptogen(600)])."
            )
        return fitting


def _amount(scenario: Scenario, names: tuple[str, ...], value: float) -> Scenario:
    """Take another amount in every course."""

    def dosed(taken: Intervention) -> Intervention:
        return replace(taken, courses=Courses(tuple(Course(c.start, c.stop, value) for c in taken.courses.taken)))

    return _with(scenario, names, dosed)


def _course(scenario: Scenario, names: tuple[str, ...], value: float) -> Scenario:
    """Take one course of so many days, from the first day on and at the first amount."""

    def shortened(taken: Intervention) -> Intervention:
        first = taken.courses.taken[0]
        course = Course(first.start, first.start + value, first.amount)
        return replace(taken, courses=Courses((course,) if value > 0 else ()))

    return _with(scenario, names, shortened)


def _start(scenario: Scenario, names: tuple[str, ...], value: float) -> Scenario:
    """Begin on another day, all courses moving along."""
    first = min(taken.courses.taken[0].start for taken in scenario.plan if taken.name in names)

    def moved(taken: Intervention) -> Intervention:
        shift = value - first
        later = (Course(c.start + shift, c.stop + shift, c.amount) for c in taken.courses.taken)
        return replace(taken, courses=Courses(tuple(later)))

    return _with(scenario, names, moved)


def _stressor(scenario: Scenario, names: tuple[str, ...], value: float) -> Scenario:
    """Let the raised load last so many days."""
    load = scenario.load
    if len(load.values) != 3 or load.values[1] <= max(load.values[0], load.values[2]):
        raise InputError(
            f"A stressor is a load that steps up once and down again, as in load=[(0, 0.3), (20, 0.9), (62, 0.3)]; "
            f"this one has {len(load.values)} levels."
        )
    (first, up, _), (low, high, back) = load.days, load.values
    steps = [(first, low), (up, high), (up + value, back)] if value > 0 else [(first, low), (up, back)]
    return scenario.but(load=steps)


def _with(scenario: Scenario, names: tuple[str, ...], change: Callable[[Intervention], Intervention]) -> Scenario:
    """Change some interventions of the plan."""
    return scenario.but(plan=[change(taken) if taken.name in names else taken for taken in scenario.plan])


def _dosed(taken: Intervention) -> bool:
    """Return whether amounts are doses."""
    return bool(taken.courses.taken) and taken.half_dose is not None


def _strong(taken: Intervention) -> bool:
    """Return whether amounts are strengths."""
    return bool(taken.courses.taken) and taken.half_dose is None


def _taken(taken: Intervention) -> bool:
    """Return whether it is taken at all."""
    return bool(taken.courses.taken)


def _nothing(taken: Intervention) -> bool:
    """Return whether this search varies interventions: it does not."""
    return False


def _days(scenario: Scenario) -> float:
    """Return the scenario's own length."""
    return float(scenario.grid[-1])


_YEAR = 365.0
_MOST = 3650.0

#: Everything that `stresspain.simulation.search.smallest` may vary, by name.
SOUGHT: Mapping[str, Sought] = MappingProxyType(
    {
        "dose": Sought(
            "the smallest dose", "a daily dose", "mg", 0.0, 2000.0, 1e-3, True, _amount, _dosed, lambda s: 2000.0
        ),
        "strength": Sought(
            "the smallest strength",
            "a strength",
            "of full effect",
            0.0,
            1.0,
            1e-6,
            True,
            _amount,
            _strong,
            lambda s: 1.0,
        ),
        "course": Sought(
            "the shortest course", "a course", "days", 0.0, _MOST, 1e-3, True, _course, _taken, lambda s: _YEAR
        ),
        "start": Sought("the latest start", "a first day", "days", 0.0, _MOST, 1e-3, False, _start, _taken, _days),
        "stressor": Sought(
            "the longest stressor",
            "a stressor's length",
            "days",
            0.0,
            _MOST,
            1e-3,
            False,
            _stressor,
            _nothing,
            lambda s: _YEAR,
        ),
    }
)
