"""Which number matters, over whole ranges: Sobol indices, with how sure they are.

The estimator is SciPy's (`scipy.stats.sobol_indices`, Saltelli 2010); here are the runs it needs, the
intervals, and a verdict in words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from stresspain.model.errors import InputError, shown
from stresspain.model.parameters import OUTSIDE, PARAMETERS, parameter
from stresspain.model.quantity import Quantity, whole
from stresspain.population.many import simulate_many
from stresspain.population.people import people_of
from stresspain.population.ranking import outcome_of
from stresspain.population.saltelli import indices, intervals, sampled
from stresspain.population.sobol_results import Sobol
from stresspain.simulation.engines import engine as _engine
from stresspain.simulation.outcomes import BAR, LEVEL
from stresspain.simulation.scenario import Scenario
from stresspain.simulation.scenario import scenario as _scenario

Floats = npt.NDArray[np.float64]


_N = Quantity("n", "n", 1024, "-", 16, 2**18, "base samples")


def sobol(
    over: Mapping[str, tuple[float, float] | None] | Iterable[str],
    scenario: Scenario | None = None,
    *,
    outcome: str = "mean",
    n: int = 1024,
    seed: int = 0,
    level: float = LEVEL,
    engine: str = "auto",
    progress: Callable[[int, int], None] | None = None,
) -> Sobol:
    """Share an outcome's variance among the numbers that vary: first-order and total Sobol indices.

    Every number is drawn evenly from its range, independently of the others. ``n * (d + 2)`` runs are
    made for d numbers. A base sample of which any run has no answer (no painful start, no day of
    recovery) is left out and replaced by the next of the sequence; the result says how many, and more
    than one in a hundred are refused, since the indices would speak of other people than asked.

    Parameters
    ----------
    over : sequence of str, or mapping of str to (low, high) or None
        Parameters, two at least; drawn from their whole declared range, or from the range given within
        it. Load and damage: the level on day 0, steps moving along.
    scenario : Scenario, optional
        What everyone shares; the default one if none is given.
    outcome : str
        A name of `OUTCOMES`.
    n : int
        Base samples, a power of 2.
    seed : int
        The same seed gives the same result.
    level : float
        Felt pain (0-10) that days are counted above.
    engine : {"auto", "scipy", "heyoka"}
    progress : callable, optional
        Called as ``progress(runs_done, runs)`` now and then.

    Returns
    -------
    Sobol

    Raises
    ------
    InputError
        If a range leaves the declared one, fewer than two parameters are named, `n` is no power of 2,
        the outcome does not vary, or it has no value for more than one base sample in a hundred.
    RunError
        If runs keep failing.

    References
    ----------
    Saltelli 2010, doi:10.1016/j.cpc.2009.09.018.

    Examples
    --------
    >>> shares = sobol({"load": (0.1, 0.2), "k_ls": (0.5, 0.7)}, outcome="last", n=64)
    >>> shares.parameters[shares.order[0]]
    'load'
    """
    given = _scenario() if scenario is None else scenario
    ranges = _ranges(over, given)
    outcome_of(outcome)
    count, start = _power_of_two(n), whole(seed, "seed", "start of the random sequence")

    def run(rows: Floats) -> Floats:
        low, high = np.array(list(ranges.values())).T
        people = people_of(tuple(ranges), low + (high - low) * rows, person=given.person, drawn=f"Sobol, seed {seed}")
        done = simulate_many(people, given, outcomes=[outcome], level=level, engine=engine, progress=progress)
        return done[outcome]

    values, replaced = sampled(run, len(ranges), count, start, outcome)
    _check_varies(values[:2], outcome)
    first, total = indices(values)
    half = indices(values[:, : count // 2])
    bounds = intervals(values, start)
    return Sobol(
        scenario=given,
        outcome=outcome,
        level=BAR.check(level),
        ranges=ranges,
        first=first,
        total=total,
        first_interval=bounds[:, 0].T,
        total_interval=bounds[:, 1].T,
        half_first=half[0],
        half_total=half[1],
        mean=float(values[:2].mean()),
        variance=float(values[:2].var()),
        n=count,
        runs=(count + replaced) * len(values),
        replaced=replaced,
        seed=start,
        engine=_engine(engine).name,
    )


def _check_varies(values: Floats, outcome: str) -> None:
    """Refuse to share out the variance of what is the same for everyone."""
    if np.ptp(values) <= 1e-12 * max(1.0, float(np.abs(values).max())):
        raise InputError(
            f"{outcome} is {values[0, 0]:g} for everyone in these ranges: there is no variance to share. "
            "Use wider ranges or another outcome."
        )


def _ranges(over: object, scenario: Scenario) -> dict[str, tuple[float, float]]:
    """Return what to draw each parameter from."""
    if isinstance(over, str) or not isinstance(over, Iterable):
        raise InputError(f"over = {shown(over)}: give names such as ['k_qs', 'g'], or {{'k_qs': (0.3, 0.9)}}.")
    names = [parameter(name).name for name in over]
    if len(names) < 2 or len(set(names)) < len(names):
        raise InputError(f"over = {names}: name at least two parameters, each once. One alone has all the variance.")
    given = over if isinstance(over, Mapping) else {}
    return {name: _range(name, given.get(name), scenario) for name in names}


def _range(name: str, given: Any, scenario: Scenario) -> tuple[float, float]:
    """Return what to draw one parameter from."""
    quantity = PARAMETERS[name]
    low, high = quantity.low, quantity.high
    if name in OUTSIDE:
        steps = getattr(scenario, name)
        # Steps move along with day 0, and all of them have to stay in range.
        low = low + steps.values[0] - min(steps.values)
        high = high + steps.values[0] - max(steps.values)
    if given is None:
        return low, high
    if not isinstance(given, (list, tuple)) or len(given) != 2:
        raise InputError(f"over: {name} = {shown(given)} is not a range. Give a pair (low, high).")
    a, b = (quantity.check(bound) for bound in given)
    if not low <= a < b <= high:
        raise InputError(f"over: {name} from {a:g} to {b:g} must rise and lie within {low:g} to {high:g}.")
    return a, b


def _power_of_two(n: object) -> int:
    """Check the number of base samples."""
    count = _N.whole(n)
    if count & (count - 1):
        near = 2 ** round(np.log2(count))
        raise InputError(f"n = {count:g} must be a power of 2, or the sequence is unbalanced. Use n = {near}.")
    return count
