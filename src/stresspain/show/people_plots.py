"""Pictures of many people: ribbons, single lines, who answers, kinds of courses."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import numpy.typing as npt

from stresspain.model.errors import InputError, unknown
from stresspain.model.parameters import PARAMETERS
from stresspain.population.crowd_again import can_be_kept
from stresspain.population.ensemble import Ensemble
from stresspain.population.findings import record_of_finding
from stresspain.population.groups import GROUPS, TrajectoryGroups
from stresspain.population.responders import Responders, Separation
from stresspain.population.summary import QUANTILES, summarise
from stresspain.show.people_words import explain_ensemble, explain_groups, explain_responders, people_counted
from stresspain.show.picture import Picture
from stresspain.show.style import GREY, NOTE, PALE, TEXT, dress, ink, label_ends, new_axes, write_note
from stresspain.simulation.run import COLUMNS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Floats = npt.NDArray[np.float64]

#: Most single lines in one picture, spread evenly over the people.
LINES = 120
#: Most numbers in the picture of responders; the others tell less.
SHOWN = 10
_PAINS = ("pain", "felt_pain")


def plot_ribbon(ensemble: Ensemble, column: str = "felt_pain", *, ax: Axes | None = None) -> Axes:
    """Draw how a column is spread over people: half of them in the dark band, nine in ten in the pale one.

    Parameters
    ----------
    ensemble : Ensemble
        With the column on at least two days.
    column : str
    ax : matplotlib Axes, optional
        Drawn into; fresh ones if none are given.

    Returns
    -------
    matplotlib Axes

    Raises
    ------
    InputError
        If the column was not kept, or nobody has an answer.

    Examples
    --------
    >>> import stresspain as sp
    >>> crowd = sp.people(20, seed=1, spread={"load": (0.1, 0.8)})
    >>> plot_ribbon(sp.simulate_many(crowd, days=range(0, 85, 7))).get_ylabel()
    'felt pain (0-10)'
    """
    who = _answered(ensemble, column)
    axes = ax if ax is not None else new_axes()
    bands = summarise(ensemble, QUANTILES).bands[column]
    look = ink(1)
    for low, high, alpha in ((0, 4, 0.18), (1, 3, 0.32)):
        axes.fill_between(ensemble.days, bands[low], bands[high], color=look.colour, alpha=alpha, lw=0)
    for edge in (0, 4):
        axes.plot(ensemble.days, bands[edge], color=look.colour, lw=0.8, linestyle=(0, (2, 2)))
    axes.plot(ensemble.days, bands[2], color="black", lw=2.2)
    _frame(axes, ensemble, column, _drawn(len(who), len(ensemble.people)))
    named = _ENDS if len(who) > 1 else ((2, column.replace("_", " "), "black"),)
    ends = [(float(bands[i, -1]), text, colour) for i, text, colour in named]
    label_ends(axes, ends)
    return axes


_ENDS = (
    (0, "1 in 20 below", ink(1).colour),
    (1, "1 in 4 below", ink(1).colour),
    (2, "median", "black"),
    (3, "1 in 4 above", ink(1).colour),
    (4, "1 in 20 above", ink(1).colour),
)


def plot_spaghetti(ensemble: Ensemble, column: str = "felt_pain", *, ax: Axes | None = None) -> Axes:
    """Draw people one by one as thin lines (at most 120, spread evenly over them), and the median.

    Parameters
    ----------
    ensemble : Ensemble
        With the column on at least two days.
    column : str
    ax : matplotlib Axes, optional
        Drawn into; fresh ones if none are given.

    Returns
    -------
    matplotlib Axes

    Raises
    ------
    InputError
        If the column was not kept, or nobody has an answer.

    Examples
    --------
    >>> import stresspain as sp
    >>> crowd = sp.people(20, seed=1, spread={"load": (0.1, 0.8)})
    >>> len(plot_spaghetti(sp.simulate_many(crowd, days=range(0, 85, 7))).lines)
    21
    """
    who = _answered(ensemble, column)
    axes = ax if ax is not None else new_axes()
    some = who[np.unique(np.linspace(0, len(who) - 1, min(len(who), LINES)).astype(int))]
    axes.plot(ensemble.days, ensemble[column][some].T, color=ink(1).colour, lw=0.7, alpha=0.4)
    median = summarise(ensemble, (0.5,)).bands[column][0]
    axes.plot(ensemble.days, median, color="black", lw=2.2)
    _frame(axes, ensemble, column, f"{_drawn(len(some), len(ensemble.people))}, one line each")
    label_ends(axes, [(float(median[-1]), "median", "black")])
    return axes


def _answered(ensemble: Ensemble, column: str) -> npt.NDArray[np.int_]:
    """Return who has an answer (the others are in no picture), if there is something to draw at all."""
    _check(ensemble, column)
    who = np.flatnonzero(~np.isnan(ensemble[column]).any(axis=1))
    if not len(who):
        first = next((f"Of the first person: {why}" for why in ensemble.failures.values()), "Nobody has been run yet.")
        raise InputError(f"There is nothing to draw: nobody has an answer. {first}")
    return who


def _drawn(some: int, n: int) -> str:
    """Say how many of the people a picture shows."""
    return people_counted(n) if some == n else f"{some:,} of {people_counted(n)}"


def _check(ensemble: Ensemble, column: str) -> None:
    """Refuse to draw what was not kept."""
    if not ensemble.columns or len(ensemble.days) < 2:
        raise InputError(
            "There is nothing over time to draw: this ensemble kept outcomes only. Run it with days, as in "
            "simulate_many(people, days=range(0, 366, 7))."
        )
    if column not in ensemble.columns:
        raise unknown("kept column", column, dict.fromkeys(ensemble.columns, ""))


def _frame(axes: Axes, ensemble: Ensemble, column: str, title: str) -> None:
    """Set the range, name the axes."""
    unit, name = COLUMNS[column][0] if column in COLUMNS else "-", column.replace("_", " ")
    if column in _PAINS:
        axes.set_ylim(0.0, 10.0)
        axes.set_yticks(range(0, 11, 2))
        unit = "0-10"
    else:
        axes.set_ylim(bottom=0.0)
    axes.set_xlim(float(ensemble.days[0]), float(ensemble.days[-1]))
    dress(axes, x="day", y=f"{name} ({unit})" if unit != "-" else f"{name} (dimensionless)", title=title)


_KINDS: dict[str, tuple[Callable[..., Axes], str]] = {
    "ribbon": (plot_ribbon, "Bands over time: half of the people lie in the dark one, nine in ten in the pale one"),
    "spaghetti": (plot_spaghetti, "One thin line for each person over time (of many, 120), and the median"),
}


def picture_ensemble(ensemble: Ensemble, kind: str = "ribbon", column: str | None = None) -> Picture:
    """Return a picture of many people with its words; `kind` is "ribbon" or "spaghetti"."""
    if kind not in _KINDS:
        raise unknown("picture of many people", kind, {name: words for name, (_, words) in _KINDS.items()})
    draw, shows = _KINDS[kind]
    axes = draw(ensemble, next(iter(ensemble.columns), "felt_pain") if column is None else column)
    alt = f"{shows} ({NOTE}). {explain_ensemble(ensemble)}"
    return Picture(
        cast("Figure", axes.figure), alt, "stresspain: many virtual people", record=_record(ensemble, ensemble)
    )


def _record(found: object, ensemble: Ensemble) -> dict[str, Any] | None:
    """Return where the numbers come from; None where it would take a table of people or levels to say."""
    return record_of_finding(found) if can_be_kept(ensemble) else None


def plot_responders(found: Responders) -> Figure:
    """Draw how far each number sets responders apart, and the two groups over the two numbers that do most.

    Parameters
    ----------
    found : Responders

    Returns
    -------
    matplotlib Figure
    """
    from matplotlib.figure import Figure

    shown = found.separations[:SHOWN]
    figure = Figure(figsize=(9.0, max(3.6, 1.6 + 0.3 * len(shown))), layout="constrained")
    panels = figure.subplots(1, 2) if len(shown) > 1 else [figure.add_subplot()]
    _bars(panels[0], shown)
    if len(shown) > 1:
        _scatter(panels[1], found)
    return figure


def _bars(axes: Axes, shown: tuple[Separation, ...]) -> None:
    """Draw one bar a number, away from one half; pale where it may be chance."""
    for row, s in enumerate(shown):
        colour = ink(2 if s.chance > 0.5 else 1).colour if s.telling else "#BFBFBF"
        axes.barh(row, s.chance - 0.5, left=0.5, height=0.6, color=colour, hatch=None if s.chance > 0.5 else "//",
                  edgecolor="white")  # fmt: skip
        left = s.chance > 0.5
        axes.annotate(
            s.parameter,
            (0.5, row),
            (-5 if left else 5, 0),
            textcoords="offset points",
            ha="right" if left else "left",
            va="center",
            fontsize=TEXT - 0.5,
            color="black" if s.telling else GREY,
        )
    axes.axvline(0.5, color="black", lw=1.0)
    axes.set_xlim(0.0, 1.0)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1])
    axes.set_ylim(len(shown) - 0.4, -0.6)
    axes.set_yticks([])
    pale = "" if all(s.telling for s in shown) else "\n(grey: may be chance)"
    axes.set_xlabel(f"share of pairs in which the responder's\nnumber is the higher one{pale}", fontsize=TEXT)
    axes.set_title("What sets responders apart", loc="left", fontsize=TEXT + 1.5, fontweight="bold", pad=8)
    axes.tick_params(labelsize=TEXT - 0.5)
    axes.spines[["top", "right", "left"]].set_visible(False)


def _scatter(axes: Axes, found: Responders) -> None:
    """Draw people over the two most telling numbers, responders filled."""
    x, y = (s.parameter for s in found.separations[:2])
    for who, look, filled, text in (
        (found.no, ink(1), False, "rings: others"),
        (found.yes, ink(2), True, "dots: responders"),
    ):
        some = np.flatnonzero(who)[:400]
        face = look.colour if filled else "none"
        axes.scatter(
            found.ensemble.people[x][some],
            found.ensemble.people[y][some],
            s=14,
            facecolors=face,
            edgecolors=look.colour,
            linewidths=0.8,
            alpha=0.8,
        )
        axes.annotate(
            text,
            (0.0, 1.0),
            (0 if not filled else 80, 4),
            xycoords="axes fraction",
            textcoords="offset points",
            fontsize=TEXT - 1,
            color=look.colour,
        )
    for name, put in ((x, axes.set_xlabel), (y, axes.set_ylabel)):
        put(f"{name}\n({PARAMETERS[name].meaning})" if put == axes.set_xlabel else name, fontsize=TEXT)
    axes.tick_params(labelsize=TEXT - 0.5)
    axes.spines[["top", "right"]].set_visible(False)
    write_note(axes, 4.0)


def picture_responders(found: Responders) -> Picture:
    """Return the picture of responders with its words."""
    alt = (
        "Bars for how far each number sets responders apart, and the people as dots over the two most telling "
        f"({NOTE}). {explain_responders(found)}"
    )
    return Picture(
        plot_responders(found), alt, "stresspain: responders and others", record=_record(found, found.ensemble)
    )


def plot_groups(found: TrajectoryGroups) -> Figure:
    """Draw a panel of single courses for each group that has anyone in it.

    Parameters
    ----------
    found : TrajectoryGroups

    Returns
    -------
    matplotlib Figure
    """
    from matplotlib.figure import Figure

    filled = [name for name, count in found.counts.items() if count]
    figure = Figure(figsize=(2.2 + 2.1 * len(filled), 3.5), layout="constrained")
    panels = figure.subplots(1, len(filled), sharey=True, squeeze=False)[0]
    for axes, name in zip(panels, filled, strict=True):
        _panel(axes, found, name, list(GROUPS).index(name))
    panels[0].set_ylabel("felt pain (0-10)", fontsize=TEXT)
    figure.supxlabel(f"day; dotted: the level, {found.level:g} of 10 ({NOTE})", fontsize=TEXT)
    return figure


def _panel(axes: Axes, found: TrajectoryGroups, name: str, i: int) -> None:
    """Draw the courses of one group, and their median."""
    who, days = np.flatnonzero(found.of(name)), found.ensemble.days
    pain = found.ensemble["felt_pain"]
    some = who[np.unique(np.linspace(0, len(who) - 1, min(len(who), LINES // 3)).astype(int))]
    axes.axvspan(days[-1] - 0.25 * (days[-1] - days[0]), days[-1], color=PALE, alpha=0.5, lw=0)
    axes.plot(days, pain[some].T, color=ink(i + 1).colour, lw=0.7, alpha=0.5)
    axes.plot(days, np.median(pain[who], axis=0), color="black", lw=2.0)
    axes.axhline(found.level, color=GREY, lw=0.9, linestyle=(0, (1, 3)))
    axes.set_ylim(0.0, 10.0)
    axes.set_xlim(float(days[0]), float(days[-1]))
    share = f"{100 * found.shares[name]:.0f} %"
    group = GROUPS[name]
    patients = sum(g.patients for g in GROUPS.values())
    beside = f"patients: {100 * group.patients / patients:.0f} %" if group.beside else "patients: no such group"
    axes.set_title(f"{name}\n{share}", loc="left", fontsize=TEXT, fontweight="bold")
    axes.annotate(beside, (0.03, 0.97), xycoords="axes fraction", va="top", fontsize=TEXT - 1.5, color=GREY)
    axes.tick_params(labelsize=TEXT - 1)
    axes.spines[["top", "right"]].set_visible(False)


def picture_groups(found: TrajectoryGroups) -> Picture:
    """Return the picture of trajectory groups with its words."""
    alt = f"A panel for each kind of course, with single lines and their median ({NOTE}). {explain_groups(found)}"
    return Picture(plot_groups(found), alt, "stresspain: trajectory groups", record=_record(found, found.ensemble))
