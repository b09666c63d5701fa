"""The shipped scenarios: each runs the same on every engine, lies on no ridge, and answers its question as it says."""

from __future__ import annotations

import re

import numpy as np
import pytest

import stresspain as sp
from stresspain.model.files import data_folder
from stresspain.simulation.engines import has_heyoka

NAMED = [
    "desk_worker",
    "senior",
    "chronic_pain",
    "exam_term",
    "new_parent",
    "after_injury",
    "structural_disc",
    "breaks",
    "missed_doses",
    "taper",
    "painkiller_only",
    "relaxant_only",
    "lifestyle_only",
    "everything",
    "late_start",
    "early_start",
]
LIBRARY = sp.library()


def last(scenario: sp.Scenario) -> float:
    return float(sp.simulate(scenario)["felt_pain"][-1])


def back_on(scenario: sp.Scenario) -> float:
    run = sp.simulate(scenario)
    return float(sp.OUTCOMES["recovery_day"].of(run.days, run["felt_pain"], 3.0))


def reading(name: str, which: str) -> sp.Scenario:
    """The same story with the herb as somebody else would have it."""
    plan = LIBRARY[name].plan
    (herb,) = (taken for taken in plan if taken.name == "adaptogen")
    other = sp.adaptogen(herb.usual, which).during(*herb.courses.taken)
    return LIBRARY[name].but(plan=[other, *(taken for taken in plan if taken is not herb)])


def untreated(name: str) -> sp.Scenario:
    return LIBRARY[name].but(plan=())


def test_every_named_scenario_is_there_and_no_other():
    assert set(LIBRARY) == set(NAMED)
    assert len(LIBRARY) == len(NAMED) == len(list((data_folder() / "scenarios").glob("*.toml")))


def test_a_name_that_is_not_there_gets_the_nearest_one():
    with pytest.raises(sp.InputError, match=r"No shipped scenario is called 'desk_workr'; did you mean 'desk_worker'"):
        LIBRARY["desk_workr"]
    assert "desk_workr" not in LIBRARY


@pytest.mark.parametrize("name", NAMED)
def test_a_scenario_asks_one_question_and_is_honest_about_its_answer(name):
    made = LIBRARY[name]
    assert made.title
    assert re.fullmatch(r"[^?\n]{20,119}\?", LIBRARY.question(name))
    assert re.match("(yes|no|nothing|calm), ", LIBRARY.answer(name))
    assert LIBRARY.answer(name).endswith("That is a fact about these equations, not about people.")
    assert re.search("illustrative|nobody's", made.notes, re.IGNORECASE)
    assert not made.person.changes or "persona" in made.notes
    assert all(f"{changed}" in made.notes or "time constants" in made.notes for changed in made.person.changes)
    assert LIBRARY.question(name) in str(LIBRARY)


@pytest.mark.parametrize("name", NAMED)
def test_a_scenario_lies_on_no_ridge_and_comes_back_from_file_and_word(name, tmp_path):
    made = LIBRARY[name]
    assert not sp.simulate(made).too_close_to_call
    for back in (sp.Scenario.from_file(made.to_file(tmp_path / "a.toml")), sp.Scenario.from_text(made.to_text())):
        assert (back, back.digest, back.notes) == (made, made.digest, made.notes)


@pytest.mark.skipif(not has_heyoka(), reason="heyoka is not installed here")
@pytest.mark.parametrize("name", NAMED)
def test_both_engines_agree_on_a_scenario(name):
    one, other = (sp.simulate(LIBRARY[name], engine=engine) for engine in ("scipy", "heyoka"))
    np.testing.assert_allclose(one.states, other.states, rtol=0, atol=1e-7)
    np.testing.assert_allclose(one["felt_pain"], other["felt_pain"], rtol=0, atol=1e-7)


#: How each run ends (felt pain, 0-10), as its answer says, and whether that is calm.
ENDS = {
    "desk_worker": 6.2,
    "senior": 0.6,
    "chronic_pain": 6.4,
    "exam_term": 0.4,
    "new_parent": 0.4,
    "after_injury": 5.6,
    "structural_disc": 6.3,
    "breaks": 0.6,
    "missed_doses": 5.9,
    "taper": 5.9,
    "painkiller_only": 5.9,
    "relaxant_only": 5.9,
    "lifestyle_only": 0.6,
    "everything": 6.4,
    "late_start": 0.6,
    "early_start": 0.4,
}


@pytest.mark.parametrize("name", NAMED)
def test_a_scenario_ends_where_its_answer_says(name):
    end = last(LIBRARY[name])
    assert end == pytest.approx(ENDS[name], abs=0.06)
    assert LIBRARY.answer(name).startswith(("yes", "calm") if end < 3 else ("no",))


# --- what each answer hangs on ------------------------------------------------------------------------


