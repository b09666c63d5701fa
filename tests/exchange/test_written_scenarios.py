"""Scenarios written down: as TOML and as one word, and read back equal in every bit."""

from __future__ import annotations

import base64
import dataclasses
import json
import re
import zlib

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from stresspain import (
    CATALOGUE,
    READINGS,
    InputError,
    Scenario,
    adaptogen,
    cut,
    intervention,
    lifestyle,
    painkiller,
    read_diary,
    read_scenario,
    scenario,
    simulate,
    sleep,
)
from stresspain.exchange.lines import line_of
from stresspain.model.files import data_file

SEEDED = settings(derandomize=True, deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
FOR_PEOPLE = ("title", "author", "notes")

days = st.floats(0, 36500)
letters = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)


def same(back: Scenario, made: Scenario) -> bool:
    """Whether two scenarios are equal in every bit, and in what is said for people."""
    assert json.dumps(back.to_dict()) == json.dumps(made.to_dict())
    return back == made and back.digest == made.digest


@st.composite
def taken(draw: st.DrawFn, name: str):
    cuts = sorted(draw(st.sets(days, min_size=2, max_size=6)))
    amount = st.floats(0, 2000) if name == "adaptogen" else st.floats(0, 1)
    courses = [(a, b, draw(amount)) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    courses += [(cuts[-1], None, draw(amount))] if draw(st.booleans()) else []
    if name == "own":
        sizes = st.dictionaries(st.sampled_from(["k_ls", "k_sm", "k_xi", "w_i"]), st.floats(-0.5, 1))
        bare = intervention("own", draw(sizes), tau_e=draw(st.floats(0.05, 365)))
    else:
        bare = adaptogen(reading=draw(st.sampled_from(list(READINGS)))) if name == "adaptogen" else CATALOGUE[name]()
    return draw(st.sampled_from([bare, bare.stopped(), bare.during(*courses)]))


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    names = draw(st.sets(st.sampled_from([*CATALOGUE, "own"]), max_size=4))
    level = st.floats(0, 1.5)
    numbers = {"k_sm": st.floats(0, 2), "g": st.floats(0, 10), "tau_p": st.floats(0.05, 365), "rho": st.floats(-1, 3)}
    return scenario(
        person={name: draw(number) for name, number in numbers.items() if draw(st.booleans())},
        load=[(0, draw(level)), *((day, draw(level)) for day in sorted(draw(st.sets(days, max_size=4)) - {0.0}))],
        damage=draw(st.floats(0, 0.5)),
        plan=[draw(taken(name)) for name in sorted(names)],
        start=draw(st.sampled_from(["calm", "painful", [0.1, 1.2, 0.3, 4e-9, 0.5]])),
        days=draw(st.integers(1, 36500) | st.sets(days, min_size=1, max_size=9).map(sorted)),
        **{name: draw(letters) for name in FOR_PEOPLE},
    )


@SEEDED
@seed(1)
@given(made=scenarios())
def test_every_scenario_comes_back_from_a_file_equal_in_every_bit(made, tmp_path_factory):
    path = tmp_path_factory.mktemp("s") / "scenario.toml"
    assert same(Scenario.from_file(made.to_file(path)), made)


@SEEDED
@seed(2)
@given(made=scenarios())
def test_every_scenario_comes_back_from_one_word_equal_in_every_bit(made):
    word = made.to_text()
    assert re.fullmatch(r"sp1\.[A-Za-z0-9_-]+", word)
    assert same(Scenario.from_text(word), made)


@pytest.mark.parametrize(
    "plan",
    [
        lifestyle(stop=84),
        [cut("pain->stress"), painkiller(0.5, on=5, off=2, stop=28)],
        [adaptogen(600, stop=84).adhered(0.6, seed=3), sleep().stopped()],
        [adaptogen(600, "trials", start=7).titrated(150, 300)],
    ],
)
def test_cuts_breaks_missed_doses_and_dose_changes_come_back(plan, tmp_path):
    made = scenario(plan=plan, load=0.4, days=120)
    assert same(read_scenario(made.to_file(tmp_path / "a.toml")), made)
    assert same(Scenario.from_text(made.to_text()), made)


def test_what_an_earlier_run_handed_over_comes_back(tmp_path):
    first = simulate(load=0.4, plan=[adaptogen(300), painkiller(0.2, stop=5)], days=20, engine="scipy")
    made = scenario(load=0.4, start=first, days=30)
    assert made.levels
    assert same(read_scenario(made.to_file(tmp_path / "a.toml")), made)
    assert same(Scenario.from_text(made.to_text()), made)


def test_what_bears_a_name_of_the_catalogue_but_differs_from_it_comes_back(tmp_path):
    for change in ({"half_dose": 100.0}, {"tau_e": 7.0}, {"reductions": (("k_sm", 0.5),)}, {"drowsy": True}):
        made = scenario(plan=dataclasses.replace(adaptogen(600, stop=84), **change))
        assert same(read_scenario(made.to_file(tmp_path / "a.toml")), made)


def test_numbers_at_the_edge_come_back(tmp_path):
    made = scenario(load=-0.0, damage=5e-324, start=[-0.0, 1, 1e-16, 1e15 + 0.5, 1], days=[0, 1e-5, 36500])
    assert same(read_scenario(made.to_file(tmp_path / "a.toml")), made)
    assert same(Scenario.from_text(made.to_text()), made)


def test_a_diary_comes_back_as_the_steps_it_came_to(tmp_path):
    diary = read_diary(data_file("diaries/exam_term.csv"))
    made = scenario(load=diary.load, days=diary.length)
    assert same(read_scenario(made.to_file(tmp_path / "a.toml")), made)


@pytest.mark.parametrize("said", ['"""', "a\nb\\n\r\t\x00\x7f\n", "a.b." * 20, "é\u2028💊", "\n", "'", "ends in \\"])
def test_what_is_said_for_people_comes_back_and_changes_nothing(said, tmp_path):
    made = scenario(days=9, title=said, author=said, notes=said)
    back = read_scenario(made.to_file(tmp_path / "a.toml"))
    assert same(back, made)
    assert (back.title, back.author, back.notes) == (said, said, said)
    assert made.digest == scenario(days=9).digest


def test_half_a_character_is_refused_before_any_file_is_touched():
    with pytest.raises(InputError, match="half a character"):
        scenario(notes="\ud800")


def test_a_scenario_too_large_for_a_file_is_refused_and_nothing_is_left(tmp_path):
    made = scenario(load=[(day, 0.3 + day % 2 / 3) for day in range(36_000)])
    with pytest.raises(InputError, match="500,000 at most"):
        made.to_file(tmp_path / "a.toml")
    assert not list(tmp_path.iterdir())


# --- one word ---------------------------------------------------------------------------------------


def word(raw: bytes) -> str:
    return "sp1." + base64.urlsafe_b64encode(zlib.compress(raw, 9)).decode().rstrip("=")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("", "is not a scenario written as one word"),
        (5, "is not a scenario written as one word"),
        ("sp1.a b", "is not a scenario written as one word"),
        ("sp1." + "a" * 300_000, "at most 200,000 letters"),
        ("sp2.abc", "is a scenario of form 2"),
        ("sp1.", "is damaged"),
        ("sp1.a", "is damaged"),
        ("sp1.abcd", "is damaged"),
        (scenario().to_text()[:-4], "is damaged"),
        (word(b"{}" * 2_000_000), "unpacks to more than"),
        (word(b"[" * 100_000), "nested too deep"),
        (word(b"[" * 10 + b"]" * 10), "nested more than 7 deep"),
        (word(b'{"days": NaN}'), "is damaged"),
        (word(b"9" * 5000), "is damaged"),
        (word(b"\xff"), "is damaged"),
        (word(b"{}"), "scenario has no 'person'"),
        (word(b'{"dayz": 1}'), "did you mean 'days'"),
    ],
)
def test_a_word_that_is_no_scenario_says_why(given, said):
    with pytest.raises(InputError, match=re.escape(said)):
        Scenario.from_text(given)


