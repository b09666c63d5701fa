"""Where a scenario ends once everything planned has happened: at the calm ending, or not."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from stresspain.cycle.rests import Rest, rests_of
from stresspain.model.errors import InputError
from stresspain.model.interventions import turn_down
from stresspain.model.schedule import Courses, Steps
from stresspain.simulation.engines import Engine
from stresspain.simulation.outcomes import LEVEL
from stresspain.simulation.problem import problem
from stresspain.simulation.scenario import Scenario

Floats = npt.NDArray[np.float64]

#: Latest day on which something planned may still switch.
LATEST = 3650.0

#: An ending is reached where every state is closer to it than this share of the way to the next rest.
_CLOSE = 0.1
#: Days to wait at first, in the slowest time scale of the endings, and how often to wait three times longer.
_WAIT, _LEAST_WAIT, _TIMES = 12.0, 500.0, 4


class Endings(NamedTuple):
    """The rests of the last day's world, what is then taken being taken for good.

    Attributes
    ----------
    rests : tuple of Rest
        Lowest pain first.
    calm : Rest or None
        The lowest stable one, if it is one with felt pain below 3 of 10.
    """

    rests: tuple[Rest, ...]
    calm: Rest | None


def endings(scenario: Scenario) -> Endings:
    """Return the endings of a scenario."""
    day = last_switch(scenario)
    k: SimpleNamespace = scenario.person.numbers(scenario.load.at(day), scenario.damage.at(day))
    turn_down(k, scenario.plan, [taken.target(taken.courses.at(day)) for taken in scenario.plan])
    found = rests_of(k)
    stable = [rest for rest in found if rest.stable]
    return Endings(found, stable[0] if stable and stable[0].felt_pain < LEVEL else None)


def last_switch(scenario: Scenario) -> float:
    """Return the last day on which anything planned switches.

    Raises
    ------
    InputError
        If that is more than ten years away: courses that repeat without end never leave the world as it is.
    """
    timed: tuple[Steps | Courses, ...] = (scenario.load, scenario.damage, *(taken.courses for taken in scenario.plan))
    last = max((day for schedule in timed for day in schedule.switches() if math.isfinite(day)), default=0.0)
    if last > LATEST:
        raise InputError(
            f"Something still switches on day {last:g}; where a person settles is asked for when all is over, by day "
            f"{LATEST:g} at the latest. Give what repeats a stop."
        )
    return last


def settles_calm(scenario: Scenario, engine: Engine, tighter: float = 1.0) -> bool | None:
    """Return whether a person settles at the calm ending; None where no ending is reached (it swings, or creeps).

    Parameters
    ----------
    scenario : Scenario
        Its own last day does not matter: the run goes on until an ending is reached.
    engine : Engine
    tighter : float
        Divides the tolerances.
    """
    world = endings(scenario)
    if world.calm is None:
        return False
    stable = [rest for rest in world.rests if rest.stable]
    slowest = max([*(rest.slowest_days for rest in stable), *(taken.tau_e for taken in scenario.plan)])
    wait = max(_LEAST_WAIT, _WAIT * slowest)
    begin = last_switch(scenario)
    for _ in range(_TIMES):
        last = engine.integrate(problem(scenario.but(days=[min(begin + wait, 36500.0)])), tighter)[-1, :5]
        for rest in stable:
            if _reached(last, rest, world.rests):
                return rest is world.calm
        wait *= 3.0
    return None


def _reached(state: Floats, rest: Rest, others: tuple[Rest, ...]) -> bool:
    """Return whether a state lies much closer to one rest than that lies to any other."""
    here = np.array(rest.state)
    room = min((float(np.max(np.abs(here - other.state))) for other in others if other is not rest), default=0.5)
    return bool(np.max(np.abs(state - here)) < _CLOSE * min(room, 0.5))
