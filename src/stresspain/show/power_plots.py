"""Pictures of many virtual trials: how often they find something, by number of people or by design."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from stresspain.population.findings import record_of_finding
from stresspain.population.trials.numbers import ALPHA
from stresspain.population.trials.power import Power
from stresspain.population.trials.verdicts import Verdicts
from stresspain.show.picture import Picture
from stresspain.show.power_words import explain_power, explain_verdicts
from stresspain.show.style import GREY, NOTE, TEXT, dress, ink, label_ends, new_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: What those who plan trials usually ask for, %.
_WANTED = 80.0


def plot_power(found: Power, *, beside: Mapping[str, Power] | None = None, ax: Axes | None = None) -> Axes:
    """Draw the share of trials that find something, by number of people, with intervals.

    Parameters
    ----------
    found : Power
    beside : mapping of str to Power, optional
        Others to draw beside it, by label.
    ax : matplotlib Axes, optional
        Where to draw; a fresh figure if none is given.

    Returns
    -------
    matplotlib Axes
    """
    axes = new_axes(4.4) if ax is None else ax
    lines = _lines(found, "") if not beside else {}
    for label, other in (beside or {}).items():
        lines |= _lines(other, label)
    if beside:
        lines = {**_lines(found, _own_name(found)), **lines}
    ends = []
    axes.set_xscale("log", base=2)
    for i, (label, (ns, shares)) in enumerate(lines.items(), 1):
        look = ink(i)
        value, low, high = (100.0 * np.array(column) for column in shares)
        axes.fill_between(ns, low, high, color=look.colour, alpha=0.16, lw=0)
        if len(ns) == 1:  # a band of no width would not be seen
            axes.vlines(ns, low, high, color=look.colour, lw=6, alpha=0.3)
        axes.plot(ns, value, color=look.colour, linestyle=look.dash, lw=2.2, marker="o", ms=5.5)
        ends.append((float(value[-1]), f"{label}: {value[-1]:.0f} %", look.colour))
    every = sorted({int(n) for ns, _ in lines.values() for n in ns})
    axes.set_xticks(every, [str(n) for n in every])
    axes.minorticks_off()
    axes.set_xlim(every[0] * 0.94, every[-1] * (1.02 if len(every) > 1 else 1.06))
    axes.set_ylim(0.0, 100.0)
    for level in (100.0 * ALPHA, _WANTED):
        axes.axhline(level, color=GREY, lw=1.0, linestyle=(0, (2, 2)), zorder=0)
    axes.annotate(
        f"dotted: {_WANTED:.0f} %, often asked for; {100 * ALPHA:.0f} %, what chance finds where nothing is",
        (0.01, 0.97),
        xycoords="axes fraction",
        fontsize=TEXT - 1.5,
        color=GREY,
        va="top",
    )
    dress(axes, x="people randomised", y="trials with p < 0.05, %", title="How often is it found?")
    label_ends(axes, ends)
    return axes


def _own_name(found: Power) -> str:
    """Name a design among others: by its reading, or its title."""
    read = [taken.reading for taken in found.design.taken if taken.reading]
    return read[0] if read else found.design.title


def _lines(found: Power, name: str) -> dict[str, tuple[list[int], list[list[float]]]]:
    """Return one line for each arm: label -> numbers of people, and shares with both ends."""
    lines = {}
    for arm in found.p:
        shares = [found.found(n, arm) for n in found.ns]
        label = name if name and len(found.p) == 1 else f"{name}, {arm}" if name else arm
        columns = [[s.value for s in shares], [s.low for s in shares], [s.high for s in shares]]
        lines[label] = (list(found.ns), columns)
    return lines


def picture_power(found: Power, beside: Mapping[str, Power] | None = None) -> Picture:
    """Return the picture of a power curve, or of several, with its words; its record is that of the first."""
    figure = plot_power(found, beside=beside).figure.get_figure(root=True)
    told = [explain_power(found), *(f"{label}: {explain_power(other)}" for label, other in (beside or {}).items())]
    alt = f"Share of trials with p below 0.05 against the number of people ({NOTE}). {' '.join(told)}"
    return Picture(figure, alt, "stresspain: power", record=record_of_finding(found))


def plot_verdicts(found: Verdicts, *, ax: Axes | None = None) -> Axes:
    """Draw the share of trials of each design that call something effective.

    Parameters
    ----------
    found : Verdicts
    ax : matplotlib Axes, optional
        Where to draw; a fresh figure if none is given.

    Returns
    -------
    matplotlib Axes
    """
    count = len(found.powers)
    axes = new_axes(1.4 + 0.62 * count) if ax is None else ax
    for row, label in enumerate(found.powers):
        share, y, look = found[label], count - 1 - row, ink(1)
        axes.plot([0.0, 100.0 * share.value], [y, y], color=look.colour, lw=9, alpha=0.25, solid_capstyle="butt")
        axes.plot([100.0 * share.low, 100.0 * share.high], [y, y], color=look.colour, lw=2.6)
        axes.plot(100.0 * share.value, y, "o", color=look.colour, ms=8, mec="white", mew=1.2, clip_on=False, zorder=5)
        axes.annotate(
            f"{100 * share.value:.1f} %" if share.value < 0.1 else f"{100 * share.value:.0f} %",
            (1.02, y),
            xycoords=("axes fraction", "data"),
            va="center",
            fontsize=TEXT + 0.5,
            fontweight="bold",
            annotation_clip=False,
        )
    chance = 50.0 * ALPHA
    axes.axvline(chance, color=GREY, lw=1.0, linestyle=(0, (2, 2)), zorder=0)
    axes.annotate(
        f"{chance:g} %: chance alone, one arm against placebo",
        (chance, -0.62),
        (4, 0),
        textcoords="offset points",
        fontsize=TEXT - 1.5,
        color=GREY,
        va="center",
    )
    axes.set_yticks(range(count - 1, -1, -1), [textwrap.fill(label, 30) for label in found.powers], parse_math=False)
    axes.set_ylim(-0.85, count - 0.45)
    axes.set_xlim(0.0, 100.0)
    dress(axes, x="trials that call it effective, % (p < 0.05 and a lower score)", y="", title="How often yes?")
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    return axes


def picture_verdicts(found: Verdicts) -> Picture:
    """Return the picture of the verdicts with its words."""
    figure = plot_verdicts(found).figure.get_figure(root=True)
    alt = f"Share of trials that call something effective, one row a design ({NOTE}). {explain_verdicts(found)}"
    return Picture(figure, alt, "stresspain: how often yes?", record=record_of_finding(found))
