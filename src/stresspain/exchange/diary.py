"""Diaries: a load for each day, from a CSV file. Nothing in it is evaluated, and its scale is never guessed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice, pairwise
from pathlib import Path
from typing import NamedTuple

from stresspain.exchange.text import read_text, records
from stresspain.model.errors import InputError, shown, unknown
from stresspain.model.parameters import parameter
from stresspain.model.schedule import LONGEST, Steps, steps

#: Scale -> what a load of 1 is written as.
SCALES = {"0-10": 10.0, "0-1": 1.0}

_LARGEST = 5_000_000
_COLUMNS = {"date": "2025-10-06", "day": "0, 1, 2, ...", "load": "how much stress from outside"}
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_WHOLE = re.compile(r"\d{1,6}", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_SCALE = re.compile(r"#\s*scale\s*:(.*)", re.IGNORECASE)


@dataclass(frozen=True)
class Diary:
    """A load for each day.

    Attributes
    ----------
    title : str
        The file's name without its ending.
    scale : str
        ``"0-10"`` or ``"0-1"``, as stated.
    days : tuple of int
        0, 1, 2, ...
    values : tuple of float
        As written, in `scale`; ``values[d]`` holds on ``[d, d + 1)``, the last one for good.
    dates : tuple of datetime.date, or None
        The days' dates, where the diary gives dates.
    ignored : tuple of str
        Columns that were not used.
    """

    title: str
    scale: str
    days: tuple[int, ...]
    values: tuple[float, ...]
    dates: tuple[date, ...] | None
    ignored: tuple[str, ...] = ()

    @property
    def length(self) -> int:
        """How many days it covers: the `days` of a run over all of it."""
        return len(self.days)

    @cached_property
    def load(self) -> Steps:
        """The stressor load of the model, 0 to 1."""
        full = SCALES[self.scale]
        return steps([(d, v / full) for d, v in zip(self.days, self.values, strict=True)], parameter("load"))


class _Row(NamedTuple):
    """One day as written, with the line it stands on."""

    line: int
    when: str
    load: str


def read_diary(path: str | Path, *, scale: str | None = None) -> Diary:
    """Read a diary: a CSV file with a column `load`, and a column `date` or `day`.

    Every day stands once, in order, none left out. Other columns are ignored, and lines that begin
    with ``#`` are comments. The load holds for its whole day.

    Parameters
    ----------
    path : str or Path
    scale : {"0-10", "0-1"}, optional
        What the loads are written in. Needed unless a line ``# scale: 0-10`` of the file says so.

    Returns
    -------
    Diary

    Raises
    ------
    InputError
        If the file cannot be read as a diary; the message names the line and the value.

    Examples
    --------
    >>> from stresspain.model.files import data_file
    >>> diary = read_diary(data_file("diaries/exam_term.csv"))
    >>> diary.length, diary.scale
    (182, '0-10')
    """
    place, text = read_text(path, "diary", _LARGEST)
    try:
        return _diary(text, place, scale)
    except InputError as error:
        raise InputError(f"{place}, {error}") from None


def _diary(text: str, place: Path, given: str | None) -> Diary:
    """Read the text of a diary."""
    lines = text.split("\n")
    scale = _scale(lines, given)
    head, rows, ignored = _table(lines)
    values = tuple(_load(row, scale) for row in rows)
    dates = _dates(rows) if head == "date" else None
    if dates is None:
        _check_days(rows)
    return Diary(place.stem, scale, tuple(range(len(rows))), values, dates, ignored)


# --- the scale ------------------------------------------------------------------------------------


def _scale(lines: Sequence[str], given: str | None) -> str:
    """Return the scale that the file or the caller states."""
    stated: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        if found := _SCALE.match(line.strip(' \t,;"')):
            stated.setdefault(_known(found[1].strip().replace("\u2013", "-"), f"line {number}"), number)
    if given is not None:
        stated.setdefault(_known(given, "scale given"), 0)
    if not stated:
        raise InputError(
            "scale: nothing says whether the loads are written 0-10 or 0-1. Put the line '# scale: 0-10' at the top "
            "of the file, or give scale='0-10'."
        )
    if len(stated) > 1:
        places = [f"{s} ({f'line {n}' if n else 'given with the call'})" for s, n in stated.items()]
        raise InputError(f"scale: two are stated, {' and '.join(places)}. Keep the right one.")
    return next(iter(stated))


def _known(scale: str, where: str) -> str:
    """Return a scale that is known."""
    if not isinstance(scale, str) or scale not in SCALES:
        raise InputError(f"{where}: the scale {shown(scale)} is not known. Use 0-10 or 0-1.")
    return scale


# --- the table ------------------------------------------------------------------------------------


def _table(lines: Sequence[str]) -> tuple[str, list[_Row], tuple[str, ...]]:
    """Return the name of the column of days, the rows, and the columns that are not used."""
    found = records(lines)
    try:
        line, head = next(found)
    except StopIteration:
        raise InputError("line 1: the diary is empty. It needs a head 'date,load' and a line for each day.") from None
    names = [name.strip().lower() for name in head]
    when, load = _columns(names, line)
    rows = [_row(number, cells, names, when, load) for number, cells in islice(found, LONGEST + 1)]
    if len(rows) > LONGEST:
        raise InputError(f"line {rows[-1].line}: a diary holds at most {LONGEST:,} days (a hundred years).")
    if not rows:
        raise InputError(f"line {line}: no day follows the head. Add a line for each day, such as 2025-10-06,3.5.")
    return names[when], rows, tuple(n for i, n in enumerate(names) if i not in (when, load))


def _columns(names: list[str], line: int) -> tuple[int, int]:
    """Return where the days and the loads stand."""
    for name in _COLUMNS:
        if names.count(name) > 1:
            raise InputError(f"line {line}: two columns are called {name!r}. Keep one.")
    if "date" in names and "day" in names:
        raise InputError(f"line {line}: both 'date' and 'day' say when. Keep one of them.")
    if "load" in names and ("date" in names or "day" in names):
        return names.index("date" if "date" in names else "day"), names.index("load")
    if len(names) == 1 and (";" in names[0] or "\t" in names[0]):
        raise InputError(f"line {line}: the columns are not separated by commas. Save the file as CSV with commas.")
    missing = "'load'" if "load" not in names else "'date' or 'day'"
    wrong = next((n for n in names if n not in _COLUMNS), None)
    hint = f" {unknown('column of a diary', wrong, _COLUMNS)}" if wrong else ""
    raise InputError(f"line {line}: there is no column {missing}; the head must be 'date,load' or 'day,load'.{hint}")


def _row(line: int, cells: list[str], names: list[str], when: int, load: int) -> _Row:
    """Take what matters from one record."""
    if len(cells) != len(names):
        raise InputError(
            f"line {line}: {len(cells)} cells, but the head has {len(names)}. "
            "A decimal is written with a point (3.5), and a cell that holds a comma in quotes."
        )
    return _Row(line, cells[when].strip(), cells[load].strip())


# --- loads and days -------------------------------------------------------------------------------


def _load(row: _Row, scale: str) -> float:
    """Read one load, as written."""
    if not row.load:
        raise InputError(f"line {row.line}: the load is missing. A diary needs one for each day.")
    if not _NUMBER.fullmatch(row.load):
        hint = " Use a decimal point." if _NUMBER.fullmatch(row.load.replace(",", ".", 1)) else ""
        raise InputError(f"line {row.line}: load {shown(row.load)} is not a number such as 3.5.{hint}")
    value = float(row.load)
    full = SCALES[scale]
    if not 0 <= value <= full:
        raise InputError(
            f"line {row.line}: load {shown(row.load)} lies outside 0 to {full:g}. "
            f"The scale stated is {scale}; is that the wrong scale?"
        )
    return value


def _check_days(rows: list[_Row]) -> None:
    """Make sure that the days are 0, 1, 2, ..."""
    for row in rows:
        if not _WHOLE.fullmatch(row.when):
            raise InputError(f"line {row.line}: day {shown(row.when)} is not a whole number such as 0, 1 or 2.")
    days = [int(row.when) for row in rows]
    if days[0] != 0:
        raise InputError(f"line {rows[0].line}: the first day is {days[0]}. A diary begins on day 0.")
    _check_each_follows(rows, days, lambda day: f"day {day}")


def _dates(rows: list[_Row]) -> tuple[date, ...]:
    """Read the dates."""
    dates = tuple(_date(row) for row in rows)
    _check_each_follows(rows, [d.toordinal() for d in dates], lambda day: date.fromordinal(day).isoformat())
    return dates


def _date(row: _Row) -> date:
    """Read one date, year first."""
    try:
        if _DATE.fullmatch(row.when):
            return date.fromisoformat(row.when)
    except ValueError:  # such as 2025-02-30
        pass
    raise InputError(f"line {row.line}: {shown(row.when)} is not a date. Write year-month-day, such as 2025-10-06.")


def _check_each_follows(rows: list[_Row], days: list[int], name: Callable[[int], str]) -> None:
    """Make sure that each day is the one after the day before it."""
    for row, (last, this) in zip(rows[1:], pairwise(days), strict=True):
        if this == last:
            raise InputError(f"line {row.line}: {name(this)} stands twice. A diary has one load for each day.")
        if this < last:
            raise InputError(f"line {row.line}: {name(this)} follows {name(last)}. List the days in order.")
        if this > last + 1:
            missing = [name(day) for day in range(last + 1, min(this, last + 6))]
            more = this - last - 1 - len(missing)
            raise InputError(
                f"line {row.line}: {name(this)} follows {name(last)}, so a load is missing for {', '.join(missing)}"
                f"{f' and {more:,} more days' if more else ''}. Give one for every day."
            )
