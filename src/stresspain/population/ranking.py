"""Numbers ranked by what they do to one outcome of one run: the table behind a tornado picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from stresspain.model.errors import InputError, unknown
from stresspain.model.parameters import OUTSIDE, PARAMETERS
from stresspain.model.quantity import Quantity
from stresspain.model.views import view
from stresspain.population.many import simulate_many
from stresspain.population.people import people_of
from stresspain.simulation.numbers import own_value, varied, with_values
from stresspain.simulation.outcomes import OUTCOMES, Outcome
from stresspain.simulation.run import Run, simulate
from stresspain.simulation.scenario import Scenario

_Moved = tuple[str, float]


class Influence(NamedTuple):
    """What one number does to one outcome.

    Attributes
    ----------
    parameter : str
    value : float
        Its own value (load, damage: on day 0), in its unit.
    slope : float
        Change of the outcome per unit of the parameter, at that value. NaN where the outcome has
        none there (a corner, or no such day).
    elasticity : float
        Change of the outcome in per cent for one per cent more of the parameter. NaN as above, and
        where the outcome is 0.
    lower, higher : float
        The outcome, run again with this number lower or higher by the ranking's share of itself; NaN
        where that leaves the declared range.
    """

    parameter: str
    value: float
    slope: float
    elasticity: float
    lower: float
    higher: float


@dataclass(frozen=True, eq=False, repr=False)
class Ranking:
    """The numbers in the order in which they move one outcome of one run.

    Attributes
    ----------
    run : Run
    outcome : str
        A name of `OUTCOMES`.
    value : float
        That outcome of the run, in its unit.
    level : float
        Felt pain (0-10) that days are counted above.
    share : float
        By which share of itself each number was changed for `lower` and `higher`.
    influences : tuple of Influence
        The one with the largest elasticity first.
    """

    run: Run
    outcome: str
    value: float
    level: float
    share: float
    influences: tuple[Influence, ...]

    def __getitem__(self, name: str) -> Influence:
        """Return the influence of one parameter.

        Raises
        ------
        InputError
            If it was not asked for, or does not exist.
        """
        for influence in self.influences:
            if influence.parameter == name:
                return influence
        raise unknown("parameter in this ranking", name, {n: q.meaning for n, q in self.quantities.items()})

    @cached_property
    def quantities(self) -> Mapping[str, Quantity]:
        """The declaration of each number, in this order, by name."""
        return {i.parameter: varied(i.parameter, self.run.scenario) for i in self.influences}

    def explain(self) -> str:
        """Say in plain sentences which numbers matter most here."""
        return str(view("explain ranking")(self))

    def plot(self) -> Any:
        """Return the tornado picture: what a little less and a little more of each number does."""
        return view("plot ranking")(self)

    def rows(self) -> list[list[str]]:
        """Return the table as text, a head row first."""
        less, more = f"{self.share:.0%} less", f"{self.share:.0%} more"
        head = ["number", "value", "% per 1 % more", less, more, "meaning"]
        body = [
            [i.parameter, f"{i.value:g}", *map(_cell, (i.elasticity, i.lower, i.higher)), quantity.meaning]
            for i, quantity in zip(self.influences, self.quantities.values(), strict=True)
        ]
        return [head, *body]

    def __str__(self) -> str:
        rows = self.rows()
        widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]) - 1)]
        lines = [f"{self.outcome} of felt pain, {self.value:.4g} {OUTCOMES[self.outcome].unit}"]
        for row in rows:
            cells = [
                row[0].ljust(widths[0]),
                *(c.rjust(w) for c, w in zip(row[1:-1], widths[1:], strict=True)),
                row[-1],
            ]
            lines.append("  ".join(cells).rstrip())
        return "\n".join([*lines, "Illustrative, not clinical."])

    __repr__ = __str__


def _cell(value: float) -> str:
    """Return a number for people."""
    return "-" if np.isnan(value) else f"{value:.2f}"


def outcome_of(name: str) -> Outcome:
    """Return an outcome by name."""
    if name not in OUTCOMES:
        raise unknown("outcome", name, {n: o.meaning for n, o in OUTCOMES.items()})
    return OUTCOMES[name]


def run_again(
    run: Run, names: tuple[str, ...], outcome: str, level: float, share: float
) -> tuple[list[float], list[float]]:
    """Return the outcome with each number lower and higher by a share of itself; NaN where that is out of range."""
    own = {name: own_value(name, run.scenario) for name in names}
    moved = [(name, own[name] + sign * share * own[name]) for sign in (-1, 1) for name in names]
    allowed = [(name, value) for name, value in moved if _fits(run.scenario, name, value)]
    found = _together([each for each in allowed if each[0] in PARAMETERS], run, outcome, level)
    found |= {each: _alone(each, run, outcome, level) for each in allowed if each[0] not in PARAMETERS}
    outcomes = [found.get(each, np.nan) for each in moved]
    return outcomes[: len(names)], outcomes[len(names) :]


def _together(moved: list[_Moved], run: Run, outcome: str, level: float) -> dict[_Moved, float]:
    """Run as many people as parameters are moved, each with one of them."""
    if not moved:
        return {}
    names = tuple(dict.fromkeys(name for name, _ in moved))
    own = {name: own_value(name, run.scenario) for name in names}
    rows = np.array([[value if n == name else own[n] for n in names] for name, value in moved])
    people = people_of(names, rows, person=run.scenario.person)
    done = simulate_many(people, run.scenario, outcomes=[outcome], level=level, engine=run.provenance["engine"])
    return dict(zip(moved, done[outcome].tolist(), strict=True))


def _alone(moved: _Moved, run: Run, outcome: str, level: float) -> float:
    """Run the scenario with one number of something taken moved: it is the plan's, not a person's."""
    again = simulate(with_values(run.scenario, dict([moved])), engine=run.provenance["engine"])
    return float(OUTCOMES[outcome].of(again.days, again["felt_pain"], level))


def _fits(scenario: Scenario, name: str, value: float) -> bool:
    """Return whether a scenario may have this number."""
    try:
        if name in OUTSIDE:
            steps = getattr(scenario, name)
            shift = value - steps.values[0]
            scenario.but(**{name: [(d, v + shift) for d, v in zip(steps.days, steps.values, strict=True)]})
        elif name in PARAMETERS:
            scenario.but(person=scenario.person.but(**{name: value}))
        else:
            varied(name, scenario).check(value)
    except InputError:
        return False
    return True
