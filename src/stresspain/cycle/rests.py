"""All steady states of a person, their stability and pace; `stresspain.cycle.levels` argues that none is missed."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np

from stresspain.cycle.levels import pain_levels, rising_levels
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
    roots stand alone (see `stresspain.cycle.levels`).

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
        q = next(rising_levels(k))
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
