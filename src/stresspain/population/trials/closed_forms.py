"""Thousands of trials analysed at once, in closed form: to ten digits what `analysis.one` says of each."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from stresspain.population.trials.analysis import ALIKE, FEWEST, Tested
from stresspain.population.trials.numbers import ALPHA

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def many(analysis: str, entry: Floats, final: Floats, treated: Flags, kept: Flags) -> Tested:
    """Analyse many trials at once; NaN where a trial has too few people, or everyone's score is the same.

    Parameters
    ----------
    analysis : {"ancova", "t", "before-after"}
    entry, final : ndarray, shape (n_trials, n)
    treated : ndarray of bool, shape (n_trials, n)
        Who is in the arm.
    kept : ndarray of bool, shape (n_trials, n)
        Who is analysed: in the arm or in the control, and stayed.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        if analysis == "ancova":
            return students_t(*_ancova(entry, final, treated, kept))
        if analysis == "t":
            return students_t(*_welch(final, treated & kept, ~treated & kept))
        m, mean, variance = _moments(final - entry, kept)
        return students_t(mean, np.sqrt(variance / m), m - 1.0)


def students_t(estimate: Any, se: Any, df: Any) -> Tested:
    """Return p and the 95 % interval that Student's t gives."""
    from scipy.special import stdtr, stdtrit

    with np.errstate(divide="ignore", invalid="ignore"):
        p = 2.0 * stdtr(df, -np.abs(estimate / se))
    half = stdtrit(df, 1.0 - ALPHA / 2.0) * se
    return Tested(estimate, se, df, p, estimate - half, estimate + half)


def _moments(values: Floats, kept: Flags) -> tuple[Floats, Floats, Floats]:
    """Return number, mean and variance of what is kept in each row; NaN where there are too few."""
    m = kept.sum(axis=1).astype(float)
    m[m < FEWEST] = np.nan
    mean = (values * kept).sum(axis=1) / m
    variance = (((values - mean[:, None]) * kept) ** 2).sum(axis=1) / (m - 1.0)
    variance[variance < ALIKE**2] = np.nan
    return m, mean, variance


def _welch(final: Floats, arm: Flags, control: Flags) -> tuple[Floats, Floats, Floats]:
    """Return difference of means, its standard error and Welch's degrees of freedom."""
    (m1, mean1, v1), (m2, mean2, v2) = _moments(final, arm), _moments(final, control)
    q1, q2 = v1 / m1, v2 / m2
    return mean1 - mean2, np.sqrt(q1 + q2), (q1 + q2) ** 2 / (q1**2 / (m1 - 1.0) + q2**2 / (m2 - 1.0))


def _ancova(entry: Floats, final: Floats, treated: Flags, kept: Flags) -> tuple[Floats, Floats, Floats]:
    """Return the adjusted difference, its standard error and degrees of freedom.

    Least squares with an intercept: centre everything, then two equations with two unknowns.
    """
    m, _, _ = _moments(final, kept)
    m[np.isnan(_moments(entry, kept)[2])] = np.nan
    few = ((treated & kept).sum(axis=1) < FEWEST) | ((~treated & kept).sum(axis=1) < FEWEST)
    m[few] = np.nan

    def centred(values: Any) -> Floats:
        mean = (values * kept).sum(axis=1) / m
        return np.asarray((values - mean[:, None]) * kept)

    t, x, y = centred(treated.astype(float)), centred(entry), centred(final)
    tt, xx, tx = (t * t).sum(axis=1), (x * x).sum(axis=1), (t * x).sum(axis=1)
    ty, xy = (t * y).sum(axis=1), (x * y).sum(axis=1)
    room = tt * xx - tx * tx
    arm, slope = (xx * ty - tx * xy) / room, (tt * xy - tx * ty) / room
    left = y - arm[:, None] * t - slope[:, None] * x
    df = m - 3.0
    df[df <= 0] = np.nan
    return arm, np.sqrt((left * left).sum(axis=1) / df * xx / room), df
