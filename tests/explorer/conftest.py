"""A real browser for the explorer: no network, and a complaint of the page is a failure."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from stresspain.show.explorer.page import bundle, explorer_page
from stresspain.simulation.scenario import Scenario

#: What a page may ask for: itself, and what it makes by itself.
OWN = ("file:", "blob:", "data:", "about:")

#: Turns what `core` gives into what JSON can hold; typed arrays become lists.
PLAIN = """
(value) => {
  const plain = (x) => ArrayBuffer.isView(x) ? Array.from(x)
    : Array.isArray(x) ? x.map(plain)
    : x && typeof x === "object" ? Object.fromEntries(Object.entries(x).map(([k, v]) => [k, plain(v)]))
    : typeof x === "function" ? undefined : x;
  return plain(value);
}
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A Chromium of the system. Of a module, because while it runs nothing else in this process may use asyncio."""
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium")
    options = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=options)
        yield chromium
        chromium.close()


@pytest.fixture
def complaints() -> list[str]:
    """What a page complains of: errors, warnings, refusals of its policy, requests. Must be empty when a test ends."""
    return []


@pytest.fixture
def context(browser: Any, complaints: list[str]) -> Iterator[Any]:
    """A fresh profile, cut off from every network, that reports all that a page complains of or asks for."""
    fresh = browser.new_context(
        offline=True,
        locale="en-GB",
        accept_downloads=True,
        viewport={"width": 1280, "height": 900},
        permissions=["clipboard-read", "clipboard-write"],
    )
    fresh.set_default_timeout(10_000)
    fresh.on("console", lambda said: said.type in ("error", "warning") and complaints.append(said.text))
    fresh.on("weberror", lambda error: complaints.append(str(error.error)))
    fresh.on("request", lambda asked: asked.url.startswith(OWN) or complaints.append(f"asked for {asked.url}"))
    yield fresh
    fresh.close()
    assert complaints == []


@pytest.fixture(scope="session")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The explorer of the default person, as a file."""
    path = tmp_path_factory.mktemp("explorer") / "explorer.html"
    path.write_text(explorer_page(), encoding="utf-8")
    return path


@pytest.fixture
def open_explorer(context: Any, page_file: Path, tmp_path: Path) -> Callable[..., Any]:
    """Open the explorer from ``file://``; also with a scenario, in a language, behind a link's hash, in the dark."""

    def opened(
        given: Scenario | None = None,
        *,
        language: str = "en",
        link: str = "",
        width: int = 1280,
        dark: bool = False,
        still: bool = True,
    ) -> Any:
        path = page_file
        if given is not None or language != "en":
            path = tmp_path / f"explorer_{language}.html"
            path.write_text(explorer_page(given, language=language), encoding="utf-8")
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(
            color_scheme="dark" if dark else "light", reduced_motion="reduce" if still else "no-preference"
        )
        page.goto(path.as_uri() + (f"#{link}" if link else ""))
        page.locator(".sp-banner").wait_for()
        return page

    return opened


@pytest.fixture(scope="module")
def core(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Any]]:
    """Evaluate JavaScript with the model's functions as `core`: ``core("core.solve(given)", {...})``."""
    blank = tmp_path_factory.mktemp("blank") / "blank.html"
    blank.write_text("<!doctype html><title>blank</title>", encoding="utf-8")
    page = browser.new_page()
    page.goto(blank.as_uri())
    text = bundle()
    page.evaluate(
        """async (text) => {
        const module = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
        window.core = (await import(module)).core;
        }""",
        text,
    )

    def evaluated(expression: str, given: Any = None) -> Any:
        code = f"async (given) => ({PLAIN})(await ({expression}))"
        return page.evaluate(code, json.loads(json.dumps(given)))

    yield evaluated
    page.close()
