"""Virtual people: drawn within declared ranges, the same for the same seed. Illustrative, not clinical."""

import pickle
import re
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kstest, norm, qmc, spearmanr

import stresspain as sp
from stresspain.model.parameters import PARAMETERS
from stresspain.population.designs import BLOCK
from stresspain.population.work import work


def test_the_same_seed_gives_the_same_people_and_the_first_of_many_are_those_of_few():
    many = sp.people(BLOCK + 10, seed=7)
    assert np.array_equal(many.values, sp.people(BLOCK + 10, seed=7).values)
    assert np.array_equal(many.values[:20], sp.people(20, seed=7).values)
    assert not np.array_equal(many.values[:20], sp.people(20, seed=8).values)
    assert not np.array_equal(many.values[BLOCK:], many.values[:10])


def test_seed_0_is_a_seed_and_none_draws_one_that_is_told():
    assert np.array_equal(sp.people(5, seed=0).values, sp.people(5, seed=0).values)
    crowd = sp.people(5)
    told = int(crowd.drawn.rpartition(" ")[2])
    assert np.array_equal(crowd.values, sp.people(5, seed=told).values)


@given(st.integers(0, 2**32), st.floats(0.01, 2.0))
def test_everyone_is_within_the_declared_ranges(seed, spread):
    crowd = sp.people(50, seed=seed, spread=spread, person={"rho": -0.5, "m_rest": 0.45})
    for name in crowd.names:
        assert crowd[name].min() >= PARAMETERS[name].low
        assert crowd[name].max() <= PARAMETERS[name].high
    assert crowd["rho"].max() < 0


def test_around_a_number_the_draw_is_log_normal_with_the_spread_asked_for():
    drawn = sp.people(20_000, seed=1, spread={"k_qs": 0.25})["k_qs"]
    assert np.median(drawn) == pytest.approx(0.6, rel=0.01)
    assert drawn.std() / 0.6 == pytest.approx(0.25 * np.sqrt(1 + 0.25**2), rel=0.03)
    assert np.log(drawn).std() == pytest.approx(np.sqrt(np.log1p(0.25**2)), rel=0.02)


def test_at_an_end_of_its_range_a_number_is_drawn_from_what_is_left_and_not_piled_up_there():
    drawn = sp.people(2000, seed=1, spread={"k_qf": 0.25})["k_qf"]
    assert drawn.max() <= 1
    assert np.mean(drawn > 0.9999) < 0.01


def test_by_default_everything_of_a_person_varies_but_the_share_of_pain_that_is_felt():
    names = set(sp.people(2, seed=0).names)
    assert "k_qf" not in names
    assert names == {name for name, _ in sp.Person()} - {"k_qf"}
    assert "k_sm" not in sp.people(2, seed=0, person={"k_sm": 0}).names


def test_a_pair_of_bounds_draws_evenly():
    drawn = sp.people(20_000, seed=1, spread={"load": (0.2, 0.5)})["load"]
    assert np.histogram(drawn, 3, (0.2, 0.5))[0] == pytest.approx(6667, rel=0.05)


def test_one_of_them_is_a_person():
    crowd = sp.people(3, seed=1, spread={"g": 0.25, "load": (0.2, 0.5)}, person={"k_qs": 0.4})
    assert crowd.person(1) == sp.Person(k_qs=0.4, g=float(crowd["g"][1]))
    assert np.array_equal(crowd["k_qs"], [0.4] * 3)


THREE = {"k_qs": 0.25, "g": 0.3, "load": (0.2, 0.5)}
TOGETHER = {("k_qs", "g"): 0.7, ("load", "g"): -0.4}
DRAWS = [{}, {"sampling": "sobol"}, {"correlations": TOGETHER}, {"sampling": "sobol", "correlations": TOGETHER}]


