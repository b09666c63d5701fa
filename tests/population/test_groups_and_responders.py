"""Many people in few numbers: summaries, who responds, kinds of courses. Illustrative, not clinical."""

from __future__ import annotations

import re
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import mannwhitneyu

import stresspain as sp
from stresspain.population.groups import GROUPS, _places

WEEKS = np.arange(0.0, 365.0, 7.0)


@pytest.fixture(scope="module")
def treated():
    """Return 400 people who take something for twelve weeks."""
    crowd = sp.people(400, seed=1, spread={"x_half": 0.2, "g": 0.2, "k_sw": 0.2, "load": (0.25, 0.6)})
    plan = sp.adaptogen(600, reading="guide", stop=84)
    wanted = ["last", "recovery_day", "important_change"]
    return sp.simulate_many(crowd, sp.scenario(start="painful", plan=plan), outcomes=wanted, days=WEEKS)


# --- summary -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def nobody():
    """Return one person whom no day of the run was reached for: there is no painful start under this load."""
    alone, story = sp.people_of(["k_qs"], [[0.6]]), sp.scenario(load=0.1, start="painful")
    return sp.simulate_many(alone, story, outcomes=["peak"], days=WEEKS)


def test_where_nobody_has_an_answer_there_is_no_number(nobody) -> None:
    said = str(nobody.summary())
    assert said.startswith("1 virtual person, 1 of them without an answer")
    assert said.splitlines()[2].split() == ["peak", "0", *"------"]
    assert "nan" not in said + nobody.explain() + repr(nobody.people) + repr(nobody.summary())
    assert repr(nobody.people).startswith("<1 virtual person, varying")
    assert repr(nobody).startswith("<Ensemble of 1 person, 1 without an answer")


def test_where_nobody_has_an_answer_there_are_no_groups(nobody) -> None:
    with pytest.raises(sp.InputError, match="Nobody has an answer, so there is no course of pain to sort"):
        sp.trajectory_groups(nobody)


def test_quantiles_and_shares_are_those_of_whoever_has_an_answer(treated) -> None:
    summary = treated.summary([0.1, 0.9])
    last = treated["last"][~np.isnan(treated["last"])]
    assert summary.outcomes["last"].people == len(last) == 400 - len(treated.failures)
    assert summary.outcomes["last"].quantiles == tuple(np.quantile(last, [0.1, 0.9]))
    change = treated["important_change"]
    assert summary.outcomes["important_change"].mean == np.nanmean(change)
    assert summary.outcomes["important_change"].quantiles == ()


def test_bands_do_not_cross_and_end_where_the_last_day_does(treated) -> None:
    bands = treated.summary().bands["felt_pain"]
    assert bands.shape == (5, len(WEEKS))
    assert (np.diff(bands, axis=0) >= 0).all()
    answered = np.delete(treated["felt_pain"], list(treated.failures), axis=0)
    assert np.array_equal(bands[2], np.median(answered, axis=0))


def test_a_summary_is_a_table_that_says_what_it_is(treated) -> None:
    text = str(treated.summary())
    assert "median" in text
    assert "nobody was measured" in text
    frame = treated.summary().to_frame()
    assert list(frame.index) == ["last", "recovery_day", "important_change"]
    assert frame.loc["last", "people"] == treated.summary().outcomes["last"].people
    assert frame.loc["last", "median"] == treated.summary().outcomes["last"].quantiles[2]
    assert np.isnan(frame.loc["important_change", "median"]), "yes and no have no quantiles"
    assert "clinical" in frame.attrs["note"]


def test_without_pandas_a_summary_and_a_trial_name_the_command_to_type_as_a_run_does(treated, monkeypatch) -> None:
    tried = sp.trial(sp.Design(days=7, run_in=7, entry=0, analysis="t"), 8, seed=1)
    monkeypatch.setitem(sys.modules, "pandas", None)
    for table in (treated.summary(), tried):
        with pytest.raises(sp.InputError, match=r"^to_frame\(\) needs pandas\. Type: pip install pandas$"):
            table.to_frame()


