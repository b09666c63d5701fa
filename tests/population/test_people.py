"""Virtual people: drawn within declared ranges, the same for the same seed. Illustrative, not clinical."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import stresspain as sp
from stresspain.model.parameters import PARAMETERS
from stresspain.population.people import BLOCK


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
    ],
)
def test_what_cannot_be_is_refused_with_the_rule(call, says):
    with pytest.raises(sp.InputError) as error:
        call()
    assert says in str(error.value)
