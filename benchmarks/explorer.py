"""How long the explorer takes from a key to the picture: from a disk, in JupyterLab, beside the usual sliders."""

from __future__ import annotations

import contextlib
import os
import shutil
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.lab import jupyter, write_notebook
from benchmarks.report import Section, Table, verdict
from stresspain import Scenario, adaptogen, painkiller, scenario, sleep
from stresspain.show.explorer.page import bundle, explorer_page

_PAGE_MS, _LAB_MS, _DIARY_MS, _LAG_MS, _PAINT_MS, _BYTES, _SLOWER = 16.0, 25.0, 30.0, 50.0, 300.0, 200_000, 6.0
_PRESSES, _LOADS, _FAST, _APART_MS = 40, 10, 40, 25

_TELLS = """Real Chromium, headless, driven by Playwright. From the `timeStamp` of a key event on the load slider to
the last stroke on a canvas that the new value causes (or, for `interact`, to the load of the new picture). The default
person for a year with three interventions; the diary has 180 steps. Presses are a quarter of a second apart and the
first five only warm up. Fast presses are 25 ms apart: the lag is from the last key event to the last stroke. First
paint is the browser's own `first-contentful-paint` of warm loads. `interact` runs the same scenario with the fast
engine and draws one line with matplotlib, in the same JupyterLab, one after the other."""

#: Notes when keys go down and when anything is drawn, before the page's own code runs.
_WATCH = """
window.keys = []; window.drawn = 0;
addEventListener("keydown", (event) => { if (event.key === "ArrowRight") window.keys.push(event.timeStamp); }, true);
for (const name of ["stroke", "fill", "fillText", "drawImage"]) {
  const own = CanvasRenderingContext2D.prototype[name];
  CanvasRenderingContext2D.prototype[name] = function (...given) {
    own.apply(this, given);
    window.drawn = performance.now();
  };
}
const seen = (event) => { if (event.target.tagName === "IMG") window.drawn = performance.now(); };
document.addEventListener("load", seen, true);
"""

_PAINTED = "performance.getEntriesByName('first-contentful-paint')"

_CELLS = (
    "import stresspain as sp\nplan = [sp.adaptogen(600, start=14, stop=98), sp.painkiller(0.3, start=28, stop=56),"
    " sp.sleep(0.4, start=60)]\nsp.explore(sp.scenario(plan=plan))",
    "%matplotlib inline\nimport ipywidgets\nimport matplotlib.pyplot as plt\n"
    "@ipywidgets.interact(strain=ipywidgets.FloatSlider(0.3, min=0, max=1.5, step=0.01))\n"
    "def drawn(strain):\n"
    "    run = sp.simulate(load=strain, plan=plan)\n"
    "    plt.plot(run.days, run['felt_pain'])\n"
    "    plt.ylim(0, 10)\n"
    "    plt.show()",
)


def measure() -> Section:
    """Time keys, fast keys and first paint."""
    with _browser() as browser, tempfile.TemporaryDirectory() as folder:
        page, lag, paint = _from_disk(browser, Path(folder) / "year.html", _year())
        diary, diary_lag, _ = _from_disk(browser, Path(folder) / "diary.html", _diary())
        lab, interact = _in_lab(browser, Path(folder))
    rows = [
        _row("from a disk: key to picture", page, _PAGE_MS),
        _row("from a disk: 180-day diary", diary, _DIARY_MS),
        _row("from a disk: lag after 40 fast presses", [lag], _LAG_MS),
        _row("from a disk: the same with the diary", [diary_lag], _LAG_MS),
        _row("in JupyterLab: key to picture", lab, _LAB_MS),
        _row("in JupyterLab: `interact` and matplotlib", interact, None),
        _row("first paint, warm", paint, _PAINT_MS),
    ]
    ratio = statistics.median(interact) / statistics.median(lab)
    size = len(bundle().encode())
    others = [
        (
            "`interact` beside the explorer, times slower",
            f"{ratio:.1f}",
            f">= {_SLOWER:g}",
            verdict(ratio, at_least=_SLOWER),
        ),
        ("bundle, bytes", f"{size:,}", f"<= {_BYTES:,}", verdict(size, at_most=_BYTES)),
    ]
    heads = ("what", "median (low-high), ms", "limit", "verdict")
    return Section(
        "The explorer", _TELLS, [Table(heads, rows), Table(("what", "measured", "limit", "verdict"), others)]
    )


