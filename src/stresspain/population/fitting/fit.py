"""`fit`: which numbers would tell the story of a diary. It fits a story; it diagnoses nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from stresspain import __version__
from stresspain.model.errors import InputError, shown, unknown
from stresspain.model.phrases import counted
from stresspain.model.quantity import Quantity
from stresspain.model.views import view
from stresspain.population.designs import SEED
from stresspain.population.fitting.axes import Axis, axes_of
from stresspain.population.fitting.likelihood import LIMIT, Likelihood, around, covariance
from stresspain.population.fitting.pain_diary import PainDiary, rising
from stresspain.population.fitting.profiles import Profile, profile
from stresspain.population.fitting.search import search
from stresspain.population.fitting.task import Task
from stresspain.simulation.engines import engine as _engine
from stresspain.simulation.run import Run, simulate
from stresspain.simulation.scenario import Scenario, scenario

Floats = npt.NDArray[np.float64]

_NOISE = Quantity("noise", r"\sigma", 0.5, "0-10", 1e-6, 10, "standard deviation of a reading, in points of 0 to 10")
_STARTS = Quantity("starts", "", 4, "-", 1, 256, "how often the search goes downhill, each time from another place")


class Story(NamedTuple):
    """One optimum: numbers that tell the diary, and how well.

    Attributes
    ----------
    values : mapping of str to float
    rms : float
        Typical distance from the readings, points of 0 to 10.
    deviance : float
        Twice the log-likelihood ratio of the best story against this one; 0 for the best.
    ways : int
        How many ways down ended here.
    ending : float
        Felt pain (0-10) on the diary's last day.
    """

    values: Mapping[str, float]
    rms: float
    deviance: float
    ways: int
    ending: float


@dataclass(frozen=True, eq=False, repr=False)
class Fit:
    """The numbers with which the model comes closest to a diary. A story that fits; nobody's diagnosis.

    Attributes
    ----------
    diary : PainDiary
    given : Scenario
        What the fit began from: all that was not fitted.
    parameters : tuple of str
        What was fitted.
    values : mapping of str to float
        The best values.
    noise : float
        Standard deviation of a reading, points of 0 to 10: as given, or estimated from the residuals.
    noise_given : bool
    optima : tuple of Story
        Every optimum that was found, the best first. Two far apart mean two stories.
    looked : int
        Places in the ranges that were looked at; from the best of them the ways down began.
    failures : mapping of str to int
        Reason -> how many of those places had no answer.
    stuck : int
        Ways down that ended where the model has no answer.
    likelihood : Likelihood
        The misfit as a likelihood; what profiles are made of.
    seed, starts : int
    """

    diary: PainDiary
    given: Scenario
    parameters: tuple[str, ...]
    values: Mapping[str, float]
    noise: float
    noise_given: bool
    optima: tuple[Story, ...]
    looked: int
    failures: Mapping[str, int]
    stuck: int
    likelihood: Likelihood
    seed: int
    starts: int

    @cached_property
    def scenario(self) -> Scenario:
        """The scenario with the best values, to run on: ``simulate(found.scenario.but(days=365))``."""
        made = self.likelihood.task.scenario_at(self.likelihood.best)
        return made.but(days=max(1, int(np.ceil(self.diary.days[-1]))))

    @cached_property
    def run(self) -> Run:
        """The best story, day by day."""
        return simulate(self.scenario, engine=self.engine)

    @property
    def engine(self) -> str:
        """What it was worked out with."""
        return self.likelihood.task.engine

    @property
    def intervals(self) -> dict[str, tuple[float, float]]:
        """The 95 % interval of each number, from its profile."""
        return {name: self.profile(name).interval for name in self.parameters}

    @cached_property
    def residuals(self) -> Mapping[str, Floats]:
        """Reading minus model by column, shape (n_days,), points of 0 to 10; NaN for gaps."""
        said = self.likelihood.task.curves(self.likelihood.best).values
        return MappingProxyType({name: values - said[name] for name, values in self.diary.columns.items()})

    @property
    def correlation(self) -> float:
        """How much each residual of pain resembles the one before it, -1 to 1; NaN for fewer than three."""
        left = self.residuals["felt_pain"]
        before, after = left[:-1], left[1:]
        both = np.isfinite(before) & np.isfinite(after)
        total = float(np.nansum(left * left))
        return float(before[both] @ after[both]) / total if both.sum() > 1 and total > 0 else float("nan")

    def profile(self, name: str) -> Profile:
        """Return what the diary says about one number, whatever the others may be.

        Parameters
        ----------
        name : str
            One of `parameters`.

        Raises
        ------
        InputError
            If it was not fitted.
        """
        if name not in self.parameters:
            raise unknown("number in this fit", name, self._meanings)
        if name not in self._profiles:
            self._profiles[name] = profile(self.likelihood, name)
        return self._profiles[name]

    @property
    def _axes(self) -> dict[str, Axis]:
        """What was fitted, by name."""
        return {axis.name: axis for axis in self.likelihood.task.axes}

    @property
    def _meanings(self) -> dict[str, str]:
        """What each number that was fitted means."""
        return {name: axis.quantity.meaning for name, axis in self._axes.items()}

    @cached_property
    def _profiles(self) -> dict[str, Profile]:
        """Profiles that were asked for."""
        return {}

    def deviance(self, name: str, value: float) -> float:
        """Return how much worse the best story with one number held at a value is: twice the log-likelihood ratio.

        All other numbers are fitted again. Below 3.84 the diary does not speak against the value (95 %).

        Parameters
        ----------
        name : str
            One of `parameters`.
        value : float
            Within the range that was searched.

        Raises
        ------
        InputError
            If the number was not fitted or the value lies outside its range.
        RunError
            If the model has no answer there.
        """
        if name not in self.parameters:
            raise unknown("number in this fit", name, self._meanings)
        return self.likelihood.of_value(name, self._axes[name].quantity.check(value))

    def band(self, days: Sequence[float] | Floats | None = None) -> tuple[Floats, Floats, Floats, Floats]:
        """Return the curve of felt pain with its 95 % band, to first order.

        The band is about the curve, not about readings, which scatter around it by `noise`.

        Parameters
        ----------
        days : sequence of float, optional
            Rising; daily over the diary if none are given.

        Returns
        -------
        days, curve, low, high : ndarray, shape (n_days,)
            Felt pain, 0 to 10; the band ends where the scale does.

        Raises
        ------
        InputError
            If days do not rise, as for a diary.
        """
        when = np.arange(np.floor(self.diary.days[-1]) + 1.0) if days is None else rising(days)
        curves = self.likelihood.task.curves(self.likelihood.best, when)
        curve, slopes = curves.values["felt_pain"], curves.slopes["felt_pain"]
        spread = covariance(self.likelihood.slopes(), self.noise)
        half = np.sqrt(LIMIT * np.einsum("di,ij,dj->d", slopes, spread, slopes))
        return when, curve, np.maximum(curve - half, 0.0), np.minimum(curve + half, 10.0)

    @property
    def provenance(self) -> dict[str, Any]:
        """Version, engine, tolerances, and the digest of what the fit began from."""
        chosen = _engine(self.engine)
        return {"version": __version__, "engine": self.engine, "scenario": self.given.digest, **chosen.tolerances}

    def explain(self) -> str:
        """Say in plain sentences what fits, how surely, what else fits, and what it does not mean."""
        return str(view("explain fit")(self))

    def plot(self, kind: str = "fit") -> Any:
        """Return a picture; its file holds the whole diary in its record, so think before you hand one on.

        Parameters
        ----------
        kind : {"fit", "profiles"}
            The diary with the curve, its band and the residuals; or what the diary says about each number.

        Raises
        ------
        InputError
            If the kind is unknown.
        """
        return view("plot fit")(self, kind)

    def __repr__(self) -> str:
        told = ", ".join(f"{name} = {value:.4g}" for name, value in self.values.items())
        read = counted(self.diary.readings, "reading")
        return f"<Fit of {read}: {told} (a story that fits, no diagnosis; illustrative)>"


def fit(
    diary: PainDiary,
    *,
    parameters: Sequence[str],
    scenario: Scenario | None = None,
    noise: float | None = None,
    within: Mapping[str, tuple[float, float]] | None = None,
    starts: int = 4,
    seed: int = 0,
    engine: str = "auto",
) -> Fit:
    """Find the numbers with which the model comes closest to a diary.

    Bounded least squares with exact slopes, from several starts: eight times as many places of a Sobol
    sequence over the ranges are looked at, and from the best that lie apart it goes downhill. What comes
    out is a story that fits. It diagnoses nobody: other models, and other numbers of this one, may fit as well.
    A reading of 0 or 10 counts as censored: nobody can write down less, or more.

    Parameters
    ----------
    diary : PainDiary
        Readings of 0 to 10; gaps are allowed.
    parameters : sequence of str
        What to fit: names of `PARAMETERS` (`load` and `damage` as a whole, all steps moved alike); of
        states, which stand for their value on day 0; and of what the scenario's plan holds, as
        ``"adaptogen.strength"``: the highest effect level that its courses lead to, from 0, does nothing
        (smaller amounts in proportion), and ``"adaptogen.tau_e"``, how slowly that comes and goes. What
        fits is no evidence of an effect: anything else that changed on the same days would look alike.
    scenario : Scenario, optional
        All that is not fitted: person, load, plan, start; its days do not count. The default person at
        load 0.3, starting calm, if none is given. A calm or painful start moves with what is fitted.
    noise : float, optional
        Standard deviation of a reading, points of 0 to 10, the same for every column. Estimated from the
        residuals if none is given.
    within : mapping of str to (float, float), optional
        Narrower ranges to search, by name; else the declared ones.
    starts : int
        How often the search goes downhill, each time from another place, 1 to 256.
    seed : int
        The same seed looks at the same places.
    engine : {"auto", "scipy", "heyoka"}

    Returns
    -------
    Fit
        With ``.profile(name)``, ``.intervals``, ``.explain()``, ``.plot()`` and ``.scenario``.

    Raises
    ------
    InputError
        If a name is unknown (with the nearest one), not in the plan, or stands twice, there are too few
        readings, they never change, or a number is out of range.
    RunError
        If the model has no answer anywhere that was looked.

    References
    ----------
    Profiles: Raue 2009, doi:10.1093/bioinformatics/btp358. Readings at an end of the scale: Amemiya 1984,
    doi:10.1016/0304-4076(84)90074-5.

    Examples
    --------
    >>> from stresspain.population.fitting.synthetic import pain_diary
    >>> told = pain_diary(load=[(0, 0.3), (14, 0.8), (42, 0.3)], days=60, noise=0.0)
    >>> from stresspain.simulation.scenario import scenario
    >>> found = fit(told, parameters=["k_qs"], scenario=scenario(load=[(0, 0.3), (14, 0.8), (42, 0.3)]))
    >>> round(found.values["k_qs"], 6)
    0.6

    How strongly something taken works is fitted by its name in the plan:

    >>> from stresspain.model.catalogue import painkiller
    >>> taken = scenario(load=0.4, start="painful", plan=painkiller(0.3, start=7, stop=21), days=42)
    >>> found = fit(pain_diary(taken, noise=0.0), parameters=["painkiller.strength"], scenario=taken)
    >>> round(found.values["painkiller.strength"], 6)
    0.3
    """
    task = _task(diary, parameters, scenario, within, engine)
    sd = None if noise is None else _NOISE.check(noise)
    _check_enough(diary, task, sd)
    ways, first = _STARTS.whole(starts), SEED.whole(seed)
    task = replace(task, noise=sd)
    found = search(task, ways, first)
    like = around(task, found) if sd is None else Likelihood(task, found, sd, estimated=False)
    return Fit(
        diary=diary,
        given=task.scenario,
        parameters=task.names,
        values=MappingProxyType(task.values(like.best)),
        noise=like.noise,
        noise_given=sd is not None,
        optima=_stories(like),
        looked=found.looked,
        failures=MappingProxyType(found.failures),
        stuck=found.stuck,
        likelihood=like,
        seed=first,
        starts=ways,
    )


def _task(diary: object, parameters: object, given: Scenario | None, within: object, engine: str) -> Task:
    """Check what is given and put the task together."""
    if not isinstance(diary, PainDiary):
        raise InputError(
            f"fit({shown(diary)}): give a PainDiary, as read_pain_diary('diary.csv') or pain_diary(...) makes one."
        )
    if given is not None and not isinstance(given, Scenario):
        raise InputError(f"scenario = {shown(given)} is not a scenario. Make one, as in scenario(load=0.4).")
    base = scenario() if given is None else given
    # Not through `but`, which would drop effects that fade: only the days change.
    made = replace(base, days=tuple(diary.days.tolist()))
    return Task(diary, made, axes_of(parameters, within, made), _engine(engine).name)


def _check_enough(diary: PainDiary, task: Task, noise: float | None) -> None:
    """Make sure that there are readings enough, and that they tell something."""
    n, p = diary.readings, len(task.axes)
    least = p if noise is not None else p + 1
    if n < least:
        also = " (one more than numbers, since the noise is estimated too)" if noise is None else ""
        raise InputError(
            f"{counted(n, 'reading is', 'readings are')} fewer than the {least} that "
            f"{counted(p, 'number needs', 'numbers need')}{also}. Fit fewer numbers or write down more."
        )
    levels = {name: np.unique(diary[name][np.isfinite(diary[name])]) for name in diary.kept}
    if n > 2 and all(len(level) == 1 for level in levels.values()):
        same = " and ".join(f"every reading of {name} is {level[0]:g}" for name, level in levels.items())
        raise InputError(
            f"{same[0].upper()}{same[1:]}. Where nothing moves, nothing is told about how it "
            "moves: a person at rest. Use a diary in which pain changes, or ask rests(...) where a person may rest."
        )
    if noise is None and task.ends.all():
        raise InputError(
            "Every reading stands at an end of the scale, 0 or 10, and says only 'here or beyond': how exact they are "
            "cannot be told. Give the noise (a standard deviation, points of 0 to 10), or write down what lies between."
        )


def _stories(like: Likelihood) -> tuple[Story, ...]:
    """Return every optimum as a story."""
    told = []
    for found in like.found.optima:
        left = like.task.said(found.place) - like.task.readings
        rms = float(np.sqrt(np.mean(left**2)))
        values = MappingProxyType(like.task.values(found.place))
        told.append(Story(values, rms, like.deviance(found.rss), found.ways, found.ending))
    return tuple(told)
