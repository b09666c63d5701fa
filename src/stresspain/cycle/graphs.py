"""Curves of rests where each pain has at most one value of the open number: graphs v(q).

That is so wherever the return map answers to the number one way only. A cell of pains is cut finer
where v(q) enters or leaves the range inside it, or where the curve might turn back twice inside it.
One call serves many rows, each with its own value of a second open number.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from stresspain.cycle.setting import Setting
from stresspain.model.errors import RunError

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

#: |R(q) - q| that a point on a curve may have.
TOLERANCE = 1e-11

# What rounding alone leaves of R(q) - q.
_ROUNDING = 1e-15

#: How often, and into how many parts, a doubtful cell is cut.
CUTS, FINER = 3, 16

_CELLS = 256
_POINTS = 120


class Curve(NamedTuple):
    """One curve of rests, in order.

    Attributes
    ----------
    values, pains : ndarray, shape (n,)
        The open number, and pain q, 0 to 1.
    row : int
        Which value of the second open number it belongs to; 0 if there is none.
    """

    values: Floats
    pains: Floats
    row: int = 0


class _Points(NamedTuple):
    """Pains tried, by row and rising.

    With R(q) - q at both ends of the open number's range and, where a value between the ends has a
    rest there, that value and R'(q) - 1; NaN elsewhere, and as long as not worked out.
    """

    row: Ints
    q: Floats
    at_low: Floats
    at_high: Floats
    value: Floats
    tilt: Floats

    @property
    def side(self) -> Ints:
        """0 where some value between the ends has a rest there; else the sign of R(q) - q, whatever the value."""
        inside = (self.at_low * self.at_high <= 0) & ((self.at_low != 0) | (self.at_high != 0))
        return np.where(inside, 0, np.where(self.at_low > 0, 1, -1))


def graphs(where: Setting, rows: Floats | None = None, extra: Floats | None = None) -> list[Curve]:
    """Return the curves v(q), where the return map answers to the first open number one way only.

    Parameters
    ----------
    where : Setting
    rows : ndarray, shape (n_rows,), optional
        Values of the second open number.
    extra : ndarray, optional
        Pains, rising, at which curves are known to end: no two ends then hide in one cell.

    Returns
    -------
    list of Curve
        Each ends where v meets an end of its range.
    """
    second = np.zeros(1) if rows is None else rows
    q = np.linspace(0.0, 1.0, _CELLS + 1) ** 1.5
    if extra is not None and len(extra):
        q = np.unique(np.concatenate((q, 0.5 * (extra[1:] + extra[:-1]))))
    points = _points(where, rows, np.repeat(np.arange(len(second)), len(q)), np.tile(q, len(second)))
    for _ in range(CUTS):
        # A curve enters or leaves the range inside a cell, or does both unseen.
        unseen = near_turns(points.at_low, points.row) | near_turns(points.at_high, points.row)
        points = _cut(where, rows, points, unseen | (_same_row(points) & (np.diff(points.side) != 0)))
    points = _filled(where, rows, points)
    for _ in range(CUTS):
        # A curve might turn back twice inside a cell.
        cells = near_turns(points.tilt, points.row)
        if not cells.any():
            break
        points = _filled(where, rows, _cut(where, rows, points, cells))
    return _pieces(*_with_ends(where, rows, points))


def _others(rows: Floats | None, row: Ints) -> tuple[Floats, ...]:
    """Return the value of the second open number at each point, if there is one."""
    return () if rows is None else (rows[row],)


def _points(where: Setting, rows: Floats | None, row: Ints, q: Floats) -> _Points:
    """Work out R(q) - q at both ends of the open number's range."""
    quantity, others = where.open[0], _others(rows, row)
    low, high = (np.broadcast_to(where.gap(q, end, *others), q.shape) for end in (quantity.low, quantity.high))
    return _Points(row, q, low, high, np.full(q.shape, np.nan), np.full(q.shape, np.nan))


def _same_row(points: _Points) -> npt.NDArray[np.bool_]:
    """Say of each pair of neighbours whether they belong together."""
    same: npt.NDArray[np.bool_] = np.diff(points.row) == 0
    return same


def _cut(where: Setting, rows: Floats | None, points: _Points, cells: npt.NDArray[np.bool_]) -> _Points:
    """Cut the marked cells finer."""
    i = np.flatnonzero(cells)
    share = np.arange(1, FINER) / FINER
    q = (points.q[i, None] + (points.q[i + 1] - points.q[i])[:, None] * share).ravel()
    return _merged(points, _points(where, rows, np.repeat(points.row[i], FINER - 1), q))


def _merged(points: _Points, new: _Points) -> _Points:
    """Put new points in their places."""
    together = [np.concatenate(pair) for pair in zip(points, new, strict=True)]
    order = np.lexsort((together[1], together[0]))
    return _Points(*(part[order] for part in together))


def _filled(where: Setting, rows: Floats | None, points: _Points) -> _Points:
    """Work out value and tilt where they are missing."""
    value, tilt = points.value.copy(), points.tilt.copy()
    i = np.flatnonzero((points.side == 0) & np.isnan(value))
    if len(i):
        others = _others(rows, points.row[i])
        value[i] = value_at(where, points.q[i], *others)
        tilt[i] = where.tilt(points.q[i], value[i], *others)
    return points._replace(value=value, tilt=tilt)


