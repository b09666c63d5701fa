"""Phase portraits: two states, where each stands still, how they flow, and the line between two endings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import numpy.typing as npt

from stresspain.cycle.plane import STATES, Plane, check_pair
from stresspain.cycle.setting import setting
from stresspain.population.findings import record_of_finding
from stresspain.show.picture import Picture
from stresspain.show.portrait import Portrait, portrait_of, words_of
from stresspain.show.style import TEXT, dress, ink, new_axes
from stresspain.simulation.run import Run

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Floats = npt.NDArray[np.float64]

_RIDGE = ink(2).colour
_SHADE = "#F7E8DD"


def phase_portrait(
    x: str = "tension",
    y: str = "sensitivity",
    *,
    person: Any = None,
    load: float | None = None,
    damage: float | None = None,
    plan: Any = (),
    runs: Run | Sequence[Run] = (),
) -> Picture:
    """Draw how two states move each other.

    Lines and arrows show the two states alone, the three others settled at every point. The divide
    and the runs come from the whole model: from a start on one side of the divide (others settled)
    it ends calm, from the other side painful. A run may cross lines, even the divide, since its other
    states lag behind.

    Parameters
    ----------
    x, y : str
        Two different states: stress, cortisol, tension, inflammation, sensitivity.
    person : Person or mapping of str to float, optional
        Whose numbers.
    load, damage : float, optional
        Held for good; dimensionless.
    plan : Intervention or sequence of Intervention
        At its long-run level from the start.
    runs : Run or sequence of Run
        Drawn as paths from a ring (day 0) on.

    Returns
    -------
    Picture

    Raises
    ------
    InputError
        If a name is no state, a number is out of range, or `runs` holds something else.

    Examples
    --------
    >>> print(phase_portrait(load=0.2).alt)
    Phase portrait of tension (across) and sensitivity (up), at load 0.2, with nothing taken. The lines on which each
    of the two stands still meet at one stable ending (tension 0.13, sensitivity 0.00). Every start ends there.
    Illustrative, not clinical: this is a fact about five equations, not about a person.
    """
    where = setting([], person=person, load=load, damage=damage, plan=plan)
    portrait = portrait_of(check_pair(x, y), where, runs)
    axes = _drawn(portrait, new_axes(5.6))
    return Picture(
        cast("Figure", axes.figure),
        words_of(portrait),
        f"Phase portrait of {x} and {y}",
        record=record_of_finding(where),
    )


def plot_phase_portrait(
    x: str = "tension",
    y: str = "sensitivity",
    *,
    person: Any = None,
    load: float | None = None,
    damage: float | None = None,
    plan: Any = (),
    runs: Run | Sequence[Run] = (),
    ax: Axes | None = None,
) -> Axes:
    """Draw what `phase_portrait` shows into axes.

    Parameters
    ----------
    x, y, person, load, damage, plan, runs
        As for `phase_portrait`.
    ax : matplotlib Axes, optional
        Drawn into; fresh ones if none are given.

    Returns
    -------
    matplotlib Axes

    Raises
    ------
    InputError
        As for `phase_portrait`.
    """
    where = setting([], person=person, load=load, damage=damage, plan=plan)
    return _drawn(portrait_of(check_pair(x, y), where, runs), ax if ax is not None else new_axes(5.6))


def _drawn(portrait: Portrait, axes: Axes) -> Axes:
    """Draw flow, still lines, the divide, runs and rests."""
    names, flow = portrait.names, portrait.flow
    _flow(axes, flow)
    if flow.several.any():
        axes.contourf(flow.x, flow.y, flow.several, levels=[0.5, 1.5], colors="none", hatches=["///"])
    _divide(axes, portrait)
    keys = [_still(axes, flow, i, names[i]) for i in (0, 1)]
    for path in portrait.paths:
        axes.plot(path[:, 0], path[:, 1], color=ink(4).colour, lw=1.8, zorder=5)
        axes.plot(*path[0], "o", mfc="white", mec=ink(4).colour, mew=1.6, ms=6, zorder=6)
    for rest in portrait.rests:
        at = [getattr(rest.state, name) for name in names]
        axes.plot(
            *at, "o", mfc="black" if rest.stable else "white", mec="black", mew=1.8, ms=9, zorder=7, clip_on=False
        )
    axes.set_xlim(flow.x[0], flow.x[-1])
    axes.set_ylim(flow.y[0], flow.y[-1])
    said = [f"{STATES[name]} (index)" for name in names]
    dress(axes, x=said[0], y=said[1], title="Two states, the others settled")
    _key(axes, portrait, keys)
    return axes


def _flow(axes: Axes, flow: Plane) -> None:
    """Draw which way the two states flow."""
    axes.streamplot(
        flow.x, flow.y, flow.dx, flow.dy, color="#8C8C8C", linewidth=0.6, density=0.9, arrowsize=0.9, zorder=2
    )


def _still(axes: Axes, flow: Plane, i: int, name: str) -> Any:
    """Draw the line on which one state stands still; return its entry for the key."""
    from matplotlib.lines import Line2D

    look, rates = ink((1, 3)[i]), (flow.dx, flow.dy)[i]
    axes.contour(
        flow.x, flow.y, rates, levels=[0.0], colors=look.colour, linestyles=[look.dash], linewidths=2.2, zorder=4
    )
    return Line2D([], [], color=look.colour, linestyle=look.dash, lw=2.2, label=f"{name} stands still")


def _divide(axes: Axes, portrait: Portrait) -> None:
    """Draw the line between two endings; shade the side that ends painful, where it is above the line."""
    line, flow = portrait.divide, portrait.flow
    if not len(line.x):
        return
    along, across, grids = (line.y, line.x, (flow.y, flow.x)) if line.upright else (line.x, line.y, (flow.x, flow.y))
    if len(np.unique(along)) < len(along):
        axes.plot(line.x, line.y, ".", color=_RIDGE, ms=4, zorder=4)
        return
    # Where the line has left the picture, all starts of a column end alike.
    begin, end = grids[0][0], grids[0][-1]
    first = np.concatenate(([begin, along[0]], along, [along[-1], end]))
    second = np.concatenate(([grids[1][-1]] * 2, across, [grids[1][0]] * 2))
    shade = axes.fill_betweenx if line.upright else axes.fill_between
    shade(first, second, grids[1][-1], color=_SHADE, lw=0, zorder=0)
    axes.plot(line.x, line.y, color=_RIDGE, lw=2.6, zorder=4)
    i = len(line.x) // 2
    for text, offset, ha in (("ends painful", (64, 6), "left"), ("ends calm", (-10, -10), "right")):
        _halo(
            axes.annotate(
                text, (line.x[i], line.y[i]), offset, textcoords="offset points", ha=ha, va="center",
                fontsize=TEXT, color=_RIDGE, zorder=8,
            )
        )  # fmt: skip


def _halo(text: Any) -> None:
    """Keep a text legible over lines."""
    from matplotlib.patheffects import Normal, Stroke

    text.set_path_effects([Stroke(linewidth=3, foreground="white"), Normal()])


def _key(axes: Axes, portrait: Portrait, keys: list[Any]) -> None:
    """Say what lines, dots and shades are, right of the picture."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    keys = [*keys, Line2D([], [], marker="o", color="none", mfc="black", mec="black", ms=8, label="ending")]
    if portrait.rests.ridges:
        keys.append(Line2D([], [], marker="o", color="none", mfc="white", mec="black", mew=1.8, ms=8, label="ridge"))
    if len(portrait.divide.x):
        keys.append(Patch(fc=_SHADE, ec=_RIDGE, label="starts that end painful\n(the others settled)"))
    if portrait.paths:
        keys.append(
            Line2D([], [], color=ink(4).colour, lw=1.8, marker="o", mfc="white", ms=6, label="a run, from day 0")
        )
    axes.legend(handles=keys, loc="upper left", bbox_to_anchor=(1.01, 1.0), fontsize=TEXT - 0.5, frameon=False)
