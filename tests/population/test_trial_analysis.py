"""Thousands of trials in closed form are analysed as one is by a library. Illustrative, not clinical."""

import numpy as np
import pytest
from scipy import stats

from stresspain.model.errors import InputError
from stresspain.population.trials.analysis import Contrast, hedges, holm, one, pooled_sd
from stresspain.population.trials.closed_forms import many, students_t


@pytest.fixture
def scores():
    """Thirty trials of nineteen people, unequal arms, some left."""
    rng = np.random.default_rng(5)
    entry = 5 + rng.standard_normal((30, 19))
    treated = rng.random((30, 19)) < 0.4
    final = 1 + 0.6 * entry - 0.8 * treated + rng.standard_normal((30, 19)) * (1 + treated)
    kept = rng.random((30, 19)) < 0.9
    return entry, final, treated, kept


@pytest.mark.needs_package("statsmodels")
def test_closed_form_ancova_is_that_of_statsmodels_to_ten_digits(scores):
    entry, final, treated, kept = scores
    found = many("ancova", entry, final, treated, kept)
    for i in range(len(entry)):
        k = kept[i]
        library = one("ancova", entry[i, k], final[i, k], treated[i, k])
        assert [column[i] for column in found] == pytest.approx(list(library), rel=1e-10)


def test_closed_form_welch_is_that_of_scipy_to_ten_digits(scores):
    entry, final, treated, kept = scores
    found = many("t", entry, final, treated, kept)
    for i in range(len(entry)):
        k = kept[i]
        library = one("t", entry[i, k], final[i, k], treated[i, k])
        assert [column[i] for column in found] == pytest.approx(list(library), rel=1e-10)


def test_closed_form_before_after_is_the_paired_t_test_of_scipy(scores):
    entry, final, treated, kept = scores
    found = many("before-after", entry, final, treated, kept)
    for i in range(len(entry)):
        library = stats.ttest_rel(final[i, kept[i]], entry[i, kept[i]])
        assert found.p[i] == pytest.approx(library.pvalue, rel=1e-10)
        assert found.low[i] == pytest.approx(library.confidence_interval().low, rel=1e-10)


def test_closed_form_ancova_is_least_squares_solved_by_numpy(scores):
    entry, final, treated, kept = scores
    found = many("ancova", entry, final, treated, kept)
    for i in range(len(entry)):
        k = kept[i]
        matrix = np.column_stack((np.ones(k.sum()), treated[i, k], entry[i, k]))
        solution, rest, _, _ = np.linalg.lstsq(matrix, final[i, k], rcond=None)
        error = np.sqrt(rest[0] / (k.sum() - 3) * np.linalg.inv(matrix.T @ matrix)[1, 1])
        assert found.estimate[i] == pytest.approx(solution[1], rel=1e-10)
        assert found.se[i] == pytest.approx(error, rel=1e-10)


def test_p_lies_below_one_in_twenty_exactly_where_the_interval_leaves_out_zero(scores):
    for analysis in ("ancova", "t", "before-after"):
        found = many(analysis, *scores)
        assert ((found.p < 0.05) == ((found.low > 0) | (found.high < 0))).all()


@pytest.mark.parametrize("analysis", ["ancova", "t"])
def test_a_trial_with_too_few_people_has_no_answer_and_spoils_no_other(scores, analysis):
    entry, final, treated, kept = scores
    whole = many(analysis, entry, final, treated, kept)
    kept = kept.copy()
    kept[3] &= ~treated[3]
    found = many(analysis, entry, final, treated, kept)
    assert all(np.isnan(column[3]) for column in found)
    rest = np.arange(len(entry)) != 3
    assert (found.p[rest] == whole.p[rest]).all()


@pytest.mark.needs_package("statsmodels")
def test_a_contrast_is_printed_in_one_line():
    found = Contrast("herb", "placebo", -0.5, -1.0, 0.0, 0.05, 0.05, -0.4, -0.8, 0.0, (20, 20))
    assert str(found) == "herb - placebo: -0.50 points (95 % interval -1.00 to +0.00), p = 0.05 (illustrative)"


@pytest.mark.needs_package("statsmodels")
def test_holm_corrects_as_statsmodels_does_along_the_first_axis():
    p = np.random.default_rng(1).random((4, 6)) ** 3
    from statsmodels.stats.multitest import multipletests

    expected = np.stack([multipletests(column, method="holm")[1] for column in p.T], axis=1)
    assert holm(p) == pytest.approx(expected)
    assert holm([0.03]).tolist() == [0.03]


def test_the_standardised_effect_does_not_depend_on_the_unit(scores):
    entry, final, treated, kept = (column[0] for column in scores)
    x, y, t = entry[kept], final[kept], treated[kept]
    first = hedges(one("t", x, y, t), *pooled_sd(y, t))
    second = hedges(one("t", 10 * x, 10 * y, t), *pooled_sd(10 * y, t))
    assert first == pytest.approx(second)
    assert first[1] < first[0] < first[2]


def test_the_standardised_interval_covers_the_effect_that_was_put_in():
    rng = np.random.default_rng(2)
    t = np.arange(60) < 30
    hits = 0
    for _ in range(600):
        y = rng.standard_normal(60) - 0.8 * t
        _, low, high = hedges(one("t", y, y, t), *pooled_sd(y, t))
        hits += low <= -0.8 <= high
    assert hits / 600 == pytest.approx(0.95, abs=0.03)


def test_an_estimate_of_zero_has_p_one():
    found = students_t(np.array([0.0]), np.array([1.0]), np.array([10.0]))
    assert found.p[0] == 1.0
    assert found.high[0] == pytest.approx(stats.t(10).ppf(0.975))


@pytest.mark.parametrize("analysis", ["ancova", "t", "before-after"])
def test_scores_that_are_all_the_same_have_no_p_one_by_one_or_in_thousands(analysis):
    entry, treated = np.full((3, 8), 5.0), np.tile([True, False], (3, 4))
    final = entry - 1e-9 * np.arange(24).reshape(3, 8)  # as much as an engine rounds
    assert np.isnan(many(analysis, entry, final, treated, np.full((3, 8), True)).p).all()
    with pytest.raises(InputError, match="is the same in everyone, so there is no chance"):
        one(analysis, entry[0], final[0], treated[0])
