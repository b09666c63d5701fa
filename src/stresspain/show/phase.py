"""Phase portraits: two states, where each stands still, how they flow, and the line between two endings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import numpy.typing as npt

from stresspain.cycle.plane import STATES, Plane, check_pair, plane, settle_others
from stresspain.cycle.rests import Rests, rests_of
from stresspain.cycle.setting import Setting, setting
from stresspain.model.errors import InputError, shown
from stresspain.population.findings import record_of_finding
from stresspain.show.picture import Picture
from stresspain.show.style import TEXT, dress, ink, new_axes
from stresspain.show.tipping_words import surroundings
from stresspain.show.words import CAVEAT
from stresspain.simulation.basin import Divide, divide
from stresspain.simulation.run import Run

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Floats = npt.NDArray[np.float64]

_GRID = 61
_COLUMNS = 21
_FLOOR = {"stress": 0.0, "cortisol": 1.0, "tension": 0.0, "inflammation": 0.0, "sensitivity": 0.0}
_RIDGE = ink(2).colour
_SHADE = "#F7E8DD"


@dataclass(frozen=True, eq=False)
class _Portrait:
    """Everything that a phase portrait shows."""

    names: tuple[str, str]
    where: Setting
    flow: Plane
    rests: Rests
    divide: Divide
    paths: tuple[Floats, ...]


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
    portrait = _portrait(check_pair(x, y), where, runs)
    axes = _drawn(portrait, new_axes(5.6))
    return Picture(
        cast("Figure", axes.figure), _words(portrait), f"Phase portrait of {x} and {y}", record=record_of_finding(where)
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
    return _drawn(_portrait(check_pair(x, y), where, runs), ax if ax is not None else new_axes(5.6))


def _portrait(names: tuple[str, str], where: Setting, runs: object) -> _Portrait:
    """Work out everything that is drawn."""
    k = where.at()
    paths = _paths(names, runs)
    found = rests_of(k)
    grids = [_range(name, i, found, paths, k) for i, name in enumerate(names)]
    flow = plane(names, grids[0], grids[1], k)
    line = divide(names, where, *(np.linspace(grid[0], grid[-1], _COLUMNS) for grid in grids))
    return _Portrait(names, where, flow, found, line, paths)


def _paths(names: tuple[str, str], runs: object) -> tuple[Floats, ...]:
    """Return the two states of each run, shape (n_days, 2)."""
    many = (runs,) if isinstance(runs, Run) else runs
    if not isinstance(many, (tuple, list)) or not all(isinstance(run, Run) for run in many):
        raise InputError(f"runs = {shown(runs)}: give runs, as in runs=[simulate(load=0.4)].")
    return tuple(np.column_stack([run[name] for name in names]) for run in many)


def _range(name: str, i: int, found: Rests, paths: tuple[Floats, ...], k: Any) -> Floats:
    """Return the values of a state that are drawn: a little beyond every rest and run, inside its own range."""
    ceiling = {"cortisol": 1.0 + k.k_sc, "inflammation": np.inf}.get(name, 1.0)
    floor = _FLOOR[name]
    highest = max([getattr(rest.state, name) for rest in found] + [float(path[:, i].max()) for path in paths])
    high = min(floor + max(1.45 * (highest - floor), 0.1), ceiling) if ceiling > floor else floor + 0.1
    return np.linspace(floor, high, _GRID)


def _drawn(portrait: _Portrait, axes: Axes) -> Axes:
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


def _divide(axes: Axes, portrait: _Portrait) -> None:
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
    for text, offset, ha in (("ends painful", (10, 10), "left"), ("ends calm", (-10, -10), "right")):
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


def _key(axes: Axes, portrait: _Portrait, keys: list[Any]) -> None:
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


def _words(portrait: _Portrait) -> str:
    """Say what the portrait shows."""
    x, y = portrait.names
    lead = f"Phase portrait of {x} (across) and {y} (up), {surroundings(portrait.where)}."
    places = [f"{x} {getattr(r.state, x):.2f}, {y} {getattr(r.state, y):.2f}" for r in portrait.rests.endings]
    ridges = [f"{x} {getattr(r.state, x):.2f}, {y} {getattr(r.state, y):.2f}" for r in portrait.rests.ridges]
    count = {0: "no stable ending", 1: "one stable ending", 2: "two stable endings"}[len(places)]
    met = f"The lines on which each of the two stands still meet at {count}"
    met += f" ({'; '.join(places)})" if places else ""
    met += f" and at {'a ridge' if len(ridges) == 1 else 'unstable rests'} ({'; '.join(ridges)})" if ridges else ""
    told = [lead, f"{met}.", *_other_sheet(portrait), *_ends(portrait)]
    if portrait.paths:
        told.append(f"{len(portrait.paths)} run{'s' * (len(portrait.paths) > 1)} drawn as paths.")
    return " ".join([*told, CAVEAT])


def _ends(portrait: _Portrait) -> list[str]:
    """Say where starts end."""
    line, (x, y) = portrait.divide, portrait.names
    if len(portrait.rests.endings) == 1 and not portrait.rests.ridges:
        return ["Every start ends there."]
    if not len(line.x):
        return []
    return [
        f"A line from {x} {line.x[0]:.2f}, {y} {line.y[0]:.2f} to {x} {line.x[-1]:.2f}, {y} {line.y[-1]:.2f} divides "
        f"the starts, the three other states settled to them: beyond it the whole model ends painful, below it calm "
        f"(runs of {line.days:.0f} days)."
    ]


def _other_sheet(portrait: _Portrait) -> list[str]:
    """Say where the three others could settle in more than one way."""
    share = float(np.mean(portrait.flow.several))
    k = portrait.where.at()
    missed = [rest for rest in portrait.rests if not _met(portrait.names, rest.state, k)]
    said = [f"On {100 * share:.0f} % of the plane (hatched) the others could settle in more than one way; the one with "
            "the least pain is drawn."] if share else []  # fmt: skip
    if missed:
        said.append("The ridge belongs to another way in which they could settle: the drawn lines do not meet there.")
    return said


def _met(names: tuple[str, str], state: Any, k: Any) -> bool:
    """Say whether the others, settled to two states of a rest, come to that rest."""
    found, _ = settle_others({name: np.array([getattr(state, name)]) for name in names}, k)
    return bool(max(abs(float(a[0]) - b) for a, b in zip(found, state, strict=True)) < 1e-6)
