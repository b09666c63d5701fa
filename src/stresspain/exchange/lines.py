"""The line of a TOML file on which a key is set, told only where that is certain."""

from __future__ import annotations

import re
import tomllib
from typing import Any

#: Keys and positions that lead to a value, such as ("plan", 0, "dose_mg").
Place = tuple[str | int, ...]

# Each candidate costs two parses of what stands before it; so many characters are read in all.
_LARGEST = 20_000
_MOST = 200_000


def line_of(written: str, place: Place) -> int | None:
    r"""Return the line that sets what is at a place, counted from 1; where there is none, the line of what holds it.

    A line counts if the parser, given all lines before it, does not know the place, and with
    this line does: so keys inside texts, comments and lists never mislead.

    Parameters
    ----------
    written : str
        A TOML file that can be parsed.
    place : tuple of str and int

    Returns
    -------
    int or None
        None where no single line can be named.

    Examples
    --------
    >>> line_of("days = 9\n[person]\nk_qs = 0.4\n", ("person", "k_qs"))
    3
    >>> line_of("load = {diary = 'a.csv'}\n", ("load", "diary"))
    1
    """
    while place and len(written) <= _LARGEST:
        found = _exactly(written.split("\n"), place)
        if found:
            return found
        place = place[:-1]
    return None


def _exactly(lines: list[str], place: Place) -> int | None:
    """Return the line that sets exactly this place."""
    key = str(next(part for part in reversed(place) if isinstance(part, str)))
    begins = re.compile(rf"[ \t]*(\[*[ \t\"']*{re.escape(key)}[\"' \t]*(?:=|\.|\]))")
    read = 0
    for i, line in enumerate(lines):
        found = begins.match(line)
        if not found:
            continue
        before = "\n".join(lines[:i])
        read += len(before)
        if read > _MOST:
            return None
        if _holds(before, place) is False and _holds(f"{before}\n{_finished(found[1], line)}", place):
            return i + 1
    return None


def _finished(head: str, line: str) -> str:
    """Return the beginning of a statement as a whole one."""
    if head.startswith("["):
        return line
    return f"{head} 0" if head.endswith("=") else line


def _holds(written: str, place: Place) -> bool | None:
    """Return whether a text holds a place; None where it is not whole TOML."""
    try:
        value: Any = tomllib.loads(written)
    except (ValueError, RecursionError):
        return None
    for part in place:
        inside = isinstance(value, dict) if isinstance(part, str) else isinstance(value, list) and len(value) > part
        if not inside or (isinstance(part, str) and part not in value):
            return False
        value = value[part]
    return True
