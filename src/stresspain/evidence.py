"""What is known, as data: the guide's claims, the trials, the grades of the numbers, safety.

Teaching material, not medical advice. Everything is read from ``data/evidence``; an empty cell is
unknown and stays so. What was read only second-hand, or remembered, is never shown as established.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from stresspain.model.files import data_file
from stresspain.model.parameters import PARAMETERS
from stresspain.model.quantity import GRADES

#: How a safety note is known.
KNOWN = MappingProxyType(
    {
        "read": "read in the source named",
        "second-hand": "read only in a text about it, so not established here",
    }
)

#: What the evidence says of a claim.
VERDICTS = MappingProxyType(
    {
        "supported": "the sources read say so too",
        "partly": "some of it is supported, some is not, or the evidence is of low quality",
        "weak": "little was found, or it was about something else",
        "contradicted": "the sources read speak against it",
    }
)


class Claim(NamedTuple):
    """One claim of the guide, in our words.

    Attributes
    ----------
    id, claim : str
    acts_on : tuple of str
        Parameters of the model that stand for it; none where the model has no such arrow.
    verdict : str
        A key of `VERDICTS`.
    reason, citation : str
    """

    id: str
    claim: str
    acts_on: tuple[str, ...]
    verdict: str
    reason: str
    citation: str


class Trial(NamedTuple):
    """One result of a trial or review, as far as it could be read; None is unknown.

    Attributes
    ----------
    id, citation, reference, population, extract, outcome, unit, p_value, source : str
    n_active, n_placebo : int or None
    dose_mg : float or None
        mg a day.
    days : float or None
    active_change, placebo_change : float or None
        Percent from baseline, where both sides are in percent.
    verified : bool
        Whether it was read in the source named.
    """

    id: str
    citation: str
    reference: str
    population: str
    n_active: int | None
    n_placebo: int | None
    extract: str
    dose_mg: float | None
    days: float | None
    outcome: str
    unit: str
    active_change: float | None
    placebo_change: float | None
    p_value: str
    verified: bool
    source: str


class SafetyNote(NamedTuple):
    """One thing that is reported about safety.

    Attributes
    ----------
    topic, statement : str
        In our words.
    source, reference : str
        Who says so, and a DOI or another way to find it.
    known : str
        A key of `KNOWN`.
    """

    topic: str
    statement: str
    source: str
    reference: str
    known: str


class Grade(NamedTuple):
    """How well one number of the model is founded.

    Attributes
    ----------
    name, meaning : str
    grade : str
        A key of `stresspain.model.quantity.GRADES`.
    in_words : str
    source : str
    """

    name: str
    meaning: str
    grade: str
    in_words: str
    source: str


def _rows(name: str) -> list[dict[str, str]]:
    """Read one table, its comment lines left out."""
    lines = data_file(f"evidence/{name}.csv").read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


@cache
def claims() -> tuple[Claim, ...]:
    """Return the guide's claims beside what is known.

    Returns
    -------
    tuple of Claim

    Examples
    --------
    >>> [claim.verdict for claim in claims() if claim.id == "tension-flow"]
    ['contradicted']
    """
    return tuple(
        Claim(
            r["id"], r["claim"], tuple(filter(None, r["acts_on"].split(";"))), r["verdict"], r["reason"], r["citation"]
        )
        for r in _rows("claims")
    )


@cache
def trials(*, verified_only: bool = True) -> tuple[Trial, ...]:
    """Return the trials' results as far as they could be read.

    Parameters
    ----------
    verified_only : bool
        Leave out what is secondary or from memory.

    Returns
    -------
    tuple of Trial

    Examples
    --------
    >>> trials()[0].active_change, trials()[0].placebo_change
    (-44.0, -5.5)
    """
    found = tuple(_trial(row) for row in _rows("trials"))
    return tuple(t for t in found if t.verified) if verified_only else found


def _trial(row: Mapping[str, str]) -> Trial:
    """Read one row; an empty cell becomes None."""

    def number(name: str) -> float | None:
        return float(row[name]) if row[name] else None

    def count(name: str) -> int | None:
        return int(row[name]) if row[name] else None

    return Trial(
        row["trial_id"],
        row["citation"],
        row["doi_or_pmid"],
        row["population"],
        count("n_active"),
        count("n_placebo"),
        row["extract"],
        number("dose_mg_per_day"),
        number("duration_days"),
        row["outcome"],
        row["unit"],
        number("active_change_pct"),
        number("placebo_change_pct"),
        row["p_value"],
        row["verified"] == "yes",
        row["source_address"],
    )


@cache
def safety() -> tuple[SafetyNote, ...]:
    """Return the safety notes on ashwagandha, as in ``data/evidence/safety.csv``.

    Returns
    -------
    tuple of SafetyNote

    Examples
    --------
    >>> safety()[0].topic
    'Liver injury'
    """
    return tuple(SafetyNote(**row) for row in _rows("safety"))


def grades() -> tuple[Grade, ...]:
    """Return how well each number of the model is founded, from its one declaration.

    Returns
    -------
    tuple of Grade

    Examples
    --------
    >>> [grade.grade for grade in grades() if grade.name == "rho"]
    ['disputed']
    """
    return tuple(Grade(q.name, q.meaning, q.grade, GRADES[q.grade], q.source) for q in PARAMETERS.values())
