"""Words of virtual trials are true of their numbers, also where these are none or one. Illustrative, not clinical."""

from __future__ import annotations

import pytest

import stresspain as sp
from stresspain.show.power_plots import plot_power
from stresspain.show.virtual_trial_words import said_p

PAPER = sp.DESIGNS["chandrasekhar_2012"]
INERT = PAPER.under("none")
ALONE = INERT.but(arms=INERT.arms[0], analysis="before-after")


@pytest.mark.parametrize(
    ("p", "said"),
    [
        (0.0004, "p < 0.001"),
        (0.0312, "p = 0.031"),
        (0.0496, "p = 0.0496"),
        (0.0504, "p = 0.0504"),
        (1.0, "p = 1.000"),
    ],
)
def test_a_p_shows_on_which_side_of_its_bar_it_lies(p, said) -> None:
    assert said_p(p) == said


def test_a_change_of_two_people_is_not_told_in_standard_deviations() -> None:
    two, three = (sp.trial(ALONE.but(dropout=0), n, seed=1) for n in (2, 3))
    assert two.contrast.standardised != two.contrast.standardised
    assert "0.05." in two.explain()
    assert "standard deviations" not in two.explain()
    assert "in standard deviations" in three.explain()


@pytest.mark.needs_package("statsmodels")
@pytest.mark.parametrize(
    ("gone", "said"),
    [(0, "Nobody left before the end, so"), (1, "and is left out"), (2, "and are left out")],
)
def test_nobody_left_one_is_left_out_and_two_are(gone, said) -> None:
    for seed in range(60):
        found = sp.trial(INERT.but(dropout=0.01), 16, seed=seed)
        if sum(found.flow.left.values()) == gone:
            assert said in found.explain()
            return
    pytest.fail(f"no trial in sixty lost {gone}")


def test_where_nothing_acts_the_effect_of_shared_people_is_nothing_and_no_number_with_a_sign() -> None:
    same = sp.trial(INERT, 12, seed=1, crn=True).explain()
    assert "own effect of 600 mg is 0 in everyone. The same people in both arms leave no noise at all" in same
    assert "inf" not in same
    assert "0.00" not in same.split("own effect")[1]
    assert "through the same days with nothing taken" in sp.trial(ALONE, 12, seed=1, crn=True).explain()


def test_noise_removed_is_told_in_two_figures() -> None:
    twins = sp.trial(PAPER.under("trials"), 50, seed=1, crn=True)
    times = twins.noise_removed()
    assert times > 1000
    said = float(twins.explain().split("would have some ")[1].split(" times")[0].replace(",", ""))
    assert said == pytest.approx(times, rel=0.05)
    assert said % 100 == 0


def test_selection_is_blamed_only_where_people_are_selected() -> None:
    assert "because of a high score" in sp.trial(ALONE, 12, seed=1).explain()
    open_to_all = sp.trial(ALONE.but(entry=None), 12, seed=1).explain()
    assert "because of a high score" not in open_to_all
    assert "counts whatever changed the scores" in open_to_all


def test_a_p_after_correction_is_the_one_that_is_held_against_the_bar() -> None:
    design = sp.DESIGNS["salve_2019"].under("none").but(analysis="t")
    for seed in range(300):
        found = sp.trial(design, 12, seed=seed)
        raw = [c for c in found.contrasts if c.p < 0.05 < c.holm]
        if raw:
            assert (
                f"{said_p(raw[0].p)}, and {said_p(raw[0].holm)} after Holm's correction, which is not below 0.05"
                in (found.explain())
            )
            return
    pytest.fail("no such trial in three hundred")


def test_one_trial_is_one_trial() -> None:
    assert sp.power(INERT, 8, replicates=1).explain().startswith("1 trial at each number of people")
    assert "of 1 trial of 8 people" in sp.verdicts({"blinded": INERT}, 8, replicates=1).explain()


def test_a_single_point_of_power_shows_its_interval() -> None:
    found = sp.power(INERT, 8, replicates=20)
    share = found.found()
    (bar,) = [c for c in plot_power(found).collections if len(c.get_paths()) == 1 and c.get_linewidth()[0] == 6]
    ends = bar.get_paths()[0].vertices[:, 1]
    assert sorted(ends) == pytest.approx([100 * share.low, 100 * share.high])
