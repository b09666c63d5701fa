"""Every loop is found, and their gains add up to the slope of the return map. Illustrative, not clinical."""

import math
import re

import numpy as np
import pytest

from stresspain.cycle.circuits import circuits
from stresspain.cycle.levels import pain_levels
from stresspain.cycle.loops import loops, loops_at
from stresspain.cycle.rests import rests
from stresspain.cycle.return_map import pain_out, slope
from stresspain.model import equations as eq
from stresspain.model.arrows import LETTERS, arrows, node_values
from stresspain.model.catalogue import adaptogen, painkiller, sleep
from stresspain.model.cut import cut
from stresspain.model.equations import State, settled
from stresspain.model.errors import InputError
from stresspain.model.parameters import PARAMETERS, PERSONAL, Person
from stresspain.model.wiring import jacobian
from stresspain.simulation.run import simulate

#: Found by hand on the blackboard: S C M I P states, X ischaemia, N nociception, Q pain, F felt pain, W sleep loss.
_WAYS = "QMXN QMXIN QMXNP QMXINP QFSMXN QFSMXIN QFSMXNP QFSMXINP QFSIN QFSINP QFSCIN QFSCINP QFSWP QFWP"
BY_HAND = _WAYS.split()

# Cortisol restrains so much inflammation that the gains add up to less than nothing.
RESTRAINED = Person(rho=-1, k_sc=1, k_qm=0, k_sm=0, k_si=0, k_xi=1.5, w_i=2, k_wp=0, g=0, m_rest=0.3, k_qs=2, w_x=0)


def somebody(rng):
    """Draw a person around the defaults (log-normal, 25 %), with cortisol's action of either sign, and a load."""
    drawn = {}
    for name in PERSONAL:
        q = PARAMETERS[name]
        drawn[name] = float(np.clip(q.default * rng.lognormal(0.0, 0.25), q.low, q.high))
    drawn["rho"] *= rng.choice([-1.0, 1.0])
    return (
        Person(**drawn | {"rho": max(drawn["rho"], -1.0)}),
        float(rng.uniform(0.0, 1.0)),
        float(rng.uniform(0.0, 0.05)),
    )


def by_derivative_without(dead, state, k):
    """How much pain answers to itself once round, the argument of one arrow held still: no loop is listed here."""
    values = node_values(state, k)
    step, moved = 1e-30, {"pain": values["pain"] + 1e-30j}

    def value(name):
        if name in moved:
            return moved[name]
        function = getattr(eq, f"d_{name}" if name in State._fields else name)
        sources = [LETTERS[p] for p in function.__code__.co_varnames[: function.__code__.co_argcount - 1]]
        given = [values[s] if f"{s}->{name}" == dead or s == name else value(s) for s in sources]
        if name in State._fields:
            # A rate is a straight line in its own state, which comes first: solve it for zero.
            at_0, at_1 = function(0.0, *given[1:], k), function(1.0, *given[1:], k)
            moved[name] = at_0 / (at_0 - at_1)
        else:
            moved[name] = function(*given, k)
        return moved[name]

    fresh = moved.pop("pain")
    moved["pain"] = fresh
    n, p = value("nociception"), value("sensitivity")
    n = values["nociception"] if dead == "nociception->pain" else n
    p = values["sensitivity"] if dead == "sensitivity->pain" else p
    return np.imag(eq.pain(n, p, k)) / step


def test_the_loops_are_those_found_by_hand():
    letters = {name: letter for letter, name in LETTERS.items()}
    assert sorted("".join(letters[node] for node in c) for c in circuits()) == sorted(BY_HAND)


def test_on_500_people_the_gains_add_up_to_the_slope_of_the_return_map():
    rng = np.random.default_rng(20260131)
    seen = 0
    for _ in range(500):
        person, load, damage = somebody(rng)
        k = person.numbers(load, damage)
        for q in pain_levels(k):
            found = loops_at(State(*(float(x) for x in settled(q, k))), k, person)
            assert found.settled
            assert abs(found.total - slope(q, k)) < 1e-10
            assert found.residual < 1e-10
            h = 1e-5
            numerical = (
                8 * (pain_out(q + h, k) - pain_out(q - h, k)) - pain_out(q + 2 * h, k) + pain_out(q - 2 * h, k)
            ) / (12 * h)
            assert found.total == pytest.approx(numerical, rel=1e-7, abs=1e-8)
            seen += 1
    assert seen > 600


@pytest.mark.parametrize("dead", [a.name for a in arrows() if a.source not in ("load", "damage", "m_rest")])
def test_setting_one_arrow_to_zero_removes_exactly_the_shares_of_its_loops(dead):
    rng = np.random.default_rng(7)
    for _ in range(5):
        person, load, damage = somebody(rng)
        k = person.numbers(load, damage)
        found = loops_at(State(*(float(x) for x in settled(pain_levels(k)[-1], k))), k, person)
        size = sum(abs(loop.gain) for loop in found)
        lost = size * sum(loop.share for loop in found.through(dead))
        assert found.total - lost == pytest.approx(by_derivative_without(dead, found.state, k), abs=1e-12)
        assert found.without(dead).total == pytest.approx(found.total - lost, abs=1e-14)
        assert found.without(dead).links[dead] == 0.0


