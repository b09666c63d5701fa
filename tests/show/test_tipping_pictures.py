"""Pictures and words of endings: what they say is in the results, and every figure carries its words."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import numpy as np
import pytest

import stresspain as sp
from stresspain.show.cobweb import cobweb, plot_cobweb
from stresspain.show.phase import phase_portrait, plot_phase_portrait
from stresspain.show.style import NOTE, new_axes
from stresspain.show.tipping_map_plot import plot_tipping_map
from stresspain.show.tipping_plots import plot_tipping_points


def texts(axes) -> str:
    """Everything that is written in a figure."""
    legend = axes.get_legend()
    keys = [t.get_text() for t in legend.get_texts()] if legend else []
    title = [axes.get_title(loc="left"), axes.get_xlabel(), axes.get_ylabel()]
    return "\n".join([*(t.get_text() for t in axes.texts), *title, *keys])


# --- words of rests -------------------------------------------------------------------------------


def test_two_endings_are_told_with_the_ridge_between_them_and_their_pace():
    found = sp.rests(load=0.4)
    said = found.explain()
    assert said.startswith("Two stable endings and a ridge between them.")
    for rest in found:
        assert f"{rest.felt_pain:.1f}" in said
        assert f"{rest.slowest_days:.0f} days" in said
    assert [len(found.endings), len(found.ridges), len(found)] == [2, 1, 3]


def test_one_ending_is_told_with_the_days_in_which_it_settles():
    (only,) = found = sp.rests(load=0.7)
    assert f"One stable ending, felt pain {only.felt_pain:.1f} of 10" in found.explain()
    assert f"settles in about {only.slowest_days:.0f} days" in found.explain()


def test_an_ending_that_swings_is_not_told_as_stable():
    restless = {
        "rho": -1, "k_sc": 1, "tau_c": 365, "tau_m": 0.5, "tau_i": 1, "tau_p": 1, "k_ls": 0.943, "k_qs": 2,
        "k_xi": 1.5, "k_si": 0.062, "w_i": 2, "w_x": 0.092, "g": 1.031, "k_sm": 1.364, "k_qm": 0.893,
        "p_half": 0.198, "x_half": 0.86,
    }  # fmt: skip
    said = sp.rests(restless, load=0.33).explain()
    assert said.startswith("No stable ending")
    assert "swinging" in said
    assert "no steady ending" in texts(plot_tipping_points(sp.tipping_points("load", person=restless))).replace(
        "\n", " "
    )


# --- diagrams -------------------------------------------------------------------------------------


def test_the_diagram_shows_each_tipping_point_at_its_place_with_its_number():
    found = sp.tipping_points("load")
    axes = plot_tipping_points(found)
    dots = [line.get_xydata()[0] for line in axes.lines if line.get_marker() == "o"]
    np.testing.assert_allclose(dots, [(p.value, p.felt_pain) for p in found.points])
    for point in found.points:
        assert f"{point.value:.4f}" in texts(axes)
    assert "two endings" in texts(axes)
    assert "ridge" in texts(axes)


def test_a_diagram_without_tipping_points_says_so():
    axes = plot_tipping_points(sp.tipping_points("k_sw", load=0.4))
    assert axes.get_title(loc="left") == "No tipping point"


def test_the_diagram_of_a_dose_has_its_unit_on_the_axis():
    found = sp.tipping_points("adaptogen", load=0.4, plan=sp.adaptogen())
    assert plot_tipping_points(found).get_xlabel() == "daily dose of adaptogen (mg/day)"
    assert plot_tipping_points(sp.tipping_points("tau_p", load=0.4)).get_xscale() == "log"


def test_the_map_shows_cusp_curves_and_where_the_person_is_now():
    found = sp.tipping_map("load", "g", size=(40, 40))
    axes = plot_tipping_map(found)
    assert "0.6814, 1.5746" in texts(axes)
    assert "now" in texts(axes)
    assert {"one ending,\ncalm", "two endings", "one ending,\npainful"} <= {t.get_text() for t in axes.texts}
    curve = max(axes.lines, key=lambda line: len(line.get_xdata()))
    np.testing.assert_array_equal(curve.get_xdata(), found.curves[0].x)


def test_areas_too_small_for_their_names_are_named_in_a_key():
    assert "two endings" in texts(plot_tipping_map(sp.tipping_map("load", "damage", size=(60, 60))))


# --- cobweb ---------------------------------------------------------------------------------------


def test_the_cobweb_tells_where_both_curves_meet_the_diagonal():
    alt = cobweb(load=0.4, plan=sp.adaptogen()).alt
    assert "With nothing taken the curve meets the diagonal at 0.6 (stable), 3.0 (unstable) and 5.9 (stable)" in alt
    assert "With adaptogen 600 mg a day (guide reading) the curve meets the diagonal at 0.4 (stable)" in alt


def test_the_staircase_leads_from_the_old_painful_rest_down_to_the_only_one_left():
    axes = plot_cobweb(load=0.4, plan=sp.adaptogen())
    stairs = next(line.get_xydata() for line in axes.lines if line.get_linewidth() == 1.0 and len(line.get_xdata()) > 2)
    assert stairs[0] == pytest.approx([5.949, 5.949], abs=1e-3)
    assert stairs[-1] == pytest.approx([sp.rests(load=0.4, plan=sp.adaptogen())[0].felt_pain] * 2, abs=0.01)
    on_curve = stairs[1::2]
    np.testing.assert_allclose(
        on_curve[:, 1], 10 * sp.return_map(on_curve[:, 0] / 10, load=0.4, plan=sp.adaptogen()), atol=1e-9
    )


# --- phase portrait -------------------------------------------------------------------------------


def test_the_portrait_tells_endings_ridge_and_divide():
    run = sp.simulate(load=0.4, start=[0.2, 1.1, 0.1, 0.1, 0.1], days=100)
    axes = plot_phase_portrait(load=0.4, runs=run)
    assert {"tension stands still", "sensitivity stands still", "ending", "ridge"} <= set(texts(axes).split("\n"))
    paths = [line.get_xydata() for line in axes.lines if len(line.get_xdata()) == len(run.days)]
    np.testing.assert_array_equal(paths[0], np.column_stack([run["tension"], run["sensitivity"]]))
    alt = phase_portrait(load=0.4, runs=[run]).alt
    ridge = sp.rests(load=0.4)[1].state
    assert f"a ridge (tension {ridge.tension:.2f}, sensitivity {ridge.sensitivity:.2f})" in alt
    assert "the whole model ends painful" in alt


def test_the_portrait_says_where_the_others_could_settle_in_more_ways():
    alt = phase_portrait("stress", "cortisol", load=0.4).alt
    assert "could settle in more than one way" in alt
    assert "the drawn lines do not meet there" in alt


@pytest.mark.parametrize("given", [{"runs": "x"}, {"runs": [1]}, {"x": "pain"}, {"x": "stress", "y": "stress"}])
def test_a_portrait_of_what_cannot_be_drawn_is_refused(given):
    with pytest.raises(sp.InputError):
        phase_portrait(**given)


# --- all of them ----------------------------------------------------------------------------------

PICTURES = {
    "diagram": lambda: sp.tipping_points("load").plot(),
    "map": lambda: sp.tipping_map("load", "g", size=(20, 20)).plot(),
    "cobweb": lambda: sp.cobweb(load=0.4),
    "portrait": lambda: sp.phase_portrait(load=0.7),
}


@pytest.mark.parametrize("name", PICTURES)
def test_every_picture_carries_its_words_and_the_note(name):
    picture = PICTURES[name]()
    assert "Illustrative, not clinical" in picture.alt
    assert NOTE in texts(picture.figure.axes[0])
    assert picture.figure.axes[0].get_xlabel()
    root = ET.fromstring(picture.render("svg"))
    assert root.get("aria-label") == picture.alt


def test_every_plot_function_draws_into_the_axes_it_is_given():
    for draw in (
        lambda ax: plot_tipping_points(sp.tipping_points("load"), ax=ax),
        lambda ax: plot_tipping_map(sp.tipping_map("load", "g", size=(10, 10)), ax=ax),
        lambda ax: plot_cobweb(load=0.4, ax=ax),
        lambda ax: plot_phase_portrait(load=0.7, ax=ax),
    ):
        axes = new_axes()
        assert draw(axes) is axes
