"""Links, Python and TOML that the page writes: Python reads them as the same scenario, and the other way round."""

from __future__ import annotations

import base64
import json
import random
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from stresspain import InputError, Scenario, adaptogen, intervention, library, read_scenario, scenario
from stresspain.exchange.scenario_write import toml_of

pytestmark = [pytest.mark.needs_program("chromium"), pytest.mark.needs_package("playwright")]

Core = Callable[..., Any]

#: What is hard to write: digits, letters, names.
HARD = (
    scenario(load=[(0, 1e-7), (1e-5, 0.1 + 0.2), (2, 1.0), (3, 5e-324)], person={"rho": -0.5, "tau_s": 123.456}),
    scenario(title='"""', author="half a\ttab\x7f", notes="dots ......................... \\ and\n\nlines \u2028 ☕ 𝒳"),
    scenario(title=".".join("a b" * 10), author=". ".join("abcdefghijklmnopqrstuvw"), notes="x.y" * 30),
    scenario(plan=[intervention("größe", {"k_sm": 0.3}, tau_e=0.05), adaptogen(600).stopped()]),
    scenario(plan=[intervention("__proto__", {"k_sm": 0.3})], days=[0.5, 1e-3 + 1, 3e4], start=[0.1, 1.2, 0.3, 4e5, 0]),
    scenario(plan=adaptogen(0).during((0, 28), (28, 56, 600), (1000, None, 1e-3)), days=36500),
)


@pytest.fixture(scope="module")
def every(drawn: Any) -> list[Scenario]:
    """Shipped, drawn and hard scenarios."""
    return [*library().values(), *drawn(41, 60), *HARD]


def written(core: Core, expression: str, given: list[Any]) -> list[Any]:
    """Evaluate an expression for each of many scenarios, `x`."""
    code = f"Promise.all(JSON.parse(given).map(async (x) => {expression})).then((all) => JSON.stringify(all))"
    found: list[Any] = json.loads(core(code, json.dumps(given)))
    return found


def plain(every: list[Scenario]) -> list[dict[str, Any]]:
    return [each.to_dict() for each in every]


def same(a: Scenario, b: Scenario) -> bool:
    """Say whether two scenarios are the same, what is said for people included."""
    return a.digest == b.digest and (a.title, a.author, a.notes) == (b.title, b.author, b.notes)


def test_python_reads_the_links_of_the_page(core: Core, every: list[Scenario]) -> None:
    for each, word in zip(every, written(core, "core.encode(x)", plain(every)), strict=True):
        assert same(Scenario.from_text(word), each)


def test_the_page_reads_the_links_of_python(core: Core, every: list[Scenario]) -> None:
    for each, found in zip(every, written(core, "core.decode(x)", [e.to_text() for e in every]), strict=True):
        assert found["ok"], found
        assert same(Scenario.from_dict(found["scenario"]), each)


def test_the_python_of_the_page_runs_and_makes_the_same_scenario(core: Core, every: list[Scenario]) -> None:
    for each, text in zip(every, written(core, "core.toPython(x)", plain(every)), strict=True):
        head, _, run = text.partition("run = ")
        assert run == "sp.simulate(scenario)\nprint(run.explain())\n"
        names: dict[str, Any] = {}
        exec(compile(head, "<the page>", "exec"), names)
        assert same(names["scenario"], each)
        assert "not clinical" in text


def test_the_python_of_a_catalogue_plan_is_short(core: Core) -> None:
    given = scenario(load=0.4, start="painful", plan=adaptogen(600, stop=84))
    (text,) = written(core, "core.toPython(x)", [given.to_dict()])
    assert 'sp.adaptogen(600, reading="guide", stop=84)' in text
    assert len(text.splitlines()) < 16


def test_the_toml_of_the_page_is_pythons_to_the_letter(core: Core, every: list[Scenario]) -> None:
    for each, text in zip(every, written(core, "core.toToml(x)", plain(every)), strict=True):
        # In long texts the page writes every dot as a code, Python only where they would look like an endless key.
        assert text.replace("\\u002e", ".") == toml_of(each).replace("\\u002e", ".")


def test_python_reads_the_toml_of_the_page(core: Core, every: list[Scenario], tmp_path: Path) -> None:
    for i, (each, text) in enumerate(zip(every, written(core, "core.toToml(x)", plain(every)), strict=True)):
        path = tmp_path / f"{i}.toml"
        path.write_text(text, encoding="utf-8")
        assert same(read_scenario(path), each)


