"""What a finding comes to in numbers, and how it is found again: what its pictures keep, and `reproduce` reads.

To add one: one line in `FINDINGS`, its numbers in `finding_numbers`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from stresspain.cycle.loops import Loops, loops
from stresspain.cycle.rests import Rests, rests
from stresspain.cycle.setting import Setting
from stresspain.cycle.tipping import tipping_points
from stresspain.cycle.tipping_map import TippingMap, tipping_map
from stresspain.cycle.tipping_results import TippingPoints
from stresspain.model.errors import InputError, shown, unknown
from stresspain.model.parameters import OUTSIDE
from stresspain.model.plan import Plan
from stresspain.population import kept
from stresspain.population.ensemble import Ensemble
from stresspain.population.finding_numbers import (
    of_answers,
    of_gains,
    of_influences,
    of_map,
    of_plan,
    of_points,
    of_rests,
    of_time,
    of_trends,
    of_variance,
)
from stresspain.population.fitting.fit import Fit
from stresspain.population.fitting.kept import (
    diary_again,
    fit_again,
    given_of_diary,
    given_of_fit,
    given_of_recovery,
    numbers_of_diary,
    numbers_of_fit,
    numbers_of_recovery,
    recovery_again,
)
from stresspain.population.fitting.pain_diary import PainDiary
from stresspain.population.fitting.recovery import Recovery
from stresspain.population.groups import TrajectoryGroups
from stresspain.population.ranking import Ranking
from stresspain.population.responders import Responders
from stresspain.population.sensitivity import Sensitivities, sensitivities
from stresspain.population.sobol import sobol
from stresspain.population.sobol_results import Sobol
from stresspain.population.trials import again as trials
from stresspain.population.trials.power import Power
from stresspain.population.trials.results import Trial
from stresspain.population.trials.twins import Twins
from stresspain.population.trials.verdicts import Verdicts
from stresspain.population.warning import early_warning
from stresspain.population.warning_results import EarlyWarning
from stresspain.simulation.engines import engine as _engine
from stresspain.simulation.loops_over_time import LoopsOverTime, loops_over_time
from stresspain.simulation.plain import table, text
from stresspain.simulation.record import plain_number, stamp
from stresspain.simulation.run import Run, simulate
from stresspain.simulation.scenario import Scenario, scenario
from stresspain.simulation.search import Smallest, smallest

#: Engine of what is solved from the equations and not integrated.
NO_ENGINE = "the equations alone"

Given = Mapping[str, Any]


class Finding(NamedTuple):
    """One kind of finding.

    Attributes
    ----------
    of : type
        The result's class.
    given : callable
        Result -> all that it depends on, as plain data; "scenario" among it, and "engine" and "seed" where there are.
    again : callable
        The same plain data -> the result.
    numbers : callable
        Result -> its numbers by name.
    """

    of: type
    given: Callable[[Any], dict[str, Any]]
    again: Callable[[Given], Any]
    numbers: Callable[[Any], dict[str, float]]


def record_of_finding(found: Any) -> dict[str, Any]:
    """Return the record of a finding: where its numbers come from, and what they are.

    Parameters
    ----------
    found : object
        Of one of the classes in `FINDINGS`.

    Returns
    -------
    dict
        Plain numbers, texts, lists and dicts.

    Raises
    ------
    InputError
        If it is no such finding.

    Examples
    --------
    >>> record_of_finding(tipping_points("load"))["numbers"]["how many"]
    2.0
    """
    kind = next((name for name, one in FINDINGS.items() if isinstance(found, one.of)), "")
    if not kind:
        raise InputError(f"{type(found).__name__} is no finding that is kept in files. Known: {', '.join(FINDINGS)}.")
    way = FINDINGS[kind]
    given = way.given(found)
    engine = given.get("engine", NO_ENGINE)
    made = {"engine": engine, **({} if engine == NO_ENGINE else _engine(engine).tolerances)}
    numbers = {name: plain_number(float(value)) for name, value in way.numbers(found).items()}
    return {**stamp(kind), "given": given, "provenance": made, "numbers": numbers}


def numbers_again(kind: object, given: Given) -> dict[str, float]:
    """Find something again from its record and return its numbers.

    Raises
    ------
    InputError
        If there is no such kind of finding, or what is given cannot be used.
    """
    if not isinstance(kind, str) or kind not in FINDINGS:
        raise unknown("kind of finding", kind, dict.fromkeys(FINDINGS, ""))
    found = FINDINGS[kind].again(table(given, "what was given", None, needed=("scenario",)))
    return {name: float(value) for name, value in FINDINGS[kind].numbers(found).items()}


# --- what is given, there and back ----------------------------------------------------------------


def _of_setting(where: Setting) -> dict[str, Any]:
    """Write a setting: a scenario of one day, and what is open between which ends."""
    made = scenario(person=where.person, load=where.load, damage=where.damage, plan=where.plan, days=1)
    return {"scenario": made.to_dict(), "open": [[q.name, q.low, q.high] for q in where.open]}


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


def _of_run(run: Run, **more: Any) -> dict[str, Any]:
    """Write a run."""
    return {"scenario": run.scenario.to_dict(), "engine": run.provenance["engine"], **more}


def _run(given: Given) -> Run:
    """Read a run: make it."""
    return simulate(Scenario.from_dict(given["scenario"]), engine=given.get("engine", "auto"))


def _of_loops(found: Loops) -> dict[str, Any]:
    """Write the loops' state as a start, and the numbers there as a person's."""
    person = {name: float(value) for name, value in found.numbers.items() if name not in OUTSIDE}
    load, damage = (float(found.numbers[name]) for name in OUTSIDE)
    state = [float(x) for x in found.state]
    return {"scenario": scenario(person=person, load=load, damage=damage, start=state, days=1).to_dict()}


def _loops(given: Given) -> Loops:
    """Find the loops again."""
    return loops(Scenario.from_dict(given["scenario"]).start, **_surroundings(given))


def _tipping_points(given: Given) -> TippingPoints:
    """Find the tipping points again."""
    ((name, ends),) = _open(given, 1)
    return tipping_points(name, within=ends, **_surroundings(given))


def _tipping_map(given: Given) -> TippingMap:
    """Draw the map again."""
    (x, x_ends), (y, y_ends) = _open(given, 2)
    size = given.get("size")
    if not isinstance(size, list) or len(size) != 2:
        raise InputError(f"size = {shown(size)} is not a pair of whole numbers.")
    return tipping_map(x, y, within=(x_ends, y_ends), size=(size[0], size[1]), **_surroundings(given))


def _of_search(found: Smallest) -> dict[str, Any]:
    """Write a search."""
    return {
        "scenario": found.given.to_dict(),
        "what": found.what,
        "goal": found.goal,
        "of": list(found.of),
        "between": list(found.between),
        "engine": found.engine,
    }


def _search(given: Given) -> Smallest:
    """Search again."""
    return smallest(
        text(given.get("what"), "what"),
        Scenario.from_dict(given["scenario"]),
        goal=text(given.get("goal"), "goal"),
        of=_names(given, "of") or None,
        between=given.get("between"),
        engine=given.get("engine", "auto"),
    )


def _sensitivities(given: Given) -> Sensitivities:
    """Work the sensitivities out again."""
    made = Scenario.from_dict(given["scenario"])
    return sensitivities(made, parameters=_names(given, "parameters"), engine=given.get("engine", "auto"))


def _of_ranking(found: Ranking) -> dict[str, Any]:
    """Write a ranking."""
    names = [influence.parameter for influence in found.influences]
    asked = {"outcome": found.outcome, "level": found.level, "share": found.share}
    return _of_run(found.run, parameters=sorted(names), **asked)


def _ranking(given: Given) -> Ranking:
    """Rank again."""
    return _sensitivities(given).ranking(
        text(given.get("outcome"), "outcome"), level=given.get("level", 3.0), share=given.get("share", 0.1)
    )


def _of_sobol(found: Sobol) -> dict[str, Any]:
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


def _sobol(given: Given) -> Sobol:
    """Analyse again."""
    more = {name: given[name] for name in ("n", "seed", "level", "engine") if name in given}
    made = Scenario.from_dict(given["scenario"])
    return sobol(given.get("over", ()), made, outcome=text(given.get("outcome"), "outcome"), **more)


def _of_warning(found: EarlyWarning) -> dict[str, Any]:
    """Write a trial of early warning."""
    return {
        "scenario": scenario(person=found.person, load=found.low, days=found.length).to_dict(),
        "noise": found.noise,
        "every": int(found.days[1] - found.days[0]),
        "replicates": found.pain.shape[1],
        "seed": found.seed,
        "engine": found.engine,
    }


def _warning(given: Given) -> EarlyWarning:
    """Watch again."""
    made = Scenario.from_dict(given["scenario"])
    more = {name: given[name] for name in ("noise", "every", "replicates", "seed", "engine") if name in given}
    return early_warning(made.person, load=made.load.values[0], days=int(made.grid[-1]), **more)


def _rests(where: Setting | Rests) -> Rests:
    """Return the rests of a setting; rests as they are."""
    if isinstance(where, Setting):
        return rests(where.person, load=where.load, damage=where.damage, plan=where.plan)
    return where


#: Every kind of finding that files keep, by name.
FINDINGS: Mapping[str, Finding] = MappingProxyType(
    {
        "set of rests": Finding(
            Setting, _of_setting, lambda given: rests(**_surroundings(given)), lambda found: of_rests(_rests(found))
        ),
        "set of tipping points": Finding(
            TippingPoints, lambda found: _of_setting(found.setting), _tipping_points, of_points
        ),
        "tipping map": Finding(
            TippingMap,
            lambda found: {**_of_setting(found.setting), "size": [len(found.x), len(found.y)]},
            _tipping_map,
            of_map,
        ),
        "set of loops": Finding(Loops, _of_loops, _loops, of_gains),
        "course of loops": Finding(
            LoopsOverTime, lambda found: _of_run(found.run), lambda given: loops_over_time(_run(given)), of_time
        ),
        "plan": Finding(
            Plan,
            lambda found: {"scenario": scenario(plan=found).to_dict()},
            lambda given: Scenario.from_dict(given["scenario"]).plan,
            of_plan,
        ),
        "search": Finding(Smallest, _of_search, _search, lambda found: {"value": found.value, "beyond": found.beyond}),
        "set of sensitivities": Finding(
            Sensitivities,
            lambda found: _of_run(found.run, parameters=list(found.parameters)),
            _sensitivities,
            of_answers,
        ),
        "ranking": Finding(Ranking, _of_ranking, _ranking, of_influences),
        "share-out of variance": Finding(Sobol, _of_sobol, _sobol, of_variance),
        "crowd": Finding(Ensemble, kept.of_crowd, kept.crowd_again, kept.numbers_of_crowd),
        "set of responders": Finding(Responders, kept.of_responders, kept.responders_again, kept.numbers_of_responders),
        "set of trajectory groups": Finding(
            TrajectoryGroups, kept.of_groups, kept.groups_again, kept.numbers_of_groups
        ),
        "trial of early warning": Finding(EarlyWarning, _of_warning, _warning, of_trends),
        "fit of a diary": Finding(Fit, given_of_fit, fit_again, numbers_of_fit),
        "made-up diary": Finding(PainDiary, given_of_diary, diary_again, numbers_of_diary),
        "virtual trial": Finding(Trial, trials.of_trial, trials.trial_again, trials.numbers_of_trial),
        "same people in every arm": Finding(Twins, trials.of_trial, trials.twins_again, trials.numbers_of_twins),
        "power of a trial": Finding(Power, trials.of_power, trials.power_again, trials.numbers_of_power),
        "verdicts of trials": Finding(Verdicts, trials.of_verdicts, trials.verdicts_again, trials.numbers_of_verdicts),
        "test of recovery": Finding(Recovery, given_of_recovery, recovery_again, numbers_of_recovery),
    }
)
