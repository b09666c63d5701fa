"""Fitting a diary: closed forms, two ways to each number, what must come back. Illustrative, not clinical."""

import numpy as np
import pytest

import stresspain as sp
from stresspain.population.fitting.axes import axes_of
from stresspain.population.fitting.search import _spread_out, own_place
from stresspain.population.fitting.task import Task
from stresspain.simulation.engines import has_heyoka
from stresspain.simulation.numbers import FITTED

AUTO = "heyoka" if has_heyoka() else "scipy"
BUSY = [(0, 0.3), (10, 1.2), (50, 0.2)]
FIVE = [0.3, 1.2, 0.3, 0.2, 0.2]
STORY = sp.scenario(load=BUSY, start=FIVE, days=70)
#: An outside number, one on a logarithmic axis, a state on day 0, one that acts on what is felt alone.
MIXED = ["load", "x_half", "sensitivity", "k_qf"]
HERB = sp.adaptogen(600, start=10, stop=60)


@pytest.fixture(scope="module")
def noisy():
    """One noisy diary with gaps, fitted."""
    diary = sp.pain_diary(STORY, noise=0.4, missing=0.1, seed=1)
    return sp.fit(diary, parameters=["k_sm", "g"], scenario=STORY)


def task_of(names, scenario, engine=AUTO, columns=("felt_pain",)):
    diary = sp.pain_diary(scenario, noise=0.0, columns=columns)
    return Task(diary, scenario, axes_of(names, None, scenario), engine)


# --- the misfit and its slopes ---------------------------------------------------------------------


@pytest.mark.parametrize("start", ["calm", "painful", FIVE], ids=["calm", "painful", "five numbers"])
def test_slopes_agree_with_differences(start):
    scenario = sp.scenario(load=[(0, 0.45), (10, 0.8), (30, 0.5)], start=start, plan=[HERB], days=50)
    task = task_of(MIXED, scenario, columns=("felt_pain", "stress", "sleep_loss"))
    place = 0.98 * own_place(task)
    _, slopes = task.misfit(place)
    for i in range(4):
        step = 1e-5 * np.eye(4)[i]
        tried = (task.misfit(place + step)[0] - task.misfit(place - step)[0]) / 2e-5
        assert slopes[:, i] == pytest.approx(tried, rel=1e-6, abs=1e-6 * np.abs(tried).max() + 1e-9)


@pytest.mark.parametrize("start", ["calm", [0.2, 1.1, 0.2, 0.1, 0.3]])
@pytest.mark.parametrize("engine", ["scipy", pytest.param("heyoka", marks=pytest.mark.needs_package("heyoka"))])
def test_a_look_without_slopes_sees_the_same_misfit(start, engine):
    made = sp.scenario(load=[(0, 0.3), (10, 0.9)], start=start, days=40, plan=sp.movement(start=5))
    task = task_of(["k_sm", "load"], made, engine, columns=("felt_pain", "stress", "sleep_loss"))
    for place in np.random.default_rng(4).uniform(0.1, 0.9, (4, 2)):
        assert task.look(place) == pytest.approx((task.misfit(place)[0] ** 2).sum(), rel=1e-6)


def test_a_look_where_the_model_has_no_answer_is_no_number():
    painful = sp.scenario(load=0.4, start="painful", days=20)
    diary = sp.pain_diary(painful, noise=0.1, seed=1)
    task = Task(diary, painful, axes_of(["load"], None, painful), AUTO)
    assert np.isnan(task.look(np.array([0.0])))
    assert np.isfinite(task.look(task.places({"load": 0.4})))


@pytest.mark.needs_package("heyoka")
def test_both_engines_see_the_same_misfit_and_slopes():
    scenario = sp.scenario(load=0.45, plan=[HERB], days=50)
    fast, slow = (task_of(MIXED, scenario, engine) for engine in ("heyoka", "scipy"))
    place = np.array([0.25, 0.4, 0.3, 0.9])
    for a, b in zip(fast.misfit(place), slow.misfit(place), strict=True):
        assert a == pytest.approx(b, abs=1e-6)


@pytest.mark.needs_package("heyoka")
def test_both_engines_fit_the_same_numbers():
    diary = sp.pain_diary(STORY, noise=0.4, missing=0.5, seed=2)
    fast, slow = (sp.fit(diary, parameters=["g"], scenario=STORY, starts=1, engine=e) for e in ("heyoka", "scipy"))
    assert fast.values["g"] == pytest.approx(slow.values["g"], rel=1e-6)


