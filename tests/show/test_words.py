"""What the words say is true of the run. Illustrative, not clinical."""

import math

import pytest

import stresspain as sp
from stresspain.simulation.run import simulate


def test_words_carry_the_numbers_of_the_run():
    run = simulate(load=[(0, 0.3), (10, 0.9), (52, 0.3)], days=300)
    said = run.explain()
    pain = run["felt_pain"]
    assert f"starts at {pain[0]:.1f} of 10" in said
    assert f"peaks at {pain.max():.1f} on day {int(pain.argmax())}" in said
    assert f"ends at {pain[-1]:.1f}" in said
    assert "two endings coexist, felt pain 0.4 and 5.6, with a ridge between them at 3.8" in said
    assert "arrived at 0.4" in said


def test_a_turn_is_told_only_where_it_reads_differently_from_both_ends():
    run = simulate(load=[(0, 0.5), (28, 0.7)], plan=sp.movement(0.15, stop=14), days=60)
    pain = run["felt_pain"]
    assert pain.min() < pain[0] - 0.05
    assert f"{pain.min():.1f}" == f"{pain[0]:.1f}"
    assert "felt pain starts at 0.9 of 10 and ends at 1.7" in run.explain()


def test_words_say_that_it_is_illustrative_not_clinical():
    run = simulate(days=7)
    assert "Illustrative, not clinical" in run.explain()
    assert "Illustrative, not clinical" in sp.compare([run]).explain()


def test_words_say_when_a_run_lasts_too_short_to_arrive():
    said = simulate(load=0.4, start="painful", plan=sp.adaptogen(), days=20).explain()
    assert "there is one ending, felt pain" in said
    assert "not there yet" in said


def test_words_name_drowsiness_where_it_is_known():
    assert "Drowsiness" in simulate(plan=sp.muscle_relaxant(), days=7).explain()
    assert "Drowsiness" not in simulate(plan=sp.painkiller(), days=7).explain()


def test_words_tell_courses_with_breaks_by_their_rhythm():
    said = simulate(plan=sp.adaptogen(on=56, off=14), days=365).explain()
    assert "in 6 courses of 56 days with breaks of 14 from day 0 on" in said


def test_words_tell_changing_doses_one_by_one():
    said = simulate(plan=sp.adaptogen(300).during((0, 28), (28, 84, 600)), days=100).explain()
    assert "from day 0 to day 28 (300 mg/day) and from day 28 to day 84 (600 mg/day)" in said


def test_words_tell_damage():
    assert "structural damage 0.1" in simulate(damage=0.1, start="painful", days=7).explain()


@pytest.mark.parametrize("engine", ["scipy", "auto"])
def test_a_run_on_the_ridge_is_too_close_to_call(engine):
    def ends_painful(stop: float) -> bool:
        return bool(simulate(load=[(0, 0.3), (10, 0.9), (stop, 0.3)], days=1200, engine=engine)["felt_pain"][-1] > 3)

    low, high = 52.0, 66.0
    while high - low > math.ulp(64.0):
        middle = 0.5 * (low + high)
        if middle in (low, high):
            break
        low, high = (low, middle) if ends_painful(middle) else (middle, high)
    on_ridge = [simulate(load=[(0, 0.3), (10, 0.9), (stop, 0.3)], days=1200, engine=engine) for stop in (low, high)]
    assert any(run.too_close_to_call for run in on_ridge)
    assert any("too close to call" in run.explain() for run in on_ridge)
    clear = simulate(load=[(0, 0.3), (10, 0.9), (high + 0.01, 0.3)], days=1200, engine=engine)
    assert not clear.too_close_to_call
    assert "too close to call" not in clear.explain()


def test_a_comparison_names_the_lowest_and_the_highest():
    told = sp.compare({"low": simulate(load=0.2, days=30), "high": simulate(load=0.7, start="painful", days=30)})
    said = told.explain()
    assert "lowest with 'low' (0.3 of 10)" in said
    assert "highest with 'high' (6.4)" in said
    assert "low: peak 0.3, end 0.3, never above 3." in said


def test_what_is_taken_at_the_same_times_is_said_once() -> None:
    said = sp.simulate(plan=[*sp.lifestyle(stop=28), sp.painkiller(0.3, stop=7)], days=56).explain()
    assert "with movement 0.15, painkiller 0.3, posture 0.2, sleep 0.4 and stress management 0.3," in said
    assert "Movement, posture, sleep and stress management are taken from day 0 to day 28." in said
    assert "Painkiller is taken from day 0 to day 7." in said


def test_runs_of_different_length_are_compared_on_the_last_day_of_each() -> None:
    short, long = sp.simulate(load=0.2, days=28), sp.simulate(load=0.5, days=56)
    said = sp.compare({"short": short, "long": long}).explain()
    assert said.startswith("On the last day of each run felt pain is lowest with 'short'")
    assert "end 0.3 on day 28" in said
    assert "end 0.9 on day 56" in said
    assert "After" not in said


def test_a_run_has_arrived_only_where_both_numbers_read_alike() -> None:
    close = 0
    for days in range(2, 40, 2):
        run = sp.simulate(load=[(0, 0.3), (1, 0.2)], days=days)
        said = run.explain()
        assert ("has arrived there" in said) == (f"{run['felt_pain'][-1]:.1f}" == "0.3")
        close += "has come close to it" in said
    assert close > 0


def test_one_day_is_one_day() -> None:
    assert sp.simulate(days=1).explain().startswith("Over 1 day, under")
    peaked = sp.simulate(load=0.4, start="painful", plan=sp.painkiller(0.9, start=0.5), days=3).explain()
    assert "on 1 day in all" in peaked
