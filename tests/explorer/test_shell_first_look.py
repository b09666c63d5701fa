"""What someone sees who opens the file cold, on a large screen, a phone or a projector."""

from __future__ import annotations

import re
from typing import Any

import pytest

import stresspain as sp
from stresspain.cli.explorer import OPENING
from stresspain.model.parameters import PARAMETERS
from stresspain.model.quantity import GRADES

pytestmark = [pytest.mark.needs_package("playwright"), pytest.mark.needs_program("chromium")]

CURVE = ".sp-strip-curve"


def mean_pain(page: Any) -> str:
    """Return what the tiles say of the mean."""
    return str(page.locator(".sp-tile dd span").nth(2).inner_text())


def reveal(page: Any) -> None:
    """Press the button that ends a guess."""
    page.get_by_role("button", name="Reveal", exact=True).click()


def test_the_opening_story_has_something_to_discover() -> None:
    run = sp.simulate(sp.library()[OPENING])
    load = sp.library()[OPENING].load
    assert (max(load.values), load.values[-1]) == (0.8, load.values[0])  # the load is as light as before
    assert run["felt_pain"][0] < 1 < 5 < run["felt_pain"][-1]  # the pain is not


def test_a_shipped_scenario_opens_as_the_story_it_is(open_explorer: Any) -> None:
    page = open_explorer(sp.library()[OPENING])
    assert page.locator(".sp-story h2").text_content() == sp.library()[OPENING].title
    assert page.get_by_label("Choose a scenario").input_value() == OPENING
    assert not page.get_by_text("You have changed this story").is_visible()
    page.get_by_role("slider", name="stressor load").press("ArrowRight")
    assert page.get_by_text("You have changed this story").is_visible()


def test_the_answer_hides_again_when_a_guess_begins(open_explorer: Any) -> None:
    page = open_explorer(sp.library()[OPENING])
    page.get_by_role("button", name="Show the answer").click()
    assert page.get_by_text("Answer:").is_visible()
    page.get_by_role("button", name="Predict first").click()
    assert not page.get_by_text("Answer:").is_visible()


def test_undo_after_a_reveal_asks_for_a_new_guess(open_explorer: Any) -> None:
    page = open_explorer(sp.library()[OPENING])
    page.get_by_role("slider", name="stressor load").press("End")
    page.get_by_role("button", name="Predict first").click()
    page.locator(".sp-predict input").nth(1).check(force=True)
    reveal(page)
    assert "Well seen" in page.locator(".sp-verdict").inner_text()
    page.get_by_role("button", name="Undo").click()
    assert page.locator(".sp-verdict").inner_text() == ""
    assert not page.locator(".sp-tiles").is_visible()


def test_what_is_undone_is_undone_in_the_field_that_is_typed_in(open_explorer: Any) -> None:
    page = open_explorer(sp.library()[OPENING])
    field = page.get_by_role("spinbutton", name="stressor load")
    before = mean_pain(page)
    field.fill("0.9")
    assert mean_pain(page) != before
    field.press("Control+z")
    page.wait_for_function("() => document.activeElement.type === 'number'")
    assert (field.input_value(), mean_pain(page)) == ("0.25", before)


def slowness(page: Any) -> Any:
    """Return the lowest slider there is, in sight."""
    page.get_by_text("How fast things move").click()
    slider = page.get_by_role("slider", name="how slowly pain sensitivity moves")
    slider.scroll_into_view_if_needed()
    return slider


def test_on_a_phone_a_small_curve_shows_what_a_slider_far_down_does(open_explorer: Any) -> None:
    page = open_explorer(sp.library()[OPENING], width=360)
    assert not page.locator(CURVE).is_visible()
    slider = slowness(page)
    page.locator(CURVE).wait_for()
    line = page.locator(".sp-strip-now")
    before = line.get_attribute("points")
    slider.press("Home")
    assert line.get_attribute("points") != before
    page.get_by_role("button", name="Predict first").evaluate("n => n.click()")
    assert not page.locator(CURVE).is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("width", [800, 1280])
def test_where_there_is_room_the_settings_scroll_beside_the_curve(open_explorer: Any, width: int) -> None:
    page = open_explorer(sp.library()[OPENING], width=width)
    slowness(page)
    assert page.locator(".sp-plot-pain").evaluate("n => n.getBoundingClientRect().bottom > 150")
    assert not page.locator(CURVE).is_visible()


def test_illustrative_not_clinical_stays_on_a_phone_however_far_one_scrolls(open_explorer: Any) -> None:
    page = open_explorer(width=360)
    for far in (0, 0.2, 0.5, 1):
        page.evaluate("far => scrollTo(0, far * document.documentElement.scrollHeight)", far)
        page.wait_for_function(
            """() => [".sp-banner", ".sp-strip-banner"].some((name) => {
                const box = document.querySelector(name).getBoundingClientRect();
                return box.height > 10 && box.top >= 0 && box.bottom <= innerHeight;
            })"""
        )


