"""Figures of runs. Each takes ``ax=`` and returns it; `picture_...` wraps one with its words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from stresspain.model.errors import unknown
from stresspain.model.interventions import Intervention
from stresspain.show.loop_plots import picture_run_loops
from stresspain.show.picture import Picture
from stresspain.show.scale_plots import picture_scale
from stresspain.show.style import GREY, PALE, TEXT, dress, ink, label_ends, new_axes
from stresspain.show.words import explain_comparison, explain_run
from stresspain.simulation.compare import Comparison
from stresspain.simulation.record import record_of
from stresspain.simulation.run import Run
from stresspain.simulation.scales import SCALES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_TOP = 10.0
_LANE = 0.95


def plot_pain(run: Run, *, ax: Axes | None = None) -> Axes:
    """Draw felt pain over the days, the load and what was taken as bars below.

    Parameters
    ----------
    run : Run
    ax : matplotlib Axes, optional
        Drawn into; fresh ones if none are given.

    Returns
    -------
    matplotlib Axes

    Examples
    --------
    >>> from stresspain.simulation.run import simulate
    >>> plot_pain(simulate(days=28)).get_ylabel()
    'felt pain (0-10)'
    """
    axes = ax if ax is not None else new_axes(4.2 + 0.3 * len(run.scenario.plan))
    lines = [("felt pain", run["felt_pain"], ink(0))]
    if max(run["pain"] - run["felt_pain"]) > 0.05:
        lines.append(("pain without\nthe painkiller", run["pain"], ink(1)))
    for _, values, look in reversed(lines):
        axes.plot(run.days, values, color=look.colour, linestyle=look.dash, lw=2)
    _lanes(axes, run)
    _frame(axes, run, 1 + len(run.scenario.plan))
    dress(axes, x="day", y="felt pain (0-10)", title="Felt pain")
    label_ends(axes, [(float(values[-1]), text, look.colour) for text, values, look in lines])
    return axes


def plot_states(run: Run, *, ax: Axes | None = None) -> Axes:
    """Draw the five states over the days; cortisol as what it lies above its rested baseline of 1.

    Parameters
    ----------
    run : Run
    ax : matplotlib Axes, optional
        Drawn into; fresh ones if none are given.

    Returns
    -------
    matplotlib Axes

    Examples
    --------
    >>> from stresspain.simulation.run import simulate
    >>> plot_states(simulate(days=28)).get_xlabel()
    'day'
    """
    axes = ax if ax is not None else new_axes()
    columns = {
        "stress": run["stress"],
        "cortisol\nabove baseline": run["cortisol"] - 1.0,
        "muscle tension": run["tension"],
        "inflammation": run["inflammation"],
        "pain sensitivity": run["sensitivity"],
    }
    for i, values in enumerate(columns.values()):
        axes.plot(run.days, values, color=ink(i).colour, linestyle=ink(i).dash, lw=2)
    axes.set_ylim(0.0, max(1.0, 1.05 * max(float(v.max()) for v in columns.values())))
    axes.set_xlim(float(run.days[0]), float(max(run.days[-1], run.days[0] + 1e-9)))
    dress(axes, x="day", y="index (dimensionless)", title="The five states")
    label_ends(axes, [(float(v[-1]), name, ink(i).colour) for i, (name, v) in enumerate(columns.items())], gap=0.085)
    return axes


def plot_comparison(comparison: Comparison, *, ax: Axes | None = None) -> Axes:
    """Draw the felt pain of several runs, and below it when each takes something.

    Parameters
    ----------
    comparison : Comparison
    ax : matplotlib Axes, optional
        Drawn into; fresh ones if none are given.

    Returns
    -------
    matplotlib Axes

    Examples
    --------
    >>> from stresspain.simulation.compare import compare
    >>> from stresspain.simulation.run import simulate
    >>> plot_comparison(compare([simulate(days=28)])).get_title(loc="left")
    'Felt pain, side by side'
    """
    axes = ax if ax is not None else new_axes(4.8)
    runs = comparison.runs
    axes.axhline(comparison.level, color=GREY, lw=0.8, dashes=(1, 3))
    for i, run in enumerate(runs.values()):
        axes.plot(run.days, run["felt_pain"], color=ink(i).colour, linestyle=ink(i).dash, lw=2)
    bars = [(i, run) for i, run in enumerate(runs.values()) if run.scenario.plan]
    for lane, (i, run) in enumerate(bars):
        _bar(axes, run, run.scenario.plan, (-0.25 - 0.32 * lane, 0.2), ink(i).colour)
    first = next(iter(runs.values()))
    last = max(float(run.days[-1]) for run in runs.values())
    axes.set_ylim(-0.25 - 0.32 * len(bars), _TOP)
    axes.set_yticks(range(0, 11, 2))
    axes.set_xlim(float(first.days[0]), last)
    days = "day; bars: when something is taken" if bars else "day"
    dress(axes, x=days, y="felt pain (0-10)", title="Felt pain, side by side")
    ends = [(float(run["felt_pain"][-1]), name, ink(i).colour) for i, (name, run) in enumerate(runs.items())]
    label_ends(axes, ends)
    return axes


def _frame(axes: Axes, run: Run, lanes: int) -> None:
    """Leave room for the lanes below zero; number only what is pain."""
    axes.set_ylim(-_LANE * lanes - 0.15, _TOP)
    axes.set_yticks(range(0, 11, 2))
    axes.set_xlim(float(run.days[0]), float(max(run.days[-1], run.days[0] + 1e-9)))
    axes.axhline(0.0, color=GREY, lw=0.8)


def _lanes(axes: Axes, run: Run) -> None:
    """Draw the load, and each intervention, in a lane of its own below zero."""
    load = run["load"]
    floor = -_LANE
    height = 0.75 * _LANE * load / 1.5
    axes.fill_between(run.days, floor, floor + height, step="post", color=PALE, lw=0)
    said = f"load {load.min():.2g}" if load.min() == load.max() else f"load {load.min():.2g} to {load.max():.2g}"
    _name(axes, run, floor, said)
    for i, taken in enumerate(run.scenario.plan):
        bottom = -_LANE * (i + 2)
        _bar(axes, run, (taken,), (bottom + 0.1, 0.62 * _LANE), ink(i + 1).colour)
        _name(axes, run, bottom, str(taken))


def _bar(axes: Axes, run: Run, plan: tuple[Intervention, ...], lane: tuple[float, float], colour: str) -> None:
    """Draw when something of a plan is taken, as bars in a lane (bottom, height)."""
    end = float(run.days[-1])
    courses = [c for taken in plan for c in taken.courses.taken if c.start < end and c.amount > 0]
    spans = sorted({(c.start, min(c.stop, end) - c.start) for c in courses})
    axes.broken_barh(spans, lane, facecolors=colour, alpha=0.35, edgecolor=colour, lw=0.8)


def _name(axes: Axes, run: Run, bottom: float, text: str) -> None:
    """Write a lane's name at its left end, legible over a bar."""
    from matplotlib.patheffects import Normal, Stroke

    span = float(run.days[-1] - run.days[0])
    x = float(run.days[0]) + 0.008 * span
    written = axes.text(
        x, bottom + 0.1 + 0.31 * _LANE, text, fontsize=TEXT - 2, va="center", color="black", parse_math=False
    )
    written.set_path_effects([Stroke(linewidth=2.5, foreground="white"), Normal()])


