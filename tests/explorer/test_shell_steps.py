"""A load that changes, edited row by row: what the rows say is what is solved, whatever is typed or taken away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from stresspain.exchange.scenario_text import scenario_of_text
from stresspain.model.catalogue import adaptogen
from stresspain.simulation.scenario import Scenario, scenario

pytestmark = [pytest.mark.needs_package("playwright"), pytest.mark.needs_program("chromium")]

Open = Callable[..., Any]

ROW = ".sp-zone-controls .sp-row:has(> .sp-field)"
BUSY = scenario(load=[(0, 0.25), (20, 0.8), (55, 0.3)], days=365)


def solved(page: Any) -> Scenario:
    """Return the scenario on the screen, by the word behind the link that is copied."""
    page.get_by_role("button", name="Copy link").click()
    page.get_by_text("Link copied.").first.wait_for()
    return scenario_of_text(page.evaluate("navigator.clipboard.readText()").partition("#")[2])


def rows(page: Any) -> list[tuple[float, float]]:
    """Return what the rows of the load say, in their order."""
    read = "(rows) => rows.map((row) => [...row.querySelectorAll('input')].map((field) => field.valueAsNumber))"
    return [(day, level) for day, level in page.locator(ROW).evaluate_all(read)]


def days(page: Any, row: int) -> Any:
    return page.locator(ROW).nth(row).get_by_label("from day")


def retype(page: Any, field: Any, text: str) -> None:
    """Type over a number key by key, each of them an entry of its own."""
    field.focus()
    field.select_text()
    page.keyboard.type(text, delay=30)
    page.wait_for_timeout(60)


def steps_of(given: Scenario) -> list[tuple[float, float]]:
    return list(zip(given.load.days, given.load.values, strict=True))


def test_a_change_that_is_removed_leaves_the_rows_and_the_focus_stays_near(open_explorer: Open) -> None:
    page = open_explorer(BUSY)
    page.get_by_role("button", name="Remove the change on day 20").press("Enter")
    page.wait_for_timeout(60)
    assert rows(page) == [(55, 0.3)]
    page.keyboard.press("Enter")  # the focus is on the next row's button
    page.wait_for_timeout(60)
    assert rows(page) == []
    assert page.evaluate("document.activeElement.textContent") == "Add a change of load"
    assert solved(page).load.values == (0.25,)


def test_a_day_that_is_typed_past_another_change_keeps_both(open_explorer: Open) -> None:
    page = open_explorer(BUSY)
    retype(page, days(page, 0), "550")  # on its way it is 5 and 55, which is taken
    assert steps_of(solved(page)) == [(0, 0.25), (55, 0.3), (550, 0.8)]
    page.get_by_label("Days", exact=True).fill("300")
    page.wait_for_timeout(60)
    assert rows(page) == [(55, 0.3), (550, 0.8)]


def test_a_level_that_is_typed_by_way_of_another_keeps_its_row(open_explorer: Open) -> None:
    page = open_explorer(scenario(load=[(0, 0), (20, 0.8), (55, 0)], days=365))
    level = page.locator(ROW).nth(0).get_by_label("level")
    retype(page, level, "0.95")  # on its way it is 0, as before and after, and there is no change at all
    assert rows(page) == [(20, 0.95), (55, 0)]
    assert steps_of(solved(page)) == [(0, 0), (20, 0.95), (55, 0)]


def test_a_beginning_that_slides_past_a_later_level_swallows_no_change(open_explorer: Open) -> None:
    page = open_explorer(BUSY)
    page.get_by_role("slider", name="stressor load").focus()
    for _ in range(60):  # from 0.25 by way of 0.3 and 0.8
        page.keyboard.press("ArrowRight")
    page.wait_for_timeout(60)
    assert rows(page) == [(20, 0.8), (55, 0.3)]
    assert steps_of(solved(page)) == [(0, 0.85), (20, 0.8), (55, 0.3)]


def test_two_changes_on_one_day_are_refused_and_said(open_explorer: Open) -> None:
    page = open_explorer(BUSY)
    retype(page, days(page, 0), "55")
    assert days(page, 0).get_attribute("aria-invalid") is not None
    assert (55, 0.3) in steps_of(solved(page))
    assert len(steps_of(solved(page))) == 3


def test_undo_in_a_row_is_seen_in_the_row(open_explorer: Open) -> None:
    page = open_explorer(BUSY)
    retype(page, days(page, 0), "30")
    page.keyboard.press("Control+Z")
    page.wait_for_timeout(60)
    assert rows(page) == [(20, 0.8), (55, 0.3)]


def test_an_added_change_has_a_number_that_can_be_read(open_explorer: Open) -> None:
    page = open_explorer(scenario(load=0.3, days=200))
    page.get_by_role("button", name="Add a change of load").click()
    page.wait_for_timeout(60)
    assert rows(page) == [(42, 0.9)]


def test_a_stop_before_the_start_is_not_passed_over_in_silence(open_explorer: Open) -> None:
    page = open_explorer(scenario(days=200, plan=[adaptogen(600, start=50, stop=100)]))
    stop = page.get_by_role("spinbutton", name="Adaptogen: stop (day)")
    retype(page, stop, "20")
    assert page.get_by_text("stop = 20 comes before start = 50").is_visible()
    assert stop.get_attribute("aria-invalid") is not None
    retype(page, stop, "120")
    assert not page.get_by_text("comes before start").is_visible()
    assert solved(page) == scenario(days=200, plan=[adaptogen(600, start=50, stop=120)])


def test_read_aloud_each_change_says_what_it_changes_and_which_it_is(open_explorer: Open) -> None:
    page = open_explorer(BUSY)
    second = page.get_by_role("group", name="stressor load from outside, change 2", exact=True)
    assert second.get_by_label("from day").input_value() == "55"
