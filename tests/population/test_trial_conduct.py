"""Screening, sharing out, doses, leaving, reports: what happens to people in a trial. Illustrative, not clinical."""

import numpy as np
import pytest

import stresspain as sp
from stresspain.population.trials import draws
from stresspain.population.trials.conduct import follow, screen
from stresspain.population.trials.doses import amounts, share_taken
from stresspain.population.trials.single import weeks_left

SMALL = sp.DESIGNS["chandrasekhar_2012"].but(people=24)
PLAIN = SMALL.but(dropout=0, adherence=1, placebo=0, placebo_spread=0, noise=0)


def test_everyone_let_in_reported_enough_and_more_than_they_feel_on_average():
    found = sp.trial(SMALL, 60, seed=4)
    assert (found.table["entry"] >= SMALL.entry).all()
    assert (found.table["felt_entry"] < SMALL.entry).any()
    assert (found.table["entry"] - found.table["felt_entry"]).mean() > 0.3
    assert found.flow.screened > found.flow.eligible == 60


def test_without_noise_what_is_reported_is_what_simulate_gives():
    found = sp.trial(PLAIN, seed=4)
    entrants = screen(PLAIN, PLAIN.people, 4)
    for i in (0, 7, 23):
        arm = {a.label: a for a in PLAIN.arms}[found.table["arm"][i]]
        load = draws.loads(PLAIN, entrants.who[i : i + 1], 4)[0]
        taken = [t.during((PLAIN.run_in, PLAIN.run_in + PLAIN.days)) for t in arm.plan]
        run = sp.simulate(
            person=entrants.people.person(i),
            load=list(zip(draws.load_days(PLAIN).tolist(), load.tolist(), strict=True)),
            plan=taken,
            days=[0, PLAIN.run_in, PLAIN.run_in + PLAIN.days],
            engine="scipy",
        )
        assert found.table["entry"][i] == pytest.approx(10 * run["stress"][1], abs=1e-5)
        assert found.table["final"][i] == pytest.approx(10 * run["stress"][2], abs=1e-5)


@pytest.mark.parametrize("people", [8, 24])
def test_a_person_has_the_same_luck_whoever_else_is_there(people):
    few, many = (sp.trial(SMALL, n, seed=9).table for n in (people, 40))
    for name in few:
        assert few[name].tolist() == pytest.approx(many[name][:people].tolist(), abs=1e-9, nan_ok=True) or name == "arm"
    assert (few["arm"] == many["arm"][:people]).all()


def test_both_engines_run_the_same_trial():
    pytest.importorskip("heyoka")
    fast, slow = (sp.trial(SMALL, 12, seed=2, engine=name).table for name in ("heyoka", "scipy"))
    assert fast["final"] == pytest.approx(slow["final"], abs=1e-5, nan_ok=True)


def test_blocks_keep_the_arms_equal_and_dice_do_not():
    blocked = draws.shared_out(SMALL, 24, range(200), 1)
    assert (np.sum(blocked == 0, axis=1) == 12).all()
    assert all(np.sum(row[:4] == 0) == 2 for row in blocked)
    simple = np.sum(draws.shared_out(SMALL.but(randomisation="simple"), 24, range(200), 1) == 0, axis=1)
    assert simple.std() == pytest.approx(np.sqrt(24 / 4), rel=0.2)
    assert abs(simple.mean() - 12) < 0.6


def test_every_order_within_a_block_is_as_likely_as_any_other():
    blocks = draws.shared_out(SMALL, 4, range(6000), 3)
    orders, counts = np.unique(blocks, axis=0, return_counts=True)
    assert len(orders) == 6
    assert (abs(counts - 1000) < 5 * np.sqrt(1000)).all()


def test_a_ratio_of_two_to_one_is_kept():
    shared = draws.shared_out(SMALL.but(ratio=(2, 1)), 24, range(3), 1)
    assert (np.sum(shared == 0, axis=1) == 16).all()


