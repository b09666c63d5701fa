"""What is concluded from the scores of one trial, by a statistics library; `closed_forms` does thousands at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from stresspain.model.errors import InputError
from stresspain.population.trials.numbers import ALPHA

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

#: Fewest people in an arm whose scores have a spread.
FEWEST = 2

#: Scores (points) that spread less than this are all the same: what is left is the engine's rounding.
ALIKE = 1e-6


@dataclass(frozen=True)
class Contrast:
    """One arm against the control (or, in a trial of one arm, against itself before).

    Attributes
    ----------
    arm, control : str
        Labels.
    estimate : float
        Difference of scores, points; below 0 is in favour of the arm.
    low, high : float
        95 % interval.
    p : float
        Two-sided.
    holm : float
        The same p after Holm's correction for several comparisons.
    standardised, standardised_low, standardised_high : float
        Hedges' g: the difference in standard deviations of the final score (of the change, in a trial
        of one arm), with a 95 % interval; NaN for a change of two people, whose standard deviation says
        next to nothing of that of others (Hedges' correction is 0 there).
    people : tuple of int
        How many were analysed, in the arm and in the control.
    """

    arm: str
    control: str
    estimate: float
    low: float
    high: float
    p: float
    holm: float
    standardised: float
    standardised_low: float
    standardised_high: float
    people: tuple[int, int]

    def __str__(self) -> str:
        return (
            f"{self.arm} - {self.control}: {self.estimate:+.2f} points (95 % interval {self.low:+.2f} to "
            f"{self.high:+.2f}), p = {self.p:.3g} (illustrative)"
        )

    @property
    def found(self) -> bool:
        """Whether p lies below 0.05 after the correction."""
        return self.holm < ALPHA


class Tested(NamedTuple):
    """A difference and what it is worth; arrays for many trials at once.

    `se` is the standard error of the estimate and `df` its degrees of freedom.
    """

    estimate: Any
    se: Any
    df: Any
    p: Any
    low: Any
    high: Any


def one(analysis: str, entry: Floats, final: Floats, treated: Flags) -> Tested:
    """Analyse one comparison with statsmodels (ANCOVA) or SciPy (t tests).

    Parameters
    ----------
    analysis : {"ancova", "t", "before-after"}
    entry, final : ndarray, shape (n,)
        Scores of everyone analysed.
    treated : ndarray of bool, shape (n,)
        Who is in the arm; the others are in the control.

    Raises
    ------
    InputError
        If statsmodels is needed and missing, or everyone's score is the same.
    """
    _refuse_alike(analysis, entry, final, treated)
    if analysis == "ancova":
        return _ancova(entry, final, treated)
    from scipy.stats import ttest_1samp, ttest_ind

    if analysis == "t":
        found = ttest_ind(final[treated], final[~treated], equal_var=False)
        estimate = final[treated].mean() - final[~treated].mean()
    else:
        found = ttest_1samp(final - entry, 0.0)
        estimate = (final - entry).mean()
    low, high = found.confidence_interval(1.0 - ALPHA)
    se = estimate / found.statistic
    return Tested(float(estimate), float(se), float(found.df), float(found.pvalue), float(low), float(high))


def _refuse_alike(analysis: str, entry: Floats, final: Floats, treated: Flags) -> None:
    """Refuse scores that do not spread: nothing would be left for chance, and a p of them would mean nothing."""
    if analysis == "before-after":
        spreads = {"the change of the score": (final - entry).std()}
    else:
        spreads = {"the final score in the arm": final[treated].std(), "the final score": final[~treated].std()}
        if analysis == "ancova":
            spreads = {"the final score": max(spreads.values()), "the score on entry": entry.std()}
    for name, spread in spreads.items():
        if spread < ALIKE:
            raise InputError(
                f"{name[0].upper()}{name[1:]} is the same in everyone, so there is no chance that a p value could be "
                f"about (analysis = {analysis!r}). Give people noise, or let them differ (spread, between, within); "
                "or look at the effect itself with crn=True."
            )


def _ancova(entry: Floats, final: Floats, treated: Flags) -> Tested:
    """Regress the final score on arm and entry score with statsmodels."""
    try:
        from statsmodels.regression.linear_model import OLS
    except ImportError:
        raise InputError(
            "Reading one trial by ancova needs statsmodels. Type: pip install statsmodels; or use analysis='t'."
        ) from None
    fitted = OLS(final, np.column_stack((np.ones(len(final)), treated, entry))).fit()
    low, high = fitted.conf_int(ALPHA)[1]
    numbers = (fitted.params[1], fitted.bse[1], fitted.df_resid, fitted.pvalues[1], low, high)
    return Tested(*map(float, numbers))


def holm(p: Any) -> Floats:
    """Return p values after Holm's correction, along the first axis.

    Examples
    --------
    >>> holm([0.01, 0.04]).tolist()
    [0.02, 0.04]
    """
    given = np.asarray(p, dtype=float)
    order = np.argsort(given, axis=0)
    ranked = np.take_along_axis(given, order, axis=0)
    left = np.arange(len(given), 0, -1).reshape(-1, *([1] * (given.ndim - 1)))
    raised = np.minimum(np.maximum.accumulate(ranked * left, axis=0), 1.0)
    found = np.empty_like(raised)
    np.put_along_axis(found, order, raised, axis=0)
    return found


def hedges(found: Tested, sd: float, df: float) -> tuple[float, float, float]:
    """Return a difference in standard deviations (Hedges' g), with a 95 % interval.

    The interval counts both the error of the difference and, in large samples, that of the standard
    deviation, whose degrees of freedom are `df`; NaN for fewer than two, where the correction is 0.
    """
    from scipy.special import stdtrit

    if df < FEWEST:
        return (float("nan"),) * 3
    small = 1.0 - 3.0 / (4.0 * df - 1.0)
    g = small * found.estimate / sd
    error = np.hypot(small * found.se / sd, g / np.sqrt(2.0 * df))
    half = float(stdtrit(df, 1.0 - ALPHA / 2.0) * error)
    return float(g), float(g - half), float(g + half)


def pooled_sd(final: Floats, treated: Flags) -> tuple[float, float]:
    """Return the standard deviation within arms, and its degrees of freedom."""
    within = [final[treated], final[~treated]]
    df = float(sum(len(part) - 1 for part in within))
    return float(np.sqrt(sum((len(part) - 1) * part.var(ddof=1) for part in within) / df)), df
