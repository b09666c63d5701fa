"""A virtual trial in words: who came how far, what was found, and what it is made of."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from stresspain.evidence import trials as reported
from stresspain.population.trials.analysis import Contrast
from stresspain.population.trials.conduct import expected
from stresspain.population.trials.design import Design
from stresspain.population.trials.numbers import ALPHA
from stresspain.population.trials.results import Trial
from stresspain.population.trials.shipped import DESIGNS, READ_FROM
from stresspain.population.trials.twins import Twins
from stresspain.show.words import CAVEAT

Floats = npt.NDArray[np.float64]

#: What is asked, in words.
ASKED_WORDS = {
    "felt_pain": "felt pain",
    "pain": "pain",
    "stress": "stress",
    "tension": "muscle tension",
    "sensitivity": "pain sensitivity",
    "sleep_loss": "sleep loss",
}


#: What the two numbers of a contrast mean.
_MEANING = (
    "p says how often chance alone would bring a difference at least as large where there is none; of intervals made "
    "in this way 95 % hold the true one."
)

#: An effect smaller than this (points) is the engine's rounding.
NOTHING = 1e-6


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
        f"{sentence(design.title)}{bracketed(reading_of(design))}: {_flow(found)}",
        f"Asked is {asked} on 0 to 10, on the day of entry and {_when(design)}.",
        *(_changes(found, arm.label) for arm in design.arms),
        *(_contrast(c, len(found.contrasts) > 1, design.analysis) for c in found.contrasts),
        _MEANING,
        *(_false_alarm(design, c) for c in found.contrasts),
        _several(found),
        _alone(design),
        _ends(found),
        _not_theirs(design),
        CAVEAT,
    ]
    return " ".join(s for s in sentences if s)


def sentence(text: str) -> str:
    """Begin with a capital."""
    return text[:1].upper() + text[1:]


def bracketed(text: str) -> str:
    """Put a remark into brackets, if there is one."""
    return f" ({text})" if text else ""


def _listed(numbers: Mapping[str, int], word: str) -> str:
    """Write counts by arm, as a sentence does."""
    *first, last = (f"{count} {word} {label}" for label, count in numbers.items())
    return f"{', '.join(first)} and {last}" if first else last


def _flow(found: Trial) -> str:
    """Say how many came how far."""
    flow, design = found.flow, found.design
    rule = "nobody was turned away" if design.entry is None else f"who reported {design.entry:g} or more was let in"
    shared = (
        f", randomised ({design.randomisation}) {_listed(flow.randomised, 'to')}" if len(flow.randomised) > 1 else ""
    )
    return (
        f"{flow.screened} people were screened; {rule}: {flow.eligible}{shared}. {_gone(flow.left)} "
        f"{_listed(flow.analysed, 'on')} are analysed."
    )


def _gone(left: Mapping[str, int]) -> str:
    """Say how many left before the end."""
    gone = sum(left.values())
    if not gone:
        return "Nobody left before the end, so"
    verb = "is" if gone == 1 else "are"
    return f"{gone} left before the end ({_listed(left, 'on')}) and {verb} left out (complete cases), so"


def _when(design: Design) -> str:
    """Say when the final score was taken."""
    *first, last = (f"{day:g}" for day in design.measured)
    days = f"{', '.join(first)} and {last}" if first else last
    return f"on day {days} after it" if len(design.measured) == 1 else f"as a mean over days {days} after it"


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
    corrected = f", and {said_p(c.holm)} after Holm's correction" if several else ""
    verdict = f"{'which is ' if several else ''}{'' if c.holm < ALPHA else 'not '}below"
    adjusted = " with equal scores on entry" if analysis == "ancova" else ""
    return (
        f"{c.arm} against {against}: {c.estimate:+.2f} points{adjusted} (95 % interval {c.low:+.2f} to {c.high:+.2f}), "
        f"{said_p(c.p)}{corrected}, {verdict} 0.05{_standardised(c)}."
    )


def _standardised(c: Contrast) -> str:
    """Say one difference in standard deviations, where there is such a thing."""
    if np.isnan(c.standardised):
        return ""
    low, high = c.standardised_low, c.standardised_high
    return f"; in standard deviations {c.standardised:+.2f} ({low:+.2f} to {high:+.2f})"


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


def said_p(p: float) -> str:
    """Write a p value, so that it shows on which side of 0.05 it lies."""
    if p < 0.001:
        return "p < 0.001"
    return f"p = {p:.4f}" if f"{p:.3f}" == f"{ALPHA:.3f}" else f"p = {p:.3f}"


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
    if design.entry is None:
        return "There is no control: this analysis counts whatever changed the scores in that time as the arm's doing."
    return (
        "There is no control: who is let in because of a high score reports on average a lower one later whatever is "
        "taken, and this analysis counts that as success."
    )


def _ends(found: Trial) -> str:
    """Say how many scores were moved to the ends of the scale."""
    if not found.design.bounded:
        return ""
    written = found.n + sum(found.flow.analysed.values()) * len(found.design.measured)
    return f"{found.at_ends} of {written} scores stand at 0 or 10, an end of the scale."


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
    arms = "every arm" if len(found.design.arms) > 1 else "the one arm, and through the same days with nothing taken,"
    sentences = [f"The same {found.n} people went through {arms} with the same luck ({found.design.title})."]
    sentences += [_made_of(label, dict(parts)) for label, parts in found.means.items()]
    for arm in found.design.others:
        sentences.append(_own_effect(arm.label, found.effects(arm.label)))
        if len(found.design.arms) > 1:
            sentences.append(_quieter(found.noise_removed(arm.label)))
    sentences.append("No trial can do this, and it gives no p: the arms are the same people.")
    return " ".join([*sentences, CAVEAT])


def _own_effect(label: str, own: Floats) -> str:
    """Say what one arm does to people."""
    if abs(own).max() < NOTHING:
        return f"The model's own effect of {label} is 0 in everyone."
    return (
        f"The model's own effect of {label} is {_signed(own.mean())} points on average, from {_signed(own.min())} to "
        f"{_signed(own.max())} from person to person."
    )


def _quieter(times: float) -> str:
    """Say how much noise the same people in every arm remove."""
    if times == float("inf"):
        return "The same people in both arms leave no noise at all in the difference."
    said = f"{float(f'{times:.2g}'):,.0f}" if times >= 10.0 else f"{times:.1f}"
    return (
        f"Between independent arms the difference in mean scores would have some {said} times the variance: sharing "
        "people removes that noise."
    )


def _signed(points: float) -> str:
    """Write points with a sign, and nothing with none."""
    said = f"{points:+.2f}"
    return said[1:] if float(said) == 0.0 else said


def _made_of(label: str, parts: dict[str, float]) -> str:
    """Say what one arm's change is made of."""
    shown = [f"{name} {_signed(value)}" for name, value in parts.items() if value != 0.0]
    return f"On {label} the score changed by {_signed(sum(parts.values()))} points: {', '.join(shown)}."
