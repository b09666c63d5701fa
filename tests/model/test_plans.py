"""Plans as people keep them: put together with +, doses missed, steps up and down. Illustrative, not clinical."""

from __future__ import annotations

import copy
import math
import pickle

import numpy as np
import pytest

from stresspain import (
    CATALOGUE,
    InputError,
    Plan,
    adaptogen,
    lifestyle,
    movement,
    painkiller,
    posture,
    scenario,
    simulate,
    sleep,
)
from stresspain.show.plan_views import effect, plot_plan


def taken_on(taken, days=range(400)) -> list[int]:
    """The days on which something is taken at noon."""
    return [day for day in days if taken.courses.at(day + 0.5) > 0]


# --- put together -------------------------------------------------------------------------------------


def test_a_sum_is_a_plan_whatever_the_order_and_whatever_it_is_made_of():
    a, b, c = adaptogen(stop=84), sleep(), painkiller()
    sums = [a + b + c, c + (b + a), (a + b) + [c], (b,) + (a + c), [b, c] + a, lifestyle()[3:] + a + c]  # noqa: RUF005
    assert all(type(each) is Plan and each == (a, c, b) for each in sums)


def test_a_plan_is_a_tuple_for_all_that_takes_one():
    plan = adaptogen() + sleep()
    assert isinstance(plan, tuple)
    assert hash(plan) == hash(tuple(plan))
    assert scenario(plan=plan) == scenario(plan=[*plan]) == scenario(plan=tuple(plan))
    assert scenario(plan=plan).plan == pickle.loads(pickle.dumps(plan)) == copy.deepcopy(plan)
    assert type(pickle.loads(pickle.dumps(plan))) is Plan


def test_adding_nothing_changes_nothing():
    assert adaptogen() + () == (adaptogen(),)  # noqa: RUF005
    assert str(sleep() + []) == "sleep 0.4"  # noqa: RUF005


@pytest.mark.parametrize("other", [adaptogen(300), [sleep(), sleep()], "sleep", 5, None, [5]])
def test_a_name_that_stands_twice_and_what_is_no_intervention_are_refused(other):
    with pytest.raises(InputError, match=r"stands twice|is not a plan|is not an intervention"):
        adaptogen() + other


# --- missed doses -------------------------------------------------------------------------------------


def test_every_dose_or_none_is_taken_where_the_probability_is_one_or_nought():
    whole = adaptogen(600, start=3, stop=84)
    assert whole.adhered(1, seed=5) == whole
    assert whole.adhered(0, seed=5) == whole.stopped()
    parts = whole.during((0, 10.5), (12.25, 12.5, 300))
    assert parts.adhered(1, seed=5) == parts


def test_the_same_seed_leaves_out_the_same_days_and_another_one_others():
    whole = adaptogen(600, stop=84)
    assert whole.adhered(0.7, seed=0) == whole.adhered(0.7, seed=0) != whole.adhered(0.7, seed=1)


def test_the_share_of_doses_taken_is_the_probability_within_four_standard_errors():
    kept = len(taken_on(adaptogen(600, stop=20_000).adhered(0.7, seed=2), range(20_000)))
    assert abs(kept / 20_000 - 0.7) < 4 * math.sqrt(0.7 * 0.3 / 20_000)


def test_who_takes_more_doses_takes_all_that_who_takes_fewer_does():
    whole = adaptogen(600, stop=200)
    few, many = (set(taken_on(whole.adhered(share, seed=9))) for share in (0.4, 0.8))
    assert few < many


