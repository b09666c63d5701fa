"""The page's solver against Python's: the same states, pain and outcomes, whatever the scenario."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from stresspain import (
    OUTCOMES,
    InputError,
    Scenario,
    State,
    adaptogen,
    library,
    painkiller,
    scenario,
    simulate,
)
from stresspain.cycle.rests import rests_of
from stresspain.model.interventions import turn_down
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
        effects = max(
            (float(np.max(np.abs(np.array(there["effects"][t.name]) - run[t.name]))) for t in each.plan), default=0.0
        )
        for name, size in (("state", state), ("pain", pain), ("else", max(effects, apart(there, run, SHOWN)))):
            worst[name] = max(worst[name], size)
    # Kept in the report of the run, whatever comes of it.
    record_property("largest differences", worst)
    record_property("too close to the ridge to call", close)
    assert worst["state"] <= STATES
    assert worst["pain"] <= PAIN
    assert worst["else"] <= STATES
    assert len(close) <= 2


def test_the_scenarios_compared_hold_what_is_hard(drawn: Any) -> None:
    given = drawn(SEED, COUNT)
    pulses = [each for each in given if any(b - a < 0.011 for a, b in pairwise(each.load.days))]
    breaks = [each for each in given if any(len(taken.courses.taken) > 1 for taken in each.plan)]
    assert len(pulses) > 15
    assert len(breaks) > 40
    assert sum(bool(each.levels) for each in given) > 20
    assert {each.start if isinstance(each.start, str) else "five numbers" for each in given} == {
        "calm",
        "painful",
        "five numbers",
    }


def test_the_outcomes_are_pythons(core: Core, drawn: Any) -> None:
    given = [*library().values(), *drawn(SEED + 1, 60)]
    recovered = 0
    for each, there in zip(given, solved(core, given), strict=True):
        run = simulate(each)
        here = {name: float(OUTCOMES[name].of(run.days, run["felt_pain"], 3.0)) for name in OUTCOMES}
        found = there["summary"]
        for name, other in (("peak", "peak"), ("mean", "mean"), ("last", "last"), ("days_above", "daysAbove")):
            assert found[other] == pytest.approx(here[name], abs=1e-4), (each, name)
        assert run["felt_pain"][run.days == found["peakDay"]] == pytest.approx(here["peak"], abs=1e-5)
        if found["recoveryDay"] is None:
            assert np.isnan(here["recovery_day"])
        else:
            recovered += 1
            assert found["recoveryDay"] == pytest.approx(here["recovery_day"], abs=1e-4)
    assert recovered > 5


def test_the_ending_is_among_the_rests_of_the_last_days_world(core: Core) -> None:
    on_its_way = scenario(load=0.4, start="painful", plan=adaptogen(600, stop=84), days=60)
    given = [*library().values(), on_its_way]
    arrived = 0
    for each, there in zip(given, solved(core, given), strict=True):
        day = float(each.grid[-1])
        k = each.person.numbers(each.load.at(day), each.damage.at(day))
        turn_down(k, each.plan, [taken.target(taken.courses.at(day)) for taken in each.plan])
        stable = [rest.felt_pain for rest in rests_of(k) if rest.stable]
        ending = there["summary"]["ending"]
        assert ending["endings"] == pytest.approx(stable, abs=1e-8)
        assert ending["nearest"] in ending["endings"]
        near = abs(ending["nearest"] - there["felt_pain"][-1]) < 0.1
        assert ending["arrived"] == near
        arrived += near
    assert 10 < arrived < len(given)


def test_a_course_holds_from_its_first_day_and_not_on_its_last(core: Core) -> None:
    """A strong painkiller hides pain while it is taken: the load's column and the effect's turn show which days."""
    given = scenario(load=[(0, 0.4), (10, 0.5)], start="painful", plan=painkiller(0.5, start=5, stop=10), days=20)
    found = core("core.solve(given)", given.to_dict())
    effect, load = np.array(found["effects"]["painkiller"]), np.array(found["load"])
    assert np.argmax(effect) == 10
    assert np.all(effect[:6] == 0.0)
    np.testing.assert_array_equal(load, np.where(np.arange(21) < 10, 0.4, 0.5))


def test_any_days_may_be_asked_for(core: Core) -> None:
    given = scenario(load=[(0, 0.3), (20, 0.9), (20 + 1 / 96, 0.3)], plan=adaptogen(600, start=7, stop=28), days=60)
    days = [0.0, 3.3, 7.0, 20.0, 20.005, 20 + 1 / 96, 41.7]
    run = simulate(given.but(days=days))
    found = core("core.solve(given.plain, given.days)", {"plain": given.to_dict(), "days": days})
    assert found["days"] == days
    assert apart(found, run, State._fields) < STATES


@pytest.mark.parametrize("days", [[], [-1, 2], [2, 1], [0, 40_000], ["x"], [None, 1]])
def test_days_that_no_run_can_report_are_refused(core: Core, days: list[Any]) -> None:
    found = core("core.solve(core.defaultScenario(), given)", days)
    assert not found["ok"] or found["days"] == [0, 1]


def test_a_painful_start_that_does_not_exist_is_refused_in_pythons_words(core: Core) -> None:
    given = scenario(load=0.1, start="painful")
    with pytest.raises(InputError) as error:
        simulate(given)
    found = core("core.solve(given)", given.to_dict())
    assert (found["ok"], found["error"]["code"]) == (False, "painful")
    assert found["error"]["text"].split(". Use")[0].replace("'", "") == str(error.value).split(". Use")[0].replace(
        "'", ""
    )


def test_a_run_leaves_its_scenario_as_it_was(core: Core) -> None:
    given = library()["everything"].to_dict()
    again = core("(() => { const x = structuredClone(given); core.solve(x); core.check(x); return x; })()", given)
    assert again == json.loads(json.dumps(given))


def test_a_hundred_years_and_a_single_day_can_be_run(core: Core) -> None:
    for days in (36500, [0.0], [36500.0], [0.0, 1e-12], 1):
        given = scenario(load=0.3, days=days)
        found = core("core.summary(core.solve(given), given)", given.to_dict())
        assert found["last"] == pytest.approx(0.43606, abs=1e-5)
