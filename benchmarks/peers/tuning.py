"""Find a simulator's fastest setting among those that are accurate enough."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np

from benchmarks.jobs import Floats
from benchmarks.timing import in_turn
from stresspain.simulation.problem import Problem

#: The largest error allowed of any state or effect level on any day.
ACCURATE = 1e-7


class Peer(NamedTuple):
    """A simulator made ready: `prepare` turns a problem into what it takes, `run` integrates that."""

    prepare: Callable[[Problem], Any]
    run: Callable[[Any], Floats]

    def integrate(self, given: Problem, tighter: float = 1.0) -> Floats:
        """Integrate as the engines of stresspain do (`tighter` is theirs; settings here are fixed)."""
        return self.run(self.prepare(given))


class Tuned(NamedTuple):
    """A simulator at the setting it is timed with, and the error measured there."""

    peer: Peer
    setting: str
    error: float


def fastest(settings: Iterable[tuple[str, Peer]], examples: Sequence[Problem], truths: Sequence[Floats]) -> Tuned:
    """Try every setting on all examples and return the fastest whose error is never above `ACCURATE`."""
    best, least, tried = None, np.inf, 0
    for setting, peer in settings:
        tried += 1
        error = max(float(np.max(np.abs(peer.integrate(e) - t))) for e, t in zip(examples, truths, strict=True))
        if not error <= ACCURATE:
            continue
        prepared = [peer.prepare(example) for example in examples]
        times = in_turn({setting: lambda i, p=peer, r=prepared: p.run(r[i % len(r)])}, rounds=3, block=25)[setting]
        if times.median < least:
            best, least = (peer, setting, error), times.median
    if best is None:
        raise SystemExit(f"No setting of {tried} reached an error of {ACCURATE:g}.")
    peer, setting, error = best
    return Tuned(peer, f"{setting} (of {tried} tried)", error)
