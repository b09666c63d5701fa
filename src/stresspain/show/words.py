"""What happened, in plain sentences with numbers from the run. The same text is every figure's alternative text."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np

from stresspain.cycle.levels import pain_levels
from stresspain.model.equations import PAIN_SCALE, felt_pain
from stresspain.model.interventions import Intervention, turn_down
from stresspain.model.schedule import Course, Steps
from stresspain.simulation.compare import Comparison
from stresspain.simulation.outcomes import LEVEL, OUTCOMES
from stresspain.simulation.run import Run

CAVEAT = "Illustrative, not clinical: this is a fact about five equations, not about a person."

#: Felt pain (0-10) within which a run counts as having arrived at an ending.
_ARRIVED = 0.1

#: Said wherever there is damage.
NO_REPAIR = "Nothing in the catalogue acts on damage: what is taken does not repair it."


def explain_run(run: Run) -> str:
    """Say in plain sentences what happened in a run.

    Parameters
    ----------
    run : Run

    Returns
    -------
    str

    Examples
    --------
    >>> from stresspain.simulation.run import simulate
    >>> print(explain_run(simulate(load=0.2, days=28)))
    Over 28 days, under a load of 0.2 and with nothing taken, felt pain stays at 0.3 of 10.
    It never rises above 3.
    With the load of the last day there is one ending, felt pain 0.3, and the run has arrived there.
    Illustrative, not clinical: this is a fact about five equations, not about a person.
    """
    sentences = [
        _course_of_pain(run),
        _time_above(run),
        *_takings([sentence_of_taking(t, float(run.days[-1])) for t in run.scenario.plan]),
    ]
    if any(run.scenario.damage.values):
        sentences.append(NO_REPAIR)
    sentences.append(_ending(run))
    if run.too_close_to_call:
        sentences.append(
            "It passes so close to the ridge between two endings that a tenfold tighter tolerance changes "
            "the result: how it ends is too close to call."
        )
    return " ".join([*(s for s in sentences if s), CAVEAT])


def _course_of_pain(run: Run) -> str:
    """Say how long, under what, and where felt pain began, peaked and ended."""
    pain = run["felt_pain"]
    plan = _listed([str(taken) for taken in run.scenario.plan] or ["nothing taken"])
    damage = "" if not any(run.scenario.damage.values) else f", structural damage {_range(run.scenario.damage)}"
    opening = f"Over {_days(run.days[-1])}, under a load {_of(run.scenario.load)}{damage} and with {plan},"
    first, last, top, bottom = f"{pain[0]:.1f}", f"{pain[-1]:.1f}", float(pain.max()), float(pain.min())
    if top - bottom < 0.05:
        return f"{opening} felt pain stays at {last} of 10."
    turns, high, low = "", f"{top:.1f}", f"{bottom:.1f}"
    if top > max(pain[0], pain[-1]) + 0.05 and high not in (first, last):
        turns = f", peaks at {high} on day {_number(run.days[int(np.argmax(pain))])}"
    elif bottom < min(pain[0], pain[-1]) - 0.05 and low not in (first, last):
        turns = f", falls to {low} on day {_number(run.days[int(np.argmin(pain))])}"
    return f"{opening} felt pain starts at {first} of 10{turns} and ends at {last}."


def _of(level: Steps) -> str:
    """Write a load as "of 0.3" or "between 0.2 and 0.9"."""
    return f"of {level.values[0]:g}" if len(level.values) == 1 else f"between {_range(level)}"


def _range(level: Steps) -> str:
    """Write a level that may change."""
    low, high = min(level.values), max(level.values)
    return f"{low:.2g}" if low == high else f"{low:.2g} and {high:.2g}"


def _time_above(run: Run) -> str:
    """Say how long felt pain lay above the level, and from when on it stayed below."""
    pain = run["felt_pain"]
    days = float(OUTCOMES["days_above"].of(run.days, pain, LEVEL))
    recovered = float(OUTCOMES["recovery_day"].of(run.days, pain, LEVEL))
    if not (pain > LEVEL).any():
        return f"It never rises above {LEVEL:g}."
    if (pain > LEVEL).all():
        return f"It lies above {LEVEL:g} all the time."
    tail = f"stays below from day {recovered:.0f} on" if math.isfinite(recovered) else "still does on the last day"
    long = "for less than a day" if days < 0.5 else f"on {_days(round(days))} in all"
    return f"It lies above {LEVEL:g} {long} and {tail}."


def sentence_of_taking(taken: Intervention, last_day: float = math.inf) -> str:
    """Say when something is taken, and whether drowsiness goes with it.

    Parameters
    ----------
    taken : Intervention
    last_day : float
        Courses that begin on it or later are left out.

    Returns
    -------
    str

    Examples
    --------
    >>> from stresspain.model.catalogue import painkiller
    >>> sentence_of_taking(painkiller(0.3, stop=28).tapered(0.2, 0.1))
    'Painkiller is taken from day 0 to day 14 (strength 0.3), from day 14 to day 21 (strength 0.2) and
    from day 21 to day 28 (strength 0.1).'
    """
    name = taken.name.replace("_", " ").capitalize()
    courses = [c for c in taken.courses.taken if c.start < last_day]
    if not courses:
        return f"{name} is not taken; what effect is left fades."
    drowsy = " Drowsiness is a known effect of it." if taken.drowsy else ""
    if len(courses) > (3 if len({c.amount for c in courses}) == 1 else 6):
        return f"{name} is taken {_many(courses)}.{drowsy}"
    spans = [f"from day {_number(c.start)}{_until(c.stop)}{_much(taken, c.amount)}" for c in courses]
    return f"{name} is taken {_listed(spans)}.{drowsy}"


def _takings(told: list[str]) -> list[str]:
    """Say in one sentence what is taken at the same times."""
    alike: dict[str, list[str]] = {}
    for sentence in told:
        name, _, rest = sentence.partition(" is ")
        alike.setdefault(rest, []).append(name)
    return [
        f"{_listed([names[0], *(name.lower() for name in names[1:])])} {'is' if len(names) == 1 else 'are'} {rest}"
        for rest, names in alike.items()
    ]


def _many(courses: list[Course]) -> str:
    """Say when something is taken in many courses, by their rhythm or by how many days they come to."""
    first, last = courses[0].start, courses[-1].stop
    rhythm = _rhythm(courses)
    if rhythm or last == math.inf:
        return f"in {len(courses)} courses{rhythm} from day {_number(first)} on"
    days = sum(c.stop - c.start for c in courses)
    return f"on {_number(days)} of the {_number(last - first)} days from day {_number(first)} to day {_number(last)}"


def _rhythm(courses: list[Course]) -> str:
    """Say how long courses and breaks are, where they are alike (the last course may be cut short)."""
    on = {round(c.stop - c.start, 9) for c in courses[:-1]}
    off = {round(b.start - a.stop, 9) for a, b in pairwise(courses)}
    if len(on) == len(off) == 1:
        return f" of {_number(on.pop())} days with breaks of {_number(off.pop())}"
    return ""


def _until(stop: float) -> str:
    """Write the end of a course."""
    return " on" if stop == math.inf else f" to day {_number(stop)}"


def _much(taken: Intervention, amount: float) -> str:
    """Write an amount where courses differ in it."""
    if len({c.amount for c in taken.courses.taken}) == 1:
        return ""
    return f" ({amount:g} {taken.amount.unit})" if taken.half_dose is not None else f" (strength {amount:g})"


def _ending(run: Run) -> str:
    """Say which endings there are under the last day's load and plan, and which one the run is near."""
    s = run.scenario
    day = float(run.days[-1])
    k = s.person.numbers(s.load.at(day), s.damage.at(day))
    turn_down(k, s.plan, [taken.target(taken.courses.at(day)) for taken in s.plan])
    endings = [PAIN_SCALE * float(felt_pain(q, k)) for q in pain_levels(k)]
    still = any(taken.courses.at(day) > 0 for taken in s.plan)
    given = (
        "With the load of the last day, and what is taken then taken for good,"
        if still
        else ("With the load of the last day" + (" and nothing taken" if s.plan else ""))
    )
    pain = float(run["felt_pain"][-1])
    nearest = min(endings, key=lambda e: abs(e - pain))
    near = abs(nearest - pain) < _ARRIVED
    there = f"{nearest:.1f}" == f"{pain:.1f}"
    if len(endings) == 1:
        close = "has arrived there" if there else "has come close to it"
        where = f"the run {close}" if near else "the run is not there yet"
        return f"{given} there is one ending, felt pain {endings[0]:.1f}, and {where}."
    low, ridge, high = endings[0], endings[len(endings) // 2], endings[-1]
    close = "has arrived at" if there else "has come close to"
    where = f"the run {close} {nearest:.1f}" if near and nearest != ridge else "the run is still on its way"
    return (
        f"{given} two endings coexist, felt pain {low:.1f} and {high:.1f}, with a ridge between them at "
        f"{ridge:.1f}; {where}."
    )


def explain_comparison(comparison: Comparison) -> str:
    """Say in plain sentences how several runs differ: peak, end, days above the level.

    Parameters
    ----------
    comparison : Comparison

    Returns
    -------
    str

    Examples
    --------
    >>> from stresspain.simulation.compare import compare
    >>> from stresspain.simulation.run import simulate
    >>> print(explain_comparison(compare({"low": simulate(load=0.2, days=28), "high": simulate(load=0.5, days=28)})))
    After 28 days felt pain is lowest with 'low' (0.3 of 10) and highest with 'high' (0.9).
    low: peak 0.3, end 0.3, never above 3. high: peak 0.9, end 0.9, never above 3.
    Illustrative, not clinical: this is a fact about five equations, not about a person.
    """
    ends = {label: row["last"] for label, row in comparison.table.items()}
    best, worst = min(ends, key=lambda label: ends[label]), max(ends, key=lambda label: ends[label])
    lead = ""
    lasts = {label: float(run.days[-1]) for label, run in comparison.runs.items()}
    alike = len(set(lasts.values())) == 1
    if len(ends) > 1 and ends[worst] - ends[best] >= 0.05:
        when = f"After {_days(max(lasts.values()))}" if alike else "On the last day of each run"
        lead = (
            f"{when} felt pain is lowest with '{best}' ({ends[best]:.1f} of 10) and highest "
            f"with '{worst}' ({ends[worst]:.1f}). "
        )
    each = " ".join(
        _one_of_many(label, row, comparison.level, "" if alike else f" on day {_number(lasts[label])}")
        for label, row in comparison.table.items()
    )
    return f"{lead}{each} {CAVEAT}"


def _one_of_many(label: str, row: object, level: float, when: str) -> str:
    """Say one run's outcomes."""
    r = dict(row)  # type: ignore[call-overload]
    above = "never" if r["days_above"] == 0 else _days(round(r["days_above"]))
    back = f", at or below it from day {r['recovery_day']:.0f}" if math.isfinite(r["recovery_day"]) else ""
    return f"{label}: peak {r['peak']:.1f}, end {r['last']:.1f}{when}, {above} above {level:g}{back}."


def _listed(parts: list[str]) -> str:
    """Join with commas and a last "and"."""
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]


def _days(count: float) -> str:
    """Write a number of days."""
    return "1 day" if count == 1 else f"{_number(count)} days"


def _number(day: float) -> str:
    """Write a day without needless digits."""
    return f"{float(day):.6g}"
