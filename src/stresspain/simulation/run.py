"""`simulate` and what it returns: an immutable `Run`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from stresspain import __version__
from stresspain.model.equations import PAIN_SCALE, State, observables
from stresspain.model.errors import InputError, RunError, unknown
from stresspain.model.interventions import Intervention, turn_down
from stresspain.model.parameters import Person, parameter
from stresspain.model.plan import refuse
from stresspain.model.quantity import real
from stresspain.model.schedule import steps
from stresspain.model.views import view
from stresspain.simulation.engines import engine as _engine
from stresspain.simulation.frames import framed
from stresspain.simulation.problem import problem
from stresspain.simulation.scenario import Scenario, scenario

Floats = npt.NDArray[np.float64]

#: What `run[...]` knows beside interventions: name -> (unit, meaning).
COLUMNS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "day": ("d", "time since the start"),
        "stress": ("-", "perceived stress, 0 to 1"),
        "cortisol": ("-", "mean daily cortisol tone, relative to one's own rested baseline"),
        "tension": ("-", "sustained muscle tension, 0 to 1"),
        "inflammation": ("-", "inflammatory tone above baseline"),
        "sensitivity": ("-", "pain sensitivity, 0 to 1"),
        "ischaemia": ("-", "shortage of blood flow in the muscle, 0 to 1"),
        "blood_flow": ("-", "blood flow in the muscle, 1 = full"),
        "nociception": ("-", "what the tissue reports"),
        "pain": ("0-10", "what would be felt with no painkiller"),
        "felt_pain": ("0-10", "what is felt"),
        "sleep_loss": ("-", "sleep lost, 0 to 1"),
        "load": ("-", "stressor load from outside"),
        "damage": ("-", "structural input to nociception"),
    }
)


@dataclass(frozen=True, eq=False)
class Run:
    """What happened, day by day.

    ``run["felt_pain"]`` gives any state, observable, input or effect level over the days
    (see `COLUMNS`; pain and felt pain on 0 to 10). All arrays are read-only.

    Attributes
    ----------
    scenario : Scenario
        All that the run depends on.
    days : ndarray, shape (n_days,)
        Days reported.
    states : ndarray, shape (n_days, 5)
        Stress, cortisol, tension, inflammation, sensitivity; dimensionless.
    levels : ndarray, shape (n_days, n_plan)
        Effect level of each intervention of ``scenario.plan``, 0 to 1.
    provenance : mapping
        Version, engine, tolerances and the scenario's digest.
    """

    scenario: Scenario
    days: Floats
    states: Floats
    levels: Floats
    provenance: Mapping[str, Any]

    def __getitem__(self, name: str) -> Floats:
        """Return one column, shape (n_days,).

        Raises
        ------
        InputError
            If there is none of that name; the message holds the nearest one.
        """
        try:
            return self._columns[name]
        except (KeyError, TypeError):
            plan = {taken.name: f"effect level of {taken}" for taken in self.scenario.plan}
            raise unknown("column", name, {**{n: m for n, (_, m) in COLUMNS.items()}, **plan}) from None

    @cached_property
    def _columns(self) -> dict[str, Floats]:
        """Everything the run knows, by name."""
        inputs = {name: self._sampled(name) for name in ("load", "damage")}
        k = self.scenario.person.numbers(**inputs)  # type: ignore[arg-type]
        turn_down(k, self.scenario.plan, self.levels.T)
        seen = observables(State(*self.states.T), k)._asdict()
        for name in ("pain", "felt_pain"):
            seen[name] = PAIN_SCALE * seen[name]
        effects = {taken.name: self.levels[:, i] for i, taken in enumerate(self.scenario.plan)}
        columns = {
            "day": self.days,
            **dict(zip(State._fields, self.states.T, strict=True)),
            **seen,
            **inputs,
            **effects,
        }
        return {name: _frozen(column) for name, column in columns.items()}

    def _sampled(self, name: str) -> Floats:
        """Return load or damage on each day reported."""
        level = getattr(self.scenario, name)
        return np.array(level.values)[np.searchsorted(level.days, self.days, side="right") - 1]

    @property
    def columns(self) -> tuple[str, ...]:
        """Names that ``run[...]`` knows."""
        return tuple(self._columns)

    @property
    def last_state(self) -> State:
        """The five states on the last day."""
        return State(*self.states[-1].tolist())

    @property
    def last_levels(self) -> tuple[tuple[str, float], ...]:
        """The effect levels on the last day, by intervention."""
        return tuple((t.name, float(v)) for t, v in zip(self.scenario.plan, self.levels[-1], strict=True))

    def at(self, day: float) -> dict[str, float]:
        """Return every column on one day, computed (not interpolated) where it is not a reported one.

        Parameters
        ----------
        day : float
            From 0 to the last day.

        Returns
        -------
        dict of str to float

        Raises
        ------
        InputError
            If the day lies outside the run.

        Examples
        --------
        >>> round(simulate(load=0.3, days=10).at(2.5)["felt_pain"], 3)
        0.436
        """
        when = self._inside(day)
        place = int(np.searchsorted(self.days, when))
        if place < len(self.days) and self.days[place] == when:
            return {name: float(column[place]) for name, column in self._columns.items()}
        there = simulate(self.scenario.but(days=[when]), engine=self.provenance["engine"])
        return {name: float(column[-1]) for name, column in there._columns.items()}

    def branch(
        self, day: float, *, plan: Intervention | Iterable[Intervention] | None = None, load: object = None
    ) -> Run:
        """Ask "what if, from this day on, ...?": the same run up to `day`, another plan or load after it.

        Parameters
        ----------
        day : float
            From 0 to the last day.
        plan : sequence of Intervention, optional
            What is taken from `day` on, in the same count of days; None keeps the plan.
        load : float or steps, optional
            Load from `day` on; None keeps it.

        Returns
        -------
        Run
            On the same days; equal to this run before `day`.

        Raises
        ------
        InputError
            If the day lies outside the run, or the new plan does not fit the old one.

        Examples
        --------
        >>> from stresspain.model.catalogue import adaptogen
        >>> late = simulate(load=0.4, start="painful", plan=[adaptogen(start=200)], days=400)
        >>> early = late.branch(0, plan=[adaptogen()])
        >>> bool(early["felt_pain"][100] < late["felt_pain"][100])
        True
        """
        when = self._inside(day)
        old = self.scenario
        changes: dict[str, Any] = {}
        if load is not None:
            changes["load"] = old.load.spliced(when, steps(load, parameter("load")))
        if plan is not None:
            changes["plan"] = _spliced(old.plan, when, scenario(plan=plan).plan)
        new = old.but(**changes)
        if new.load.values[0] != old.load.values[0]:
            # The load changes on day 0 itself; the state of that day stays what it was.
            new = replace(new, start=old.initial())
        return simulate(new, engine=self.provenance["engine"])

    def _inside(self, day: float) -> float:
        """Check that a day lies in the run."""
        when = real(day, "day", "a day of the run")
        if not 0 <= when <= self.days[-1]:
            raise InputError(
                f"day = {when:g} lies outside the run, which goes from day 0 to day {self.days[-1]:g}. "
                "Use a day inside it, or a longer run."
            )
        return when

    @cached_property
    def too_close_to_call(self) -> bool:
        """Whether the ending changes under a tenfold tighter tolerance: too close to the ridge to call."""
        again = _engine(self.provenance["engine"]).integrate(problem(self.scenario), 10.0)
        return bool(np.max(np.abs(again[:, :5] - self.states)) > 1e-3)

    def explain(self) -> str:
        """Say in plain sentences what happened, with numbers from the run.

        Returns
        -------
        str
        """
        return str(view("explain run")(self))

    def plot(self, kind: str = "pain") -> Any:
        """Return a picture with alternative text, for notebooks and files.

        Parameters
        ----------
        kind : {"pain", "states", "loops"}, or a name of `stresspain.SCALES`

        Returns
        -------
        Picture
            Shows itself in a notebook; ``.save(path)`` writes PNG, SVG or PDF.

        Raises
        ------
        InputError
            If the kind is unknown.
        """
        return view("plot run")(self, kind)

    def to_csv(self, path: str | Path) -> Path:
        """Write the run to a CSV file that `from_csv` reads back without loss.

        Raises
        ------
        InputError
            If the file cannot be written; an older file is then left whole.
        """
        written: Path = view("write run")(self, path)
        return written

    @classmethod
    def from_csv(cls, path: str | Path) -> Run:
        """Read a run that `to_csv` wrote.

        Raises
        ------
        InputError
            If the file is missing or was not written by `to_csv`.
        """
        run: Run = view("read run")(path)
        return run

    def to_frame(self) -> Any:
        """Return all columns as a pandas DataFrame, one row a day, the provenance in ``attrs``.

        Raises
        ------
        InputError
            If pandas is not installed.
        """
        return framed(self._columns, self.provenance)

    def __reduce__(self) -> tuple[Any, ...]:
        return _remade, (self.scenario, self.days, self.states, self.levels, dict(self.provenance))

    def __repr__(self) -> str:
        plan = "; ".join(map(str, self.scenario.plan)) or "nothing taken"
        pain = self["felt_pain"]
        return (
            f"<Run of {self.days[-1]:g} days, {plan}: felt pain {pain[0]:.2f} -> {pain[-1]:.2f} of 10 (illustrative)>"
        )


def _frozen(column: Any) -> Floats:
    """Return a read-only array of floats."""
    array = np.ascontiguousarray(column, dtype=float)
    array.flags.writeable = False
    return array


def _remade(scenario: Scenario, days: Floats, states: Floats, levels: Floats, provenance: dict[str, Any]) -> Run:
    """Make a run again from a pickle or a copy, as immutable as it was."""
    return Run(scenario, _frozen(days), _frozen(states), _frozen(levels), MappingProxyType(provenance))


def _untouched(*given: object) -> bool:
    """Return whether all that a scenario holds was left at the defaults of `simulate`."""
    usual = (None, None, None, (), "calm", 365)
    return all(isinstance(a, type(b)) and a == b for a, b in zip(given, usual, strict=True))


def _spliced(old: tuple[Intervention, ...], day: float, new: tuple[Intervention, ...]) -> list[Intervention]:
    """Take `old` before the day and `new` from the day on."""
    before = {taken.name: taken for taken in old}
    after = {taken.name: taken for taken in new}
    begun = [taken.stopped().spliced(day, taken) for taken in new if taken.name not in before]
    return begun + [taken.spliced(day, after.get(taken.name, taken.stopped())) for taken in old]


def simulate(
    given: Scenario | None = None,
    *,
    person: Person | Mapping[str, float] | None = None,
    load: object = None,
    damage: object = None,
    plan: Intervention | Iterable[Intervention] = (),
    start: object = "calm",
    days: object = 365,
    engine: str = "auto",
    **others: object,
) -> Run:
    """Run the model forward in time.

    Parameters
    ----------
    given : Scenario, optional
        A whole scenario; then nothing but `engine` may be given beside it.
    person, load, damage, plan, start, days
        As for `stresspain.scenario`.
    engine : {"auto", "scipy", "heyoka"}
        "auto" takes heyoka where it is installed. Both agree to 1e-7.
    **others : object
        Nothing else is taken: a person's number given here is refused with where it belongs.

    Returns
    -------
    Run

    Raises
    ------
    InputError
        If anything given cannot be used; nothing has run then.
    RunError
        If the solver fails, with day and reason.

    Examples
    --------
    >>> run = simulate(load=0.4, start="painful", days=28)
    >>> round(float(run["felt_pain"][-1]), 3)
    5.949
    """
    refuse("simulate", others, ("person", "load", "damage", "plan", "start", "days", "engine"))
    if given is None:
        given = scenario(person=person, load=load, damage=damage, plan=plan, start=start, days=days)
    elif not isinstance(given, Scenario):
        raise InputError(f"simulate({given!r}): give a Scenario, or name what you set, as in simulate(load=0.4).")
    elif not _untouched(person, load, damage, plan, start, days):
        raise InputError("simulate(scenario, ...): the scenario holds all that; change it with scenario.but(...).")
    chosen = _engine(engine)
    try:
        y = chosen.integrate(problem(given), 1.0)
    except RunError as error:
        title = f" of {given.title!r}" if given.title else ""
        raise RunError(f"The run{title} failed. {error}") from None
    return Run(
        scenario=given,
        days=given.grid,
        states=_frozen(y[:, :5]),
        levels=_frozen(y[:, 5:]),
        provenance=MappingProxyType(
            {"version": __version__, "engine": chosen.name, "scenario": given.digest, **chosen.tolerances}
        ),
    )
