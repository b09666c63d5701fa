"""A fitted diary in plain sentences: what fits, how surely, what else fits, and what it does not mean."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from stresspain.model.phrases import alike, counted
from stresspain.population.fitting.advice import Spell
from stresspain.population.fitting.fit import Fit, Story
from stresspain.population.fitting.likelihood import LIMIT
from stresspain.population.fitting.profiles import Profile
from stresspain.simulation.numbers import own_value

#: Said of every fit, before anything else and on every picture.
NO_DIAGNOSIS = "This fits a story; it diagnoses nobody."
#: Said whenever a number of something taken is fitted.
NO_EVIDENCE = (
    "A strength that fits is no evidence of an effect: whatever else changed on the same days, pain that eases by "
    "itself, and having begun on a bad day (regression to the mean) would all look like this."
)
CAVEAT = "Illustrative, not clinical: numbers of five made-up equations, not of a person."
#: Felt pain (0-10) on the last day by which two stories end differently.
_APART = 1.0
#: Another story is told of if it fits no worse than this.
_WORTH = 4 * LIMIT
#: A narrowing below this share is no help.
_HELPS = 0.02
#: A curve that moves by less than this, in points of 10, is one in which nothing happens.
_STILL = 0.05

_PLAIN = {
    "felt_pain": "pain",
    "stress": "stress",
    "sleep_loss": "lost sleep",
    "cortisol": "cortisol",
    "tension": "muscle tension",
    "inflammation": "inflammation",
    "sensitivity": "pain sensitivity",
}


def explain_fit(found: Fit) -> str:
    """Say what fits, how surely, what else fits and what it does not mean.

    Parameters
    ----------
    found : Fit

    Returns
    -------
    str
    """
    sentences = [
        NO_DIAGNOSIS,
        _lead(found),
        _at_ends(found),
        *(" ".join(filter(None, (_number(told), _why(told)))) for told in map(found.profile, found.parameters)),
        _assumed(found),
        no_evidence(found.parameters),
        _others(found),
        _lost(found),
        _still(found),
        _leftover(found),
        CAVEAT,
    ]
    return " ".join(filter(None, sentences))


def explain_profile(found: Profile) -> str:
    """Say whether a diary tells one number, what makes up for it, and what to write down next.

    Parameters
    ----------
    found : Profile

    Returns
    -------
    str
    """
    return " ".join(
        filter(None, [_number(found), _why(found), no_evidence([found.parameter]), what_next(found), CAVEAT])
    )


def no_evidence(names: Iterable[str]) -> str:
    """Say that a strength is no evidence of an effect, where one is among what is fitted.

    Parameters
    ----------
    names : iterable of str

    Returns
    -------
    str
        Empty where none is.
    """
    return NO_EVIDENCE if any("." in name for name in names) else ""


def interval_words(found: Profile) -> str:
    """Write the interval with what ends it."""
    low, high = alike(*found.interval)
    if all(found.cut):
        return f"anything from {' to '.join(_declared(found.interval))}, its whole range"
    if found.cut[0]:
        return f"at most {high} (below, only its range ends it)"
    if found.cut[1]:
        return f"at least {low} (above, only its range ends it)"
    return f"{low} to {high}"


def _declared(ends: tuple[float, float]) -> list[str]:
    """Write the ends of a range as they were declared, with the same number of decimals."""
    decimals = max(len(f"{end:g}".partition(".")[2]) for end in ends)
    return [f"{end:.{decimals}f}" for end in ends]


def best_words(found: Profile) -> str:
    """Write the best value, with as many decimals as its interval has; a dash where it is no estimate."""
    return alike(*found.interval, found.best)[-1] if found.told else "-"


def _lead(found: Fit) -> str:
    """Say what was fitted to what."""
    made = "a made-up diary" if found.diary.synthetic else "the diary"
    columns = " and ".join(_PLAIN[name] for name in found.diary.kept)
    origin = "given" if found.noise_given else "estimated"
    return (
        f"{made[0].upper()}{made[1:]} holds {counted(found.diary.readings, 'reading')} of {columns} up to day "
        f"{found.diary.days[-1]:g}. The best story comes within {found.optima[0].rms:.2f} points of 10 of them on "
        f"average (noise {origin}: {found.noise:.2f})."
    )


def _at_ends(found: Fit) -> str:
    """Say how many readings stand at an end of the scale, and how they are taken."""
    count = int(found.likelihood.task.ends.sum())
    if not count:
        return ""
    of_them = "1 of the readings stands" if count == 1 else f"{count} of the readings stand"
    return f"{of_them} at an end of the scale, 0 or 10, which is taken to say 'here or beyond'."


def _assumed(found: Fit) -> str:
    """Say which strengths the plan's own amounts lead to."""
    own = [f"{name} = {own_value(name, found.given):.3g}" for name in found.parameters if name.endswith(".strength")]
    return f"The plan's own amounts lead to {', '.join(own)}." if own else ""


