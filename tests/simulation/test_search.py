"""The smallest dose, the shortest course, the latest start that will do. Illustrative, not clinical."""

import math

import numpy as np
import pytest

import stresspain as sp
from stresspain.simulation import search
from stresspain.simulation.endings import _reached, endings, last_switch, settles_calm
from stresspain.simulation.engines import engine, has_heyoka
from stresspain.simulation.search import SCAN, smallest
from stresspain.simulation.sought import SOUGHT

PAINFUL = sp.scenario(load=0.4, start="painful", plan=[sp.adaptogen(600)])
STRESSED = sp.scenario(load=[(0, 0.3), (20, 0.9), (62, 0.3)])
FAST = "heyoka" if has_heyoka() else "scipy"

# From the model's description, but for the first: that says 63.97, and is off by a little (tests/test_story.py).
CRITICAL = {
    "600 mg, the guide's reading": ("course", PAINFUL, 63.99, 0.01),
    "300 mg, the guide's reading": ("course", PAINFUL.but(plan=[sp.adaptogen(300)]), 93.4, 0.05),
    "the four measures together": ("course", PAINFUL.but(plan=sp.lifestyle()), 48.4, 0.05),
    "a stressor of 0.9": ("stressor", STRESSED, 44.27, 0.01),
}


@pytest.mark.parametrize(("what", "given", "value", "near"), CRITICAL.values(), ids=CRITICAL)
def test_the_critical_values_of_the_story(what, given, value, near):
    found = smallest(what, given)
    assert found.value == pytest.approx(value, abs=near)
    assert found.monotone
    assert len(found.scan) == SCAN


def test_both_engines_find_the_same():
    between = (60.0, 70.0)
    values = [smallest("course", PAINFUL, between=between, engine=e).value for e in {"scipy", FAST}]
    assert values[0] == pytest.approx(values[-1], abs=2e-3)


def test_on_either_side_of_the_value_the_ending_differs_also_under_tighter_tolerances():
    found = smallest("dose", PAINFUL.but(plan=[sp.adaptogen(600, stop=84)]))
    chosen = engine(found.engine)
    assert 0 < found.value - found.beyond <= 4 * SOUGHT["dose"].resolution
    for tighter in (1.0, 10.0):
        assert settles_calm(found.at(found.value), chosen, tighter) is True
        assert settles_calm(found.at(found.beyond), chosen, tighter) is False


def test_a_value_too_close_to_the_ridge_is_not_claimed():
    def met(value, tighter=1.0):
        # Between 4.9 and 5.2 the verdict hangs on the tolerance.
        return value > (5.0 if tighter == 1.0 else 5.1) if 4.9 < value < 5.2 else value >= 5.2

    good, bad = search._certain(4.9999, 5.0001, 0.0, 10.0, met)
    assert met(good, 10.0)
    assert met(good)
    assert not met(bad, 10.0)
    assert not met(bad)
    with pytest.raises(sp.RunError, match="too close to the ridge to call"):
        search._certain(4.0, 6.0, 4.0, 6.0, lambda value, tighter=1.0: tighter == 1.0)


def test_a_smaller_dose_takes_a_longer_course():
    courses = [smallest("course", PAINFUL.but(plan=[sp.adaptogen(mg)])).value for mg in (300, 600, 1200)]
    assert courses == sorted(courses, reverse=True)


def test_the_search_for_the_dose_undoes_the_search_for_the_course():
    course = smallest("course", PAINFUL.but(plan=[sp.adaptogen(450)])).value
    dose = smallest("dose", PAINFUL.but(plan=[sp.adaptogen(600, stop=course)])).value
    assert dose == pytest.approx(450, abs=0.05)


def test_a_painkiller_strong_enough_tips_back_here_and_a_weak_one_does_not():
    found = smallest("strength", PAINFUL.but(plan=[sp.painkiller(0.3, stop=112)]))
    assert 0.3 < found.value < 0.5
    assert found.of == ("painkiller",)


