"""Tipping points: where an ending is born or lost as one number changes.

A rest is R(q) = q. Over the rectangle of all pains q and all values of one parameter the rests form
curves, the zero lines of R(q) - q; a fold is where such a curve turns back: R(q) = q and R'(q) = 1,
solved for both unknowns. Nothing assumes one value per pain (for rho < 0 that fails).

The lines are traced on a grid and every point is then pulled onto its curve. Two folds that lie
closer than a grid cell (about 0.004 in q) bound a window whose width is of the third order in that,
below 1e-6 of the parameter: nothing wider is missed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np
import numpy.typing as npt

from stresspain.cycle.rests import pain_levels
from stresspain.cycle.return_map import pain_out, slope
from stresspain.model.errors import RunError
from stresspain.model.interventions import Intervention, turn_down
from stresspain.model.parameters import OUTSIDE, Person, parameter

Floats = npt.NDArray[np.float64]

_PAINS = 241
_VALUES = 241
_STEP = 1e-30


@dataclass(frozen=True)
class Line:
    """A person under a plan, with one number left open.

    Attributes
    ----------
    parameter : str
        The number that is left open.
    person : Person
    outside : dict of str to float
        Load and damage where they are not the open one.
    plan : tuple of Intervention
        Each at its long-run level.
    """

    parameter: str
    person: Person
    outside: dict[str, float]
    plan: tuple[Intervention, ...]

    def at(self, value: Any) -> SimpleNamespace:
        """Return all parameters with the open one at `value` (a number or an array)."""
        k = self.person.numbers(**self.outside)
        setattr(k, self.parameter, value)
        levels = [t.target(t.courses.taken[0].amount) if t.courses.taken else 0.0 for t in self.plan]
        turn_down(k, self.plan, levels)
        return k

    def gap(self, q: Any, value: Any) -> Any:
        """Return R(q) - q."""
        return pain_out(q, self.at(value)) - q

    def gain(self, q: Any, value: Any) -> Any:
        """Return R'(q)."""
        return slope(q, self.at(value))

    def pull(self, q: Any, value: Any) -> Any:
        """Return how R(q) answers to the open number, exact to rounding."""
        return np.imag(pain_out(q, self.at(np.asarray(value, dtype=float) + _STEP * 1j))) / _STEP


def line(
    name: str,
    person: Person | None = None,
    *,
    load: float = 0.3,
    damage: float = 0.0,
    plan: Sequence[Intervention] = (),
) -> Line:
    """Check what is given and leave one number open."""
    parameter(name)
    outside = {n: parameter(n).check(v) for n, v in zip(OUTSIDE, (load, damage), strict=True)}
    return Line(name, person or Person(), outside, tuple(plan))


@dataclass(frozen=True)
class Fold:
    """A tipping point.

    Attributes
    ----------
    value : float
        Of the parameter, in its unit.
    felt_pain : float
        0 to 10, at the fold.
    residual : float
        The larger of ``|R(q) - q|`` and ``|R'(q) - 1|``: the check it passed.
    """

    value: float
    felt_pain: float
    residual: float


@dataclass(frozen=True, eq=False)
class Branch:
    """One curve of rests.

    Attributes
    ----------
    values : ndarray, shape (n,)
        Of the parameter, in its unit.
    felt_pain : ndarray, shape (n,)
        0 to 10.
    stable : ndarray of bool, shape (n,)
        By the eigenvalues of the Jacobian.
    """

    values: Floats
    felt_pain: Floats
    stable: npt.NDArray[np.bool_]


def trace_rests(where: Line) -> list[Floats]:
    """Return the curves of rests over the open number's declared range.

    Returns
    -------
    list of ndarray, shape (n, 2)
        Points (value, q) along each curve, each with ``|R(q) - q|`` below 1e-12.
    """
    from contourpy import contour_generator

    quantity = parameter(where.parameter)
    # Finer towards zero pain, where the calm branch creeps along.
    pains = np.linspace(0.0, 1.0, _PAINS) ** 1.5
    values = np.linspace(quantity.low, quantity.high, _VALUES)
    gaps = np.broadcast_to(where.gap(pains[:, None], values[None, :]), (_PAINS, _VALUES))
    lines = contour_generator(x=values, y=pains, z=gaps).lines(0.0)
    return [_pulled_onto(where, points) for points in lines if len(points) > 1]


