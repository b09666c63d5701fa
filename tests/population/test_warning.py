"""Early warning of a tipping point, and how often it cries wolf. Illustrative, not clinical."""

import numpy as np
import pytest

import stresspain as sp
from stresspain.population.rolling import rolling_lag_1, rolling_variance
from stresspain.population.warning import WINDOW


@pytest.fixture(scope="module")
def watched():
    return sp.early_warning(days=1095, replicates=200, seed=1)


def test_rolling_signals_are_those_of_each_window():
    records = np.random.default_rng(0).normal(size=(3, 40)).cumsum(axis=1)
    variance, lag = rolling_variance(records, 12), rolling_lag_1(records, 12)
    assert variance.shape == lag.shape == (3, 29)
    for i in (0, 13, 28):
        window = records[:, i : i + 12]
        assert variance[:, i] == pytest.approx(window.var(axis=1))
        pairs = [np.corrcoef(row[:-1], row[1:])[0, 1] for row in window]
        assert lag[:, i] == pytest.approx(pairs)


def test_the_load_rises_evenly_to_the_fold_and_twins_have_the_same_noise(watched):
    rising, staying = watched.load
    assert watched.fold == pytest.approx(0.5469, abs=5e-5)
    ramp = np.linspace(0.3, watched.fold, 1095)[::7]
    assert rising - staying == pytest.approx(np.broadcast_to(ramp - 0.3, rising.shape), abs=1e-12)
    assert (staying - 0.3).std() == pytest.approx(0.05, rel=0.02)
    assert np.abs(staying - 0.3).max() <= 0.05 * np.sqrt(3)


def test_at_the_fold_pain_has_not_yet_tipped_and_twins_stay_calm(watched):
    assert watched.pain.max() < 3
    assert watched.pain[1].mean() == pytest.approx(0.436, abs=0.02)
    assert watched.pain[0, :, -10:].mean() > 2 * watched.pain[1].mean()


def test_signals_rise_more_often_on_the_way_than_among_twins(watched):
    for signal in watched.signals:
        rates = watched.rates(signal)
        assert rates.hit_naive > rates.false_naive
        assert rates.hit_calibrated > rates.false_calibrated


def test_the_usual_test_cries_wolf_far_more_often_than_its_five_per_cent(watched):
    assert watched.rates("variance").false_naive > 0.2
    assert watched.rates("lag-1 autocorrelation").false_naive > 0.2


def test_calibrated_on_twins_the_alarm_is_rare_among_those_it_was_not_set_by(watched):
    rates = watched.rates("variance")
    tau = watched.trends["variance"][1, :, 0]
    assert np.mean(tau > rates.threshold) == pytest.approx(0.05, abs=0.005)
    assert rates.false_calibrated == pytest.approx(0.05, abs=0.06)
    assert rates.hit_calibrated < rates.hit_naive


def test_the_same_seed_gives_the_same_noise():
    one, two, other = (sp.early_warning(days=365, replicates=20, seed=s).pain for s in (3, 3, 4))
    assert np.array_equal(one, two)
    assert not np.array_equal(one, other)


def test_the_words_hold_the_false_alarm_rate_and_the_picture_the_words(watched):
    said = watched.explain()
    rates = watched.rates("variance")
    assert f"for {100 * rates.false_naive:.0f} % of the twins, who are on their way to nothing" in said
    assert "a rising signal proves little" in said
    picture = watched.plot()
    assert said in picture.alt
    assert "illustrative, not clinical" in [t.get_text() for t in picture.figure.axes[0].texts]


def test_windows_cover_their_share_of_the_record(watched):
    assert len(watched.window_ends) == len(watched.days) - round(WINDOW * len(watched.days)) + 1
    assert watched.window_ends[-1] == watched.days[-1]


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: sp.early_warning(noise=0.2), "would carry the load to between -0.046"),
        (lambda: sp.early_warning(noise=0), "noise = 0 lies outside 0.001"),
        (lambda: sp.early_warning(load=0.6), "Above load 0.6 this person has no tipping point"),
        (lambda: sp.early_warning({"g": 0}), "has no tipping point"),
        (lambda: sp.early_warning(days=100), "days = 100 lies outside 365"),
        (lambda: sp.early_warning(replicates=30.5), "replicates = 30.5 must be a whole number"),
    ],
)
def test_what_cannot_be_is_refused(call, says):
    with pytest.raises(sp.InputError) as error:
        call()
    assert says in str(error.value)


def test_an_unknown_signal_is_refused(watched):
    with pytest.raises(sp.InputError, match="'variance' or 'lag-1 autocorrelation'"):
        watched.rates("mean")
