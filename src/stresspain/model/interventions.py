"""Interventions as data: which arrows are turned down, by how much, how fast, and when.

There is one effect level per intervention, between 0 and 1, however many courses it has:
``dE/dt = (target(t) - E) / tau_e``. Each parameter it touches is multiplied by
``1 - E * reduction``. Different interventions multiply, so their order never matters.

The catalogue at the end holds the guide's story. To add one, write one function there and add it
to `CATALOGUE`. No sentence here recommends a treatment; the numbers are illustrative.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from stresspain.model.errors import InputError, shown, unknown
from stresspain.model.parameters import PARAMETERS, Person, parameter
from stresspain.model.quantity import Quantity, real
from stresspain.model.schedule import LONGEST, Course, Courses, course, in_order, joined, repeated

if TYPE_CHECKING:
    from stresspain.model.plan import Plan

#: A daily dose whose target is half the full effect, mg (a choice; see `adaptogen`).
HALF_DOSE_MG = 200.0

DOSE = Quantity("dose_mg", "D", 600, "mg/day", 0, 2000, "daily dose")
STRENGTH = Quantity("strength", "h", 0.3, "-", 0, 1, "share of the full effect while taken")
ADHERENCE = Quantity("share", "p", 1, "-", 0, 1, "probability that a day's dose is taken")
TAU_E = Quantity("tau_e", r"\tau_E", 14, "d", 0.05, 365, "how slowly the effect comes and goes")

#: What one may believe of the adaptogen, each with its meaning.
READINGS = MappingProxyType(
    {
        "guide": "what the promotional guide claims",
        "trials": "what the trials support, as judged in the evidence file: less stress, less cortisol, no more",
        "none": "no effect beyond placebo",
    }
)

# The trials' sizes are for 600 mg a day, where the target is 0.75: 0.1333 x 0.75 = 10 %, 0.16 x 0.75 = 12 %.
_ADAPTOGEN: Mapping[str, Mapping[str, float]] = {
    "guide": {"k_sc": 0.45, "k_sm": 0.40, "k_si": 0.40},
    "trials": {"k_ls": 0.1333, "k_sc": 0.16},
    "none": {},
}


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


def turn_down(k: Any, plan: Iterable[Intervention], levels: Iterable[Any]) -> None:
    """Multiply in place each parameter on `k` that `plan` touches by 1 - level * reduction."""
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


def intervention(
    name: str,
    reductions: Mapping[str, float],
    *,
    strength: float = 0.3,
    tau_e: float = 14.0,
    start: float = 0.0,
    stop: float | None = None,
) -> Intervention:
    """Make an intervention of your own.

    Parameters
    ----------
    name : str
        One word (letters, digits, underscores) that the catalogue does not hold.
    reductions : mapping of str to float
        Parameter -> reduction at full effect: 1 silences the arrow, 0.25 takes a quarter off it, a
        negative number raises it.
    strength : float
        Share of the full effect while taken, 0 to 1.
    tau_e : float
        How slowly the effect comes and goes, days.
    start, stop : float
        First day and the day it ends, half-open; None means for good.

    Returns
    -------
    Intervention

    Raises
    ------
    InputError
        If a parameter is unknown or a time constant, or if the full effect would take its default
        out of its declared range (with the largest reduction that is allowed).

    Examples
    --------
    >>> print(intervention("walking", {"w_x": 0.5, "k_ls": 0.2}, strength=0.4))
    walking 0.4
    """
    if not isinstance(name, str) or not name.isidentifier():
        raise InputError(f"An intervention cannot be called {shown(name)}. Use one word such as 'warm_baths'.")
    if name in CATALOGUE:
        raise InputError(
            f"An intervention called {shown(name)} is in the catalogue already. Use {name}(...), or another name."
        )
    if not isinstance(reductions, Mapping):
        raise InputError(f"{name}: reductions = {shown(reductions)} is not a mapping such as {{'k_sm': 0.3}}.")
    for touched, reduction in reductions.items():
        _check_reduction(name, touched, reduction)
    return _taken(name, reductions, tau_e, STRENGTH.check(strength), (start, stop))


def arrow(who: str, name: str) -> Quantity:
    """Return the declaration of a parameter that an intervention may act on.

    Raises
    ------
    InputError
        If it is unknown, or a time constant.
    """
    quantity = parameter(name)
    if name.startswith("tau_"):
        raise InputError(
            f"{who}: {name} is a time constant ({quantity.meaning}); interventions act on arrows only, such as k_sm."
        )
    return quantity


def _check_reduction(who: str, name: str, reduction: float) -> None:
    """Refuse a reduction that leaves the range when nothing else acts."""
    quantity = arrow(who, name)
    size = real(reduction, f"{who}: reduction of {name}", quantity.meaning)
    after = quantity.default * (1 - size)
    if quantity.low <= after <= quantity.high:
        return
    if quantity.default == 0:
        return
    least, most = sorted(1 - bound / quantity.default for bound in (quantity.low, quantity.high))
    # Rounded inwards, so that the numbers named can be typed in.
    least, most = math.ceil(least * 1e4) / 1e4, math.floor(most * 1e4) / 1e4
    raise InputError(
        f"{who}: a reduction of {size:g} would take {name} from {quantity.default:g} to {after:g}, outside "
        f"{quantity.low:g} to {quantity.high:g} ({quantity.meaning}). "
        f"The largest reduction allowed is {most:g}, the largest raise {least:g}."
    )


def _taken(
    name: str,
    reductions: Mapping[str, float],
    tau_e: float,
    amount: float,
    when: tuple[object, ...],
    **more: Any,
) -> Intervention:
    """Put an intervention together; `when` is (start, stop) or (start, stop, on, off)."""
    start, stop, on, off = (*when, None, None)[:4]
    courses = repeated(course(start, stop, amount, name), on, off, name)
    sizes = tuple(sorted((touched, float(size)) for touched, size in reductions.items()))
    return Intervention(name, sizes, TAU_E.check(tau_e), courses, **more)


# --- the catalogue --------------------------------------------------------------------------------


def adaptogen(
    dose_mg: float = 600,
    reading: str = "guide",
    *,
    start: float = 0.0,
    stop: float | None = None,
    on: float | None = None,
    off: float | None = None,
) -> Intervention:
    """Return ashwagandha as the guide tells it, or as the trials read, or with no effect.

    It turns stress-driven arrows down, so at zero load it does next to nothing.

    Parameters
    ----------
    dose_mg : float
        Daily dose, mg, 0 to 2,000; half the full effect at 200 mg (a choice, not a measurement).
    reading : {"guide", "trials", "none"}
        What one believes; see `READINGS`.
    start, stop : float
        First day, and the day it ends (half-open); None means for good.
    on, off : float, optional
        Days taken and days of break, over and over.

    Returns
    -------
    Intervention

    Raises
    ------
    InputError
        If the dose, the reading or the schedule is not possible.

    References
    ----------
    Guide's arrows: the promotional guide. Trials' sizes: a judgement, from reviews that disagree
    (Arumugam 2024, doi:10.1016/j.explore.2024.103062; Albalawi 2025, doi:10.1177/02601060251363647).

    Examples
    --------
    >>> adaptogen(600, reading="trials").reductions
    (('k_ls', 0.1333), ('k_sc', 0.16))
    """
    if not isinstance(reading, str) or reading not in READINGS:
        raise unknown("reading", reading, READINGS)
    return _taken(
        "adaptogen",
        _ADAPTOGEN[reading],
        14.0,
        DOSE.check(dose_mg),
        (start, stop, on, off),
        half_dose=HALF_DOSE_MG,
        reading=reading,
    )


def painkiller(
    strength: float = 0.3,
    *,
    start: float = 0.0,
    stop: float | None = None,
    on: float | None = None,
    off: float | None = None,
) -> Intervention:
    """Return a painkiller: it hides a share of the pain, within hours; the guarding reflex stays.

    Parameters
    ----------
    strength : float
        Share of the pain hidden while taken, 0 to 1.
    start, stop, on, off : float, optional
        Days; as for `adaptogen`.

    Returns
    -------
    Intervention

    Raises
    ------
    InputError
        If the strength or the schedule is not possible.

    Examples
    --------
    >>> painkiller(0.3, stop=28).reductions
    (('k_qf', 1.0),)
    """
    return _taken("painkiller", {"k_qf": 1.0}, 0.25, STRENGTH.check(strength), (start, stop, on, off))


def muscle_relaxant(
    strength: float = 0.2,
    *,
    start: float = 0.0,
    stop: float | None = None,
    on: float | None = None,
    off: float | None = None,
) -> Intervention:
    """Return a muscle relaxant: stress and pain tense the muscle less; drowsiness is a known effect.

    Parameters
    ----------
    strength : float
        Share taken off both arrows while taken, 0 to 1.
    start, stop, on, off : float, optional
        Days; as for `adaptogen`.

    Returns
    -------
    Intervention

    Raises
    ------
    InputError
        If the strength or the schedule is not possible.

    References
    ----------
    Adverse events of the class, relative risk 1.6: Cashin 2021, doi:10.1136/bmj.n1446.

    Examples
    --------
    >>> muscle_relaxant().drowsy
    True
    """
    when = (start, stop, on, off)
    return _taken("muscle_relaxant", {"k_sm": 1.0, "k_qm": 1.0}, 0.5, STRENGTH.check(strength), when, drowsy=True)


def stress_management(
    strength: float = 0.3,
    *,
    start: float = 0.0,
    stop: float | None = None,
    on: float | None = None,
    off: float | None = None,
) -> Intervention:
    """Return stress management: the same load raises stress less.

    Parameters
    ----------
    strength : float
        Share taken off the arrow while practised, 0 to 1.
    start, stop, on, off : float, optional
        Days; as for `adaptogen`.

    Returns
    -------
    Intervention

    Raises
    ------
    InputError
        If the strength or the schedule is not possible.

    Examples
    --------
    >>> stress_management().reductions
    (('k_ls', 1.0),)
    """
    return _taken("stress_management", {"k_ls": 1.0}, 14.0, STRENGTH.check(strength), (start, stop, on, off))


def posture(
    strength: float = 0.2,
    *,
    start: float = 0.0,
    stop: float | None = None,
    on: float | None = None,
    off: float | None = None,
) -> Intervention:
    """Return posture work: less muscle tension at rest.

    Parameters
    ----------
    strength : float
        Share taken off the resting tension while practised, 0 to 1.
    start, stop, on, off : float, optional
        Days; as for `adaptogen`.

    Returns
    -------
    Intervention

    Raises
    ------
    InputError
        If the strength or the schedule is not possible.

    References
    ----------
    No consensus that posture causes back pain: Swain 2020, doi:10.1016/j.jbiomech.2019.08.006.

    Examples
    --------
    >>> posture().reductions
    (('m_rest', 1.0),)
    """
    return _taken("posture", {"m_rest": 1.0}, 7.0, STRENGTH.check(strength), (start, stop, on, off))


def movement(
    strength: float = 0.15,
    *,
    start: float = 0.0,
    stop: float | None = None,
    on: float | None = None,
    off: float | None = None,
) -> Intervention:
    """Return movement: starved muscle feeds nociception less.

    Parameters
    ----------
    strength : float
        Share taken off the arrow while practised, 0 to 1.
    start, stop, on, off : float, optional
        Days; as for `adaptogen`.

    Returns
    -------
    Intervention

    Raises
    ------
    InputError
        If the strength or the schedule is not possible.

    Examples
    --------
    >>> movement().reductions
    (('w_x', 1.0),)
    """
    return _taken("movement", {"w_x": 1.0}, 14.0, STRENGTH.check(strength), (start, stop, on, off))


def sleep(
    strength: float = 0.4,
    *,
    start: float = 0.0,
    stop: float | None = None,
    on: float | None = None,
    off: float | None = None,
) -> Intervention:
    """Return sleep care: lost sleep sensitises less.

    Parameters
    ----------
    strength : float
        Share taken off the arrow while practised, 0 to 1.
    start, stop, on, off : float, optional
        Days; as for `adaptogen`.

    Returns
    -------
    Intervention

    Raises
    ------
    InputError
        If the strength or the schedule is not possible.

    Examples
    --------
    >>> sleep().reductions
    (('k_wp', 1.0),)
    """
    return _taken("sleep", {"k_wp": 1.0}, 14.0, STRENGTH.check(strength), (start, stop, on, off))


#: Every intervention of the guide's story by name; tests run over it.
CATALOGUE: Mapping[str, Callable[..., Intervention]] = MappingProxyType(
    {
        "adaptogen": adaptogen,
        "painkiller": painkiller,
        "muscle_relaxant": muscle_relaxant,
        "stress_management": stress_management,
        "posture": posture,
        "movement": movement,
        "sleep": sleep,
    }
)


def lifestyle(*, start: float = 0.0, stop: float | None = None) -> tuple[Intervention, ...]:
    """Return the guide's four measures together, at their default strengths.

    Parameters
    ----------
    start, stop : float
        Days; as for `adaptogen`.

    Returns
    -------
    tuple of Intervention
        Stress management, posture, movement, sleep.

    Examples
    --------
    >>> [taken.name for taken in lifestyle(stop=84)]
    ['stress_management', 'posture', 'movement', 'sleep']
    """
    return tuple(make(start=start, stop=stop) for make in (stress_management, posture, movement, sleep))
