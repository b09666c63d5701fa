"""Virtual trials in words: who came how far, what was found, what it is made of, and how often it would be found."""

from __future__ import annotations

from stresspain.evidence import trials as reported
from stresspain.population.trials.analysis import Contrast
from stresspain.population.trials.conduct import expected
from stresspain.population.trials.design import Design
from stresspain.population.trials.numbers import ALPHA
from stresspain.population.trials.power import Power
from stresspain.population.trials.results import Trial
from stresspain.population.trials.shipped import DESIGNS, READ_FROM
from stresspain.population.trials.twins import Twins
from stresspain.population.trials.verdicts import Verdicts
from stresspain.show.words import CAVEAT

#: What is asked, in words.
ASKED_WORDS = {
    "felt_pain": "felt pain",
    "pain": "pain",
    "stress": "stress",
    "tension": "muscle tension",
    "sensitivity": "pain sensitivity",
    "sleep_loss": "sleep loss",
}


def reading_of(design: Design) -> str:
    """Name the reading that a design's adaptogen is given, if it takes one."""
    read = [taken.reading for taken in design.taken if taken.reading]
    return f"the herb as the reading '{read[0]}' has it" if read else ""


def explain_trial(found: Trial) -> str:
    """Say in plain sentences who came how far through a trial, what was found, and what that is worth.

    Parameters
    ----------
    found : Trial

    Returns
    -------
    str
    """
    design = found.design
    asked = ASKED_WORDS[design.outcome]
    sentences = [
        f"{_sentence(design.title)}{_bracketed(reading_of(design))}: {_flow(found)}",
        f"Asked is {asked} on 0 to 10, on the day of entry and {_when(design)}.",
        *(_changes(found, arm.label) for arm in design.arms),
        *(_contrast(c, len(found.contrasts) > 1, design.analysis) for c in found.contrasts),
        *(_false_alarm(design, c) for c in found.contrasts),
        _several(found),
        _alone(design),
        _ends(found),
        _not_theirs(design),
        CAVEAT,
    ]
    return " ".join(s for s in sentences if s)


def _sentence(text: str) -> str:
    """Begin with a capital."""
    return text[:1].upper() + text[1:]


def _bracketed(text: str) -> str:
    """Put a remark into brackets, if there is one."""
    return f" ({text})" if text else ""


def _listed(numbers: dict[str, int]) -> str:
    """Write counts by arm."""
    return ", ".join(f"{count} to {label}" for label, count in numbers.items())


def _flow(found: Trial) -> str:
    """Say how many came how far."""
    flow, design = found.flow, found.design
    rule = "nobody was turned away" if design.entry is None else f"who reported {design.entry:g} or more was let in"
    left = sum(flow.left.values())
    each = ", ".join(f"{count} on {label}" for label, count in flow.left.items())
    analysed = ", ".join(f"{count} on {label}" for label, count in flow.analysed.items())
    shared = f"randomised ({design.randomisation}) {_listed(dict(flow.randomised))}" if len(flow.randomised) > 1 else ""
    return (
        f"{flow.screened} people were screened; {rule}: {flow.eligible}{', ' + shared if shared else ''}. "
        f"{left} left before the end{' (' + each + ')' if left else ''}; they are left out (complete cases), so "
        f"{analysed} are analysed."
    )


def _when(design: Design) -> str:
    """Say when the final score was taken."""
    days = ", ".join(f"{day:g}" for day in design.measured)
    return f"day {days} after it" if len(design.measured) == 1 else f"the mean of days {days} after it"


def _changes(found: Trial, label: str) -> str:
    """Say from where to where the scores of one arm went."""
    here = found.in_arm(label)
    stayed = here & (found.table["final"] == found.table["final"])
    if not stayed.any():
        return f"Nobody on {label} stayed."
    first, last = (float(found.table[name][stayed].mean()) for name in ("entry", "final"))
    return f"On {label} the mean score went from {first:.2f} to {last:.2f}."


def _contrast(c: Contrast, several: bool, analysis: str) -> str:
    """Say one difference with its interval."""
    against = "its own scores before" if c.control == "before" else c.control
    corrected = f" ({said_p(c.holm)} after Holm's correction)" if several else ""
    verdict = "below" if c.holm < ALPHA else "not below"
    adjusted = " with equal scores on entry" if analysis == "ancova" else ""
    return (
        f"{c.arm} against {against}: {c.estimate:+.2f} points{adjusted} (95 % interval {c.low:+.2f} to {c.high:+.2f}), "
        f"{said_p(c.p)}{corrected}, {verdict} 0.05; in standard deviations {c.standardised:+.2f} "
        f"({c.standardised_low:+.2f} to {c.standardised_high:+.2f})."
    )


