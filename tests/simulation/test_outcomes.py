"""Outcomes against curves whose answers are known by hand. Illustrative, not clinical."""

import csv
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import stresspain as sp
from stresspain.simulation.outcomes import (
    OUTCOMES,
    USUAL,
    area,
    days_above,
    important_change,
    last,
    mean,
    peak,
    recovery_day,
    relapse,
)
from stresspain.simulation.run import simulate

DAYS = np.arange(11.0)
TENT = np.array([0, 1, 2, 3, 4, 5, 4, 3, 2, 1, 0.0])


def test_a_tent_has_the_outcomes_of_a_tent():
    assert peak(DAYS, TENT) == 5
    assert last(DAYS, TENT) == 0
    assert mean(DAYS, TENT) == pytest.approx(2.5)
    assert days_above(DAYS, TENT, 3.0) == pytest.approx(4.0)
    assert days_above(DAYS, TENT, 2.5) == pytest.approx(5.0)
    assert recovery_day(DAYS, TENT, 2.5) == pytest.approx(7.5)


def test_a_flat_curve_is_above_always_or_never():
    flat = np.full(11, 4.0)
    assert days_above(DAYS, flat, 3.0) == 10
    assert days_above(DAYS, flat, 5.0) == 0
    assert days_above(DAYS, flat, 4.0) == 0, "at the level is not above it"
    assert math.isnan(recovery_day(DAYS, flat, 3.0)), "never came down"
    assert math.isnan(recovery_day(DAYS, flat, 5.0)), "was never above"


def test_a_relapse_takes_the_recovery_back():
    twice = np.array([5, 1, 1, 5, 1, 1, 1, 1, 1, 1, 1.0])
    assert recovery_day(DAYS, twice, 3.0) == pytest.approx(3.5)
    assert math.isnan(recovery_day(DAYS, twice[::-1], 3.0))


def test_the_area_is_what_the_mean_is_spread_over():
    assert area(DAYS, TENT) == pytest.approx(25.0)
    assert area(DAYS, TENT) == pytest.approx(mean(DAYS, TENT) * 10)
    assert area(np.array([3.0]), np.array([2.5])) == 0.0, "a single day spans nothing"


@pytest.mark.parametrize(
    ("pain", "answer", "why"),
    [
        ([6, 4, 6], 1, "two points won and lost"),
        ([6, 4.2, 6], 1, "30 % of 6 is 1.8, and 1.8 were won and lost"),
        ([6, 4.3, 6], math.nan, "1.7 points are no important relief, so nothing could relapse"),
        ([6, 4, 5], 0, "one point back is not as much as was won"),
        ([6, 1, 2.9], 0, "up by more than 30 %, but not above the level"),
        ([2.9, 1, 2.9], math.nan, "never above the level"),
        ([6, 5, 4, 3, 2], 0, "came down and stayed"),
        ([2, 8, 2, 8, 2], 1, "down and up again, whatever came after"),
        ([6, 6, 6], math.nan, "never came down"),
        ([1, 8, 5, 5, 6.9], 0, "the rise is held against the highest so far"),
    ],
)
def test_a_relapse_is_an_important_relief_lost_again(pain, answer, why):
    days = np.arange(float(len(pain)))
    np.testing.assert_equal(float(relapse(days, np.array(pain, dtype=float), 3.0)), answer, why)


@pytest.mark.parametrize(
    ("first", "last_day", "answer"),
    [
        (8, 6, 1),
        (8, 6.01, 0),
        (6, 4.2, 1),
        (6, 4.21, 0),
        (5, 6, 0),
        (5, 5, 0),
        (3, 0, math.nan),
        (3.01, 0, 1),
    ],
)
def test_an_important_change_is_two_points_or_thirty_percent_whichever_is_less(first, last_day, answer):
    pain = np.array([first, 9.0, last_day])
    np.testing.assert_equal(float(important_change(np.arange(3.0), pain, 3.0)), answer)


def test_the_courses_that_the_story_says_relapse_do_so_by_this_measure_too():
    def course(stop):
        return simulate(load=0.4, start="painful", plan=[sp.adaptogen(600, stop=stop)], days=400)

    told = sp.compare({stop: course(stop) for stop in (28, 56, 84)}).table
    assert told["56"]["relapse"] == 1
    assert told["84"]["relapse"] == 0
    assert math.isnan(told["28"]["relapse"]), "4 weeks do not ease it by 30 %: there is nothing to lose"
    assert [told[stop]["important_change"] for stop in ("28", "56", "84")] == [0, 0, 1]


def test_a_yes_is_written_as_a_word_and_no_answer_as_a_dash():
    runs = {"calm": simulate(days=7), "up": simulate(load=0.4, start="painful", plan=[sp.adaptogen()], days=100)}
    told = sp.compare(runs, outcomes=["relapse", "important_change"])
    assert [row[1:] for row in told.rows()[1:]] == [["-", "-"], ["no", "yes"]]


