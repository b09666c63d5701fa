"""Every number is declared once, with the default, unit and range of the model's description."""

from __future__ import annotations

import copy
import pickle

import pytest

from stresspain.model.errors import InputError
from stresspain.model.interventions import DOSE, STRENGTH, TAU_E
from stresspain.model.parameters import OUTSIDE, PARAMETERS, PERSONAL, Person
from stresspain.model.quantity import GRADES, Quantity

# Typed from the model's description: name, default, lowest, highest.
TABLE = """
load 0.3 0 1.5
k_ls 0.6 0 2
k_qf 1.0 0 1
k_qs 0.6 0 2
k_sc 0.6 0 1
m_rest 0.10 0 0.5
k_sm 0.35 0 2
k_qm 0.30 0 1
k_si 0.20 0 1
k_xi 0.40 0 1.5
rho 0.80 -1 3
x_half 0.33 0.1 1
w_x 0.55 0 2
w_i 0.45 0 2
damage 0 0 0.5
k_sw 0.8 0 3
k_qw 0.8 0 3
k_wp 0.60 0 2
p_half 0.22 0.05 1
g 3.8 0 10
tau_s 3 0.05 365
tau_c 2 0.05 365
tau_m 3 0.05 365
tau_i 7 0.05 365
tau_p 28 0.05 365
"""


def test_defaults_and_ranges_are_those_of_the_model():
    said = {row.split()[0]: tuple(map(float, row.split()[1:])) for row in TABLE.strip().splitlines()}
    assert {q.name: (q.default, q.low, q.high) for q in PARAMETERS.values()} == said
    assert list(PARAMETERS) == list(said)


@pytest.mark.parametrize("quantity", [*PARAMETERS.values(), DOSE, STRENGTH], ids=lambda q: q.name)
def test_every_number_has_a_unit_a_meaning_a_grade_and_a_default_in_range(quantity):
    assert quantity.low <= quantity.default <= quantity.high
    assert quantity.meaning
    assert quantity.symbol
    assert quantity.grade in GRADES
    assert quantity.unit == ("d" if quantity.name.startswith("tau_") else "mg/day" if quantity is DOSE else "-")
    assert quantity.name in str(quantity)
    assert quantity.meaning in str(quantity)


@pytest.mark.parametrize("quantity", PARAMETERS.values(), ids=lambda q: q.name)
def test_both_ends_of_a_range_are_allowed(quantity):
    assert quantity.check(quantity.low) == quantity.low
    assert quantity.check(quantity.high) == quantity.high


def test_symbols_are_all_different():
    assert len({q.symbol for q in PARAMETERS.values()}) == len(PARAMETERS)


def test_no_size_claims_to_be_measured():
    assert all("chosen for teaching" in said or "no measurement" in said for said in GRADES.values())


def test_load_and_damage_come_from_outside_and_are_no_ones_numbers():
    assert OUTSIDE == ("load", "damage")
    assert {*OUTSIDE, *PERSONAL} == set(PARAMETERS)
    assert not hasattr(Person(), "load")


def test_a_person_never_changes():
    person = Person(k_sm=0.5)
    with pytest.raises(AttributeError, match=r"person\.but\(k_sm=\.\.\.\)"):
        person.k_sm = 0.6
    person.numbers(load=0.3).k_sm = 99.0
    assert person.k_sm == 0.5
    assert person.but(k_qs=0).changes == {"k_sm": 0.5, "k_qs": 0.0}
    assert person.changes == {"k_sm": 0.5}


def test_persons_with_the_same_numbers_are_equal_whichever_way_they_were_made():
    assert Person(k_sm=0.35) == Person() != Person(k_sm=0.36)
    assert hash(Person(k_sm=0.35)) == hash(Person())
    assert Person(k_sm=1) == Person(k_sm=1.0) == Person(k_qs=0.2).but(k_qs=0.6, k_sm=1)


def test_a_person_survives_pickling_and_copying():
    person = Person(k_sm=0.5, rho=-0.2)
    assert pickle.loads(pickle.dumps(person)) == copy.deepcopy(person) == copy.copy(person) == person


def test_a_person_lists_every_number_of_its_own():
    assert dict(Person(g=2)) == {n: PARAMETERS[n].default for n in PERSONAL} | {"g": 2.0}


def test_every_number_of_the_model_is_graded_and_only_those_are_where_it_is_not_meant_to_hold():
    scale = "The model is not meant to hold there"
    for quantity in (*PARAMETERS.values(), DOSE, STRENGTH, TAU_E):
        assert quantity.grade in GRADES, quantity.name
        with pytest.raises(InputError, match=scale):
            quantity.check(quantity.high + 1)
    count = Quantity("starts", "", 4, "-", 1, 256, "ways down")
    with pytest.raises(InputError, match=r"^starts = 0 lies outside 1 to 256 \(ways down\)\. The default is 4\.$"):
        count.whole(0)
    assert str(count) == "starts = 4, from 1 to 256, dimensionless: ways down."
