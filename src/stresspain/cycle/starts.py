"""Where many people start: the calm and the painful rest of each, found for all at once.

Both searches go round the cycle, as `stresspain.cycle.rests.calm` does for one person. From a pain
q below every rest, no rest lies between q and the least that can come out (see
`stresspain.cycle.levels` for the bounds, which also hold for rho < 0), so q may move up that far and
passes none; from above it moves down likewise. Steps shrink by R' a round, so after a few rounds
each person leaps: the rest is estimated, points are laid towards it ever more densely, and q moves on
as far as what comes out at each point reaches the next one, which proves that no rest was passed.
Whoever stays too close to a tipping point to be sure is left to the full search.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from stresspain.cycle.rests import PAINFUL, calm, no_painful_ending, painful
from stresspain.cycle.return_map import pain_out
from stresspain.model.equations import State, felt_pain, settled
from stresspain.model.errors import InputError
from stresspain.model.wiring import jacobian

Floats = npt.NDArray[np.float64]

#: Rounds before the first leap, and leaps at most.
_ROUNDS, _LEAPS = 12, 60
#: Points that a first leap lays, and a late one: fewer people leap then. Never by how many leap together: nobody's
#: start may depend on who is beside them, not even in the last bit.
_LEAST, _MOST = 8, 256
#: Step of the slope, by a central difference; exact enough to steer by.
_STEP = 1e-6
#: How far Newton's method may go: no wider than the cells in which `rests` counts roots.
_REACH = 2e-5
#: That it passes no two rests on the way is believed where the slope stays this far below 1 ...
_CLEAR = 1e-3
#: ... and where it could not reach 1 on the way, even if it rose by this much for each unit of pain.
_BEND = 2500.0


class Cycle:
    """Everyone's cycle, cut open at pain. Whoever computes it faster offers the same methods."""

    def __init__(self, k: SimpleNamespace) -> None:
        self.k = k

    def out(self, q: Floats, q_cortisol: Floats | None = None) -> Floats:
        """Return the pain that comes out of each; see `stresspain.cycle.return_map.pain_out`."""
        out: Floats = pain_out(q, self.k, q_cortisol)
        return out

    def some(self, places: Any) -> Cycle:
        """Return the cycles of some of the people."""
        return Cycle(some(self.k, places))

    def each(self, count: int) -> Cycle:
        """Return everyone's cycle `count` times in a row."""
        return Cycle(SimpleNamespace(**{name: np.repeat(values, count) for name, values in vars(self.k).items()}))


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
    """Move from `q` towards the first rest until Newton's method may take over, for `_LEAPS` at most."""
    at = _At(cycle, rho, q, *_round(cycle, rho, q), np.zeros(len(q)))
    for _ in range(_ROUNDS):
        at = at.next()
    reached = at.q.copy()
    moving = np.arange(len(q))
    for leap in range(_LEAPS):
        far = np.abs(at.gap) > 0.5 * (1.0 - at.slope) * _reach(at.slope)
        if not far.any():
            break
        places = np.flatnonzero(far)
        moving, at = moving[places], at.some(places).leap(min(_LEAST << leap // 2, _MOST))
        reached[moving] = at.q
    return reached


class _At(NamedTuple):
    """Where everyone is on the way to a rest."""

    cycle: Cycle
    rho: Floats
    q: Floats
    #: R(q) - q, how far q may go without passing a rest, and a slope of R behind q.
    gap: Floats
    onward: Floats
    slope: Floats

    def some(self, places: npt.NDArray[np.intp]) -> _At:
        """Return the same for some of the people."""
        return _At(self.cycle.some(places), *(values[places] for values in self[1:]))

    def next(self) -> _At:
        """Go as far as one round allows."""
        gap, onward = _round(self.cycle, self.rho, self.onward)
        return self._replace(q=self.onward, gap=gap, onward=onward, slope=_secant(self.onward - self.q, gap - self.gap))

    def leap(self, count: int) -> _At:
        """Go as far as a row of points proves to be free of rests; at least one round far."""
        n = len(self.q)
        points = self._points(count)
        beyond = np.append(points[:, 1:], points[:, -1:], axis=1)
        cycle, rho = self.cycle.each(count), np.repeat(self.rho, count)
        out = cycle.out(points.ravel())
        bound = _least(cycle, rho, points.ravel(), beyond.ravel(), out).reshape(n, count)
        out = out.reshape(n, count)
        short = np.sign(self.gap)[:, None] * (bound[:, :-1] - points[:, 1:]) < 0
        last = np.where(short.any(axis=1), short.argmax(axis=1), count - 1)
        rows = np.arange(n), np.maximum(last - 1, 0)
        before, gap_before = points[rows], out[rows] - points[rows]
        q = points[rows[0], last]
        gap, onward = _round(self.cycle, self.rho, q)
        # Whoever came no further than the first point keeps the slope behind it.
        slope = np.where(last > 0, _secant(q - before, gap - gap_before), _secant(q - self.q, gap - self.gap))
        return self._replace(q=q, gap=gap, onward=onward, slope=slope)

    def _points(self, count: int) -> Floats:
        """Lay points from one round on: what is left of the way shrinks (or grows) a little less than R makes it."""
        rest = 1.0 - np.clip(self.slope, 0.0, 2.0)
        rest = np.where(np.abs(rest) < 1e-4, 1e-4, rest)
        left = self.gap / rest - (self.onward - self.q)
        shrinking = np.exp(np.log1p(-0.7 * rest)[:, None] * np.arange(count))
        return np.clip(self.onward[:, None] + left[:, None] * (1.0 - shrinking), 0.0, 1.0)


def _secant(moved: Floats, gained: Floats) -> Floats:
    """Return the slope of R between two points, from how far apart they are and how much R(q) - q differs."""
    still = moved == 0.0
    slope: Floats = np.where(still, 0.0, 1.0 + gained / np.where(still, 1.0, moved))
    return slope


def _reach(slope: Floats) -> Floats:
    """Return how far Newton's method may go where R has this slope."""
    return np.minimum(_REACH, np.maximum(1.0 - slope, 0.0) / _BEND)


def _round(cycle: Cycle, rho: Floats, q: Floats) -> tuple[Floats, Floats]:
    """Return R(q) - q, and how far q may move without passing a rest."""
    out = cycle.out(q)
    bound = _least(cycle, rho, q, out, out)
    gap = out - q
    # Never back: where the bound on R proves nothing, q stays.
    return gap, np.where(gap >= 0, np.maximum(q, bound), np.minimum(q, bound))


def _least(cycle: Cycle, rho: Floats, q: Floats, beyond: Floats, out: Floats) -> Floats:
    """Return what bounds R from q up (or down) to `beyond`: R(q), with cortisol at the far end where it restrains."""
    restrained = rho < 0
    return np.where(restrained, cycle.out(q, q_cortisol=beyond), out) if restrained.any() else out


def _pinned(cycle: Cycle, q: Floats) -> tuple[Floats, Any]:
    """Polish each q to rounding, and say for whom that is sure."""

    def slope(at: Floats) -> Floats:
        return (cycle.out(at + _STEP) - cycle.out(at - _STEP)) / (2.0 * _STEP)

    at, before = q, slope(q)
    for _ in range(3):
        # The slope hardly moves over so short a way; where it does, the miss below tells.
        with np.errstate(divide="ignore", invalid="ignore"):
            at = at - (cycle.out(at) - at) / (before - 1.0)
    steepest = np.maximum(before, slope(at))
    sure = (np.abs(at - q) <= _reach(steepest)) & (np.abs(cycle.out(at) - at) <= 1e-14) & (steepest < 1.0 - _CLEAR)
    return np.where(sure, at, q), sure


def _stable(states: Floats, k: SimpleNamespace) -> Any:
    """Return whether each person's rest is stable, by the eigenvalues of the Jacobian."""
    return np.linalg.eigvals(jacobian(State(*states), k)).real.max(axis=-1) < 0
