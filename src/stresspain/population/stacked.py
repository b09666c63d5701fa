"""Many people at once on SciPy: all of them stacked into one system, never a loop over people."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from stresspain.model.equations import State, rates
from stresspain.model.interventions import d_level, turn_down
from stresspain.simulation.problem import Problem, Stretch

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]

#: Day and states of everyone -> their slopes.
Slopes = Callable[[float, Floats], Floats]

#: Tolerances for one person (see `integrate_stacked`), and the longest step in days where days reported lie no further
#: apart than that: DOP853 then interpolates between its steps, and does so well only where they are short.
STACKED = {"rtol": 1e-10, "atol": 1e-12, "max_step": 1.0}


def integrate_stacked(problem: Problem) -> tuple[Floats, Places]:
    """Integrate everyone of a problem with DOP853.

    Its error norm is a mean over everyone, so that one person may err by sqrt(n) times as much:
    the tolerances are divided by that.

    Returns
    -------
    path : ndarray, shape (n_days, 5 + n_plan, n)
        States and effect levels on the days to report.
    spoilt : ndarray of int
        Everyone, if the solver failed: to be run one by one. Else nobody.
    """
    width, n = problem.initial.shape
    path = np.empty((len(problem.nodes), width, n))
    path[0] = problem.initial
    step = STACKED["max_step"]
    for stretch, span in problem.spans():
        slopes = _right_hand_side(problem, stretch)
        for nodes in _legs(problem.nodes, span):
            y = path[nodes.start].ravel()
            # Given a slope that is no number, DOP853 looks for a smaller step for ever.
            if not np.isfinite(slopes(stretch.start, y)).all():
                return problem.reported(path), np.arange(n)
            found, step = _solved(slopes, problem.nodes[nodes], y, n, step)
            if found is None:
                return problem.reported(path), np.arange(n)
            path[nodes] = found.T.reshape(-1, width, n)
    return problem.reported(path), np.empty(0, dtype=np.intp)


def _solved(slopes: Slopes, days: Floats, y: Floats, n: int, step: float) -> tuple[Floats | None, float]:
    """Return everyone's states on these days (none if the solver failed), and a step to begin the next leg with."""
    from scipy.integrate import solve_ivp

    between = len(days) > 2
    solved = solve_ivp(
        slopes,
        (days[0], days[-1]),
        y,
        method="DOP853",
        rtol=max(STACKED["rtol"] / np.sqrt(n), 2.3e-14),
        atol=STACKED["atol"] / np.sqrt(n),
        first_step=min(step, days[-1] - days[0]),
        max_step=STACKED["max_step"] if between else np.inf,
        t_eval=days if between else None,
    )
    if not solved.success or not np.isfinite(solved.y).all():
        return None, step
    if between:
        return solved.y, STACKED["max_step"]
    return solved.y[:, [0, -1]], float(np.diff(solved.t).max())


def _legs(days: Floats, span: slice) -> list[slice]:
    """Cut a stretch into pieces to solve: from one day reported to the next where they lie far apart."""
    if np.diff(days[span]).min() <= STACKED["max_step"]:
        return [span]
    return [slice(at, at + 2) for at in range(span.start, span.stop - 1)]


def _right_hand_side(problem: Problem, stretch: Stretch) -> Slopes:
    """Return dy/dt of everyone for one stretch."""
    width, n = problem.initial.shape
    base = problem.person.numbers(stretch.load, stretch.damage)
    touched = {name for taken in problem.plan for name, _ in taken.reductions}
    untouched = {name: getattr(base, name) for name in touched}
    paces = [taken.tau_e for taken in problem.plan]

    def dydt(_: float, y: Floats) -> Floats:
        values = y.reshape(width, n)
        levels = values[5:]
        base.__dict__.update(untouched)
        turn_down(base, problem.plan, levels)
        slopes = np.empty((width, n))
        for row, slope in enumerate(rates(State(*values[:5]), base)):
            slopes[row] = slope
        for row, (goal, tau) in enumerate(zip(stretch.targets, paces, strict=True)):
            slopes[5 + row] = d_level(levels[row], goal, tau)
        return slopes.ravel()

    return dydt
