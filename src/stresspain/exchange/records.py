"""The record inside a file that stresspain wrote, found without opening the file in any other program.

A file is data: nothing in it is evaluated. See `stresspain.simulation.record` for what a record holds.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from stresspain.exchange.text import check_tame, read_bytes
from stresspain.model.errors import InputError, shown
from stresspain.simulation.plain import table
from stresspain.simulation.record import FORMAT, NAME

_LARGEST = 200_000_000
_PNG = b"\x89PNG\r\n\x1a\n"
_PDF = b"%PDF-"

_IN_SVG = re.compile(rf'<metadata id="{NAME}">([^<]*)</metadata>')
_IN_HTML = re.compile(rf'<meta name="{NAME}" content="([^"]*)">')
_IN_CSV = re.compile(r"^# provenance: (.*)$", re.MULTILINE)


class Written(NamedTuple):
    """A file that stresspain wrote.

    Attributes
    ----------
    path : Path
    text : str
        The whole file where it is text, else empty.
    record : mapping
        Where its numbers come from.
    """

    path: Path
    text: str
    record: Mapping[str, Any]


def read_record(path: str | Path) -> Written:
    """Read the record of a picture, a table or a page.

    Parameters
    ----------
    path : str or Path
        PNG, SVG, PDF, HTML or CSV; what it is, is read from the file, not from its name.

    Returns
    -------
    Written

    Raises
    ------
    InputError
        If the file cannot be read, or holds no record that can be.
    """
    place, raw = read_bytes(path, "file", _LARGEST)
    found, text = _found(raw)
    if found is None:
        raise InputError(
            f"{place} does not say where it comes from: it holds no record of stresspain. "
            "Pictures, tables and pages that stresspain wrote do, unless another program has saved them since."
        )
    return Written(place, text, _checked(found, place))


def _found(raw: bytes) -> tuple[str | None, str]:
    """Return the JSON of a record, and the text of a file that is text."""
    if raw.startswith(_PNG):
        return _in_png(raw), ""
    if raw.startswith(_PDF):
        return _in_pdf(raw), ""
    text = raw.decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
    for pattern in (_IN_CSV, _IN_SVG, _IN_HTML):
        if match := pattern.search(text):
            return match[1] if pattern is _IN_CSV else html.unescape(match[1]), text
    return None, text


def _in_png(raw: bytes) -> str | None:
    """Return the text that a PNG keeps under our name."""
    for kind, body in _chunks(raw):
        key, _, rest = body.partition(b"\0")
        if kind == b"tEXt" and key == NAME.encode():
            return rest.decode("latin-1")
    return None


def _chunks(raw: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Give the chunks of a PNG; a file that is cut short ends where it is cut."""
    at = len(_PNG)
    while at + 8 <= len(raw):
        size = int.from_bytes(raw[at : at + 4], "big")
        yield raw[at + 4 : at + 8], raw[at + 8 : at + 8 + size]
        at += size + 12


def _in_pdf(raw: bytes) -> str | None:
    """Return the keywords of a PDF, where matplotlib put the record: a text in brackets with backslashes."""
    match = re.search(rb"/Keywords \(((?:[^\\()]|\\.)*)\)", raw, re.DOTALL)
    return re.sub(rb"\\(.)", rb"\1", match[1], flags=re.DOTALL).decode("latin-1") if match else None


def _checked(text: str, place: Path) -> Mapping[str, Any]:
    """Parse a record and check what every record has."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{place}: its record is not JSON ({error}). Was it changed by hand?") from None
    try:
        given = table(data, "record", None, needed=("version",))
        for name, value in given.items():
            if name != "runs":
                check_tame(value, f"record: {name}")
    except InputError as error:
        raise InputError(f"{place}: {error}") from None
    if given.get("format", FORMAT) != FORMAT or not isinstance(given["version"], str):
        raise InputError(
            f"{place}: its record is of format {shown(given.get('format'))}, by version {shown(given['version'])}; "
            f"this version reads format {FORMAT}. Use the version that wrote it."
        )
    return given
