"""What the first run of a session costs: the fast engine compiles each structure of plan once."""

from __future__ import annotations

from benchmarks.fresh import milliseconds
from benchmarks.report import Section, Table
from benchmarks.timing import median_span

_RUNS = 7

_READY = "from stresspain import adaptogen, painkiller, simulate"
_LOADED = {
    "heyoka": "import heyoka; heyoka.llvm_state.set_diskcache_enabled({})",
    "scipy": "import scipy.integrate, scipy.optimize",
}
_CALLS = {
    "first call of all (adaptogen)": "simulate(load=0.4, plan=[adaptogen(600, stop=84)], engine='{}')['pain']",
    "second call, another load": "simulate(load=0.5, plan=[adaptogen(600, stop=84)], engine='{}')['pain']",
    "first call of another structure (painkiller)": "simulate(load=0.4, plan=[painkiller(0.3)], engine='{}')['pain']",
}

_TELLS = """In a fresh process: loading the engine's package, then the first `simulate()`, a second one of the same
structure, and the first of another structure. heyoka compiles each structure once and keeps what it compiled on disk
(in the user's cache folder), so a later session finds it there. Medians over fresh processes; no limit is set."""


def measure() -> Section:
    """Time the first calls of each engine, heyoka's with and without what an earlier session left."""
    cases = {
        "heyoka, never compiled before": ("heyoka", _LOADED["heyoka"].format(False)),
        "heyoka, compiled in an earlier session": ("heyoka", _LOADED["heyoka"].format(True)),
        "scipy": ("scipy", _LOADED["scipy"]),
    }
    rows = [row for name, (engine, load) in cases.items() for row in _rows(name, engine, load)]
    return Section("First call", _TELLS, [Table(("engine", "step", "ms"), rows)])


def _rows(name: str, engine: str, load: str) -> list[tuple[str, ...]]:
    """Time one engine's loading and calls."""
    steps = {"loading the package": load} | {step: call.format(engine) for step, call in _CALLS.items()}
    # The first process only fills heyoka's cache on disk.
    runs = [milliseconds(*steps.values(), before=_READY) for _ in range(_RUNS + 1)][1:]
    return [
        (name, step, str(median_span(list(times)))) for step, times in zip(steps, zip(*runs, strict=True), strict=True)
    ]
