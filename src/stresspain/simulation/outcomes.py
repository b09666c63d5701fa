"""What a run comes to, in one number each. To add an outcome: one function and one line in `OUTCOMES`.

Every function takes days, shape (n_days,), felt pain on 0 to 10, shape (..., n_days), and a level
on that scale, and returns shape (...): one run or a thousand people alike. NaN says that the
question does not arise (no day of recovery where nobody recovered); a yes is 1 and a no is 0, so
that the mean over people who have an answer is a share.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from stresspain.model.quantity import Quantity

Floats = npt.NDArray[np.float64]

#: Felt pain (0-10) that the package calls painful where nothing else is said, and its declaration.
LEVEL = 3.0
BAR = Quantity("level", "", LEVEL, "0-10", 0, 10, "felt pain that counts as painful")

#: What a person notices as an important relief: points on 0 to 10, or a share of the pain at the start.
IMPORTANT_POINTS, IMPORTANT_SHARE = 2.0, 0.30

#: Rounding of the two sides of a comparison does not decide it.
_ROUNDING = 1e-9


class Outcome(NamedTuple):
    """One outcome: its unit, its meaning, and the function that computes it."""

    unit: str
    meaning: str
    of: Callable[[Floats, Floats, float], Any]


def peak(days: Floats, pain: Floats, level: float = LEVEL) -> Any:
    """Return the highest felt pain."""
    return pain.max(axis=-1)


def mean(days: Floats, pain: Floats, level: float = LEVEL) -> Any:
    """Return the felt pain averaged over time; a single day is its own mean."""
    if len(days) == 1:
        return pain[..., 0]
    return area(days, pain) / (days[-1] - days[0])


def area(days: Floats, pain: Floats, level: float = LEVEL) -> Any:
    """Return the area under felt pain, straight lines between the days reported; a single day has none."""
    middles = 0.5 * (pain[..., :-1] + pain[..., 1:])
    return np.sum(middles * np.diff(days), axis=-1)


def last(days: Floats, pain: Floats, level: float = LEVEL) -> Any:
    """Return the felt pain on the last day."""
    return pain[..., -1]


def days_above(days: Floats, pain: Floats, level: float = LEVEL) -> Any:
    """Return for how many days felt pain lies above the level, straight lines between the days reported."""
    high = np.maximum(pain[..., :-1], pain[..., 1:]) - level
    low = np.minimum(pain[..., :-1], pain[..., 1:]) - level
    span = high - low
    share = np.where(low >= 0, 1.0, high / np.where(span > 0, span, 1.0))
    return np.sum(np.where(high > 0, share, 0.0) * np.diff(days), axis=-1)


def recovery_day(days: Floats, pain: Floats, level: float = LEVEL) -> Any:
    """Return the day from which felt pain stays at or below the level after having been above it.

    NaN where it was never above, or still is on the last day.
    """
    above = pain > level
    latest = above.shape[-1] - 1 - np.argmax(above[..., ::-1], axis=-1)
    recovered = above.any(axis=-1) & ~above[..., -1]
    here = np.where(recovered, latest, 0)
    after = np.minimum(here + 1, len(days) - 1)
    before = np.take_along_axis(pain, np.expand_dims(here, -1), -1)[..., 0]
    then = np.take_along_axis(pain, np.expand_dims(after, -1), -1)[..., 0]
    drop = np.where(before > then, before - then, 1.0)
    day = days[here] + (days[after] - days[here]) * (before - level) / drop
    return np.where(recovered, day, np.nan)


def important_change(days: Floats, pain: Floats, level: float = LEVEL) -> Any:
    """Return whether felt pain ends at least 2 points or 30 % below where it began: 1 yes, 0 no.

    NaN where it does not begin above the level: 30 % of next to nothing is no relief that anyone notices.

    References
    ----------
    Farrar 2001, doi:10.1016/s0304-3959(01)00349-9 (2 points or 30 %). Salaffi 2004,
    doi:10.1016/j.ejpain.2003.09.004, calls 1 point or 15 % minimal, and 2 points or 33 % "much better".
    Both speak of reports by people, which no model output is.
    """
    first = pain[..., 0]
    return np.where(first > level, _important(first - pain[..., -1], first).astype(float), np.nan)


def relapse(days: Floats, pain: Floats, level: float = LEVEL) -> Any:
    """Return whether felt pain, after an important relief, rises again by as much, above the level: 1 yes, 0 no.

    Relief and rise are important as in `important_change`: 2 points, or 30 % of the highest pain so
    far. NaN where felt pain never eased so from above the level: nothing could relapse.
    """
    high = np.maximum.accumulate(pain, axis=-1)
    eased = (high > level) & _important(high - pain, high)
    since = np.logical_or.accumulate(eased, axis=-1)
    low = np.minimum.accumulate(np.where(since, pain, np.inf), axis=-1)
    again = since & (pain > level) & _important(pain - low, high)
    return np.where(since[..., -1], again.any(axis=-1).astype(float), np.nan)


def _important(change: Floats, pain: Floats) -> npt.NDArray[np.bool_]:
    """Return whether a change matters to someone who had this pain: 2 points or 30 %, whichever is less."""
    matters: npt.NDArray[np.bool_] = change >= np.minimum(IMPORTANT_POINTS, IMPORTANT_SHARE * pain) - _ROUNDING
    return matters


#: Every outcome by name.
OUTCOMES: Mapping[str, Outcome] = MappingProxyType(
    {
        "peak": Outcome("0-10", "highest felt pain", peak),
        "mean": Outcome("0-10", "felt pain averaged over time", mean),
        "last": Outcome("0-10", "felt pain on the last day", last),
        "days_above": Outcome("d", "days with felt pain above the level", days_above),
        "recovery_day": Outcome("d", "day from which felt pain stays at or below the level", recovery_day),
        "area": Outcome("0-10 d", "area under felt pain", area),
        "relapse": Outcome("yes/no", "whether felt pain, after an important relief, rises again as much", relapse),
        "important_change": Outcome(
            "yes/no", "whether felt pain ends 2 points or 30 % below where it began", important_change
        ),
    }
)

#: What a table for people shows unless more is asked for.
USUAL = ("peak", "mean", "last", "days_above", "recovery_day")
