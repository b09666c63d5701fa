"""A person under a plan, with one or two numbers left open: what a tipping point is searched in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product
from types import SimpleNamespace
from typing import Any

import numpy as np
import numpy.typing as npt

from stresspain.cycle.return_map import pain_out, slope
from stresspain.model.catalogue import CATALOGUE
from stresspain.model.errors import InputError, shown, unknown
from stresspain.model.interventions import Intervention, check_reach, turn_down
from stresspain.model.parameters import OUTSIDE, PARAMETERS, Person, parameter
from stresspain.model.plan import as_person, as_plan
from stresspain.model.quantity import Quantity, real

#: What acts on stress. Stress pulls inflammation up and, through cortisol, may hold it down
#: (rho < 0): only these can then act on the return map both ways.
ON_STRESS = frozenset({"load", "k_ls", "k_qs", "k_qf"})

#: What lowers the return map when it rises; everything else raises it or (a tau) leaves it alone.
LOWERS = frozenset({"x_half", "p_half"})

_STEP = 1e-30


@dataclass(frozen=True)
class Setting:
    """A person under a plan, with one or two numbers left open.

    Attributes
    ----------
    person : Person
    load, damage : float
        Used where they are not open themselves.
    plan : tuple of Intervention
        Each taken for good at the amount of its first course.
    open : tuple of Quantity
        What is left open, each with the ends between which it is searched. A parameter, or an
        intervention of the plan by its name (then its dose or strength is open).
    """

    person: Person
    load: float
    damage: float
    plan: tuple[Intervention, ...]
    open: tuple[Quantity, ...]

    def at(self, *values: Any) -> SimpleNamespace:
        """Return all parameters with the open ones at `values` (numbers or arrays of one shape)."""
        k = self.person.numbers(self.load, self.damage)
        amounts = {}
        for quantity, value in zip(self.open, values, strict=True):
            if quantity.name in PARAMETERS:
                setattr(k, quantity.name, value)
            else:
                amounts[quantity.name] = value
        turn_down(k, self.plan, [taken.target(amounts.get(taken.name, taken.usual)) for taken in self.plan])
        return k

    def gap(self, q: Any, *values: Any) -> Any:
        """Return R(q) - q."""
        return pain_out(q, self.at(*values)) - q

    def tilt(self, q: Any, *values: Any) -> Any:
        """Return R'(q) - 1."""
        return slope(q, self.at(*values)) - 1.0

    def pull(self, q: Any, *values: Any) -> Any:
        """Return R(q) - q and how it answers to the first open number, exact to rounding."""
        nudged = np.asarray(values[0], dtype=float) + _STEP * 1j
        out = np.asarray(pain_out(q, self.at(nudged, *values[1:])))
        return out.real - q, out.imag / _STEP

    def now(self, i: int = 0) -> float:
        """Return the value that the i-th open number has for this person now."""
        name = self.open[i].name
        if name in PARAMETERS:
            return float(getattr(self.person.numbers(self.load, self.damage), name))
        return next(taken.usual for taken in self.plan if taken.name == name)

    def held(self, i: int, value: float) -> Setting:
        """Return the setting with its i-th open number held at `value`."""
        name = self.open[i].name
        rest = replace(self, open=self.open[:i] + self.open[i + 1 :])
        if name == "load":
            return replace(rest, load=value)
        if name == "damage":
            return replace(rest, damage=value)
        if name in PARAMETERS:
            return replace(rest, person=self.person.but(**{name: value}))
        plan = tuple(taken.during((0.0, None, value)) if taken.name == name else taken for taken in self.plan)
        return replace(rest, plan=plan)

    def turned(self) -> Setting:
        """Return the setting with its two open numbers the other way round."""
        return replace(self, open=self.open[::-1])

    def to_dict(self) -> dict[str, Any]:
        """Return who, under what, taking what, as plain data (JSON); what is open is left out."""
        outside = {"load": self.load, "damage": self.damage}
        numbers = {**self.person.changes, **outside}
        names = {quantity.name for quantity in self.open}
        taken = [str(taken) if taken.name not in names else taken.name for taken in self.plan]
        return {**{name: value for name, value in numbers.items() if name not in names}, "plan": taken}

    def restrains(self) -> bool:
        """Say whether cortisol restrains inflammation (rho < 0) anywhere between the ends."""
        return self._rho_ends()[0] < 0

    def one_way(self, i: int = 0) -> bool:
        """Say whether the return map, at any pain, only rises or only falls with the i-th open number."""
        least, greatest = self._rho_ends()
        pushes = self.pushes(i)
        if least < 0 and ON_STRESS & set(pushes):
            return False
        if len(pushes) > 1 and "k_sc" in pushes and least < 0 < greatest:
            return False
        down = LOWERS | ({"k_sc"} if least < 0 else set())
        return len({push * (-1 if name in down else 1) for name, push in pushes.items()}) <= 1

    def _rho_ends(self) -> tuple[float, float]:
        """Return the least and greatest rho that acts, anywhere between the ends."""
        corners = product(*((quantity.low, quantity.high) for quantity in self.open))
        acting = [float(self.at(*corner).rho) for corner in corners]
        return min(acting), max(acting)

    def pushes(self, i: int = 0) -> dict[str, int]:
        """Return which parameters move as the i-th open number rises, and which way."""
        middle = [0.5 * (quantity.low + quantity.high) for quantity in self.open]
        ends = [self.at(*middle[:i], end, *middle[i + 1 :]) for end in (self.open[i].low, self.open[i].high)]
        moves = {name: float(np.sign(getattr(ends[1], name) - getattr(ends[0], name))) for name in PARAMETERS}
        return {name: int(move) for name, move in moves.items() if move and not is_slowness(PARAMETERS[name])}


