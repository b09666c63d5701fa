"""Both engines against a reference that shares no line with the package.

The equations are typed here a second time, from the model's description, on purpose: this file is
the oracle. Schedules are typed twice too, once as the package takes them and once as plain spans.
The reference is DOP853 at rtol 1e-12, atol 1e-14, restarted at every switch, in steps of one day at
most (and of 1.5 of the shortest time constant: its values between steps are wrong to 1e-7 otherwise).
"""

from __future__ import annotations

import math
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from scipy.linalg import expm

from stresspain.model.catalogue import CATALOGUE, adaptogen, intervention, lifestyle, painkiller
from stresspain.model.wiring import jacobian
from stresspain.simulation.engines import has_heyoka
from stresspain.simulation.run import Run, simulate

ENGINES = [
    "scipy",
    pytest.param("heyoka", marks=pytest.mark.skipif(not has_heyoka(), reason="heyoka is not installed here")),
]

DEFAULTS = {
    "k_ls": 0.6, "k_qf": 1.0, "k_qs": 0.6, "k_sc": 0.6, "m_rest": 0.10, "k_sm": 0.35, "k_qm": 0.30, "k_si": 0.20,
    "k_xi": 0.40, "rho": 0.80, "x_half": 0.33, "w_x": 0.55, "w_i": 0.45, "k_sw": 0.8, "k_qw": 0.8, "k_wp": 0.60,
    "p_half": 0.22, "g": 3.8, "tau_s": 3.0, "tau_c": 2.0, "tau_m": 3.0, "tau_i": 7.0, "tau_p": 28.0,
}  # fmt: skip

GUIDE = {"k_sc": 0.45, "k_sm": 0.40, "k_si": 0.40}
TRIALS = {"k_ls": 0.1333, "k_sc": 0.16}


# --- the oracle -----------------------------------------------------------------------------------


class Taken(NamedTuple):
    """An intervention as the oracle knows it: reductions, days of its pace, spans (from, to, target)."""

    name: str
    reductions: dict[str, float]
    tau_e: float
    spans: list[tuple[float, float, float]]


class Case(NamedTuple):
    """One scenario, told twice."""

    given: dict[str, Any]
    taken: tuple[Taken, ...] = ()
    first: dict[str, Any] | None = None


def level_at(steps: Any, t: float) -> float:
    return steps if isinstance(steps, float) else [v for d, v in steps if d <= t][-1]


def target_at(spans: list[tuple[float, float, float]], t: float) -> float:
    return next((h for a, b, h in spans if a <= t < b), 0.0)


def observed(y: Any, p: dict[str, float]) -> dict[str, float]:
    """Observables of one state and effect, typed from the description."""
    S, _, M, I, P = y[:5]  # noqa: E741
    X = M**4 / (M**4 + p["x_half"] ** 4)
    N = p["w_x"] * X + p["w_i"] * I + p["damage"]
    u = N * (1 + p["g"] * P)
    Q = u / (1 + u)
    F = p["k_qf"] * Q
    d = p["k_sw"] * S + p["k_qw"] * F
    W = d / (1 + d)
    return {"ischaemia": X, "blood_flow": 1 - X, "nociception": N, "pain": Q, "felt_pain": F, "sleep_loss": W}


def turned_down(p: dict[str, float], taken: tuple[Taken, ...], levels: Any) -> dict[str, float]:
    p = dict(p)
    for t, level in zip(taken, levels, strict=True):
        for name, reduction in t.reductions.items():
            p[name] *= 1 - level * reduction
    return p


