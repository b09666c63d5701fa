"""Medians of many repeats, taken in turn so that a busy moment hits every contender alike."""

from __future__ import annotations

import itertools
import math
import statistics
from collections.abc import Callable, Mapping
from time import perf_counter, thread_time
from typing import NamedTuple

#: Counts every timed call, so that no two calls of a session are given the same numbers.
_variants = itertools.count()

#: A timed call. It is given a new whole number each time, for a parameter that differs slightly.
Contender = Callable[[int], object]


class Times(NamedTuple):
    """Milliseconds of many repeats: by the clock, and (where asked) of the calling thread's processor time."""

    median: float
    low: float
    high: float
    repeats: int
    processor: float = math.nan

    def __str__(self) -> str:
        return f"{self.median:.2f} ({self.low:.2f}-{self.high:.2f})"


def in_turn(contenders: Mapping[str, Contender], *, rounds: int, block: int) -> dict[str, Times]:
    """Call each contender `block` times, then the next, for `rounds` rounds; the first round only warms up."""
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in contenders}
    for turn in range(rounds + 1):
        for name, contender in contenders.items():
            times = [_once(contender) for _ in range(block)]
            taken[name] += times if turn else []
    return {name: _summary(times) for name, times in taken.items()}


def _summary(times: list[tuple[float, float]]) -> Times:
    """Sum up pairs of clock and processor time."""
    by_clock, processor = zip(*times, strict=True)
    return median_span(list(by_clock))._replace(processor=statistics.median(processor))


def _once(contender: Contender) -> tuple[float, float]:
    """Time one call, in milliseconds: by the clock, and of this thread's processor time."""
    variant = next(_variants)
    begin, working = perf_counter(), thread_time()
    contender(variant)
    return 1e3 * (perf_counter() - begin), 1e3 * (thread_time() - working)


def median_span(times: list[float]) -> Times:
    """Return median and 10th and 90th percentile."""
    tenths = statistics.quantiles(times, n=10)
    return Times(statistics.median(times), tenths[0], tenths[-1], len(times))
