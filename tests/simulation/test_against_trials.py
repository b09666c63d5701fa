"""The model beside the trials. Illustrative, not clinical; the model is calibrated to none of them."""

import csv

import pytest

import stresspain as sp
from stresspain import evidence
from stresspain.show.trial_views import NOTHING_PROVED
from stresspain.simulation.against_trials import WHY_NOT, difference


@pytest.fixture(scope="module")
def found():
    return sp.against_trials()


def test_every_row_of_the_trials_is_used_or_has_a_reason(found):
    everything = [t.id for t in evidence.trials(verified_only=False)]
    assert sorted(everything) == sorted([*(r.trial.id for r in found.rows), *(t.id for t, _ in found.unused)])
    assert {reason for _, reason in found.unused} <= set(WHY_NOT)
    assert sum(found.reasons().values()) == len(found.unused)


def test_nothing_second_hand_and_no_review_is_used(found):
    for row in found.rows:
        assert row.trial.verified
        assert not row.trial.id.startswith("meta_")
        assert None not in (row.trial.active_change, row.trial.placebo_change, row.trial.dose_mg, row.trial.days)


def test_the_trials_that_are_used_are_the_ones_that_can_be(found):
    assert [row.trial.id for row in found.rows] == ["chandrasekhar2012_pss"]
    assert found.rows[0].published == pytest.approx(-44.0 - -5.5)


def test_serum_cortisol_stands_for_no_state(found):
    why = {trial.id: reason for trial, reason in found.unused}
    assert why["shoden_60_ham-a_ham"] == "no state of the model stands for the outcome"
    assert why["lopresti2019_cortisol_pct"] == "second-hand or from memory"
    assert why["shoden_60_pss_pss"] == "the change in one arm or both was not read"


def test_the_model_s_difference_is_the_one_worked_out_by_hand(found):
    (row,) = found.rows
    for start in ("calm", "painful"):
        runs = [sp.simulate(load=0.4, start=start, plan=plan, days=60) for plan in ([sp.adaptogen(600, "trials")], [])]
        active, placebo = (100 * (r["stress"][60] / r["stress"][0] - 1) for r in runs)
        assert row.model["trials", start] == pytest.approx(active - placebo, abs=1e-6)


def test_without_an_effect_there_is_no_difference_and_no_reading_comes_near_the_trial(found):
    (row,) = found.rows
    for (reading, _), value in row.model.items():
        assert value == pytest.approx(0, abs=1e-6) if reading == "none" else -20 < value < -2
    assert row.published < -30


def test_the_words_say_that_agreement_would_prove_nothing(found):
    said = found.explain()
    assert NOTHING_PROVED in said
    assert "1 of 47 rows" in said
    for value in found.rows[0].model.values():
        assert f"{abs(value):.1f}" in said
    picture = found.plot()
    assert said in picture.alt
    assert NOTHING_PROVED in picture.figure.get_supxlabel()


def test_the_file_holds_what_was_used_and_what_was_not(found, tmp_path):
    lines = found.to_csv(tmp_path / "t.csv").read_text(encoding="utf-8").splitlines()
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    assert any("would prove nothing" in line for line in lines[:3])
    assert sum(row["not_used_because"] != "" for row in rows) == len(found.unused)
    assert sum(row["what"] in sp.READINGS for row in rows) == 6


def test_a_load_without_a_painful_ending_is_refused():
    with pytest.raises(sp.InputError, match=r"load = 0.1: trials are set beside a calm and a painful start"):
        sp.against_trials(load=0.1)


def test_what_the_placebo_arm_does_is_taken_off():
    unsettled = {"load": [(0, 0.4), (10, 0.6)], "days": [0, 60]}
    runs = {
        "t, guide, calm": sp.simulate(plan=[sp.adaptogen(600)], **unsettled),
        "t, placebo, calm": sp.simulate(**unsettled),
    }
    moved = 100 * (runs["t, placebo, calm"]["stress"][-1] / runs["t, placebo, calm"]["stress"][0] - 1)
    alone = 100 * (runs["t, guide, calm"]["stress"][-1] / runs["t, guide, calm"]["stress"][0] - 1)
    assert moved > 10
    assert difference(runs, "t", "guide", "calm", "stress") == pytest.approx(alone - moved)
    with pytest.raises(sp.InputError, match="No run beside a trial is called 't, none, calm'"):
        difference(runs, "t", "none", "calm", "stress")
