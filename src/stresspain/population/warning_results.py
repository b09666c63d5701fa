"""What becomes of many approaches to a fold and of their twins, and how often an alarm rings rightly and wrongly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from stresspain.model.errors import InputError
from stresspain.model.parameters import Person
from stresspain.model.views import view

Floats = npt.NDArray[np.float64]

#: False-alarm rate that the calibrated alarm is set to.
AIM = 0.05


class AlarmRates(NamedTuple):
    """How often an alarm rings, as shares.

    Attributes
    ----------
    false_naive, hit_naive : float
        Alarm = the signal rises with p < 0.05 by Kendall's test: among the twins, whose load does not
        rise, and among those on their way to the fold. The test takes overlapping windows for independent
        ones, so the first is far above 5 %.
    threshold : float
        Kendall's tau that one in twenty of the twins exceeds.
    false_calibrated, hit_calibrated : float
        Alarm = tau above such a threshold: among twins that it was not set by (each half of them is
        tried with the threshold of the other half), and among those on their way.
    """

    false_naive: float
    hit_naive: float
    threshold: float
    false_calibrated: float
    hit_calibrated: float


@dataclass(frozen=True, eq=False, repr=False)
class EarlyWarning:
    """Many approaches to a fold, each beside a twin that stays where it is.

    Attributes
    ----------
    person : Person
    low, fold : float
        Load at the start, and at the fold that it rises to on the last day.
    noise : float
        Standard deviation of the daily load; evenly distributed, a fresh draw each day.
    seed : int
    days : ndarray, shape (n_days,)
        Days on which pain was read.
    load, pain : ndarray, shape (2, replicates, n_days)
        Row 0: on the way to the fold; row 1: the twins. Felt pain on 0 to 10.
    window_ends : ndarray, shape (n_windows,)
        Last day of each rolling window.
    signals : mapping of str to ndarray, shape (2, replicates, n_windows)
        "variance" (of felt pain, drift taken out) and "lag-1 autocorrelation".
    trends : mapping of str to ndarray, shape (2, replicates, 2)
        Kendall's tau of each signal against time, and its p-value taken at face value.
    length : int
        Length of each record, days.
    engine : str
    """

    person: Person
    low: float
    fold: float
    noise: float
    seed: int
    days: Floats
    load: Floats
    pain: Floats
    window_ends: Floats
    signals: Mapping[str, Floats]
    trends: Mapping[str, Floats]
    length: int
    engine: str

    def rates(self, signal: str = "variance") -> AlarmRates:
        """Return how often each kind of alarm rings, rightly and wrongly.

        Parameters
        ----------
        signal : {"variance", "lag-1 autocorrelation"}

        Returns
        -------
        AlarmRates

        Raises
        ------
        InputError
            If there is no such signal.
        """
        if signal not in self.trends:
            raise InputError(f"signal = {signal!r} is not known. Use {' or '.join(map(repr, self.trends))}.")
        tau, p = np.moveaxis(self.trends[signal], -1, 0)
        naive = np.mean((tau > 0) & (p < 0.05), axis=1)
        threshold = _threshold(tau[1])
        halves = (tau[1, ::2], tau[1, 1::2])
        unseen = [half > _threshold(other) for half, other in (halves, halves[::-1])]
        return AlarmRates(
            false_naive=float(naive[1]),
            hit_naive=float(naive[0]),
            threshold=threshold,
            false_calibrated=float(np.mean(np.concatenate(unseen))),
            hit_calibrated=float(np.mean(tau[0] > threshold)),
        )

    def explain(self) -> str:
        """Say in plain sentences what the signals do, and how often they cry wolf."""
        return str(view("explain warning")(self))

    def plot(self) -> Any:
        """Return the picture: one approach and its twin, both signals, and the trends of everyone."""
        return view("plot warning")(self)

    def __repr__(self) -> str:
        count = self.pain.shape[1]
        return f"<EarlyWarning: {count} ways from load {self.low:g} to the fold at {self.fold:.4f} (illustrative)>"


def _threshold(tau: Floats) -> float:
    """Return the trend that few twins exceed."""
    return float(np.quantile(tau, 1.0 - AIM))
