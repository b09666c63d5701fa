"""The return map: pain in, pain out; and the exact derivatives that the search for folds needs."""

from __future__ import annotations

import numpy as np
import pytest

from stresspain.cycle.folds import derivatives
from stresspain.cycle.rests import rests
from stresspain.cycle.return_map import pain_out, return_map, slope
from stresspain.cycle.series import Series
from stresspain.cycle.setting import setting
from stresspain.model.catalogue import adaptogen, intervention, painkiller
from stresspain.model.equations import observables
from stresspain.model.errors import InputError
from stresspain.model.parameters import PARAMETERS, PERSONAL, Person
from stresspain.simulation.run import simulate


@pytest.mark.parametrize("q", [0.05, 0.3, 0.7])
def test_it_is_what_pain_comes_to_when_felt_pain_is_held_and_everything_else_settles(q):
    # Pain acts on stress, sleep and tension only; held by hand, through numbers that do the same.
    k = Person().numbers(0.4)
    extra = k.k_qs * k.k_qf * q / k.k_ls
    held = {"k_qs": 0, "k_qm": 0, "m_rest": k.m_rest + k.k_qm * q, "k_qw": 0, "k_wp": 0}
    run = simulate(person=held, load=0.4 + extra, days=[0, 4000])
    stress, tension = run.last_state.stress, run.last_state.tension
    loss = k.k_sw * stress + k.k_qw * q
    n = observables(run.last_state, Person(**held).numbers(0.4)).nociception
    awake = n * (1 + k.k_wp * loss / (1 + loss))
    sensitivity = awake**4 / (awake**4 + k.p_half**4)
    u = n * (1 + k.g * sensitivity)
    assert tension > 0
    assert return_map(q, load=0.4) == pytest.approx(u / (1 + u), abs=1e-8)


def test_where_it_gives_back_what_was_fed_in_there_is_a_rest():
    for rest in rests(load=0.3):
        assert return_map(rest.felt_pain / 10, load=0.3) == pytest.approx(rest.felt_pain / 10, abs=1e-13)


def test_it_takes_arrays_of_pain_load_and_numbers_that_broadcast():
    q, loads, k_qs = np.linspace(0, 1, 5), np.array([[0.2], [0.6]]), np.array([[[0.0]], [[0.6]], [[2.0]]])
    found = return_map(q, load=loads, person={"k_qs": k_qs, "g": 3}, plan=adaptogen())
    assert found.shape == (3, 2, 5)
    for i, j, n in np.ndindex(found.shape):
        alone = return_map(q[n], load=loads[j, 0], person=Person(k_qs=k_qs[i, 0, 0], g=3), plan=adaptogen())
        assert found[i, j, n] == pytest.approx(alone, abs=1e-15)


def test_a_plan_moves_it_as_the_reduced_arrows_do():
    q = np.linspace(0, 1, 11)
    reduced = Person(k_qf=0.7)
    np.testing.assert_allclose(return_map(q, plan=painkiller(0.3)), return_map(q, person=reduced), rtol=1e-14)


def test_for_rho_above_zero_more_pain_in_never_means_less_pain_out():
    rng = np.random.default_rng(8)
    for _ in range(50):
        person = Person(**{n: rng.uniform(PARAMETERS[n].low, PARAMETERS[n].high) for n in PERSONAL} | {"rho": 2})
        assert (np.diff(return_map(np.linspace(0, 1, 400), person=person)) >= -1e-15).all()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"q": 5}, "q = 5 lies outside 0 to 1"),
        ({"q": "much"}, "not a number or an array"),
        ({"q": [0.1, np.nan]}, "not a finite number"),
        ({"q": 0.1, "load": [0.1, 2]}, "load = 2 lies outside"),
        ({"q": [0.1, 0.2], "load": [0.1, 0.2, 0.3]}, "does not fit"),
        ({"q": 0.1, "person": {"k_qz": [1, 2]}}, "did you mean"),
        ({"q": 0.1, "person": {"load": [0.1, 0.2]}}, "comes from outside"),
        ({"q": 0.1, "person": {"k_sm": [1, 2]}, "plan": intervention("up", {"k_sm": -0.5})}, "k_sm = 2 would move"),
    ],
)
def test_what_cannot_be_fed_in_is_refused(given, said):
    with pytest.raises(InputError, match=said):
        return_map(**given)


# --- derivatives ----------------------------------------------------------------------------------


def test_a_series_multiplies_and_divides_as_polynomials_do():
    t = Series.around(np.array([0.5, 2.0]), order=4)
    cube = t * t * t
    np.testing.assert_allclose(cube.terms[:, 1], [8, 12, 6, 1, 0])
    np.testing.assert_allclose((cube / (t * t)).terms, t.terms, atol=1e-15)
    np.testing.assert_allclose((1 - 2 / t).terms[:, 0], [-3, 8, -16, 32, -64])
    np.testing.assert_allclose((np.array([1.0, 2.0]) * t - 3 * t).terms[:, 1], [-2, -1, 0, 0, 0])


@pytest.mark.parametrize("rho", [0.8, -0.8])
def test_the_derivatives_of_the_return_map_agree_with_differences(rho):
    where = setting(["load", "g"], person={"rho": rho})
    q, load, g = np.array([0.2, 0.5]), np.array([0.3, 0.6]), np.array([3.0, 5.0])
    in_pain, by_value = derivatives(where, 3, q, load, g)
    h = 1e-4
    np.testing.assert_allclose(in_pain[0], where.gap(q, load, g), atol=1e-15)
    np.testing.assert_allclose(in_pain[1], slope(q, where.at(load, g)) - 1, atol=1e-13)
    for order in (1, 2):
        ahead, behind = (derivatives(where, 3, q + d, load, g)[0][order] for d in (h, -h))
        np.testing.assert_allclose(in_pain[order + 1], (ahead - behind) / (2 * h), rtol=1e-5)
    for i, (dl, dg) in enumerate(((h, 0), (0, h))):
        ahead, behind = (derivatives(where, 2, q, load + w * dl, g + w * dg)[0] for w in (1, -1))
        np.testing.assert_allclose(by_value[i][:3], (ahead - behind) / (2 * h), rtol=1e-5, atol=1e-9)


def test_the_bounds_hold_that_the_search_for_rests_relies_on_for_rho_below_zero():
    rng = np.random.default_rng(9)
    for _ in range(40):
        person = Person(**{n: rng.uniform(PARAMETERS[n].low, PARAMETERS[n].high) for n in PERSONAL} | {"rho": -0.9})
        k = person.numbers(rng.uniform(0, 1.5))
        a, b = np.sort(rng.uniform(0, 1, 2))
        inside = pain_out(np.linspace(a, b, 50), k)
        assert pain_out(a, k, q_cortisol=b) <= inside.min() + 1e-14
        assert pain_out(b, k, q_cortisol=a) >= inside.max() - 1e-14
