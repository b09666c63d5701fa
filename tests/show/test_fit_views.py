"""A fitted diary in words and pictures: loud about what it is not. Illustrative, not clinical."""

import numpy as np
import pytest

import stresspain as sp
from stresspain.show.fit_diary_plots import plot_diary, plot_recovery
from stresspain.show.fit_plots import plot_fit, plot_profiles
from stresspain.show.fit_words import NO_DIAGNOSIS
from stresspain.show.style import NOTE

STORY = sp.scenario(load=[(0, 0.3), (10, 1.2), (50, 0.2)], start=[0.3, 1.2, 0.3, 0.2, 0.2], days=70)


@pytest.fixture(scope="module")
def found():
    diary = sp.pain_diary(STORY, noise=0.4, columns=["stress"], seed=1)
    return sp.fit(diary, parameters=["k_sm", "g"], scenario=STORY)


@pytest.fixture(scope="module")
def back():
    return sp.recovery(STORY, parameters=["k_sm", "g"], diaries=6, noise=0.4, seed=1)


def _written(figure):
    return " ".join(t.get_text() for t in figure.findobj(lambda a: hasattr(a, "get_text")))


def test_every_sentence_and_picture_says_that_nobody_is_diagnosed(found, tmp_path):
    assert found.explain().startswith(NO_DIAGNOSIS)
    assert "no diagnosis" in repr(found)
    for kind in ("fit", "profiles"):
        picture = found.plot(kind)
        assert NO_DIAGNOSIS in picture.alt
        assert NO_DIAGNOSIS in _written(picture.figure)
        assert NOTE in _written(picture.figure)


def test_the_words_hold_the_numbers(found):
    said = found.explain()
    assert "142 readings of pain and stress up to day 70" in said
    for name, (low, high) in found.intervals.items():
        assert f"{name} (" in said
        assert f"95 % {low:.3g} to {high:.3g}" in said
    assert f"estimated: {found.noise:.2f}" in said
    assert "A made-up diary" in said
    own = sp.fit(sp.PainDiary([0, 9, 20, 30], [1, 2, 4, 5]), parameters=["g"], scenario=STORY, noise=1.0)
    assert "The diary holds 4 readings of pain" in own.explain()
    assert "noise given" in own.explain()


def test_residuals_that_hang_together_are_told_of():
    days = np.arange(0.0, 71.0)
    pain = sp.simulate(STORY)["felt_pain"] + 0.8 * np.sin(days / 6)
    found = sp.fit(sp.PainDiary(days, pain), parameters=["g"], scenario=STORY)
    assert found.correlation > 0.7
    assert "the story misses something and the intervals are too narrow" in found.explain()


def test_noise_that_is_only_noise_is_not_complained_of(found):
    assert abs(found.correlation) < 0.3
    assert "misses something" not in found.explain()


def test_a_profile_says_what_to_write_down_next(found):
    told = found.profile("g")
    said = told.explain()
    assert ("write down" in said) == (told.advice.narrowed >= 0.02)
    assert "stress too" not in said, "it is written down already"


def test_the_curve_the_readings_and_the_line_of_95_per_cent_are_where_they_belong(found):
    figure = plot_fit(found)
    pain, stress, left = figure.axes
    _, curve, *_ = found.band()
    assert any(np.array_equal(line.get_ydata(), curve) for line in pain.lines)
    assert any(np.array_equal(line.get_ydata(), found.diary["stress"]) for line in stress.lines)
    assert any(np.array_equal(line.get_ydata(), found.residuals["felt_pain"]) for line in left.lines)
    assert (pain.get_ylabel(), left.get_xlabel()) == ("pain (0-10)", "day")
    panel = plot_profiles(found).axes[0]
    assert any(np.allclose(line.get_ydata(), 3.8415, atol=1e-3) for line in panel.lines)
    assert panel.get_title(loc="left") == "k_sm: identified"


def test_recovery_tells_how_many_intervals_hold_the_truth(back):
    shares = {name: np.mean(back.deviance[:, i] <= 3.8415) for i, name in enumerate(back.truth)}
    assert back.covered == pytest.approx(shares)
    said = back.explain()
    assert "k_sm: 0.35 went in" in said
    assert f"in {100 * shares['g']:.0f} % of them" in said
    figure = plot_recovery(back)
    dots = sum(len(line.get_xdata()) for line in figure.axes[0].lines if line.get_marker() in "oD")
    assert dots == len(back.values)
    assert back.plot().alt.endswith(said)


def test_a_picture_of_a_diary_shows_its_readings_and_says_who_wrote_it(found, tmp_path):
    axes = plot_diary(found.diary)
    assert [
        np.array_equal(line.get_ydata(), found.diary[name])
        for line, name in zip(axes.lines, ("felt_pain", "stress"), strict=True)
    ] == [True, True]
    assert "Nobody wrote it" in found.diary.plot().alt
    own = sp.PainDiary([0, 1, 2], [1, None, 2]).plot()
    assert "Nobody" not in own.alt
    assert "given" not in own.record, "what somebody wrote stays out of the file's record"
    assert sp.reproduce(found.diary.plot().save(tmp_path / "diary.png")).same


def test_what_a_picture_holds_is_worked_out_again(found, back, tmp_path):
    for name, picture in (("fit.png", found.plot()), ("p.svg", found.plot("profiles")), ("back.pdf", back.plot())):
        again = sp.reproduce(picture.save(tmp_path / name))
        assert again.same, again.explain()
        assert again.compared >= 6