def _year() -> Scenario:
    plan = [adaptogen(600, start=14, stop=98), painkiller(0.3, start=28, stop=56), sleep(0.4, start=60)]
    return scenario(plan=plan)


def _diary() -> Scenario:
    return _year().but(load=[(day, 0.3 + 0.25 * ((7 * day) % 11) / 11) for day in range(180)], days=180)


@contextlib.contextmanager
def _browser() -> Iterator[Any]:
    """Start the system's Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        options = ["--no-sandbox"] if os.geteuid() == 0 else []
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=options)
        yield chromium
        chromium.close()


def _opened(browser: Any) -> Any:
    """Open an empty page that watches."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(60_000)
    context.add_init_script(_WATCH)
    return context.new_page()


def _from_disk(browser: Any, path: Path, given: Scenario) -> tuple[list[float], float, list[float]]:
    """Return the times of single keys, the lag of fast ones, and first paints, of the page as a file."""
    path.write_text(explorer_page(given), encoding="utf-8")
    page = _opened(browser)
    paints = []
    for _ in range(_LOADS + 1):
        page.goto(path.as_uri())
        page.wait_for_function(f"() => {_PAINTED}.length > 0")
        paints.append(page.evaluate(f"{_PAINTED}[0].startTime"))
    load = page.get_by_role("slider", name="load").first
    times, lag = _keys(page, load), _fast(page, load)
    page.context.close()
    return times, lag, paints[1:]


def _in_lab(browser: Any, folder: Path) -> tuple[list[float], list[float]]:
    """Return the times of single keys of the explorer in JupyterLab, and of `interact` beside it."""
    write_notebook(folder / "book.ipynb", _CELLS)
    with jupyter("jupyterlab", folder) as server:
        page = _opened(browser)
        page.goto(server.notebook("book.ipynb"))
        cells = page.locator(".jp-Notebook .jp-CodeCell .cm-content")
        cells.nth(1).wait_for()
        page.wait_for_timeout(3000)
        told = []
        for number, slider in enumerate(
            (page.get_by_role("slider", name="load"), page.locator(".widget-slider [role=slider]"))
        ):
            cells.nth(number).click()
            page.keyboard.press("Shift+Enter")
            slider.first.wait_for()
            page.wait_for_timeout(2000)
            told.append(_keys(page, slider.first))
        page.context.close()
    return told[0], told[1]


def _keys(page: Any, slider: Any) -> list[float]:
    """Press a key again and again; return how long each picture took, in milliseconds."""
    slider.focus()
    times = []
    for _ in range(_PRESSES + 5):
        page.keyboard.press("ArrowRight")
        page.wait_for_function("() => window.drawn > window.keys.at(-1)")
        page.wait_for_timeout(250)
        times.append(page.evaluate("window.drawn - window.keys.at(-1)"))
    return times[5:]


def _fast(page: Any, slider: Any) -> float:
    """Press a key fast; return how long after the last one the last picture was done, in milliseconds."""
    slider.focus()
    for _ in range(_FAST):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(_APART_MS)
    page.wait_for_timeout(500)
    return float(page.evaluate("window.drawn - window.keys.at(-1)"))


def _row(what: str, times: list[float], limit: float | None) -> tuple[str, ...]:
    """Write one line of the table."""
    middle = statistics.median(times)
    span = f" ({min(times):.1f}-{max(times):.1f})" if len(times) > 1 else ""
    held = ("", "") if limit is None else (f"<= {limit:g}", verdict(middle, at_most=limit))
    return (what, f"{middle:.1f}{span}", *held)
