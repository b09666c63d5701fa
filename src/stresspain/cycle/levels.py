"""All pains that come back as themselves, R(q) = q, and none missed.

The search proves where none can be: over an interval [a, b] the return map lies between
``low = R(a; cortisol at a or b)`` and ``high = R(b; cortisol at b or a)`` (everything rises with pain
except, for rho < 0, what cortisol restrains, so that one enters with the other end). Where
``low > b`` or ``high < a`` the interval holds no rest; touching both counts as possible, so a rest on
a cell's edge is kept. What cannot be ruled out is cut finer; in the slivers left, of cells under
2e-5 wide, the points where R' = 1 are found first (and, near a cusp, the point between them where R'
turns), and the roots between them by sign. So two rests that are about to merge are told apart down
to about 1e-8 in pain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import numpy as np

from stresspain.cycle.return_map import pain_out, slope

_FIRST_CUT = 256
_FINER = 200


def pain_levels(k: SimpleNamespace) -> list[float]:
    """Return every q in [0, 1] with R(q) = q, rising; see the module's text for why none is missed."""
    return list(rising_levels(k))


def rising_levels(k: SimpleNamespace) -> Iterator[float]:
    """Give the pain of each rest, lowest first, no further than asked."""
    for a, b in _slivers(np.linspace(0.0, 1.0, _FIRST_CUT + 1), k):
        cells = round((b - a) * _FIRST_CUT) * _FINER
        for finer in _slivers(np.linspace(a, b, cells + 1), k):
            yield from _roots(*finer, k)


def _slivers(edges: Any, k: SimpleNamespace) -> list[tuple[float, float]]:
    """Return the ends of each group of touching cells where the bounds on R rule no rest out."""
    low, high = edges[:-1], edges[1:]
    if k.rho >= 0:
        out = pain_out(edges, k)
        least, greatest = out[:-1], out[1:]
    else:
        least, greatest = pain_out(low, k, q_cortisol=high), pain_out(high, k, q_cortisol=low)
    slack = 1e-14
    possible = np.flatnonzero((least <= high + slack) & (greatest >= low - slack))
    groups = np.split(possible, np.flatnonzero(np.diff(possible) > 1) + 1)
    return [(float(low[cells[0]]), float(high[cells[-1]])) for cells in groups if len(cells)]


def _roots(a: float, b: float, k: SimpleNamespace) -> list[float]:
    """Return the roots of R(q) - q in one sliver, by its signs at points between which it only rises or only falls."""

    def gap(q: float) -> float:
        return float(pain_out(q, k) - q)

    def tilt(q: float) -> float:
        return float(slope(q, k)) - 1.0

    points = _with_dips(tilt, np.linspace(a, b, 33), k)
    # Near a fold two rests stand close together, one on each side of the point where the gap turns.
    turns = _crossings(tilt, points, slope(points, k) - 1.0)
    if turns:
        points = np.unique(np.append(points, turns))
    return _crossings(gap, points, pain_out(points, k) - points)


def _with_dips(tilt: Callable[[float], float], points: Any, k: SimpleNamespace) -> Any:
    """Add the points where R' - 1 turns towards zero without a change of sign being seen (near a cusp)."""
    from scipy.optimize import minimize_scalar

    tilts = slope(points, k) - 1.0
    size = np.abs(tilts)
    one_sign = (tilts[:-2] * tilts[1:-1] > 0) & (tilts[1:-1] * tilts[2:] > 0)
    dips = []
    for i in np.flatnonzero(one_sign & (size[1:-1] < size[:-2]) & (size[1:-1] < size[2:])):
        sign = np.sign(tilts[i])
        ends = (points[i], points[i + 2])
        found = minimize_scalar(lambda q, s=sign: s * tilt(q), bounds=ends, method="bounded", options={"xatol": 1e-12})
        dips.append(float(found.x))
    return np.unique(np.append(points, dips)) if dips else points


def _crossings(function: Callable[[float], float], points: Any, values: Any) -> list[float]:
    """Return where a function is zero, from its values at rising points."""
    from scipy.optimize import brentq

    found = points[values == 0.0].tolist()
    signs = np.sign(values)  # a product of tiny values would be 0
    for i in np.flatnonzero(signs[:-1] * signs[1:] < 0):
        found.append(float(brentq(function, points[i], points[i + 1], xtol=1e-16, rtol=8.9e-16)))
    return sorted(found)