def slopes(y: Any, p: dict[str, float], taken: tuple[Taken, ...], targets: list[float]) -> list[float]:
    y = y.tolist()
    p = turned_down(p, taken, y[5:])
    o = observed(y, p)
    S, C, M, I, P = y[:5]  # noqa: E741
    n4 = (o["nociception"] * (1 + p["k_wp"] * o["sleep_loss"])) ** 4
    return [
        ((p["k_ls"] * p["load"] + p["k_qs"] * o["felt_pain"]) * (1 - S) - S) / p["tau_s"],
        (1 + p["k_sc"] * S - C) / p["tau_c"],
        ((p["m_rest"] + p["k_sm"] * S + p["k_qm"] * o["pain"]) * (1 - M) - M) / p["tau_m"],
        ((p["k_si"] * S + p["k_xi"] * o["ischaemia"]) * (1 + p["rho"] * (C - 1)) - I) / p["tau_i"],
        (n4 / (n4 + p["p_half"] ** 4) - P) / p["tau_p"],
        *((h - level) / t.tau_e for h, level, t in zip(targets, y[5:], taken, strict=True)),
    ]


def reference(case: Case, start: Any, days: np.ndarray, max_step: float = 1.0) -> np.ndarray:
    """States and effect levels on the days, shape (n_days, 5 + n_taken)."""
    load, damage = case.given.get("load", 0.3), case.given.get("damage", 0.0)
    jumps = [d for steps in (load, damage) if not isinstance(steps, float) for d, _ in steps]
    jumps += [d for t in case.taken for a, b, _ in t.spans for d in (a, b)]
    last = float(days[-1])
    edges = [0.0, *sorted({d for d in jumps if 0 < d < last}), last]
    paces = [t.tau_e for t in case.taken] + [v for n, v in case.given.get("person", {}).items() if n[:3] == "tau"]
    max_step = min([max_step, *(1.5 * pace for pace in paces)])
    y, rows = np.array(start, dtype=float), []
    for a, b in pairwise(edges):
        middle = 0.5 * (a + b)
        p = DEFAULTS | case.given.get("person", {})
        p = p | {"load": level_at(load, middle), "damage": level_at(damage, middle)}
        targets = [target_at(t.spans, middle) for t in case.taken]
        asked = days[(days >= a) & (days < b)] if b < last else days[days >= a]
        times = np.unique(np.append(asked, b))
        solved = solve_ivp(
            lambda _, y, p=p, h=targets: slopes(y, p, case.taken, h),
            (a, b), y, method="DOP853", rtol=1e-12, atol=1e-14, max_step=max_step, t_eval=times,
        )  # fmt: skip
        rows += list(solved.y.T[: len(asked)])
        y = solved.y[:, -1]
    return np.array(rows)


# --- the cases ------------------------------------------------------------------------------------


def diary() -> list[tuple[float, float]]:
    """180 random daily loads, seeded, none twice in a row."""
    rng = np.random.default_rng(20261123)
    return [(float(day), round(float(load), 3)) for day, load in enumerate(rng.uniform(0, 0.9, 180))]


BACK = {"load": 0.4, "start": "painful"}
ALL_FAST = {f"tau_{x}": 0.05 for x in "scmip"}
ALL_SLOW = {f"tau_{x}": 365.0 for x in "scmip"}
HIGH = {"k_ls": 2.0, "k_qs": 2.0, "k_sc": 1.0, "m_rest": 0.5, "k_sm": 2.0, "k_qm": 1.0, "k_si": 1.0, "k_xi": 1.5}
HIGH |= {"rho": 3.0, "x_half": 0.1, "w_x": 2.0, "w_i": 2.0, "k_sw": 3.0, "k_qw": 3.0, "k_wp": 2.0, "p_half": 0.05}
HIGH |= {"g": 10.0}
SILENCED = {"rho": -1.0, "k_sc": 1.0, "k_si": 1.0, "k_xi": 1.5}
CATALOGUE_AT_ONCE = [
    CATALOGUE["adaptogen"](450, stop=60),
    CATALOGUE["painkiller"](0.7, start=3.5, stop=9.25),
    CATALOGUE["muscle_relaxant"](0.3, on=5, off=2, stop=30),
    CATALOGUE["stress_management"](start=10),
    CATALOGUE["posture"](0.9, stop=20),
    CATALOGUE["movement"](start=40, stop=41),
    CATALOGUE["sleep"](1.0, start=0.001, stop=80),
]
SAME_AT_ONCE = (
    Taken("adaptogen", GUIDE, 14, [(0, 60, 450 / 650)]),
    Taken("movement", {"w_x": 1}, 14, [(40, 41, 0.15)]),
    Taken("muscle_relaxant", {"k_sm": 1, "k_qm": 1}, 0.5, [(a, min(a + 5, 30), 0.2 + 0.1) for a in range(0, 30, 7)]),
    Taken("painkiller", {"k_qf": 1}, 0.25, [(3.5, 9.25, 0.7)]),
    Taken("posture", {"m_rest": 1}, 7, [(0, 20, 0.9)]),
    Taken("sleep", {"k_wp": 1}, 14, [(0.001, 80, 1.0)]),
    Taken("stress_management", {"k_ls": 1}, 14, [(10, math.inf, 0.3)]),
)

