"""Many people in plain sentences: how they fared, who answers, and what kinds of courses there are."""

from __future__ import annotations

from stresspain.model.parameters import PARAMETERS
from stresspain.model.phrases import counted
from stresspain.population.ensemble import Ensemble
from stresspain.population.groups import GROUPS, TrajectoryGroups
from stresspain.population.responders import Responders, Separation
from stresspain.population.summary import Spread, summarise
from stresspain.show.words import CAVEAT
from stresspain.simulation.outcomes import OUTCOMES

#: Most numbers that a sentence names.
_NAMED = 3

#: Of fewer people than this no twentieth part can be left out at either end: their whole range is told.
_FEW = 20
_SHARES = (0.0, 0.05, 0.5, 0.95, 1.0)

_OF_PEOPLE = CAVEAT.replace("not about a person", "not about people")


def explain_ensemble(ensemble: Ensemble) -> str:
    """Say how many people fared.

    Parameters
    ----------
    ensemble : Ensemble

    Returns
    -------
    str

    Examples
    --------
    >>> import stresspain as sp
    >>> crowd = sp.people(100, seed=1, spread={"load": (0.1, 0.2)})
    >>> print(explain_ensemble(sp.simulate_many(crowd, outcomes=["last"])))
    100 virtual people differ in load. Felt pain on the last day: median 0.2, and nine in ten between 0.2 and 0.3...
    """
    summary = summarise(ensemble, _SHARES)
    answered = summary.n - summary.failed - summary.left
    varied = _listed(list(ensemble.people.names)) or "nothing"
    told = [f"{counted(summary.n, 'virtual person differs', 'virtual people differ')} in {varied}."]
    if summary.failed:
        who, why = next(iter(ensemble.failures.items()))
        told.append(f"{_without(summary.failed, summary.n)} The first is number {who}: {why}")
    if summary.left:
        told.append(f"{counted(summary.left, 'of them has', 'of them have')} not been run yet.")
    told += [_said(name, spread, answered) for name, spread in summary.outcomes.items()]
    if answered:
        told += [_column(name, bands[:, -1], summary.days[-1], answered) for name, bands in summary.bands.items()]
    return " ".join([*(t for t in told if t), _OF_PEOPLE])


def people_counted(n: int) -> str:
    """Write how many virtual people there are."""
    return counted(n, "virtual person", "virtual people")


def _without(failed: int, n: int) -> str:
    """Say how many have no answer."""
    if failed == n:
        return "Nobody has an answer."
    return f"{counted(failed, 'of them has', 'of them have')} no answer."


def _listed(names: list[str]) -> str:
    """Write names as a sentence does; a count where they are many."""
    if len(names) > 4:
        return f"{len(names)} numbers"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _said(name: str, spread: Spread, n: int) -> str:
    """Say how one outcome is spread."""
    meaning, unit = OUTCOMES[name].meaning, OUTCOMES[name].unit
    head = meaning[0].upper() + meaning[1:]
    if not spread.people:
        return f"{head}: the question arises for nobody."
    of = "" if spread.people >= n else f" (of the {spread.people:,} for whom the question arises)"
    if unit == "yes/no":
        return f"{head}: {_yes(spread)}{of}."
    days = " days" if head.startswith("Days") else ""
    return f"{head}{of}: {_range([_number(q, unit) for q in spread.quantiles], spread.people, days)}."


def _yes(spread: Spread) -> str:
    """Write a share of yes; of one person the answer."""
    if spread.people == 1:
        return "yes" if spread.mean else "no"
    return f"yes for {_percent(spread.mean)}"


def _range(written: list[str], people: int, unit: str) -> str:
    """Say where quantiles at `_SHARES` lie; of one person the number itself."""
    lowest, low, middle, high, highest = written
    if people == 1:
        return f"{middle}{unit}"
    if lowest == highest:
        return f"{middle}{unit} in everyone"
    low, high, who = (lowest, highest, "all") if people < _FEW else (low, high, "nine in ten")
    return f"median {middle}{unit}, and {who} between {low} and {high}"


def _column(name: str, ends: object, day: float, people: int) -> str:
    """Say how a column ends."""
    written = [f"{float(x):.2g}" for x in ends]  # type: ignore[attr-defined]
    return f"{name[0].upper()}{name[1:].replace('_', ' ')} on day {day:g}: {_range(written, people, '')}."


def _number(value: float, unit: str) -> str:
    """Write a number of an outcome."""
    return f"{value:.0f}" if unit in ("d", "0-10 d") else f"{value:.1f}"


def _percent(share: float) -> str:
    """Write a share."""
    return f"{100 * share:.0f} %"


def explain_responders(found: Responders) -> str:
    """Say who responds, and which numbers set responders apart.

    Parameters
    ----------
    found : Responders

    Returns
    -------
    str
    """
    asked = OUTCOMES[found.outcome].meaning
    yes, no = int(found.yes.sum()), int(found.no.sum())
    verb = "answers" if yes == 1 else "answer"
    lead = f"Asked {asked}, {yes:,} of {yes + no:,} people {verb} yes and {no:,} no ({_percent(found.share)} yes)."
    unasked = len(found.yes) - yes - no
    if unasked:
        lead += f" {people_counted(unasked)} {'has' if unasked == 1 else 'have'} no answer."
    telling = [s for s in found if s.telling]
    if not telling:
        told = "No number of theirs sets the two groups apart by more than chance might."
    else:
        told = " ".join(map(_apart, telling[:_NAMED]))
        rest = len(telling) - _NAMED
        told += f" {rest} more do so, less clearly." if rest > 0 else ""
    honest = "Who answers yes would perhaps have done so without the plan: run the same people without it and compare."
    return " ".join([lead, told, honest, _OF_PEOPLE])


def _apart(s: Separation) -> str:
    """Say how one number sets the groups apart."""
    side, often = ("higher", s.chance) if s.chance > 0.5 else ("lower", 1 - s.chance)
    return (
        f"Responders tend to have a {side} {s.parameter} ({PARAMETERS[s.parameter].meaning}): median "
        f"{s.responders:.3g} against {s.others:.3g}; of a responder and another drawn at random the responder's is "
        f"the {side} one in {_percent(often)}."
    )


def explain_groups(found: TrajectoryGroups) -> str:
    """Say who is in which group, beside the groups found among patients.

    Parameters
    ----------
    found : TrajectoryGroups

    Returns
    -------
    str
    """
    answered, people = int((found.places >= 0).sum()), len(found.places)
    courses = f"{counted(answered, 'course')} of felt pain"
    lost = f" {people - answered:,} of {people_counted(people)} {'has' if people - answered == 1 else 'have'} none."
    lost = lost if answered < people else ""
    shares = found.shares
    ours = "; ".join(f"{name} {_percent(shares[name])} ({group.rule})" for name, group in GROUPS.items())
    patients = sum(group.patients for group in GROUPS.values())
    theirs = ", ".join(
        f"{group.beside} {_percent(group.patients / patients)}" for group in GROUPS.values() if group.beside
    )
    return (
        f"{courses}, with the level at {found.level:g} of 10: {ours}.{lost} "
        f"Set beside them: the groups found among {patients} patients with back pain (Dunn 2006, "
        f"doi:10.1093/aje/kwj100): {theirs}. The comparison is qualitative: theirs come of a statistical sorting "
        "(latent class analysis) of monthly answers by people who sought care, ours of rules and of whoever was drawn. "
        f"Shares move at will by drawing other people, so their likeness proves nothing. {_OF_PEOPLE}"
    )
