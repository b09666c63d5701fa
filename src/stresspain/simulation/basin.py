"""Which starts end where: the line between two endings in the plane of two states. Illustrative, not clinical.

Exactly what the line is: a start is two given states, the three others settled to them (as in
`stresspain.cycle.plane`); all five then run free. On one side of the line such a start ends calm, on
the other painful. It is found by running the whole model from many starts and halving between two
that end differently, not from the flow of the two states alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np
import numpy.typing as npt

from stresspain.cycle.plane import check_pair, settle_others
from stresspain.cycle.rests import Rests, rests_of
from stresspain.cycle.setting import Setting
from stresspain.model.equations import State
from stresspain.model.parameters import PERSONAL, Person
from stresspain.model.schedule import LONGEST
from stresspain.simulation.run import simulate

Floats = npt.NDArray[np.float64]

_HALVINGS = 9
_LOOKS = 8
_ARRIVED = 8.0


@dataclass(frozen=True, eq=False)
class Divide:
    """The line between starts that end calm and starts that end painful.

    Attributes
    ----------
    x, y : ndarray, shape (n,)
        Points on it, dimensionless; empty where all starts end the same way.
    upright : bool
        Whether it was searched along x, for given values of y, since it rises steeply.
    width : float
        How far a point may lie off, in the direction in which it was searched.
    days : float
        How long the runs were that decided it.
    """

    x: Floats
    y: Floats
    upright: bool
    width: float
    days: float


def divide(names: tuple[str, str], where: Setting, x: Floats, y: Floats) -> Divide:
    """Find the line between two endings, within the ranges of two states.

    Parameters
    ----------
    names : (str, str)
        Two different states.
    where : Setting
        With nothing open; its plan counts as at its long-run level from the start.
    x, y : ndarray, shape (n,)
        Values of the two states, rising, at which the line is looked for.

    Returns
    -------
    Divide

    Raises
    ------
    InputError
        If a name is no state, or both are the same.
    """
    across, up = check_pair(*names)
    line = _searched((across, up), where, x, (float(y[0]), float(y[-1])))
    if len(line.x) >= len(x) / 2:
        return line
    other = _searched((up, across), where, y, (float(x[0]), float(x[-1])))
    return line if len(line.x) >= len(other.x) else Divide(other.y, other.x, True, other.width, other.days)


def _searched(names: tuple[str, str], where: Setting, x: Floats, ends: tuple[float, float]) -> Divide:
    """Search along the second state, for each value of the first, by halving."""
    k = where.at()
    found = rests_of(k)
    width = (ends[1] - ends[0]) / 2.0**_HALVINGS
    days = _long_enough(found)
    if len(found.endings) != 2:
        return Divide(np.zeros(0), np.zeros(0), False, width, days)
    # For rho >= 0 more of anything never ends calmer, so one look at either end suffices.
    looks = np.linspace(*ends, _LOOKS if where.restrains() else 2)
    across, along = np.meshgrid(x, looks, indexing="ij")
    painful = _ends_painful(names, across.ravel(), along.ravel(), k, found, days).reshape(across.shape)
    column, look = np.nonzero(painful[:, :-1] != painful[:, 1:])
    below, above, lower = looks[look], looks[look + 1], painful[column, look]
    for _ in range(_HALVINGS):
        middle = 0.5 * (below + above)
        same = _ends_painful(names, x[column], middle, k, found, days) == lower
        below, above = np.where(same, middle, below), np.where(same, above, middle)
    return Divide(x[column], 0.5 * (below + above), False, width, days)


def _ends_painful(
    names: tuple[str, str], x: Floats, y: Floats, k: SimpleNamespace, found: Rests, days: float
) -> npt.NDArray[np.bool_]:
    """Run the whole model from each start and say which ones end at the painful ending."""
    starts = np.array(settle_others(dict(zip(names, (x, y), strict=True)), k)[0])
    person = Person(**{name: getattr(k, name) for name in PERSONAL})
    runs = (simulate(person=person, load=k.load, damage=k.damage, start=s, days=[0, days]) for s in starts.T)
    return np.array([_nearer_the_upper(run.last_state, found) for run in runs], dtype=bool)


def _long_enough(found: Rests) -> float:
    """Return the days in which a start beside the ridge leaves it and arrives at an ending."""
    leaving = max((rest.slowest_days for rest in found.ridges), default=0.0)
    arriving = max((rest.slowest_days for rest in found.endings), default=0.0)
    return min(_ARRIVED * (leaving + arriving), float(LONGEST))


def _nearer_the_upper(state: State, found: Rests) -> bool:
    """Say which of two endings a state is nearer to, each state measured by how far the endings lie apart."""
    lower, upper = (np.array(rest.state) for rest in found.endings)
    apart = np.maximum(np.abs(upper - lower), 1e-12)
    away = [float(np.sum(((np.array(state) - ending) / apart) ** 2)) for ending in (lower, upper)]
    return away[1] < away[0]
