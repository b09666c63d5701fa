"""Two engines behind one contract: `integrate(problem, tighter)` -> states and effect levels on the grid.

`scipy` is always there. `heyoka` is used when installed: the plain right-hand side is traced into
it, compiled once per plan structure, tolerance and thread, and agrees with `scipy` to 1e-7.
Every stretch between switches is integrated on its own, so no pulse is ever stepped over.
"""

from __future__ import annotations

import importlib.util
import threading
from collections.abc import Callable
from functools import cache
from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from stresspain.model.equations import State, rates
from stresspain.model.errors import InputError, RunError, unknown
from stresspain.model.interventions import Intervention, d_level, turn_down
from stresspain.model.parameters import PARAMETERS
from stresspain.simulation.problem import Problem, Stretch

Floats = npt.NDArray[np.float64]


class Engine(NamedTuple):
    """One way to integrate, with the tolerances it works at."""

    name: str
    tolerances: dict[str, float]
    integrate: Callable[[Problem, float], Floats]


@cache
def has_heyoka() -> bool:
    """Return whether the fast engine is installed."""
    return importlib.util.find_spec("heyoka") is not None


@cache
def heyoka() -> Any:
    """Import heyoka; where it cannot keep what it compiles on disk, ask it not to try: it would warn each time."""
    if importlib.util.find_spec("sympy") is not None:
        # heyoka swallows an interrupt while it imports SymPy, and is then left half there.
        import sympy  # noqa: F401
    import heyoka as hy

    if hasattr(hy.llvm_state, "get_diskcache_size"):  # earlier versions keep nothing on disk
        try:
            hy.llvm_state.get_diskcache_size()
        except (RuntimeError, ValueError):
            hy.llvm_state.set_diskcache_enabled(False)
    return hy


def engine(name: str = "auto") -> Engine:
    """Return an engine by name: "auto", "scipy" or "heyoka".

    Raises
    ------
    InputError
        If the name is unknown, or heyoka is asked for and not installed.
    """
    if name == "auto":
        return ENGINES["heyoka" if has_heyoka() else "scipy"]
    if not isinstance(name, str) or name not in ENGINES:
        raise unknown("engine", name, {"auto": "the fastest installed", "scipy": "always there", "heyoka": "fast"})
    if name == "heyoka" and not has_heyoka():
        raise InputError(
            "engine = 'heyoka' is not installed here. Type: pip install heyoka "
            "(or use engine='auto', which falls back on scipy)."
        )
    return ENGINES[name]


def _checked(path: Floats, days: Floats) -> Floats:
    """Return the values, one row a day, if all are finite."""
    finite = np.isfinite(path)
    if not finite.all():
        day = days[finite.all(axis=1).argmin()]
        raise RunError(f"On day {day:g} the solver returned a value that is not finite. Please report this scenario.")
    return path


# --- scipy ----------------------------------------------------------------------------------------

_RTOL, _ATOL = 1e-11, 1e-13

#: LSODA in older SciPy keeps its work in one place for all threads: one solution at a time.
ALONE = threading.Lock()


def _integrate_scipy(problem: Problem, tighter: float = 1.0) -> Floats:
    """Integrate with LSODA, stretch by stretch; `tighter` divides both tolerances."""
    from scipy.integrate import solve_ivp

    path = np.tile(problem.initial, (len(problem.nodes), 1))
    # LSODA refuses a relative tolerance below a hundred rounding errors.
    rtol = max(_RTOL / tighter, 2.3e-14)
    for stretch, span in problem.spans():
        with ALONE:
            solved = solve_ivp(
                _right_hand_side(problem, stretch),
                (stretch.start, stretch.stop),
                path[span.start],
                method="LSODA",
                rtol=rtol,
                atol=_ATOL / tighter,
                t_eval=problem.nodes[span],
            )
        if not solved.success:
            raise RunError(f"On day {solved.t[-1] if len(solved.t) else stretch.start:g}: {solved.message}")
        # The first row stays as it was given: interpolated, it would be a rounding error beside it.
        path[span.start + 1 : span.stop] = _checked(solved.y.T, solved.t)[1:]
    return problem.reported(path)


def _right_hand_side(problem: Problem, stretch: Stretch) -> Callable[[float, Floats], list[float]]:
    """Return dy/dt for one stretch, on plain floats."""
    base = problem.person.numbers(stretch.load, stretch.damage)
    touched = {name for taken in problem.plan for name, _ in taken.reductions}
    untouched = {name: getattr(base, name) for name in touched}
    paces = [taken.tau_e for taken in problem.plan]
    k = base

    def dydt(_: float, y: Floats) -> list[float]:
        values = y.tolist()
        levels = values[5:]
        k.__dict__.update(untouched)
        turn_down(k, problem.plan, levels)
        moving = map(d_level, levels, stretch.targets, paces)
        return [*rates(State(*values[:5]), k), *moving]

    return dydt