@pytest.mark.parametrize("how", DRAWS)
def test_the_same_people_come_in_whatever_pieces_and_on_whatever_thread_they_are_drawn(how):
    n = 2 * BLOCK + 100
    whole = sp.people(n, seed=3, spread=THREE, **how).values
    undrawn = sp.people(n, seed=3, spread=THREE, **how)
    edges = [0, 1, 7, 300, BLOCK - 1, BLOCK + 1, 2 * BLOCK, n]
    parts = [slice(a, b) for a, b in pairwise(edges)]
    order = np.random.default_rng(0).permutation(len(parts))
    with ThreadPoolExecutor(3) as pool:
        drawn = dict(zip(order, pool.map(lambda i: undrawn.some(parts[i]).values, order), strict=True))
    assert np.array_equal(whole, np.concatenate([drawn[i] for i in range(len(parts))]))
    assert undrawn.waits
    assert np.array_equal(whole[:10], sp.people(10, seed=3, spread=THREE, **how).values)
    assert undrawn.person(n - 1) == sp.people_of(undrawn.names, whole).person(-1)
    assert undrawn.waits


@pytest.mark.parametrize("how", [*DRAWS, {"sampling": "latin_hypercube"}])
def test_a_million_people_are_sent_as_a_recipe_of_less_than_two_kilobytes_and_are_the_same_there(how):
    crowd = sp.people(1_000_000, seed=3, spread=THREE, **how)
    sent = pickle.dumps(crowd)
    assert len(sent) < 2000
    few = sp.people(5000, seed=3, spread=THREE, **how)
    before = len(pickle.dumps(few))
    assert len(few.values) == 5000
    assert len(pickle.dumps(few)) == before
    assert np.array_equal(pickle.loads(pickle.dumps(few)).values, few.values)
    if how.get("sampling") != "latin_hypercube":
        assert np.array_equal(pickle.loads(sent).some(slice(5000)).values, few.values)


def test_a_part_of_a_latin_hypercube_is_a_part_of_the_whole():
    crowd = sp.people(100, seed=3, spread=THREE, sampling="latin_hypercube")
    assert np.array_equal(crowd.some(slice(40, 60)).values, crowd.values[40:60])
    assert not np.array_equal(crowd.values[:10], sp.people(10, seed=3, spread=THREE, sampling="latin_hypercube").values)


def test_a_latin_hypercube_has_one_person_in_each_slice_of_each_number():
    crowd = sp.people(64, seed=1, spread={"load": (0.0, 0.64), "g": "uniform"}, sampling="latin_hypercube")
    for name, width in (("load", 0.01), ("g", 10 / 64)):
        assert sorted(np.floor(crowd[name] / width).astype(int)) == list(range(64))


def test_a_latin_hypercube_keeps_its_slices_where_numbers_vary_together():
    spread = {"load": (0.0, 0.64), "g": "uniform", "k_qs": "uniform"}
    both = {("load", "g"): 0.6, ("g", "k_qs"): -0.5}
    crowd = sp.people(64, seed=1, spread=spread, sampling="latin_hypercube", correlations=both)
    for name, width in (("load", 0.01), ("g", 10 / 64), ("k_qs", 2 / 64)):
        assert sorted(np.floor(crowd[name] / width).astype(int)) == list(range(64))
    again = sp.people(64, seed=1, spread=spread, sampling="latin_hypercube", correlations=both)
    assert np.array_equal(again.some(slice(20, 41)).values, crowd.values[20:41])


def test_more_people_than_memory_holds_are_refused_before_anybody_is_drawn():
    crowd = sp.people(10**12, seed=1)  # of 22 numbers each: beyond what any address reaches
    assert crowd.some(slice(10**12 - 2, 10**12)).values.shape == (2, 22)
    with pytest.raises(sp.InputError, match="1,000,000,000,000 people by 22 numbers are more than memory holds"):
        crowd.values.sum()


@pytest.mark.parametrize("i", [3, -4, 1.0, "0", True])
def test_a_person_who_does_not_exist_is_refused(i):
    crowd = sp.people(3, seed=1, spread={"g": 0.2})
    assert crowd.person(np.int64(-1)) == crowd.person(2)
    with pytest.raises(sp.InputError, match="there are 3, counted from 0 to 2"):
        crowd.person(i)


def test_a_sobol_sequence_covers_more_evenly_than_chance():
    uneven = [
        qmc.discrepancy(sp.people(256, seed=1, spread={"load": (0, 1), "damage": (0, 0.5)}, sampling=s).values * [1, 2])
        for s in ("sobol", "random")
    ]
    assert uneven[0] < 0.1 * uneven[1]


