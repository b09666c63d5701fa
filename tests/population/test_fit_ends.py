"""Readings at an end of the scale: "here or beyond". Illustrative, not clinical."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize
from scipy.stats import norm

import stresspain as sp
from stresspain.population.fitting.ends import censored, noise_from

#: Pain between 0.4 and 2.7 of 10: with a noise of 0.5, one reading in ten stands at 0.
LOW = sp.scenario(load=[(0, 0.3), (14, 0.8), (42, 0.3)], days=90)


def diary(seed=1, **setting):
    return sp.pain_diary(LOW, noise=0.5, seed=seed, **setting)


@given(st.floats(0.0, 10.0), st.floats(0.05, 5.0))
def test_a_reading_at_an_end_is_worth_the_chance_of_that_end_or_beyond(said, noise):
    both, _ = censored(np.array([said, said]), np.array([0.0, 10.0]), noise)
    below, above = norm.logcdf(-said / noise), norm.logcdf(-(10.0 - said) / noise)
    assert both**2 / noise**2 == pytest.approx([-2 * below, -2 * above], rel=1e-9)
    assert both[0] > 0 > both[1], "model minus reading"


@given(st.floats(0.01, 9.99), st.floats(0.05, 5.0))
def test_its_slope_is_the_difference_that_a_little_more_pain_makes(said, noise):
    ends, step = np.array([0.0, 10.0]), 1e-6
    slopes = censored(np.array([said, said]), ends, noise)[1]
    more, less = (censored(np.array([said + by, said + by]), ends, noise)[0] for by in (step, -step))
    assert slopes == pytest.approx((more - less) / (2 * step), rel=1e-5)


def test_the_noise_is_the_one_that_makes_the_readings_likeliest():
    said = np.linspace(0.0, 10.0, 400)
    readings = np.clip(said + 0.9 * np.random.default_rng(3).standard_normal(400), 0.0, 10.0)

    def misfit(log_noise):
        noise = math.exp(log_noise[0])
        inside = norm.logpdf(readings, said, noise)
        ends = np.where(readings <= 0, norm.logcdf(-said / noise), norm.logcdf((said - 10.0) / noise))
        return -np.where((readings > 0) & (readings < 10), inside, ends).sum()

    likeliest = math.exp(minimize(misfit, [0.0], tol=1e-12).x[0])
    assert noise_from(said, readings, 0, 1e-6) == pytest.approx(likeliest, rel=1e-5)


def test_turned_upside_down_the_scale_tells_the_same():
    random = np.random.default_rng(4)
    said, readings = random.uniform(0, 3, 50), np.clip(random.normal(1.0, 1.5, 50), 0.0, 10.0)
    assert noise_from(10 - said, 10 - readings, 2, 1e-6) == pytest.approx(noise_from(said, readings, 2, 1e-6), rel=1e-9)


def test_away_from_the_ends_the_noise_is_the_root_of_the_mean_square():
    said, readings = np.array([3.0, 4.0, 5.0, 6.0]), np.array([3.5, 3.5, 5.5, 5.5])
    assert noise_from(said, readings, 2, 1e-6) == pytest.approx(math.sqrt(4 * 0.25 / 2))


def test_fit_and_noise_settle_on_each_other():
    found = sp.fit(diary(), parameters=["k_qs", "load"], scenario=LOW)
    task, best = found.likelihood.task, found.likelihood.best
    assert task.ends.sum() > 3
    assert noise_from(task.said(best), task.readings, 2, 1e-6) == pytest.approx(found.noise, rel=2e-6)
    residuals, slopes = task.misfit(best)
    assert np.abs(slopes.T @ residuals).max() < 1e-3 * np.linalg.norm(slopes) * np.linalg.norm(residuals)


def test_a_number_that_is_nought_is_not_found_to_be_more():
    nothing = LOW.but(person=sp.Person(k_sm=0.0), load=[(0, 0.3), (14, 0.9), (42, 0.3)])
    held = 0
    for seed in range(6):
        found = sp.fit(sp.pain_diary(nothing, noise=0.5, seed=seed), parameters=["k_sm"], scenario=nothing)
        held += found.profile("k_sm").interval[0] == 0.0
    assert held >= 5


def test_the_story_says_how_many_readings_stand_at_an_end():
    told = sp.fit(diary(), parameters=["k_qs"], scenario=LOW).explain()
    ends = int((diary()["felt_pain"] == 0).sum())
    assert f"{ends} of the readings stand at an end of the scale" in told
    away = sp.scenario(load=0.4, start="painful", days=30)
    assert "end of the scale" not in sp.fit(sp.pain_diary(away), parameters=["k_qs"], scenario=away).explain()


def test_a_diary_of_ends_alone_tells_no_noise():
    extreme = sp.PainDiary(range(10), [0.0, 10.0] * 5)
    with pytest.raises(sp.InputError, match="Every reading stands at an end of the scale"):
        sp.fit(extreme, parameters=["k_qs"])
    assert sp.fit(extreme, parameters=["k_qs"], noise=2.0).noise == 2.0
