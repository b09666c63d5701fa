"""Loops, return map and tipping diagram of the explorer: what they draw is what Python finds."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any

import pytest

from stresspain.cycle.loops import loops
from stresspain.cycle.rests import rests
from stresspain.cycle.tipping import tipping_points
from stresspain.model.catalogue import adaptogen
from stresspain.show.diagram_layout import PLACES
from stresspain.show.explorer.page import languages
from stresspain.simulation.run import simulate
from stresspain.simulation.scenario import scenario

WEB = Path(__file__).parents[2] / "src" / "stresspain" / "show" / "explorer" / "web" / "src"
in_browser = pytest.mark.needs_program("chromium")

WIDTHS = """
() => Object.fromEntries([...document.querySelectorAll(".sp-arrow")].map((g) =>
  [g.dataset.arrow, parseFloat(g.querySelector(".sp-arrow-line").style.strokeWidth)]))
"""


def widths_of(found: Any) -> dict[str, float]:
    """Return how wide Python's diagram draws each arrow, a silent one apart."""
    return {name: 1.6 + 7.0 * math.sqrt(abs(gain)) if abs(gain) > 1e-9 else 2.0 for name, gain in found.links.items()}


@in_browser
def test_arrows_are_as_wide_as_their_gains_on_the_day_looked_at(open_explorer: Any) -> None:
    given = scenario(load=0.4, start="painful", days=120, plan=[adaptogen()])
    page, run = open_explorer(given), simulate(given)
    page.locator(".sp-arrow").first.wait_for()
    assert page.evaluate(WIDTHS) == pytest.approx(widths_of(loops(run)), abs=0.02)
    page.get_by_role("slider", name="Day looked at").focus()
    page.keyboard.press("Home")
    page.wait_for_function("() => document.querySelector('.sp-v-cycle .sp-hint').textContent.startsWith('On day 0')")
    first = page.evaluate(WIDTHS)
    assert first == pytest.approx(widths_of(loops(run, day=0)), abs=0.02)
    assert max(abs(width - widths_of(loops(run))[name]) for name, width in first.items()) > 1


@in_browser
def test_an_arrow_tells_its_meaning_by_the_keyboard(open_explorer: Any) -> None:
    page = open_explorer(scenario(load=0.4, days=60))
    page.locator(".sp-arrow[tabindex='0']").focus()
    page.keyboard.press("Enter")
    said = page.locator(".sp-v-cycle .sp-detail").inner_text()
    page.keyboard.press("ArrowRight")
    after = page.locator(".sp-v-cycle .sp-detail").inner_text()
    assert "gain" in said
    assert "gain" in after
    assert said != after
    assert page.locator(".sp-arrow[tabindex='0']").count() == 1


def test_the_wide_diagram_stands_where_pythons_does() -> None:
    text = (WEB / "views" / "cycle_layout.js").read_text(encoding="utf-8")
    wide = text[text.index("export const WIDE") : text.index("export const TALL")]
    found = {name: (float(x), float(y)) for name, x, y in re.findall(r"(\w+): \[(\d+), (\d+)\]", wide)}
    assert {name: at for name, at in found.items() if name in PLACES} == dict(PLACES)


@in_browser
def test_the_map_marks_every_rest_and_tells_the_ridge_from_the_endings(open_explorer: Any) -> None:
    page = open_explorer(scenario(load=0.4, start="painful", days=60))
    page.get_by_role("tab", name="Map").click()
    page.locator(".sp-v-cobweb .sp-rest").first.wait_for()
    dots = page.locator(".sp-v-cobweb .sp-rest").evaluate_all(
        "(all) => all.map((c) => c.classList.contains('sp-ridge'))"
    )
    labels = page.locator(".sp-v-cobweb .sp-rest-text").all_text_contents()
    found = list(rests(load=0.4))
    assert dots == [not rest.stable for rest in found]
    assert labels == [f"{rest.felt_pain:.1f}" for rest in found]
    page.get_by_label("round after round").check()
    assert (page.locator(".sp-steps").get_attribute("d") or "").count("L") >= 1


