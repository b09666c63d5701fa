"""The classroom experiment: make up diaries from known numbers, fit them, and see whether the numbers come back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from stresspain.model.errors import InputError, RunError, shown
from stresspain.model.phrases import counted
from stresspain.model.quantity import Quantity
from stresspain.model.views import view
from stresspain.population.designs import SEED
from stresspain.population.fitting.axes import axes_of
from stresspain.population.fitting.fit import fit
from stresspain.population.fitting.likelihood import LIMIT
from stresspain.population.fitting.synthetic import pain_diary
from stresspain.population.running import watched
from stresspain.simulation.engines import engine as _engine
from stresspain.simulation.numbers import own_value, with_values
from stresspain.simulation.run import simulate
from stresspain.simulation.scenario import Scenario

Floats = npt.NDArray[np.float64]
Progress = Callable[[int, int], None]

_DIARIES = Quantity("diaries", "", 50, "-", 1, 100_000, "how many diaries are made up and fitted")


@dataclass(frozen=True, eq=False, repr=False)
class Recovery:
    """What came back of numbers that were put into made-up diaries.

    Attributes
    ----------
    scenario : Scenario
        What the diaries were made of.
    truth : mapping of str to float
        What was put in.
    values : ndarray, shape (n_diaries, n_parameters)
        What came out of each diary; NaN where a fit failed.
    deviance : ndarray, shape (n_diaries, n_parameters)
        Twice the log-likelihood ratio at the true value, all others fitted again.
    noise, missing : float
        How the diaries were read.
    seed : int
    engine : str
    """

    scenario: Scenario
    truth: Mapping[str, float]
    values: Floats
    deviance: Floats
    noise: float
    missing: float
    seed: int
    engine: str

    @property
    def parameters(self) -> tuple[str, ...]:
        """What was put in and fitted."""
        return tuple(self.truth)

    @property
    def failed(self) -> int:
        """How many diaries could not be fitted."""
        return int(np.isnan(self.values).any(axis=1).sum())

    @property
    def covered(self) -> dict[str, float]:
        """Share of the diaries whose 95 % interval holds the true value, by number; a failed fit holds nothing."""
        shares = np.mean(self.deviance <= LIMIT, axis=0)
        return dict(zip(self.truth, shares.tolist(), strict=True))

    def explain(self) -> str:
        """Say in plain sentences what came back, how far it scattered, and how often the interval held the truth."""
        return str(view("explain recovery")(self))

    def plot(self) -> Any:
        """Return the picture: what came out of each diary, beside what was put in."""
        return view("plot recovery")(self)

    def __repr__(self) -> str:
        made = counted(len(self.values), "made-up diary", "made-up diaries")
        return f"<Recovery of {', '.join(self.truth)} from {made} (illustrative)>"


def recovery(
    given: Scenario,
    *,
    parameters: Sequence[str],
    diaries: int = 50,
    noise: float = 0.5,
    missing: float = 0.0,
    seed: int = 0,
    engine: str = "auto",
    progress: Progress | bool | None = None,
) -> Recovery:
    """Put known numbers in, make up diaries, fit each, and see what comes back.

    The fits are not told the truth: they begin with every fitted number in the middle of its range, and
    estimate the noise from the diary.

    Parameters
    ----------
    given : Scenario
        Whose numbers are the truth; the diaries have its days.
    parameters : sequence of str
        What to fit.
    diaries : int
        How many diaries.
    noise : float
        Standard deviation of a reading, points of 0 to 10.
    missing : float
        Share of days left out at random.
    seed : int
        The same seed makes the same diaries.
    engine : {"auto", "scipy", "heyoka"}
    progress : bool or callable, optional
        Called with (done, total).

    Returns
    -------
    Recovery

    Raises
    ------
    InputError
        As for `pain_diary` and `fit`, if no diary can be made up or fitted.

    Examples
    --------
    >>> from stresspain.simulation.scenario import scenario
    >>> back = recovery(scenario(load=[(0, 0.3), (14, 0.8), (56, 0.3)], days=84), parameters=["k_qs"], diaries=4)
    >>> back.values.shape
    (4, 1)
    """
    if not isinstance(given, Scenario):
        raise InputError(f"recovery({shown(given)}): give a Scenario, as scenario(load=0.4) makes one.")
    count, first = _DIARIES.whole(diaries), SEED.whole(seed)
    axes = axes_of(parameters, None, given)
    truth = {axis.name: own_value(axis.name, given) for axis in axes}
    hidden = with_values(given, {axis.name: axis.value(0.5) for axis in axes})
    run = simulate(given, engine=engine)
    watch = watched(progress, "diaries")
    seeds = np.random.SeedSequence(first).generate_state(count).tolist()
    values, deviance = np.full((2, count, len(axes)), np.nan)
    unfit: InputError | None = None
    for i, own in enumerate(seeds):
        try:
            diary = pain_diary(run, noise=noise, missing=missing, seed=own)
            found = fit(diary, parameters=list(truth), scenario=hidden, engine=engine)
            deviance[i] = [found.deviance(name, value) for name, value in truth.items()]
            values[i] = list(found.values.values())
        except RunError:
            deviance[i] = np.nan
        except InputError as error:  # this diary has, by chance, too few readings
            unfit, deviance[i] = error, np.nan
        if watch is not None:
            watch(i + 1, count)
    if unfit is not None and np.isnan(values).all():
        raise unfit
    return Recovery(
        given, MappingProxyType(truth), values, deviance, float(noise), float(missing), first, _engine(engine).name
    )
