"""What is taken from the explorer works elsewhere, and what is brought to it is told from what is not a scenario."""

from __future__ import annotations

import contextlib
import html
import io
import json
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from stresspain.exchange.library import library
from stresspain.exchange.reproduce import reproduce
from stresspain.exchange.run_csv import read_run
from stresspain.exchange.scenario_text import scenario_of_text, text_of_scenario
from stresspain.exchange.scenario_toml import read_scenario
from stresspain.exchange.scenario_write import toml_of
from stresspain.model.catalogue import adaptogen, intervention, painkiller
from stresspain.simulation.run import Run, simulate
from stresspain.simulation.scenario import Scenario, scenario

pytestmark = [pytest.mark.needs_package("playwright"), pytest.mark.needs_program("chromium")]

Open = Callable[..., Any]

#: A course with breaks, something of one's own, a load in steps, damage, a person: all that a scenario can hold.
RICH = scenario(
    person={"k_sm": 0.5, "rho": -0.4},
    load=[(0, 0.3), (20, 0.9), (62, 0.25)],
    damage=0.02,
    plan=[
        adaptogen(450, reading="trials", start=14, stop=200, on=56, off=14),
        painkiller(0.3, stop=28).tapered(0.2, 0.1),
        intervention("warm_baths", {"k_sm": 0.3}, strength=0.5, tau_e=3),
    ],
    start=(0.3, 1.2, 0.3, 0.2, 0.1),
    days=220,
)


def button(page: Any, name: str) -> Any:
    return page.get_by_role("button", name=name, exact=True)


def copied(page: Any, name: str) -> str:
    """Press a button that copies, and return what it copied."""
    page.evaluate("navigator.clipboard.writeText('')")
    button(page, name).click()
    page.wait_for_function("async () => (await navigator.clipboard.readText()) !== ''")
    return str(page.evaluate("navigator.clipboard.readText()"))


def saved(page: Any, name: str, folder: Path) -> Path:
    """Press a button that saves a file, and return where it went."""
    with page.expect_download() as waiting:
        button(page, name).click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def ran(python: str) -> Run:
    """Run a Python text as it stands and return the `run` that it makes."""
    known: dict[str, Any] = {}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(python, known)
    made = known["run"]
    assert isinstance(made, Run)
    return made


@pytest.mark.parametrize("given", [RICH, library()["everything"]], ids=["rich", "everything"])
def test_the_copied_python_runs_and_gives_the_curve_on_screen(
    open_explorer: Open, tmp_path: Path, given: Scenario
) -> None:
    page = open_explorer(given)
    run = ran(copied(page, "Copy as Python"))
    assert run.scenario == given
    table = read_run(saved(page, "Save CSV", tmp_path))
    np.testing.assert_allclose(table["felt_pain"], run["felt_pain"], atol=1e-5)


def test_the_copied_toml_is_read_by_python(open_explorer: Open, tmp_path: Path) -> None:
    path = tmp_path / "copied.toml"
    path.write_text(copied(open_explorer(RICH), "Copy as TOML"), encoding="utf-8")
    assert read_scenario(path) == RICH


def test_the_link_restores_the_state_and_the_word_is_pythons(open_explorer: Open) -> None:
    link = copied(open_explorer(RICH), "Copy link")
    address, _, word = link.partition("#")
    assert address.startswith("file:")
    assert scenario_of_text(word) == RICH
    restored = open_explorer(link=word)
    restored.wait_for_function("() => document.querySelector('.sp-explain').textContent.includes('220')")
    assert copied(restored, "Copy as Python") == copied(open_explorer(RICH), "Copy as Python")


def test_a_saved_table_is_a_run_that_python_reads_and_reproduces(open_explorer: Open, tmp_path: Path) -> None:
    path = saved(open_explorer(RICH), "Save CSV", tmp_path)
    run = read_run(path)
    assert run.scenario == RICH
    assert run.provenance["engine"] == "odex"
    again = simulate(RICH, engine="scipy")
    for name in again.columns:
        np.testing.assert_allclose(run[name], again[name], atol=2e-6, err_msg=name)
    found = reproduce(path)
    assert found.same
    assert "in a browser" in str(found)


