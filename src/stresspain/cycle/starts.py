"""Where many people start: the calm and the painful rest of each, found for all at once.

Both searches go round the cycle, as `stresspain.cycle.rests.calm` does for one person. From a pain
q below every rest, no rest lies between q and the least that can come out (see
`stresspain.cycle.levels` for the bounds, which also hold for rho < 0), so q may move up that far and
passes none; from above it moves down likewise. Steps shrink by R' a round. Who is still moving
after `_ROUNDS` is close to a tipping point (about one in 20,000) and is left to the full search.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import numpy.typing as npt

from stresspain.cycle.rests import PAINFUL, calm, no_painful_ending, painful
from stresspain.cycle.return_map import pain_out
from stresspain.model.equations import State, felt_pain, settled
from stresspain.model.errors import InputError
from stresspain.model.wiring import jacobian

Floats = npt.NDArray[np.float64]

_ROUNDS = 400
#: What a round still adds when Newton's method takes over.
_NEAR = 1e-6
#: Step of the slope, by a central difference; exact enough to steer by.
_STEP = 1e-6
#: How far Newton's method may go from there: no wider than the cells in which `rests` counts roots.
_REACH = 2e-5


class Cycle:
    """Everyone's cycle, cut open at pain. Whoever computes it faster offers the same two methods."""

    def __init__(self, k: SimpleNamespace) -> None:
        self.k = k

    def out(self, q: Floats, q_cortisol: Floats | None = None) -> Floats:
        """Return the pain that comes out of each; see `stresspain.cycle.return_map.pain_out`."""
        out: Floats = pain_out(q, self.k, q_cortisol)
        return out

    def some(self, places: Any) -> Cycle:
        """Return the cycles of some of the people."""
        return Cycle(some(self.k, places))


def calm_many(k: SimpleNamespace, n: int, cycle: type[Cycle] = Cycle) -> Floats:
    """Return the lowest rest of each person.

    Parameters
    ----------
    k : object
        Every parameter as an attribute, shape (n,).
    n : int
        How many people.
    cycle : type
        Made of `k`; goes round the cycle.

    Returns
    -------
    ndarray, shape (5, n)
        The five states, dimensionless.
    """
    everyone = cycle(k)
    q, found = _pinned(everyone, _marched(everyone, k.rho, np.zeros(n)))
    states = np.array(settled(q, k))
    for i in np.flatnonzero(~found).tolist():
        states[:, i] = calm(of_one(k, i))
    return states


def painful_many(k: SimpleNamespace, n: int, cycle: type[Cycle] = Cycle) -> tuple[Floats, dict[int, str]]:
    """Return each person's highest stable rest, and why there is none where there is none.

    Parameters
    ----------
    k : object
        Every parameter as an attribute, shape (n,).
    n : int
        How many people.
    cycle : type
        As for `calm_many`.

    Returns
    -------
    states : ndarray, shape (5, n)
        The five states, dimensionless; NaN for a person without a painful ending.
    missing : dict of int to str
        Person -> the reason, as `stresspain.cycle.rests.painful` words it.
    """
    everyone = cycle(k)
    low, low_found = _pinned(everyone, _marched(everyone, k.rho, np.zeros(n)))
    high, high_found = _pinned(everyone, _marched(everyone, k.rho, np.ones(n)))
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


def _marched(cycle: Cycle, rho: Floats, q: Floats) -> Floats:
    """Go round the cycle from `q` until a round adds next to nothing, or for `_ROUNDS`."""
    reached = q.copy()
    moving = np.arange(len(q))
    for turn in range(_ROUNDS):
        gap, q = _round(cycle, rho, q)
        # Gathering those still moving costs more than a round: not every time.
        if turn % 4 == 3:
            reached[moving] = q
            far = np.abs(gap) > _NEAR
            if not far.any():
                return reached
            moving, q, rho, cycle = moving[far], q[far], rho[far], cycle.some(far)
    reached[moving] = q
    return reached


def _round(cycle: Cycle, rho: Floats, q: Floats) -> tuple[Floats, Floats]:
    """Return R(q) - q, and how far q may move without passing a rest."""
    out = bound = cycle.out(q)
    restrained = np.flatnonzero(rho < 0)
    if len(restrained):
        bound = out.copy()
        bound[restrained] = cycle.some(restrained).out(q[restrained], q_cortisol=out[restrained])
    gap = out - q
    # Never back: where the bound on R proves nothing, q stays.
    return gap, np.where(gap >= 0, np.maximum(q, bound), np.minimum(q, bound))


def _pinned(cycle: Cycle, q: Floats) -> tuple[Floats, Any]:
    """Polish each q to rounding, and say for whom that is sure."""

    def slope(at: Floats) -> Floats:
        return (cycle.out(at + _STEP) - cycle.out(at - _STEP)) / (2.0 * _STEP)

    at, before = q, slope(q)
    for _ in range(3):
        # The slope hardly moves over so short a way; where it does, the miss below tells.
        with np.errstate(divide="ignore", invalid="ignore"):
            at = at - (cycle.out(at) - at) / (before - 1.0)
    sure = (np.abs(at - q) <= _REACH) & (np.abs(cycle.out(at) - at) <= 1e-14) & (before < 0.95) & (slope(at) < 0.95)
    return np.where(sure, at, q), sure


def _stable(states: Floats, k: SimpleNamespace) -> Any:
    """Return whether each person's rest is stable, by the eigenvalues of the Jacobian."""
    return np.linalg.eigvals(jacobian(State(*states), k)).real.max(axis=-1) < 0
