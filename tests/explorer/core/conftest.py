"""Scenarios drawn at random over the whole declared ranges, the same on every machine."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import Any

import pytest

from stresspain import CATALOGUE, PARAMETERS, READINGS, InputError, Scenario, intervention, scenario
from stresspain.model.interventions import Intervention
from stresspain.model.parameters import PERSONAL

#: A quarter of an hour, days.
PULSE = 1 / 96


@pytest.fixture(scope="session")
def drawn() -> Callable[[int, int], list[Scenario]]:
    """Give `count` valid scenarios of a seed."""

    def of(seed: int, count: int) -> list[Scenario]:
        draw = random.Random(seed)
        return [next(_valid(draw)) for _ in range(count)]

    return of


@pytest.fixture(scope="session")
def judged_alike() -> Callable[[Iterable[Any], Iterable[Any], Iterable[dict[str, Any]]], list[Any]]:
    """Compare what Python makes of each thing given (plain data, or why it refuses) with the page; pair the taken."""

    def compare(given: Iterable[Any], in_python: Iterable[Any], on_page: Iterable[dict[str, Any]]) -> list[Any]:
        taken = []
        for what, here, there in zip(given, in_python, on_page, strict=True):
            if isinstance(here, str):
                assert not there["ok"], f"only Python refuses: {here}\n{what}"
                assert there["error"]["code"] != "unexpected", there
                assert 10 < len(there["error"]["text"]) < 1000
                continue
            assert there["ok"], f"only the page refuses: {there}\n{what}"
            assert there["scenario"] == here
            taken.append((there["scenario"], here))
        return taken

    return compare


def _valid(draw: random.Random) -> Iterator[Scenario]:
    """Give scenarios that the package takes and that have the start they ask for."""
    while True:
        try:
            given = _scenario(draw)
            given.initial()
        except InputError:
            continue
        yield given


def _scenario(draw: random.Random) -> Scenario:
    last = draw.randint(20, 365)
    plan = [_taken(draw, name, last) for name in draw.sample([*CATALOGUE, "warm_baths"], draw.choice((0, 1, 2, 3, 5)))]
    made = scenario(
        person={name: _number(draw, name) for name in PERSONAL if draw.random() < 0.8},
        load=_level(draw, "load", last),
        damage=_level(draw, "damage", last) if draw.random() < 0.4 else 0.0,
        plan=plan,
        days=last if draw.random() < 0.5 else sorted({0.0, float(last), *(draw.uniform(0, last) for _ in range(20))}),
        start=_start(draw),
        title=draw.choice(("", "a term, ½ past ☕ \"quoted\" \\ 'single'", "two\nlines")),
    )
    levels = [(taken.name, draw.random()) for taken in plan if draw.random() < 0.3]
    return Scenario.from_dict({**made.to_dict(), "levels": dict(levels)})


def _number(draw: random.Random, name: str) -> float:
    """Draw from the whole range; a time constant evenly in its logarithm."""
    q = PARAMETERS[name]
    if q.unit == "d":
        return math.exp(draw.uniform(math.log(q.low), math.log(q.high)))
    return draw.choice((q.low, q.high)) if draw.random() < 0.05 else draw.uniform(q.low, q.high)


def _level(draw: random.Random, name: str, last: int) -> Any:
    """Draw a number, steps, pulses of a quarter of an hour, or a diary."""
    q = PARAMETERS[name]

    def level() -> float:
        return draw.uniform(q.low, q.high)

    kind = draw.choice(("number", "steps", "pulses", "diary"))
    if kind == "number":
        return level()
    if kind == "diary":
        return [(float(day), level()) for day in range(min(last, 60))]
    days = sorted({0.0, *(draw.uniform(0, last) for _ in range(draw.randint(1, 6)))})
    if kind == "steps":
        return [(day, level()) for day in days]
    usual = level()
    pulses = [
        step for a, b in pairwise([*days[1:], math.inf]) if b - a > PULSE for step in ((a, level()), (a + PULSE, usual))
    ]
    return [(0.0, usual), *pulses]


def _taken(draw: random.Random, name: str, last: int) -> Intervention:
    """Draw something taken: for good, for a while, or in courses with breaks and other amounts."""
    own = {"k_ls": draw.uniform(-0.2, 1), "w_i": draw.uniform(0, 1), "rho": draw.uniform(0, 1.5)}
    if name == "warm_baths":
        made = intervention(name, own, strength=draw.random(), tau_e=_tau(draw))
    elif name == "adaptogen":
        made = CATALOGUE[name](draw.uniform(0, 2000), reading=draw.choice([*READINGS]))
    else:
        made = CATALOGUE[name](draw.random())
    kind = draw.choice(("for good", "a while", "courses", "stopped"))
    if kind in ("for good", "stopped"):
        return made if kind == "for good" else made.stopped()
    edges = sorted(draw.uniform(0, last) for _ in range(2 if kind == "a while" else 2 * draw.randint(2, 5)))
    return made.during(
        *(
            (a, b, *([_amount(draw, made)] if draw.random() < 0.3 else []))
            for a, b in zip(edges[::2], edges[1::2], strict=True)
        )
    )


def _amount(draw: random.Random, made: Intervention) -> float:
    return draw.uniform(made.amount.low, made.amount.high)


def _tau(draw: random.Random) -> float:
    return math.exp(draw.uniform(math.log(0.05), math.log(365)))


def _start(draw: random.Random) -> Any:
    """Draw an ending or any state."""
    if draw.random() < 0.7:
        return draw.choice(("calm", "painful"))
    return [draw.random(), 1 + draw.random(), draw.random(), 2 * draw.random(), draw.random()]
