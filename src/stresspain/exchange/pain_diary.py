"""Diaries of pain: a CSV file of days and readings of 0 to 10, gaps allowed. Nothing in it is evaluated."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from stresspain.exchange.records import Written
from stresspain.exchange.text import check_tame, read_text, records
from stresspain.model.errors import InputError, shown, unknown
from stresspain.model.files import write_whole
from stresspain.population.findings import FINDINGS, record_of_finding
from stresspain.population.fitting.pain_diary import SEEN, PainDiary

#: The kind of finding that a made-up diary is.
MADE_UP = "made-up diary"
_LARGEST = 5_000_000
_WHEN = {"day": "days since the first, 0, 1, 2, ...", "date": "2025-10-06"}
_COLUMNS = {**_WHEN, **{name: said for name, (_, said) in SEEN.items()}}
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class _Row(NamedTuple):
    """One day as written, with the line it stands on."""

    line: int
    cells: dict[str, str]


def read_pain_diary(path: str | Path) -> PainDiary:
    """Read a diary of pain: a CSV file with a column `felt_pain`, and a column `day` or `date`.

    Readings are 0 to 10. A day may be left out, or its cell left empty: that is a gap. Columns `stress` and
    `sleep_loss`, 0 to 10, are read too; others are ignored. Lines that begin with ``#`` are comments.

    Parameters
    ----------
    path : str or Path

    Returns
    -------
    PainDiary

    Raises
    ------
    InputError
        If the file cannot be read as such a diary; the message names the line and the value.

    Examples
    --------
    >>> from stresspain.model.files import data_file
    >>> diary = read_pain_diary(data_file("diaries/pain_example.csv"))
    >>> diary.synthetic
    True
    """
    place, text = read_text(path, "pain diary", _LARGEST)
    try:
        return _diary(text, place)
    except InputError as error:
        raise InputError(f"{place}, {error}") from None


def write_pain_diary(diary: PainDiary, path: str | Path) -> Path:
    """Write a diary to a CSV file; one that was made up says how, so that `stresspain.reproduce` makes it again.

    Raises
    ------
    InputError
        If the file cannot be written.
    """
    comments = ["# pain diary: felt pain by day, 0-10; illustrative, not clinical"]
    if diary.synthetic:
        comments.append("# synthetic: nobody wrote this; the model was read with noise")
    if diary.made:
        # The rows are the numbers of this finding: `of_rows` reads them back for `reproduce`.
        told = {name: value for name, value in record_of_finding(diary).items() if name != "numbers"}
        comments.append(f"# provenance: {json.dumps(told)}")
    body = io.StringIO()
    writer = csv.writer(body, lineterminator="\n")
    writer.writerow(["day", *diary.columns])
    for row in zip(diary.days.tolist(), *(values.tolist() for values in diary.columns.values()), strict=True):
        writer.writerow([f"{row[0]:g}" if row[0] == int(row[0]) else row[0], *("" if v != v else v for v in row[1:])])
    return write_whole(Path(path), "\n".join([*comments, body.getvalue()]))


def of_rows(written: Written) -> dict[str, float]:
    """Return every reading in the rows of a made-up diary's file, as its record would name it.

    Raises
    ------
    InputError
        If a row cannot be read; the message names the line and the value.
    """
    return dict(FINDINGS[MADE_UP].numbers(_diary(written.text, written.path)))


def _diary(text: str, place: Path) -> PainDiary:
    """Read the text of a diary."""
    lines = text.split("\n")
    when, names, rows = _table(lines)
    days = _days(rows) if when == "day" else _dates(rows)
    columns = {name: [_reading(row, name) for row in rows] for name in names}
    for row, last, this in zip(rows[1:], days, days[1:], strict=False):
        if this <= last:
            word = "stands twice" if this == last else f"follows {last:g}"
            raise InputError(f"line {row.line}: day {this:g} {word}. List the days in order, each once.")
    made = _made(lines) if any(line.startswith("# synthetic:") for line in lines) else None
    return PainDiary(days, columns.pop("felt_pain"), title=place.stem, made=made, **columns)


def _made(lines: Sequence[str]) -> dict[str, Any]:
    """Return how a made-up diary was made; nothing where its record cannot be read."""
    said = next((line.partition(": ")[2] for line in lines if line.startswith("# provenance: ")), "")
    try:
        given = json.loads(said)["given"]
        check_tame(given, "record")
    except (ValueError, RecursionError, LookupError, TypeError):
        return {}
    return given if isinstance(given, dict) else {}


def _table(lines: Sequence[str]) -> tuple[str, list[str], list[_Row]]:
    """Return the column of days, the columns of readings, and the rows."""
    found = records(lines)
    try:
        line, head = next(found)
    except StopIteration:
        raise InputError("line 1: the diary is empty. It needs a head 'day,felt_pain' and a line a day.") from None
    names = [name.strip().lower() for name in head]
    when = _when(names, line)
    rows = []
    for number, cells in found:
        if len(cells) != len(names):
            raise InputError(
                f"line {number}: {len(cells)} cells, but the head has {len(names)}. A decimal is written with a point."
            )
        rows.append(_Row(number, dict(zip(names, (cell.strip() for cell in cells), strict=True))))
    if not rows:
        raise InputError(f"line {line}: no day follows the head. Add a line for each day, such as 0,3.5.")
    return when, [name for name in SEEN if name in names], rows


def _when(names: list[str], line: int) -> str:
    """Return the column that says when, having checked the head."""
    for name in _COLUMNS:
        if names.count(name) > 1:
            raise InputError(f"line {line}: two columns are called {name!r}. Keep one.")
    if "date" in names and "day" in names:
        raise InputError(f"line {line}: both 'date' and 'day' say when. Keep one of them.")
    if "felt_pain" in names and ("day" in names or "date" in names):
        return "day" if "day" in names else "date"
    if len(names) == 1 and (";" in names[0] or "\t" in names[0]):
        raise InputError(f"line {line}: the columns are not separated by commas. Save the file as CSV with commas.")
    if "load" in names:
        raise InputError(
            f"line {line}: this looks like a diary of load (what presses from outside), not of pain. "
            "Read it with read_diary; a diary of pain has a column 'felt_pain'."
        )
    missing = "'felt_pain'" if "felt_pain" not in names else "'day' or 'date'"
    wrong = next((name for name in names if name not in _COLUMNS), None)
    hint = f" {unknown('column of a pain diary', wrong, _COLUMNS)}" if wrong else ""
    raise InputError(f"line {line}: there is no column {missing}; the head must be 'day,felt_pain'.{hint}")


def _days(rows: list[_Row]) -> list[float]:
    """Read the days."""
    for row in rows:
        if not _NUMBER.fullmatch(row.cells["day"]):
            raise InputError(f"line {row.line}: day {shown(row.cells['day'])} is not a number such as 0, 1 or 2.5.")
    days = [float(row.cells["day"]) for row in rows]
    if days[0] < 0:
        raise InputError(f"line {rows[0].line}: day {days[0]:g} lies before day 0. Count from the diary's first day.")
    return days


def _dates(rows: list[_Row]) -> list[float]:
    """Read dates as days since the first."""
    dates = [_date(row) for row in rows]
    return [float((day - dates[0]).days) for day in dates]


def _date(row: _Row) -> date:
    """Read one date, year first."""
    try:
        if _DATE.fullmatch(row.cells["date"]):
            return date.fromisoformat(row.cells["date"])
    except ValueError:  # such as 2025-02-30
        pass
    said = shown(row.cells["date"])
    raise InputError(f"line {row.line}: {said} is not a date. Write year-month-day, such as 2025-10-06.")


def _reading(row: _Row, name: str) -> float | None:
    """Read one reading; an empty cell is a gap."""
    cell = row.cells[name]
    if not cell:
        return None
    if not _NUMBER.fullmatch(cell):
        hint = " Use a decimal point." if _NUMBER.fullmatch(cell.replace(",", ".", 1)) else ""
        raise InputError(
            f"line {row.line}: {name} {shown(cell)} is not a number such as 3.5; leave the cell empty for a gap.{hint}"
        )
    value = float(cell)
    if not 0 <= value <= 10:
        raise InputError(f"line {row.line}: {name} {shown(cell)} lies outside 0 to 10. Is it on another scale?")
    return value
