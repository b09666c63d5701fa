"""Every refusal is a lesson in four parts: what was given, the rule, what it means, what to do."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest

from stresspain.cycle.rests import rests
from stresspain.model.catalogue import CATALOGUE, adaptogen, intervention, painkiller
from stresspain.model.errors import InputError
from stresspain.model.parameters import PARAMETERS, Person
from stresspain.model.quantity import real
from stresspain.simulation.run import simulate
from stresspain.simulation.scenario import scenario

NAN = float("nan")
SELF = "felt pain raises stress"
NUMBER = "Give a number such as 0.5"
WHOLE = "a whole number from 1 to 36500"

# What is called, then the four parts of the message.
PARAMETER = [
    (lambda: Person(k_qs=3.5), "k_qs = 3.5", "outside 0 to 2", SELF, "the default is 0.6"),
    (lambda: Person(k_qs=-1e-300), "k_qs = -1e-300", "outside 0 to 2", SELF, "the default is 0.6"),
    (lambda: Person(rho=-1.01), "rho = -1.01", "outside -1 to 3", "cortisol's action", "the default is 0.8"),
    (lambda: Person(tau_s=0.01), "tau_s = 0.01", "outside 0.05 to 365", "how slowly stress moves", "the default is 3"),
    (lambda: Person(k_qs=NAN), "k_qs = nan", "not a finite number", SELF, NUMBER),
    (lambda: Person(k_qs=math.inf), "k_qs = inf", "not a finite number", SELF, NUMBER),
    (lambda: Person(k_qs=10**400), "k_qs", "too many digits", SELF, NUMBER),
    (lambda: Person(k_qs=True), "k_qs = True", "not a number", SELF, NUMBER),
    (lambda: Person(k_qs="0.5"), "k_qs = '0.5'", "not a number", SELF, NUMBER),
    (lambda: Person(k_qs=None), "k_qs = None", "not a number", SELF, NUMBER),
    (lambda: Person(k_qs=1j), "k_qs = 1j", "not a number", SELF, NUMBER),
    (lambda: Person(load=0.3), "load = 0.3", "not one of a person's numbers", "from outside", "simulate(load=...)"),
    (lambda: scenario(person=3), "person = 3", "not a person", "k_qs", "Give Person(k_qs=0.4)"),
    (lambda: scenario(damage=0.6), "damage = 0.6", "outside 0 to 0.5", "structural input", "the default is 0"),
]
NAME = [
    (lambda: Person(k_qss=1), "'k_qss'", "No parameter is called", f"({SELF})", "did you mean 'k_qs'"),
    (lambda: scenario(person={"tau_q": 1}), "'tau_q'", "No parameter", "how slowly", "did you mean 'tau_s'"),
    (lambda: scenario(person={1: 1}), "'1'", "No parameter is called", "Known:", "k_qs"),
    (lambda: Person(**{"self": 1}), "'self'", "No parameter is called", "", ""),
    (lambda: adaptogen(reading="guid"), "'guid'", "No reading", "promotional guide", "did you mean 'guide'"),
    (lambda: adaptogen(reading=[]), "[]", "No reading", "Known:", "guide, trials, none"),
    (lambda: simulate(engine="scypi"), "'scypi'", "No engine", "always there", "did you mean 'scipy'"),
    (lambda: simulate(engine=[]), "[]", "No engine", "Known:", "auto, scipy, heyoka"),
]
LOAD = [
    (lambda: scenario(load=1.6), "load = 1.6", "outside 0 to 1.5", "stressor load", "the default is 0.3"),
    (lambda: scenario(load="high"), "load = 'high'", "not a number", "stressor load", NUMBER),
    (lambda: scenario(load=NAN), "load = nan", "not a finite number", "stressor load", NUMBER),
    (lambda: scenario(load=[(0, 0.3), (20, 2)]), "On day 20: load = 2", "outside 0 to 1.5", "stressor", "the default"),
    (lambda: scenario(load=[]), "load = []", "no step", "a number, or steps", "Give a number"),
    (lambda: scenario(load=[(1, 0.3)]), "on day 1", "must be on day 0", "where a run begins", "must be on day 0"),
    (lambda: scenario(load=[(0, 1), (5, 0), (5, 1)]), "day 5 follows day 5", "each day once", "listed in time", "load"),
    (lambda: scenario(load=[(0, 1), (5, 0), (4, 1)]), "day 4 follows day 5", "each day once", "listed in time", "load"),
    (lambda: scenario(load=[0.3, 0.4]), "load: 0.3", "not a step", "pair (day, level)", "such as (20, 0.9)"),
    (lambda: scenario(load=[(NAN, 0.4)]), "load: day = nan", "not a finite", "on which a step begins", NUMBER),
]
COURSE = [
    (lambda: adaptogen(-1), "dose_mg = -1", "outside 0 to 2000", "daily dose", "the default is 600"),
    (lambda: adaptogen(2001), "dose_mg = 2001", "outside 0 to 2000", "daily dose", "the default is 600"),
    (lambda: adaptogen(NAN), "dose_mg = nan", "not a finite number", "daily dose", NUMBER),
    (lambda: painkiller(1.1), "strength = 1.1", "outside 0 to 1", "share of the full effect", "the default is 0.3"),
    (lambda: painkiller(start=-1), "start = -1", "before day 0", "where a run begins", "Use 0 or a later day"),
    (lambda: painkiller(start=1e308), "start = 1e+308", "beyond day 36500", "longest run", "Use an earlier day"),
    (lambda: painkiller(start=NAN), "start = nan", "not a finite number", "first day of a course", NUMBER),
    (lambda: painkiller(stop="x"), "stop = 'x'", "not a number", "the day a course ends", NUMBER),
    (lambda: painkiller(stop=np.ones(2)), "stop = array", "not a number", "the day a course ends", NUMBER),
    (lambda: painkiller(start=5, stop=3), "stop = 3", "before start = 5", "painkiller", "Give a stop after the start"),
    (lambda: painkiller(start=5, stop=5), "from day 5 to day 5", "is empty", "the course", "Give a later stop"),
    (lambda: painkiller(on=56), "painkiller", "on and off go together", "days of break", "as in on=56, off=14"),
    (lambda: painkiller(off=14), "painkiller", "on and off go together", "days of break", "as in on=56, off=14"),
    (lambda: painkiller(on=0, off=3), "on = 0 and off = 3", "both be above 0", "days", "such as on=56, off=14"),
    (lambda: painkiller(on=3, off=-1), "on = 3 and off = -1", "both be above 0", "days", "such as on=56, off=14"),
    (lambda: painkiller(on=1e-310, off=1e-310), "on = 1e-310", "100,000 at most", "courses", "Use longer ones"),
    (lambda: painkiller(on=1e308, off=1), "on = 1e+308", "must not exceed 36500", "days", "Use start and stop"),
    (lambda: painkiller().during(), "painkiller", "no course is given", "at least one", "such as (0, 84)"),
    (lambda: painkiller().during((0, 28), (27, 30)), "day 0 to 28 and from day 27", "overlap", "one amount", "day 27"),
    (
        lambda: painkiller().during((0, None), (5, 6)),
        "from day 5 to 6",
        "overlap",
        "one amount",
        "end the first on day",
    ),
    (lambda: painkiller().during((0,)), "(0,)", "is not a course", "(start, stop", "in days"),
    (lambda: painkiller().during(5), "painkiller: 5", "is not a course", "(start, stop", "in days"),
    (lambda: painkiller().during((0, 5, 1.5)), "strength = 1.5", "outside 0 to 1", "share", "the default is 0.3"),
    (lambda: painkiller().missing(-1), "start = -1", "before day 0", "where a run begins", "Use 0 or a later day"),
    (lambda: painkiller().missing(NAN), "missed day = nan", "not a finite number", "a day of the run", NUMBER),
]
OWN = [
    (lambda: intervention("x", {"k_qss": 0.1}), "'k_qss'", "No parameter is called", SELF, "did you mean 'k_qs'"),
    (lambda: intervention("x", {"tau_s": 0.1}), "tau_s", "a time constant", "how slowly stress", "arrows only"),
    (lambda: intervention("x", {"k_sm": 1.2}), "reduction of 1.2", "outside 0 to 2", "muscle tension", "allowed is 1"),
    (lambda: intervention("x", {"k_sm": -6.0}), "reduction of -6", "outside 0 to 2", "muscle", "largest raise -4.7142"),
    (lambda: intervention("x", {"k_sm": NAN}), "reduction of k_sm = nan", "not a finite", "muscle tension", NUMBER),
    (lambda: intervention("x", {"k_sm": True}), "reduction of k_sm = True", "not a number", "muscle tension", NUMBER),
    (lambda: intervention("x", [("k_sm", 1)]), "reductions = [('k_sm', 1)]", "not a mapping", "x:", "{'k_sm': 0.3}"),
    (lambda: intervention("x", {}, tau_e=0), "tau_e = 0", "outside 0.05 to 365", "how slowly the", "the default is 14"),
    (lambda: intervention("x", {}, strength=2), "strength = 2", "outside 0 to 1", "share", "the default is 0.3"),
    (lambda: intervention("x y", {}), "'x y'", "cannot be called", "one word", "such as 'warm_baths'"),
    (lambda: intervention("sleep", {}), "'sleep'", "in the catalogue already", "sleep(...)", "another name"),
]
PLAN = [
    (lambda: scenario(plan=[adaptogen(), adaptogen(300)]), "adaptogen", "twice", "one effect level", "during((0, 28)"),
    (lambda: scenario(plan="adaptogen"), "plan = 'adaptogen'", "not a plan", "list", "[adaptogen(600, stop=84)]"),
    (lambda: scenario(plan=[adaptogen]), "function adaptogen", "not an intervention", "plan", "Use adaptogen(600)"),
    (lambda: scenario(plan=intervention("load", {})), "'load'", "cannot be called", "the model uses that name", ""),
    (
        lambda: scenario(person={"k_sm": 2}, plan=intervention("x", {"k_sm": -4})),
        "k_sm = 2 would move to between 2 and 10",
        "outside 0 to 2",
        "muscle tension",
        "Use a smaller reduction",
    ),
    (
        lambda: scenario(load=1.2, plan=intervention("x", {"load": -2})),
        "load = 1.2 would move to between 1.2 and 3.6",
        "outside 0 to 1.5",
        "stressor load",
        "Use a smaller reduction",
    ),
    (
        # Each alone stays in range; a turned sign times a raise does not.
        lambda: scenario(plan=[intervention("a", {"rho": 2.25}), intervention("b", {"rho": -2})]),
        "With a, b at full effect, rho = 0.8 would move to between -3 and 2.4",
        "outside -1 to 3",
        "cortisol's action",
        "Use a smaller reduction",
    ),
]
DAYS = [
    *[
        (lambda d=given: scenario(days=d), f"days = {given:g}", WHOLE, "", "such as [0, 0.25, 0.5]")
        for given in (0, -1, 1.5, 1e308, 36501)
    ],
    *[
        (lambda d=given: scenario(days=d), f"days = {given!r}", "is not a", "length of the run", NUMBER)
        for given in (NAN, True, "x", None)
    ],
    *[
        (lambda d=given: scenario(days=d), f"days = {given}", "must rise", "at least one day", "as in days=[0, 7, 14]")
        for given in ([], [3.0, 1.0], [1.0, 1.0], [-1.0, 2.0])
    ],
    (lambda: scenario(days=[0, 40000]), "days reaches 40000", "36500", "a hundred years", "Leave out what is later"),
    (lambda: scenario(days=[0, NAN]), "days = nan", "not a finite number", "a day to report", NUMBER),
    (lambda: scenario(days=np.array([True])), "days = True", "not a number", "a day to report", NUMBER),
    (lambda: scenario(days=np.array(["a"])), "days = 'a'", "not a number", "a day to report", NUMBER),
]
START = [
    (lambda: scenario(start=(0, 1, 0, 0)), "start = (0, 1, 0, 0)", "not known", "stress, cortisol", "five numbers"),
    (lambda: scenario(start="pained"), "start = 'pained'", "unknown", "five numbers", "Use 'calm', 'painful'"),
    (lambda: scenario(start=3), "start = 3", "not known", "stress, cortisol", "Use 'calm', 'painful', an earlier run"),
    (lambda: scenario(start=(1.1, 1, 0, 0, 0)), "stress = 1.1", "outside 0 to 1", "equations keep", "inside it"),
    (lambda: scenario(start=(0, 0.9, 0, 0, 0)), "cortisol = 0.9", "outside 1 to 2", "equations keep", "inside it"),
    (lambda: scenario(start=(0, 1, 0, -1, 0)), "inflammation = -1", "outside 0 to", "equations keep", "inside it"),
    (lambda: scenario(start=(0, 1, 0, 0, NAN)), "sensitivity = nan", "not a finite number", "state on day 0", NUMBER),
    (lambda: scenario(start=(True, 1, 0, 0, 0)), "stress = True", "not a number", "a state on day 0", NUMBER),
    (
        lambda: simulate(load=0.2, start="painful"),
        "start = 'painful': at load 0.2",
        "one ending only, felt pain 0.29",
        "needs one at 3 or more",
        "Use start='calm'",
    ),
]
RUN = [
    (lambda: simulate(3), "simulate(3)", "give a Scenario", "name what you set", "as in simulate(load=0.4)"),
    (lambda: simulate(scenario(), load=0.4), "simulate(scenario, ...)", "holds all", "change it", "scenario.but("),
    (lambda: simulate(scenario(), start=np.ones(5)), "simulate(scenario", "holds all", "change it", "scenario.but("),
    (lambda: scenario().but(lood=0.3), "lood", "has no", "it has", "load"),
    (lambda: scenario(title=3), "title = 3", "not a text", "", "Put it in quotes"),
    (lambda: simulate(days=9)["felt_pian"], "'felt_pian'", "No column", "(what is felt)", "did you mean 'felt_pain'"),
    (lambda: simulate(days=9)[0], "0", "No column", "Known:", "felt_pain"),
    (lambda: simulate(days=9).at(11), "day = 11", "outside the run", "from day 0 to day 9", "Use a day inside it"),
    (lambda: simulate(days=9).at(-1), "day = -1", "outside the run", "from day 0 to day 9", "Use a day inside it"),
    (lambda: simulate(days=9).at(NAN), "day = nan", "not a finite number", "a day of the run", NUMBER),
    (lambda: simulate(days=9).branch(11), "day = 11", "outside the run", "from day 0", "Use a day inside it"),
    (lambda: simulate(days=9).branch(5, load=2), "load = 2", "outside 0 to 1.5", "stressor", "the default is 0.3"),
    (
        lambda: simulate(plan=adaptogen(), days=9).branch(5, plan=adaptogen(reading="trials")),
        "adaptogen",
        "cannot change its reading",
        "one effect level serves the whole run",
        "begin a new run with start=run",
    ),
]
REST = [
    (lambda: rests(person=3), "person = 3", "not a person", "k_qs", "Give Person(k_qs=0.4)"),
    (lambda: rests(load=2), "load = 2", "outside 0 to 1.5", "stressor load", "the default is 0.3"),
    (lambda: rests(damage=NAN), "damage = nan", "not a finite number", "structural input", NUMBER),
    (lambda: rests(plan=[adaptogen()] * 2), "adaptogen", "twice", "one effect level", "during((0, 28)"),
    (
        lambda: rests(Person(k_sm=2), plan=intervention("x", {"k_sm": -4})),
        "k_sm = 2 would move to between 2 and 10",
        "outside 0 to 2",
        "muscle tension",
        "Use a smaller reduction",
    ),
]
CASES = [*PARAMETER, *NAME, *LOAD, *COURSE, *OWN, *PLAN, *DAYS, *START, *RUN, *REST]


@pytest.mark.parametrize(("call", "given", "rule", "meaning", "cure"), CASES)
def test_a_refusal_names_the_value_the_rule_its_meaning_and_what_to_do(call, given, rule, meaning, cure):
    with pytest.raises(InputError) as caught:
        call()
    message = str(caught.value)
    assert "\n" not in message
    for part in (given, rule, meaning, cure):
        assert part in message


@pytest.mark.parametrize("name", PARAMETERS)
def test_no_value_outside_a_declared_range_is_taken_or_clamped(name):
    quantity = PARAMETERS[name]
    for outside in (np.nextafter(quantity.low, -np.inf), np.nextafter(quantity.high, np.inf)):
        with pytest.raises(InputError, match=re.escape(f"({quantity.meaning})")):
            quantity.check(outside)


def touchable() -> list[str]:
    return [n for n, q in PARAMETERS.items() if not n.startswith("tau_") and q.default]


@pytest.mark.parametrize("name", touchable())
def test_the_largest_reduction_that_a_refusal_names_is_allowed_and_a_little_more_is_not(name):
    for size in (1e3, -1e3):
        with pytest.raises(InputError) as caught:
            intervention("own", {name: size})
        most, least = map(float, re.search(r"allowed is (\S+), the largest raise (\S+)\.$", str(caught.value)).groups())
        allowed = most if size > 0 else least
        scenario(plan=intervention("own", {name: allowed}))
        with pytest.raises(InputError):
            intervention("own", {name: allowed + math.copysign(2e-4, size)})


@pytest.mark.parametrize("name", ["tau_s", "tau_c", "tau_m", "tau_i", "tau_p"])
def test_no_intervention_acts_on_a_time_constant(name):
    with pytest.raises(InputError, match=f"{name} is a time constant"):
        intervention("own", {name: 0.0})


@pytest.mark.parametrize("name", CATALOGUE)
def test_ones_own_intervention_cannot_pass_for_one_of_the_catalogue(name):
    with pytest.raises(InputError, match="in the catalogue already"):
        intervention(name, {})


def test_a_name_between_several_is_answered_with_all_of_them():
    with pytest.raises(InputError) as caught:
        Person(k_qz=1)
    assert "'k_qs' (felt pain raises stress)" in str(caught.value)
    assert "'k_qw' (felt pain costs sleep)" in str(caught.value)


def test_a_huge_or_strange_value_does_not_flood_the_message():
    for value in ("x" * 10**6, [0] * 10**6, {"a": {"b": {"c": 1}}}):
        with pytest.raises(InputError) as caught:
            real(value, "k_qs", SELF)
        assert len(str(caught.value)) < 250


def test_numbers_of_numpy_are_numbers():
    assert Person(k_sm=np.float32(0.5), g=np.int64(3)) == Person(k_sm=0.5, g=3)
    own = intervention("own", {"k_sm": np.float32(0.5)}, strength=np.float64(0.5))
    assert scenario(plan=own).digest == scenario(plan=intervention("own", {"k_sm": 0.5}, strength=0.5)).digest
    assert scenario(days=np.arange(5)) == scenario(days=4)


@pytest.mark.parametrize("make", [simulate, scenario])
def test_a_persons_number_given_in_the_wrong_place_is_shown_its_place(make):
    with pytest.raises(InputError, match=r"k_qs is one of the person's numbers .*person=\{'k_qs': 0\}"):
        make(k_qs=0)
    with pytest.raises(InputError, match=r"No argument of \w+ is called 'lode'; did you mean 'load'"):
        make(lode=0.3)
