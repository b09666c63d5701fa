"""From many places downhill: bounded least squares with exact slopes, and which optima that leads to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from stresspain.model.errors import InputError, RunError
from stresspain.population.fitting.task import Task
from stresspain.simulation.numbers import own_value

Floats = npt.NDArray[np.float64]
Misfit = Callable[[Floats], tuple[Floats, Floats]]

#: Places looked at for each one from which the way down is gone.
LOOKS = 8
#: Starts lie at least so far apart, where that can be had: two basins seldom both begin at the two best places.
_APART = 0.2
#: Ends of the way down closer than this, in every number as a share of its range, are one optimum...
_SAME = 1e-3
#: ... and so are those along a valley, whose sums of squares differ by less than this share.
_LEVEL = 1e-6


class Optimum(NamedTuple):
    """An end of the way down.

    Attributes
    ----------
    place : ndarray, shape (n_axes,)
        0 to 1 on each axis.
    rss : float
        Sum of squared residuals.
    ways : int
        How many ways led here.
    ending : float
        Felt pain that the model says for the diary's last day.
    """

    place: Floats
    rss: float
    ways: int
    ending: float


class Found(NamedTuple):
    """What a search came to.

    Attributes
    ----------
    optima : tuple of Optimum
        The best first.
    looked : int
        Places looked at.
    failures : mapping of str to int
        Reason -> how many of those places had no answer.
    stuck : int
        Ways down that came upon a place without an answer and ended nowhere.
    """

    optima: tuple[Optimum, ...]
    looked: int
    failures: dict[str, int]
    stuck: int


def search(task: Task, starts: int, seed: int) -> Found:
    """Look at many places, go downhill from the best of them, and tell the optima apart.

    Places are a Sobol sequence over the ranges, and the scenario's own numbers first.

    Raises
    ------
    RunError
        If no place has an answer, with the reasons.
    """
    looked = _places(task, LOOKS * starts, seed)
    sums = np.array([task.look(place) for place in looked])
    failures = _failures(task, looked[np.isnan(sums)])
    order = _spread_out(looked, sums, starts)
    if not order:
        reasons = "; ".join(failures)
        raise RunError(f"None of {len(looked)} places in the ranges can be run, so nothing is fitted: {reasons}")
    ends = [downhill(task.misfit, looked[i]) for i in order]
    reached = [end for end in ends if end is not None]
    if not reached:
        raise RunError(f"From all {len(order)} starts the way down ended where the model has no answer.")
    return Found(_told_apart(task, reached), len(looked), failures, len(ends) - len(reached))


def refined(task: Task, found: Found) -> Found:
    """Go on downhill from every optimum of a search: the task counts its readings in another way."""
    ends = [downhill(task.misfit, optimum.place) for optimum in found.optima]
    reached = [
        end or (optimum.place, task.look(optimum.place)) for end, optimum in zip(ends, found.optima, strict=True)
    ]
    ways = [optimum.ways for optimum in found.optima]
    return found._replace(optima=_told_apart(task, reached, ways))


def _spread_out(places: Floats, sums: Floats, n: int) -> list[int]:
    """Return the best places that are not close to a better one; then the best of the others."""
    ranked = [int(i) for i in np.argsort(sums) if np.isfinite(sums[i])]
    chosen: list[int] = []
    for i in ranked:
        if all(np.abs(places[i] - places[j]).max() >= _APART for j in chosen):
            chosen.append(i)
    return [*chosen, *(i for i in ranked if i not in chosen)][:n]


def downhill(misfit: Misfit, place: Floats) -> tuple[Floats, float] | None:
    """Go down from a place within 0 to 1; None if it has no answer or the way comes upon a fold.

    Returns
    -------
    place : ndarray, shape (n_axes,)
    rss : float
    """
    from scipy.optimize import least_squares

    kept: dict[bytes, tuple[Floats, Floats]] = {}

    def both(u: Floats) -> tuple[Floats, Floats]:
        key = u.tobytes()
        if key not in kept:
            kept[key] = misfit(u)
        return kept[key]

    def residuals(u: Floats) -> Floats:
        return both(u)[0]

    def slopes(u: Floats) -> Floats:
        return both(u)[1]

    if not np.isfinite(residuals(place)).all():
        return None
    # A place without an answer is NaN to the solver, which then takes a shorter step.
    found: Any = least_squares(
        residuals,
        place,
        slopes,
        bounds=(0.0, 1.0),
        method="trf",
        x_scale="jac",
        ftol=1e-10,
        xtol=1e-9,
        gtol=1e-10,
        max_nfev=100,
    )
    return _to_the_edge(both, found.x)


def _to_the_edge(both: Misfit, place: Floats) -> tuple[Floats, float]:
    """Return a place and its sum; the solver stays inside the bounds, so put it on one where that is no worse."""
    rss = _sum(both(place)[0])
    edge = np.where(place < 1e-6, 0.0, np.where(place > 1 - 1e-6, 1.0, place))
    if (edge != place).any():
        there = _sum(both(edge)[0])
        if there <= rss:
            return edge, there
    return place, rss


def _sum(residuals: Floats) -> float:
    """Return the sum of squares."""
    return float(residuals @ residuals)


def _places(task: Task, n: int, seed: int) -> Floats:
    """Return where to look: the scenario's own numbers, then a scrambled Sobol sequence."""
    import scipy
    from scipy.stats import qmc

    # The keyword was renamed in SciPy 1.15.
    new = tuple(map(int, scipy.__version__.split(".")[:2])) >= (1, 15)
    random: dict[str, Any] = {"rng" if new else "seed": np.random.default_rng(seed)}
    power = int(np.ceil(np.log2(n)))
    drawn = qmc.Sobol(len(task.axes), scramble=True, **random).random_base2(power)[: n - 1]
    return np.vstack([own_place(task), 0.01 + 0.98 * drawn])


def own_place(task: Task) -> Floats:
    """Return the place of the scenario's own numbers, moved just inside the ranges."""
    own = []
    for axis in task.axes:
        try:
            value = own_value(axis.name, task.scenario)
        except InputError:  # no such start
            value = axis.value(0.5)
        own.append(axis.place(min(max(value, axis.low), axis.high)))
    inside: Floats = np.clip(np.array(own), 0.01, 0.99)
    return inside


def _failures(task: Task, places: Floats) -> dict[str, int]:
    """Count the reasons why places have no answer."""
    reasons: Counter[str] = Counter()
    for place in places:
        try:
            task.curves(place)
        except (InputError, RunError) as error:
            reasons[_kind(str(error))] += 1
    return dict(reasons)


def _kind(reason: str) -> str:
    """Return why there is no answer, without the numbers of the one place."""
    if "one ending only" in reason:
        return "there is no painful ending to start from"
    if "tipping point" in reason:
        return "the start sits on a tipping point"
    return reason


def _told_apart(task: Task, ends: list[tuple[Floats, float]], ways: list[int] | None = None) -> tuple[Optimum, ...]:
    """Put ends together that are the same optimum, the best first; `ways` says how many ways led to each."""
    optima: list[Optimum] = []
    led = ways or [1] * len(ends)
    for (place, rss), count in sorted(zip(ends, led, strict=True), key=lambda end: end[0][1]):
        for i, known in enumerate(optima):
            level = abs(rss - known.rss) <= _LEVEL * max(known.rss, 1e-9)
            if level or np.abs(place - known.place).max() < _SAME:
                optima[i] = known._replace(ways=known.ways + count)
                break
        else:
            ending = float(task.curves(place).values["felt_pain"][-1])
            optima.append(Optimum(place, rss, count, ending))
    return tuple(optima)
