"""How strongly something taken works, fitted; no evidence that it does. Illustrative, not clinical."""

import numpy as np
import pytest

import stresspain as sp
from stresspain.population.fitting import recovery as _recovery
from stresspain.population.fitting.axes import axes_of
from stresspain.population.fitting.task import Task
from stresspain.simulation.engines import has_heyoka
from stresspain.simulation.numbers import fittable, own_value, with_values

AUTO = "heyoka" if has_heyoka() else "scipy"
ENGINES = ["scipy", pytest.param("heyoka", marks=pytest.mark.needs_package("heyoka"))]
HERB = sp.adaptogen(600, start=28, stop=84).missing_weeks(5, 6)
STORY = sp.scenario(load=[(0, 0.3), (14, 1.1), (49, 0.4)], start=[0.25, 1.2, 0.3, 0.2, 0.25], plan=[HERB], days=119)
#: A dose that changes, a break, something else beside it, a course from day 0 on.
BUSY = sp.scenario(
    load=[(0, 0.45), (10, 0.8), (30, 0.5)],
    start="painful",
    plan=[
        sp.adaptogen(600).during((10, 24, 150), (24, 34), (40, 48)),
        sp.painkiller(0.3, stop=30),
        sp.sleep(0.4, stop=20),
    ],
    days=50,
)
MIXED = ["adaptogen.strength", "k_qs", "painkiller.strength", "adaptogen.tau_e", "sleep.strength"]


def task_of(names, scenario, engine=AUTO):
    diary = sp.pain_diary(scenario, noise=0.0, columns=("felt_pain", "stress", "sleep_loss"))
    return Task(diary, scenario, axes_of(names, None, scenario), engine)


@pytest.fixture(scope="module")
def noisy():
    diary = sp.pain_diary(STORY, noise=0.4, missing=0.1, seed=1)
    return sp.fit(diary, parameters=["adaptogen.strength", "k_sm"], scenario=STORY)


# --- what a strength is ----------------------------------------------------------------------------


def test_a_strength_is_the_level_that_the_courses_lead_to():
    run = sp.simulate(plan=sp.adaptogen(600).at_strength(0.4), days=365)
    assert run["adaptogen"][-1] == pytest.approx(0.4, abs=1e-9)
    assert own_value("adaptogen.strength", STORY) == 0.75
    assert own_value("painkiller.strength", BUSY) == 0.3
    assert sp.adaptogen(600).at_strength(0.75) == sp.adaptogen(600)


@pytest.mark.parametrize("taken", [make() for make in sp.CATALOGUE.values()], ids=sp.CATALOGUE)
def test_every_strength_of_the_catalogue_goes_from_nothing_to_the_largest_amount(taken):
    low, high = (taken.at_strength(end) for end in (taken.strengths.low, taken.strengths.high))
    assert low.strength == low.usual == 0.0
    assert high.usual == taken.amount.high
    assert high.strength == taken.strengths.high
    bare, nothing = (sp.simulate(load=0.4, start="painful", plan=plan, days=20) for plan in ((), low))
    assert nothing["felt_pain"] == pytest.approx(bare["felt_pain"], abs=1e-9)


def test_smaller_amounts_keep_their_proportion_in_effect_and_not_in_dose():
    half = sp.adaptogen(600).titrated(200).at_strength(0.375)
    assert [half.target(course.amount) for course in half.courses.taken] == pytest.approx([0.25, 0.375])
    levels = sp.simulate(plan=half, days=60)["adaptogen"]
    assert 2 * levels == pytest.approx(
        sp.simulate(plan=sp.adaptogen(600).titrated(200), days=60)["adaptogen"], abs=1e-9
    )


def test_what_is_not_taken_or_cannot_be_so_strong_is_refused():
    with pytest.raises(sp.InputError, match="adaptogen is not taken"):
        sp.adaptogen(0).at_strength(0.4)
    with pytest.raises(sp.InputError, match=r"adaptogen\.strength = 0\.95 lies outside 0 to 0\.909091"):
        sp.adaptogen(600).at_strength(0.95)


def test_other_values_change_nothing_else_and_come_back_as_they_were():
    values = {"adaptogen.strength": 0.2, "adaptogen.tau_e": 7.0, "k_qs": 0.4, "load": 0.5}
    made = with_values(BUSY, values)
    assert {name: own_value(name, made) for name in values} == pytest.approx(values, rel=1e-12)
    back = with_values(made, {name: own_value(name, BUSY) for name in values})
    assert [t.courses.switches() for t in back.plan] == [t.courses.switches() for t in BUSY.plan]
    assert back.plan[1:] == BUSY.plan[1:]
    assert sp.Scenario.from_dict(made.to_dict()) == made


