"""Many people at once: everyone's answer is the one they would get alone. Illustrative, not clinical."""

import numpy as np
import pytest

import stresspain as sp
from stresspain.population import chunks, lanes
from stresspain.population.work import work
from stresspain.simulation.engines import ENGINES

PLAN = (sp.adaptogen(600, start=30, stop=86), sp.painkiller(start=10.25, stop=20))
SHARED = sp.scenario(load=[(0, 0.3), (50, 0.55), (60.25, 0.35)], damage=[(0, 0), (70, 0.05)], plan=PLAN, days=120)
VARIED = {**dict.fromkeys(("k_qs", "k_sm", "g", "rho", "p_half", "tau_p", "tau_s"), 0.25), "load": (0.05, 1.0)}


def alone(crowd: sp.People, i: int, shared: sp.Scenario) -> sp.Scenario:
    """One of them, as a scenario of their own."""
    own = {}
    for name in ("load", "damage"):
        steps = getattr(shared, name)
        if name in crowd.names:
            first = float(crowd[name][i])
            moved = [v + (first - steps.values[0]) if j else first for j, v in enumerate(steps.values)]
            own[name] = list(zip(steps.days, moved, strict=True))
    return shared.but(person=crowd.person(i), **own)


def test_everyones_answer_is_the_one_they_would_get_alone(engine):
    crowd = sp.people(37, seed=1, spread=VARIED)
    names = ("felt_pain", "pain", *sp.State._fields, "ischaemia", "sleep_loss", "load", "damage", "adaptogen")
    many = sp.simulate_many(
        crowd, SHARED, days=range(0, 121, 5), columns=names, outcomes=list(sp.OUTCOMES), engine=engine
    )
    assert many.failures == {}
    for i in range(0, 37, 3):
        run = sp.simulate(alone(crowd, i, SHARED), engine="scipy")
        for name in names:
            assert many[name][i] == pytest.approx(run[name][::5], abs=1e-7, rel=0), name
        for name, outcome in sp.OUTCOMES.items():
            assert many[name][i] == pytest.approx(outcome.of(run.days, run["felt_pain"], 3.0), abs=1e-6, nan_ok=True)


@pytest.mark.parametrize("days", [[0, 7, 14, 60, 120], [0, 0.25, 7, 120], [120]])
def test_answers_are_as_good_where_days_reported_lie_far_apart(engine, days):
    crowd = sp.people(8, seed=11, spread=dict.fromkeys(("k_qs", "k_sm", "g", "rho", "tau_s", "tau_i"), "uniform"))
    many = sp.simulate_many(crowd, SHARED, days=days, engine=engine)
    for i in range(8):
        run = sp.simulate(SHARED.but(person=crowd.person(i), days=days), engine="scipy")
        assert many["felt_pain"][i] == pytest.approx(run["felt_pain"], abs=1e-8, rel=0)


def test_a_painful_start_is_everyones_own(engine):
    crowd = sp.people(20, seed=3, spread={"k_qs": 0.25, "load": (0.35, 0.6)})
    shared = sp.scenario(start="painful", days=60, plan=[sp.adaptogen(600)])
    many = sp.simulate_many(crowd, shared, days=[60], engine=engine)
    for i in range(0, 20, 4):
        assert many["felt_pain"][i, 0] == pytest.approx(sp.simulate(alone(crowd, i, shared))["felt_pain"][-1], abs=1e-7)


def test_who_has_no_painful_start_is_told_and_spoils_nobody(engine):
    crowd = sp.people_of(["load"], [[0.1], [0.4], [0.05], [0.5]])
    many = sp.simulate_many(crowd, sp.scenario(start="painful", days=10), outcomes=list(sp.OUTCOMES), engine=engine)
    assert set(many.failures) == {0, 2}
    assert all(np.isnan(outcome[[0, 2]]).all() for outcome in many.outcomes.values())
    assert "at load 0.1 this person has one ending only" in many.failures[0]
    assert np.isnan(many["last"][[0, 2]]).all()
    assert many["last"][1] == pytest.approx(5.949, abs=5e-4)