CASES = {
    "calm and left alone": Case({"days": 120}),
    "a stressor of six weeks": Case({"load": [(0, 0.3), (20, 0.9), (62, 0.3)], "days": 200}),
    "a stressor that tips": Case({"load": [(0, 0.3), (20, 0.9), (80, 0.3)], "days": 200}),
    "painful under a load that leaves only pain": Case({"load": 0.7, "start": "painful", "days": 60}),
    "recovery by the herb": Case(
        {**BACK, "plan": adaptogen(600, stop=84), "days": 200}, (Taken("adaptogen", GUIDE, 14, [(0, 84, 0.75)]),)
    ),
    "the trials reading": Case(
        {**BACK, "plan": adaptogen(600, "trials", stop=120), "days": 200},
        (Taken("adaptogen", TRIALS, 14, [(0, 120, 0.75)]),),
    ),
    "no effect beyond placebo": Case(
        {**BACK, "plan": adaptogen(600, "none", stop=50), "days": 100}, (Taken("adaptogen", {}, 14, [(0, 50, 0.75)]),)
    ),
    "courses with breaks": Case(
        {**BACK, "plan": adaptogen(300, on=56, off=14, stop=200), "days": 230},
        (Taken("adaptogen", GUIDE, 14, [(0, 56, 0.6), (70, 126, 0.6), (140, 196, 0.6)]),),
    ),
    "dose changes": Case(
        {**BACK, "plan": adaptogen(300).during((2, 28), (28, 50, 600), (60, 75, 2000)), "days": 120},
        (Taken("adaptogen", GUIDE, 14, [(2, 28, 0.6), (28, 50, 0.75), (60, 75, 2000 / 2200)]),),
    ),
    "missed doses": Case(
        {**BACK, "plan": adaptogen(600, stop=40).missing(3, 10, 11, 39), "days": 60},
        (Taken("adaptogen", GUIDE, 14, [(0, 3, 0.75), (4, 10, 0.75), (12, 39, 0.75)]),),
    ),
    "a painkiller, quick to come and go": Case(
        {**BACK, "plan": painkiller(0.3, stop=28), "days": 84},
        (Taken("painkiller", {"k_qf": 1}, 0.25, [(0, 28, 0.3)]),),
    ),
    "a diary of 180 random loads": Case({"load": diary(), "days": 180}),
    "a diary under the four measures": Case(
        {"load": diary(), "days": 180, "start": (0.3, 1.2, 0.3, 0.2, 0.6), "plan": lifestyle(start=30, stop=120)},
        (
            Taken("movement", {"w_x": 1}, 14, [(30, 120, 0.15)]),
            Taken("posture", {"m_rest": 1}, 7, [(30, 120, 0.2)]),
            Taken("sleep", {"k_wp": 1}, 14, [(30, 120, 0.4)]),
            Taken("stress_management", {"k_ls": 1}, 14, [(30, 120, 0.3)]),
        ),
    ),
    "an injury that half heals": Case({"damage": [(0, 0.0), (30, 0.2), (60, 0.05)], "days": 150}),
    "one's own that lowers some arrows and raises others": Case(
        {
            **BACK,
            "plan": [
                intervention("grind", {"k_qs": -0.5, "k_sm": 0.3}, strength=0.6, tau_e=3, stop=50),
                intervention("ice", {"k_xi": 0.8, "rho": 1.5, "g": -1.0}, strength=0.9, tau_e=0.05, start=20),
            ],
            "days": 90,
        },
        (
            Taken("grind", {"k_qs": -0.5, "k_sm": 0.3}, 3, [(0, 50, 0.6)]),
            Taken("ice", {"k_xi": 0.8, "rho": 1.5, "g": -1.0}, 0.05, [(20, math.inf, 0.9)]),
        ),
    ),
    "one's own that acts on what comes from outside": Case(
        {
            "load": [(0, 0.2), (10, 0.7)],
            "damage": 0.1,
            "plan": intervention("refuge", {"load": 0.9, "damage": 1.0}, strength=0.8, tau_e=365, start=5),
            "days": 60,
        },
        (Taken("refuge", {"load": 0.9, "damage": 1.0}, 365, [(5, math.inf, 0.8)]),),
    ),
    "cortisol restrains": Case({"person": {"rho": -0.8}, "load": [(0, 0.3), (9, 1.2), (40, 0.1)], "days": 120}),
    "cortisol silences": Case(
        {"person": SILENCED, "load": 1.5, "start": (1, 2, 1, 0, 1), "days": 60}
    ),
    "five numbers to start from": Case({"start": (0.9, 1.05, 0.0, 2.5, 0.02), "days": 100}),
    "from the zero state": Case({"start": (0, 1, 0, 0, 0), "days": 60}),
    "fractional days": Case(
        {
            **BACK,
            "plan": painkiller(0.9, start=0.2, stop=1.7),
            "days": [0, 0.1, 0.2, 0.25, 1 / 3, 1, 1.7, math.pi, 10.125, 10.5],
        },
        (Taken("painkiller", {"k_qf": 1}, 0.25, [(0.2, 1.7, 0.9)]),),
    ),
    "a report that begins late": Case({"load": [(0, 0.3), (5, 1.0), (30, 0.2)], "days": [40.5, 41, 60]}),
    "everything fast": Case({"person": ALL_FAST, "load": [(0, 0.3), (3, 1.1), (3.3, 0.1), (9, 0.5)], "days": 20}),
    "everything slow": Case({"person": ALL_SLOW, "load": 1.1, "start": (0, 1, 0.5, 1, 1), "days": 365}),
    "fast and slow": Case(
        {"person": {"tau_s": 0.05, "tau_c": 365.0, "tau_i": 0.05}, "load": [(0, 0.3), (4, 1.0)], "days": 40}
    ),
    "numbers at their upper ends": Case(
        {
            "person": HIGH,
            "load": [(0, 1.5), (20, 0.0)],
            "damage": 0.5,
            "days": 60,
        }
    ),
    "the whole catalogue at once": Case({**BACK, "plan": CATALOGUE_AT_ONCE, "days": 100}, SAME_AT_ONCE),
    "from an earlier run, whose effects still fade": Case(
        {"load": 0.35, "start": "earlier", "plan": painkiller(0.2, start=4, stop=9), "days": 60},
        (
            Taken("adaptogen", GUIDE, 14, []),
            Taken("muscle_relaxant", {"k_sm": 1, "k_qm": 1}, 0.5, []),
            Taken("painkiller", {"k_qf": 1}, 0.25, [(4, 9, 0.2)]),
        ),
        first={**BACK, "plan": [adaptogen(900), CATALOGUE["muscle_relaxant"](0.5)], "days": [25.5]},
    ),
    "a quarter of an hour of everything": Case(
        {
            **BACK,
            "load": [(0, 0.4), (20.3, 1.5), (20.3 + 1 / 96, 0.4)],
            "plan": painkiller(1.0, start=30.1, stop=30.1 + 1 / 96),
            "days": 45,
        },
        (Taken("painkiller", {"k_qf": 1}, 0.25, [(30.1, 30.1 + 1 / 96, 1.0)]),),
    ),
}  # fmt: skip


