"""No number in prose differs from the tables, and every source stands in one. Illustrative, not clinical."""

from __future__ import annotations

import ast
import io
import json
import re
import tokenize
from pathlib import Path

import pytest

from stresspain import evidence
from stresspain.evidence.rows import rows
from stresspain.model.catalogue import HALF_DOSE_MG, adaptogen
from stresspain.simulation.outcomes import IMPORTANT_POINTS, IMPORTANT_SHARE
from stresspain.simulation.scales import CRP_AT_REST

ROOT = Path(__file__).parents[1]
TABLES = ("claims", "trials", "safety", "facts", "methods")

#: A DOI (brackets may belong to it), or a number by which PubMed and others know a text.
SOURCE = re.compile(r"10\.\d{4,9}/(?:[^\s;,()\"'`\]]|\([^\s()]*\))+|PMID:? ?\d+|PMC ?\d{5,}|CD\d{6}|NBK\d+")
#: "Farrar 2001", also "Farrar (2001)" and "Hodges & Tucker 2011": who and when.
AUTHOR = re.compile(
    r"\b([A-Z][a-zöéñ]+(?:-[A-Z][a-z]+)?)(?: et al\.?|(?: ?[,&]| and) [A-Z][a-z]+)* \(?((?:19|20)\d\d)\)?"
)
NUMBER = re.compile(r"(?<![\w.])\d+(?:,\d{3})*(?:\.\d+)?(?![\w])")

#: Where in a source: no number of its.
PLACE = re.compile(r"(?:chapter|equation|section|table|figure)s? \d+(?:\.\d+)*")


def source(text):
    """Write a source in one way."""
    return text.rstrip(".").lower().replace(":", " ").replace("pmid  ", "pmid ").replace("  ", " ")


def numbers(text):
    """Return the numbers of a text, its sources and years left out."""
    bare = PLACE.sub(" ", AUTHOR.sub(" ", SOURCE.sub(" ", text)))
    found = (float(n.replace(",", "")) for n in NUMBER.findall(bare.replace("\N{MINUS SIGN}", "-")))
    return {n for n in found if not (1900 <= n <= 2100 and n == int(n))}


def table_rows():
    """Return every row of every table as one text."""
    return [" | ".join(value or "" for value in row.values()) for name in TABLES for row in rows(name)]


ROWS = table_rows()
KNOWN_SOURCES = {source(found) for row in ROWS for found in SOURCE.findall(row)}


def words_of_code(path):
    """Return the docstrings, texts and comments of a module."""
    raw = path.read_text(encoding="utf-8")
    texts = [n.value for n in ast.walk(ast.parse(raw)) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    comments = [t.string for t in tokenize.generate_tokens(io.StringIO(raw).readline) if t.type == tokenize.COMMENT]
    return [*texts, "\n".join(c.lstrip("#: ") for c in comments)]


def words_of_notebook(path):
    """Return the prose and the code of a notebook."""
    return ["".join(cell["source"]) for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]]


def prose():
    """Return every text that people read: (where, text)."""
    found = [(p.name, [p.read_text(encoding="utf-8")]) for p in [*ROOT.glob("*.md"), ROOT / "data/README.md"]]
    found += [(p.name, words_of_notebook(p)) for p in sorted((ROOT / "notebooks").glob("*.ipynb"))]
    package = ROOT / "src" / "stresspain"
    found += [(str(p.relative_to(package)), words_of_code(p)) for p in sorted(package.rglob("*.py"))]
    return [(where, text) for where, texts in found for text in texts]


def sentences(text):
    """Split a text where one sentence ends and another begins, or a paragraph."""
    return [s for s in re.split(r"(?<=[.!?:])\s+(?=[A-Z(>])|\n\s*\n|\n\s*[-|*]\s", text) if s.strip()]


def cited_rows(sentence):
    """Return the rows that speak of a source that a sentence cites."""
    named, people = cited(sentence)
    return [
        row
        for row, (sources, authors) in CITED.items()
        if named & sources
        or people & authors
        or any(who in row and f"{who.lower()}{year}" in row for who, year in (one.rsplit(" ", 1) for one in people))
    ]


