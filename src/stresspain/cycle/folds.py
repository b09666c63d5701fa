"""Folds: where a curve of rests turns back, R(q) = q and R'(q) = 1; and cusps, where two folds meet.

Both are solved for all their unknowns at once, by Newton's method with exact derivatives (power
series in pain, a complex step in each open number).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from stresspain.cycle.curves import projected
from stresspain.cycle.graphs import Curve, Floats, Ints, value_at
from stresspain.cycle.return_map import pain_out
from stresspain.cycle.series import Series
from stresspain.cycle.setting import Setting
from stresspain.model.errors import RunError

#: |R(q) - q| and |R'(q) - 1| that a fold may have.
TOLERANCE = 1e-10

_STEP = 1e-30
_LONGEST_STEP = 0.05


class Folds(NamedTuple):
    """Folds of one or many rows.

    Attributes
    ----------
    values, pains : ndarray, shape (n,)
        The first open number, and pain q, 0 to 1.
    bends, pulls : ndarray, shape (n,)
        R''(q), and how R answers to the open number: which way the curve turns.
    residuals : ndarray, shape (n,)
        The larger of |R(q) - q| and |R'(q) - 1|.
    rows : ndarray of int, shape (n,)
    """

    values: Floats
    pains: Floats
    bends: Floats
    pulls: Floats
    residuals: Floats
    rows: Ints


def derivatives(where: Setting, order: int, q: Any, *values: Any) -> tuple[Floats, Floats]:
    """Return the derivatives of R(q) - q in pain, and how each answers to each open number.

    Parameters
    ----------
    where : Setting
    order : int
        Of the highest derivative in pain.
    q, *values : ndarray, shape (n,)

    Returns
    -------
    in_pain : ndarray, shape (order + 1, n)
        R - q, R' - 1, R'', ...
    by_value : ndarray, shape (len(values), order + 1, n)
    """
    n = len(values)
    spread = np.array([np.broadcast_to(v, (n, *np.shape(q))) for v in values], dtype=complex)
    spread[range(n), range(n)] += _STEP * 1j
    around = Series.around(np.broadcast_to(np.asarray(q, dtype=float), spread.shape[1:]), order)
    factorials = np.cumprod([1.0, *range(1, order + 1)]).reshape(-1, 1, *[1] * np.ndim(q))
    terms = pain_out(around, where.at(*spread)).terms * factorials
    in_pain = terms[:, 0].real.copy()
    in_pain[0] -= q
    in_pain[1] -= 1.0
    return in_pain, np.moveaxis(terms.imag, 0, 1) / _STEP


def find_folds(where: Setting, curves: list[Curve], rows: Floats | None = None) -> Folds:
    """Return every fold on the curves, by row and rising.

    Raises
    ------
    RunError
        If a turn was seen but could not be pinned down to `TOLERANCE`.
    """
    brackets = [_brackets(where, curve, rows) for curve in curves]
    a, b = (np.concatenate([pair[i] for pair in brackets] or [np.zeros((0, 3))]) for i in (0, 1))
    row = a[:, 2].astype(int)
    others = () if rows is None else (rows[row],)
    q, value = _newton(where, 0.5 * (a[:, 1] + b[:, 1]), 0.5 * (a[:, 0] + b[:, 0]), *others)
    for i in np.flatnonzero(~_landed(where, q, value, a, b, *others)).tolist():
        q[i], value[i] = _halved(where, a[i], b[i], *(other[i : i + 1] for other in others))
    in_pain, by_value = derivatives(where, 2, q, value, *others)
    residual = np.max(np.abs(in_pain[:2]), axis=0)
    if len(q) and not residual.max() <= TOLERANCE:
        worst = int(np.argmax(residual))
        raise RunError(
            f"A tipping point near {where.open[0].name} = {value[worst]:.6g} could not be pinned down "
            f"(residual {residual[worst]:.1e}, allowed {TOLERANCE:.0e}). Please report this person."
        )
    found = Folds(value, q, in_pain[2], by_value[0, 0], residual, row)
    kept = _kept(where, found)
    return Folds(value[kept], q[kept], found.bends[kept], found.pulls[kept], residual[kept], row[kept])


def _brackets(where: Setting, curve: Curve, rows: Floats | None) -> tuple[Floats, Floats]:
    """Return the neighbours (value, q, row) between which a curve turns."""
    if curve.pains[0] == curve.pains[-1] and not np.ptp(curve.pains):
        # A rest that the open number does not move: nothing turns.
        return np.zeros((0, 3)), np.zeros((0, 3))
    others = () if rows is None else (np.full(len(curve.pains), rows[curve.row]),)
    tilt = where.tilt(curve.pains, curve.values, *others)
    i = np.flatnonzero(tilt[:-1] * tilt[1:] <= 0)
    points = np.column_stack((curve.values, curve.pains, np.full(len(curve.pains), curve.row)))
    return points[i], points[i + 1]


def _newton(where: Setting, q: Floats, value: Floats, *others: Floats) -> tuple[Floats, Floats]:
    """Solve R(q) = q, R'(q) = 1 for both unknowns, from each start."""
    q, value = q.copy(), value.copy()
    for _ in range(30 if len(q) else 0):
        (gap, tilt, bend), by_value = derivatives(where, 2, q, value, *others)
        if max(np.max(np.abs(gap)), np.max(np.abs(tilt))) < 1e-14:
            break
        pull, twist = by_value[0, :2]
        determinant = tilt * twist - pull * bend
        with np.errstate(divide="ignore", invalid="ignore"):
            dq = (gap * twist - pull * tilt) / determinant
            dv = (tilt * tilt - bend * gap) / determinant
        short = np.minimum(1.0, _LONGEST_STEP / np.maximum(np.abs(dq), 1e-300))
        fine = np.isfinite(dq) & np.isfinite(dv)
        q = np.where(fine, q - short * dq, q)
        value = np.where(fine, value - short * dv, value)
    return q, value


