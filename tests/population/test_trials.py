"""Virtual trials, the same people in every arm, power, and what cannot be asked. Illustrative, not clinical."""

import numpy as np
import pytest

import stresspain as sp
from stresspain import evidence
from stresspain.population.trials.again import design_again, plain_design
from stresspain.population.trials.shipped import READ_FROM
from stresspain.population.trials.twins import PARTS

PAPER, THREE = sp.DESIGNS["chandrasekhar_2012"], sp.DESIGNS["salve_2019"]
HERB, PLACEBO = PAPER.under("none").arms
ALONE = PAPER.under("none").but(arms=(HERB,), analysis="before-after")


# --- shipped designs ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", READ_FROM)
def test_a_published_design_agrees_with_the_row_it_was_read_from(name):
    design = sp.DESIGNS[name]
    row = next(trial for trial in evidence.trials(verified_only=False) if trial.id == READ_FROM[name])
    assert row.verified
    assert design.days == row.days
    assert row.dose_mg in {taken.usual for arm in design.arms for taken in arm.plan}
    assert f"{design.people} " in row.population
    assert "Only the design is that of the trial" in sp.trial(design, 12, seed=1).explain()


def test_three_arms_have_the_doses_that_were_read():
    doses = {t.dose_mg for t in evidence.trials(verified_only=False) if t.id.startswith("salve2019")}
    assert {taken.usual for arm in THREE.arms for taken in arm.plan} == doses
    assert THREE.control.label == "placebo"


@pytest.mark.parametrize("name", sp.DESIGNS)
def test_a_design_is_written_down_and_read_again_whole(name):
    design = sp.DESIGNS[name].but(unblinded=0.3, dropout=0.2)
    assert design_again(plain_design(design)) == design


# --- one trial ---------------------------------------------------------------------------------------


@pytest.mark.needs_package("statsmodels")
def test_the_first_of_many_trials_is_the_one_trial_of_the_same_seed():
    for design in (PAPER, THREE.but(analysis="t"), ALONE):
        one, many = sp.trial(design, 24, seed=8), sp.power(design, [12, 24], replicates=3, seed=8)
        for c in one.contrasts:
            assert c.p == pytest.approx(many.p[c.arm][1, 0], rel=1e-8)
            assert c.holm == pytest.approx(many.holm[c.arm][1, 0], rel=1e-8)
            assert (c.estimate, c.low, c.high) == pytest.approx(
                (many.estimate[c.arm][1, 0], many.low[c.arm][1, 0], many.high[c.arm][1, 0]), rel=1e-8
            )


def test_under_no_effect_what_is_felt_is_the_same_taken_or_not():
    twins = sp.trial(PAPER.under("none"), 40, seed=1, crn=True)
    assert twins.effects() == pytest.approx(0.0, abs=1e-9)
    assert sp.trial(PAPER.under("guide"), 40, seed=1, crn=True).effects().max() < 0


def test_a_trial_of_one_arm_succeeds_where_nothing_acts():
    found = sp.power(ALONE, 64, replicates=60, seed=1)
    assert found.favours().value == 1.0
    blinded = sp.power(PAPER.under("none"), 64, replicates=60, seed=1)
    assert blinded.favours().value < 0.12


def test_who_knows_expects_more_and_the_trial_takes_that_for_an_effect():
    shares = [
        sp.power(PAPER.under("none").but(unblinded=u), 64, replicates=80, seed=1).favours().value for u in (0, 1, 2)
    ]
    assert shares[0] < 0.1 < shares[1] < shares[2]
    waiting = PAPER.under("none").but(arms=(HERB, sp.Arm("waiting list", expects=0)))
    assert sp.power(waiting, 64, replicates=80, seed=1).favours().value > 0.3


def test_the_placebo_response_shifts_reports_and_leaves_the_body_alone():
    small, large = (sp.trial(PAPER.but(placebo=size), 20, seed=1) for size in (0.0, 3.0))
    assert small.table["felt_final"].tolist() == large.table["felt_final"].tolist()
    assert np.nanmean(small.table["final"] - large.table["final"]) == pytest.approx(3.0)