def near_turns(values: Floats, row: Ints) -> npt.NDArray[np.bool_]:
    """Mark the cells on both sides of a point where something turns towards zero without being seen to reach it."""
    size = np.abs(values)
    cells = np.zeros(len(values) - 1, dtype=bool)
    with np.errstate(invalid="ignore"):
        same = (values[:-2] * values[1:-1] > 0) & (values[1:-1] * values[2:] > 0)
        turns = same & (size[1:-1] <= size[:-2]) & (size[1:-1] <= size[2:])
        # A parabola through the three points must come near zero for two roots to be possible.
        depth = np.maximum(size[:-2] - size[1:-1], size[2:] - size[1:-1])
        near = turns & (size[1:-1] < 4 * depth) & (row[:-2] == row[2:])
    i = np.flatnonzero(near)
    cells[i] = cells[i + 1] = True
    return cells


def value_at(where: Setting, q: Floats, *others: Floats) -> Floats:
    """Return the value of the first open number for which each pain is a rest, by safeguarded Newton steps.

    Raises
    ------
    RunError
        If a point keeps a residual above `TOLERANCE`.
    """
    quantity = where.open[0]
    low, high = (np.full(q.shape, float(end)) for end in (quantity.low, quantity.high))
    at_low, at_high = (where.gap(q, end, *others) for end in (low, high))
    rising = at_high > at_low
    value: Floats = low + (high - low) * np.clip(at_low / np.where(at_low == at_high, 1.0, at_low - at_high), 0.0, 1.0)
    active = np.arange(len(q))
    for _ in range(80):
        gap, pull = where.pull(q[active], value[active], *(other[active] for other in others))
        unsettled = np.abs(gap) > _ROUNDING
        active, gap, pull = active[unsettled], gap[unsettled], pull[unsettled]
        if not len(active):
            break
        v = value[active]
        beyond = (gap > 0) == rising[active]
        high[active] = np.where(beyond, v, high[active])
        low[active] = np.where(beyond, low[active], v)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            newton = v - gap / pull
        fits = (newton >= low[active]) & (newton <= high[active])
        value[active] = np.where(fits, newton, 0.5 * (low[active] + high[active]))
    check_on_curve(where, q, value, *others)
    return value


def check_on_curve(where: Setting, q: Floats, value: Floats, *others: Floats) -> None:
    """Make sure that points lie on their curve."""
    missed = np.abs(where.gap(q, value, *others))
    if len(missed) and not missed.max() <= TOLERANCE:
        worst = int(np.argmax(missed))
        raise RunError(
            f"A rest at {where.open[0].name} = {value[worst]:.6g}, pain {10 * q[worst]:.4g} of 10, was found to "
            f"{missed[worst]:.1e} only (allowed: {TOLERANCE:.0e}). Please report this person."
        )


def _with_ends(
    where: Setting, rows: Floats | None, points: _Points
) -> tuple[Ints, Floats, Floats, npt.NDArray[np.bool_]]:
    """Add the points where v meets an end of its range: rows, pains, values, and where there is a rest."""
    quantity = where.open[0]
    found = [(points.row, points.q, points.value, points.side == 0)]
    for end, gap in ((quantity.low, points.at_low), (quantity.high, points.at_high)):
        cells = _same_row(points) & (gap[:-1] * gap[1:] < 0) & ((points.side[:-1] != 0) | (points.side[1:] != 0))
        i = np.flatnonzero(cells)
        q = _halved(where, end, points.q[i], points.q[i + 1], *_others(rows, points.row[i]))
        found.append((points.row[i], q, np.full(len(i), float(end)), np.ones(len(i), dtype=bool)))
    row, q, v, rest = (np.concatenate(part) for part in zip(*found, strict=True))
    order = np.lexsort((q, row))
    return row[order], q[order], v[order], rest[order]


def _halved(where: Setting, value: float, a: Floats, b: Floats, *others: Floats) -> Floats:
    """Return the pain between a and b that is a rest at a given value, by halving."""
    rising = where.gap(b, value, *others) > 0
    for _ in range(60):
        middle = 0.5 * (a + b)
        beyond = (where.gap(middle, value, *others) > 0) == rising
        a, b = np.where(beyond, a, middle), np.where(beyond, middle, b)
    return 0.5 * (a + b)


def _pieces(row: Ints, q: Floats, values: Floats, rest: npt.NDArray[np.bool_]) -> list[Curve]:
    """Cut the points into curves: unbroken runs of rests in one row."""
    breaks = np.flatnonzero((np.diff(row) != 0) | (np.diff(rest.astype(int)) != 0)) + 1
    groups = np.split(np.arange(len(q)), breaks)
    return [Curve(values[g], q[g], int(row[g[0]])) for g in groups if rest[g[0]] and len(g) > 1]


def denser(where: Setting, curve: Curve) -> Curve:
    """Give a short curve enough points to be drawn and searched."""
    if len(curve.pains) >= _POINTS:
        return curve
    inner = np.linspace(curve.pains[0], curve.pains[-1], _POINTS)[1:-1]
    q = np.concatenate((curve.pains, inner))
    order = np.argsort(q, kind="stable")
    return Curve(np.concatenate((curve.values, value_at(where, inner)))[order], q[order], curve.row)