def test_a_table_that_was_changed_by_hand_is_refused(open_explorer: Open, tmp_path: Path) -> None:
    path = saved(open_explorer(), "Save CSV", tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace("0.1", "0.2", 1), encoding="utf-8")
    with pytest.raises(ValueError, match="changed or cut short"):
        read_run(path)


def title_of(path: Path) -> str:
    """Return what stands above a saved picture."""
    found = re.search(r'<text[^>]*y="30"[^>]*>([^<]*)</text>', path.read_text(encoding="utf-8"))
    assert found
    return html.unescape(found[1])


def test_a_saved_picture_has_the_name_of_a_story_only_while_it_tells_that_story(
    open_explorer: Open, tmp_path: Path
) -> None:
    page = open_explorer(library()["late_start"])
    assert title_of(saved(page, "Save SVG", tmp_path)) == "Late start, twelve weeks (guide reading)"
    page.get_by_role("slider", name="stressor load").press("ArrowRight")
    assert title_of(saved(page, "Save SVG", tmp_path)) == "Felt pain over the days"
    page.keyboard.press("Control+Z")
    assert title_of(saved(page, "Save SVG", tmp_path)) == "Late start, twelve weeks (guide reading)"


@pytest.mark.parametrize(("language", "save"), [("en", "Save SVG"), ("es", "Guardar SVG"), ("de", "SVG speichern")])
def test_the_longest_title_fits_into_the_picture_and_begins_with_a_capital(
    open_explorer: Open, tmp_path: Path, language: str, save: str
) -> None:
    page = open_explorer(library()["exam_term"], language=language)
    path = saved(page, save, tmp_path)
    assert title_of(path)[0].isupper()
    page.goto(path.as_uri())
    right = """() => {
      const box = document.querySelector("text[y='30']").getBBox();
      return box.x + box.width;
    }"""
    assert page.evaluate(right) < 960


@pytest.mark.parametrize("kind", ["PNG", "SVG"])
def test_a_saved_picture_opens_and_python_can_reproduce_it(open_explorer: Open, tmp_path: Path, kind: str) -> None:
    page = open_explorer(library()["late_start"])
    button(page, "Keep as A").click()
    path = saved(page, f"Save {kind}", tmp_path)
    found = reproduce(path)
    assert found.same
    assert "holds an explorer picture" in found.explain()
    if kind == "SVG":
        text = path.read_text(encoding="utf-8")
        assert "Illustrative, not clinical" in text
        assert "<script" not in text
    else:
        import matplotlib.image as image

        pixels = image.imread(path)
        assert pixels.shape[:2] == (1040, 1920)
        assert float(pixels[..., :3].std()) > 0.05


def paste(page: Any, text: str) -> str:
    """Paste a text, open it, and return what the page complains of; nothing if it opened."""
    if page.get_by_role("dialog").count() == 0:
        button(page, "Paste or open…").click()
    page.get_by_role("dialog").get_by_role("textbox").fill(text)
    button(page, "Open").click()
    page.wait_for_function(
        "() => !document.querySelector('dialog[open]') || !document.querySelector('dialog[open] [role=alert]').hidden"
    )
    alert = page.locator("dialog[open] [role=alert]")
    return str(alert.inner_text()) if alert.count() else ""


