"""What cannot be fitted is refused with a reason: name and value, rule, meaning, remedy. Illustrative, not clinical."""

import numpy as np
import pytest
from scipy.stats import norm

import stresspain as sp

BASE = sp.scenario(load=[(0, 0.3), (10, 1.0)], days=20)
DIARY = sp.PainDiary(range(6), [1, 2, None, 3, 4, 5])


def refused(match, call):
    with pytest.raises(sp.InputError, match=match):
        call()


@pytest.mark.parametrize(
    ("days", "pain", "match"),
    [
        ([0, 1, 1], [1, 2, 3], r"day 1 follows day 1\. List the days in order, each once"),
        ([0, 2, 1], [1, 2, 3], "day 1 follows day 2"),
        ([-1, 0], [1, 2], "days begin with -1: none lies before day 0"),
        ([0, 40_000], [1, 2], r"day 40000 lies beyond 36500 \(a hundred years\)"),
        (range(6000), [1] * 6000, "6,000 are more than the 5,000"),
        ([], [], "days: there is none"),
        ([0, float("nan")], [1, 2], "not a finite number"),
        ([0, "1"], [1, 2], "days = '1' is not a number"),
        ("0,1", [1, 2], "days = '0,1' is not a list"),
        ([0, 1], [1, 11], r"On day 1: felt_pain = 11 lies outside 0 to 10 .*Readings are written 0 to 10"),
        ([0, 1], [-0.1, 1], r"On day 0: felt_pain = -0\.1 lies outside"),
        ([0, 1], [1, float("nan")], r"felt_pain = nan is not a reading\. Write None"),
        ([0, 1], [1, float("inf")], "not a finite number"),
        ([0, 1], [1, True], "felt_pain = True is not a number"),
        ([0, 1], [1], "felt_pain has 1 reading for 2 days"),
        ([0, 1], [None, None], "every reading is missing"),
    ],
)
def test_a_diary_that_is_none_is_refused(days, pain, match):
    refused(match, lambda: sp.PainDiary(days, pain))


@pytest.mark.parametrize(
    ("given", "match"),
    [
        ({"parameters": ["k_qz"]}, r"did you mean .*'k_qs' \(felt pain raises stress\)"),
        ({"parameters": ["tensoin"]}, r"did you mean 'tension' \(tension on day 0\)"),
        ({"parameters": ["g", "load", "g"]}, "g stands twice"),
        ({"parameters": "load"}, r"is not a list\. Write it as parameters=\["),
        ({"parameters": []}, "parameters is empty"),
        ({"parameters": [7]}, "No number that can be fitted is called 7"),
        ({"parameters": ["load", "g", "k_qs", "k_ls", "k_qm", "k_sm", "rho", "w_x", "w_i"]}, "at most 8"),
        ({"parameters": ["load", "g", "k_qs", "k_ls", "k_qm"]}, "5 readings are fewer than the 6 that 5 numbers need"),
        ({"parameters": ["g"], "noise": 0}, "noise = 0 lies outside"),
        ({"parameters": ["g"], "noise": -1.0}, "noise = -1 lies outside"),
        ({"parameters": ["g"], "noise": float("nan")}, "noise = nan"),
        ({"parameters": ["g"], "starts": 0}, "starts = 0 lies outside 1 to 256"),
        ({"parameters": ["g"], "starts": 1.5}, r"starts = 1\.5 must be a whole number"),
        ({"parameters": ["g"], "seed": -1}, "seed = -1"),
        ({"parameters": ["g"], "within": {"g": (5, 4)}}, "within: g: 5 to 4 is empty"),
        ({"parameters": ["g"], "within": {"g": (5, 14)}}, "g = 14 lies outside 0 to 10"),
        ({"parameters": ["g"], "within": {"g": 5}}, r"5 is not a pair \(low, high\)"),
        ({"parameters": ["g"], "within": {"k_qs": (0, 1)}}, "within: 'k_qs' is not fitted"),
        ({"parameters": ["g"], "within": [0, 1]}, "is not a range by name"),
        ({"parameters": ["g"], "engine": "fast"}, "No engine is called 'fast'"),
        ({"parameters": ["g"], "scenario": 0.4}, r"scenario = 0\.4 is not a scenario"),
    ],
)
def test_a_fit_that_cannot_be_is_refused(given, match):
    refused(match, lambda: sp.fit(DIARY, **({"scenario": BASE} | given)))


def test_readings_that_never_change_tell_nothing():
    refused(
        "Every reading of felt_pain is 3. Where nothing moves",
        lambda: sp.fit(sp.PainDiary(range(9), [3] * 9), parameters=["g"], scenario=BASE),
    )


def test_one_reading_and_one_number_are_counted_as_one():
    one = sp.PainDiary([12], [3])
    refused(
        r"^1 reading is fewer than the 2 that 1 number needs \(one more",
        lambda: sp.fit(one, parameters=["g"], scenario=BASE),
    )
    assert "<PainDiary of 1 day to" in repr(one)
    found = sp.fit(one, parameters=["g"], scenario=BASE, noise=1.0, starts=1)
    assert "<Fit of 1 reading:" in repr(found)
    said = found.explain()
    assert "holds 1 reading of pain" in said
    assert "from the best of them it went downhill: to this story." in said


def test_a_diary_of_load_or_a_path_is_not_a_diary_of_pain():
    refused("give a PainDiary", lambda: sp.fit("diary.csv", parameters=["g"]))


def test_what_was_not_fitted_has_no_profile():
    found = sp.fit(DIARY, parameters=["load"], scenario=BASE, noise=1.0, starts=1)
    refused("No number in this fit is called 'k_qs'", lambda: found.profile("k_qs"))
    refused("No number in this fit is called 'k_qs'", lambda: found.deviance("k_qs", 0.5))
    refused("lies outside", lambda: found.deviance("load", 0.9))
    refused("No picture of a fit is called 'nice'", lambda: found.plot("nice"))


