"""Two states held, the three others settled: how the two would move then. Illustrative, not clinical.

Which pain goes with two held states is a question of its own, Q = pain out of Q with these two
held: pain still feeds itself through the three others. Where more than one pain answers it the
lowest is taken, and the place is marked.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np
import numpy.typing as npt

from stresspain.model.equations import State, observables, rates, settled
from stresspain.model.errors import InputError, shown, unknown

Floats = npt.NDArray[np.float64]

_PAINS = np.linspace(0.0, 1.0, 97)

#: Each state with what it means, for messages and axes.
STATES = {
    "stress": "perceived stress",
    "cortisol": "cortisol tone, 1 = own baseline",
    "tension": "muscle tension",
    "inflammation": "inflammatory tone",
    "sensitivity": "pain sensitivity",
}


@dataclass(frozen=True, eq=False)
class Plane:
    """How two states move while the others are settled.

    Attributes
    ----------
    x, y : ndarray, shape (n_x,), (n_y,)
        Values of the two states, dimensionless.
    dx, dy : ndarray, shape (n_y, n_x)
        Their rates, 1/day.
    several : ndarray of bool, shape (n_y, n_x)
        Where the others could settle in more than one way; the way with the least pain is taken.
    """

    x: Floats
    y: Floats
    dx: Floats
    dy: Floats
    several: npt.NDArray[np.bool_]


def plane(names: tuple[str, str], x: Floats, y: Floats, k: SimpleNamespace) -> Plane:
    """Return the flow over two states, on the grid that `x` and `y` span."""
    across, up = np.meshgrid(x, y)
    state, several = settle_others(dict(zip(check_pair(*names), (across.ravel(), up.ravel()), strict=True)), k)
    moving = rates(state, k)._asdict()
    dx, dy = (np.reshape(moving[name], across.shape) for name in names)
    return Plane(x, y, dx, dy, several.reshape(across.shape))


def check_pair(x: object, y: object) -> tuple[str, str]:
    """Return the names of two different states.

    Raises
    ------
    InputError
        If one is no state, or both are the same.
    """
    for name in (x, y):
        if not isinstance(name, str) or name not in STATES:
            raise unknown("state", name, STATES)
    if x == y:
        raise InputError(f"x = y = {shown(x)}: a phase portrait needs two different states.")
    return str(x), str(y)


def settle_others(held: dict[str, Any], k: SimpleNamespace) -> tuple[State, npt.NDArray[np.bool_]]:
    """Let all states settle that are not held, with the least pain possible.

    Parameters
    ----------
    held : dict of str to ndarray, shape (n,)
        States held, by name.
    k : object
        The parameters as attributes, numbers.

    Returns
    -------
    state : State of ndarray, shape (n,)
    several : ndarray of bool, shape (n,)
        Where they could settle in more than one way.
    """
    wide = {name: np.asarray(values, dtype=float)[:, None] for name, values in held.items()}
    gaps = observables(settled(_PAINS, k, held=wide), k).pain - _PAINS
    # R - q begins at 0 or above and ends below 0: the first step down holds the lowest pain.
    below = gaps < 0
    first = np.argmax(below, axis=1)
    several = np.sum(below[:, 1:] != below[:, :-1], axis=1) > 1
    low, high = _PAINS[np.maximum(first - 1, 0)], _PAINS[first]
    for _ in range(50):
        middle = 0.5 * (low + high)
        over = observables(settled(middle, k, held=held), k).pain >= middle
        low, high = np.where(over, middle, low), np.where(over, high, middle)
    found = settled(0.5 * (low + high), k, held=held)
    return State(*(np.broadcast_to(part, low.shape) for part in found)), several