@cache
def run_of(name: str, engine: str) -> Run:
    case = CASES[name]
    given = dict(case.given)
    if case.first is not None:
        given["start"] = simulate(**case.first, engine=engine)
    return simulate(**given, engine=engine)


@cache
def reference_of(name: str) -> np.ndarray:
    run = run_of(name, "scipy")
    began = simulate(run.scenario.but(days=[0.0]), engine="scipy")
    assert tuple(t.name for t in run.scenario.plan) == tuple(t.name for t in CASES[name].taken)
    return reference(CASES[name], [*began.states[0], *began.levels[0]], run.days)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", CASES)
def test_an_engine_agrees_with_the_independent_reference(name, engine):
    run, exact = run_of(name, engine), reference_of(name)
    np.testing.assert_allclose(np.hstack([run.states, run.levels]), exact, rtol=0, atol=1e-8)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", CASES)
def test_what_a_run_reports_beside_the_states_follows_from_them(name, engine):
    run, case = run_of(name, engine), CASES[name]
    loads, damages = case.given.get("load", 0.3), case.given.get("damage", 0.0)
    for i, day in enumerate(run.days):
        p = DEFAULTS | case.given.get("person", {})
        p = p | {"load": level_at(loads, day), "damage": level_at(damages, day)}
        seen = observed(run.states[i], turned_down(p, case.taken, run.levels[i]))
        assert (run["load"][i], run["damage"][i]) == (p["load"], p["damage"])
        for column, value in seen.items():
            scale = 10 if column in ("pain", "felt_pain") else 1
            assert run[column][i] == pytest.approx(scale * value, abs=1e-13), (column, day)


