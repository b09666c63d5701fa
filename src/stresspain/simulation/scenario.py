"""A scenario: who, under what, taking what, for how long, from where. A value; nothing runs here."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from stresspain.cycle.rests import calm, painful
from stresspain.model.equations import State
from stresspain.model.errors import InputError, shown
from stresspain.model.interventions import Intervention, check_reach
from stresspain.model.parameters import PARAMETERS, Person, parameter
from stresspain.model.plan import as_person, as_plan, refuse
from stresspain.model.quantity import native, real
from stresspain.model.schedule import LONGEST, Steps, steps
from stresspain.model.views import view
from stresspain.simulation.plain import FOR_PEOPLE, from_plain, text, to_plain

_STARTS = ("calm", "painful")
_SLACK = 1e-9


@dataclass(frozen=True)
class Scenario:
    """Everything that a run depends on.

    Make one with `scenario`; a run carries its own as ``run.scenario``.

    Attributes
    ----------
    person : Person
    load, damage : Steps
        From outside, dimensionless.
    plan : tuple of Intervention
        Each name once.
    days : int or tuple of float
        Whole days 0, 1, ..., `days`; or the days themselves.
    start : str or State
        ``"calm"``, ``"painful"`` or the five states on day 0.
    levels : tuple of (str, float)
        Effect levels on day 0 that an earlier run left behind, by intervention.
    title, author, notes : str
        For people; they change nothing.
    """

    person: Person
    load: Steps
    damage: Steps
    plan: tuple[Intervention, ...]
    days: int | tuple[float, ...]
    start: str | State
    levels: tuple[tuple[str, float], ...] = ()
    title: str = field(default="", compare=False)
    author: str = field(default="", compare=False)
    notes: str = field(default="", compare=False)

    @cached_property
    def grid(self) -> npt.NDArray[np.float64]:
        """The days that a run reports, shape (n_days,)."""
        days = np.arange(self.days + 1.0) if isinstance(self.days, int) else np.array(self.days)
        days.flags.writeable = False
        return days

    def __getstate__(self) -> dict[str, Any]:
        """Return what to pickle or copy: the fields, not what was worked out from them."""
        return {f.name: getattr(self, f.name) for f in fields(self)}

    def initial(self) -> State:
        """Return the five states on day 0.

        Raises
        ------
        InputError
            If the start is ``"painful"`` and this person has no painful ending.
        """
        if isinstance(self.start, State):
            return self.start
        k = self.person.numbers(self.load.values[0], self.damage.values[0])
        return calm(k) if self.start == "calm" else painful(k)

    def but(self, /, **changes: Any) -> Scenario:
        """Return the same scenario with some things changed, by the names that `scenario` takes.

        Raises
        ------
        InputError
            As for `scenario`.

        Examples
        --------
        >>> scenario(load=0.4, days=84).but(start="painful").start
        'painful'
        """
        given: dict[str, Any] = {name: getattr(self, name) for name in _FIELDS}
        if "plan" in changes and "start" not in changes:
            changes["plan"] = _with_fading(as_plan(changes["plan"]), self.plan, self.levels)
        if set(changes) - set(_FIELDS):
            raise InputError(f"A scenario has no {sorted(set(changes) - set(_FIELDS))}; it has {', '.join(_FIELDS)}.")
        made = scenario(**{**given, **changes})
        return made if "start" in changes else replace(made, levels=_kept(self.levels, made.plan))

    def to_dict(self) -> dict[str, Any]:
        """Return the scenario as plain numbers, texts, lists and dicts that JSON can hold."""
        return to_plain(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Scenario:
        """Return the scenario that `to_dict` wrote down.

        Raises
        ------
        InputError
            For anything missing, unknown (with the nearest name), of the wrong type or out of range.

        Examples
        --------
        >>> given = scenario(load=0.4, days=84)
        >>> Scenario.from_dict(given.to_dict()) == given
        True
        """
        given = from_plain(data)
        levels = given.pop("levels")
        made = scenario(**given)
        return replace(made, levels=_kept(levels, made.plan))

    def to_file(self, path: str | Path) -> Path:
        """Write the scenario to a TOML file that people can read and `from_file` reads back without loss.

        Parameters
        ----------
        path : str or Path
            An older file is replaced only when the new one is whole.

        Raises
        ------
        InputError
            If the file cannot be written, or would be larger than scenario files may be.
        """
        written: Path = view("write scenario")(self, path)
        return written

    @classmethod
    def from_file(cls, path: str | Path) -> Scenario:
        """Read a scenario file, as `stresspain.read_scenario` does.

        Raises
        ------
        InputError
            If it cannot be read as a scenario; the message holds the file, the line and the nearest name.
        """
        read: Scenario = view("read scenario")(path)
        return read

    def to_text(self) -> str:
        """Return the scenario as one word (letters, digits, ``.``, ``-``, ``_``) that fits into a link or a message.

        Raises
        ------
        InputError
            If the word would be too long to be read back.

        Examples
        --------
        >>> short = scenario(load=0.4, days=84)
        >>> Scenario.from_text(short.to_text()) == short
        True
        """
        return str(view("write scenario text")(self))

    @classmethod
    def from_text(cls, given: str) -> Scenario:
        """Return the scenario that `to_text` wrote down.

        Raises
        ------
        InputError
            If the word is of another version, damaged, too large, or holds no scenario.
        """
        read: Scenario = view("read scenario text")(given)
        return read

    @cached_property
    def digest(self) -> str:
        """Sixteen hexadecimal digits that differ where scenarios differ (title, author and notes do not count)."""
        plain = {name: value for name, value in self.to_dict().items() if name not in FOR_PEOPLE}
        return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()[:16]


_FIELDS = ("person", "load", "damage", "plan", "days", "start", *FOR_PEOPLE)


def scenario(  # noqa: PLR0913 (everything that a run depends on, by name)
    *,
    person: Person | Mapping[str, float] | None = None,
    load: object = None,
    damage: object = None,
    plan: Intervention | Iterable[Intervention] = (),
    start: object = "calm",
    days: object = 365,
    title: str = "",
    author: str = "",
    notes: str = "",
    **others: object,
) -> Scenario:
    """Make a scenario, checking everything before anything runs.

    Parameters
    ----------
    person : Person or mapping of str to float, optional
        Whose numbers; what is not named keeps its default.
    load, damage : float, or steps [(day, level), ...], optional
        From outside, dimensionless; defaults from the parameter table.
    plan : Intervention or sequence of Intervention
        What is taken; each name once.
    start : {"calm", "painful"}, five numbers, or a Run
        ``"calm"`` is the lowest rest at the first load, ``"painful"`` the highest stable one. Five
        numbers are stress, cortisol, tension, inflammation, sensitivity. An earlier run hands over
        its last day, effect levels included.
    days : int or sequence of float
        Whole days 0, 1, ..., `days`; or the days to report, rising, none before 0.
    title, author, notes : str
        For people; they change nothing.
    **others : object
        Nothing else is taken: a person's number given here is refused with where it belongs.

    Returns
    -------
    Scenario

    Raises
    ------
    InputError
        If anything is out of range, unknown, empty, overlapping or named twice.

    Examples
    --------
    >>> scenario(load=[(0, 0.3), (20, 0.9), (62, 0.3)], days=120).load.values
    (0.3, 0.9, 0.3)
    """
    refuse("scenario", others, _FIELDS)
    who = as_person(person)
    loads = steps(PARAMETERS["load"].default if load is None else load, parameter("load"))
    damages = steps(PARAMETERS["damage"].default if damage is None else damage, parameter("damage"))
    taken: tuple[Intervention, ...] = as_plan(plan)
    begin, handed = _start(start)
    if handed:
        taken = _with_fading(taken, _plan_of(start), handed)
    check_reach(who, taken, {"load": loads.values, "damage": damages.values})
    said = (text(title, "title"), text(author, "author"), text(notes, "notes"))
    return Scenario(who, loads, damages, taken, _days(days), begin, _kept(handed, taken), *said)


def _days(given: object) -> int | tuple[float, ...]:
    """Check the days to report."""
    if isinstance(given, (list, tuple, range, np.ndarray)):
        days = tuple(real(native(d), "days", "a day to report") for d in given)
        if not days or days[0] < 0 or any(b <= a for a, b in pairwise(days)):
            raise InputError(
                f"days = {_shortened(days)} must rise, hold at least one day, and none before day 0, "
                "as in days=[0, 7, 14]."
            )
        if days[-1] > LONGEST:
            raise InputError(
                f"days reaches {days[-1]:g}; the longest run is {LONGEST} days (a hundred years). "
                "Leave out what is later."
            )
        whole = len(days) > 1 and days == tuple(range(len(days)))
        return len(days) - 1 if whole else days
    number = real(given, "days", "length of the run in days")
    if number != math.floor(number) or not 1 <= number <= LONGEST:
        raise InputError(
            f"days = {number:g} must be a whole number from 1 to {LONGEST}. For other times give the days "
            "themselves, such as [0, 0.25, 0.5]."
        )
    return int(number)


def _shortened(days: tuple[float, ...]) -> str:
    """Write a list of days, not all of a long one."""
    return str(list(days[:6]))[:-1] + (", ...]" if len(days) > 6 else "]")


def _start(given: Any) -> tuple[str | State, tuple[tuple[str, float], ...]]:
    """Return the start, and the effect levels an earlier run hands over."""
    if isinstance(given, str):
        if given not in _STARTS:
            raise InputError(
                f"start = {shown(given)} is unknown. Use 'calm', 'painful', five numbers or an earlier run."
            )
        return given, ()
    if hasattr(given, "last_state"):
        return given.last_state, given.last_levels
    if not isinstance(given, (list, tuple, np.ndarray)) or len(given) != 5:
        raise InputError(
            f"start = {shown(given)} is not known. Use 'calm', 'painful', an earlier run, or five numbers "
            "(stress, cortisol, tension, inflammation, sensitivity)."
        )
    return _state(State(*given)), ()


def _state(given: State) -> State:
    """Check five states against the ranges that the equations keep, whoever's they were."""
    high = State(1.0, 1.0 + PARAMETERS["k_sc"].high, 1.0, math.inf, 1.0)
    low = State(0.0, 1.0, 0.0, 0.0, 0.0)
    numbers = []
    for name, value, least, most in zip(State._fields, given, low, high, strict=True):
        number = real(native(value), f"start: {name}", "a state on day 0")
        if not least - _SLACK <= number <= most + _SLACK:
            raise InputError(
                f"start: {name} = {number:g} lies outside {least:g} to {most:g}, the range that the equations keep. "
                "Give a number inside it, or start='calm'."
            )
        numbers.append(number)
    return State(*numbers)


def _plan_of(run: Any) -> tuple[Intervention, ...]:
    """Return what an earlier run took."""
    plan: tuple[Intervention, ...] = run.scenario.plan
    return plan


def _with_fading(
    plan: tuple[Intervention, ...], earlier: tuple[Intervention, ...], levels: tuple[tuple[str, float], ...]
) -> tuple[Intervention, ...]:
    """Add to a plan what was taken earlier, is taken no more and has still some effect."""
    left = {name for name, level in levels if level != 0.0} - {taken.name for taken in plan}
    return as_plan([*plan, *(taken.stopped() for taken in earlier if taken.name in left)])


def _kept(levels: Iterable[tuple[str, float]], plan: tuple[Intervention, ...]) -> tuple[tuple[str, float], ...]:
    """Return the levels of what is in the plan, sorted, zeros left out."""
    names = {taken.name for taken in plan}
    return tuple(sorted((n, level) for n, level in levels if n in names and level != 0.0))
