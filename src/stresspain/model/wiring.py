"""What the equations imply, by tracing them: Jacobian, symbols, LaTeX."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from stresspain.model.equations import Numbers, Observables, State, observables, rates
from stresspain.model.parameters import PARAMETERS

#: Step along the imaginary axis; so small that its square vanishes beside 1.
_STEP = 1e-30


def jacobian(state: State, k: Numbers) -> npt.NDArray[np.float64]:
    """Return the exact Jacobian of `rates`, by complex-step differentiation.

    The equations are rational, so a tiny imaginary step gives each derivative without any
    subtraction: exact to rounding.

    Parameters
    ----------
    state : State
        Five numbers, or arrays of one shape ``(...)``; dimensionless.
    k : object
        The parameters as attributes; numbers or arrays of that shape.

    Returns
    -------
    ndarray, shape (..., 5, 5)
        ``J[..., i, j]`` is how the rate of state i answers to state j, 1/day.

    References
    ----------
    Martins, Sturdza & Alonso 2003, doi:10.1145/838250.838251.

    Examples
    --------
    >>> from stresspain.model.equations import REST
    >>> from stresspain.model.parameters import Person
    >>> round(float(jacobian(REST, Person().numbers(load=0.0))[1, 0]), 6)  # k_sc / tau_c
    0.3
    """
    base = np.stack(np.broadcast_arrays(*(np.asarray(x, dtype=complex) for x in state)))
    columns = []
    for j in range(len(base)):
        nudged = base.copy()
        nudged[j] += _STEP * 1j
        columns.append(np.stack(np.broadcast_arrays(*rates(State(*nudged), k))).imag / _STEP)
    return np.moveaxis(np.stack(columns), (0, 1), (-1, -2))


class Traced(NamedTuple):
    """The equations as SymPy expressions."""

    state: State
    k: SimpleNamespace
    rates: State
    observables: Observables


def trace() -> Traced:
    """Run the one right-hand side on SymPy symbols.

    Returns
    -------
    Traced
        Symbols of states and parameters (by API name), and the expressions made of them.

    Raises
    ------
    ImportError
        If SymPy is not installed; the message holds the command to type.

    Examples
    --------
    >>> t = trace()
    >>> print(t.rates.cortisol.subs({t.k.k_sc: 0}))
    (1 - cortisol)/tau_c
    """
    sp = _sympy()
    state = State(*(sp.Symbol(name, real=True) for name in State._fields))
    k = SimpleNamespace(**{name: sp.Symbol(name, real=True) for name in PARAMETERS})
    return Traced(state, k, rates(state, k), observables(state, k))


def symbolic_jacobian() -> Any:
    """Return the Jacobian as a 5 x 5 SymPy matrix of the symbols of `trace`.

    Raises
    ------
    ImportError
        If SymPy is not installed.
    """
    sp = _sympy()
    traced = trace()
    return sp.Matrix(traced.rates).jacobian(traced.state)


class Formulas(str):
    """LaTeX that notebooks show as formulas."""

    __slots__ = ()

    def _repr_latex_(self) -> str:
        return f"$$\n{self}\n$$"


def latex() -> Formulas:
    r"""Return the equations as LaTeX, traced from the code that is run.

    Returns
    -------
    Formulas
        A str, which notebooks show as formulas: an ``aligned`` environment of the five rates, then
        what follows at once.

    Raises
    ------
    ImportError
        If SymPy is not installed.

    Examples
    --------
    >>> r"\dot{S}" in latex()
    True
    """
    sp = _sympy()
    letters = State(*sp.symbols("S C M I P"))
    k = SimpleNamespace(**{q.name: sp.Symbol(q.symbol) for q in PARAMETERS.values()})
    follows = dict(zip(Observables._fields, sp.symbols("X 1-X N Q F W"), strict=True))
    lines = [_line(rf"\dot{{{s}}}", r) for s, r in zip(letters, _short_rates(letters, k, follows), strict=True)]
    lines += _short_observables(letters, k, follows)
    return Formulas("\\begin{aligned}\n" + " \\\\\n".join(lines) + "\n\\end{aligned}")


def _short_rates(s: State, k: SimpleNamespace, o: dict[str, Any]) -> list[Any]:
    """Return the five rates with observables left as letters."""
    from stresspain.model import equations as eq

    return [
        eq.d_stress(s.stress, o["felt_pain"], k),
        eq.d_cortisol(s.cortisol, s.stress, k),
        eq.d_tension(s.tension, s.stress, o["pain"], k),
        eq.d_inflammation(s.inflammation, s.stress, s.cortisol, o["ischaemia"], k),
        eq.d_sensitivity(s.sensitivity, o["nociception"], o["sleep_loss"], k),
    ]


def _short_observables(s: State, k: SimpleNamespace, o: dict[str, Any]) -> list[str]:
    """Return the observables' lines, each from the letters above it."""
    from stresspain.model import equations as eq

    return [
        _line("X", eq.ischaemia(s.tension, k)),
        _line("N", eq.nociception(o["ischaemia"], s.inflammation, k)),
        _line("Q", eq.pain(o["nociception"], s.sensitivity, k)),
        _line("F", eq.felt_pain(o["pain"], k)),
        _line("W", eq.sleep_loss(s.stress, o["felt_pain"], k)),
    ]


def _line(left: str, right: Any) -> str:
    """Write one aligned equation."""
    return f"{left} &= {_sympy().latex(right)}"


def _sympy() -> Any:
    """Import SymPy, or say how to get it."""
    try:
        import sympy
    except ImportError:
        raise ImportError("Tracing the equations needs SymPy. Type: pip install sympy") from None
    return sympy
