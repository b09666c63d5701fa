"""The two ways things go wrong, and the words for a name that is not known."""

from __future__ import annotations

import difflib
import reprlib
from collections.abc import Mapping


class InputError(ValueError):
    """What was given cannot be used; the message says the value, the rule, its meaning and what to do."""


class RunError(RuntimeError):
    """The input was fine but the computation could not be finished; the message says on which day and why."""


_SHORT = reprlib.Repr()
_SHORT.maxstring = _SHORT.maxother = _SHORT.maxlong = 60


def shown(value: object) -> str:
    """Return `value` as Python writes it, cut short where it is long, deeply nested or huge.

    Examples
    --------
    >>> len(shown("x" * 1_000_000))
    60
    """
    try:
        return _SHORT.repr(value)
    except ValueError:  # Python does not write out whole numbers of more than 4,300 digits.
        return "a number of thousands of digits"


def unknown(kind: str, given: object, known: Mapping[str, str]) -> InputError:
    """Build the error for a name outside `known` (name -> meaning), with the nearest valid name.

    Examples
    --------
    >>> print(unknown("parameter", "k_qz", {"k_qs": "felt pain raises stress"}))
    No parameter is called 'k_qz'; did you mean 'k_qs' (felt pain raises stress)?
    """
    near = difflib.get_close_matches(given[:100], list(known), n=1, cutoff=0.5) if isinstance(given, str) else []
    if near:
        meaning = f" ({known[near[0]]})" if known[near[0]] else ""
        return InputError(f"No {kind} is called {shown(given)}; did you mean {near[0]!r}{meaning}?")
    return InputError(f"No {kind} is called {shown(given)}. Known: {', '.join(known)}.")
