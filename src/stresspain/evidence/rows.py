"""The rows of the evidence tables, and how each is read from ``data/evidence``."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from stresspain.model.files import data_file

#: How a statement is known.
KNOWN = MappingProxyType(
    {
        "read": "read in the source named",
        "partly": "partly read in the source named, partly second-hand",
        "second-hand": "read only in a text about it, so not established here",
        "derived": "worked out from a number that was read",
        "judgement": "our judgement, made for teaching",
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
    reason : str
    second_hand : str
        What in the reason is not established here; empty where all of it was read.
    citation : str
    """

    id: str
    claim: str
    acts_on: tuple[str, ...]
    verdict: str
    reason: str
    second_hand: str
    citation: str

    @property
    def source(self) -> str:
        """The citation, and what of it is second-hand."""
        return f"{self.citation}. Second-hand: {self.second_hand}." if self.second_hand else self.citation


class Trial(NamedTuple):
    """One result of a trial or review, as far as it could be read; None is unknown.

    Attributes
    ----------
    id, citation, reference, population, extract, outcome, unit, p_value, source : str
    n_active, n_placebo : int or None
    dose_mg : float or None
        mg a day.
    days : float or None
    active_baseline, active_end, placebo_baseline, placebo_end : float or None
        In `unit`.
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
    active_baseline: float | None
    active_end: float | None
    active_change: float | None
    placebo_baseline: float | None
    placebo_end: float | None
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


class Fact(NamedTuple):
    """One thing that is known of time scales, links, effects or scales.

    Attributes
    ----------
    id, topic, statement : str
        In our words.
    acts_on : tuple of str
        Parameters of the model that it bears on.
    source, reference : str
    known : str
        A key of `KNOWN`.
    """

    id: str
    topic: str
    statement: str
    acts_on: tuple[str, ...]
    source: str
    reference: str
    known: str


class Method(NamedTuple):
    """Where a method comes from.

    Attributes
    ----------
    reference, doi, used_for : str
    """

    reference: str
    doi: str
    used_for: str


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


def rows(name: str) -> list[dict[str, str]]:
    """Read one table, its comment lines left out."""
    lines = data_file(f"evidence/{name}.csv").read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def names(text: str) -> tuple[str, ...]:
    """Split the names of a cell."""
    return tuple(filter(None, text.split(";")))


def trial(row: Mapping[str, str]) -> Trial:
    """Read one row of the trials; an empty cell becomes None."""

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
        number("active_baseline"),
        number("active_end"),
        number("active_change_pct"),
        number("placebo_baseline"),
        number("placebo_end"),
        number("placebo_change_pct"),
        row["p_value"],
        row["verified"] == "yes",
        row["source_address"],
    )
