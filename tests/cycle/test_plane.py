"""Two states held, three settled."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from stresspain.cycle.plane import STATES, check_pair, plane, settle_others
from stresspain.cycle.rests import rests
from stresspain.cycle.setting import setting
from stresspain.model.equations import State, rates
from stresspain.model.errors import InputError
from stresspain.model.parameters import Person

PAIRS = list(combinations(STATES, 2))


@pytest.mark.parametrize("names", PAIRS, ids=["-".join(pair) for pair in PAIRS])
def test_the_states_that_are_not_held_stand_still_and_those_held_are_as_given(names):
    k = Person().numbers(0.4)
    rng = np.random.default_rng(1)
    held = {name: rng.uniform(0, 1, 30) + (name == "cortisol") for name in names}
    state, _ = settle_others(held, k)
    for name, rate in rates(state, k)._asdict().items():
        if name in names:
            np.testing.assert_array_equal(getattr(state, name), held[name])
        else:
            assert np.abs(rate).max() < 1e-12


@pytest.mark.parametrize("names", [("tension", "sensitivity"), ("stress", "sensitivity"), ("inflammation", "tension")])
def test_the_two_states_stand_still_at_every_rest(names):
    k = setting([], load=0.4).at()
    for rest in rests(load=0.4):
        x, y = (np.array([getattr(rest.state, name)]) for name in names)
        flow = plane(names, x, y, k)
        assert abs(flow.dx[0, 0]) < 1e-12
        assert abs(flow.dy[0, 0]) < 1e-12
        assert not flow.several[0, 0]


def test_where_the_others_could_settle_in_more_ways_the_one_with_the_least_pain_is_taken_and_marked():
    k = Person().numbers(0.4)
    ridge = rests(load=0.4)[1].state
    held = {"stress": np.array([ridge.stress]), "cortisol": np.array([ridge.cortisol])}
    state, several = settle_others(held, k)
    assert several[0]
    assert state.sensitivity[0] < ridge.sensitivity
    # The other ways are real: from the painful side the same two held states settle higher.
    higher = State(ridge.stress, ridge.cortisol, 0.9, 0.9, 0.99)
    for _ in range(20_000):
        change = rates(higher, k)
        higher = State(
            higher.stress, higher.cortisol, *(a + 0.2 * b for a, b in zip(higher[2:], change[2:], strict=True))
        )
    assert higher.sensitivity > ridge.sensitivity


@pytest.mark.parametrize(("x", "y", "said"), [("stress", "stress", "two different"), ("load", "stress", "No state")])
def test_a_plane_needs_two_different_states(x, y, said):
    with pytest.raises(InputError, match=said):
        check_pair(x, y)
