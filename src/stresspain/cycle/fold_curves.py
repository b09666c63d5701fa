"""Fold curves in two open numbers, followed step by step; and the cusps on them, where two folds meet.

A fold obeys two equations, R(q) = q and R'(q) = 1, in three unknowns (q, x, y): a curve in space.
It stays smooth where its shadow on the plane (x, y) has a cusp, so steps along it simply pass
through. Each step predicts along the tangent and corrects by Newton's method with exact
derivatives; where the direction would change by much the step is halved, so that it cannot jump to
another curve. Lengths count in units of the ranges.

References
----------
Kuznetsov 2004, Elements of Applied Bifurcation Theory, chapter 10, doi:10.1007/978-1-4757-3978-7.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stresspain.cycle.folds import derivatives
from stresspain.cycle.graphs import Floats
from stresspain.cycle.setting import Setting
from stresspain.model.equations import PAIN_SCALE, felt_pain
from stresspain.model.errors import RunError

#: |R(q) - q|, |R'(q) - 1| and, at a cusp, |R''(q)| that a point may have.
TOLERANCE = 1e-9

_LONGEST, _SHORTEST = 0.02, 1e-7
_MOST_STEPS = 4000
#: Cosine of the largest turn in one step.
_STRAIGHT = 0.985
#: How near to a curve a fold belongs to it.
_SAME = 2e-3


@dataclass(frozen=True, eq=False)
class FoldCurve:
    """Where an ending is born or lost, in two numbers at once.

    Attributes
    ----------
    x, y : ndarray, shape (n,)
        The two numbers, in their units, in order along the curve.
    felt_pain : ndarray, shape (n,)
        At the fold, 0 to 10.
    residual : float
        The largest ``|R(q) - q|`` or ``|R'(q) - 1|`` along it.
    """

    x: Floats
    y: Floats
    felt_pain: Floats
    residual: float


@dataclass(frozen=True)
class Cusp:
    """Where two folds meet and the window between them is gone.

    Attributes
    ----------
    x, y : float
        The two numbers, in their units.
    felt_pain : float
        0 to 10.
    residual : float
        The largest of ``|R(q) - q|``, ``|R'(q) - 1|`` and ``|R''(q)|``.
    """

    x: float
    y: float
    felt_pain: float
    residual: float


def follow(where: Setting, starts: Floats) -> list[Floats]:
    """Follow the fold curve through each start to both ends.

    Parameters
    ----------
    where : Setting
        With two open numbers x and y.
    starts : ndarray, shape (n, 3)
        Folds (q, x, y). One that lies on a curve found before starts no other.

    Returns
    -------
    list of ndarray, shape (m, 3)
        Points (q, x, y) in order.

    Raises
    ------
    RunError
        If a curve could not be followed further.
    """
    scale = np.array([1.0, *(quantity.high - quantity.low for quantity in where.open)])
    found: list[Floats] = []
    for start in starts:
        if any(_distance(start / scale, curve / scale) < _SAME for curve in found):
            continue
        ahead, closed = _walk(where, start, scale, 1.0)
        behind = [] if closed else _walk(where, start, scale, -1.0)[0]
        found.append(np.array([*behind[::-1], start, *ahead]))
    return found


def _distance(point: Floats, curve: Floats) -> float:
    """Return how far a point lies from a line through points."""
    a, step = curve[:-1], np.diff(curve, axis=0)
    if not len(a):
        return float(np.linalg.norm(point - curve[0]))
    share = np.clip(np.sum((point - a) * step, axis=1) / np.maximum(np.sum(step * step, axis=1), 1e-300), 0.0, 1.0)
    return float(np.min(np.linalg.norm(point - a - share[:, None] * step, axis=1)))


def _equations(where: Setting, point: Floats) -> tuple[Floats, Floats]:
    """Return (R - q, R' - 1) at a point (q, x, y), and how they answer to the three."""
    (gap, tilt, bend), by_value = derivatives(where, 2, *(np.array([c]) for c in point))
    slopes = np.array([[tilt[0], *by_value[:, 0, 0]], [bend[0], *by_value[:, 1, 0]]])
    return np.array([gap[0], tilt[0]]), slopes


def _walk(where: Setting, start: Floats, scale: Floats, way: float) -> tuple[list[Floats], bool]:
    """Step along the curve until it leaves the ranges, or comes back to its start."""
    point = start
    points: list[Floats] = []
    tangent = way * _tangent(_equations(where, start)[1] * scale)
    step = 0.25 * _LONGEST
    for _ in range(_MOST_STEPS):
        new, ahead = _stepped(where, point, tangent, step, scale)
        if new is None or ahead @ tangent < _STRAIGHT:
            step *= 0.5
            if step < _SHORTEST:
                raise RunError(
                    f"The fold curve in {where.open[0].name} and {where.open[1].name} could not be followed beyond "
                    f"({point[1]:.6g}, {point[2]:.6g}). Narrow the ranges, and please report this person."
                )
            continue
        if not _inside(where, new):
            return [*points, *_edge(where, point, new)], False
        points.append(new)
        if len(points) > 3 and np.linalg.norm((new - start) / scale) < 0.75 * step and ahead @ tangent > 0:
            return [*points, start], True
        point, tangent, step = new, ahead, min(1.4 * step, _LONGEST)
    raise RunError(f"The fold curve in {where.open[0].name} and {where.open[1].name} does not end.")


def _tangent(slopes: Floats) -> Floats:
    """Return the direction in which neither equation changes."""
    across = np.cross(slopes[0], slopes[1])
    found: Floats = across / np.linalg.norm(across)
    return found


def _stepped(
    where: Setting, point: Floats, tangent: Floats, step: float, scale: Floats
) -> tuple[Floats | None, Floats]:
    """Go one step along the tangent and back onto the curve; None if that does not succeed."""
    new = point + step * tangent * scale
    for _ in range(6):
        missed, slopes = _equations(where, new)
        scaled = slopes * scale
        if np.max(np.abs(missed)) < 1e-13:
            break
        back = np.linalg.lstsq(scaled, missed, rcond=None)[0]
        if np.linalg.norm(back) > step:
            return None, tangent
        new = new - back * scale
    if np.max(np.abs(missed)) > TOLERANCE:
        return None, tangent
    ahead = _tangent(scaled)
    return new, ahead if ahead @ tangent > 0 else -ahead


def _inside(where: Setting, point: Floats) -> bool:
    """Say whether a point lies within all ranges."""
    ends = [(0.0, 1.0), *((quantity.low, quantity.high) for quantity in where.open)]
    return all(low <= c <= high for c, (low, high) in zip(point, ends, strict=True))


def _edge(where: Setting, inside: Floats, outside: Floats) -> list[Floats]:
    """Return the point at which a step leaves the ranges, if it does so through an end of x or y."""
    shares = [(1.0, 0, 0.0)]
    for i, quantity in enumerate(where.open, start=1):
        for end in (quantity.low, quantity.high):
            if (inside[i] - end) * (outside[i] - end) < 0:
                shares.append(((end - inside[i]) / (outside[i] - inside[i]), i, end))
    share, i, end = min(shares)
    if not i:
        return []
    point = inside + share * (outside - inside)
    point[i] = end
    free = [j for j in range(3) if j != i]
    for _ in range(20):
        missed, slopes = _equations(where, point)
        if np.max(np.abs(missed)) < 1e-13:
            break
        point[free] -= np.linalg.solve(slopes[:, free], missed)
    near = np.max(np.abs(missed)) < TOLERANCE and np.linalg.norm(point - inside) < 2 * np.linalg.norm(outside - inside)
    return [point] if near and _inside(where, point) else []


def described(where: Setting, curve: Floats) -> FoldCurve:
    """Return a curve of points (q, x, y) with the pain that is felt there and the check that it passed."""
    q, x, y = curve.T
    (gap, tilt, _), _ = derivatives(where, 2, q, x, y)
    residual = float(max(np.max(np.abs(gap)), np.max(np.abs(tilt))))
    if residual > TOLERANCE:
        raise RunError(f"A fold curve was found to {residual:.1e} only (allowed: {TOLERANCE:.0e}).")
    return FoldCurve(x, y, PAIN_SCALE * np.asarray(felt_pain(q, where.at(x, y))), residual)


def cusps(where: Setting, curve: Floats) -> list[Cusp]:
    """Return the cusps on a fold curve: where R''(q) = 0 as well."""
    (_, _, bend), _ = derivatives(where, 2, *curve.T)
    found = []
    for i in np.flatnonzero(bend[:-1] * bend[1:] < 0):
        share = bend[i] / (bend[i] - bend[i + 1])
        found.append(_cusp(where, curve[i] + share * (curve[i + 1] - curve[i])))
    return [cusp for cusp in found if _inside(where, np.array([0.5, cusp.x, cusp.y]))]


def _cusp(where: Setting, point: Floats) -> Cusp:
    """Solve R(q) = q, R'(q) = 1, R''(q) = 0 for all three unknowns."""
    for _ in range(30):
        in_pain, by_value = derivatives(where, 3, *(np.array([c]) for c in point))
        missed = in_pain[:3, 0]
        if np.max(np.abs(missed)) < 1e-12:
            break
        slopes = np.column_stack((in_pain[1:, 0], *by_value[:, :3, 0]))
        point = point - np.linalg.solve(slopes, missed)
    residual = float(np.max(np.abs(missed)))
    if not residual < TOLERANCE:
        raise RunError(f"A cusp near {where.open[0].name} = {point[1]:.6g} was found to {residual:.1e} only.")
    q, x, y = (float(c) for c in point)
    return Cusp(x, y, PAIN_SCALE * float(felt_pain(q, where.at(x, y))), residual)
