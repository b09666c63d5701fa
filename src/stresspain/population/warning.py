"""Early warning of a tipping point, and how often it cries wolf. For teaching: nobody can be warned with this.

A system close to a fold recovers slowly from small knocks, so its state wanders further (variance) and
resembles itself longer (lag-1 autocorrelation). Here the load rises slowly to the fold, with small random
daily noise, again and again; beside each such person lives a twin under the same noise whose load does
not rise. What the twins' signals do is the false-alarm rate.
"""

from __future__ import annotations

from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from stresspain.cycle.tipping import tipping_points
from stresspain.model.errors import InputError
from stresspain.model.parameters import PARAMETERS, Person, parameter
from stresspain.model.plan import as_person
from stresspain.model.quantity import Quantity
from stresspain.population.designs import SEED
from stresspain.population.many import simulate_many
from stresspain.population.people import people_of
from stresspain.population.rolling import drift, rolling_lag_1, rolling_variance
from stresspain.population.warning_results import EarlyWarning
from stresspain.population.work import PerPerson
from stresspain.simulation.engines import engine as _engine
from stresspain.simulation.scenario import scenario

Floats = npt.NDArray[np.float64]

#: Part of the record that a rolling window covers.
WINDOW = 0.5
#: Width of the Gaussian that takes slow drift out of the record, days (standard deviation).
DRIFT = 100.0

_NOISE = Quantity("noise", r"\sigma", 0.05, "-", 0.001, 0.3, "standard deviation of the daily load")
_DAYS = Quantity("days", "", 1825, "d", 365, 10_000, "days in which the load rises to the fold")
_EVERY = Quantity("every", "", 7, "d", 1, 28, "days between two readings of pain")
_REPLICATES = Quantity("replicates", "", 200, "-", 20, 5_000, "people, and as many twins")


def early_warning(
    person: object = None,
    *,
    load: float = 0.3,
    noise: float = 0.05,
    days: int = 1825,
    every: int = 7,
    replicates: int = 200,
    seed: int = 0,
    engine: str = "auto",
) -> EarlyWarning:
    """Let the load rise to the fold with small random noise, and watch pain for early warnings.

    Parameters
    ----------
    person : Person or mapping, optional
    load : float
        Load at the start; it rises evenly to where this person's calm ending is lost.
    noise : float
        Standard deviation of the daily load. Every day is an independent even draw around the level.
    days : int
        How long the rise takes.
    every : int
        Days between two readings of pain.
    replicates : int
        How many people are on their way; each has a twin under the same noise without the rise.
    seed : int
        The same seed gives the same noise.
    engine : {"auto", "scipy", "heyoka"}

    Returns
    -------
    EarlyWarning

    Raises
    ------
    InputError
        If a number is out of range, noise would carry the load out of its range, or this person has no
        fold of the calm ending above `load`.

    References
    ----------
    Scheffer 2009, doi:10.1038/nature08227; Dakos 2012, doi:10.1371/journal.pone.0041010; on false
    alarms Boettiger & Hastings 2012, doi:10.1098/rsif.2012.0125.

    Examples
    --------
    >>> watched = early_warning(days=730, replicates=20)
    >>> watched.pain.shape
    (2, 20, 105)
    """
    who = as_person(person)
    low, sd = parameter("load").check(load), _NOISE.check(noise)
    length, step, count, start = (
        _DAYS.whole(days),
        _EVERY.whole(every),
        _REPLICATES.whole(replicates),
        SEED.whole(seed),
    )
    fold = _calm_fold(who, low)
    levels = _levels(low, fold, sd, length, count, start)
    read = np.arange(0.0, length, step)
    pain = _pain(who, levels, read, engine)
    quiet = pain - drift(pain, DRIFT / step)
    width = round(WINDOW * len(read))
    signals = {"variance": rolling_variance(quiet, width), "lag-1 autocorrelation": rolling_lag_1(quiet, width)}
    return EarlyWarning(
        person=who,
        low=low,
        fold=fold,
        noise=sd,
        seed=start,
        days=read,
        load=levels[:, :, ::step],
        pain=pain,
        window_ends=read[width - 1 :],
        signals=MappingProxyType(signals),
        trends=MappingProxyType({name: _trends(signal) for name, signal in signals.items()}),
        length=length,
        engine=_engine(engine).name,
    )


def _calm_fold(person: Person, low: float) -> float:
    """Return the load above `low` at which this person's calm ending is lost."""
    above = [point for point in tipping_points("load", person=person).points if point.value > low]
    if not above:
        raise InputError(
            f"Above load {low:g} this person has no tipping point, so there is nothing to be warned of. "
            "Use a lower load or another person."
        )
    return float(min(above, key=lambda point: point.felt_pain).value)


def _levels(low: float, fold: float, noise: float, days: int, count: int, seed: int) -> Floats:
    """Draw everyone's daily load, shape (2, count, days): rising to the fold, and staying."""
    reach = np.sqrt(3.0) * noise
    top = PARAMETERS["load"].high
    if low - reach < 0 or fold + reach > top:
        raise InputError(
            f"noise = {noise:g} would carry the load to between {low - reach:g} and {fold + reach:g}, outside 0 to "
            f"{top:g}. Use less noise or a higher load to start from."
        )
    drawn = np.random.default_rng(seed).uniform(-reach, reach, (count, days))
    return np.stack((np.linspace(low, fold, days) + drawn, low + drawn))


def _pain(person: Person, levels: Floats, read: Floats, engine: str) -> Floats:
    """Run everyone and read felt pain, shape (2, count, n_days)."""
    _, count, days = levels.shape
    everyone = people_of((), np.empty((2 * count, 0)), person=person, drawn="one person, many times over")
    own = {"load": PerPerson(np.arange(float(days)), levels.reshape(2 * count, days))}
    done = simulate_many(everyone, scenario(days=days), days=read.tolist(), own=own, engine=engine)
    return done["felt_pain"].reshape(2, count, len(read))


def _trends(signals: Floats) -> Floats:
    """Return Kendall's tau against time, and its p-value, shape (2, count, 2)."""
    from scipy.stats import kendalltau

    time = np.arange(signals.shape[-1])
    flat = signals.reshape(-1, signals.shape[-1])
    found = [kendalltau(time, signal) for signal in flat]
    return np.array([(t.statistic, t.pvalue) for t in found]).reshape(*signals.shape[:2], 2)
