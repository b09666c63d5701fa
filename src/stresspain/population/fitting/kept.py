"""What files keep of a fit and of a made-up diary, and how each is found again from that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from stresspain.model.errors import InputError, shown
from stresspain.population.fitting.fit import Fit, fit
from stresspain.population.fitting.pain_diary import PainDiary
from stresspain.population.fitting.recovery import Recovery, recovery
from stresspain.population.fitting.synthetic import pain_diary
from stresspain.simulation.plain import table
from stresspain.simulation.scenario import Scenario

Given = Mapping[str, Any]


def given_of_fit(found: Fit) -> dict[str, Any]:
    """Write what a fit was given; the whole diary is in it."""
    return {
        "scenario": found.given.to_dict(),
        "diary": found.diary.to_dict(),
        "parameters": list(found.parameters),
        "noise": found.noise if found.noise_given else None,
        "within": {axis.name: [axis.low, axis.high] for axis in found.likelihood.task.axes},
        "starts": found.starts,
        "seed": found.seed,
        "engine": found.engine,
    }


def fit_again(given: Given) -> Fit:
    """Fit again."""
    return fit(
        PainDiary.from_dict(table(given.get("diary"), "diary", None)),
        parameters=_names(given),
        scenario=Scenario.from_dict(given["scenario"]),
        noise=given.get("noise"),
        within={name: tuple(ends) for name, ends in table(given.get("within", {}), "within", None).items()},
        **{name: given[name] for name in ("starts", "seed", "engine") if name in given},
    )


def numbers_of_fit(found: Fit) -> dict[str, float]:
    """Return the best values, their intervals, the noise and how close the curve comes."""
    told = {"noise": found.noise, "rms": found.optima[0].rms, "optima": float(len(found.optima))}
    for name, value in found.values.items():
        low, high = found.profile(name).interval
        told |= {name: value, f"{name}: low": low, f"{name}: high": high}
    return told


def given_of_diary(diary: PainDiary) -> dict[str, Any]:
    """Write how a diary was made up.

    Raises
    ------
    InputError
        If it was not.
    """
    if not diary.made:
        raise InputError("This diary was not made up by stresspain, so nothing says how to make it again.")
    return dict(diary.made)


def diary_again(given: Given) -> PainDiary:
    """Make the diary up again."""
    more = {name: given[name] for name in ("noise", "missing", "columns", "seed", "engine") if name in given}
    return pain_diary(Scenario.from_dict(given["scenario"]), **more)


def numbers_of_diary(diary: PainDiary) -> dict[str, float]:
    """Return every reading."""
    return {
        f"{name} on day {day:g}": float(value)
        for name, values in diary.columns.items()
        for day, value in zip(diary.days, values, strict=True)
        if np.isfinite(value)
    }


def given_of_recovery(found: Recovery) -> dict[str, Any]:
    """Write what an experiment of recovery was given."""
    return {
        "scenario": found.scenario.to_dict(),
        "parameters": list(found.parameters),
        "diaries": len(found.values),
        "noise": found.noise,
        "missing": found.missing,
        "seed": found.seed,
        "engine": found.engine,
    }


def recovery_again(given: Given) -> Recovery:
    """Do the experiment again."""
    more = {name: given[name] for name in ("diaries", "noise", "missing", "seed", "engine") if name in given}
    return recovery(Scenario.from_dict(given["scenario"]), parameters=_names(given), **more)


def numbers_of_recovery(found: Recovery) -> dict[str, float]:
    """Return what came back on average, how far it scattered, and how often the interval held the truth."""
    told = {f"{name}: covered": share for name, share in found.covered.items()}
    told |= {f"{name}: mean": float(np.nanmean(found.values[:, i])) for i, name in enumerate(found.truth)}
    return told | {f"{name}: scatter": float(np.nanstd(found.values[:, i])) for i, name in enumerate(found.truth)}


def _names(given: Given) -> list[str]:
    """Read what is fitted."""
    found = given.get("parameters")
    if not isinstance(found, list):
        raise InputError(f"parameters = {shown(found)} is not a list of names.")
    return found