@pytest.mark.needs_package("statsmodels")
def test_several_contrasts_are_asked_for_by_name():
    found = sp.trial(THREE, seed=2)
    assert found["600 mg"].holm >= found["600 mg"].p
    with pytest.raises(sp.InputError, match=r"2 contrasts. Name the arm, as in trial\['250 mg'\]"):
        found.contrast  # noqa: B018
    with pytest.raises(sp.InputError, match="did you mean '600 mg'"):
        found["60 mg"]
    with pytest.raises(sp.InputError, match="No arm is called 'placeb'; did you mean 'placebo'"):
        found.in_arm("placeb")


@pytest.mark.needs_package("pandas")
def test_the_table_is_a_frame_with_where_it_comes_from():
    frame = sp.trial(PAPER.but(analysis="t"), 16, seed=3).to_frame()
    assert len(frame) == 16
    assert frame.attrs["seed"] == 3
    assert frame.attrs["note"] == "illustrative, not clinical"
    assert set(frame["arm"]) == {"600 mg", "placebo"}


def test_a_seed_that_is_not_given_is_drawn_and_told():
    found = sp.trial(PAPER.but(analysis="t"), 8)
    again = sp.trial(PAPER.but(analysis="t"), 8, seed=found.seed)
    assert found.table["entry"].tolist() == again.table["entry"].tolist()


# --- the same people in every arm ----------------------------------------------------------------------


@pytest.mark.parametrize("changes", [{}, {"bounded": True, "noise": 3.0}, {"unblinded": 0.5}, {"measured": (30, 60)}])
def test_the_parts_of_a_change_add_up_to_it(changes):
    found = sp.trial(PAPER.under("guide").but(**changes), 50, seed=3, crn=True)
    for label, parts in found.means.items():
        assert tuple(parts) == PARTS
        assert sum(parts.values()) == pytest.approx(np.mean(found.score[label] - found.entry))
    assert found.means["placebo"]["what is taken"] == pytest.approx(0.0, abs=1e-9)
    assert found.means["600 mg"]["what is taken"] == pytest.approx(found.effects().mean())


def test_letting_in_who_reports_much_makes_luck_and_a_wandering_load_look_like_success():
    everyone, selected = (sp.trial(PAPER.but(entry=e), 1500, seed=3, crn=True).means["placebo"] for e in (None, 3.5))
    assert abs(everyone["luck on the day of entry"]) < 0.1
    assert selected["luck on the day of entry"] < -0.3
    assert selected["natural course"] < -0.1 < everyone["natural course"]
    steady = sp.trial(PAPER.but(within=0.0), 200, seed=3, crn=True).means["placebo"]
    assert steady["natural course"] > -0.05, "a load that does not wander brings nobody back"


def test_sharing_people_removes_noise_as_the_variances_say():
    found = sp.trial(PAPER.under("guide"), 300, seed=3, crn=True)
    herb, placebo = found.score["600 mg"], found.score["placebo"]
    covariance = np.cov(herb, placebo)
    paired = covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1]
    assert found.noise_removed() == pytest.approx((covariance[0, 0] + covariance[1, 1]) / paired)
    assert found.noise_removed() > 10


def test_people_shared_by_all_arms_have_no_p():
    found = sp.trial(PAPER, 10, seed=3, crn=True)
    for ask in (lambda: found.contrast, lambda: found.contrasts, lambda: found["600 mg"]):
        with pytest.raises(sp.InputError, match="the arms are not independent"):
            ask()


def test_one_arm_alone_is_compared_with_itself_untreated():
    found = sp.trial(ALONE, 10, seed=3, crn=True)
    assert found.effects() == pytest.approx(0.0, abs=1e-9)
    with pytest.raises(sp.InputError, match="There is one arm"):
        found.noise_removed()
    several = sp.trial(THREE, 9, seed=3, crn=True)
    with pytest.raises(sp.InputError, match=r"Name one: \['250 mg', '600 mg'\]"):
        several.effects()


# --- many trials ---------------------------------------------------------------------------------------


def test_more_people_find_more_and_the_interval_is_wilsons():
    found = sp.power(sp.Design().under("guide"), [8, 32, 64], replicates=100, seed=1)
    shares = [found.found(n).value for n in found.ns]
    assert shares == sorted(shares)
    share = found.found(32)
    z, p, n = 1.959964, share.value, share.of
    half = z / (1 + z * z / n) * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    assert share.high - share.low == pytest.approx(2 * half, abs=1e-6)