def test_who_leaves_is_a_constant_share_of_those_still_there():
    design = SMALL.but(dropout=0.1)
    week = draws.weeks_stayed(design, np.arange(20_000), 1)
    for i in range(1, 6):
        still = week >= i
        assert np.mean(week[still] == i) == pytest.approx(0.1, abs=0.01)
    assert np.isinf(draws.weeks_stayed(SMALL.but(dropout=0), np.arange(5), 1)).all()


def test_of_nine_weeks_begun_in_sixty_days_everyone_must_outlast_each():
    design = SMALL.but(dropout=0.1, days=60)
    left = weeks_left(design, np.arange(20_000), 1)
    assert np.nanmax(left) == 9
    assert np.mean(np.isnan(left)) == pytest.approx(0.9**9, abs=0.015)


def test_who_left_has_no_final_score_and_is_counted():
    found = sp.trial(SMALL.but(dropout=0.05), 40, seed=6)
    gone = np.isfinite(found.table["left_week"])
    assert gone.any()
    assert (np.isnan(found.table["final"]) == gone).all()
    assert sum(found.flow.left.values()) == gone.sum()
    assert sum(found.contrast.people) == 40 - gone.sum()


def test_loads_stay_in_range_around_the_situations_and_remember_the_week_before():
    design = SMALL.but(within=3, between=3)
    wild = draws.loads(design, np.arange(500), 1)
    assert wild.min() >= 0
    assert wild.max() <= 1.5
    calm = draws.loads(SMALL.but(between=0), np.arange(4000), 1)
    odds = np.log(calm / (1.5 - calm))
    assert np.median(calm) == pytest.approx(0.5, abs=0.02)
    assert np.corrcoef(odds[:, 3], odds[:, 4])[0, 1] == pytest.approx(SMALL.memory, abs=0.03)
    assert odds.std(axis=0) == pytest.approx(np.full(odds.shape[1], SMALL.within), rel=0.05)
    assert draws.loads(SMALL.but(between=0, within=0), np.arange(2), 1) == pytest.approx(0.5)


def test_a_week_of_missed_doses_has_the_mean_effect_level_of_its_days():
    (taken,) = SMALL.taken
    arms, kept = np.zeros(3, dtype=int), np.zeros((3, SMALL.days), dtype=bool)
    kept[1, ::2], kept[2] = True, True
    given = amounts(SMALL, taken, arms, kept)
    levels = taken.target(given.values[:, 1:])
    weeks = np.add.reduceat(kept, range(0, SMALL.days, 7), axis=1) / np.diff([*range(0, SMALL.days, 7), SMALL.days])
    assert levels == pytest.approx(weeks * 0.75)
    assert (given.values[:, 0] == 0).all(), "nothing before the day of entry"
    assert share_taken(SMALL, arms, kept).tolist() == [0.0, 0.5, 1.0]


def test_what_is_fast_is_given_day_by_day():
    design = sp.Design(arms=(sp.Arm("pill", sp.Plan([sp.painkiller(0.3, stop=14)])), sp.Arm("placebo")))
    kept = np.random.default_rng(1).random((4, design.days)) < 0.5
    given = amounts(design, design.taken[0], np.array([0, 0, 1, -1]), kept)
    assert (given.values[:2, 1:15] == 0.3 * kept[:2, :14]).all()
    assert (given.values[:, 15:] == 0).all()
    assert (given.values[2:] == 0).all()