def test_the_later_the_start_the_worse_once_the_pain_has_set_in():
    given = sp.scenario(load=[(0, 0.3), (20, 0.9), (76, 0.3)], plan=[sp.adaptogen(600, stop=28)], days=200)
    found = smallest("start", given, between=(30, 200))
    assert 76 < found.value < 200
    assert found.beyond > found.value
    assert settles_calm(found.at(found.value - 20), engine(FAST))
    assert not settles_calm(found.at(found.value + 20), engine(FAST))


def test_where_more_does_not_always_help_the_answer_says_so():
    # Taken for two weeks long before a late stressor, the effect has faded when it is needed.
    given = sp.scenario(load=[(0, 0.3), (150, 0.9), (196, 0.3)], plan=[sp.adaptogen(600, stop=14)], days=300)
    found = smallest("start", given)
    assert found.found
    assert not found.monotone
    assert 0.0 in found.exceptions
    assert "more does not always help" in found.explain()


def test_a_course_of_no_days_is_enough_for_a_person_who_recovers_anyway():
    found = smallest("course", sp.scenario(load=0.2, start=[0.3, 1.1, 0.2, 0.1, 0.3], plan=[sp.adaptogen(600)]))
    assert found.value == 0.0
    assert math.isnan(found.beyond)
    assert "everything in it does" in found.explain()


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (
            PAINFUL.but(plan=[sp.adaptogen(600, reading="trials")]),
            "A calm ending is there (felt pain 0.62), but the run",
        ),
        (PAINFUL.but(load=0.7), "no calm ending to settle at (felt pain at the stable endings: 6.41)"),
        (PAINFUL.but(damage=0.1), "no calm ending to settle at"),
    ],
)
def test_where_nothing_will_do_it_says_what_was_tried(given, why):
    found = smallest("course", given)
    assert not found.found
    assert math.isnan(found.value)
    said = found.explain()
    assert "No course between 0 and 365 days will do" in said
    assert why in said
    assert f"{SCAN} values from 0 to 365 days were tried" in said
    assert found.plot().alt.endswith(said)


def test_relief_is_asked_for_on_the_last_day_whatever_comes_after():
    given = sp.scenario(load=0.7, start="painful", days=112, plan=[sp.painkiller(0.3)])
    found = smallest("strength", given, goal="relief")
    assert 0.3 < found.value < 1
    felt = sp.simulate(found.at(found.value))["felt_pain"][-1]
    assert felt == pytest.approx(3.0, abs=1e-4)
    assert felt <= 3.0


def test_progress_is_told_and_never_beyond_what_was_announced():
    told = []
    smallest("course", PAINFUL, between=(60, 70), progress=lambda done, runs: told.append((done, runs)))
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1][0] <= told[-1][1] <= told[-1][0] + 4


def test_only_what_is_named_is_varied():
    given = PAINFUL.but(plan=[sp.adaptogen(600, stop=40), sp.sleep(stop=40)])
    found = smallest("course", given, of="adaptogen")
    assert found.of == ("adaptogen",)
    assert next(t for t in found.at(50).plan if t.name == "sleep").courses.taken[0].stop == 40


def test_the_endings_are_those_of_the_world_when_all_is_over():
    given = sp.scenario(load=[(0, 0.3), (20, 0.9), (62, 0.4)], plan=[sp.adaptogen(600, stop=84)])
    assert last_switch(given) == 84
    world = endings(given)
    assert [rest.felt_pain for rest in world.rests] == pytest.approx([0.619, 2.978, 5.949], abs=5e-4)
    assert world.calm is world.rests[0]
    for_good = endings(PAINFUL.but(load=0.7))
    assert len(for_good.rests) == 3 or for_good.rests[0].felt_pain < 6.41


