"""Scenarios written as TOML that people can read and that reads back without loss."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from stresspain.exchange.scenario_toml import LARGEST, has_long_key
from stresspain.model.catalogue import CATALOGUE
from stresspain.model.errors import InputError
from stresspain.model.files import write_whole
from stresspain.model.interventions import DOSE, Intervention
from stresspain.model.schedule import Steps
from stresspain.simulation.plain import FOR_PEOPLE
from stresspain.simulation.scenario import Scenario

_FIRST = "# A stresspain scenario. Illustrative, not clinical: made for teaching, and no advice."
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def write_scenario(scenario: Scenario, path: str | Path) -> Path:
    """Write a scenario file that `read_scenario` reads back equal in every bit.

    A diary is written as the steps it came to; what the catalogue makes is written by its name.

    Parameters
    ----------
    scenario : Scenario
    path : str or Path
        Missing folders are made; an older file is replaced only when the new one is whole.

    Returns
    -------
    Path

    Raises
    ------
    InputError
        If the file cannot be written (an older one is then left as it was), or would be larger than
        scenario files may be.
    """
    written = toml_of(scenario)
    size = len(written.encode())
    if size > LARGEST:
        raise InputError(
            f"As a scenario file this would take {size:,} bytes; {LARGEST:,} at most. It has too many steps, courses "
            "or days: keep the load in a diary (.csv), or keep the run (run.to_csv), which holds its scenario."
        )
    return write_whole(Path(path), written)


def toml_of(scenario: Scenario) -> str:
    """Return a scenario as TOML.

    Examples
    --------
    >>> from stresspain.simulation.scenario import scenario
    >>> print(toml_of(scenario(load=0.4, days=84)))
    # A stresspain scenario. Illustrative, not clinical: made for teaching, and no advice.
    <BLANKLINE>
    days = 84
    start = "calm"
    load = 0.4
    damage = 0
    <BLANKLINE>
    """
    days = scenario.days
    lines = [_FIRST, ""]
    lines += [f"{name} = {_text(said)}" for name in FOR_PEOPLE if (said := getattr(scenario, name))]
    lines += [f"days = {days if isinstance(days, int) else _numbers(days)}"]
    start = scenario.start
    lines += [f"start = {_text(start) if isinstance(start, str) else _numbers(start)}"]
    lines += [f"load = {_steps(scenario.load)}", f"damage = {_steps(scenario.damage)}", ""]
    lines += _section("person", scenario.person.changes.items())
    lines += _section("levels", scenario.levels)
    for taken in scenario.plan:
        lines += ["[[plan]]", *(f"{name} = {said}" for name, said in _intervention(taken).items()), ""]
    return "\n".join(lines)


def _section(name: str, pairs: Iterable[tuple[str, float]]) -> list[str]:
    """Write a table of numbers, if it holds any."""
    rows = [f"{_key(key)} = {_number(value)}" for key, value in pairs]
    return [f"[{name}]", *rows, ""] if rows else []


def _intervention(taken: Intervention) -> dict[str, str]:
    """Return the entries of a [[plan]] table: short where the catalogue makes the same thing, whole where not."""
    short = _of_catalogue(taken)
    if short:
        return short
    courses = ([c.start, c.stop, c.amount] for c in taken.courses.taken)
    whole: dict[str, str] = {
        "name": _text(taken.name),
        "reductions": "{" + ", ".join(f"{_key(name)} = {_number(size)}" for name, size in taken.reductions) + "}",
        "tau_e": _number(taken.tau_e),
        "drowsy": "true" if taken.drowsy else "false",
        "courses": _list(_numbers(each) for each in courses),
    }
    if taken.half_dose is not None:
        whole["half_dose"] = _number(taken.half_dose)
    if taken.reading:
        whole["reading"] = _text(taken.reading)
    return whole


def _of_catalogue(taken: Intervention) -> dict[str, str]:
    """Return how the catalogue would be asked for the same thing; nothing where it cannot be."""
    if taken.name not in CATALOGUE or not taken.courses.taken:
        return {}
    options: dict[str, Any] = {"reading": taken.reading} if taken.reading else {}
    amount = "dose_mg" if taken.amount is DOSE else "strength"
    bare = CATALOGUE[taken.name](taken.usual, **options)
    courses = [tuple(c) if c.amount != taken.usual else (c.start, c.stop) for c in taken.courses.taken]
    if bare.during(*courses) != taken:
        return {}
    said = {"intervention": _text(taken.name), amount: _number(taken.usual)}
    said |= {name: _text(value) for name, value in options.items()}
    if len(courses) > 1:
        return {**said, "courses": _list(map(_numbers, courses))}
    (only,) = taken.courses.taken
    said |= {"start": _number(only.start)} if only.start else {}
    return said | ({"stop": _number(only.stop)} if only.stop < math.inf else {})


def _steps(given: Steps) -> str:
    """Write a level: a number, or pairs."""
    if len(given.values) == 1:
        return _number(given.values[0])
    return _list(_numbers(pair) for pair in zip(given.days, given.values, strict=True))


def _numbers(given: Iterable[float]) -> str:
    """Write a list of numbers."""
    return _list(map(_number, given))


def _list(parts: Iterable[str]) -> str:
    """Write a list, several lines long where one would not do."""
    parts = list(parts)
    one = f"[{', '.join(parts)}]"
    return one if len(one) <= 100 else "[\n" + "".join(f"  {part},\n" for part in parts) + "]"


def _number(value: float) -> str:
    """Write a number so that every bit of it comes back."""
    whole = value == math.floor(value) if math.isfinite(value) else False
    return str(int(value)) if whole and abs(value) < 1e15 and str(value) != "-0.0" else repr(float(value))


def _key(name: str) -> str:
    """Write a key, in quotes where it needs them."""
    return name if _BARE.fullmatch(name) else _text(name)


def _text(said: str) -> str:
    """Write a text; one of several lines keeps them."""
    lines = [json.dumps(line, ensure_ascii=False)[1:-1].replace("\x7f", "\\u007f") for line in said.split("\n")]
    written = f'"{lines[0]}"' if len(lines) == 1 else '"""\n' + "\n".join(lines) + '"""'
    # Many dots in a row look like an endless key to the check that guards the parser.
    return written.replace(".", "\\u002e") if has_long_key(written) else written
