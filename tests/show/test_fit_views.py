"""A fitted diary in words and pictures: loud about what it is not. Illustrative, not clinical."""

import re
from dataclasses import replace

import numpy as np
import pytest

import stresspain as sp
from stresspain.show.fit_diary_plots import plot_diary, plot_recovery
from stresspain.show.fit_plots import plot_fit, plot_profiles
from stresspain.show.fit_words import NO_DIAGNOSIS, best_words
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
        best, first, last = re.search(rf"{name} \(.*?\) = (\S+), identified: 95 % (\S+) to (\S+)\.", said).groups()
        assert [float(best), float(first), float(last)] == pytest.approx([found.values[name], low, high], rel=0.005)
        assert len({len(written.partition(".")[2]) for written in (best, first, last)}) == 1
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
    assert f"held the truth in {6 * shares['g']:.0f} of 6 ({100 * shares['g']:.0f} %)" in said
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


def test_a_number_that_the_diary_does_not_tell_has_no_best_value_in_words_table_or_pictures(found):
    three = ["g", "k_sm", "k_sw"]
    flat = sp.fit(found.diary, parameters=three, scenario=STORY, within={"g": (1, 3.9)}, starts=1)
    told = {name: flat.profile(name) for name in ("g", "k_sw")}
    assert {name: p.verdict for name, p in told.items()} == {"g": "one-sided", "k_sw": "flat"}
    said = flat.explain()
    assert (
        "k_sw (stress costs sleep), flat: anything from 0 to 3, its whole range, tells the diary about as well" in said
    )
    assert f"one-sided: any value of at least {told['g'].low:.2f} (above, only its range ends it) tells" in said
    assert [best_words(p) for p in told.values()] == ["-", "-"]
    written = _written(plot_fit(flat))
    assert "k_sw: anything from 0 to 3, its whole range   (flat)" in written
    for text in (said, written, *map(repr, told.values())):
        assert not re.search(r"\b(g|k_sw)( \([^)]*\))? = ", text)
    dots = [
        [line for line in axes.lines if (line.get_marker(), line.get_color()) == ("o", "black")]
        for axes in plot_profiles(flat).axes
    ]
    assert [len(each) for each in dots[:3]] == [0, 1, 0]
    assert best_words(found.profile("g")) == f"{found.values['g']:.2f}"


@pytest.mark.parametrize(("count", "said"), [(1, "1 diary was made up"), (2, "2 diaries were made up")])
def test_few_diaries_are_counted_and_no_two_thirds_are_made_of_them(count, said):
    told = sp.recovery(STORY, parameters=["k_sm"], diaries=count, noise=0.4, seed=1)
    assert told.explain().startswith(said)
    assert "two thirds" not in told.explain()
    assert ("all between" in told.explain()) == (count == 2)
    assert (
        ("it was fitted" in told.explain()) == ("the 95 % interval held the truth." in told.explain()) == (count == 1)
    )


def test_where_no_diary_could_be_fitted_that_is_said(back):
    lost = replace(back, values=np.full((2, 2), np.nan), deviance=np.full((2, 2), np.nan))
    assert "None could be fitted, so nothing came back." in lost.explain()
    assert "went in" not in lost.explain()


def test_no_reading_is_cut_by_the_edge_of_a_picture(found):
    for axes in (*plot_fit(found).axes, plot_diary(found.diary)):
        marks = [line for line in axes.lines if line.get_marker() in ("o", "^")]
        assert marks
        assert not any(line.get_clip_on() for line in marks)
