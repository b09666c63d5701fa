"""The line between two endings is where the whole model's ending changes."""

from __future__ import annotations

import numpy as np
import pytest

from stresspain.cycle.plane import settle_others
from stresspain.cycle.rests import rests
from stresspain.cycle.setting import setting
from stresspain.model.parameters import Person
from stresspain.simulation.basin import divide
from stresspain.simulation.run import simulate


def ends(names: tuple[str, str], at: tuple[float, float], person: Person, load: float) -> float:
    """Felt pain two thousand days after a start with two given states, the others settled."""
    held = {name: np.array([value]) for name, value in zip(names, at, strict=True)}
    start = [float(part[0]) for part in settle_others(held, person.numbers(load))[0]]
    return float(simulate(person=person, load=load, start=start, days=[0, 2000])["felt_pain"][-1])


@pytest.mark.parametrize("rho", [0.8, -0.5])
def test_starts_just_below_the_line_end_calm_and_just_above_it_painful(rho):
    names, person = ("tension", "sensitivity"), Person(rho=rho)
    line = divide(names, setting([], person=person, load=0.45), np.linspace(0, 0.5, 6), np.linspace(0, 1, 6))
    assert len(line.x) >= 3
    for x, y in zip(line.x, line.y, strict=True):
        assert ends(names, (x, y - 2 * line.width), person, 0.45) < 3
        assert ends(names, (x, y + 2 * line.width), person, 0.45) > 3


def test_the_ridge_lies_on_the_line():
    ridge = rests(load=0.4)[1].state
    x = np.array([ridge.tension, 0.3])
    line = divide(("tension", "sensitivity"), setting([], load=0.4), x, np.array([0.0, 1.0]))
    assert line.y[0] == pytest.approx(ridge.sensitivity, abs=line.width)


def test_a_steep_line_is_searched_the_other_way():
    line = divide(("stress", "cortisol"), setting([], load=0.4), np.linspace(0, 0.5, 9), np.linspace(1, 1.3, 5))
    assert line.upright
    assert len(line.y) == 5


def test_with_one_ending_there_is_no_line():
    line = divide(("tension", "sensitivity"), setting([], load=0.7), np.linspace(0, 0.5, 4), np.linspace(0, 1, 4))
    assert len(line.x) == 0
