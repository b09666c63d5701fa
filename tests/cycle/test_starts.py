"""Where many people start: the same as one by one. Illustrative, not clinical."""

from types import SimpleNamespace

import numpy as np
import pytest

from stresspain.cycle import starts
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
    k = drawn(40, 3)
    alone = np.array([calm(of_one(k, i)) for i in range(40)]).T
    assert np.abs(calm_many(k, 40) - alone).max() < 1e-13


def test_a_body_that_nothing_pulls_at_rests_at_nothing():
    k = SimpleNamespace(**{name: np.full(2, value) for name, value in vars(Person(m_rest=0).numbers(0.0)).items()})
    assert np.array_equal(calm_many(k, 2), np.array([[0.0, 1.0, 0.0, 0.0, 0.0]] * 2).T)
