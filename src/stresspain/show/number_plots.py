"""Which number matters, in pictures: tornado, elasticities over time, shares of variance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np

from stresspain.model.parameters import PARAMETERS
from stresspain.model.quantity import Quantity
from stresspain.population.findings import record_of_finding
from stresspain.population.ranking import Influence, Ranking
from stresspain.population.sensitivity import Sensitivities
from stresspain.population.sobol_results import Sobol
from stresspain.show.number_words import (
    explain_ranking,
    explain_sensitivities,
    explain_sobol,
    outcome_words,
    straight,
)
from stresspain.show.picture import Picture
from stresspain.show.style import GREY, PALE, TEXT, dress, ink, label_ends, new_axes
from stresspain.simulation.outcomes import OUTCOMES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: Most numbers in one picture; the others are smaller.
SHOWN = 12
_LINES = 6
_LESS, _MORE = ink(1).colour, ink(2).colour


def plot_ranking(ranking: Ranking, *, ax: Axes | None = None) -> Axes:
    """Draw the tornado: bars for what the derivatives say of a little less and more, marks for running again.

    Parameters
    ----------
    ranking : Ranking
    ax : matplotlib Axes, optional
        Drawn into; fresh ones if none are given.

    Returns
    -------
    matplotlib Axes

    Examples
    --------
    >>> from stresspain.population.sensitivity import sensitivities
    >>> from stresspain.simulation.scenario import scenario
    >>> plot_ranking(sensitivities(scenario(days=28), parameters=["load", "g"]).ranking("last")).get_xlabel()
    'felt pain on the last day (0-10)'
    """
    shown = [i for i in ranking.influences if not np.isnan(i.elasticity)][:SHOWN]
    axes = ax if ax is not None else new_axes(1.6 + 0.42 * max(len(shown), 2))
    for row, influence in enumerate(shown):
        for sign, again, colour, filled in ((-1, influence.lower, _LESS, False), (1, influence.higher, _MORE, True)):
            if _possible(influence, sign * ranking.share, ranking.quantities[influence.parameter]):
                _bar(axes, row, ranking.value, straight(ranking, influence, sign), colour, filled)
            _mark(axes, row, again, straight(ranking, influence, sign), colour, filled)
    axes.axvline(ranking.value, color="black", lw=1.2)
    _rows(axes, [ranking.quantities[i.parameter] for i in shown])
    share = f"{ranking.share:.0%}".replace("%", " %")
    _key(axes, [(f"{share} less", _LESS, False), (f"{share} more", _MORE, True)])
    unit = "days" if OUTCOMES[ranking.outcome].unit == "d" else OUTCOMES[ranking.outcome].unit
    dress(axes, x=f"{outcome_words(ranking.outcome, ranking.level)} ({unit})", y="", title="Which number matters here")
    return axes


def _possible(influence: Influence, share: float, quantity: Quantity) -> bool:
    """Return whether a number changed by a share of itself is still in its declared range."""
    return quantity.low <= influence.value * (1 + share) <= quantity.high


def _bar(axes: Axes, row: int, base: float, end: float, colour: str, filled: bool) -> None:
    """Draw what the derivative says; hollow for less, filled for more, so that grey tells them apart."""
    face = colour if filled else "white"
    axes.barh(row, end - base, left=base, height=0.56, facecolor=face, edgecolor=colour, lw=1.3, zorder=2)


def _mark(axes: Axes, row: int, again: float, said: float, colour: str, filled: bool) -> None:
    """Draw what running again gives, tied to what the derivative says."""
    if np.isnan(again):
        return
    axes.plot([said, again], [row, row], color=colour, lw=1.0, zorder=3)
    face, edge = (colour, "white") if filled else ("white", colour)
    axes.plot(again, row, "D" if filled else "o", mfc=face, mec=edge, ms=6.5, zorder=4)


def _rows(axes: Axes, quantities: list[Quantity]) -> None:
    """Write each number's name and meaning at its row, the first on top; of something taken the name alone."""
    axes.set_ylim(len(quantities) - 0.4, -0.6)
    axes.set_yticks(range(len(quantities)), [""] * len(quantities))
    axes.tick_params(axis="y", length=0)
    room = 0.7 * TEXT * max((len(quantity.name) for quantity in quantities if "." not in quantity.name), default=0)
    looks: tuple[dict[str, Any], ...] = (
        {"fontsize": TEXT, "fontweight": "bold"},
        {"fontsize": TEXT - 1.5, "color": GREY},
    )
    for row, quantity in enumerate(quantities):
        said = "" if "." in quantity.name else quantity.meaning.split(":")[0].split(";")[0]
        for text, shift, look in ((quantity.name, -6.0, looks[0]), (said, -14.0 - room, looks[1])):
            axes.annotate(
                text,
                (0.0, row),
                (shift, 0),
                xycoords=("axes fraction", "data"),
                textcoords="offset points",
                ha="right",
                va="center",
                **look,
            )


