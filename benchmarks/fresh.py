"""Time statements in a fresh Python process."""

from __future__ import annotations

import subprocess
import sys


def milliseconds(*statements: str, before: str = "pass") -> list[float]:
    """Return what each statement takes, run one after another in one new process, after `before`."""
    lines = ["from time import perf_counter", before]
    for statement in statements:
        lines += ["begin = perf_counter()", statement, "print(1e3 * (perf_counter() - begin))"]
    done = subprocess.run([sys.executable, "-c", "\n".join(lines)], capture_output=True, text=True, check=True)
    return [float(line) for line in done.stdout.split()]
