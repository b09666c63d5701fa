"""The cycle cut open at pain: feed a pain in, let everything else settle, read pain out.

With pain cut out the graph of arrows has no circle, so the return map has a closed form; it is
not typed here but follows from the model's equations through `stresspain.model.equations.settled`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import numpy as np
import numpy.typing as npt

from stresspain.model.equations import Numbers, Value, observables, settled
from stresspain.model.errors import InputError, shown
from stresspain.model.interventions import check_reach, turn_down
from stresspain.model.parameters import Person, parameter
from stresspain.model.plan import as_person, as_plan
from stresspain.model.quantity import Quantity

#: Imaginary step of the exact slope; its square vanishes beside 1.
_STEP = 1e-30

_PAIN = Quantity("q", "Q", 0.5, "-", 0, 1, "pain fed in; ten times this is pain on 0 to 10", "chosen")


def return_map(q: Any, *, person: Any = None, load: Any = None, damage: Any = None, plan: Any = ()) -> Any:
    """Feed a pain in, let everything else settle, read the pain that comes out.

    Where it gives back what was fed in there is a rest; its slope there is the gain of all loops
    together. It rises with `q` for rho >= 0.

    Parameters
    ----------
    q : float or array
        Pain fed in, 0 to 1 (ten times this is pain on 0 to 10).
    person : Person or mapping of str to float or array, optional
        Whose numbers. In a mapping each may be an array.
    load, damage : float or array, optional
        Held for good, dimensionless; defaults from the parameter table.
    plan : Intervention or sequence of Intervention
        Taken for good at the amount of their first course.

    Returns
    -------
    float or ndarray
        Pain out, 0 to 1; of the shape to which everything given broadcasts.

    Raises
    ------
    InputError
        If a number is out of range or none, a name is unknown, or the shapes do not fit together.

    Examples
    --------
    >>> round(return_map(0.5, load=0.3), 4)  # 5 of 10 in, a little more out: it grows
    0.5175
    >>> return_map([0.1, 0.5], load=[[0.3], [0.7]]).shape
    (2, 2)
    """
    pains = _checked(_PAIN, q)
    k = _numbers(person, {"load": load, "damage": damage}, as_plan(plan))
    try:
        shape = np.broadcast_shapes(pains.shape, *(np.shape(value) for value in vars(k).values()))
    except ValueError:
        shapes = {name: np.shape(value) for name, value in vars(k).items() if np.ndim(value)}
        raise InputError(
            f"q of shape {pains.shape} does not fit {shapes}. Give arrays whose shapes broadcast, such as q of "
            "shape (100,) and load of shape (5, 1)."
        ) from None
    out = np.broadcast_to(pain_out(pains, k), shape)
    return out.copy() if shape else float(out)


def _numbers(person: Any, outside: Mapping[str, Any], plan: Any) -> SimpleNamespace:
    """Return all parameters under a plan; arrays where arrays were given."""
    many = {}
    if isinstance(person, Mapping):
        many = {name: value for name, value in person.items() if np.ndim(value)}
        person = {name: value for name, value in person.items() if name not in many}
    who = as_person(person)
    for name in many:
        # A name that is no person's is refused in the usual words.
        Person(**{str(name): parameter(name).default})
    given = {name: parameter(name).default if value is None else value for name, value in outside.items()}
    arrays = {name: _checked(parameter(name), value) for name, value in {**given, **many}.items()}
    check_reach(who, plan, {name: (float(a.min()), float(a.max())) for name, a in arrays.items() if a.size})
    k = who.numbers(0.0)
    vars(k).update(arrays)
    turn_down(k, plan, [taken.target(taken.usual) for taken in plan])
    return k


def _checked(quantity: Quantity, given: Any) -> npt.NDArray[np.float64]:
    """Return an array of numbers inside their declared range."""
    try:
        array = np.asarray(given, dtype=float)
    except (TypeError, ValueError):
        raise InputError(
            f"{quantity.name} = {shown(given)} is not a number or an array of numbers ({quantity.meaning}). "
            "Give numbers such as [0.1, 0.5]."
        ) from None
    if array.size:
        quantity.check(float(array.min()))
        quantity.check(float(array.max()))
    return array


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
    return with_slope(np.asarray(q, dtype=float), k)[1]


def with_slope(q: Value, k: Numbers) -> tuple[Any, Any]:
    """Return R(q) and R'(q) from one evaluation, both exact to rounding; a plain float is quickest."""
    out = pain_out(q + _STEP * 1j, k)
    return out.real, out.imag / _STEP
