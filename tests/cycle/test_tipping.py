"""Tipping points are where the model says: every number of the model's table, and every kind of tipping."""

from __future__ import annotations

import numpy as np
import pytest

from stresspain.cycle import folds, tipping
from stresspain.cycle.graphs import graphs
from stresspain.cycle.rests import PAINFUL, rests, rests_of
from stresspain.cycle.setting import setting
from stresspain.cycle.tipping import tipping_points
from stresspain.cycle.tipping_map import tipping_map
from stresspain.model.catalogue import adaptogen, intervention, painkiller, sleep
from stresspain.model.errors import InputError, RunError
from stresspain.model.parameters import PARAMETERS, PERSONAL, Person
from stresspain.simulation.run import simulate

# Cortisol restrains inflammation, but a year late: what pain brings is taken back too late to settle.
RESTLESS = Person(
    rho=-1, k_sc=1, tau_c=365, tau_s=3, tau_m=0.5, tau_i=1, tau_p=1, k_ls=0.943, k_qs=2, k_xi=1.5, k_si=0.062,
    w_i=2, w_x=0.092, g=1.031, k_sm=1.364, k_qm=0.893, p_half=0.198, x_half=0.86,
)  # fmt: skip

# Nothing but pain feeds this body, and strongly: without load it may be entirely at rest, or not.
RESTED = {"m_rest": 0, "k_si": 1, "w_i": 2}


def random_person(rng: np.random.Generator, rho: tuple[float, float]) -> tuple[Person, float, float]:
    """Draw a person of whom about half the numbers come from their whole ranges; a load; a damage."""
    drawn = {n: rng.uniform(PARAMETERS[n].low, PARAMETERS[n].high) for n in PERSONAL if rng.random() < 0.5}
    return Person(**drawn | {"rho": rng.uniform(*rho)}), rng.uniform(0, 1), rng.choice([0.0, rng.uniform(0, 0.1)])


# --- the model's table ----------------------------------------------------------------------------

WINDOWS = [
    ("no intervention", {}, (), 0.2323, 0.5469),
    ("adaptogen 300 mg, guide", {}, (adaptogen(300),), 0.5890, 0.8947),
    ("adaptogen 600 mg, guide", {}, (adaptogen(600),), 0.7385, 1.0464),
    ("adaptogen 600 mg, trials", {}, (adaptogen(600, "trials"),), 0.2667, 0.6137),
    ("pain to stress cut", {"k_qs": 0}, (), 0.6804, 0.7151),
    ("painkiller 0.5", {}, (painkiller(0.5),), 0.4912, 0.6322),
]


@pytest.mark.parametrize(("changes", "plan", "low", "high"), [w[1:] for w in WINDOWS], ids=[w[0] for w in WINDOWS])
def test_two_endings_coexist_between_the_loads_of_the_models_table(changes, plan, low, high):
    found = tipping_points("load", person=changes, plan=plan)
    assert [round(value, 4) for value in found.folds] == [low, high]
    assert [(p.ending, p.lost) for p in found.points] == [("painful", "below"), ("calm", "above")]
    assert [regime.name for regime in found.regimes] == ["one ending", "two endings", "one ending"]
    assert found.residual < 1e-10


@pytest.mark.parametrize("cut", ["k_qm", "g", "w_x"])
def test_with_guarding_gain_or_ischaemia_cut_two_endings_never_coexist(cut):
    found = tipping_points("load", person={cut: 0})
    assert found.points == found.windows == ()
    assert "no tipping point for load between 0 and 1.5; this person has one ending throughout" in found.explain()


@pytest.mark.parametrize("plan", [(), (adaptogen(600),)], ids=["untreated", "with the herb"])
def test_with_damage_there_is_one_painful_state_whatever_the_load_with_or_without_the_herb(plan):
    found = tipping_points("load", damage=0.1, plan=plan)
    assert found.points == ()
    assert [regime.endings for regime in found.regimes] == [1]
    assert min(float(branch.felt_pain.min()) for branch in found.branches) > PAINFUL


