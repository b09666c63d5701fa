"""Two numbers at once: cusps of the model's table, fold curves that are folds, and a map that counts right."""

from __future__ import annotations

import numpy as np
import pytest

from stresspain.cycle import tipping_map as module
from stresspain.cycle.rests import PAINFUL, rests_of
from stresspain.cycle.setting import setting
from stresspain.cycle.tipping import tipping_points
from stresspain.cycle.tipping_map import KINDS, tipping_map
from stresspain.model.catalogue import adaptogen
from stresspain.model.errors import InputError, RunError

RESTLESS = {
    "rho": -1, "k_sc": 1, "tau_c": 365, "tau_s": 3, "tau_m": 0.5, "tau_i": 1, "tau_p": 1, "k_ls": 0.943, "k_qs": 2,
    "k_xi": 1.5, "k_si": 0.062, "w_i": 2, "w_x": 0.092, "g": 1.031, "k_sm": 1.364, "k_qm": 0.893, "p_half": 0.198,
    "x_half": 0.86,
}  # fmt: skip


@pytest.mark.parametrize(
    ("y", "load", "value"), [("g", 0.68139, 1.57465), ("k_qm", 0.74343, 0.15616), ("w_x", 1.00321, 0.22640)]
)
def test_the_cusps_are_those_of_the_models_table(y, load, value):
    found = tipping_map("load", y, size=(30, 30))
    (cusp,) = found.cusps
    assert (round(cusp.x, 5), round(cusp.y, 5)) == (load, value)
    assert cusp.residual < 1e-10
    # Beside the cusp there is a window with two endings, beyond it none.
    ways = [tipping_points("load", person={y: value * factor}).folds for factor in (0.99, 1.01)]
    assert sorted(map(len, ways)) == [0, 2]
    assert max(ways, key=len) == pytest.approx([cusp.x] * 2, abs=0.01)


@pytest.mark.parametrize("y", ["k_qs", "damage"])
def test_there_is_no_cusp_in_range_for_load_with_pain_to_stress_or_with_damage(y):
    found = tipping_map("load", y, size=(30, 30))
    assert found.cusps == ()
    assert "there is no cusp" in found.explain()


MAPS = [
    ("load", "g", {}),
    ("g", "load", {}),
    ("k_sw", "k_qw", {"load": 0.55}),
    ("k_xi", "w_i", {}),
    ("k_ls", "load", {}),
    ("rho", "load", {}),
    ("tau_s", "load", {}),
    ("tau_s", "tau_p", {"load": 0.4}),
    ("load", "adaptogen", {"plan": adaptogen()}),
    ("load", "k_qs", {"person": {"m_rest": 0, "k_si": 1, "w_i": 2}}),
    ("k_sw", "k_qs", {"load": 0, "person": {"m_rest": 0, "k_si": 1, "w_i": 2}}),
    ("k_sw", "k_qw", {"load": 0.5469, "within": ((0.75, 0.85), (0.75, 0.85))}),
    ("load", "k_sm", {"person": {"rho": -0.6}}),
    ("load", "k_ls", {"person": {"rho": -0.6}}),
    ("g", "tau_c", {"person": RESTLESS, "load": 0.33}),
]


@pytest.mark.parametrize(("x", "y", "given"), MAPS, ids=[f"{x} {y} {' '.join(given)}" for x, y, given in MAPS])
def test_the_map_names_at_every_point_looked_at_the_endings_that_a_search_of_rests_finds(x, y, given):
    found = tipping_map(x, y, size=(41, 37), **given)
    rng = np.random.default_rng(7)
    for i, j in zip(rng.integers(41, size=80), rng.integers(37, size=80), strict=True):
        endings = rests_of(found.setting.at(float(found.x[i]), float(found.y[j]))).endings
        kind = {0: 3, 1: 2 if endings and endings[0].felt_pain >= PAINFUL else 0}.get(len(endings), 1)
        assert found.kinds[j, i] == kind, (found.x[i], found.y[j])


def test_the_shares_add_up_and_the_map_turned_over_is_the_same_map():
    one, other = tipping_map("load", "g", size=(60, 50)), tipping_map("g", "load", size=(50, 60))
    assert sum(one.shares.values()) == pytest.approx(1)
    assert (one.kinds == other.kinds.T).all()
    assert (one.cusps[0].x, one.cusps[0].y) == pytest.approx((other.cusps[0].y, other.cusps[0].x), abs=1e-9)