def _pulled_onto(where: Line, points: Any) -> Floats:
    """Move points onto their curve, along the steepest direction (in units of the parameter's range)."""
    quantity = parameter(where.parameter)
    span = quantity.high - quantity.low
    value, q = np.array(points[:, 0]), np.array(points[:, 1])
    for _ in range(30):
        gap = where.gap(q, value)
        if np.max(np.abs(gap)) < 1e-13:
            break
        dq, dv = where.gain(q, value) - 1.0, where.pull(q, value) * span
        step = gap / np.maximum(dq * dq + dv * dv, 1e-12)
        step = np.clip(step * np.hypot(dq, dv), -0.02, 0.02) / np.maximum(np.hypot(dq, dv), 1e-6)
        q = np.clip(q - step * dq, 0.0, 1.0)
        value = np.clip(value - step * dv * span, quantity.low, quantity.high)
    kept = np.abs(where.gap(q, value)) < 1e-10
    return np.column_stack((value[kept], q[kept]))


def folds(where: Line, curves: list[Floats] | None = None) -> list[tuple[float, float]]:
    """Return every fold (value, q) of a line in the declared range, rising in value.

    Raises
    ------
    RunError
        If a turn was seen but could not be pinned down to 1e-10.
    """
    found: list[tuple[float, float]] = []
    for curve in curves if curves is not None else trace_rests(where):
        excess = where.gain(curve[:, 1], curve[:, 0]) - 1.0
        for i in np.flatnonzero(excess[:-1] * excess[1:] <= 0.0):
            value, q = _fold_between(where, curve[i], curve[i + 1])
            if all(abs(value - v) + abs(q - p) > 1e-7 for v, p in found):
                found.append((value, q))
    return sorted(found)


def _fold_between(where: Line, a: Floats, b: Floats) -> tuple[float, float]:
    """Solve R(q) = q, R'(q) = 1 by Newton's method from between two points of the curve."""
    value, q = (0.5 * (a + b)).tolist()
    best = (np.inf, value, q)
    for _ in range(60):
        miss = np.array([float(where.gap(q, value)), float(where.gain(q, value)) - 1.0])
        size = float(np.max(np.abs(miss)))
        if size < best[0]:
            best = (size, value, q)
        elif best[0] < 1e-12:
            break
        step = np.linalg.solve(_fold_slopes(where, q, value), miss)
        step *= min(1.0, 0.05 / max(abs(step[1]), 1e-300))
        value, q = value - float(step[0]), q - float(step[1])
    if best[0] > 1e-10:
        raise RunError(
            f"A tipping point of {where.parameter} near {a[0]:.6g} could not be pinned down (residual {best[0]:.1e})."
        )
    return best[1], best[2]


def _fold_slopes(where: Line, q: float, value: float) -> Floats:
    """Return d(gap, gain)/d(value, q)."""
    dv = 1e-4 * (parameter(where.parameter).high - parameter(where.parameter).low)
    gain_by_value = (where.gain(q, value + dv) - where.gain(q, value - dv)) / (2 * dv)
    return np.array(
        [
            [float(where.pull(q, value)), float(where.gain(q, value)) - 1.0],
            [float(gain_by_value), curvature(where, q, value)],
        ]
    )


def curvature(where: Line, q: float, value: float) -> float:
    """Return R''(q), from exact slopes by a difference of fourth order."""
    h = 1e-3
    s = where.gain(q + h * np.array([-2.0, -1.0, 1.0, 2.0]), value)
    return float((s[0] - 8 * s[1] + 8 * s[2] - s[3]) / (12 * h))
