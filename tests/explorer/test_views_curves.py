"""The curves of the explorer: what is drawn, what is hidden until revealed, and the numbers behind it."""

from __future__ import annotations

import itertools
import re
from typing import Any

import pytest

from stresspain.model.catalogue import painkiller
from stresspain.simulation.run import simulate
from stresspain.simulation.scenario import Scenario, scenario

pytestmark = pytest.mark.needs_program("chromium")

#: Counts the pixels of a colour in the plot of pain, between its axes.
PIXELS = """
(rgb) => {
  const root = document.querySelector(".sp-plot-pain");
  const canvas = root.querySelector("canvas"), over = root.querySelector(".u-over");
  const [box, whole] = [over.getBoundingClientRect(), canvas.getBoundingClientRect()];
  const ratio = canvas.width / whole.width;
  const at = [box.left - whole.left, box.top - whole.top, box.width, box.height].map((x) => Math.round(x * ratio));
  const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d");
  copy.drawImage(canvas, 0, 0);
  const { data } = copy.getImageData(...at);
  let found = 0;
  for (let i = 0; i < data.length; i += 4) {
    if (data[i + 3] > 250 && rgb.every((value, j) => Math.abs(data[i + j] - value) < 3)) found += 1;
  }
  return found;
}
"""
#: Keeps what is written beside the plot of pain from now on: text and middle, in the canvas's pixels.
WRITTEN = """
() => {
  window.written = [];
  const canvas = document.querySelector(".sp-plot-pain canvas"), pen = CanvasRenderingContext2D.prototype;
  const write = pen.fillText;
  pen.fillText = function (text, x, y) {
    if (this.canvas === canvas && this.textAlign === "left") {
      written.push([text, this.textBaseline === "middle" ? y : y - 4]);
    }
    return write.call(this, text, x, y);
  };
}
"""
BLACK, GHOST = [0, 0, 0], [0x8B, 0x8F, 0x92]