# --- the line that is wrong ---------------------------------------------------------------------------

WRONG = '''title = """
days = 5
[person]
k_qz = 3
"""
load = [
  [0, 0.3], # days = 1
  [20, 0.9],
]
{top}
[person]
k_sm = 0.4
{person}
[[plan]]
intervention = "posture"
strength = 0.1
[[plan]]
intervention = "adaptogen"
{plan}
'''


@pytest.mark.parametrize(
    ("line", "wrong", "said"),
    [
        (10, {"top": "days = 0"}, "days = 0 must be"),
        (10, {"top": "dayz = 9"}, "did you mean 'days'"),
        (10, {"top": "start = [1, 2]"}, "start = [1, 2]"),
        (10, {"top": "damage = {depth = 1}"}, "damage = {'depth': 1} is not a number"),
        (13, {"person": "k_qz = 3"}, "did you mean"),
        (13, {"person": "g = 11"}, "g = 11 lies outside 0 to 10"),
        (19, {"plan": "dose_mg = 5000"}, "plan 2: dose_mg = 5000 lies outside"),
        (19, {"plan": "doze_mg = 500"}, "did you mean 'dose_mg'"),
        (19, {"plan": "reading = 'guides'"}, "did you mean 'guide'"),
        (17, {"plan": "start = 9\nstop = 3"}, "plan 2: adaptogen: stop = 3"),
        (17, {"plan": "adherence = 0.5"}, "adherence and seed go together"),
        (17, {"plan": "missing = 3"}, "missing = 3 is not a list"),
    ],
)
def test_an_error_names_the_line_that_is_wrong(line, wrong, said, tmp_path):
    path = tmp_path / "wrong.toml"
    path.write_text(WRONG.format(**{"top": "", "person": "", "plan": "", **wrong}), encoding="utf-8")
    with pytest.raises(InputError, match=re.escape(said)) as error:
        read_scenario(path)
    assert f"wrong.toml, line {line}: " in str(error.value)


def test_a_line_is_named_only_where_it_is_certain():
    assert line_of('a = """\nb = 1\n"""\nb = 2', ("b",)) == 4
    assert line_of('"\\u0062" = 2', ("b",)) is None
    assert line_of('"\\u0062" = 2\n[t]\nb = 1', ("b",)) is None
    assert line_of("b = 1", ("c",)) is None
    assert line_of("", ()) is None


def test_doses_can_be_left_out_in_a_file(tmp_path):
    path = tmp_path / "a.toml"
    head = "[[plan]]\nintervention = 'adaptogen'\nstop = 84\n"
    path.write_text(head + "missing = [3]\nmissing_weeks = [5, 6]\nadherence = 0.8\nseed = 1", encoding="utf-8")
    assert read_scenario(path).plan == (adaptogen(stop=84).missing(3).missing_weeks(5, 6).adhered(0.8, seed=1),)