def cited(text):
    """Return the sources that a text cites, and the authors with their years."""
    return (
        {source(found) for found in SOURCE.findall(text)},
        {f"{who} {year}" for who, year in AUTHOR.findall(text)},
    )


CITED = {row: cited(row) for row in ROWS}


def wrong_numbers(sentence):
    """Return the numbers of a sentence that none of the rows about its sources holds."""
    behind = cited_rows(sentence)
    return numbers(sentence) - {n for row in behind for n in numbers(row)} if behind else set()


PROSE = prose()


def test_every_source_in_prose_stands_in_a_table():
    missing = {
        f"{where}: {found}"
        for where, text in PROSE
        for found in SOURCE.findall(text)
        if source(found) not in KNOWN_SOURCES
    }
    assert not missing, "check it, then give it a row in data/evidence (methods.csv for mathematics)"


def test_every_number_beside_a_source_is_the_one_in_its_row():
    wrong = [(where, n, s) for where, text in PROSE for s in sentences(text) if (n := wrong_numbers(s))]
    assert not wrong, "\n".join(f"{where}: {sorted(n)} in {s!r}" for where, n, s in wrong)


def test_what_is_said_of_the_trials_reading_is_what_was_judged():
    judged = {n for fact in evidence.facts().where(known="judgement") for n in numbers(fact.statement)}
    said = [s for _, text in PROSE for s in sentences(text) if re.search("beyond placebo", s)]
    assert len(said) > 1
    for sentence in said:
        assert numbers(sentence) <= judged, sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "Relief is important from 3 points on (Farrar 2001).",
        "Adverse events are 1.7 times as frequent (doi:10.1136/bmj.n1446).",
        "Flow suffices below 12 % of maximal contraction: PMID 3371342.",
        "Chandrasekhar 2012 reports -44.5 % against -5.5 %.",
        "One case took 550 mg a day (Philips 2023).",
    ],
)
def test_a_wrong_number_would_be_found(sentence):
    assert wrong_numbers(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Relief is important from 2 points or 30 % on (Farrar 2001).",
        "Adverse events are 1.6 times as frequent (doi:10.1136/bmj.n1446).",
        "Chandrasekhar (2012) reports -44.0 % against -5.5 % after 60 days.",
        "One case took 500 mg a day (Philips 2023, doi:10.1097/HC9.0000000000000270).",
        "A sentence with 17 numbers and no source.",
    ],
)
def test_a_right_number_passes(sentence):
    assert not wrong_numbers(sentence)


def test_the_numbers_in_the_code_are_those_in_the_tables():
    fact = {fact.id: numbers(fact.statement) for fact in evidence.facts()}
    trials, target = dict(adaptogen(600, "trials").reductions), 600 / (600 + HALF_DOSE_MG)
    assert round(100 * trials["k_ls"] * target) in fact["judged-stress"]
    assert round(100 * trials["k_sc"] * target) in fact["judged-cortisol"]
    assert {IMPORTANT_POINTS, 100 * IMPORTANT_SHARE} < fact["important-change"]
    assert CRP_AT_REST in fact["crp-donors"]


def test_what_was_worked_out_follows_from_what_was_read():
    fact = {fact.id: numbers(fact.statement) for fact in evidence.facts()}
    assert 4.38 in fact["withanolide-halflife"]
    assert round(100 * 0.5 ** (24 / 4.38)) in fact["no-accumulation"]
    for trial in evidence.trials():
        if trial.active_baseline is not None and trial.active_end is not None and trial.active_change is not None:
            change = 100 * (trial.active_end / trial.active_baseline - 1)
            assert trial.active_change == pytest.approx(change, abs=0.06), trial.id


def test_no_sentence_recommends_a_treatment():
    advice = re.compile(
        r"\b(you|patients|people) (should|must|ought to) (take|try|use|buy)\b|\bwe recommend (taking|the)\b"
    )
    found = [(where, advice.search(text)[0]) for where, text in PROSE if advice.search(text)]
    assert not found