# --- heyoka ---------------------------------------------------------------------------------------

_TOL = 1e-11
_compiled = threading.local()

#: Which parameters each intervention touches: what decides the shape of the compiled system.
Structure = tuple[tuple[str, ...], ...]


def structure(plan: tuple[Intervention, ...]) -> Structure:
    """Return the parameters that each intervention touches."""
    return tuple(tuple(name for name, _ in taken.reductions) for taken in plan)


def taylor_system(shape: Structure) -> list[tuple[Any, Any]]:
    """Trace the equations and effect levels of one plan structure into heyoka expressions.

    Runtime parameters are, in order: those of `PARAMETERS`; then for each intervention its target,
    its `tau_e`, and its reductions.
    """
    state, levels, k, moving = traced(shape)
    return list(zip([*state, *levels], [*rates(state, k), *moving], strict=True))


def traced(shape: Structure) -> tuple[State, list[Any], SimpleNamespace, list[Any]]:
    """Return one plan structure as heyoka expressions: states, levels, numbers turned down, rates of the levels."""
    hy = heyoka()
    par = iter(hy.par[i] for i in range(len(PARAMETERS) + sum(2 + len(names) for names in shape)))
    k = SimpleNamespace(**{name: next(par) for name in PARAMETERS})
    state = State(*hy.make_vars(*State._fields))
    levels = [hy.make_vars(f"level_{i}") for i in range(len(shape))]
    moving, plan = [], []
    for level, names in zip(levels, shape, strict=True):
        moving.append(d_level(level, target=next(par), tau_e=next(par)))
        plan.append(SimpleNamespace(reductions=[(name, next(par)) for name in names]))
    turn_down(k, plan, levels)
    return state, levels, k, moving


def _integrator(shape: Structure, tol: float) -> Any:
    """Return this thread's compiled integrator for a structure."""
    hy = heyoka()
    kept: dict[tuple[Structure, float], Any] = _compiled.__dict__.setdefault("kept", {})
    key = (shape, tol)
    if key not in kept:
        system = taylor_system(shape)
        # Free to reorder sums: a sixth faster, the same to 1e-12, and what is not finite still stops it (tested).
        kept[key] = hy.taylor_adaptive(system, [0.0] * len(system), tol=tol, fast_math=True)
    return kept[key]


def fixed_pars(problem: Problem) -> list[Any]:
    """Return the runtime parameters with load, damage and targets still zero."""
    numbers = problem.person.numbers(0.0, 0.0)
    pars = [getattr(numbers, name) for name in PARAMETERS]
    for taken in problem.plan:
        pars += [0.0, taken.tau_e, *(reduction for _, reduction in taken.reductions)]
    return pars


@cache
def switched_pars(shape: Structure) -> list[int]:
    """Return where load, damage and each target stand among the runtime parameters."""
    names = list(PARAMETERS)
    places = [names.index("load"), names.index("damage")]
    at = len(names)
    for touched in shape:
        places.append(at)
        at += 2 + len(touched)
    return places


def _integrate_heyoka(problem: Problem, tighter: float = 1.0) -> Floats:
    """Integrate with Taylor series of adaptive order, stretch by stretch."""
    hy = heyoka()
    shape = structure(problem.plan)
    ta = _integrator(shape, _TOL / tighter)
    pars, state, places = ta.pars, ta.state, switched_pars(shape)
    pars[:], state[:] = fixed_pars(problem), problem.initial
    path = np.tile(problem.initial, (len(problem.nodes), 1))
    for stretch, span in problem.spans():
        for place, value in zip(places, (stretch.load, stretch.damage, *stretch.targets), strict=True):
            pars[place] = value  # one by one is three times as fast as all at once
        # It may have stopped a rounding error beside the switch, and then refuses a grid from there.
        ta.time = stretch.start
        if span.stop - span.start == 2:  # nothing is reported in between: half the work
            outcome, found = ta.propagate_until(stretch.stop)[0], state
        else:
            outcome, *_, rows = ta.propagate_grid(problem.nodes[span])
            found = rows[1:]
        if outcome != hy.taylor_outcome.time_limit:
            raise RunError(f"Between day {stretch.start:g} and {stretch.stop:g} the solver stopped: {outcome}.")
        path[span.start + 1 : span.stop] = found
    return problem.reported(_checked(path, problem.nodes))


#: Every engine by name.
ENGINES = {
    "scipy": Engine("scipy", {"rtol": _RTOL, "atol": _ATOL}, _integrate_scipy),
    "heyoka": Engine("heyoka", {"tol": _TOL}, _integrate_heyoka),
}

#: Engines outside Python whose files we read: name -> where they run.
ELSEWHERE = {"odex": "the explorer, in a browser"}
