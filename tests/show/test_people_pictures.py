"""Pictures of many people show what they say. Illustrative, not clinical."""

from __future__ import annotations

import numpy as np
import pytest

import stresspain as sp
from stresspain.show.people_plots import LINES, plot_groups, plot_responders, plot_ribbon, plot_spaghetti


@pytest.fixture(scope="module")
def crowd():
    """Return 150 people over a year."""
    drawn = sp.people(150, seed=4, spread={"load": (0.2, 0.6), "x_half": 0.2})
    plan = sp.adaptogen(600, reading="guide", stop=84)
    made = sp.scenario(start="painful", plan=plan, days=364)
    return sp.simulate_many(
        drawn, made, outcomes=["important_change"], days=range(0, 365, 14), columns=["felt_pain", "stress"]
    )


def test_the_ribbon_is_as_wide_as_the_quantiles(crowd) -> None:
    axes = plot_ribbon(crowd)
    pale, dark = (c.get_paths()[0].vertices[:, 1] for c in axes.collections)
    bands = crowd.summary().bands["felt_pain"]
    assert (pale.min(), pale.max()) == (pytest.approx(bands[0].min()), pytest.approx(bands[4].max()))
    assert (dark.min(), dark.max()) == (pytest.approx(bands[1].min()), pytest.approx(bands[3].max()))


def test_spaghetti_draws_no_more_lines_than_can_be_told_apart(crowd) -> None:
    axes = plot_spaghetti(crowd, "stress")
    assert len(axes.lines) == LINES + 1
    assert axes.get_ylabel() == "stress (dimensionless)"


def test_every_group_that_has_anyone_has_a_panel(crowd) -> None:
    found = sp.trajectory_groups(crowd)
    figure = plot_groups(found)
    assert len(figure.axes) == sum(count > 0 for count in found.counts.values())


def test_dots_are_responders_and_rings_are_others(crowd) -> None:
    found = sp.responders(crowd)
    rings, dots = plot_responders(found).axes[1].collections
    assert len(dots.get_offsets()) == found.yes.sum()
    assert len(rings.get_offsets()) == found.no.sum()
    assert len(rings.get_facecolors()) == 0 or np.all(rings.get_facecolors()[:, 3] == 0)


@pytest.mark.parametrize("kind", ["ribbon", "spaghetti"])
def test_a_picture_of_many_says_that_it_is_illustrative(crowd, kind, tmp_path) -> None:
    picture = crowd.plot(kind)
    assert "illustrative, not clinical" in picture.alt
    assert picture.save(tmp_path / "many.png").stat().st_size > 5000


def test_pictures_of_groups_and_responders_carry_their_words(crowd) -> None:
    groups, found = sp.trajectory_groups(crowd), sp.responders(crowd)
    assert groups.explain() in groups.plot().alt
    assert found.explain() in found.plot().alt


def test_what_was_not_kept_cannot_be_drawn(crowd) -> None:
    outcomes = sp.simulate_many(crowd.people, crowd.scenario, outcomes=["important_change"])
    with pytest.raises(sp.InputError, match="nothing over time to draw"):
        outcomes.plot()
    with pytest.raises(sp.InputError, match="kept column"):
        crowd.plot(column="tension")
    with pytest.raises(sp.InputError, match="did you mean 'ribbon'"):
        crowd.plot("ribon")


def test_a_picture_of_levels_of_peoples_own_does_not_claim_that_it_can_be_made_again(tmp_path) -> None:
    own = {"load": sp.PerPerson(np.array([0.0]), np.full((5, 1), 0.4))}
    many = sp.simulate_many(sp.people(5, seed=1, spread={"g": 0.1}), days=range(0, 57, 7), own=own)
    path = many.plot().save(tmp_path / "own.png")
    with pytest.raises(sp.InputError):
        sp.reproduce(path)