@pytest.mark.skipif(not has_heyoka(), reason="heyoka is not installed here")
@pytest.mark.parametrize("name", CASES)
def test_the_two_engines_agree(name):
    one, other = run_of(name, "scipy"), run_of(name, "heyoka")
    assert one.columns == other.columns
    for column in one.columns:
        np.testing.assert_allclose(one[column], other[column], rtol=0, atol=1e-7, err_msg=column)


@pytest.mark.parametrize("name", ["calm and left alone", "recovery by the herb", "cortisol restrains"])
def test_a_named_start_is_a_rest_of_the_independent_equations(name):
    run = run_of(name, "scipy")
    load = run["load"][0]
    p = DEFAULTS | CASES[name].given.get("person", {}) | {"load": load, "damage": 0.0}
    assert max(map(abs, slopes(run.states[0], p, (), []))) < 1e-13


# --- a quarter of an hour in a year ---------------------------------------------------------------

QUARTER = 1 / 96
WHEN = 100.3
LATER = np.array([WHEN + QUARTER, 101.0, 103.0, 110.0, 130.0])


@pytest.mark.parametrize("engine", ENGINES)
def test_a_quarter_of_an_hour_of_stressor_in_a_year_leaves_the_trace_that_the_equations_say(engine):
    days = [0.0, *LATER, 365.0]
    pulse = [(0, 0.3), (WHEN, 1.5), (WHEN + QUARTER, 0.3)]
    with_it, without = (simulate(load=x, days=days, engine=engine) for x in (pulse, 0.3))
    trace = with_it.states[1:-1] - without.states[1:-1]
    calm = without.states[0]
    # Brute force: steps of no more than a thousandth of a day, from the pulse on.
    shifted = Case({"load": [(0, 1.5), (QUARTER, 0.3)]})
    brute = reference(shifted, calm, LATER - WHEN, max_step=2e-3 if engine == "scipy" else 1e-2)
    np.testing.assert_allclose(trace, brute - calm, rtol=0, atol=1e-9)
    assert trace[0, 0] == pytest.approx(0.6 * 1.2 * (1 - calm[0]) / 3 * QUARTER, rel=1e-2)
    # Linear response: what the pulse pushes into stress spreads along the Jacobian.
    matrix = jacobian(without.last_state, without.scenario.person.numbers(load=0.3))
    pushed = np.zeros(5)
    pushed[0] = 0.6 * 1.2 * (1 - calm[0]) / 3 * QUARTER
    for day, found in zip(LATER[1:], trace[1:], strict=True):
        said = expm(matrix * (day - WHEN - QUARTER / 2)) @ pushed
        np.testing.assert_allclose(found, said, rtol=0, atol=0.01 * np.abs(said).max())
    # A year later it is forgotten, down to what still fades with the slowest pace.
    assert np.abs(with_it.states[-1] - without.states[-1]).max() < 1e-5


