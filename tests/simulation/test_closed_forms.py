"""With the feedback cut each equation can be solved by hand; both engines must find the same."""

from __future__ import annotations

import math

import numpy as np
import pytest

from stresspain.model.catalogue import CATALOGUE, adaptogen, intervention, painkiller, posture
from stresspain.model.equations import REST, State
from stresspain.model.parameters import PARAMETERS, Person
from stresspain.simulation.engines import has_heyoka
from stresspain.simulation.run import Run, simulate

pytestmark = pytest.mark.parametrize(
    "engine",
    [
        "scipy",
        pytest.param("heyoka", marks=pytest.mark.skipif(not has_heyoka(), reason="heyoka is not installed here")),
    ],
)

DAYS = 60
RESTED = (0, 1, 0, 0, 0)


def run(engine: str, person: dict[str, float], **given) -> Run:
    """Run from the rested body, with pain's way back to stress and tension cut unless said otherwise."""
    cut = {"k_qs": 0, "k_qm": 0}
    return simulate(**{"person": {**cut, **person}, "start": RESTED, "days": DAYS, "engine": engine, **given})


def same(found, said) -> None:
    np.testing.assert_allclose(found, said, rtol=0, atol=1e-10)


# --- one state at a time --------------------------------------------------------------------------


def test_stress_alone_is_an_exponential_to_a_over_one_plus_a(engine):
    found = run(engine, {"k_ls": 1.1, "tau_s": 5}, load=0.7)
    a, t = 1.1 * 0.7, found.days
    same(found["stress"], a / (1 + a) * (1 - np.exp(-(1 + a) * t / 5)))


def test_stress_alone_fades_without_load(engine):
    found = run(engine, {}, load=0.0, start=(0.9, 1, 0, 0, 0))
    same(found["stress"], 0.9 * np.exp(-found.days / 3))


def test_stress_under_steps_of_load_is_one_exponential_after_another(engine):
    found = run(engine, {}, load=[(0, 0.2), (10.25, 1.4), (10.75, 0.0), (30, 0.9)])
    stress, said = 0.0, []
    spans = [(0, 10.25, 0.2), (10.25, 10.75, 1.4), (10.75, 30, 0.0), (30, DAYS + 1, 0.9)]
    for start, stop, load in spans:
        a = 0.6 * load
        days = found.days[(found.days >= start) & (found.days < stop)]
        after = [a / (1 + a) + (stress - a / (1 + a)) * np.exp(-(1 + a) * (t - start) / 3) for t in [*days, stop]]
        said += after[:-1]
        stress = after[-1]
    same(found["stress"], said)


def test_cortisol_driven_by_stress_is_a_sum_of_two_exponentials(engine):
    found = run(engine, {"k_sc": 0.9, "tau_c": 7}, load=0.5, start=(0.1, 1.3, 0, 0, 0))
    a, t = 0.6 * 0.5, found.days
    end, fast = a / (1 + a), (1 + a) / 3
    part = 0.9 * (0.1 - end) / (1 - fast * 7)
    same(found["cortisol"], 1 + 0.9 * end + part * np.exp(-fast * t) + (0.3 - 0.9 * end - part) * np.exp(-t / 7))


def test_tension_of_posture_alone_is_an_exponential(engine):
    found = run(engine, {"k_sm": 0, "m_rest": 0.4, "tau_m": 11}, load=0.9)
    same(found["tension"], 0.4 / 1.4 * (1 - np.exp(-1.4 * found.days / 11)))


def test_tension_under_steady_stress_is_an_exponential(engine):
    a = 0.6 * 0.8
    stress = a / (1 + a)
    found = run(engine, {}, load=0.8, start=(stress, 1, 0, 0, 0))
    pull = 0.1 + 0.35 * stress
    same(found["tension"], pull / (1 + pull) * (1 - np.exp(-(1 + pull) * found.days / 3)))


@pytest.mark.parametrize("rho", [0.8, -0.8])
def test_inflammation_under_steady_stress_and_cortisol_is_an_exponential(engine, rho):
    a = 0.6 * 0.8
    stress = a / (1 + a)
    found = run(engine, {"k_xi": 0, "rho": rho}, load=0.8, start=(stress, 1 + 0.6 * stress, 0, 0, 0))
    same(found["inflammation"], 0.2 * stress * (1 + rho * 0.6 * stress) * (1 - np.exp(-found.days / 7)))


def test_inflammation_of_ischaemia_alone_is_an_exponential(engine):
    tension = 0.4 / 1.4
    found = run(engine, {"k_si": 0, "k_sm": 0, "m_rest": 0.4}, load=0.0, start=(0, 1, tension, 0, 0))
    lack = tension**4 / (tension**4 + 0.33**4)
    same(found["ischaemia"], np.full(DAYS + 1, lack))
    same(found["inflammation"], 0.4 * lack * (1 - np.exp(-found.days / 7)))


def test_sensitivity_to_a_steady_injury_is_an_exponential(engine):
    found = run(engine, {"w_x": 0, "w_i": 0, "k_wp": 0}, damage=0.3)
    target = 0.3**4 / (0.3**4 + 0.22**4)
    same(found["sensitivity"], target * (1 - np.exp(-found.days / 28)))
    u = 0.3 * (1 + 3.8 * found["sensitivity"])
    same(found["pain"], 10 * u / (1 + u))