def _key(axes: Axes, entries: list[tuple[str, str, bool]]) -> None:
    """Explain hollow and filled, bars and marks."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles: list[Any] = [Patch(fc=c if filled else "white", ec=c, label=text) for text, c, filled in entries]
    handles.append(Line2D([], [], marker="D", color=GREY, lw=1, ms=6, label="run again"))
    where = (0.5, -0.62 / cast("Figure", axes.figure).get_figheight())
    axes.legend(handles=handles, loc="upper center", bbox_to_anchor=where, ncols=3, fontsize=TEXT - 1, frameon=False)


def plot_sensitivities(found: Sensitivities, *, column: str = "felt_pain", ax: Axes | None = None) -> Axes:
    """Draw over the days by how many per cent a column changes for one per cent more of each number.

    Parameters
    ----------
    found : Sensitivities
    column : str
        A column of the run.
    ax : matplotlib Axes, optional
        Drawn into; fresh ones if none are given.

    Returns
    -------
    matplotlib Axes
    """
    axes = ax if ax is not None else new_axes(4.6)
    answers = found.elasticity(column)
    order = np.argsort(-np.nanmax(np.abs(answers), axis=0))[:_LINES]
    days = found.run.days
    axes.axhline(0.0, color=GREY, lw=0.8)
    axes.margins(y=0.12)
    _shade(axes, found)
    ends = []
    for rank, i in enumerate(order):
        look = ink(rank)
        axes.plot(days, answers[:, i], color=look.colour, linestyle=look.dash, lw=2)
        ends.append((float(answers[-1, i]), found.parameters[i], look.colour))
    axes.set_xlim(float(days[0]), float(max(days[-1], days[0] + 1e-9)))
    said = column.replace("_", " ")
    dress(axes, x="day", y=f"change of {said} (%)\nfor 1 % more of a number", title=f"What {said} answers to, and when")
    label_ends(axes, ends)
    return axes


def _shade(axes: Axes, found: Sensitivities) -> None:
    """Shade the days on which something is taken."""
    last = float(found.run.days[-1])
    for lane, taken in enumerate(found.run.scenario.plan):
        spans = [(c.start, min(c.stop, last)) for c in taken.courses.taken if c.start < last]
        for start, stop in spans:
            axes.axvspan(start, stop, color=PALE, alpha=0.35, lw=0, zorder=0)
        if spans:
            where = (spans[0][0] + 0.01 * last, 0.955 - 0.055 * lane)
            axes.annotate(str(taken), where, xycoords=("data", "axes fraction"), fontsize=TEXT - 1.5, color=GREY)


def plot_sobol(found: Sobol, *, ax: Axes | None = None) -> Axes:
    """Draw the share of the variance that goes with each number, alone and in company, with 95 % intervals.

    Parameters
    ----------
    found : Sobol
    ax : matplotlib Axes, optional
        Drawn into; fresh ones if none are given.

    Returns
    -------
    matplotlib Axes
    """
    shown = found.order[:SHOWN]
    axes = ax if ax is not None else new_axes(1.6 + 0.46 * max(len(shown), 2))
    for row, i in enumerate(shown):
        _share(axes, row - 0.17, found.total[i], found.total_interval[i], PALE, GREY)
        _share(axes, row + 0.19, found.first[i], found.first_interval[i], _LESS, "black")
    axes.axvline(0.0, color="black", lw=1.0)
    _rows(axes, [PARAMETERS[found.parameters[i]] for i in shown])
    _name_bars(axes, found, shown[0])
    axes.set_xlim(min(0.0, 1.05 * float(found.first_interval.min())), 1.12 * float(found.total_interval.max()))
    what = outcome_words(found.outcome, found.level)
    dress(axes, x=f"share of the variance of {what}", y="", title="Shares of the variance")
    return axes


def _share(axes: Axes, row: float, value: float, interval: Any, face: str, edge: str) -> None:
    """Draw one share and its interval."""
    axes.barh(row, value, height=0.34, facecolor=face, edgecolor=edge, lw=0.9, zorder=2)
    axes.plot(interval, [row, row], color="black", lw=1.6, zorder=3, solid_capstyle="butt")


def _name_bars(axes: Axes, found: Sobol, i: int) -> None:
    """Say at the topmost pair which bar is which."""
    for y, end, text in (
        (-0.17, found.total_interval[i, 1], "in company"),
        (0.19, found.first_interval[i, 1], "alone"),
    ):
        axes.annotate(text, (end, y), (5, 0), textcoords="offset points", va="center", fontsize=TEXT - 1)


def picture_ranking(ranking: Ranking) -> Picture:
    """Return the tornado picture with its words."""
    axes = plot_ranking(ranking)
    alt = (
        f"Tornado chart: bars show what a little less and a little more of each number does. {explain_ranking(ranking)}"
    )
    return Picture(
        cast("Figure", axes.figure), alt, "stresspain: which number matters", record=record_of_finding(ranking)
    )


def picture_sensitivities(found: Sensitivities) -> Picture:
    """Return the picture of elasticities over time with its words."""
    axes = plot_sensitivities(found)
    alt = f"Line chart of elasticities of felt pain over time. {explain_sensitivities(found)}"
    return Picture(
        cast("Figure", axes.figure), alt, "stresspain: what felt pain answers to", record=record_of_finding(found)
    )


def picture_sobol(found: Sobol) -> Picture:
    """Return the picture of shares of variance with its words."""
    axes = plot_sobol(found)
    alt = f"Bar chart of Sobol indices, alone and in company, with 95 % intervals. {explain_sobol(found)}"
    return Picture(cast("Figure", axes.figure), alt, "stresspain: shares of variance", record=record_of_finding(found))
