"""Early warning: in words with its false alarms, and in four panels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stresspain.population.findings import record_of_finding
from stresspain.population.warning import DRIFT, WINDOW
from stresspain.population.warning_results import AIM, EarlyWarning
from stresspain.show.picture import Picture
from stresspain.show.style import GREY, NOTE, TEXT, dress, ink
from stresspain.show.words import CAVEAT

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_RISING, _STAYING = ink(2), ink(1)


def explain_warning(found: EarlyWarning) -> str:
    """Say what the signals do on the way to a fold, and how often they cry wolf.

    Parameters
    ----------
    found : EarlyWarning

    Returns
    -------
    str
    """
    count, years = found.pain.shape[1], (found.days[-1] + found.days[1]) / 365.0
    lead = (
        f"In {count} runs the load rises over {years:.2g} years from {found.low:g} to the tipping point at "
        f"{found.fold:.4f}, with daily noise of standard deviation {found.noise:g}; beside each lives a twin under the "
        "same noise whose load does not rise."
    )
    told = [_signal(found, name) for name in found.signals]
    honest = (
        f"So a rising signal proves little: windows overlap (each covers {WINDOW:.0%} of the record), neighbouring "
        "values are nearly the same, and the usual test takes them for independent. And this is the best case: the "
        "noise is mild, the record long and complete, and only the load changes."
    ).replace("%", " %")
    return " ".join([lead, *told, honest, CAVEAT])


def _signal(found: EarlyWarning, name: str) -> str:
    """Say how often one signal rings rightly and wrongly."""
    rates, tau = found.rates(name), found.trends[name][:, :, 0].mean(axis=1)

    def share(value: float) -> str:
        return f"{100 * value:.0f} %"

    return (
        f"The {name} tends upward on the way (Kendall's tau {tau[0]:.2f} on average, twins "
        f"{round(tau[1], 2) + 0.0:.2f}). An alarm at p < 0.05 rings for {share(rates.hit_naive)} of those on their "
        f"way, and for {share(rates.false_naive)} of the "
        f"twins, who are on their way to nothing. Set so strictly that about {share(AIM)} of twins ring "
        f"({share(rates.false_calibrated)} of those it was not set by), it finds {share(rates.hit_calibrated)}."
    )


def plot_warning(found: EarlyWarning) -> Figure:
    """Draw one approach and its twin, their signals, and the trends of everyone.

    Parameters
    ----------
    found : EarlyWarning

    Returns
    -------
    matplotlib Figure
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8.0, 8.2), layout="constrained")
    panels = figure.subplot_mosaic(
        [["pain", "pain"], ["variance", "variance"], ["lag", "lag"], ["v", "l"]],
        height_ratios=[1.25, 1, 1, 1.25],
    )
    _pain(panels["pain"], found)
    for panel, name in (("variance", "variance"), ("lag", "lag-1 autocorrelation")):
        _over_time(panels[panel], found, name)
    for panel, name in (("v", "variance"), ("l", "lag-1 autocorrelation")):
        _histogram(panels[panel], found, name)
    return figure


def _pain(axes: Axes, found: EarlyWarning) -> None:
    """Draw felt pain of the first approach and its twin."""
    for row, look, text in (
        (0, _RISING, "upper line, below dash-dotted: load rises to the tipping point"),
        (1, _STAYING, "lower line, below dashed: the twin, whose load stays"),
    ):
        axes.plot(found.days, found.pain[row, 0], color=look.colour, lw=1.3)
        place = (0.02, 0.9 - 0.14 * row)
        axes.annotate(text, place, xycoords="axes fraction", fontsize=TEXT - 1, color=look.colour, va="center")
    axes.margins(y=0.2)
    dress(axes, x="day", y="felt pain\n(0-10)", title="One approach to a tipping point, and its twin")
    axes.set_xlim(0.0, float(found.days[-1]))


def _over_time(axes: Axes, found: EarlyWarning, name: str) -> None:
    """Draw one signal of the first approach and its twin."""
    for row, look in ((0, _RISING), (1, _STAYING)):
        axes.plot(found.window_ends, found.signals[name][row, 0], color=look.colour, linestyle=look.dash, lw=1.8)
    axes.set_xlim(0.0, float(found.days[-1]))
    axes.axvspan(0.0, float(found.window_ends[0]), color="#F2F2F2", lw=0)
    axes.annotate(
        f"the first window ({WINDOW:.0%} of the record) fills".replace("%", " %"),
        (0.02, 0.5),
        xycoords="axes fraction",
        fontsize=TEXT - 1.5,
        color=GREY,
        va="center",
    )
    axes.set_xlabel("last day of the window", fontsize=TEXT)
    axes.set_ylabel(name.replace(" ", "\n"), fontsize=TEXT)
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=TEXT - 0.5)


def _histogram(axes: Axes, found: EarlyWarning, name: str) -> None:
    """Draw everyone's trend: twins filled, those on their way as an outline."""
    edges = np.linspace(-1.0, 1.0, 21).tolist()
    tau = found.trends[name][:, :, 0]
    axes.hist(tau[1], edges, color=_STAYING.colour, alpha=0.35, edgecolor="white", lw=0.6)
    axes.hist(tau[0], edges, histtype="step", color=_RISING.colour, lw=2.0)
    threshold = found.rates(name).threshold
    axes.axvline(threshold, color="black", lw=1.2, linestyle=(0, (4, 2)))
    top = axes.get_ylim()[1]
    axes.set_ylim(0, 1.3 * top)
    axes.annotate(
        f"1 in {round(1 / AIM)} twins beyond",
        (threshold, 1.27 * top),
        (-4, 0),
        textcoords="offset points",
        ha="right",
        va="top",
        fontsize=TEXT - 1.5,
    )
    axes.set_xlabel(f"trend of the {name}\n(Kendall's tau)", fontsize=TEXT)
    axes.set_ylabel("runs", fontsize=TEXT)
    axes.set_xlim(-1.0, 1.0)
    axes.set_xticks([-1.0, -0.5, 0.0, 0.5, 1.0])
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=TEXT - 0.5)
    for y, text, look in ((0.84, "twins (filled)", _STAYING), (0.74, "on their way (outline)", _RISING)):
        axes.annotate(text, (0.03, y), xycoords="axes fraction", fontsize=TEXT - 1, color=look.colour, va="center")


def picture_warning(found: EarlyWarning) -> Picture:
    """Return the picture of early warning with its words."""
    figure = plot_warning(found)
    alt = f"Four panels on early warning ({NOTE}; drift slower than {DRIFT:g} days taken out). {explain_warning(found)}"
    return Picture(
        figure, alt, "stresspain: early warning, and how often it cries wolf", record=record_of_finding(found)
    )
