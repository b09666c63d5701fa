"""All steady states, and none missed.

A rest is a pain q with R(q) = q. The search proves where none can be: over an interval [a, b] the
return map lies between ``low = R(a; cortisol at a or b)`` and ``high = R(b; cortisol at b or a)``
(everything rises with pain except, for rho < 0, what cortisol restrains, so that one enters with
the other end). Where ``low > b`` or ``high < a`` the interval holds no rest; touching both counts
as possible, so a rest on a cell's edge is kept. What cannot be ruled out is cut finer; in the
slivers left, of cells under 2e-5 wide, the points where R' = 1 are found first (and, near a cusp,
the point between them where R' turns), and the roots between them by sign. So two rests that are
about to merge are told apart down to about 1e-8 in pain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np

from stresspain.cycle.return_map import pain_out, slope, with_slope
from stresspain.model.equations import PAIN_SCALE, State, felt_pain, observables, settled
from stresspain.model.errors import InputError
from stresspain.model.interventions import Intervention, check_reach, turn_down
from stresspain.model.parameters import Person, parameter
from stresspain.model.plan import as_person, as_plan
from stresspain.model.views import view
from stresspain.model.wiring import jacobian

#: Felt pain (0-10) from which a lone rest is called painful.
PAINFUL = 3.0

_FIRST_CUT = 256
_FINER = 200

#: The climb to the calm rest: rounds at most, and a step (in pain) small enough to stop.
_ROUNDS = 40
_NEAR = 1e-6
#: A gain above which the polish by Newton's method is not trusted.
_STEEP = 0.95


@dataclass(frozen=True)
class Rest:
    """One steady state.

    Attributes
    ----------
    state : State
        The five states, dimensionless.
    felt_pain : float
        0 to 10.
    stable : bool
        Whether all eigenvalues of the Jacobian have negative real parts.
    eigenvalues : tuple of complex
        1/day, the slowest first.
    gain : float
        R'(q): what a little pain returns as, once round the cycle.
    residual : float
        ``|R(q) - q|``, the check it passed.
    """

    state: State
    felt_pain: float
    stable: bool
    eigenvalues: tuple[complex, ...]
    gain: float
    residual: float

    @property
    def slowest_days(self) -> float:
        """Days in which a small disturbance shrinks (or, unstable, grows) to 1/e (or e) times, at the slowest."""
        return 1.0 / abs(self.eigenvalues[0].real)


class Rests(tuple[Rest, ...]):
    """Every steady state of a person, lowest pain first: a tuple that can say what it holds."""

    __slots__ = ()

    @property
    def endings(self) -> tuple[Rest, ...]:
        """Those where a life can stay: the stable ones."""
        return tuple(rest for rest in self if rest.stable)

    @property
    def ridges(self) -> tuple[Rest, ...]:
        """Those that any push leads away from."""
        return tuple(rest for rest in self if not rest.stable)

    def explain(self) -> str:
        """Say in plain sentences how many endings there are, how they feel and how fast they are reached.

        Returns
        -------
        str

        Examples
        --------
        >>> print(rests(load=0.2).explain())
        One stable ending, felt pain 0.3 of 10: a small push settles in about 28 days.
        Illustrative, not clinical: this is a fact about five equations, not about a person.
        """
        return str(view("explain rests")(self))


def rests(
    person: Person | None = None,
    *,
    load: float = 0.3,
    damage: float = 0.0,
    plan: tuple[Intervention, ...] | list[Intervention] = (),
) -> Rests:
    """Return every steady state, lowest pain first.

    None is missed: over a cell of pains the return map is bounded from both sides, cells in which
    the bounds leave no room for R(q) = q are set aside, and all others are cut finer until their
    roots stand alone (see the module's text).

    Parameters
    ----------
    person : Person or mapping of str to float, optional
        Whose; the default person if none is given.
    load, damage : float
        Held for good, dimensionless, within their declared ranges.
    plan : sequence of Intervention
        Taken for good at the amount of their first course, so at full target level.

    Returns
    -------
    Rests
        A tuple of `Rest` with ``.endings``, ``.ridges`` and ``.explain()``.

    Raises
    ------
    InputError
        If a number is out of range, or the plan takes one there.

    Examples
    --------
    >>> [round(rest.felt_pain, 3) for rest in rests(load=0.3)]
    [0.436, 3.808, 5.619]
    >>> [rest.stable for rest in rests(load=0.3)]
    [True, False, True]
    """
    who, taken = as_person(person), as_plan(plan)
    check_reach(who, taken, {"load": (parameter("load").check(load),), "damage": (parameter("damage").check(damage),)})
    return rests_of(steady_numbers(who, load, damage, taken))


def rests_of(k: SimpleNamespace) -> Rests:
    """Return every steady state for parameters that are complete and checked."""
    return Rests(_rest(q, k) for q in pain_levels(k))


def steady_numbers(person: Person, load: float, damage: float, plan: Any = ()) -> SimpleNamespace:
    """Return the parameters with every intervention of `plan` at its long-run level."""
    k = person.numbers(parameter("load").check(load), parameter("damage").check(damage))
    turn_down(k, plan, [taken.target(taken.usual) for taken in plan])
    return k


def pain_levels(k: SimpleNamespace) -> list[float]:
    """Return every q in [0, 1] with R(q) = q, rising; see the module's text for why none is missed."""
    return list(_rising(k))


def _rising(k: SimpleNamespace) -> Iterator[float]:
    """Give the pain of each rest, lowest first, no further than asked."""
    for a, b in _slivers(np.linspace(0.0, 1.0, _FIRST_CUT + 1), k):
        cells = round((b - a) * _FIRST_CUT) * _FINER
        for finer in _slivers(np.linspace(a, b, cells + 1), k):
            yield from _roots(*finer, k)


def _slivers(edges: Any, k: SimpleNamespace) -> list[tuple[float, float]]:
    """Return the ends of each group of touching cells where the bounds on R rule no rest out."""
    low, high = edges[:-1], edges[1:]
    if k.rho >= 0:
        out = pain_out(edges, k)
        least, greatest = out[:-1], out[1:]
    else:
        least, greatest = pain_out(low, k, q_cortisol=high), pain_out(high, k, q_cortisol=low)
    slack = 1e-14
    possible = np.flatnonzero((least <= high + slack) & (greatest >= low - slack))
    groups = np.split(possible, np.flatnonzero(np.diff(possible) > 1) + 1)
    return [(float(low[cells[0]]), float(high[cells[-1]])) for cells in groups if len(cells)]


def _roots(a: float, b: float, k: SimpleNamespace) -> list[float]:
    """Return the roots of R(q) - q in one sliver, by its signs at points between which it only rises or only falls."""

    def gap(q: float) -> float:
        return float(pain_out(q, k) - q)

    def tilt(q: float) -> float:
        return float(slope(q, k)) - 1.0

    points = _with_dips(tilt, np.linspace(a, b, 33), k)
    # Near a fold two rests stand close together, one on each side of the point where the gap turns.
    turns = _crossings(tilt, points, slope(points, k) - 1.0)
    if turns:
        points = np.unique(np.append(points, turns))
    return _crossings(gap, points, pain_out(points, k) - points)


def _with_dips(tilt: Callable[[float], float], points: Any, k: SimpleNamespace) -> Any:
    """Add the points where R' - 1 turns towards zero without a change of sign being seen (near a cusp)."""
    from scipy.optimize import minimize_scalar

    tilts = slope(points, k) - 1.0
    size = np.abs(tilts)
    one_sign = (tilts[:-2] * tilts[1:-1] > 0) & (tilts[1:-1] * tilts[2:] > 0)
    dips = []
    for i in np.flatnonzero(one_sign & (size[1:-1] < size[:-2]) & (size[1:-1] < size[2:])):
        sign = np.sign(tilts[i])
        ends = (points[i], points[i + 2])
        found = minimize_scalar(lambda q, s=sign: s * tilt(q), bounds=ends, method="bounded", options={"xatol": 1e-12})
        dips.append(float(found.x))
    return np.unique(np.append(points, dips)) if dips else points


def _crossings(function: Callable[[float], float], points: Any, values: Any) -> list[float]:
    """Return where a function is zero, from its values at rising points."""
    from scipy.optimize import brentq

    found = points[values == 0.0].tolist()
    signs = np.sign(values)  # a product of tiny values would be 0
    for i in np.flatnonzero(signs[:-1] * signs[1:] < 0):
        found.append(float(brentq(function, points[i], points[i + 1], xtol=1e-16, rtol=8.9e-16)))
    return sorted(found)


def _rest(q: float, k: SimpleNamespace) -> Rest:
    """Describe the rest at pain q."""
    state = State(*(float(x) for x in settled(q, k)))
    eigenvalues = sorted(np.linalg.eigvals(jacobian(state, k)).tolist(), key=lambda v: -v.real)
    return Rest(
        state=state,
        felt_pain=PAIN_SCALE * float(felt_pain(observables(state, k).pain, k)),
        stable=eigenvalues[0].real < 0,
        eigenvalues=tuple(complex(v) for v in eigenvalues),
        gain=float(slope(q, k)),
        residual=abs(float(pain_out(q, k)) - q),
    )


def calm(k: SimpleNamespace) -> State:
    """Return the lowest rest."""
    q = _climbed(k) if k.rho >= 0 else None
    if q is None:
        q = next(_rising(k))
    return State(*(float(x) for x in settled(q, k)))


def _climbed(k: SimpleNamespace) -> float | None:
    """Go round the cycle from no pain up to the lowest rest (rho >= 0 only); None where that creeps.

    The return map rises, so no rest lies between q and R(q) and none is passed. Steps shrink by R'
    a round: near a tipping point they stay too long for `_ROUNDS`, and the full search is due.
    """
    q = 0.0
    for _ in range(_ROUNDS):
        step = pain_out(q, k) - q
        if step < _NEAR:
            # No step at all, or one back by rounding: q is the rest to the last digit.
            return _polished(q, k) if step > 0 else q
        q += step
    return None


def _polished(q: float, k: SimpleNamespace) -> float | None:
    """Go on from `q` by Newton's method; None unless it ends at once, and too near for R' to reach 1 in between."""
    at = q
    for _ in range(4):
        out, gain = with_slope(at, k)
        if gain > _STEEP:
            return None
        step = (out - at) / (1.0 - gain)
        at += step
        # Errors are squared at each step, so the next one would be below rounding.
        if abs(step) < 1e-10:
            return float(at) if abs(at - q) < 10 * _NEAR else None
    return None


def painful(k: SimpleNamespace) -> State:
    """Return the highest stable rest where two are stable, or the only one if it hurts.

    Raises
    ------
    InputError
        If there is one ending only and it is calm.
    """
    found = [_rest(q, k) for q in pain_levels(k)]
    stable = [rest for rest in found if rest.stable]
    if len(stable) > 1 or (len(stable) == 1 and stable[0].felt_pain >= PAINFUL):
        return stable[-1].state
    raise no_painful_ending(k.load, stable[0].felt_pain if stable else None)


def no_painful_ending(load: float, felt: float | None) -> InputError:
    """Say why there is no painful start: the only ending's felt pain, or None where it is not stable."""
    where = f"felt pain {felt:.2f} of 10" if felt is not None else "and it is not stable"
    return InputError(
        f"start = 'painful': at load {load:g} this person has one ending only, {where}; "
        f"a painful start needs one at {PAINFUL:g} or more. Use start='calm', a higher load, or five numbers."
    )
