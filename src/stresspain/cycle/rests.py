"""All steady states, and none missed.

A rest is a pain q with R(q) = q. The search proves where none can be: over an interval [a, b] the
return map lies between ``low = R(a; cortisol at a or b)`` and ``high = R(b; cortisol at b or a)``
(everything rises with pain except, for rho < 0, what cortisol restrains, so that one enters with
the other end). Where ``low > b`` or ``high < a`` the interval holds no rest. What cannot be ruled
out is cut finer and finer; the slivers left, each cell under 2e-5 wide, are searched for roots.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np
import numpy.typing as npt

from stresspain.cycle.return_map import pain_out, slope
from stresspain.model.equations import State, felt_pain, observables, settled
from stresspain.model.errors import InputError
from stresspain.model.interventions import Intervention, turn_down
from stresspain.model.parameters import Person, parameter
from stresspain.model.wiring import jacobian

#: Felt pain (0-10) from which a lone rest is called painful.
PAINFUL = 3.0

_FIRST_CUT = 256
_FINER = 200
#: Two rests inside one 32nd of a sliver are a fold to within 1e-12 of the parameter.
_SLIVER = 2e-5


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


def rests(
    person: Person | None = None,
    *,
    load: float = 0.3,
    damage: float = 0.0,
    plan: tuple[Intervention, ...] | list[Intervention] = (),
) -> tuple[Rest, ...]:
    """Return every steady state, lowest pain first.

    Parameters
    ----------
    person : Person, optional
        Whose; the default person if none is given.
    load, damage : float
        Held for good, dimensionless, within their declared ranges.
    plan : sequence of Intervention
        Taken for good at the amount of their first course, so at full target level.

    Returns
    -------
    tuple of Rest

    Raises
    ------
    InputError
        If `load` or `damage` is out of range.

    Examples
    --------
    >>> [round(rest.felt_pain, 3) for rest in rests(load=0.3)]
    [0.436, 3.808, 5.619]
    >>> [rest.stable for rest in rests(load=0.3)]
    [True, False, True]
    """
    k = steady_numbers(person or Person(), load, damage, plan)
    return tuple(_rest(q, k) for q in pain_levels(k))


def steady_numbers(person: Person, load: float, damage: float, plan: Any = ()) -> SimpleNamespace:
    """Return the parameters with every intervention of `plan` at its long-run level."""
    k = person.numbers(parameter("load").check(load), parameter("damage").check(damage))
    turn_down(k, plan, [taken.target(taken.courses.taken[0].amount) if taken.courses.taken else 0.0 for taken in plan])
    return k


def pain_levels(k: SimpleNamespace, *, lowest_only: bool = False) -> list[float]:
    """Return every q in [0, 1] with R(q) = q, rising; see the module's text for why none is missed."""
    cells = np.linspace(0.0, 1.0, _FIRST_CUT + 1)[None, :]
    while True:
        low, high = _that_may_hold_a_rest(cells, k)
        if lowest_only:
            low, high = _first_run(low, high)
        if len(low) == 0 or high[0] - low[0] <= _SLIVER:
            break
        cells = low[:, None] + (high - low)[:, None] * np.linspace(0.0, 1.0, _FINER + 1)
    return [q for a, b in _runs(low, high) for q in _roots(a, b, k)]


def _that_may_hold_a_rest(cells: Any, k: SimpleNamespace) -> tuple[Any, Any]:
    """Return the ends of the cells (edges along the last axis) where the bounds on R rule no rest out."""
    low, high = cells[:, :-1], cells[:, 1:]
    if k.rho >= 0:
        out = pain_out(cells, k)
        least, greatest = out[:, :-1], out[:, 1:]
    else:
        least, greatest = pain_out(low, k, q_cortisol=high), pain_out(high, k, q_cortisol=low)
    slack = 4e-16
    possible = (least <= high + slack) & (greatest >= low - slack)
    return low[possible], high[possible]


def _first_run(low: Any, high: Any) -> tuple[Any, Any]:
    """Keep the leftmost group of touching intervals."""
    gaps = np.flatnonzero(low[1:] > high[:-1] + 1e-15)
    end = gaps[0] + 1 if len(gaps) else len(low)
    return low[:end], high[:end]


def _runs(low: Any, high: Any) -> list[tuple[float, float]]:
    """Join touching intervals into slivers."""
    runs: list[tuple[float, float]] = []
    for a, b in zip(low.tolist(), high.tolist(), strict=True):
        if runs and a <= runs[-1][1] + 1e-15:
            runs[-1] = (runs[-1][0], b)
        else:
            runs.append((a, b))
    return runs


def _roots(a: float, b: float, k: SimpleNamespace) -> list[float]:
    """Return the roots of R(q) - q in one sliver: one by its signs, two beside a near-touching point."""
    from scipy.optimize import brentq

    def gap(q: float) -> float:
        return float(pain_out(q, k) - q)

    points = np.linspace(a, b, 33)
    gaps = pain_out(points, k) - points
    found = []
    for i in range(32):
        if gaps[i] == 0.0:
            found.append(float(points[i]))
        elif gaps[i] * gaps[i + 1] < 0:
            found.append(float(brentq(gap, points[i], points[i + 1], xtol=1e-16, rtol=8.9e-16)))
    if gaps[-1] == 0.0:
        found.append(float(points[-1]))
    return found


def _rest(q: float, k: SimpleNamespace) -> Rest:
    """Describe the rest at pain q."""
    state = State(*(float(x) for x in settled(q, k)))
    eigenvalues = sorted(np.linalg.eigvals(jacobian(state, k)).tolist(), key=lambda v: -v.real)
    return Rest(
        state=state,
        felt_pain=10.0 * float(felt_pain(observables(state, k).pain, k)),
        stable=eigenvalues[0].real < 0,
        eigenvalues=tuple(complex(v) for v in eigenvalues),
        gain=float(slope(q, k)),
        residual=abs(float(pain_out(q, k)) - q),
    )


def calm(k: SimpleNamespace) -> State:
    """Return the lowest rest."""
    levels = pain_levels(k, lowest_only=True)
    return State(*(float(x) for x in settled(levels[0], k)))


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
    where = f"felt pain {stable[0].felt_pain:.2f} of 10" if stable else "and it is not stable"
    raise InputError(
        f"start = 'painful': at load {k.load:g} this person has one ending only, {where}; "
        f"a painful start needs one at {PAINFUL:g} or more. Use start='calm', a higher load, or five numbers."
    )
