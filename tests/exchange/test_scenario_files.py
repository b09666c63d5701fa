"""Scenario files: what people write in TOML says what the functions say, and wrong files say what is wrong."""

from __future__ import annotations

import re

import pytest

from stresspain import CATALOGUE, InputError, Person, adaptogen, intervention, painkiller, read_scenario, scenario
from stresspain.model.files import data_file, data_folder


@pytest.fixture
def read(tmp_path):
    def reading(content: str):
        path = tmp_path / "scenario.toml"
        path.write_text(content, encoding="utf-8")
        return read_scenario(path)

    return reading


def test_an_empty_file_is_the_default_scenario(read):
    assert read("") == scenario()
    assert read("# illustrative, not clinical\n") == scenario()


def test_everything_can_be_said_in_a_file(read):
    said = read("""
        title = "a term"
        days = 120
        start = [0.2, 1.1, 0.2, 0.1, 0.02]
        load = [[0, 0.3], [20, 0.9], [62, 0.3]]
        damage = [[0, 0.1], [60, 0]]
        [person]
        k_sm = 0.4
        rho = -0.5
    """)
    assert said == scenario(
        person=Person(k_sm=0.4, rho=-0.5),
        load=[(0, 0.3), (20, 0.9), (62, 0.3)],
        damage=[(0, 0.1), (60, 0)],
        start=[0.2, 1.1, 0.2, 0.1, 0.02],
        days=120,
    )
    assert said.title == "a term"


def test_days_may_be_the_days_to_report(read):
    assert read("days = [0, 0.25, 7]").days == (0.0, 0.25, 7.0)


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_intervention_of_the_catalogue_can_be_written_in_a_file(read, name):
    amount = "dose_mg = 300" if name == "adaptogen" else "strength = 0.1"
    said = read(f"[[plan]]\nintervention = '{name}'\n{amount}\nstart = 7\nstop = 90\non = 5\noff = 2\n")
    size = 300 if name == "adaptogen" else 0.1
    assert said.plan == (CATALOGUE[name](size, start=7, stop=90, on=5, off=2),)


def test_courses_may_change_the_amount_and_go_on_for_good(read):
    said = read("""
        [[plan]]
        intervention = "adaptogen"
        reading = "trials"
        courses = [[0, 28, 300], [28, inf, 600]]
        [[plan]]
        intervention = "painkiller"
        strength = 0.5
        courses = [[3, 5], [10, 12, 0.2]]
    """)
    assert said == scenario(
        plan=[
            adaptogen(600, "trials").during((0, 28, 300), (28, None, 600)),
            painkiller(0.5).during((3, 5), (10, 12, 0.2)),
        ]
    )


def test_an_intervention_of_ones_own_may_turn_arrows_down_and_up(read):
    said = read("""
        [[plan]]
        name = "warm_baths"
        reductions = {k_sm = 0.3, k_ls = -0.1}
        strength = 0.6
        tau_e = 7
        courses = [[10, 20], [30, 40, 0.2]]
    """)
    own = intervention("warm_baths", {"k_sm": 0.3, "k_ls": -0.1}, strength=0.6, tau_e=7)
    assert said == scenario(plan=own.during((10, 20), (30, 40, 0.2)))


