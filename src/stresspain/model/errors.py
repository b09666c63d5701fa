"""The two ways things go wrong, and the words for a name that is not known."""

from __future__ import annotations

import difflib
from collections.abc import Mapping


class InputError(ValueError):
    """What was given cannot be used; the message says the value, the rule, its meaning and what to do."""


class RunError(RuntimeError):
    """The input was fine but the computation could not be finished; the message says on which day and why."""


def unknown(kind: str, given: object, known: Mapping[str, str]) -> InputError:
    """Build the error for a name outside `known` (name -> meaning), with the nearest valid name.

    Examples
    --------
    >>> print(unknown("parameter", "k_qz", {"k_qs": "felt pain raises stress"}))
    No parameter is called 'k_qz'; did you mean 'k_qs' (felt pain raises stress)?
    """
    near = difflib.get_close_matches(str(given), list(known), n=1, cutoff=0.5)
    if near:
        meaning = f" ({known[near[0]]})" if known[near[0]] else ""
        return InputError(f"No {kind} is called {given!r}; did you mean {near[0]!r}{meaning}?")
    return InputError(f"No {kind} is called {given!r}. Known: {', '.join(known)}.")
