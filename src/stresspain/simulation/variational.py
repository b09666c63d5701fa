"""How a run answers to its numbers: exact derivatives, integrated along with the states.

The equations imply how each derivative moves: ``d/dt s = J s + df/dp``. Nothing here is typed
again: heyoka differentiates its trace of the equations, and for SciPy one evaluation of them on
complex numbers gives the right-hand side of every derivative, exact to rounding. Switch times depend
on no parameter, so derivatives pass through a switch unchanged. A calm or painful start moves along
with the parameters (implicit function theorem); five given numbers, or what an earlier run left, do not.
Nor does any start with an intervention: a person rests untreated, and its effect begins at 0.

Names are those of parameters; of what is in the plan ``"adaptogen.strength"``, the highest effect level
that its courses lead to (all in proportion), and ``"adaptogen.tau_e"``, how slowly that comes and goes.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from stresspain.cycle.return_map import slope
from stresspain.model.equations import State, observables, rates
from stresspain.model.errors import RunError
from stresspain.model.interventions import Intervention, d_level, turn_down
from stresspain.model.parameters import PARAMETERS
from stresspain.model.wiring import jacobian
from stresspain.simulation.engines import (
    ALONE,
    ENGINES,
    Structure,
    fixed_pars,
    heyoka,
    structure,
    switched_pars,
    taylor_system,
)
from stresspain.simulation.problem import Problem, Stretch, problem
from stresspain.simulation.scenario import Scenario

Floats = npt.NDArray[np.float64]
Plan = Sequence[Intervention]

#: Imaginary step; its square vanishes beside 1.
STEP = 1e-30
#: A rest with |R' - 1| below this sits on a tipping point: rounding decides how fast it moves.
_ON_THE_FOLD = 1e-5


def slopes_over_time(scenario: Scenario, names: tuple[str, ...], engine: str) -> tuple[Floats, Floats]:
    """Integrate a scenario together with its derivatives.

    Parameters
    ----------
    scenario : Scenario
    names : tuple of str
        For `load` and `damage` the derivative is by a shift of the whole level, all steps alike.
    engine : {"scipy", "heyoka"}

    Returns
    -------
    path : ndarray, shape (n_days, 5 + n_plan)
        States and effect levels.
    slopes : ndarray, shape (n_days, 5 + n_plan, n_names)
        How each answers, per unit of what is named.

    Raises
    ------
    RunError
        If the solver fails, or the start sits on a tipping point, where a rest has no derivative.
    """
    compiled = (*PARAMETERS, *(name for name in names if name not in PARAMETERS))
    return slopes_from(scenario, names, start_slopes(scenario, names), engine, compiled)


def slopes_from(
    scenario: Scenario,
    names: tuple[str, ...],
    start: Floats,
    engine: str,
    compiled: tuple[str, ...] = tuple(PARAMETERS),
    like: Plan | None = None,
) -> tuple[Floats, Floats]:
    """Integrate a scenario together with its derivatives, those on day 0 given.

    Parameters
    ----------
    scenario : Scenario
    names : tuple of str
        Also names of states, which stand for their values on day 0.
    start : ndarray, shape (5, n_names)
        How the states on day 0 answer.
    engine : {"scipy", "heyoka"}
    compiled : tuple of str
        What heyoka's integrator is compiled for, `names` among it. All parameters serve every question;
        a few run ten times as fast.
    like : sequence of Intervention, optional
        The same plan with every strength that is named above 0: its courses say what is in proportion to what,
        which they cannot at 0. The scenario's own if none is given.

    Returns
    -------
    path, slopes : ndarray
        As for `slopes_over_time`.

    Raises
    ------
    RunError
        If the solver fails.
    """
    task, like = problem(scenario), scenario.plan if like is None else like
    if engine == "scipy":
        path = _with_scipy(task, names, start, like)
    else:
        path = _with_heyoka(task, names, start, like, compiled)
    if not np.isfinite(path).all():
        raise RunError("The solver returned a value that is not finite. Please report this scenario.")
    width = len(task.initial)
    slopes = path[:, width:].reshape(len(path), width, len(names))
    return path[:, :width], slopes


def start_slopes(scenario: Scenario, names: tuple[str, ...]) -> Floats:
    """Return how the five states on day 0 answer to the parameters, shape (5, n_names).

    Raises
    ------
    RunError
        If the start is a rest that sits on a tipping point.
    """
    if isinstance(scenario.start, State):
        return np.zeros((5, len(names)))
    return rest_slopes(scenario.initial(), scenario, names)


def rest_slopes(state: State, scenario: Scenario, names: tuple[str, ...]) -> Floats:
    """Return how a rest, at which a scenario begins, answers to the parameters, shape (5, n_names).

    Raises
    ------
    RunError
        If the rest sits on a tipping point.
    """
    k = scenario.person.numbers(scenario.load.values[0], scenario.damage.values[0])
    if abs(slope(observables(state, k).pain, k) - 1.0) < _ON_THE_FOLD:
        raise RunError(
            f"The {scenario.start} start at load {k.load:g} sits on a tipping point: there it moves infinitely fast "
            "with the parameters. Use a load further away, or give the start as five numbers."
        )
    J = jacobian(state, k)
    nudge(k, names, (len(names),))
    pulls = np.array([np.broadcast_to(rate, (len(names),)).imag / STEP for rate in rates(state, k)])
    return np.linalg.solve(J, -pulls)


def nudge(k: Any, names: tuple[str, ...], shape: tuple[int, ...]) -> None:
    """Make each parameter on `k` an array of `shape`; in the j-th column the j-th has an imaginary nudge."""
    for j, name in enumerate(names):
        if name not in PARAMETERS:  # a value on day 0, or of an effect level: no number of the equations
            continue
        row = np.array(np.broadcast_to(getattr(k, name), shape), dtype=complex)
        row[..., j] += 1j * STEP
        setattr(k, name, row)


def _strengths(like: Plan, names: tuple[str, ...]) -> list[tuple[int, int, Intervention]]:
    """Return each strength that is named: its column, its intervention's place in the plan, and that."""
    own = {f"{taken.name}.strength": (i, taken) for i, taken in enumerate(like)}
    return [(j, *own[name]) for j, name in enumerate(names) if name in own]


