"""Pictures of a run on a display scale: no bands, no limits, and an axis that says what it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from stresspain.show.picture import Picture
from stresspain.show.style import dress, ink, new_axes
from stresspain.show.words import explain_run
from stresspain.simulation.record import record_of
from stresspain.simulation.run import Run
from stresspain.simulation.scales import NOT_MEASURED, SCALES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def plot_scale(run: Run, name: str, *, ax: Axes | None = None) -> Axes:
    """Draw one column of a run on a display scale.

    Parameters
    ----------
    run : Run
    name : str
        A name of `stresspain.SCALES`.
    ax : matplotlib Axes, optional
        Drawn into; fresh ones if none are given.

    Returns
    -------
    matplotlib Axes

    Examples
    --------
    >>> from stresspain.simulation.run import simulate
    >>> print(plot_scale(simulate(days=28), "illustrative_pss").get_ylabel())
    PSS-like number (0-40)
    illustrative, not a measurement
    """
    from matplotlib.ticker import LogLocator

    axes = ax if ax is not None else new_axes()
    scale = SCALES[name]
    values = scale.of(run[scale.column])
    axes.plot(run.days, values, color=ink(0).colour, lw=2.2)
    axes.set_xlim(float(run.days[0]), float(max(run.days[-1], run.days[0] + 1e-9)))
    if scale.log:
        axes.set_yscale("log")
        axes.set_ylim(0.5, max(10.0, 1.2 * float(values.max())))
        axes.yaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
        axes.yaxis.set_major_formatter(lambda value, _: f"{value:g}")
        axes.minorticks_off()
    else:
        axes.set_ylim(0.0, scale.most or 1.15 * max(100.0, float(values.max())))
    dress(axes, x="day", y=scale.axis, title=f"{scale.column.replace('_', ' ').capitalize()}, on a borrowed scale")
    return axes


def picture_scale(run: Run, name: str) -> Picture:
    """Return a picture of a run on a display scale with its words."""
    scale = SCALES[name]
    values = scale.of(run[scale.column])
    column = scale.column.replace("_", " ")
    said = (
        f"Line chart of {column} written as a {scale.like} ({scale.unit}): from {values[0]:.3g} to {values[-1]:.3g}, "
        f"highest {values.max():.3g}, lowest {values.min():.3g}. {NOT_MEASURED.capitalize()}. "
        f"The real thing is {scale.why_not}. {explain_run(run)}"
    )
    title = run.scenario.title or "stresspain run"
    figure = cast("Figure", plot_scale(run, name).figure)
    return Picture(figure, said, title, record=record_of("run", {title: run}, picture=name))
