"""`simulate_many` beside a bare heyoka loop."""

from __future__ import annotations

import numpy as np

from benchmarks.crowd.bare import CHUNK, Loop
from benchmarks.crowd.clock import Rates, Way, cores
from benchmarks.crowd.job import crowd, ours
from benchmarks.report import Table, verdict

#: The least share of a bare loop's speed.
LEAST = 0.85

_PEOPLE = 24 * CHUNK
_ROUNDS = 9

TELLS = f"""Second table: {_PEOPLE:,} people, all their numbers drawn (25 % around the defaults), 365 days, weekly
output, one course of 12 weeks that switches on and off, mean felt pain. *The bare loop* begins with everyone drawn and
every calm start found, laid out in memory chunk by chunk ({CHUNK} people): its clock sees only lanes being reset,
switches, `propagate_grid`, weekly states copied to memory, felt pain by the same compiled function and the same
outcome. *The bare loop with starts* also draws the people and finds their calm starts, by our own functions.
`simulate_many` is the whole call: it checks, draws other people each time, finds every calm start and looks for who
failed. All are given the same threads. The share is the median over {_ROUNDS} rounds taken in turn; the limit is on the
hardest of these, against the loop that begins with everything ready."""


def measure() -> Table:
    """Time the loops and the whole call in turn."""
    loop = Loop(crowd(_PEOPLE), cores())
    # The loop does the same work: its answers are ours to the last bit.
    if not np.array_equal(loop.run(), ours(crowd(_PEOPLE))):
        raise SystemExit("The bare loop and simulate_many do not agree.")
    ways = {
        "bare loop, everyone ready": Way(_PEOPLE, lambda _: loop.run()),
        "bare loop with starts": Way(_PEOPLE, lambda turn: loop.begin(crowd(_PEOPLE, turn)).run()),
        "`simulate_many`": Way(_PEOPLE, lambda turn: ours(crowd(_PEOPLE, turn))),
    }
    rates = Rates(ways, _ROUNDS)
    rows = [_row(rates, name) for name in ways]
    heads = (
        "way",
        "people/s by the clock",
        "people/s of processor time",
        "`simulate_many` has of it",
        "of processor time",
        "limit",
        "verdict",
    )
    return Table(heads, rows)


def _row(rates: Rates, name: str) -> tuple[str, ...]:
    """Write one way's row."""
    if name == "`simulate_many`":
        return (name, *rates.told(name), "", "", "", "")
    share, work = (ratio("`simulate_many`", name) for ratio in (rates.ratio, rates.ratio_of_work))
    held = ("", "") if "starts" in name else (f">= {LEAST:.0%}", verdict(share, at_least=LEAST))
    return (name, *rates.told(name), f"{share:.1%}", f"{work:.1%}", *held)
