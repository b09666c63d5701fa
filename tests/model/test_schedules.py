"""Half-open in time: what is taken, and what the load is, on every day."""

from __future__ import annotations

import math
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from stresspain.model.catalogue import adaptogen, painkiller
from stresspain.model.parameters import parameter
from stresspain.model.schedule import Course, Courses, Steps, steps

LOAD = parameter("load")
SEEDED = settings(derandomize=True, deadline=None, max_examples=100, database=None)
days = st.integers(0, 60).map(lambda quarter: quarter / 4)


def test_a_course_begins_on_its_start_and_is_over_on_its_stop():
    taken = painkiller(0.3, start=2, stop=5).courses
    assert [taken.at(day) for day in (0, 1.999, 2, 4.999, 5, 6)] == [0, 0, 0.3, 0.3, 0, 0]


def test_courses_may_touch_without_overlapping():
    taken = adaptogen(300).during((0, 28), (28, 84, 600)).courses
    assert [taken.at(day) for day in (0, 27.9, 28, 83.9, 84)] == [300, 300, 600, 600, 0]
    assert taken.switches() == (28, 84)


def test_courses_are_put_in_order_of_time():
    assert adaptogen().during((56, 84), (0, 28)) == adaptogen().during((0, 28), (56, 84))


def test_eight_weeks_on_and_two_off_go_on_until_the_stop():
    taken = adaptogen(600, start=7, stop=150, on=56, off=14).courses
    assert [c[:2] for c in taken.taken] == [(7, 63), (77, 133), (147, 150)]


def test_breaks_without_a_stop_go_on_for_longer_than_any_run():
    taken = adaptogen(600, on=56, off=14).courses.taken
    assert taken[-1].stop > 36500 - 14
    assert all(b.start - a.stop == 14 for a, b in pairwise(taken))


def test_a_missed_dose_leaves_a_gap_of_one_day():
    taken = adaptogen(600, stop=60).missing(3, 10, 11, 59, 99).courses
    assert [c[:2] for c in taken.taken] == [(0, 3), (4, 10), (12, 59)]


def test_missing_every_dose_leaves_nothing_taken():
    assert adaptogen(600, stop=2).missing(0, 1) == adaptogen(600, stop=2).stopped()
    assert adaptogen().stopped().courses.at(0) == 0


def test_a_level_holds_until_the_next_step():
    load = steps([(0, 0.3), (20, 0.9), (62, 0.3)], LOAD)
    assert [load.at(day) for day in (0, 19.999, 20, 61.999, 62, 1000)] == [0.3, 0.3, 0.9, 0.9, 0.3, 0.3]
    assert load.switches() == (20, 62)


def test_steps_that_change_nothing_are_no_steps():
    assert steps([(0, 0.3), (5, 0.3), (9, 0.3)], LOAD) == steps(0.3, LOAD) == Steps((0.0,), (0.3,))
    assert steps(steps(0.3, LOAD), LOAD) == steps(0.3, LOAD)


@SEEDED
@given(st.lists(st.tuples(days, days), max_size=5), days)
def test_before_and_after_a_day_make_up_the_whole(pairs, day):
    spans, end = [], 0.0
    for start, length in pairs:
        spans.append(Course(end + start, end + start + length + 0.25, 1.0))
        end = spans[-1].stop
    whole = Courses(tuple(spans))
    for when in [quarter / 8 for quarter in range(0, 400, 3)]:
        part = whole.before(day) if when < day else whole.after(day)
        assert part.at(when) == whole.at(when)
        assert whole.after(day).at(when) == (whole.at(when) if when >= day else 0)
        assert whole.before(day).at(when) == (whole.at(when) if when < day else 0)


@SEEDED
@given(st.lists(st.tuples(days, st.floats(0, 1.5)), min_size=1, max_size=6), st.floats(0, 1.5), days)
def test_a_spliced_level_is_the_old_one_before_the_day_and_the_new_one_from_it_on(pairs, other, day):
    old = steps([(0, 0.3), *sorted({d + 1: v for d, v in pairs}.items())], LOAD)
    new = steps([(0, 0.7), (8, other)], LOAD)
    both = old.spliced(day, new)
    for when in [quarter / 8 for quarter in range(0, 160, 3)]:
        assert both.at(when) == (old if when < day else new).at(when)


def test_switches_leave_out_day_0_and_the_end_of_time():
    assert painkiller().courses.switches() == ()
    assert painkiller(start=0, stop=3).courses.switches() == (3,)
    assert math.isinf(painkiller().courses.taken[0].stop)