@in_browser
def test_you_are_here_stands_at_the_present_load_and_pain(open_explorer: Any) -> None:
    page = open_explorer(scenario(load=0.7, start="painful", days=60))
    page.get_by_role("tab", name="Tipping").click()
    page.locator(".sp-here").wait_for()
    at = page.evaluate(
        """() => {
          const ticks = (middle) => [...document.querySelectorAll(".sp-v-tipping .sp-tick")]
            .filter((t) => t.classList.contains("sp-middle") === middle)
            .map((t) => [Number(t.textContent), t.getBBox()]);
          const dot = document.querySelector(".sp-here");
          const line = (all, of) => { const [[v0, b0], [v1, b1]] = [all[0], all.at(-1)].map(([v, b]) => [v, of(b)]);
            return (p) => v0 + ((p - b0) / (b1 - b0)) * (v1 - v0); };
          return [line(ticks(true), (b) => b.x + b.width / 2)(Number(dot.getAttribute("cx"))),
                  line(ticks(false), (b) => b.y + b.height / 2)(Number(dot.getAttribute("cy")))];
        }"""
    )
    assert at[0] == pytest.approx(0.7, abs=0.01)
    assert at[1] == pytest.approx(simulate(scenario(load=0.7, start="painful", days=60))["felt_pain"][-1], abs=0.2)


@in_browser
def test_the_tipping_diagram_names_the_folds_that_python_finds(open_explorer: Any) -> None:
    page = open_explorer(scenario(load=0.4, start="painful", days=60))
    page.get_by_role("tab", name="Tipping").click()
    page.locator(".sp-fold-text").first.wait_for()
    named = sorted(float(text) for text in page.locator(".sp-fold-text").all_text_contents())
    assert named == pytest.approx(sorted(p.value for p in tipping_points("load").points), abs=0.0051)
    page.locator(".sp-v-tipping select").select_option("k_qm")
    page.wait_for_function("() => document.querySelector('.sp-v-tipping .sp-axis-name').textContent.startsWith('k_qm')")


@in_browser
def test_every_picture_has_a_name_and_words_that_change_with_it(open_explorer: Any) -> None:
    page = open_explorer(scenario(load=0.4, start="painful", days=60))
    for tab, name in (("Cycle", "cycle"), ("Map", "cobweb"), ("Tipping", "tipping")):
        page.get_by_role("tab", name=tab).click()
        svg = page.locator(f".sp-svg-{name}")
        svg.wait_for()
        assert svg.get_attribute("role") == ("group" if name == "cycle" else "img")
        words = svg.evaluate("(s) => [s.querySelector('title').textContent, s.querySelector('desc').textContent]")
        assert all(len(text) > 10 for text in words)


@in_browser
def test_the_tone_plays_only_when_asked_and_stops(open_explorer: Any) -> None:
    page = open_explorer(scenario(load=0.4, days=60))
    page.get_by_role("tab", name="Sound").click()
    stop = page.get_by_role("button", name="Stop", exact=True)
    assert stop.is_disabled()
    page.get_by_role("button", name="Play").click()
    assert "60 days" in page.locator(".sp-v-sound [role=status]").inner_text()
    stop.click()
    assert page.locator(".sp-v-sound [role=status]").inner_text() == "Stopped."
    assert stop.is_disabled()


def test_every_language_has_every_word_of_the_views() -> None:
    texts = {name: json.loads((WEB / "strings" / f"{name}.json").read_text("utf-8")) for name in languages()}
    wanted = {key for key in texts["en"] if key.startswith("view.")}
    for name, known in texts.items():
        assert wanted <= set(known), name
        for key in wanted:
            assert set(re.findall(r"\{\w+\}", known[key])) == set(re.findall(r"\{\w+\}", texts["en"][key])), (name, key)


def test_every_word_that_a_view_asks_for_is_there() -> None:
    known = json.loads((WEB / "strings" / "en.json").read_text("utf-8"))
    asked = {
        key
        for file in (WEB / "views").glob("*.js")
        for key in re.findall(r'"(view\.[\w.]+\w)"', file.read_text(encoding="utf-8"))
    }
    assert len(asked) > 50
    assert asked <= set(known)


@in_browser
def test_tipping_points_are_told_apart_where_decimals_have_commas(open_explorer: Any) -> None:
    page = open_explorer(scenario(), language="de")
    page.get_by_role("tab", name="Kippen").click()
    said = page.locator(".sp-v-tipping p", has_text="Endzustände gehen verloren").inner_text()
    assert re.search(r"bei load = 0,\d+ und 0,\d+\.", said), said
