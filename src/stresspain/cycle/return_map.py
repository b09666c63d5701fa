"""The cycle cut open at pain: feed a pain in, let everything else settle, read pain out.

With pain cut out the graph of arrows has no circle, so the return map has a closed form; it is
not typed here but follows from the model's equations through `stresspain.model.equations.settled`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from stresspain.model.equations import Numbers, Value, observables, settled

#: Imaginary step of the exact slope; its square vanishes beside 1.
_STEP = 1e-30


def pain_out(q: Value, k: Numbers, q_cortisol: Value | None = None) -> Value:
    """Return R(q): the pain, 0 to 1, that comes out when `q` is fed in and everything else settles.

    Parameters
    ----------
    q : float or ndarray
        Pain fed in, 0 to 1.
    k : object
        The parameters as attributes, numbers or arrays that broadcast with `q`.
    q_cortisol : float or ndarray, optional
        Pain that cortisol alone answers to. R rises with `q`; it depends on `q_cortisol` one way
        only (up for rho > 0, down for rho < 0), which bounds R over an interval.

    Returns
    -------
    float or ndarray
        Pain out, 0 to 1.
    """
    C = None if q_cortisol is None else settled(q_cortisol, k).cortisol
    state = settled(q, k, C)
    return observables(state, k).pain


def slope(q: Value, k: Numbers) -> Any:
    """Return R'(q), exact to rounding (complex step); at a rest it is the cycle's total gain."""
    return np.imag(pain_out(np.asarray(q, dtype=float) + _STEP * 1j, k)) / _STEP
