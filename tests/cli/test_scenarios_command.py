"""The command `scenarios`, and names and words in place of files."""

from __future__ import annotations

import json

import pytest

from stresspain import Scenario, library, read_scenario, scenario
from stresspain.cli import main
from stresspain.exchange.scenario_schema import schema_text


@pytest.fixture
def told(capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)

    def telling(*words: str, code: int = 0) -> str:
        assert main(words) == code
        said = capsys.readouterr()
        return said.out if code == 0 else said.err

    return telling


def test_the_list_holds_every_question(told):
    said = told("scenarios")
    assert all(library().question(name) in said for name in library())
    assert "Illustrative, not clinical" in said
    assert json.loads(told("scenarios", "--json"))["breaks"] == library().question("breaks")


def test_one_scenario_says_what_it_asks_what_was_changed_and_what_is_taken(told):
    said = told("scenarios", "missed_doses")
    assert library()["missed_doses"].notes in said
    assert "of the 8" in said
    assert "Illustrative, not clinical" in said


def test_a_scenario_can_be_saved_changed_and_shared_as_a_word(told, tmp_path):
    told("scenarios", "senior", "--save", "mine.toml", "--plot", "plan.png")
    assert read_scenario(tmp_path / "mine.toml") == library()["senior"]
    assert (tmp_path / "plan.png").read_bytes().startswith(b"\x89PNG")
    word = told("scenarios", "mine.toml", "--text").strip()
    assert Scenario.from_text(word) == library()["senior"]
    assert json.loads(told("scenarios", word, "--json"))["person"] == library()["senior"].person.changes


def test_names_files_and_words_run_alike(told, tmp_path):
    library()["taper"].to_file(tmp_path / "file.toml")
    runs = [told("run", what, "--json") for what in ("taper", "file.toml", library()["taper"].to_text())]
    assert len({json.loads(run)["provenance"]["scenario"] for run in runs}) == 1


def test_a_file_comes_before_a_shipped_name(told, tmp_path):
    scenario(load=0.1, title="my own").to_file(tmp_path / "taper")
    assert "my own" in told("scenarios", "taper")


def test_a_name_that_is_not_known_gets_the_nearest_one(told):
    assert "did you mean 'desk_worker'" in told("run", "desk_workers", code=2)


def test_the_schema_is_printed_as_it_is_shipped(told):
    assert told("scenarios", "--schema") == schema_text()