# --- what a fold is -------------------------------------------------------------------------------


@pytest.mark.parametrize("plan", [(), (adaptogen(600),)], ids=["untreated", "with the herb"])
def test_the_number_of_rests_changes_within_a_hundred_millionth_of_a_fold(plan):
    low, high = tipping_points("load", plan=plan).folds
    assert [len(rests(load=low + d, plan=plan)) for d in (-1e-8, 1e-8)] == [1, 3]
    assert [len(rests(load=high + d, plan=plan)) for d in (-1e-8, 1e-8)] == [3, 1]


@pytest.mark.parametrize("beyond", [-1e-3, 1e-3])
def test_a_run_from_the_calm_ending_stays_below_the_fold_and_leaves_above_it(beyond):
    fold = tipping_points("load").folds[1]
    start = rests(load=fold - 2e-3)[0].state
    end = simulate(load=fold + beyond, start=start, days=[0, 4000])["felt_pain"][-1]
    assert (end > PAINFUL) == (beyond > 0)


@pytest.mark.parametrize("beyond", [-1e-3, 1e-3])
def test_a_run_from_the_painful_ending_leaves_below_its_fold_and_stays_above_it(beyond):
    fold = tipping_points("load").folds[0]
    start = rests(load=fold + 2e-3)[-1].state
    end = simulate(load=fold + beyond, start=start, days=[0, 4000])["felt_pain"][-1]
    assert (end > PAINFUL) == (beyond > 0)


@pytest.mark.parametrize("name", sorted(PARAMETERS))
def test_between_tipping_points_a_scan_of_rests_sees_the_number_of_endings_that_is_reported(name):
    found = tipping_points(name, load=0.4)
    where = setting([name], load=0.4)
    for value in np.linspace(found.quantity.low, found.quantity.high, 31):
        there = rests_of(where.at(float(value)))
        (regime,) = [r for r in found.regimes if r.low <= value <= r.high][:1]
        assert (regime.rests, regime.endings) == (len(there), len(there.endings)), value


def test_branches_pass_through_every_rest_and_are_stable_where_the_rest_is():
    found = tipping_points("load")
    for load in (0.1, 0.3, 0.5, 0.9):
        for rest in rests(load=load):
            (branch,) = found.branches
            i = int(np.argmin(np.hypot(branch.values - load, branch.felt_pain - rest.felt_pain)))
            assert branch.felt_pain[i] == pytest.approx(rest.felt_pain, abs=0.06)
            assert branch.values[i] == pytest.approx(load, abs=0.02)
            assert branch.stable[i] == rest.stable


@pytest.mark.parametrize("name", [n for n in PARAMETERS if n.startswith("tau_")])
def test_no_time_constant_moves_a_rest(name):
    found = tipping_points(name, load=0.4)
    assert found.points == ()
    assert "two endings throughout" in found.explain()
    assert all(np.ptp(branch.felt_pain) == 0 for branch in found.branches)


@pytest.mark.parametrize("beyond", [1e-3, 1e-5, 1e-7])
def test_two_folds_that_stand_close_together_beside_a_cusp_are_both_found_and_three_rests_between_them(beyond):
    (cusp,) = tipping_map("load", "g", size=(2, 2)).cusps
    found = tipping_points("load", person={"g": cusp.y + beyond})
    low, high = found.folds
    assert 0 < high - low < beyond
    assert len(rests(Person(g=cusp.y + beyond), load=0.5 * (low + high))) == 3
    assert tipping_points("load", person={"g": cusp.y - beyond}).folds == ()


