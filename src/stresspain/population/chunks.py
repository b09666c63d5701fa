"""Chunk by chunk through many people: integrate, read off, reduce, forget the rest; memory stays bounded."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from stresspain.cycle.starts import Cycle
from stresspain.model.errors import InputError, RunError
from stresspain.population.lanes import CompiledCycle, integrate_lanes
from stresspain.population.observe import observe
from stresspain.population.people import Crowd
from stresspain.population.stacked import STACKED, integrate_stacked
from stresspain.population.work import Work
from stresspain.simulation.engines import ENGINES, Engine
from stresspain.simulation.outcomes import OUTCOMES
from stresspain.simulation.problem import Problem, Stretch

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]

#: Numbers that one thread may hold of paths while it works (8 bytes each).
_ROOM = 3_000_000


class Many(NamedTuple):
    """One way to run many people: most at a time, the tolerances it works at, and how it finds their starts."""

    integrate: Callable[[Problem], tuple[Floats, Places]]
    most: int
    tolerances: dict[str, float]
    cycle: type[Cycle]


#: By engine.
MANY = {
    "heyoka": Many(integrate_lanes, 2048, ENGINES["heyoka"].tolerances, CompiledCycle),
    "scipy": Many(integrate_stacked, 512, STACKED, Cycle),
}


class Order(NamedTuple):
    """What is wanted of everyone.

    `measured` and `kept` say where in `grid` the days for outcomes and for columns stand.
    """

    grid: Floats
    outcomes: tuple[str, ...]
    measured: Places
    columns: tuple[str, ...]
    kept: Places
    level: float


class Found:
    """What has been found so far; chunks write side by side into rows of their own."""

    def __init__(self, n: int, order: Order) -> None:
        self.outcomes = {name: np.full(n, np.nan) for name in order.outcomes}
        self.columns = {name: np.full((n, len(order.kept)), np.nan) for name in order.columns}
        self.failures: dict[int, str] = {}

    def freeze(self) -> None:
        """Let nobody change it any more."""
        for array in (*self.outcomes.values(), *self.columns.values()):
            array.flags.writeable = False


def run_all(
    task: Work, order: Order, engine: Engine, threads: int | None, progress: Callable[[int, int], None] | None
) -> Found:
    """Run everyone of `task` and return what `order` asks for."""
    n = len(task.people)
    found = Found(n, order)
    allowed = _threads(threads)
    # NumPy holds Python's lock too often for threads to help.
    side_by_side = allowed if engine.name == "heyoka" else 1
    done = 0
    for lanes, failures in _chunks(task, order, engine, found, side_by_side):
        found.failures.update({lanes.start + i: why for i, why in failures.items()})
        done += lanes.stop - lanes.start
        if progress is not None:
            progress(done, n)
    found.freeze()
    return found


def _threads(given: int | None) -> int:
    """Return how many threads to use: as asked, or one for each processor this process may use."""
    if given is None:
        allowed = getattr(os, "sched_getaffinity", None)
        return len(allowed(0)) if allowed else (os.cpu_count() or 1)
    if isinstance(given, bool) or not isinstance(given, int) or given < 1:
        raise InputError(f"threads = {given!r} must be a whole number of at least 1; None takes all processors.")
    return given


def _chunks(
    task: Work, order: Order, engine: Engine, found: Found, threads: int
) -> Iterator[tuple[slice, dict[int, str]]]:
    """Run every chunk, `threads` at a time; give each with its failures when it is done."""
    n = len(task.people)
    size = _size(task, order, engine, threads)
    parts = [slice(at, min(at + size, n)) for at in range(0, n, size)]
    if threads == 1 or len(parts) == 1:
        for lanes in parts:
            yield lanes, _chunk(task, order, engine, found, lanes)
        return
    pool = ThreadPoolExecutor(threads)
    try:
        running = {pool.submit(_chunk, task, order, engine, found, lanes): lanes for lanes in parts}
        for future in as_completed(running):
            yield running[future], future.result()
    finally:
        # An interrupted or failed run does not wait for chunks that have not begun.
        pool.shutdown(wait=True, cancel_futures=True)


def _size(task: Work, order: Order, engine: Engine, threads: int) -> int:
    """Return how many people make a chunk: few enough for memory, many enough to keep every thread busy."""
    width = 5 + len(task.scenario.plan)
    nodes = len(order.grid) + len(task.edges)
    fair = -(-len(task.people) // threads)
    size = min(MANY[engine.name].most, _ROOM // (width * nodes), fair)
    return max(16, -(-size // 16) * 16)


def _chunk(task: Work, order: Order, engine: Engine, found: Found, lanes: slice) -> dict[int, str]:
    """Run the people of one chunk, write what is wanted, and return who failed and why."""
    many = MANY[engine.name]
    problem, failures = task.part(lanes, many.cycle)
    path, spoilt = many.integrate(problem)
    for i in spoilt.tolist():
        if i not in failures:
            try:
                path[:, :, i] = engine.integrate(_alone(problem, i), 1.0)
            except RunError as error:
                failures[i] = str(error)
    fast = engine.name == "heyoka"
    lost = list(failures)
    path[:, :, lost] = np.nan
    if order.outcomes:
        pain = observe(problem, path, ("felt_pain",), fast)["felt_pain"][:, order.measured]
        for name in order.outcomes:
            column = OUTCOMES[name].of(problem.grid[order.measured], pain, order.level)
            column[lost] = np.nan
            found.outcomes[name][lanes] = column
    if order.columns:
        for name, column in observe(problem, path, order.columns, fast).items():
            found.columns[name][lanes] = column[:, order.kept]
            found.columns[name][lanes][lost] = np.nan
    return failures


def _alone(problem: Problem, i: int) -> Problem:
    """Return the problem of one person among many."""

    def own(level: Any) -> float:
        return float(np.broadcast_to(level, problem.initial.shape[1:])[i])

    numbers = vars(problem.person.numbers(0.0, 0.0))
    person = Crowd({name: own(v) for name, v in numbers.items() if name not in ("load", "damage")})
    stretches = tuple(
        Stretch(s.start, s.stop, own(s.load), own(s.damage), tuple(map(own, s.targets))) for s in problem.stretches
    )
    return Problem(person, problem.plan, stretches, problem.initial[:, i], problem.grid)
