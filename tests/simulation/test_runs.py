"""What a run is: a value that nothing changes, that answers for any day and can be taken up again."""

from __future__ import annotations

import copy
import dataclasses
import os
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from stresspain.cycle.rests import rests
from stresspain.model.catalogue import adaptogen, intervention, lifestyle, painkiller, posture, sleep
from stresspain.model.errors import InputError, RunError
from stresspain.model.parameters import PARAMETERS, PERSONAL, Person
from stresspain.simulation import engines
from stresspain.simulation.engines import Engine, has_heyoka
from stresspain.simulation.plain import FOR_PEOPLE
from stresspain.simulation.run import COLUMNS, Run, simulate
from stresspain.simulation.scenario import Scenario, scenario

ENGINES = [
    "scipy",
    pytest.param("heyoka", marks=pytest.mark.skipif(not has_heyoka(), reason="heyoka is not installed here")),
]
EACH_ENGINE = pytest.mark.parametrize("engine", ENGINES)

BACK = {"load": 0.4, "start": "painful"}


@pytest.fixture(scope="module")
def run() -> Run:
    return simulate(**BACK, plan=[adaptogen(600, stop=28), painkiller(0.3, start=3, stop=10)], days=60)


# --- nothing changes it ---------------------------------------------------------------------------


def test_no_array_of_a_run_can_be_written_to(run):
    arrays = [run.days, run.states, run.levels, run.scenario.grid, *(run[name] for name in run.columns)]
    for array in arrays:
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0.0


def test_no_field_of_a_run_a_scenario_or_an_intervention_can_be_set(run):
    for thing, name in [(run, "states"), (run.scenario, "load"), (run.scenario.plan[0], "tau_e")]:
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(thing, name, None)
    with pytest.raises(TypeError):
        run.provenance["engine"] = "another"
    with pytest.raises(dataclasses.FrozenInstanceError):
        run.scenario.load.values = ()


def test_what_was_given_may_change_afterwards_without_changing_the_run():
    days, load, person = np.arange(0.0, 30.0), [(0, 0.3), (10, 0.9)], {"k_sm": 0.4}
    plan = [adaptogen(stop=5)]
    made = simulate(days=days, load=load, person=person, plan=plan)
    before = (made.states.copy(), made.scenario.digest)
    days[:] = 0.0
    load[1] = (10, 0.0)
    person["k_sm"] = 0.0
    plan.clear()
    again = simulate(made.scenario)
    np.testing.assert_array_equal(again.states, before[0])
    assert made.scenario.digest == before[1]
    assert made.days[-1] == 29


@EACH_ENGINE
def test_three_scenarios_run_in_turn_do_not_interfere(engine):
    # As in covasim issue 316: running one scenario must leave no trace in the next, in any order.
    made = [
        scenario(load=0.3, days=120),
        scenario(**BACK, plan=adaptogen(stop=84), days=120),
        scenario(person={"rho": -0.5}, load=[(0, 0.3), (9, 1.1), (40, 0.2)], plan=lifestyle(), days=120),
    ]
    alone = [simulate(one, engine=engine).states for one in made]
    for order in ([2, 1, 0], [0, 0, 1], [1, 2, 1]):
        for i in order:
            np.testing.assert_array_equal(simulate(made[i], engine=engine).states, alone[i])


@EACH_ENGINE
def test_runs_side_by_side_on_threads_equal_runs_one_by_one(engine):
    made = [scenario(load=0.2 + 0.05 * i, plan=adaptogen(100 * i, stop=30), days=90) for i in range(8)]
    alone = [simulate(one, engine=engine).states for one in made]
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda one: simulate(one, engine=engine).states, made * 2))
    for a, b in zip(alone * 2, together, strict=True):
        np.testing.assert_array_equal(a, b)


def test_a_run_survives_pickling_and_copying_as_immutable_as_it_was(run):
    for again in (pickle.loads(pickle.dumps(run)), copy.deepcopy(run), copy.copy(run)):
        assert again.scenario == run.scenario
        assert again.provenance == run.provenance
        for name in run.columns:
            np.testing.assert_array_equal(again[name], run[name])
        for array in (again.days, again.states, again.levels, again.scenario.grid, again["pain"]):
            assert not array.flags.writeable
        with pytest.raises(TypeError):
            again.provenance["engine"] = "another"


# --- what it knows --------------------------------------------------------------------------------