def test_trials_are_counted_in_any_number_of_goes(monkeypatch):
    from stresspain.population.trials import repeated as module

    whole = sp.power(PAPER, 16, replicates=30, seed=2)
    monkeypatch.setattr(module, "_ROOM", 50)
    done = []
    parts = sp.power(PAPER, 16, replicates=30, seed=2, progress=lambda a, b: done.append((a, b)))
    assert parts.p["600 mg"] == pytest.approx(whole.p["600 mg"], rel=1e-6)
    assert done[-1] == (30, 30)
    assert len(done) == 10


def test_trials_with_too_few_people_left_are_counted():
    found = sp.power(PAPER.but(dropout=0.4), 8, replicates=50, seed=2)
    assert 0 < found.too_few() <= 50
    assert f"In {found.too_few()} of those with 8 people too few were left" in found.explain()


def test_verdicts_name_the_designs_and_their_shares():
    found = sp.verdicts({"blinded": PAPER.under("none"), "alone": ALONE}, 24, replicates=50)
    assert found["alone"].value > 0.9 > found["blinded"].value
    assert "The herb as the reading 'none' has it. blinded:" in found.explain()
    with pytest.raises(sp.InputError, match="No design here is called 'alon'; did you mean 'alone'"):
        found["alon"]


# --- lessons ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"noise": -1}, "noise = -1 lies outside 0 to 10"),
        ({"dropout": 1.2}, "dropout = 1.2 lies outside 0 to 0.9"),
        ({"days": 8.5}, "days = 8.5 must be a whole number"),
        ({"outcome": "strees"}, "No outcome is called 'strees'; did you mean 'stress'"),
        ({"analysis": "anova"}, "did you mean 'ancova' \\(final score on arm"),
        ({"randomisation": "block"}, "did you mean 'blocked'"),
        ({"block": 3}, "block = 3 does not fit the ratio 1:1"),
        ({"ratio": (1, 1, 1)}, "does not fit 2 arms"),
        ({"ratio": (1, 0)}, "one whole number of at least 1 for each"),
        ({"measured": (30, 80)}, "on day 60 at the latest"),
        ({"measured": 28}, "Give a list, as in measured="),
        ({"measured": ("last",)}, "measured = 'last' is not a number"),
        ({"ratio": 2}, "ratio = 2 does not fit 2 arms"),
        ({"bounded": "yes"}, "bounded = 'yes' must be True or False"),
        ({"arms": ()}, "are not arms"),
        ({"arms": (PLACEBO, PLACEBO)}, "Two arms are called 'placebo'"),
        ({"arms": (HERB,)}, "compares arms, and there is one"),
        ({"analysis": "before-after"}, "looks at one arm alone, and there are 2"),
        ({"situation": sp.scenario(plan=sp.sleep())}, "is taken there already"),
        ({"situation": 0.4}, "is no Scenario"),
        ({"nois": 1}, "No part of a design is called 'nois'; did you mean 'noise'"),
        ({"arms": (HERB, sp.Arm("guide", sp.Plan([sp.adaptogen()])))}, "adaptogen means one thing in one arm"),
    ],
)
def test_a_design_that_does_not_fit_is_refused_with_the_reason(changes, says):
    with pytest.raises(sp.InputError, match=says):
        PAPER.but(**changes)


#: Nobody differs, nothing is measured wrongly, nothing is missed.
SAME = PAPER.but(entry=None, noise=0, placebo_spread=0, spread=0, between=0, within=0, adherence=1).under("none")


def test_where_everyone_is_the_same_no_trial_of_many_finds_anything_and_the_effect_itself_is_seen():
    many = sp.power(SAME, 8, replicates=3)
    assert (many.found().hits, many.too_few()) == (0, 3)
    assert "or all scores were alike" in many.explain()
    assert sp.trial(SAME, 8, seed=1, crn=True).effects().tolist() == [0.0] * 8


def test_numbers_of_people_may_be_an_array():
    assert sp.power(PAPER, np.array([16, 8]), replicates=2).ns == (8, 16)