@pytest.mark.parametrize("sampling", ["random", "sobol", "latin_hypercube"])
def test_correlated_numbers_keep_their_own_laws_and_have_the_rank_correlation_of_the_copula(sampling):
    crowd = sp.people(8192, seed=2, spread={**THREE, "rho": 0.2}, correlations=TOGETHER, sampling=sampling)
    for (a, b), r in {**TOGETHER, ("rho", "g"): 0.0}.items():
        assert spearmanr(crowd[a], crowd[b]).statistic == pytest.approx(6 / np.pi * np.arcsin(r / 2), abs=0.03)
    assert kstest(crowd["load"], "uniform", (0.2, 0.3)).pvalue > 1e-3
    sigma = np.sqrt(np.log1p(0.25**2))
    top = norm.cdf(np.log(2 / 0.6) / sigma)
    assert kstest(norm.cdf(np.log(crowd["k_qs"] / 0.6) / sigma) / top, "uniform").pvalue > 1e-3


def test_uncorrelated_numbers_are_those_of_no_correlations():
    crowd = sp.people(50, seed=2, spread=THREE, correlations={("k_qs", "load"): 0.5})
    assert np.array_equal(crowd["g"], sp.people(50, seed=2, spread=THREE)["g"])
    assert np.array_equal(sp.people(50, seed=2, spread=THREE, correlations=np.eye(3)).values[:, 1], crowd["g"])


def test_correlations_are_the_same_as_pairs_in_either_order_and_as_a_matrix():
    matrix = [[1, 0.7, 0], [0.7, 1, -0.4], [0, -0.4, 1]]
    pairs = sp.people(9, seed=2, spread=THREE, correlations={("g", "k_qs"): 0.7, ("g", "load"): -0.4})
    assert np.array_equal(pairs.values, sp.people(9, seed=2, spread=THREE, correlations=matrix).values)


def test_a_correlation_of_one_makes_one_number_of_two_even_where_no_cholesky_factor_exists():
    ones = {("k_qs", "g"): 1.0, ("k_qs", "load"): -1.0, ("g", "load"): -1.0}
    crowd = sp.people(50, seed=2, spread=THREE, correlations=ones)
    assert spearmanr(crowd["k_qs"], crowd["g"]).statistic == pytest.approx(1)
    assert spearmanr(crowd["k_qs"], crowd["load"]).statistic == pytest.approx(-1)


def test_a_number_below_zero_rises_with_what_it_is_correlated_to():
    crowd = sp.people(
        2000, seed=2, spread={"rho": 0.3, "g": 0.3}, person={"rho": -0.5}, correlations={("rho", "g"): 0.9}
    )
    assert crowd["rho"].max() < 0
    assert spearmanr(crowd["rho"], crowd["g"]).statistic > 0.85


def test_uniform_draws_over_the_whole_declared_range():
    crowd = sp.people(4096, seed=1, spread="uniform", sampling="sobol")
    assert set(crowd.names) == {name for name, _ in sp.Person()} - {"k_qf"}
    for name in crowd.names:
        number = PARAMETERS[name]
        assert crowd[name].min() == pytest.approx(number.low, abs=1e-3 * (number.high - number.low))
        assert crowd[name].max() == pytest.approx(number.high, abs=1e-3 * (number.high - number.low))


def test_a_log_normal_law_is_cut_to_its_own_bounds_and_piles_up_at_none():
    law = sp.log_normal(0.5, median=0.4, low=0.3, high=0.6)
    drawn = sp.people(4096, seed=1, spread={"load": law})["load"]
    assert 0.3 <= drawn.min() < 0.301
    assert 0.599 < drawn.max() <= 0.6
    sigma = np.sqrt(np.log1p(0.25))
    low, high = norm.cdf(np.log(np.array([0.3, 0.6]) / 0.4) / sigma)
    assert kstest((norm.cdf(np.log(drawn / 0.4) / sigma) - low) / (high - low), "uniform").pvalue > 1e-3


def test_the_limits_of_who_is_not_drawn_hold_for_everyone_and_the_extremes_are_exact():
    crowd = sp.people(3 * BLOCK, seed=1, spread=THREE)
    low, high = crowd.limits("g")
    least, greatest = crowd.extremes("g")
    assert crowd.waits
    assert (least, greatest) == (crowd["g"].min(), crowd["g"].max())
    assert (low, high) == (0, 10)
    assert not crowd.waits
    assert crowd.limits("g") == (least, greatest)


