"""Borrowed scales: what they are, and that nobody can take them for a measurement. Illustrative, not clinical."""

import numpy as np
import pytest

import stresspain as sp
from stresspain.simulation.scales import NOT_MEASURED


@pytest.fixture(scope="module")
def run():
    return sp.simulate(load=[(0, 0.3), (20, 0.9), (76, 0.3)], days=150)


def test_a_rested_body_and_a_full_index_have_the_values_that_the_text_says():
    of = {name: scale.of for name, scale in sp.SCALES.items()}
    assert (of["illustrative_pss"](0.0), of["illustrative_pss"](1.0)) == (0.0, 40.0)
    assert of["illustrative_nrs"](3.5) == 3.5
    assert of["illustrative_crp"](0.0) == 0.8
    assert of["illustrative_crp"](2.0) / of["illustrative_crp"](1.0) == pytest.approx(10.0), "logarithmic"
    assert of["illustrative_cortisol"](1.0) == 100.0
    assert (of["illustrative_ppt"](0.0), of["illustrative_ppt"](1.0)) == (100.0, 50.0)


def test_every_scale_takes_many_people_at_once(run):
    for scale in sp.SCALES.values():
        many = np.tile(run[scale.column], (3, 1))
        np.testing.assert_array_equal(scale.of(many)[1], scale.of(run[scale.column]))


def test_the_pressure_threshold_runs_backwards_and_the_others_forwards(run):
    for name, scale in sp.SCALES.items():
        low, high = scale.of(np.array([1.0, 1.1]))
        assert (low > high) == (name == "illustrative_ppt")


@pytest.mark.parametrize("name", list(sp.SCALES))
def test_the_axis_says_what_it_is_not_and_there_are_no_bands(run, name):
    assert name.startswith("illustrative_")
    picture = run.plot(name)
    (axes,) = picture.figure.axes
    assert NOT_MEASURED in axes.get_ylabel()
    assert "-like" in axes.get_ylabel()
    assert len(axes.lines) == 1, "one curve, and no line that could be taken for a limit"
    assert not axes.patches
    assert not axes.collections
    assert "not a measurement" in picture.alt


def test_no_column_or_outcome_uses_a_scale_unasked(run):
    assert not set(sp.SCALES) & set(run.columns)
    assert not set(sp.SCALES) & set(sp.OUTCOMES)
    assert "PSS" not in run.explain() + run.plot().alt


def test_a_wrong_scale_is_a_lesson(run):
    with pytest.raises(sp.InputError, match=r"'illustrative_ps'; did you mean 'illustrative_pss' \(PSS-like number\)"):
        run.plot("illustrative_ps")
