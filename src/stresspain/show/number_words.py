"""Which number matters, in plain sentences: derivatives near one run, shares of variance over ranges."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from stresspain.model.parameters import PARAMETERS
from stresspain.model.quantity import Quantity
from stresspain.population.ranking import Influence, Ranking
from stresspain.population.sensitivity import Sensitivities
from stresspain.population.sobol_results import SETTLED, Sobol
from stresspain.show.words import CAVEAT
from stresspain.simulation.outcomes import OUTCOMES

#: Said wherever a number of something taken is among those that are told of.
OWN_EFFECT = (
    "What something taken does here is the model's own effect, put in by hand: no evidence that anything works."
)
#: How many numbers a sentence names.
_NAMED = 3
#: Share of an outcome's whole scale by which a run must miss its derivative to be told.
_SURPRISE = 0.1


def named(quantity: Quantity) -> str:
    """Return a number with its meaning, such as "g (amplification of pain by sensitisation)"."""
    return f"{quantity.name} ({quantity.meaning.split(':')[0]})"


def own_effect(names: Iterable[str]) -> str:
    """Say that a number of something taken is the model's own effect, where one is among what is told of."""
    return OWN_EFFECT if any("." in name for name in names) else ""


def outcome_words(name: str, level: float) -> str:
    """Return an outcome's name for people."""
    words = {
        "peak": "peak felt pain",
        "mean": "mean felt pain",
        "last": "felt pain on the last day",
        "days_above": f"days with felt pain above {level:g}",
        "recovery_day": f"the day from which felt pain stays at or below {level:g}",
        "area": "the area under felt pain",
    }
    return words.get(name, OUTCOMES[name].meaning)


def value_words(name: str, value: float) -> str:
    """Write an outcome's value with its unit."""
    unit = OUTCOMES[name].unit
    if unit == "0-10":
        return f"{value:.2f} of 10"
    return f"{value:.1f} {'days' if unit == 'd' else unit}".rstrip(" -")


def explain_ranking(ranking: Ranking) -> str:
    """Say which numbers one outcome of one run answers to most, and where a derivative misleads.

    Parameters
    ----------
    ranking : Ranking

    Returns
    -------
    str

    Examples
    --------
    >>> from stresspain.population.sensitivity import sensitivities
    >>> from stresspain.simulation.scenario import scenario
    >>> print(explain_ranking(sensitivities(scenario(days=28), parameters=["load", "g"]).ranking("last")))
    For small changes felt pain on the last day (0.44 of 10 in this run) answers most to load (stressor
    load from outside): 1 % more of it changes it by +1.1 %. Then come g (+0.0 %).
    Run again with each number 10 % lower or higher, every one does about what its derivative says.
    Illustrative, not clinical: this is a fact about five equations, not about a person.
    """
    what, value = outcome_words(ranking.outcome, ranking.level), value_words(ranking.outcome, ranking.value)
    ranked = [i for i in ranking.influences if not np.isnan(i.elasticity)]
    if not ranked:
        return f"Here {what} has no derivative: it sits on a corner, or there is no such day. {CAVEAT}"
    first, rest = ranked[0], ranked[1 : 1 + _NAMED]
    lead = (
        f"For small changes {what} ({value} in this run) answers most to {named(ranking.quantities[first.parameter])}: "
        f"1 % more of it changes it by {first.elasticity:+.1f} %."
    )
    others = ", ".join(f"{i.parameter} ({i.elasticity:+.1f} %)" for i in rest)
    own = own_effect(ranking.quantities)
    return " ".join(filter(None, [lead, f"Then come {others}." if others else "", _surprises(ranking), own, CAVEAT]))


def straight(ranking: Ranking, influence: Influence, sign: int) -> float:
    """Return what the derivative says of a number lower (sign -1) or higher (+1) by the ranking's share."""
    return ranking.value + sign * ranking.share * influence.value * influence.slope