def test_a_run_knows_every_documented_column_and_every_effect_level(run):
    assert set(run.columns) == {*COLUMNS, "adaptogen", "painkiller"}
    assert all(run[name].shape == (61,) for name in run.columns)
    np.testing.assert_array_equal(run["day"], np.arange(61.0))


@EACH_ENGINE
def test_a_run_says_where_it_came_from(engine):
    made = simulate(days=3, engine=engine)
    tolerances = {"scipy": {"rtol": 1e-11, "atol": 1e-13}, "heyoka": {"tol": 1e-11}}[engine]
    assert made.provenance["engine"] == engine
    assert made.provenance["scenario"] == made.scenario.digest
    assert made.provenance["version"]
    assert {n: made.provenance[n] for n in tolerances} == tolerances


def test_the_automatic_engine_is_the_fast_one_where_installed():
    assert simulate(days=1).provenance["engine"] == ("heyoka" if has_heyoka() else "scipy")


def test_a_frame_holds_every_column_and_says_that_it_is_not_clinical(run):
    pytest.importorskip("pandas")
    frame = run.to_frame()
    assert list(frame.columns) == list(run.columns)
    for name in run.columns:
        np.testing.assert_array_equal(frame[name].to_numpy(), run[name])
    assert frame.attrs["note"] == "illustrative, not clinical"
    assert frame.attrs["scenario"] == run.scenario.digest
    frame.loc[0, "pain"] = 99.0  # a copy, so the run stays what it is
    assert run["pain"][0] != 99.0