@pytest.mark.parametrize("seed", range(20))
def test_at_any_state_one_minus_the_gains_is_the_determinant_over_the_states_own_pulls(seed):
    rng = np.random.default_rng(seed)
    person, load, damage = somebody(rng)
    k = person.numbers(load, damage)
    state = State(rng.uniform(0, 0.9), 1 + rng.uniform(0, 0.5), *rng.uniform(0, 0.9, 3))
    values = node_values(state, k)
    own = [-(1 + k.k_ls * k.load + k.k_qs * values["felt_pain"]) / k.tau_s, -1 / k.tau_c]
    own += [-(1 + k.m_rest + k.k_sm * state.stress + k.k_qm * values["pain"]) / k.tau_m, -1 / k.tau_i, -1 / k.tau_p]
    found = loops_at(state, k, person)
    assert not found.settled
    assert found.residual is None
    assert 1 - found.total == pytest.approx(np.linalg.det(jacobian(state, k)) / np.prod(own), rel=1e-10, abs=1e-12)


@pytest.mark.parametrize("rest", rests(load=0.3), ids=["calm", "ridge", "painful"])
def test_shares_add_up_to_one_and_carry_the_sign(rest):
    for rho in (0.8, -0.8):
        found = loops(rest.state, person=Person(rho=rho))
        assert sum(abs(loop.share) for loop in found) == pytest.approx(1.0, abs=1e-14)
        for loop in found:
            through_cortisol = "cortisol" in loop.nodes
            assert (loop.share < 0) == (loop.gain < 0) == (rho < 0 and through_cortisol)
            assert loop.name[0] == ("B" if loop.gain < 0 else "R")


def test_shares_are_defined_where_the_gains_add_up_to_less_than_nothing():
    found = loops("calm", person=RESTRAINED, load=0.5)
    assert found.total < -0.01
    assert found.residual < 1e-14
    assert sum(abs(loop.share) for loop in found) == pytest.approx(1.0)


def test_where_every_loop_is_cut_every_share_is_zero():
    found = loops("calm", person=Person(k_qm=0), plan=[cut("pain->felt_pain")])
    assert found.total == 0.0
    assert {loop.share for loop in found} == {0.0}


def test_a_loop_keeps_its_number_at_every_state():
    calm, painful = loops("calm"), loops("painful")
    assert {loop.name: loop.nodes for loop in calm} == {loop.name: loop.nodes for loop in painful}
    assert painful["R1"].nodes == ("pain", "tension", "ischaemia", "nociception")
    assert painful["R1"].arrows == (
        "pain->tension",
        "tension->ischaemia",
        "ischaemia->nociception",
        "nociception->pain",
    )


def test_the_strongest_comes_first():
    gains = [abs(loop.gain) for loop in loops("painful", load=0.4)]
    assert gains == sorted(gains, reverse=True)


def test_on_the_ridge_more_comes_back_than_goes_in_and_beside_it_less():
    low, ridge, high = (loops(rest) for rest in rests(load=0.3))
    assert max(low.total, high.total) < 1 < ridge.total


def test_through_an_arrow_out_of_which_every_loop_goes_all_shares_pass():
    assert loops().share_through("nociception->pain") + loops().share_through("sensitivity->pain") == pytest.approx(1.0)
    assert loops().share_through("load->stress") == 0.0
    restrained = loops("calm", person=Person(rho=-1))
    assert restrained.share_through("stress->cortisol") == -sum(loop.share for loop in restrained.through("rho")) > 0


def test_a_day_of_a_run_has_the_numbers_of_that_day():
    run = simulate(load=[(0, 0.4), (10, 0.6)], start="painful", days=40, plan=[adaptogen(), painkiller(stop=20)])
    found = loops(run, day=15)
    level = run["adaptogen"][15]
    assert found.numbers["k_sm"] == pytest.approx(0.35 * (1 - 0.4 * level))
    assert found.numbers["load"] == 0.6
    assert found.left["stress->tension"] == pytest.approx(1 - 0.4 * level)
    assert set(found.left) == {"stress->tension", "stress->cortisol", "stress->inflammation", "pain->felt_pain"}
    np.testing.assert_allclose(found.state, run.states[15])
    assert loops(run).state == run.last_state
    assert loops(run, day=15.5).state.stress == pytest.approx(run.at(15.5)["stress"])


def test_what_is_taken_for_good_counts_at_its_long_run_level():
    found = loops("painful", load=0.4, plan=sleep(0.4))
    assert found.left == {"sleep_loss->sensitivity": pytest.approx(0.6)}
    assert found.slope == pytest.approx(found.total, abs=1e-13)


def test_the_table_lists_every_loop_and_the_sum():
    said = str(loops("painful", load=0.4))
    assert len(said.splitlines()) == 1 + 14 + 2
    assert re.search(r"R1 +0\.1985 +41\.8% +pain -> tension -> ischaemia -> nociception -> pain", said)
    assert "R'(Q)" in said
    assert "not clinical" in said


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: loops(simulate(days=2), load=0.4), "the run holds person, load, damage and plan"),
        (lambda: loops("painful", day=3), "a day goes with a run"),
        (lambda: loops(rests(load=0.3)[-1], load=0.4), "this rest is none under the numbers given beside it"),
        (lambda: loops("paneful"), "give 'painful', 'calm', a rest, a run, or five finite numbers"),
        (lambda: loops((0.1, 1.0, 0.1)), "five finite numbers"),
        (lambda: loops((0.1, math.nan, 0.1, 0, 0)), "loops(state) = nan is not a finite number"),
        (lambda: loops(("a", 1, 1, 1, 1)), "loops(state) = 'a' is not a number"),
        (lambda: loops(simulate(days=2), day=9), "lies outside the run"),
        (lambda: loops()["R99"], "No loop is called 'R99'"),
        (lambda: loops().through("pain->cortisol"), "No arrow goes from pain to cortisol"),
        (lambda: loops("painful", load=0.1), "one ending only"),
    ],
)
def test_what_cannot_be_used_is_refused_with_the_way_out(call, told):
    with pytest.raises(InputError) as error:
        call()
    assert told in str(error.value)
