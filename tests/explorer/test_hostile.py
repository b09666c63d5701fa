"""Two thousand malformed links and pastes, on the real page: told as text; none breaks it, none becomes markup."""

from __future__ import annotations

import base64
import json
import random
import zlib
from collections.abc import Iterator
from typing import Any

import pytest

from stresspain.exchange.library import library
from stresspain.exchange.scenario_text import scenario_of_text, text_of_scenario
from stresspain.exchange.scenario_write import toml_of
from stresspain.simulation.scenario import Scenario

pytestmark = [pytest.mark.needs_program("chromium"), pytest.mark.needs_package("playwright")]

#: What would show if anything were read as markup, or run.
HOSTILE = (
    "<img src=x onerror=hit()>",
    "</script><script>hit()</script>",
    "<svg onload=hit()>",
    "<style>*{display:none}</style>",
    "<iframe srcdoc='<script>parent.hit()</script>'>",
    "javascript:hit()",
    "{{hit()}}",
    "${hit()}",
    '"><b>bold</b>',
    "&lt;b&gt;",
)
ODD = (
    "",
    "null",
    "NaN",
    "1e999",
    "-0",
    "9" * 40,
    "\u202e",
    "\0",
    "\ud83d",
    "\\u0000",
    "[[]]",
    "{}",
    "__proto__",
    "constructor",
)
EACH = 1000

#: Opens links one after the other, as a reader would by clicking them; counts what must not be.
LINKS = """
async (links) => {
  let said = 0;
  for (const link of links) {
    location.hash = link;
    await new Promise((done) => setTimeout(done, 3));
    said += document.querySelector("[role=alert]:not([hidden])") ? 1 : 0;
  }
  return said;
}
"""
PASTES = """
async (texts) => {
  const dialog = document.querySelector("dialog[open]");
  const [area, open] = [dialog.querySelector("textarea"), dialog.querySelector(".sp-primary")];
  for (const text of texts) {
    if (!dialog.open) dialog.showModal();
    area.value = text;
    open.click();
    await new Promise((done) => setTimeout(done, 4));
  }
}
"""
STRANGE = "#stresspain-explorer :is(img, script, style, iframe, b, [onload], [onerror], a[href^=javascript])"


def word_of(text: str) -> str:
    """Pack any text as a link packs a scenario."""
    return "sp1." + base64.urlsafe_b64encode(zlib.compress(text.encode("utf-8", "replace"))).decode().rstrip("=")


def with_something_hostile(plain: dict[str, Any], draw: random.Random) -> dict[str, Any]:
    """Put something hostile or odd anywhere in a plain scenario: as a value, or as a name."""
    made = json.loads(json.dumps(plain))
    place, bad = made, draw.choice([*HOSTILE, *ODD])
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = draw.choice(keys) if keys else None
        if key is not None and isinstance(place[key], dict | list) and place[key] and draw.random() < 0.7:
            place = place[key]
            continue
        if isinstance(place, dict) and draw.random() < 0.3:
            place[bad] = 1
        elif key is not None:
            place[key] = bad
        return made


def spoiled(text: str, draw: random.Random) -> str:
    """Change a few letters."""
    letters = list(text)
    for _ in range(draw.randint(1, 5)):
        letters[draw.randrange(len(letters))] = draw.choice([*HOSTILE, *ODD, "x", "=", "%", "#"])
    return "".join(letters)


def with_hostile_lines(text: str, draw: random.Random) -> str:
    """Put a name, a value or a head of a table that is hostile or odd into TOML."""
    lines = text.split("\n")
    bad = json.dumps(draw.choice([*HOSTILE, *ODD]))
    lines.insert(
        draw.randrange(len(lines)),
        draw.choice([f"{bad} = {bad}", f"title = {bad}", f"[{bad}]", f"[[plan]]\nname = {bad}"]),
    )
    return "\n".join(lines)


def malformed(draw: random.Random) -> Iterator[tuple[str, str]]:
    """Give pairs of a link and a paste without end."""
    plains = [made.to_dict() for made in library().values()]
    words = [text_of_scenario(made) for made in library().values()]
    tomls = [with_hostile_lines(toml_of(made), draw) for made in library().values() for _ in range(4)]
    cuts = [f"{word[:20]}&lang={bad}" for word in words for bad in HOSTILE]
    while True:
        bad = with_something_hostile(draw.choice(plains), draw)
        as_text = json.dumps(bad)
        yield word_of(as_text), as_text
        cut = draw.choice(words)
        yield spoiled(cut, draw), draw.choice(HOSTILE) + cut[: draw.randrange(len(cut))]
        yield word_of(spoiled(as_text, draw)), spoiled(as_text, draw)
        yield draw.choice(cuts), spoiled(draw.choice(tomls), draw)
        yield "sp1." + draw.choice(HOSTILE), word_of(draw.choice([*HOSTILE, *ODD]))


def still_whole(page: Any) -> Scenario:
    """Return what is on screen, if the page still does what it should."""
    assert page.evaluate("window.hits") == 0
    assert page.locator(STRANGE).count() == 0
    page.evaluate("navigator.clipboard.writeText('')")
    page.get_by_role("button", name="Copy link", exact=True).click()
    page.wait_for_function("async () => (await navigator.clipboard.readText()) !== ''")
    return scenario_of_text(str(page.evaluate("navigator.clipboard.readText()")).partition("#")[2])


@pytest.fixture
def page(open_explorer: Any) -> Any:
    opened = open_explorer()
    opened.evaluate("() => { window.hits = 0; window.hit = () => { window.hits += 1; }; }")
    return opened


def test_a_thousand_malformed_links_never_break_the_page(page: Any) -> None:
    draw = malformed(random.Random(6))
    links = [next(draw)[0] for _ in range(EACH)]
    assert page.evaluate(LINKS, links) > EACH / 2, "most are refused, and it is said"
    assert isinstance(still_whole(page), Scenario)


def test_a_thousand_malformed_pastes_never_break_the_page(page: Any) -> None:
    draw = malformed(random.Random(7))
    pastes = [next(draw)[1].encode("utf-8", "replace").decode() for _ in range(EACH)]
    page.get_by_role("button", name="Paste or open…", exact=True).click()
    page.evaluate(PASTES, pastes)
    page.keyboard.press("Escape")
    assert isinstance(still_whole(page), Scenario)


def test_what_is_hostile_is_shown_as_text(page: Any) -> None:
    plain = {**library()["senior"].to_dict(), "person": {HOSTILE[0]: 1}}
    page.evaluate("(link) => { location.hash = link; }", word_of(json.dumps(plain)))
    told = page.get_by_role("alert").filter(has_text="onerror")
    told.wait_for()
    assert HOSTILE[0] in told.inner_text()
    still_whole(page)
