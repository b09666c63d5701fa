"""What is fitted, and where it is searched: each number's range laid on 0 to 1.

A number whose range stays above 0 (the time constants, `x_half`, `p_half`) is laid on evenly in its
logarithm, so that 2 to 4 days is as far as 20 to 40; every other one evenly, since its range holds 0.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from stresspain.model.equations import State
from stresspain.model.errors import InputError, shown
from stresspain.model.parameters import OUTSIDE
from stresspain.model.quantity import Quantity, real
from stresspain.simulation.numbers import fitted
from stresspain.simulation.scenario import Scenario

#: Most numbers that are fitted at once: a diary of one column tells few apart.
MOST = 8


class Axis(NamedTuple):
    """One number and the range in which it is searched."""

    quantity: Quantity
    low: float
    high: float

    @property
    def name(self) -> str:
        """What it is called."""
        return self.quantity.name

    @property
    def even_in_log(self) -> bool:
        """Whether the range is laid on 0 to 1 by its logarithm."""
        return self.low > 0 and self.quantity.low > 0 and self.name not in State._fields

    def value(self, u: float) -> float:
        """Return the number at a place from 0 to 1."""
        if self.even_in_log:
            found = self.low * math.exp(u * math.log(self.high / self.low))
        else:
            found = self.low + u * (self.high - self.low)
        # Rounding may carry an end a last digit out of the range.
        return min(max(found, self.low), self.high) if 0.0 <= u <= 1.0 else found

    def place(self, value: float) -> float:
        """Return the place of a number, 0 to 1 inside the range."""
        if self.even_in_log:
            return math.log(value / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)

    def stretch(self, u: float) -> float:
        """Return how fast the number moves with its place."""
        return math.log(self.high / self.low) * self.value(u) if self.even_in_log else self.high - self.low


def axes_of(names: object, within: object, scenario: Scenario) -> tuple[Axis, ...]:
    """Return what is to be fitted, checked, in the order given.

    Raises
    ------
    InputError
        If a name is unknown or stands twice, there are none or too many, or a range is no part of the declared one.
    """
    listed = _names(names, scenario)
    ranges = within if isinstance(within, Mapping) else {}
    if within is not None and not isinstance(within, Mapping):
        raise InputError(f"within = {shown(within)} is not a range by name. Write within={{'k_qs': (0.2, 1.0)}}.")
    for name in ranges:
        if name not in listed:
            raise InputError(f"within: {shown(name)} is not fitted; parameters = {', '.join(listed)}.")
    return tuple(_axis(quantity, ranges.get(name), scenario) for name, quantity in listed.items())


def _names(given: object, scenario: Scenario) -> dict[str, Quantity]:
    """Check the names of what is fitted and return the declarations."""
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise InputError(f"parameters = {shown(given)} is not a list. Write it as parameters=['k_qs', 'load'].")
    names = tuple(given)
    listed = {quantity.name: quantity for quantity in (fitted(name, scenario) for name in names)}
    for name in names:
        if names.count(name) > 1:
            raise InputError(f"parameters: {name} stands twice. Name each number once.")
    if not names:
        raise InputError("parameters is empty. Name what to fit, as in parameters=['k_qs', 'load'].")
    if len(names) > MOST:
        raise InputError(
            f"parameters names {len(names)} numbers; at most {MOST} are fitted at once. "
            "A diary of pain tells two or three apart: begin with those."
        )
    return listed


def _axis(quantity: Quantity, given: Any, scenario: Scenario) -> Axis:
    """Return the range of one number: as given, else as declared; with all steps of a load inside."""
    name = quantity.name
    low, high = _part(quantity, given) if given is not None else (float(quantity.low), float(quantity.high))
    if name in OUTSIDE:
        level = getattr(scenario, name).values
        low = max(low, quantity.low + level[0] - min(level))
        high = min(high, quantity.high + level[0] - max(level))
    return Axis(quantity, low, high)


def _part(quantity: Quantity, given: Any) -> tuple[float, float]:
    """Check a range."""
    name = quantity.name
    if not isinstance(given, (list, tuple)) or len(given) != 2:
        raise InputError(f"within: {name}: {shown(given)} is not a pair (low, high).")
    low, high = (quantity.check(real(bound, name, quantity.meaning)) for bound in given)
    if not low < high:
        raise InputError(f"within: {name}: {low:g} to {high:g} is empty. Give (low, high) with low below high.")
    return low, high
