"""Methods of results whose code lives further up: found by name when they are called.

Imports point down, so a `Run` or a set of rests cannot import the words and pictures made of it.
This table is the one place where something below names something above; a test holds it to that.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

VIEWS = {
    "explain run": "stresspain.show.words:explain_run",
    "explain comparison": "stresspain.show.words:explain_comparison",
    "plot run": "stresspain.show.plots:picture_run",
    "plot comparison": "stresspain.show.plots:picture_comparison",
    "explain rests": "stresspain.show.tipping_words:explain_rests",
    "explain tipping points": "stresspain.show.tipping_words:explain_tipping_points",
    "explain tipping map": "stresspain.show.tipping_words:explain_tipping_map",
    "explain distance": "stresspain.show.tipping_words:explain_distance",
    "plot tipping map": "stresspain.show.tipping_map_plot:picture_tipping_map",
    "plot tipping points": "stresspain.show.tipping_plots:picture_tipping_points",
    "explain loops": "stresspain.show.loop_words:explain_loops",
    "explain loops over time": "stresspain.show.loop_words:explain_loops_over_time",
    "plot loops": "stresspain.show.diagram:picture_loops",
    "plot loops over time": "stresspain.show.loop_plots:picture_loops_over_time",
    "explain readings": "stresspain.show.reading_views:explain_readings",
    "plot readings": "stresspain.show.reading_views:picture_readings",
    "explain ranking": "stresspain.show.number_words:explain_ranking",
    "explain sensitivities": "stresspain.show.number_words:explain_sensitivities",
    "explain sobol": "stresspain.show.number_words:explain_sobol",
    "plot ranking": "stresspain.show.number_plots:picture_ranking",
    "plot sensitivities": "stresspain.show.number_plots:picture_sensitivities",
    "plot sobol": "stresspain.show.number_plots:picture_sobol",
    "explain smallest": "stresspain.show.search_views:explain_smallest",
    "plot smallest": "stresspain.show.search_views:picture_smallest",
    "explain warning": "stresspain.show.warning_views:explain_warning",
    "plot warning": "stresspain.show.warning_views:picture_warning",
    "summarise ensemble": "stresspain.population.summary:summarise",
    "explain ensemble": "stresspain.show.people_words:explain_ensemble",
    "plot ensemble": "stresspain.show.people_plots:picture_ensemble",
    "explain responders": "stresspain.show.people_words:explain_responders",
    "plot responders": "stresspain.show.people_plots:picture_responders",
    "explain groups": "stresspain.show.people_words:explain_groups",
    "plot groups": "stresspain.show.people_plots:picture_groups",
    "explain fit": "stresspain.show.fit_words:explain_fit",
    "explain profile": "stresspain.show.fit_words:explain_profile",
    "explain recovery": "stresspain.show.recovery_words:explain_recovery",
    "plot fit": "stresspain.show.fit_plots:picture_fit",
    "plot recovery": "stresspain.show.fit_diary_plots:picture_recovery",
    "plot pain diary": "stresspain.show.fit_diary_plots:picture_diary",
    "write pain diary": "stresspain.exchange.pain_diary:write_pain_diary",
    "explain against trials": "stresspain.show.trial_views:explain_against_trials",
    "plot against trials": "stresspain.show.trial_views:picture_against_trials",
    "explain trial": "stresspain.show.virtual_trial_words:explain_trial",
    "explain twins": "stresspain.show.virtual_trial_words:explain_twins",
    "explain power": "stresspain.show.power_words:explain_power",
    "explain verdicts": "stresspain.show.power_words:explain_verdicts",
    "plot trial": "stresspain.show.virtual_trial_plots:picture_trial",
    "plot twins": "stresspain.show.virtual_trial_plots:picture_twins",
    "plot power": "stresspain.show.power_plots:picture_power",
    "plot verdicts": "stresspain.show.power_plots:picture_verdicts",
    "explain plan": "stresspain.show.plan_views:explain_plan",
    "plot plan": "stresspain.show.plan_views:picture_plan",
    "read scenario": "stresspain.exchange.scenario_toml:read_scenario",
    "write scenario": "stresspain.exchange.scenario_write:write_scenario",
    "read scenario text": "stresspain.exchange.scenario_text:scenario_of_text",
    "write scenario text": "stresspain.exchange.scenario_text:text_of_scenario",
    "shipped scenarios": "stresspain.exchange.library:library",
    "write run": "stresspain.exchange.run_csv:write_run",
    "read run": "stresspain.exchange.run_csv:read_run",
    "progress bar": "stresspain.cli.progress:Bar",
    "write ensemble netcdf": "stresspain.exchange.ensemble_netcdf:write_netcdf",
    "write ensemble zarr": "stresspain.exchange.ensemble_zarr:write_zarr",
}


def view(name: str) -> Callable[..., Any]:
    """Return the function that a view stands for."""
    module, _, function = VIEWS[name].partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), function)
    return found
