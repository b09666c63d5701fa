"""The profile likelihood: hold one number ever further from its best value, fit all others again, and watch.

Raue 2009 is where the idea of reading identifiability off such profiles comes from.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from stresspain.model.phrases import alike
from stresspain.model.quantity import Quantity
from stresspain.model.views import view
from stresspain.population.fitting.advice import Advice, Partner, advice_for, partner_of
from stresspain.population.fitting.likelihood import LIMIT, Likelihood, blind_directions, spread

Floats = npt.NDArray[np.float64]

#: The walk goes on until the root of the deviance is here, a little beyond the line, for the picture.
_FAR = 2.7
#: Wanted and largest step in the root of the deviance, smallest and largest in place.
_WANTED, _MOST, _LEAST, _LONGEST = 0.45, 0.9, 1e-5, 0.12
#: Most steps to either side.
_STEPS = 60
#: A deviance that falls so far below the best means that the search missed something.
_MISSED = 1e-3
#: Part that a number must have in a blind direction to be called part of it.
_PART = 0.02


class _Point(NamedTuple):
    """One point of the walk: where all numbers are, and the deviance there."""

    place: Floats
    deviance: float


@dataclass(frozen=True, eq=False)
class Profile:
    """What a diary says about one number, whatever the others may be.

    Attributes
    ----------
    quantity : Quantity
        What is told of: its name, unit and meaning.
    best : float
        Its value in the best fit; no estimate unless the verdict is "identified".
    values : ndarray, shape (n_points,)
        Values at which it was held, rising.
    deviance : ndarray, shape (n_points,)
        Twice the log-likelihood ratio, all others fitted again; 0 at the best fit.
    path : ndarray, shape (n_points, n_parameters)
        All numbers along the way.
    low, high : float
        95 % interval: where the deviance crosses 3.84; an end of the range where it does not.
    cut : tuple of bool
        Whether the range, not the diary, ends the interval below and above.
    verdict : {"identified", "one-sided", "flat"}
        Both ends set by the diary; one of them; neither, or no reading answers to the number by itself.
    blind : tuple of str
        The numbers that only count together with this one, however exact the readings; itself among them.
    jumps : tuple of float
        Values at which the deviance jumps: the curve falls into another ending there.
    missed : bool
        Whether the walk found a better fit than the search did.
    partner : Partner or None
        The number that moved most to make up for this one.
    advice : Advice
        Which further reading would tell most.
    """

    quantity: Quantity
    best: float
    values: Floats
    deviance: Floats
    path: Floats
    low: float
    high: float
    cut: tuple[bool, bool]
    verdict: str
    blind: tuple[str, ...]
    jumps: tuple[float, ...]
    missed: bool
    partner: Partner | None
    advice: Advice

    @property
    def parameter(self) -> str:
        """What it is called."""
        return self.quantity.name

    @property
    def told(self) -> bool:
        """Whether the diary tells the number; `best` is else only where the search stopped, and no estimate."""
        return self.verdict == "identified"

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval (low, high)."""
        return self.low, self.high

    def explain(self) -> str:
        """Say in plain sentences whether the diary tells this number, what makes up for it, what to write down next."""
        return str(view("explain profile")(self))

    def __repr__(self) -> str:
        low, high, best = alike(self.low, self.high, self.best)
        told = f"{best}, {low} to {high}" if self.told else f"{low} to {high}"
        return f"<Profile of {self.parameter}, {self.verdict}: {told}>"


def profile(likelihood: Likelihood, name: str) -> Profile:
    """Walk to both sides from the best fit and say what comes of it."""
    task = likelihood.task
    i = task.names.index(name)
    slopes = likelihood.slopes()
    below, low, jump_low = _walk(likelihood, i, -1.0, slopes)
    above, high, jump_high = _walk(likelihood, i, +1.0, slopes)
    points = [*reversed(below), _Point(likelihood.best, 0.0), *above]
    axis = task.axes[i]
    cut = (low is None, high is None)
    blind = _blind(slopes, i, task.names)
    path = np.array([[a.value(float(u)) for a, u in zip(task.axes, point.place, strict=True)] for point in points])
    deviance = np.array([point.deviance for point in points])
    inside = np.array([point.place for point in points])[deviance <= LIMIT]
    return Profile(
        quantity=axis.quantity,
        best=axis.value(float(likelihood.best[i])),
        values=path[:, i],
        deviance=deviance,
        path=path,
        low=axis.low if low is None else axis.value(low),
        high=axis.high if high is None else axis.value(high),
        cut=cut,
        verdict="flat" if all(cut) or blind else "one-sided" if any(cut) else "identified",
        blind=blind,
        jumps=tuple(axis.value(u) for u in (jump_low, jump_high) if u is not None),
        missed=bool(deviance.min() < -_MISSED),
        partner=partner_of(task, inside, i, slopes, likelihood.noise),
        advice=advice_for(likelihood, i),
    )


