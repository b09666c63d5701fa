"""What is known, as data: the guide's claims, the trials, facts, the grades of the numbers, safety.

Teaching material, not medical advice. Everything is read from ``data/evidence``; an empty cell is
unknown and stays so. What was read only second-hand is marked, and never shown as established; what
was only remembered is left out.
"""

from __future__ import annotations

from functools import cache

from stresspain.evidence.rows import KNOWN, VERDICTS, Claim, Fact, Grade, Method, SafetyNote, Trial, names, rows, trial
from stresspain.evidence.table import Table
from stresspain.model.parameters import PARAMETERS
from stresspain.model.quantity import GRADES

__all__ = [
    "KNOWN",
    "VERDICTS",
    "Claim",
    "Fact",
    "Grade",
    "Method",
    "SafetyNote",
    "Table",
    "Trial",
    "claims",
    "facts",
    "grades",
    "methods",
    "safety",
    "trials",
]


@cache
def claims() -> Table[Claim]:
    """Return the guide's claims beside what is known.

    Returns
    -------
    Table of Claim

    Examples
    --------
    >>> [claim.verdict for claim in claims() if claim.id == "tension-flow"]
    ['contradicted']
    """
    found = (Claim(**{**row, "acts_on": names(row["acts_on"])}) for row in rows("claims"))  # type: ignore[arg-type]
    return Table(found, "The guide's claims beside what is known", ("claim", "verdict", "reason", "source"))


@cache
def trials(*, verified_only: bool = True) -> Table[Trial]:
    """Return the trials' results as far as they could be read.

    Parameters
    ----------
    verified_only : bool
        Leave out what is secondary or from memory.

    Returns
    -------
    Table of Trial

    Examples
    --------
    >>> trials()[0].active_change, trials()[0].placebo_change
    (-44.0, -5.5)
    """
    found = (t for row in rows("trials") if (t := trial(row)).verified or not verified_only)
    shown = ("citation", "outcome", "dose_mg", "days", "active_change", "placebo_change", "p_value", "verified")
    return Table(found, "Trials and reviews of the herb; blank is unknown, changes are % of baseline", shown)


@cache
def facts() -> Table[Fact]:
    """Return what is known of time scales, links, effects for comparison and scales.

    Returns
    -------
    Table of Fact

    Examples
    --------
    >>> [fact.source for fact in facts() if fact.id == "important-change"]
    ['Farrar 2001']
    """
    found = (Fact(**{**row, "acts_on": names(row["acts_on"])}) for row in rows("facts"))  # type: ignore[arg-type]
    return Table(found, "What is known beside the claims", ("topic", "statement", "source", "reference", "known"))


@cache
def safety() -> Table[SafetyNote]:
    """Return the safety notes on ashwagandha, as in ``data/evidence/safety.csv``.

    Returns
    -------
    Table of SafetyNote

    Examples
    --------
    >>> safety()[0].topic
    'Liver injury'
    """
    found = (SafetyNote(**row) for row in rows("safety"))
    return Table(found, "What is reported about safety; not a complete list", SafetyNote._fields)


@cache
def methods() -> Table[Method]:
    """Return where the mathematics and the software methods come from.

    Returns
    -------
    Table of Method

    Examples
    --------
    >>> [method.used_for for method in methods() if method.reference.startswith("Saltelli")]
    ['Sobol indices']
    """
    return Table((Method(**row) for row in rows("methods")), "Where the methods come from", Method._fields)


def grades() -> Table[Grade]:
    """Return how well each number of the model is founded, from its one declaration.

    Returns
    -------
    Table of Grade

    Examples
    --------
    >>> [grade.grade for grade in grades() if grade.name == "rho"]
    ['disputed']
    """
    found = (Grade(q.name, q.meaning, q.grade, GRADES[q.grade], q.source) for q in PARAMETERS.values())
    return Table(found, "How well each number of the model is founded", Grade._fields)
