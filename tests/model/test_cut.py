"""Cutting an arrow is taking its parameter away, from a day on. Illustrative, not clinical."""

import numpy as np
import pytest

from stresspain.cycle.rests import rests
from stresspain.cycle.tipping import tipping_points
from stresspain.model.arrows import arrows, slopes
from stresspain.model.cut import cut
from stresspain.model.equations import State
from stresspain.model.errors import InputError
from stresspain.model.interventions import turn_down
from stresspain.model.parameters import Person
from stresspain.simulation.run import simulate

CARRIED = [a for a in arrows() if a.parameter]
STATE = State(0.3, 1.2, 0.4, 0.2, 0.3)


@pytest.mark.parametrize("a", CARRIED, ids=lambda a: a.name)
def test_a_cut_arrow_carries_nothing_and_every_other_parameter_stays(a):
    k = Person().numbers(0.3)
    usual = dict(vars(k))
    turn_down(k, [cut(a.name)], [1.0])
    assert {name for name, value in vars(k).items() if value != usual[name]} == {a.parameter}
    assert slopes(STATE, k)[a.source, a.target] == 0.0 or a.source == a.parameter


def test_with_pain_to_stress_cut_two_endings_coexist_for_load_between_0_6804_and_0_7151():
    counts = [len(rests(load=load, plan=[cut("pain->stress")])) for load in (0.68035, 0.68045, 0.71505, 0.71515)]
    assert counts == [1, 3, 3, 1]


@pytest.mark.parametrize("a", [a for a in CARRIED if a.source != "load"], ids=lambda a: a.name)
def test_the_tipping_points_with_an_arrow_cut_are_those_of_a_person_without_it(a):
    by_cut = tipping_points(plan=[cut(a.name)]).folds
    assert by_cut == pytest.approx(tipping_points(person=Person(**{a.parameter: 0})).folds, abs=1e-9)
    if a.name == "felt_pain->stress":
        assert [round(value, 4) for value in by_cut] == [0.6804, 0.7151]
    if a.name in ("pain->tension", "sensitivity->pain", "ischaemia->nociception"):
        assert by_cut == ()


def test_with_guarding_cut_there_is_never_a_second_ending():
    loads = np.linspace(0.0, 1.5, 31).tolist()
    assert {len(rests(load=load, plan=[cut("pain->tension")])) for load in loads} == {1}


def test_a_run_with_an_arrow_cut_ends_as_a_person_without_it():
    begin = simulate(load=0.4, start="painful", days=1)
    with_it = simulate(load=0.4, start=begin, days=400, plan=[cut("stress->tension", start=0)])
    without = simulate(load=0.4, start=begin, days=400, person=Person(k_sm=0))
    np.testing.assert_allclose(with_it.states[-1], without.states[-1], atol=1e-6)
    np.testing.assert_allclose(with_it["felt_pain"], without["felt_pain"], atol=0.05)


def test_half_a_cut_halves_the_arrow_and_it_comes_back():
    run = simulate(load=0.4, start="painful", days=30, plan=[cut("pain->stress", strength=0.5, start=10, stop=20)])
    level = run["cut_felt_pain_to_stress"]
    np.testing.assert_allclose(level[[5, 12, 18, 25]], [0.0, 0.5, 0.5, 0.0], atol=1e-9)


def test_a_cut_takes_a_number_of_either_sign_to_zero():
    for rho in (0.8, -0.8):
        k = Person(rho=rho).numbers(0.3)
        turn_down(k, [cut("cortisol->inflammation")], [1.0])
        assert k.rho == 0.0


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("tension->ischaemia", "can be cut: ischaemia->inflammation, ischaemia->nociception"),
        ("nociception->sensitivity", "can be cut: sleep_loss->sensitivity, sensitivity->pain"),
        ("nociception->pain", "can be cut: pain->tension, sensitivity->pain, pain->felt_pain"),
        ("damage->nociception", "Set it to zero in the scenario instead, as in damage=0"),
    ],
)
def test_an_arrow_that_cannot_be_cut_says_why_and_what_can(name, told):
    with pytest.raises(InputError, match="cannot be cut") as error:
        cut(name)
    assert told in str(error.value)
    for word in str(error.value).split("can be cut: ")[1:]:
        for other in word.rstrip(".").split(", "):
            assert cut(other).reductions


def test_a_strength_above_one_is_refused():
    with pytest.raises(InputError, match=r"strength = 1\.5 lies outside 0 to 1"):
        cut("pain->stress", strength=1.5)
