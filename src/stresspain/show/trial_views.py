"""The picture and the words of `stresspain.against_trials`: the model beside what trials report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stresspain.model.catalogue import READINGS
from stresspain.show.picture import Picture
from stresspain.show.style import GREY, PALE, TEXT, dress, ink, new_axes
from stresspain.show.words import CAVEAT
from stresspain.simulation.against_trials import STARTS, AgainstTrials, Beside

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: The sentence that no such picture goes without.
NOTHING_PROVED = "The model is not calibrated to any trial: agreement would prove nothing, and disagreement is no test."

#: Two differences closer than this are drawn as one.
_ONE = 0.05

_OF = {"guide": "guide's reading", "trials": "trials' reading", "none": "no effect"}


# --- words ----------------------------------------------------------------------------------------


def explain_against_trials(found: AgainstTrials) -> str:
    """Say in plain sentences what stands beside what, and what that does not show.

    Parameters
    ----------
    found : AgainstTrials

    Returns
    -------
    str

    Examples
    --------
    >>> from stresspain.simulation.against_trials import against_trials
    >>> print(explain_against_trials(against_trials()))
    1 of 47 rows of the evidence could be used. Chandrasekhar 2012 (600 mg a day, 60 days) reports that perceived
    stress changed by -44.0 % with the herb and by -5.5 % with placebo: a difference of -38.5 points. In the model,
    under a load of 0.4, the difference in stress is -4.4 points from calm and -14.5 from pain by the guide's reading,
    -8.1 and -3.3 by the trials' reading, 0.0 and 0.0 by no effect. The model's placebo arm takes nothing and expects
    nothing. Not used: 7 rows (second-hand or from memory), 6 rows (a review: no dose and duration of its own), 31 rows
    (the change in one arm or both was not read), 2 rows (no state of the model stands for the outcome). The model is
    not calibrated to any trial: agreement would prove nothing, and disagreement is no test. Illustrative, not clinical:
    this is a fact about five equations, not about a person.
    """
    total = len(found.rows) + len(found.unused)
    left = ", ".join(f"{count} rows ({reason})" for reason, count in found.reasons().items())
    return " ".join(
        [
            f"{len(found.rows)} of {total} rows of the evidence could be used.",
            *(_of_one(row, found.load) for row in found.rows),
            "The model's placebo arm takes nothing and expects nothing.",
            f"Not used: {left}.",
            NOTHING_PROVED,
            CAVEAT,
        ]
    )


def _of_one(row: Beside, load: float) -> str:
    """Say one trial and the model beside it."""
    trial = row.trial
    readings = ", ".join(
        f"{_points(row.model[reading, 'calm'])}{' points from calm' if first else ''} and "
        f"{_points(row.model[reading, 'painful'])}{' from pain' if first else ''} by "
        f"{'' if reading == 'none' else 'the '}{_OF[reading]}"
        for first, reading in zip((True, False, False), READINGS, strict=True)
    )
    return (
        f"{_who(row)} ({trial.dose_mg:g} mg a day, {trial.days:g} days) reports that perceived stress changed by "
        f"{trial.active_change:.1f} % with the herb and by {trial.placebo_change:.1f} % with placebo: a difference of "
        f"{row.published:.1f} points. In the model, under a load of {load:g}, the difference in {row.state} is "
        f"{readings}."
    )


def _who(row: Beside) -> str:
    """Return a trial's first author and year."""
    surname, year = row.trial.citation.split(" ")[0], row.trial.id.split("_")[0][-4:]
    return f"{surname} {year}"


def _points(value: float) -> str:
    """Write a difference; nothing has no sign."""
    return f"{value:.1f}".replace("-0.0", "0.0")


# --- pictures -------------------------------------------------------------------------------------