def press(page: Any, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def spoken(page: Any) -> str:
    """Return the name that the picture of pain has for a screen reader."""
    return page.locator(".sp-plot-pain canvas").get_attribute("aria-label") or ""


def test_the_curve_of_pain_is_drawn_and_said(open_explorer: Any) -> None:
    page = open_explorer(scenario(load=0.4, start="painful", days=100))
    page.wait_for_function("() => document.querySelector('.sp-plot-pain canvas').ariaLabel.includes('100 days')")
    assert page.evaluate(PIXELS, BLACK) > 300
    assert re.search(r"starts at 5\.9, is highest on day \d+ at 5\.9, and ends at 5\.9\.", spoken(page))
    assert page.locator(".sp-readout").inner_text() == "day 100: felt pain 5.9"


def test_the_previous_curve_stays_as_a_ghost_after_a_change(open_explorer: Any) -> None:
    page = open_explorer(scenario(load=0.2, days=200))
    assert page.evaluate(PIXELS, GHOST) == 0
    page.get_by_label("load", exact=False).and_(page.locator("input[type=range]")).first.focus()
    press(page, *["PageUp"] * 6)
    page.wait_for_function("() => document.querySelector('.sp-readout').textContent.includes('before')")
    assert page.evaluate(PIXELS, GHOST) > 100


def test_names_of_curves_that_end_low_keep_clear_of_the_name_of_the_load(open_explorer: Any) -> None:
    page = open_explorer(scenario(load=0.2, days=200))
    page.get_by_role("button", name="Keep as A").click()
    load = page.get_by_label("load", exact=False).and_(page.locator("input[type=range]")).first
    load.focus()
    press(page, *["ArrowRight"] * 5)
    page.get_by_role("button", name="Keep as B").click()
    page.evaluate(WRITTEN)
    load.focus()
    press(page, *["ArrowRight"] * 5)
    page.wait_for_function("() => new Set(written.map(([text]) => text)).size >= 4")
    lines = sorted(dict(page.evaluate("written")).items(), key=lambda line: line[1])
    assert {text for text, _ in lines} >= {"felt pain", "A", "B", "load"}
    assert all(below[1] - above[1] > 12 for above, below in itertools.pairwise(lines)), lines


def test_a_guess_can_be_drawn_by_the_keyboard_alone_while_the_result_is_hidden(open_explorer: Any) -> None:
    page = open_explorer(scenario(load=0.4, start="painful", days=240))
    assert page.evaluate(PIXELS, BLACK) > 300
    page.get_by_role("button", name="Predict first").focus()
    press(page, "Enter")
    handle = page.get_by_role("slider", name="Your guess")
    handle.wait_for()
    assert page.evaluate(PIXELS, BLACK) == 0
    assert "Hidden" in page.locator(".sp-readout").inner_text()
    handle.focus()
    press(page, "ArrowRight", "ArrowRight", "ArrowDown", "ArrowDown", "PageDown")
    assert handle.get_attribute("aria-valuetext") == "day 20: felt pain 4.45"
    press(page, "End", "PageDown")
    assert handle.get_attribute("aria-valuetext") == "day 240: felt pain 3.45"
    page.get_by_role("button", name="Reveal").focus()
    press(page, "Enter")
    page.wait_for_function("() => !document.querySelector('.sp-readout').textContent.includes('Hidden')")
    assert page.evaluate(PIXELS, BLACK) > 300
    line = page.locator(".sp-guess-line")
    assert line.is_visible()
    assert len(line.get_attribute("points").split()) >= 4


def test_a_guess_can_be_drawn_with_the_pointer(open_explorer: Any) -> None:
    page = open_explorer(scenario(load=0.4, start="painful", days=240))
    page.get_by_role("button", name="Predict first").click()
    box = page.locator(".sp-guess").bounding_box()
    page.mouse.move(box["x"] + 2, box["y"] + 20)
    page.mouse.down()
    for share in (0.25, 0.5, 0.75, 0.98):
        page.mouse.move(box["x"] + share * box["width"], box["y"] + share * 100, steps=4)
    page.mouse.up()
    points = [tuple(map(float, at.split(","))) for at in page.locator(".sp-guess-line").get_attribute("points").split()]
    assert len(points) > 8
    assert all(a[0] <= b[0] for a, b in itertools.pairwise(points))
    assert points[-1][1] == pytest.approx(98, abs=3)
    assert all(b[1] >= a[1] for a, b in itertools.pairwise(points[2:]))


def test_dragging_over_days_zooms_in_and_the_button_shows_the_whole_run_again(open_explorer: Any) -> None:
    page = open_explorer(scenario(load=0.4, days=300))
    whole = page.get_by_role("button", name="Whole run")
    assert whole.is_disabled()
    box = page.locator(".sp-plot-pain .u-over").bounding_box()
    page.mouse.move(box["x"] + 0.2 * box["width"], box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 40, steps=5)
    page.mouse.up()
    page.wait_for_function("() => document.querySelectorAll('.sp-view-head button')[1].disabled === false")
    whole.click()
    assert whole.is_disabled()


def test_the_day_that_is_looked_at_reads_every_curve(open_explorer: Any) -> None:
    given = scenario(load=0.4, start="painful", days=120, plan=[painkiller(0.3, start=10, stop=60)])
    page = open_explorer(given)
    run = simulate(given)
    page.get_by_role("slider", name="Day looked at").focus()
    press(page, "Home", *["ArrowRight"] * 30)
    said = page.locator(".sp-readout").inner_text()
    assert said == f"day 30: felt pain {run['felt_pain'][30]:.1f} · without painkiller {run['pain'][30]:.1f}"
    stress = page.locator(".sp-chip").first.inner_text().split()
    assert stress == ["stress", f"{run['stress'][30]:.2f}"]


def test_the_table_holds_the_numbers_of_the_run(open_explorer: Any) -> None:
    given = scenario(load=[(0, 0.3), (20, 0.9), (62, 0.3)], days=90)
    page = open_explorer(given)
    page.get_by_role("tab", name="Table").click()
    page.locator(".sp-v-table tbody tr").nth(3).wait_for()
    cells = page.locator(".sp-v-table tbody tr").evaluate_all("(rows) => rows.map((r) => r.innerText.split('\\t'))")
    assert [int(row[0]) for row in cells] == [*range(0, 90, 7), 90]
    assert_same(cells, given)
    page.get_by_label("Every day").check()
    assert page.locator(".sp-v-table tbody tr").count() == 91


def assert_same(cells: list[list[str]], given: Scenario) -> None:
    """Compare a table, rounded as it is written, with SciPy's run."""
    run = simulate(given)
    names = ["felt_pain", "pain", "stress", "cortisol", "tension", "inflammation", "sensitivity", "load"]
    for day, *row in cells:
        for name, cell in zip(names, row, strict=True):
            assert float(cell) == pytest.approx(run[name][int(day)], abs=0.0051 if "pain" in name else 0.00051)


def test_a_line_that_is_switched_off_is_neither_drawn_nor_counted(open_explorer: Any) -> None:
    page = open_explorer(scenario(load=0.3, days=50))
    for name in ("stress", "cortisol rise", "tension", "inflammation", "sensitivity"):
        page.get_by_role("checkbox", name=name).uncheck()
    assert page.locator(".sp-plot-states").is_hidden()
    page.get_by_role("checkbox", name="tension").check()
    assert page.locator(".sp-plot-states").is_visible()


def test_the_page_fits_a_screen_of_360_pixels(open_explorer: Any) -> None:
    page = open_explorer(scenario(load=0.3, days=50), width=360)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.locator(".sp-plot-pain canvas").bounding_box()["width"] < 345
