"""The answer of a search: in words, and as two runs on either side of it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, cast

from stresspain.cycle.rests import Rest
from stresspain.population.findings import record_of_finding
from stresspain.show.picture import Picture
from stresspain.show.style import GREY, PALE, dress, ink, label_ends, new_axes
from stresspain.show.words import CAVEAT
from stresspain.simulation.endings import LATEST, endings, last_switch
from stresspain.simulation.run import Run, simulate
from stresspain.simulation.search import GOALS, Smallest

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: How far on either side of the value the two runs of the picture lie.
_ASIDE = 0.03
#: How long the picture goes on after the last switch, days.
_AFTER = 200.0
#: Both where nothing switches: near the value sought an ending is lost, and a run lingers there for long.
_FURTHER, _LINGERS = 0.2, 600.0


def amount_words(found: Smallest, value: float, digits: int = 2) -> str:
    """Write a value of what was sought with its unit."""
    number = f"{value:.{digits}f}"
    number = number.rstrip("0").rstrip(".") if "." in number else number
    if found.what == "start":
        return f"day {number}"
    return f"{number} {found.unit}" if found.unit != "of full effect" else number


def _value_words(found: Smallest) -> str:
    """Write the value sought, rounded towards the side that meets the goal."""
    digits = 4 if found.what == "strength" else 2
    towards = math.ceil if found.sought.more_helps else math.floor
    return amount_words(found, towards(found.value * 10**digits) / 10**digits, digits)


def explain_smallest(found: Smallest) -> str:
    """Say what a search found, or what was tried in vain.

    Parameters
    ----------
    found : Smallest

    Returns
    -------
    str

    Examples
    --------
    >>> from stresspain.model.catalogue import adaptogen
    >>> from stresspain.simulation.scenario import scenario
    >>> from stresspain.simulation.search import smallest
    >>> print(explain_smallest(smallest("course", scenario(load=0.4, start="painful", plan=[adaptogen(600)]))))
    The shortest course (adaptogen, guide reading) after which this person settles at the calm ending
    when all is over: 63.99 days.
    63.988 days do not suffice. Before that 33 values from 0 to 365 days were tried: everything beyond does it too.
    Illustrative, not clinical: this is a fact about five equations, not about a person.
    """
    sentences = [_answer(found), _other_side(found) if found.found else _why_none(found), _scan(found), CAVEAT]
    return " ".join(filter(None, sentences))


def _what(found: Smallest) -> str:
    """Name what was sought and of which interventions, each with what is believed of it."""
    readings = {taken.name: f", {taken.reading} reading" for taken in found.given.plan if taken.reading}
    *others, last = ("", *(name.replace("_", " ") + readings.get(name, "") for name in found.of))
    who = " and ".join(filter(None, (", ".join(filter(None, others)), last)))
    return f"{found.sought.label}{f' ({who})' if who else ''}"


def _answer(found: Smallest) -> str:
    """Say the value, or that there is none."""
    meaning = GOALS[found.goal][0]
    if not found.found:
        low, high = (f"{bound:g}" for bound in found.between)
        where = f"between {low} and {high} {found.unit}"
        name = found.sought.meaning.removeprefix("a ")
        return f"No {name} {where} will do, if what is asked is that this person {meaning}."
    what = _what(found)
    with_it = "after" if found.what in ("course", "stressor") else "with"
    what = what[0].upper() + what[1:]
    return f"{what} {with_it} which this person {meaning}: {_value_words(found)}."


def _other_side(found: Smallest) -> str:
    """Say what does not suffice, or that even the end of the range does."""
    if math.isnan(found.beyond):
        return "That is an end of the range that was searched: everything in it does."
    digits = 5 if found.what == "strength" else 3
    if not found.sought.more_helps:
        said = amount_words(found, found.beyond, digits)
        return f"{said[0].upper()}{said[1:]} {'is too late' if found.what == 'start' else 'are too long'}."
    plural = found.unit == "days" and found.what == "course"
    return f"{amount_words(found, found.beyond, digits)} {'do' if plural else 'does'} not suffice."


def _why_none(found: Smallest) -> str:
    """Say which endings there are at the end of the range that should help most."""
    if found.goal != "recover":
        return ""
    best = found.at(found.between[1] if found.sought.more_helps else found.between[0])
    world = endings(best)
    felt = [rest.felt_pain for rest in world.rests if rest.stable]
    if world.calm is None:
        pains = " and ".join(f"{pain:.2f}" for pain in felt) or "none that is stable"
        return f"Even then there is no calm ending to settle at (felt pain at the stable endings: {pains})."
    return f"A calm ending is there (felt pain {felt[0]:.2f}), but the run does not reach it."


def _scan(found: Smallest) -> str:
    """Say what was tried before the bisection, and whether more always helped."""
    low, high = found.between
    tried = f"{len(found.scan)} values from {low:g} to {high:g} {found.unit if found.unit != 'of full effect' else ''}"
    tried = tried.rstrip()
    unsure = [x for x, met in found.scan if met is None]
    tail = f" For {len(unsure)} of them no ending was reached." if unsure else ""
    if not found.found:
        return f"{tried[0].upper()}{tried[1:]} were tried.{tail}"
    if found.monotone:
        side = "beyond" if found.sought.more_helps else "below"
        return f"Before that {tried} were tried: everything {side} does it too.{tail}"
    odd = ", ".join(f"{x:g}" for x in found.exceptions[:4])
    return (
        f"But more does not always help here: of {tried} that were tried, {odd}"
        f"{' and others' if len(found.exceptions) > 4 else ''} should do it too and do not.{tail}"
    )


def plot_smallest(found: Smallest, *, ax: Axes | None = None) -> Axes:
    """Draw a run a little on either side of the value; where there is none, the run that should help most.

    Parameters
    ----------
    found : Smallest
    ax : matplotlib Axes, optional
        Drawn into; fresh ones if none are given.

    Returns
    -------
    matplotlib Axes
    """
    axes = ax if ax is not None else new_axes(4.6)
    runs = _either_side(found)
    last = max(float(run.days[-1]) for _, run in runs)
    _rests(axes, runs[0][1])
    ends = [(rest.felt_pain, _rest_words(rest), GREY) for rest in endings(runs[0][1].scenario).rests]
    for i, (value, run) in enumerate(runs):
        look = ink(1 - i if len(runs) == 2 else 0)
        axes.plot(run.days, run["felt_pain"], color=look.colour, linestyle=look.dash, lw=2.2)
        _bars(axes, found, run, i, look.colour)
        ends.append((float(run["felt_pain"][-1]), f"{found.what}: {amount_words(found, value)}", look.colour))
    axes.set_xlim(0.0, last)
    axes.set_ylim(-0.9, 10.0)
    axes.set_yticks(range(0, 11, 2))
    readings = " and ".join(f"{t.reading} reading" for t in found.given.plan if t.reading and t.name in found.of)
    title = found.sought.label[0].upper() + found.sought.label[1:] + (f" ({readings})" if readings else "")
    said = _value_words(found) if found.found else "none found"
    bars = "when the load is raised" if found.what == "stressor" else "when something is taken"
    dress(axes, x=f"day; bars: {bars}", y="felt pain (0-10)", title=f"{title}: {said}")
    label_ends(axes, ends)
    return axes


def _either_side(found: Smallest) -> list[tuple[float, Run]]:
    """Return the values of the picture and their runs, the one that does it first."""
    low, high = found.between
    if not found.found:
        values = [high if found.sought.more_helps else low]
    elif math.isnan(found.beyond):
        values = [found.value]
    else:
        values = _round_values(found)
    switched = max(last_switch(found.at(v)) for v in values)
    days = round(min(switched + _AFTER if switched else _LINGERS, LATEST))
    length = round(float(found.given.grid[-1])) if found.goal == "relief" else days
    return [(value, simulate(found.at(value).but(days=length), engine=found.engine)) for value in values]


def _round_values(found: Smallest) -> list[float]:
    """Return two round values a little on either side of the one sought, the one that does it first."""
    aside = _ASIDE if last_switch(found.at(found.value)) else _FURTHER
    step = max(aside * abs(found.value), 20 * found.sought.resolution)
    digits = -math.floor(math.log10(step))
    less = math.floor((found.value - step) * 10**digits) / 10**digits
    more = math.ceil((found.value + step) * 10**digits) / 10**digits
    less, more = max(less, found.sought.least), min(more, found.sought.most)
    return [more, less] if found.sought.more_helps else [less, more]


def _rests(axes: Axes, run: Run) -> None:
    """Draw the endings and the ridge of the last day's world as thin lines."""
    for rest in endings(run.scenario).rests:
        axes.axhline(rest.felt_pain, color=GREY, lw=0.9, linestyle="-" if rest.stable else (0, (2, 3)), zorder=1)


