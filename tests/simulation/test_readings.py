"""The two axes of doubt, and the sentences worked out from them. Illustrative, not clinical."""

import pytest

import stresspain as sp
from stresspain.exchange.scenario_toml import read_scenario
from stresspain.model.files import data_file
from stresspain.show.reading_views import sentence_of_readings, sentence_of_wiring


@pytest.fixture(scope="module")
def course():
    return sp.scenario(load=0.4, start="painful", plan=[sp.adaptogen(600, stop=84), sp.painkiller(0.1)], days=365)


@pytest.fixture(scope="module")
def both(course):
    return sp.compare_readings(course, wiring=True)


def test_each_reading_is_the_run_one_would_make_by_hand(course, both):
    for reading in sp.READINGS:
        plan = [sp.adaptogen(600, reading, stop=84), sp.painkiller(0.1)]
        by_hand = sp.simulate(load=0.4, start="painful", plan=plan, days=365)
        assert both.ending(reading) == pytest.approx(by_hand["felt_pain"][-1], abs=1e-9)


def test_the_other_wiring_begins_in_the_same_body_with_the_sign_turned(both):
    own, other = both.rhos
    assert (own, other) == (0.8, -0.8)
    for reading in sp.READINGS:
        first, second = both.run(reading, own), both.run(reading, other)
        assert first.states[0].tolist() == second.states[0].tolist()
        assert second.scenario.person.rho == -first.scenario.person.rho


def test_only_what_is_believed_changes(both):
    taken = {tuple(t.courses for t in run.scenario.plan) for run in both.comparison.runs.values()}
    names = {tuple(t.name for t in run.scenario.plan) for run in both.comparison.runs.values()}
    assert len(taken) == len(names) == 1


def test_an_adaptogen_is_added_where_there_is_none_and_the_words_say_so():
    found = sp.compare_readings(sp.scenario(load=0.4, start="painful", days=60))
    assert found.added
    assert "The scenario has no adaptogen, so adaptogen 600 mg a day from day 0 on was added." in found.explain()
    assert [str(t) for t in found.scenario.plan] == ["adaptogen 600 mg a day (guide reading)"]


def test_a_lower_dose_and_a_reading_in_the_scenario_are_kept_and_replaced():
    given = sp.scenario(load=0.4, start="painful", plan=sp.adaptogen(300, "none", stop=28), days=60)
    found = sp.compare_readings(given)
    assert not found.added
    assert "Adaptogen 300 mg a day" in found.explain()
    assert found.ending("guide") < found.ending("none")


def test_the_guide_recovers_and_the_trials_do_not_and_the_reading_decides(course):
    found = sp.compare_readings(course.but(plan=sp.adaptogen(600, stop=84)))
    said = sentence_of_readings(found)
    assert said.startswith(
        "The guide's reading recovers (felt pain ends at 0.6 of 10); the trials' reading does not (5.9)"
    )
    assert said.endswith("the reading decides.")


def test_where_all_recover_the_readings_agree():
    found = sp.compare_readings(sp.scenario(load=0.1, start=[0.5, 1.3, 0.5, 0.9, 0.9], days=365))
    assert "so does the trials' reading" in sentence_of_readings(found)
    assert sentence_of_readings(found).endswith("the three agree.")


def test_readings_of_one_verdict_and_different_pain_are_not_said_to_agree():
    plan = sp.adaptogen(600, stop=60)
    found = sp.compare_readings(sp.scenario(load=0.4, start="painful", plan=plan, days=60))
    ends = [float(found.run(reading)["felt_pain"][-1]) for reading in sp.READINGS]
    said = f"the verdict is the same, felt pain ends up to {max(ends) - min(ends):.1f} points apart."
    assert sentence_of_readings(found).endswith(said)


def test_where_there_is_no_pain_nobody_recovers_from_it():
    said = sentence_of_readings(sp.compare_readings(sp.scenario(load=0.2, days=30)))
    assert "The guide's reading never gets painful" in said
    assert "nor does the trials' reading" in said


@pytest.mark.parametrize(
    ("load", "said"),
    [
        (0.3, "the wiring decides as much as the dose of the guide, and more than the dose of the trials."),
        (0.4, "the wiring decides less than the dose of the guide, and more than the dose of the trials."),
    ],
)
def test_what_decides_more_is_worked_out(load, said):
    given = sp.scenario(load=load, start="painful", plan=sp.adaptogen(600, stop=84), days=365)
    assert sentence_of_wiring(sp.compare_readings(given, wiring=True)).endswith(said)


def test_under_a_light_dose_the_wiring_decides_more_than_either_reading():
    given = sp.scenario(load=0.3, start="painful", plan=sp.adaptogen(20, stop=28), days=365)
    found = sp.compare_readings(given, wiring=True)
    assert sentence_of_wiring(found).endswith("the wiring decides more than the dose.")
    assert found.ending("none", -0.8) < 1 < found.ending("none")


def test_the_numbers_in_the_words_are_those_of_the_runs(both):
    said = both.explain()
    for rho in both.rhos:
        for reading in sp.READINGS:
            assert f"{both.ending(reading, rho):.1f}" in said


def test_the_picture_has_a_panel_for_each_wiring_and_its_words(both, course):
    assert len(both.plot().figure.axes) == 2
    assert len(sp.compare_readings(course).plot().figure.axes) == 1
    assert both.explain() in both.plot().alt


def test_a_diary_is_read_under_every_reading():
    found = sp.compare_readings(read_scenario(data_file("scenarios/exam_term.toml")))
    assert found.ending("guide") < 1 < 4 < found.ending("trials")


@pytest.mark.parametrize(
    ("rho", "said"),
    [(2.0, "turned is -2, below -1, the least allowed"), (0.0, "has no sign to turn")],
)
def test_a_wiring_without_a_mirror_image_is_refused(rho, said):
    with pytest.raises(sp.InputError, match=said):
        sp.compare_readings(sp.scenario(person={"rho": rho}), wiring=True)


def test_something_else_than_a_scenario_is_refused():
    with pytest.raises(sp.InputError, match="give a Scenario"):
        sp.compare_readings("exam_term")
    with pytest.raises(sp.InputError, match="There is no run 'guess' here; there are guide, trials, none"):
        sp.compare_readings(sp.scenario(days=2)).run("guess")
