"""How much worse a story fits than the best one: the likelihood ratio, with noise given or estimated."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from stresspain.model.errors import InputError, RunError
from stresspain.population.fitting.ends import noise_from
from stresspain.population.fitting.search import Found, downhill, refined
from stresspain.population.fitting.task import Task

Floats = npt.NDArray[np.float64]

#: Of the chi-square distribution with one degree of freedom, 95 % lie below this.
LIMIT = 3.841458820694124
#: A residual this small, in points of 0 to 10, is the solver's, not the diary's.
LEAST_NOISE = 1e-6
#: Noise and fit are settled when the noise moves by no more than this share; at most so many rounds.
_SETTLED, _ROUNDS = 1e-6, 30
#: A direction along which the misfit is this much flatter than across is one that no reading answers to.
_BLIND = 1e-5
#: A number laid on 0 to 1 about which nothing is known varies like an even draw: 12 is one over its variance.
IGNORANCE = 12.0


class Likelihood(NamedTuple):
    """The misfit around the best fit, as a likelihood.

    Attributes
    ----------
    task : Task
    found : Found
    noise : float
        Standard deviation of a reading, points of 0 to 10; given or estimated.
    estimated : bool
    """

    task: Task
    found: Found
    noise: float
    estimated: bool

    @property
    def best(self) -> Floats:
        """The place of the best fit."""
        return self.found.optima[0].place

    @property
    def freedom(self) -> int:
        """Readings less numbers fitted."""
        return len(self.task.readings) - len(self.task.axes)

    def deviance(self, rss: float) -> float:
        """Return twice the log-likelihood ratio of the best fit against one with this sum of squares.

        With the noise given it is a difference of sums over the variance. With the noise estimated it is
        (readings - numbers fitted) x log of the ratio of the sums, the best one being that many variances:
        the usual form, which counts all readings, is too sure of itself where there are few.
        """
        more = rss - self.found.optima[0].rss
        if not self.estimated:
            return more / self.noise**2
        least, floor = self.freedom * self.noise**2, self.freedom * LEAST_NOISE**2
        return self.freedom * math.log(max(least + more, floor) / least)

    def held(self, i: int, at: float, guesses: list[Floats]) -> tuple[Floats, float] | None:
        """Hold one number at a place, fit all others again from each guess, and return the best.

        None if that place has no answer from any guess.
        """
        others = [j for j in range(len(self.task.axes)) if j != i]

        def misfit(rest: Floats) -> tuple[Floats, Floats]:
            residuals, slopes = self.task.misfit(with_held(rest, i, at))
            return residuals, slopes[:, others]

        if not others:
            residuals, _ = misfit(np.empty(0))
            found = [(np.empty(0), float(residuals @ residuals))] if np.isfinite(residuals).all() else []
        else:
            ends = (downhill(misfit, np.clip(guess[others], 0.0, 1.0)) for guess in guesses)
            found = [end for end in ends if end is not None]
        if not found:
            return None
        rest, rss = min(found, key=lambda end: end[1])
        return with_held(rest, i, at), rss

    def of_value(self, name: str, value: float) -> float:
        """Return the deviance with one number held at a value and all others fitted again.

        Raises
        ------
        InputError
            If the value lies outside the range that was searched.
        RunError
            If the model has no answer there.
        """
        i = self.task.names.index(name)
        axis = self.task.axes[i]
        if not axis.low <= value <= axis.high:
            raise InputError(f"{name} = {value:g} lies outside {axis.low:g} to {axis.high:g}, where it was searched.")
        at = axis.place(value)
        held = self.held(i, at, [self.along(i, at), *(optimum.place for optimum in self.found.optima[:3])])
        if held is None:
            raise RunError(
                f"With {name} = {value:g} the model has no answer: no such start, or one on a tipping point."
            )
        return self.deviance(held[1])

    def slopes(self) -> Floats:
        """Return the slopes of all residuals at the best fit, shape (n_readings, n_axes)."""
        return self.task.misfit(self.best)[1]

    def along(self, i: int, at: float) -> Floats:
        """Return where the best fit moves, to first order, when one number is put at a place."""
        slopes = self.slopes()
        others = [j for j in range(slopes.shape[1]) if j != i]
        place = self.best.copy()
        place[i] = at
        if others:
            moved, *_ = np.linalg.lstsq(slopes[:, others], -slopes[:, i] * (at - self.best[i]), rcond=1e-8)
            place[others] += moved
        return np.clip(place, 0.0, 1.0)


def with_held(rest: Floats, i: int, at: float) -> Floats:
    """Return the others' places with the one that is held put back among them."""
    return np.insert(rest, i, at)


def around(task: Task, found: Found) -> Likelihood:
    """Return the likelihood around the best fit, with the noise estimated from it.

    Where readings stand at an end of the scale, what they say hangs on the noise, so fit and noise take turns.
    """
    noise = _noise_of(task, found)
    for _ in range(_ROUNDS if task.ends.any() else 0):
        task = replace(task, noise=noise)
        found = refined(task, found)
        before, noise = noise, _noise_of(task, found)
        if abs(noise - before) <= _SETTLED * noise:
            break
    return Likelihood(task, found, task.noise or noise, True)


def _noise_of(task: Task, found: Found) -> float:
    """Estimate the standard deviation of a reading from the best fit."""
    return noise_from(task.said(found.optima[0].place), task.readings, len(task.axes), LEAST_NOISE)


def blind_directions(slopes: Floats) -> Floats:
    """Return directions along which no reading moves, shape (n, n_axes): combinations that cannot be told."""
    sizes, ways = np.linalg.svd(slopes, full_matrices=True)[1:]
    sizes = np.append(sizes, np.zeros(slopes.shape[1] - len(sizes)))
    flat: Floats = ways[sizes <= _BLIND * max(float(sizes[0]), 1e-300)]
    return flat


def covariance(slopes: Floats, noise: float) -> Floats:
    """Return the covariance of the places to first order; blind directions count as nothing."""
    inverse = np.linalg.pinv(slopes.T @ slopes, rcond=_BLIND**2, hermitian=True)
    return np.asarray(noise**2 * inverse, dtype=float)


def spread(slopes: Floats, noise: float) -> Floats:
    """Return each place's standard deviation to first order, when before it was only known to lie in its range."""
    known = slopes.T @ slopes / noise**2 + IGNORANCE * np.eye(slopes.shape[1])
    sizes: Floats = np.sqrt(np.diag(np.linalg.inv(known)))
    return sizes
