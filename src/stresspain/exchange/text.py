"""Text from files that anybody may have written: read whole or refused with a reason, never half."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from stresspain.model.errors import InputError, shown

_DEEPEST = 8
_LIKE_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def read_text(given: str | Path, kind: str, most: int) -> tuple[Path, str]:
    r"""Return the path and the text of a file, every line ended by ``\n``.

    Parameters
    ----------
    given : str or Path
    kind : str
        What the file should be, for the error message, such as "diary".
    most : int
        Largest size in bytes.

    Raises
    ------
    InputError
        If there is no such file, it is a folder, too large, not text in UTF-8, or cannot be read.
    """
    path, raw = read_bytes(given, kind, most)
    return path, _decoded(raw, path, kind).replace("\r\n", "\n").replace("\r", "\n")


def read_bytes(given: str | Path, kind: str, most: int) -> tuple[Path, bytes]:
    """Return the path of a file and all that is in it.

    Parameters
    ----------
    given, kind, most
        As for `read_text`.

    Raises
    ------
    InputError
        If there is no such file, it is a folder, too large, or cannot be read.
    """
    path = _path(given, kind)
    try:
        with path.open("rb") as file:
            raw = file.read(most + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name holds a character that no file name can"
        raise InputError(f"The {kind} {shown(str(path))} cannot be read: {reason}.") from None
    if len(raw) > most:
        raise InputError(f"The {kind} {path} is larger than {most:,} bytes. Is it the right file?")
    return path, raw


def _path(given: str | Path, kind: str) -> Path:
    """Return the path of an ordinary file (a folder or a pipe could not be read, or not to an end)."""
    if not isinstance(given, (str, Path)):
        raise InputError(f"{shown(given)} is not the path of a {kind}. Give a text or a Path.")
    path = Path(given)
    try:
        if path.is_dir():
            raise InputError(f"{shown(str(path))} is a folder, not a {kind}. Name the file in it.")
        if path.exists() and not path.is_file():
            raise InputError(f"{shown(str(path))} is not an ordinary file, so it is not read as a {kind}.")
        if not path.exists():
            raise InputError(f"There is no {kind} {shown(str(path))}{_nearby(path)}.")
    except OSError as error:
        raise InputError(f"The {kind} {shown(str(path))} cannot be read: {error.strerror}.") from None
    return path


def _nearby(path: Path) -> str:
    """Say which folder was looked in, or that there is none."""
    return "" if path.parent.is_dir() else f" (and no folder {shown(str(path.parent))})"


def _decoded(raw: bytes, path: Path, kind: str) -> str:
    """Decode UTF-8, with or without a byte order mark."""
    if raw.startswith(_LIKE_UTF16):
        raise InputError(f"The {kind} {path} is written in UTF-16. Save it as UTF-8 (in a spreadsheet: CSV UTF-8).")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise InputError(
            f"{path}, line {line}: byte {raw[error.start]:#04x} is not UTF-8. Is it a {kind}? Save it as UTF-8 text."
        ) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise InputError(f"{path}, line {line}: a zero byte, which text does not hold. Is it a {kind}?")
    return text


def records(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Give each record of the CSV with the line that it begins on, comments and blank lines left out.

    Raises
    ------
    InputError
        If a line cannot be one of a CSV file.

    Examples
    --------
    >>> list(records(["# made for teaching", "day,load", "0,3.5"]))
    [(2, ['day', 'load']), (3, ['0', '3.5'])]
    """
    begun: list[int] = []

    def told() -> Iterator[str]:
        for number, line in enumerate(lines, 1):
            if line.strip(' \t,;"') and not line.lstrip(' \t"').startswith("#"):
                begun.append(number)
                yield line + "\n"

    reader = csv.reader(told(), strict=True)
    while True:
        begun.clear()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise InputError(f"line {begun[0]}: this is not a line of a CSV file ({error}).") from None
        yield begun[0], cells


def check_tame(data: object, what: str) -> None:
    """Make sure that parsed data hold no number and no nesting that would trip what reads them next.

    Raises
    ------
    InputError
        If a whole number has more than 64 bits, or tables and lists are nested too deep.
    """
    level = [data]
    for _ in range(_DEEPEST):
        for value in level:
            if isinstance(value, int) and not -(2**63) <= value < 2**63:
                raise InputError(f"{what}: a whole number has more than 64 bits. Use a smaller one.")
        level = [inner for value in level for inner in _inside(value)]
    if level:
        raise InputError(f"{what}: tables and lists are nested more than {_DEEPEST - 1} deep.")


def _inside(value: object) -> Iterable[object]:
    """Return what a list or a table holds."""
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()
