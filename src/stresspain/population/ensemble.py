"""`simulate_many`: one scenario, many people, a thousand times faster than one by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from stresspain import __version__
from stresspain.model.errors import InputError, shown, unknown
from stresspain.model.views import view
from stresspain.population.chunks import MANY, Job, Order
from stresspain.population.people import People
from stresspain.population.running import Arrays, on_threads, run_all
from stresspain.population.work import PerPerson, work
from stresspain.simulation.engines import engine as _engine
from stresspain.simulation.outcomes import BAR, LEVEL, OUTCOMES
from stresspain.simulation.run import COLUMNS
from stresspain.simulation.scenario import Scenario
from stresspain.simulation.scenario import scenario as _scenario

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Ensemble:
    """What became of many people.

    ``ensemble["last"]`` gives an outcome, shape (n,), or a column over the kept days, shape
    (n, n_days). Who could not be run has NaN everywhere and a reason in `failures`.

    Attributes
    ----------
    people : People
    scenario : Scenario
        What they shared.
    outcomes : mapping of str to ndarray, shape (n,)
        By name, as in `OUTCOMES`; NaN also where there is no such day.
    days : ndarray, shape (n_days,)
        Days of `columns`.
    columns : mapping of str to ndarray, shape (n, n_days)
        By name, as in `COLUMNS`.
    failures : mapping of int to str
        Person -> why there is no answer.
    provenance : mapping
        Version, engine, tolerances, level, the scenario's digest, how the people were made.
    """

    people: People
    scenario: Scenario
    outcomes: Mapping[str, Floats]
    days: Floats
    columns: Mapping[str, Floats]
    failures: Mapping[int, str]
    provenance: Mapping[str, Any]

    def __getitem__(self, name: str) -> Floats:
        """Return an outcome or a column.

        Raises
        ------
        InputError
            If there is none of that name; the message holds the nearest one.
        """
        found = {**self.outcomes, **self.columns}
        if name not in found:
            raise unknown("outcome or column here", name, dict.fromkeys(found, ""))
        return found[name]

    def summary(self, shares: Sequence[float] = (0.05, 0.25, 0.5, 0.75, 0.95)) -> Any:
        """Return outcomes and columns as means and quantiles.

        Parameters
        ----------
        shares : sequence of float
            Shares of people below each quantile, from 0 to 1, rising.

        Returns
        -------
        Summary

        Raises
        ------
        InputError
            If the shares do not rise from 0 to 1.
        """
        return view("summarise ensemble")(self, shares)

    def explain(self) -> str:
        """Say in plain sentences how these people fared."""
        return str(view("explain ensemble")(self))

    def plot(self, kind: str = "ribbon", column: str | None = None) -> Any:
        """Return the picture of a kept column.

        Parameters
        ----------
        kind : {"ribbon", "spaghetti"}
            Bands that hold half of the people and nine in ten, or single lines.
        column : str, optional
            The first one kept if none is named.

        Raises
        ------
        InputError
            If no column was kept over time, or none of that name.
        """
        return view("plot ensemble")(self, kind, column)

    def __repr__(self) -> str:
        failed = f", {len(self.failures)} without an answer" if self.failures else ""
        return f"<Ensemble of {len(self.people)} people{failed}: {', '.join((*self.outcomes, *self.columns))}>"


def simulate_many(  # noqa: PLR0913 (one door; everything after the scenario is optional and named)
    people: People,
    scenario: Scenario | None = None,
    *,
    outcomes: Sequence[str] | None = None,
    days: Sequence[float] | None = None,
    columns: Sequence[str] = ("felt_pain",),
    own: Mapping[str, PerPerson] | None = None,
    level: float = LEVEL,
    engine: str = "auto",
    threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Ensemble:
    """Run many people through one scenario.

    Everyone's answer equals that of `simulate` to 1e-7, whoever runs beside them.

    Parameters
    ----------
    people : People
        Their own numbers take the place of the scenario's person (and load or damage on day 0,
        where these vary).
    scenario : Scenario, optional
        What they share; the default one if none is given.
    outcomes : sequence of str, optional
        Names of `OUTCOMES`, over the scenario's days; all of them if neither this nor `days` is given.
    days : sequence of float, optional
        Days on which `columns` are kept.
    columns : sequence of str
        What is kept on those days; names of `COLUMNS`, or interventions for their effect levels.
    own : mapping of str to PerPerson, optional
        Levels of each person's own: "load" in place of the scenario's, or an intervention's daily dose
        or strength (0 where nothing is taken) in place of its courses, for missed doses or late starts.
    level : float
        Felt pain (0-10) that `days_above` and `recovery_day` count from.
    engine : {"auto", "scipy", "heyoka"}
    threads : int, optional
        How many run side by side on heyoka; one for each processor if none is given.
    progress : callable, optional
        Called as ``progress(people_done, people)`` now and then.

    Returns
    -------
    Ensemble

    Raises
    ------
    InputError
        If anything given cannot be used; nothing has run then. What fails for one person alone is
        in ``.failures`` instead.

    Examples
    --------
    >>> from stresspain.population.people import people
    >>> crowd = people(200, seed=1, spread={"load": (0.1, 0.8)})
    >>> pain = simulate_many(crowd, outcomes=["last"])["last"]
    >>> bool(((pain > 3) == (crowd["load"] > 0.5469)).all())
    True
    """
    if not isinstance(people, People):
        raise InputError(f"simulate_many({shown(people)}): give people, as in simulate_many(people(1000, seed=1)).")
    given = _scenario() if scenario is None else scenario
    order = _order(given, outcomes, days, columns, level)
    task = work(people, given, order.grid, own or {})
    chosen = _engine(engine)
    job = Job(task, order, chosen.name)
    found = Arrays(len(people), order)
    run_all(job, job.parts, on_threads(threads), found, progress)
    found.freeze()
    made = {"version": __version__, "engine": chosen.name, **MANY[chosen.name].tolerances, "level": order.level}
    return Ensemble(
        people=people,
        scenario=given,
        outcomes=MappingProxyType(found.outcomes),
        days=order.grid[order.kept],
        columns=MappingProxyType(found.columns),
        failures=MappingProxyType(found.failures),
        provenance=MappingProxyType({**made, "scenario": given.digest, "people": people.drawn}),
    )


def _order(given: object, outcomes: Any, days: Any, columns: Any, level: object) -> Order:
    """Check what is wanted of everyone."""
    if not isinstance(given, Scenario):
        raise InputError(f"simulate_many(people, {shown(given)}): give a Scenario, as scenario(load=0.4) makes it.")
    if outcomes is None:
        outcomes = tuple(OUTCOMES) if days is None else ()
    for name in outcomes:
        if name not in OUTCOMES:
            raise unknown("outcome", name, {n: o.meaning for n, o in OUTCOMES.items()})
    plan = {taken.name: f"effect level of {taken}" for taken in given.plan}
    known = {n: meaning for n, (_, meaning) in COLUMNS.items() if n != "day"} | plan
    for name in columns if days is not None else ():
        if name not in known:
            raise unknown("column", name, known)
    kept = given.but(days=days).grid if days is not None else np.empty(0)
    grid = np.union1d(given.grid, kept) if outcomes else kept
    if not len(grid):
        raise InputError("simulate_many: nothing is asked for. Name an outcome, or days on which columns are kept.")
    return Order(
        grid=grid,
        outcomes=tuple(outcomes),
        measured=np.searchsorted(grid, given.grid) if outcomes else np.empty(0, dtype=int),
        columns=tuple(columns) if days is not None else (),
        kept=np.searchsorted(grid, kept),
        level=BAR.check(level),
    )