@pytest.mark.parametrize("beyond", [1e-3, 1e-5])
def test_that_also_holds_where_cortisol_restrains_and_curves_are_traced(beyond):
    (cusp,) = tipping_map("load", "g", person={"rho": -0.5}, size=(2, 2)).cusps
    low, high = tipping_points("load", person={"rho": -0.5, "g": cusp.y + beyond}).folds
    assert 0 < high - low < beyond
    assert len(rests(Person(rho=-0.5, g=cusp.y + beyond), load=0.5 * (low + high))) == 3
    assert tipping_points("load", person={"rho": -0.5, "g": cusp.y - beyond}).folds == ()


@pytest.mark.parametrize("width", [0.1, 1e-3, 1e-5])
def test_an_ending_that_exists_in_a_sliver_of_the_range_only_is_seen(width):
    # At this load the calm ending is about to be lost: k_sw decides, within a hair.
    load = tipping_points("load").folds[1]
    found = tipping_points("k_sw", load=load, within=(0.8 - width, 0.8 + width))
    assert found.folds == pytest.approx([0.8], abs=1e-7)
    graph = graphs(setting(["k_sw"], load=load, within=[(0.8 - width, 0.8 + width)]))
    assert any(curve.pains.max() < 0.3 for curve in graph)


def test_a_fold_is_found_also_where_newtons_method_runs_away(monkeypatch):
    monkeypatch.setattr(folds, "_newton", lambda where, q, value, *others: (q + 0.3, value))
    assert tipping_points("load").folds == pytest.approx([0.232304291558, 0.546919628050], abs=1e-9)
    assert tipping_points("load", person={"rho": -0.5}).residual < 1e-10


# --- which way numbers act ------------------------------------------------------------------------


@pytest.mark.parametrize("rho", [(0, 3), (-1, 0)], ids=["rho > 0", "rho < 0"])
def test_a_number_said_to_act_one_way_does_so_at_every_pain(rho):
    rng = np.random.default_rng(5)
    pains = np.linspace(0, 1, 40)[:, None]
    for _ in range(25):
        person, load, damage = random_person(rng, rho)
        for name in PARAMETERS:
            where = setting([name], person=person, load=load, damage=damage)
            values = np.linspace(where.open[0].low, where.open[0].high, 40)
            steps = np.diff(np.broadcast_to(where.gap(pains, values), (40, 40)), axis=1)
            if where.one_way():
                assert (steps > -1e-14).all() or (steps < 1e-14).all(), (name, person)


def test_where_cortisol_restrains_load_is_not_taken_to_act_one_way():
    assert setting(["load"]).one_way()
    assert not setting(["load"], person={"rho": -0.5}).one_way()
    assert setting(["k_sm"], person={"rho": -0.5}).one_way()
    assert not setting(["adaptogen"], person={"rho": -0.5}, plan=adaptogen()).one_way()


def test_a_plan_that_turns_some_arrows_up_and_others_down_is_not_taken_to_act_one_way():
    mixed = intervention("mixed", {"k_sm": 0.5, "k_qm": -0.5})
    assert not setting(["mixed"], plan=mixed).one_way()
    assert not setting(["both"], plan=intervention("both", {"k_sm": 0.3, "x_half": 0.3})).one_way()
    assert setting(["same"], plan=intervention("same", {"k_sm": 0.3, "x_half": -0.3})).one_way()
    found = tipping_points("mixed", load=0.4, plan=mixed)
    where = setting(["mixed"], load=0.4, plan=mixed)
    for value in np.linspace(0, 1, 21):
        (regime,) = [r for r in found.regimes if r.low <= value <= r.high][:1]
        assert regime.rests == len(rests_of(where.at(float(value))))


@pytest.mark.parametrize("seed", range(15))
def test_the_two_ways_of_tracing_find_the_same_tipping_points(seed, monkeypatch):
    rng = np.random.default_rng(40 + seed)
    person, _, damage = random_person(rng, (0, 2))
    person = person if seed > 5 else Person(rho=rng.uniform(0, 2), k_qs=rng.uniform(0.2, 1))
    plain = tipping_points("load", person=person, damage=damage)
    monkeypatch.setattr("stresspain.cycle.setting.Setting.one_way", lambda *_: False)
    traced = tipping_points("load", person=person, damage=damage)
    assert traced.folds == pytest.approx(plain.folds, abs=1e-9)


