"""Profiles: closed forms, brute force, verdicts that must be so, advice that must help. Illustrative, not clinical."""

import numpy as np
import pytest

import stresspain as sp
from stresspain.population.fitting.likelihood import LIMIT, covariance

BUSY = [(0, 0.3), (10, 1.2), (50, 0.2)]
FIVE = [0.3, 1.2, 0.3, 0.2, 0.2]
STORY = sp.scenario(load=BUSY, start=FIVE, days=70)

#: With these cut, pain knows nothing of stress, and stress is a straight line in where it began.
ALONE = {"k_qs": 0, "k_sm": 0, "k_si": 0, "k_sw": 0, "k_sc": 0}
STRAIGHT = sp.scenario(person=ALONE, load=0.5, start=[0.4, 1.2, 0.4, 0.3, 0.3], days=9)


@pytest.fixture(scope="module")
def noisy():
    return sp.fit(sp.pain_diary(STORY, noise=0.4, seed=1), parameters=["k_sm", "g"], scenario=STORY)


@pytest.fixture(scope="module")
def straight():
    """A diary with a stress column in which only the first day's stress is open; and the closed form's weights."""
    diary = sp.pain_diary(STRAIGHT, noise=0.3, columns=["stress"], seed=3)
    a = 0.6 * 0.5
    return diary, np.exp(-(1 + a) * diary.days / 3.0), 10 * a / (1 + a)


def test_a_straight_line_gives_the_interval_of_the_textbook(straight):
    diary, fading, rest = straight
    found = sp.fit(diary, parameters=["stress"], scenario=STRAIGHT, noise=0.3)
    best = fading @ (diary["stress"] - rest * (1 - fading)) / (10 * fading @ fading)
    error = 0.3 / (10 * np.sqrt(fading @ fading))
    assert found.values["stress"] == pytest.approx(best, abs=1e-8)
    assert found.intervals["stress"] == pytest.approx(
        (best - 1.959964 * error, best + 1.959964 * error), abs=2e-4 * error
    )
    assert found.deviance("stress", best + 0.7 * error) == pytest.approx(0.49, abs=1e-6)


def test_with_the_noise_estimated_the_deviance_is_a_logarithm_of_students_t(straight):
    diary, fading, _ = straight
    found = sp.fit(diary, parameters=["stress"], scenario=STRAIGHT)
    error = found.noise / (10 * np.sqrt(fading @ fading))
    freedom = diary.readings - 1
    for t in (0.5, 2.0):
        expected = freedom * np.log1p(t * t / freedom)
        assert found.deviance("stress", found.values["stress"] - t * error) == pytest.approx(expected, abs=1e-5)


def test_a_profile_agrees_with_brute_force(noisy):
    told, task = noisy.profile("g"), noisy.likelihood.task
    for k in range(0, len(told.values), 4):
        at = task.places({"k_sm": 0.35, "g": told.values[k]})[1]
        sums = []
        for u in np.linspace(0.1, 0.3, 401):
            residuals, _ = task.misfit(np.array([u, at]))
            sums.append(residuals @ residuals)
        assert told.deviance[k] == pytest.approx(noisy.likelihood.deviance(min(sums)), abs=2e-2)
        assert noisy.likelihood.deviance(min(sums)) >= told.deviance[k] - 1e-7


def test_the_deviance_at_both_ends_of_an_interval_is_the_line(noisy):
    for name, (low, high) in noisy.intervals.items():
        assert noisy.deviance(name, low) == pytest.approx(LIMIT, abs=2e-3)
        assert noisy.deviance(name, high) == pytest.approx(LIMIT, abs=2e-3)
        assert noisy.profile(name).verdict == "identified"
        assert not noisy.profile(name).missed


def test_two_numbers_that_share_an_arrow_trade_against_each_other_and_say_so(noisy):
    told = noisy.profile("g")
    assert told.partner.name == "k_sm"
    assert told.partner.ends[0] > told.partner.ends[1], "more amplification, less tension"


def test_of_a_product_no_factor_is_told_however_exact_the_diary():
    # Under a steady load the equations know only k_ls times load.
    base = sp.scenario(load=0.5, start=[0.05, 1, 0.15, 0.05, 0.1], days=60)
    found = sp.fit(sp.pain_diary(base, noise=0.01, seed=1), parameters=["load", "k_ls"], scenario=base, noise=0.01)
    assert found.values["load"] * found.values["k_ls"] == pytest.approx(0.3, rel=0.02)
    for name in ("load", "k_ls"):
        told = found.profile(name)
        assert told.verdict == "flat"
        assert set(told.blind) == {"load", "k_ls"}
        assert told.deviance[(told.path[:, 0] < 1.49) & (told.path[:, 1] < 1.99)].max() < 1e-3
        assert told.advice.narrowed < 0.01
        assert "only together with" in told.explain()