def _blind(slopes: Floats, i: int, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the numbers that no reading tells apart from this one."""
    ways = [way for way in blind_directions(slopes) if abs(way[i]) > _PART]
    together = {j for way in ways for j in range(len(names)) if abs(way[j]) > _PART}
    return tuple(names[j] for j in sorted(together))


def _walk(likelihood: Likelihood, i: int, side: float, slopes: Floats) -> tuple[list[_Point], float | None, Any]:
    """Walk to one side; return the points, the place where the line is crossed (None: it is not), and a jump."""
    points = [_Point(likelihood.best, 0.0)]
    step = min(_WANTED * float(spread(slopes, likelihood.noise)[i]), _LONGEST)
    crossed: float | None = None
    jump: float | None = None
    for _ in range(_STEPS):
        here = points[-1]
        at = min(max(float(here.place[i]) + side * step, 0.0), 1.0)
        if at == here.place[i]:
            break
        there = _next(likelihood, i, at, points)
        rise = _root(there) - _root(here) if there is not None else math.inf
        if rise > _MOST and abs(at - here.place[i]) > _LEAST:
            step = 0.4 * abs(at - float(here.place[i]))
            continue
        if there is None:
            crossed, jump = (crossed, jump) if crossed is not None else (float(here.place[i]), float(here.place[i]))
            break
        if rise > _MOST:
            jump = at
        if crossed is None and there.deviance > LIMIT:
            crossed = _crossing(likelihood, i, points, there)
        points.append(there)
        if _root(there) > _FAR:
            break
        step = min(step * min(max(_WANTED / max(rise, 0.05), 0.5), 2.0), _LONGEST)
    return points[1:], crossed, jump


def _root(point: _Point | None) -> float:
    """Return the root of the deviance, which rises evenly where the model is nearly a straight line."""
    return math.inf if point is None else math.sqrt(max(point.deviance, 0.0))


def _next(likelihood: Likelihood, i: int, at: float, points: list[_Point]) -> _Point | None:
    """Hold the number at a place and fit the others, from where they were heading, or where they were."""
    guesses = [_ahead(points, i, at)] if len(points) > 1 else [likelihood.along(i, at)]
    found = likelihood.held(i, at, guesses) or likelihood.held(i, at, [points[-1].place])
    return None if found is None else _Point(found[0], likelihood.deviance(found[1]))


def _ahead(points: list[_Point], i: int, at: float) -> Floats:
    """Go on in a straight line through the last two points."""
    last, before = points[-1].place, points[-2].place
    found: Floats = np.clip(last + (last - before) * (at - last[i]) / (last[i] - before[i]), 0.0, 1.0)
    return found


def _crossing(likelihood: Likelihood, i: int, points: list[_Point], outside: _Point) -> float:
    """Return the place where the deviance crosses the line, by regula falsi on its root."""
    inside, line = points[-1], math.sqrt(LIMIT)
    for _ in range(8):
        a, b = float(inside.place[i]), float(outside.place[i])
        share = (line - _root(inside)) / (_root(outside) - _root(inside))
        at = a + min(max(share, 0.05), 0.95) * (b - a)
        there = _next(likelihood, i, at, [*points[:-1], inside] if len(points) > 1 else [inside])
        if there is None or abs(b - a) < _LEAST:
            return a
        if abs(_root(there) - line) < 1e-4:
            return at
        inside, outside = (there, outside) if _root(there) < line else (inside, there)
    return float(inside.place[i])
