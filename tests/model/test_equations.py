"""What the five equations keep, whatever the numbers: ranges, rests of single arrows, scales."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stresspain.model.equations import (
    REST,
    State,
    ischaemia,
    nociception,
    observables,
    pain,
    rates,
    settled,
    share,
    sleep_loss,
)
from stresspain.model.parameters import PARAMETERS, Person

SEEDED = settings(derandomize=True, deadline=None, max_examples=150, database=None)

unit = st.floats(0, 1) | st.sampled_from([0.0, 1.0])
anyone = st.fixed_dictionaries(
    {n: st.floats(q.low, q.high) | st.sampled_from([q.low, q.high]) for n, q in PARAMETERS.items()}
)


def numbers(values: dict[str, float]):
    k = Person().numbers(load=0.3)
    vars(k).update(values)
    return k


@st.composite
def bodies(draw: st.DrawFn, values: dict[str, float]) -> State:
    """A state inside the ranges that the equations keep for these numbers."""
    cortisol = 1 + draw(unit) * values["k_sc"]
    return State(draw(unit), cortisol, draw(unit), draw(unit | st.floats(0, 50)), draw(unit))


@SEEDED
@given(st.data())
def test_on_every_edge_of_the_ranges_the_rates_point_inwards(data):
    values = data.draw(anyone)
    k, body = numbers(values), data.draw(bodies(values))
    tiny = 1e-12
    for name in ("stress", "tension", "inflammation", "sensitivity"):
        assert getattr(rates(body._replace(**{name: 0.0}), k), name) >= 0, name
    assert rates(body._replace(cortisol=1.0), k).cortisol >= 0
    assert rates(body._replace(cortisol=1 + k.k_sc), k).cortisol <= tiny
    assert rates(body._replace(stress=1.0), k).stress == pytest.approx(-1 / k.tau_s)
    assert rates(body._replace(tension=1.0), k).tension == pytest.approx(-1 / k.tau_m)
    assert rates(body._replace(sensitivity=1.0), k).sensitivity <= tiny


@SEEDED
@given(st.data())
def test_shares_stay_shares(data):
    values = data.draw(anyone)
    seen = observables(data.draw(bodies(values)), numbers(values))
    for name in ("ischaemia", "blood_flow", "pain", "felt_pain", "sleep_loss"):
        assert 0 <= getattr(seen, name) <= 1, name
    assert seen.felt_pain <= seen.pain < 1
    assert seen.sleep_loss < 1
    assert seen.blood_flow == 1 - seen.ischaemia
    assert seen.nociception >= values["damage"]


@SEEDED
@given(st.data())
def test_with_pain_held_everything_else_is_settled(data):
    values = data.draw(anyone)
    k, q = numbers(values), data.draw(unit)
    body = settled(q, k)
    felt = k.k_qf * q
    pull = k.k_ls * k.load + k.k_qs * felt
    assert body.stress == pytest.approx(pull / (1 + pull), rel=1e-12, abs=1e-300)
    assert body.cortisol == pytest.approx(1 + k.k_sc * body.stress, rel=1e-12)
    pull = k.m_rest + k.k_sm * body.stress + k.k_qm * q
    assert body.tension == pytest.approx(pull / (1 + pull), rel=1e-12, abs=1e-300)
    lack = ischaemia(body.tension, k)
    drive = (k.k_si * body.stress + k.k_xi * lack) * (1 + k.rho * (body.cortisol - 1))
    assert body.inflammation == pytest.approx(drive, rel=1e-12, abs=1e-14)
    n = nociception(lack, body.inflammation, k) * (1 + k.k_wp * sleep_loss(body.stress, felt, k))
    assert body.sensitivity == pytest.approx(n**4 / (n**4 + k.p_half**4), rel=1e-9, abs=1e-14)


def test_a_share_is_half_at_its_half_and_rises_with_the_fourth_power():
    assert share(0.33, 0.33) == 0.5
    assert share(0.0, 0.33) == 0.0
    assert share(0.5, 0.33) == pytest.approx(0.5**4 / (0.5**4 + 0.33**4), rel=1e-15)
    assert share(1e-3, 1.0) == pytest.approx(1e-12, rel=1e-11)


def test_pain_without_nociception_is_no_pain_however_sensitive():
    k = Person().numbers(load=0.3)
    assert pain(0.0, 1.0, k) == 0.0
    assert pain(0.2, 0.0, k) == pytest.approx(0.2 / 1.2)
    assert pain(0.2, 0.5, k) == pytest.approx(0.58 / 1.58)


def test_half_a_painkiller_halves_felt_pain_and_leaves_pain_alone():
    body = State(0.38, 1.24, 0.30, 0.27, 0.92)
    k, eased = Person().numbers(load=0.4), Person(k_qf=0.5).numbers(load=0.4)
    assert observables(body, eased).pain == observables(body, k).pain
    assert observables(body, eased).felt_pain == observables(body, k).felt_pain / 2
    assert rates(body, eased).tension == rates(body, k).tension  # guarding is a reflex
    assert rates(body, eased).stress < rates(body, k).stress
    assert rates(body, eased).sensitivity < rates(body, k).sensitivity  # through sleep


def test_a_rested_body_without_load_and_posture_stays_at_rest():
    k = Person(m_rest=0).numbers(load=0.0)
    assert rates(REST, k) == State(0, 0, 0, 0, 0)


def test_with_cortisol_at_its_highest_and_rho_at_its_lowest_inflammation_is_silenced_not_negative():
    k = Person(rho=-1, k_sc=1).numbers(load=1.5)
    assert rates(State(1.0, 2.0, 0.9, 0.0, 0.5), k).inflammation == 0.0


def test_raised_cortisol_lets_inflammation_through_or_restrains_it_by_the_sign_of_rho():
    low, high = State(0.4, 1.0, 0.4, 0.1, 0.5), State(0.4, 1.3, 0.4, 0.1, 0.5)
    through, held = Person(rho=0.8).numbers(load=0.4), Person(rho=-0.8).numbers(load=0.4)
    assert rates(high, through).inflammation > rates(low, through).inflammation
    assert rates(high, held).inflammation < rates(low, held).inflammation
    assert rates(low, held).inflammation == rates(low, through).inflammation  # at rest it does nothing


def test_rates_of_many_states_keep_their_shape():
    many = State(*np.full((5, 3, 2), 0.5))
    assert all(rate.shape == (3, 2) for rate in rates(many, Person().numbers(load=0.3)))
