"""What a run comes to, in one number each. To add an outcome: one function and one line in `OUTCOMES`.

Every function takes days, shape (n_days,), felt pain on 0 to 10, shape (..., n_days), and a level
on that scale, and returns shape (...): one run or a thousand people alike.
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
    middles = 0.5 * (pain[..., :-1] + pain[..., 1:])
    return np.sum(middles * np.diff(days), axis=-1) / (days[-1] - days[0])


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


#: Every outcome by name.
OUTCOMES: Mapping[str, Outcome] = MappingProxyType(
    {
        "peak": Outcome("0-10", "highest felt pain", peak),
        "mean": Outcome("0-10", "felt pain averaged over time", mean),
        "last": Outcome("0-10", "felt pain on the last day", last),
        "days_above": Outcome("d", "days with felt pain above the level", days_above),
        "recovery_day": Outcome("d", "day from which felt pain stays at or below the level", recovery_day),
    }
)