# --- open windows, doses, ranges ------------------------------------------------------------------


def test_a_fold_below_load_zero_is_reported_as_open_to_zero():
    found = tipping_points("load", person={"k_qm": 0.5})
    (window,) = found.windows
    assert (window.low, window.open_low, window.open_high) == (0, True, False)
    assert len(rests(Person(k_qm=0.5), load=0)) == 3
    assert "(open to 0)" in found.explain()


def test_a_window_that_the_range_cuts_off_above_is_reported_as_open_there():
    found = tipping_points("k_qf", load=0.4)
    assert [(w.high, w.open_low, w.open_high) for w in found.windows] == [(1, False, True)]
    assert "(open to 1)" in found.explain()


def test_the_dose_that_takes_the_painful_ending_away_can_be_found_like_any_number():
    found = tipping_points("adaptogen", load=0.4, plan=adaptogen())
    (dose,) = found.folds
    assert [len(rests(load=0.4, plan=adaptogen(dose + d))) for d in (-0.001, 0.001)] == [3, 1]
    assert found.points[0].ending == "painful"
    assert tipping_points("dose", load=0.4, plan=[adaptogen(), sleep()]).folds[0] < dose


def test_where_nothing_tips_the_words_say_so_and_how_many_endings_there_are():
    said = tipping_points("k_sw", load=0.4).explain()
    assert "no tipping point for k_sw between 0 and 3; this person has two endings throughout" in said
    assert "one ending throughout" in tipping_points("k_sw", load=0.7).explain()


def test_part_of_a_range_holds_the_tipping_points_of_that_part():
    whole, part = tipping_points("load"), tipping_points("load", within=(0.4, 0.8))
    assert part.folds == pytest.approx(whole.folds[1:], abs=1e-12)
    assert part.windows[0].open_low


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"within": (0, 2)}, "within = \\(0, 2\\) is no range for load .* inside 0 to 1.5"),
        ({"within": (0.5, 0.5)}, "must rise"),
        ({"within": 0.5}, "Give two numbers"),
        ({"parameter": "lod"}, "did you mean 'load'"),
        ({"parameter": "adaptogen"}, "adaptogen is not in the plan"),
        ({"parameter": "adaptogen.strength"}, "adaptogen is not in the plan"),
        (
            {"parameter": "adaptogen.strength", "plan": [adaptogen()]},
            r"'adaptogen\.strength' cannot be swept here.*Ask for 'adaptogen', its daily dose\.$",
        ),
        ({"parameter": "painkiller.tau_e", "plan": [painkiller()]}, r"Ask for 'painkiller', its strength\.$"),
        ({"parameter": "dose"}, "The plan has nothing with a dose"),
        ({"parameter": "dose", "plan": [adaptogen(), intervention("x", {"k_sm": 0.1})], "load": -1}, "load = -1"),
        ({"parameter": None}, "No parameter is called None"),
        ({"person": {"k_qs": 5}}, "k_qs = 5 lies outside 0 to 2"),
        ({"parameter": "k_sm", "plan": intervention("up", {"k_sm": -0.5}, strength=1)}, "k_sm = 2 would move"),
    ],
)
def test_what_cannot_be_searched_is_refused_with_the_range_or_the_nearest_name(given, said):
    with pytest.raises(InputError, match=said):
        tipping_points(**given)


def test_a_tipping_point_that_was_missed_is_an_error_and_not_a_result(monkeypatch):
    monkeypatch.setattr(tipping, "find_folds", _without_the_last)
    with pytest.raises(RunError, match=r"stability changes without a fold: a tipping point was missed"):
        tipping_points("load")
    monkeypatch.setattr(tipping, "crossings", lambda *_: [])
    with pytest.raises(RunError, match=r"curves of rests pass: a tipping point was missed"):
        tipping_points("load")


