"""axe-core finds nothing wrong in any state of the page, light and dark, in every language, wide and narrow.

What axe cannot decide by itself stands in `axe/incomplete.txt`, each with what was seen when a person looked.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import stresspain as sp
from stresspain.show.explorer.page import languages

pytestmark = pytest.mark.needs_program("chromium")

HERE = Path(__file__).parent / "axe"
AXE = (HERE / "axe.min.js").read_text(encoding="utf-8")
LOOKED_AT = {
    line.partition("  ")[0]
    for line in (HERE / "incomplete.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
}

#: Rule, reason and element of everything that axe finds wrong, or leaves open.
ASK = """
async (theme) => {
  const colours = { runOnly: ["color-contrast", "link-in-text-block"] };
  const told = await axe.run({ resultTypes: ["violations", "incomplete"], ...(theme === "dark" ? colours : {}) });
  const named = ({ id, nodes }) => nodes.map((node) => {
    const check = [...node.any, ...node.all, ...node.none][0];
    const kind = /^<[^>]* class="([^" ]+)/.exec(node.html)?.[1] ?? /^<([\\w-]+)/.exec(node.html)?.[1];
    const reason = check?.data?.messageKey ?? check?.id ?? "";
    return { name: `${id}/${reason}/${kind}`, html: node.html, why: check?.message };
  });
  return { wrong: told.violations.flatMap(named), open: told.incomplete.flatMap(named) };
}
"""


def click(page: Any, name: str, role: str = "button") -> None:
    page.get_by_role(role, name=name).first.click()


def tab(name: str) -> Callable[[Any], None]:
    return lambda page: click(page, name, "tab")


def predicting(page: Any) -> None:
    click(page, "Predict first")
    page.get_by_role("button", name="Reveal").wait_for()


def revealed(page: Any) -> None:
    predicting(page)
    click(page, "painful", "radio")
    click(page, "Reveal")


def everything_open(page: Any) -> None:
    page.evaluate("() => document.querySelectorAll('details').forEach((one) => { one.open = true; })")


def wrong_number(page: Any) -> None:
    field = page.locator("input[type=number].sp-number").first
    field.fill("99")


def wrong_link(page: Any) -> None:
    page.evaluate("() => { location.hash = 'sp1.nonsense'; }")
    page.locator("[role=alert]:visible").first.wait_for()


def two_kept(page: Any) -> None:
    click(page, "Keep as A")
    click(page, "no effect", "radio")
    click(page, "Keep as B")


def by_hand(page: Any) -> None:
    page.context.clear_permissions()
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('refused')); }")
    click(page, "Copy as Python")
    page.get_by_role("dialog").wait_for()


#: Every state of the page and how a reader gets there.
STATES: dict[str, Callable[[Any], None]] = {
    "at first": lambda page: None,
    "map": tab("Map"),
    "tipping": tab("Tipping"),
    "table": tab("Table"),
    "sound": tab("Sound"),
    "everything open": everything_open,
    "predicting": predicting,
    "revealed": revealed,
    "a number out of range": wrong_number,
    "a damaged link": wrong_link,
    "two settings kept": two_kept,
    "projector": lambda page: click(page, "Projector"),
    "safety notes": lambda page: click(page, "Safety notes"),
    "help": lambda page: click(page, "Help"),
    "pasting": lambda page: click(page, "Paste or open"),
    "copying by hand": by_hand,
}


def look(page: Any, theme: str) -> None:
    """Let axe look at a page (in the dark: at its colours); say what it finds in a way that one can act on."""
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    page.wait_for_timeout(120)
    told = page.evaluate(ASK, theme)
    assert [f"{one['name']}: {one['why']} {one['html']}" for one in told["wrong"]] == []
    unseen = {one["name"]: f"{one['why']} {one['html']}" for one in told["open"] if one["name"] not in LOOKED_AT}
    assert unseen == {}, "look at each with your own eyes, then list it in axe/incomplete.txt"


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_wrong_in_any_state(open_explorer: Any, state: str) -> None:
    page = open_explorer(sp.library()["late_start"])
    page.evaluate(AXE)
    STATES[state](page)
    for theme in ("light", "dark"):
        look(page, theme)


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", languages())
def test_axe_finds_nothing_wrong_in_any_language_wide_or_narrow(open_explorer: Any, language: str, width: int) -> None:
    page = open_explorer(sp.library()["late_start"], language=language, width=width)
    page.evaluate(AXE)
    look(page, "light")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "it must not scroll sideways"


#: Everything that Tab stops at, in its order, with its place in the zone that it stands in.
STOPS = """
() => {
  const zones = [".sp-top", ".sp-zone-controls", ".sp-zone-picture", ".sp-zone-words"];
  const place = (node) => {
    const zone = node.closest(zones.join(","));
    const [own, outer] = [node.getBoundingClientRect(), zone.getBoundingClientRect()];
    const name = zones.find((one) => zone.matches(one));
    return [name, own.left - outer.left, own.top - outer.top + zone.scrollTop, own.bottom - outer.top + zone.scrollTop,
      node.getAttribute("aria-label") ?? node.textContent.slice(0, 40)];
  };
  const able = "a[href], button, input, select, textarea, summary, [tabindex]";
  const app = document.querySelector(".sp-app");
  const stops = [...app.querySelectorAll(able)].filter((node) =>
    node.tabIndex >= 0 && node.checkVisibility({ visibilityProperty: true }) && !node.closest("dialog"));
  const where = Object.fromEntries(zones.map((name) => {
    const { left, top } = app.querySelector(name).getBoundingClientRect();
    return [name, [left, top + scrollY]];
  }));
  const turned = [...app.querySelectorAll("*")].filter((node) => {
    const { order, flexDirection } = getComputedStyle(node);
    return order !== "0" || flexDirection.endsWith("reverse");
  });
  const ahead = stops.some((node) => node.tabIndex > 0);
  return { stops: stops.map(place), where, turned: turned.map((node) => node.className), ahead };
}
"""


def stops_in_order(page: Any) -> list[str]:
    """Check that Tab goes through the zones as they are seen, and down through each; return the zones."""
    found = page.evaluate(STOPS)
    assert found["turned"] == []
    assert not found["ahead"]
    zones = list(dict.fromkeys(zone for zone, *_ in found["stops"]))
    runs = [a[0] for a, b in pairwise([*found["stops"], [None]]) if a[0] != b[0]]
    assert runs == zones, "no zone is left and come back to"
    for one, other in pairwise(zones):
        (left, top), (next_left, next_top) = found["where"][one], found["where"][other]
        assert next_left > left + 1 or next_top > top + 1, (one, other)
    back = [
        (a[4], b[4])
        for a, b in pairwise(found["stops"])
        if a[0] == b[0] and (b[3] <= a[2] or (b[2] < a[3] - 1 and a[2] < b[3] - 1 and b[1] < a[1] - 1 and b[2] <= a[2]))
    ]
    assert back == [], "the next stop is further down, or to the right"
    return zones


@pytest.mark.parametrize("width", [360, 699, 700, 768, 1119, 1120, 1280, 1920])
def test_tab_goes_through_the_page_as_the_eye_does(open_explorer: Any, width: int) -> None:
    page = open_explorer(sp.library()["everything"], width=width)
    everything_open(page)
    narrow = [".sp-top", ".sp-zone-picture", ".sp-zone-controls", ".sp-zone-words"]
    wide = [".sp-top", ".sp-zone-controls", ".sp-zone-picture", ".sp-zone-words"]
    assert stops_in_order(page) == (narrow if width < 700 else wide)


def test_a_screen_that_is_turned_changes_the_order_and_keeps_the_focus(open_explorer: Any) -> None:
    page = open_explorer(width=360)
    for control in (
        page.locator(".sp-zone-controls [type=range]").first,
        page.get_by_role("button", name="Surprise me"),
    ):
        for width, first in ((800, "controls"), (360, "picture")):
            control.focus()
            page.set_viewport_size({"width": width, "height": 700})
            page.wait_for_function(
                "(first) => document.querySelector('.sp-main').firstElementChild.matches('.sp-zone-' + first)",
                arg=first,
            )
            assert control.evaluate("(node) => node === document.activeElement")
            stops_in_order(page)


@pytest.mark.parametrize("language", languages())
def test_no_dialog_is_cut_off_on_a_phone(open_explorer: Any, language: str) -> None:
    page = open_explorer(language=language, width=360)
    for dialog in page.locator("dialog").all():
        dialog.evaluate("(node) => node.showModal()")
        assert dialog.evaluate("(node) => node.scrollWidth <= node.clientWidth")
        dialog.evaluate("(node) => node.close()")
