"""Interventions as data: which arrows are turned down, by how much, how fast, and when.

There is one effect level per intervention, between 0 and 1, however many courses it has:
``dE/dt = (target(t) - E) / tau_e``. Each parameter it touches is multiplied by
``1 - E * reduction``. Different interventions multiply, so their order never matters.

The guide's story, told with these, is in `stresspain.model.catalogue`.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from stresspain.model.errors import InputError, shown
from stresspain.model.parameters import PARAMETERS, Person
from stresspain.model.quantity import Quantity, real
from stresspain.model.schedule import LONGEST, Course, Courses, course, in_order, joined

if TYPE_CHECKING:
    from stresspain.model.plan import Plan

DOSE = Quantity("dose_mg", "D", 600, "mg/day", 0, 2000, "daily dose", "chosen")
STRENGTH = Quantity("strength", "h", 0.3, "-", 0, 1, "share of the full effect while taken", "chosen")
ADHERENCE = Quantity("share", "p", 1, "-", 0, 1, "probability that a day's dose is taken")
TAU_E = Quantity("tau_e", r"\tau_E", 14, "d", 0.05, 365, "how slowly the effect comes and goes", "chosen")


@dataclass(frozen=True)
class Intervention:
    """Arrows turned down for a while.

    Make one with a function of the catalogue, or with `intervention` for your own.

    Attributes
    ----------
    name : str
        One word; a plan holds each name once.
    reductions : tuple of (str, float)
        Parameter and reduction at full effect, sorted; a negative reduction raises.
    tau_e : float
        How slowly the effect comes and goes, days.
    courses : Courses
        When how much is taken; amounts in mg/day or as a strength.
    half_dose : float or None
        Dose in mg with half the full effect; None where amounts are strengths.
    reading : str
        What is believed of it, where that is a choice; else an empty string.
    drowsy : bool
        Whether drowsiness is among its known effects.
    """

    name: str
    reductions: tuple[tuple[str, float], ...]
    tau_e: float
    courses: Courses
    half_dose: float | None = None
    reading: str = ""
    drowsy: bool = False

    @property
    def amount(self) -> Quantity:
        """The declaration that amounts are checked against: a dose or a strength."""
        return STRENGTH if self.half_dose is None else DOSE

    @property
    def usual(self) -> float:
        """The amount of the first course (mg/day or strength), which counts where something is taken for good."""
        return self.courses.taken[0].amount if self.courses.taken else 0.0

    def target(self, amount: float) -> float:
        """Return the effect level, 0 to 1, that an amount leads to in the long run."""
        return amount if self.half_dose is None else amount / (amount + self.half_dose)

    def amount_for(self, level: Any) -> Any:
        """Return the amount that leads to an effect level: `target` turned round, for numbers or arrays."""
        return level if self.half_dose is None else self.half_dose * level / (1 - level)

    @property
    def strength(self) -> float:
        """The highest effect level, 0 to 1, that its courses lead to in the long run; 0 if nothing is taken."""
        return max((self.target(course.amount) for course in self.courses.taken), default=0.0)

    @property
    def strengths(self) -> Quantity:
        """The declaration of `strength`: from 0, does nothing, to what the largest amount leads to."""
        most = self.target(self.amount.high)
        meaning = f"how strongly {self.name.replace('_', ' ')} works: share of its full effect while taken"
        return replace(STRENGTH, name=f"{self.name}.strength", high=most, meaning=meaning)

    def at_strength(self, strength: float) -> Intervention:
        """Return the same courses leading to another effect level, smaller amounts in proportion.

        What is taken in mg gets the doses that lead there by its own dose curve.

        Parameters
        ----------
        strength : float
            The new highest effect level, 0 (does nothing) to 1; of a dose, to what the largest one leads to.

        Raises
        ------
        InputError
            If it is out of range, or nothing is taken now, so that there is nothing to be in proportion to.

        Examples
        --------
        >>> from stresspain.model.catalogue import adaptogen
        >>> adaptogen(600, start=14).at_strength(0.5).courses.at(20)
        200.0
        """
        if self.strength == 0:
            raise InputError(
                f"{self.name} is not taken, so no strength is in proportion to it. Give an amount above 0."
            )
        share = self.strengths.check(strength) / self.strength
        most = self.amount.high  # which rounding may carry one a last digit beyond
        taken = (
            c._replace(amount=min(self.amount_for(share * self.target(c.amount)), most)) for c in self.courses.taken
        )
        return replace(self, courses=Courses(tuple(taken)))

    def during(self, *courses: Iterable[float | None]) -> Intervention:
        """Return the same thing taken in other courses.

        Parameters
        ----------
        *courses : (start, stop) or (start, stop, amount)
            Days, half-open; `amount` (mg/day or strength) where it differs from the first one's.
            A stop of None means for good.

        Raises
        ------
        InputError
            If a course is empty, overlaps another, or an amount is out of range.

        Examples
        --------
        A dose that is raised after four weeks:

        >>> from stresspain.model.catalogue import adaptogen
        >>> adaptogen(300).during((0, 28), (28, 84, 600)).courses.at(30)
        600.0
        """
        usual = self.courses.taken[0].amount if self.courses.taken else self.amount.default
        return replace(self, courses=in_order((self._course(c, usual) for c in courses), self.name))

    def _course(self, given: Iterable[float | None], usual: float) -> Course:
        """Check one course given as two or three numbers."""
        parts = tuple(given) if isinstance(given, (list, tuple)) else ()
        if len(parts) not in (2, 3):
            raise InputError(
                f"{self.name}: {shown(given)} is not a course. Write (start, stop) or (start, stop, amount), in days."
            )
        amount = self.amount.check(parts[2]) if len(parts) == 3 else usual
        return course(parts[0], parts[1], amount, self.name)

    def missing(self, *days: float) -> Intervention:
        """Return the same thing with the doses of some days left out.

        Raises
        ------
        InputError
            If a day is below 0 or not a number.

        Examples
        --------
        >>> from stresspain.model.catalogue import adaptogen
        >>> adaptogen(600).missing(3, 10).courses.at(3.5)
        0.0
        """
        courses = self.courses
        for day in days:
            gap = course(day, real(day, f"{self.name}: missed day", "a day of the run") + 1, 0.0, self.name)
            courses = courses.without(gap.start, gap.stop)
        return replace(self, courses=courses)

    def missing_weeks(self, *weeks: int) -> Intervention:
        """Return the same thing with whole weeks left out; week 1 begins on the first day it is taken.

        Raises
        ------
        InputError
            If a week is not a whole number from 1 on, or nothing is taken at all.

        Examples
        --------
        >>> from stresspain.model.catalogue import adaptogen
        >>> [course[:2] for course in adaptogen(600, start=7, stop=35).missing_weeks(2).courses.taken]
        [(7.0, 14.0), (21.0, 35.0)]
        """
        first, courses = self._first("missing_weeks").start, self.courses
        for week in weeks:
            number = real(week, f"{self.name}: missed week", "1 for the first week it is taken")
            if number != math.floor(number) or not 1 <= number <= LONGEST / 7:
                raise InputError(f"{self.name}: week {number:g} is not a week of a course. Use 1, 2, 3, ...")
            courses = courses.without(first + 7 * (number - 1), first + 7 * number)
        return replace(self, courses=courses)

    def adhered(self, share: float, *, seed: int) -> Intervention:
        """Return the same thing with each day's dose taken with a probability: a plan as people keep it.

        Parameters
        ----------
        share : float
            Probability that a day's dose is taken, 0 to 1; days are drawn independently.
        seed : int
            The same seed leaves out the same days, on every machine.

        Raises
        ------
        InputError
            If the share or the seed is not possible, or a course has no end to draw up to.

        Examples
        --------
        >>> from stresspain.model.catalogue import adaptogen
        >>> kept = adaptogen(600, stop=84).adhered(0.7, seed=1)
        >>> sum(course.stop - course.start for course in kept.courses.taken)
        58.0
        """
        chance = ADHERENCE.check(share)
        if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed < 2**63:
            raise InputError(f"{self.name}: seed = {shown(seed)} is not a whole number from 0 on. Use one such as 1.")
        if self.courses.taken and self.courses.taken[-1].stop > LONGEST:
            raise InputError(f"{self.name} has no end, so its doses cannot be drawn one by one. Give a stop.")
        draw = random.Random(seed).random
        return replace(self, courses=joined(dose for dose in self.courses.doses() if draw() < chance))

    def titrated(self, *amounts: float, every: float = 7.0) -> Intervention:
        """Return the same thing begun in steps: these amounts first, `every` days each, then its own.

        Raises
        ------
        InputError
            If an amount is out of range, `every` is not above 0, or nothing is taken at all.

        Examples
        --------
        >>> from stresspain.model.catalogue import adaptogen
        >>> [course.amount for course in adaptogen(600, stop=84).titrated(150, 300).courses.taken]
        [150.0, 300.0, 600.0]
        """
        first, pace = self._first("titrated").start, self._pace(every)
        return self._stepped(amounts, (first + i * pace for i in range(len(amounts) + 1)))

    def tapered(self, *amounts: float, every: float = 7.0) -> Intervention:
        """Return the same thing ended in steps: these amounts last, `every` days each, up to the same end.

        Raises
        ------
        InputError
            As for `titrated`; also if it is taken for good.

        Examples
        --------
        >>> from stresspain.model.catalogue import painkiller
        >>> painkiller(0.3, stop=28).tapered(0.2, 0.1).courses.at(20)
        0.2
        """
        self._first("tapered")
        end, pace = self.courses.taken[-1].stop, self._pace(every)
        if end == math.inf:
            raise InputError(f"{self.name} has no end to taper towards. Give a stop, as in {self.name}(stop=84).")
        return self._stepped(amounts, (end - i * pace for i in range(len(amounts), -1, -1)))

    def _first(self, what: str) -> Course:
        """Return the first course, which there must be."""
        if not self.courses.taken:
            raise InputError(f"{self.name} is not taken at all, so nothing can be {what.split('_')[0]}. Give courses.")
        return self.courses.taken[0]

    def _pace(self, every: float) -> float:
        """Check how many days a step takes."""
        pace = real(every, f"{self.name}: every", "days that a step takes")
        if not 0 < pace <= LONGEST:
            raise InputError(f"{self.name}: every = {pace:g} must lie above 0 and not above {LONGEST} days, such as 7.")
        return pace

    def _stepped(self, amounts: Iterable[float], edges: Iterable[float]) -> Intervention:
        """Set one amount after another between these days."""
        courses = self.courses
        for (start, stop), amount in zip(pairwise(edges), amounts, strict=True):
            courses = courses.amended(start, stop, self.amount.check(amount))
        return replace(self, courses=joined(courses.taken))

    def __add__(self, other: Intervention | Iterable[Intervention]) -> Plan:
        """Return the plan of both, as in ``adaptogen(stop=84) + sleep()``."""
        return _plan([self]) + other

    def __radd__(self, other: Iterable[Intervention]) -> Plan:
        return _plan(other) + self

    def explain(self) -> str:
        """Say in plain words what is taken and when.

        Returns
        -------
        str
        """
        return _plan([self]).explain()

    def plot(self, days: float | None = None) -> Any:
        """Return a picture of what is taken, and of the effect level that follows, over the days.

        Parameters
        ----------
        days : float, optional
            Length of the time axis; by default a little beyond the last change.

        Returns
        -------
        Picture
        """
        return _plan([self]).plot(days)

    def stopped(self) -> Intervention:
        """Return the same thing no longer taken; what effect is left fades."""
        return replace(self, courses=Courses())

    def spliced(self, day: float, later: Intervention) -> Intervention:
        """Return this before `day` and `later` from `day` on.

        Raises
        ------
        InputError
            If the two differ in more than their courses.
        """
        if replace(self, courses=later.courses) != later:
            raise InputError(
                f"{self.name} cannot change its reading, reductions or pace in mid-run: one effect level serves the "
                "whole run. Keep them and change the courses, or begin a new run with start=run."
            )
        return replace(self, courses=Courses(self.courses.before(day).taken + later.courses.after(day).taken))

    def __str__(self) -> str:
        said = f" ({self.reading} reading)" if self.reading else ""
        amounts = dict.fromkeys(c.amount for c in self.courses.taken)
        unit = " mg a day" if self.half_dose is not None else ""
        much = " then ".join(f"{a:g}" for a in amounts) if amounts else "stopped"
        return f"{self.name.replace('_', ' ')} {much}{unit if amounts else ''}{said}"


def _plan(given: Iterable[Intervention]) -> Plan:
    """Return interventions as a plan; that module stands on this one."""
    from stresspain.model.plan import as_plan

    return as_plan(given)


def d_level(level: Any, target: Any, tau_e: Any) -> Any:
    """Return how fast an effect level moves, per day: towards its target; for numbers, arrays or expressions."""
    return (target - level) / tau_e


def turn_down(k: Any, plan: Iterable[Any], levels: Iterable[Any]) -> None:
    """Multiply in place each parameter on `k` that `plan` touches by 1 - level * reduction.

    `plan` may hold anything with `reductions`, so that expressions are turned down by the same line.
    """
    for taken, level in zip(plan, levels, strict=True):
        for name, reduction in taken.reductions:
            setattr(k, name, getattr(k, name) * (1 - level * reduction))


def check_reach(person: Person, plan: Iterable[Intervention], outside: Mapping[str, tuple[float, ...]]) -> None:
    """Make sure that no mixture of effects takes a person's numbers out of their ranges.

    Raises
    ------
    InputError
        Naming the parameter, the interventions, and how far they reach.
    """
    plan = tuple(plan)
    for name in sorted({name for taken in plan for name, _ in taken.reductions}):
        quantity = PARAMETERS[name]
        least = greatest = 1.0
        for factor in (1 - r for taken in plan for n, r in taken.reductions if n == name):
            # A reduction above 1 turns the sign (of rho), so any pair of ends may be the outermost.
            ends = (least, greatest, least * factor, greatest * factor)
            least, greatest = min(ends), max(ends)
        for value in outside.get(name) or (getattr(person, name),):
            reach = sorted((value * least, value * greatest))
            if reach[0] < quantity.low - 1e-12 or reach[1] > quantity.high + 1e-12:
                who = ", ".join(t.name for t in plan if name in dict(t.reductions))
                raise InputError(
                    f"With {who} at full effect, {name} = {value:g} would move to between {reach[0]:g} and "
                    f"{reach[1]:g}, outside {quantity.low:g} to {quantity.high:g} ({quantity.meaning}). "
                    "Use a smaller reduction."
                )
