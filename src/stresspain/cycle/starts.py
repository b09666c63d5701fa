"""Where many people start: the calm and the painful rest of each, found for all at once.

Both searches go round the cycle, as `stresspain.cycle.rests.calm` does for one person. From a pain
q below every rest, no rest lies between q and the least that can come out (see
`stresspain.cycle.rests` for the bounds, which also hold for rho < 0), so q may move up that far and
passes none; from above it moves down likewise. Steps shrink by R' a round. Who is still moving
after `_ROUNDS` is close to a tipping point (about one in 20,000) and is left to the full search.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import numpy.typing as npt

from stresspain.cycle.rests import PAINFUL, calm, no_painful_ending, painful
from stresspain.cycle.return_map import pain_out, slope
from stresspain.model.equations import State, felt_pain, settled
from stresspain.model.errors import InputError
from stresspain.model.wiring import jacobian

Floats = npt.NDArray[np.float64]

_ROUNDS = 400
#: What a round still adds when Newton's method takes over.
_NEAR = 1e-6
#: How far Newton's method may go from there: no wider than the cells in which `rests` counts roots.
_REACH = 2e-5


def calm_many(k: SimpleNamespace, n: int) -> Floats:
    """Return the lowest rest of each person.

    Parameters
    ----------
    k : object
        Every parameter as an attribute, shape (n,).
    n : int
        How many people.

    Returns
    -------
    ndarray, shape (5, n)
        The five states, dimensionless.
    """
    q, found = _pinned(k, _marched(k, np.zeros(n)))
    states = np.array(settled(q, k))
    for i in np.flatnonzero(~found).tolist():
        states[:, i] = calm(of_one(k, i))
    return states


def painful_many(k: SimpleNamespace, n: int) -> tuple[Floats, dict[int, str]]:
    """Return each person's highest stable rest, and why there is none where there is none.

    Parameters
    ----------
    k : object
        Every parameter as an attribute, shape (n,).
    n : int
        How many people.

    Returns
    -------
    states : ndarray, shape (5, n)
        The five states, dimensionless; NaN for a person without a painful ending.
    missing : dict of int to str
        Person -> the reason, as `stresspain.cycle.rests.painful` words it.
    """
    low, low_found = _pinned(k, _marched(k, np.zeros(n)))
    high, high_found = _pinned(k, _marched(k, np.ones(n)))
    states = np.array(settled(high, k))
    stable = _stable(states, k)
    alone = np.abs(high - low) <= 1e-9
    felt = 10.0 * felt_pain(high, k)
    both = ~alone & _stable(np.array(settled(low, k)), k)
    sure = low_found & high_found & np.where(stable, alone | both, alone)
    missing: dict[int, str] = {}
    for i in np.flatnonzero(sure & alone & ~(stable & (felt >= PAINFUL))).tolist():
        missing[i] = str(no_painful_ending(float(k.load[i]), float(felt[i]) if stable[i] else None))
    for i in np.flatnonzero(~sure).tolist():
        try:
            states[:, i] = painful(of_one(k, i))
        except InputError as error:
            missing[i] = str(error)
    states[:, list(missing)] = np.nan
    return states, missing


def some(k: SimpleNamespace, places: Any) -> SimpleNamespace:
    """Return the parameters of some of the people."""
    return SimpleNamespace(**{name: values[places] for name, values in vars(k).items()})


def of_one(k: SimpleNamespace, i: int) -> SimpleNamespace:
    """Return the parameters of one person as floats."""
    return SimpleNamespace(**{name: float(values[i]) for name, values in vars(k).items()})


def _marched(k: SimpleNamespace, q: Floats) -> Floats:
    """Go round the cycle from `q` until a round adds next to nothing, or for `_ROUNDS`."""
    reached = q.copy()
    moving = np.arange(len(q))
    for turn in range(_ROUNDS):
        gap, q = _round(k, q)
        # Gathering those still moving costs more than a round: not every time.
        if turn % 4 == 3:
            reached[moving] = q
            far = np.abs(gap) > _NEAR
            if not far.any():
                break
            moving, q, k = moving[far], q[far], some(k, far)
    reached[moving] = q if len(q) == len(moving) else reached[moving]
    return reached


def _round(k: SimpleNamespace, q: Floats) -> tuple[Floats, Floats]:
    """Return R(q) - q, and how far q may move without passing a rest."""
    out = pain_out(q, k)
    bound = out
    restrained = np.flatnonzero(k.rho < 0)
    if len(restrained):
        bound = out.copy()
        bound[restrained] = pain_out(q[restrained], some(k, restrained), q_cortisol=out[restrained])
    gap = out - q
    # Never back: where the bound on R proves nothing, q stays.
    return gap, np.where(gap >= 0, np.maximum(q, bound), np.minimum(q, bound))


def _pinned(k: SimpleNamespace, q: Floats) -> tuple[Floats, Any]:
    """Polish each q to rounding, and say for whom that is sure."""
    at = q
    for _ in range(3):
        with np.errstate(divide="ignore", invalid="ignore"):
            at = at - (pain_out(at, k) - at) / (slope(at, k) - 1.0)
    miss = np.abs(pain_out(at, k) - at)
    sure = (np.abs(at - q) <= _REACH) & (miss <= 1e-14) & (slope(q, k) < 0.95) & (slope(at, k) < 0.95)
    return np.where(sure, at, q), sure


def _stable(states: Floats, k: SimpleNamespace) -> Any:
    """Return whether each person's rest is stable, by the eigenvalues of the Jacobian."""
    return np.linalg.eigvals(jacobian(State(*states), k)).real.max(axis=-1) < 0
