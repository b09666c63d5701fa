"""The plain form of a scenario: everything that a run depends on, there and back without loss."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stresspain import (
    CATALOGUE,
    READINGS,
    InputError,
    Scenario,
    adaptogen,
    intervention,
    painkiller,
    scenario,
    simulate,
)
from stresspain.model.parameters import PARAMETERS, PERSONAL

SEEDED = settings(derandomize=True, deadline=None, max_examples=150, database=None)

days = st.floats(0, 400, allow_subnormal=False)
people = st.dictionaries(st.sampled_from(PERSONAL), st.floats(0, 1)).map(
    lambda shares: {
        n: min(PARAMETERS[n].high, PARAMETERS[n].low + s * (PARAMETERS[n].high - PARAMETERS[n].low))
        for n, s in shares.items()
    }
)


def schedules(name: str) -> st.SearchStrategy[list[tuple[float, float]]]:
    level = st.floats(PARAMETERS[name].low, PARAMETERS[name].high)
    return st.dictionaries(days, level, max_size=5).map(lambda steps: sorted({0.0: 0.1, **steps}.items()))


@st.composite
def taken(draw: st.DrawFn, name: str):
    cuts = sorted(draw(st.sets(days, min_size=2, max_size=6)))
    amount = st.floats(0, 2000) if name == "adaptogen" else st.floats(0, 1)
    courses = [(a, b, draw(amount)) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    if draw(st.booleans()):
        courses.append((cuts[-1], None, draw(amount)))
    if name == "own":
        sizes = st.dictionaries(st.sampled_from(["k_ls", "k_sm", "k_xi", "w_i"]), st.floats(-0.5, 1))
        return intervention("own", draw(sizes), tau_e=draw(st.floats(0.05, 365))).during(*courses)
    if name == "adaptogen":
        return adaptogen(reading=draw(st.sampled_from(list(READINGS)))).during(*courses)
    return CATALOGUE[name]().during(*courses)


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    names = draw(st.sets(st.sampled_from([*CATALOGUE, "own"]), max_size=4))
    return scenario(
        load=draw(schedules("load")),
        damage=draw(schedules("damage")),
        plan=[draw(taken(name)) for name in sorted(names)],
        start=draw(
            st.sampled_from(["calm", "painful"])
            | st.tuples(*[st.floats(0, 0.99)] * 5).map(lambda five: (five[0], 1 + 0.6 * five[1], *five[2:]))
        ),
        days=draw(st.integers(1, 36500) | st.sets(days, min_size=1, max_size=5).map(sorted)),
        title=draw(st.text(max_size=9)),
    )


@SEEDED
@given(made=scenarios())
def test_every_scenario_comes_back_equal_in_every_bit(made):
    back = Scenario.from_dict(json.loads(json.dumps(made.to_dict())))
    assert back == made
    assert back.title == made.title
    assert back.digest == made.digest
    assert json.dumps(back.to_dict()) == json.dumps(made.to_dict())


@SEEDED
@given(changes=people)
def test_every_person_comes_back(changes):
    made = scenario(person=changes)
    assert Scenario.from_dict(json.loads(json.dumps(made.to_dict()))).person == made.person


def test_what_an_earlier_run_left_behind_comes_back():
    first = simulate(plan=[adaptogen(stop=10), painkiller()], days=12, engine="scipy")
    made = scenario(start=first, plan=[painkiller(0.5)], days=5)
    assert dict(made.levels).keys() == {"adaptogen", "painkiller"}
    back = Scenario.from_dict(json.loads(json.dumps(made.to_dict())))
    assert back == made
    assert (simulate(back, engine="scipy").states == simulate(made, engine="scipy").states).all()


def test_whole_and_broken_reductions_of_one_size_have_one_digest():
    whole, broken = (scenario(plan=[intervention("own", {"k_sm": one})]) for one in (1, 1.0))
    assert whole == broken
    assert whole.digest == broken.digest


PLAIN = scenario(plan=[adaptogen(stop=28)], start="painful", load=0.4).to_dict()
TAKEN = PLAIN["plan"][0]


def _but(**changes):
    return {**PLAIN, **changes}


def _taking(**changes):
    return _but(plan=[{**TAKEN, **changes}])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (5, "scenario = 5 is not a table"),
        ({}, "scenario has no 'person'"),
        (_but(lod=1), "No entry of scenario is called 'lod'; did you mean 'load'"),
        (_but(person={"k_qz": 1}), "No parameter is called 'k_qz'; did you mean 'k_q"),
        (_but(person={"self": 1}), "No parameter is called 'self'"),
        (_but(person={1: 1}), "No entry of person is called 1"),
        (_but(load=[[0, 9]]), "On day 0: load = 9 lies outside"),
        (_but(days=10**400), "days has too many digits"),
        (_but(days={}), "days = {} is not a number"),
        (_but(start=[0] * 4), "start = "),
        (_but(title=5), "title = 5 is not a text"),
        (_but(levels={"posture": 0.1}), "No intervention of the plan is called 'posture'"),
        (_but(levels={"adaptogen": 2}), "level of adaptogen = 2 lies outside 0 to 1"),
        (_but(plan={}), "plan = {} is not a list"),
        (_but(plan=[{"name": "x"}]), "intervention has no 'reductions'"),
        (_but(plan=[TAKEN, TAKEN]), "adaptogen stands twice"),
        (_taking(nam="x"), "No entry of intervention is called 'nam'; did you mean 'name'"),
        (_taking(name="two words"), "cannot be called 'two words'"),
        (_taking(reading="guides"), "No reading is called 'guides'; did you mean 'guide'"),
        (_taking(drowsy=1), "drowsy = 1 must be true or false"),
        (_taking(half_dose=0), "half_dose = 0 lies outside"),
        (_taking(tau_e=0), "tau_e = 0 lies outside 0.05 to 365"),
        (_taking(reductions={"tau_p": 0.5}), "adaptogen: tau_p is a time constant"),
        (_taking(reductions={"k_sm": "x"}), "reduction of k_sm = 'x' is not a number"),
        (_taking(reductions={"k_sm": 2}), "With adaptogen at full effect, k_sm"),
        (_taking(courses=5), "adaptogen: courses = 5 is not a list"),
        (_taking(courses=[[0, 28]] * 2), "overlap"),
        (_taking(courses=[[0, 28, 5000]]), "dose_mg = 5000 lies outside"),
    ],
)
def test_what_is_not_the_plain_form_of_a_scenario_is_refused(data, said):
    with pytest.raises(InputError, match=said):
        Scenario.from_dict(data)