def test_a_number_that_acts_on_nothing_here_is_told_of_as_such():
    base = sp.scenario(person={"rho": 0}, load=BUSY, start=FIVE, days=70)
    found = sp.fit(sp.pain_diary(base, noise=0.4, seed=1), parameters=["tau_c"], scenario=base)
    told = found.profile("tau_c")
    assert (told.verdict, told.blind, told.cut) == ("flat", ("tau_c",), (True, True))
    assert "at all here" in told.explain()


def test_an_interval_that_the_range_cuts_says_so():
    base = sp.scenario(person={"k_qs": 0.01}, load=BUSY, start=FIVE, days=30)
    found = sp.fit(sp.pain_diary(base, noise=0.6, seed=2), parameters=["k_qs"], scenario=base)
    told = found.profile("k_qs")
    assert told.verdict == "one-sided"
    assert told.cut == (True, False)
    assert told.low == 0.0
    assert found.deviance("k_qs", told.high) == pytest.approx(LIMIT, abs=5e-3)
    assert "at most" in told.explain()


def test_where_the_ending_changes_the_likelihood_jumps_and_the_profile_says_where():
    # Calm starts end at the fold: beyond it the only rest is the painful one.
    base = sp.scenario(load=0.4, start="painful", days=40)
    found = sp.fit(sp.pain_diary(base, noise=0.3, seed=1), parameters=["load"], scenario=base.but(start="calm"))
    edge = max(sp.tipping_points("load").folds)
    told = found.profile("load")
    assert told.jumps == (pytest.approx(edge, abs=1e-3),)
    assert found.values["load"] > edge
    assert "the fit jumps" in told.explain()
    assert "nothing happens" in found.explain()


def test_what_is_advised_narrows_as_much_as_it_says(noisy):
    advice = noisy.profile("g").advice
    assert advice.column in ("stress", "sleep_loss", "tension", "inflammation", "sensitivity", "cortisol")
    assert set(advice.columns) == {"stress", "sleep_loss", "tension", "inflammation", "sensitivity", "cortisol"}
    more = sp.pain_diary(STORY, noise=0.4, columns=["stress"], seed=1)
    both = sp.fit(more, parameters=["k_sm", "g"], scenario=STORY, noise=noisy.noise)
    narrowed = 1 - np.ptp(both.intervals["g"]) / np.ptp(noisy.intervals["g"])
    assert narrowed == pytest.approx(advice.columns["stress"], abs=0.12)
    # The same place, with the slopes that a fit of such a diary really has.
    slopes = both.likelihood.task.misfit(noisy.likelihood.best)[1]
    errors = [covariance(s, noisy.noise)[1, 1] ** 0.5 for s in (slopes, noisy.likelihood.slopes())]
    assert advice.columns["stress"] == pytest.approx(1 - errors[0] / errors[1], abs=0.01)


def test_one_more_reading_tells_most_where_the_curve_answers_most():
    base = sp.scenario(load=BUSY, start=FIVE)
    diary = sp.pain_diary(base.but(days=[0, 5, 10, 15, 20, 25, 30, 40]), noise=0.3, seed=5)
    found = sp.fit(diary, parameters=["g"], scenario=base, noise=0.3)
    days = np.arange(0.0, 61.0)
    slopes = np.abs(found.likelihood.task.curves(found.likelihood.best, days).slopes["felt_pain"][:, 0])
    assert found.profile("g").advice.day == days[slopes.argmax()]


def test_what_makes_up_for_a_number_until_its_own_range_ends_is_not_said_to_end_the_interval_alone():
    setting = sp.scenario(load=[(0, 0.3), (10, 0.8), (30, 0.3)], days=50)
    diary = sp.pain_diary(setting, noise=0.5, seed=2, columns=("stress",))
    told = sp.fit(diary, parameters=["k_qf", "k_ls"], scenario=setting, starts=1).profile("k_ls")
    assert (told.verdict, told.partner.name, told.partner.at_end) == ("identified", "k_qf", True)
    assert "Where k_qf comes to an end of its own range it makes up for no more, which helps to end" in told.explain()
