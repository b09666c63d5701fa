"""stresspain: teach and explore the stress-pain "vicious cycle".

Illustrative, not clinical: nothing here is calibrated to a person, and no sentence recommends a
treatment. The public names below are loaded when first used, so that importing costs next to nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from stresspain.cycle.distance import Distance, distance_to_tipping
    from stresspain.cycle.fold_curves import Cusp, FoldCurve
    from stresspain.cycle.loops import Loop, Loops, loops
    from stresspain.cycle.rests import Rest, Rests, rests
    from stresspain.cycle.return_map import return_map
    from stresspain.cycle.tipping import tipping_points
    from stresspain.cycle.tipping_map import TippingMap, tipping_map
    from stresspain.cycle.tipping_results import Branch, Regime, TippingPoint, TippingPoints
    from stresspain.exchange.diary import Diary, read_diary
    from stresspain.exchange.ensemble_files import read_ensemble
    from stresspain.exchange.library import Library, library
    from stresspain.exchange.pain_diary import read_pain_diary
    from stresspain.exchange.reproduce import Reproduction, reproduce
    from stresspain.exchange.scenario_toml import read_scenario
    from stresspain.model.arrows import Arrow, arrows
    from stresspain.model.catalogue import (
        CATALOGUE,
        READINGS,
        adaptogen,
        intervention,
        lifestyle,
        movement,
        muscle_relaxant,
        painkiller,
        posture,
        sleep,
        stress_management,
    )
    from stresspain.model.cut import cut
    from stresspain.model.equations import REST, State, observables, rates
    from stresspain.model.errors import InputError, RunError
    from stresspain.model.interventions import Intervention
    from stresspain.model.parameters import PARAMETERS, Person
    from stresspain.model.plan import Plan
    from stresspain.model.wiring import latex
    from stresspain.population.ensemble import Ensemble
    from stresspain.population.fitting.fit import Fit, Story, fit
    from stresspain.population.fitting.pain_diary import PainDiary
    from stresspain.population.fitting.profiles import Profile
    from stresspain.population.fitting.recovery import Recovery, recovery
    from stresspain.population.fitting.synthetic import pain_diary
    from stresspain.population.groups import TrajectoryGroups, trajectory_groups
    from stresspain.population.laws import log_normal
    from stresspain.population.many import simulate_many
    from stresspain.population.people import People, people, people_of
    from stresspain.population.ranking import Ranking
    from stresspain.population.responders import Responders, Separation, responders
    from stresspain.population.sensitivity import Sensitivities, sensitivities
    from stresspain.population.sobol import sobol
    from stresspain.population.sobol_results import Sobol
    from stresspain.population.summary import Spread, Summary
    from stresspain.population.trials.arm import Arm
    from stresspain.population.trials.design import Design
    from stresspain.population.trials.power import Power
    from stresspain.population.trials.repeated import power
    from stresspain.population.trials.results import Trial
    from stresspain.population.trials.shipped import DESIGNS
    from stresspain.population.trials.single import trial
    from stresspain.population.trials.twins import Twins
    from stresspain.population.trials.verdicts import Verdicts, verdicts
    from stresspain.population.warning import early_warning
    from stresspain.population.warning_results import EarlyWarning
    from stresspain.population.work import PerPerson
    from stresspain.show.cobweb import cobweb
    from stresspain.show.diagram import diagram
    from stresspain.show.explorer.explore import explore
    from stresspain.show.phase import phase_portrait
    from stresspain.simulation.against_trials import AgainstTrials, against_trials
    from stresspain.simulation.compare import Comparison, compare
    from stresspain.simulation.loops_over_time import LoopsOverTime, loops_over_time
    from stresspain.simulation.outcomes import OUTCOMES
    from stresspain.simulation.readings import Readings, compare_readings
    from stresspain.simulation.run import COLUMNS, Run, simulate
    from stresspain.simulation.scales import SCALES
    from stresspain.simulation.scenario import Scenario, scenario
    from stresspain.simulation.search import Smallest, smallest
    from stresspain.simulation.sought import SOUGHT

#: Public name -> the module it lives in.
_HOMES = {
    "Loop": "cycle.loops",
    "Loops": "cycle.loops",
    "loops": "cycle.loops",
    "Rest": "cycle.rests",
    "Rests": "cycle.rests",
    "rests": "cycle.rests",
    "return_map": "cycle.return_map",
    "Distance": "cycle.distance",
    "distance_to_tipping": "cycle.distance",
    "Cusp": "cycle.fold_curves",
    "FoldCurve": "cycle.fold_curves",
    "TippingMap": "cycle.tipping_map",
    "tipping_map": "cycle.tipping_map",
    "Branch": "cycle.tipping_results",
    "Regime": "cycle.tipping_results",
    "tipping_points": "cycle.tipping",
    "TippingPoint": "cycle.tipping_results",
    "TippingPoints": "cycle.tipping_results",
    "Diary": "exchange.diary",
    "read_diary": "exchange.diary",
    "read_ensemble": "exchange.ensemble_files",
    "Library": "exchange.library",
    "library": "exchange.library",
    "read_pain_diary": "exchange.pain_diary",
    "Reproduction": "exchange.reproduce",
    "reproduce": "exchange.reproduce",
    "read_scenario": "exchange.scenario_toml",
    "Arrow": "model.arrows",
    "arrows": "model.arrows",
    "cut": "model.cut",
    "REST": "model.equations",
    "State": "model.equations",
    "observables": "model.equations",
    "rates": "model.equations",
    "InputError": "model.errors",
    "RunError": "model.errors",
    "CATALOGUE": "model.catalogue",
    "READINGS": "model.catalogue",
    "Intervention": "model.interventions",
    "adaptogen": "model.catalogue",
    "intervention": "model.catalogue",
    "lifestyle": "model.catalogue",
    "movement": "model.catalogue",
    "muscle_relaxant": "model.catalogue",
    "painkiller": "model.catalogue",
    "posture": "model.catalogue",
    "sleep": "model.catalogue",
    "stress_management": "model.catalogue",
    "PARAMETERS": "model.parameters",
    "Person": "model.parameters",
    "Plan": "model.plan",
    "latex": "model.wiring",
    "Ensemble": "population.ensemble",
    "simulate_many": "population.many",
    "log_normal": "population.laws",
    "Fit": "population.fitting.fit",
    "Story": "population.fitting.fit",
    "fit": "population.fitting.fit",
    "PainDiary": "population.fitting.pain_diary",
    "Profile": "population.fitting.profiles",
    "Recovery": "population.fitting.recovery",
    "recovery": "population.fitting.recovery",
    "pain_diary": "population.fitting.synthetic",
    "People": "population.people",
    "people": "population.people",
    "people_of": "population.people",
    "TrajectoryGroups": "population.groups",
    "trajectory_groups": "population.groups",
    "Ranking": "population.ranking",
    "Responders": "population.responders",
    "Separation": "population.responders",
    "responders": "population.responders",
    "Spread": "population.summary",
    "Summary": "population.summary",
    "Sensitivities": "population.sensitivity",
    "sensitivities": "population.sensitivity",
    "Sobol": "population.sobol_results",
    "sobol": "population.sobol",
    "Arm": "population.trials.arm",
    "Design": "population.trials.design",
    "Power": "population.trials.power",
    "power": "population.trials.repeated",
    "Trial": "population.trials.results",
    "DESIGNS": "population.trials.shipped",
    "trial": "population.trials.single",
    "Twins": "population.trials.twins",
    "Verdicts": "population.trials.verdicts",
    "verdicts": "population.trials.verdicts",
    "EarlyWarning": "population.warning_results",
    "early_warning": "population.warning",
    "PerPerson": "population.work",
    "cobweb": "show.cobweb",
    "diagram": "show.diagram",
    "explore": "show.explorer.explore",
    "phase_portrait": "show.phase",
    "AgainstTrials": "simulation.against_trials",
    "against_trials": "simulation.against_trials",
    "Comparison": "simulation.compare",
    "compare": "simulation.compare",
    "LoopsOverTime": "simulation.loops_over_time",
    "loops_over_time": "simulation.loops_over_time",
    "OUTCOMES": "simulation.outcomes",
    "Readings": "simulation.readings",
    "compare_readings": "simulation.readings",
    "COLUMNS": "simulation.run",
    "Run": "simulation.run",
    "simulate": "simulation.run",
    "SCALES": "simulation.scales",
    "Scenario": "simulation.scenario",
    "scenario": "simulation.scenario",
    "Smallest": "simulation.search",
    "smallest": "simulation.search",
    "SOUGHT": "simulation.sought",
}

__all__ = ["__version__", *_HOMES]  # pyright: ignore[reportUnsupportedDunderAll]


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used."""
    if name == "evidence":
        return importlib.import_module("stresspain.evidence")
    if name not in _HOMES:
        raise AttributeError(f"module 'stresspain' has no attribute {name!r}")
    value = getattr(importlib.import_module(f"stresspain.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names."""
    return sorted({*globals(), *_HOMES, "evidence"})
