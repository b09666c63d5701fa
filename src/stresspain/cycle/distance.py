"""How far an ending is from being lost, in one number. Illustrative, not clinical."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from stresspain.cycle.rests import PAINFUL, Rest, rests_of
from stresspain.cycle.setting import Setting, setting
from stresspain.cycle.tipping import tipping_points_of
from stresspain.cycle.tipping_results import Branch, TippingPoint, TippingPoints
from stresspain.model.errors import InputError, RunError, shown
from stresspain.model.interventions import Intervention
from stresspain.model.views import view

_STARTS = ("calm", "painful")
#: Felt pain by which a rest may lie off the line between two points of its curve.
_SAME = 0.1


@dataclass(frozen=True)
class Distance:
    """How far one number may move before the ending is lost.

    Attributes
    ----------
    setting : Setting
        Who, under what, and which number moves between which ends.
    ending : {"calm", "painful", "only"}
        Which ending is looked at; the only one where there is no other.
    now : float
        The number now, in its unit.
    felt_pain : float
        At that ending now, 0 to 10.
    below, above : TippingPoint or None
        Where the ending is lost as the number falls, as it rises; None if it stays to the end of the range.
    """

    setting: Setting
    ending: str
    now: float
    felt_pain: float
    below: TippingPoint | None
    above: TippingPoint | None

    @property
    def nearest(self) -> TippingPoint | None:
        """The nearer one of `below` and `above`; None if the ending is not lost in the range."""
        both = [point for point in (self.below, self.above) if point is not None]
        return min(both, key=lambda point: abs(point.value - self.now), default=None)

    @property
    def value(self) -> float:
        """By how much the number must change, in its unit, with its sign; NaN if no change in the range will do."""
        return self.nearest.value - self.now if self.nearest is not None else float("nan")

    @property
    def residual(self) -> float:
        """The larger residual of the two tipping points."""
        return max((point.residual for point in (self.below, self.above) if point is not None), default=0.0)

    def explain(self) -> str:
        """Say in plain sentences how far the ending is from being lost."""
        return str(view("explain distance")(self))

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain data (JSON)."""
        return {
            "setting": self.setting.to_dict(),
            "parameter": self.setting.open[0].name,
            "unit": self.setting.open[0].unit,
            "ending": self.ending,
            "now": self.now,
            "felt_pain": self.felt_pain,
            "below": dict(vars(self.below)) if self.below else None,
            "above": dict(vars(self.above)) if self.above else None,
            "distance": self.value if self.nearest is not None else None,
            "residual": self.residual,
        }


def distance_to_tipping(
    parameter: str = "load",
    *,
    start: str = "calm",
    person: Any = None,
    load: float | None = None,
    damage: float | None = None,
    plan: Intervention | tuple[Intervention, ...] | list[Intervention] = (),
) -> Distance:
    """Find by how much one number must change for an ending to be lost.

    Parameters
    ----------
    parameter : str
        Any parameter; an intervention of the plan by its name, for its dose (mg/day) or strength; or
        ``"dose"`` or ``"strength"`` where the plan holds just one thing taken so.
    start : {"calm", "painful"}
        Which ending: the lower or the upper one; the same where there is only one.
    person : Person or mapping of str to float, optional
        Whose numbers.
    load, damage : float, optional
        Now; dimensionless.
    plan : Intervention or sequence of Intervention
        Taken for good at the amount of their first course.

    Returns
    -------
    Distance

    Raises
    ------
    InputError
        If a name is unknown, a number out of range, or there is no such ending.

    Examples
    --------
    >>> near = distance_to_tipping("load", load=0.4)
    >>> round(near.value, 4)  # so much more load and the calm ending is gone
    0.1469
    """
    where = setting([parameter], person=person, load=load, damage=damage, plan=plan)
    if start not in _STARTS:
        raise InputError(f"start = {shown(start)} is not known. Use 'calm' or 'painful'.")
    now = where.now()
    there = rests_of(where.at(now)).endings
    if not there:
        raise InputError(
            f"At {where.open[0].name} = {now:g} this person has no steady ending, so none can be lost. "
            "See tipping_points() for where one begins."
        )
    rest = there[0] if start == "calm" else there[-1]
    if start == "painful" and len(there) == 1 and rest.felt_pain < PAINFUL:
        raise InputError(
            f"start = 'painful': at {where.open[0].name} = {now:g} this person has one ending only, felt pain "
            f"{rest.felt_pain:.2f} of 10. Use start='calm'."
        )
    found = tipping_points_of(where)
    branch, begin, end = _stretch(found, now, rest)
    lost = [_lost_at(found, branch, begin, begin - 1), _lost_at(found, branch, end, end + 1)]
    points = {point.lost: point for point in lost if point is not None}
    ending = start if len(there) > 1 else "only"
    return Distance(where, ending, now, rest.felt_pain, points.get("below"), points.get("above"))


def _stretch(found: TippingPoints, now: float, rest: Rest) -> tuple[Branch, int, int]:
    """Return the stable stretch of a curve on which a rest lies, by its first and last point."""
    near: list[tuple[float, int, int, int]] = []
    for b, branch in enumerate(found.branches):
        changes = np.flatnonzero(np.diff(branch.stable.astype(int))) + 1
        for begin, end in pairwise([0, *changes.tolist(), len(branch.stable)]):
            # Its neighbours, where it is no longer stable, close the gap to its tipping points.
            part = slice(max(begin - 1, 0), end + 1)
            values, pains = branch.values[part], branch.felt_pain[part]
            if branch.stable[begin] and values.min() <= now <= values.max():
                order = np.argsort(values, kind="stable")
                miss = abs(float(np.interp(now, values[order], pains[order])) - rest.felt_pain)
                near.append((miss, b, begin, end - 1))
    if not near or min(near)[0] > _SAME:
        raise RunError(
            f"The ending at {found.parameter} = {now:g} (felt pain {rest.felt_pain:.4g} of 10) lies on no curve of "
            "rests. Please report this person."
        )
    _, b, begin, end = min(near)
    return found.branches[b], begin, end


def _lost_at(found: TippingPoints, branch: Branch, last: int, beyond: int) -> TippingPoint | None:
    """Return the tipping point between the last stable point and the next; None at an end of the range."""
    if not 0 <= beyond < len(branch.values):
        return None
    low, high = sorted((branch.values[last], branch.values[beyond]))
    between = [point for point in found.points if low <= point.value <= high]
    return min(between, key=lambda point: abs(point.felt_pain - branch.felt_pain[last]))
