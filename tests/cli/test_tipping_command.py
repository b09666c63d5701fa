"""The command `tipping`."""

from __future__ import annotations

import json

import pytest

from stresspain.cli import main


def test_the_command_prints_every_tipping_point_and_the_words(capsys):
    assert main(["tipping"]) == 0
    out = capsys.readouterr().out
    assert "0.2323042916" in out
    assert "0.546919628" in out
    assert "two endings coexist between 0.2323 and 0.5469" in out


def test_as_json_it_holds_points_windows_and_residual(capsys):
    assert main(["tipping", "k_qs", "--load", "0.4", "--set", "k_sm=0.36", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["note"] == "illustrative, not clinical"
    assert found["parameter"] == "k_qs"
    assert found["setting"]["k_sm"] == 0.36
    assert len(found["points"]) == 2
    assert found["residual"] < 1e-10


def test_with_two_numbers_it_maps_them_and_writes_the_picture(capsys, tmp_path):
    path = tmp_path / "map.svg"
    assert main(["tipping", "load", "g", "--plot", str(path)]) == 0
    assert "cusp at load 0.6814, g 1.5746" in capsys.readouterr().out
    assert path.read_text().startswith("<?xml")


def test_it_tells_the_distance_in_dose(capsys):
    given = ["tipping", "dose", "--take", "adaptogen:dose_mg=50", "--load", "0.4", "--distance", "painful"]
    assert main([*given, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["distance"] == pytest.approx(52.916, abs=1e-3)


def test_where_nothing_tips_it_says_so(capsys):
    assert main(["tipping", "k_sw", "--load", "0.4"]) == 0
    assert (
        "no tipping point for k_sw between 0 and 3; this person has two endings throughout" in capsys.readouterr().out
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["lod"], "did you mean 'load'"),
        (["load", "--within", "0", "3"], "inside 0 to 1.5"),
        (["load", "g", "--distance", "calm"], "--distance takes one number"),
        (["load", "--distance", "calm", "--plot", "x.png"], "--plot does not go with --distance"),
        (["load", "load"], "two different numbers"),
        (["--within", "a", "b"], "invalid float value"),
    ],
)
def test_bad_input_ends_in_one_line_and_exit_code_two(words, said, capsys):
    assert main(["tipping", *words]) == 2
    err = capsys.readouterr().err
    assert said in err
    assert err.count("\n") == 1