def test_lost_sleep_sensitises_by_its_share(engine):
    a = 0.6 * 0.8
    stress = a / (1 + a)
    person = {"w_x": 0, "w_i": 0, "k_qw": 0, "k_wp": 1.5}
    found = run(engine, person, load=0.8, damage=0.1, start=(stress, 1, 0, 0, 0))
    lost = 0.8 * stress / (1 + 0.8 * stress)
    n4 = (0.1 * (1 + 1.5 * lost)) ** 4
    same(found["sleep_loss"], np.full(DAYS + 1, lost))
    same(found["sensitivity"], n4 / (n4 + 0.22**4) * (1 - np.exp(-found.days / 28)))


# --- effect levels --------------------------------------------------------------------------------


def level(days, spans: list[tuple[float, float, float]], tau: float) -> list[float]:
    """The effect level on some days, exponential by exponential; spans are (start, stop, target)."""
    values = []
    for day in days:
        effect, now = 0.0, 0.0
        for start, stop, target in spans:
            if start >= day:
                break
            effect *= math.exp(-(start - now) / tau)
            now = min(stop, day)
            effect = target + (effect - target) * math.exp(-(now - start) / tau)
        values.append(effect * math.exp(-(day - now) / tau))
    return values


def test_the_effect_of_courses_with_breaks_rises_and_falls_by_exponentials(engine):
    found = simulate(plan=adaptogen(600, start=3, stop=170, on=56, off=14), days=200, engine=engine)
    spans = [(3, 59, 0.75), (73, 129, 0.75), (143, 170, 0.75)]
    same(found["adaptogen"], level(found.days, spans, 14))


def test_the_effect_moves_smoothly_through_dose_changes_and_missed_doses(engine):
    plan = adaptogen(200).during((0, 20), (20, 40, 1800), (50, 60, 600)).missing(25)
    found = simulate(plan=plan, days=np.arange(0, 80, 0.25), engine=engine)
    spans = [(0, 20, 0.5), (20, 25, 0.9), (26, 40, 0.9), (50, 60, 0.75)]
    same(found["adaptogen"], level(found.days, spans, 14))
    assert np.abs(np.diff(found["adaptogen"])).max() < 0.25 / 14


def test_a_painkiller_comes_and_goes_within_hours(engine):
    days = np.arange(0, 4, 1 / 24)
    found = simulate(load=0.4, start="painful", plan=painkiller(0.3, start=0.5, stop=2), days=days, engine=engine)
    same(found["painkiller"], level(days, [(0.5, 2, 0.3)], 0.25))
    same(found["felt_pain"], found["pain"] * (1 - found["painkiller"]))


def test_full_strength_for_long_silences_felt_pain(engine):
    found = simulate(load=0.4, start="painful", plan=painkiller(1.0), days=30, engine=engine)
    assert found["felt_pain"][-1] == pytest.approx(0, abs=1e-9)
    assert found["pain"][-1] > 2


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_effect_of_the_catalogue_keeps_its_own_pace(engine, name):
    taken = CATALOGUE[name](start=1, stop=21)
    found = simulate(plan=taken, days=40, engine=engine)
    target = taken.target(taken.courses.taken[0].amount)
    same(found[name], level(found.days, [(1, 21, target)], taken.tau_e))


def test_stress_follows_an_effect_that_settles_at_once(engine):
    # An effect ten times as fast as anything else, at its target from day 3 on for all purposes.
    own = intervention("deafness", {"k_ls": 1.0}, strength=0.5, tau_e=0.05)
    found = run(engine, {}, load=0.8, plan=own)
    a = 0.6 * 0.8 / 2
    end, then = a / (1 + a), found["stress"][3]
    same(found["stress"][3:], end + (then - end) * np.exp(-(1 + a) * (found.days[3:] - 3) / 3))


def test_posture_work_acts_on_tension_through_its_effect_level(engine):
    # M' = (m (1 - E) (1 - M) - M) / tau, linear in M: solved with an integrating factor on a fine grid.
    found = run(engine, {"k_sm": 0, "m_rest": 0.5}, load=0.0, plan=posture(1.0, stop=400), days=30)
    fine = np.linspace(0, 30, 30 * 400 + 1)
    pull = 0.5 * np.exp(-fine / 7)
    grow = (1 + pull) / 3
    step = np.diff(fine)
    area = np.concatenate([[0], np.cumsum(step * (grow[1:] + grow[:-1]) / 2)])
    inside = np.exp(area) * pull / 3
    total = np.concatenate([[0], np.cumsum(step * (inside[1:] + inside[:-1]) / 2)])
    np.testing.assert_allclose(found["tension"], (np.exp(-area) * total)[::400], rtol=0, atol=1e-7)


# --- from nothing ---------------------------------------------------------------------------------


@pytest.mark.parametrize("plan", [(), [make() for make in CATALOGUE.values()]], ids=["untreated", "everything taken"])
def test_from_the_zero_state_without_load_and_posture_nothing_ever_moves(engine, plan):
    found = simulate(person={"m_rest": 0}, load=0.0, start=RESTED, plan=plan, days=365, engine=engine)
    assert np.all(np.isfinite(found.states))
    same(found.states, np.tile(REST, (366, 1)))
    same(found["felt_pain"], np.zeros(366))


def test_from_the_zero_state_everyone_at_an_end_of_the_ranges_stays_finite(engine):
    for end in ("low", "high"):
        person = Person(**{n: getattr(q, end) for n, q in PARAMETERS.items() if n not in ("load", "damage")})
        found = simulate(person=person, load=1.5, start=State(*RESTED), days=30, engine=engine)
        assert np.all(np.isfinite(found.states))
        assert all(np.all(np.isfinite(found[column])) for column in found.columns)