def test_amounts_and_breaks_are_kept_where_doses_are_missed():
    whole = adaptogen(300).during((0, 10), (20, 30.5, 600))
    kept = whole.adhered(0.8, seed=4)
    assert set(taken_on(kept)) < set(taken_on(whole))
    assert all(kept.courses.at(day) in (0, whole.courses.at(day)) for day in np.arange(0, 40, 0.25))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (lambda: adaptogen().adhered(0.7, seed=1), "has no end"),
        (lambda: adaptogen(stop=84).adhered(1.1, seed=1), "share = 1.1 lies outside 0 to 1"),
        (lambda: adaptogen(stop=84).adhered(math.nan, seed=1), "not a finite number"),
        (lambda: adaptogen(stop=84).adhered(0.7, seed=-1), "seed = -1 is not a whole number"),
        (lambda: adaptogen(stop=84).adhered(0.7, seed=True), "seed = True is not"),
        (lambda: adaptogen(stop=84).missing_weeks(0), "week 0 is not a week"),
        (lambda: adaptogen(stop=84).missing_weeks(1.5), "week 1.5 is not a week"),
        (lambda: adaptogen().stopped().missing_weeks(1), "is not taken at all"),
        (lambda: adaptogen().titrated(5000), "dose_mg = 5000 lies outside"),
        (lambda: adaptogen().titrated(300, every=0), "every = 0 must lie above 0"),
        (lambda: adaptogen().tapered(300), "has no end to taper"),
        (lambda: sleep().titrated(2), "strength = 2 lies outside"),
    ],
)
def test_what_cannot_be_kept_says_why(given, said):
    with pytest.raises(InputError, match=said):
        given()


def test_missed_weeks_are_counted_from_the_first_day_of_taking():
    assert taken_on(posture(start=10, stop=45).missing_weeks(2, 5)) == [*range(10, 17), *range(24, 38)]


# --- steps up and down --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CATALOGUE)
def test_a_titration_and_a_taper_lie_at_the_two_ends_of_the_same_days(name):
    most = 600 if name == "adaptogen" else 0.4
    whole = CATALOGUE[name](most, start=7, stop=70)
    up, down = whole.titrated(most / 4, most / 2), whole.tapered(most / 2, most / 4)
    assert taken_on(up) == taken_on(down) == taken_on(whole)
    assert [up.courses.at(day) for day in (7, 14, 21, 69)] == [most / 4, most / 2, most, most]
    assert [down.courses.at(day) for day in (7, 55.9, 56, 63)] == [most, most, most / 2, most / 4]


def test_steps_respect_breaks_and_a_dose_of_the_usual_size_changes_nothing():
    whole = movement(0.15, on=5, off=2, stop=70)
    assert whole.titrated(0.15) == whole
    assert taken_on(whole.titrated(0.1, every=14)) == taken_on(whole)


def test_amounts_are_told_in_the_order_in_which_they_are_taken():
    assert str(painkiller(0.3, stop=56).tapered(0.2, 0.1)) == "painkiller 0.3 then 0.2 then 0.1"


# --- in words and on the time axis --------------------------------------------------------------------

PLAN = adaptogen(600, stop=84).titrated(150, 300).adhered(0.7, seed=1) + movement(on=5, off=2, stop=84)


def test_the_line_that_is_drawn_is_the_effect_level_of_a_run():
    run = simulate(plan=PLAN, days=120, engine="scipy")
    for taken in PLAN:
        np.testing.assert_allclose(effect(taken, run.days), run[taken.name], rtol=0, atol=1e-8)


def test_a_plan_says_itself():
    said = PLAN.explain()
    assert "Adaptogen is taken on 58 of the 84 days from day 0 to day 84." in said
    assert "Movement is taken in 12 courses of 5 days with breaks of 2 from day 0 on." in said
    assert said.endswith("Illustrative, not clinical: a plan for equations, and no advice.")
    assert "Nothing is taken." in scenario().plan.explain()  # type: ignore[attr-defined]


def test_a_plan_draws_a_lane_for_each_thing_taken_with_words_beside_it():
    picture = PLAN.plot()
    assert len(picture.figure.axes[0].lines) == 2 * len(PLAN)
    assert PLAN.explain() in picture.alt
    assert plot_plan(PLAN, 50).get_xlim() == (0, 50)
    assert sleep().plot().alt.count("Sleep 0.4") == 1
    with pytest.raises(InputError, match="days = 0 must lie above 0"):
        PLAN.plot(0)