@pytest.mark.parametrize(("x", "y"), [("load", "g"), ("k_sw", "load"), ("tau_s", "load"), ("rho", "load")])
def test_every_point_of_a_fold_curve_is_a_fold_and_every_fold_of_a_row_lies_on_a_curve(x, y):
    found = tipping_map(x, y, size=(20, 20))
    assert found.residual < 1e-10
    for value in np.linspace(found.y[0], found.y[-1], 7)[1:-1]:
        row = setting([x, y]).held(1, float(value))
        folds = tipping_points(x, person=row.person, load=row.load).folds
        near = [_crossings(curve, value) for curve in found.curves]
        expected = sorted(v for crossed in near for v in crossed)
        if x == "tau_s":
            assert folds == ()
        else:
            assert folds == pytest.approx(expected, abs=2e-3 * (found.x[-1] - found.x[0]))


def _crossings(curve, value: float) -> list[float]:
    """Where a curve passes a value of y, read off between its points."""
    away = curve.y - value
    i = np.flatnonzero(away[:-1] * away[1:] < 0)
    share = away[i] / (away[i] - away[i + 1])
    return (curve.x[i] + share * (curve.x[i + 1] - curve.x[i])).tolist()


def test_fold_curves_end_at_the_edge_of_the_map_and_nowhere_else():
    for x, y in [("load", "g"), ("load", "k_qs"), ("k_sw", "load"), ("x_half", "p_half")]:
        found = tipping_map(x, y, size=(20, 20))
        for curve in found.curves:
            for i in (0, -1):
                edges = [curve.x[i] - found.x[0], curve.x[i] - found.x[-1], curve.y[i] - found.y[0]]
                assert min(map(abs, [*edges, curve.y[i] - found.y[-1]])) < 1e-9


def test_a_fold_curve_that_no_row_crosses_is_found_all_the_same():
    assert len(tipping_map("k_sw", "load", size=(2, 2)).curves) == 2


def test_a_fold_curve_turns_little_from_one_point_to_the_next_also_through_its_cusp():
    (curve,) = tipping_map("load", "g", size=(20, 20)).curves
    steps = np.diff(np.column_stack((curve.x / 1.5, curve.y / 10, curve.felt_pain / 10)), axis=0)
    steps /= np.linalg.norm(steps, axis=1)[:, None]
    assert (np.sum(steps[1:] * steps[:-1], axis=1) > 0.97).all()


def test_where_cortisol_restrains_too_late_the_map_has_a_place_without_a_steady_ending():
    found = tipping_map("tau_c", "load", person=RESTLESS, size=(30, 30))
    assert found.shares[KINDS[3]] > 0.01
    assert "no steady ending" in found.explain()


def test_a_map_that_disagrees_with_the_search_of_rests_is_an_error_and_not_a_result(monkeypatch):
    counted = module.count_rows
    monkeypatch.setattr(module, "count_rows", lambda *given: _one_more(counted(*given)))
    with pytest.raises(RunError, match="but the map says"):
        tipping_map("load", "g", size=(10, 10))


def _one_more(rows):
    """Count an ending too many everywhere."""
    return rows._replace(endings=rows.endings + 1)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"x": "load", "y": "load"}, "needs two different numbers"),
        ({"x": "load", "y": "k_qz"}, "did you mean"),
        ({"within": ((0, 2), None)}, "inside 0 to 1.5"),
        ({"within": (None, (0, 20))}, "inside 0 to 10"),
        ({"size": (1, 10)}, "2 to 1000 points"),
        ({"size": 10}, "not a pair of whole numbers"),
        ({"size": (10.5, 10)}, "not a pair of whole numbers"),
    ],
)
def test_a_map_of_what_cannot_be_mapped_is_refused(given, said):
    with pytest.raises(InputError, match=said):
        tipping_map(**given)


def test_part_of_the_ranges_gives_that_part_of_the_map():
    part = tipping_map("load", "g", within=((0.6, 0.8), (1, 2)), size=(21, 21))
    assert part.x[[0, -1]] == pytest.approx([0.6, 0.8])
    assert part.cusps[0].x == pytest.approx(0.68139, abs=1e-5)
