"""What pictures of many people keep, and how it is found again: the scenario, and how the people were drawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from stresspain.model.errors import InputError, shown
from stresspain.population.ensemble import Ensemble
from stresspain.population.groups import TrajectoryGroups, trajectory_groups
from stresspain.population.many import simulate_many
from stresspain.population.recipe import heard, told
from stresspain.population.responders import Responders, responders
from stresspain.simulation.plain import text
from stresspain.simulation.scenario import Scenario

Given = Mapping[str, Any]


def can_be_kept(ensemble: Ensemble) -> bool:
    """Return whether a few words say all: people who were drawn, and no levels of their own."""
    return told(ensemble.people)["draw"] is not None and not ensemble.provenance.get("own")


def of_crowd(found: Ensemble) -> dict[str, Any]:
    """Write an ensemble."""
    drawn = told(found.people)
    return {
        "scenario": found.scenario.to_dict(),
        "people": drawn,
        "seed": drawn["draw"]["seed"],
        "outcomes": list(found.outcomes),
        "columns": list(found.columns),
        "kept": [float(day) for day in found.days],
        "level": found.provenance["level"],
        "engine": found.provenance["engine"],
    }


def crowd_again(given: Given) -> Ensemble:
    """Run the people again."""
    for name in ("outcomes", "columns", "kept"):
        if not isinstance(given.get(name), list):
            raise InputError(f"{name} = {shown(given.get(name))} is not a list.")
    if not isinstance(given.get("people"), Mapping) or given["people"].get("draw") is None:
        raise InputError(f"people = {shown(given.get('people'))} does not say how they were drawn.")
    return simulate_many(
        heard(given["people"]),
        Scenario.from_dict(given["scenario"]),
        outcomes=given["outcomes"] or None,
        days=given["kept"] or None,
        columns=given["columns"],
        level=given.get("level", 3.0),
        engine=given.get("engine", "auto"),
    )


def numbers_of_crowd(found: Ensemble) -> dict[str, float]:
    """Return how many failed, the mean of each outcome, and the median of each column on the last day."""
    summary = found.summary([0.5])
    ends = {f"median of {name} on the last day": float(band[0, -1]) for name, band in summary.bands.items()}
    means = {f"mean of {name}": spread.mean for name, spread in summary.outcomes.items()}
    return {"people": summary.n, "failed": summary.failed, **means, **ends}


def of_responders(found: Responders) -> dict[str, Any]:
    """Write who responds."""
    return {**of_crowd(found.ensemble), "asked": found.outcome}


def responders_again(given: Given) -> Responders:
    """Ask again who responds."""
    return responders(crowd_again(given), text(given.get("asked"), "asked"))


def numbers_of_responders(found: Responders) -> dict[str, float]:
    """Return how many respond, and how well each number sets them apart."""
    return {"responders": float(found.yes.sum()), "others": float(found.no.sum())} | {
        f"{s.parameter} is higher": s.chance for s in found
    }


def of_groups(found: TrajectoryGroups) -> dict[str, Any]:
    """Write trajectory groups."""
    return {**of_crowd(found.ensemble), "bar": found.level, "trace": found.trace}


def groups_again(given: Given) -> TrajectoryGroups:
    """Sort the courses again."""
    return trajectory_groups(crowd_again(given), level=given.get("bar", np.nan), trace=given.get("trace", np.nan))


def numbers_of_groups(found: TrajectoryGroups) -> dict[str, float]:
    """Return how many people are in each group."""
    return {name: float(count) for name, count in found.counts.items()}
