"""Which number matters near one run: columns, outcomes, rankings. Illustrative, not clinical."""

import dataclasses

import numpy as np
import pytest

import stresspain as sp

HERB, PILL = sp.adaptogen(600, stop=90), sp.painkiller(0.2, start=20, stop=40)
RUN = sp.simulate(load=0.4, start="painful", days=150, plan=[HERB, PILL])
FEW = ("load", "k_qf", "k_qs", "g", "w_x", "p_half", "tau_p", "damage")


@pytest.fixture(scope="module")
def found():
    return sp.sensitivities(RUN, parameters=FEW)


def again(name: str, by: float) -> sp.Run:
    """The run with one number moved."""
    if name in ("load", "damage"):
        return sp.simulate(RUN.scenario.but(**{name: getattr(RUN.scenario, name).values[0] + by}))
    return sp.simulate(RUN.scenario.but(person={name: getattr(RUN.scenario.person, name) + by}))


def tried(name: str, of) -> np.ndarray:
    """Differences of whole runs, from inside where the range ends."""
    h = {"damage": 1e-6, "p_half": 1e-5}.get(name, 1e-4)
    if name == "damage":
        return (-3 * of(RUN) + 4 * of(again(name, h)) - of(again(name, 2 * h))) / (2 * h)
    if name == "k_qf":
        return (3 * of(RUN) - 4 * of(again(name, -h)) + of(again(name, -2 * h))) / (2 * h)
    return (of(again(name, h)) - of(again(name, -h))) / (2 * h)


@pytest.mark.parametrize("column", ["felt_pain", "pain", "ischaemia", "nociception", "sleep_loss", "stress", "damage"])
def test_every_column_answers_as_differences_say(found, column):
    for j, name in enumerate(FEW):
        by = tried(name, lambda run: run[column])
        assert found[column][:, j] == pytest.approx(by, abs=1e-5 * np.abs(by).max() + 1e-7), name


def test_effect_levels_and_days_answer_to_nothing(found):
    assert not found["adaptogen"].any()
    assert not found["day"].any()


@pytest.mark.parametrize("outcome", ["peak", "mean", "last", "days_above", "recovery_day", "area"])
def test_every_outcome_answers_as_differences_say(found, outcome):
    slopes = found.slopes(outcome)
    for j, name in enumerate(FEW):
        by = float(tried(name, lambda run: np.array(sp.OUTCOMES[outcome].of(run.days, run["felt_pain"], 3.0))))
        assert slopes[j] == pytest.approx(by, rel=1e-5, abs=1e-6), name


def test_an_outcome_on_a_corner_has_no_derivative_and_says_so():
    # Two equal peaks that answer differently: a little more of one number makes the first the higher.
    first = sp.sensitivities(sp.simulate(load=0.3, days=3), parameters=["load", "k_sm"])
    pain = np.array([2.0, 1.0, 2.0, 1.0])
    ways = np.array([[1.0, 0.0], [0.0, 0.0], [-1.0, 0.0], [0.0, 0.0]])
    run = _WithPain(first.run, pain)
    twin = sp.Sensitivities(run, first.parameters, first.states, first.levels)
    twin.__dict__["_observed"] = {"felt_pain": ways}
    assert np.isnan(twin.slopes("peak")[0])
    assert twin.slopes("peak")[1] == 0.0


class _WithPain:
    """A run whose felt pain is given."""

    def __init__(self, run: sp.Run, pain: np.ndarray) -> None:
        self.run, self.pain, self.days, self.scenario = run, pain, run.days, run.scenario

    def __getitem__(self, name: str) -> np.ndarray:
        return self.pain if name == "felt_pain" else self.run[name]


def test_an_elasticity_is_the_derivative_in_per_cent(found):
    j = FEW.index("g")
    expected = found["felt_pain"][:, j] * 3.8 / RUN["felt_pain"]
    assert found.elasticity("felt_pain")[:, j] == pytest.approx(expected)
    assert np.isnan(found.elasticity("damage")).all()


def test_a_ranking_puts_the_largest_first_and_runs_each_again(found):
    ranks = found.ranking("mean", share=0.05)
    sizes = [abs(i.elasticity) for i in ranks.influences]
    assert sizes == sorted(sizes, reverse=True)
    g = ranks["g"]
    assert g.higher == pytest.approx(
        float(sp.OUTCOMES["mean"].of(RUN.days, again("g", 0.19)["felt_pain"], 3.0)), abs=1e-6
    )
    assert g.lower < ranks.value < g.higher
    assert g.elasticity == pytest.approx(g.slope * 3.8 / ranks.value)


def test_what_leaves_its_declared_range_is_not_run_again(found):
    ranks = found.ranking("mean")
    assert np.isnan(ranks["k_qf"].higher)
    assert ranks["k_qf"].lower < ranks.value


def test_a_stepping_load_moves_as_a_whole():
    run = sp.simulate(load=[(0, 0.2), (20, 0.8), (50, 0.2)], days=80)
    ranks = sp.sensitivities(run, parameters=["load"]).ranking("peak", share=0.1)
    higher = sp.simulate(load=[(0, 0.22), (20, 0.82), (50, 0.22)], days=80)
    assert ranks["load"].higher == pytest.approx(float(higher["felt_pain"].max()), abs=1e-6)
    assert ranks["load"].value == 0.2


