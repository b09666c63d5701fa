"""What is read off the states of many people: observables day by day, compiled where heyoka is installed."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from stresspain.model.equations import PAIN_SCALE, Observables, State, observables
from stresspain.model.interventions import turn_down
from stresspain.model.parameters import PARAMETERS
from stresspain.simulation.engines import Structure, fixed_pars, heyoka, structure, traced
from stresspain.simulation.problem import Problem

Floats = npt.NDArray[np.float64]

_SCALES = {"pain": PAIN_SCALE, "felt_pain": PAIN_SCALE}


def observe(problem: Problem, path: Floats, names: tuple[str, ...], fast: bool) -> dict[str, Floats]:
    """Read columns off everyone's states.

    Parameters
    ----------
    problem : Problem
        Of many people.
    path : ndarray, shape (n_days, 5 + n_plan, n)
        Their states and effect levels.
    names : tuple of str
        States, observables, load, damage, or interventions of the plan (their effect levels).
    fast : bool
        Whether heyoka computes the observables (15 times as fast as NumPy).

    Returns
    -------
    dict of str to ndarray, shape (n, n_days)
        Pain and felt pain on 0 to 10.
    """
    seen = tuple(name for name in names if name in Observables._fields)
    computed = (_compiled_columns if fast else _columns)(problem, path, seen) if seen else {}
    rows = {name: row for row, name in enumerate([*State._fields, *(taken.name for taken in problem.plan)])}
    found = {}
    for name in names:
        if name in computed:
            found[name] = _SCALES.get(name, 1.0) * computed[name].T
        elif name in rows:
            found[name] = np.ascontiguousarray(path[:, rows[name]].T)
        else:
            found[name] = np.array([np.broadcast_to(v, path.shape[-1:]) for v in _sampled(problem, name)]).T
    return found


def _sampled(problem: Problem, name: str) -> list[Any]:
    """Return load or damage on each day reported; a switch counts from its own day on."""
    starts = [stretch.start for stretch in problem.stretches]
    places = np.searchsorted(starts, problem.grid, side="right") - 1
    return [getattr(problem.stretches[i], name) for i in places]


def _columns(problem: Problem, path: Floats, names: tuple[str, ...]) -> dict[str, Floats]:
    """Compute observables with NumPy, each of shape (n_days, n)."""
    damage = np.array([np.broadcast_to(v, path.shape[-1:]) for v in _sampled(problem, "damage")])
    k = problem.person.numbers(0.0, damage)
    turn_down(k, problem.plan, np.moveaxis(path[:, 5:], 1, 0))
    everything = observables(State(*np.moveaxis(path[:, :5], 1, 0)), k)
    return {name: getattr(everything, name) for name in names}


def _compiled_columns(problem: Problem, path: Floats, names: tuple[str, ...]) -> dict[str, Floats]:
    """Compute observables with heyoka, one day at a time: its rows then lie side by side in memory."""
    n = path.shape[-1]
    compute = _compiled(structure(problem.plan), names)
    # It takes the parameters up to the last one that it uses.
    pars = np.array([np.broadcast_to(row, (n,)) for row in fixed_pars(problem)[: compute.nparams]], dtype=float)
    found = np.empty((len(path), len(names), n))
    place = list(PARAMETERS).index("damage")
    for day, damage in enumerate(_sampled(problem, "damage")):
        pars[place : place + 1] = damage
        compute(np.ascontiguousarray(path[day]), pars=pars, outputs=found[day])
    return {name: found[:, i] for i, name in enumerate(names)}


@cache
def _compiled(shape: Structure, names: tuple[str, ...]) -> Any:
    """Compile some observables of one plan structure."""
    hy = heyoka()
    state, levels, k, _ = traced(shape)
    seen = observables(state, k)
    return hy.cfunc([getattr(seen, name) for name in names], vars=[*state, *levels])
