"""The commands `stresspain fit`, `diary` and `recover`. Illustrative, not clinical."""

import json
import re

import pytest

import stresspain as sp
from stresspain.cli import main
from stresspain.show.fit_words import NO_DIAGNOSIS

STORY = ("--load", "0.5", "--start", "painful")


def call(capsys, *words):
    code = main([str(word) for word in words])
    out = capsys.readouterr()
    return code, out.out, out.err


@pytest.fixture
def diary(tmp_path):
    made = sp.pain_diary(load=[(0, 0.4), (20, 0.7)], start="painful", days=60, noise=0.3, seed=1)
    return made.to_csv(tmp_path / "mine.csv")


def test_fit_prints_words_and_writes_pictures(capsys, diary, tmp_path):
    pictures = tmp_path / "fit.svg", tmp_path / "profiles.svg"
    words = ("--parameters", "load", "--plot", pictures[0], "--profiles", pictures[1])
    code, said, _ = call(capsys, "fit", diary, *STORY, *words)
    found = sp.fit(sp.read_pain_diary(diary), parameters=["load"], scenario=sp.scenario(load=0.5, start="painful"))
    assert code == 0
    head, row, words, following = said.splitlines()[:4]
    assert head.split() == ["number", "best", "verdict", "95", "%", "interval"]
    assert row.split()[:3] == ["load", f"{found.values['load']:.3g}", found.profile("load").verdict]
    assert words == found.explain()
    name, advice = following.split(": ", 1)
    assert name == "load"
    assert advice in found.profile("load").explain()
    assert all(NO_DIAGNOSIS in path.read_text(encoding="utf-8") for path in pictures)


def test_fit_as_json_holds_values_intervals_and_the_note(capsys, diary):
    words = ("--parameters", "load", "--within", "load=0.2:0.9", "--noise", "0.3", "--json")
    code, said, _ = call(capsys, "fit", diary, *STORY, *words)
    facts = json.loads(said)
    assert code == 0
    assert "diagnoses nobody" in facts["note"]
    assert facts["intervals"]["load"]["low"] < facts["values"]["load"] < facts["intervals"]["load"]["high"]
    assert facts["noise_given"]
    assert sp.Scenario.from_dict(facts["scenario"]).load.values[0] == facts["values"]["load"]


def test_diary_makes_one_up_that_fit_reads(capsys, tmp_path):
    path = tmp_path / "out.csv"
    words = (
        "--days",
        40,
        "--missing",
        0.2,
        "--noise",
        0.3,
        "--seed",
        4,
        "--columns",
        "felt_pain,stress",
        "--out",
        path,
    )
    code, said, _ = call(capsys, "diary", *STORY, *words)
    assert code == 0
    assert "readings that nobody wrote" in said
    made = sp.read_pain_diary(path)
    assert made.synthetic
    assert list(made.columns) == ["felt_pain", "stress"]
    assert sp.reproduce(path).same


def test_recover_tells_what_came_back(capsys, tmp_path):
    story = tmp_path / "story.toml"
    sp.scenario(load=[(0, 0.4), (20, 0.7)], start="painful", days=60).to_file(story)
    code, said, _ = call(capsys, "recover", story, "--parameters", "load", "--diaries", 3, "--plot", tmp_path / "b.png")
    assert code == 0
    assert "load: 0.4 went in" in said
    code, said, _ = call(capsys, "recover", story, "--parameters", "load", "--diaries", 3, "--json")
    assert len(json.loads(said)["values"]) == 3


def test_fit_and_recover_take_the_strength_of_something_taken(capsys, diary, tmp_path):
    taken = ("--take", "painkiller:start=20,stop=40", "--parameters", "painkiller.strength")
    words = ("--within", "painkiller.strength=0:0.5", "--plot", tmp_path / "fit.png")
    code, said, _ = call(capsys, "fit", diary, *STORY, *taken, *words)
    assert code == 0
    assert "no evidence of an effect" in said
    assert said.splitlines()[1].split()[:3] == ["painkiller.strength", "-", "one-sided"]
    assert sp.reproduce(tmp_path / "fit.png").same
    code, said, _ = call(capsys, "recover", *STORY, "--days", 50, *taken, "--diaries", 2)
    assert code == 0
    assert "painkiller.strength: 0.3 went in" in said
    assert "no evidence of an effect" in said


@pytest.mark.parametrize(
    ("words", "match"),
    [
        (("--parameters", "lod"), "did you mean 'load'"),
        (("--parameters", "adaptogen.strength"), "in this scenario nothing is. Give one with a plan"),
        (("--parameters", "load", "--within", "load=1"), "'1' is not a range"),
        (("--parameters", "load", "--days", "40"), "a fit has the days of its diary"),
        (("--parameters", "load", "--plot", "{diary}"), "is named twice"),
        (("--parameters", "load", "--noise", "0"), "--noise 0 lies outside"),
    ],
)
def test_what_cannot_be_used_is_one_line_and_exit_2(capsys, diary, words, match):
    code, said, error = call(capsys, "fit", diary, *STORY, *(w.replace("{diary}", str(diary)) for w in words))
    assert (code, said) == (2, "")
    assert match in error
    assert error.count("\n") == 1


def test_no_diary_and_a_diary_of_load_are_one_line_and_exit_2(capsys, tmp_path):
    code, _, error = call(capsys, "fit", tmp_path / "none.csv", "--parameters", "load")
    assert (code, error.count("\n")) == (2, 1)
    (tmp_path / "load.csv").write_text("day,load\n0,3\n", encoding="utf-8")
    code, _, error = call(capsys, "fit", tmp_path / "load.csv", "--parameters", "load")
    assert code == 2
    assert "diary of load" in error


@pytest.mark.parametrize("command", ["fit", "diary", "recover", "trial", "sensitivity"])
def test_help_is_plain(capsys, command):
    with pytest.raises(SystemExit):
        main([command, "--help"])
    said = " ".join(capsys.readouterr().out.split())
    assert not re.search(r"\bsd\b|ways down|that are gone", said)
    if command == "fit":
        assert "how often it searches, each time from another place (4)" in said
        assert "standard deviation of a reading" in said


def test_one_reading_and_one_diary_are_counted_as_one(capsys, tmp_path):
    words = ("diary", *STORY, "--days", 30, "--missing", 0.95, "--seed", 2, "--out", tmp_path / "few.csv")
    _, said, _ = call(capsys, *words)
    assert "(1 reading that nobody wrote;" in said
    _, said, _ = call(capsys, "recover", *STORY, "--days", 40, "--parameters", "load", "--diaries", 1)
    assert said.startswith("1 diary was made up")


def test_a_range_that_is_given_twice_is_refused(capsys, diary):
    code, _, said = call(capsys, "fit", diary, "--parameters", "k_qs", "--within", "k_qs=0:1,k_qs=0:2")
    assert code == 2
    assert "--within: k_qs is given twice. Give it once." in said
