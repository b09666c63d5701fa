"""The explorer for who prints it, projects it, enlarges it, sets colours of their own, hears it, or uses a thumb."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

import stresspain as sp
from stresspain.exchange.scenario_text import text_of_scenario
from stresspain.show.explorer.page import languages
from stresspain.simulation.scenario import scenario

pytestmark = [pytest.mark.needs_package("playwright"), pytest.mark.needs_program("chromium")]

Open = Callable[..., Any]

#: Notes every text that is written on a canvas from now on, with its place in CSS pixels of the picture.
NOTE_WRITING = """
() => {
  window.written = [];
  const { fillText } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.fillText = function (text, x, y, ...more) {
    const at = this.getTransform().transformPoint(new DOMPoint(x, y));
    window.written.push([String(text), at.x / devicePixelRatio, at.y / devicePixelRatio]);
    return fillText.call(this, text, x, y, ...more);
  };
}
"""


def open_all(page: Any) -> None:
    page.evaluate("() => document.querySelectorAll('details').forEach((one) => { one.open = true; })")


# --- on paper ---------------------------------------------------------------------------------------


def test_what_is_printed_is_light_whole_and_says_on_every_sheet_what_it_is(open_explorer: Open) -> None:
    page = open_explorer(sp.library()["late_start"], dark=True)
    width = page.evaluate("document.querySelector('.sp-plot-pain canvas').clientWidth")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 718, "height": 1000})  # A4 between its margins
    page.wait_for_timeout(100)
    paper = page.evaluate(
        """() => {
          const look = (name) => getComputedStyle(document.querySelector(name));
          const canvas = document.querySelector(".sp-plot-pain canvas").getBoundingClientRect();
          const plot = document.querySelector(".sp-plot-pain").getBoundingClientRect();
          return {
            theme: document.querySelector(".sp-app").dataset.theme,
            top: look(".sp-top").display, foot: look(".sp-foot").display,
            whole: canvas.bottom <= plot.bottom + 1 && canvas.right <= plot.right + 1, width: canvas.width,
          };
        }"""
    )
    assert paper == {
        "theme": "light",
        "top": "table-header-group",
        "foot": "table-footer-group",
        "whole": True,
        "width": 640,
    }
    assert page.locator(".sp-banner").is_visible()
    for hidden in (".sp-tools", ".sp-zone-controls", ".sp-bar", ".sp-share"):
        assert page.locator(hidden).is_hidden()
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".sp-app").get_attribute("data-theme") == "dark"
    page.wait_for_function("(width) => document.querySelector('.sp-plot-pain canvas').clientWidth === width", arg=width)


# --- before a class ---------------------------------------------------------------------------------


def test_a_projector_of_720_lines_shows_the_whole_curve(open_explorer: Open) -> None:
    page = open_explorer(sp.library()["late_start"])
    page.set_viewport_size({"width": 1280, "height": 720})
    page.get_by_role("button", name="Projector").click()
    page.wait_for_function("() => document.querySelector('[data-projector]')?.querySelector('.sp-plot canvas')")
    plot = page.locator(".sp-plot-pain").bounding_box()
    assert plot["y"] + plot["height"] <= 720


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("width", [360, 700, 1280])
def test_what_is_announced_never_covers_the_foot(open_explorer: Open, language: str, width: int) -> None:
    page = open_explorer(language=language, width=width)
    page.locator(".sp-bar .sp-button").nth(1).click()
    toast = page.locator(".sp-toast:not(:empty)")
    for bottom in (False, True):
        if bottom:
            page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        box, foot = toast.bounding_box(), page.locator(".sp-foot").bounding_box()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= min(900, foot["y"])


def test_a_guess_that_was_drawn_has_its_name_in_the_picture(open_explorer: Open) -> None:
    page = open_explorer(sp.library()["late_start"])
    page.get_by_role("button", name="Predict first").click()
    page.get_by_role("slider", name=re.compile("Your guess")).press("PageUp")
    page.evaluate(NOTE_WRITING)
    page.get_by_role("button", name="Reveal").click()
    page.wait_for_function("() => window.written.some(([text]) => text === 'your guess')")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_name_of_what_a_painkiller_takes_away_stands_on_no_other_line(open_explorer: Open, width: int) -> None:
    """Before surprise 3738 the pain stayed at 5.9: there the name would name the wrong line."""
    page = open_explorer(sp.library()["late_start"], width=width)
    page.evaluate(NOTE_WRITING)
    page.evaluate("location.hash = 'surprise-3738'")
    page.wait_for_function("() => window.written.some(([text]) => text === 'without painkiller')")
    written = page.evaluate("window.written")
    name = next(y for text, _, y in reversed(written) if text == "without painkiller")
    four, six = (next(y for text, _, y in reversed(written) if text == mark) for mark in ("4", "6"))
    pain = 6 + 2 * (name - six) / (six - four)
    assert abs(pain - 5.9) > 0.5


# --- with colours of one's own ----------------------------------------------------------------------


def test_in_forced_colours_what_is_chosen_and_what_has_the_focus_are_told_apart(open_explorer: Open) -> None:
    page = open_explorer(sp.library()["late_start"])
    page.emulate_media(forced_colors="active")
    look = "(node, what) => getComputedStyle(node)[what]"
    tabs = page.get_by_role("tab")
    edges = [tabs.nth(i).evaluate(look, "borderBottomColor") for i in range(2)]
    assert edges[0] != edges[1]
    chosen = page.locator("fieldset").get_by_role("radio", name="painful").first
    faces = [
        radio.evaluate("(node) => getComputedStyle(node.nextElementSibling).backgroundColor")
        for radio in (chosen, page.locator("fieldset").get_by_role("radio", name="calm").first)
    ]
    assert faces[0] != faces[1]
    keep = page.get_by_role("button", name="Keep as A")
    keep.click()
    page.keyboard.press("Shift+Tab")
    calm = keep.evaluate(look, "outlineStyle")
    page.keyboard.press("Tab")
    assert keep.get_attribute("aria-pressed") == "true"
    assert (calm, keep.evaluate(look, "outlineStyle")) == ("none", "solid")
    bar = page.locator(".sp-tl-start").first
    assert bar.evaluate("(node) => getComputedStyle(node, '::after').backgroundColor") != "rgb(255, 255, 255)"


# --- large, or with wider letters -------------------------------------------------------------------

WIDER = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-bottom: 2em !important }
"""


