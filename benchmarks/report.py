"""What a section says, as Markdown, and where it is kept."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import NamedTuple

from benchmarks.machine import described

RESULTS = Path(__file__).with_name("results.md")

_HEAD = """# Timings

Illustrative, not clinical. Written by `make bench` (see [README.md](README.md)); every section says when and on what
machine it was measured. Times are medians, with the span from the 10th to the 90th percentile where it is given.
Limits are those of the project's first task; absolute times belong to one machine, ratios were taken in one run.
"""


class Table(NamedTuple):
    """A table: its heads, and rows of texts."""

    heads: tuple[str, ...]
    rows: list[tuple[str, ...]]


class Section(NamedTuple):
    """One question, what was done to answer it, and the answer in tables."""

    title: str
    tells: str
    tables: list[Table]


def verdict(measured: float, *, at_most: float | None = None, at_least: float | None = None) -> str:
    """Say whether a limit is kept."""
    kept = (at_most is None or measured <= at_most) and (at_least is None or measured >= at_least)
    return "pass" if kept else "**fail**"


def markdown(section: Section) -> str:
    """Write a section as Markdown."""
    measured = f"Measured {datetime.date.today():%d %B %Y} on {described()}."
    return "\n\n".join([f"## {section.title}", section.tells, *map(_table, section.tables), measured]) + "\n"


def _table(table: Table) -> str:
    """Write a table as Markdown."""
    rows = [table.heads, tuple("---" for _ in table.heads), *table.rows]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def keep(section: Section) -> None:
    """Put a section into results.md, in the place of an older one of the same title."""
    parts = RESULTS.read_text(encoding="utf-8").split("\n## ")[1:] if RESULTS.exists() else []
    by_title = {part.partition("\n")[0]: f"## {part.rstrip()}\n" for part in parts}
    by_title[section.title] = markdown(section)
    RESULTS.write_text("\n".join([_HEAD, *by_title.values()]), encoding="utf-8")
