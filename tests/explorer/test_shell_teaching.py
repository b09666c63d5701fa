"""What makes the explorer teach, used as a student uses it: guess, reveal, undo, compare, in any language."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import stresspain.show.explorer.page as page_module
from stresspain.exchange.library import library
from stresspain.exchange.scenario_text import scenario_of_text
from stresspain.model.catalogue import movement
from stresspain.show.words import CAVEAT, explain_run
from stresspain.simulation.run import simulate
from stresspain.simulation.scenario import Scenario, scenario

pytestmark = [pytest.mark.needs_package("playwright"), pytest.mark.needs_program("chromium")]

SHELL = Path(page_module.__file__).parent / "web" / "src" / "shell"
Open = Callable[..., Any]


def button(page: Any, name: str) -> Any:
    return page.get_by_role("button", name=name, exact=True)


def tile(page: Any, name: str) -> str:
    """Return what the tile of an outcome says."""
    return str(page.locator(".sp-tile", has=page.get_by_text(name, exact=True)).locator("dd").inner_text())


def load_slider(page: Any) -> Any:
    return page.get_by_role("slider", name=re.compile("stressor load"))


def on_screen(page: Any) -> Scenario:
    """Return the scenario on screen, by the word behind the link that is copied."""
    button(page, "Copy link").click()
    page.get_by_text("Link copied.").first.wait_for()
    return scenario_of_text(page.evaluate("navigator.clipboard.readText()").partition("#")[2])


def says(page: Any, wanted: str) -> None:
    """Wait until the explanation is these sentences: it comes a moment after the picture."""
    told = "[...document.querySelectorAll('.sp-explain p')].map((p) => p.textContent).join(' ')"
    for _ in range(200):
        if page.evaluate(told) == wanted:
            return
        page.wait_for_timeout(20)
    assert page.evaluate(told) == wanted


def choose(page: Any, preset: str) -> None:
    page.get_by_label("Choose a scenario").select_option(preset)


# --- what happened, in words ------------------------------------------------------------------------


def test_the_words_are_those_of_python_for_every_shipped_scenario(open_explorer: Open) -> None:
    page = open_explorer()
    for name in library():
        choose(page, name)
        wanted = explain_run(simulate(library()[name], engine="scipy"))
        says(page, wanted.removesuffix(f" {CAVEAT}"))
    assert page.locator(".sp-explain + p").inner_text() == CAVEAT


def test_a_turn_that_would_be_written_as_an_end_is_not_told_here_either(open_explorer: Open) -> None:
    given = scenario(load=[(0, 0.5), (28, 0.7)], plan=movement(0.15, stop=14), days=60)
    page = open_explorer(given)
    says(page, explain_run(simulate(given, engine="scipy")).removesuffix(f" {CAVEAT}"))


def test_the_outcomes_are_those_of_python(open_explorer: Open) -> None:
    page = open_explorer(library()["late_start"])
    pain = simulate(library()["late_start"], engine="scipy")["felt_pain"]
    assert tile(page, "highest").startswith(f"{pain.max():.1f}")
    assert tile(page, "at the end").startswith(f"{pain[-1]:.1f}")
    assert tile(page, "back to 3 from day").startswith("171")


# --- undo, redo, the newest value -------------------------------------------------------------------


def test_undo_and_redo_go_through_what_was_done_by_buttons_and_by_keys(open_explorer: Open) -> None:
    page = open_explorer()
    undo, redo = (page.get_by_role("button", name=re.compile(name)) for name in ("^Undo", "^Redo"))
    assert undo.is_disabled()
    assert redo.is_disabled()
    choose(page, "late_start")
    page.get_by_text("painful", exact=True).first.wait_for()
    assert page.get_by_role("spinbutton", name="Days").input_value() == "400"
    undo.click()
    assert page.get_by_role("spinbutton", name="Days").input_value() == "365"
    assert page.get_by_label("Choose a scenario").input_value() == ""
    page.keyboard.press("Control+Shift+Z")
    assert page.get_by_role("spinbutton", name="Days").input_value() == "400"
    assert page.get_by_label("Choose a scenario").input_value() == "late_start"
    page.keyboard.press("Control+Z")
    assert redo.is_enabled()
    assert undo.is_disabled()


def test_one_slide_is_one_step_of_undo(open_explorer: Open) -> None:
    page = open_explorer()
    load_slider(page).focus()
    for _ in range(12):
        page.keyboard.press("ArrowRight")
    assert on_screen(page).load.values == (0.42,)
    page.keyboard.press("Control+Z")
    assert on_screen(page).load.values == (0.3,)


def test_after_forty_quick_presses_the_last_value_is_on_the_screen(open_explorer: Open) -> None:
    page = open_explorer(library()["late_start"])
    load_slider(page).focus()
    for _ in range(40):
        page.keyboard.press("ArrowRight", delay=0)
        page.wait_for_timeout(25)
    page.wait_for_timeout(50)
    wanted = library()["late_start"].but(load=0.8)
    pain = simulate(wanted, engine="scipy")["felt_pain"]
    assert tile(page, "at the end").startswith(f"{pain[-1]:.1f}")
    assert tile(page, "highest").startswith(f"{pain.max():.1f}")


def module(browser: Any, name: str) -> Any:
    """Load one file of the shell that imports nothing, as `window.made`."""
    page = browser.new_page()
    source = json.dumps((SHELL / name).read_text(encoding="utf-8"))
    page.evaluate(
        f"async () => {{ const file = new Blob([{source}], {{type: 'text/javascript'}});"
        "window.made = await import(URL.createObjectURL(file)); }"
    )
    return page


def test_there_is_one_piece_of_work_a_frame_and_the_newest_value_wins(browser: Any) -> None:
    page = module(browser, "pacer.js")
    seen = page.evaluate(
        """() => {
          const frames = [], seen = [];
          let newest = 0;
          const ask = made.pacer(() => seen.push(newest), (call) => frames.push(call));
          for (newest = 1; newest <= 5; newest += 1) ask();   // all within one frame
          newest = 5;
          const first = [...seen];
          frames.shift()();                                   // the next frame
          newest = 6; ask(); newest = 7; ask();
          const second = [...seen];
          frames.shift()(); frames.shift()();                 // two more: nothing is left over
          return [first, second, seen, frames.length];
        }"""
    )
    assert seen == [[1], [1, 5], [1, 5, 7], 0]
    page.close()


def test_undo_of_any_steps_brings_the_first_scenario_back(browser: Any) -> None:
    page = module(browser, "store.js")
    past = page.evaluate(
        """() => {
          let time = 0;
          const store = made.createStore({scenario: {load: 0}}, {now: () => time});
          for (let i = 1; i <= 30; i += 1) {
            time += i % 3 ? 100 : 5000;
            store.propose({load: i}, {key: i % 7 ? "load" : null});
          }
          const steps = [];
          while (store.undo()) steps.push(store.state.scenario.load);
          while (store.redo());
          return [steps.at(-1), store.state.scenario.load, steps.length];
        }"""
    )
    assert past[:2] == [0, 30]
    assert 10 < past[2] < 30
    page.close()


# --- presets, guesses, surprises --------------------------------------------------------------------


def test_an_answer_is_hidden_until_it_is_asked_for(open_explorer: Open) -> None:
    page = open_explorer()
    choose(page, "painkiller_only")
    answer = library().answer("painkiller_only")
    page.get_by_text(library().question("painkiller_only")).wait_for()
    assert page.get_by_text(answer).count() == 0
    button(page, "Show the answer").click()
    page.get_by_text(answer).wait_for()
    button(page, "Hide the answer").click()
    assert page.get_by_text(answer).count() == 0


def test_a_guess_hides_every_result_until_it_is_revealed(open_explorer: Open) -> None:
    page = open_explorer(library()["desk_worker"])
    button(page, "Predict first").click()
    says(page, "Hidden until you reveal it.")
    assert page.locator(".sp-tiles").is_hidden()
    assert page.locator(".sp-view-cycle").is_hidden()
    assert button(page, "Keep as A").is_disabled()
    page.get_by_role("radio", name="calm", exact=True).last.check()
    button(page, "Reveal").click()
    said = page.locator(".sp-verdict").inner_text()
    assert said.startswith("It ends painful, at 6.2 of 10.")
    assert tile(page, "at the end").startswith("6.2")
    button(page, "Guess again").click()
    assert page.locator(".sp-tiles").is_hidden()
    page.get_by_role("radio", name="painful", exact=True).last.check()
    button(page, "Reveal").click()
    assert page.locator(".sp-verdict").inner_text() == "Well seen: it ends painful, at 6.2 of 10."


def test_another_setting_is_guessed_anew(open_explorer: Open) -> None:
    page = open_explorer()
    button(page, "Predict first").click()
    button(page, "Reveal").click()
    choose(page, "senior")
    assert page.locator(".sp-tiles").is_hidden()
    assert button(page, "Reveal").is_visible()


def test_the_distance_of_a_guess_is_the_area_between_the_curves_over_the_days(browser: Any) -> None:
    page = browser.new_page()
    source = (
        (SHELL / "predict.js")
        .read_text(encoding="utf-8")
        .replace('import { PAINFUL } from "../declared.js";', "const PAINFUL = 3;")
    )
    days, pain = np.arange(101.0), 4 + np.zeros(101)
    near = page.evaluate(
        """async ([source, days, pain]) => {
          const made = await import(URL.createObjectURL(new Blob([source], {type: "text/javascript"})));
          return made.closeness([[0, 0], [50, 4], [100, 4]], {days, felt_pain: pain});
        }""",
        [source, days.tolist(), pain.tolist()],
    )
    # A triangle of 4 by 50 days, over 100 days.
    assert near == {"mean": pytest.approx(1.0), "worst": pytest.approx(4.0), "day": 0}
    page.close()


def test_a_surprise_is_a_scenario_that_python_runs_and_its_number_brings_it_back(open_explorer: Open) -> None:
    page = open_explorer()
    button(page, "Surprise me").click()
    found = on_screen(page)
    seed = re.search(r"#surprise-(\d+)", page.locator("[aria-live=polite][role=status]").last.text_content() or "")
    pain = simulate(found, engine="scipy")["felt_pain"]
    assert found != scenario()
    assert float(np.ptp(pain)) > 1
    assert tile(page, "at the end").startswith(f"{pain[-1]:.1f}")
    page.close()
    assert seed is None or on_screen(open_explorer(link=f"surprise-{seed[1]}")) == found


def test_the_same_number_is_the_same_surprise_and_another_is_another(open_explorer: Open) -> None:
    found = [on_screen(open_explorer(link=f"surprise-{seed}")) for seed in (7, 7, 8)]
    assert found[0] == found[1] != found[2]


# --- two settings side by side ----------------------------------------------------------------------


def test_two_settings_stand_side_by_side_and_their_difference_is_said(open_explorer: Open) -> None:
    page = open_explorer(library()["late_start"])
    button(page, "Keep as A").click()
    page.get_by_text("Now change something and keep it as B.").wait_for()
    page.get_by_role("radio", name="trials", exact=True).last.check()
    button(page, "Keep as B").click()
    said = page.get_by_text("A and B differ in: adaptogen.").inner_text()
    guide, trials = (
        simulate(library()["late_start"].but(plan=[t]), engine="scipy")["felt_pain"][-1] for t in readings()
    )
    assert f"A ends {trials - guide:.1f} points lower ({guide:.1f} against {trials:.1f} of 10)." in said
    button(page, "Show A").click()
    assert on_screen(page) == library()["late_start"].but(title="", notes="")
    button(page, "Clear A and B").click()
    assert page.get_by_text("Side by side").is_hidden()


def readings() -> list[Any]:
    from stresspain.model.catalogue import adaptogen

    return [adaptogen(600, reading=reading, start=100, stop=184) for reading in ("guide", "trials")]


# --- what is set ------------------------------------------------------------------------------------


def test_courses_with_breaks_are_set_by_number_fields(open_explorer: Open) -> None:
    page = open_explorer(scenario(load=0.4, start="painful", days=400))
    button(page, "Add it").click()
    card = page.get_by_role("region", name="adaptogen", exact=True)
    card.get_by_label("stop (day)").fill("")
    card.get_by_label("weeks on").fill("8")
    card.get_by_label("weeks off").fill("2")
    card.get_by_label("start (day)").fill("7")
    card.get_by_label("stop (day)").fill("147")
    (taken,) = on_screen(page).plan
    assert [course[:2] for course in taken.courses.taken] == [(7, 63), (77, 133), (147 - 0, 147)][:2]
    card.get_by_role("button", name="Remove: adaptogen").click()
    assert on_screen(page).plan == ()


def test_a_number_outside_its_range_is_explained_and_changes_nothing(open_explorer: Open) -> None:
    page = open_explorer()
    field = page.get_by_role("spinbutton", name=re.compile("stressor load"))
    field.fill("7")
    page.get_by_text("7 lies outside 0 to 1.5").wait_for()
    assert on_screen(page).load.values == (0.3,)
    field.fill("0.5")
    assert on_screen(page).load.values == (0.5,)


def test_a_parameter_goes_back_to_its_default_alone(open_explorer: Open) -> None:
    page = open_explorer(scenario(person={"k_sm": 0.6, "tau_p": 56}))
    page.get_by_text("Muscle and guarding").click()
    page.get_by_role("button", name=re.compile("Back to the default: stress raises muscle")).click()
    assert on_screen(page).person.changes == {"tau_p": 56}
    button(page, "All back to the defaults").click()
    assert on_screen(page).person.changes == {}


def test_a_change_of_load_is_added_and_taken_away(open_explorer: Open) -> None:
    page = open_explorer()
    button(page, "Add a change of load").click()
    assert len(on_screen(page).load.values) == 2
    button(page, "Make it constant").click()
    assert on_screen(page).load.values == (0.3,)


# --- for everyone -----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "es", "de"])
def test_a_page_in_any_language_shows_no_key(open_explorer: Open, language: str) -> None:
    page = open_explorer(library()["everything"], language=language)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    told = page.evaluate("document.body.textContent")
    for tab in page.get_by_role("tab").all():
        tab.click()
        page.wait_for_timeout(60)
        told += page.evaluate("document.body.textContent")
    names = page.evaluate("[...document.querySelectorAll('[aria-label]')].map((one) => one.ariaLabel).join(' ')")
    groups = "view|zone|card|tile|share|trouble|explain|parameter|plan|tab|predict|preset"
    keys = rf"\b(?:{groups})\.[a-z_]+(?:\.[a-z_]+)*\b|\{{\w+\}}"
    assert set(re.findall(keys, told + names)) == set()
    assert page.evaluate("document.documentElement.lang") == language


def test_another_language_keeps_the_state_and_the_focus(open_explorer: Open) -> None:
    page = open_explorer(library()["late_start"])
    picker = page.get_by_label("Language")
    picker.focus()
    picker.select_option("de")
    page.get_by_role("heading", name="Zum Mitnehmen").wait_for()
    assert page.locator(".sp-number[max='3650']").input_value() == "400"
    assert page.evaluate("document.activeElement.value") == "de"
    assert "0,6" in page.locator(".sp-tiles").inner_text()


@pytest.mark.parametrize("dark", [False, True])
def test_the_page_follows_the_system_and_can_be_switched(open_explorer: Open, dark: bool) -> None:
    page = open_explorer(dark=dark)
    theme = "document.querySelector('.sp-app').dataset.theme"
    assert page.evaluate(theme) == ("dark" if dark else "light")
    page.get_by_role("button", name="Light or dark").click()
    assert page.evaluate(theme) == ("light" if dark else "dark")


@pytest.mark.parametrize("language", ["en", "es", "de"])
def test_nothing_is_wider_than_a_phone(open_explorer: Open, language: str) -> None:
    page = open_explorer(library()["everything"], language=language, width=360)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_not_clinical_is_always_on_screen_and_safety_is_one_click_away(open_explorer: Open) -> None:
    page = open_explorer()
    assert page.get_by_text("Illustrative, not clinical", exact=True).is_visible()
    button(page, "Safety notes").click()
    dialog = page.get_by_role("dialog", name=re.compile("safety"))
    assert "Liver injury" in dialog.inner_text()
    page.keyboard.press("Escape")
    assert dialog.is_hidden()
