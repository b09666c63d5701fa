"""Where many people start: the same as one by one. Illustrative, not clinical."""

from types import SimpleNamespace

import numpy as np
import pytest

from stresspain.cycle import starts
from stresspain.cycle.levels import pain_levels
from stresspain.cycle.rests import calm, painful
from stresspain.cycle.starts import calm_many, of_one, painful_many
from stresspain.cycle.tipping import tipping_points
from stresspain.model.errors import InputError
from stresspain.model.parameters import PARAMETERS, Person


def drawn(n: int, seed: int) -> SimpleNamespace:
    """Half from the whole declared ranges (rho of both signs), half around the defaults."""
    rng = np.random.default_rng(seed)
    wide = {q.name: rng.uniform(q.low, q.high, n // 2) for q in PARAMETERS.values()}
    near = {q.name: np.clip(q.default * rng.lognormal(0, 0.25, n - n // 2), q.low, q.high) for q in PARAMETERS.values()}
    near["load"] = rng.uniform(0, 0.8, n - n // 2)
    return SimpleNamespace(**{name: np.concatenate((wide[name], near[name])) for name in PARAMETERS})


def test_everyones_calm_start_is_the_one_found_alone():
    k = drawn(600, 1)
    alone = np.array([calm(of_one(k, i)) for i in range(600)]).T
    assert np.abs(calm_many(k, 600) - alone).max() < 1e-13


def test_everyones_painful_start_is_the_one_found_alone_and_so_is_the_reason_why_there_is_none():
    k = drawn(400, 2)
    found, missing = painful_many(k, 400)
    assert 50 < len(missing) < 350
    for i in range(400):
        if i in missing:
            with pytest.raises(InputError) as error:
                painful(of_one(k, i))
            assert missing[i] == str(error.value)
            assert np.isnan(found[:, i]).all()
        else:
            assert np.abs(found[:, i] - np.array(painful(of_one(k, i)))).max() < 1e-13


@pytest.mark.parametrize("distance", [1e-3, 1e-6, 1e-9, -1e-9, -1e-6])
def test_beside_a_tipping_point_the_full_search_takes_over(distance):
    fold = tipping_points("load").folds[-1]
    loads = np.array([0.3, fold - distance, 0.4])
    k = SimpleNamespace(**{name: np.full(3, value) for name, value in vars(Person().numbers(0.3)).items()})
    k.load = loads
    alone = np.array([calm(Person().numbers(load)) for load in loads]).T
    # Near the fold a rest answers to rounding as 1 / distance^0.5.
    assert np.abs(calm_many(k, 3) - alone).max() < 1e-11


def test_nobody_is_left_half_way_when_rounds_run_out(monkeypatch):
    monkeypatch.setattr(starts, "_ROUNDS", 1)
    monkeypatch.setattr(starts, "_LEAPS", 1)
    k = drawn(40, 3)
    alone = np.array([calm(of_one(k, i)) for i in range(40)]).T
    assert np.abs(calm_many(k, 40) - alone).max() < 1e-13


def test_nobodys_start_depends_on_who_is_beside_them():
    k = drawn(300, 6)
    whole = calm_many(k, 300)
    assert np.array_equal(whole[:, 50:57], calm_many(starts.some(k, slice(50, 57)), 7))
    assert np.array_equal(whole[:, 299:], calm_many(starts.some(k, [299]), 1))


@pytest.mark.parametrize("begin", [np.zeros, np.ones])
def test_no_leap_passes_a_rest(begin):
    k = drawn(100, 5)
    everyone = starts.Cycle(k)
    at = starts._At(everyone, k.rho, begin(100), *starts._round(everyone, k.rho, begin(100)), np.zeros(100))
    first = np.array([pain_levels(of_one(k, i))[0 if begin is np.zeros else -1] for i in range(100)])
    way = np.sign(first - at.q)
    for slope in (0.0, 0.3, 0.9, 0.99, 1.0, 1.2, 3.0):  # whatever the estimate, only proof moves it
        leapt = at._replace(slope=np.full(100, slope)).leap(20)
        assert (way * (leapt.q - at.q) >= 0).all()
        assert (way * (first - leapt.q) > -1e-12).all()
    for _ in range(30):
        at = at.leap(20)
    assert (way * (first - at.q) > -1e-12).all()
    assert np.median(np.abs(first - at.q)) < 1e-12


def test_a_body_that_nothing_pulls_at_rests_at_nothing():
    k = SimpleNamespace(**{name: np.full(2, value) for name, value in vars(Person(m_rest=0).numbers(0.0)).items()})
    assert np.array_equal(calm_many(k, 2), np.array([[0.0, 1.0, 0.0, 0.0, 0.0]] * 2).T)


#: Cortisol restrains inflammation slowly, all else is fast: the highest rest is not stable. The first has no other.
RESTLESS = {
    "load": [0.651, 1.432], "k_ls": [0.082, 0.006], "k_qf": [0.534, 0.691], "k_qs": [1.405, 0.848],
    "k_sc": [0.998, 0.992], "m_rest": [0.047, 0.074], "k_sm": [1.586, 1.37], "k_qm": [0.576, 0.288],
    "k_si": [0.757, 0.57], "k_xi": [1.174, 0.69], "rho": [-0.802, -0.913], "x_half": [0.734, 0.951],
    "w_x": [0.27, 1.193], "w_i": [1.197, 1.577], "damage": [0.13, 0.013], "k_sw": [0.771, 1.788],
    "k_qw": [1.559, 2.846], "k_wp": [1.181, 1.702], "p_half": [0.967, 0.462], "g": [3.957, 8.642],
    "tau_s": [1.54, 1.032], "tau_c": [214.255, 256.502], "tau_m": [1.558, 1.091], "tau_i": [2.035, 0.839],
    "tau_p": [2.969, 0.854],
}  # fmt: skip


def test_a_highest_rest_that_is_not_stable_is_no_painful_start():
    k = SimpleNamespace(**{name: np.array(values) for name, values in RESTLESS.items()})
    found, missing = painful_many(k, 2)
    for i in range(2):
        try:
            expected = np.array(painful(of_one(k, i)))
        except InputError:
            expected = np.full(5, np.nan)
        assert found[:, i] == pytest.approx(expected, abs=1e-12, nan_ok=True)
    assert missing[0].count("and it is not stable") == 1


def test_where_cortisol_restrains_a_step_stays_short_of_what_comes_out():
    k = drawn(200, 4)
    q = np.full(200, 0.05)
    out = starts.Cycle(k).out(q)
    gap, moved = starts._round(starts.Cycle(k), k.rho, q)
    below, restrained = gap > 1e-6, k.rho < 0
    assert np.array_equal(moved[below & ~restrained], out[below & ~restrained])
    assert (moved[below & restrained] < out[below & restrained]).all()
    assert (moved[below] >= q[below]).all()


def test_two_rests_too_close_to_tell_apart_are_left_to_the_full_search():
    fold = tipping_points("load").folds[-1]
    k = Person().numbers(fold - 1e-10)
    low, ridge = pain_levels(k)[:2]
    everyone = SimpleNamespace(**{name: np.array([value]) for name, value in vars(k).items()})
    _, sure = starts._pinned(starts.Cycle(everyone), np.array([low - 1e-9]))
    assert ridge - low < 1e-4
    assert not sure.any()
