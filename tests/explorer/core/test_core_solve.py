"""The page's solver against Python's: the same states, pain and outcomes, whatever the scenario."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from stresspain import OUTCOMES, Scenario, State, adaptogen, scenario, simulate
from stresspain.simulation.engines import engine
from stresspain.simulation.problem import problem

pytestmark = [pytest.mark.needs_program("chromium"), pytest.mark.needs_package("playwright")]

Core = Callable[..., Any]

COUNT, SEED = 200, 20261123
#: Allowed differences: of any state, and of pain on 0 to 10.
STATES, PAIN = 1e-6, 1e-5
SHOWN = ("ischaemia", "nociception", "sleep_loss", "load")


def solved(core: Core, given: list[Scenario], tighter: float = 1.0) -> list[dict[str, Any]]:
    """Solve many scenarios in the page."""
    plain = json.dumps([each.to_dict() for each in given])
    code = f"""JSON.stringify(JSON.parse(given).map((plain) => {{
      const found = core.solve(plain, undefined, {{ tighter: {tighter} }});
      const lists = (x) => Object.fromEntries(Object.entries(x).map(([k, v]) => [k, Array.from(v)]));
      if (!found.ok) return found;
      const {{ ok, effects, ...columns }} = found;
      return {{ ok, effects: lists(effects), ...lists(columns), summary: core.summary(found, plain) }};
    }}))"""
    found: list[dict[str, Any]] = json.loads(core(code, plain))
    return found


def apart(found: dict[str, Any], run: Any, names: tuple[str, ...]) -> float:
    """Return the largest difference of some columns."""
    return max(float(np.max(np.abs(np.array(found[name]) - run[name]))) for name in names)


def too_close(core: Core, given: Scenario, found: dict[str, Any]) -> bool:
    """Say whether a tenfold tighter tolerance, here or there, changes a run by more than is allowed."""
    (again,) = solved(core, [given], tighter=10.0)
    here = max(float(np.max(np.abs(np.array(again[n]) - np.array(found[n])))) for n in State._fields)
    both = [engine().integrate(problem(given), tighter)[:, :5] for tighter in (1.0, 10.0)]
    return max(here, float(np.max(np.abs(both[0] - both[1])))) > STATES


def test_two_hundred_scenarios_go_as_in_python(core: Core, drawn: Any, record_property: Any) -> None:
    given = drawn(SEED, COUNT)
    found = solved(core, given)
    close = []
    worst = {"state": 0.0, "pain": 0.0, "else": 0.0}
    for each, there in zip(given, found, strict=True):
        assert there["ok"], there
        run = simulate(each)
        np.testing.assert_array_equal(there["days"], run.days)
        state = apart(there, run, State._fields)
        pain = apart(there, run, ("pain", "felt_pain"))
        if (state > STATES or pain > PAIN) and too_close(core, each, there):
            close.append(each.digest)
            continue
        effects = max((float(np.max(np.abs(np.array(there["effects"][t.name]) - run[t.name]))) for t in each.plan), default=0.0)
        for name, size in (("state", state), ("pain", pain), ("else", max(effects, apart(there, run, SHOWN)))):
            worst[name] = max(worst[name], size)
    record_property("worst", worst)
    record_property("too close to the ridge to call", close)
    print(worst, close)
    assert worst["state"] <= STATES
    assert worst["pain"] <= PAIN
    assert worst["else"] <= STATES
    assert len(close) <= 2
