"""The command `trial`. Illustrative, not clinical."""

import json
import sys

import pytest

import stresspain as sp
from stresspain.cli import main

SMALL = ("trial", "chandrasekhar_2012", "--analysis", "t", "--seed", "3")


def call(capsys, *words):
    """Run the command: exit code, stdout, stderr."""
    code = main(words)
    out, err = capsys.readouterr()
    return code, out, err


def test_trial_prints_what_explain_says_and_writes_a_picture(capsys, tmp_path):
    picture = tmp_path / "trial.png"
    code, said, _ = call(capsys, *SMALL, "--people", "12", "--reading", "none", "--plot", str(picture))
    design = sp.DESIGNS["chandrasekhar_2012"].under("none").but(analysis="t")
    assert code == 0
    found = sp.trial(design, 12, seed=3)
    head, row, words, written = said.splitlines()
    assert (words, written) == (found.explain(), f"written: {picture}")
    assert head.split()[:3] == ["arm", "against", "people"]
    assert f"{found.contrast.estimate:+.2f}  {found.contrast.low:+.2f} to {found.contrast.high:+.2f}" in row
    assert picture.stat().st_size > 20_000


def test_trial_with_power_gives_shares_as_json(capsys):
    code, said, _ = call(capsys, *SMALL, "--power", "8,16", "--replicates", "20", "--json")
    facts = json.loads(said)
    assert code == 0
    assert facts["note"] == "illustrative, not clinical"
    assert set(facts["numbers"]) == {"600 mg, 8 people", "600 mg, 16 people"}


def test_many_trials_are_a_table_of_shares(capsys):
    _, said, _ = call(capsys, *SMALL, "--power", "8,16", "--replicates", "20")
    many = sp.power(sp.DESIGNS["chandrasekhar_2012"].but(analysis="t"), [8, 16], replicates=20, seed=3)
    assert [line.split(maxsplit=1) for line in said.splitlines()[1:3]] == [
        [str(n), str(many.found(n))] for n in (8, 16)
    ]


def test_trial_with_the_same_people_takes_the_change_apart(capsys):
    code, said, _ = call(capsys, *SMALL, "--people", "10", "--same-people", "--unblinded", "0.5")
    assert code == 0
    assert "went through every arm with the same luck" in said
    rows = [line.rsplit(maxsplit=2) for line in said.splitlines()[1:7]]
    assert "+0.00" not in said
    assert "-0.00" not in said
    twins = sp.trial(sp.DESIGNS["chandrasekhar_2012"].but(unblinded=0.5), 10, seed=3, crn=True)
    assert [(name, float(value)) for name, value, _ in rows] == [
        (name, pytest.approx(value, abs=0.006)) for name, value in twins.means["600 mg"].items()
    ]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("trial", "salve"), "did you mean 'salve_2019'"),
        (("trial", "--people", "1"), "1 person is too few for 2 arms"),
        (("trial", "--power", "8;16"), "whole numbers with commas between"),
        (("trial", "--power", "8", "--people", "9"), "leave out the other"),
        (("trial", "--power", "900000", "--plot", "x.jpg"), "a picture is written as .png, .svg or .pdf"),
        (("trial", "--noise", "-1"), "--noise -1 lies outside 0 to 10"),
        (("trial", "--reading", "gide"), "invalid choice: 'gide'"),
    ],
)
def test_trial_refuses_in_one_line(capsys, words, says):
    code, out, err = call(capsys, *words)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert says in err


def test_what_one_trial_needs_is_told_in_words_that_can_be_typed(capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "statsmodels", None)
    monkeypatch.setitem(sys.modules, "statsmodels.regression.linear_model", None)
    code, _, err = call(capsys, "trial", "--people", "20")
    assert (code, err) == (
        2,
        "stresspain: Reading one trial by ancova needs statsmodels. "
        "Type: pip install statsmodels; or use --analysis t.\n",
    )
