"""Which number matters, near one run: exact derivatives of everything by every parameter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from stresspain.model.equations import PAIN_SCALE, State, observables
from stresspain.model.errors import InputError, shown
from stresspain.model.interventions import turn_down
from stresspain.model.parameters import PARAMETERS
from stresspain.model.quantity import Quantity
from stresspain.model.views import view
from stresspain.population.ranking import Influence, Ranking, outcome_of, run_again
from stresspain.simulation.engines import engine as _engine
from stresspain.simulation.numbers import own_value, varied
from stresspain.simulation.outcomes import BAR, LEVEL
from stresspain.simulation.run import Run, simulate
from stresspain.simulation.scenario import Scenario
from stresspain.simulation.variational import STEP, nudge, slopes_over_time

Floats = npt.NDArray[np.float64]

_SHARE = Quantity("share", "", 0.1, "-", 1e-6, 0.5, "by which share of itself each number is changed")

#: Relative nudge of a path of pain that an outcome is differentiated with.
_NUDGE = 1e-6


@dataclass(frozen=True, eq=False)
class Sensitivities:
    """How one run answers to its numbers, day by day; exact derivatives.

    ``s["felt_pain"]`` is how felt pain (or any other column of the run) answers to each parameter,
    per unit of the parameter, shape (n_days, n_parameters).

    Attributes
    ----------
    run : Run
    parameters : tuple of str
        For `load` and `damage`: by a shift of the whole level, all steps alike.
    states : ndarray, shape (n_days, 5, n_parameters)
        Of the five states; read-only.
    levels : ndarray, shape (n_days, n_plan, n_parameters)
        Of the effect levels; read-only.
    """

    run: Run
    parameters: tuple[str, ...]
    states: Floats
    levels: Floats

    def __getitem__(self, name: str) -> Floats:
        """Return the derivatives of one column.

        Raises
        ------
        InputError
            If the run has no column of that name.
        """
        column = self.run[name]
        if name in State._fields:
            return self.states[:, State._fields.index(name)]
        if name in self._observed:
            return self._observed[name]
        plan = [taken.name for taken in self.run.scenario.plan]
        if name in plan:
            return self.levels[:, plan.index(name)]
        flat = np.zeros((len(column), len(self.parameters)))
        if name in self.parameters:
            flat[:, self.parameters.index(name)] = 1.0
        return flat

    @cached_property
    def _observed(self) -> dict[str, Floats]:
        """Derivatives of what follows from the states, through the model's own equations."""
        run = self.run
        k = run.scenario.person.numbers(run["load"][:, None], run["damage"][:, None])  # type: ignore[arg-type]
        nudge(k, self.parameters, (len(run.days), len(self.parameters)))
        states, levels = (
            np.moveaxis(column[:, :, None] + 1j * STEP * slopes, 1, 0)
            for column, slopes in ((run.states, self.states), (run.levels, self.levels))
        )
        turn_down(k, run.scenario.plan, levels)
        seen = observables(State(*states), k)._asdict()
        scale = {"pain": PAIN_SCALE, "felt_pain": PAIN_SCALE}
        return {name: scale.get(name, 1.0) * value.imag / STEP for name, value in seen.items()}

    def elasticity(self, name: str) -> Floats:
        """Return the change of one column in per cent for one per cent more of each parameter.

        Parameters
        ----------
        name : str
            A column of the run.

        Returns
        -------
        ndarray, shape (n_days, n_parameters)
            NaN where the column is 0.

        Raises
        ------
        InputError
            If the run has no column of that name.
        """
        values = np.array([own_value(p, self.run.scenario) for p in self.parameters])
        column = self.run[name][:, None]
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(column != 0, self[name] * values / column, np.nan)

    def slopes(self, outcome: str = "mean", *, level: float = LEVEL) -> Floats:
        """Return how an outcome answers to each parameter, per unit of the parameter.

        Parameters
        ----------
        outcome : str
            A name of `OUTCOMES`.
        level : float
            Felt pain (0-10) that days are counted above.

        Returns
        -------
        ndarray, shape (n_parameters,)
            NaN where the outcome has a corner, so no derivative, or there is no such day.

        Raises
        ------
        InputError
            If there is no outcome of that name, or the level is out of range.
        """
        of = outcome_of(outcome).of
        days, pain, ways = self.run.days, self.run["felt_pain"], self["felt_pain"].T
        size = np.abs(ways).max(axis=1, keepdims=True)
        step = _NUDGE / np.where(size > 0, size, 1.0)
        bar = BAR.check(level)
        here, up, down = of(days, pain, bar), of(days, pain + step * ways, bar), of(days, pain - step * ways, bar)
        rising, falling = (up - here) / step[:, 0], (here - down) / step[:, 0]
        slope = 0.5 * (rising + falling)
        corner = np.abs(rising - falling) > 1e-3 * (np.abs(rising) + np.abs(falling)) + 1e-6 * size[:, 0]
        return np.where(corner, np.nan, slope)

    def ranking(self, outcome: str = "mean", *, level: float = LEVEL, share: float = 0.1) -> Ranking:
        """Rank the parameters by what they do to one outcome, and run each again a little lower and higher.

        Parameters
        ----------
        outcome : str
            A name of `OUTCOMES`.
        level : float
            Felt pain (0-10) that days are counted above.
        share : float
            By which share of itself each number is changed in the runs beside the exact derivatives.

        Returns
        -------
        Ranking
            ``.plot()`` is the tornado picture.

        Raises
        ------
        InputError
            If there is no outcome of that name, or `level` or `share` is out of range.

        Examples
        --------
        >>> from stresspain.simulation.scenario import scenario
        >>> ranks = sensitivities(scenario(load=0.3, days=28), parameters=["k_ls", "g"]).ranking("last")
        >>> [influence.parameter for influence in ranks.influences]
        ['k_ls', 'g']
        """
        part, bar = _SHARE.check(share), BAR.check(level)
        value = float(outcome_of(outcome).of(self.run.days, self.run["felt_pain"], bar))
        slopes = self.slopes(outcome, level=bar)
        lower, higher = run_again(self.run, self.parameters, outcome, bar, part)
        own = [own_value(name, self.run.scenario) for name in self.parameters]
        found = [
            Influence(name, v, float(s), float(s) * v / value if value else np.nan, low, high)
            for name, v, s, low, high in zip(self.parameters, own, slopes, lower, higher, strict=True)
        ]
        found.sort(key=lambda i: -abs(i.elasticity) if i.elasticity == i.elasticity else 1.0)
        return Ranking(self.run, outcome, value, bar, part, tuple(found))

    def explain(self) -> str:
        """Say in plain sentences which numbers felt pain answers to, early and late."""
        return str(view("explain sensitivities")(self))

    def plot(self) -> Any:
        """Return the picture of felt pain's elasticities over time."""
        return view("plot sensitivities")(self)

    def __repr__(self) -> str:
        return f"<Sensitivities of {len(self.run.days)} days to {', '.join(self.parameters)} (illustrative)>"


