"""What makes up for a number, and which further reading would tell most about it: both worked out, nothing canned."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from stresspain.model.interventions import Intervention
from stresspain.model.plan import as_plan
from stresspain.model.schedule import Course, Courses
from stresspain.population.fitting.likelihood import IGNORANCE, Likelihood
from stresspain.population.fitting.task import Task

Floats = npt.NDArray[np.float64]

#: What might be written down or measured beside pain; indices from 0 to 1, read as exactly as pain is for its scale.
READABLE: Mapping[str, float] = {
    "felt_pain": 1.0,
    "stress": 1.0,
    "sleep_loss": 1.0,
    "cortisol": 10.0,
    "tension": 10.0,
    "inflammation": 10.0,
    "sensitivity": 10.0,
}
#: How far beyond the diary's last day a reading is thought of, as a share of its length.
_ON = 0.5
#: Shortest spell that is thought of, days.
_LEAST = 7


class Partner(NamedTuple):
    """The number that moved most along a profile.

    Attributes
    ----------
    name : str
    ends : tuple of (float, float)
        Its value where the profiled number is lowest and highest inside the interval.
    sizes : float
        How far that is, in standard errors that it has by itself.
    at_end : bool
        Whether it comes to an end of its range at one of them, which then helps to end the interval.
    """

    name: str
    ends: tuple[float, float]
    sizes: float
    at_end: bool


class Spell(NamedTuple):
    """What writing on for a spell would tell of something taken, its course over or gone on with.

    Attributes
    ----------
    days : int
        How long.
    taken, without : float
        By which share one more reading of pain on each of these days would shrink the standard error.
    """

    days: int
    taken: float
    without: float


class Advice(NamedTuple):
    """What would tell most about one number.

    Attributes
    ----------
    column : str
        The column that would narrow it most, were it written down on the diary's days as exactly as pain.
    narrowed : float
        By which share that would shrink its standard error.
    columns : mapping of str to float
        The same for every column that is not in the diary.
    day : float
        The day on which one more reading of pain would tell most, up to half the diary's length after its end.
    one_more : float
        By which share that one reading would shrink the standard error.
    spell : Spell or None
        For a number of something taken: what a spell with it, and one without it, would tell.
    """

    column: str
    narrowed: float
    columns: Mapping[str, float]
    day: float
    one_more: float
    spell: Spell | None


def partner_of(task: Task, places: Floats, i: int, slopes: Floats, noise: float) -> Partner | None:
    """Return the number that moved most while one was held at `places`, shape (n_points, n_axes), inside its interval.

    None if no other moved by as much as it is known by itself.
    """
    with np.errstate(divide="ignore"):
        alone = noise / np.linalg.norm(slopes, axis=0)
    moved = np.abs(places[-1] - places[0]) / alone
    moved[i] = 0.0
    k = int(np.argmax(np.where(np.isfinite(moved), moved, 0.0)))
    if k == i or not moved[k] > 1.0:
        return None
    axis = task.axes[k]
    first, last = float(places[0, k]), float(places[-1, k])
    at_end = any(place in (0.0, 1.0) for place in (first, last))
    return Partner(axis.name, (axis.value(first), axis.value(last)), float(moved[k]), at_end)


def advice_for(likelihood: Likelihood, i: int) -> Advice:
    """Try every column on the diary's days, and every day for one more reading of pain, to first order.

    Beforehand each number is taken to lie anywhere in its range, so that the answer is finite
    where the diary alone says nothing.
    """
    task, best = likelihood.task, likelihood.best
    slopes, noise = likelihood.slopes(), likelihood.noise
    known = slopes.T @ slopes / noise**2 + IGNORANCE * np.eye(len(best))
    now = _error(known, i)
    there = task.curves(best)
    columns = {
        name: 1.0 - _error(known + _told(scale * there.slopes[name], noise), i) / now
        for name, scale in READABLE.items()
        if name not in task.diary.kept
    }
    column = max(columns, key=lambda name: columns[name])
    days = np.arange(0.0, np.ceil((1.0 + _ON) * task.diary.days[-1]) + 1.0)
    ways = task.curves(best, days).slopes["felt_pain"]
    each = np.array([1.0 - _error(known + _told(way[None], noise), i) / now for way in ways])
    day = int(np.argmax(each))
    spell = _spell(likelihood, i, known) if "." in task.names[i] else None
    return Advice(column, columns[column], columns, float(days[day]), float(each[day]), spell)


def _spell(likelihood: Likelihood, i: int, known: Floats) -> Spell:
    """Try a spell after the diary's last day, with what is taken and without it."""
    task, noise = likelihood.task, likelihood.noise
    who, end = task.names[i].partition(".")[0], float(np.floor(task.diary.days[-1])) + 1.0
    days = end + np.arange(max(np.ceil(_ON * end), _LEAST))
    narrowed = []
    for on in (True, False):
        plan = as_plan(_left_at(taken, end, on) if taken.name == who else taken for taken in task.scenario.plan)
        if not all(taken.strength for taken in plan if taken.name == who):  # it would not have been taken at all
            narrowed.append(0.0)
            continue
        other = replace(task, scenario=replace(task.scenario, plan=plan))
        way = other.curves(likelihood.best, days).slopes["felt_pain"]
        narrowed.append(1.0 - _error(known + _told(way, noise), i) / _error(known, i))
    return Spell(len(days), *narrowed)


def _left_at(taken: Intervention, day: float, on: bool) -> Intervention:
    """Return the same thing taken from a day on at its largest amount, or no longer."""
    most = max(taken.courses.taken, key=lambda course: course.amount)
    after = (Course(day, math.inf, most.amount),) if on else ()
    return replace(taken, courses=Courses(taken.courses.before(day).taken + after))


def _told(slopes: Floats, noise: float) -> Floats:
    """Return the information in readings with these slopes."""
    information: Floats = slopes.T @ slopes / noise**2
    return information


def _error(information: Floats, i: int) -> float:
    """Return one place's standard error."""
    return float(np.sqrt(np.linalg.inv(information)[i, i]))