# --- what went in comes out ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("truth", "start"),
    [
        ({"k_sm": 0.42, "g": 3.0}, FIVE),
        ({"load": 0.4, "k_qs": 0.7}, "painful"),
        ({"tau_p": 20.0}, "calm"),
        ({"sensitivity": 0.35, "load": 0.35}, FIVE),
    ],
    ids=["arrows", "load", "time", "day 0"],
)
def test_without_noise_the_truth_comes_back(truth, start):
    shift = truth.get("load", 0.3) - 0.3
    state = [*FIVE[:4], truth.get("sensitivity", FIVE[4])] if start == FIVE else start
    made = sp.scenario(
        person={name: value for name, value in truth.items() if name not in ("load", "sensitivity")},
        load=[(day, level + shift) for day, level in BUSY],
        start=state,
        days=70,
    )
    told = sp.pain_diary(made, noise=0.0, missing=0.3)
    found = sp.fit(told, parameters=list(truth), scenario=sp.scenario(load=BUSY, start=start))
    for name, value in truth.items():
        assert found.values[name] == pytest.approx(value, abs=1e-6)
    assert found.optima[0].rms < 1e-6
    assert found.optima[0].ways >= 2


def test_the_scenario_of_a_fit_runs_on_from_what_was_found(noisy):
    assert noisy.scenario.person.g == noisy.values["g"]
    days, curve, low, high = noisy.band()
    assert noisy.run["felt_pain"] == pytest.approx(curve, abs=1e-7)
    assert (low < curve).all()
    assert (curve < high).all()
    on = sp.simulate(noisy.scenario.but(days=200))
    assert on["felt_pain"][: len(days)] == pytest.approx(curve, abs=1e-7)


def test_with_the_feedback_cut_the_stress_column_tells_the_time_constant_of_an_exponential():
    # dS/dt = (a (1 - S) - S) / tau with a = k_ls L, from S = 0: S = a / (1 + a) (1 - exp(-(1 + a) t / tau)).
    a, tau, days = 0.6 * 0.5, 4.0, np.arange(0.0, 15.0)
    stress = 10 * a / (1 + a) * (1 - np.exp(-(1 + a) * days / tau))
    base = sp.scenario(person={"k_qs": 0}, load=0.5, start=[0, 1, 0, 0, 0])
    pain = sp.simulate(base.but(person={"k_qs": 0, "tau_s": tau}, days=14))["felt_pain"]
    diary = sp.PainDiary(days, pain, stress=stress)
    found = sp.fit(diary, parameters=["tau_s", "k_ls"], scenario=base)
    assert found.values["tau_s"] == pytest.approx(4.0, abs=1e-6)
    assert found.values["k_ls"] == pytest.approx(0.6, abs=1e-7)


def test_the_same_seed_finds_the_same_and_the_order_of_names_does_not_matter(noisy):
    again = sp.fit(noisy.diary, parameters=["k_sm", "g"], scenario=STORY)
    turned = sp.fit(noisy.diary, parameters=["g", "k_sm"], scenario=STORY)
    assert dict(again.values) == dict(noisy.values)
    assert turned.values["g"] == pytest.approx(noisy.values["g"], rel=1e-6)
    assert turned.parameters == ("g", "k_sm")


def test_the_residuals_at_the_best_fit_are_orthogonal_to_every_slope(noisy):
    residuals, slopes = noisy.likelihood.task.misfit(noisy.likelihood.best)
    cosines = residuals @ slopes / np.linalg.norm(residuals) / np.linalg.norm(slopes, axis=0)
    assert np.abs(cosines).max() < 1e-4


def test_the_noise_is_estimated_from_what_is_left_over(noisy):
    left = noisy.residuals["felt_pain"]
    n = np.isfinite(left).sum()
    assert n == noisy.diary.readings
    assert noisy.noise == pytest.approx(np.sqrt(np.nansum(left**2) / (n - 2)))
    assert abs(noisy.noise - 0.4) < 0.1


def test_a_given_noise_changes_intervals_and_not_values(noisy):
    wide = sp.fit(noisy.diary, parameters=["k_sm", "g"], scenario=STORY, noise=2 * noisy.noise)
    assert wide.values["g"] == noisy.values["g"]
    assert np.ptp(wide.intervals["g"]) > 1.6 * np.ptp(noisy.intervals["g"])


@pytest.mark.parametrize("day", [0.0, 20.0])
def test_one_reading_tells_one_number_if_the_noise_is_given(day):
    exact = sp.simulate(STORY.but(person={"g": 3.0}, days=[day]))["felt_pain"]
    found = sp.fit(sp.PainDiary([day], exact), parameters=["g"], scenario=STORY, noise=0.5)
    assert found.values["g"] == pytest.approx(3.0, abs=1e-6)
    assert found.plot().alt
    assert found.profile("g").advice.day >= 0