def test_what_swings_for_ever_settles_nowhere():
    # Cortisol restrains inflammation, slowly: the only rest is not stable, and pain swings.
    person = {"k_ls": 0.082, "k_qf": 0.534, "k_qs": 1.405, "k_sc": 0.998, "m_rest": 0.047, "k_sm": 1.586}
    person |= {"k_qm": 0.576, "k_si": 0.757, "k_xi": 1.174, "rho": -0.802, "x_half": 0.734, "w_x": 0.27}
    person |= {"w_i": 1.197, "k_sw": 0.771, "k_qw": 1.559, "k_wp": 1.181, "p_half": 0.967, "g": 3.957}
    person |= {"tau_s": 1.54, "tau_c": 214.255, "tau_m": 1.558, "tau_i": 2.035, "tau_p": 2.969}
    given = sp.scenario(person=person, load=0.651, damage=0.13)
    assert endings(given).calm is None
    assert not any(rest.stable for rest in endings(given).rests)
    assert settles_calm(given, engine(FAST)) is False


def test_a_run_that_still_hangs_about_at_the_ridge_has_not_arrived():
    low, ridge, high = endings(PAINFUL.but(plan=[])).rests
    at_the_ridge = np.array(ridge.state)
    assert not _reached(at_the_ridge, low, (low, ridge, high))
    assert not _reached(0.7 * at_the_ridge + 0.3 * np.array(low.state), low, (low, ridge, high))
    assert _reached(0.05 * at_the_ridge + 0.95 * np.array(low.state), low, (low, ridge, high))


def test_a_course_keeps_its_first_day_and_its_first_dose():
    given = PAINFUL.but(plan=[sp.adaptogen(600).during((30, 40, 300), (60, 70))])
    (taken,) = SOUGHT["course"].change(given, ("adaptogen",), 50.0).plan
    assert taken.courses.taken == ((30.0, 80.0, 300.0),)
    (taken,) = SOUGHT["dose"].change(given, ("adaptogen",), 450.0).plan
    assert taken.courses.taken == ((30.0, 40.0, 450.0), (60.0, 70.0, 450.0))
    (taken,) = SOUGHT["start"].change(given, ("adaptogen",), 35.0).plan
    assert taken.courses.taken == ((35.0, 45.0, 300.0), (65.0, 75.0, 600.0))


def test_two_round_values_on_either_side_make_the_picture():
    found = smallest("course", PAINFUL)
    picture = found.plot()
    texts = [t.get_text() for t in picture.figure.axes[0].texts]
    assert {"course: 66 days", "course: 62 days", "illustrative, not clinical"} <= set(texts)
    assert found.explain() in picture.alt


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: smallest("doze", PAINFUL), "'dose'"),
        (lambda: smallest("dose", PAINFUL, goal="heal"), "No goal is called 'heal'"),
        (lambda: smallest("dose", 5), "give a Scenario or a Run"),
        (lambda: smallest("dose", PAINFUL.but(plan=[])), "holds nothing with a daily dose to vary"),
        (lambda: smallest("dose", PAINFUL.but(plan=[sp.sleep()])), "holds nothing with a daily dose to vary"),
        (lambda: smallest("strength", PAINFUL, of="adaptogen"), "adaptogen has no a strength to vary"),
        (lambda: smallest("dose", PAINFUL, of="adaptogem"), "'adaptogen'"),
        (lambda: smallest("dose", PAINFUL, between=(0, 3000)), "within 0 to 2000 mg"),
        (lambda: smallest("course", PAINFUL, between=(10, 5)), "must rise"),
        (lambda: smallest("course", PAINFUL, between=7), "is not a range"),
        (lambda: smallest("stressor", PAINFUL), "A stressor is a load that steps up once and down again"),
        (
            lambda: smallest("dose", PAINFUL.but(plan=[sp.adaptogen(600, on=56, off=14)])),
            "Give what repeats a stop",
        ),
    ],
)
def test_what_cannot_be_searched_is_refused(call, says):
    with pytest.raises(sp.InputError) as error:
        call()
    assert says in str(error.value)
