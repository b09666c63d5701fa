"""The command `explorer`: one file, whole, in place of an ordinary one only."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import stresspain as sp
from stresspain.cli import main
from stresspain.cli.explorer import OPENING
from stresspain.show.explorer.page import languages


def given_in(path: Path) -> dict:
    """Return the data that a page was made with."""
    found = re.search(r'id="stresspain-given">([^<]*)<', path.read_text(encoding="utf-8"))
    assert found
    return json.loads(found[1])


@pytest.mark.parametrize("language", languages())
def test_the_page_holds_the_scenario_and_the_language_that_were_asked_for(tmp_path: Path, language: str) -> None:
    file = tmp_path / "made" / "explorer.html"
    assert main(["explorer", "late_start", "-o", str(file), "--language", language]) == 0
    told = given_in(file)
    assert sp.Scenario.from_dict(told["scenario"]) == sp.library()["late_start"]
    assert told["language"] == language
    assert told["base"] == {"version": sp.__version__, "python": False}


def test_with_no_scenario_it_opens_with_a_story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["explorer"]) == 0
    assert sp.Scenario.from_dict(given_in(Path("explorer.html"))["scenario"]) == sp.library()[OPENING]


def test_the_first_picture_can_be_worked_out_again(tmp_path: Path) -> None:
    file = tmp_path / "explorer.html"
    assert main(["explorer", "exam_term", "-o", str(file)]) == 0
    again = sp.reproduce(file)
    assert again.same
    assert (again.kind, again.compared > 3) == ("explorer", True)


def test_a_whole_link_will_do(tmp_path: Path) -> None:
    file, link = tmp_path / "explorer.html", f"file:///any/where.html#{sp.library()['senior'].to_text()}&lang=de"
    assert main(["explorer", link, "-o", str(file)]) == 0
    assert sp.Scenario.from_dict(given_in(file)["scenario"]) == sp.library()["senior"]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["late_start", "--language", "fr"], "language"),
        (["nonsense"], "nonsense"),
        (["-o", "/dev/null"], "no ordinary file"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(
    words: list[str], reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["explorer", *words]) == 2
    said = capsys.readouterr().err
    assert reason in said
    assert said.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_the_page_never_replaces_the_scenario_it_was_given(tmp_path: Path) -> None:
    file = sp.scenario(load=0.5).to_file(tmp_path / "mine.toml")
    before = file.read_bytes()
    assert main(["explorer", str(file), "-o", str(file)]) == 2
    assert file.read_bytes() == before
