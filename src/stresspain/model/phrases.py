"""How a count and an interval are written, in sentences, tables and pictures alike."""

from __future__ import annotations

import math

#: Most decimals.
_MOST = 6


def counted(n: int, one: str, several: str = "") -> str:
    """Write how many there are; `several` is `one` with an s where it is not given.

    Examples
    --------
    >>> counted(1, "reading"), counted(1200, "reading"), counted(1, "number needs", "numbers need")
    ('1 reading', '1,200 readings', '1 number needs')
    """
    return f"{n:,} {one if n == 1 else several or f'{one}s'}"


def alike(low: float, high: float, *others: float) -> list[str]:
    """Write both ends of an interval, and what else belongs to it, with the same number of decimals.

    As many as give the larger end three digits, and more where the interval is so narrow that its ends would look
    the same, or one end so small that nothing of it would be left; never more than two beyond three digits.

    Examples
    --------
    >>> alike(0.491, 0.83), alike(0.0312, 12.3), alike(28, 365)
    (['0.491', '0.830'], ['0.03', '12.30'], ['28', '365'])
    """
    first = _decimals(max(abs(low), abs(high)), 3)
    needed = max(_decimals(abs(high - low), 2), *(_decimals(abs(end), 1) for end in (low, high)))
    decimals = max(0, min(max(first, needed), first + 2, _MOST))
    return [f"{value:.{decimals}f}" for value in (low, high, *others)]


def _decimals(value: float, digits: int) -> int:
    """Return how many decimals give a number so many digits; 0 for 0."""
    return digits - 1 - math.floor(math.log10(value)) if value > 0 else 0