def is_slowness(quantity: Quantity) -> bool:
    """Say whether a number is a time constant: it moves no rest, and its small values count as much as its large."""
    return quantity.name.startswith("tau_")


def spread(quantity: Quantity, n: int) -> npt.NDArray[np.float64]:
    """Return n values from end to end of a range; of a time constant evenly on a logarithmic scale."""
    if not is_slowness(quantity):
        return np.linspace(quantity.low, quantity.high, n)
    values = np.geomspace(quantity.low, quantity.high, n)
    values[[0, -1]] = quantity.low, quantity.high
    return values


def setting(
    names: Sequence[str],
    *,
    person: object = None,
    load: object = None,
    damage: object = None,
    plan: object = (),
    within: Sequence[object] = (),
) -> Setting:
    """Check what is given and leave the named numbers open.

    Parameters
    ----------
    names : sequence of str
        One or two of: a parameter, an intervention of the plan, or ``"dose"`` or ``"strength"``
        where the plan holds just one thing that is taken so.
    within : sequence of (low, high) or None
        For each name, ends inside its declared range; None or nothing means the whole range.

    Raises
    ------
    InputError
        If a name is unknown, a range goes beyond the declared one, or a number is out of range.
    """
    who, taken = as_person(person), as_plan(plan)
    ranges = [*within, *[None] * (len(names) - len(within))]
    quantities = tuple(_narrowed(_open(name, taken), ends) for name, ends in zip(names, ranges, strict=True))
    outside = {
        name: parameter(name).default if value is None else parameter(name).check(value)
        for name, value in zip(OUTSIDE, (load, damage), strict=True)
    }
    reach: dict[str, tuple[float, ...]] = {name: (value,) for name, value in outside.items()}
    reach |= {q.name: (q.low, q.high) for q in quantities if q.name in PARAMETERS}
    check_reach(who, taken, reach)
    return Setting(who, outside["load"], outside["damage"], taken, quantities)


def _open(name: object, plan: tuple[Intervention, ...]) -> Quantity:
    """Return the declaration of what is left open."""
    amounts = {taken.name: taken for taken in plan}
    if isinstance(name, str) and name in ("dose", "strength"):
        name = _only_one(name, [t.name for t in plan if (t.half_dose is not None) == (name == "dose")])
    if isinstance(name, str) and name in amounts:
        return replace(amounts[name].amount, name=name, meaning=f"{_kind(amounts[name])} of {name.replace('_', ' ')}")
    if isinstance(name, str) and name in PARAMETERS:
        return PARAMETERS[name]
    who = name.partition(".")[0] if isinstance(name, str) else ""
    if who in amounts:
        raise InputError(
            f"{shown(name)} cannot be swept here, where things are taken for good: their pace moves no rest, and how "
            f"strongly they act goes by their amount. Ask for '{who}', its {_kind(amounts[who])}."
        )
    if who in CATALOGUE:
        raise InputError(f"{who} is not in the plan, so it has no dose to vary. Add it, as in plan=[{who}()].")
    raise unknown(
        "parameter", name, {n: q.meaning for n, q in PARAMETERS.items()} | dict.fromkeys(amounts, "in the plan")
    )


def _kind(taken: Intervention) -> str:
    """Say what amounts of this are."""
    return "strength" if taken.half_dose is None else "daily dose"


def _only_one(kind: str, names: list[str]) -> str:
    """Return the only intervention of its kind."""
    if len(names) == 1:
        return names[0]
    having = f"has {len(names)} things with a {kind} ({', '.join(names)})" if names else f"has nothing with a {kind}"
    raise InputError(f"The {kind} of what? The plan {having}; name the intervention, as in 'adaptogen'.")


def _narrowed(quantity: Quantity, ends: object) -> Quantity:
    """Return a declaration with its ends moved inwards."""
    if ends is None:
        return quantity
    if not isinstance(ends, (tuple, list)) or len(ends) != 2:
        raise InputError(f"within = {shown(ends)} is not a range for {quantity.name}. Give two numbers, (low, high).")
    low, high = (real(end, f"within: {quantity.name}", quantity.meaning) for end in ends)
    if not quantity.low <= low < high <= quantity.high:
        raise InputError(
            f"within = ({low:g}, {high:g}) is no range for {quantity.name} ({quantity.meaning}): it must rise and lie "
            f"inside {quantity.low:g} to {quantity.high:g}. The model is not meant to hold beyond."
        )
    return replace(quantity, low=low, high=high, default=min(max(quantity.default, low), high))
