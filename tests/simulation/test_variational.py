"""Exact sensitivities of a run: closed forms, symmetries, differences, both engines. Illustrative, not clinical."""

import numpy as np
import pytest

import stresspain as sp
from stresspain.cycle.tipping import tipping_points
from stresspain.model.equations import State
from stresspain.model.parameters import OUTSIDE, PARAMETERS
from stresspain.simulation.engines import has_heyoka
from stresspain.simulation.variational import slopes_over_time, start_slopes

ALL = tuple(PARAMETERS)
ENGINES = [
    "scipy",
    pytest.param("heyoka", marks=pytest.mark.skipif(not has_heyoka(), reason="heyoka is not installed here")),
]
HERB = sp.adaptogen(600, start=10, stop=66)
STORY = {
    "calm, with a stressor": sp.scenario(load=[(0, 0.3), (20, 0.7), (50, 0.35)], days=120, plan=[HERB]),
    "painful, with damage later": sp.scenario(
        load=0.45, damage=[(0, 0.0), (30, 0.05)], start="painful", days=100, plan=[sp.painkiller(stop=28), sp.sleep()]
    ),
    "five numbers, cortisol restraining": sp.scenario(
        person={"rho": -0.5}, load=0.5, start=[0.3, 1.2, 0.2, 0.1, 0.4], days=60
    ),
}


def moved(scenario: sp.Scenario, name: str, by: float) -> sp.Scenario:
    """The same scenario with one number moved; load and damage as a whole."""
    if name in OUTSIDE:
        steps = getattr(scenario, name)
        return scenario.but(**{name: [(day, v + by) for day, v in zip(steps.days, steps.values, strict=True)]})
    return scenario.but(person=scenario.person.but(**{name: getattr(scenario.person, name) + by}))


def differences(scenario: sp.Scenario, name: str, of) -> np.ndarray:
    """Differences of fourth order, from inside where the range ends; `of` makes an array of a run."""
    quantity = PARAMETERS[name]
    values = getattr(scenario, name).values if name in OUTSIDE else (getattr(scenario.person, name),)
    # Small enough for the shortest scale there is, the ridge's; the engines' error of 1e-11 allows it.
    h = 2e-4 * (max(values) or 0.1)

    def at(steps: float) -> np.ndarray:
        return np.array(of(sp.simulate(moved(scenario, name, steps * h))))

    if min(values) - 2 * h < quantity.low:
        return (-25 * at(0) + 48 * at(1) - 36 * at(2) + 16 * at(3) - 3 * at(4)) / (12 * h)
    if max(values) + 2 * h > quantity.high:
        return (25 * at(0) - 48 * at(-1) + 36 * at(-2) - 16 * at(-3) + 3 * at(-4)) / (12 * h)
    return (at(-2) - 8 * at(-1) + 8 * at(1) - at(2)) / (12 * h)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("scenario", STORY.values(), ids=STORY)
def test_every_sensitivity_agrees_with_differences_of_whole_runs(scenario, engine):
    if engine == "heyoka":
        pytest.importorskip("heyoka")
    slopes = slopes_over_time(scenario, ALL, engine)[1][:, :5]
    for j, name in enumerate(ALL):
        tried = differences(scenario, name, lambda run: run.states)
        scale = np.abs(tried).max(axis=0)
        assert np.abs(slopes[:, :, j] - tried).max(axis=0) == pytest.approx(0, abs=float(1e-5 * scale.max() + 1e-9)), (
            name
        )


@pytest.mark.needs_package("heyoka")
@pytest.mark.parametrize("scenario", STORY.values(), ids=STORY)
def test_both_engines_agree(scenario):
    (path, slopes), (other_path, other) = (slopes_over_time(scenario, ALL, e) for e in ("scipy", "heyoka"))
    scale = np.abs(slopes).max(axis=(0, 1))
    assert np.abs(path - other_path).max() < 1e-8
    assert (np.abs(slopes - other).max(axis=(0, 1)) <= 1e-7 * scale + 1e-12).all()


