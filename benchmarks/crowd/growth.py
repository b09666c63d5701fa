"""What a thousand to a million people cost, and how much memory is ever taken."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys

from benchmarks.report import Table, verdict

_COUNTS = (1_000, 10_000, 100_000, 1_000_000)
_REPEATS = 3

#: How much a person may cost more among a million than among ten thousand, and the memory of a million, in MB.
GROWTH, MEMORY = 1.15, 1000.0

TELLS = f"""Last table: the same job for more and more people, each number of people in a new process, after a warm-up
with 4,096; the median of {_REPEATS} calls. A person's cost is that of one core (processor time): among a million it may
be at most {GROWTH:g} times that among ten thousand (a thousand are one to four chunks, which do not fill two threads
evenly). Memory is the process's peak, with what Python, NumPy, heyoka and its compiler take (first row); a million
outcomes themselves are 8 MB."""

_RUN = """
import json, sys
from pathlib import Path
from benchmarks.crowd.clock import timed
from benchmarks.crowd.job import crowd, ours

def peak():
    # The kernel's own figure for this program; `getrusage` also counts the one that started it.
    status = Path("/proc/self/status").read_text()
    return float(status.partition("VmHWM:")[2].split()[0]) / 1024

ours(crowd(4096, 99))
before = peak()
n, repeats = map(int, sys.argv[1:])
times = [timed(lambda: ours(crowd(n, seed))) for seed in range(repeats)]
print(json.dumps([times, before, peak()]))
"""


def measure() -> Table:
    """Measure every number of people in a process of its own."""
    found = {count: _measured(count) for count in _COUNTS}
    floor = min(before for _, _, before, _ in found.values())
    rows = [("none (warm)", "", "", "", f"{floor:,.0f}", "")]
    for count, (clock, processor, _, peak) in found.items():
        rate = f"{count / clock:,.0f}"
        rows.append((f"{count:,}", f"{clock:.3g}", rate, f"{1e6 * processor / count:.1f}", f"{peak:,.0f}", ""))
    growth = (found[1_000_000][1] / 1_000_000) / (found[10_000][1] / 10_000)
    most = found[1_000_000][3]
    rows.append(("cost a person, 10^6 / 10^4", "", "", f"{growth:.2f}", "", verdict(growth, at_most=GROWTH)))
    rows.append(("peak memory of a million, MB", "", "", "", f"{most:,.0f}", verdict(most, at_most=MEMORY)))
    return Table(
        ("people", "by the clock, s", "people/s", "microseconds a person of one core", "peak MB", "verdict"), rows
    )


def _measured(count: int) -> tuple[float, float, float, float]:
    """Return seconds by the clock and of processor time, and memory before and at its peak, in MB."""
    told = subprocess.run(
        [sys.executable, "-c", _RUN, str(count), str(_REPEATS)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
    )
    times, before, peak = json.loads(told.stdout)
    clock, processor = (statistics.median(t) for t in zip(*times, strict=True))
    return clock, processor, before, peak
