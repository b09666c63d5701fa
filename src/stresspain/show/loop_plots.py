"""Pictures of which loop drives the change over time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from stresspain.population.findings import record_of_finding
from stresspain.show.loop_words import OWN, by_route, explain_loops_over_time, route_words
from stresspain.show.picture import Picture
from stresspain.show.style import GREY, TEXT, dress, label_ends, new_axes
from stresspain.simulation.loops_over_time import LoopsOverTime, loops_over_time
from stresspain.simulation.run import Run

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Floats = npt.NDArray[np.float64]

# From dark to light, so that neighbours differ in grey too.
_UP = ("#8C2D04", "#D9762B", "#F5B971", "#B8860B", "#E8D8A8", "#7A5C00")
_DOWN = ("#4A6274", "#9FB6C6", "#2C7FB8", "#C4D7E4")
_REST = "the other ways"
_SMALL = 0.04
_WORTH_NAMING = 0.09


def plot_loops_over_time(found: LoopsOverTime, *, ax: Axes | None = None) -> Axes:
    """Draw whose loops drive the change, day by day: reinforcing ones above zero, balancing ones below.

    Parameters
    ----------
    found : LoopsOverTime
    ax : matplotlib Axes, optional
        Drawn into; fresh ones if none are given.

    Returns
    -------
    matplotlib Axes

    Examples
    --------
    >>> from stresspain.simulation.run import simulate
    >>> plot_loops_over_time(loops_over_time(simulate(days=28))).get_xlabel()
    'day'
    """
    axes = ax if ax is not None else new_axes(4.8)
    ends: list[tuple[float, str, str]] = []
    for sign, colours in ((1.0, _UP), (-1.0, _DOWN)):
        base = np.zeros_like(found.days)
        for (name, values), colour in zip(_bands(found, sign).items(), colours, strict=False):
            axes.fill_between(found.days, base, base + values, color=colour, lw=0.6, edgecolor="white")
            if not _name_band(axes, found.days, _words(name), base, values, colour):
                ends.append((float(base[-1] + 0.5 * values[-1]), _words(name), _darker(colour)))
            base = base + values
    axes.axhline(0.0, color="black", lw=1.0)
    _quiet(axes, found)
    axes.set_ylim(-1.0, 1.0)
    axes.set_yticks([-1.0, -0.5, 0.0, 0.5, 1.0], ["100 %", "50 %", "0", "50 %", "100 %"])
    axes.set_xlim(float(found.days[0]), float(max(found.days[-1], found.days[0] + 1e-9)))
    dress(axes, x="day", y="share of the change\nbalancing        reinforcing", title="What drives the change")
    if ends:
        label_ends(axes, ends, gap=0.06)
    return axes


def _words(name: str) -> str:
    """Return a band's name."""
    return "every state fades by itself" if name == OWN else route_words(name)


def _bands(found: LoopsOverTime, sign: float) -> dict[str, Floats]:
    """Return the shares of one sign by route, the thickest first, small ones together."""
    routes = {name: np.nan_to_num(values) for name, values in by_route(found).items()}
    parts = {name: sign * np.maximum(sign * values, 0.0) for name, values in routes.items()}
    parts = dict(sorted(parts.items(), key=lambda item: -float(np.abs(item[1]).sum())))
    small = [name for name, values in parts.items() if float(np.abs(values).max()) < _SMALL]
    bands = {name: values for name, values in parts.items() if name not in small}
    rest = np.sum([parts[name] for name in small], axis=0) if small else np.zeros_like(found.days)
    return {**bands, _REST: rest} if float(np.abs(rest).max()) > 1e-3 else bands


def _name_band(axes: Axes, days: Floats, words: str, base: Floats, values: Floats, colour: str) -> bool:
    """Write a band's name where there is most room for it; say whether there was any."""
    low, high = np.minimum(base, base + values), np.maximum(base, base + values)
    half = 0.00625 * len(words) * (days[-1] - days[0])
    best, place = _WORTH_NAMING, None
    for day in days[(days - days[0] > half) & (days[-1] - days > half)]:
        near = np.abs(days - day) <= half
        floor, roof = float(np.max(low[near])), float(np.min(high[near]))
        if roof - floor > best:
            best, place = roof - floor, (float(day), 0.5 * (floor + roof))
    if place is None:
        return False
    ink = "white" if _dark(colour) else "black"
    axes.text(*place, words, ha="center", va="center", fontsize=TEXT, color=ink)
    return True


def _dark(colour: str) -> bool:
    """Return whether white type reads better than black on a colour."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue < 0.55


def _darker(colour: str) -> str:
    """Return a colour dark enough for type on white."""
    return "#" + "".join(f"{int(0.62 * int(colour[i : i + 2], 16)):02X}" for i in (1, 3, 5))


def _quiet(axes: Axes, found: LoopsOverTime) -> None:
    """Say where nothing changes, where that is long enough to be seen."""
    still = found.days[~found.moving]
    share = len(still) / len(found.days)
    if share > 0.04:
        look = {"fontsize": TEXT - 1, "color": GREY, "rotation": 90 if share < 0.25 else 0}
        axes.text(float(still[len(still) // 2]), 0.5, "nothing changes", ha="center", va="center", **look)  # type: ignore[arg-type]


def picture_loops_over_time(found: LoopsOverTime) -> Picture:
    """Return a picture with its words: felt pain above, who drives its change below."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8.0, 6.4), layout="constrained")
    top, bottom = figure.subplots(2, 1, sharex=True, height_ratios=(1.0, 1.6))
    _pain_and_gain(top, found)
    plot_loops_over_time(found, ax=bottom)
    alt = f"Two charts over time: felt pain, and which loops drive the change. {explain_loops_over_time(found)}"
    return Picture(figure, alt, "What drives the change", record=record_of_finding(found))


def picture_run_loops(run: Run) -> Picture:
    """Return a picture of which loops drive the change in a run."""
    return picture_loops_over_time(loops_over_time(run))


def _pain_and_gain(axes: Any, found: LoopsOverTime) -> None:
    """Draw felt pain, and mark where the gains add up to more than 1."""
    pain = found.run["felt_pain"]
    above = found.total_gain > 1.0
    axes.fill_between(found.days, 0.0, 10.0, where=above, color="#F6E3D3", lw=0)
    axes.plot(found.days, pain, color="black", lw=2)
    if above.any():
        said = "shaded: the gains add up to more than 1"
        axes.text(0.99, 0.93, said, ha="right", va="top", fontsize=TEXT - 1, color=_UP[0], transform=axes.transAxes)
    axes.set_ylim(0.0, 10.0)
    axes.set_ylabel("felt pain (0-10)", fontsize=TEXT)
    axes.tick_params(labelsize=TEXT - 0.5)
    axes.spines[["top", "right"]].set_visible(False)
    label_ends(axes, [(float(pain[-1]), f"{pain[-1]:.1f}", "black")])