def test_the_words_name_the_first_and_where_the_derivative_misleads():
    far = sp.simulate(load=0.4, start="painful", days=365, plan=[sp.adaptogen(600, stop=84)])
    ranks = sp.sensitivities(far, parameters=["g", "load", "tau_c"]).ranking("last")
    said = ranks.explain()
    assert "answers most to load (stressor load from outside): 1 % more of it changes it by +1.4 %" in said
    assert "The most so g: 10 % more of it leads to 6.27 of 10, where the derivative says 0.62." in said
    assert "not clinical" in said
    assert [line.split()[0] for line in str(ranks).splitlines()[2:5]] == ["load", "g", "tau_c"]


def test_the_pictures_hold_their_words_and_the_note(found):
    for thing in (found, found.ranking("mean")):
        picture = thing.plot()
        assert thing.explain() in picture.alt
        texts = [t.get_text() for t in picture.figure.axes[0].texts]
        assert "illustrative, not clinical" in texts


# --- what is taken ----------------------------------------------------------------------------------

TAKEN = ("adaptogen.strength", "adaptogen.tau_e", "painkiller.strength", "painkiller.tau_e")


@pytest.fixture(scope="module", params=["scipy", pytest.param("heyoka", marks=pytest.mark.needs_package("heyoka"))])
def taken(request):
    return sp.sensitivities(RUN.scenario, parameters=("g", *TAKEN), engine=request.param)


def moved(name: str, by: float) -> sp.Run:
    """The run with one number of something taken moved."""
    who, _, what = name.partition(".")
    plan = [
        thing
        if thing.name != who
        else thing.at_strength(thing.strength + by)
        if what == "strength"
        else dataclasses.replace(thing, tau_e=thing.tau_e + by)
        for thing in RUN.scenario.plan
    ]
    return sp.simulate(RUN.scenario.but(plan=plan))


@pytest.mark.parametrize("column", ["felt_pain", "sleep_loss", "stress", "nociception", "adaptogen", "painkiller"])
def test_a_run_answers_to_how_strongly_and_slowly_things_work_as_differences_say(taken, column):
    for j, name in enumerate(TAKEN, start=1):
        by = (moved(name, 1e-4)[column] - moved(name, -1e-4)[column]) / 2e-4
        assert taken[column][:, j] == pytest.approx(by, abs=1e-5 * np.abs(by).max() + 1e-7), name


def test_a_strength_is_ranked_among_the_parameters_and_run_again(taken):
    ranks = taken.ranking("mean", share=0.1)
    for name in TAKEN:
        value = ranks[name].value
        for found, by in ((ranks[name].lower, -0.1 * value), (ranks[name].higher, 0.1 * value)):
            again = moved(name, by)
            assert found == pytest.approx(float(sp.OUTCOMES["mean"].of(again.days, again["felt_pain"], 3.0)), abs=1e-6)
    assert ranks["adaptogen.strength"].value == 0.75
    assert ranks["adaptogen.strength"].slope < 0
    assert "adaptogen.strength" in str(ranks)
    assert np.isnan(taken.ranking(share=0.5)["adaptogen.strength"].higher), "no dose leads there"


def test_the_words_say_that_a_strength_is_the_models_own_effect(taken, found, tmp_path):
    own = "What something taken does here is the model's own effect, put in by hand: no evidence that anything works."
    for thing in (taken, taken.ranking("mean")):
        assert own in thing.explain()
        assert own in thing.plot().alt
    for thing in (found, found.ranking("mean")):
        assert own not in thing.explain()
    assert sp.reproduce(taken.ranking("mean").plot().save(tmp_path / "ranking.png")).same
    assert sp.reproduce(taken.plot().save(tmp_path / "over_time.png")).same


def test_strengths_are_ranked_only_where_they_are_asked_for():
    assert sp.sensitivities(RUN).parameters == tuple(sp.PARAMETERS)


def test_a_scenario_is_run_first():
    scenario = sp.scenario(days=10)
    assert sp.sensitivities(scenario, parameters=["g"]).run.scenario == scenario


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: sp.sensitivities(RUN, parameters=["k_qz"]), "'k_qs' (felt pain raises stress)"),
        (lambda: sp.sensitivities(RUN, parameters=["adaptogen"]), "of adaptogen there are 'adaptogen.strength'"),
        (lambda: sp.sensitivities(RUN, parameters=["sleep.tau_e"]), "No intervention in this plan is called 'sleep'"),
        (lambda: sp.sensitivities(RUN, parameters=["stress"]), "No parameter is called 'stress'"),
        (lambda: sp.sensitivities(RUN, parameters=["g", "g"]), "each once"),
        (lambda: sp.sensitivities(RUN, parameters=[]), "at least one parameter"),
        (lambda: sp.sensitivities(RUN, parameters="g"), "is one word. Give a list"),
        (lambda: sp.sensitivities(3), "give a Run or a Scenario"),
        (lambda: sp.sensitivities(RUN, parameters=["g"]).slopes("meen"), "'mean'"),
        (lambda: sp.sensitivities(RUN, parameters=["g"]).slopes("days_above", level=11), "outside 0 to 10"),
        (lambda: sp.sensitivities(RUN, parameters=["g"]).ranking(share=0.9), "share = 0.9 lies outside"),
        (lambda: sp.sensitivities(RUN, parameters=["g"]).ranking()["k_qs"], "No parameter in this ranking"),
        (lambda: sp.sensitivities(RUN, parameters=["g"])["pian"], "'pain'"),
    ],
)
def test_what_cannot_be_is_refused(call, says):
    with pytest.raises(sp.InputError) as error:
        call()
    assert says in str(error.value)
