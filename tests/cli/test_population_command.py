"""The command `stresspain population`. Illustrative, not clinical."""

import json

import numpy as np
import pytest

import stresspain as sp
from stresspain.cli import main

STORY = ("--load", "0.4", "--start", "painful", "--take", "adaptogen:dose_mg=600,stop=84", "--days", "180")


def call(capsys, *words):
    code = main(["population", *words])
    out = capsys.readouterr()
    return code, out.out, out.err


def test_population_prints_what_the_package_finds(capsys, tmp_path):
    picture = tmp_path / "many.png"
    words = ("-n", "60", "--seed", "3", "--spread", "0.1", "--outcomes", "last", "--plot", str(picture))
    code, said, _ = call(capsys, *STORY, *words)
    story = sp.scenario(load=0.4, start="painful", plan=sp.adaptogen(600, stop=84), days=180)
    days = [*range(0, 180, 7), 180]
    found = sp.simulate_many(sp.people(60, seed=3, spread=0.1), story, outcomes=["last"], days=days)
    assert code == 0
    assert str(found.summary()) in said
    assert found.explain() in said
    assert picture.read_bytes()[:4] == b"\x89PNG"


def test_population_as_json_says_how_people_were_drawn_and_how_they_fared(capsys):
    words = (
        "-n",
        "80",
        "--vary",
        "load=0.25:0.6, x_half=0.2, g",
        "--spread",
        "0.3",
        "--responders",
        "--groups",
        "--json",
    )
    code, said, _ = call(capsys, *STORY, *words)
    facts = json.loads(said)
    crowd = sp.people(80, seed=0, spread={"load": (0.25, 0.6), "x_half": 0.2, "g": 0.3})
    story = sp.scenario(load=0.4, start="painful", plan=sp.adaptogen(600, stop=84), days=180)
    last = sp.simulate_many(crowd, story, outcomes=["last"])["last"]
    assert code == 0
    assert facts["note"] == "illustrative, not clinical"
    assert facts["outcomes"]["last"]["mean"] == pytest.approx(np.nanmean(last))
    assert {row["parameter"] for row in facts["responders"]} == {"load", "x_half", "g"}
    assert sum(facts["groups"].values()) == 80 - facts["failed"]


@pytest.mark.parametrize("kind", ["spaghetti", "responders", "groups"])
def test_population_draws_every_kind(capsys, tmp_path, kind):
    picture = tmp_path / "many.svg"
    words = ("-n", "60", "--vary", "load=0.25:0.6,x_half", "--kind", kind, "--plot", str(picture))
    assert call(capsys, *STORY, *words)[0] == 0
    assert "illustrative, not clinical" in picture.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--vary", "load=a"), "neither a share nor a range"),
        (("--vary", "load=1:2:3"), "neither a share nor a range"),
        (("--vary", "lod=0.1:0.2"), "did you mean 'load'"),
        (("-n", "0"), "whole number of at least 1"),
        (("--every", "0"), "kept every so many days"),
        (("--every", "nan"), "kept every so many days"),
        (("--outcomes", "lst"), "did you mean 'last'"),
        (("--spread", "3"), "outside 0 to 2"),
        (("-n", "20", "--vary", "load=0:0.1", "--responders"), "nobody has an answer"),
    ],
)
def test_population_refuses_in_one_line(capsys, words, said):
    code, out, err = call(capsys, *words)
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1
