"""What each kind of finding depends on, as plain data: ``of_...`` writes it, ``..._again`` finds the same again.

Those of many people stand in `crowd_again`, of diaries in `fitting.kept`, of trials in `trials.again`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stresspain.cycle.loops import Loops, loops
from stresspain.cycle.rests import Rests, rests
from stresspain.cycle.setting import Setting
from stresspain.cycle.tipping import tipping_points
from stresspain.cycle.tipping_map import TippingMap, tipping_map
from stresspain.cycle.tipping_results import TippingPoints
from stresspain.model.errors import InputError, shown
from stresspain.model.parameters import OUTSIDE
from stresspain.model.plan import Plan, as_plan
from stresspain.population.ranking import Ranking
from stresspain.population.sensitivity import Sensitivities, sensitivities
from stresspain.population.sobol import sobol
from stresspain.population.sobol_results import Sobol
from stresspain.population.warning import early_warning
from stresspain.population.warning_results import EarlyWarning
from stresspain.simulation.loops_over_time import LoopsOverTime, loops_over_time
from stresspain.simulation.plain import text
from stresspain.simulation.run import Run, simulate
from stresspain.simulation.scenario import Scenario, scenario
from stresspain.simulation.search import Smallest, smallest

Given = Mapping[str, Any]


def of_setting(where: Setting) -> dict[str, Any]:
    """Write a setting: a scenario of one day, and what is open between which ends."""
    made = scenario(person=where.person, load=where.load, damage=where.damage, plan=where.plan, days=1)
    return {"scenario": made.to_dict(), "open": [[q.name, q.low, q.high] for q in where.open]}


def rests_again(given: Given) -> Rests:
    """Find the rests again."""
    return rests(**_surroundings(given))


def of_points(found: TippingPoints) -> dict[str, Any]:
    """Write what tipping points were looked for in."""
    return of_setting(found.setting)


def points_again(given: Given) -> TippingPoints:
    """Find the tipping points again."""
    ((name, ends),) = _open(given, 1)
    return tipping_points(name, within=ends, **_surroundings(given))


def of_map(found: TippingMap) -> dict[str, Any]:
    """Write what a map was drawn of, and how finely."""
    return {**of_setting(found.setting), "size": [len(found.x), len(found.y)]}


def map_again(given: Given) -> TippingMap:
    """Draw the map again."""
    (x, x_ends), (y, y_ends) = _open(given, 2)
    size = given.get("size")
    if not isinstance(size, list) or len(size) != 2:
        raise InputError(f"size = {shown(size)} is not a pair of whole numbers.")
    return tipping_map(x, y, within=(x_ends, y_ends), size=(size[0], size[1]), **_surroundings(given))


def of_loops(found: Loops) -> dict[str, Any]:
    """Write the loops' state as a start, and the numbers there as a person's."""
    person = {name: float(value) for name, value in found.numbers.items() if name not in OUTSIDE}
    load, damage = (float(found.numbers[name]) for name in OUTSIDE)
    state = [float(x) for x in found.state]
    return {"scenario": scenario(person=person, load=load, damage=damage, start=state, days=1).to_dict()}


def loops_again(given: Given) -> Loops:
    """Find the loops again."""
    return loops(Scenario.from_dict(given["scenario"]).start, **_surroundings(given))


def of_course(found: LoopsOverTime) -> dict[str, Any]:
    """Write the run whose loops were followed."""
    return _of_run(found.run)


def course_again(given: Given) -> LoopsOverTime:
    """Run it and follow its loops again."""
    return loops_over_time(simulate(Scenario.from_dict(given["scenario"]), engine=given.get("engine", "auto")))


def of_plan(found: Plan) -> dict[str, Any]:
    """Write a plan."""
    return {"scenario": scenario(plan=found).to_dict()}


def plan_again(given: Given) -> Plan:
    """Read a plan."""
    return as_plan(Scenario.from_dict(given["scenario"]).plan)


def of_search(found: Smallest) -> dict[str, Any]:
    """Write a search."""
    return {
        "scenario": found.given.to_dict(),
        "what": found.what,
        "goal": found.goal,
        "of": list(found.of),
        "between": list(found.between),
        "engine": found.engine,
    }


def search_again(given: Given) -> Smallest:
    """Search again."""
    return smallest(
        text(given.get("what"), "what"),
        Scenario.from_dict(given["scenario"]),
        goal=text(given.get("goal"), "goal"),
        of=_names(given, "of") or None,
        between=given.get("between"),
        engine=given.get("engine", "auto"),
    )


def of_sensitivities(found: Sensitivities) -> dict[str, Any]:
    """Write the run, and what it was differentiated by."""
    return _of_run(found.run, parameters=list(found.parameters))


def sensitivities_again(given: Given) -> Sensitivities:
    """Work the sensitivities out again."""
    made = Scenario.from_dict(given["scenario"])
    return sensitivities(made, parameters=_names(given, "parameters"), engine=given.get("engine", "auto"))


def of_ranking(found: Ranking) -> dict[str, Any]:
    """Write a ranking."""
    names = [influence.parameter for influence in found.influences]
    asked = {"outcome": found.outcome, "level": found.level, "share": found.share}
    return _of_run(found.run, parameters=sorted(names), **asked)


def ranking_again(given: Given) -> Ranking:
    """Rank again."""
    return sensitivities_again(given).ranking(
        text(given.get("outcome"), "outcome"), level=given.get("level", 3.0), share=given.get("share", 0.1)
    )


def of_sobol(found: Sobol) -> dict[str, Any]:
    """Write an analysis of variance."""
    return {
        "scenario": found.scenario.to_dict(),
        "over": {name: list(ends) for name, ends in found.ranges.items()},
        "outcome": found.outcome,
        "n": found.n,
        "seed": found.seed,
        "level": found.level,
        "engine": found.engine,
    }


def sobol_again(given: Given) -> Sobol:
    """Analyse again."""
    more = {name: given[name] for name in ("n", "seed", "level", "engine") if name in given}
    made = Scenario.from_dict(given["scenario"])
    return sobol(given.get("over", ()), made, outcome=text(given.get("outcome"), "outcome"), **more)


def of_warning(found: EarlyWarning) -> dict[str, Any]:
    """Write a trial of early warning."""
    return {
        "scenario": scenario(person=found.person, load=found.low, days=found.length).to_dict(),
        "noise": found.noise,
        "every": int(found.days[1] - found.days[0]),
        "replicates": found.pain.shape[1],
        "seed": found.seed,
        "engine": found.engine,
    }


def warning_again(given: Given) -> EarlyWarning:
    """Watch again."""
    made = Scenario.from_dict(given["scenario"])
    more = {name: given[name] for name in ("noise", "every", "replicates", "seed", "engine") if name in given}
    return early_warning(made.person, load=made.load.values[0], days=int(made.grid[-1]), **more)


# --- what several of them are made of ------------------------------------------------------------------


def _of_run(run: Run, **more: Any) -> dict[str, Any]:
    """Write a run."""
    return {"scenario": run.scenario.to_dict(), "engine": run.provenance["engine"], **more}


def _surroundings(given: Given) -> dict[str, Any]:
    """Read who, under what, taking what."""
    made = Scenario.from_dict(given["scenario"])
    return {"person": made.person, "load": made.load.values[0], "damage": made.damage.values[0], "plan": made.plan}


def _open(given: Given, count: int) -> list[tuple[Any, tuple[Any, Any]]]:
    """Read what is open: a name and its two ends each."""
    found = given.get("open")
    if (
        not isinstance(found, list)
        or len(found) != count
        or not all(isinstance(o, list) and len(o) == 3 for o in found)
    ):
        raise InputError(f"open = {shown(found)} does not name {count} numbers, each with two ends.")
    return [(name, (low, high)) for name, low, high in found]


def _names(given: Given, name: str) -> list[str]:
    """Read a list of names."""
    found = given.get(name, [])
    if not isinstance(found, list):
        raise InputError(f"{name} = {shown(found)} is not a list of names.")
    return [text(one, name) for one in found]
