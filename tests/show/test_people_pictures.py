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


def test_spaghetti_draws_no_more_lines_than_can_be_told_apart() -> None:
    axes = plot_spaghetti(_few(300, days=[0, 28], columns=["stress"]), "stress")
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


def _few(n: int, load: float = 0.3, **keep: object) -> sp.Ensemble:
    """Return a few people from a painful start, for four weeks."""
    drawn = sp.people(n, seed=1, spread={"g": 0.1})
    return sp.simulate_many(drawn, sp.scenario(load=load, start="painful", days=28), **keep)


def test_a_picture_counts_only_those_whom_it_shows() -> None:
    many = _few(300, days=[0, 28])
    answered = 300 - len(many.failures)
    assert LINES < answered < 300
    assert plot_ribbon(many).get_title(loc="left") == f"{answered} of 300 virtual people"
    lines = plot_spaghetti(many)
    assert lines.get_title(loc="left") == f"{LINES} of 300 virtual people, one line each"
    assert all(np.isfinite(line.get_ydata()).all() for line in lines.lines)
    assert plot_spaghetti(_few(1, 0.4, days=[0, 28])).get_title(loc="left") == "1 virtual person, one line each"


def test_people_without_an_answer_make_no_picture_and_no_nan_in_the_words() -> None:
    nobody = _few(3, 0.1, outcomes=["last"], days=[0, 28])
    assert "Nobody has an answer. The first is number 0:" in nobody.explain()
    assert "nan" not in nobody.explain()
    with pytest.raises(sp.InputError, match=r"nobody has an answer\. Of the first person: start = 'painful'"):
        nobody.plot()


def test_one_person_has_numbers_and_no_median() -> None:
    one = _few(1, 0.4, outcomes=["last", "important_change"], days=[28])
    last = one["last"][0]
    assert f"Felt pain on the last day: {last:.1f}. Whether" in one.explain()
    assert "below where it began: no. Felt pain on day 28:" in one.explain()
    assert "median" not in one.explain()


def test_of_fewer_than_twenty_people_the_whole_range_is_told() -> None:
    few, more = (_few(n, 0.4, outcomes=["last"]) for n in (19, 20))
    ends = [f"{end(few['last']):.1f}" for end in (np.min, np.max)]
    assert f"and all between {ends[0]} and {ends[1]}." in few.explain()
    assert "and nine in ten between" in more.explain()


@pytest.mark.parametrize(
    ("high", "said"), [(0.6, "2 of 3 people answer yes and 1 no"), (1.0, "1 of 3 people answers yes")]
)
def test_one_responder_answers_and_two_answer(high, said) -> None:
    made = sp.scenario(start="painful", plan=sp.adaptogen(600, reading="guide", stop=84))
    drawn = sp.people(3, seed=3, spread={"load": (0.3, high)})
    assert said in sp.responders(sp.simulate_many(drawn, made, outcomes=["important_change"])).explain()
