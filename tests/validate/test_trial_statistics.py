"""A virtual trial keeps its statistical promises. Short here, in full with --long. Illustrative, not clinical."""

import numpy as np
import pytest
from scipy.stats import kstest

import stresspain as sp

PAPER = sp.DESIGNS["chandrasekhar_2012"]
NOTHING = PAPER.under("none")

#: Some who leave, some doses missed, unequal arms by the throw of a dice: nothing of that may bend the error rate.
ROUGH = {"dropout": 0.04, "adherence": 0.6, "randomisation": "simple", "ratio": (2, 1)}


@pytest.fixture
def size(long):
    """Trials, people in each, and how far coverage may be from 95 %: three standard errors."""
    return (2000, 64, 0.015) if long else (400, 24, 0.033)


@pytest.mark.parametrize("changes", [{}, ROUGH], ids=["as designed", "rough"])
@pytest.mark.parametrize("analysis", ["ancova", "t"])
def test_where_nothing_acts_p_is_uniform_and_intervals_cover_zero(size, analysis, changes):
    trials, people, slack = size
    found = sp.power(NOTHING.but(analysis=analysis, **changes), people, replicates=trials, seed=20)
    p, low, high = (values["600 mg"][0] for values in (found.p, found.low, found.high))
    answered = np.isfinite(p)
    assert answered.mean() > 0.98
    p, low, high = p[answered], low[answered], high[answered]
    assert len(np.unique(p)) == len(p)
    assert kstest(p, "uniform").pvalue > 0.01
    assert abs(np.mean((low <= 0) & (high >= 0)) - 0.95) <= slack
    assert found.found().low <= 0.05 <= found.found().high


def test_intervals_cover_the_effect_that_the_model_has(size, long):
    trials, people, slack = size
    design = PAPER.under("guide").but(unblinded=0.5)
    own = sp.trial(design, 20_000 if long else 4_000, seed=77, crn=True).effects()
    truth = own.mean() - 0.5 * design.placebo
    assert own.std() / np.sqrt(len(own)) < (0.003 if long else 0.006)
    found = sp.power(design, people, replicates=trials, seed=21)
    low, high = (values["600 mg"][0] for values in (found.low, found.high))
    assert abs(np.mean((low <= truth) & (high >= truth)) - 0.95) <= slack
    error = np.std(found.estimate["600 mg"]) / trials**0.5
    assert np.mean(found.estimate["600 mg"]) == pytest.approx(truth, abs=4 * error)


def test_several_arms_are_wrong_together_no_more_often_than_one_in_twenty(size):
    trials, people, slack = size
    found = sp.power(sp.DESIGNS["salve_2019"].under("none"), people + people % 3, replicates=trials, seed=22)
    wrong = np.any([found.holm[arm][0] < 0.05 for arm in found.holm], axis=0)
    uncorrected = np.any([found.p[arm][0] < 0.05 for arm in found.p], axis=0)
    assert np.mean(wrong) <= 0.05 + slack
    assert np.mean(uncorrected) > np.mean(wrong)
