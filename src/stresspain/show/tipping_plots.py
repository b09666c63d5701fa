"""The diagram of endings over one number: what is stable, what is a ridge, where an ending is lost."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, cast

import numpy as np

from stresspain.cycle.setting import is_slowness
from stresspain.cycle.tipping_results import Branch, Regime, TippingPoint, TippingPoints
from stresspain.model.quantity import Quantity
from stresspain.population.findings import record_of_finding
from stresspain.show.picture import Picture
from stresspain.show.style import GREY, TEXT, dress, ink, new_axes
from stresspain.show.tipping_words import amount, explain_tipping_points, what

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_SHADE = "#EFEFEF"
_LOST = ink(2).colour


def plot_tipping_points(found: TippingPoints, *, ax: Axes | None = None) -> Axes:
    """Draw felt pain at rest over the parameter: endings solid, the ridge dashed, tipping points as dots.

    Parameters
    ----------
    found : TippingPoints
    ax : matplotlib Axes, optional
        Drawn into; fresh ones if none are given.

    Returns
    -------
    matplotlib Axes

    Examples
    --------
    >>> from stresspain.cycle.tipping import tipping_points
    >>> plot_tipping_points(tipping_points("load")).get_ylabel()
    'felt pain at rest (0-10)'
    """
    axes = ax if ax is not None else new_axes(4.8)
    quantity = found.quantity
    for branch in found.branches:
        _branch(axes, branch)
    for point in found.points:
        _point(axes, point, found)
    axes.set_ylim(0.0, 10.0)
    axes.set_xlim(quantity.low, quantity.high)
    if is_slowness(quantity):
        axes.set_xscale("log")
    _regimes(axes, found)
    _now(axes, found)
    title = "Where endings are born and lost" if found.points else "No tipping point"
    dress(axes, x=axis_words(quantity), y="felt pain at rest (0-10)", title=title)
    return axes


def axis_words(quantity: Quantity) -> str:
    """Name a parameter on an axis, with its unit."""
    unit = "" if quantity.unit == "-" else f" ({quantity.unit})"
    named = what(quantity)
    meaning = quantity.meaning.partition(";")[0]
    return f"{named}{unit}" if named == quantity.meaning else f"{named}: {meaning}{unit}"


def _branch(axes: Axes, branch: Branch) -> None:
    """Draw one curve, its stable parts solid and its others dashed, without gaps between them."""
    breaks = np.flatnonzero(np.diff(branch.stable.astype(int))) + 1
    edges = [0, *breaks.tolist(), len(branch.values)]
    for begin, end in pairwise(edges):
        part = slice(max(begin - 1, 0), end)
        stable = bool(branch.stable[begin])
        axes.plot(
            branch.values[part],
            branch.felt_pain[part],
            color="black" if stable else GREY,
            lw=2.4 if stable else 1.6,
            linestyle="-" if stable else (0, (4, 2.5)),
            solid_capstyle="butt",
            zorder=3,
        )


def _point(axes: Axes, point: TippingPoint, found: TippingPoints) -> None:
    """Mark a tipping point, and how far pain falls or climbs when the ending is gone."""
    axes.plot(point.value, point.felt_pain, "o", color=_LOST, ms=7, zorder=5)
    landing = _landing(point, found)
    if landing is not None:
        axes.annotate(
            "",
            (point.value, landing),
            (point.value, point.felt_pain),
            arrowprops={"arrowstyle": "-|>", "color": _LOST, "lw": 1.6, "shrinkA": 6, "shrinkB": 3},
            zorder=4,
        )
    said = {"fold": f"{point.ending}\nending lost", "hopf": "pain begins\nto swing"}.get(point.kind, "tips")
    # A fold is named on the side where the ending is gone, swings on the side where there are none.
    left = (point.lost == "below") == (point.kind == "fold")
    share = _share(point.value, found.quantity)
    left = (left and share > 0.12) or share > 0.88
    middle = point.felt_pain + 0.9 if landing is None else 0.5 * (point.felt_pain + landing)
    _written(axes, f"{said}\n{amount(point.value)}", (point.value, middle), left, _LOST, TEXT - 0.5)


def _share(value: float, quantity: Quantity) -> float:
    """Return how far along its axis a value stands, 0 to 1."""
    low, high = quantity.low, quantity.high
    if is_slowness(quantity):
        return float(np.log(value / low) / np.log(high / low))
    return (value - low) / (high - low)


def _written(axes: Axes, text: str, at: tuple[float, float], left: bool, colour: str, size: float) -> None:
    """Write beside a point, legible over lines."""
    from matplotlib.patheffects import Normal, Stroke

    written = axes.annotate(
        text,
        at,
        (-8 if left else 8, 0),
        textcoords="offset points",
        ha="right" if left else "left",
        va="center",
        fontsize=size,
        color=colour,
        zorder=6,
    )
    written.set_path_effects([Stroke(linewidth=3, foreground="white"), Normal()])


def _regimes(axes: Axes, found: TippingPoints) -> None:
    """Name each stretch at the top, shade those with two endings, and name what is seen in a wide one."""
    quantity = found.quantity
    for regime in found.regimes:
        begin, end = _share(regime.low, quantity), _share(regime.high, quantity)
        if regime.endings >= 2 and found.points:
            axes.axvspan(regime.low, regime.high, color=_SHADE, lw=0, zorder=0)
        middle = min(max(0.5 * (begin + end), 0.065), 0.935)
        if end - begin > 0.12 or regime.endings != 1:
            name = regime.name if end - begin > 0.2 else regime.name.replace(" ending", "\nending")
            axes.text(middle, 0.985, name, transform=axes.transAxes, ha="center", va="top", fontsize=TEXT - 1)
        if regime.endings == 2 and regime.rests == 3 and end - begin > 0.15:
            _named_endings(axes, found, regime)


def _named_endings(axes: Axes, found: TippingPoints, regime: Regime) -> None:
    """Write the names of both endings and of the ridge at the middle of a stretch."""
    value = 0.5 * (regime.low + regime.high)
    low, ridge, high = sorted(_pains_at(found, value))
    for pain, name, lift in ((high, "painful ending", 0.4), (ridge, "ridge", 0.45), (low, "calm ending", 0.42)):
        at = (value, pain + lift)
        if name == "ridge":
            _written(axes, name, at, False, GREY, TEXT - 1)
        else:
            axes.text(*at, name, ha="center", va="center", fontsize=TEXT - 1, zorder=6)


def _landing(point: TippingPoint, found: TippingPoints) -> float | None:
    """Return the felt pain of the only ending just beyond a fold."""
    beyond = [r for r in found.regimes if (r.low if point.lost == "above" else r.high) == point.value]
    if point.kind != "fold" or not beyond or beyond[0].endings != 1:
        return None
    return max(_pains_at(found, point.value), key=lambda pain: abs(pain - point.felt_pain), default=None)


def _pains_at(found: TippingPoints, value: float) -> list[float]:
    """Return the felt pain of every rest at one value, read off the curves."""
    pains = []
    for branch in found.branches:
        gap = branch.values - value
        for i in np.flatnonzero(gap[:-1] * gap[1:] <= 0):
            pains.append(float(np.interp(0.0, *_rising(gap[i : i + 2], branch.felt_pain[i : i + 2]))))
    return pains


def _rising(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return two points in the order that interpolation needs."""
    return (x, y) if x[0] <= x[1] else (x[::-1], y[::-1])


def _now(axes: Axes, found: TippingPoints) -> None:
    """Mark the value that holds now."""
    now = found.setting.now()
    if found.quantity.low <= now <= found.quantity.high:
        axes.axvline(now, color=GREY, lw=0.9, dashes=(1, 2), zorder=1)
        _written(axes, f"now {now:g}", (now, 9.1), _share(now, found.quantity) > 0.85, GREY, TEXT - 1.5)


def picture_tipping_points(found: TippingPoints) -> Picture:
    """Return the diagram with its words."""
    axes = plot_tipping_points(found)
    alt = (
        f"Diagram of felt pain at rest over {found.parameter}: stable endings as solid lines, the ridge between them "
        f"dashed, tipping points as dots. {explain_tipping_points(found)}"
    )
    return Picture(
        cast("Figure", axes.figure), alt, f"Tipping points of {found.parameter}", record=record_of_finding(found)
    )
