"""TOML that is pasted into the page against Python's reader: the same scenarios, the same refusals, nothing throws."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stresspain import InputError, Scenario, library, read_scenario
from stresspain.exchange.scenario_toml import KEYS, OPTIONS
from stresspain.exchange.scenario_write import toml_of
from stresspain.model.files import data_file

pytestmark = [pytest.mark.needs_program("chromium"), pytest.mark.needs_package("playwright")]

Core = Callable[..., Any]

COUNT, SEED = 2000, 8

#: What may stand where something else should.
VALUES = (
    *("1979-05-27", "1979-05-27T07:32:00Z", "07:32:00", "2021-02-30", "inf", "-inf", "nan", "true", "-0.0", "1e400"),
    *(
        "9" * 40,
        str(2**63),
        "-" + str(2**63),
        str(2**53 + 1),
        "0x10",
        "0o7",
        "1_000",
        "1__0",
        "+5",
        "01",
        ".5",
        "5.",
        "1e3",
    ),
    *('""', "''", '"calm"', '"""a\nb"""', "'''x'''", '"\\u00e9"', '"\\ud800"', '"\\q"', '"a\tb"', '"<b>"'),
    *("[]", "{}", "[[]]", "[0, 1,]", "[0, 1, 2]", "[[0, 0.3], [5, 0.4]]", "[[0, inf]]", "[[0, 28, 0.5], [30, 40]]"),
    *("{a = 1}", "{k_sm = 0.5}", "{k_sm.x = 1}", '{diary = "../diaries/exam_term.csv"}', '{diary = "x.csv"}'),
    *("0", "1", "0.5", "84", "365.0", "36500", "36501", '"guide"', '"trials"', '"warm_baths"', '"stress"', '"sleep"'),
    *("[1, 2.5, 3]", "[" * 12 + "]" * 12, "[0.1, 1.2, 0.3, 0.1, 0.2]", "{a = {b = {c = {d = {e = {f = {g = {}}}}}}}}"),
)
NAMES = (
    *KEYS,
    *OPTIONS,
    *(
        "__proto__",
        "constructor",
        "toString",
        '"a b"',
        "''",
        "lod",
        "k_sm",
        "person.k_sm",
        "x.y.z",
        "ß",
        '"k_sm"',
        "levels.sleep",
    ),
    *("a." * 20 + "b", "[plan]", "load.diary"),
)
HEADS = (
    "[person]",
    "[[plan]]",
    "[levels]",
    "[plan]",
    "[[person]]",
    "[__proto__]",
    "[a.b.c]",
    "[[plan]] # <b>",
    "[ person ]",
    "[[plan",
    "\ufeff",
)
LETTERS = "=[]{}\"'#., \n\t\r\0_-+eE09aé𝒳\u2028\x7f"


def mangled(draw: random.Random, base: list[str]) -> str:
    """Change a few things anywhere in a file."""
    lines = draw.choice(base).split("\n")
    for _ in range(draw.choice((1, 1, 1, 2, 3))):
        at = draw.randrange(len(lines))
        kind = draw.choice(("value", "value", "name", "add", "add", "head", "out", "double", "letter"))
        name, eq, _ = lines[at].partition("=")
        if kind == "value" and eq:
            lines[at] = f"{name}= {draw.choice(VALUES)}"
        elif kind == "name" and eq:
            lines[at] = lines[at].replace(name, f"{draw.choice(NAMES)} ", 1)
        elif kind == "add":
            lines.insert(at, f"{draw.choice(NAMES)} = {draw.choice(VALUES)}")
        elif kind == "head":
            lines.insert(at, draw.choice(HEADS))
        elif kind == "out":
            del lines[at]
        elif kind == "double":
            lines.insert(draw.randint(0, len(lines)), lines[at])
        else:
            place = draw.randint(0, len(lines[at]))
            lines[at] = lines[at][:place] + draw.choice(LETTERS) + lines[at][place + draw.randint(0, 1) :]
        lines = lines or [""]
    return "\n".join(lines)


@pytest.fixture
def in_python(tmp_path: Path) -> Callable[[str], Any]:
    """Return the plain form of what Python takes of a text, or why it refuses."""
    shutil.copytree(data_file("diaries/exam_term.csv").parent, tmp_path / "diaries")
    path = tmp_path / "scenarios" / "given.toml"
    path.parent.mkdir()

    def read(text: str) -> Any:
        path.write_text(text, encoding="utf-8", newline="")
        try:
            return json.loads(json.dumps(read_scenario(path).to_dict()))
        except InputError as error:
            return re.sub(r"^.*?given\.toml(?:, line \d+)?: ", "", str(error))

    return read


def read(core: Core, texts: list[str]) -> list[dict[str, Any]]:
    """Read many texts in the page."""
    found: list[dict[str, Any]] = json.loads(core("JSON.stringify(given.map((text) => core.readToml(text)))", texts))
    return found


def shipped() -> list[str]:
    """Return the texts of the shipped scenario files."""
    return [data_file(f"scenarios/{name}.toml").read_text(encoding="utf-8") for name in library()]


def test_every_shipped_file_is_read_as_in_python(core: Core) -> None:
    for name, found in zip(library(), read(core, shipped()), strict=True):
        assert found == {"ok": True, "scenario": json.loads(json.dumps(library()[name].to_dict()))}


def test_what_python_and_the_page_write_is_read_back(core: Core, drawn: Any) -> None:
    every = [*library().values(), *drawn(43, 60)]
    plain = [json.loads(json.dumps(each.to_dict())) for each in every]
    assert [found.get("scenario") for found in read(core, [toml_of(each) for each in every])] == plain
    again = core(
        "JSON.stringify(JSON.parse(given).map((x) => core.readToml(core.toToml(x)).scenario))", json.dumps(plain)
    )
    assert json.loads(again) == plain


#: Ways to say when, one each.
TIMED = r"""
on = 10\noff = 4\nstop = 90
on = 0.1\noff = 0.2\nstart = 3\nstop = 9.95
on = 0.1\noff = 1e-18\nstop = 3
courses = [[30, inf], [0, 14, {half}]]
stop = 20\nmissing = [3, 10.5, 30]
missing = [0, 1, 2]
missing_weeks = [1, 3]\nstart = 5\nstop = 40.5
stop = 3\nmissing = [0, 1, 2]
courses = [[0, 20.5], [21, 30, {half}]]\nadherence = 0.6\nseed = 9223372036854775807
stop = 84\nadherence = 0\nseed = 0
stop = 400\nadherence = 0.5\nseed = 12345678901\nmissing_weeks = [2]\nmissing = [100]
""".strip().split("\n")


@pytest.mark.parametrize(("name", "half"), [("adaptogen", 300), ("sleep", 0.1)])
def test_breaks_and_missed_doses_are_those_of_python(core: Core, in_python: Any, name: str, half: float) -> None:
    texts = [
        f'[[plan]]\nintervention = "{name}"\n' + said.replace("\\n", "\n").replace("{half}", str(half))
        for said in TIMED
    ]
    for text, found in zip(texts, read(core, texts), strict=True):
        here = in_python(text)
        assert isinstance(here, dict), here
        assert found == {"ok": True, "scenario": here}, text


def test_two_thousand_mangled_files_are_judged_as_in_python(
    core: Core, in_python: Any, drawn: Any, judged_alike: Any
) -> None:
    draw = random.Random(SEED)
    base = [*shipped(), *(toml_of(each) for each in drawn(44, 20))]
    texts = [mangled(draw, base) for _ in range(COUNT)]
    taken = judged_alike(texts, map(in_python, texts), read(core, texts))
    assert 0.1 * COUNT < len(taken) < 0.9 * COUNT
    assert all(Scenario.from_dict(there).digest == Scenario.from_dict(here).digest for there, here in taken)


def test_the_page_reads_toml_1_1_as_newer_pythons_do(core: Core) -> None:
    text = '[[plan]]\nname = "b\\x61ths"\nreductions = {\n  k_sm = 0.3, # final comma\n}\n'
    (found,) = read(core, [text])
    assert (found["scenario"]["plan"][0]["name"], found["scenario"]["plan"][0]["reductions"]) == (
        "baths",
        {"k_sm": 0.3},
    )


#: Files that are refused with the sentence that Python has.
WRONG = (
    "load = 2.5",
    "damage = [[0, 0.1], [5, 0.6]]",
    "days = 0",
    "[person]\nk_qz = 0.4",
    "plan = 3",
    "[[plan]]\nstop = 84",
    '[[plan]]\nintervention = "adaptogn"',
    '[[plan]]\nintervention = "adaptogen"\ndose = 3',
    '[[plan]]\nintervention = "adaptogen"\ndose_mg = 3000',
    '[[plan]]\nintervention = "adaptogen"\nreading = "gide"',
    '[[plan]]\nintervention = "sleep"\non = 3',
    '[[plan]]\nintervention = "sleep"\non = 3\noff = 0',
    '[[plan]]\nintervention = "sleep"\non = 3\noff = 40000',
    '[[plan]]\nintervention = "sleep"\nstart = -1',
    '[[plan]]\nintervention = "sleep"\nstop = 5\ncourses = [[0, 3]]',
    '[[plan]]\nintervention = "sleep"\nmissing = 3',
    '[[plan]]\nintervention = "sleep"\nmissing_weeks = [0]',
    '[[plan]]\nintervention = "sleep"\nseed = 1',
    '[[plan]]\nintervention = "sleep"\nadherence = 0.5\nseed = 1',
    '[[plan]]\nintervention = "sleep"\nstop = 5\nadherence = 0.5\nseed = -1',
    '[[plan]]\nintervention = "sleep"\nstop = 5\nadherence = 1.5\nseed = 1',
    '[[plan]]\nname = "sleep"\nreductions = {k_sm = 0.3}',
    '[[plan]]\nname = "baths"\nreductions = {k_sm = 1.5}',
    '[[plan]]\nname = "baths"\nreductions = {tau_s = 0.5}',
    '[[plan]]\nname = "baths"',
)


def test_the_lessons_are_pythons_own(core: Core, in_python: Any) -> None:
    for text, found in zip(WRONG, read(core, list(WRONG)), strict=True):
        assert found["error"]["text"] == in_python(text), text
