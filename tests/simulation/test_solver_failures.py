"""A number that is none never passes through an engine unseen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from stresspain.model.catalogue import adaptogen
from stresspain.model.errors import RunError
from stresspain.simulation.engines import ENGINES
from stresspain.simulation.problem import problem
from stresspain.simulation.scenario import scenario

DIARY = [(day, 0.3 + 0.01 * (day % 3)) for day in range(20)]


@pytest.mark.needs_package("heyoka")
@pytest.mark.parametrize("load", [0.4, DIARY])
@pytest.mark.parametrize("bad", [np.nan, np.inf])
@pytest.mark.parametrize("state", range(6))
def test_the_fast_engine_stops_where_a_state_is_not_finite(load: object, bad: float, state: int) -> None:
    good = problem(scenario(load=load, plan=[adaptogen(600, stop=10)], days=30))
    initial = good.initial.copy()
    initial[state] = bad
    with pytest.raises(RunError, match=r"[Dd]ay 0"):
        ENGINES["heyoka"].integrate(replace(good, initial=initial), 1.0)
