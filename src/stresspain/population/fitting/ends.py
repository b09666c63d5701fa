"""Readings at an end of the scale: a 0 says "no more than nothing", a 10 "no less than the worst".

Whoever writes a diary cannot go beyond the scale, so a reading at its end is censored: its likelihood is the
chance of a reading there or beyond (a Tobit model; Amemiya 1984). The root of twice the negative logarithm of
that chance takes the residual's place, so that a sum of squares stays a likelihood.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from stresspain.model.equations import PAIN_SCALE

Floats = npt.NDArray[np.float64]

#: The score of the noise has risen through 0 by then, however few readings stand inside the scale.
_WIDEST = 1e6


def at_ends(readings: Floats) -> npt.NDArray[np.bool_]:
    """Return which readings stand at an end of the scale."""
    found: npt.NDArray[np.bool_] = (readings <= 0.0) | (readings >= PAIN_SCALE)
    return found


def censored(said: Floats, readings: Floats, noise: float) -> tuple[Floats, Floats]:
    """Return what stands in place of the residuals of readings at an end, and how it moves with what the model says.

    Parameters
    ----------
    said, readings : ndarray, shape (n,)
        Points of 0 to 10; every reading at an end.
    noise : float
        Standard deviation of a reading, points.

    Returns
    -------
    residuals, slopes : ndarray, shape (n,)
    """
    from scipy.special import log_ndtr

    low = readings <= 0.0
    sizes = _inside(said, readings) / noise
    roots = np.sqrt(-2.0 * log_ndtr(-sizes))
    return np.where(low, 1.0, -1.0) * noise * roots, _hazard(sizes) / roots


def noise_from(said: Floats, readings: Floats, fitted: int, least: float) -> float:
    """Estimate the standard deviation of a reading around what the model says.

    Where no reading stands at an end, it is the root of the sum of squares over (readings - numbers fitted);
    else the maximum of the likelihood, with the same share taken off for what was fitted.

    Parameters
    ----------
    said, readings : ndarray, shape (n,)
        Points of 0 to 10.
    fitted : int
        How many numbers were fitted.
    least : float
        The smallest noise that is believed.
    """
    ends = at_ends(readings)
    squares = float(((said - readings)[~ends] ** 2).sum())
    share = (len(readings) - fitted) / len(readings)
    exact = share * float((~ends).sum())
    if not ends.any():
        return max(math.sqrt(squares / exact), least)
    away = _inside(said[ends], readings[ends])

    def score(noise: float) -> float:
        return exact * noise**2 - squares - share * noise * float((away * _hazard(away / noise)).sum())

    return least if score(least) >= 0.0 else _root(score, least)


def _root(score: Callable[[float], float], least: float) -> float:
    """Return where a score that rises through 0 does so."""
    from scipy.optimize import brentq

    return float(brentq(score, least, _WIDEST, rtol=1e-12))


def _inside(said: Floats, readings: Floats) -> Floats:
    """Return how far inside the scale the model lies, seen from each reading's end."""
    inside: Floats = np.where(readings <= 0.0, said, PAIN_SCALE - said)
    return inside


def _hazard(sizes: Floats) -> Floats:
    """Return the normal density over the chance of what lies beyond."""
    from scipy.special import log_ndtr

    hazard: Floats = np.exp(-0.5 * sizes**2 - 0.5 * math.log(2.0 * math.pi) - log_ndtr(-sizes))
    return hazard
