"""Results are values: pickled, they reach another process and are the same there. Illustrative, not clinical."""

import pickle
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

import stresspain as sp

BASE = sp.scenario(load=0.4, start=[0.3, 1.2, 0.3, 0.2, 0.2], days=30)
WHO = sp.people(20, seed=1, spread=0.1)
DIARY = sp.pain_diary(BASE, noise=0.4)

RESULTS = {
    "Run": lambda: sp.simulate(BASE),
    "Comparison": lambda: sp.compare({"as it is": sp.simulate(BASE), "less": sp.simulate(BASE.but(load=0.2))}),
    "Ensemble": lambda: sp.simulate_many(WHO, BASE, outcomes=["last"], days=[0, 30]),
    "Summary": lambda: sp.simulate_many(WHO, BASE, outcomes=["last"]).summary(),
    "PainDiary": lambda: DIARY,
    "Fit": lambda: sp.fit(DIARY, parameters=["k_qs"], scenario=BASE),
    "Profile": lambda: sp.fit(DIARY, parameters=["k_qs"], scenario=BASE).profile("k_qs"),
    "Recovery": lambda: sp.recovery(BASE, parameters=["k_qs"], diaries=2),
    "Trial": lambda: sp.trial("flares", n=20, seed=1),
    "Twins": lambda: sp.trial("flares", n=20, seed=1, crn=True),
    "Power": lambda: sp.power("flares", [10], replicates=5),
    "Verdicts": lambda: sp.verdicts({"as it is": sp.DESIGNS["flares"]}, replicates=5),
    "Readings": lambda: sp.compare_readings(BASE.but(plan=sp.adaptogen(600))),
    "AgainstTrials": sp.against_trials,
    "Loops": lambda: sp.loops(load=0.4),
    "LoopsOverTime": lambda: sp.loops_over_time(sp.simulate(BASE)),
}


@pytest.mark.parametrize("name", RESULTS)
def test_a_result_comes_out_of_a_pickle_as_it_went_in(name):
    result = RESULTS[name]()
    again = pickle.loads(pickle.dumps(result))
    assert type(again) is getattr(sp, name)
    assert (repr(again), str(again)) == (repr(result), str(result))
    if hasattr(result, "explain"):
        assert again.explain() == result.explain()


def test_a_mapping_in_a_result_is_still_read_only_after_the_journey():
    again = pickle.loads(pickle.dumps(DIARY))
    with pytest.raises(TypeError):
        again.columns["felt_pain"] = None


def test_a_trial_can_be_held_in_another_process():
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        there = pool.submit(sp.trial, "flares", n=20, seed=1).result()
    assert there.explain() == sp.trial("flares", n=20, seed=1).explain()
