"""How far an ending is from being lost."""

from __future__ import annotations

import math

import numpy as np
import pytest

from stresspain.cycle.distance import distance_to_tipping
from stresspain.cycle.rests import rests, rests_of
from stresspain.cycle.setting import setting
from stresspain.model.catalogue import adaptogen
from stresspain.model.errors import InputError
from stresspain.model.parameters import PARAMETERS


def test_the_distance_in_load_is_how_much_more_the_calm_ending_bears():
    found = distance_to_tipping("load", load=0.4)
    assert found.value == pytest.approx(0.546919628 - 0.4, abs=1e-8)
    assert (found.below, found.above.lost, found.ending) == (None, "above", "calm")
    assert "lost if load rises by 0.1469, to 0.5469. However far it falls, down to 0, that ending stays" in (
        found.explain()
    )


def test_the_painful_ending_is_lost_the_other_way():
    found = distance_to_tipping("load", load=0.4, start="painful")
    assert found.value == pytest.approx(0.232304292 - 0.4, abs=1e-8)
    assert found.above is None


def test_the_distance_in_dose_is_the_dose_that_takes_the_painful_ending_away():
    found = distance_to_tipping("dose", load=0.4, start="painful", plan=adaptogen(50))
    dose = 50 + found.value
    assert [len(rests(load=0.4, plan=adaptogen(dose + d))) for d in (-0.01, 0.01)] == [3, 1]
    assert "mg/day" in found.explain()


@pytest.mark.parametrize("start", ["calm", "painful"])
@pytest.mark.parametrize("name", [n for n in PARAMETERS if not n.startswith("tau_")])
def test_a_little_before_the_tipping_point_the_ending_is_still_there_and_a_little_beyond_it_is_gone(name, start):
    found = distance_to_tipping(name, load=0.4, start=start)
    where = setting([name], load=0.4)
    span = found.setting.open[0].high - found.setting.open[0].low
    for point, way in ((found.below, -1), (found.above, 1)):
        if point is None:
            continue
        before, beyond = (rests_of(where.at(point.value + way * d * span)).endings for d in (-1e-7, 1e-7))
        nearest = min(before, key=lambda rest: abs(rest.felt_pain - point.felt_pain))
        assert abs(nearest.felt_pain - point.felt_pain) < 0.1
        assert all(abs(rest.felt_pain - point.felt_pain) > 0.3 for rest in beyond)
        assert len(beyond) == len(before) - 1


def test_from_the_ending_to_where_it_is_lost_pain_changes_without_a_jump():
    found = distance_to_tipping("load", load=0.3)
    path = [rests(load=float(load))[0].felt_pain for load in np.linspace(0.3, found.above.value - 1e-6, 60)]
    assert np.diff(path).max() < 0.2
    assert path[-1] == pytest.approx(found.above.felt_pain, abs=0.02)


def test_an_ending_that_no_value_takes_away_is_said_to_stay():
    found = distance_to_tipping("k_sw", load=0.4)
    assert math.isnan(found.value)
    assert found.nearest is None
    assert found.to_dict()["distance"] is None
    assert "stays for every value between 0 and 3" in found.explain()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"start": "sad"}, "Use 'calm' or 'painful'"),
        ({"start": "painful", "load": 0.1}, "one ending only, felt pain 0.16 of 10"),
        ({"parameter": "k_qz"}, "did you mean"),
        ({"parameter": "strength"}, "The plan has nothing with a strength"),
    ],
)
def test_a_distance_that_does_not_exist_is_refused(given, said):
    with pytest.raises(InputError, match=said):
        distance_to_tipping(**given)