def _landed(where: Setting, q: Floats, value: Floats, a: Floats, b: Floats, *others: Floats) -> npt.NDArray[np.bool_]:
    """Say where Newton's method ended on the fold between its two neighbours, not on another one."""
    width = np.abs(a[:, 1] - b[:, 1])
    near = np.abs(q - 0.5 * (a[:, 1] + b[:, 1])) <= width + 1e-9
    missed = np.maximum(np.abs(where.gap(q, value, *others)), np.abs(where.tilt(q, value, *others)))
    landed: npt.NDArray[np.bool_] = near & (missed < TOLERANCE)
    return landed


def _halved(where: Setting, a: Floats, b: Floats, *others: Floats) -> tuple[float, float]:
    """Return the fold between two points of a curve by halving: slower, but it cannot leave."""

    def on_curve(q: float, value: float) -> tuple[Floats, Floats]:
        if where.one_way():
            return np.array([q]), value_at(where, np.array([q]), *others)
        return projected(where, np.array([q]), np.array([value]))

    def tilt(share: float) -> float:
        value, q = ((1 - share) * a + share * b)[:2]
        on_q, on_value = on_curve(q, value)
        return float(where.tilt(on_q, on_value, *others)[0])

    low, high = 0.0, 1.0
    falling = tilt(low) > 0
    for _ in range(52):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if (tilt(middle) > 0) == falling else (low, middle)
    value, q = ((1 - low) * a + low * b)[:2]
    on_q, on_value = on_curve(q, value)
    return float(on_q[0]), float(on_value[0])


def _kept(where: Setting, found: Folds) -> Ints:
    """Return which folds lie between the ends, each once, by row and rising."""
    quantity = where.open[0]
    kept: list[int] = []
    for i in np.lexsort((found.values, found.rows)):
        new = all(
            found.rows[i] != found.rows[j]
            or abs(found.values[i] - found.values[j]) + abs(found.pains[i] - found.pains[j]) > 1e-9
            for j in kept[-4:]
        )
        if new and quantity.low <= found.values[i] <= quantity.high:
            kept.append(int(i))
    return np.array(kept, dtype=int)


def split_at_folds(where: Setting, curves: list[Curve], folds: Folds) -> list[list[Curve]]:
    """Cut each curve at its folds, so that no piece turns; both pieces get the fold itself as a point."""
    span = where.open[0].high - where.open[0].low
    turns: list[list[tuple[int, int]]] = [[] for _ in curves]
    in_row: dict[int, list[int]] = {}
    for i, curve in enumerate(curves):
        in_row.setdefault(curve.row, []).append(i)
    for f in range(len(folds.values)):
        detours = [(*_detour(curves[i], folds.values[f], folds.pains[f], span), i) for i in in_row[int(folds.rows[f])]]
        _, place, i = min(detours)
        turns[i].append((place, f))
    return [_split(curve, folds, sorted(at)) for curve, at in zip(curves, turns, strict=True)]


def _detour(curve: Curve, value: float, q: float, span: float) -> tuple[float, int]:
    """Return the least extra way over a point, between two neighbours on a curve, and where that is."""
    away = np.hypot((curve.values - value) / span, curve.pains - q)
    extra = away[:-1] + away[1:] - np.hypot(np.diff(curve.values) / span, np.diff(curve.pains))
    place = int(np.argmin(extra))
    return float(extra[place]), place


def _split(curve: Curve, folds: Folds, turns: list[tuple[int, int]]) -> list[Curve]:
    """Cut a curve after the given places, putting a fold into each cut."""
    pieces, begin = [], 0
    values, pains = curve.values[:0], curve.pains[:0]
    for place, f in turns:
        turn = folds.values[f : f + 1], folds.pains[f : f + 1]
        pieces.append(
            Curve(
                np.concatenate((values, curve.values[begin : place + 1], turn[0])),
                np.concatenate((pains, curve.pains[begin : place + 1], turn[1])),
                curve.row,
            )
        )
        (values, pains), begin = turn, place + 1
    rest = np.concatenate((values, curve.values[begin:])), np.concatenate((pains, curve.pains[begin:]))
    return [*pieces, Curve(*rest, curve.row)]
