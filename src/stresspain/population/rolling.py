"""Signals in a rolling window over many records at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def drift(records: Floats, width: float) -> Floats:
    """Return the slow course of each record: its Gaussian mean, `width` (a standard deviation) in readings."""
    from scipy.ndimage import gaussian_filter1d

    found: Floats = gaussian_filter1d(records, width, axis=-1)
    return found


def rolling_variance(records: Floats, width: int) -> Floats:
    """Return the variance in a rolling window.

    Parameters
    ----------
    records : ndarray, shape (..., n)
    width : int
        Readings in a window.

    Returns
    -------
    ndarray, shape (..., n - width + 1)
    """
    return _rolling_mean(records * records, width) - _rolling_mean(records, width) ** 2


def rolling_lag_1(records: Floats, width: int) -> Floats:
    """Return the correlation of each reading with the next, in a rolling window.

    Parameters
    ----------
    records : ndarray, shape (..., n)
    width : int
        Readings in a window, so ``width - 1`` pairs.

    Returns
    -------
    ndarray, shape (..., n - width + 1)
    """
    now, then = records[..., :-1], records[..., 1:]
    pairs = width - 1
    both = _rolling_mean(now * then, pairs) - _rolling_mean(now, pairs) * _rolling_mean(then, pairs)
    found: Floats = both / np.sqrt(rolling_variance(now, pairs) * rolling_variance(then, pairs))
    return found


def _rolling_mean(records: Floats, width: int) -> Floats:
    """Return the mean in a rolling window."""
    summed = np.cumsum(records, axis=-1)
    summed = np.concatenate((np.zeros((*records.shape[:-1], 1)), summed), axis=-1)
    found: Floats = (summed[..., width:] - summed[..., :-width]) / width
    return found
