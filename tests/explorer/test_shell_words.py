"""Every language of the explorer says all there is to say: the same keys, the same places for numbers."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import stresspain.show.explorer.page as page_module
from stresspain.evidence import safety
from stresspain.exchange.library import library
from stresspain.model.catalogue import CATALOGUE, READINGS
from stresspain.model.interventions import DOSE, STRENGTH, TAU_E
from stresspain.model.parameters import PARAMETERS
from stresspain.model.quantity import GRADES
from stresspain.simulation.plain import HALF_DOSE, KEYS

WEB = Path(page_module.__file__).parent / "web" / "src"
CATALOGUES = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in (WEB / "strings").glob("*.json")}
OTHERS = sorted(set(CATALOGUES) - {"en"})

#: A text that the code asks for by its name.
ASKED = re.compile(r"""\bt\(\s*"([a-z_]+(?:\.[\w/]+)*)\"""")


def slug(topic):
    """Write a topic as the page does in its keys."""
    return re.sub(r"[^a-z]+", "_", topic.lower())


def declared():
    """Return key -> English text of all that the package itself says in English."""
    words = {f"parameter.{q.name}": q.meaning for q in PARAMETERS.values()}
    words |= {f"meaning.{q.name}": q.meaning for q in (DOSE, STRENGTH, TAU_E, HALF_DOSE)}
    words |= {f"key.{name}": text for name, text in KEYS.items()}
    for name in CATALOGUE:
        words[f"intervention.{name}"] = name.replace("_", " ")
        words[f"intervention.{name}.words"] = ""
    words |= {f"reading.{name}.words": text for name, text in READINGS.items()}
    words |= {f"grade.{name}.words": text for name, text in GRADES.items()}
    words |= {f"known.{name}": "" for name in ("read", "partly", "second-hand", "derived", "judgement")}
    for name in library():
        words[f"preset.{name}.title"] = library()[name].title
        words[f"preset.{name}.question"] = library().question(name)
        words[f"preset.{name}.answer"] = library().answer(name)
    for note in safety():
        words[f"safety.{slug(note.topic)}.topic"] = note.topic
        words[f"safety.{slug(note.topic)}.statement"] = note.statement
    return words


def numbers(text):
    """Return the numbers of a text, whichever comma its language writes."""
    bare = re.sub(r"(\d),(\d{3})\b", r"\1\2", text)
    return {float(n.replace(",", ".")) for n in re.findall(r"\d+(?:[.,]\d+)?", bare)}


def test_there_are_at_least_english_spanish_and_german():
    assert {"en", "es", "de"} <= set(CATALOGUES)


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_every_text_and_no_other(language):
    assert set(CATALOGUES[language]) == set(CATALOGUES["en"]) | set(declared())


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_fills_in_the_same_values(language):
    def places(text):
        return sorted(set(re.findall(r"\{\w+\}", text)))

    english = declared() | CATALOGUES["en"]
    differ = {k for k, text in CATALOGUES[language].items() if places(text) != places(english[k])}
    assert differ == set()


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_holds_the_numbers_of_its_original(language):
    wrong = {}
    for key, text in declared().items():
        if key.startswith(("preset.", "safety.")) and numbers(text) != numbers(CATALOGUES[language][key]):
            wrong[key] = numbers(text), numbers(CATALOGUES[language][key])
    assert wrong == {}


@pytest.mark.parametrize("language", sorted(CATALOGUES))
def test_no_text_is_empty_or_holds_markup(language):
    bad = {k for k, text in CATALOGUES[language].items() if not text.strip(" ") or re.search(r"[<>]", text)}
    assert bad == set()


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_is_not_the_english_text(language):
    alike = {
        k
        for k, text in CATALOGUES[language].items()
        if re.search(r"[a-z]{3} [a-z]{3}", text) and text == CATALOGUES["en"].get(k)
    }
    assert alike == set()


def test_every_text_that_the_code_asks_for_is_there():
    known = set(CATALOGUES["en"]) | set(declared())
    asked = {
        (path.name, key)
        for path in sorted((WEB / "shell").glob("*.js"))
        for key in ASKED.findall(path.read_text(encoding="utf-8"))
    }
    assert len(asked) > 80
    assert {(where, key) for where, key in asked if key not in known} == set()


def test_no_module_of_the_page_reads_markup_or_writes_style_into_it():
    forbidden = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|cssText|\"style\"|eval\(")
    found = {
        (path.name, word)
        for path in sorted(WEB.rglob("*.js"))
        if path.name not in ("declared.js", "model.js")
        for word in forbidden.findall(path.read_text(encoding="utf-8"))
    }
    assert found == set()


def test_every_lesson_of_the_core_has_its_sentence_and_none_is_left_over():
    said = re.compile(r"""(?:new Lesson|\.inside|fault|say)\(\s*["`]([\w.]+)""")
    core = [path.read_text(encoding="utf-8") for path in (*(WEB / "core").glob("*.js"), WEB / "shell" / "share.js")]
    found = {key for text in core for key in said.findall(text)}
    lessons = {key.removeprefix("lesson.") for key in CATALOGUES["en"] if key.startswith("lesson.")}
    for lesson in lessons - {"or"}:
        name = lesson.removeprefix("read.")
        assert {lesson, name, f"lesson.{lesson}", f"{name.rpartition('.')[0]}."} & found, lesson
    known = lessons | {f"read.{name}" for name in ("", "{code}")} | set(CATALOGUES["en"]) | set(declared())
    assert {key for key in found if not {key, f"read.{key}"} & known and not key.endswith(".")} == set()