def test_a_failure_is_told_by_the_number_of_the_person_whichever_chunk_they_are_in(engine, monkeypatch):
    monkeypatch.setattr(chunks, "_ROOM", 1)
    crowd = sp.people_of(["load"], [[0.1 if i in (3, 37) else 0.4] for i in range(40)])
    many = sp.simulate_many(crowd, sp.scenario(start="painful", days=3), outcomes=["last"], engine=engine)
    assert list(many.failures) == [3, 37]
    assert np.flatnonzero(np.isnan(many["last"])).tolist() == [3, 37]


def test_five_numbers_outside_someones_range_fail_for_that_person_alone(engine):
    crowd = sp.people_of(["k_sc"], [[0.6], [0.1]])
    many = sp.simulate_many(
        crowd, sp.scenario(start=[0.2, 1.3, 0.1, 0.1, 0.1], days=5), outcomes=["last"], engine=engine
    )
    assert list(many.failures) == [1]
    assert "cortisol = 1.3 lies outside 1 to 1.1" in many.failures[1]


@pytest.mark.filterwarnings("ignore:lsoda")  # older SciPy says so aloud
def test_a_solver_that_fails_for_one_person_is_reported_for_that_person_and_spoils_nobody(engine):
    values = np.full((20, 1), 0.6)
    values[4] = np.nan  # never past the checks: put here behind their back
    broken = sp.People(sp.Person(), ("k_qm",), values)
    shared = sp.scenario(start=[0.1, 1.0, 0.1, 0.1, 0.1], days=30)
    many = sp.simulate_many(broken, shared, outcomes=["last"], engine=engine)
    assert list(many.failures) == [4]
    assert "day" in many.failures[4]
    whole = sp.simulate(shared.but(person={"k_qm": 0.6}))["felt_pain"][-1]
    assert np.delete(many["last"], 4) == pytest.approx(whole, abs=1e-7)


@pytest.mark.needs_package("heyoka")
def test_nobodys_answer_depends_on_who_runs_beside_them_nor_on_threads_nor_chunks(monkeypatch):
    crowd = sp.people(100, seed=5, spread=VARIED)
    shared = SHARED.but(days=90)
    order = np.random.default_rng(0).permutation(100)
    whole = sp.simulate_many(crowd, shared, outcomes=["mean"], threads=1)["mean"]
    mixed = sp.simulate_many(crowd.some(order), shared, outcomes=["mean"], threads=3)["mean"]
    assert np.array_equal(whole[order], mixed)
    monkeypatch.setattr(chunks, "_ROOM", 1)
    assert np.array_equal(whole, sp.simulate_many(crowd, shared, outcomes=["mean"], threads=2)["mean"])


def test_a_batch_that_one_lane_stopped_early_is_not_taken_for_whole():
    arrived, last = np.repeat([[10.0], [30.0]], 6, axis=1), np.zeros((5, 6))
    assert lanes._spoilt(arrived, [10.0, 30.0], last, 2).tolist() == []
    arrived[0, 3] = 9.9  # the next stretch begins at its own day again
    assert lanes._spoilt(arrived, [10.0, 30.0], last, 2).tolist() == [2, 3]
    last[1, 4] = np.nan
    assert lanes._spoilt(arrived, [10.0, 30.0], last, 2).tolist() == [2, 3, 4, 5]


@pytest.mark.needs_package("heyoka")
def test_a_lane_that_fails_spoils_its_own_batch_and_no_other():
    hy = pytest.importorskip("heyoka")
    width = 2 * hy.recommended_simd_size()
    values = np.full((3 * width, 1), 0.6)
    values[width + 1] = np.nan
    task = work(sp.People(sp.Person(), ("k_qm",), values), SHARED.but(start=[0.1, 1, 0.1, 0.1, 0.1]), SHARED.grid, {})
    problem, _ = task.part(slice(0, 3 * width))
    path, spoilt = lanes.integrate_lanes(problem)
    assert spoilt.tolist() == list(range(width, 2 * width))
    assert np.isfinite(np.delete(path, spoilt, axis=2)).all()


