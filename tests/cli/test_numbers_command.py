"""The commands `stresspain sensitivity` and `stresspain smallest`. Illustrative, not clinical."""

import json

import pytest

import stresspain as sp
from stresspain.cli import main

HERB = ("--load", "0.4", "--start", "painful", "--take", "adaptogen:dose_mg=600")


def call(capsys, *words):
    code = main(list(words))
    out = capsys.readouterr()
    return code, out.out, out.err


def test_sensitivity_prints_the_ranking_and_its_words(capsys, tmp_path):
    picture = tmp_path / "tornado.svg"
    words = ("--parameters", "load,g", "--outcome", "last", "--days", "60", "--plot", str(picture))
    code, said, _ = call(capsys, "sensitivity", *HERB, *words)
    scenario = sp.scenario(load=0.4, start="painful", days=60, plan=[sp.adaptogen(600)])
    ranks = sp.sensitivities(scenario, parameters=["load", "g"]).ranking("last")
    assert code == 0
    assert str(ranks) in said
    assert ranks.explain() in said
    assert "Tornado" in picture.read_text(encoding="utf-8")


def test_sensitivity_as_json_has_null_where_there_is_no_number(capsys):
    code, said, _ = call(capsys, "sensitivity", "--parameters", "k_qf", "--days", "10", "--json")
    facts = json.loads(said)
    assert code == 0
    assert facts["note"] == "illustrative, not clinical"
    assert facts["influences"][0]["parameter"] == "k_qf"
    assert facts["influences"][0]["higher"] is None


def test_sensitivity_over_ranges_gives_sobol_indices(capsys, tmp_path):
    picture = tmp_path / "shares.png"
    words = ("--over", "load=0.1:0.3, g", "-n", "32", "--seed", "4", "--days", "20", "--json", "--plot", str(picture))
    code, said, _ = call(capsys, "sensitivity", *words)
    facts = json.loads(said)
    expected = sp.sobol({"load": (0.1, 0.3), "g": None}, sp.scenario(days=20), n=32, seed=4)
    assert code == 0
    assert [row["total"] for row in facts["indices"]] == pytest.approx(expected.total.tolist())
    assert facts["indices"][1]["range"] == [0, 10]
    assert facts["runs"] == 128
    assert picture.read_bytes()[:4] == b"\x89PNG"


def test_smallest_prints_the_answer_in_words(capsys, tmp_path):
    picture = tmp_path / "course.png"
    code, said, _ = call(capsys, "smallest", "course", *HERB, "--plot", str(picture))
    assert code == 0
    assert "The shortest course (adaptogen, guide reading)" in said
    assert "63.99 days" in said
    assert picture.stat().st_size > 10_000


def test_smallest_as_json_has_null_where_nothing_will_do(capsys):
    code, said, _ = call(capsys, "smallest", "dose", *HERB, "--set", "k_qs=0.9", "--between", "0", "20", "--json")
    facts = json.loads(said)
    assert code == 0
    assert facts["value"] is None
    assert facts["between"] == [0, 20]
    assert {step["met"] for step in facts["scan"]} == {False}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("sensitivity", "--over", "g"), "name at least two parameters"),
        (("sensitivity", "--over", "g=1", "-n", "16"), "'1' is not a range. Write it as in --over k_qs=0.3:0.9"),
        (("sensitivity", "--over", "g,k_qs", "--parameters", "g"), "name them in --over alone"),
        (("sensitivity", "--parameters", "gg"), "No parameter is called 'gg'"),
        (("smallest", "dose"), "holds nothing with a daily dose to vary"),
        (("smallest", "size"), "invalid choice: 'size'"),
    ],
)
def test_what_cannot_be_ends_with_one_line_and_code_2(capsys, words, says):
    code, said, complaint = call(capsys, *words)
    assert code == 2
    assert said == ""
    assert says in complaint
    assert complaint.count("\n") == 1
