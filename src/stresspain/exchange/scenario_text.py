"""Scenarios as one word for links and messages: ``sp1.`` and then letters, digits, ``-`` and ``_``.

The number is the version of the form. What is behind it is the plain form of
`stresspain.simulation.plain` as JSON, packed and made safe for addresses. It is data: nothing in it is evaluated.
"""

from __future__ import annotations

import base64
import json
import re
import zlib

from stresspain.exchange.text import check_tame
from stresspain.model.errors import InputError, shown
from stresspain.simulation.scenario import Scenario

#: What every word of this version begins with.
PREFIX = "sp1."

_WORD = re.compile(r"sp(\d{1,3})\.([A-Za-z0-9_-]*)", re.ASCII)
_LONGEST = 200_000
_UNPACKED = 2_000_000


def text_of_scenario(scenario: Scenario) -> str:
    """Return a scenario as one word.

    Parameters
    ----------
    scenario : Scenario

    Returns
    -------
    str

    Raises
    ------
    InputError
        If the word would be too long to be read back.

    Examples
    --------
    >>> from stresspain.simulation.scenario import scenario
    >>> text_of_scenario(scenario())[:4]
    'sp1.'
    """
    plain = json.dumps(scenario.to_dict(), separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()
    packed = base64.urlsafe_b64encode(zlib.compress(plain, 9)).decode("ascii").rstrip("=")
    if len(packed) > _LONGEST - len(PREFIX) or len(plain) > _UNPACKED:
        raise InputError(
            f"As one word this scenario would take {len(packed):,} letters; {_LONGEST:,} at most. It has too many "
            "steps, courses or days: share a file instead."
        )
    return PREFIX + packed


def scenario_of_text(given: str) -> Scenario:
    """Return the scenario that `text_of_scenario` wrote down.

    Parameters
    ----------
    given : str
        The word, or a whole link of the explorer that holds it.

    Returns
    -------
    Scenario

    Raises
    ------
    InputError
        If the word is of another version, damaged, too large, or holds no scenario.

    Examples
    --------
    >>> scenario_of_text("sp2.abc")
    Traceback (most recent call last):
    ...
    stresspain.model.errors.InputError: 'sp2.abc' is a scenario of form 2; this version of stresspain reads form 1...
    """
    try:
        data = json.loads(_unpacked(given), parse_constant=_no_constant)
    except RecursionError:
        raise InputError(f"{shown(given)}: tables and lists are nested too deep.") from None
    except InputError:
        raise
    except ValueError:  # damaged base64, damaged JSON, or a whole number of thousands of digits
        raise _damaged(given) from None
    check_tame(data, "not a scenario")
    return Scenario.from_dict(data)


def _unpacked(given: object) -> bytes:
    """Return the JSON behind a word."""
    found = _WORD.fullmatch(_bare(given)) if isinstance(given, str) and len(given) <= _LONGEST else None
    if not found:
        raise InputError(
            f"{shown(given)} is not a scenario written as one word. It begins with {PREFIX!r}, has at most "
            f"{_LONGEST:,} letters, and comes from scenario.to_text()."
        )
    if found[1] != PREFIX[2:-1]:
        raise InputError(
            f"{shown(given)} is a scenario of form {found[1]}; this version of stresspain reads form {PREFIX[2:-1]}. "
            "Use the version that wrote it, or a newer one."
        )
    packed = base64.urlsafe_b64decode(found[2] + "=" * (-len(found[2]) % 4))
    machine = zlib.decompressobj()
    try:
        raw = machine.decompress(packed, _UNPACKED + 1)
    except zlib.error:
        raise _damaged(given) from None
    if len(raw) > _UNPACKED:
        raise InputError(f"{shown(given)} unpacks to more than {_UNPACKED:,} bytes. It is no scenario of ours.")
    if not machine.eof or machine.unused_data:
        raise _damaged(given)
    return raw


def _bare(given: str) -> str:
    """Return the word of a link of the explorer: after its ``#``, before what else the link asks for."""
    return given.strip().rpartition("#")[2].partition("&")[0]


def _damaged(given: object) -> InputError:
    """Return the error for a word that cannot be read."""
    return InputError(f"{shown(given)} is damaged: letters are missing or changed. Copy all of it, or use a file.")


def _no_constant(name: str) -> float:
    """Refuse what JSON does not know but Python would read."""
    raise ValueError(name)
