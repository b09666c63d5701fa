"""What holds for everyone under every schedule: Hypothesis looks for a counterexample, seeded.

Plans are drawn from a few fixed shapes so that the fast engine compiles a few systems, not hundreds.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from stresspain.model.catalogue import CATALOGUE, adaptogen, intervention
from stresspain.model.interventions import Intervention
from stresspain.model.parameters import PARAMETERS, PERSONAL
from stresspain.simulation.engines import has_heyoka
from stresspain.simulation.run import Run, simulate

FAST = pytest.param("heyoka", marks=pytest.mark.skipif(not has_heyoka(), reason="heyoka is not installed here"))
BOTH = pytest.mark.parametrize("engine", ["scipy", FAST])
BEST = "auto"


def seeded(cases: int) -> Any:
    return settings(
        derandomize=True,
        deadline=None,
        max_examples=cases,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )


# --- what is drawn --------------------------------------------------------------------------------


def within(low: float, high: float) -> st.SearchStrategy[float]:
    """A number of a range, its ends often among them."""
    return st.floats(low, high) | st.sampled_from([low, high])


def person(names: tuple[str, ...] = PERSONAL) -> st.SearchStrategy[dict[str, float]]:
    """Some numbers anywhere in their ranges, ends included; the others at their defaults."""
    return st.fixed_dictionaries({}, optional={n: within(PARAMETERS[n].low, PARAMETERS[n].high) for n in names})


#: Everything but the paces, for statements that two runs stay together: no pace of an hour, no year's wait.
ARROWS = tuple(n for n in PERSONAL if not n.startswith("tau_"))

times = st.floats(0, 60).map(lambda day: round(day, 3))


def steps(name: str, most: int = 5) -> st.SearchStrategy[Any]:
    """A level, or steps of it, on days to a thousandth."""
    level = within(PARAMETERS[name].low, PARAMETERS[name].high)
    changes = st.dictionaries(times.filter(lambda day: day > 0), level, max_size=most)
    return level | st.tuples(level, changes).map(lambda drawn: [(0, drawn[0]), *sorted(drawn[1].items())])


@st.composite
def courses(draw: st.DrawFn, taken: Intervention) -> Intervention:
    """The same thing in up to three courses, amounts anywhere in their range."""
    days = sorted(draw(st.sets(times, min_size=2, max_size=6)))
    amount = taken.amount
    pairs = list(zip(days[::2], days[1::2], strict=False))
    return taken.during(*((a, b, draw(within(amount.low, amount.high))) for a, b in pairs))


SHAPES: list[tuple[str, ...]] = [
    (),
    ("adaptogen",),
    ("painkiller",),
    ("adaptogen", "muscle_relaxant", "painkiller"),
    ("movement", "posture", "sleep", "stress_management"),
    tuple(CATALOGUE),
]


@st.composite
def plans(draw: st.DrawFn, shapes: tuple[int, ...] = (0, 1, 2, 3, 4, 5)) -> list[Intervention]:
    names = SHAPES[draw(st.sampled_from(shapes))]
    return [draw(courses(CATALOGUE[name]())) for name in names]


@st.composite
def own(draw: st.DrawFn) -> Intervention:
    """One's own, of one shape, that lowers arrows down to nothing; allowed for everyone."""
    sizes = {"k_qs": draw(within(0, 1)), "rho": draw(within(0, 1)), "w_i": draw(within(0, 1))}
    return draw(courses(intervention("own", sizes, tau_e=draw(within(0.05, 365)))))


bodies = st.just("calm") | st.tuples(within(0, 1), within(1, 2), within(0, 1), within(0, 5), within(0, 1))


# --- ranges ---------------------------------------------------------------------------------------


def assert_in_range(run: Run) -> None:
    slack = 1e-9
    top = 1 + run.scenario.person.k_sc
    highest = [1.0, max(top, run["cortisol"][0]), 1.0, math.inf, 1.0]
    assert np.all(np.isfinite(run.states))
    assert np.all(run.states >= np.array([0, 1, 0, 0, 0]) - slack)
    assert np.all(run.states <= np.array(highest) + slack)
    assert np.all(run.levels >= -slack)
    assert np.all(run.levels <= 1 + slack)
    for name, top in {"ischaemia": 1, "blood_flow": 1, "pain": 10, "felt_pain": 10, "sleep_loss": 1}.items():
        assert np.all(run[name] >= -10 * slack), name
        assert np.all(run[name] <= top + 10 * slack), name
    assert np.all(run["felt_pain"] <= run["pain"] + 10 * slack)


everything = {
    "person": person(),
    "load": steps("load"),
    "damage": steps("damage", 3),
    "plan": plans(),
    "start": bodies,
    "days": st.sampled_from([1, 30, 90, [0, 0.1, 7.77, 60]]),
}


@pytest.mark.skipif(not has_heyoka(), reason="heyoka is not installed here")
@seeded(300)
@given(scenario=st.fixed_dictionaries(everything))
def test_states_stay_in_their_ranges_for_everyone_under_every_schedule(scenario):
    assert_in_range(simulate(**scenario, engine="heyoka"))


@seeded(60)
@given(scenario=st.fixed_dictionaries(everything))
def test_states_stay_in_their_ranges_on_the_slower_engine_too(scenario):
    assert_in_range(simulate(**scenario, engine="scipy"))


