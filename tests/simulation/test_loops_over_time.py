"""Which loop drives the change: the published definition, day by day. Illustrative, not clinical."""

from types import SimpleNamespace

import numpy as np
import pytest

from stresspain.cycle.circuits import pairs
from stresspain.cycle.loops import loops
from stresspain.model import equations as eq
from stresspain.model.arrows import LETTERS, NODES, node_values
from stresspain.model.catalogue import adaptogen, painkiller
from stresspain.model.cut import cut
from stresspain.model.equations import State
from stresspain.model.errors import InputError
from stresspain.model.parameters import Person
from stresspain.simulation.loops_over_time import loops_over_time
from stresspain.simulation.run import simulate


@pytest.fixture(scope="module")
def tipped():
    """Eight weeks of stress tip a calm person."""
    return loops_over_time(simulate(load=[(0, 0.3), (20, 0.9), (76, 0.3)], days=300))


def functions():
    """Each node's function and what it takes, as the paper's pseudo-code wants them; a state's is its net flow."""
    found = {}
    for name in NODES:
        function = getattr(eq, f"d_{name}" if name in State._fields else name)
        code = function.__code__
        found[name] = function, [LETTERS[a] for a in code.co_varnames[: code.co_argcount - 1]]
    return found


def link_scores(before, now, k, k_now=None):
    """Link scores by the recipe of Schoenberg, Davidsen & Eberlein 2020 (figure 1), from the values at two times."""
    scores = {}
    for target, (function, sources) in functions().items():
        then = function(*(before[s] for s in sources), k)
        change = function(*(now[s] for s in sources), k_now or k) - then
        for source in sources:
            partial = function(*(now[s] if s == source else before[s] for s in sources), k) - then
            moved = now[source] - before[source]
            scores[source, target] = abs(partial / change) * np.sign(partial / moved) if change and moved else 0.0
    return scores


def relative_scores(before, now, k, found, k_now=None):
    """Relative loop scores (equations 3 and 4 of the paper) over the loops of `found`."""
    links = link_scores(before, now, k, k_now)
    scores = {name: np.prod([links[pair] for pair in pairs(c)]) for name, c in found.circuits.items()}
    size = sum(map(abs, scores.values()))
    return {name: score / size for name, score in scores.items()}


@pytest.mark.parametrize("rho", [0.8, -0.8])
@pytest.mark.parametrize("day", [25.0, 47.0, 65.0, 83.0, 140.0, 220.0])
def test_the_shares_are_those_of_the_published_recipe_with_a_small_step(rho, day):
    step = 1e-4
    run = simulate(load=[(0, 0.3), (20, 0.9), (76, 0.3)], days=[day, day + step], person=Person(rho=rho))
    found = loops_over_time(run)
    k = run.scenario.person.numbers(run["load"][0], 0.0)
    before, now = (node_values(State(*state.tolist()), k) for state in run.states)
    for name, share in relative_scores(before, now, k, found).items():
        assert found[name][0] == pytest.approx(share, abs=1e-3)


@pytest.mark.parametrize("day", [3.0, 20.0, 60.0, 90.0])
def test_an_effect_that_builds_up_or_fades_counts_as_a_change_from_outside(day):
    step = 1e-4
    run = simulate(load=0.4, start="painful", days=[day, day + step], plan=[adaptogen(stop=84), painkiller(start=59.9)])
    found = loops_over_time(run)
    before, now = (loops(run, day=d) for d in run.days)
    k, k_now = (SimpleNamespace(**there.numbers) for there in (before, now))
    values = node_values(before.state, k), node_values(now.state, k_now)
    for name, share in relative_scores(*values, k, found, k_now).items():
        assert found[name][0] == pytest.approx(share, abs=1e-3)


def test_with_ever_smaller_steps_the_recipe_comes_ever_closer():
    misses = []
    for step in (0.02, 0.002):
        run = simulate(load=[(0, 0.3), (20, 0.9)], days=[47.0, 47.0 + step])
        found = loops_over_time(run)
        k = run.scenario.person.numbers(0.9, 0.0)
        before, now = (node_values(State(*state.tolist()), k) for state in run.states)
        recipe = relative_scores(before, now, k, found)
        misses.append(max(abs(found[name][0] - share) for name, share in recipe.items()))
    assert misses[1] < 0.15 * misses[0]