_KINDS: dict[str, tuple[Callable[..., Axes], str]] = {
    "pain": (plot_pain, "felt pain over time, with the load and what is taken below"),
    "states": (plot_states, "the five states over time"),
}


def picture_run(run: Run, kind: str = "pain") -> Picture:
    """Return a picture of a run with its words; `kind` is "pain", "states", "loops", or of `SCALES`."""
    if kind == "loops":
        return picture_run_loops(run)
    if kind in SCALES:
        return picture_scale(run, kind)
    if kind not in _KINDS:
        known = {name: words for name, (_, words) in _KINDS.items()}
        known |= {"loops": "which loops drive the change over time"} | {n: s.like for n, s in SCALES.items()}
        raise unknown("picture of a run", kind, known)
    draw, shows = _KINDS[kind]
    axes = draw(run)
    title = run.scenario.title or "stresspain run"
    record = record_of("run", {title: run}, picture=kind)
    return Picture(cast("Figure", axes.figure), f"Line chart of {shows}. {explain_run(run)}", title, record=record)


def picture_comparison(comparison: Comparison) -> Picture:
    """Return a picture of a comparison with its words."""
    axes = plot_comparison(comparison)
    alt = f"Line chart of felt pain, {len(comparison.runs)} runs side by side. {explain_comparison(comparison)}"
    return Picture(cast("Figure", axes.figure), alt, "stresspain comparison", record=comparison.record())
