"""A plan in words and on the time axis: what is taken when, and the effect levels that follow."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, cast

import numpy as np
import numpy.typing as npt

from stresspain.model.errors import InputError
from stresspain.model.interventions import Intervention
from stresspain.model.plan import Plan
from stresspain.model.quantity import real
from stresspain.population.findings import record_of_finding
from stresspain.show.picture import Picture
from stresspain.show.style import GREY, TEXT, dress, ink, new_axes
from stresspain.show.words import sentence_of_taking

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_CAVEAT = "Illustrative, not clinical: a plan for equations, and no advice."


def explain_plan(plan: Plan) -> str:
    """Say in plain words what is taken and when.

    Parameters
    ----------
    plan : Plan

    Returns
    -------
    str

    Examples
    --------
    >>> from stresspain.model.catalogue import adaptogen
    >>> print(explain_plan(adaptogen(600, stop=84).adhered(0.7, seed=1) + ()))
    Adaptogen 600 mg a day (guide reading). Adaptogen is taken on 58 of the 84 days from day 0 to day 84.
    Illustrative, not clinical: a plan for equations, and no advice.
    """
    said = [f"{str(t)[0].upper()}{str(t)[1:]}. {sentence_of_taking(t)}" for t in plan] or ["Nothing is taken."]
    return " ".join([*said, _CAVEAT])


def effect(taken: Intervention, days: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the effect level over the days, from none on day 0: exponentials between switches, exactly.

    Examples
    --------
    >>> from stresspain.model.catalogue import painkiller
    >>> effect(painkiller(0.3), np.array([0.0, 100.0])).round(6).tolist()
    [0.0, 0.3]
    """
    edges = [0.0, *taken.courses.switches(), math.inf]
    levels, level = np.zeros_like(days), 0.0
    for start, stop in pairwise(edges):
        goal = taken.target(taken.courses.at(start))
        inside = (days >= start) & (days < stop)
        levels[inside] = goal + (level - goal) * np.exp((start - days[inside]) / taken.tau_e)
        level = goal + (level - goal) * math.exp((start - stop) / taken.tau_e)
    return levels


def plot_plan(plan: Plan, days: float | None = None, *, ax: Axes | None = None) -> Axes:
    """Draw each intervention in a lane of its own: bars as high as the amount, a line for the effect level.

    Parameters
    ----------
    plan : Plan
    days : float, optional
        Length of the time axis; by default a little beyond the last change.
    ax : matplotlib Axes, optional
        Drawn into; fresh ones if none are given.

    Returns
    -------
    matplotlib Axes

    Raises
    ------
    InputError
        If `days` is not a number of days above 0.

    Examples
    --------
    >>> from stresspain.model.catalogue import adaptogen, sleep
    >>> plot_plan(adaptogen(stop=84) + sleep()).get_xlabel()
    'day'
    """
    end = _end(plan) if days is None else real(days, "days", "length of the time axis")
    if end <= 0:
        raise InputError(f"days = {end:g} must lie above 0, as in plot(days=120).")
    axes = ax if ax is not None else new_axes(1.1 + 0.85 * max(1, len(plan)))
    for lane, taken in enumerate(plan):
        _lane(axes, taken, len(plan) - 1 - lane, end, lane)
    axes.set_xlim(0, end)
    axes.set_ylim(-0.08, max(1, len(plan)))
    axes.set_yticks([])
    dress(axes, x="day", y="", title="What is taken (bars) and its effect level (line)")
    axes.spines["left"].set_visible(False)
    return axes


def _lane(axes: Axes, taken: Intervention, floor: int, end: float, number: int) -> None:
    """Draw one intervention between `floor` and the next one."""
    look = ink(number + 1)
    most = max((c.amount for c in taken.courses.taken), default=0.0) or 1.0
    for c in taken.courses.taken:
        if c.start < end:
            box = [(c.start, min(c.stop, end) - c.start)]
            axes.broken_barh(box, (floor, 0.55 * c.amount / most), facecolors=look.colour, alpha=0.3, lw=0)
    days = np.linspace(0.0, end, 1000)
    levels = effect(taken, days)
    axes.plot(days, floor + 0.55 * levels / max(taken.target(most), 1e-12), color=look.colour, lw=1.8)
    axes.axhline(floor, color=GREY, lw=0.6)
    said = f"{taken}: effect up to {levels.max():.2f}"
    axes.text(0.004 * end, floor + 0.62, said, fontsize=TEXT - 0.5, va="bottom", color=look.colour)


def _end(plan: Plan) -> float:
    """Return a day a little beyond the last change."""
    last = max((day for taken in plan for day in taken.courses.switches()), default=56.0)
    return math.ceil(1.25 * last / 7) * 7.0


def picture_plan(plan: Plan, days: float | None = None) -> Picture:
    """Return a picture of a plan with its words."""
    axes = plot_plan(plan, days)
    alt = f"Bars over time for each thing taken, with a line for its effect level. {explain_plan(plan)}"
    return Picture(cast("Figure", axes.figure), alt, "stresspain plan", record=record_of_finding(plan))
