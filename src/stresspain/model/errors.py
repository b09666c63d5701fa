"""The two ways things go wrong, and the words for a name that is not known."""

from __future__ import annotations

import difflib
import reprlib
from collections.abc import Iterable, Mapping


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


def _nearest(given: object, known: Iterable[str]) -> list[str]:
    """Return the name that is most like the one given; several, in the order known, where they are equally so."""
    if not isinstance(given, str):
        return []
    likeness = {name: difflib.SequenceMatcher(None, name, given[:100]).ratio() for name in known}
    best = max(likeness.values(), default=0.0)
    return [name for name, ratio in likeness.items() if ratio == best >= 0.5][:4]


def unknown(kind: str, given: object, known: Mapping[str, str]) -> InputError:
    """Build the error for a name outside `known` (name -> meaning), with the nearest valid name.

    Examples
    --------
    >>> print(unknown("parameter", "k_qz", {"k_qs": "felt pain raises stress"}))
    No parameter is called 'k_qz'; did you mean 'k_qs' (felt pain raises stress)?
    """
    near = _nearest(given, known)
    if near:
        named = [f"{name!r} ({known[name]})" if known[name] else repr(name) for name in near]
        return InputError(f"No {kind} is called {shown(given)}; did you mean {' or '.join(named)}?")
    return InputError(f"No {kind} is called {shown(given)}. Known: {', '.join(known)}.")
