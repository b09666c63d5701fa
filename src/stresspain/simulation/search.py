"""The smallest dose, the shortest course, the latest start that still tips a person back: by bisection.

Every value tried is a run of the exact model. A coarse scan comes first and shows whether more always
helps; where it does not, the result says so. Values whose ending changes under a tenfold tighter
tolerance are too close to the ridge to call and are never claimed.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from stresspain.model.errors import InputError, RunError, shown, unknown
from stresspain.model.quantity import real
from stresspain.model.views import view
from stresspain.simulation.endings import settles_calm
from stresspain.simulation.engines import Engine
from stresspain.simulation.engines import engine as _engine
from stresspain.simulation.outcomes import LEVEL
from stresspain.simulation.run import Run, simulate
from stresspain.simulation.scenario import Scenario
from stresspain.simulation.sought import SOUGHT, Sought

#: Values of the first scan; a change of mind in a window narrower than one step of it is not seen.
SCAN = 33

Verdict = bool | None


def _relieved(scenario: Scenario, engine: Engine, tighter: float = 1.0) -> Verdict:
    """Return whether felt pain is at or below the level on the scenario's last day."""
    last = simulate(scenario.but(days=[float(scenario.grid[-1])]), engine=engine.name)
    return bool(last["felt_pain"][-1] <= LEVEL)


#: What may be aimed at: name -> (meaning, how it is judged).
GOALS: dict[str, tuple[str, Callable[..., Verdict]]] = {
    "recover": ("settles at the calm ending when all is over", settles_calm),
    "relief": (f"has felt pain at or below {LEVEL:g} on the last day", _relieved),
}


@dataclass(frozen=True, eq=False, repr=False)
class Smallest:
    """The answer of a search.

    Attributes
    ----------
    what : str
        A key of `SOUGHT`.
    goal : str
        A key of `GOALS`.
    of : tuple of str
        The interventions that were changed.
    given : Scenario
        The scenario that was asked about.
    value : float
        The value sought, in `unit`, on the side that meets the goal; NaN if none does.
    beyond : float
        The nearest value known not to meet it; NaN if none is known.
    between : (float, float)
        The range that was searched.
    scan : tuple of (float, bool or None)
        What was tried first, and whether it met the goal; None where no ending was reached.
    engine : str
    """

    what: str
    goal: str
    of: tuple[str, ...]
    given: Scenario
    value: float
    beyond: float
    between: tuple[float, float]
    scan: tuple[tuple[float, Verdict], ...]
    engine: str

    @property
    def sought(self) -> Sought:
        """The declaration of what was sought."""
        return SOUGHT[self.what]

    @property
    def unit(self) -> str:
        """Unit of `value`."""
        return self.sought.unit

    @property
    def found(self) -> bool:
        """Whether any value meets the goal."""
        return math.isfinite(self.value)

    @property
    def monotone(self) -> bool:
        """Whether, on the scan, everything beyond the first value that meets the goal meets it too."""
        verdicts = [met is True for _, met in self._in_order()]
        return verdicts == sorted(verdicts)

    @property
    def exceptions(self) -> tuple[float, ...]:
        """Values of the scan that should meet the goal, if more always helped, and do not."""
        ordered = self._in_order()
        first = next((i for i, (_, met) in enumerate(ordered) if met), len(ordered))
        return tuple(x for x, met in ordered[first:] if not met)

    def _in_order(self) -> list[tuple[float, Verdict]]:
        """Return the scan from the value that should help least to the one that should help most."""
        return list(self.scan if self.sought.more_helps else reversed(self.scan))

    def at(self, value: float) -> Scenario:
        """Return the scenario with another value of what was sought.

        Raises
        ------
        InputError
            If the value is not possible.
        """
        return self.sought.change(self.given, self.of, real(value, self.what, self.sought.meaning))

    def explain(self) -> str:
        """Say in plain sentences what was found, or what was tried in vain."""
        return str(view("explain smallest")(self))

    def plot(self) -> Any:
        """Return the picture of two runs, one on each side of the value."""
        return view("plot smallest")(self)

    def __repr__(self) -> str:
        found = f"{self.value:g} {self.unit}" if self.found else "none"
        return f"<Smallest: {self.sought.label} to {self.goal}: {found} (illustrative)>"


