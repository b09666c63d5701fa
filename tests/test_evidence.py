"""What the tables of evidence may and may not say. Illustrative, not clinical."""

import csv
import json
import re

import pytest

from stresspain import evidence
from stresspain.cli import main
from stresspain.model.errors import InputError
from stresspain.model.files import data_file
from stresspain.model.parameters import PARAMETERS
from stresspain.model.quantity import GRADES

DOI = re.compile(r"10\.\d{4,9}/[-._;()/:A-Za-z0-9]+")


def _all_text():
    yield from (row.citation for row in evidence.claims())
    yield from (row.reference for row in evidence.safety())
    yield from (row.reference for row in evidence.trials(verified_only=False))
    yield from (row.source for row in evidence.grades())
    yield from (row.reference for row in evidence.facts())
    yield from (f"doi:{row.doi}" for row in evidence.methods())


def test_every_doi_has_the_form_of_a_doi():
    said = [part for text in _all_text() for part in re.findall(r"(?:doi:|\b)(10\.[^\s;,]*)", text)]
    assert len(said) > 25
    assert all(DOI.fullmatch(doi) for doi in said), [doi for doi in said if not DOI.fullmatch(doi)]
    assert not any("123456" in doi or "654321" in doi for doi in said), "placeholder"


def test_claims_speak_of_parameters_that_exist_and_use_the_four_verdicts():
    for claim in evidence.claims():
        assert set(claim.acts_on) <= set(PARAMETERS), claim.id
        assert claim.verdict in evidence.VERDICTS
        assert claim.reason.endswith(".")
        assert claim.citation


def test_every_arrow_of_the_adaptogen_under_the_guide_has_its_claim():
    from stresspain.model.catalogue import adaptogen

    claimed = {name for claim in evidence.claims() for name in claim.acts_on}
    assert {name for name, _ in adaptogen(reading="guide").reductions} <= claimed


def test_what_is_secondary_or_from_memory_is_left_out_unless_asked_for():
    shown, everything = evidence.trials(), evidence.trials(verified_only=False)
    assert all(t.verified for t in shown)
    hidden = [t for t in everything if not t.verified]
    assert len(hidden) == 7
    assert not {t.id for t in hidden} & {t.id for t in shown}


def test_nothing_blank_is_filled():
    with data_file("evidence/trials.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    for row, trial in zip(rows, evidence.trials(verified_only=False), strict=True):
        assert (trial.n_active is None) == (row["n_active"] == "")
        assert (trial.dose_mg is None) == (row["dose_mg_per_day"] == "")
        assert (trial.active_change is None) == (row["active_change_pct"] == "")
        assert (trial.placebo_change is None) == (row["placebo_change_pct"] == "")


def test_safety_names_what_the_guide_leaves_out():
    topics = " ".join(note.topic for note in evidence.safety())
    for word in ("Liver", "Thyroid", "Adrenal", "Pregnancy", "Sedation", "Interactions", "Autoimmune", "Position"):
        assert word in topics
    assert {note.known for note in evidence.safety()} == {"read", "partly", "second-hand"}


def test_every_number_of_the_model_has_a_grade():
    assert {grade.name for grade in evidence.grades()} == set(PARAMETERS)
    assert all(grade.grade in GRADES for grade in evidence.grades())
    assert all(grade.source for grade in evidence.grades() if grade.grade != "chosen"), "a direction needs a source"


def test_facts_speak_of_parameters_that_exist_and_say_how_they_are_known():
    for fact in evidence.facts():
        assert set(fact.acts_on) <= set(PARAMETERS), fact.id
        assert fact.known in evidence.KNOWN
        assert fact.statement.endswith(".")
        assert bool(fact.reference) or fact.known in ("derived", "read"), fact.id
    assert {fact.known for fact in evidence.facts()} == set(evidence.KNOWN) - {"partly"}
    ids = [fact.id for fact in evidence.facts()]
    assert len(ids) == len(set(ids))


def test_what_is_second_hand_says_so_wherever_it_is_shown():
    marked = [claim for claim in evidence.claims() if claim.second_hand]
    assert {"pain-stress", "dose", "relaxants-drowsy", "adaptogen-neutral"} == {claim.id for claim in marked}
    assert all(claim.verdict != "supported" for claim in marked), "second-hand is not established"
    page, text = evidence.claims()._repr_html_(), str(evidence.claims())
    assert page.count("Second-hand: ") == len(marked)
    assert text.count("second hand: ") == len(marked)
    for note in evidence.safety():
        if note.known == "second-hand":
            assert "no primary source" in note.reference or "quot" in note.source, note.topic


def test_a_table_shows_itself_in_text_and_in_html_and_escapes_what_it_holds():
    table = evidence.Table([evidence.SafetyNote("<b>", "a < b", "x", "y", "read")], "title", ("topic", "statement"))
    assert "&lt;b&gt;" in table._repr_html_()
    assert "<b>" not in table._repr_html_()
    assert "not medical advice" in table._repr_html_()
    assert str(table).startswith("<b>")
    assert str(table).endswith("not medical advice.")


def test_rows_are_picked_by_their_cells_and_a_wrong_column_is_a_lesson():
    partly = evidence.claims().where(verdict="partly")
    assert {claim.verdict for claim in partly} == {"partly"}
    assert len(partly) + len([c for c in evidence.claims() if c.verdict != "partly"]) == len(evidence.claims())
    with pytest.raises(InputError, match="'verdicts'; did you mean 'verdict'"):
        evidence.claims().where(verdicts="partly")


@pytest.mark.parametrize("table", ["claims", "trials", "facts", "safety", "grades", "methods"])
def test_the_command_shows_each_table(table, capsys):
    assert main(["evidence", table]) == 0
    assert "not medical advice" in capsys.readouterr().out
    assert main(["evidence", table, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[table]


def test_the_shipped_grades_are_those_of_the_declarations():
    shipped = data_file("evidence/parameters.csv").read_text(encoding="utf-8")
    assert shipped == evidence.grades().csv_text(), (
        "Type: python -m stresspain evidence grades --csv > data/evidence/parameters.csv"
    )


def test_every_table_reads_back_from_its_csv(capsys):
    assert main(["evidence", "safety", "--csv"]) == 0
    lines = [line for line in capsys.readouterr().out.splitlines() if not line.startswith("#")]
    assert [row["topic"] for row in csv.DictReader(lines)] == [note.topic for note in evidence.safety()]