def test_weekly_doses_change_the_result_little_against_daily_ones():
    design = PLAIN.under("guide").but(adherence=0.6, people=30)
    entrants, arms = screen(design, 30, 5), np.zeros(30, dtype=int)
    kept = draws.doses_taken(design, entrants.who, 5)
    weekly = follow(design, entrants, arms, 5).felt
    days = np.append(0.0, design.run_in + np.arange(design.days))
    daily = sp.PerPerson(days, np.column_stack((np.zeros(30), 600.0 * kept)))
    load = sp.PerPerson(draws.load_days(design), draws.loads(design, entrants.who, 5))
    ends = [float(design.run_in + design.days)]
    situation = design.situation.but(plan=design.taken, days=ends)
    exact = sp.simulate_many(
        entrants.people, situation, days=ends, columns=("stress",), own={"load": load, "adaptogen": daily}
    )
    assert abs(weekly - 10 * exact["stress"][:, 0]).max() < 0.05
    assert abs(np.mean(weekly - 10 * exact["stress"][:, 0])) < 0.01


def test_scores_kept_within_the_scale_are_told_and_do_not_hide_the_rest():
    design = SMALL.but(noise=3, entry=None)
    free, kept = (sp.trial(design.but(bounded=b), 60, seed=1) for b in (False, True))
    assert free.table["entry"].min() < 0
    assert free.at_ends == 0
    assert kept.table["entry"] == pytest.approx(np.clip(free.table["entry"], 0, 10))
    assert kept.at_ends >= np.sum(free.table["entry"] < 0) > 0
    written = 60 + sum(kept.flow.analysed.values())
    assert written < 120, "someone left, whose last score was never written"
    assert f"{kept.at_ends} of {written} scores stand at 0 or 10" in kept.explain()


@pytest.mark.needs_package("statsmodels")
def test_scores_at_an_end_are_counted_visit_by_visit():
    design = SMALL.but(bounded=True, entry=None, placebo=4, dropout=0)
    once, often = (sp.trial(design.but(measured=days), 40, seed=1) for days in ((60,), (39, 46, 53, 60)))
    at_entry = int(np.isin(often.table["entry"], (0, 10)).sum())
    assert often.at_ends - at_entry > 2 * (once.at_ends - at_entry)
    assert f"{often.at_ends} of 200 scores stand at 0 or 10" in often.explain()
    assert "on the day of entry and as a mean over days 39, 46, 53 and 60 after it" in often.explain()


@pytest.mark.needs_package("statsmodels")
@pytest.mark.parametrize(
    ("numpys", "pythons"),
    [
        ({"ratio": np.array([2, 1]), "block": np.int64(3)}, {"ratio": (2, 1), "block": 3}),
        ({"measured": np.array([28.0, 60.0]), "bounded": np.True_}, {"measured": (28, 60), "bounded": True}),
    ],
)
def test_a_number_of_numpy_is_as_good_as_one_of_python(numpys, pythons):
    assert sp.trial(SMALL.but(**numpys), seed=1).contrast == sp.trial(SMALL.but(**pythons), seed=1).contrast
    assert sp.power(SMALL, np.int64(8), replicates=2).ns == sp.power(SMALL, 8.0, replicates=2).ns == (8,)


@pytest.mark.parametrize(
    ("call", "match"),
    [
        (lambda: sp.trial(SMALL, seed=1, crn="no"), "crn = 'no' must be True or False"),
        (lambda: SMALL.but(analysis=["t"]), r"No analysis is called \['t'\]"),
        (lambda: sp.power(SMALL, 8, replicates=2).found(np.array([8, 16])), "was not tried. Known: 8"),
        (lambda: sp.power(SMALL, 8, replicates=2).found(8, ["placebo"]), "No arm that is compared"),
        (lambda: sp.trial(SMALL, seed=1, crn=True).effects(["placebo"]), "No arm that is compared"),
    ],
)
def test_what_is_no_word_or_no_yes_or_no_is_refused(call, match):
    with pytest.raises(sp.InputError, match=match):
        call()


def test_a_mean_of_several_visits_is_less_noisy_than_one():
    once, often = (sp.trial(SMALL.but(measured=days), 200, seed=1, crn=True) for days in ((60,), (39, 46, 53, 60)))
    assert np.std(often.score["placebo"] - often.felt["placebo"]) < np.std(once.score["placebo"] - once.felt["placebo"])