def test_with_the_feedback_cut_stress_answers_as_its_closed_form_says():
    # dS/dt = (a (1 - S) - S) / tau with a = k_ls L, from S = 0.
    scenario = sp.scenario(person={"k_qs": 0}, load=0.5, start=[0, 1, 0, 0, 0], days=20)
    _, slopes = slopes_over_time(scenario, ("load", "tau_s"), "scipy")
    t, k_ls, tau = scenario.grid, 0.6, 3.0
    a = k_ls * 0.5
    fading = np.exp(-(1 + a) * t / tau)
    by_load = k_ls * ((1 - fading) / (1 + a) ** 2 + a / (1 + a) * t / tau * fading)
    by_tau = -a * t / tau**2 * fading
    assert slopes[:, 0, 0] == pytest.approx(by_load, abs=1e-10)
    assert slopes[:, 0, 1] == pytest.approx(by_tau, abs=1e-10)


def test_load_and_its_arrow_enter_as_a_product_so_their_elasticities_are_equal():
    _, slopes = slopes_over_time(sp.scenario(load=0.5, days=90), ("load", "k_ls"), "scipy")
    assert 0.5 * slopes[:, :, 0] == pytest.approx(0.6 * slopes[:, :, 1], abs=1e-9)


def test_slowing_everything_down_alike_is_a_change_of_clock():
    # With all taus c times as long the run is stretched: sum of tau dy/dtau = -t dy/dt.
    scenario = sp.scenario(load=0.6, start=[0.1, 1.0, 0.3, 0.0, 0.2], days=60)
    names = ("tau_s", "tau_c", "tau_m", "tau_i", "tau_p")
    path, slopes = slopes_over_time(scenario, names, "scipy")
    stretched = slopes @ np.array([getattr(scenario.person, name) for name in names])
    speed = np.array([sp.rates(State(*y), scenario.person.numbers(0.6)) for y in path[:, :5]])
    assert stretched == pytest.approx(-scenario.grid[:, None] * speed, abs=1e-8)


@pytest.mark.parametrize("start", ["calm", "painful"])
def test_a_start_at_rest_moves_with_the_numbers_and_stays_at_rest(start):
    scenario = sp.scenario(load=0.4, start=start, days=300)
    _, slopes = slopes_over_time(scenario, ALL, "scipy")
    assert np.abs(slopes - start_slopes(scenario, ALL)).max() < 1e-7
    which = 0 if start == "calm" else -1
    for name in ("k_qs", "g"):
        h = 1e-5
        low, high = (sp.rests({name: getattr(sp.Person(), name) + s * h}, load=0.4)[which].state for s in (-1, 1))
        tried = (np.array(high) - np.array(low)) / (2 * h)
        assert slopes[0, :, ALL.index(name)] == pytest.approx(tried, rel=1e-5, abs=1e-9)


def test_five_given_numbers_do_not_move():
    assert not start_slopes(STORY["five numbers, cortisol restraining"], ALL).any()


def test_a_calm_start_answers_to_no_time_constant():
    slopes = start_slopes(sp.scenario(load=0.4), ("tau_s", "tau_c", "tau_m", "tau_i", "tau_p"))
    assert np.abs(slopes).max() < 1e-15


def test_what_is_taken_does_not_move_the_start():
    bare, treated = sp.scenario(load=0.4), sp.scenario(load=0.4, plan=[sp.adaptogen()])
    assert np.array_equal(start_slopes(bare, ALL), start_slopes(treated, ALL))


def test_nearer_to_the_tipping_point_the_start_moves_faster_and_on_it_there_is_no_answer():
    fold = tipping_points("load").folds[-1]
    near = [start_slopes(sp.scenario(load=fold - d), ("load",)) for d in (1e-4, 1e-6, 1e-8)]
    size = [np.abs(slopes).max() for slopes in near]
    # A fold is a parabola: the rest moves as 1 / sqrt(distance).
    assert size[1] / size[0] == pytest.approx(10, rel=0.2)
    assert size[2] / size[1] == pytest.approx(10, rel=0.02)
    with pytest.raises(sp.RunError, match="sits on a tipping point: there it moves infinitely fast"):
        start_slopes(sp.scenario(load=fold - 1e-13), ("load",))
