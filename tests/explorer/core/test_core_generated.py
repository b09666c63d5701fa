"""What is generated for the page is what the declarations and the equations say today."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from stresspain import CATALOGUE, PARAMETERS, Scenario, State, arrows, library, observables, rates
from stresspain.cycle.return_map import pain_out, with_slope
from stresspain.evidence import safety
from stresspain.model.arrows import slopes
from stresspain.model.equations import settled
from stresspain.model.wiring import jacobian
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
def test_every_generated_function_gives_what_the_equations_give(core: Callable[..., Any]) -> None:
    draw = np.random.default_rng(8)
    low, high = (np.array([getattr(q, end) for q in PARAMETERS.values()]) for end in ("low", "high"))
    text = base64.b64encode((WEB / "src" / "model.js").read_bytes()).decode()
    for _ in range(20):
        k = low + (high - low) * draw.random(len(low))
        y, (q, c) = draw.random(5) + np.eye(5)[1], draw.random(2)
        found = core(
            """import("data:text/javascript;base64," + given.text).then((m) => ({
              rates: m.rates(given.y, given.k), observables: m.observables(given.y, given.k),
              jacobian: m.jacobian(given.y, given.k), settled: m.settled(given.q, given.k),
              out: m.painOut(given.q, given.k), bounded: m.painBounded(given.q, given.c, given.k),
              slope: m.withSlope(given.q, given.k), slopes: m.slopes(given.y, given.k),
              pulls: m.pulls(given.y, given.k),
            }))""",
            {"text": text, "y": y.tolist(), "k": k.tolist(), "q": q, "c": c},
        )
        state, numbers = State(*y), SimpleNamespace(**dict(zip(PARAMETERS, k, strict=True)))
        links = slopes(state, numbers)
        here = {
            "rates": rates(state, numbers),
            "observables": observables(state, numbers),
            "jacobian": jacobian(state, numbers).ravel(),
            "settled": settled(q, numbers),
            "out": pain_out(q, numbers),
            "bounded": pain_out(q, numbers, c),
            "slope": with_slope(float(q), numbers),
            "slopes": [links[a.source, a.target] for a in arrows()],
            "pulls": [links[name, name] for name in State._fields],
        }
        for name, value in here.items():
            np.testing.assert_allclose(found[name], value, rtol=1e-10, atol=1e-12, err_msg=name)


@pytest.mark.needs_program("chromium")
@pytest.mark.needs_package("playwright")
def test_the_page_takes_every_preset_as_it_is(core: Callable[..., Any]) -> None:
    given = [preset["scenario"] for preset in listed()["PRESETS"]]
    found = core("given.map((plain) => core.check(plain))", given)
    assert found == [{"ok": True, "scenario": plain} for plain in given]
