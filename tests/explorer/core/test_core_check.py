"""The page's rules against Python's: the same scenarios are taken, the same are refused, nothing ever throws."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from stresspain import CATALOGUE, PARAMETERS, InputError, Scenario, library

pytestmark = [pytest.mark.needs_program("chromium"), pytest.mark.needs_package("playwright")]

Core = Callable[..., Any]
Plain = dict[str, Any]

COUNT, SEED = 2000, 5
ROUND = str.maketrans("[]", "()")

#: What may stand where something else should.
NASTY: list[Any] = [
    *(None, True, False, 0, -0.0, 1, -1, 0.5, 1e-320, 1e308, -1e308, 10**25, 36500, 36501, 200, 365.0, 1.0000000001),
    *(
        "",
        "calm",
        "painful",
        "guide",
        "trials",
        "stress",
        "sleep",
        "k_sm",
        "tau_s",
        "__proto__",
        "constructor",
        "ß",
        "ª1",
        "𝒳",
        "a b",
    ),
    *("<img src=x onerror=alert(1)>", "\ud800", "x" * 300, "\u0000", "½", "toString", "1e5", "0x10"),
    *(
        [],
        {},
        [[]],
        [0],
        [0, 1],
        [[0, 0.3]],
        [[0, 0.3], [0, 0.4]],
        [[5, 0.3]],
        [0, 1, 2],
        [0, 7.5, 14],
        [3, 2],
        [[0, None]],
    ),
    *(
        [0.1, 1.2, 0.3, 0.1, 0.2],
        [0.1, 2.2, 0.3, 0.1, 0.2],
        [[0, None, 0.2], [5, 9]],
        [[0, 3], [3, 6]],
        [[5, 9], [0, 6]],
    ),
    *(
        {"a": 1},
        {"k_sm": 0.5},
        {"load": 0.3},
        {"tau_s": 1},
        {"k_ls": -3},
        {"__proto__": 1},
        {"damage": 1, "rho": 2.5},
        [{}],
        [None],
    ),
]


def mangled(draw: random.Random, base: list[Plain]) -> Plain:
    """Change a few things anywhere in a scenario."""
    plain = copy.deepcopy(draw.choice(base))
    for _ in range(draw.choice((1, 1, 1, 2, 3))):
        kind = draw.choice(("nasty", "nudge", "nudge", "out", "double", "swap", "add"))
        places = [(place, key) for place, key in _places(plain) if kind != "nudge" or type(place[key]) in (int, float)]
        if places:
            _change(draw, kind, *draw.choice(places))
    return plain


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Give every (container, key) inside, at any depth."""
    keys = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        yield from _places(value[key])


def _change(draw: random.Random, kind: str, place: Any, key: Any) -> None:
    """Change, leave out, add, double or swap one thing."""
    if kind == "out":
        del place[key]
    elif kind == "nudge":
        nudged = place[key] * draw.choice((-1, 0, 0.5, 1.01, 2, 10)) + draw.choice((0, 0, 0.1, -0.1))
        place[key] = nudged if abs(nudged) < 1e300 else 0
    elif kind == "double" and isinstance(place, list):
        place.insert(draw.randint(0, len(place)), copy.deepcopy(place[key]))
    elif kind == "swap":
        other = draw.choice(list(place) if isinstance(place, dict) else range(len(place)))
        place[key], place[other] = place[other], place[key]
    elif kind == "add" and isinstance(place, dict):
        place[draw.choice([*PARAMETERS, *CATALOGUE, "x", "__proto__", "levels", "title"])] = draw.choice(NASTY)
    else:
        place[key] = copy.deepcopy(draw.choice(NASTY))


def checked(core: Core, given: list[Any]) -> list[dict[str, Any]]:
    """Check many in the page."""
    found: list[dict[str, Any]] = json.loads(
        core("JSON.stringify(JSON.parse(given).map((plain) => core.check(plain)))", json.dumps(given))
    )
    return found


def in_python(data: Any) -> Plain | str:
    """Return the plain form of what Python takes, or why it refuses."""
    try:
        return Scenario.from_dict(data).to_dict()
    except InputError as error:
        return str(error)


@pytest.fixture(scope="module")
def base(drawn: Any) -> list[Plain]:
    """Scenarios to mangle: shipped ones and drawn ones."""
    every = [*library().values(), *drawn(7, 40)]
    return [json.loads(json.dumps(each.to_dict())) for each in every]