@pytest.mark.parametrize(
    "text",
    [
        text_of_scenario(RICH),
        "file:///somewhere/explorer.html#" + text_of_scenario(RICH),
        json.dumps(RICH.to_dict()),
        toml_of(RICH),
        "\ufeff# mine, see #sp1.nothing\r\n" + toml_of(RICH).replace("\n", "\r\n"),
        f"  {text_of_scenario(RICH)}\n",
    ],
    ids=["word", "link", "json", "toml", "toml of Windows", "spaces"],
)
def test_whatever_form_a_scenario_has_it_can_be_pasted(open_explorer: Open, text: str) -> None:
    page = open_explorer()
    assert paste(page, text) == ""
    assert scenario_of_text(copied(page, "Copy link").partition("#")[2]) == RICH


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "nothing to open yet"),
        ("hello", "no scenario this page knows"),
        ("{", "cannot be read"),
        ("sp9.abc", "form 9"),
        (text_of_scenario(RICH)[:-9], "damaged"),
        (json.dumps({**RICH.to_dict(), "load": 7}), "lies outside 0 to 1.5"),
        (json.dumps({**RICH.to_dict(), "person": {"k_sn": 1}}), "did you mean 'k_"),
        ("load = 7", "lies outside 0 to 1.5"),
        ("load = 0.3\nlod = 1", "did you mean 'load'"),
        ("load = 0.3\ndays 5", "line 2"),
        ("load = 1979-05-27", "is not a number"),
        ("[person]\n__proto__ = 1", "No parameter is called '__proto__'"),
        ('load = {diary = "mine.csv"}', "'mine.csv' is a file of its own"),
        ('"<img src=x onerror=alert(1)>" = 1', "<img src=x onerror=alert(1)>"),
        ('{"<img src=x onerror=alert(1)>": 1}', "<img src=x onerror=alert(1)>"),
    ],
)
def test_what_is_no_scenario_is_told_as_text_and_changes_nothing(open_explorer: Open, text: str, said: str) -> None:
    page = open_explorer(library()["senior"])
    before = copied(page, "Copy as Python")
    assert said in paste(page, text)
    assert page.locator("img").count() == 0
    page.keyboard.press("Escape")
    assert copied(page, "Copy as Python") == before


def test_toml_that_was_copied_here_is_read_back_here(open_explorer: Open) -> None:
    text = copied(open_explorer(RICH), "Copy as TOML")
    page = open_explorer()
    assert paste(page, text) == ""
    assert copied(page, "Copy as TOML") == text


#: One of each kind of lesson: what is pasted, and what of it stands in the other languages' answers.
TOLD = {
    "de": ("load = 7", "load = 7 liegt außerhalb von 0 bis 1.5 (Belastung von außen)"),
    "es": ("load = 7", "load = 7 queda fuera de 0 a 1.5 (carga de estrés externa)"),
}


@pytest.mark.parametrize("language", sorted(TOLD))
def test_what_is_wrong_is_said_in_the_readers_language(open_explorer: Open, language: str) -> None:
    page = open_explorer(language=language)
    page.locator(".sp-zone-words .sp-button").last.click()
    dialog = page.get_by_role("dialog")
    text, said = TOLD[language]
    dialog.get_by_role("textbox").fill(text)
    dialog.locator(".sp-primary").click()
    page.locator("dialog[open] [role=alert]:not([hidden])").wait_for()
    assert said in dialog.get_by_role("alert").inner_text()
    page.keyboard.press("Escape")
    # A painful start that does not exist is told beside the picture.
    page.evaluate("(link) => { location.hash = link; }", text_of_scenario(scenario(load=0.1, start="painful")))
    alert = page.locator(".sp-zone-picture [role=alert]:not([hidden])")
    alert.wait_for()
    assert not re.search(r"\b(the|this|not|has|needs|load)\b", alert.inner_text())


# --- the language of a link -------------------------------------------------------------------------


def language_of(page: Any) -> str:
    return str(page.evaluate("document.documentElement.lang"))


def test_a_link_shows_others_the_language_of_who_copied_it(open_explorer: Open) -> None:
    page = open_explorer(RICH, language="de")
    button(page, "Link kopieren").click()
    link = str(page.evaluate("navigator.clipboard.readText()"))
    assert link.endswith("&lang=de")
    other = open_explorer(link=link.partition("#")[2])
    assert language_of(other) == "de"
    assert scenario_of_text(link) == RICH, "Python reads the link whole"
    assert scenario_of_text(link.partition("#")[2].partition("&")[0]) == RICH
    assert paste(open_explorer(), link) == ""


@pytest.mark.parametrize(
    "link", [text_of_scenario(RICH), text_of_scenario(RICH) + "&lang=<b>", "lang=xx", "lang=__proto__"]
)
def test_a_link_without_a_language_leaves_the_pages_own(open_explorer: Open, link: str) -> None:
    page = open_explorer(link=link)
    assert language_of(page) == "en"
    assert page.get_by_role("alert").filter(visible=True).count() == 0


