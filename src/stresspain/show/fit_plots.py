"""A fitted diary in pictures: the curve with its band, what is left over, what is told of each number."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from stresspain.model.errors import unknown
from stresspain.population.findings import record_of_finding
from stresspain.population.fitting.fit import Fit
from stresspain.population.fitting.likelihood import LIMIT
from stresspain.population.fitting.pain_diary import SEEN
from stresspain.population.fitting.profiles import Profile
from stresspain.show.fit_words import (
    NO_DIAGNOSIS,
    best_words,
    explain_fit,
    explain_profile,
    interval_words,
    no_evidence,
)
from stresspain.show.picture import Picture
from stresspain.show.style import GREY, NOTE, PALE, TEXT, dress, ink

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Floats = npt.NDArray[np.float64]

_CURVE, _OTHER = ink(1), ink(2)
#: Another story is drawn if its deviance is below this: four times what 95 % allow.
_WORTH = 4 * LIMIT
#: How high a picture of a profile reaches.
_TOP = 8.0
#: Height of a line of text above the scale, in points of pain.
_ROW = 0.85
_NO_EVIDENCE = "A strength that fits is no evidence of an effect."
_KINDS = {"fit": "the diary with the curve and its band", "profiles": "what the diary says about each number"}


def plot_fit(found: Fit) -> Figure:
    """Draw the diary with the best curve and its 95 % band, and what is left over.

    Parameters
    ----------
    found : Fit

    Returns
    -------
    matplotlib Figure
    """
    from matplotlib.figure import Figure

    others = [name for name in found.diary.columns if name != "felt_pain"]
    heights = [3.0, *(1.3 for _ in others), 1.0]
    figure = Figure(figsize=(8.0, 1.0 + 1.15 * sum(heights)), layout="constrained")
    panels = figure.subplots(len(heights), 1, sharex=True, height_ratios=heights)
    _pain(panels[0], found)
    for axes, name in zip(panels[1:-1], others, strict=True):
        _column(axes, found, name)
    _residuals(panels[-1], found)
    return figure


def _pain(axes: Axes, found: Fit) -> None:
    """Draw pain: readings, curve, band, and another story where one fits nearly as well."""
    days, curve, low, high = found.band()
    axes.fill_between(days, low, high, color=_CURVE.colour, alpha=0.22, lw=0, zorder=1)
    axes.plot(days, curve, color=_CURVE.colour, lw=2.4, zorder=3)
    _readings(axes, found, "felt_pain", 4)
    keys = [NO_DIAGNOSIS, "circles: readings; line and band: the model, 95 %"]
    if no_evidence(found.parameters):
        keys.append(_NO_EVIDENCE)
    axes.set_ylim(0.0, 10.0 + _ROW * max(len(keys) + 1, len(found.parameters)))
    axes.set_yticks(range(0, 11, 2))
    axes.spines["left"].set_bounds(0.0, 10.0)
    axes.set_xlim(0.0, float(max(days[-1], 1.0)))
    task = found.likelihood.task
    for story in [s for s in found.optima[1:] if s.deviance < _WORTH][:1]:
        other = task.curves(task.places(story.values), days).values["felt_pain"]
        axes.plot(days, other, color=_OTHER.colour, linestyle=_OTHER.dash, lw=1.8, zorder=2)
        _key(axes, len(keys), "dash-dotted: another story, which fits less well", _OTHER.colour)
    title = "A made-up diary, and a story that fits" if found.diary.synthetic else "A diary, and a story that fits"
    dress(axes, x="", y="pain (0-10)", title=title)
    for row, text in enumerate(keys):
        _key(axes, row, text, GREY if row == 1 else "black", "bold" if row == 0 else "normal")
    for row, name in enumerate(found.parameters):
        _key(axes, row, _number(found.profile(name)), right=True)


def _readings(axes: Axes, found: Fit, name: str, size: float) -> None:
    """Draw the readings of a column, whole also on the first and last day and at the ends of the scale."""
    days, values = found.diary.days, found.diary[name]
    axes.plot(days, values, "o", ms=size, mfc="white", mec="black", mew=0.25 * size, zorder=4, clip_on=False)


def _number(found: Profile) -> str:
    """Write one number, its interval and the verdict; without a value where the diary tells none."""
    interval = interval_words(found).partition(" (")[0]
    if found.told:
        return f"{found.parameter} = {best_words(found)}   ({interval}, {found.verdict})"
    return f"{found.parameter}: {interval}   ({found.verdict})"


def _key(axes: Axes, row: int, text: str, colour: str = "black", weight: str = "normal", right: bool = False) -> None:
    """Write a line above the scale, the first row on top."""
    top = axes.get_ylim()[1]
    _inside(axes, 0.99 if right else 0.01, 1.0 - _ROW * (row + 0.5) / top, text, colour, weight, right)


def _inside(
    axes: Axes, x: float, y: float, text: str, colour: str = "black", weight: str = "normal", right: bool = False
) -> None:
    """Write a line inside the axes, legible over what is drawn."""
    from matplotlib.patheffects import Normal, Stroke

    written = axes.text(
        x,
        y,
        text,
        transform=axes.transAxes,
        fontsize=TEXT - 1,
        color=colour,
        fontweight=weight,
        ha="right" if right else "left",
        va="center",
        zorder=6,
        parse_math=False,
    )
    written.set_path_effects([Stroke(linewidth=3, foreground="white"), Normal()])


def _column(axes: Axes, found: Fit, name: str) -> None:
    """Draw another column of the diary with its curve."""
    days = found.band()[0]
    curve = found.likelihood.task.curves(found.likelihood.best, days).values[name]
    axes.plot(days, curve, color=_CURVE.colour, lw=2.0)
    _readings(axes, found, name, 3)
    axes.set_ylim(0.0, 10.0)
    _bare(axes, name.replace("_", "\n") + "\n(0-10)")
    _inside(axes, 0.02, 0.88, SEEN[name][1], colour=GREY)


def _residuals(axes: Axes, found: Fit) -> None:
    """Draw what is left over of pain, with the noise as a grey strip."""
    left = found.residuals["felt_pain"]
    axes.axhspan(-2 * found.noise, 2 * found.noise, color=PALE, alpha=0.55, lw=0)
    axes.axhline(0.0, color=GREY, lw=0.8)
    axes.vlines(found.diary.days, 0.0, left, color="black", lw=0.8)
    axes.plot(found.diary.days, left, "o", ms=2.5, color="black", clip_on=False)
    reach = 1.9 * max(2 * found.noise, float(np.nanmax(np.abs(left))), 1e-9)
    axes.set_ylim(-reach, reach)
    _bare(axes, "left over")
    axes.set_xlabel("day", fontsize=TEXT)
    _inside(axes, 0.02, 0.9, "reading minus model; grey: twice the noise to either side", colour=GREY)


def _bare(axes: Axes, y: str) -> None:
    """Give a small panel its label."""
    axes.set_ylabel(y, fontsize=TEXT)
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=TEXT - 0.5)


def plot_profiles(found: Fit) -> Figure:
    """Draw for each number how much worse the fit gets as it is held away from its best value.

    Parameters
    ----------
    found : Fit

    Returns
    -------
    matplotlib Figure
    """
    from matplotlib.figure import Figure

    count = len(found.parameters)
    rows = math.ceil(count / 2)
    figure = Figure(figsize=(8.0, 0.9 + 3.1 * rows), layout="constrained")
    panels = figure.subplots(rows, 2, squeeze=False).ravel()
    for axes, name in zip(panels, found.parameters, strict=False):
        _profile(axes, found, found.profile(name))
    for axes in panels[count:]:
        axes.set_axis_off()
    title = f"What the diary says about each number. {NO_DIAGNOSIS}"
    if no_evidence(found.parameters):
        title += f"\n{_NO_EVIDENCE}"
    figure.suptitle(title, x=0.01, ha="left", fontsize=TEXT + 1)
    figure.text(0.99, 0.995, NOTE, ha="right", va="top", fontsize=TEXT - 1.5, style="italic", color=GREY)
    return figure


def _profile(axes: Axes, found: Fit, told: Profile) -> None:
    """Draw one profile with the line that 95 % allow."""
    axis = next(a for a in found.likelihood.task.axes if a.name == told.parameter)
    axes.axvspan(told.low, told.high, color=_CURVE.colour, alpha=0.13, lw=0)
    axes.axhline(LIMIT, color=_OTHER.colour, linestyle=_OTHER.dash, lw=1.4)
    axes.plot(*_smooth(told), color=_CURVE.colour, lw=2.2, zorder=3)
    axes.plot(told.values, np.maximum(told.deviance, 0.0), "o", color=_CURVE.colour, ms=3, zorder=3)
    if told.told:
        axes.plot(told.best, 0.0, "o", color="black", ms=6, zorder=4, clip_on=False)
    low, high = float(told.values[0]), float(told.values[-1])
    room = 0.06 * (high - low)
    axes.set_xlim(low - room, high + room)
    for end, way in ((axis.low, "right"), (axis.high, "left")):
        if low - room <= end <= high + room:
            axes.axvline(end, color=GREY, lw=2.5)
            beside = (3 if way == "right" else -3, 0)
            axes.annotate(
                "end of range",
                (end, 0.77 * _TOP),
                beside,
                textcoords="offset points",
                rotation=90,
                va="center",
                ha="left" if way == "right" else "right",
                fontsize=TEXT - 2,
                color=GREY,
            )
    axes.set_ylim(0.0, _TOP)
    unit = " (d)" if told.quantity.unit == "d" else ""
    axes.set_xlabel(f"{told.parameter}{unit}", fontsize=TEXT)
    _bare(axes, "how much worse (deviance)")
    # The name of something taken fills the line: the verdict goes below.
    between = ":\n" if "." in told.parameter else ": "
    axes.set_title(f"{told.parameter}{between}{told.verdict}", loc="left", fontsize=TEXT + 1, fontweight="bold")
    axes.text(0.5, LIMIT + 0.15, "95 %", transform=axes.get_yaxis_transform(), fontsize=TEXT - 1, color=_OTHER.colour)
    others = " and ".join(name for name in told.blind if name != told.parameter)
    said = f"only together with {others}" if others else interval_words(told).partition(" (")[0]
    axes.set_title(said, loc="right", fontsize=TEXT - 0.5, color=GREY)


def _smooth(told: Profile) -> tuple[Floats, Floats]:
    """Return a line through the points of a profile: smooth in the root of the deviance, which is nearly straight."""
    from scipy.interpolate import PchipInterpolator

    if len(told.values) < 2:
        return told.values, told.deviance
    root = np.sign(told.values - told.best) * np.sqrt(np.maximum(told.deviance, 0.0))
    values = np.unique(np.append(np.linspace(told.values[0], told.values[-1], 300), told.values))
    return values, PchipInterpolator(told.values, root)(values) ** 2


def picture_fit(found: Fit, kind: str = "fit") -> Picture:
    """Return a picture of a fit with its words; `kind` is "fit" or "profiles"."""
    if kind not in _KINDS:
        raise unknown("picture of a fit", kind, _KINDS)
    record = record_of_finding(found)
    if kind == "fit":
        alt = f"Readings of a pain diary with the model's curve, its band, and the residuals. {explain_fit(found)}"
        return Picture(plot_fit(found), alt, "stresspain: a story fitted to a diary", record=record)
    told = " ".join(explain_profile(found.profile(name)) for name in found.parameters)
    alt = f"One curve for each number: how much worse the fit gets away from its best value. {NO_DIAGNOSIS} {told}"
    return Picture(plot_profiles(found), alt, "stresspain: what a diary says about each number", record=record)
