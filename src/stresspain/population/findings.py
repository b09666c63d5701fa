"""What a finding comes to in numbers, and how it is found again: what its pictures keep, and `reproduce` reads.

To add one: its line in `FINDINGS`, its way there and back in `finding_again`, its numbers in `finding_numbers`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from stresspain.cycle.loops import Loops
from stresspain.cycle.setting import Setting
from stresspain.cycle.tipping_map import TippingMap
from stresspain.cycle.tipping_results import TippingPoints
from stresspain.model.errors import InputError, unknown
from stresspain.model.plan import Plan
from stresspain.population import crowd_again as crowds
from stresspain.population import finding_again as again
from stresspain.population import finding_numbers as numbers
from stresspain.population.ensemble import Ensemble
from stresspain.population.fitting import kept as fits
from stresspain.population.fitting.fit import Fit
from stresspain.population.fitting.pain_diary import PainDiary
from stresspain.population.fitting.recovery import Recovery
from stresspain.population.groups import TrajectoryGroups
from stresspain.population.ranking import Ranking
from stresspain.population.responders import Responders
from stresspain.population.sensitivity import Sensitivities
from stresspain.population.sobol_results import Sobol
from stresspain.population.trials import again as trials
from stresspain.population.trials.power import Power
from stresspain.population.trials.results import Trial
from stresspain.population.trials.twins import Twins
from stresspain.population.trials.verdicts import Verdicts
from stresspain.population.warning_results import EarlyWarning
from stresspain.simulation.engines import engine as _engine
from stresspain.simulation.loops_over_time import LoopsOverTime
from stresspain.simulation.plain import table
from stresspain.simulation.record import plain_number, stamp
from stresspain.simulation.search import Smallest

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
    >>> from stresspain.cycle.tipping import tipping_points
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
    told = {name: plain_number(float(value)) for name, value in way.numbers(found).items()}
    return {**stamp(kind), "given": given, "provenance": made, "numbers": told}


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


#: Every kind of finding that files keep, by name.
FINDINGS: Mapping[str, Finding] = MappingProxyType(
    {
        "set of rests": Finding(Setting, again.of_setting, again.rests_again, numbers.of_rests),
        "set of tipping points": Finding(TippingPoints, again.of_points, again.points_again, numbers.of_points),
        "tipping map": Finding(TippingMap, again.of_map, again.map_again, numbers.of_map),
        "set of loops": Finding(Loops, again.of_loops, again.loops_again, numbers.of_gains),
        "course of loops": Finding(LoopsOverTime, again.of_course, again.course_again, numbers.of_time),
        "plan": Finding(Plan, again.of_plan, again.plan_again, numbers.of_plan),
        "search": Finding(Smallest, again.of_search, again.search_again, numbers.of_search),
        "set of sensitivities": Finding(
            Sensitivities, again.of_sensitivities, again.sensitivities_again, numbers.of_answers
        ),
        "ranking": Finding(Ranking, again.of_ranking, again.ranking_again, numbers.of_influences),
        "share-out of variance": Finding(Sobol, again.of_sobol, again.sobol_again, numbers.of_variance),
        "crowd": Finding(Ensemble, crowds.of_crowd, crowds.crowd_again, crowds.numbers_of_crowd),
        "set of responders": Finding(
            Responders, crowds.of_responders, crowds.responders_again, crowds.numbers_of_responders
        ),
        "set of trajectory groups": Finding(
            TrajectoryGroups, crowds.of_groups, crowds.groups_again, crowds.numbers_of_groups
        ),
        "trial of early warning": Finding(EarlyWarning, again.of_warning, again.warning_again, numbers.of_trends),
        "fit of a diary": Finding(Fit, fits.given_of_fit, fits.fit_again, fits.numbers_of_fit),
        "made-up diary": Finding(PainDiary, fits.given_of_diary, fits.diary_again, fits.numbers_of_diary),
        "virtual trial": Finding(Trial, trials.of_trial, trials.trial_again, trials.numbers_of_trial),
        "same people in every arm": Finding(Twins, trials.of_trial, trials.twins_again, trials.numbers_of_twins),
        "power of a trial": Finding(Power, trials.of_power, trials.power_again, trials.numbers_of_power),
        "verdicts of trials": Finding(Verdicts, trials.of_verdicts, trials.verdicts_again, trials.numbers_of_verdicts),
        "test of recovery": Finding(Recovery, fits.given_of_recovery, fits.recovery_again, fits.numbers_of_recovery),
    }
)
