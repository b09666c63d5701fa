"""Truncated power series: exact derivatives of every order, from the one right-hand side.

The equations are made of ``+ - * /`` only, so feeding them ``q + t`` as a power series in t gives
R(q), R'(q), R''(q) / 2, ... at once, exact to rounding.
"""

from __future__ import annotations

from typing import Any

import numpy as np


class Series:
    """A power series in one small quantity, cut off after a fixed order.

    Parameters
    ----------
    terms : ndarray, shape (order + 1, ...)
        Coefficients of 1, t, t^2, ...; real or complex. What it is combined with (numbers, arrays,
        other series) has no more axes than one coefficient.

    References
    ----------
    Griewank & Walther 2008, Evaluating Derivatives, chapter 13, doi:10.1137/1.9780898717761.

    Examples
    --------
    >>> t = Series.around(2.0, order=3)
    >>> (1 / t).terms.tolist()  # 1/2 - t/4 + t^2/8 - t^3/16
    [0.5, -0.25, 0.125, -0.0625]
    """

    __slots__ = ("terms",)
    # Makes `array * series` ask the series, not go through the array's elements.
    __array_ufunc__ = None

    def __init__(self, terms: Any) -> None:
        self.terms = terms

    @classmethod
    def around(cls, value: Any, order: int) -> Series:
        """Return ``value + t``."""
        start = np.asarray(value)
        terms = np.zeros((order + 1, *start.shape), dtype=np.result_type(start, float))
        terms[0] = start
        terms[1] = 1.0
        return cls(terms)

    def __add__(self, other: Any) -> Series:
        if isinstance(other, Series):
            return Series(self.terms + other.terms)
        terms = self.terms.astype(np.result_type(self.terms, other))
        terms[0] += other
        return Series(terms)

    def __neg__(self) -> Series:
        return Series(-self.terms)

    def __sub__(self, other: Any) -> Series:
        return self.__add__(-other)

    def __rsub__(self, other: Any) -> Series:
        return (-self).__add__(other)

    def __mul__(self, other: Any) -> Series:
        if not isinstance(other, Series):
            return Series(self.terms * other)
        a, b = self.terms, other.terms
        return Series(np.stack([sum(a[i] * b[n - i] for i in range(n + 1)) for n in range(len(a))]))

    def __truediv__(self, other: Any) -> Series:
        if not isinstance(other, Series):
            return Series(self.terms / other)
        b = other.terms
        found: list[Any] = []
        for n, a in enumerate(self.terms):
            found.append((a - sum(found[i] * b[n - i] for i in range(n))) / b[0])
        return Series(np.stack(found))

    def __rtruediv__(self, other: Any) -> Series:
        one = np.zeros_like(self.terms)
        one[0] = 1.0
        return Series(one).__truediv__(self).__mul__(other)

    __radd__ = __add__
    __rmul__ = __mul__
