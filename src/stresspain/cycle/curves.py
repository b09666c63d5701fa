"""Curves of rests: all pains q and all values v of one open number with R(q; v) = q.

Where R answers to v one way only (everything except a time constant does for rho >= 0) the curves
are graphs v(q), found by `stresspain.cycle.graphs`.

For rho < 0 whatever acts on stress acts both ways. The zero lines of R(q; v) - q are then traced on
a grid and every point is pulled onto its curve; a closed curve smaller than a grid cell (1/240 of
the range by about 0.004 in pain) would go unseen.

A rest that no value of v moves (a rested body under no load; any rest, for a time constant) is a
curve of its own: q is constant.
"""

from __future__ import annotations

import numpy as np

from stresspain.cycle.graphs import CUTS, FINER, Curve, Floats, check_on_curve, denser, graphs, near_turns
from stresspain.cycle.levels import pain_levels
from stresspain.cycle.setting import Setting, spread

_GRID = 241
_LEVEL_POINTS = 300


def curves(where: Setting) -> list[Curve]:
    """Return every curve of rests between the ends of the one open number.

    Raises
    ------
    RunError
        If a point could not be brought onto its curve.
    """
    low, high = where.open[0].low, where.open[0].high
    at_ends = pain_levels(where.at(low)), pain_levels(where.at(high))
    unmoved = _unmoved(where, at_ends)
    level = [Curve(spread(where.open[0], _LEVEL_POINTS), np.full(_LEVEL_POINTS, q)) for q in unmoved]
    if not where.pushes():
        return level
    if where.one_way():
        ends = np.array(sorted({*at_ends[0], *at_ends[1]} - set(unmoved)))
        moved = [denser(where, curve) for curve in graphs(where, extra=ends)]
    else:
        moved = _traced(where, 1e-9 if unmoved else 0.0)
    # A rest that nothing moves has been seen by that search too.
    return level + [curve for curve in moved if not (unmoved and np.ptp(curve.pains) < 1e-9)]


def _unmoved(where: Setting, at_ends: tuple[list[float], list[float]]) -> list[float]:
    """Return the rests that the open number does not move at all."""
    values = np.linspace(where.open[0].low, where.open[0].high, 17)
    shared = [q for q in at_ends[0] if any(abs(q - p) < 1e-13 for p in at_ends[1])]
    return [q for q in shared if np.ptp(where.gap(q, values)) < 4e-16]


def _traced(where: Setting, least: float) -> list[Curve]:
    """Trace the zero lines of R(q; v) - q on a grid that is finer towards no pain."""
    from contourpy import contour_generator

    quantity = where.open[0]
    pains = least + (1.0 - least) * np.linspace(0.0, 1.0, _GRID) ** 1.5
    values = np.linspace(quantity.low, quantity.high, _GRID)
    gaps = np.broadcast_to(where.gap(pains[:, None], values[None, :]), (_GRID, _GRID))
    lines = [np.array(line) for line in contour_generator(x=values, y=pains, z=gaps).lines(0.0)]
    return [_refined(where, line[:, 1], line[:, 0]) for line in lines if len(line) > 1]


def _refined(where: Setting, q: Floats, values: Floats) -> Curve:
    """Bring points onto their curve, with more of them where it might turn back twice between two."""
    q, values = projected(where, q, values)
    for _ in range(CUTS):
        i = np.flatnonzero(near_turns(where.tilt(q, values), np.zeros(len(q), dtype=int)))
        if not len(i):
            break
        share = np.arange(1, FINER) / FINER
        more = [(part[i, None] + np.diff(part)[i, None] * share).ravel() for part in (q, values)]
        on_q, on_values = projected(where, *more)
        places = np.repeat(i + 1, FINER - 1)
        q, values = np.insert(q, places, on_q), np.insert(values, places, on_values)
    return Curve(values, q)


def projected(where: Setting, q: Floats, values: Floats) -> tuple[Floats, Floats]:
    """Move points onto their curve by the shortest way (the open number measured by its range).

    A point at an end of the range stays there.

    Raises
    ------
    RunError
        If a point keeps a residual above `TOLERANCE`.
    """
    quantity = where.open[0]
    span = quantity.high - quantity.low
    q, v = np.array(q, dtype=float), np.array(values, dtype=float)
    free = np.where((v == quantity.low) | (v == quantity.high), 0.0, span)
    for _ in range(40):
        gap, pull = where.pull(q, v)
        if np.max(np.abs(gap)) < 1e-15:
            break
        across = where.tilt(q, v)
        along = pull * free
        steep = np.maximum(across * across + along * along, 1e-12)
        length = np.clip(gap / steep, -0.02 / np.sqrt(steep), 0.02 / np.sqrt(steep))
        q = np.clip(q - length * across, 0.0, 1.0)
        v = np.clip(v - length * along * free, quantity.low, quantity.high)
    check_on_curve(where, q, v)
    return q, v
