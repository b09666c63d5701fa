"""Run all parts of a job: who works on them, and where the answers go."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Protocol

import numpy as np
import numpy.typing as npt

from stresspain.model.errors import InputError, shown
from stresspain.model.views import view
from stresspain.population.chunks import Job, Order, Part

Floats = npt.NDArray[np.float64]

#: Takes a job and the parts that are still to be done; gives each when it is, in any order.
Runner = Callable[[Job, Sequence[slice]], Iterator[Part]]


class Sink(Protocol):
    """Where answers go."""

    def take(self, part: Part) -> None:
        """Keep the answers of one part."""


class Arrays:
    """Everything in memory."""

    def __init__(self, n: int, order: Order) -> None:
        try:
            self.outcomes = {name: np.full(n, np.nan) for name in order.outcomes}
            self.columns = {name: np.full((n, len(order.kept)), np.nan) for name in order.columns}
        except MemoryError:
            size = 8e-9 * n * (len(order.outcomes) + len(order.columns) * len(order.kept))
            raise InputError(
                f"The answers of {n:,} people take {size:,.0f} GB, more than there is memory. Take fewer people, "
                "outcomes or days; or keep the answers in a folder, as in store='people.zarr'."
            ) from None
        self.failures: dict[int, str] = {}

    def take(self, part: Part) -> None:
        """Keep the answers of one part."""
        for name, values in part.outcomes.items():
            self.outcomes[name][part.start : part.stop] = values
        for name, values in part.columns.items():
            self.columns[name][part.start : part.stop] = values
        self.failures.update(part.failures)

    def freeze(self) -> None:
        """Let nobody change it any more."""
        self.failures = dict(sorted(self.failures.items()))
        for array in (*self.outcomes.values(), *self.columns.values()):
            array.flags.writeable = False


def run_all(
    job: Job, left: Sequence[slice], *, sink: Sink, runner: Runner, progress: Callable[[int, int], None] | None
) -> None:
    """Run the parts that are left and hand each to the sink."""
    n = len(job.task.people)
    done = n - sum(lanes.stop - lanes.start for lanes in left)
    for part in runner(job, left):
        sink.take(part)
        done += part.stop - part.start
        if progress is not None:
            progress(done, n)


def watched(progress: object, what: str = "people") -> Callable[[int, int], None] | None:
    """Return what is told how far it is: a bar for True, nobody for False or None.

    Raises
    ------
    InputError
        If it is neither of these nor can be called.
    """
    if progress is None or progress is False:
        return None
    if progress is True:
        bar: Callable[[int, int], None] = view("progress bar")(what)
        return bar
    if not callable(progress):
        raise InputError(f"progress = {shown(progress)} cannot be called. Give True, or a function of (done, {what}).")
    return progress


def on_threads(threads: int | None) -> Runner:
    """Return what runs parts on the threads of this process; as many as processors if none is given.

    Raises
    ------
    InputError
        If `threads` is no whole number of at least 1.
    """
    allowed = _threads(threads)

    def run(job: Job, left: Sequence[slice]) -> Iterator[Part]:
        # NumPy holds Python's lock too often for threads to help.
        if allowed == 1 or len(left) == 1 or job.engine != "heyoka":
            return map(job.run, left)
        return _side_by_side(job, left, allowed)

    return run


def _threads(given: int | None) -> int:
    """Return how many threads to use: as asked, or one for each processor this process may use."""
    if given is None:
        allowed = getattr(os, "sched_getaffinity", None)
        return len(allowed(0)) if allowed else (os.cpu_count() or 1)
    if isinstance(given, bool) or not isinstance(given, int) or given < 1:
        raise InputError(f"threads = {shown(given)} must be a whole number of at least 1; None takes all processors.")
    return given


def _side_by_side(job: Job, left: Sequence[slice], threads: int) -> Iterator[Part]:
    """Run parts on threads, never many more begun than are taken away: finished ones would fill the memory."""
    pool = ThreadPoolExecutor(threads)
    waiting = iter(left)
    running: set[Future[Part]] = set()
    try:
        while True:
            for lanes in waiting:
                running.add(pool.submit(job.run, lanes))
                if len(running) >= 2 * threads:
                    break
            if not running:
                return
            done, running = wait(running, return_when=FIRST_COMPLETED)
            while done:
                yield done.pop().result()
    finally:
        # An interrupted or failed run does not wait for parts that have not begun.
        pool.shutdown(wait=True, cancel_futures=True)