def test_a_diary_beside_the_file_sets_load_and_length(read, tmp_path):
    (tmp_path / "diary.csv").write_text("day,load\n0,3\n1,5\n2,4\n")
    said = read("load = {diary = 'diary.csv', scale = '0-10'}")
    assert said == scenario(load=[(0, 0.3), (1, 0.5), (2, 0.4)], days=3)
    assert read("days = 30\nload = {diary = 'diary.csv', scale = '0-10'}").days == 30


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("load = 0.3\nload = 0.4\ndays = 9", r"not valid TOML: Cannot overwrite a value \(at line 2"),
        ("load 0.3", r"not valid TOML: .*\(at line 1, column 6\)"),
        ("title = 'x", "not valid TOML: .*line 1|end of document"),
        ("lod = 0.3", "No entry of a scenario is called 'lod'; did you mean 'load'"),
        ("duration = 30", "No entry of a scenario is called 'duration'"),
        ("load = 'high'", "load = 'high' is not a number"),
        ("load = true", "load = True is not a number"),
        ("load = 3", "load = 3 lies outside 0 to 1.5"),
        ("load = nan", "load = nan is not a finite number"),
        ("load = [[1, 0.3]]", "the first step is on day 1"),
        ("load = [0.3, 0.4]", "load: 0.3 is not a step"),
        ("load = {file = 'a.csv'}", "No entry of load is called 'file'"),
        ("load = {scale = '0-1'}", "load has no 'diary'"),
        ("load = {diary = 'none.csv'}", "load: There is no diary"),
        ("load = {diary = 'none.csv', scale = '0-5'}", "load: There is no diary"),
        ("load = {diary = '/none.csv'}", "is a place on one computer only"),
        ("load = {diary = 5}", "load: diary = 5 is not a text"),
        ('load = {diary = "a\\u0000b"}', "no diary|cannot be read"),
        ("days = 0", "days = 0 must be a whole number from 1 to 36500"),
        ("days = 1e308", "must be a whole number from 1"),
        ("days = -5", "must be a whole number from 1"),
        ("days = '84'", "days = '84' is not a number"),
        ("days = 1979-05-27", "is not a number"),
        ("days = 0xffffffffffffffffffff", "a whole number has more than 64 bits"),
        ("days = -99999999999999999999", "a whole number has more than 64 bits"),
        ("days = " + "9" * 5000, "thousands of digits"),
        ("start = 'fine'", "start = 'fine'"),
        ("start = [1, 2]", r"start = \[1, 2\]"),
        ("start = ['a', 1, 0, 0, 0]", "start: stress = 'a' is not a number"),
        ("title = 5", "title = 5 is not a text"),
        ("person = 5", "person = 5 is not a table"),
        ("[person]\nk_qz = 0.3", "No parameter is called 'k_qz'; did you mean"),
        ("[person]\nself = 0.3", "No parameter is called 'self'"),
        ("[person]\nload = 0.3", "load = 0.3 is not one of a person's numbers"),
        ("[person]\nk_qs = 9", "k_qs = 9 lies outside 0 to 2"),
        ("[plan]\nintervention = 'posture'", r"Begin each one with a line \[\[plan\]\]"),
        ("plan = ['posture']", r"Begin each one with a line \[\[plan\]\]"),
        ("[[plan]]\n", "plan 1: give either intervention = 'adaptogen'"),
        ("[[plan]]\nname = 'x'\nintervention = 'posture'", "plan 1: give either"),
        ("[[plan]]\nintervention = 'adaptogin'", "plan 1: No intervention is called 'adaptogin'; did you mean 'adapt"),
        ("[[plan]]\nintervention = 5", "plan 1: intervention = 5 is not a text"),
        (
            "[[plan]]\nintervention = 'adaptogen'\ndose = 5",
            "No entry of adaptogen is called 'dose'; did you mean 'dose_mg",
        ),
        ("[[plan]]\nintervention = 'posture'\nreading = 'guide'", "No entry of posture is called 'reading'"),
        ("[[plan]]\nintervention = 'adaptogen'\nreading = ['guide']", "No reading is called"),
        ("[[plan]]\nintervention = 'adaptogen'\ndose_mg = 5000", "dose_mg = 5000 lies outside 0 to 2000"),
        ("[[plan]]\nintervention = 'posture'\nstart = 9\nstop = 3", "stop = 3 comes before start = 9"),
        ("[[plan]]\nintervention = 'posture'\non = 1e-9\noff = 1e-9", "100,000 at most"),
        ("[[plan]]\nintervention = 'posture'\non = 1e308\noff = 1e308", "must not exceed 36500 days"),
        ("[[plan]]\nintervention = 'posture'\nstart = 9\ncourses = [[0, 9]]", "both courses and start say when"),
        ("[[plan]]\nintervention = 'posture'\ncourses = []", "no course is given"),
        ("[[plan]]\nintervention = 'posture'\ncourses = 'all'", "courses = 'all' is not a list"),
        ("[[plan]]\nintervention = 'posture'\ncourses = [5]", "posture: 5 is not a course"),
        ("[[plan]]\nintervention = 'posture'\ncourses = [[0, 9], [8, 12]]", "overlap"),
        ("[[plan]]\nname = 'x'", "plan 1: an intervention of your own has no 'reductions'"),
        ("[[plan]]\nname = 'x'\nreductions = 5", "x: reductions = 5 is not a mapping"),
        ("[[plan]]\nname = 'x'\nreductions = {tau_p = 0.5}", "tau_p is a time constant"),
        ("[[plan]]\nname = 'x'\nreductions = {k_sm = 2}", "The largest reduction allowed is 1"),
        ("[[plan]]\nname = 'warm baths'\nreductions = {}", "cannot be called 'warm baths'"),
        ("[[plan]]\nintervention = 'posture'\n[[plan]]\nintervention = 'posture'", "posture stands twice in the plan"),
        ("a = " + "[" * 10_000, "nested too deep"),
        ("a = " + "[" * 20 + "]" * 20, "nested more than 7 deep"),
        ("a" + ".a" * 100_000 + " = 1", "line 1: a name with more than 16 parts"),
        ("[" + "a." * 100_000 + "a]", "line 1: a name with more than 16 parts"),
        ("#" * 500_001, "larger than 500,000 bytes"),
    ],
    ids=lambda value: value[:60],
)
def test_what_is_not_a_scenario_is_refused_by_file_and_reason(read, tmp_path, content, said):
    with pytest.raises(InputError, match=said) as caught:
        read(content)
    assert "scenario.toml" in str(caught.value)
    assert len(str(caught.value)) < 700


def test_nothing_in_a_file_is_evaluated(read, tmp_path):
    trap = tmp_path / "trap"
    with pytest.raises(InputError):
        read(f"load = \"__import__('pathlib').Path('{trap}').touch()\"")
    assert not trap.exists()


# --- the scenarios that are shipped ---------------------------------------------------------------


def test_every_shipped_scenario_can_be_read_and_says_what_it_is():
    files = sorted((data_folder() / "scenarios").glob("*.toml"))
    assert len(files) >= 2
    for path in files:
        assert read_scenario(path).title
        schema, note = path.read_text(encoding="utf-8").splitlines()[:2]
        assert schema == "#:schema scenario.schema.json"
        assert "Illustrative, not clinical" in note


def test_the_exam_term_scenario_covers_its_diary():
    assert read_scenario(data_file("scenarios/exam_term.toml")).days == 182


def test_the_readme_of_the_data_shows_a_scenario_and_a_diary_that_can_be_read(read, tmp_path):
    from stresspain import read_diary

    text = data_file("README.md").read_text(encoding="utf-8")
    (toml,) = re.findall(r"```toml\n(.*?)```", text, re.S)
    assert [taken.name for taken in read(toml).plan] == ["adaptogen", "warm_baths"]
    (diary,) = re.findall(r"```\n(# scale.*?)```", text, re.S)
    (tmp_path / "diary.csv").write_text(diary)
    assert read_diary(tmp_path / "diary.csv").values == (2.8, 2.7)