def test_without_pandas_the_command_to_type_is_named(run, monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(InputError, match=r"^to_frame\(\) needs pandas\. Type: pip install pandas$"):
        run.to_frame()


def test_a_run_shows_what_it_is_in_one_line(run):
    assert repr(run).startswith(
        "<Run of 60 days, adaptogen 600 mg a day (guide reading); painkiller 0.3: felt pain 5.95"
    )
    assert repr(run).endswith("(illustrative)>")


def test_levels_are_sampled_half_open():
    made = simulate(load=[(0, 0.3), (2, 0.9)], damage=[(0, 0.0), (3, 0.1)], days=4)
    assert made["load"].tolist() == [0.3, 0.3, 0.9, 0.9, 0.9]
    assert made["damage"].tolist() == [0, 0, 0, 0.1, 0.1]


# --- any day --------------------------------------------------------------------------------------


@EACH_ENGINE
def test_a_day_of_the_grid_is_answered_from_the_grid(engine):
    made = simulate(**BACK, plan=adaptogen(stop=9), days=30, engine=engine)
    assert made.at(9) == {name: made[name][9] for name in made.columns}


@EACH_ENGINE
def test_a_day_between_is_computed_and_not_interpolated(engine):
    plan = painkiller(0.5, start=2.25, stop=9)
    made = simulate(**BACK, plan=plan, days=30, engine=engine)
    hourly = simulate(**BACK, plan=plan, days=np.arange(30 * 24 + 1) / 24, engine=engine)
    for hour in (1, 54, 55, 217, 719):
        there = made.at(hour / 24)
        for name in made.columns:
            assert there[name] == pytest.approx(hourly[name][hour], abs=1e-9), (name, hour)


def test_a_day_before_the_first_one_reported_is_answered_too():
    late = simulate(load=[(0, 0.3), (5, 0.9)], days=[20, 30])
    assert late.at(0) == pytest.approx(simulate(days=1).at(0))
    assert late.at(7.5)["load"] == 0.9


@EACH_ENGINE
def test_a_moment_after_the_start_is_no_trouble(engine):
    made = simulate(**BACK, days=3, engine=engine)
    for instant in (1e-320, 1e-300, 1e-30, 1e-12, 1e-9):
        assert made.at(instant)["felt_pain"] == pytest.approx(made["felt_pain"][0], abs=1e-6)


# --- starting again -------------------------------------------------------------------------------


@EACH_ENGINE
def test_an_earlier_run_hands_over_its_last_day_effect_levels_included(engine):
    first = simulate(**BACK, plan=[adaptogen(), painkiller(0.5)], days=20, engine=engine)
    second = simulate(load=0.4, start=first, days=20, engine=engine)
    np.testing.assert_array_equal(second.states[0], first.states[-1])
    assert dict(second.last_levels).keys() == {"adaptogen", "painkiller"}
    assert second["adaptogen"][0] == first["adaptogen"][-1]
    np.testing.assert_allclose(second["adaptogen"], first["adaptogen"][-1] * np.exp(-second.days / 14), atol=1e-10)


def test_what_left_no_effect_is_not_handed_over():
    first = simulate(plan=[adaptogen(0), painkiller(0.5, start=30)], days=20)
    assert simulate(start=first, days=5).scenario.plan == ()


def test_changing_the_plan_of_a_run_taken_up_again_keeps_what_still_fades():
    first = simulate(**BACK, plan=adaptogen(), days=20)
    second = scenario(load=0.4, start=first, plan=posture(), days=5)
    assert [t.name for t in second.plan] == ["adaptogen", "posture"]
    assert second.but() == second
    assert second.but(plan=[]).levels == second.levels
    assert second.but(plan=[]) == scenario(load=0.4, start=first, days=5)
    assert second.but(start="calm").levels == ()


def test_another_person_may_take_up_where_one_left():
    first = simulate(load=1.2, days=40)
    second = simulate(person={"k_sc": 0.05}, start=first, load=0.2, days=40)
    assert second["cortisol"][0] > 1 + 0.05
    assert second["cortisol"][-1] < 1.05
    assert second.at(2.5)["cortisol"] < second["cortisol"][2]
    np.testing.assert_allclose(second.branch(10).states, second.states, atol=1e-10)


# --- what if --------------------------------------------------------------------------------------


def test_a_branch_with_nothing_changed_is_the_same_run(run):
    assert run.branch(20).scenario == run.scenario
    np.testing.assert_array_equal(run.branch(20).states, run.states)


def test_a_branch_may_start_earlier_than_the_run_did():
    late = simulate(**BACK, plan=adaptogen(start=50), days=300)
    early = late.branch(0, plan=adaptogen())
    np.testing.assert_array_equal(early.states, simulate(**BACK, plan=adaptogen(), days=300).states)
    assert early["felt_pain"][60] < late["felt_pain"][60]


def test_what_is_not_in_the_new_plan_stops_on_the_day_and_fades(run):
    stopped = run.branch(5, plan=[sleep(start=2)])
    names = {t.name: t for t in stopped.scenario.plan}
    assert names.keys() == {"adaptogen", "painkiller", "sleep"}
    assert names["adaptogen"].courses.taken[0][:2] == (0, 5)
    assert names["painkiller"].courses.taken[0][:2] == (3, 5)
    assert names["sleep"].courses.taken[0].start == 5  # what is new is not taken in the past
    assert not stopped["sleep"][:6].any()
    fading = stopped["adaptogen"][5:]
    np.testing.assert_allclose(fading, fading[0] * np.exp(-np.arange(len(fading)) / 14), atol=1e-10)


def test_a_branch_on_day_0_changes_the_load_and_not_the_body():
    made = simulate(load=0.3, days=50)
    branch = made.branch(0, load=0.9)
    np.testing.assert_array_equal(branch.states[0], made.states[0])
    np.testing.assert_allclose(branch.states, made.branch(1e-6, load=0.9).states, atol=1e-5)


def test_a_branch_runs_on_the_engine_of_its_run():
    assert simulate(days=5, engine="scipy").branch(2, load=0.9).provenance["engine"] == "scipy"


# --- identity -------------------------------------------------------------------------------------

BASE = scenario(**BACK, plan=[adaptogen(300, stop=20)], days=30)
EARLIER = simulate(**BACK, plan=adaptogen(), days=3)

CHANGES = {
    "person": [{"person": {n: 0.5 * (q.low + q.high) + 0.01}} for n, q in PARAMETERS.items() if n in PERSONAL],
    "load": [{"load": 0.41}, {"load": [(0, 0.4), (3, 0.5)]}, {"load": [(0, 0.4), (4, 0.5)]}],
    "damage": [{"damage": 0.01}, {"damage": [(0, 0.0), (3, 0.1)]}],
    "plan": [
        {"plan": []},
        {"plan": adaptogen(301, stop=20)},
        {"plan": adaptogen(300, stop=21)},
        {"plan": adaptogen(300, start=1, stop=20)},
        {"plan": adaptogen(300)},
        {"plan": adaptogen(300, "trials", stop=20)},
        {"plan": adaptogen(300, "none", stop=20)},
        {"plan": intervention("own", {"k_sm": 0.1})},
        {"plan": intervention("own", {"k_sm": 0.2})},
        {"plan": intervention("own", {"k_sm": 0.2}, tau_e=3)},
        {"plan": intervention("mine", {"k_sm": 0.2}, tau_e=3)},
    ],
    "days": [{"days": 31}, {"days": [0, 30]}, {"days": [30]}],
    "start": [{"start": "calm"}, {"start": (0, 1, 0, 0, 0)}, {"start": (0, 1, 0, 0, 1e-15)}],
    "levels": [{"start": EARLIER}, {"start": list(EARLIER.last_state)}],
}


def test_the_digest_of_a_scenario_changes_with_every_field_but_what_is_said_for_people():
    digests = [BASE.digest]
    for field in dataclasses.fields(Scenario):
        if field.name not in FOR_PEOPLE:
            digests += [BASE.but(**change).digest for change in CHANGES[field.name]]
    assert len(set(digests)) == len(digests)
    assert BASE.but(title="for people").digest == BASE.digest
    assert BASE.but(title="for people") == BASE


def test_the_digest_is_the_same_however_the_scenario_was_written():
    other = scenario(
        person=Person(k_sm=0.35),
        load=[(0, 0.4), (9, 0.4)],
        plan=(adaptogen(300).during((0, 20)),),
        start="painful",
        days=range(31),
    )
    assert other == BASE
    assert other.digest == BASE.digest


def test_the_digest_is_the_same_in_another_process():
    code = (
        "from stresspain.simulation.scenario import scenario\n"
        "from stresspain.model.catalogue import adaptogen\n"
        "print(scenario(load=0.4, start='painful', plan=[adaptogen(300, stop=20)], days=30).digest)"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == BASE.digest


# --- when it cannot be done -----------------------------------------------------------------------


@EACH_ENGINE
def test_a_solver_that_fails_says_on_which_day_and_leaves_the_next_run_alone(engine):
    before = simulate(load=0.3, days=5, engine=engine).states
    with pytest.raises(RunError, match=r"^The run of 'too much' failed\. (On|Between) day 0"):
        simulate(scenario(start=(0, 1, 0, 1e308, 0), days=5, title="too much"), engine=engine)
    np.testing.assert_array_equal(simulate(load=0.3, days=5, engine=engine).states, before)


@EACH_ENGINE
def test_values_that_are_not_finite_are_never_returned(engine, monkeypatch):
    real = engines.ENGINES[engine]
    grid = np.full((6, 5), np.nan)
    monkeypatch.setitem(
        engines.ENGINES, engine, Engine(engine, real.tolerances, lambda p, t: engines._checked(grid, p.nodes))
    )
    with pytest.raises(RunError, match=r"On day 0 the solver returned a value that is not finite"):
        simulate(days=5, engine=engine)


def on_the_ridge() -> Scenario:
    """A stressor of the critical duration, found as finely as floating-point numbers allow."""

    def lasting(days: float) -> Scenario:
        return scenario(load=[(0, 0.3), (20, 0.9), (20 + days, 0.3)], days=[900])

    low, high = 44.2, 44.3
    while (middle := 0.5 * (low + high)) not in (low, high):
        low, high = (low, middle) if simulate(lasting(middle))["felt_pain"][-1] > 3 else (middle, high)
    return lasting(low)


@pytest.mark.needs_package("heyoka")
def test_where_no_cache_can_be_written_the_fast_engine_is_silent_about_it(tmp_path):
    nowhere = tmp_path / "a file, so no folder"
    nowhere.touch()
    command = "import stresspain as sp; sp.simulate(days=1); sp.sensitivities(sp.scenario(days=1), parameters=['g'])"
    environment = {**os.environ, "HOME": str(nowhere), "XDG_CACHE_HOME": str(nowhere), "HEYOKA_CACHE_DIR": str(nowhere)}
    done = subprocess.run(
        [sys.executable, "-c", command], env=environment, capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout + done.stderr == ""


def test_a_run_on_the_ridge_says_that_it_is_too_close_to_call():
    assert simulate(on_the_ridge()).too_close_to_call


@EACH_ENGINE
@pytest.mark.parametrize("days", [44.25, 44.29])
def test_a_fiftieth_of_a_day_from_the_ridge_can_be_called(engine, days):
    assert not simulate(load=[(0, 0.3), (20, 0.9), (20 + days, 0.3)], days=[900], engine=engine).too_close_to_call


def test_a_named_start_is_a_rest_and_a_run_from_it_stays(run):
    made = simulate(load=0.4, days=[0, 100])
    np.testing.assert_allclose(made.states[0], rests(load=0.4)[0].state, atol=1e-13)
    np.testing.assert_allclose(made.states[1], made.states[0], atol=1e-9)