def _way(taken: Intervention, stretch: Stretch) -> float:
    """Return how the target of an effect level answers to its strength in a stretch."""
    return taken.target(taken.courses.at(0.5 * (stretch.start + stretch.stop))) / taken.strength


# --- scipy ----------------------------------------------------------------------------------------


def _with_scipy(task: Problem, names: tuple[str, ...], start: Floats, like: Plan) -> Floats:
    """Integrate states and derivatives with LSODA, stretch by stretch."""
    from scipy.integrate import solve_ivp

    path, tolerances, strengths = _empty_path(task, start), ENGINES["scipy"].tolerances, _strengths(like, names)
    for stretch, span in task.spans():
        days, ways = task.nodes[span], np.zeros((len(like), len(names)))
        for column, place, taken in strengths:
            ways[place, column] = _way(taken, stretch)
        with ALONE:
            solved = solve_ivp(
                _right_hand_side(task, stretch, names, ways),
                (stretch.start, stretch.stop),
                path[span.start],
                method="LSODA",
                t_eval=days,
                rtol=tolerances["rtol"],
                atol=tolerances["atol"],
            )
        if not solved.success:
            raise RunError(f"Between day {stretch.start:g} and {stretch.stop:g}: {solved.message}")
        path[span] = solved.y.T
    return task.reported(path)


def _right_hand_side(
    task: Problem, stretch: Stretch, names: tuple[str, ...], ways: Floats
) -> Callable[[float, Floats], Floats]:
    """Return dy/dt of states, levels and all derivatives."""
    width = len(task.initial)
    k = task.person.numbers(stretch.load, stretch.damage)
    nudge(k, names, (len(names),))
    touched = {name for taken in task.plan for name, _ in taken.reductions}
    untouched = {name: getattr(k, name) for name in touched}
    targets = np.reshape(stretch.targets, (-1, 1)) + 1j * STEP * ways
    own_pace = [[name == f"{taken.name}.tau_e" for name in names] for taken in task.plan]
    paces = np.reshape([taken.tau_e for taken in task.plan], (-1, 1)) + 1j * STEP * np.reshape(own_pace, ways.shape)

    def dydt(_: float, y: Floats) -> Floats:
        moved = y[:width, None] + 1j * STEP * y[width:].reshape(width, len(names))
        k.__dict__.update(untouched)
        turn_down(k, task.plan, moved[5:])
        out = np.concatenate((rates(State(*moved[:5]), k), d_level(moved[5:], targets, paces)))
        return np.append(out[:, 0].real, out.imag / STEP)

    return dydt


