"""What is generated for the page is what the declarations and the equations say today."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stresspain import CATALOGUE, PARAMETERS, Scenario, library
from stresspain.evidence import safety
from stresspain.show.explorer import declared
from stresspain.show.explorer.javascript import declared_javascript, model_javascript, write_modules

WEB = Path(declared.__file__).parent / "web"
AGAIN = "write both again: python -m stresspain.show.explorer.javascript (or: make web)"


def listed() -> dict[str, Any]:
    """Return what ``declared.js`` holds, by name."""
    text = (WEB / "src" / "declared.js").read_text(encoding="utf-8")
    parts = text.split("\nexport const ")[1:]
    return {
        name: json.loads(value.rstrip().removesuffix(";")) for name, value in (part.split(" = ", 1) for part in parts)
    }


@pytest.mark.needs_package("sympy")
def test_the_equations_of_the_page_are_traced_from_the_one_function_today() -> None:
    assert (WEB / "src" / "model.js").read_text(encoding="utf-8") == model_javascript(), AGAIN


def test_the_declarations_of_the_page_are_todays() -> None:
    assert (WEB / "src" / "declared.js").read_text(encoding="utf-8") == declared_javascript(), AGAIN


@pytest.mark.needs_package("sympy")
def test_both_files_are_written_by_one_call(tmp_path: Path) -> None:
    write_modules(tmp_path)
    for name in ("model.js", "declared.js"):
        assert (tmp_path / name).read_bytes() == (WEB / "src" / name).read_bytes()


@pytest.mark.needs_package("sympy")
def test_the_equations_of_the_page_hold_products_and_no_powers() -> None:
    text = model_javascript()
    assert not re.search(r"Math|pow|NaN|\d\.\d|\w ?\*\* ?\w", text)


def test_every_parameter_stands_in_one_group_with_all_that_is_declared() -> None:
    here = listed()
    grouped = [name for members in here["GROUPS"].values() for name in members]
    assert sorted(grouped) == sorted(PARAMETERS)
    for name, q in PARAMETERS.items():
        shown = here["PARAMETERS"][name]
        assert all(
            shown[key] == getattr(q, key) for key in ("default", "unit", "low", "high", "meaning", "grade", "source")
        )
        assert shown["grade"] in here["GRADES"]


def test_every_intervention_is_there_under_every_reading() -> None:
    here = listed()
    assert [*here["CATALOGUE"]] == [*CATALOGUE]
    for name, shown in here["CATALOGUE"].items():
        for reading, reductions in shown["reductions"].items():
            made = CATALOGUE[name](reading=reading) if reading else CATALOGUE[name]()
            assert dict(made.reductions) == reductions
        assert shown["drowsy"] == CATALOGUE[name]().drowsy


def test_every_shipped_scenario_is_a_preset_with_its_question_and_answer() -> None:
    presets = {preset["name"]: preset for preset in listed()["PRESETS"]}
    assert [*presets] == [*library()]
    for name, preset in presets.items():
        assert Scenario.from_dict(preset["scenario"]) == library()[name]
        assert preset["question"] == library().question(name)
        assert preset["answer"] == library().answer(name)


def test_every_safety_note_is_there_with_its_source_and_how_it_is_known() -> None:
    here = listed()
    assert here["SAFETY"] == [note._asdict() for note in safety()]
    assert {note["known"] for note in here["SAFETY"]} <= {*here["KNOWN"]}


def test_the_declarations_are_small() -> None:
    assert (WEB / "src" / "declared.js").stat().st_size <= 45_000


@pytest.mark.needs_program("chromium")
@pytest.mark.needs_package("playwright")
def test_the_page_takes_every_preset_as_it_is(core: Callable[..., Any]) -> None:
    given = [preset["scenario"] for preset in listed()["PRESETS"]]
    found = core("given.map((plain) => core.check(plain))", given)
    assert found == [{"ok": True, "scenario": plain} for plain in given]
