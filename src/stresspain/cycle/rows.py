"""Rows of a map: curves of rests over one open number, for each of many values of a second one.

Also what is counted on them: how many endings pass over each point of a row, and which hurt.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from stresspain.cycle.curves import curves
from stresspain.cycle.folds import find_folds, split_at_folds
from stresspain.cycle.graphs import Curve, Floats, graphs
from stresspain.cycle.levels import pain_levels
from stresspain.cycle.rests import PAINFUL
from stresspain.cycle.setting import Setting, spread
from stresspain.cycle.stability import eigenvalues
from stresspain.model.equations import PAIN_SCALE, felt_pain

Counts = npt.NDArray[np.int64]


class Rows(NamedTuple):
    """What the rows of a map hold.

    Attributes
    ----------
    endings, painful : ndarray of int, shape (n_rows, n_points)
        How many rests are stable, and how many of these have a felt pain of 3 or more.
    folds : ndarray, shape (n, 3)
        Every fold of every row: pain q, the first open number, the second.
    """

    endings: Counts
    painful: Counts
    folds: Floats


def count_rows(where: Setting, points: Floats, rows: Floats) -> Rows:
    """Count the endings over the first open number, for each value of the second.

    Parameters
    ----------
    where : Setting
        With two open numbers.
    points : ndarray, shape (n_points,)
        Values of the first, rising.
    rows : ndarray, shape (n_rows,)
        Values of the second.
    """
    found = row_curves(where, rows)
    folds = find_folds(where, found, rows)
    # One more column, where what ends at the last point is taken off again.
    changes = np.zeros((2, len(rows), len(points) + 1), dtype=int)
    for pieces in split_at_folds(where, found, folds):
        for piece in pieces:
            holds = _holds(where, piece, rows)
            felt = PAIN_SCALE * felt_pain(piece.pains, where.at(piece.values, rows[piece.row]))
            _add(changes[0, piece.row], points, piece.values, holds)
            _add(changes[1, piece.row], points, piece.values, np.minimum(holds, felt - PAINFUL))
    endings, painful = np.cumsum(changes, axis=2)[:, :, :-1]
    return Rows(endings, painful, np.column_stack((folds.pains, folds.values, rows[folds.rows])))


def row_curves(where: Setting, rows: Floats) -> list[Curve]:
    """Return the curves of rests of every row."""
    if not where.pushes(0):
        return [curve for i in range(len(rows)) for curve in _unmoved(where, rows, i)]
    if not where.one_way(0):
        lines = [curves(where.held(1, float(value))) for value in rows]
        return [Curve(curve.values, curve.pains, i) for i, line in enumerate(lines) for curve in line]
    return graphs(where, rows) + _rested_rows(where, rows)


def _rested_rows(where: Setting, rows: Floats) -> list[Curve]:
    """Return the rested body (no load, no posture) in the rows where it stays so whatever the number is."""
    low, high = (where.gap(np.zeros(len(rows)), end, rows) for end in (where.open[0].low, where.open[0].high))
    return [_level(where, 0.0, i) for i in np.flatnonzero((low == 0) & (high == 0)).tolist()]


def _unmoved(where: Setting, rows: Floats, i: int) -> list[Curve]:
    """Return the rests of a row in which nothing moves them."""
    middle = 0.5 * (where.open[0].low + where.open[0].high)
    return [_level(where, q, i) for q in pain_levels(where.at(middle, float(rows[i])))]


def _level(where: Setting, q: float, row: int) -> Curve:
    """Return a rest that stays where it is over the whole range."""
    values = spread(where.open[0], 200)
    return Curve(values, np.full(len(values), q), row)


def _holds(where: Setting, piece: Curve, rows: Floats) -> Floats:
    """Return a level that is positive where a rest is stable, along a piece that does not turn."""
    row = np.full(len(piece.pains), rows[piece.row])
    if where.restrains():
        slowest: Floats = -eigenvalues(where, piece.pains, piece.values, row)[:, 0].real
        return slowest
    if not np.ptp(piece.pains):
        room: Floats = -where.tilt(piece.pains, piece.values, row)
        return room
    # For rho >= 0 a rest holds where R' < 1, which cannot change between folds.
    middle = slice(len(piece.pains) // 2, len(piece.pains) // 2 + 1)
    holds = where.tilt(piece.pains[middle], piece.values[middle], row[middle]) < 0
    return np.full(len(piece.pains), 1.0 if holds[0] else -1.0)


def _add(changes: Counts, points: Floats, values: Floats, level: Floats) -> None:
    """Count a piece at the points that it passes over with a level of 0 or more."""
    if values[0] > values[-1]:
        values, level = values[::-1], level[::-1]
    inside = level >= 0
    turns = np.flatnonzero(inside[:-1] != inside[1:])
    share = level[turns] / (level[turns] - level[turns + 1])
    edges = [values[0], *(values[turns] + share * (values[turns + 1] - values[turns])), values[-1]]
    for i in range(0 if inside[0] else 1, len(edges) - 1, 2):
        changes[np.searchsorted(points, edges[i], side="left")] += 1
        changes[np.searchsorted(points, edges[i + 1], side="right")] -= 1