@pytest.mark.parametrize("engine", ENGINES)
def test_a_quarter_of_an_hour_of_full_painkiller_in_a_year_is_felt_as_the_equations_say(engine):
    days = [0.0, *LATER, 365.0]
    plan = painkiller(1.0, start=WHEN, stop=WHEN + QUARTER)
    with_it, without = (simulate(**BACK, plan=x, days=days, engine=engine) for x in (plan, ()))
    level = with_it["painkiller"]
    risen = 1 - math.exp(-QUARTER / 0.25)
    assert level[1] == pytest.approx(risen, rel=1e-9)
    assert level[2] == pytest.approx(risen * math.exp(-(101.0 - WHEN - QUARTER) / 0.25), rel=1e-9)
    dip = 1 - with_it["felt_pain"][1] / without["felt_pain"][1]
    assert dip == pytest.approx(risen, rel=1e-2)
    # Stress is let off for as long as the effect lasts: its whole area under the curve is a quarter of an hour.
    start = without.states[0]
    taken = (Taken("painkiller", {"k_qf": 1}, 0.25, [(0, QUARTER, 1.0)]),)
    brute = reference(Case({"load": 0.4}, taken), [*start, 0.0], LATER - WHEN, max_step=2e-3)
    np.testing.assert_allclose(with_it.states[1:-1], brute[:, :5], rtol=0, atol=1e-9)
    let_off = (with_it.states - without.states)[2, 0]
    felt, stress = without["felt_pain"][0] / 10, start[0]
    rate = (1 + 0.6 * 0.4 + 0.6 * felt) / 3
    said = -0.6 * felt * (1 - stress) / 3 * QUARTER * math.exp(-rate * (101.0 - WHEN - 0.25))
    assert let_off == pytest.approx(said, rel=0.15)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("day", [0.0, 7.0, 200.0, 200.49, 364.99])
def test_a_pulse_counts_wherever_it_falls(engine, day):
    pulse = [(0, 0.3), (day, 1.5), (day + 0.01, 0.3)] if day else [(0, 1.5), (0.01, 0.3)]
    start = simulate(load=0.3, days=1).last_state
    end = simulate(load=pulse, start=start, days=[day + 0.01], engine=engine).last_state
    assert end.stress - start.stress == pytest.approx(0.6 * 1.2 * (1 - start.stress) / 3 * 0.01, rel=1e-2)


@pytest.mark.parametrize("engine", ENGINES)
def test_the_days_reported_do_not_change_the_answer(engine):
    given = {"load": [(0, 0.3), (20, 0.9), (20 + QUARTER, 0.3), (50.5, 0.8)], "plan": painkiller(start=3, stop=60.125)}
    daily = simulate(**given, days=90, engine=engine)
    few = simulate(**given, days=[33, 90], engine=engine)
    hourly = simulate(**given, days=np.arange(90 * 24 + 1) / 24, engine=engine)
    np.testing.assert_allclose(few.states, daily.states[[33, 90]], rtol=0, atol=1e-10)
    np.testing.assert_allclose(hourly.states[::24], daily.states, rtol=0, atol=1e-10)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_switch_that_floating_point_time_just_misses_does_not_stop_a_run(engine):
    # Taylor series reach day 0.842 as 0.8420000000000001 here, and then refused to begin from 0.842.
    load = [(0, 0.3), (0.322, 1.0), (0.842, 0.2), (25.358, 0.4)]
    run = simulate(load=load, days=60, engine=engine)
    exact = reference(Case({"load": load}), run.states[0], run.days)
    np.testing.assert_allclose(run.states, exact, rtol=0, atol=1e-8)