def _number(found: Profile) -> str:
    """Say one number, its interval and the verdict."""
    name = f"{found.parameter} ({found.quantity.meaning.split(':')[0]})"
    interval = interval_words(found)
    if found.told:
        return f"{name} = {best_words(found)}, {found.verdict}: 95 % {interval}."
    values = f"{interval}," if all(found.cut) else f"any value {'of' if any(found.cut) else 'from'} {interval}"
    return f"{name}, {found.verdict}: {values} tells the diary about as well (95 %)."


def _why(found: Profile) -> str:
    """Say what makes the verdict: a combination, a trade, a jump."""
    told = []
    if found.blind:
        told.append(_blind(found))
    elif found.partner is not None:
        moves = "rises" if found.partner.ends[1] > found.partner.ends[0] else "falls"
        first, last = alike(*found.partner.ends)
        told.append(
            f"Across that interval {found.partner.name} makes up for it: it {moves} from {first} to {last}, "
            "and the curve fits about as well."
        )
    if found.partner is not None and found.partner.at_end:
        told.append(
            f"Where {found.partner.name} comes to an end of its own range it makes up for no more, which helps to end "
            "the interval."
        )
    if found.jumps:
        where = " and ".join(f"{value:.3g}" for value in found.jumps)
        told.append(f"At {found.parameter} = {where} the fit jumps: beyond, the curve falls into another ending.")
    if found.missed:
        told.append("On the way a better fit turned up than the search had found: fit again with more starts.")
    if found.parameter.endswith(".strength"):
        told.append(_nothing(found))
    return " ".join(told)


def _nothing(found: Profile) -> str:
    """Say whether something that did nothing at all would fit too."""
    if found.low > 0.0:
        return "That it did nothing at all (0) fits clearly worse in this story; in another one it need not."
    if found.verdict == "flat":
        return "So the diary says nothing about whether it did anything."
    return "That it did nothing at all (0) is within the interval: this diary does not tell it from nothing."


def _blind(found: Profile) -> str:
    """Say that no reading tells a number, or which numbers only count together."""
    others = " and ".join(name for name in found.blind if name != found.parameter)
    if not others:
        return f"No reading answers to {found.parameter} at all here: however exact, such a diary cannot tell it."
    return (
        f"No reading answers to {found.parameter} by itself, only together with {others}: however exact, such a diary "
        "cannot tell them apart (structural). Hold one of them fixed."
    )


def what_next(found: Profile) -> str:
    """Say which further reading would tell most.

    Parameters
    ----------
    found : Profile

    Returns
    -------
    str
    """
    advice = found.advice
    spell = _spell(advice.spell) if advice.spell else ""
    if max(advice.narrowed, advice.one_more) < _HELPS:
        return spell or (
            f"No further reading would help: none of the columns tried, on the same days, would narrow "
            f"{found.parameter} by more than {percent(_HELPS)}."
        )
    told = []
    if advice.narrowed >= _HELPS:
        told.append(
            f"To know more, write down {_PLAIN[advice.column]} too: on the same days, read as exactly as pain, it "
            f"would narrow {found.parameter} by {percent(advice.narrowed)}."
        )
    if advice.one_more >= _HELPS:
        told.append(
            f"One more reading of pain would tell most on day {advice.day:g} ({percent(advice.one_more)} narrower)."
        )
    else:
        told.append("No single further reading of pain would tell much.")
    return " ".join(filter(None, [*told, spell]))


