"""When something holds: steps of a level, and courses of something taken. Half-open: [start, stop)."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from stresspain.model.errors import InputError, shown
from stresspain.model.quantity import Quantity, real

#: Longest run, days (a hundred years).
LONGEST = 36500


@dataclass(frozen=True, slots=True)
class Steps:
    """A level that holds until the next change, such as the load from outside.

    Attributes
    ----------
    days : tuple of float
        Days on which the level changes, rising; the first is 0.
    values : tuple of float
        ``values[i]`` holds on ``[days[i], days[i+1])``, the last one for good.
    """

    days: tuple[float, ...]
    values: tuple[float, ...]

    def at(self, day: float) -> float:
        """Return the level on a day (0 or later)."""
        return self.values[bisect_right(self.days, day) - 1]

    def switches(self) -> tuple[float, ...]:
        """Return the days after 0 on which the level changes."""
        return self.days[1:]

    def spliced(self, day: float, later: Steps) -> Steps:
        """Return this level before `day` and `later` from `day` on."""
        before = [(d, v) for d, v in zip(self.days, self.values, strict=True) if d < day]
        after = [(day, later.at(day))]
        after += [(d, v) for d, v in zip(later.days, later.values, strict=True) if d > day]
        return _merged([*before, *after])


def steps(given: object, quantity: Quantity) -> Steps:
    """Make `Steps` of a number, of Steps, or of pairs (day, level) that begin at day 0.

    Parameters
    ----------
    given : float, Steps, or sequence of (float, float)
        Days, and levels within the range of `quantity`.
    quantity : Quantity
        The declaration that each level is checked against.

    Raises
    ------
    InputError
        If a level is out of range, a day is missing, negative or not rising.

    Examples
    --------
    >>> from stresspain.model.parameters import parameter
    >>> steps([(0, 0.3), (20, 0.9), (62, 0.3)], parameter("load")).at(30)
    0.9
    """
    if isinstance(given, Steps):
        pairs: Sequence[object] = list(zip(given.days, given.values, strict=True))
    elif isinstance(given, (list, tuple)):
        pairs = given
    else:
        return Steps((0.0,), (quantity.check(given),))
    name = quantity.name
    if not pairs:
        raise InputError(f"{name} = [] has no step. Give a number, or steps such as [(0, 0.3), (20, 0.9)].")
    checked: list[tuple[float, float]] = []
    for pair in pairs:
        if not isinstance(pair, (list, tuple)) or len(pair) != 2:
            raise InputError(f"{name}: {shown(pair)} is not a step. A step is a pair (day, level), such as (20, 0.9).")
        day = real(pair[0], f"{name}: day", "the day on which a step begins")
        if not checked and day != 0:
            raise InputError(f"{name}: the first step is on day {day:g}. It must be on day 0, where a run begins.")
        if checked and day <= checked[-1][0]:
            raise InputError(
                f"{name}: day {day:g} follows day {checked[-1][0]:g}. Steps are listed in time, each day once."
            )
        try:
            checked.append((day, quantity.check(pair[1])))
        except InputError as error:
            raise InputError(f"On day {day:g}: {error}") from None
    return _merged(checked)


def _merged(pairs: Iterable[tuple[float, float]]) -> Steps:
    """Drop the steps that change nothing, so that equal levels make equal Steps."""
    kept: list[tuple[float, float]] = []
    for day, value in pairs:
        if not kept or value != kept[-1][1]:
            kept.append((day, value))
    return Steps(tuple(d for d, _ in kept), tuple(v for _, v in kept))


class Course(NamedTuple):
    """One stretch of taking something: `amount` on ``[start, stop)``, in days."""

    start: float
    stop: float
    amount: float


@dataclass(frozen=True, slots=True)
class Courses:
    """Courses in time, none overlapping another; between them nothing is taken."""

    taken: tuple[Course, ...] = ()

    def at(self, day: float) -> float:
        """Return the amount taken on a day; 0 between courses."""
        i = bisect_right(self.taken, day, key=lambda c: c.start) - 1
        return self.taken[i].amount if i >= 0 and day < self.taken[i].stop else 0.0

    def switches(self) -> tuple[float, ...]:
        """Return the finite days after 0 on which a course starts or stops."""
        return tuple(sorted({d for c in self.taken for d in c[:2] if 0 < d < math.inf}))

    def before(self, day: float) -> Courses:
        """Return what is taken before `day`."""
        return Courses(tuple(Course(c.start, min(c.stop, day), c.amount) for c in self.taken if c.start < day))

    def after(self, day: float) -> Courses:
        """Return what is taken from `day` on."""
        return Courses(tuple(Course(max(c.start, day), c.stop, c.amount) for c in self.taken if c.stop > day))

    def amended(self, start: float, stop: float, amount: float) -> Courses:
        """Return the same courses with another amount where they lie in ``[start, stop)``."""
        inside = tuple(c._replace(amount=amount) for c in self.after(start).before(stop).taken)
        return Courses(self.before(start).taken + inside + self.after(stop).taken)

    def doses(self) -> tuple[Course, ...]:
        """Return each course cut into days, counted from its start; the last one may be shorter."""
        return tuple(
            Course(c.start + i, min(c.start + i + 1, c.stop), c.amount)
            for c in self.taken
            for i in range(math.ceil(c.stop - c.start))
        )

    def without(self, start: float, stop: float) -> Courses:
        """Return the courses with ``[start, stop)`` left out."""
        return Courses(self.before(start).taken + self.after(stop).taken)


def joined(doses: Iterable[Course]) -> Courses:
    """Return courses of doses in order, those that follow each other with the same amount made one."""
    made: list[Course] = []
    for dose in doses:
        if made and made[-1].stop == dose.start and made[-1].amount == dose.amount:
            made[-1] = made[-1]._replace(stop=dose.stop)
        else:
            made.append(dose)
    return Courses(tuple(made))


def course(start: object, stop: object, amount: float, who: str) -> Course:
    """Check one course; a `stop` of None means for good.

    Raises
    ------
    InputError
        If a day is not a number, below 0, beyond the longest run, or `stop` is not after `start`.
    """
    first = real(start, f"{who}: start", "the first day of a course")
    for_good = stop is None or (isinstance(stop, float) and stop == math.inf)
    last = math.inf if for_good else real(stop, f"{who}: stop", "the day a course ends")
    if first < 0:
        raise InputError(f"{who}: start = {first:g} lies before day 0, where a run begins. Use 0 or a later day.")
    if first > LONGEST:
        raise InputError(
            f"{who}: start = {first:g} lies beyond day {LONGEST}, the end of the longest run. Use an earlier day."
        )
    if last < first:
        raise InputError(f"{who}: stop = {last:g} comes before start = {first:g}. Give a stop after the start.")
    if last == first:
        raise InputError(f"{who}: the course from day {first:g} to day {last:g} is empty. Give a later stop.")
    return Course(first, last, amount)


def repeated(whole: Course, on: object, off: object, who: str) -> Courses:
    """Break one course into `on` days taken and `off` days not, over and over.

    Raises
    ------
    InputError
        If `on` or `off` is missing, not above 0, or longer than the longest run.
    """
    if on is None and off is None:
        return Courses((whole,))
    if on is None or off is None:
        raise InputError(f"{who}: on and off go together, as in on=56, off=14 (days taken, days of break).")
    days_on = real(on, f"{who}: on", "days taken in a row")
    days_off = real(off, f"{who}: off", "days of break")
    said = f"{who}: on = {days_on:g} and off = {days_off:g}"
    if days_on <= 0 or days_off <= 0:
        raise InputError(f"{said} must both be above 0 days. Use numbers such as on=56, off=14.")
    if max(days_on, days_off) > LONGEST:
        raise InputError(f"{said} must not exceed {LONGEST} days. Use start and stop.")
    end = min(whole.stop, whole.start + LONGEST)
    count = (end - whole.start) / (days_on + days_off)
    if count > 100_000:
        raise InputError(f"{said} make {count:.3g} courses; 100,000 at most. Use longer ones.")
    starts = [whole.start + i * (days_on + days_off) for i in range(math.ceil(count))]
    # Rounding must not let a course run into the next one where the break is tiny.
    stops = (min(s + days_on, after) for s, after in zip(starts, [*starts[1:], end], strict=True))
    return Courses(tuple(Course(s, e, whole.amount) for s, e in zip(starts, stops, strict=True) if s < e))


def in_order(courses: Iterable[Course], who: str) -> Courses:
    """Sort courses in time.

    Raises
    ------
    InputError
        If two overlap, or there is none.
    """
    ordered = tuple(sorted(courses))
    if not ordered:
        raise InputError(f"{who}: no course is given. Name at least one, such as (0, 84).")
    for a, b in pairwise(ordered):
        if b.start < a.stop:
            raise InputError(
                f"{who}: the courses from day {a.start:g} to {a.stop:g} and from day {b.start:g} to {b.stop:g} "
                f"overlap. One thing has one amount at a time: end the first on day {b.start:g}."
            )
    return Courses(ordered)
