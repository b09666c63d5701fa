"""Many virtual trials in words: how often they find something, and how often they call something effective."""

from __future__ import annotations

from stresspain.model.phrases import counted
from stresspain.population.trials.power import Power
from stresspain.population.trials.verdicts import Verdicts
from stresspain.show.virtual_trial_words import bracketed, expectation_apart, reading_of, sentence
from stresspain.show.words import CAVEAT


def explain_power(found: Power) -> str:
    """Say in plain sentences how often trials of each size find something.

    Parameters
    ----------
    found : Power

    Returns
    -------
    str
    """
    design = found.design
    lead = (
        f"{counted(found.replicates, 'trial')} at each number of people ({design.title}{_comma(reading_of(design))})."
    )
    told = []
    for label in found.p:
        each = "; ".join(f"{found.found(n, label)} of those with {n} people" for n in found.ns)
        told.append(f"{label}: p < 0.05 in {each}.")
    if len(found.p) > 1:
        told.append("These p are after Holm's correction.")
    told += [
        f"In {lost:,} of those with {n} people too few were left to analyse, or all scores were alike ({label}); they "
        "count as finding nothing."
        for label in found.p
        for n in found.ns
        if (lost := found.too_few(n, label))
    ]
    told += [_nothing_acts(found), "In brackets the 95 % interval that chance in so many trials leaves."]
    return " ".join(filter(None, [lead, *told, CAVEAT]))


def _nothing_acts(found: Power) -> str:
    """Say of many trials how many call something effective where nothing acts."""
    design = found.design
    if any(design.acts(arm) for arm in design.arms):
        return ""
    told = "; ".join(f"{found.any_favours(n)} of those with {n} people" for n in found.ns)
    several = ", in any arm and without correction" if len(found.p) > 1 else ""
    why = "a false alarm"
    if len(design.arms) == 1:
        why = "what selection, time and expectation do"
    elif expectation_apart(design):
        why = "what people expect, or chance"
    return (
        f"Nothing acts here; whatever is found is {why}. It is called effective (p < 0.05, a lower score{several}) "
        f"by {told}."
    )


def _comma(text: str) -> str:
    """Add a remark after a comma, if there is one."""
    return f"; {text}" if text else ""


def explain_verdicts(found: Verdicts) -> str:
    """Say in plain sentences how often each design calls something effective.

    Parameters
    ----------
    found : Verdicts

    Returns
    -------
    str
    """
    told = []
    readings = {reading_of(power.design) for power in found.powers.values()}
    if len(readings) == 1:
        told += [f"{sentence(reading)}." for reading in readings if reading]
    for label, power in found.powers.items():
        reading = bracketed(reading_of(power.design)) if len(readings) > 1 else ""
        several = " (any arm, without correction)" if len(power.p) > 1 else ""
        trials = f"{counted(power.replicates, 'trial')} of {power.ns[0]} people"
        told.append(f"{label}{reading}: {found[label]} of {trials} call it effective{several}.")
    meaning = (
        "Effective means: p < 0.05 and a lower score. With one arm against a placebo chance alone does so in 2.5 %."
    )
    return " ".join([*told, meaning, CAVEAT])