def sensitivities(
    given: Run | Scenario, *, parameters: Iterable[str] | None = None, engine: str = "auto"
) -> Sensitivities:
    """Work out how one run answers to its numbers: exact derivatives over time.

    They are integrated along with the states (forward sensitivities), the calm or painful start's own
    dependence included. Good for small changes: a number that carries the person over a tipping point
    does more than any derivative tells, which is why `Sensitivities.ranking` also runs each again.

    Parameters
    ----------
    given : Run or Scenario
        A scenario is run first; a run keeps its engine.
    parameters : sequence of str, optional
        Names of `PARAMETERS`, all of them if none are given; by name also what the scenario's plan holds:
        ``"adaptogen.strength"``, the highest effect level that its courses lead to (smaller amounts in
        proportion), and ``"adaptogen.tau_e"``, how slowly that comes and goes. What a run answers to a
        strength is the model's own effect, put in by hand: no evidence that anything works.
    engine : {"auto", "scipy", "heyoka"}
        For a scenario. Both agree to 1e-7.

    Returns
    -------
    Sensitivities

    Raises
    ------
    InputError
        If a parameter is unknown, not of this plan, or stands twice, or `given` is neither a run nor a scenario.
    RunError
        If the start sits on a tipping point, where it has no derivative, or the solver fails.

    References
    ----------
    Dickinson & Gelinas 1976, J Comput Phys 21:123-143, doi:10.1016/0021-9991(76)90007-3.

    Examples
    --------
    >>> from stresspain.simulation.run import simulate
    >>> s = sensitivities(simulate(load=0.3, days=28), parameters=["load", "k_ls"])
    >>> s["felt_pain"].shape
    (29, 2)

    How a run answers to how strongly something works in it:

    >>> from stresspain.model.catalogue import painkiller
    >>> s = sensitivities(simulate(load=0.3, days=28, plan=[painkiller(0.3)]), parameters=["painkiller.strength"])
    >>> bool(s["felt_pain"][-1, 0] < 0)
    True
    """
    if isinstance(given, Scenario):
        run = simulate(given, engine=engine)
    elif isinstance(given, Run):
        run = given
    else:
        raise InputError(f"sensitivities({shown(given)}): give a Run or a Scenario, as simulate(load=0.4) makes one.")
    names = _names(PARAMETERS if parameters is None else parameters, run.scenario)
    _, slopes = slopes_over_time(run.scenario, names, _engine(run.provenance["engine"]).name)
    slopes.flags.writeable = False
    return Sensitivities(run, names, slopes[:, :5], slopes[:, 5:])


def _names(given: Iterable[str], scenario: Scenario) -> tuple[str, ...]:
    """Check names of parameters."""
    if isinstance(given, str):
        raise InputError(f"parameters = {given!r} is one word. Give a list, as in parameters=[{given!r}].")
    names = tuple(varied(name, scenario).name for name in given)
    if not names or len(set(names)) < len(names):
        raise InputError(f"parameters = {list(names)} must name at least one parameter, and each once.")
    return names
