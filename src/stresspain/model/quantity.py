"""A number that never travels alone: its default, unit, range, meaning and source in one value."""

from __future__ import annotations

import math
import numbers
from dataclasses import dataclass
from typing import Any

import numpy as np

from stresspain.model.errors import InputError, shown

#: How well a number or an arrow is founded. Every *size* in this package is chosen for teaching.
GRADES = {
    "chosen": "chosen for teaching; no measurement stands behind it",
    "direction": "the direction has published support, the size is chosen for teaching",
    "disputed": "published evidence points both ways; sign and size are chosen for teaching",
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """One declared number.

    Attributes
    ----------
    name : str
        Name in the API.
    symbol : str
        LaTeX symbol.
    default : float
        Value used when none is given, in `unit`.
    unit : str
        ``"d"`` for days, ``"-"`` for a dimensionless index.
    low, high : float
        Declared range, both ends allowed, in `unit`.
    meaning : str
        What it does, in a few words that fit into an error message.
    grade : str
        A key of `GRADES`; empty for what is no number of the model, such as a count, a seed or a tolerance.
    source : str
        Where the direction comes from (with DOI or PMID where one was read), or an empty string.
    """

    name: str
    symbol: str
    default: float
    unit: str
    low: float
    high: float
    meaning: str
    grade: str = ""
    source: str = ""

    def __str__(self) -> str:
        unit = "d" if self.unit == "d" else "dimensionless" if self.unit == "-" else self.unit
        source = f" ({self.source})" if self.source else ""
        told = f"{self.name} = {self.default:g}, from {self.low:g} to {self.high:g}, {unit}: {self.meaning}."
        return f"{told}\nGrade: {self.grade}, {GRADES[self.grade]}{source}." if self.grade else told

    def check(self, value: object) -> float:
        """Return `value` as a float if it is a finite number inside the declared range.

        Raises
        ------
        InputError
            If it is not a number, not finite, or outside the range. Nothing is clamped.

        Examples
        --------
        >>> Quantity("k_qs", "k_{QS}", 0.6, "-", 0, 2, "felt pain raises stress").check(0.5)
        0.5
        """
        number = real(value, self.name, self.meaning)
        if not self.low <= number <= self.high:
            lesson = "The model is not meant to hold there; the" if self.grade else "The"
            raise InputError(
                f"{self.name} = {number:g} lies outside {self.low:g} to {self.high:g} ({self.meaning}). "
                f"{lesson} default is {self.default:g}."
            )
        return number

    def whole(self, value: object) -> int:
        """Return `value` as an int if it is a whole number inside the declared range.

        Raises
        ------
        InputError
            If it is not.

        Examples
        --------
        >>> Quantity("days", "", 28, "d", 1, 365, "length of a run").whole(56.0)
        56
        """
        number = self.check(real(value, self.name, self.meaning, f"{self.default:.0f}"))
        if not number.is_integer():
            raise InputError(f"{self.name} = {number:g} must be a whole number ({self.meaning}).")
        return int(value)  # type: ignore[call-overload, no-any-return]  # to the last digit, which a float may not hold


def whole(value: object, name: str, meaning: str, least: int = 0) -> int:
    """Return `value` as an int of at least `least`, or raise an InputError that names it."""
    number = real(value, name, meaning, f"{max(least, 10)}")
    if not number.is_integer() or number < least:
        raise InputError(f"{name} = {number:g} must be a whole number of at least {least} ({meaning}).")
    return int(value)  # type: ignore[call-overload, no-any-return]  # to the last digit, which a float may not hold


def real(value: object, name: str, meaning: str, such: str = "0.5") -> float:
    """Return `value` as a finite float, or raise an InputError that names it and gives an example."""
    # `float` stands first because asking the abstract class is slow, and a diary asks hundreds of times.
    if isinstance(value, bool) or not isinstance(value, (float, numbers.Real)):
        raise InputError(f"{name} = {shown(value)} is not a number ({meaning}). Give a number such as {such}.")
    try:
        number = float(value)
    except OverflowError:
        raise InputError(f"{name} has too many digits ({meaning}). Give a number such as {such}.") from None
    if not math.isfinite(number):
        raise InputError(f"{name} = {number} is not a finite number ({meaning}). Give a number such as {such}.")
    return number


def native(value: Any) -> Any:
    """Return a number of NumPy as one of Python, and whatever else it is as it is."""
    return value.item() if isinstance(value, np.generic) else value