def smallest(
    what: str,
    given: Scenario | Run,
    *,
    goal: str = "recover",
    of: str | Iterable[str] | None = None,
    between: tuple[float, float] | None = None,
    engine: str = "auto",
    progress: Callable[[int, int], None] | None = None,
) -> Smallest:
    """Find the smallest dose or strength, the shortest course, the latest start (or the longest stressor) that will do.

    Parameters
    ----------
    what : {"dose", "strength", "course", "start", "stressor"}
        What is varied; see `SOUGHT`. Where more does harm (a later start, a longer stressor), the
        largest value that still meets the goal is sought.
    given : Scenario or Run
        All the rest: person, load, start, and a plan whose amounts and courses are the ones to vary.
    goal : {"recover", "relief"}
        ``"recover"``: the person settles at the calm ending when all is over, however long that takes.
        ``"relief"``: felt pain is at or below 3 of 10 on the scenario's last day.
    of : str or sequence of str, optional
        Which interventions of the plan to vary; all that can be if none is named.
    between : (float, float), optional
        Range to search, in the unit of `what`; `SOUGHT` holds the usual one.
    engine : {"auto", "scipy", "heyoka"}
    progress : callable, optional
        Called as ``progress(runs_done, runs)`` after each run; how many there will be is an estimate.

    Returns
    -------
    Smallest
        Also where nothing meets the goal: its `value` is NaN then, and `explain` says what was tried.

    Raises
    ------
    InputError
        If there is nothing of the kind to vary, a name is unknown, or the range is not possible.
    RunError
        If everything near the value sought is too close to the ridge to call.

    Examples
    --------
    >>> from stresspain.model.catalogue import adaptogen
    >>> from stresspain.simulation.scenario import scenario
    >>> painful = scenario(load=0.4, start="painful", plan=[adaptogen(600)])
    >>> round(smallest("course", painful).value, 2)
    63.99
    """
    if what not in SOUGHT:
        raise unknown("search", what, {name: sought.meaning for name, sought in SOUGHT.items()})
    if goal not in GOALS:
        raise unknown("goal", goal, {name: meaning for name, (meaning, _) in GOALS.items()})
    base = given.scenario if isinstance(given, Run) else given
    if not isinstance(base, Scenario):
        raise InputError(f"smallest({what!r}, {shown(given)}): give a Scenario or a Run, as scenario(load=0.4) makes.")
    sought = SOUGHT[what]
    names = sought.names(base, of)
    low, high = _between(sought, between, base)
    chosen = _engine(engine)

    halvings = max(0, math.ceil(math.log2((high - low) / (SCAN - 1) / sought.resolution)))
    done, expected = itertools.count(1), SCAN + halvings + 4

    def met(value: float, tighter: float = 1.0) -> Verdict:
        verdict = GOALS[goal][1](sought.change(base, names, value), chosen, tighter)
        if progress is not None:
            progress(min(next(done), expected), expected)
        return verdict

    tried = [float(x) for x in np.linspace(low, high, SCAN)]
    scan = tuple((x, met(x)) for x in tried)
    value, beyond = _edge(list(scan if sought.more_helps else reversed(scan)), met, sought)
    return Smallest(what, goal, names, base, value, beyond, (low, high), scan, chosen.name)


def _between(sought: Sought, given: Any, scenario: Scenario) -> tuple[float, float]:
    """Check the range to search."""
    usual = sought.between(scenario)
    if given is None:
        return usual
    if not isinstance(given, (list, tuple)) or len(given) != 2:
        raise InputError(f"between = {shown(given)} is not a range. Give a pair (low, high), in {sought.unit}.")
    low, high = (real(bound, "between", sought.meaning) for bound in given)
    if not sought.least <= low < high <= sought.most:
        raise InputError(
            f"between = ({low:g}, {high:g}) must rise and lie within {sought.least:g} to {sought.most:g} {sought.unit} "
            f"({sought.meaning})."
        )
    return low, high


def _edge(ordered: list[tuple[float, Verdict]], met: Callable[..., Verdict], sought: Sought) -> tuple[float, float]:
    """Return the value sought and the nearest one that will not do, from a scan ordered towards more help."""
    first = next((i for i, (_, yes) in enumerate(ordered) if yes), None)
    if first is None:
        return math.nan, math.nan
    if first == 0:
        return ordered[0][0], math.nan
    bad, good = ordered[first - 1][0], ordered[first][0]
    while abs(good - bad) > sought.resolution:
        middle = 0.5 * (bad + good)
        bad, good = (bad, middle) if met(middle) else (middle, good)
    return _certain(bad, good, ordered[first - 1][0], ordered[first][0], met)


def _certain(
    bad: float, good: float, far_bad: float, far_good: float, met: Callable[..., Verdict]
) -> tuple[float, float]:
    """Step away from the edge until a tenfold tighter tolerance agrees on both sides."""
    for _ in range(60):
        good_is, bad_is = met(good, 10.0) is True and met(good) is True, not met(bad, 10.0) and not met(bad)
        if good_is and bad_is:
            return good, bad
        step = abs(good - bad) or 1e-12
        good = good if good_is else _towards(good, far_good, step)
        bad = bad if bad_is else _towards(bad, far_bad, step)
    raise RunError(f"Between {bad:g} and {good:g} every run is too close to the ridge to call.")


def _towards(x: float, end: float, step: float) -> float:
    """Step from x towards an end, not beyond it."""
    return end if abs(end - x) <= step else x + math.copysign(step, end - x)