def plot_against_trials(found: AgainstTrials, *, ax: Axes | None = None) -> Axes:
    """Draw every usable trial and the model beside it, as differences from placebo.

    Parameters
    ----------
    found : AgainstTrials
    ax : matplotlib Axes, optional
        Drawn into; fresh ones if none are given.

    Returns
    -------
    matplotlib Axes

    Examples
    --------
    >>> from stresspain.simulation.against_trials import against_trials
    >>> plot_against_trials(against_trials()).get_title(loc="left")
    'The herb against placebo'
    """
    axes = ax if ax is not None else new_axes(1.6 + 2.2 * len(found.rows))
    names: list[str] = []
    for row in found.rows:
        _draw_row(axes, row, names)
    axes.axvline(0.0, color=GREY, lw=0.8)
    axes.set_yticks([-i for i in range(len(names))], labels=names)
    axes.set_ylim(-len(names) + 0.4, 0.6)
    lowest = min((min(row.published, *row.model.values()) for row in found.rows), default=-1.0)
    axes.set_xlim(1.15 * min(lowest, -1.0), -0.45 * min(lowest, -1.0))
    dress(axes, x="stress: active minus placebo (% of own baseline)", y="", title="The herb against placebo")
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    return axes


def _draw_row(axes: Axes, row: Beside, names: list[str]) -> None:
    """Draw one trial in a line of its own, and the model's readings in the lines below it."""
    _mark(axes, row.published, -len(names), "D", f"reported {row.published:.1f}", ink(2).colour, 1)
    names.append(f"{_who(row)}\n{row.trial.dose_mg:g} mg, {row.trial.days:g} days")
    for reading in READINGS:
        at = -len(names)
        values = [row.model[reading, start] for start in STARTS]
        axes.plot(values, [at, at], color=PALE, lw=4, solid_capstyle="round", zorder=1)
        for start, value, marker in zip(STARTS, values, "os", strict=True):
            side = -1 if value == min(values) and min(values) < max(values) else 1
            said = f"from {'calm' if start == 'calm' else 'pain'} {_points(value)}"
            if abs(values[0] - values[1]) < _ONE:
                said = f"from calm or pain {_points(value)}" if start == STARTS[0] else ""
            _mark(axes, value, at, marker, said, ink(1).colour, side)
        names.append(f"model, {_OF[reading]}")


def _mark(axes: Axes, value: float, at: float, marker: str, text: str, colour: str, side: int) -> None:
    """Draw one mark with its number beside it, left (-1) or right (1)."""
    axes.plot([value], [at], marker=marker, ms=9, color=colour, ls="", zorder=3)
    axes.annotate(
        text,
        (value, at),
        (10 * side, 0),
        textcoords="offset points",
        ha="left" if side > 0 else "right",
        va="center",
        fontsize=TEXT - 0.5,
        color=colour,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.0},
    )


def _plot_reasons(found: AgainstTrials, axes: Axes) -> None:
    """Draw how many rows could not be used, and why."""
    reasons = found.reasons()
    places = range(len(reasons))
    axes.barh([-i for i in places], list(reasons.values()), height=0.32, color=PALE, edgecolor=GREY, lw=0.8)
    for i, (reason, count) in enumerate(reasons.items()):
        axes.annotate(f"{count}  {reason}", (0, -i + 0.3), fontsize=TEXT - 1, va="bottom")
    axes.set_ylim(-len(reasons) + 0.5, 1.0)
    axes.set_xlim(0, max(reasons.values(), default=1) * 1.05)
    axes.set_yticks([])
    dress(axes, x="rows of the evidence", y="", title="Not used")
    axes.spines["left"].set_visible(False)


def picture_against_trials(found: AgainstTrials) -> Picture:
    """Return one picture of trials, model, and what could not be used, with its words."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(11.2, 2.6 + 2.0 * len(found.rows)), layout="constrained")
    left, right = figure.subplots(1, 2, width_ratios=[1.5, 1.0])
    plot_against_trials(found, ax=left)
    _plot_reasons(found, right)
    figure.supxlabel(NOTHING_PROVED, fontsize=TEXT, fontweight="bold", x=0.01, ha="left")
    alt = f"Dot plot of the herb against placebo in trials and in the model. {explain_against_trials(found)}"
    return Picture(figure, alt, "stresspain beside the trials", record=found.record())