def _without_the_last(where, found):
    """Drop a fold, as a search that missed one would."""
    return folds.Folds(*(part[:-1] for part in folds.find_folds(where, found)))


# --- swings ---------------------------------------------------------------------------------------


def test_where_every_loop_reinforces_there_are_no_swings():
    rng = np.random.default_rng(6)
    for _ in range(25):
        person, load, damage = random_person(rng, (0, 3))
        name = str(rng.choice(list(PARAMETERS)))
        found = tipping_points(name, person=person, load=load, damage=damage)
        assert all(point.kind == "fold" for point in found.points)


@pytest.mark.parametrize("name", ["load", "tau_c", "k_sc", "x_half", "w_i"])
def test_at_a_hopf_point_a_pair_of_eigenvalues_stands_on_the_imaginary_axis(name):
    found = tipping_points(name, person=RESTLESS, load=0.33)
    hopf = [point for point in found.points if point.kind == "hopf"]
    assert hopf
    where = setting([name], person=RESTLESS, load=0.33)
    for point in hopf:
        (rest,) = rests_of(where.at(point.value))
        pair = rest.eigenvalues[:2]
        assert abs(pair[0].real) < 1e-9
        assert 2 * np.pi / abs(pair[0].imag) == pytest.approx(point.period_days, rel=1e-9)
        assert rest.felt_pain == pytest.approx(point.felt_pain, abs=1e-9)
        beside = 1e-3 * (found.quantity.high - found.quantity.low)
        holds = [rests_of(where.at(point.value + way * beside))[0].stable for way in (-1, 1)]
        assert holds == ([True, False] if point.lost == "above" else [False, True])


def test_beyond_a_hopf_point_pain_swings_with_the_period_that_is_reported():
    found = tipping_points("tau_c", person=RESTLESS, load=0.33)
    (hopf,) = found.points
    (rest,) = rests(RESTLESS, load=0.33)
    nudged = [x + 1e-5 for x in rest.state]
    for factor, swings in ((1.05, True), (0.95, False)):
        person = RESTLESS.but(tau_c=factor * hopf.value)
        pain = simulate(person=person, load=0.33, start=nudged, days=9000)["felt_pain"] - rest.felt_pain
        assert (np.abs(pain[-1000:]).max() > np.abs(pain[:1000]).max()) == swings
        turns = np.flatnonzero(np.diff(np.sign(pain[-2000:])) > 0)
        assert np.diff(turns).mean() == pytest.approx(hopf.period_days, rel=0.06)


def test_the_entirely_rested_body_ceases_to_be_stable_where_its_gain_reaches_one():
    found = tipping_points("k_qs", person=RESTED, load=0)
    (crossing,) = [point for point in found.points if point.kind == "crossing"]
    # Once round the cycle a little pain q gives stress k_qs q, inflammation k_si of that, and pain w_i of that.
    assert crossing.value == pytest.approx(1 / (RESTED["k_si"] * RESTED["w_i"]), abs=1e-12)
    assert crossing.felt_pain == 0
    assert [rests(Person(**RESTED, k_qs=0.5 + d), load=0)[0].stable for d in (-1e-6, 1e-6)] == [True, False]


# --- values ---------------------------------------------------------------------------------------


def test_the_result_as_plain_data_holds_the_points_windows_and_residual():
    plain = tipping_points("load", person={"k_sm": 0.36}).to_dict()
    assert [point["kind"] for point in plain["points"]] == ["fold", "fold"]
    assert plain["windows"][0]["low"] == plain["points"][0]["value"]
    assert plain["setting"] == {"k_sm": 0.36, "damage": 0.0, "plan": []}
    assert plain["residual"] < 1e-10