def _spell(spell: Spell) -> str:
    """Say what a spell with something taken, and one without it, would tell."""
    if max(spell.taken, spell.without) < _HELPS:
        return ""
    return (
        f"Writing on for {spell.days} days would narrow it by {percent(spell.taken)} with it taken on them, by "
        f"{percent(spell.without)} without. Whether to take it is no question for a diary."
    )


def percent(share: float) -> str:
    """Write a share."""
    return f"{100 * share:.0f} %"


def _others(found: Fit) -> str:
    """Say where the ways down ended."""
    ways = sum(story.ways for story in found.optima)
    gone = f"the best {ways + found.stuck}" if ways + found.stuck > 1 else "the best of them"
    lead = f"{found.looked} places were looked at, and from {gone} it went downhill"
    if len(found.optima) == 1:
        each = "" if ways + found.stuck == 1 else f"{ways} " if found.stuck else "all "
        return f"{lead}: {each}to this story."
    best, second = found.optima[:2]
    more = "another one" if len(found.optima) == 2 else f"{len(found.optima) - 1} more"
    told = f"{lead}: {best.ways} to this story, {_rest(ways - best.ways)} to {more}."
    if second.deviance > _WORTH:
        return f"{told} {'That one fits' if len(found.optima) == 2 else 'Those fit'} clearly worse."
    numbers = ", ".join(f"{name} = {value:.3g}" for name, value in second.values.items())
    as_well = "fits nearly as well" if second.deviance <= LIMIT else "fits somewhat worse"
    return f"{told} The next ({numbers}) {as_well} (deviance {second.deviance:.1f}).{_ends(best, second)}"


def _rest(ways: int) -> str:
    """Say how many other ways there were."""
    return "the other" if ways == 1 else "the others"


def _ends(best: Story, second: Story) -> str:
    """Say whether two stories end differently."""
    if abs(best.ending - second.ending) < _APART:
        return ""
    return (
        f" It ends in another place, pain {second.ending:.1f} and not {best.ending:.1f}: two endings, "
        "two stories of one diary."
    )


def _lost(found: Fit) -> str:
    """Say which places had no answer."""
    told = [f"{count} of the places had no answer ({reason})" for reason, count in found.failures.items()]
    if found.stuck:
        told.append(f"{counted(found.stuck, 'way')} down ended where the model has no answer")
    said = "; ".join(told)
    return f"{said}." if said else ""


def _still(found: Fit) -> str:
    """Say that nothing happens in the best story."""
    _, curve, *_ = found.band()
    if float(np.ptp(curve)) > _STILL:
        return ""
    given = found.given
    if given.plan or any(
        0.0 < day < found.diary.days[-1] for level in (given.load, given.damage) for day in level.days
    ):
        return (
            f"In this story pain moves by less than {_STILL:g} points up to the diary's last day: there is next to "
            "nothing in it that a fit could hold on to."
        )
    return (
        "In this story nothing happens: a person at rest, under a load that stays, stays at rest. To let something "
        "happen, give a load with steps, a plan, or five numbers to start from."
    )


def _leftover(found: Fit) -> str:
    """Say whether what is left over looks like noise."""
    resembles = found.correlation
    if np.isfinite(resembles) and abs(resembles) > 2.5 / np.sqrt(found.diary.readings):
        return (
            f"What is left over is no plain noise (each residual resembles the one before it: {resembles:.2f}), so the "
            "story misses something and the intervals are too narrow."
        )
    return ""
