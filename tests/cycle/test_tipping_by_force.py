"""Every tipping point of fifty drawn people equals what stepping the load up and down, settled, comes to.

The force used here knows the five rates and nothing of return maps, rests or folds: the body is held
at one load until nothing moves, then the load is stepped. Going up it starts from no load, going down
from the highest. Where the two ways differ, two endings coexist; the edges of that are then halved.
"""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from stresspain.cycle.tipping import tipping_points
from stresspain.model.equations import State, rates
from stresspain.model.parameters import PARAMETERS, PERSONAL, Person

N = 50
STEP = 0.0125
LOADS = np.arange(0, 1.5 + STEP / 2, STEP)
CLOSE = 1e-3


def drawn(rng: np.random.Generator) -> Person:
    """Draw every number log-normally, 25 % around its default; again where it leaves its range."""
    numbers = {}
    for name in PERSONAL:
        quantity = PARAMETERS[name]
        value = np.inf
        while not quantity.low <= value <= quantity.high:
            value = quantity.default * np.exp(0.25 * rng.standard_normal())
        numbers[name] = float(value)
    return Person(**numbers)


@pytest.fixture(scope="module")
def crowd() -> list[Person]:
    rng = np.random.default_rng(20261123)
    return [drawn(rng) for _ in range(N)]


def numbers_of(crowd: list[Person]) -> SimpleNamespace:
    """Everyone's numbers as arrays. Rests do not depend on how slowly states move: all move alike here."""
    k = SimpleNamespace(**{name: np.array([getattr(p, name) for p in crowd]) for name in PERSONAL}, damage=0.0)
    vars(k).update({name: 1.0 for name in PERSONAL if name.startswith("tau_")})
    return k


def settled(states: np.ndarray, load: np.ndarray, k: SimpleNamespace) -> np.ndarray:
    """Hold the load until nothing moves any more."""
    k.load = load
    for _ in range(100_000):
        change = 0.25 * np.array(rates(State(*states), k))
        states = states + change
        if np.abs(change).max() < 1e-9:
            return states
    raise AssertionError("someone does not settle")


def forced(crowd: list[Person]) -> list[list[tuple[float, float]]]:
    """Each person's windows of load in which two endings coexist; NaN where one is open to an end."""
    k = numbers_of(crowd)
    rested = np.array([np.zeros(N), np.ones(N), *np.zeros((3, N))])
    worn = np.array([np.full(N, 0.99), 1 + k.k_sc, np.full(N, 0.99), np.full(N, 5.0), np.full(N, 0.99)])
    up, down = [settled(rested, np.full(N, LOADS[0]), k)], [settled(worn, np.full(N, LOADS[-1]), k)]
    for load in LOADS[1:]:
        up.append(settled(up[-1], np.full(N, load), k))
    for load in LOADS[-2::-1]:
        down.append(settled(down[-1], np.full(N, load), k))
    two = differ(np.array(up), np.array(down[::-1]))
    edges = [np.flatnonzero(np.diff(row.astype(int))) for row in two.T]
    places = [(who, int(i)) for who, row in enumerate(edges) for i in row]
    found = halved(places, np.array(up), np.array(down[::-1]), two, crowd)
    windows = []
    for who in range(N):
        mine = [value for (owner, _), value in zip(places, found, strict=True) if owner == who]
        mine = ([np.nan] if two[0, who] else []) + mine + ([np.nan] if two[-1, who] else [])
        windows.append(list(zip(mine[::2], mine[1::2], strict=True)))
    return windows


def differ(up: np.ndarray, down: np.ndarray) -> np.ndarray:
    """Whether the two ways came to different endings; the states stand second to last."""
    return np.abs(up - down).max(axis=-2) > 1e-4


def halved(places, up, down, two, crowd) -> np.ndarray:
    """Halve every bracket between a load with two endings and one without, all at once."""
    if not places:
        return np.zeros(0)
    who, i = np.array(places).T
    k = numbers_of([crowd[w] for w in who])
    low, high = LOADS[i], LOADS[i + 1]
    from_below, from_above = up[i, :, who].T, down[i + 1, :, who].T
    while (high - low).max() > 0.05 * CLOSE:
        middle = 0.5 * (low + high)
        here = settled(from_below, middle, k), settled(from_above, middle, k)
        like_low = differ(*here) == two[i, who]
        low, high = np.where(like_low, middle, low), np.where(like_low, high, middle)
        from_below = np.where(like_low, here[0], from_below)
        from_above = np.where(like_low, from_above, here[1])
    return 0.5 * (low + high)


def test_every_tipping_point_of_fifty_people_is_where_force_finds_it_none_missed_and_none_invented(crowd):
    seen = 0
    for person, windows in zip(crowd, forced(crowd), strict=True):
        found = tipping_points("load", person=person)
        # What is narrower than a step of the load, force may overlook.
        ours = [w for w in found.windows if w.high - w.low > STEP or w.open_low or w.open_high]
        theirs = [w for w in windows if not w[1] - w[0] <= STEP]
        assert len(ours) == len(theirs), person
        for mine, (low, high) in zip(ours, theirs, strict=True):
            assert mine.open_low == np.isnan(low)
            assert mine.open_high == np.isnan(high)
            assert mine.open_low or abs(mine.low - low) < CLOSE, person
            assert mine.open_high or abs(mine.high - high) < CLOSE, person
            seen += 2 - mine.open_low - mine.open_high
        assert len(found.folds) == sum(2 - w.open_low - w.open_high for w in found.windows)
    assert seen > 30
