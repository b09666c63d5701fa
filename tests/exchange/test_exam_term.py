"""The story of the exam term, on both engines: the same five equations, opposite endings."""

from __future__ import annotations

from functools import cache

import pytest

from stresspain import adaptogen, lifestyle, painkiller, read_diary, simulate
from stresspain.model.files import data_file

LOAD = read_diary(data_file("diaries/exam_term.csv")).load

#: Taken from the first day of exams to two weeks before the end of the term.
COURSE = {"start": 84.0, "stop": 168.0}

PLANS = {
    "nothing": (),
    "painkiller": (painkiller(**COURSE),),
    "guide": (adaptogen(600, "guide", **COURSE),),
    "trials": (adaptogen(600, "trials", **COURSE),),
    "none": (adaptogen(600, "none", **COURSE),),
    "lifestyle": lifestyle(**COURSE),
}

needs_heyoka = pytest.mark.needs_package("heyoka")
both = pytest.mark.parametrize("engine", ["scipy", pytest.param("heyoka", marks=needs_heyoka)])


@cache
def felt(plan: str, engine: str, days: int = 182):
    return simulate(load=LOAD, days=days, plan=PLANS[plan], engine=engine)["felt_pain"]


@both
def test_untreated_the_term_begins_calm_and_tips_during_the_exams(engine):
    pain = felt("nothing", engine)
    assert pain[:84].max() < 1.0
    assert 84 < next(day for day, level in enumerate(pain) if level > 3) < 133


@both
def test_untreated_the_pain_stays_when_the_exams_are_long_over(engine):
    pain = felt("nothing", engine, 600)
    assert pain[168] == pytest.approx(5.44, abs=0.01)
    assert pain[600] > 5.5


@both
def test_under_the_guides_reading_the_term_never_tips(engine):
    pain = felt("guide", engine, 600)
    assert pain.max() < 1.5
    assert pain[600] < 0.6


@both
def test_under_the_trials_reading_it_tips_and_stays(engine):
    pain = felt("trials", engine, 600)
    assert pain[168] == pytest.approx(4.95, abs=0.01)
    assert pain[600] > 5.5


@both
def test_a_reading_without_effect_changes_nothing(engine):
    assert abs(felt("none", engine) - felt("nothing", engine)).max() < 1e-7


@both
def test_a_painkiller_mutes_while_it_is_taken_and_the_pain_comes_back(engine):
    pain, untreated = felt("painkiller", engine, 600), felt("nothing", engine, 600)
    assert pain[168] < untreated[168] - 2
    assert pain[182] > 4.5
    assert pain[600] == pytest.approx(untreated[600], abs=0.01)


@both
def test_the_four_lifestyle_measures_together_keep_the_term_calm(engine):
    pain = felt("lifestyle", engine, 600)
    assert pain.max() < 1.5
    assert pain[600] < 0.6


@needs_heyoka
@pytest.mark.parametrize("plan", PLANS)
def test_no_plan_of_the_term_is_near_the_ridge(plan):
    assert not simulate(load=LOAD, days=182, plan=PLANS[plan]).too_close_to_call
    assert abs(felt(plan, "scipy") - felt(plan, "heyoka")).max() < 1e-6


@pytest.mark.parametrize("plan", ["nothing", "trials", "guide", "lifestyle"])
def test_no_ending_hangs_on_a_thousandth_of_the_load(plan):
    ends = []
    for shift in (-1e-3, 1e-3):
        steps = [(day, level + shift) for day, level in zip(LOAD.days, LOAD.values, strict=True)]
        ends.append(simulate(load=steps, days=182, plan=PLANS[plan])["felt_pain"][-1])
    assert abs(ends[1] - ends[0]) < 0.1