# --- the misfit and its slopes ---------------------------------------------------------------------


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("place", [[0.4, 0.3, 0.5, 0.6, 0.4], [0.0, 0.3, 0.0, 0.6, 0.4]], ids=["inside", "at nothing"])
def test_slopes_agree_with_differences(place, engine):
    task, place = task_of(MIXED, BUSY, engine), np.array(place)
    here, slopes = task.misfit(place)
    for i, step in enumerate(1e-4 * np.eye(5)):
        if place[i] == 0:
            tried = (-3 * here + 4 * task.misfit(place + step)[0] - task.misfit(place + 2 * step)[0]) / 2e-4
        else:
            tried = (task.misfit(place + step)[0] - task.misfit(place - step)[0]) / 2e-4
        assert slopes[:, i] == pytest.approx(tried, abs=1e-5 * np.abs(tried).max() + 1e-6), MIXED[i]
    assert task.look(place) == pytest.approx(here @ here, rel=1e-7)


@pytest.mark.needs_package("heyoka")
def test_both_engines_see_the_same_misfit_and_slopes():
    for place in ([0.4, 0.3, 0.5, 0.6, 0.4], [0.0, 0.3, 0.0, 0.6, 0.4]):
        fast, slow = (task_of(MIXED, BUSY, engine).misfit(np.array(place)) for engine in ("heyoka", "scipy"))
        for a, b in zip(fast, slow, strict=True):
            assert a == pytest.approx(b, abs=1e-7 * np.abs(b).max())


@pytest.mark.needs_package("heyoka")
def test_plans_of_one_shape_share_a_compiled_system_and_not_their_numbers():
    # Both reduce k_sm; only the second's strength is asked for, and each has its own course.
    mine = sp.intervention("mine", {"k_sm": 0.5}, strength=0.4, start=5)
    yours = sp.intervention("yours", {"k_sm": 0.5}, strength=0.7, tau_e=3.0, start=9)
    place = np.array([0.3])
    for taken in (mine, yours):
        fast, slow = (
            task_of([f"{taken.name}.strength"], STORY.but(plan=[taken]), engine).misfit(place)[1]
            for engine in ("heyoka", "scipy")
        )
        assert fast == pytest.approx(slow, abs=1e-7 * np.abs(slow).max())


def test_a_start_at_rest_does_not_answer_to_what_is_taken_from_day_0_on():
    task = task_of(["painkiller.strength", "sleep.strength"], BUSY, "scipy")
    slopes = task.curves(np.array([0.5, 0.5])).slopes
    for name in ("stress", "cortisol", "tension", "inflammation", "sensitivity", "felt_pain"):
        assert not slopes[name][0].any(), name


# --- what went in comes out ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("truth", "hidden"),
    [
        ({"adaptogen.strength": 0.5, "k_sm": 0.4}, {"adaptogen.strength": 0.75, "k_sm": 0.35}),
        ({"adaptogen.strength": 0.0}, {"adaptogen.strength": 0.6}),
        ({"adaptogen.strength": 0.6, "adaptogen.tau_e": 5.0}, {"adaptogen.strength": 0.3, "adaptogen.tau_e": 14.0}),
    ],
    ids=["with an arrow", "nothing", "with its pace"],
)
def test_without_noise_the_truth_comes_back(truth, hidden):
    diary = sp.pain_diary(with_values(STORY, truth), noise=0.0, missing=0.3)
    found = sp.fit(diary, parameters=list(truth), scenario=with_values(STORY, hidden))
    for name, value in truth.items():
        assert found.values[name] == pytest.approx(value, abs=1e-6, rel=1e-6)
    assert found.scenario.plan[0].courses.switches() == HERB.courses.switches()
    assert found.optima[0].rms < 1e-6


def test_a_number_of_the_scenario_is_only_where_the_search_begins(noisy):
    other = sp.fit(noisy.diary, parameters=["adaptogen.strength", "k_sm"], scenario=STORY.but(plan=[_dose(90)]))
    assert other.values == pytest.approx(dict(noisy.values), rel=1e-5)


def _dose(amount):
    return sp.adaptogen(amount, start=28, stop=84).missing_weeks(5, 6)


