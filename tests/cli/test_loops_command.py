"""The command `stresspain loops`. Illustrative, not clinical."""

import json
import xml.etree.ElementTree as ET

import pytest

import stresspain as sp
from stresspain.cli import main
from stresspain.model.files import data_file

DIARY = str(data_file("diaries/exam_term.csv"))


def call(capsys, *words):
    code = main(list(words))
    out = capsys.readouterr()
    return code, out.out, out.err


def test_without_a_file_it_lists_the_loops_of_the_painful_ending(capsys):
    code, said, _ = call(capsys, "loops", "--load", "0.4")
    assert code == 0
    assert str(sp.loops("painful", load=0.4)) in said
    assert sp.loops("painful", load=0.4).explain() in said


def test_json_holds_every_loop_and_the_check(capsys):
    code, said, _ = call(capsys, "loops", "--start", "calm", "--set", "rho=-0.5", "--take", "sleep", "--json")
    facts = json.loads(said)
    assert code == 0
    assert facts["note"] == "illustrative, not clinical"
    assert len(facts["loops"]) == 14
    assert sum(loop["gain"] for loop in facts["loops"]) == pytest.approx(facts["slope_of_return_map"], abs=1e-12)
    assert facts["residual"] < 1e-12
    assert facts["left"] == {"sleep_loss->sensitivity": pytest.approx(0.6)}


def test_an_arrow_can_be_cut_by_its_name(capsys):
    _, said, _ = call(capsys, "loops", "--load", "0.7", "--cut", "pain->stress", "--json")
    dead = [loop for loop in json.loads(said)["loops"] if "felt_pain->stress" in loop["arrows"]]
    assert len(dead) == 9
    assert {loop["gain"] for loop in dead} == {0.0}


def test_a_run_takes_a_cut_arrow_and_damage_too(capsys):
    words = ("--load", "0.4", "--damage", "0.05", "--cut", "pain->stress", "--days", "28", "--json")
    _, said, _ = call(capsys, "run", *words)
    scenario = json.loads(said)["scenario"]
    assert scenario["damage"] == 0.05
    assert [taken["name"] for taken in scenario["plan"]] == ["cut_felt_pain_to_stress"]


def test_with_a_diary_it_tells_the_change_over_time(capsys):
    code, said, _ = call(capsys, "loops", DIARY)
    assert code == 0
    assert said.startswith("From day 0")
    _, said, _ = call(capsys, "loops", DIARY, "--json")
    facts = json.loads(said)
    assert len(facts["days"]) == len(facts["shares"]["R1"]) == len(facts["sum_of_gains"])


def test_one_day_of_a_diary_has_a_table(capsys):
    code, said, _ = call(capsys, "loops", DIARY, "--day", "120")
    assert code == 0
    assert "not settled" in said


def test_the_picture_is_the_diagram_or_the_shares_over_time(capsys, tmp_path):
    target = tmp_path / "cycle.svg"
    _, said, _ = call(capsys, "loops", "--plot", str(target))
    assert f"written: {target}" in said
    page = ET.fromstring(target.read_bytes())
    assert page[0].text == "The vicious cycle at felt pain 5.6 of 10"
    _, said, _ = call(capsys, "loops", DIARY, "--plot", str(tmp_path / "time.png"))
    assert (tmp_path / "time.png").stat().st_size > 10_000


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--day", "3"], "--day goes with a scenario or a diary"),
        (["--days", "30"], "--days goes with a scenario or a diary"),
        (["--load", "0.1"], "one ending only"),
        (["--cut", "tension->ischaemia"], "cannot be cut: no parameter carries it alone"),
        (["--cut", "pain->stres"], "did you mean 'felt_pain->stress'"),
        (["--damage", "2"], "--damage 2 lies outside 0 to 0.5"),
        ([DIARY, "--day", "1000"], "lies outside the run"),
    ],
)
def test_what_cannot_be_used_ends_with_one_line_and_code_2(capsys, words, told):
    code, said, complaint = call(capsys, "loops", *words)
    assert (code, said) == (2, "")
    assert told in complaint
    assert complaint.count("\n") == 1
