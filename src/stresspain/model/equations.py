"""The five equations, once.

Every line has one shape: (what pulls it up - itself) / how slowly it moves. Only ``+ - * /``
occur, so the same functions serve floats, arrays, complex numbers, SymPy symbols and heyoka
expressions; steady states, Jacobian, LaTeX and the fast engine are all derived from them.
Time is in days; states are dimensionless indices. Illustrative, not clinical.

`k` is anything that has the parameters of `stresspain.model.parameters` as attributes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

#: A float, an array, a complex number, a SymPy symbol or a heyoka expression.
Value = Any
#: Anything with the parameters as attributes.
Numbers = Any


class State(NamedTuple):
    """The five states, each a number or an array."""

    stress: Value
    cortisol: Value
    tension: Value
    inflammation: Value
    sensitivity: Value


class Observables(NamedTuple):
    """What is computed from the states; nothing is integrated for them. Pain is on 0 to 1 here."""

    ischaemia: Value
    blood_flow: Value
    nociception: Value
    pain: Value
    felt_pain: Value
    sleep_loss: Value


#: Pain is 0 to 1 in the equations and 0 to 10 wherever a person reads it.
PAIN_SCALE = 10.0

#: A rested body.
REST = State(0.0, 1.0, 0.0, 0.0, 0.0)


# --- how fast each state moves, per day -----------------------------------------------------------


def d_stress(S: Value, F: Value, k: Numbers) -> Value:
    """Stress: pulled up by load and by felt pain."""
    return ((k.k_ls * k.load + k.k_qs * F) * (1 - S) - S) / k.tau_s


def d_cortisol(C: Value, S: Value, k: Numbers) -> Value:
    """Mean daily cortisol tone: pulled up by stress, 1 at rest."""
    return (1 + k.k_sc * S - C) / k.tau_c


def d_tension(M: Value, S: Value, Q: Value, k: Numbers) -> Value:
    """Muscle tension: pulled up by posture, stress and guarding."""
    return ((k.m_rest + k.k_sm * S + k.k_qm * Q) * (1 - M) - M) / k.tau_m


def d_inflammation(I: Value, S: Value, C: Value, X: Value, k: Numbers) -> Value:  # noqa: E741
    """Inflammatory tone: pulled up by stress and ischaemia, let through or restrained by cortisol."""
    return ((k.k_si * S + k.k_xi * X) * (1 + k.rho * (C - 1)) - I) / k.tau_i


def d_sensitivity(P: Value, N: Value, W: Value, k: Numbers) -> Value:
    """Pain sensitivity: pulled up by nociception, the more so the worse the sleep."""
    return (share(N * (1 + k.k_wp * W), k.p_half) - P) / k.tau_p


# --- what follows at once -------------------------------------------------------------------------


def share(x: Value, half: Value) -> Value:
    """Return x^4 / (x^4 + half^4), in products only (a power is NaN at exactly 0 in one engine)."""
    x2, half2 = x * x, half * half
    x4 = x2 * x2
    return x4 / (x4 + half2 * half2)


def ischaemia(M: Value, k: Numbers) -> Value:
    """The guide's "reduced blood flow, lactic acid"; 0 = full flow."""
    return share(M, k.x_half)


def nociception(X: Value, I: Value, k: Numbers) -> Value:  # noqa: E741
    """What the tissue reports."""
    return k.w_x * X + k.w_i * I + k.damage


def pain(N: Value, P: Value, k: Numbers) -> Value:
    """What the body would feel with no painkiller, 0 to 1."""
    u = N * (1 + k.g * P)
    return u / (1 + u)


def felt_pain(Q: Value, k: Numbers) -> Value:
    """What is felt, 0 to 1."""
    return k.k_qf * Q


def sleep_loss(S: Value, F: Value, k: Numbers) -> Value:
    """Sleep lost to stress and felt pain, 0 to 1."""
    d = k.k_sw * S + k.k_qw * F
    return d / (1 + d)


# --- all together ---------------------------------------------------------------------------------


def observables(state: State, k: Numbers) -> Observables:
    """Compute what follows from the states.

    Parameters
    ----------
    state : State
        Five numbers or arrays of one shape; dimensionless (in the order of `State`).
    k : object
        The parameters as attributes.

    Returns
    -------
    Observables
        Of the states' shape, dimensionless, pain on 0 to 1.

    Examples
    --------
    >>> from stresspain.model.parameters import Person
    >>> observables(REST, Person().numbers(load=0.3)).blood_flow
    1.0
    """
    S, _, M, I, P = state  # noqa: E741
    X = ischaemia(M, k)
    N = nociception(X, I, k)
    Q = pain(N, P, k)
    F = felt_pain(Q, k)
    return Observables(X, 1 - X, N, Q, F, sleep_loss(S, F, k))


def rates(state: State, k: Numbers) -> State:
    """Return how fast each state moves, per day: the right-hand side of the model.

    Parameters
    ----------
    state : State
        Five numbers or arrays of one shape; dimensionless (in the order of `State`).
    k : object
        The parameters as attributes.

    Returns
    -------
    State
        The five time derivatives, 1/day, of the states' shape.

    Examples
    --------
    A rested body under load starts with stress and, from posture, with tension:

    >>> from stresspain.model.parameters import Person
    >>> [round(float(x), 4) for x in rates(REST, Person().numbers(load=0.3))]
    [0.06, 0.0, 0.0333, 0.0, 0.0]
    """
    S, C, M, I, P = state  # noqa: E741
    X, _, N, Q, F, W = observables(state, k)
    return State(
        d_stress(S, F, k),
        d_cortisol(C, S, k),
        d_tension(M, S, Q, k),
        d_inflammation(I, S, C, X, k),
        d_sensitivity(P, N, W, k),
    )


def settled(Q: Value, k: Numbers, C: Value | None = None, held: Mapping[str, Value] | None = None) -> State:
    """Hold pain at `Q` (0 to 1) and let everything else come to rest: the five states then.

    With pain cut out no arrow closes a circle, so one state follows from another. Each is found
    from its own equation above, which is a straight line in its own state. A given `C` takes the
    place of cortisol where it acts on inflammation (the search for all rests needs that). States
    that are `held`, by name, stay as they are given.
    """
    fixed = held or {}
    F = felt_pain(Q, k)
    S = fixed["stress"] if "stress" in fixed else _balance(d_stress, F, k)
    own_C = fixed["cortisol"] if "cortisol" in fixed else _balance(d_cortisol, S, k)
    M = fixed["tension"] if "tension" in fixed else _balance(d_tension, S, Q, k)
    X = ischaemia(M, k)
    acting = own_C if C is None else C
    I = fixed["inflammation"] if "inflammation" in fixed else _balance(d_inflammation, S, acting, X, k)  # noqa: E741
    N = nociception(X, I, k)
    P = fixed["sensitivity"] if "sensitivity" in fixed else _balance(d_sensitivity, N, sleep_loss(S, F, k), k)
    return State(S, own_C, M, I, P)


def _balance(rate: Callable[..., Value], *held: Any) -> Value:
    """Return where a rate, a straight line in its own state, is zero while everything else is held."""
    at_0, at_1 = rate(0.0, *held), rate(1.0, *held)
    return at_0 / (at_0 - at_1)
