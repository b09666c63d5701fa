"""Which number matters over ranges: Sobol indices with known answers. Illustrative, not clinical."""

import numpy as np
import pytest

import stresspain as sp
from stresspain.population.saltelli import ALLOWED, sampled
from stresspain.population.sobol_results import SETTLED
from stresspain.show.number_words import verdict

MILD = sp.scenario(load=0.2, days=20)


def test_numbers_that_do_nothing_get_nothing_and_the_one_that_does_gets_all():
    # From a calm start under a steady load nothing moves, however slowly.
    found = sp.sobol({"load": (0.1, 0.3), "tau_p": (10, 60), "tau_s": (1, 9)}, MILD, outcome="last", n=256)
    assert found.total[1:] == pytest.approx(0, abs=1e-12)
    assert found.first[1:] == pytest.approx(0, abs=1e-12)
    assert found.total[0] == pytest.approx(1, abs=0.05)
    assert found.first[0] == pytest.approx(1, abs=0.05)
    assert found.order[0] == 0


def test_two_numbers_that_enter_as_a_product_share_as_the_product_says():
    # Pain answers to k_ls L alone; over ranges of the same proportions both have equal shares.
    found = sp.sobol({"load": (0.1, 0.3), "k_ls": (0.3, 0.9)}, MILD, outcome="last", n=1024)
    assert found.total[0] == pytest.approx(found.total[1], abs=0.02)
    assert found.first[0] == pytest.approx(found.first[1], abs=0.02)
    low, high = found.first_interval.T
    assert (low < found.first).all()
    assert (found.first < high).all()


def test_the_share_alone_is_the_variance_of_the_mean_given_that_number():
    ranges = {"load": (0.2, 0.5), "g": (2.0, 5.0)}
    found = sp.sobol(ranges, sp.scenario(days=60), outcome="last", n=2048)
    crowd = sp.people(40_000, seed=3, spread=ranges)
    pain = sp.simulate_many(crowd, sp.scenario(days=60), outcomes=["last"])["last"]
    for i, name in enumerate(ranges):
        place = np.argsort(crowd[name])
        means = pain[place].reshape(100, -1).mean(axis=1)
        assert found.first[i] == pytest.approx(means.var() / pain.var(), abs=0.03)
    assert found.mean == pytest.approx(pain.mean(), rel=0.01)
    assert found.variance == pytest.approx(pain.var(), rel=0.05)


def test_the_same_seed_gives_the_same_indices_and_another_does_not():
    first, again, other = (sp.sobol(["load", "g"], MILD, n=64, seed=s) for s in (5, 5, 6))
    assert np.array_equal(first.total, again.total)
    assert np.array_equal(first.total_interval, again.total_interval)
    assert not np.array_equal(first.total, other.total)


def test_half_of_the_sample_is_the_smaller_sample_of_the_same_seed():
    found, smaller = (sp.sobol(["load", "g"], MILD, n=n, seed=2) for n in (64, 32))
    assert found.half_total == pytest.approx(smaller.total, rel=1e-12)
    assert found.half_first == pytest.approx(smaller.first, rel=1e-12)
    assert found.moved == pytest.approx(np.abs([found.first - smaller.first, found.total - smaller.total]).max())


def test_more_samples_settle_what_few_do_not_and_the_verdict_says_so():
    few, many = (sp.sobol({"load": (0, 0.5), "g": (0, 5)}, MILD, outcome="last", n=n) for n in (16, 4096))
    assert not few.settled
    assert "not settled" in verdict(few)
    assert "Use a larger n, such as 64" in verdict(few)
    assert many.settled
    assert many.moved <= SETTLED
    assert verdict(many).startswith("The indices are settled")
    assert many.runs == 4096 * 4


def test_whole_declared_ranges_are_taken_where_none_is_given_and_steps_stay_inside():
    stepping = sp.scenario(load=[(0, 0.3), (5, 0.9), (9, 0.1)], days=12)
    found = sp.sobol({"load": None, "k_qs": None}, stepping, n=16)
    assert found.ranges["k_qs"] == (0, 2)
    assert found.ranges["load"] == pytest.approx((0.2, 0.9))


def test_base_samples_without_an_answer_are_replaced_and_counted():
    painful = sp.scenario(start="painful", days=5)
    ranges = {"load": (0.2315, 0.5), "tau_s": (2.0, 4.0)}
    found = sp.sobol(ranges, painful, outcome="last", n=512)
    assert 0 < found.replaced <= ALLOWED * 512
    assert np.isfinite(found.total).all()
    assert f"{found.replaced} of 512 base samples had a run without an answer" in found.explain()
    assert found.runs == (512 + found.replaced) * 4


def test_too_many_without_an_answer_are_refused():
    with pytest.raises(sp.InputError, match="more than 1% would have to be replaced"):
        sp.sobol({"load": (0.1, 0.5), "k_qs": (0.3, 0.9)}, sp.scenario(start="painful", days=5), n=64)


def test_runs_that_keep_failing_end_it(monkeypatch):
    calls = []

    def never(rows):
        calls.append(len(rows))
        values = np.ones(len(rows))
        values[:: len(rows) if len(calls) == 1 else 1] = np.nan
        return values

    with pytest.raises(sp.RunError, match="still lack an answer"):
        sampled(never, 2, 128, 0, "mean")


def test_the_picture_and_the_words_hold_the_verdict_and_the_note():
    found = sp.sobol(["load", "g", "k_qs"], MILD, n=16)
    picture = found.plot()
    assert found.explain() in picture.alt
    assert verdict(found) in found.explain()
    assert "Every run had an answer." in found.explain()
    assert "illustrative, not clinical" in [t.get_text() for t in picture.figure.axes[0].texts]
    assert str(found).splitlines()[2].split()[0] == found.parameters[found.order[0]]


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: sp.sobol(["g"]), "name at least two parameters"),
        (lambda: sp.sobol(["g", "g"]), "each once"),
        (lambda: sp.sobol("g"), "give names such as"),
        (lambda: sp.sobol(["g", "k_qz"]), "No parameter is called 'k_qz'"),
        (lambda: sp.sobol({"g": (1, 12), "k_qs": None}), "g = 12 lies outside 0 to 10"),
        (lambda: sp.sobol({"g": (4, 2), "k_qs": None}), "g from 4 to 2 must rise"),
        (lambda: sp.sobol({"g": 4, "k_qs": None}), "is not a range. Give a pair"),
        (lambda: sp.sobol({"load": (0, 1.2), "g": None}, sp.scenario(load=[(0, 0.3), (5, 0.9)])), "within 0 to 0.9"),
        (
            lambda: sp.sobol(["g", "k_qs"], n=1000),
            "n = 1000 must be a power of 2, or the sequence is unbalanced. Use n = 1024",
        ),
        (lambda: sp.sobol(["g", "k_qs"], n=8), "n = 8 lies outside 16"),
        (lambda: sp.sobol(["g", "k_qs"], seed=1.5), "seed = 1.5 must be a whole number"),
        (lambda: sp.sobol(["g", "k_qs"], outcome="meen"), "'mean'"),
        (lambda: sp.sobol(["tau_s", "tau_p"], MILD, outcome="last", n=16), "no variance to share"),
        (lambda: sp.sobol(["load", "g"], MILD, outcome="recovery_day", n=16), "has no value in some run"),
    ],
)
def test_what_cannot_be_is_refused(call, says):
    with pytest.raises(sp.InputError) as error:
        call()
    assert says in str(error.value)
