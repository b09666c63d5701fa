"""Numbers that vary together: a Gaussian copula, checked to be one before anybody is drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from stresspain.model.errors import InputError, shown
from stresspain.model.parameters import parameter
from stresspain.model.quantity import Quantity
from stresspain.population.laws import Law

Floats = npt.NDArray[np.float64]

#: A factor of a correlation matrix, row by row: plain numbers, so that a recipe stays small and hashable.
Factor = tuple[tuple[float, ...], ...]

_CORRELATION = Quantity("correlation", "r", 0.0, "-", -1, 1, "of the two normal scores; 1 = they rise together")
#: An eigenvalue may be this much below 0: rounding of a matrix that someone typed or computed.
_ROUNDING = 1e-9


def factor(correlations: object, laws: Mapping[str, Law]) -> tuple[tuple[int, ...], Factor]:
    """Return which columns are correlated, and the lower triangle L of their correlation matrix, L L' .

    Parameters
    ----------
    correlations : mapping of pairs of str to float, or array_like, shape (n_names, n_names)
        As `people` takes them; None for none.
    laws : mapping of str to Law
        What varies, in order.

    Raises
    ------
    InputError
        If they are no correlation matrix of numbers that vary.
    """
    if correlations is None:
        return (), ()
    names = tuple(laws)
    matrix = _of_pairs(correlations, laws) if isinstance(correlations, Mapping) else _of_table(correlations, laws)
    places = np.flatnonzero((matrix != np.eye(len(names))).any(axis=1))
    matrix = matrix[np.ix_(places, places)]
    _check_together(matrix, [names[i] for i in places])
    return tuple(places.tolist()), tuple(map(tuple, _lower(matrix).tolist()))


def mixed(uniform: Floats, places: Sequence[int], lower: Factor) -> Floats:
    """Return numbers between 0 and 1, one row a name, of which those at `places` now vary together.

    Sums run term by term: a product of matrices would round differently for another number of people.
    """
    if not places:
        return uniform
    from scipy.special import ndtr, ndtri

    # A quasi-random 0 or 1 has no normal score.
    scores = ndtri(np.clip(uniform[list(places)], 2.0**-53, 1.0 - 2.0**-53))
    found = uniform.copy()
    for place, weights in zip(places, lower, strict=True):
        total = np.zeros(uniform.shape[1])
        for weight, score in zip(weights, scores, strict=True):
            if weight != 0.0:
                total += weight * score
        found[place] = ndtr(total)
    return found


def in_slices(together: Floats, drawn: Floats, places: Sequence[int]) -> Floats:
    """Return numbers that vary together, in the same order as before, each of them one that was drawn.

    Mixing carries a number out of the slice that a Latin hypercube drew it in; so every slice is filled again.
    """
    found = together.copy()
    for place in places:
        found[place, np.argsort(together[place], kind="stable")] = np.sort(drawn[place])
    return found


def _of_pairs(pairs: Mapping[Any, Any], laws: Mapping[str, Law]) -> Floats:
    """Return the matrix of correlations given pair by pair."""
    names = list(laws)
    matrix = np.eye(len(names))
    seen: dict[frozenset[str], float] = {}
    for pair, given in pairs.items():
        a, b = _pair(pair, laws)
        value = _correlation(given, a, b)
        if seen.setdefault(frozenset((a, b)), value) != value:
            raise _lopsided(a, b, seen[frozenset((a, b))], value)
        i, j = names.index(a), names.index(b)
        matrix[i, j] = matrix[j, i] = value
    return matrix


def _pair(pair: object, laws: Mapping[str, Law]) -> tuple[str, str]:
    """Check two names that are to vary together."""
    if not isinstance(pair, tuple) or len(pair) != 2:
        raise InputError(f'correlations: {shown(pair)} is not a pair of names. Give them as in {{("k_qs", "g"): 0.5}}.')
    for name in pair:
        parameter(name)
        if name not in laws or not laws[name].varies:
            known = ", ".join(known for known, law in laws.items() if law.varies) or "nothing"
            raise InputError(
                f"correlations: {name} does not vary here, so nothing can vary along with it. "
                f"Give it a spread as well. What varies: {known}."
            )
    if pair[0] == pair[1]:
        raise InputError(f"correlations: {pair[0]} with itself is always 1. Name two different numbers.")
    return pair


def _correlation(given: object, a: str, b: str) -> float:
    """Check one correlation."""
    try:
        return _CORRELATION.check(given)
    except InputError as error:
        raise InputError(f"correlations: {a} with {b}: {error}") from None


def _of_table(table: object, laws: Mapping[str, Law]) -> Floats:
    """Check a matrix of correlations."""
    names = list(laws)
    try:
        matrix = np.array(table, dtype=float)
    except (TypeError, ValueError):
        raise InputError(
            f'correlations = {shown(table)} is neither pairs such as {{("k_qs", "g"): 0.5}} nor a square of numbers.'
        ) from None
    if matrix.shape != (len(names), len(names)):
        raise InputError(
            f"correlations of shape {matrix.shape} do not fit: {len(names)} rows and columns, in the order in which "
            f'numbers vary ({", ".join(names)}). Or give pairs, as in {{("k_qs", "g"): 0.5}}.'
        )
    for i, a in enumerate(names):
        if matrix[i, i] != 1.0:
            raise InputError(f"correlations: {a} with itself is {matrix[i, i]:g}; the diagonal must be 1.")
        for j, b in enumerate(names[:i]):
            if _correlation(float(matrix[i, j]), a, b) != _correlation(float(matrix[j, i]), b, a):
                raise _lopsided(a, b, matrix[i, j], matrix[j, i])
            if matrix[i, j]:
                _pair((a, b), laws)
    return matrix


def _lopsided(a: str, b: str, one: float, other: float) -> InputError:
    """Build the error for two correlations of one pair."""
    return InputError(
        f"correlations: {a} with {b} is {one:g}, and {b} with {a} is {other:g}. A correlation has no direction: "
        f"give both the same, such as {0.5 * (one + other):g}."
    )


def _check_together(matrix: Floats, names: Sequence[str]) -> None:
    """Refuse correlations of which each is possible and all together are not."""
    least = float(np.linalg.eigvalsh(matrix)[0]) if len(matrix) else 1.0
    if least >= -_ROUNDING:
        return
    # I + f (C - I) has the least eigenvalue 1 - f (1 - least).
    share = np.floor(1000.0 / (1.0 - least)) / 1000.0
    pairs = [(i, j) for i in range(len(names)) for j in range(i + 1, len(names)) if matrix[i, j]]
    nearest = ", ".join(f'("{names[i]}", "{names[j]}"): {share * matrix[i, j]:.3g}' for i, j in pairs[:6])
    more = ", ..." if len(pairs) > 6 else ""
    raise InputError(
        "correlations: each of them is possible, all together are not (if a goes with b, and b with c, then a and c "
        f"are no longer free; the least eigenvalue of the matrix is {least:.2g}, and may not be below 0). "
        f"All of them times {share:g} can hold: {{{nearest}{more}}}."
    )


def _lower(matrix: Floats) -> Floats:
    """Return L with L L' = matrix; unlike Cholesky's it also exists where some number follows from others."""
    size = len(matrix)
    lower = np.zeros((size, size))
    for j in range(size):
        pivot = matrix[j, j] - sum(lower[j, :j] ** 2)
        if pivot <= _ROUNDING:
            continue
        lower[j, j] = np.sqrt(pivot)
        for i in range(j + 1, size):
            lower[i, j] = (matrix[i, j] - sum(lower[i, :j] * lower[j, :j])) / lower[j, j]
    return lower