def test_nobody_without_an_answer_makes_a_summary_that_says_so() -> None:
    lost = sp.simulate_many(sp.people_of(["load"], [[0.1]]), sp.scenario(start="painful"), outcomes=["last", "relapse"])
    assert lost.summary().outcomes["last"].people == 0
    assert "the question arises for nobody" in lost.explain()


def test_thousands_are_written_alike_wherever_people_are_counted() -> None:
    crowd = sp.people(5000, seed=1, spread={"load": (0.1, 0.6)})
    eased = sp.scenario(start="painful", days=91, plan=sp.adaptogen(600))
    many = sp.simulate_many(crowd, eased, outcomes=["recovery_day", "important_change"], days=range(0, 92, 13))
    asked = sp.responders(many)
    said = [many.explain(), str(many.summary()).split("\n")[0], sp.trajectory_groups(many).explain(), asked.explain()]
    assert len(many.failures) > 1000
    assert re.findall(r"(?<![.\d])\d{4,}(?= )", " ".join(said)) == []


def test_a_group_has_its_colour_whichever_others_are_empty() -> None:
    colours: dict[str, set[str]] = {}
    for loads in ([0.1, 0.9], [0.1]):
        crowd = sp.people_of(["load"], [[load] for load in loads])
        weeks = sp.simulate_many(crowd, sp.scenario(days=70), days=range(0, 71, 7))
        for axes in sp.trajectory_groups(weeks).plot().figure.axes:
            name = axes.get_title(loc="left").split("\n")[0]
            colours.setdefault(name, set()).add(axes.lines[0].get_color())
    assert {name: len(found) for name, found in colours.items()} == {"persistent severe": 1, "no pain to speak of": 1}


@pytest.mark.parametrize("shares", [[], [0.5, 0.5], [-0.1], [1.1], ["half"], 0.5, [np.nan], [[0.5]]])
def test_shares_that_do_not_rise_from_0_to_1_are_refused(treated, shares) -> None:
    with pytest.raises(sp.InputError, match="from 0 to 1 that rise"):
        treated.summary(shares)


# --- responders --------------------------------------------------------------------------------------


def test_a_separation_is_the_mann_whitney_statistic_as_a_share_of_all_pairs(treated) -> None:
    found = sp.responders(treated)
    for s in found:
        values = treated.people[s.parameter]
        said = mannwhitneyu(values[found.yes], values[found.no])
        assert s.chance == pytest.approx(said.statistic / (found.yes.sum() * found.no.sum()), abs=1e-12)


def test_separations_do_not_care_who_is_asked_first(treated) -> None:
    turned = sp.simulate_many(
        treated.people.some(slice(None, None, -1)), treated.scenario, outcomes=["important_change"]
    )
    for a, b in zip(sp.responders(treated), sp.responders(turned), strict=True):
        assert (a.parameter, a.chance) == (b.parameter, pytest.approx(b.chance, abs=1e-12))


def test_what_decides_tells_and_what_does_nothing_to_pain_at_rest_does_not() -> None:
    crowd = sp.people(600, seed=2, spread={"load": (0.2, 0.5), "tau_c": 0.3})
    plan = sp.adaptogen(600, reading="guide", stop=84)
    found = sp.responders(
        sp.simulate_many(crowd, sp.scenario(start="painful", plan=plan), outcomes=["important_change"])
    )
    told = {s.parameter: s for s in found}
    assert told["load"].telling
    assert told["load"].chance < 0.05
    assert not told["tau_c"].telling


def test_by_chance_next_to_nothing_is_telling() -> None:
    from stresspain.population.responders import _separation

    rng = np.random.default_rng(0)
    telling = 0
    for _ in range(500):
        yes = rng.random(80) < 0.4
        telling += _separation("g", rng.random(80), yes, ~yes).telling
    assert telling == 0


