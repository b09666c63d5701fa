"""Every steady state is found, none twice, none that is not one; and what it means to be stable."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import brentq, minimize_scalar

from stresspain.cycle.levels import _slivers, pain_levels
from stresspain.cycle.rests import PAINFUL, calm, painful, rests, steady_numbers
from stresspain.cycle.return_map import pain_out, slope
from stresspain.model.catalogue import adaptogen, lifestyle, painkiller
from stresspain.model.equations import observables, rates
from stresspain.model.errors import InputError
from stresspain.model.parameters import PARAMETERS, PERSONAL, Person
from stresspain.simulation.run import simulate

GRID = np.linspace(0.0, 1.0, 200_001)

# Cortisol restrains inflammation, but a year late: what pain brings is taken back too late to settle.
RESTLESS = Person(
    rho=-1, k_sc=1, tau_c=365, tau_s=3, tau_m=0.5, tau_i=1, tau_p=1, k_ls=0.943, k_qs=2, k_xi=1.5, k_si=0.062,
    w_i=2, w_x=0.092, g=1.031, k_sm=1.364, k_qm=0.893, p_half=0.198, x_half=0.86,
)  # fmt: skip


def counted(k) -> int:
    """How many rests a sign scan of 200,000 steps sees."""
    gap = pain_out(GRID, k) - GRID
    return int(np.sum(gap[:-1] * gap[1:] < 0) + np.sum(gap == 0))


def anyone(rng: np.random.Generator, rho: tuple[float, float]) -> tuple[Person, float, float]:
    """Draw a person, a load and a damage; half the people keep most of the defaults, so that three rests are seen."""
    keep = 0.75 if rng.random() < 0.5 else 0.0
    drawn = [n for n in PERSONAL if rng.random() >= keep]
    person = Person(
        **{n: rng.uniform(PARAMETERS[n].low, PARAMETERS[n].high) for n in drawn} | {"rho": rng.uniform(*rho)}
    )
    return person, rng.uniform(0, 1.0), rng.choice([0.0, 0.0, rng.uniform(0, 0.5)])


@pytest.mark.parametrize(("rho", "seed"), [((0, 3), 1), ((-1, 0), 2)], ids=["rho > 0", "rho < 0"])
def test_a_dense_scan_sees_no_rest_that_is_missed(rho, seed):
    rng = np.random.default_rng(seed)
    seen = []
    for _ in range(100):
        person, load, damage = anyone(rng, rho)
        k = person.numbers(load, damage)
        found = pain_levels(k)
        assert len(found) == counted(k), (person, load, damage)
        assert all(abs(pain_out(q, k) - q) < 4e-16 for q in found)
        seen.append(len(found))
    assert set(seen) == {1, 3}


@pytest.mark.parametrize("load", [0.0, 0.2, 0.3, 0.4, 0.5, 0.7, 1.5])
@pytest.mark.parametrize("rho", [0.8, -0.8])
def test_at_a_rest_nothing_moves(load, rho):
    person = Person(rho=rho)
    k = person.numbers(load, 0.0)
    for rest in rests(person, load=load):
        assert max(map(abs, rates(rest.state, k))) < 1e-13
        assert rest.residual < 4e-16
        assert rest.felt_pain == pytest.approx(10 * observables(rest.state, k).felt_pain, abs=1e-12)


def test_without_load_and_posture_the_rested_body_is_a_rest_exactly():
    lowest = rests(Person(m_rest=0), load=0.0)[0]
    assert lowest.state == (0, 1, 0, 0, 0)
    assert lowest.felt_pain == 0
    assert lowest.stable


def test_a_rest_so_small_that_its_square_is_zero_is_found():
    # R(0) is about 1e-300 here: a product of two such gaps is 0, not a change of sign.
    person = Person(k_ls=0, k_wp=0, k_qw=0, k_sw=0, w_i=0, g=0, p_half=1, x_half=1, w_x=1e-13, rho=-1, m_rest=1e-77)
    (rest,) = rests(person, load=0.0)
    assert 0 < rest.felt_pain < 1e-200
    assert calm(person.numbers(0.0)) == rest.state


@pytest.mark.parametrize("edge", [2 / 256, 16 / 256, 64 / 256, 142 / 256, 64 / 256 + 7 / 51200])
@pytest.mark.parametrize("rho", [0.8, -0.8])
def test_a_rest_on_the_edge_of_a_search_cell_is_found_once(edge, rho):
    person = Person(rho=rho)
    load = brentq(lambda x: float(pain_out(edge, person.numbers(x)) - edge), 0, 1.5, xtol=1e-17)
    found = pain_levels(person.numbers(load))
    assert len([q for q in found if abs(q - edge) < 1e-9]) == 1
    assert len(found) == len(set(found))


# Cortisol restrains at once: the more pain comes in, the less goes out.
FALLING = Person(
    rho=-1, k_sc=1, k_ls=0.053, k_qs=2, k_xi=0.627, k_si=0.092, w_i=2, w_x=0.011, g=9.885, k_sm=1.429, k_qm=0.21,
    p_half=0.848, x_half=0.143, m_rest=0.469, k_wp=0.206,
)  # fmt: skip


@pytest.mark.parametrize("below", [1e-9, 1e-3, 0.01, 0.1])
def test_a_cell_that_holds_a_rest_is_never_ruled_out_even_where_the_return_map_falls(below):
    k = FALLING.numbers(1.113)
    (rest,) = pain_levels(k)
    assert slope(rest, k) < -0.5
    assert pain_out(1.0, k) < rest - 0.1  # both ends of a wide cell may lie on one side of the rest
    cells = _slivers(np.array([0.0, rest - below, 1.0]), k)
    assert any(a <= rest <= b for a, b in cells)


@pytest.mark.parametrize("seed", range(10))
def test_over_an_interval_the_return_map_lies_between_its_bounds(seed):
    rng = np.random.default_rng(300 + seed)
    person, load, damage = anyone(rng, (-1, 0))
    k = person.numbers(load, damage)
    a, b = np.sort(rng.uniform(0, 1, 2))
    inside = pain_out(np.linspace(a, b, 500), k)
    assert np.all(inside >= pain_out(a, k, q_cortisol=b) - 1e-15)
    assert np.all(inside <= pain_out(b, k, q_cortisol=a) + 1e-15)


# --- beside a fold --------------------------------------------------------------------------------


def lowest_gap(load: float) -> tuple[float, float]:
    """R(q) - q where it is lowest, between the calm and the unstable rest; and that q."""
    k = Person().numbers(load)
    found = minimize_scalar(
        lambda q: float(pain_out(q, k) - q), bounds=(0.05, 0.3), method="bounded", options={"xatol": 1e-12}
    )
    return float(found.fun), float(found.x)


@pytest.fixture(scope="module")
def fold() -> float:
    """The load where the calm rest and the unstable one merge, by a search that knows nothing of rests."""
    return float(brentq(lambda load: lowest_gap(load)[0], 0.5, 0.6, xtol=1e-16))


@pytest.mark.parametrize("apart", [1e-2, 1e-4, 1e-6, 1e-7])
def test_two_rests_that_stand_close_together_are_both_found(fold, apart):
    # Beside a fold the rests part like the square root of the distance in load.
    wide = pain_levels(Person().numbers(fold - 1e-6))
    load = fold - 1e-6 * (apart / (wide[1] - wide[0])) ** 2
    found = pain_levels(Person().numbers(load))
    assert len(found) == 3
    assert found[1] - found[0] == pytest.approx(apart, rel=0.05)
    assert slope(found[0], Person().numbers(load)) < 1 < slope(found[1], Person().numbers(load))


@pytest.mark.parametrize("beyond", [1e-12, 1e-10, 1e-8, 1e-6, 1e-4, 1e-2])
def test_just_beyond_a_fold_only_the_painful_ending_is_left_and_it_is_the_calm_start_too(fold, beyond):
    found = rests(load=fold + beyond)
    assert len(found) == 1
    assert found[0].felt_pain > 6
    assert calm(Person().numbers(fold + beyond)) == pytest.approx(found[0].state, abs=1e-12)


@pytest.mark.parametrize("seed", range(20))
def test_the_calm_start_is_the_lowest_of_all_rests(seed):
    rng = np.random.default_rng(100 + seed)
    person, load, damage = anyone(rng, (-1, 3))
    lowest = rests(person, load=load, damage=damage)[0].state
    assert calm(person.numbers(load, damage)) == pytest.approx(lowest, abs=1e-13)


# --- stable or not --------------------------------------------------------------------------------


def settles(person: Person, load: float, rest, days: float) -> bool:
    """Push every state off the rest a little and watch whether it comes back."""
    pushed = [x + 1e-6 * (1 - x if i in (0, 2, 4) else 1) for i, x in enumerate(rest.state)]
    run = simulate(person=person, load=load, start=pushed, days=[0, days])
    away = np.abs(run.states - np.array(rest.state)).max(axis=1)
    return bool(away[1] < away[0])


@pytest.mark.parametrize("seed", range(20))
def test_a_small_push_dies_out_at_a_stable_rest_and_grows_at_an_unstable_one(seed):
    rng = np.random.default_rng(200 + seed)
    person, load, _ = anyone(rng, (-1, 3))
    load = round(load, 3)
    for rest in rests(person, load=load):
        days = min(8 * rest.slowest_days, 36500.0)
        assert settles(person, load, rest, days) == rest.stable


def test_where_every_loop_reinforces_a_rest_is_stable_exactly_where_the_gain_is_below_one():
    rng = np.random.default_rng(3)
    for _ in range(60):
        person, load, damage = anyone(rng, (0, 3))
        for rest in rests(person, load=load, damage=damage):
            assert rest.stable == (rest.gain < 1)
            assert rest.gain >= 0


def test_a_gain_above_one_is_unstable_whatever_the_sign_of_rho():
    rng = np.random.default_rng(4)
    for _ in range(60):
        person, load, damage = anyone(rng, (-1, 0))
        assert not any(rest.stable for rest in rests(person, load=load, damage=damage) if rest.gain > 1)


def test_where_cortisol_restrains_late_a_gain_below_one_does_not_suffice():
    (rest,) = rests(RESTLESS, load=0.33)
    assert rest.gain < 1
    assert not rest.stable
    assert rest.eigenvalues[0].imag != 0  # it swings
    assert not settles(RESTLESS, 0.33, rest, 2000.0)
    swings = simulate(person=RESTLESS, load=0.33, start=(0.5, 1.5, 0.5, 0.5, 0.5), days=3000)["felt_pain"][-1000:]
    assert swings.max() - swings.min() > 1


def test_the_slowest_time_is_that_of_the_last_bit_of_recovery():
    rest = rests(load=0.3)[0]
    pushed = [x + 1e-4 for x in rest.state]
    run = simulate(load=0.3, start=pushed, days=[300, 300 + rest.slowest_days])
    away = np.abs(run["sensitivity"] - rest.state.sensitivity)
    assert away[1] / away[0] == pytest.approx(np.exp(-1), rel=1e-3)


def test_rests_come_in_order_of_pain_and_stable_ones_alternate():
    found = rests(load=0.3)
    assert [rest.stable for rest in found] == [True, False, True]
    assert sorted(found, key=lambda rest: rest.state.sensitivity) == list(found)


# --- starts ---------------------------------------------------------------------------------------


def test_the_painful_start_is_the_highest_stable_rest_where_two_are_stable():
    assert painful(Person().numbers(0.4)) == pytest.approx(rests(load=0.4)[-1].state, abs=1e-13)


def test_the_painful_start_is_the_only_rest_where_that_one_hurts():
    (only,) = rests(load=0.7)
    assert only.felt_pain >= PAINFUL
    assert painful(Person().numbers(0.7)) == pytest.approx(only.state, abs=1e-13)
    assert calm(Person().numbers(0.7)) == pytest.approx(only.state, abs=1e-13)


@pytest.mark.parametrize(("person", "load"), [(Person(), 0.2), (Person(g=0), 1.5), (RESTLESS, 0.33)])
def test_there_is_no_painful_start_where_nothing_painful_is_stable(person, load):
    with pytest.raises(InputError, match=r"start = 'painful'.*Use start='calm'"):
        painful(person.numbers(load))


# --- under a plan ---------------------------------------------------------------------------------


def test_under_a_plan_the_rests_are_those_of_a_person_with_the_arrows_turned_down():
    level = 600 / 800
    changed = Person(k_sc=0.6 * (1 - 0.45 * level), k_sm=0.35 * (1 - 0.4 * level), k_si=0.2 * (1 - 0.4 * level))
    treated, other = rests(load=0.8, plan=[adaptogen(600)]), rests(changed, load=0.8)
    assert len(treated) == len(other) == 3
    for a, b in zip(treated, other, strict=True):
        assert a.state == pytest.approx(b.state, abs=1e-12)


def test_felt_pain_at_a_rest_is_what_the_painkiller_leaves():
    (rest,) = rests(load=0.7, plan=[painkiller(0.5)])
    k = Person().numbers(0.7)
    assert rest.felt_pain == pytest.approx(0.5 * 10 * observables(rest.state, k).pain, rel=1e-12)


def test_the_order_of_a_plan_does_not_move_a_rest():
    measures = [adaptogen(), *lifestyle()]
    there, back = rests(load=0.4, plan=measures), rests(load=0.4, plan=measures[::-1])
    assert [r.felt_pain for r in there] == pytest.approx([r.felt_pain for r in back], rel=1e-12)


def test_a_long_run_under_a_plan_ends_at_a_stable_rest_of_that_plan():
    end = simulate(load=0.4, start="painful", plan=[adaptogen(300)], days=[3000]).last_state
    ends = [rest.state for rest in rests(load=0.4, plan=[adaptogen(300)]) if rest.stable]
    assert min(max(abs(a - b) for a, b in zip(end, rest, strict=True)) for rest in ends) < 1e-9


# --- how many endings: just inside and just outside the windows of the model's table --------------

WINDOWS = [
    ("no intervention", {}, (), 0.2323, 0.5469),
    ("adaptogen 300 mg, guide", {}, (adaptogen(300),), 0.5890, 0.8947),
    ("adaptogen 600 mg, guide", {}, (adaptogen(600),), 0.7385, 1.0464),
    ("adaptogen 600 mg, trials", {}, (adaptogen(600, "trials"),), 0.2667, 0.6137),
    ("pain to stress cut", {"k_qs": 0}, (), 0.6804, 0.7151),
    ("painkiller 0.5", {}, (painkiller(0.5),), 0.4912, 0.6322),
]


@pytest.mark.parametrize(("changes", "plan", "low", "high"), [w[1:] for w in WINDOWS], ids=[w[0] for w in WINDOWS])
def test_two_endings_coexist_inside_the_window_of_loads_and_one_outside(changes, plan, low, high):
    def count(load: float) -> int:
        return len(rests(Person(**changes), load=load, plan=plan))

    assert [count(low - 1e-4), count(low + 1e-4)] == [1, 3]
    assert [count(high - 1e-4), count(high + 1e-4)] == [3, 1]
    assert count(0.5 * (low + high)) == 3


@pytest.mark.parametrize("changes", [{"k_qm": 0}, {"g": 0}, {"w_x": 0}], ids=["guarding", "gain", "ischaemia to pain"])
def test_with_one_of_these_arrows_cut_there_is_only_ever_one_ending(changes):
    assert {len(rests(Person(**changes), load=load)) for load in np.linspace(0, 1.5, 61)} == {1}


@pytest.mark.parametrize("plan", [(), (adaptogen(600),)], ids=["untreated", "with the herb"])
def test_with_damage_there_is_one_painful_state_at_every_load(plan):
    for load in np.linspace(0, 1.5, 31):
        (only,) = rests(load=load, damage=0.1, plan=plan)
        assert only.stable
        assert only.felt_pain > PAINFUL


def test_steady_numbers_are_those_of_a_long_course():
    taken = adaptogen(300).during((0, 10), (20, 30, 600))
    assert steady_numbers(Person(), 0.3, 0.0, [taken]).k_sm == pytest.approx(0.35 * (1 - 0.4 * 300 / 500))
