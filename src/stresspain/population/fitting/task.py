"""One fitting task: from places on the axes to curves, misfits and their exact derivatives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from stresspain.model.equations import PAIN_SCALE, State, observables
from stresspain.model.errors import InputError, RunError
from stresspain.model.interventions import turn_down
from stresspain.model.parameters import PARAMETERS
from stresspain.model.schedule import Steps
from stresspain.population.fitting.axes import Axis
from stresspain.population.fitting.ends import at_ends, censored
from stresspain.population.fitting.pain_diary import SEEN, PainDiary
from stresspain.simulation.numbers import fittable, with_values
from stresspain.simulation.run import simulate
from stresspain.simulation.scenario import Scenario
from stresspain.simulation.variational import STEP, nudge, rest_slopes, slopes_from

Floats = npt.NDArray[np.float64]


class Curves(NamedTuple):
    """What the model says, and how that moves with each place on the axes.

    Attributes
    ----------
    values : mapping of str to ndarray, shape (n_days,)
        Columns that a diary may hold, 0 to 10; and the five states as they are.
    slopes : mapping of str to ndarray, shape (n_days, n_axes)
    """

    values: Mapping[str, Floats]
    slopes: Mapping[str, Floats]


@dataclass(frozen=True, eq=False)
class Task:
    """A diary, who is thought to have written it, and what is open.

    Attributes
    ----------
    diary : PainDiary
    scenario : Scenario
        All that is not fitted; its days are the diary's.
    axes : tuple of Axis
    engine : str
        "scipy" or "heyoka".
    noise : float or None
        Standard deviation of a reading, points of 0 to 10. None while it is not known: readings at an end
        of the scale then count like any other.
    """

    diary: PainDiary
    scenario: Scenario
    axes: tuple[Axis, ...]
    engine: str
    noise: float | None = None

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What is fitted."""
        return tuple(axis.name for axis in self.axes)

    @cached_property
    def compiled(self) -> tuple[str, ...]:
        """What is fitted in the order of the declarations, so that one compiled integrator serves any order."""
        return tuple(name for name in fittable(self.scenario) if name in self.names)

    @cached_property
    def readings(self) -> Floats:
        """All readings in a row, column after column, gaps left out."""
        return np.concatenate([values[np.isfinite(values)] for values in self.diary.columns.values()])

    @cached_property
    def ends(self) -> npt.NDArray[np.bool_]:
        """Which of the readings stand at an end of the scale."""
        return at_ends(self.readings)

    def values(self, u: Floats) -> dict[str, float]:
        """Return the numbers at places on the axes."""
        return {axis.name: axis.value(float(x)) for axis, x in zip(self.axes, u, strict=True)}

    def places(self, values: Mapping[str, float]) -> Floats:
        """Return the places of numbers."""
        return np.array([axis.place(values[axis.name]) for axis in self.axes])

    def scenario_at(self, u: Floats) -> Scenario:
        """Return the scenario with these numbers.

        Raises
        ------
        InputError
            If there is no such start.
        """
        values = self.values(u)
        made = with_values(self.scenario, values)
        free = {name: value for name, value in values.items() if name in State._fields}
        return replace(made, start=made.initial()._replace(**free)) if free else made

    def curves(self, u: Floats, days: Floats | None = None) -> Curves:
        """Return what the model says, and its slopes.

        Parameters
        ----------
        u : ndarray, shape (n_axes,)
        days : ndarray, optional
            Other days than the diary's.

        Raises
        ------
        InputError, RunError
            If there is no such start, it sits on a tipping point, or the solver fails.
        """
        values = self.values(u)
        made = with_values(self.scenario, values)
        if days is not None:
            made = replace(made, days=tuple(days.tolist()))
        state, start = self._start(made, values)
        made = replace(made, start=state)
        path, slopes = slopes_from(made, self.names, start, self.engine, self.compiled, self.scenario.plan)
        stretch = np.array([axis.stretch(float(x)) for axis, x in zip(self.axes, u, strict=True)])
        return _seen(made, path, slopes * stretch, self.names, stretch)

    def _start(self, made: Scenario, values: Mapping[str, float]) -> tuple[State, Floats]:
        """Return the states on day 0 and how they answer to what is fitted."""
        state = made.initial()
        if isinstance(made.start, State):
            slopes = np.zeros((5, len(self.names)))
        else:
            slopes = rest_slopes(state, made, self.names)
        for j, name in enumerate(self.names):
            if name in State._fields:
                state = state._replace(**{name: values[name]})
                row = State._fields.index(name)
                slopes[row] = 0.0
                slopes[row, j] = 1.0
        return state, slopes

    def look(self, u: Floats) -> float:
        """Return the sum of squared residuals, found without slopes; NaN where the model has no answer."""
        try:
            run = simulate(self.scenario_at(u), engine=self.engine)
        except (InputError, RunError):
            return np.nan
        residuals, _ = self._misfit(self._beside({name: SEEN[name][0] * run[name] for name in self.diary.columns}))
        return float(residuals @ residuals)

    def said(self, u: Floats) -> Floats:
        """Return what the model says beside each of the readings, shape (n_readings,).

        Raises
        ------
        InputError, RunError
            If the model has no answer there.
        """
        return self._beside(self.curves(u).values)

    def misfit(self, u: Floats) -> tuple[Floats, Floats]:
        """Return residuals (model minus reading), shape (n_readings,), and their slopes, (n_readings, n_axes).

        Once the noise is known, readings at an end of the scale count as censored (`ends`).
        All NaN where the model has no answer: no such start, or one on a tipping point.
        """
        try:
            curves = self.curves(u)
        except (InputError, RunError):
            nothing = np.full((len(self.readings), 1 + len(self.axes)), np.nan)
            return nothing[:, 0], nothing[:, 1:]
        residuals, stretch = self._misfit(self._beside(curves.values))
        return residuals, stretch[:, None] * self._beside(curves.slopes)

    def _beside(self, columns: Mapping[str, Floats]) -> Floats:
        """Return what stands beside each of the readings, column after column."""
        return np.concatenate([columns[name][np.isfinite(values)] for name, values in self.diary.columns.items()])

    def _misfit(self, said: Floats) -> tuple[Floats, Floats]:
        """Return residuals, and how each moves with what the model says."""
        residuals, stretch = said - self.readings, np.ones(len(said))
        if self.noise is not None and self.ends.any():
            ends = self.ends
            residuals[ends], stretch[ends] = censored(said[ends], self.readings[ends], self.noise)
        return residuals, stretch