@pytest.mark.parametrize("language", languages())
def test_at_four_hundred_per_cent_and_with_wider_letters_nothing_is_lost(open_explorer: Open, language: str) -> None:
    """320 CSS pixels is what is left of 1280 at 400 %; the spacing is that of WCAG 1.4.12."""
    page = open_explorer(sp.library()["everything"], language=language, width=320)
    open_all(page)
    for css in ("", WIDER):
        page.evaluate(
            """(css) => {
              const sheet = new CSSStyleSheet();
              sheet.replaceSync(css);
              document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
            }""",
            css,
        )
        for tab in page.get_by_role("tab").all():
            tab.click()
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            lost = page.locator(".sp-app :is(p, h1, h2, h3, label, legend, button, dt, dd, summary)").evaluate_all(
                """(nodes) => nodes.filter((node) => node.checkVisibility() && !node.closest(".sp-hush, dialog")
                  && getComputedStyle(node).overflow !== "visible"
                  && (node.scrollWidth > node.clientWidth + 1 || node.scrollHeight > node.clientHeight + 1))
                  .map((node) => node.textContent)"""
            )
            assert lost == []


# --- with a thumb -----------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [360, 1280])
def test_whatever_can_be_tapped_is_24_pixels_high_and_wide(open_explorer: Open, width: int) -> None:
    """WCAG 2.5.8. A bar is as long as its course; number fields beside it do the same."""
    page = open_explorer(sp.library()["everything"], width=width)
    open_all(page)
    for tab in page.get_by_role("tab").all():
        tab.click()
        small = page.locator(".sp-app :is(button, input, select, summary, [tabindex='0'])").evaluate_all(
            """(nodes) => nodes.filter((node) => node.checkVisibility({ visibilityProperty: true })
              && !node.closest("dialog") && !node.matches(".sp-tl-move, [role=tabpanel]"))
              .map((node) => [node, (/^(checkbox|radio)$/.test(node.type) && node.closest("label")) || node])
              .map(([node, place]) => [node, place.getBoundingClientRect()])
              .filter(([, { width, height }]) => Math.min(width, height) < 23.9)
              .map(([node]) => node.outerHTML.slice(0, 120))"""
        )
        assert small == []


# --- heard ------------------------------------------------------------------------------------------


def heard(page: Any, role: str) -> list[dict[str, str]]:
    """Everything of a role, as a screen reader is told of it."""
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    found = [node for node in nodes if node.get("role", {}).get("value") == role and not node["ignored"]]
    return [
        {
            "name": node["name"]["value"],
            "value": next((one["value"]["value"] for one in node["properties"] if one["name"] == "valuetext"), ""),
        }
        for node in found
    ]


def test_every_slider_and_field_is_told_apart_by_its_name_and_says_its_unit(open_explorer: Open) -> None:
    page = open_explorer(sp.library()["everything"])
    open_all(page)
    for role in ("slider", "spinbutton"):
        names = [one["name"] for one in heard(page, role)]
        assert len(names) > 30
        assert len(set(names)) == len(names)
    values = {one["name"].lower(): one["value"] for one in heard(page, "slider")}
    assert values["load raises stress k_ls"] == "0.6"
    assert values["how slowly stress moves tau_s"] == "3 days"
    assert values["adaptogen: dose"] == "600 mg a day"


def test_many_quick_changes_are_told_once(open_explorer: Open) -> None:
    page = open_explorer()
    page.evaluate(
        """() => {
          window.told = [];
          for (const node of document.querySelectorAll("[aria-live], [role=status], [role=alert]")) {
            new MutationObserver(() => { if (node.textContent) window.told.push(node.textContent); })
              .observe(node, { childList: true, characterData: true, subtree: true });
          }
        }"""
    )
    page.locator(".sp-zone-controls [type=range]").first.focus()
    for _ in range(30):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("() => window.told.length > 0")
    page.wait_for_timeout(300)
    assert len(page.evaluate("window.told")) == 1


def test_pasting_begins_in_the_field(open_explorer: Open) -> None:
    page = open_explorer()
    page.get_by_role("button", name="Paste or open").click()
    page.keyboard.insert_text("hello")
    assert page.get_by_role("dialog").get_by_role("textbox").input_value() == "hello"


@pytest.mark.parametrize(("language", "number"), [("en", "0.16"), ("de", "0,16"), ("es", "0,16")])
def test_a_lesson_beside_the_picture_writes_numbers_as_the_picture_does(
    open_explorer: Open, language: str, number: str
) -> None:
    page = open_explorer(language=language, link=text_of_scenario(scenario(load=0.1, start="painful")))
    alert = page.locator(".sp-zone-picture [role=alert]:not([hidden])")
    alert.wait_for()
    assert number in alert.inner_text()