@seeded(40)
@given(scenario=st.fixed_dictionaries({**everything, "plan": own().map(lambda taken: [taken])}))
def test_states_stay_in_their_ranges_under_an_intervention_of_ones_own(scenario):
    assert_in_range(simulate(**scenario, engine=BEST))


# --- plans ----------------------------------------------------------------------------------------

tame = {"person": person(ARROWS), "load": steps("load"), "start": bodies, "days": st.just(60)}


@seeded(40)
@given(scenario=st.fixed_dictionaries({**tame, "plan": plans((3, 4, 5))}), shuffle=st.randoms(use_true_random=False))
def test_the_order_of_interventions_never_matters(scenario, shuffle):
    there = simulate(**scenario, engine=BEST)
    mixed = list(scenario["plan"])
    shuffle.shuffle(mixed)
    back = simulate(**{**scenario, "plan": mixed}, engine=BEST)
    assert back.scenario == there.scenario
    assert back.scenario.digest == there.scenario.digest
    np.testing.assert_array_equal(back.states, there.states)


@BOTH
@seeded(30)
@given(scenario=st.fixed_dictionaries(tame))
def test_interventions_of_no_strength_change_nothing(engine, scenario):
    idle = [make(0, start=3, stop=40, on=5, off=2) for make in CATALOGUE.values()]
    with_them = simulate(**scenario, plan=idle, engine=engine)
    without = simulate(**scenario, engine=engine)
    np.testing.assert_allclose(with_them.states, without.states, rtol=0, atol=1e-9)


@seeded(20)
@given(scenario=st.fixed_dictionaries({**tame, "plan": plans((1,))}))
def test_a_herb_believed_to_do_nothing_does_nothing(scenario):
    spans = [c[:] for c in scenario["plan"][0].courses.taken]
    idle = adaptogen(reading="none").during(*spans)
    without = simulate(**{**scenario, "plan": []}, engine=BEST)
    with_it = simulate(**{**scenario, "plan": [idle]}, engine=BEST)
    np.testing.assert_allclose(with_it.states, without.states, rtol=0, atol=1e-9)


@BOTH
@seeded(20)
@given(taken=courses(adaptogen()), reading=st.sampled_from(["guide", "trials", "none"]))
def test_at_zero_load_the_adaptogen_neither_stimulates_nor_sedates(engine, taken, reading):
    plan = adaptogen(reading=reading).during(*taken.courses.taken)
    with_it = simulate(load=0.0, plan=plan, days=120, engine=engine)
    without = simulate(load=0.0, days=120, engine=engine)
    assert np.abs(with_it.states - without.states).max() <= 1e-3


# --- a run in two halves --------------------------------------------------------------------------


def later(level: Any, day: float) -> Any:
    """Steps as they look from a later day on."""
    if not isinstance(level, list):
        return level
    now = [value for when, value in level if when <= day][-1]
    return [(0, now), *((when - day, value) for when, value in level if when > day)]


def rest_of(plan: list[Intervention], day: float) -> list[Intervention]:
    """What is still to be taken after a day; what is over is dropped, though its effect may still fade."""
    left = [(taken, taken.courses.after(day).taken) for taken in plan]
    return [taken.during(*((a - day, b - day, x) for a, b, x in spans)) for taken, spans in left if spans]


@BOTH
@seeded(40)
@given(
    scenario=st.fixed_dictionaries({**tame, "damage": steps("damage", 2), "plan": plans((1, 2, 3, 5))}),
    day=st.integers(1, 59) | st.sampled_from([0.5, 17.25, 59.875]),
)
def test_a_run_in_two_halves_equals_the_whole_run(engine, scenario, day):
    whole = simulate(**{**scenario, "days": [day, 60]}, engine=engine)
    first = simulate(**{**scenario, "days": [day]}, engine=engine)
    second = simulate(
        person=scenario["person"],
        load=later(scenario["load"], day),
        damage=later(scenario["damage"], day),
        plan=rest_of(scenario["plan"], day),
        start=first,
        days=[60 - day],
        engine=engine,
    )
    np.testing.assert_allclose(first.states[-1], whole.states[0], rtol=0, atol=1e-8)
    np.testing.assert_allclose(second.states[-1], whole.states[-1], rtol=0, atol=1e-8)
    for name, level in whole.last_levels:
        assert dict(second.last_levels).get(name, 0.0) == pytest.approx(level, abs=1e-8)


@seeded(80)
@given(
    scenario=st.fixed_dictionaries({**tame, "plan": plans((1, 3))}),
    new=plans((1, 3)),
    load=steps("load", 2),
    day=st.integers(0, 60) | times,
)
def test_a_branch_is_the_old_run_before_the_day_and_what_one_would_build_by_hand_after_it(scenario, new, load, day):
    old = simulate(**scenario, engine=BEST)
    branch = old.branch(day, plan=new, load=load)
    before = old.days <= day
    np.testing.assert_allclose(branch.states[before], old.states[before], rtol=0, atol=1e-9)
    assume(day < 60)
    there = simulate(old.scenario.but(days=[day]), engine=BEST)
    by_hand = simulate(
        person=scenario["person"],
        load=later([(0, load)] if not isinstance(load, list) else load, day),
        plan=rest_of(new, day),
        start=there,
        days=[60 - day],
        engine=BEST,
    )
    np.testing.assert_allclose(branch.states[-1], by_hand.states[-1], rtol=0, atol=1e-8)
