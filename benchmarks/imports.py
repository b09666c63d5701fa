"""What `import stresspain` costs beside `import numpy`, each in a fresh process."""

from __future__ import annotations

from benchmarks.fresh import milliseconds
from benchmarks.report import Section, Table, verdict
from benchmarks.timing import Times, median_span

#: Milliseconds that `import stresspain` may cost beyond `import numpy`.
LIMIT = 60.0

_RUNS = 15

_NUMPY = "import numpy"
_OURS = ("import stresspain", "from stresspain import scenario, simulate")

_TELLS = """Each statement in a fresh Python process, taken in turn; the time is the processor time of the statement
alone. Public names load when first used, so the second row touches little; the third loads what a run needs, but for
the engine."""


def measure() -> Section:
    """Time each statement in turn."""
    taken: dict[str, list[float]] = {statement: [] for statement in (_NUMPY, *_OURS)}
    for _ in range(_RUNS):
        for statement, times in taken.items():
            times += milliseconds(statement, clock="process_time")
    times = {statement: median_span(each) for statement, each in taken.items()}
    rows = [(f"`{_NUMPY}`", str(times[_NUMPY]), "", "", ""), *(_row(each, times) for each in _OURS)]
    return Section(
        "Import", _TELLS, [Table(("statement", "processor ms", "beyond numpy, ms", "limit", "verdict"), rows)]
    )


def _row(statement: str, times: dict[str, Times]) -> tuple[str, ...]:
    """Hold one statement against numpy's import."""
    beyond = times[statement].median - times[_NUMPY].median
    return f"`{statement}`", str(times[statement]), f"{beyond:+.1f}", f"<= {LIMIT:g}", verdict(beyond, at_most=LIMIT)