@pytest.mark.needs_package("heyoka")
def test_who_shares_a_batch_with_a_lane_that_fails_has_the_same_answer_to_the_last_bit():
    values = sp.people(40, seed=3, spread={"k_qm": 0.4, "g": 0.2}).values.copy()
    shared = SHARED.but(start=[0.1, 1, 0.1, 0.1, 0.1], days=90)
    well = sp.simulate_many(sp.People(sp.Person(), ("k_qm", "g"), values.copy()), shared, days=[30, 90])
    values[17, 0] = np.nan
    broken = sp.simulate_many(sp.People(sp.Person(), ("k_qm", "g"), values), shared, days=[30, 90])
    assert list(broken.failures) == [17]
    assert np.array_equal(*(np.delete(many["felt_pain"], 17, axis=0) for many in (well, broken)))


@pytest.mark.needs_package("heyoka")
def test_an_integrator_is_lent_to_one_thread_at_a_time_and_comes_back():
    sp.simulate_many(sp.people(64, seed=1, spread=VARIED), outcomes=["last"], threads=2)
    idle = lanes._idle[()]
    assert 1 <= len(idle) == len({id(ta) for ta in idle})


def test_loads_and_doses_of_ones_own_do_what_the_same_scenario_does_alone(engine):
    rng = np.random.default_rng(3)
    days = np.array([0.0, 7.5, 20.0, 33.0])
    loads = sp.PerPerson(days, rng.uniform(0.1, 0.9, (3, 4)))
    doses = sp.PerPerson(np.array([0.0, 10.0, 25.0]), np.array([[600.0, 0, 300], [0, 600, 0], [0, 0, 0]]))
    shared = sp.scenario(plan=[sp.adaptogen(600)], days=50)
    crowd = sp.people_of(["g"], [[3.5], [3.8], [4.0]])
    many = sp.simulate_many(
        crowd, shared, outcomes=["mean", "last"], own={"load": loads, "adaptogen": doses}, engine=engine
    )
    for i in range(3):
        courses = [(a, b, d) for a, b, d in zip((0, 10, 25), (10, 25, None), doses.values[i], strict=True) if d]
        plan = [sp.adaptogen(600).during(*courses)] if courses else [sp.adaptogen(600).stopped()]
        steps = list(zip(days.tolist(), loads.values[i].tolist(), strict=True))
        run = sp.simulate(shared.but(person=crowd.person(i), load=steps, plan=plan), engine="scipy")
        assert many["last"][i] == pytest.approx(run["felt_pain"][-1], abs=1e-7)


def test_both_engines_read_the_same_observables_off_the_same_states():
    pytest.importorskip("heyoka")
    crowd = sp.people(25, seed=9, spread=VARIED)
    names = tuple(n for n in sp.COLUMNS if n != "day")
    both = [sp.simulate_many(crowd, SHARED, days=[0, 15, 70, 120], columns=names, engine=e) for e in ENGINES]
    for name in names:
        assert both[0][name] == pytest.approx(both[1][name], abs=1e-8), name


def test_progress_is_told_up_to_everyone():
    told = []
    crowd = sp.people(40, seed=1, spread={"g": 0.1})
    sp.simulate_many(crowd, sp.scenario(days=5), outcomes=["last"], progress=lambda done, n: told.append((done, n)))
    assert told[-1] == (40, 40)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_results_are_read_only_and_say_where_they_come_from():
    many = sp.simulate_many(
        sp.people(3, seed=1, spread={"g": 0.1}), sp.scenario(days=5), outcomes=["last"], days=[1, 5]
    )
    with pytest.raises(ValueError, match="read-only"):
        many["last"][0] = 1.0
    assert many["felt_pain"].shape == (3, 2)
    assert many.provenance["people"] == "drawn with seed 1"
    assert many.provenance["scenario"] == sp.scenario(days=5).digest
    assert many["felt_pain"][:, 1] == pytest.approx(many["last"], abs=1e-12)


def test_an_interrupt_ends_the_run_and_starts_no_further_chunk():
    def stop(done, n):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sp.simulate_many(sp.people(200, seed=1, spread={"g": 0.1}), outcomes=["last"], progress=stop)