def test_an_outcome_that_is_not_there_is_a_lesson():
    with pytest.raises(sp.InputError, match=r"No outcome is called 'relaps'; did you mean 'relapse' \("):
        sp.compare([simulate(days=7)], outcomes=["relaps"])
    with pytest.raises(sp.InputError, match="No outcome is called 3"):
        sp.compare([simulate(days=7)], outcomes=3)


def test_a_single_day_is_its_own_mean():
    assert mean(np.array([0.0]), np.array([2.5])) == 2.5


def test_many_people_at_once_are_each_as_alone():
    pains = np.abs(np.random.default_rng(3).normal(3, 1, (40, 11)))
    for outcome in OUTCOMES.values():
        together = outcome.of(DAYS, pains, 3.0)
        alone = [outcome.of(DAYS, pain, 3.0) for pain in pains]
        np.testing.assert_allclose(together, alone, rtol=1e-14)


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.lists(st.floats(0, 10), min_size=2, max_size=20), st.floats(0.1, 9.9))
def test_days_above_equal_a_fine_count(pains, level):
    days = np.arange(float(len(pains)))
    fine = np.linspace(0, days[-1], 20001)
    counted = np.mean(np.interp(fine, days, pains) > level) * days[-1]
    assert days_above(days, np.array(pains), level) == pytest.approx(counted, abs=2e-3 * len(pains))


def test_the_table_holds_every_outcome_of_every_run():
    told = sp.compare({"a": simulate(days=7), "b": simulate(load=0.7, start="painful", days=7)})
    assert list(told.table) == ["a", "b"]
    assert all(set(row) == set(OUTCOMES) for row in told.table.values())
    assert told.table["b"]["last"] == pytest.approx(6.413, abs=5e-4)


def test_runs_in_a_list_are_labelled_by_title_or_plan():
    named = simulate(sp.scenario(days=7, title="quiet week"))
    labels = list(sp.compare([named, simulate(days=7), simulate(days=7), simulate(plan=sp.sleep(), days=7)]).runs)
    assert labels == ["quiet week", "nothing taken", "nothing taken (2)", "sleep 0.4"]


def test_scenarios_are_run_before_they_are_compared():
    told = sp.compare({"s": sp.scenario(load=0.7, start="painful", days=7)}, engine="scipy")
    assert told.runs["s"].provenance["engine"] == "scipy"


def test_a_comparison_prints_as_a_table_in_text_and_html():
    told = sp.compare({"<b>": simulate(days=7)})
    assert str(told).splitlines()[-1] == "Illustrative, not clinical."
    page = told._repr_html_()
    assert "&lt;b&gt;" in page
    assert "<b>" not in page
    assert page.count("<th scope='col'>") == 1 + len(USUAL)
    everything = sp.compare({"all": simulate(days=7)}, outcomes=OUTCOMES)
    assert everything._repr_html_().count("<th scope='col'>") == 1 + len(OUTCOMES)


def test_the_table_goes_to_csv_in_full_and_empty_where_there_is_no_such_day(tmp_path):
    told = sp.compare({"calm": simulate(days=7)})
    lines = told.to_csv(tmp_path / "t.csv").read_text().splitlines()
    assert "not clinical" in lines[0]
    (row,) = csv.DictReader(line for line in lines if not line.startswith("#"))
    assert set(OUTCOMES) < set(row), "the file holds what the table leaves out"
    assert float(row["peak"]) == told.table["calm"]["peak"]
    assert row["recovery_day"] == ""


@pytest.mark.parametrize(
    ("runs", "said"),
    [
        ([], "nothing to compare"),
        ({}, "nothing to compare"),
        ([3], "neither a Run nor a Scenario"),
        ("abc", "give a list of runs"),
        (7, "give a list of runs"),
    ],
)
def test_what_cannot_be_compared_is_a_lesson(runs, said):
    with pytest.raises(sp.InputError, match=said):
        sp.compare(runs)


def test_a_level_outside_0_to_10_is_refused():
    with pytest.raises(sp.InputError, match="level = 11 lies outside 0 to 10"):
        sp.compare([simulate(days=7)], level=11)


@pytest.mark.parametrize("label", ["=1+1", "+1", "-1", "@SUM(1)"])
def test_a_label_never_becomes_a_formula_of_a_spreadsheet(label, tmp_path):
    lines = sp.compare({label: simulate(days=7)}).to_csv(tmp_path / "t.csv").read_text().splitlines()
    assert lines[-1].startswith(f"'{label}")


@pytest.mark.parametrize("label", ["a $5 and b $10", r"$\frac{1}{0$"])
def test_a_label_is_drawn_as_it_is_written(label):
    picture = sp.compare({label: simulate(days=7), "b": simulate(days=7)}).plot()
    assert label in [t.get_text() for t in picture.figure.axes[0].texts]
    assert picture.render("png")