def test_a_best_load_at_the_end_of_its_range_makes_a_scenario_that_can_be_run():
    heavy = sp.scenario(load=[(0, 0.35), (10, 0.93)], start=FIVE)
    diary = sp.PainDiary(range(0, 40, 2), [9.5 + 0.01 * i for i in range(20)])
    found = sp.fit(diary, parameters=["load"], scenario=heavy, noise=1.0)
    assert found.scenario.load.values == (pytest.approx(0.92), 1.5)
    assert found.profile("load").cut[1]
    assert len(found.run.days) == 39


# --- two endings -----------------------------------------------------------------------------------


def test_where_the_misfit_has_several_valleys_each_is_reported_and_none_is_lower_than_the_best():
    # A tense person who tips, told with the wrong k_qs: fast or slow sensitisation, each with a valley of its own.
    truth = sp.scenario(load=[(0, 0.3), (20, 0.9), (66, 0.3)], days=200)
    diary = sp.pain_diary(truth, noise=0.5, seed=4)
    found = sp.fit(diary, parameters=["k_sm", "tau_p"], scenario=truth.but(person={"k_qs": 1.0}), starts=8)
    assert len(found.optima) >= 2
    fast, *_, slow = (story.values["tau_p"] for story in found.optima)
    assert slow > 50 * fast
    task, best = found.likelihood.task, found.likelihood.found.optima[0].rss
    grid = [np.array([u, v]) for u in np.linspace(0, 1, 21) for v in np.linspace(0, 1, 9)]
    sums = [float(r @ r) for r, _ in map(task.misfit, grid)]
    assert best < min(sums)
    assert all(found.optima[i].deviance <= found.optima[i + 1].deviance for i in range(len(found.optima) - 1))
    assert "the others to" in found.explain()


def test_ways_down_begin_apart_and_not_all_in_the_one_best_valley():
    # The three best places lie side by side in one valley, a fourth in another.
    places = np.array([[0.1, 0.1], [0.12, 0.1], [0.1, 0.15], [0.9, 0.9], [0.5, np.nan]])
    sums = np.array([1.0, 1.1, 1.2, 5.0, np.nan])
    assert _spread_out(places, sums, 2) == [0, 3]
    assert _spread_out(places, sums, 4) == [0, 3, 1, 2], "then the best of the others, never one without an answer"


def test_places_without_a_painful_start_are_counted_and_do_not_stop_the_fit():
    story = sp.scenario(load=[(0, 0.4), (30, 0.6)], start="painful", days=60)
    found = sp.fit(sp.pain_diary(story, noise=0.3, seed=1), parameters=["load", "k_qs"], scenario=story)
    assert sum(found.failures.values()) > 0
    assert "no painful ending" in next(iter(found.failures))
    assert found.deviance("load", 0.4) < 12


def test_where_no_place_has_an_answer_the_reasons_are_told():
    base = sp.scenario(load=0.0, person={"g": 0}, start="painful")
    diary = sp.PainDiary([0, 1, 2, 3], [1, 2, 3, 4])
    with pytest.raises(sp.RunError, match=r"None of 32 places .* no painful ending to start from"):
        sp.fit(diary, parameters=["k_sw"], scenario=base)


# --- ranges and scales -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", FITTED)
def test_every_number_goes_there_and_back_between_its_range_and_0_to_1(name):
    (axis,) = axes_of([name], None, STORY)
    for u in (0.0, 0.3, 1.0):
        assert axis.low <= axis.value(u) <= axis.high
        assert axis.place(axis.value(u)) == pytest.approx(u, abs=1e-12)
        step = 1e-6
        assert axis.stretch(u) == pytest.approx((axis.value(u + step) - axis.value(u - step)) / 2e-6, rel=1e-6)


def test_a_load_with_steps_moves_as_a_whole_and_every_step_stays_in_range():
    (axis,) = axes_of(["load"], None, STORY)
    assert (axis.low, axis.high) == (pytest.approx(0.1), pytest.approx(0.6))


def test_a_fit_keeps_to_the_range_it_is_given(noisy):
    found = sp.fit(noisy.diary, parameters=["g"], scenario=STORY, within={"g": (4.5, 6)})
    assert found.values["g"] == pytest.approx(4.5, abs=1e-6)
    assert found.profile("g").cut[0]