def test_a_desk_worker_tips_where_the_default_person_does_not():
    assert last(LIBRARY["desk_worker"].but(person=None)) == pytest.approx(0.36, abs=0.05)


def test_a_senior_comes_back_later_and_with_slower_states_not_at_all():
    senior = LIBRARY["senior"]
    slower = {name: 4 / 3 * value for name, value in senior.person.changes.items()}
    assert back_on(senior) == pytest.approx(72.4, abs=0.2)
    assert back_on(senior.but(person=None)) == pytest.approx(53.3, abs=0.2)
    assert last(senior.but(person=slower)) > 5


def test_chronic_pain_needs_longer_and_the_guides_reading():
    longer = sp.adaptogen(600, stop=168)
    made = LIBRARY["chronic_pain"]
    assert last(made.but(person=None)) < 1
    assert last(made.but(plan=longer)) < 1
    assert last(made.but(plan=sp.adaptogen(600, "trials", stop=168))) > 5


@pytest.mark.parametrize("name", ["exam_term", "late_start", "early_start"])
def test_where_the_herb_leads_back_only_the_guides_reading_does(name):
    assert last(LIBRARY[name]) < 1
    assert last(reading(name, "trials")) > 5
    assert last(untreated(name)) > 5


def test_care_for_sleep_keeps_a_new_parent_calm_up_to_a_load():
    made = LIBRARY["new_parent"]
    assert last(untreated("new_parent")) == pytest.approx(5.9, abs=0.05)
    assert sp.simulate(made)["felt_pain"].max() == pytest.approx(1.4, abs=0.05)
    assert last(made.but(load=[(0, 0.3), (14, 0.6), (134, 0.3)])) > 5


def test_after_an_injury_the_load_decides_whether_pain_outlives_the_damage():
    made = LIBRARY["after_injury"]
    assert made.damage.values[-1] == 0
    assert last(made) > 5
    assert back_on(made.but(load=0.2)) == pytest.approx(277, abs=0.5)


def test_damage_that_stays_keeps_its_one_painful_ending_with_the_herb_and_without():
    made = LIBRARY["structural_disc"]
    for plan in (made.plan, ()):
        (only,) = sp.rests(load=0.3, damage=0.1, plan=plan)
        assert only.stable
        assert only.felt_pain > 3
        assert last(made.but(plan=plan, start="calm")) == pytest.approx(only.felt_pain, abs=0.05)
    assert last(untreated("structural_disc")) == pytest.approx(6.8, abs=0.05)
    assert "does not repair" in made.notes
    assert "does not repair" in sp.simulate(made).explain()
    assert "repair" not in sp.simulate(made.but(damage=0)).explain()


def test_breaks_do_not_spoil_what_one_course_of_eight_weeks_cannot_do():
    made = LIBRARY["breaks"]
    assert back_on(made) == pytest.approx(89.6, abs=0.2)
    assert last(made.but(plan=sp.adaptogen(600, stop=56))) > 5


def test_missed_doses_are_what_the_course_fails_by():
    made = LIBRARY["missed_doses"]
    assert last(made.but(plan=sp.adaptogen(600, stop=84))) < 1
    assert last(made.but(plan=sp.adaptogen(600, stop=84).adhered(0.9, seed=1))) < 1


def test_a_taper_ends_where_a_sudden_stop_does():
    sudden = LIBRARY["taper"].but(plan=sp.painkiller(0.3, stop=56))
    assert last(LIBRARY["taper"]) == pytest.approx(last(sudden), abs=1e-3)


def test_a_strong_painkiller_for_months_recovers_in_these_equations():
    made = LIBRARY["painkiller_only"]
    assert sp.simulate(made)["felt_pain"].min() == pytest.approx(3.9, abs=0.05)
    assert last(made.but(plan=sp.painkiller(0.5, stop=112))) < 1


def test_a_relaxant_recovers_if_taken_for_longer():
    assert last(LIBRARY["relaxant_only"].but(plan=sp.muscle_relaxant(0.2, stop=56))) < 1


def test_the_four_measures_need_each_other_and_seven_weeks():
    made = LIBRARY["lifestyle_only"]
    assert back_on(made) == pytest.approx(53.3, abs=0.2)
    assert last(made.but(plan=sp.lifestyle(stop=48))) > 5
    assert last(made.but(plan=sp.lifestyle(stop=49))) < 1
    assert all(last(made.but(plan=[alone])) > 5 for alone in made.plan)


def test_everything_lasts_where_the_load_allows_it():
    made = LIBRARY["everything"]
    assert sp.simulate(made).at(111)["felt_pain"] == pytest.approx(0.4, abs=0.05)
    assert last(made.but(load=0.4)) < 1


def test_an_early_start_keeps_the_pain_low():
    assert sp.simulate(LIBRARY["early_start"])["felt_pain"].max() < 1.8
    assert back_on(LIBRARY["late_start"]) == pytest.approx(170.6, abs=0.2)