def test_the_paper_s_first_table_comes_out_of_the_recipe_used_here(monkeypatch):
    monkeypatch.setattr(eq, "pain", lambda N, P, k: 2 * N + P)  # z = 2x + y of the paper, in the place of pain
    usual = dict.fromkeys(NODES, 0.5)
    before, now = usual | {"nociception": 5.0, "sensitivity": 4.0}, usual | {"nociception": 7.0, "sensitivity": 5.0}
    scores = link_scores(before, now, Person().numbers(0.3))
    assert scores["nociception", "pain"] == pytest.approx(4 / 5)
    assert scores["sensitivity", "pain"] == pytest.approx(1 / 5)


def test_absolute_shares_add_up_to_one_whenever_something_changes(tipped):
    total = np.sum([np.abs(share) for share in tipped.shares.values()], axis=0)
    np.testing.assert_allclose(total[tipped.moving], 1.0, atol=1e-12)
    assert not tipped.moving[:20].any()
    assert tipped.moving[20:].all()
    assert np.isnan(total[:20]).all()


def test_what_a_state_does_by_itself_balances_and_every_loop_with_cortisol_letting_through_reinforces(tipped):
    for name, share in tipped.shares.items():
        sign = -1 if name.startswith("own ") else 1
        assert (sign * share[tipped.moving] >= 0).all()


def test_for_cortisol_that_restrains_its_loops_balance():
    found = loops_over_time(simulate(load=[(0, 0.3), (5, 0.9)], days=60, person=Person(rho=-0.8)))
    balancing = {name for name, circuit in found.circuits.items() if "cortisol" in circuit and len(circuit) > 1}
    assert {name[0] for name in balancing} == {"B"}
    for name in balancing:
        assert (found[name][found.moving] <= 0).all()


def test_while_it_tips_reinforcing_loops_drive_and_when_the_stressor_ends_balancing_ones(tipped):
    up = np.sum([np.maximum(share, 0) for share in tipped.shares.values()], axis=0)
    assert up[45:70].min() > 0.5
    assert up[77:90].max() < 0.5


def test_the_gains_of_a_day_are_those_of_the_loops_on_that_day():
    run = simulate(load=0.4, start="painful", days=60, plan=[adaptogen(), painkiller(start=20, stop=40)])
    found = loops_over_time(run)
    for day in (0, 15, 30, 60):
        there = loops(run, day=day)
        assert found.total_gain[day] == pytest.approx(there.total, abs=1e-13)
        for loop in there:
            assert found.gains[loop.name][day] == pytest.approx(loop.gain, abs=1e-13)


def test_a_day_has_the_same_shares_whatever_other_days_are_reported():
    scenario = simulate(load=0.4, start="painful", days=60, plan=[adaptogen()]).scenario
    daily, sparse = (loops_over_time(simulate(scenario.but(days=days))) for days in (60, [0, 13.5, 30, 60]))
    for name, share in sparse.shares.items():
        np.testing.assert_allclose(share[2:], daily[name][[30, 60]], rtol=1e-6, atol=1e-9)


def test_a_loop_through_an_arrow_that_is_cut_drives_nothing():
    found = loops_over_time(simulate(load=0.4, start="painful", days=60, plan=[cut("stress->cortisol", start=5)]))
    through = found.through("stress->cortisol")
    assert np.abs(through[30:]).max() < 1e-12
    assert (found["own cortisol"][30:] == 0.0).all()


def test_a_person_whose_cortisol_stands_still_has_shares_all_the_same():
    found = loops_over_time(simulate(load=[(0, 0.3), (5, 0.9)], days=60, person=Person(k_sc=0)))
    assert found.moving[6:].all()
    assert (found["own cortisol"][6:] == 0.0).all()


def test_the_shares_through_an_arrow_are_those_of_its_loops(tipped):
    by_hand = sum(share for name, share in tipped.shares.items() if tipped.circuits[name][:2] == ("pain", "tension"))
    np.testing.assert_allclose(tipped.through("pain->tension"), by_hand)
    np.testing.assert_allclose(tipped.through("load->stress"), 0.0)


def test_the_leading_loop_is_the_one_with_the_largest_share(tipped):
    leading = tipped.leading()
    assert leading[10] == ""
    for day in (30, 60, 90, 200):
        assert abs(tipped[leading[day]][day]) == max(abs(share[day]) for share in tipped.shares.values())


def test_results_are_read_only(tipped):
    with pytest.raises(ValueError, match="read-only"):
        tipped["R1"][0] = 1.0


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda found: found["R77"], "No loop is called 'R77'"),
        (lambda found: found.through("pain->stres"), "did you mean 'felt_pain->stress'"),
        (lambda found: loops_over_time("a run"), "give a run"),
    ],
)
def test_what_is_not_there_is_refused(tipped, call, told):
    with pytest.raises(InputError) as error:
        call(tipped)
    assert told in str(error.value)
