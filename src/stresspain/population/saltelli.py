"""The runs behind Sobol indices, and SciPy's estimator over them (`scipy.stats.sobol_indices`, Saltelli 2010)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from stresspain.model.errors import InputError, RunError
from stresspain.population.designs import seeded

Floats = npt.NDArray[np.float64]

#: Share of base samples that may lack an answer; they are replaced, and more than this is refused.
ALLOWED = 0.01
#: Bootstrap resamples for the intervals.
RESAMPLES = 200


def sampled(run: Callable[[Floats], Floats], d: int, n: int, seed: int, outcome: str) -> tuple[Floats, int]:
    """Return the outcome at A, B and every AB, shape (d + 2, n), and how many base samples were replaced.

    Raises
    ------
    InputError
        If more base samples lack an answer than `ALLOWED`.
    RunError
        If those that replace them keep lacking one.
    """
    from scipy.stats import qmc

    sampler = qmc.Sobol(2 * d, scramble=True, **seeded(seed, "seed"))
    values = run(_design(sampler.random(n))).reshape(d + 2, n).copy()
    lost = np.flatnonzero(np.isnan(values).any(axis=0))
    if len(lost) > ALLOWED * n:
        raise InputError(
            f"{outcome} has no value in some run of {len(lost)} of {n} base samples (no such start, or no such day): "
            f"more than {ALLOWED:.0%} would have to be replaced. Use another outcome, start or narrower ranges."
        )
    replaced, left = 0, lost
    while len(left):
        if replaced > 10 * ALLOWED * n:
            raise RunError(f"{replaced} base samples were replaced and still lack an answer. Use narrower ranges.")
        values[:, left] = run(_design(sampler.random(len(left)))).reshape(d + 2, len(left))
        replaced += len(left)
        left = left[np.isnan(values[:, left]).any(axis=0)]
    return values, replaced


def _design(base: Floats) -> Floats:
    """Return the rows to run for base samples of shape (n, 2d): A, B, then A with each column of B in turn."""
    A, B = np.split(base, 2, axis=1)
    mixed = [A.copy() for _ in range(A.shape[1])]
    for column, rows in enumerate(mixed):
        rows[:, column] = B[:, column]
    return np.concatenate((A, B, *mixed))


def indices(values: Floats) -> tuple[Floats, Floats]:
    """Return first-order and total indices, each of shape (d,), by SciPy's estimator."""
    from scipy.stats import sobol_indices

    # SciPy 1.12 takes the mean off in place.
    runs: dict[Any, Floats] = {"f_A": values[:1].copy(), "f_B": values[1:2].copy(), "f_AB": values[2:, None].copy()}
    found = sobol_indices(func=runs, n=values.shape[1])
    return found.first_order, found.total_order


def intervals(values: Floats, seed: int) -> Floats:
    """Return 95 % percentile intervals, shape (2 bounds, 2 indices, d), by resampling base samples."""
    from scipy.stats import bootstrap

    def of(places: npt.NDArray[np.intp]) -> Floats:
        return np.array(indices(values[:, places]))

    found = bootstrap(
        (np.arange(values.shape[1]),),
        of,
        vectorized=False,
        n_resamples=RESAMPLES,
        method="percentile",
        **seeded(seed, "random_state"),
    )
    return np.array([found.confidence_interval.low, found.confidence_interval.high])