def test_what_acts_on_felt_pain_alone_is_told_from_a_line_through_known_heights():
    # The reflexes still answer to Q; with felt pain cut off stress and sleep, felt pain is (1 - level) times the rest.
    base = sp.scenario(
        person={"k_qs": 0, "k_qw": 0}, load=[(0, 0.4), (10, 0.9)], start=[0.3, 1.2, 0.3, 0.2, 0.4], days=60
    )
    taken = base.but(plan=sp.painkiller(0.5, start=20, stop=40))
    diary = sp.pain_diary(taken.but(plan=sp.painkiller(0.3, start=20, stop=40)), noise=0.4, seed=2)
    bare = sp.simulate(base)["felt_pain"]
    weight = -bare * sp.simulate(taken)["painkiller"] / 0.5
    found = sp.fit(diary, parameters=["painkiller.strength"], scenario=taken, noise=0.4)
    best = weight @ (diary["felt_pain"] - bare) / (weight @ weight)
    error = 0.4 / np.sqrt(weight @ weight)
    assert found.values["painkiller.strength"] == pytest.approx(best, abs=1e-7)
    assert found.intervals["painkiller.strength"] == pytest.approx(
        (best - 1.959964 * error, best + 1.959964 * error), abs=2e-4 * error
    )


# --- verdicts --------------------------------------------------------------------------------------


def test_a_course_that_lies_after_the_diary_is_flat_and_a_spell_with_it_is_what_would_tell():
    late = STORY.but(plan=sp.adaptogen(600, start=200))
    found = sp.fit(sp.pain_diary(STORY, noise=0.4, seed=1), parameters=["adaptogen.strength"], scenario=late)
    told = found.profile("adaptogen.strength")
    assert (told.verdict, told.blind) == ("flat", ("adaptogen.strength",))
    assert told.advice.spell.without == 0.0
    assert told.advice.spell.taken > 0.2
    assert "So the diary says nothing about whether it did anything." in told.explain()
    assert "Writing on for 60 days" in told.explain()


def test_a_reading_in_which_it_does_nothing_is_flat_for_every_diary():
    none = STORY.but(plan=sp.adaptogen(600, reading="none", start=28))
    told = sp.fit(sp.pain_diary(none, seed=1), parameters=["adaptogen.strength"], scenario=none).profile(
        "adaptogen.strength"
    )
    assert told.verdict == "flat"
    assert max(told.advice.narrowed, *told.advice.spell[1:]) == pytest.approx(0.0, abs=1e-12)
    assert "No further reading would help" in told.explain()


def test_taken_all_the_time_it_cannot_be_told_from_the_person_and_a_spell_without_it_would_tell():
    # Felt pain is k_qf (1 - level) of what the body would feel, and the level is there when the diary begins.
    person = sp.scenario(person={"k_qf": 0.8}, load=[(0, 0.4), (5, 0.9)], start=[0.25, 1.2, 0.3, 0.2, 0.4])
    person = person.but(days=range(2, 41))
    names = ["painkiller.strength", "k_qf"]
    told = []
    for taken in (sp.painkiller(0.4), sp.painkiller(0.4).during((0, 15), (25, None))):
        here = person.but(plan=taken)
        found = sp.fit(sp.pain_diary(here, noise=0.4, seed=4), parameters=names, scenario=here)
        told.append(found.profile("painkiller.strength"))
    always, with_a_break = told
    assert always.verdict != "identified"
    assert always.partner.name == "k_qf"
    assert always.advice.spell.without > 0.5 > always.advice.spell.taken
    assert with_a_break.verdict == "identified"
    assert np.ptp(with_a_break.interval) < 0.4 * np.ptp(always.interval)


def test_what_a_spell_would_tell_is_what_it_tells(noisy):
    advice = noisy.profile("adaptogen.strength").advice.spell
    assert advice.days == 60
    on, off = (_errors(noisy, plan) for plan in (sp.Plan([_goes_on()]), STORY.plan))
    now = _errors(noisy, STORY.plan, longer=False)
    assert advice.taken == pytest.approx(1 - on / now, abs=0.01)
    assert advice.without == pytest.approx(1 - off / now, abs=0.01)


def _goes_on():
    return HERB.during(*HERB.courses.taken, (120, None))


def _errors(found, plan, longer=True):
    """The standard error of the strength at the best fit, from the slopes at all days that are read."""
    days = found.diary.days[np.isfinite(found.diary["felt_pain"])]
    if longer:
        days = np.append(days, np.arange(120, 180))
    task = Task(found.diary, STORY.but(plan=plan), found.likelihood.task.axes, AUTO)
    slopes = task.curves(found.likelihood.best, days).slopes["felt_pain"]
    return np.sqrt(np.linalg.inv(slopes.T @ slopes / found.noise**2 + 12 * np.eye(2))[0, 0])


