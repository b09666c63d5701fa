"""Seconds by the clock and of processor time, of ways that take turns."""

from __future__ import annotations

import os
import statistics
from collections.abc import Callable, Mapping
from time import perf_counter, process_time
from typing import NamedTuple


def cores() -> int:
    """Return how many processors this process may use."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else (os.cpu_count() or 1)


def timed(call: Callable[[], object]) -> tuple[float, float]:
    """Return seconds by the clock, and of processor time in all threads."""
    begin, working = perf_counter(), process_time()
    call()
    return perf_counter() - begin, process_time() - working


class Way(NamedTuple):
    """One way to run so many people; `run` is given the number of the round."""

    people: int
    run: Callable[[int], object]


class Rates:
    """Seconds a person of every way, round by round."""

    def __init__(self, ways: Mapping[str, Way], rounds: int) -> None:
        self.clock: dict[str, list[float]] = {name: [] for name in ways}
        self.processor: dict[str, list[float]] = {name: [] for name in ways}
        for turn in range(rounds + 1):
            for name, way in ways.items():
                by_clock, working = timed(lambda way=way, turn=turn: way.run(turn))
                if turn:  # the first round warms up
                    self.clock[name].append(by_clock / way.people)
                    self.processor[name].append(working / way.people)

    def told(self, name: str) -> tuple[str, str]:
        """Return people a second by the clock, and a second of processor time."""
        return tuple(f"{1.0 / statistics.median(times[name]):,.0f}" for times in (self.clock, self.processor))  # type: ignore[return-value]

    def ratio(self, name: str, other: str) -> float:
        """Return how many times as many people a second the one does as the other, the median of all rounds."""
        return statistics.median(b / a for a, b in zip(self.clock[name], self.clock[other], strict=True))

    def ratio_of_work(self, name: str, other: str) -> float:
        """Return the same of processor time, where what else runs on the machine counts less."""
        return statistics.median(b / a for a, b in zip(self.processor[name], self.processor[other], strict=True))
