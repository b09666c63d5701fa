"""Time stresspain and its peers in one run."""

from __future__ import annotations

from types import ModuleType
from typing import NamedTuple

import numpy as np

import stresspain
from benchmarks.jobs import JOBS, asked, posed, reference
from benchmarks.peers.tuning import ACCURATE, Peer, Tuned, fastest
from benchmarks.report import Section, Table, verdict
from benchmarks.timing import Contender, Times, in_turn
from stresspain.simulation.engines import ENGINES, Engine

OURS = "stresspain (heyoka)"

#: How many times faster than the best peer is aimed at.
TARGET = 2.0

#: Problems prepared in advance, so that a bare integration is never timed on the same numbers twice in a row.
_EXAMPLES = 25

_TELLS = f"""The same five equations and effect level, the same switches, double precision, warm, taken in turn
in one run. Each peer is tuned here: of all settings tried, the fastest whose error (any state, any
day, against DOP853 at 1e-12) stays at or below {ACCURATE:g}. Both get the equations from the one
right-hand side, traced, never retyped.

- *integration alone*: for the peers nothing but handing over the changed numbers and integrating. No checking,
  no calm start, no splitting, no observables: all that is done beforehand, outside the clock.
- *the whole job*: `simulate()` with `run["pain"]` as in "One whole call", with the peer in our engine's place.

A ratio is a peer's time divided by ours: above 1 means that stresspain is faster."""


class Timed(NamedTuple):
    """One simulator on one job."""

    tuned: Tuned
    alone: Times
    whole: Times


def measure() -> Section:
    """Tune and time every peer on every job."""
    results = {job: _job(job) for job in JOBS}
    heads = ("fastest accurate setting", "max error", "integration alone, ms", "ratio", "the whole job, ms", "ratio")
    tables = [Table((job, *heads), _rows(timed)) for job, timed in results.items()]
    return Section("Beside other simulators", _TELLS, [*tables, _targets(results)])


def _peers() -> list[ModuleType]:
    """Import the peers, or say how to get them."""
    try:
        from benchmarks.peers import with_diffrax, with_roadrunner
    except ImportError as error:
        raise SystemExit(
            f"{error.name} is not installed. Type: make bench (or pip install -e '.[fast,bench]')"
        ) from None
    return [with_roadrunner, with_diffrax]


def _job(job: str) -> dict[str, Timed]:
    """Tune everyone on one job, then time all in turn."""
    examples = [posed(job, variant) for variant in range(0, 100 * _EXAMPLES, 100)]
    some = examples[:: _EXAMPLES // 2]
    truths = [reference(example) for example in some]
    tuned = {OURS: _our_own(some, truths)}
    tuned |= {peer.NAME: fastest(peer.settings(some[0]), some, truths) for peer in _peers()}
    alone = in_turn({name: _alone(found.peer, examples) for name, found in tuned.items()}, rounds=20, block=_EXAMPLES)
    whole = in_turn({name: _whole(found.peer, job) for name, found in tuned.items()}, rounds=20, block=_EXAMPLES)
    return {name: Timed(tuned[name], alone[name], whole[name]) for name in tuned}


def _our_own(examples: list, truths: list) -> Tuned:
    """Return our engine as it is; it is not tuned to the job."""
    engine = ENGINES["heyoka"]
    peer = Peer(lambda given: given, lambda given: engine.integrate(given, 1.0))
    error = max(float(np.max(np.abs(peer.integrate(e) - t))) for e, t in zip(examples, truths, strict=True))
    return Tuned(peer, f"as shipped, tol {engine.tolerances['tol']:g}", error)


def _alone(peer: Peer, examples: list) -> Contender:
    """Return the bare integration, on the next example each time."""
    prepared = [peer.prepare(example) for example in examples]
    return lambda variant: peer.run(prepared[variant % len(prepared)])


def _whole(peer: Peer, job: str) -> Contender:
    """Return `simulate()` with the peer as its engine."""
    name = f"benchmark {id(peer)}"
    ENGINES[name] = Engine(name, {}, peer.integrate)
    return lambda variant: stresspain.simulate(**asked(job, variant), engine=name)["pain"]


def _rows(timed: dict[str, Timed]) -> list[tuple[str, ...]]:
    """Write one job's rows."""
    ours = timed[OURS]
    return [
        (
            name,
            t.tuned.setting,
            f"{t.tuned.error:.0e}",
            str(t.alone),
            f"{t.alone.median / ours.alone.median:.1f}",
            str(t.whole),
            f"{t.whole.median / ours.whole.median:.1f}",
        )
        for name, t in timed.items()
    ]


def _targets(results: dict[str, dict[str, Timed]]) -> Table:
    """Hold the best peer against us in three ways, the hardest last."""
    rows = []
    for job, timed in results.items():
        ours, others = timed[OURS], [t for name, t in timed.items() if name != OURS]
        alone, whole = min(t.alone.median for t in others), min(t.whole.median for t in others)
        ways = {
            "integration against integration": alone / ours.alone.median,
            "whole job against whole job": whole / ours.whole.median,
            "our whole call against its bare integration": alone / ours.whole.median,
        }
        rows += [(job, way, f"{r:.1f}", f">= {TARGET:g}", verdict(r, at_least=TARGET)) for way, r in ways.items()]
    return Table(("365 days, daily output", "best peer against stresspain", "ratio", "target", "verdict"), rows)