# --- words, files and refusals ---------------------------------------------------------------------


def test_every_telling_of_a_strength_says_that_it_is_no_evidence(noisy, tmp_path):
    back = sp.recovery(STORY, parameters=["adaptogen.strength"], diaries=2, noise=0.4, seed=1)
    for said in (noisy.explain(), noisy.profile("adaptogen.strength").explain(), back.explain()):
        assert "no evidence of an effect" in said
        assert "regression to the mean" in said
    assert "no evidence" not in noisy.profile("k_sm").explain()
    for kind in ("fit", "profiles"):
        written = noisy.plot(kind).figure.findobj(lambda artist: hasattr(artist, "get_text"))
        assert any("no evidence of an effect" in text.get_text() for text in written)
    assert "(0) fits clearly worse" in noisy.explain()
    assert "The plan's own amounts lead to adaptogen.strength = 0.75." in noisy.explain()
    assert sp.reproduce(noisy.plot("profiles").save(tmp_path / "taken.png")).same
    assert sp.reproduce(back.plot().save(tmp_path / "back.svg")).same


def test_a_weak_one_in_a_noisy_diary_is_not_told_from_nothing():
    weak = with_values(STORY, {"adaptogen.strength": 0.05})
    found = sp.fit(sp.pain_diary(weak, noise=1.0, seed=2), parameters=["adaptogen.strength"], scenario=STORY)
    told = found.profile("adaptogen.strength")
    assert (told.verdict, told.low) == ("one-sided", 0.0)
    assert "this diary does not tell it from nothing" in told.explain()


def test_recovery_hides_what_was_put_in(monkeypatch):
    told = []
    monkeypatch.setattr(
        _recovery, "fit", lambda *args, **given: told.append(given["scenario"]) or sp.fit(*args, **given)
    )
    back = sp.recovery(STORY, parameters=["adaptogen.strength"], diaries=3, noise=0.3, seed=5)
    assert back.truth == {"adaptogen.strength": 0.75}
    assert back.values == pytest.approx(0.75, abs=0.15)
    middle = 0.5 * HERB.target(2000)
    assert [own_value("adaptogen.strength", given) for given in told] == pytest.approx([middle] * 3)


@pytest.mark.parametrize(
    ("name", "plan", "match"),
    [
        (
            "adaptogen.strength",
            [],
            r"in this scenario nothing is\. Give one with a plan, .*plan=\[adaptogen\(start=28\)",
        ),
        ("adaptogen", [], "is a number of something taken"),
        ("adaptogn.strength", [HERB], "No intervention in this plan is called 'adaptogn'; did you mean 'adaptogen'"),
        ("sleep.strength", [HERB], "No intervention in this plan is called 'sleep'"),
        ("adaptogen", [HERB], r"of adaptogen there are 'adaptogen\.strength' \(how strongly .* 'adaptogen\.tau_e'"),
        ("adaptogen.dose", [HERB], r"'adaptogen\.dose' is no number here"),
        ("adaptogen.strength", [_dose(0)], "is in the plan and not taken"),
        ("k_qz", [HERB], "did you mean 'k_qf'"),
    ],
)
def test_what_is_not_in_the_plan_is_refused_with_where_it_belongs(name, plan, match):
    diary = sp.PainDiary(range(6), [1, 2, None, 3, 4, 5])
    with pytest.raises(sp.InputError, match=match):
        sp.fit(diary, parameters=[name], scenario=STORY.but(plan=plan))


def test_a_range_beyond_what_the_largest_dose_leads_to_is_refused(noisy):
    with pytest.raises(sp.InputError, match=r"adaptogen\.strength = 0\.95 lies outside 0 to 0\.909"):
        sp.fit(noisy.diary, parameters=["adaptogen.strength"], scenario=STORY, within={"adaptogen.strength": (0, 0.95)})
    narrow = sp.fit(
        noisy.diary, parameters=["adaptogen.strength"], scenario=STORY, within={"adaptogen.strength": (0.1, 0.3)}
    )
    assert narrow.values["adaptogen.strength"] == pytest.approx(0.3, abs=1e-6)
    assert "nothing at all" in narrow.explain()


def test_what_can_be_fitted_of_a_plan_is_each_thing_that_is_taken():
    assert [name for name in fittable(BUSY) if "." in name] == [
        f"{name}.{what}" for name in ("adaptogen", "painkiller", "sleep") for what in ("strength", "tau_e")
    ]