CROWD = sp.people(3, seed=1, spread={"g": 0.1})
RAISED = sp.intervention("warm_hands", {"k_sc": -0.6}, strength=1.0)


def test_one_outcome_or_column_may_be_named_without_a_list():
    one = sp.simulate_many(CROWD, outcomes="last", days=[1], columns="pain")
    assert (list(one.outcomes), list(one.columns)) == (["last"], ["pain"])


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: sp.simulate_many([1, 2]), "give people, as in simulate_many(people(1000, seed=1))"),
        (lambda: sp.simulate_many(CROWD.some([])), "there is nobody among these people"),
        (lambda: sp.simulate_many(CROWD, 7), "give a Scenario"),
        (lambda: sp.simulate_many(CROWD, outcomes=["meen"]), "did you mean 'mean'"),
        (lambda: sp.simulate_many(CROWD, days=[1], columns=["pian"]), "did you mean 'pain'"),
        (lambda: sp.simulate_many(CROWD, outcomes=[]), "nothing is asked for"),
        (lambda: sp.simulate_many(CROWD, days=[5, 1]), "must rise"),
        (lambda: sp.simulate_many(CROWD, outcomes="laast"), "No outcome is called 'laast'; did you mean 'last'"),
        (lambda: sp.simulate_many(CROWD, days=[1], columns="pian"), "No column is called 'pian'; did you mean 'pain'"),
        (lambda: sp.simulate_many(CROWD, own=3), "own = 3: give levels by name"),
        (lambda: sp.simulate_many(CROWD, own={"load": 0.4}), "own: load = 0.4 is no PerPerson"),
        (lambda: sp.simulate_many(CROWD, own={"load": sp.PerPerson([0], [["a"]])}), "load: days and values are tables"),
        (lambda: sp.simulate_many(CROWD, threads=0), "threads = 0 must be a whole number of at least 1"),
        (lambda: sp.simulate_many(CROWD, engine="jax"), "No engine is called 'jax'"),
        (lambda: sp.simulate_many(CROWD, level=11), "level = 11 lies outside 0 to 10"),
        (lambda: sp.simulate_many(CROWD, outcomes=["last"])["mean"], "No outcome or column here is called 'mean'"),
        (
            lambda: sp.simulate_many(CROWD, own={"adaptogen": sp.PerPerson(np.zeros(1), np.zeros((3, 1)))}),
            "No load or intervention in this plan is called 'adaptogen'",
        ),
        (
            lambda: sp.simulate_many(CROWD, own={"load": sp.PerPerson(np.zeros(1), np.full((3, 1), 2.0))}),
            "load of person 0 from day 0: load = 2 lies outside 0 to 1.5",
        ),
        (
            lambda: sp.simulate_many(CROWD, own={"load": sp.PerPerson(np.array([0.0, 0.0]), np.zeros((3, 2)))}),
            "must begin with 0, where a run begins, and rise",
        ),
        (
            lambda: sp.simulate_many(CROWD, own={"load": sp.PerPerson(np.zeros(1), np.zeros((2, 1)))}),
            "do not fit 3 people and 1 steps",
        ),
        (
            lambda: sp.simulate_many(sp.people_of(["load"], [[1.0]]), sp.scenario(load=[(0, 0.3), (5, 0.9)])),
            "would reach 1 to 1.6, outside 0 to 1.5",
        ),
        (
            lambda: sp.simulate_many(sp.people_of(["k_sc"], [[0.5], [0.7]]), sp.scenario(plan=[RAISED])),
            "With warm_hands at full effect, k_sc = 0.7 would move to between 0.7 and 1.12",
        ),
    ],
)
def test_what_cannot_be_is_refused_before_anything_runs(call, says):
    with pytest.raises(sp.InputError) as error:
        call()
    assert says in str(error.value)


def test_columns_without_days_are_refused_and_not_forgotten():
    with pytest.raises(sp.InputError, match=r"kept on days, and no days are given"):
        sp.simulate_many(sp.people(2, seed=1), columns=["stress"])
    kept = sp.simulate_many(sp.people(2, seed=1), days=[0, 7])
    assert list(kept.columns) == ["felt_pain"]
