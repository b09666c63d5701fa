"""Other ways to run many people. Everyone's numbers and starts are ready before the clock starts; all that is
asked of them is the weekly states."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from benchmarks.jobs import Floats
from stresspain.simulation.engines import ENGINES
from stresspain.simulation.problem import Problem

#: The tolerance of all of them, and the absolute one.
RELATIVE, ABSOLUTE = 1e-6, 1e-8

Way = Callable[[], Floats]


def diffrax(prepared: Sequence[Any], example: Problem, batch: int) -> Way:
    """Return one compiled vmap over `batch` people at a time, Tsit5."""
    import diffrax as dx
    import jax

    from benchmarks.peers import with_diffrax

    control = dx.PIDController(rtol=RELATIVE, atol=ABSOLUTE)
    solve = jax.jit(jax.vmap(with_diffrax.solve(example, dx.Tsit5(), 0.5, control)))
    columns = [np.ascontiguousarray(column) for column in zip(*prepared, strict=True)]
    parts = [slice(at, at + batch) for at in range(0, len(columns[0]), batch)]
    return lambda: np.concatenate([np.asarray(solve(*(column[part] for column in columns))) for part in parts])


def prepared_for_diffrax(problems: Sequence[Problem]) -> list[Any]:
    """Return what diffrax takes for each."""
    from benchmarks.peers import with_diffrax

    return [with_diffrax.prepare(problem) for problem in problems]


def libroadrunner(problems: Sequence[Problem]) -> Way:
    """Return a loop over people on one compiled model, CVODE (BDF, its default)."""
    from benchmarks.peers import with_roadrunner

    peer = with_roadrunner.made(problems[0], True, RELATIVE, ABSOLUTE)
    prepared = [peer.prepare(problem) for problem in problems]
    return lambda: np.array([peer.run(one) for one in prepared])


def scipy_loop(problems: Sequence[Problem], looser: float = 1e5) -> Way:
    """Return a loop over people on SciPy's LSODA: at 1e-6, or at the tolerance of `simulate` (`looser` = 1)."""
    integrate = ENGINES["scipy"].integrate
    return lambda: np.array([integrate(problem, 1.0 / looser) for problem in problems])