def _surprises(ranking: Ranking) -> str:
    """Say where running again gives something else than the derivative."""
    scale = {"0-10": 10.0, "d": float(ranking.run.days[-1])}.get(OUTCOMES[ranking.outcome].unit, abs(ranking.value))
    missed = []
    for i in ranking.influences:
        for sign, found in ((-1, i.lower), (1, i.higher)):
            said = straight(ranking, i, sign)
            if abs(found - said) > _SURPRISE * scale:
                missed.append((abs(found - said), i.parameter, sign, found, said))
    again = f"Run again with each number {ranking.share:.0%} lower or higher".replace("%", " %")
    if not missed:
        return f"{again}, every one does about what its derivative says."
    _, name, sign, found, said = max(missed)
    much = f"{ranking.share:.0%} {'more' if sign > 0 else 'less'}".replace("%", " %")
    names = {name for _, name, *_ in missed}
    return (
        f"{again}, {len(names)} of {len(ranking.influences)} {'do' if len(names) > 1 else 'does'} something else. "
        f"The most so {name}: {much} of it leads to {value_words(ranking.outcome, found)}, where the derivative says "
        f"{said:.2f}. A derivative cannot see a ridge that a larger change crosses."
    )


def explain_sensitivities(found: Sensitivities) -> str:
    """Say which numbers felt pain answers to most when it answers most, and at the end.

    Parameters
    ----------
    found : Sensitivities

    Returns
    -------
    str
    """
    answers = found.elasticity("felt_pain")
    if np.isnan(answers).any():
        return f"Felt pain is 0 on some day, where a change in per cent means nothing. {CAVEAT}"
    most = int(np.argmax(np.abs(answers).sum(axis=1)))
    days = [most, len(answers) - 1] if most != len(answers) - 1 else [most]
    told = [f"On day {found.run.days[day]:g} {_leaders(found, answers[day])}." for day in days]
    lead = "How much felt pain changes for 1 % more of one number."
    return " ".join(filter(None, [lead, *told, own_effect(found.parameters), CAVEAT]))


def _leaders(found: Sensitivities, answers: npt.NDArray[np.float64]) -> str:
    """Name the numbers that felt pain answers to most on one day."""
    order = np.argsort(-np.abs(answers))[:_NAMED]
    return "it answers most to " + ", ".join(f"{found.parameters[i]} ({answers[i]:+.1f} %)" for i in order)


def explain_sobol(found: Sobol) -> str:
    """Say how an outcome's variance is shared over ranges, and how sure that is.

    Parameters
    ----------
    found : Sobol

    Returns
    -------
    str
    """
    lead, *rest = (found.parameters[i] for i in found.order)
    at = {name: i for i, name in enumerate(found.parameters)}
    alone, company = 100 * found.first[at[lead]], 100 * found.total[at[lead]]
    together = 100 * float(found.first.sum())
    sentences = [
        f"Over {found.runs:,} runs in which {len(found.parameters)} numbers vary freely within their ranges, "
        f"{outcome_words(found.outcome, found.level)} is {value_words(found.outcome, found.mean)} on average.",
        f"The largest part of its variance goes with {named(PARAMETERS[lead])}: {alone:.0f} % with it alone, "
        f"{company:.0f} % with it in company with the others.",
        "Then come " + ", ".join(f"{name} ({100 * found.total[at[name]]:.0f} %)" for name in rest[:_NAMED]) + ".",
        f"Taken each alone the numbers account for {together:.0f} %: {_interplay(together)}",
        verdict(found),
        _policy(found),
        CAVEAT,
    ]
    return " ".join(sentences)


def _interplay(together: float) -> str:
    """Say what is left over for interplay."""
    if together < 90:
        return f"the other {100 - together:.0f} % is interplay, which no number has by itself."
    return "there is hardly any interplay."


def verdict(found: Sobol) -> str:
    """Say whether the sample was large enough."""
    moved, wide = f"{found.moved:.3f}", f"{found.widest:.3f}"
    facts = f"no index moves by more than {moved} between half the sample and all of it; the widest interval is {wide}"
    if found.settled:
        return f"The indices are settled: {facts}."
    return (
        f"The indices are not settled: one moves by {moved} between half the sample and all of it, and the widest "
        f"interval is {wide} ({SETTLED:g} and {2 * SETTLED:g} are asked for). Use a larger n, such as {4 * found.n}."
    )


def _policy(found: Sobol) -> str:
    """Say what became of runs without an answer."""
    if not found.replaced:
        return "Every run had an answer."
    return (
        f"{found.replaced} of {found.n} base samples had a run without an answer; they were left out and replaced by "
        "the next ones of the sequence."
    )
