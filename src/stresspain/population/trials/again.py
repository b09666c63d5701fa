"""Virtual trials as plain data, there and back: what files keep of them, so that they can be run again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import numpy as np

from stresspain.model.errors import InputError, shown
from stresspain.model.plan import as_plan
from stresspain.population.trials.arm import Arm
from stresspain.population.trials.design import Design
from stresspain.population.trials.power import Power
from stresspain.population.trials.repeated import power
from stresspain.population.trials.results import Trial
from stresspain.population.trials.single import trial
from stresspain.population.trials.twins import Twins
from stresspain.population.trials.verdicts import Verdicts, verdicts
from stresspain.simulation.plain import table, text
from stresspain.simulation.scenario import Scenario, scenario

Given = Mapping[str, Any]

#: Parts of a design that are values of their own.
_VALUES = ("arms", "situation")


def plain_design(design: Design) -> dict[str, Any]:
    """Write a design as plain data; situation and plans as the words that scenarios have for links."""
    arms = [
        {"label": arm.label, "expects": arm.expects, "plan": scenario(plan=arm.plan).to_text()} for arm in design.arms
    ]
    rest = {f.name: getattr(design, f.name) for f in fields(design) if f.name not in _VALUES}
    listed = {name: list(value) if isinstance(value, tuple) else value for name, value in rest.items()}
    return {"arms": arms, "situation": design.situation.to_text(), **listed}


def design_again(given: object) -> Design:
    """Read a design.

    Raises
    ------
    InputError
        If it is none.
    """
    kept = dict(table(given, "design", None, needed=("arms", "situation")))
    arms = kept.pop("arms")
    if not isinstance(arms, list):
        raise InputError(f"arms = {shown(arms)} is not a list of arms.")
    made = tuple(_arm(arm) for arm in arms)
    lists = {name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()}
    lists["situation"] = Scenario.from_text(text(kept["situation"], "situation"))
    return Design().but(arms=made, **{"ratio": (), "block": None, **lists})


def _arm(given: object) -> Arm:
    """Read an arm."""
    kept = table(given, "arm", None, needed=("label", "plan"))
    plan = Scenario.from_text(text(kept["plan"], "plan")).plan
    return Arm(text(kept["label"], "label"), as_plan(plan), kept.get("expects", 1.0))


def _given(found: Trial | Twins | Power, **more: Any) -> dict[str, Any]:
    """Write what a result depends on."""
    return {
        "scenario": found.design.situation.to_dict(),
        "design": plain_design(found.design),
        "seed": found.seed,
        "engine": found.provenance["engine"],
        **more,
    }


def of_trial(found: Trial | Twins) -> dict[str, Any]:
    """Write what a trial depends on."""
    return _given(found, n=found.n)


def trial_again(given: Given) -> Trial:
    """Run a trial again."""
    return trial(design_again(given.get("design")), given.get("n"), seed=given.get("seed", 0), engine=_engine(given))


def twins_again(given: Given) -> Twins:
    """Send the same people through every arm again."""
    made = design_again(given.get("design"))
    return trial(made, given.get("n"), seed=given.get("seed", 0), crn=True, engine=_engine(given))


def of_power(found: Power) -> dict[str, Any]:
    """Write what a power curve depends on."""
    return _given(found, ns=list(found.ns), replicates=found.replicates)


def power_again(given: Given) -> Power:
    """Run all trials of a power curve again."""
    more = {name: given[name] for name in ("replicates", "seed") if name in given}
    return power(design_again(given.get("design")), given.get("ns", ()), engine=_engine(given), **more)


def of_verdicts(found: Verdicts) -> dict[str, Any]:
    """Write what verdicts depend on."""
    first = next(iter(found.powers.values()))
    each = {label: {**plain_design(p.design), "people": p.ns[0]} for label, p in found.powers.items()}
    kept = {"replicates": first.replicates, "seed": first.seed, "engine": first.provenance["engine"]}
    return {"scenario": first.design.situation.to_dict(), "designs": each, **kept}


def verdicts_again(given: Given) -> Verdicts:
    """Run all trials of all designs again."""
    designs = {label: design_again(plain) for label, plain in table(given.get("designs"), "designs", None).items()}
    more = {name: given[name] for name in ("replicates", "seed") if name in given}
    return verdicts(designs, engine=_engine(given), **more)


def _engine(given: Given) -> str:
    """Read the engine."""
    return text(given.get("engine", "auto"), "engine")


# --- numbers ---------------------------------------------------------------------------------------------


def numbers_of_trial(found: Trial) -> dict[str, float]:
    """Return what a trial comes to."""
    told = {"screened": float(found.flow.screened)}
    for c in found.contrasts:
        for name in ("estimate", "low", "high", "p", "standardised"):
            told[f"{c.arm}: {name}"] = getattr(c, name)
    return {name: value for name, value in told.items() if value == value}


def numbers_of_twins(found: Twins) -> dict[str, float]:
    """Return what each arm's change is made of."""
    return {f"{arm}: {name}": value for arm, parts in found.means.items() for name, value in parts.items()}


def numbers_of_power(found: Power) -> dict[str, float]:
    """Return the share of trials with p below 0.05, for each number of people and arm."""
    return {f"{arm}, {n} people": found.found(n, arm).value for arm in found.p for n in found.ns}


def numbers_of_verdicts(found: Verdicts) -> dict[str, float]:
    """Return the share of trials of each design that call something effective, and the mean differences."""
    told = {label: found[label].value for label in found.powers}
    for label, one in found.powers.items():
        told |= {f"{label}: mean difference, {arm}": float(np.nanmean(one.estimate[arm])) for arm in one.p}
    return told