def test_a_plan_is_checked_against_who_is_there_and_not_against_who_might_be():
    raised = sp.intervention("warm_hands", {"k_sc": -0.6}, strength=1.0)
    crowd = sp.people(50, seed=1, spread={"k_sc": 0.01, "g": 0.25})
    assert sp.simulate_many(crowd, sp.scenario(plan=[raised], days=5), outcomes=["last"]).failures == {}
    with pytest.raises(sp.InputError, match="With warm_hands at full effect"):
        sp.simulate_many(sp.people(50, seed=1, spread={"k_sc": 0.3}), sp.scenario(plan=[raised], days=5))


def test_checking_a_plan_keeps_nobody():
    crowd = sp.people(50, seed=1, spread={"k_sc": 0.01, "load": sp.log_normal(0.1, median=0.3)})
    raised = sp.intervention("warm_hands", {"k_sc": -0.6}, strength=1.0)
    stepping = sp.scenario(load=[(0, 0.3), (20, 1.2)], plan=[raised], days=40)
    work(crowd, stepping, stepping.grid, {})
    assert crowd.waits


def test_the_digest_tells_people_apart_without_drawing_them():
    a, b = sp.people(10**6, seed=1), sp.people(10**6, seed=2)
    assert a.digest == sp.people(10**6, seed=1).digest != b.digest
    assert a.digest != sp.people(10**6, seed=1, sampling="sobol").digest
    assert a.digest != a.some(slice(5)).digest
    assert a.waits
    table = [[1.0], [2.0]]
    assert (
        sp.people_of(["g"], table).digest == sp.people_of(["g"], table).digest != sp.people_of(["g"], [[1], [3]]).digest
    )


def test_the_people_of_the_readme_can_be_drawn():
    readme = Path(__file__).parents[2].joinpath("README.md").read_text(encoding="utf-8")
    (call,) = re.findall(r"^sp\.people\(1024.*?\)$", readme, re.MULTILINE | re.DOTALL)
    crowd = eval(call, {"sp": sp})
    assert len(crowd.values) == 1024
    assert crowd["load"].max() <= 0.8


def correlated(correlations):
    return sp.people(2, spread=THREE, correlations=correlations)