def test_responders_are_explained_with_the_doubt_that_belongs_to_them(treated) -> None:
    found = sp.responders(treated)
    text = found.explain()
    assert "would perhaps have done so without the plan" in text
    assert f"{found.yes.sum()} of {(found.yes | found.no).sum()} people answer yes" in text
    assert "not clinical" in text
    assert found.share == found.yes.sum() / (found.yes.sum() + found.no.sum())


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        ("last", "is a number, not a yes or no"),
        ("relapse", 'outcomes=\\["relapse"\\]'),
        ("important_chang", "did you mean 'important_change'"),
    ],
)
def test_an_outcome_that_was_not_asked_is_refused(treated, outcome, said) -> None:
    with pytest.raises(sp.InputError, match=said):
        sp.responders(treated, outcome)


def test_groups_of_nobody_are_refused() -> None:
    alike = sp.simulate_many(sp.people(20, seed=1, spread={"load": (0.7, 0.8)}), sp.scenario(start="painful", days=28))
    with pytest.raises(sp.InputError, match="everyone answers no"):
        sp.responders(alike)
    with pytest.raises(sp.InputError, match="give an ensemble"):
        sp.responders([1, 2])  # type: ignore[arg-type]


# --- trajectory groups -------------------------------------------------------------------------------


def course(late: list[float], early: float = 0.5) -> np.ndarray:
    """Return weekly pain: one level for three quarters of a year, then the given ones in turn."""
    pain = np.full(len(WEEKS), early)
    last = np.flatnonzero(WEEKS / WEEKS[-1] >= 0.75)
    pain[last] = np.resize(late, len(last))
    return pain


@pytest.mark.parametrize(
    ("pain", "group"),
    [
        (course([6.0, 4.0]), "persistent severe"),
        (course([3.0]), "persistent severe"),
        (course([2.0, 5.0]), "fluctuating"),
        (course([0.2], early=5.0), "recovering"),
        (course([2.0], early=5.0), "recovering"),
        (course([0.5, 2.0]), "persistent mild"),
        (course([0.5], early=2.0), "no pain to speak of"),
    ],
)
def test_each_rule_catches_the_course_that_it_describes(pain, group) -> None:
    assert list(GROUPS)[_places(WEEKS, pain[None], 3.0, 1.0)[0]] == group


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0, 10), min_size=8, max_size=40), st.floats(0, 10), st.floats(0, 10))
def test_every_course_is_in_just_one_group(pain, a, b) -> None:
    trace, level = sorted((a, b))
    days = np.arange(float(len(pain)))
    place = _places(days, np.array([pain]), level, trace)[0]
    assert 0 <= place < len(GROUPS)
    # More pain never makes a course milder than "no pain to speak of" was.
    worse = _places(days, np.array([pain]) + 10.0, level, trace)[0]
    assert list(GROUPS)[worse] == "persistent severe"


def test_shares_add_up_and_failures_are_in_no_group() -> None:
    crowd = sp.people_of(["load"], [[0.1], [0.4], [0.7]])
    found = sp.trajectory_groups(sp.simulate_many(crowd, sp.scenario(start="painful", days=364), days=WEEKS))
    assert found.places.tolist() == [-1, 0, 0]
    assert sum(found.shares.values()) == pytest.approx(1.0)
    assert found.counts["persistent severe"] == 2
    assert not found.places.flags.writeable


def test_patients_in_the_groups_add_up_to_those_of_the_study() -> None:
    assert sum(group.patients for group in GROUPS.values()) == 342


def test_groups_say_that_the_comparison_is_qualitative(treated) -> None:
    text = sp.trajectory_groups(treated).explain()
    assert "The comparison is qualitative" in text
    assert "their likeness proves nothing" in text


def test_groups_without_courses_or_with_a_trace_above_the_level_are_refused(treated) -> None:
    outcomes = sp.simulate_many(treated.people, treated.scenario, outcomes=["last"])
    with pytest.raises(sp.InputError, match="at least eight days"):
        sp.trajectory_groups(outcomes)
    with pytest.raises(sp.InputError, match="lies above level"):
        sp.trajectory_groups(treated, level=2, trace=3)
    with pytest.raises(sp.InputError, match="did you mean 'recovering'"):
        sp.trajectory_groups(treated).of("recovring")