def _false_alarm(design: Design, c: Contrast) -> str:
    """Say of a trial that found something where nothing acts what it found."""
    arm = next(arm for arm in design.arms if arm.label == c.arm)
    if not c.found or len(design.arms) == 1 or design.acts(arm):
        return ""
    if expectation_apart(design):
        return f"Nothing acts in {c.arm}: what was found is that the two arms expect different things, or chance."
    return f"Nothing acts in {c.arm}, so this is a false alarm: by chance one trial in twenty raises one."


def expectation_apart(design: Design) -> bool:
    """Whether people in some arms expect more than in others."""
    return len({expected(design, i) for i in range(len(design.arms))}) > 1


def _nothing_acts(found: Power) -> str:
    """Say of many trials how many call something effective where nothing acts."""
    design = found.design
    if any(design.acts(arm) for arm in design.arms):
        return ""
    told = "; ".join(f"{found.any_favours(n)} of those with {n} people" for n in found.ns)
    several = ", in any arm and without correction" if len(found.p) > 1 else ""
    why = "a false alarm"
    if len(design.arms) == 1:
        why = "people who would have improved without it"
    elif expectation_apart(design):
        why = "what people expect, or chance"
    return (
        f"Nothing acts here; whatever is found is {why}. Yet effective (p < 0.05, a lower score{several}) say {told}."
    )


def said_p(p: float) -> str:
    """Write a p value."""
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}"


def _several(found: Trial) -> str:
    """Say how several comparisons are dealt with."""
    if len(found.contrasts) < 2:
        return ""
    return (
        f"Each arm is compared with {found.design.control.label} alone; {len(found.contrasts)} chances to find "
        "something are more than one, which is what the correction is for."
    )


def _alone(design: Design) -> str:
    """Say what a trial without a control cannot tell."""
    if len(design.arms) > 1:
        return ""
    return (
        "There is no control: who is let in because of a high score reports a lower one later whatever is taken, and "
        "this analysis counts that as success."
    )


def _ends(found: Trial) -> str:
    """Say how many scores were moved to the ends of the scale."""
    if not found.design.bounded:
        return ""
    return f"{found.at_ends} of {2 * found.n} scores stand at 0 or 10, an end of the scale."


def _not_theirs(design: Design) -> str:
    """Say of a published design what is its own and what is not."""
    for name, row in READ_FROM.items():
        if DESIGNS[name].title == design.title:
            told = next(trial for trial in reported(verified_only=False) if trial.id == row)
            return (
                f"Only the design is that of the trial ({told.citation}; {told.reference}): people, scale, noise and "
                "answer are this model's, so nothing here says what the trial found or should have found."
            )
    return ""


def explain_twins(found: Twins) -> str:
    """Say in plain sentences what a change of the score is made of, and what shared luck is worth.

    Parameters
    ----------
    found : Twins

    Returns
    -------
    str
    """
    sentences = [f"The same {found.n} people went through every arm with the same luck ({found.design.title})."]
    sentences += [_made_of(label, dict(parts)) for label, parts in found.means.items()]
    for arm in found.design.others:
        own = found.effects(arm.label)
        sentences.append(
            f"The model's own effect of {arm.label} is {own.mean():+.2f} points on average, from {own.min():+.2f} to "
            f"{own.max():+.2f} from person to person."
        )
        if len(found.design.arms) > 1:
            sentences.append(
                "Between independent arms the difference in mean scores would have "
                f"{found.noise_removed(arm.label):,.0f} times the variance: sharing people removes that noise."
            )
    sentences.append("No trial can do this, and it gives no p: the arms are the same people.")
    return " ".join([*sentences, CAVEAT])


def _made_of(label: str, parts: dict[str, float]) -> str:
    """Say what one arm's change is made of."""
    shown = [f"{name} {value:+.2f}" for name, value in parts.items() if value != 0.0]
    return f"On {label} the score changed by {sum(parts.values()):+.2f} points: {', '.join(shown)}."


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
    trials = "1 trial" if found.replicates == 1 else f"{found.replicates:,} trials"
    lead = f"{trials} at each number of people ({design.title}{_comma(reading_of(design))})."
    told = []
    for label in found.p:
        each = "; ".join(f"{n} people: {found.found(n, label)}" for n in found.ns)
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
        told += [f"{_sentence(reading)}." for reading in readings if reading]
    for label, power in found.powers.items():
        reading = _bracketed(reading_of(power.design)) if len(readings) > 1 else ""
        several = " (any arm, without correction)" if len(power.p) > 1 else ""
        told.append(
            f"{label}{reading}: {found[label]} of {power.replicates:,} trials of {power.ns[0]} people call "
            f"it effective{several}."
        )
    meaning = (
        "Effective means: p < 0.05 and a lower score. With one arm against a placebo chance alone does so in 2.5 %."
    )
    return " ".join([*told, meaning, CAVEAT])
