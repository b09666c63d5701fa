"""The catalogue, number by number, and what one may believe of the adaptogen."""

from __future__ import annotations

import inspect

import numpy as np
import pytest

from stresspain.model.catalogue import (
    CATALOGUE,
    READINGS,
    adaptogen,
    intervention,
    lifestyle,
    muscle_relaxant,
    painkiller,
    stress_management,
)
from stresspain.model.interventions import check_reach
from stresspain.model.parameters import PARAMETERS, Person
from stresspain.model.quantity import GRADES

# Typed from the model's description: what is reduced by how much, the long-run level, days.
TABLE = {
    "adaptogen": ({"k_sc": 0.45, "k_sm": 0.40, "k_si": 0.40}, 0.75, 14),
    "painkiller": ({"k_qf": 1}, 0.3, 0.25),
    "muscle_relaxant": ({"k_sm": 1, "k_qm": 1}, 0.2, 0.5),
    "stress_management": ({"k_ls": 1}, 0.3, 14),
    "posture": ({"m_rest": 1}, 0.2, 7),
    "movement": ({"w_x": 1}, 0.15, 14),
    "sleep": ({"k_wp": 1}, 0.4, 14),
}


def usual_target(taken) -> float:
    return taken.target(taken.courses.taken[0].amount)


def test_the_catalogue_is_that_of_the_model():
    made = {name: make() for name, make in CATALOGUE.items()}
    assert {n: (dict(t.reductions), usual_target(t), t.tau_e) for n, t in made.items()} == TABLE


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_entry_of_the_catalogue_bears_its_own_name_and_touches_arrows_only(name):
    taken = CATALOGUE[name]()
    assert taken.name == name
    assert all(touched in PARAMETERS and not touched.startswith("tau_") for touched, _ in taken.reductions)
    assert "damage" not in dict(taken.reductions)
    assert str(taken)


@pytest.mark.parametrize("name", CATALOGUE)
def test_no_entry_of_the_catalogue_can_take_anyone_out_of_range(name):
    for end in ("low", "high"):
        person = Person(**{touched: getattr(PARAMETERS[touched], end) for touched, _ in CATALOGUE[name]().reductions})
        check_reach(person, [CATALOGUE[name]()], {})


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_entry_of_the_catalogue_takes_the_same_schedule(name):
    parameters = inspect.signature(CATALOGUE[name]).parameters
    assert list(parameters)[-4:] == ["start", "stop", "on", "off"]
    spans = [c[:2] for c in CATALOGUE[name](start=3, stop=20, on=4, off=6).courses.taken]
    assert spans == [(3, 7), (13, 17)]


def test_half_the_full_effect_of_the_herb_comes_at_200_mg():
    taken = adaptogen()
    assert [taken.target(dose) for dose in (0, 200, 600, 1800)] == [0, 0.5, 0.75, 0.9]


def test_the_trials_reading_is_ten_percent_less_stress_and_twelve_percent_less_cortisol_at_600_mg():
    taken = adaptogen(600, reading="trials")
    effect = {name: usual_target(taken) * reduction for name, reduction in taken.reductions}
    assert effect == pytest.approx({"k_ls": 0.10, "k_sc": 0.12}, abs=1e-4)


def test_the_herb_may_be_believed_to_do_nothing():
    assert adaptogen(reading="none").reductions == ()
    assert list(READINGS) == ["guide", "trials", "none"]
    assert set(GRADES) == {"chosen", "direction", "disputed"}


def test_only_the_muscle_relaxant_is_marked_as_making_drowsy():
    assert [name for name, make in CATALOGUE.items() if make().drowsy] == ["muscle_relaxant"]
    assert muscle_relaxant(stop=3).during((5, 9)).drowsy


def test_the_four_measures_are_those_of_the_guide():
    assert {taken.name for taken in lifestyle()} == {"stress_management", "posture", "movement", "sleep"}
    assert all(taken.courses.taken[0][:2] == (3, 40) for taken in lifestyle(start=3, stop=40))


def test_ones_own_intervention_equals_the_catalogue_where_it_does_the_same():
    own = intervention("calmness", {"k_ls": 1.0}, strength=0.3, tau_e=14, stop=30)
    theirs = stress_management(0.3, stop=30)
    assert (own.reductions, own.tau_e, own.courses) == (theirs.reductions, theirs.tau_e, theirs.courses)


def test_ones_own_intervention_may_raise_an_arrow_up_to_its_range():
    raised = intervention("noise", {"k_ls": 1 - 2 / 0.6}, strength=1)
    assert 0.6 * (1 - dict(raised.reductions)["k_ls"]) == pytest.approx(2)


def test_an_intervention_names_its_dose_and_its_reading():
    assert str(adaptogen(300)) == "adaptogen 300 mg a day (guide reading)"
    assert str(adaptogen(300).during((0, 9), (9, 20, 600))) == "adaptogen 300 then 600 mg a day (guide reading)"
    assert str(painkiller(0.3)) == "painkiller 0.3"
    assert str(painkiller().stopped()) == "painkiller stopped"


def test_a_change_of_courses_changes_nothing_else():
    before, after = painkiller(0.3, stop=5), painkiller(0.3, stop=5).during((9, 12, 0.5))
    assert after.courses.at(10) == 0.5
    assert (after.name, after.reductions, after.tau_e) == (before.name, before.reductions, before.tau_e)
    assert before.courses.at(10) == 0


@pytest.mark.parametrize("taken", [adaptogen(600), painkiller(0.3)], ids=str)
def test_the_amount_for_a_level_is_the_level_of_an_amount_turned_round(taken):
    amounts = np.linspace(0, taken.amount.high, 7)[:-1]
    assert taken.amount_for(taken.target(amounts)) == pytest.approx(amounts)
    assert taken.amount_for(taken.target(taken.usual)) == pytest.approx(taken.usual)
