"""The calm start is found by a climb where that is quick; it must be the rest that the full search finds."""

from __future__ import annotations

import numpy as np
import pytest

from stresspain.cycle.levels import pain_levels
from stresspain.cycle.rests import calm
from stresspain.model.equations import settled
from stresspain.model.parameters import PARAMETERS, PERSONAL, Person


def drawn(seed: int) -> Person:
    """Return a person of whom about every second number is drawn from its whole range."""
    rng = np.random.default_rng(seed)
    changes = {n: rng.uniform(PARAMETERS[n].low, PARAMETERS[n].high) for n in PERSONAL if rng.random() < 0.5}
    return Person(**changes)


@pytest.mark.parametrize("seed", range(60))
def test_the_calm_start_is_the_lowest_rest_of_the_full_search(seed: int) -> None:
    for load in (0.0, 0.4, 1.3):
        k = drawn(seed).numbers(load)
        np.testing.assert_allclose(calm(k), settled(pain_levels(k)[0], k), rtol=0, atol=1e-12)


@pytest.mark.parametrize("distance", [1e-2, 1e-4, 1e-6, 1e-9, -1e-9, -1e-6, -1e-4, -1e-2])
def test_the_calm_start_is_right_on_both_sides_of_the_tipping_point(distance: float) -> None:
    # The fold of the default person, where the calm ending is lost (model.md: 0.5469), by bisection.
    low, high = 0.5, 0.6
    while high - low > 1e-13:
        middle = 0.5 * (low + high)
        low, high = (middle, high) if len(pain_levels(Person().numbers(middle))) > 1 else (low, middle)
    k = Person().numbers(low - distance)
    np.testing.assert_allclose(calm(k), settled(pain_levels(k)[0], k), rtol=0, atol=1e-12)
    assert (calm(k).sensitivity < 0.5) == (distance > 0)


def test_a_body_at_rest_without_load_or_posture_starts_from_zero() -> None:
    assert calm(Person(m_rest=0).numbers(0.0)) == (0.0, 1.0, 0.0, 0.0, 0.0)