def test_a_find_where_nothing_acts_is_called_a_false_alarm_and_a_true_one_is_not():
    for seed in range(200):
        found = sp.trial(PAPER.under("none").but(analysis="t"), 16, seed=seed)
        assert ("this is a false alarm" in found.explain()) == found.contrast.found
        if found.contrast.found:
            break
    else:
        pytest.fail("no false alarm in two hundred trials")
    knowing = PAPER.under("none").but(unblinded=5, analysis="t", placebo=3)
    assert "that the two arms expect different things" in sp.trial(knowing, 64, seed=1).explain()
    assert "false alarm" not in sp.trial(PAPER.under("guide").but(noise=0, placebo_spread=0), 64, seed=3).explain()
    assert (
        "; whatever is found is a false alarm. It is called effective (p < 0.05, a lower score) by"
        in sp.power(PAPER.under("none"), 8, replicates=2).explain()
    )
    assert "Nothing acts" not in sp.power(PAPER.under("trials"), 8, replicates=2).explain()


@pytest.mark.parametrize("name", ["chandrasekhar_2012", "salve_2019"])
def test_of_trials_with_a_published_design_few_call_the_herb_effective_where_it_does_nothing(name):
    design = sp.DESIGNS[name]
    yes = {r: sp.power(design.under(r), design.people, replicates=100, seed=1) for r in ("none", "trials", "guide")}
    share = {reading: found.any_favours().value for reading, found in yes.items()}
    by_chance = 1 - 0.975 ** len(yes["none"].p)  # the arms share their control, so this is a little too much
    assert abs(share["none"] - by_chance) < 3 * (by_chance / 100) ** 0.5
    assert share["none"] <= share["trials"] < share["guide"] < 0.3
    assert f"by {yes['none'].any_favours()} of those with {design.people} people" in yes["none"].explain()


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: sp.trial("salve"), "No design is called 'salve'; did you mean 'salve_2019'"),
        (lambda: sp.trial(3), "is no design"),
        (lambda: sp.trial(PAPER, 0), "people = 0 lies outside 1 to"),
        (lambda: sp.trial(PAPER, 3), "3 people are too few for 2 arms"),
        (lambda: sp.trial(PAPER, seed=-1), "seed = -1 lies outside"),
        (lambda: sp.power(PAPER, []), "names no numbers of people"),
        (lambda: sp.power(PAPER, 8, replicates=0), "replicates = 0 lies outside"),
        (lambda: sp.power(PAPER, 8, replicates=2, progress=3), r"progress = 3 cannot be called.*\(done, trials\)"),
        (lambda: sp.power(PAPER, 8, replicates=2).plot({"trials": 3}), "give other Powers by label"),
        (lambda: sp.trial(SAME, 8, seed=1), "The final score is the same in everyone, so there is no chance"),
        (lambda: sp.power(PAPER, [8, 16], replicates=2).found(9), "n = 9 was not tried. Known: 8, 16"),
        (lambda: sp.power(PAPER, 8, replicates=2).found(8, "herb"), "No arm that is compared"),
        (lambda: sp.verdicts({}), "give designs by label"),
        (lambda: PAPER.under("gide"), "No reading is called 'gide'; did you mean 'guide'"),
        (lambda: sp.Design(arms=(PLACEBO, sp.Arm("sleep", sp.Plan([sp.sleep()])))).under("none"), "changes nothing"),
        (lambda: sp.Arm(""), "is no name for an arm"),
        (lambda: sp.Arm("x", expects=-1), "expects = -1 lies outside"),
        (lambda: sp.trial(PAPER.but(entry=9.9, noise=0.1), 4, seed=1), "of 1,... people screened 0 reported that much"),
        (lambda: sp.trial(PAPER.but(dropout=0.9), 8, seed=1), "people are left of 8 randomised"),
        (
            lambda: sp.trial(PAPER.but(situation=sp.scenario(person={"g": 0}, start="painful"), entry=None), 4, seed=1),
            "people screened 0 have the start that the situation asks for",
        ),
    ],
)
def test_what_cannot_be_run_is_refused_with_the_reason(call, says):
    with pytest.raises(sp.InputError, match=says):
        call()