def test_the_projector_mode_fills_the_screen_with_larger_type_until_one_leaves_it(open_explorer: Any) -> None:
    page = open_explorer()
    look = """[document.fullscreenElement !== null,
        parseFloat(getComputedStyle(document.querySelector(".sp-app")).fontSize)]"""
    whole, usual = page.evaluate(look)
    assert not whole
    page.get_by_role("button", name="Projector").click()
    page.wait_for_function("() => document.querySelector('.sp-app[data-projector]') && document.fullscreenElement")
    assert page.evaluate(look)[1] > 1.25 * usual
    page.evaluate("document.exitFullscreen()")  # what Escape does
    page.wait_for_function("() => !document.querySelector('.sp-app[data-projector]')")
    assert page.evaluate(look) == [False, usual]


def test_side_by_side_the_present_is_the_one_that_is_shown(open_explorer: Any) -> None:
    page = open_explorer(sp.library()["early_start"])
    page.get_by_role("button", name="Keep as A").click()
    page.get_by_role("radio", name="trials").check(force=True)
    page.get_by_role("button", name="Keep as B").click()
    rows = page.locator(".sp-frozen tbody tr")
    for at, name in enumerate("AB"):
        page.get_by_role("button", name=f"Show {name}").click()
        assert rows.nth(2).locator("td").all_inner_texts() == rows.nth(at).locator("td").all_inner_texts()
    assert page.evaluate("document.activeElement.textContent") == "Show B"


@pytest.mark.parametrize("load", ["0.25", "0.3"])
def test_the_gap_between_two_settings_is_that_of_the_figures_beside_it(open_explorer: Any, load: str) -> None:
    page = open_explorer(sp.library()[OPENING])
    page.get_by_role("button", name="Keep as A").click()
    page.get_by_role("spinbutton", name="stressor load").fill(load)
    page.get_by_label("level").nth(1).fill(load)
    page.get_by_role("button", name="Add it").click()
    page.get_by_role("button", name="Keep as B").click()
    said = page.locator("section:has(.sp-frozen) [role=status]").inner_text()
    found = re.search(r"ends ([\d.]+) points lower \(([\d.]+) against ([\d.]+) of 10\)", said)
    assert found
    gap, low, high = map(float, found.groups())
    assert gap == pytest.approx(high - low)


def test_a_reveal_brings_the_whole_curve_into_sight(open_explorer: Any) -> None:
    page = open_explorer(sp.library()[OPENING])
    page.set_viewport_size({"width": 1280, "height": 620})
    page.get_by_role("button", name="Predict first").click()
    reveal(page)
    page.wait_for_function(
        """() => {
            const box = document.querySelector(".sp-plot-pain").getBoundingClientRect();
            return box.top >= 0 && box.bottom <= innerHeight;
        }"""
    )


def test_a_curve_that_has_not_changed_is_no_ghost(open_explorer: Any) -> None:
    page = open_explorer(sp.library()[OPENING])
    before = page.get_by_role("spinbutton", name="stressor load")
    before.fill("0.9")
    assert "before" in page.locator(".sp-readout").inner_text()
    page.get_by_role("button", name="Keep as A").click()
    before.fill("0.3")
    page.get_by_role("button", name="Show A").click()
    assert "before" in page.locator(".sp-readout").inner_text()
    page.get_by_role("button", name="Show A").click()  # what is shown already
    assert "before" not in page.locator(".sp-readout").inner_text()


def test_every_number_of_the_person_says_its_meaning_range_and_how_well_it_is_founded(open_explorer: Any) -> None:
    page = open_explorer()
    page.evaluate("() => document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    told = page.locator(".sp-zone-controls .sp-slider").evaluate_all(
        """(sliders) => Object.fromEntries(sliders.map((slider) => {
            const grade = slider.querySelector(".sp-grade");
            grade.click();
            const name = slider.querySelector("code").textContent;
            const words = slider.querySelector("label").textContent.slice(0, -name.length).trim();
            const low = Number(slider.querySelector(".sp-number").min);
            return [name, [words, low, grade.className, slider.querySelector("p.sp-small").textContent]];
        }))"""
    )
    assert set(told) == set(PARAMETERS)
    for name, (meaning, low, grade, about) in told.items():
        q = PARAMETERS[name]
        assert (meaning, low) == (q.meaning, q.low)
        assert q.grade in grade
        assert about == f"{'. '.join(filter(None, (GRADES[q.grade], q.source)))}."


@pytest.mark.parametrize("still", [True, False])
def test_nothing_moves_by_itself_for_readers_who_want_it_still(open_explorer: Any, still: bool) -> None:
    page = open_explorer(still=still)
    page.locator(".sp-arrow-line").first.wait_for()
    moving = page.locator(".sp-app *").evaluate_all(
        "(all) => all.filter((one) => parseFloat(getComputedStyle(one).transitionDuration) > 0).length"
    )
    assert (moving == 0) == still


def test_a_wide_window_does_not_scroll_as_a_whole(open_explorer: Any) -> None:
    page = open_explorer(sp.library()[OPENING], width=1366)
    assert page.evaluate("document.documentElement.scrollHeight - innerHeight") == 0
