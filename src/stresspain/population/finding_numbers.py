"""What each kind of finding comes to, as numbers by name: what files keep of it and compare."""

from __future__ import annotations

import numpy as np

from stresspain.cycle.loops import Loops
from stresspain.cycle.rests import Rests, rests
from stresspain.cycle.setting import Setting
from stresspain.cycle.tipping_map import TippingMap
from stresspain.cycle.tipping_results import TippingPoints
from stresspain.model.plan import Plan
from stresspain.population.ranking import Ranking
from stresspain.population.sensitivity import Sensitivities
from stresspain.population.sobol_results import Sobol
from stresspain.population.warning_results import EarlyWarning
from stresspain.simulation.loops_over_time import LoopsOverTime
from stresspain.simulation.search import Smallest


def of_rests(found: Setting | Rests) -> dict[str, float]:
    """Return the felt pain at every rest (of a setting: at those that it has), and whether it is stable."""
    if isinstance(found, Setting):
        found = rests(found.person, load=found.load, damage=found.damage, plan=found.plan)
    told = {f"felt pain at rest {i}": rest.felt_pain for i, rest in enumerate(found, 1)}
    return told | {f"rest {i} is stable": float(rest.stable) for i, rest in enumerate(found, 1)}


def of_points(found: TippingPoints) -> dict[str, float]:
    """Return where every tipping point lies, in value and in felt pain."""
    told = {"how many": float(len(found.points))}
    told |= {f"{point.kind} {i}": point.value for i, point in enumerate(found.points, 1)}
    return told | {f"felt pain at {p.kind} {i}": p.felt_pain for i, p in enumerate(found.points, 1)}


def of_map(found: TippingMap) -> dict[str, float]:
    """Return the map's shares and its cusps."""
    told = {f"share of {name}": share for name, share in found.shares.items()}
    cusps = enumerate(found.cusps, 1)
    return told | {f"cusp {i}, {axis}": getattr(cusp, axis) for i, cusp in cusps for axis in ("x", "y", "felt_pain")}


def of_gains(found: Loops) -> dict[str, float]:
    """Return every loop's gain, and what they add up to."""
    return {**{f"gain of {loop.name}": loop.gain for loop in found.loops}, "all gains": found.total}


def of_time(found: LoopsOverTime) -> dict[str, float]:
    """Return each loop's share, averaged over the days on which something changes."""
    moving = {name: shares[np.isfinite(shares)] for name, shares in found.shares.items()}
    return {f"mean share of {name}": float(some.mean()) if len(some) else np.nan for name, some in moving.items()}


def of_plan(found: Plan) -> dict[str, float]:
    """Return how many courses each thing has, when it is first taken, and how much at most."""
    told = {}
    for taken in found:
        courses = taken.courses.taken
        told[f"{taken.name}: courses"] = float(len(courses))
        told[f"{taken.name}: first day"] = courses[0].start if courses else np.nan
        told[f"{taken.name}: most"] = max((c.amount for c in courses), default=np.nan)
    return told


def of_search(found: Smallest) -> dict[str, float]:
    """Return the value that was sought, and the one beyond which it holds no more."""
    return {"value": found.value, "beyond": found.beyond}


def of_answers(found: Sensitivities) -> dict[str, float]:
    """Return how felt pain on the last day answers to each number."""
    return dict(zip(found.parameters, found["felt_pain"][-1].tolist(), strict=True))


def of_influences(found: Ranking) -> dict[str, float]:
    """Return the outcome, and each number's slope and what a little less and more of it does."""
    told = {
        f"{i.parameter}: {name}": getattr(i, name) for i in found.influences for name in ("slope", "lower", "higher")
    }
    return {found.outcome: found.value, **told}


def of_variance(found: Sobol) -> dict[str, float]:
    """Return mean, variance, and both indices of each number."""
    alone = {f"{name}, alone": value for name, value in zip(found.parameters, found.first.tolist(), strict=True)}
    whole = {f"{name}, in company": value for name, value in zip(found.parameters, found.total.tolist(), strict=True)}
    return {"mean": found.mean, "variance": found.variance, **alone, **whole}


def of_trends(found: EarlyWarning) -> dict[str, float]:
    """Return the mean pain and the mean trend of each signal, on the way and in the twins."""
    told = {"mean felt pain": float(found.pain.mean())}
    for name, trends in found.trends.items():
        told[f"mean trend of {name}, on the way"], told[f"mean trend of {name}, twins"] = (
            float(trends[row, :, 0].mean()) for row in (0, 1)
        )
    return told