def test_the_nearest_correlations_that_an_error_names_can_hold():
    crowd = correlated({("k_qs", "g"): 0.499, ("k_qs", "load"): -0.499, ("g", "load"): 0.499})
    assert len(crowd) == 2


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: sp.people(0), "n = 0 must be a whole number of at least 1"),
        (lambda: sp.people(2.5), "n = 2.5 must be a whole number"),
        (lambda: sp.people(2, seed=-1), "seed = -1 must be a whole number of at least 0"),
        (lambda: sp.people(2, spread=3), "spread = 3 lies outside 0 to 2"),
        (lambda: sp.people(2, spread={"k_qz": 0.2}), "'k_qs' (felt pain raises stress)"),
        (lambda: sp.people(2, spread={"load": 0.2}), "0.2 of what? It comes from outside"),
        (lambda: sp.people(2, spread={"k_sm": 0.2}, person={"k_sm": 0}), "a share of 0 is 0"),
        (lambda: sp.people(2, spread={"g": (2, 20)}), "g = 20 lies outside 0 to 10"),
        (lambda: sp.people(2, spread={"g": (2, 2)}), "2 to 2 is empty"),
        (lambda: sp.people(2, spread={"g": (1, 2, 3)}), "is not a pair"),
        (lambda: sp.people_of(["g"], [[3.0], [11.0]]), "Person 1: g = 11 lies outside 0 to 10"),
        (lambda: sp.people_of(["g"], [[np.nan]]), "Person 0: g = nan is not a finite number"),
        (lambda: sp.people_of(["g", "g"], [[1, 2]]), "g stands twice"),
        (lambda: sp.people_of(["g"], [1.0, 2.0]), "does not fit: one row a person, 1 columns (g)"),
        (lambda: sp.people_of(["g"], np.empty((0, 1))), "does not fit"),
        (lambda: sp.people(2, spread={"g": 0.1})["load"], "load does not vary here"),
        (lambda: sp.people(2, spread="unifrom"), "did you mean 'uniform' (evenly over the declared range)"),
        (lambda: sp.people(2, spread={"g": "even"}), "No spread is called 'even'"),
        (lambda: sp.people(2, spread={"load": sp.log_normal(0.2)}), "or log_normal(0.2, median=0.3)"),
        (lambda: sp.people(2, spread={"g": sp.log_normal(0.2, high=20)}), "g = 20 lies outside 0 to 10"),
        (lambda: sp.people(2, spread={"g": sp.log_normal(0.2, high=3)}), "the median 3.8 lies outside 0 to 3"),
        (lambda: sp.people(2, spread={"g": sp.log_normal(0.2, low=4, high=4)}), "4 to 4 is empty"),
        (lambda: sp.people_of(["g"], [["much"]]), "values = [['much']] is no table of numbers"),
        (lambda: sp.log_normal(3), "spread = 3 lies outside 0 to 2"),
        (lambda: sp.people(2, sampling="sobel"), "No sampling is called 'sobel'; did you mean 'sobol'"),
        (lambda: sp.people("2"), "n = '2' is not a number (how many people). Give a number such as 10."),
        (lambda: sp.power("flares", ["8"]), "shared out among the arms). Give a number such as 60."),
        (lambda: sp.people(2, spread={"g": 0.2, "k_qs": None}), "spread of k_qs = None is not a number"),
        (lambda: sp.people(2, spread={"g": sp.log_normal(0.2, median=0)}), "spread of g: the median is 0"),
        (lambda: sp.people(2, sampling=7), "No sampling is called 7. Known: random, latin_hypercube, sobol"),
        (lambda: sp.people(2**31, sampling="sobol"), "a Sobol sequence has 1073741824 points"),
        (lambda: correlated({("k_qs", "g"): 1.5}), "k_qs with g: correlation = 1.5 lies outside -1 to 1"),
        (lambda: correlated({("k_qs", "g"): "much"}), "correlation = 'much' is not a number"),
        (lambda: correlated({("k_qz", "g"): 0.5}), "or 'k_qs' (felt pain raises stress)"),
        (lambda: correlated({("k_sm", "g"): 0.5}), "k_sm does not vary here, so nothing can vary along with it"),
        (lambda: correlated({("g", "g"): 0.5}), "g with itself is always 1"),
        (lambda: correlated({"k_qs": 0.5}), "'k_qs' is not a pair of names"),
        (lambda: correlated({("g", "k_qs"): 0.5, ("k_qs", "g"): 0.3}), "give both the same, such as 0.4"),
        (lambda: correlated([[1, 0.5], [0.5, 1]]), "correlations of shape (2, 2) do not fit: 3 rows and columns"),
        (lambda: correlated([[1, 0.5, 0], [0.4, 1, 0], [0, 0, 1]]), "give both the same, such as 0.45"),
        (lambda: correlated([[2, 0, 0], [0, 1, 0], [0, 0, 1]]), "k_qs with itself is 2; the diagonal must be 1"),
        (lambda: correlated([[1, np.nan, 0], [np.nan, 1, 0], [0, 0, 1]]), "is not a finite number"),
        (lambda: correlated("strong"), "is neither pairs such as"),
        (
            lambda: correlated({("k_qs", "g"): 0.9, ("g", "load"): 0.9, ("k_qs", "load"): -0.9}),
            'All of them times 0.555 can hold: {("k_qs", "g"): 0.5, ("k_qs", "load"): -0.5, ("g", "load"): 0.5}',
        ),
    ],
)
def test_what_cannot_be_is_refused_with_the_rule(call, says):
    with pytest.raises(sp.InputError) as error:
        call()
    assert says in str(error.value)


def test_seeds_that_differ_in_their_last_digit_draw_other_people():
    # As floats, which hold 53 bits, the two would be one number.
    one, other = (sp.people(3, seed=seed) for seed in (2**53, 2**53 + 1))
    assert not np.array_equal(one.values, other.values)
    assert sp.trial("flares", seed=2**53 + 1).seed == 2**53 + 1
    assert sp.trial("flares", seed=2**63 - 1).seed == 2**63 - 1


@pytest.mark.parametrize("n", [2**63, 10**30])
def test_more_people_than_can_be_counted_are_refused(n):
    with pytest.raises(sp.InputError, match="more people than can be counted"):
        sp.people(n)
