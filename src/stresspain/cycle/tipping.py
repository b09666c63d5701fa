"""Tipping points: where an ending is born or lost as one number changes. Illustrative, not clinical.

The rests over a parameter form curves (`stresspain.cycle.curves`). A fold is where a curve turns
back, R(q) = q and R'(q) = 1 (`stresspain.cycle.folds`); for rho < 0 an ending may also be lost where
pain begins to swing (`stresspain.cycle.stability`). Between two neighbouring tipping points the
number of endings cannot change; it is counted there once more, by the search of
`stresspain.cycle.rests`, which proves that it misses none. If the two counts differ, that is an
error and not a result.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from stresspain.cycle.curves import curves
from stresspain.cycle.folds import Folds, find_folds, split_at_folds
from stresspain.cycle.graphs import Curve
from stresspain.cycle.rests import PAINFUL, rests_of
from stresspain.cycle.setting import Setting, setting
from stresspain.cycle.stability import Crossing, crossings, eigenvalues
from stresspain.cycle.tipping_results import Branch, Regime, TippingPoint, TippingPoints
from stresspain.model.equations import PAIN_SCALE, felt_pain
from stresspain.model.errors import RunError
from stresspain.model.interventions import Intervention

# Where between two tipping points the curves are counted; at the middle the rests are too.
_LOOKS = (0.01, 0.3, 0.5, 0.7, 0.99)
# Radians per day below which an eigenvalue counts as real.
_STILL = 1e-6


def tipping_points(
    parameter: str = "load",
    *,
    person: Any = None,
    load: float | None = None,
    damage: float | None = None,
    plan: Intervention | tuple[Intervention, ...] | list[Intervention] = (),
    within: tuple[float, float] | None = None,
) -> TippingPoints:
    """Find where endings are born and lost as one number goes through its whole range.

    Parameters
    ----------
    parameter : str
        Any parameter; or an intervention of the plan by its name, for its dose (mg/day) or strength.
    person : Person or mapping of str to float, optional
        Whose other numbers.
    load, damage : float, optional
        Held for good where they are not the parameter itself; dimensionless.
    plan : Intervention or sequence of Intervention
        Taken for good at the amount of their first course.
    within : (low, high), optional
        Only this part of the parameter's range.

    Returns
    -------
    TippingPoints

    Raises
    ------
    InputError
        If a name is unknown, a number out of range, or `within` goes beyond the declared range.
    RunError
        If a tipping point could not be pinned down, or the counts of endings disagree.

    Examples
    --------
    >>> found = tipping_points("load")
    >>> [round(value, 4) for value in found.folds]
    [0.2323, 0.5469]
    >>> found.residual < 1e-10
    True
    """
    return tipping_points_of(setting([parameter], person=person, load=load, damage=damage, plan=plan, within=[within]))


def tipping_points_of(where: Setting) -> TippingPoints:
    """Find the tipping points of a setting with one open number."""
    found = curves(where)
    folds = find_folds(where, found)
    points = _fold_points(where, folds)
    branches = []
    for pieces in split_at_folds(where, found, folds):
        spectra = [eigenvalues(where, piece.pains, piece.values) for piece in pieces]
        points += _crossing_points(where, pieces, spectra)
        branches.append(_branch(where, pieces, spectra))
    ordered = tuple(sorted(points, key=lambda point: point.value))
    return TippingPoints(where, ordered, tuple(branches), _regimes(where, ordered, branches))


def _fold_points(where: Setting, folds: Folds) -> list[TippingPoint]:
    """Describe each fold: near it v goes as -R'' / (2 dR/dv) times the square of the pain beyond it."""
    felt = PAIN_SCALE * felt_pain(folds.pains, where.at(folds.values))
    # At a fold one eigenvalue is zero; if a pair grows besides, no ending is lost there.
    growing = np.sum(eigenvalues(where, folds.pains, folds.values).real > 1e-6, axis=-1)
    return [
        TippingPoint(
            kind="fold",
            value=float(folds.values[i]),
            felt_pain=float(felt[i]),
            ending="" if growing[i] else "calm" if folds.bends[i] > 0 else "painful",
            lost="above" if folds.bends[i] * folds.pulls[i] > 0 else "below",
            period_days=None,
            residual=float(folds.residuals[i]),
        )
        for i in range(len(folds.values))
    ]


def _crossing_points(where: Setting, pieces: list[Curve], spectra: list[Any]) -> list[TippingPoint]:
    """Find and describe the changes of stability away from the folds."""
    points = []
    for piece, spectrum in zip(pieces, spectra, strict=True):
        # The ends may be folds, where an eigenvalue is zero to rounding.
        inside = Curve(piece.values[1:-1], piece.pains[1:-1])
        for found in crossings(where, inside, spectrum[1:-1]):
            # Where a curve moves, only a fold takes a real eigenvalue through zero.
            if found.frequency <= _STILL and np.ptp(piece.pains) > 0:
                raise _missed(where, found.value, "stability changes without a fold")
            points.append(_crossing_point(where, found))
    return points


def _missed(where: Setting, value: float, why: str) -> RunError:
    """Say that the search went wrong."""
    return RunError(
        f"At {where.open[0].name} = {value:.6g} {why}: a tipping point was missed. Narrow the range with "
        "within=(low, high), and please report this person."
    )


def _crossing_point(where: Setting, found: Crossing) -> TippingPoint:
    """Describe a change of stability away from the folds."""
    k = where.at(found.value)
    pain = PAIN_SCALE * float(felt_pain(found.pain, k))
    higher = any(rest.felt_pain > pain + 1e-6 for rest in rests_of(k))
    swings = found.frequency > _STILL
    return TippingPoint(
        kind="hopf" if swings else "crossing",
        value=found.value,
        felt_pain=pain,
        ending="calm" if higher or pain < PAINFUL else "painful",
        lost=found.lost,
        period_days=2 * np.pi / found.frequency if swings else None,
        residual=found.residual,
    )


def _branch(where: Setting, pieces: list[Curve], spectra: list[Any]) -> Branch:
    """Put the pieces of a curve together again; a fold, their common point, counts once and as not stable."""
    values, pains, stable = [], [], []
    for i, (piece, spectrum) in enumerate(zip(pieces, spectra, strict=True)):
        holds = spectrum[:, 0].real < 0
        if i < len(pieces) - 1:
            holds[-1] = False
        values.append(piece.values[i > 0 :])
        pains.append(piece.pains[i > 0 :])
        stable.append(holds[i > 0 :])
    v, q = np.concatenate(values), np.concatenate(pains)
    felt = PAIN_SCALE * felt_pain(q, where.at(v))
    return Branch(v, PAIN_SCALE * q, felt, np.concatenate(stable), float(np.max(np.abs(where.gap(q, v)))))


def _regimes(where: Setting, points: tuple[TippingPoint, ...], branches: list[Branch]) -> tuple[Regime, ...]:
    """Count the endings between neighbouring tipping points, twice."""
    edges = [where.open[0].low, *(point.value for point in points), where.open[0].high]
    found = []
    for low, high in pairwise(edges):
        if high - low <= 1e-9 * (edges[-1] - edges[0]):
            continue
        there = rests_of(where.at(0.5 * (low + high)))
        for share in _LOOKS:
            _agree(where, (1 - share) * low + share * high, len(there), branches)
        endings = tuple(rest.felt_pain for rest in there.endings)
        found.append(Regime(float(low), float(high), len(endings), len(there), endings))
    return tuple(found)


def _agree(where: Setting, value: float, expected: int, branches: list[Branch]) -> None:
    """Make sure that as many curves pass a value as there are rests."""
    passing = sum(int(np.sum(np.diff((branch.values > value).astype(int)) != 0)) for branch in branches)
    if passing != expected:
        raise _missed(where, value, f"there should be {expected} rests, but {passing} curves of rests pass")