def _empty_path(task: Problem, start: Floats) -> Floats:
    """Return a path with only its first row filled: states, levels, derivatives (of levels: zero)."""
    slopes = np.zeros((len(task.initial), start.shape[1]))
    slopes[:5] = start
    path: Floats = np.tile(np.append(task.initial, slopes), (len(task.nodes), 1))
    return path


# --- heyoka ---------------------------------------------------------------------------------------

_compiled = threading.local()

#: Up to so many derivatives, compiling in full pays: twice as fast a run.
_FEW = 4


def _integrator(shape: Structure, names: tuple[str, ...]) -> Any:
    """Return this thread's compiled integrator of one plan structure, with derivatives by these.

    Numbers of an intervention are named by its place, ``"0.strength"``. Each strength adds two runtime parameters:
    a nudge of its target, always 0, and how the target answers to it.
    """
    hy = heyoka()
    kept: dict[tuple[Structure, tuple[str, ...]], Any] = _compiled.__dict__.setdefault("kept", {})
    if (shape, names) not in kept:
        order, targets = list(PARAMETERS), switched_pars(shape)[2:]
        more = len(order) + sum(2 + len(touched) for touched in shape)
        args: list[Any] = []
        nudged: dict[Any, Any] = {}
        for name in names:
            place, _, what = name.partition(".")
            if what == "strength":
                target, (by, way) = hy.par[targets[int(place)]], (hy.par[more + 2 * len(nudged) + i] for i in (0, 1))
                nudged[target] = target + by * way
                args.append(by)
            elif what == "tau_e":
                args.append(hy.par[targets[int(place)] + 1])
            else:
                args.append(hy.make_vars(name) if name in State._fields else hy.par[order.index(name)])
        traced = [(state, hy.subs(rate, nudged)) for state, rate in taylor_system(shape)]
        system = hy.var_ode_sys(traced, args=args, order=1)
        # Compact mode compiles in one second where, for all of them, the other way takes twenty-five.
        width, compact = 5 + len(shape), len(names) > _FEW
        kept[shape, names] = hy.taylor_adaptive(
            system, [0.0] * width, tol=ENGINES["heyoka"].tolerances["tol"], compact_mode=compact
        )
    return kept[shape, names]


def _with_heyoka(task: Problem, names: tuple[str, ...], start: Floats, like: Plan, compiled: tuple[str, ...]) -> Floats:
    """Integrate states and derivatives with Taylor series, stretch by stretch."""
    hy = heyoka()
    shape = structure(task.plan)
    ta = _integrator(shape, _by_place(compiled, task.plan))
    places, columns = switched_pars(shape), [compiled.index(name) for name in names]
    strengths = _strengths(like, compiled)
    everything = np.zeros((5, len(compiled)))
    everything[:, columns] = start
    path, fixed = _empty_path(task, everything), fixed_pars(task)
    ta.pars[:] = 0.0
    ta.pars[: len(fixed)] = fixed
    ta.state[:] = path[0]
    for stretch, span in task.spans():
        ta.pars[places] = (stretch.load, stretch.damage, *stretch.targets)
        if strengths:
            ta.pars[len(fixed) + 1 :: 2] = [_way(taken, stretch) for *_, taken in strengths]
        # It may have stopped a rounding error beside the switch, and then refuses a grid from there.
        ta.time = stretch.start
        outcome, *_, rows = ta.propagate_grid(task.nodes[span])
        if outcome != hy.taylor_outcome.time_limit:
            raise RunError(f"Between day {stretch.start:g} and {stretch.stop:g} the solver stopped: {outcome}.")
        path[span.start + 1 : span.stop] = rows[1:]
    width = len(task.initial)
    found = task.reported(path)
    slopes = found[:, width:].reshape(len(found), width, len(compiled))[:, :, columns]
    return np.concatenate((found[:, :width], slopes.reshape(len(found), -1)), axis=1)


def _by_place(names: tuple[str, ...], plan: Plan) -> tuple[str, ...]:
    """Return names with each intervention's replaced by its place in the plan, so that like plans share a system."""
    places = {taken.name: str(i) for i, taken in enumerate(plan)}
    parted = (name.partition(".") for name in names)
    return tuple(f"{places[who]}.{what}" if what else who for who, _, what in parted)
