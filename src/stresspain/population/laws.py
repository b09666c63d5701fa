"""How one number varies between people: evenly between two bounds, or log-normally around a median."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from stresspain.model.errors import InputError, shown, unknown
from stresspain.model.parameters import OUTSIDE, PERSONAL, Person, parameter
from stresspain.model.quantity import Quantity

Floats = npt.NDArray[np.float64]

_SHARE = Quantity("spread", r"\sigma", 0.25, "-", 0, 2, "standard deviation as a share of the person's own number")

#: The word for: evenly over the whole declared range.
UNIFORM = "uniform"


@dataclass(frozen=True)
class LogNormal:
    """A log-normal law as it is asked for with `log_normal`; what is None follows from whose number it is."""

    share: float
    median: float | None = None
    low: float | None = None
    high: float | None = None


def log_normal(
    share: float, *, median: float | None = None, low: float | None = None, high: float | None = None
) -> LogNormal:
    """Let a number vary log-normally between bounds of your own; to be given as a spread to `people`.

    Only the part of the law between the bounds is drawn from: nothing piles up at an end.

    Parameters
    ----------
    share : float
        Standard deviation before bounds cut it, as a share of the median; 0 to 2.
    median : float, optional
        In the number's own unit; the person's own number if none is given. load and damage, which no
        person has, need one.
    low, high : float, optional
        Bounds, in the number's own unit; the declared range where none is given.

    Returns
    -------
    LogNormal

    Raises
    ------
    InputError
        If `share` lies outside 0 to 2. What does not fit the number is refused by `people`.

    Examples
    --------
    >>> from stresspain.population.people import people
    >>> crowd = people(1000, seed=1, spread={"load": log_normal(0.3, median=0.4, high=0.6)})
    >>> bool(crowd["load"].max() <= 0.6)
    True
    """
    return LogNormal(_SHARE.check(share), median, low, high)


@dataclass(frozen=True)
class Even:
    """Evenly between two bounds."""

    low: float
    high: float

    @property
    def varies(self) -> bool:
        """Whether anyone differs."""
        return True

    def place(self, uniform: Floats) -> Floats:
        """Turn numbers between 0 and 1 into values."""
        return self.low + (self.high - self.low) * uniform


@dataclass(frozen=True)
class Around:
    """Log-normal around a median, between two bounds of its sign; a median below 0 has a mirrored law."""

    median: float
    share: float
    low: float
    high: float

    @property
    def varies(self) -> bool:
        """Whether anyone differs."""
        return self.share > 0.0

    def place(self, uniform: Floats) -> Floats:
        """Turn numbers between 0 and 1 into values, the greater the greater."""
        if not self.varies:
            return np.full(len(uniform), self.median)
        if self.median < 0:
            return -Around(-self.median, self.share, -self.high, -self.low).place(1.0 - uniform)
        from scipy.special import ndtr, ndtri

        sigma = math.sqrt(math.log1p(self.share * self.share))
        low, high = (
            float(ndtr(math.log(bound / self.median) / sigma)) if bound > 0 else 0.0 for bound in (self.low, self.high)
        )
        z = ndtri(low + (high - low) * uniform)
        # Rounding may carry a draw a few units of the last digit beyond a bound.
        return np.clip(self.median * np.exp(sigma * z), self.low, self.high)


Law = Even | Around


def laws(spread: object, base: Person) -> dict[str, Law]:
    """Return how each number varies, checked.

    Raises
    ------
    InputError
        If a name is unknown, a law leaves the declared range, is empty, or is a share of nothing.
    """
    if isinstance(spread, Mapping):
        return {name: _law(name, given, base) for name, given in spread.items()}
    if isinstance(spread, str):
        _check_word(spread)
        return {name: _law(name, spread, base) for name in PERSONAL if name != "k_qf"}
    share = spread if isinstance(spread, LogNormal) else log_normal(_SHARE.check(spread))
    if share.share == 0.0:
        return {}
    return {name: _law(name, share, base) for name, value in base if name != "k_qf" and value != 0.0}


def _law(name: str, given: object, base: Person) -> Law:
    """Check how one number varies."""
    quantity = parameter(name)
    if isinstance(given, str):
        _check_word(given)
        return Even(quantity.low, quantity.high)
    if isinstance(given, (list, tuple)):
        if len(given) != 2:
            raise InputError(f"spread of {name}: {shown(given)} is not a pair (low, high).")
        return Even(*_bounds(quantity, *given))
    law = given if isinstance(given, LogNormal) else LogNormal(replace(_SHARE, name=f"spread of {name}").check(given))
    return _around(quantity, law, _median(quantity, law, base))


def _check_word(given: str) -> None:
    """Refuse a word that is no law."""
    if given != UNIFORM:
        raise unknown("spread", given, {UNIFORM: "evenly over the declared range"})


def _bounds(quantity: Quantity, low: object, high: object) -> tuple[float, float]:
    """Check the bounds of a number."""
    least, greatest = quantity.check(low), quantity.check(high)
    if not least < greatest:
        raise InputError(
            f"spread of {quantity.name}: {least:g} to {greatest:g} is empty. Give two ends, the lower one first."
        )
    return least, greatest


def _median(quantity: Quantity, law: LogNormal, base: Person) -> float:
    """Return the median of a law: the one given, or the person's own number."""
    name = quantity.name
    if law.median is None and name in OUTSIDE:
        raise InputError(
            f"spread of {name}: {law.share:g} of what? It comes from outside; give a pair (low, high), "
            f"or log_normal({law.share:g}, median={quantity.default or 0.1:g})."
        )
    median = float(getattr(base, name)) if law.median is None else quantity.check(law.median)
    if median == 0.0:
        whose = "this person's" if law.median is None else "the median"
        raise InputError(f"spread of {name}: {whose} is 0, and a share of 0 is 0. Give two ends, low and high.")
    return median


def _around(quantity: Quantity, law: LogNormal, median: float) -> Around:
    """Check that the bounds of a log-normal law hold its median, and keep them to its sign."""
    low, high = _bounds(
        quantity,
        quantity.low if law.low is None else law.low,
        quantity.high if law.high is None else law.high,
    )
    if not low <= median <= high:
        raise InputError(
            f"spread of {quantity.name}: the median {median:g} lies outside {low:g} to {high:g}. A log-normal law "
            "is cut to bounds around its median; widen them, or give a median between them."
        )
    # A number keeps its sign: no log-normal law reaches beyond 0.
    return Around(median, law.share, *((max(low, 0.0), high) if median > 0 else (low, min(high, 0.0))))
