"""What is known, as data: the safety notes that the guide leaves out. Teaching material, not medical advice."""

from __future__ import annotations

import csv
from functools import cache
from typing import NamedTuple

from stresspain.model.files import data_file

KNOWN = {
    "read": "read in the source named",
    "second-hand": "read only in a text about it, so not established here",
}


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
    lines = data_file("evidence/safety.csv").read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return tuple(SafetyNote(**row) for row in rows)
