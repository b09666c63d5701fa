"""Loops in words and over time in pictures. Illustrative, not clinical."""

import re
from itertools import pairwise

import numpy as np
import pytest

import stresspain as sp
from stresspain.cycle.circuits import arrows_of, circuits
from stresspain.cycle.loops import loops
from stresspain.show.loop_plots import plot_loops_over_time
from stresspain.show.loop_words import (
    MIND,
    OWN,
    ROUTES,
    by_route,
    change_words,
    explain_loops,
    explain_loops_over_time,
    reinforcing,
    route,
    stretches,
)
from stresspain.show.style import NOTE
from stresspain.simulation.loops_over_time import loops_over_time


@pytest.fixture(scope="module")
def tipped():
    return loops_over_time(sp.simulate(load=[(0, 0.3), (20, 0.9), (76, 0.3)], days=300))


def test_every_loop_leaves_pain_and_stress_by_exactly_one_arrow():
    assert {route(circuit) for circuit in circuits()} == set(ROUTES)
    for circuit in circuits():
        leaving = [a for a in arrows_of(circuit) if a.split("->")[0] in MIND and a.split("->")[1] not in MIND]
        assert leaving == [route(circuit)]


def test_the_words_hold_the_numbers_of_the_loops():
    found = loops("painful", load=0.4)
    said = explain_loops(found)
    assert said.startswith("At felt pain 5.9 of 10, where nothing moves, 14 loops close the cycle: 14 reinforce, 0 b")
    for loop in found.loops[:4]:
        assert f"{loop.name} (gain {loop.gain:.3f}, {100 * loop.share:.0f} % of all: {loop.path})" in said
    assert f"guarding (pain -> tension) {100 * found.share_through('pain->tension'):.0f} %" in said
    assert "All gains add up to 0.476, the slope of the return map" in said
    assert "less than goes in" in said
    assert said.endswith("not about a person.")


def test_on_the_ridge_the_words_say_that_a_push_grows():
    assert "more than goes in, so that a small push grows" in explain_loops(loops(sp.rests(load=0.3)[1]))


def test_what_is_taken_is_said_with_its_size():
    rest = sp.rests(load=0.4)[-1]
    said = explain_loops(loops(rest.state, load=0.4, plan=[sp.sleep(0.4), sp.cut("pain->stress")]))
    assert "which still moves" in said
    assert "What is taken changes felt pain -> stress to nothing and sleep loss -> sensitivity by −40 %." in said


def test_a_raised_arrow_is_said_to_be_raised():
    assert change_words(1.25) == "by +25 %"


def test_with_every_loop_cut_the_words_name_none():
    said = explain_loops(loops("calm", person=sp.Person(k_qm=0, k_qf=0)))
    assert "no loop closes the cycle." in said
    assert "strongest" not in said


def test_one_loop_closes_the_cycle_and_routes_without_any_are_not_named():
    said = explain_loops(loops("calm", load=0.3, person=sp.Person(k_qf=0, k_xi=0, g=0)))
    assert "1 loop closes the cycle: it reinforces. It is R1" in said
    assert "By the way they reach the body: guarding (pain -> tension) 100 %. All gains" in said


def test_a_single_day_is_no_stretch():
    said = explain_loops_over_time(sp.loops_over_time(sp.simulate(load=[(0, 0.3), (1, 0.9)], days=3)))
    assert said.startswith("On day 0 nothing changes. From day 1 to day 3")


def test_the_words_over_time_follow_the_story(tipped):
    said = explain_loops_over_time(tipped)
    order = [
        "From day 0 to day 19 nothing changes.",
        "From day 20 to day 33 (something from outside switches on day 20) felt pain goes from 0.4 to 1.3; balancing",
        "From day 34 to day 75 felt pain goes from 1.3 to 5.0; reinforcing loops drive the change (86 % on average)",
        "From day 76",
        "The gains add up to more than 1 between day 31 and day 61 (at most 1.68)",
        "Illustrative, not clinical",
    ]
    places = [said.index(words) for words in order]
    assert places == sorted(places)


def test_stretches_cover_the_run_without_gap_or_overlap(tipped):
    told = stretches(tipped)
    assert told[0][1].start == 0
    assert told[-1][1].stop == len(tipped.days)
    for (a, before), (b, after) in pairwise(told):
        assert before.stop == after.start
        assert a != b
    assert min(days.stop - days.start for _, days in told) >= 0.03 * len(tipped.days)


def test_shares_by_route_and_of_reinforcing_loops_add_up_to_all(tipped):
    moving = tipped.moving
    down = np.sum([np.maximum(-share, 0) for share in tipped.shares.values()], axis=0)
    np.testing.assert_allclose((reinforcing(tipped) + down)[moving], 1.0, atol=1e-12)
    np.testing.assert_allclose(by_route(tipped)[OWN][moving], -down[moving], atol=1e-12)
    np.testing.assert_allclose(by_route(tipped)["pain->tension"], tipped.through("pain->tension"))


def test_the_picture_over_time_has_units_labels_and_the_note(tipped):
    axes = plot_loops_over_time(tipped)
    written = [text.get_text() for text in axes.texts]
    assert axes.get_xlabel() == "day"
    assert "share of the change" in axes.get_ylabel()
    assert axes.get_ylim() == (-1.0, 1.0)
    assert NOTE in written
    assert {"stress tenses the muscle", "every state fades by itself", "guarding", "nothing changes"} <= set(written)


def test_the_bands_of_the_picture_are_the_shares(tipped):
    axes = plot_loops_over_time(tipped)
    day = 200
    heights, top = [], 0.0
    for band in axes.collections:
        y = band.get_paths()[0].vertices
        at = y[np.isclose(y[:, 0], day)][:, 1]
        heights.append(at.max() - at.min())
        top = max(top, at.max())
    assert sum(heights) == pytest.approx(1.0, abs=1e-6)
    assert top == pytest.approx(reinforcing(tipped)[day], abs=1e-6)


def test_a_run_shows_its_loops_with_its_words(tipped):
    picture = tipped.run.plot("loops")
    assert picture.alt == tipped.plot().alt
    assert explain_loops_over_time(tipped) in picture.alt
    assert picture.render("png")[:4] == b"\x89PNG"
    assert tipped.explain() == explain_loops_over_time(tipped)


def test_a_run_in_which_nothing_changes_can_be_drawn():
    picture = sp.simulate(load=0.2, days=28).plot("loops")
    assert "Nothing changes in this run" in picture.alt
    assert re.search(rb"PNG", picture.render("png"))


def test_a_run_of_a_restrained_person_shows_balancing_cortisol():
    found = loops_over_time(sp.simulate(load=[(0, 0.5), (20, 1.3)], days=200, person=sp.Person(rho=-0.8)))
    assert (by_route(found)["stress->cortisol"][found.moving] <= 0).all()
    assert plot_loops_over_time(found).get_ylim() == (-1.0, 1.0)