def _seen(made: Scenario, path: Floats, slopes: Floats, names: tuple[str, ...], stretch: Floats) -> Curves:
    """Return every column and its slopes by place, through the model's own equations."""
    load, damage = _level(made, made.load), _level(made, made.damage)
    k = made.person.numbers(load, damage)  # type: ignore[arg-type]
    nudge(k, names, (len(made.grid), len(names)))
    for j, name in enumerate(names):
        if name in PARAMETERS:  # nudged by one; here by what its place moves it
            getattr(k, name).imag[:, j] *= stretch[j]
    moved = np.moveaxis(path[:, :, None] + 1j * STEP * slopes, 1, 0)
    turn_down(k, made.plan, moved[5:])
    states = State(*moved[:5])
    seen = observables(states, k)
    columns = {**states._asdict(), "felt_pain": PAIN_SCALE * seen.felt_pain, "sleep_loss": seen.sleep_loss}
    scale = {name: SEEN[name][0] if name in SEEN and name != "felt_pain" else 1.0 for name in columns}
    return Curves(
        {name: scale[name] * column[:, 0].real for name, column in columns.items()},
        {name: scale[name] * column.imag / STEP for name, column in columns.items()},
    )


def _level(made: Scenario, level: Steps) -> Floats:
    """Return load or damage on each day, shape (n_days, 1)."""
    return np.array(level.values)[np.searchsorted(level.days, made.grid, side="right") - 1][:, None]
