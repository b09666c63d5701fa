"""The bars of the explorer: whole days, never an impossible plan, and the arrow keys do all that the pointer does."""

from __future__ import annotations

from typing import Any

import pytest

from stresspain.exchange.scenario_text import scenario_of_text
from stresspain.model.catalogue import adaptogen, movement
from stresspain.simulation.scenario import Scenario, scenario

pytestmark = pytest.mark.needs_program("chromium")


def shown(page: Any) -> Scenario:
    """Return the scenario on the screen, by the link that the page copies."""
    page.evaluate("navigator.clipboard.writeText('')")
    page.get_by_role("button", name="Copy link").click()
    page.wait_for_function("() => navigator.clipboard.readText().then((text) => text.includes('#sp'))")
    return scenario_of_text(page.evaluate("navigator.clipboard.readText()").split("#")[1])


def courses(page: Any, name: str = "adaptogen") -> list[tuple[float, float, float]]:
    taken = next(each for each in shown(page).plan if each.name == name)
    return [tuple(course) for course in taken.courses.taken]


def handle(page: Any, name: str) -> Any:
    return page.get_by_role("slider", name=name, exact=True)


def drag(page: Any, name: str, days: float, of: float) -> None:
    """Drag a handle by days over the track, which shows `of` days."""
    width = page.locator(".sp-tl-track").first.bounding_box()["width"]
    handle(page, name).scroll_into_view_if_needed()
    box = handle(page, name).bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + days / of * width, y, steps=8)
    page.mouse.up()


def test_dragging_the_end_of_a_bar_moves_the_day_it_stops(open_explorer: Any) -> None:
    page = open_explorer(scenario(load=0.4, days=200, plan=[adaptogen(stop=84)]))
    drag(page, "adaptogen: stop", 40, of=200)
    assert courses(page) == [(0.0, 124.0, 600.0)]


def test_dragging_a_bar_moves_the_whole_course(open_explorer: Any) -> None:
    page = open_explorer(scenario(load=0.4, days=200, plan=[adaptogen(start=20, stop=60)]))
    drag(page, "adaptogen: move the course", 30, of=200)
    assert courses(page) == [(50.0, 90.0, 600.0)]


def test_arrow_keys_move_both_ends_by_days_and_weeks(open_explorer: Any) -> None:
    page = open_explorer(scenario(load=0.4, days=200, plan=[adaptogen(start=10, stop=84)]))
    handle(page, "adaptogen: stop").focus()
    for key in ("ArrowRight", "ArrowRight", "PageUp"):
        page.keyboard.press(key)
    assert handle(page, "adaptogen: stop").get_attribute("aria-valuetext") == "day 93"
    handle(page, "adaptogen: start").focus()
    page.keyboard.press("ArrowLeft")
    assert courses(page) == [(9.0, 93.0, 600.0)]
    handle(page, "adaptogen: stop").focus()
    page.keyboard.press("End")
    assert handle(page, "adaptogen: stop").get_attribute("aria-valuetext") == "for good"


def test_a_course_never_runs_into_the_next_one_and_the_page_says_why(open_explorer: Any) -> None:
    page = open_explorer(scenario(load=0.4, days=200, plan=[adaptogen(on=40, off=10, stop=90)]))
    handle(page, "adaptogen 1: stop").focus()
    for key in ("PageUp", "PageUp"):
        page.keyboard.press(key)
    assert "overlap" in page.locator(".sp-tl-status").inner_text()
    assert courses(page) == [(0.0, 50.0, 600.0), (50.0, 90.0, 600.0)]


def test_keys_pressed_before_a_frame_is_drawn_all_count(open_explorer: Any) -> None:
    page = open_explorer(scenario(load=0.4, days=200, plan=[adaptogen(start=10, stop=84)]))
    handle(page, "adaptogen: stop").focus()
    page.evaluate(
        """() => {
            const app = document.querySelector(".sp-app") ?? document.body;
            const at = app.getRootNode().activeElement ?? document.activeElement;
            for (let i = 0; i < 5; i += 1) {
                at.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true, cancelable: true }));
            }
        }"""
    )
    assert courses(page) == [(10.0, 89.0, 600.0)]


def test_a_course_lasts_a_day_at_least(open_explorer: Any) -> None:
    page = open_explorer(scenario(load=0.4, days=200, plan=[adaptogen(start=30, stop=60)]))
    handle(page, "adaptogen: stop").focus()
    page.keyboard.press("Home")
    assert "one day" in page.locator(".sp-tl-status").inner_text()
    assert courses(page) == [(30.0, 31.0, 600.0)]


def test_a_break_parts_a_course_and_can_be_taken_back(open_explorer: Any) -> None:
    page = open_explorer(scenario(load=0.4, days=200, plan=[movement(start=20, stop=90)]))
    page.get_by_role("button", name="movement: Add a break").click()
    assert courses(page, "movement") == [(20.0, 48.0, 0.15), (62.0, 90.0, 0.15)]
    page.get_by_role("button", name="movement: Remove breaks").click()
    assert courses(page, "movement") == [(20.0, 90.0, 0.15)]


def test_many_courses_have_three_handles_in_all(open_explorer: Any) -> None:
    page = open_explorer(scenario(load=0.4, days=200, plan=[adaptogen(on=5, off=2, stop=140)]))
    page.locator(".sp-tl-handle").first.wait_for()
    assert page.locator(".sp-tl-handle").count() == 3
    handle(page, "adaptogen: move the course").focus()
    page.keyboard.press("PageUp")
    moved = courses(page)
    assert moved[0][:2] == (7.0, 12.0)
    assert len(moved) == 20
    handle(page, "adaptogen: stop").focus()
    page.keyboard.press("PageDown")
    assert courses(page)[-1][1] <= 140.0


def test_whatever_is_dragged_the_plan_stays_possible(open_explorer: Any, core: Any) -> None:
    page = open_explorer(scenario(load=0.4, days=100, plan=[adaptogen(on=20, off=5, stop=70)]))
    for name in ("adaptogen 1: stop", "adaptogen 2: move the course", "adaptogen 3: start", "adaptogen 1: start"):
        for days in (-300, 33, 300):
            drag(page, name, days, of=100)
        found = core("core.check(given)", shown(page).to_dict())
        assert found["ok"], found
        assert not page.get_by_role("alert").is_visible()
