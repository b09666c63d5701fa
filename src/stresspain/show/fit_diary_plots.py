"""Diaries of pain in pictures: one by itself, and what came back of numbers that were put into many."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np

from stresspain.model.phrases import counted
from stresspain.population.findings import record_of_finding
from stresspain.population.fitting.likelihood import LIMIT
from stresspain.population.fitting.pain_diary import PainDiary
from stresspain.population.fitting.recovery import Recovery
from stresspain.show.picture import Picture
from stresspain.show.recovery_words import explain_recovery
from stresspain.show.style import GREY, NOTE, TEXT, dress, ink, new_axes
from stresspain.simulation.numbers import fitted

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_CURVE, _OTHER = ink(1), ink(2)


def plot_diary(diary: PainDiary, *, ax: Axes | None = None) -> Axes:
    """Draw the readings of a diary.

    Parameters
    ----------
    diary : PainDiary
    ax : matplotlib Axes, optional
        Drawn into; fresh ones if none are given.

    Returns
    -------
    matplotlib Axes
    """
    axes = ax if ax is not None else new_axes()
    marks = {"felt_pain": ("o", "black"), "stress": ("^", ink(1).colour), "sleep_loss": ("s", ink(2).colour)}
    for name, values in diary.columns.items():
        shape, colour = marks[name]
        axes.plot(
            diary.days, values, shape, ms=4.5, mfc="white", mec=colour, label=name.replace("_", " "), clip_on=False
        )
    axes.set_ylim(0.0, 10.0)
    axes.set_yticks(range(0, 11, 2))
    axes.margins(x=0.02)
    if len(diary.columns) > 1:
        axes.legend(frameon=False, fontsize=TEXT - 1, ncols=3, loc="upper left")
    title = "A made-up diary" if diary.synthetic else "A diary"
    y = "0-10" if len(diary.columns) > 1 else "pain (0-10)"
    dress(axes, x="day", y=y, title=title)
    return axes


def picture_diary(diary: PainDiary) -> Picture:
    """Return the picture of a diary with its words."""
    pain, columns = diary["felt_pain"], ", ".join(diary.columns).replace("_", " ")
    made = "Nobody wrote it: the model was read with noise. " if diary.synthetic else ""
    alt = (
        f"Dots: {counted(diary.readings, 'reading')} of {columns}, day {diary.days[0]:g} to {diary.days[-1]:g}; pain "
        f"from {np.nanmin(pain):.1f} to {np.nanmax(pain):.1f} of 10. {made}Illustrative, not clinical."
    )
    record = record_of_finding(diary) if diary.made else None
    return Picture(cast("Figure", plot_diary(diary).figure), alt, "stresspain: a diary of pain", record=record)


def plot_recovery(found: Recovery) -> Figure:
    """Draw what came out of each diary, beside what was put in.

    Parameters
    ----------
    found : Recovery

    Returns
    -------
    matplotlib Figure
    """
    from matplotlib.figure import Figure

    count = len(found.truth)
    figure = Figure(figsize=(8.0, 1.0 + 1.6 * count), layout="constrained")
    panels = figure.subplots(count, 1, squeeze=False).ravel()
    for i, (axes, (name, truth)) in enumerate(zip(panels, found.truth.items(), strict=True)):
        _came_back(axes, found, i, truth)
        unit = " (d)" if fitted(name, found.scenario).unit == "d" else ""
        axes.set_xlabel(f"{name}{unit}", fontsize=TEXT)
    panels[0].set_title("What went in, and what came back", loc="left", fontsize=TEXT + 1.5, fontweight="bold")
    panels[0].set_title(NOTE, loc="right", fontsize=TEXT - 1.5, style="italic", color=GREY)
    return figure


def _came_back(axes: Axes, found: Recovery, i: int, truth: float) -> None:
    """Draw the values of one number: filled where the interval holds the truth, open where it does not."""
    values, holds = found.values[:, i], found.deviance[:, i] <= LIMIT
    rows = np.linspace(0.15, 0.75, 7)[np.arange(len(values)) % 7]
    axes.axvline(truth, color="black", lw=1.6)
    axes.plot(values[holds], rows[holds], "o", ms=5, color=_CURVE.colour, alpha=0.75, mew=0)
    axes.plot(values[~holds], rows[~holds], "D", ms=5.5, mfc="white", mec=_OTHER.colour, mew=1.4)
    axes.annotate(
        f"put in: {truth:.3g}", (truth, 0.97), (5, 0), textcoords="offset points", va="top", fontsize=TEXT - 1
    )
    said = f"interval holds it: filled, {holds.sum()} of {len(values)}"
    axes.text(0.995, 0.9, said, transform=axes.transAxes, ha="right", fontsize=TEXT - 1, color=_CURVE.colour)
    axes.set_ylim(0.0, 1.0)
    axes.set_yticks([])
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(labelsize=TEXT - 0.5)
    axes.margins(x=0.12)


def picture_recovery(found: Recovery) -> Picture:
    """Return the picture of an experiment of recovery with its words."""
    alt = f"Dots: what came out of each made-up diary, beside what was put in. {explain_recovery(found)}"
    return Picture(
        plot_recovery(found), alt, "stresspain: what went in and what came back", record=record_of_finding(found)
    )