def _rest_words(rest: Rest) -> str:
    """Name a rest at the end of its line."""
    return f"{'ending' if rest.stable else 'ridge'} {rest.felt_pain:.2f}"


def _bars(axes: Axes, found: Smallest, run: Run, lane: int, colour: str) -> None:
    """Draw below zero when anything is taken, or when the load is raised; one lane a run."""
    end = float(run.days[-1])
    if found.what == "stressor":
        days = run.scenario.load.days
        spans = [(days[1], days[2] - days[1])] if len(days) == 3 else []
        axes.broken_barh(spans, (-0.42 - 0.36 * lane, 0.26), facecolors=PALE, edgecolor=colour, lw=1.2)
        return
    for taken in run.scenario.plan:
        spans = [(c.start, min(c.stop, end) - c.start) for c in taken.courses.taken if c.start < end and c.amount > 0]
        axes.broken_barh(spans, (-0.42 - 0.36 * lane, 0.26), facecolors=PALE, edgecolor=colour, lw=1.2)


def picture_smallest(found: Smallest) -> Picture:
    """Return the picture of a search with its words."""
    axes = plot_smallest(found)
    alt = f"Line chart of felt pain on either side of the value sought. {explain_smallest(found)}"
    return Picture(
        cast("Figure", axes.figure), alt, f"stresspain: {found.sought.label}", record=record_of_finding(found)
    )