def word_of(raw: bytes) -> str:
    """Pack any bytes as a link's word."""
    return "sp1." + base64.urlsafe_b64encode(zlib.compress(raw, 9)).decode().rstrip("=")


#: Words that hold something odd.
ODD = (
    *(
        "",
        "sp1",
        "sp1.",
        "sp2.abc",
        "sp1.A",
        "sp1.AA",
        "sp1.AAAA",
        "sp01.abc",
        "SP1.abc",
        "sp1.ä",
        " sp1.abc ",
        "x" * 300_000,
    ),
    *(
        word_of(x)
        for x in (b"", b"{}", b"[]", b"null", b"1", b'"x"', b"{", b"NaN", b"[Infinity]", b"\xff", b"{}{}", b" {}")
    ),
    *(word_of(b"[" * n + b"]" * n) for n in (7, 8, 9, 5000)),
    word_of(b"0" * 3_000_000),
    word_of(b'{"person":{},"load":0.3,"damage":0,"plan":[],"days":' + b"9" * 5000 + b',"start":"calm"}'),
    word_of(b'\xef\xbb\xbf{"person":{},"load":0.3,"damage":0,"plan":[],"days":5,"start":"calm"}'),
    word_of(b'{"person":{},"load":0.3,"damage":0,"plan":[],"days":5,"days":6,"start":"calm"}'),
    word_of(b'{"person":{},"load":0.3,"damage":0,"plan":[],"days":5,"start":"calm","notes":"\\ud800"}'),
    word_of(b'{"person":{},"load":0.3,"damage":0,"plan":[],"days":5,"start":"calm","title":"<img src=x onerror=a()>"}'),
    word_of(b'{"person":{},"load":0.3,"damage":0,"plan":[],"days":5,"start":"calm","__proto__":{"days":7}}'),
    word_of(
        b'{"person":{"k_qf":1},"load":0,"damage":0,"plan":[{"name":"x","reductions":{"load":-99999999999999999999},'
        b'"tau_e":1,"half_dose":null,"reading":"","drowsy":false,"courses":[]}],"days":5,"start":"calm"}'
    ),
    word_of(b"{}") + "AAAA",
)


#: Where a word is refused for its size alone, both say so.
BOUNDS = ("nested", "unpacks to more")


def test_odd_and_damaged_words_are_judged_as_in_python(core: Core, every: list[Scenario]) -> None:
    draw = random.Random(6)
    words = [*ODD]
    for _ in range(400):
        letters = list(draw.choice(every[:60]).to_text())
        for _ in range(draw.randint(1, 3)):
            place = draw.randrange(len(letters))
            change = draw.choice(("out", "other", "cut", "more"))
            if change == "cut":
                del letters[place:]
                break
            letters[place : place + 1] = {
                "out": [],
                "other": [draw.choice("AZaz09-_.=+/ ")],
                "more": ["A", letters[place]],
            }[change]
            if not letters:
                break
        words.append("".join(letters))
    taken = 0
    for word, found in zip(words, written(core, "core.decode(x)", words), strict=True):
        here = in_python(word)
        assert found["ok"] == isinstance(here, Scenario), (word[:80], found)
        if isinstance(here, str):
            assert found["error"]["code"] != "unexpected", found
            assert [said in found["error"]["text"] for said in BOUNDS] == [said in here for said in BOUNDS]
            assert 10 < len(found["error"]["text"]) < 500
        else:
            taken += 1
            assert same(Scenario.from_dict(found["scenario"]), here)
    assert taken >= 3


def in_python(word: str) -> Scenario | str:
    """Read a word, or say why Python refuses it."""
    try:
        return Scenario.from_text(word)
    except InputError as error:
        return str(error)


def test_what_is_too_long_for_a_link_is_refused(core: Core) -> None:
    draw = np.random.default_rng(1)
    long = scenario(load=[(float(i), float(x)) for i, x in enumerate(draw.uniform(0, 1, 30_000))])
    with pytest.raises(InputError):
        long.to_text()
    code = "core.encode(JSON.parse(given)).then(() => 'taken', (error) => error.message)"
    assert "share a file instead" in core(code, json.dumps(long.to_dict()))
