"""Trajectory groups: everyone's course of pain sorted into a few kinds, by rules that can be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from stresspain.model.errors import InputError, shown, unknown
from stresspain.model.quantity import Quantity
from stresspain.model.views import view
from stresspain.population.ensemble import Ensemble
from stresspain.simulation.outcomes import BAR, LEVEL

Floats = npt.NDArray[np.float64]

#: Felt pain (0-10) below which there is no pain to speak of, and its declaration.
TRACE = 1.0
_TRACE = Quantity("trace", "", TRACE, "0-10", 0, 10, "felt pain below which there is none to speak of")

#: Part of the days, at the end, that a course is judged by.
LATE = 0.25


class Group(NamedTuple):
    """One kind of course: its rule in words, and the group of patients that it is set beside (None if there is none).

    Attributes
    ----------
    rule : str
    beside : str or None
        Name of the group in Dunn 2006.
    patients : int
        How many of their 342 patients were in it.
    """

    rule: str
    beside: str | None
    patients: int


#: The groups by name, in the order in which the rules are tried, which leave nobody out and count nobody twice.
GROUPS: Mapping[str, Group] = MappingProxyType(
    {
        "persistent severe": Group(
            "at or above the level throughout the last quarter of the days", "severe chronic", 71
        ),
        "fluctuating": Group("above and below the level within the last quarter", "fluctuating", 45),
        "recovering": Group("was above the level once, and below it throughout the last quarter", "recovering", 104),
        "persistent mild": Group("never above the level, with some pain in the last quarter", "persistent mild", 122),
        "no pain to speak of": Group("never above the level, and next to none in the last quarter", None, 0),
    }
)

#: Fewest days on which felt pain must be kept.
LEAST = 8


@dataclass(frozen=True, eq=False, repr=False)
class TrajectoryGroups:
    """Everyone's course of felt pain, sorted into groups.

    Attributes
    ----------
    ensemble : Ensemble
    level : float
        Felt pain (0-10) that counts as painful.
    trace : float
        Felt pain (0-10) below which there is none to speak of.
    places : ndarray of int, shape (n,)
        Everyone's group, counted in the order of `GROUPS`; -1 without an answer.
    """

    ensemble: Ensemble
    level: float
    trace: float
    places: npt.NDArray[np.int_]

    def of(self, name: str) -> npt.NDArray[np.bool_]:
        """Return who is in a group, shape (n,).

        Raises
        ------
        InputError
            If there is no such group.
        """
        if name not in GROUPS:
            raise unknown("trajectory group", name, {n: g.rule for n, g in GROUPS.items()})
        return np.asarray(self.places == list(GROUPS).index(name))

    @property
    def counts(self) -> dict[str, int]:
        """How many people are in each group."""
        return {name: int(self.of(name).sum()) for name in GROUPS}

    @property
    def shares(self) -> dict[str, float]:
        """Share of each group among those who have an answer."""
        answered = int((self.places >= 0).sum())
        return {name: count / answered for name, count in self.counts.items()}

    def explain(self) -> str:
        """Say in plain sentences who is where, beside the groups found among patients."""
        return str(view("explain groups")(self))

    def plot(self) -> Any:
        """Return the picture: a panel for each group."""
        return view("plot groups")(self)

    def __repr__(self) -> str:
        counts = ", ".join(f"{count} {name}" for name, count in self.counts.items())
        return f"<TrajectoryGroups: {counts} (illustrative)>"


def trajectory_groups(ensemble: Ensemble, *, level: float = LEVEL, trace: float = TRACE) -> TrajectoryGroups:
    """Sort everyone's course of felt pain into groups, by rules about the level and the last quarter of the days.

    The names are those of groups that were found among patients by latent class analysis; ours are rules, the
    people are drawn, so the likeness is of shapes and names only.

    Parameters
    ----------
    ensemble : Ensemble
        With the column "felt_pain" on at least eight days.
    level : float
        Felt pain that counts as painful, 0-10.
    trace : float
        Felt pain below which there is none to speak of, 0-10; at most `level`.

    Returns
    -------
    TrajectoryGroups

    Raises
    ------
    InputError
        If felt pain was not kept on enough days, nobody has an answer, or `trace` lies above `level`.

    References
    ----------
    Dunn, Jordan & Croft 2006, doi:10.1093/aje/kwj100.

    Examples
    --------
    >>> import stresspain as sp
    >>> crowd = sp.people(50, seed=1, spread={"load": (0.1, 0.9)})
    >>> weeks = sp.simulate_many(crowd, sp.scenario(days=364), days=range(0, 365, 7))
    >>> trajectory_groups(weeks).counts["fluctuating"]
    0
    """
    bar, low = BAR.check(level), _TRACE.check(trace)
    if low > bar:
        raise InputError(f"trace = {low:g} lies above level = {bar:g}: no pain to speak of would be painful.")
    if not isinstance(ensemble, Ensemble):
        raise InputError(f"trajectory_groups({shown(ensemble)}): give an ensemble, as simulate_many(...) makes it.")
    if "felt_pain" not in ensemble.columns or len(ensemble.days) < LEAST:
        raise InputError("Groups need felt pain on at least eight days: simulate_many(..., days=range(0, 365, 7)).")
    places = _places(ensemble.days, ensemble["felt_pain"], bar, low)
    if (places < 0).all():
        raise InputError("Nobody has an answer, so there is no course of pain to sort: see .failures for the reasons.")
    places.flags.writeable = False
    return TrajectoryGroups(ensemble, bar, low, places)


def _places(days: Floats, pain: Floats, level: float, trace: float) -> npt.NDArray[np.int_]:
    """Return everyone's group; -1 where there is no answer."""
    late = pain[:, days >= days[-1] - LATE * (days[-1] - days[0])]
    high, low = late.max(axis=1), late.min(axis=1)
    rules = [
        low >= level,
        (high >= level) & (low < level),
        (high < level) & (pain.max(axis=1) >= level),
        (high < level) & (high >= trace),
        high < trace,
    ]
    return np.select(rules, range(len(rules)), default=-1)