@pytest.mark.parametrize(
    ("given", "match"),
    [
        ({"noise": -0.1}, "noise = -0.1"),
        ({"missing": 1.0}, "missing = 1 lies outside"),
        ({"columns": "stress"}, "a diary holds felt_pain, stress, sleep_loss"),
        ({"columns": ["blood"]}, "a diary holds felt_pain, stress, sleep_loss"),
        ({"seed": 0.5}, "seed = 0.5 must be a whole number"),
        ({"load": 0.4}, "holds all that"),
    ],
)
def test_a_diary_that_cannot_be_made_up_is_refused(given, match):
    refused(match, lambda: sp.pain_diary(BASE, **given))
    refused("give a Run or a Scenario", lambda: sp.pain_diary(7))


def test_recovery_wants_a_scenario_and_at_least_one_diary():
    refused("give a Scenario", lambda: sp.recovery(None, parameters=["g"]))
    refused("diaries = 0 lies outside", lambda: sp.recovery(BASE, parameters=["g"], diaries=0))
    refused("noise = -1 lies outside", lambda: sp.recovery(BASE, parameters=["g"], diaries=2, noise=-1))


def test_a_made_up_diary_with_too_few_readings_fails_alone():
    story = sp.scenario(load=[(0, 0.3), (14, 0.8), (30, 0.3)], days=40)
    found = sp.recovery(story, parameters=["k_qs"], diaries=12, missing=0.93, seed=1)
    assert 0 < found.failed < 12
    assert f"{found.failed} could not be fitted" in found.explain()


# --- made-up diaries -------------------------------------------------------------------------------


def test_a_made_up_diary_is_the_run_plus_noise_of_the_size_asked_for():
    run = sp.simulate(load=[(0, 0.3), (10, 1.2)], start=[0.3, 1.2, 0.3, 0.2, 0.2], days=2000)
    read = sp.pain_diary(run, noise=0.4, seed=1)
    left = read["felt_pain"] - run["felt_pain"]
    assert abs(left.mean()) < 4 * 0.4 / np.sqrt(2001)
    assert left.std() == pytest.approx(0.4, rel=0.07)
    assert np.array_equal(sp.pain_diary(run, noise=0.0)["felt_pain"], run["felt_pain"])


def test_the_same_seed_makes_the_same_diary_and_days_left_out_are_counted():
    first, again = (sp.pain_diary(BASE.but(days=1000), missing=0.25, seed=9) for _ in range(2))
    assert np.array_equal(first["felt_pain"], again["felt_pain"], equal_nan=True)
    assert first.readings == pytest.approx(750, abs=70)
    other = sp.pain_diary(BASE.but(days=1000), missing=0.25, seed=10)
    assert not np.array_equal(first["felt_pain"], other["felt_pain"], equal_nan=True)


def test_a_made_up_reading_beyond_the_scale_is_written_as_its_end():
    read = sp.pain_diary(load=0.2, days=500, noise=1.0, seed=1)["felt_pain"]
    pain = sp.simulate(load=0.2, days=500)["felt_pain"]
    assert read.min() == 0
    assert (read == 0).mean() == pytest.approx(norm.cdf(-pain).mean(), abs=0.06)


def test_a_diary_goes_to_plain_lists_and_back():
    again = sp.PainDiary.from_dict(DIARY.to_dict())
    assert np.array_equal(again["felt_pain"], DIARY["felt_pain"], equal_nan=True)
    refused("needs a list of days", lambda: sp.PainDiary.from_dict({"days": 3}))
    refused("has no column 'stress'", lambda: DIARY["stress"])


def test_a_column_without_a_reading_is_as_good_as_none():
    empty = sp.PainDiary(range(9), [1, 2, 3, 4, 5, 4, 3, 2, 2], stress=[None] * 9)
    found = sp.fit(empty, parameters=["k_ls"], scenario=BASE)
    assert "9 readings of pain up to day 8" in found.explain()
    assert "stress" in found.profile("k_ls").advice.columns
    still = sp.PainDiary(range(9), [3] * 9, stress=[None] * 9)
    refused("Every reading of felt_pain is 3. Where", lambda: sp.fit(still, parameters=["g"], scenario=BASE))
    both = sp.PainDiary(range(9), [3] * 9, stress=[5] * 9)
    refused("felt_pain is 3 and every reading of stress is 5. Where", lambda: sp.fit(both, parameters=["g"]))


def test_days_of_a_band_rise_as_those_of_a_diary():
    found = sp.fit(DIARY, parameters=["k_ls"], scenario=BASE)
    assert found.band([2, 4])[1] == pytest.approx(found.band()[1][[2, 4]], abs=1e-6)
    for days, match in (([], "there is none"), ([5, 3], "day 3 follows day 5"), (["a"], "not a number"), (3, "no")):
        refused(match, lambda days=days: found.band(days))


@pytest.mark.parametrize("columns", [None, [["stress"]], 3])
def test_columns_of_a_made_up_diary_are_names(columns):
    refused("a diary holds felt_pain, stress, sleep_loss", lambda: sp.pain_diary(BASE, columns=columns))


def test_a_story_that_does_not_move_is_not_said_to_be_at_rest_where_the_load_steps():
    short = sp.scenario(load=[(0, 0.3), (2, 0.31)])
    found = sp.fit(sp.PainDiary([0, 3], [2, 4]), parameters=["k_qs"], scenario=short, noise=0.5)
    assert "a load that stays" not in found.explain()
    assert "pain moves by less than 0.05 points up to the diary's last day" in found.explain()
