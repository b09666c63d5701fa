"""The map of endings over two numbers: one calm ending, two endings, only a painful one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np

from stresspain.cycle.fold_curves import Cusp
from stresspain.cycle.setting import is_slowness
from stresspain.cycle.tipping_map import KINDS, TippingMap
from stresspain.population.findings import record_of_finding
from stresspain.show.picture import Picture
from stresspain.show.style import TEXT, dress, new_axes
from stresspain.show.tipping_plots import axis_words
from stresspain.show.tipping_words import amount, explain_tipping_map

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Light, middle and dark also in grey.
_FILLS = ("#F4F7FA", "#B7CDE3", "#D9935F", "#6F6F6F")
_LABELS = ("one ending,\ncalm", "two endings", "one ending,\npainful", "no steady\nending")
# Half the room that a label needs, as a share of the axes' width; and how much flatter than a square it is.
_ROOM, _FLAT = 0.085, 2.0


def plot_tipping_map(found: TippingMap, *, ax: Axes | None = None) -> Axes:
    """Draw what endings there are over two numbers, with the fold curves and the cusps.

    Parameters
    ----------
    found : TippingMap
    ax : matplotlib Axes, optional
        Drawn into; fresh ones if none are given.

    Returns
    -------
    matplotlib Axes

    Examples
    --------
    >>> from stresspain.cycle.tipping_map import tipping_map
    >>> plot_tipping_map(tipping_map("load", "g", size=(20, 20))).get_ylabel()
    'g: amplification of pain by sensitisation'
    """
    from matplotlib.colors import BoundaryNorm, ListedColormap

    axes = ax if ax is not None else new_axes(5.4)
    colours, steps = ListedColormap(_FILLS), BoundaryNorm(np.arange(-0.5, len(KINDS)), len(KINDS))
    axes.pcolormesh(found.x, found.y, found.kinds, cmap=colours, norm=steps, shading="nearest", rasterized=True)
    for curve in found.curves:
        axes.plot(curve.x, curve.y, color="black", lw=2.2, solid_joinstyle="round")
    for cusp in found.cusps:
        axes.plot(cusp.x, cusp.y, "o", color="black", ms=8, zorder=4)
        _name_cusp(axes, found, cusp)
    unnamed = [kind for kind in range(len(KINDS)) if (found.kinds == kind).any() and not _name(axes, found, kind)]
    _legend(axes, unnamed)
    _now(axes, found)
    x, y = found.setting.open
    for quantity, scale in ((x, axes.set_xscale), (y, axes.set_yscale)):
        if is_slowness(quantity):
            scale("log")
    axes.set_xlim(x.low, x.high)
    axes.set_ylim(y.low, y.high)
    dress(axes, x=axis_words(x), y=axis_words(y), title="How many endings, and which")
    axes.spines[["top", "right"]].set_visible(True)
    return axes


def _name(axes: Axes, found: TippingMap, kind: int) -> bool:
    """Write an area's name where it is widest; say whether there is room for it anywhere."""
    from scipy.ndimage import distance_transform_edt

    inside = np.pad(found.kinds == kind, 1)
    n_y, n_x = found.kinds.shape
    # A label is wider than high: look for room in units of its own shape.
    room: Any = distance_transform_edt(inside, sampling=(_FLAT / n_y, 1.0 / n_x))
    j, i = (int(place) for place in np.unravel_index(int(np.argmax(room)), room.shape))
    if room[j, i] < _ROOM:
        return False
    at = float(found.x[min(i - 1, n_x - 1)]), float(found.y[min(j - 1, n_y - 1)])
    colour = "white" if kind == len(KINDS) - 1 else "black"
    axes.text(*at, _LABELS[kind], ha="center", va="center", fontsize=TEXT + 1, color=colour, zorder=5)
    return True


def _legend(axes: Axes, kinds: list[int]) -> None:
    """Say beside the map what the areas are that are too small for their names."""
    from matplotlib.patches import Patch

    if kinds:
        keys = [Patch(fc=_FILLS[kind], ec="black", lw=0.6, label=_LABELS[kind].replace("\n", " ")) for kind in kinds]
        axes.legend(handles=keys, loc="upper right", fontsize=TEXT - 0.5, framealpha=1.0)


def _name_cusp(axes: Axes, found: TippingMap, cusp: Cusp) -> None:
    """Write a cusp's place on the side that its curve does not come from."""
    spans = [quantity.high - quantity.low for quantity in found.setting.open]
    curve = min(found.curves, key=lambda c: float(np.min(np.hypot(c.x - cusp.x, c.y - cusp.y))))
    right = cusp.x > curve.x.mean() if abs(cusp.x - curve.x.mean()) > 0.05 * spans[0] else cusp.x < found.x.mean()
    above = cusp.y > curve.y.mean()
    _written(
        axes,
        f"cusp\n{amount(cusp.x)}, {amount(cusp.y)}",
        (cusp.x, cusp.y),
        (9 if right else -9, 7 if above else -7),
        ("left" if right else "right", "bottom" if above else "top"),
    )


def _written(
    axes: Axes, text: str, at: tuple[float, float], offset: tuple[float, float], sides: tuple[str, str]
) -> None:
    """Write beside a point, legible over lines and fills."""
    from matplotlib.patheffects import Normal, Stroke

    written = axes.annotate(
        text, at, offset, textcoords="offset points", ha=sides[0], va=sides[1], fontsize=TEXT - 0.5, zorder=6
    )
    written.set_path_effects([Stroke(linewidth=3, foreground="white"), Normal()])


def _now(axes: Axes, found: TippingMap) -> None:
    """Mark where the person is now."""
    x, y = found.setting.open
    at = found.setting.now(0), found.setting.now(1)
    if x.low <= at[0] <= x.high and y.low <= at[1] <= y.high:
        axes.plot(*at, marker="P", ms=10, mfc="white", mec="black", mew=1.2, zorder=5, clip_on=False)
        _written(axes, "now", at, (0, 9), ("center", "bottom"))


def picture_tipping_map(found: TippingMap) -> Picture:
    """Return the map with its words."""
    axes = plot_tipping_map(found)
    x, y = (quantity.name for quantity in found.setting.open)
    alt = (
        f"Map over {x} (across) and {y} (up): areas with one calm ending, two endings and only a painful one, fold "
        f"curves as black lines, cusps as dots. {explain_tipping_map(found)}"
    )
    return Picture(cast("Figure", axes.figure), alt, f"Tipping map of {x} and {y}", record=record_of_finding(found))
