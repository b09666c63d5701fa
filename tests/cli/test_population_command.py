"""The command `stresspain population`. Illustrative, not clinical."""

import json
import os
import subprocess
import sys

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
        (("--vary", "load"), "a share of what? load comes from outside"),
        (("--vary", "damage=0.3"), "Give two ends, as in --vary damage=0.1:0.2."),
        (("--vary", "lod=0.1:0.2"), "did you mean 'load'"),
        (("-n", "0"), "whole number of at least 1"),
        (("--every", "0"), "kept every so many days"),
        (("--every", "nan"), "kept every so many days"),
        (("--groups", "--days", "20"), "keeps felt pain on 4 days, and groups are told by at least 8. Give --every 2."),
        (("--resume",), "--resume goes on with a store, and none is named. Give it too: --store people.zarr"),
        (("-n", "1000000000", "--plot", "x.jpg"), "a picture is written as .png, .svg or .pdf, not as '.jpg'"),
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


@pytest.mark.needs_package("zarr")
@pytest.mark.needs_package("h5netcdf")
@pytest.mark.parametrize("name", ["many.nc", "many.zarr"])
def test_population_writes_everyones_answers(capsys, tmp_path, name):
    path = tmp_path / name
    code, said, _ = call(capsys, *STORY, "-n", "30", "--outcomes", "last", "--out", str(path))
    assert code == 0
    assert f"written: {path}" in said
    back = sp.read_ensemble(path)
    assert np.array_equal(back["last"], sp.simulate_many(back.people, back.scenario)["last"], equal_nan=True)


def test_population_refuses_another_format(capsys, tmp_path):
    code, _, err = call(capsys, "-n", "5", "--out", str(tmp_path / "many.xlsx"))
    assert code == 2
    assert ".nc (NetCDF)" in err


def test_no_output_is_put_into_a_folder_that_is_an_output_itself(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert (
        call(capsys, "-n", "5", "--days", "10", "--out", "a.zarr")[0] == 0
    )  # what a second --out a.zarr would replace whole
    for words in (("--out", "a.zarr", "--store", "a.zarr/b"), ("--store", "c.zarr", "--plot", "./c.zarr/x/y.png")):
        code, _, said = call(capsys, "-n", "5", "--days", "10", *words)
        assert code == 2
        assert "which is written too" in said
    assert [path.name for path in tmp_path.iterdir()] == ["a.zarr"]


#: The command line, interrupted as by Ctrl-C when its first part has been written.
STOPPED = """
import os, signal, sys
from stresspain.cli import main
from stresspain.population.store import Store

signal.signal(signal.SIGINT, signal.default_int_handler)  # also where the tests run in the background
take = Store.take

def stop(self, part):
    take(self, part)
    os.kill(os.getpid(), signal.SIGINT)

Store.take = stop
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.needs_package("zarr")
@pytest.mark.skipif(os.name == "nt", reason="an interrupt is sent otherwise on Windows")
def test_a_stopped_population_says_how_to_go_on_and_ends_the_same(tmp_path):
    store = tmp_path / "many.zarr"
    words = ["-n", "6000", "--every", "30", "--vary", "load=0.1:0.6,g", "--outcomes", "last", "--store", str(store)]
    command = [sys.executable, "-m", "stresspain", "population", *words]
    run = subprocess.run([sys.executable, "-c", STOPPED, *command[3:]], capture_output=True, text=True, timeout=120)
    err = run.stderr
    assert run.returncode == 130
    assert "the same call with --resume goes on from there" in err
    assert err.count("\n") == 1
    done = sp.read_ensemble(store).provenance["done"]
    assert 0 < done < 6_000
    assert f"{done:,} of 6,000 people are done and kept in" in err
    subprocess.run([*command, "--resume"], check=True, capture_output=True)
    found = sp.read_ensemble(store)
    straight = sp.simulate_many(found.people, found.scenario, outcomes=["last"])
    assert np.array_equal(found["last"], straight["last"], equal_nan=True)
