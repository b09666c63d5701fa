"""The explorer in JupyterLab 4 and Notebook 7, both really started: page and kernel follow each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

import stresspain as sp
from benchmarks.lab import HOMES, jupyter, write_notebook

pytestmark = pytest.mark.needs_program("chromium")

CELLS = (
    "import stresspain as sp\nfrom pathlib import Path\nex = sp.explore()\nex",
    "Path('seen.txt').write_text(ex.scenario.to_text())",
    "ex.scenario = sp.scenario(load=1.1, start='painful')",
    "ex.plain = {**ex.plain, 'load': 99}\nPath('refused.txt').write_text(ex.refused)",
)


class Book:
    """A notebook that is open in a browser."""

    def __init__(self, page: Any, folder: Path) -> None:
        self.page = page
        self.folder = folder

    def run(self, number: int) -> None:
        """Run one cell, as a reader does; again if the page was not ready to hear it."""
        prompt = self.page.locator(".jp-Notebook .jp-CodeCell .jp-InputPrompt").nth(number)
        for _ in range(20):
            self.page.locator(".jp-Notebook .jp-CodeCell .cm-content").nth(number).click()
            self.page.keyboard.press("Shift+Enter")
            for _ in range(20):
                if (prompt.text_content() or "").strip("[]: \n\xa0"):
                    return
                self.page.wait_for_timeout(50)
        raise AssertionError(f"cell {number} did not run")

    def told(self, name: str) -> str:
        """Wait for a file that the kernel writes."""
        for _ in range(200):
            if (self.folder / name).exists() and (text := (self.folder / name).read_text(encoding="utf-8")):
                return text
            self.page.wait_for_timeout(50)
        raise AssertionError(f"the kernel wrote no {name}")

    def waits_until(self, true: Callable[[], bool]) -> None:
        """Wait for what takes a moment."""
        for _ in range(100):
            if true():
                return
            self.page.wait_for_timeout(50)
        raise AssertionError("it did not come about in five seconds")


@pytest.fixture(params=HOMES)
def book(request: pytest.FixtureRequest, browser: Any, tmp_path: Path) -> Iterator[Book]:
    write_notebook(tmp_path / "book.ipynb", CELLS)
    alien: list[str] = []
    with jupyter(request.param, tmp_path) as server:
        context = browser.new_context(viewport={"width": 1300, "height": 900})
        context.set_default_timeout(60_000)
        own = (server.url, server.url.replace("http", "ws", 1), "data:", "blob:")
        context.on("request", lambda asked: asked.url.startswith(own) or alien.append(asked.url))
        page = context.new_page()
        page.goto(server.notebook("book.ipynb"))
        page.locator(".jp-Notebook .jp-CodeCell").nth(len(CELLS) - 1).wait_for()
        yield Book(page, tmp_path)
        context.close()
    assert alien == []


def test_arrow_keys_reach_python_and_python_moves_the_page(book: Book) -> None:
    book.run(0)
    load = book.page.get_by_role("slider", name="load").first
    load.wait_for()
    load.focus()
    for _ in range(5):
        book.page.keyboard.press("ArrowRight")
    shown = float(load.input_value())
    assert shown > 0.3
    book.run(1)
    assert sp.Scenario.from_text(book.told("seen.txt")) == sp.scenario(load=shown)
    book.run(2)
    book.waits_until(lambda: float(load.input_value()) == 1.1)
    book.run(3)
    assert "load = 99" in book.told("refused.txt")
    assert float(load.input_value()) == 1.1


@pytest.fixture
def converted(tmp_path: Path) -> Path:
    """A notebook that was executed and converted as a teacher would: widgets cannot show in it."""
    from nbconvert import HTMLExporter

    book = nbformat.read(write_notebook(tmp_path / "book.ipynb", CELLS[:1]), as_version=4)
    options = {"kernel_name": "python3", "store_widget_state": False}
    NotebookClient(book, timeout=120, resources={"metadata": {"path": str(tmp_path)}}, **options).execute()
    html, _ = HTMLExporter(embed_images=True).from_notebook_node(book)
    (tmp_path / "book.html").write_text(html, encoding="utf-8")
    return tmp_path / "book.html"


def test_a_converted_notebook_shows_a_picture_with_its_words(converted: Path, request: pytest.FixtureRequest) -> None:
    page = request.getfixturevalue("browser").new_context(offline=True).new_page()
    page.goto(converted.as_uri(), wait_until="domcontentloaded")
    picture = page.locator(".jp-OutputArea-output img")
    assert picture.count() == 1
    assert picture.is_visible()
    assert picture.evaluate("(img) => img.complete && img.naturalWidth > 300")
    assert picture.get_attribute("alt") == sp.simulate().plot().alt
    assert page.locator(".jupyter-widgets").count() == 0
    page.context.close()
