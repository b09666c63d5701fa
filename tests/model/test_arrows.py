"""The arrows found in the equations are the ones on the blackboard. Illustrative, not clinical."""

import numpy as np
import pytest

from stresspain.model.arrows import LETTERS, NODES, arrow, arrows, node_values, slopes
from stresspain.model.equations import REST, Observables, State, observables
from stresspain.model.errors import InputError
from stresspain.model.parameters import PARAMETERS, PERSONAL, Person
from stresspain.model.wiring import jacobian

#: Typed from the blackboard, not from the code: source, target, sign (? where the sign of rho decides), parameter.
BLACKBOARD = """
    load stress + k_ls
    felt_pain stress + k_qs
    stress cortisol + k_sc
    m_rest tension + m_rest
    stress tension + k_sm
    pain tension + k_qm
    stress inflammation + k_si
    cortisol inflammation ? rho
    ischaemia inflammation + k_xi
    nociception sensitivity + -
    sleep_loss sensitivity + k_wp
    tension ischaemia + -
    ischaemia nociception + w_x
    inflammation nociception + w_i
    damage nociception + -
    nociception pain + -
    sensitivity pain + g
    pain felt_pain + k_qf
    stress sleep_loss + k_sw
    felt_pain sleep_loss + k_qw
"""
WIRING = [line.split() for line in BLACKBOARD.strip().splitlines()]


def anywhere(seed):
    """Draw a state inside its ranges and a person's numbers inside theirs, none at zero."""
    rng = np.random.default_rng(seed)
    drawn = {
        n: rng.uniform(*np.interp([0.05, 0.95], [0, 1], [PARAMETERS[n].low, PARAMETERS[n].high])) for n in PERSONAL
    }
    k = Person(**drawn).numbers(rng.uniform(0.1, 1.4), rng.uniform(0.05, 0.45))
    return State(rng.uniform(0.05, 0.9), rng.uniform(1.01, 1.5), *rng.uniform(0.05, 0.9, 3)), k


def test_the_arrows_are_those_of_the_blackboard():
    assert {(a.source, a.target, a.parameter or "-") for a in arrows()} == {(s, t, p) for s, t, _, p in WIRING}
    assert len(arrows()) == len(WIRING)


@pytest.mark.parametrize("seed", range(20))
def test_every_arrow_has_its_sign_at_any_state(seed):
    state, k = anywhere(seed)
    found = slopes(state, k)
    for source, target, sign, _ in WIRING:
        expected = np.sign(k.rho) if sign == "?" else 1.0
        assert np.sign(found[source, target]) == expected, (source, target)
    for name in State._fields:
        assert found[name, name] < 0


def test_a_parameter_is_named_after_the_ends_of_its_arrow():
    letters = {name: letter.lower() for letter, name in LETTERS.items()} | {"load": "l", "felt_pain": "q"}
    for a in arrows():
        if a.parameter.startswith("k_") and a.parameter != "k_qf":
            assert a.parameter == f"k_{letters[a.source]}{letters[a.target]}"
        if a.parameter.startswith("w_"):
            assert a.parameter == f"w_{letters[a.source]}"


@pytest.mark.parametrize("seed", range(5))
def test_followed_from_state_to_state_the_arrows_make_the_jacobian(seed):
    state, k = anywhere(seed)
    found = slopes(state, k)
    acting = {node: [(s, found[s, t]) for s, t in found if t == node and s in NODES] for node in NODES}

    def answer(node, to):
        """How an observable's value answers to a state, by the chain rule."""
        if node in State._fields:
            return float(node == to)
        return sum(slope * answer(source, to) for source, slope in acting[node])

    by_hand = [[sum(slope * answer(s, to) for s, slope in acting[t]) for to in State._fields] for t in State._fields]
    np.testing.assert_allclose(by_hand, jacobian(state, k), rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("a", [a for a in arrows() if a.parameter in PERSONAL], ids=lambda a: a.name)
def test_the_parameter_that_carries_an_arrow_silences_it_and_no_other(a):
    state, k = anywhere(3)
    usual = slopes(state, k)
    setattr(k, a.parameter, 0.0)
    if a.source == "m_rest":
        assert k.m_rest == 0.0  # a source of its own: silent when it is zero
        return
    changed = slopes(state, k)
    assert [pair for pair in usual if usual[pair] != 0.0 and changed[pair] == 0.0] == [(a.source, a.target)]


def test_the_slopes_of_many_people_at_once_are_those_of_each():
    some = [anywhere(seed) for seed in range(4)]
    state = State(*(np.array(x) for x in zip(*(s for s, _ in some), strict=True)))
    k = Person().numbers(0.0)
    for name in PARAMETERS:
        setattr(k, name, np.array([getattr(one, name) for _, one in some]))
    together = slopes(state, k)
    for i, (s, one) in enumerate(some):
        for pair, slope in slopes(s, one).items():
            np.testing.assert_allclose(np.broadcast_to(together[pair], (4,))[i], slope, rtol=1e-13)


def test_nodes_have_the_values_of_states_and_observables():
    k = Person().numbers(0.3)
    seen = {**REST._asdict(), **observables(REST, k)._asdict()}
    assert node_values(REST, k) == {name: seen[name] for name in NODES}
    assert set(NODES) == {*State._fields, *Observables._fields} - {"blood_flow"}


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("pain->stress", "felt_pain->stress"),
        ("pain -> sleep", "felt_pain->sleep_loss"),
        ("pain->tension", "pain->tension"),
        ("Felt pain → stress", "felt_pain->stress"),
        ("posture->tension", "m_rest->tension"),
        ("ischemia->inflammation", "ischaemia->inflammation"),
        ("sensitization->pain", "sensitivity->pain"),
        ("k_sm", "stress->tension"),
        ("rho", "cortisol->inflammation"),
    ],
)
def test_an_arrow_goes_by_the_words_that_people_use(said, meant):
    assert arrow(said).name == meant


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("pain->stres", "did you mean 'felt_pain->stress'"),
        ("cortisol->tension", "the equations have none. From cortisol arrows go to inflammation; into tension"),
        ("tension->load", "into load they come from nothing"),
        ("tau_m", "No arrow is called"),
        ("->", "No arrow is called"),
        (7, "not the name of an arrow"),
    ],
)
def test_an_arrow_that_is_not_there_is_refused_with_what_is(said, told):
    with pytest.raises(InputError, match="arrow") as error:
        arrow(said)
    assert told in str(error.value)