def test_two_thousand_mangled_scenarios_are_judged_as_in_python(
    core: Core, base: list[Plain], judged_alike: Any
) -> None:
    draw = random.Random(SEED)
    given = [mangled(draw, base) for _ in range(COUNT)]
    assert 0.1 * COUNT < len(judged_alike(given, map(in_python, given), checked(core, given))) < 0.9 * COUNT


def test_valid_scenarios_come_back_in_the_form_that_python_writes(core: Core, base: list[Plain]) -> None:
    for plain, there in zip(base, checked(core, base), strict=True):
        assert there == {"ok": True, "scenario": plain}
        assert [*there["scenario"]] == [*plain]


def test_whatever_is_no_scenario_is_refused_with_a_reason(core: Core) -> None:
    for there in checked(core, NASTY):
        assert not there["ok"]
        assert there["error"]["text"]


def test_what_json_cannot_hold_is_refused_too(core: Core) -> None:
    found = core(
        """[undefined, NaN, Infinity, () => 1, Symbol("x"), 10n, new Date(), new Map(), new Proxy({}, {
             ownKeys() { throw new Error("no") } }), Object.create(null), document.body,
             (() => { const a = { ...core.defaultScenario() }; a.person = a; return a; })(),
             { ...core.defaultScenario(), load: NaN }, { ...core.defaultScenario(), days: Infinity },
             { ...core.defaultScenario(), load: Array(5) }].map((x) => core.check(x).ok || core.solve(x).ok)"""
    )
    assert found == [False] * len(found)


def test_the_lessons_are_pythons_own(core: Core) -> None:
    usual = library()["late_start"].to_dict()
    wrong = [
        {**usual, "load": 2.5},
        {**usual, "load": [[0, 0.3], [5, 1.6]]},
        {**usual, "load": [[1, 0.3]]},
        {**usual, "load": [[0, 0.3], [0, 0.4]]},
        {**usual, "days": 0},
        {**usual, "days": [3, 2]},
        {**usual, "damage": "x"},
        {**usual, "person": {"k_qs": -0.1}},
        {**usual, "plan": [{**usual["plan"][0], "courses": [[0, 28, 600], [20, 40, 600]]}]},
        {**usual, "plan": [{**usual["plan"][0], "courses": [[28, 28]]}]},
        {**usual, "plan": [{**usual["plan"][0], "reductions": {"k_sm": 1.5}}]},
        {**usual, "plan": [{**usual["plan"][0], "reductions": {"tau_s": 0.5}}]},
        {**usual, "person": {"k_qz": 0.4}},
        {**usual, "person": {"rh": 0.4}},
        {**usual, "reading": "guide"},
        {name: value for name, value in usual.items() if name != "days"},
    ]
    for data, there in zip(wrong, checked(core, wrong), strict=True):
        # Pairs stand in round brackets in Python and in square ones here.
        assert there["error"]["text"].translate(ROUND) == str(in_python(data)).translate(ROUND)


def test_what_hangs_on_the_last_digit_or_on_a_name_is_judged_as_in_python(core: Core) -> None:
    usual = library()["late_start"].to_dict()
    (taken,) = usual["plan"]
    near = [
        *({**usual, "levels": {"adaptogen": level}} for level in (0.0, 1.0, 1 + 5e-10, 1 + 2e-9, -5e-10, -2e-9)),
        *({**usual, "start": [x, 1.2, 0.3, 0.1, 0.2]} for x in (0.0, -5e-10, -2e-9, 1.0, 1 + 5e-10, 1 + 2e-9)),
        *({**usual, "plan": [{**taken, "reductions": {"k_sm": size}}]} for size in (1.0, 1 + 1e-13, 1 + 1e-9)),
        *(
            {**usual, "plan": [{**taken, "name": name}]}
            for name in ("stress", "k_sm", "day", "felt_pain", "days", "Day")
        ),
        *({**usual, "load": [[0, 0.3], [day, 0.4]]} for day in (5e-324, 1e300)),
        *({**usual, "plan": [{**taken, "courses": [[0, 5], [5, 6, 0]]}]} for _ in (1,)),
    ]
    judged = [not isinstance(in_python(data), str) for data in near]
    assert [there["ok"] for there in checked(core, near)] == judged
    assert 0 < sum(judged) < len(judged)