def test_who_has_chosen_a_language_keeps_it_whatever_a_link_says(open_explorer: Open) -> None:
    page = open_explorer(link="lang=de")
    assert language_of(page) == "de"
    page.evaluate("location.hash = 'lang=es'")
    page.wait_for_function("() => document.documentElement.lang === 'es'")
    page.get_by_label("Idioma", exact=True).select_option("en")
    page.evaluate("(link) => { location.hash = link; }", text_of_scenario(RICH) + "&lang=de")
    page.wait_for_function("() => document.querySelector('.sp-explain').textContent.includes('220')")
    assert language_of(page) == "en"
    page.wait_for_function("() => location.hash.endsWith('&lang=en')")
    page.reload()
    assert language_of(page) == "en", "and keeps it when the page is loaded again"


def test_two_hundred_spoiled_pastes_never_break_the_page(open_explorer: Open) -> None:
    page = open_explorer()
    draw = random.Random(5)
    word, plain, toml = text_of_scenario(RICH), json.dumps(RICH.to_dict()), toml_of(RICH)
    spoiled = []
    for _ in range(200):
        text = list(draw.choice([word, plain, toml, "<svg onload=alert(1)>" + plain]))
        for _ in range(draw.randint(1, 6)):
            text[draw.randrange(len(text))] = draw.choice(["", "<b>", '"', "}", "9", "\u202e", "e308", "\\", "null"])
        spoiled.append("".join(text))
    button(page, "Paste or open…").click()
    nodes = page.evaluate(
        """async (texts) => {
          const dialog = document.querySelector("dialog[open]");
          const [area, open] = [dialog.querySelector("textarea"), dialog.querySelector(".sp-primary")];
          for (const text of texts) {
            if (!dialog.open) dialog.showModal();
            area.value = text;
            open.click();
            await new Promise((done) => setTimeout(done, 4));
          }
          return document.querySelectorAll("b, script:not([type]), svg[onload], img").length;
        }""",
        spoiled,
    )
    assert nodes == 0
    page.keyboard.press("Escape")
    page.wait_for_timeout(100)
    scenario_of_text(copied(page, "Copy link").partition("#")[2])


def test_a_malformed_link_leaves_the_page_as_it_was_and_says_so(open_explorer: Open) -> None:
    page = open_explorer(link="sp1.eJ<b>x</b>")
    page.get_by_role("alert").filter(has_text="damaged").or_(
        page.get_by_role("alert").filter(has_text="word")
    ).first.wait_for()
    assert page.locator("b").count() == 0
    page.locator(".sp-explain").get_by_text("felt pain stays at 0.4").wait_for()


# --- with the keyboard alone ------------------------------------------------------------------------


def reach(page: Any, role: str, name: str, *, key: str = "Tab", within: str = ".sp-app", most: int = 150) -> None:
    """Press Tab until the control has the focus."""
    wanted = page.locator(within).get_by_role(role, name=re.compile(name)).first
    for _ in range(most):
        if wanted.evaluate("(node) => node === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"the keyboard does not reach {role} {name!r}")


def test_the_keyboard_alone_walks_from_a_preset_to_python(open_explorer: Open) -> None:
    page = open_explorer()
    reach(page, "combobox", "Choose a scenario")
    page.keyboard.type("a painkiller and")
    reach(page, "button", "^Predict first")
    page.keyboard.press("Enter")
    reach(page, "combobox", "^Add$", key="Shift+Tab")
    page.keyboard.type("adap")
    reach(page, "button", "^Add it")
    page.keyboard.press("Enter")
    reach(page, "radio", "^calm$", within=".sp-predict")
    page.keyboard.press("Space")
    reach(page, "button", "^Reveal")
    page.keyboard.press("Enter")
    assert (
        "It ends" in page.locator(".sp-verdict").inner_text() or "ends calm" in page.locator(".sp-verdict").inner_text()
    )
    reach(page, "button", "^Copy as Python")
    page.keyboard.press("Enter")
    page.get_by_text("Copied as Python.").first.wait_for()
    run = ran(page.evaluate("navigator.clipboard.readText()"))
    assert {taken.name for taken in run.scenario.plan} == {"painkiller", "adaptogen"}
    tile = page.locator(".sp-tile", has=page.get_by_text("at the end", exact=True)).locator("dd").inner_text()
    assert tile.startswith(f"{run['felt_pain'][-1]:.1f}")
