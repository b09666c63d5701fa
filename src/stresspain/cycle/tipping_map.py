"""Two numbers at once: where one ending, two endings or only a painful one exists. Illustrative, not clinical.

Each row of the map is a line in which one number is open; its curves of rests
(`stresspain.cycle.graphs`, or `stresspain.cycle.curves` where R answers both ways) are cut at their
folds, and the pieces that pass over a point are counted. The fold curves are followed separately
(`stresspain.cycle.fold_curves`), starting from every fold of the rows. At some points the count is
checked against the search of `stresspain.cycle.rests`, which misses none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from stresspain.cycle.fold_curves import Cusp, FoldCurve, cusps, described, follow
from stresspain.cycle.folds import find_folds
from stresspain.cycle.graphs import Floats
from stresspain.cycle.rests import PAINFUL, rests_of
from stresspain.cycle.rows import Counts, count_rows, row_curves
from stresspain.cycle.setting import Setting, setting, spread
from stresspain.model.errors import InputError, RunError, shown
from stresspain.model.interventions import Intervention
from stresspain.model.views import view

#: What a point of the map may be, by its code.
KINDS = ("one calm ending", "two endings", "only a painful ending", "no steady ending")

_CALM, _TWO, _PAINFUL, _NONE = range(4)
_LARGEST = 1000
_COLUMNS = 21
_CHECKS = 5


@dataclass(frozen=True, eq=False)
class TippingMap:
    """Endings over two numbers.

    Attributes
    ----------
    setting : Setting
        Who, under what, and which two numbers are open between which ends: x, then y.
    x, y : ndarray, shape (n_x,), (n_y,)
        Values of the two numbers, in their units.
    kinds : ndarray of int, shape (n_y, n_x)
        What there is at each point: a place in `KINDS`. A lone ending is painful from felt pain 3 on.
    curves : tuple of FoldCurve
        Where an ending is born or lost.
    cusps : tuple of Cusp
        Where two folds meet: beyond, nothing tips.
    """

    setting: Setting
    x: Floats
    y: Floats
    kinds: npt.NDArray[np.int8]
    curves: tuple[FoldCurve, ...]
    cusps: tuple[Cusp, ...]

    @property
    def shares(self) -> dict[str, float]:
        """The share of the map that each kind covers."""
        return {kind: float(np.mean(self.kinds == i)) for i, kind in enumerate(KINDS)}

    @property
    def residual(self) -> float:
        """The largest residual of any fold curve or cusp."""
        return max([curve.residual for curve in self.curves] + [cusp.residual for cusp in self.cusps], default=0.0)

    def explain(self) -> str:
        """Say in plain sentences what the map shows."""
        return str(view("explain tipping map")(self))

    def plot(self) -> Any:
        """Return the map as a picture with alternative text."""
        return view("plot tipping map")(self)

    def to_dict(self) -> dict[str, Any]:
        """Return names, ends, shares, fold curves and cusps as plain data (JSON)."""
        names = [quantity.name for quantity in self.setting.open]
        return {
            "setting": self.setting.to_dict(),
            "x": names[0],
            "y": names[1],
            "from": [quantity.low for quantity in self.setting.open],
            "to": [quantity.high for quantity in self.setting.open],
            "shares": self.shares,
            "curves": [
                {"x": c.x.tolist(), "y": c.y.tolist(), "felt_pain": c.felt_pain.tolist(), "residual": c.residual}
                for c in self.curves
            ],
            "cusps": [dict(vars(cusp)) for cusp in self.cusps],
            "residual": self.residual,
        }

    def __repr__(self) -> str:
        x, y = (quantity.name for quantity in self.setting.open)
        return f"<Tipping map of {x} and {y}: {len(self.curves)} fold curves, {len(self.cusps)} cusps (illustrative)>"


def tipping_map(
    x: str = "load",
    y: str = "g",
    *,
    person: Any = None,
    load: float | None = None,
    damage: float | None = None,
    plan: Intervention | tuple[Intervention, ...] | list[Intervention] = (),
    within: tuple[tuple[float, float] | None, tuple[float, float] | None] = (None, None),
    size: tuple[int, int] = (200, 200),
) -> TippingMap:
    """Find, for two numbers at once, where one ending, two endings or only a painful one exists.

    Parameters
    ----------
    x, y : str
        Two different parameters; or interventions of the plan by name, for dose (mg/day) or strength.
    person : Person or mapping of str to float, optional
        Whose other numbers.
    load, damage : float, optional
        Held for good where they are not open; dimensionless.
    plan : Intervention or sequence of Intervention
        Taken for good at the amount of their first course.
    within : pair of (low, high) or None
        Only this part of the range of x, of y.
    size : (int, int)
        Points along x and along y, 2 to 1,000 each.

    Returns
    -------
    TippingMap

    Raises
    ------
    InputError
        If a name is unknown, a number out of range, or `within` goes beyond a declared range.
    RunError
        If a fold curve could not be followed, or the counts of rests disagree.

    Examples
    --------
    >>> found = tipping_map("load", "g", size=(40, 40))
    >>> [(round(cusp.x, 5), round(cusp.y, 5)) for cusp in found.cusps]
    [(0.68139, 1.57465)]
    """
    if x == y:
        raise InputError(f"x = y = {shown(x)}: a map needs two different numbers, such as 'load' and 'g'.")
    where = setting([x, y], person=person, load=load, damage=damage, plan=plan, within=list(within))
    across, up = (spread(quantity, n) for quantity, n in zip(where.open, _size(size), strict=True))
    # A row is a line along which R should answer one way, or at least both ways, rather than not at all.
    turned = _rank(where, 1) > _rank(where, 0)
    counted = count_rows(where.turned(), up, across) if turned else count_rows(where, across, up)
    starts = np.concatenate((_in_order(counted.folds, turned), _in_order(_folds_across(where, turned), not turned)))
    found = follow(where, starts)
    kinds = _kinds(counted.endings, counted.painful)
    kinds = kinds.T if turned else kinds
    _check(where, across, up, kinds)
    tips = tuple(cusp for curve in found for cusp in cusps(where, curve))
    return TippingMap(where, across, up, kinds, tuple(described(where, curve) for curve in found), tips)


def _size(size: Any) -> tuple[int, int]:
    """Check the numbers of points."""
    if not isinstance(size, (tuple, list)) or len(size) != 2 or not all(isinstance(n, int) for n in size):
        raise InputError(f"size = {shown(size)} is not a pair of whole numbers such as (200, 200).")
    if not all(2 <= n <= _LARGEST for n in size):
        raise InputError(f"size = {shown(size)}: a map has 2 to {_LARGEST} points along x and along y.")
    return int(size[0]), int(size[1])


def _rank(where: Setting, i: int) -> int:
    """Rank the i-th open number as the one along a row: one way (2), both ways (1), not at all (0)."""
    return 0 if not where.pushes(i) else 2 if where.one_way(i) else 1


def _in_order(points: Floats, turned: bool) -> Floats:
    """Return points as (q, x, y), also where they were found as (q, y, x)."""
    return points[:, [0, 2, 1]] if turned else points


def _folds_across(where: Setting, turned: bool) -> Floats:
    """Return folds on a few lines the other way, so that no curve hides between two rows."""
    other = where if turned else where.turned()
    if _rank(other, 0) < 2:
        return np.zeros((0, 3))
    lines = spread(other.open[1], _COLUMNS)
    folds = find_folds(other, row_curves(other, lines), lines)
    return np.column_stack((folds.pains, folds.values, lines[folds.rows]))


def _kinds(endings: Counts, painful: Counts) -> npt.NDArray[np.int8]:
    """Name what there is at each point by its place in `KINDS`."""
    lone = np.where(painful > 0, _PAINFUL, _CALM)
    return np.select([endings == 0, endings == 1], [_NONE, lone], _TWO).astype(np.int8)


def _check(where: Setting, across: Floats, up: Floats, kinds: npt.NDArray[np.int8]) -> None:
    """Make sure at a few points that the search that misses no rest comes to the same."""
    for j in np.linspace(0, len(up) - 1, _CHECKS + 2).astype(int)[1:-1]:
        for i in np.linspace(0, len(across) - 1, _CHECKS + 2).astype(int)[1:-1]:
            there = rests_of(where.at(float(across[i]), float(up[j]))).endings
            hurts = [rest.felt_pain >= PAINFUL for rest in there]
            expected = _kinds(np.array(len(there)), np.array(sum(hurts)))
            close = any(abs(rest.gain - 1) < 1e-3 or abs(rest.felt_pain - PAINFUL) < 1e-3 for rest in there)
            if expected != kinds[j, i] and not close:
                names = where.open[0].name, where.open[1].name
                raise RunError(
                    f"At {names[0]} = {across[i]:.6g}, {names[1]} = {up[j]:.6g} there is {KINDS[int(expected)]}, but "
                    f"the map says {KINDS[int(kinds[j, i])]}. Narrow the ranges, and please report this person."
                )
