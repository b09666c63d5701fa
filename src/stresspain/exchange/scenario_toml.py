"""Scenarios as people write them, in TOML. A file is data: nothing in it is evaluated."""

from __future__ import annotations

import inspect
import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from stresspain.exchange.diary import Diary, read_diary
from stresspain.exchange.text import check_tame, read_text
from stresspain.model.errors import InputError, shown, unknown
from stresspain.model.interventions import CATALOGUE, Intervention, intervention
from stresspain.simulation.plain import person, table, text
from stresspain.simulation.scenario import Scenario, scenario

#: What a scenario file may hold.
KEYS = {
    "title": "a text for people",
    "days": "length in whole days, or the days to report",
    "start": "'calm', 'painful' or five numbers",
    "load": "a number, steps [[0, 0.3], [20, 0.9]], or {diary = 'file.csv'}",
    "damage": "a number or steps",
    "person": "a table of the numbers that differ from their defaults",
    "plan": "what is taken, one [[plan]] table each",
}

_OPTIONS = {
    "intervention": "a name of the catalogue",
    "name": "one word for an intervention of your own",
    "reductions": "arrows turned down, such as {k_sm = 0.3}",
    "tau_e": "how slowly the effect comes and goes, days",
    "dose_mg": "mg a day",
    "strength": "share of the full effect, 0 to 1",
    "reading": "guide, trials or none",
    "start": "first day",
    "stop": "the day it ends",
    "on": "days taken in a row",
    "off": "days of break",
    "courses": "[start, stop] or [start, stop, amount] each",
}

_WHEN = ("start", "stop", "on", "off")
_LARGEST = 500_000

# The time and memory that a dotted key costs the parser grow with the square of its parts.
_PART = r"""(?:[A-Za-z0-9_-]{1,200}+|"(?:[^"\\\n]|\\.){0,200}+"|'[^'\n]{0,200}+')"""
_LONG_KEY = re.compile(rf"(?<![A-Za-z0-9_-])(?:{_PART}[ \t]*+\.[ \t]*+){{16}}")


def read_scenario(path: str | Path) -> Scenario:
    """Read a scenario file.

    Everything in it is optional; see `KEYS`, and ``data/scenarios`` for examples. A diary is looked
    for beside the file; where one is given and `days` is not, the run covers the diary.

    Parameters
    ----------
    path : str or Path

    Returns
    -------
    Scenario

    Raises
    ------
    InputError
        If the file or its diary cannot be read, is not TOML (with the line), holds a name that is
        not known (with the nearest one), or a value that cannot be used.

    Examples
    --------
    >>> from stresspain.model.files import data_file
    >>> late = read_scenario(data_file("scenarios/late_start.toml"))
    >>> print(*late.plan)
    adaptogen 600 mg a day (guide reading)
    """
    place, written = read_text(path, "scenario", _LARGEST)
    try:
        return _scenario(_parsed(written), place.parent)
    except InputError as error:
        raise InputError(f"{place}: {error}") from None


def _parsed(written: str) -> dict[str, Any]:
    """Parse TOML."""
    if found := _LONG_KEY.search(written):
        line = written.count("\n", 0, found.start()) + 1
        raise InputError(f"line {line}: a name with more than 16 parts; a scenario needs two at most.")
    try:
        data = tomllib.loads(written)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"not valid TOML: {error}. Texts stand in quotes, steps in [[day, level], ...].") from None
    except ValueError:  # Python does not read whole numbers of more than 4,300 digits.
        raise InputError("not a scenario: a whole number has thousands of digits.") from None
    except RecursionError:
        raise InputError("not a scenario: tables and lists are nested too deep.") from None
    check_tame(data, "not a scenario")
    return data


def _scenario(data: Mapping[str, Any], folder: Path) -> Scenario:
    """Make the scenario of a parsed file."""
    given = dict(table(data, "a scenario", KEYS))
    if "person" in given:
        given["person"] = person(given["person"])
    if "plan" in given:
        given["plan"] = _plan(given["plan"])
    if isinstance(given.get("load"), dict):
        diary = _diary(given["load"], folder)
        given = {"days": diary.length, **given, "load": diary.load}
    return scenario(**given)


def _diary(data: Mapping[str, Any], folder: Path) -> Diary:
    """Read the diary that a load names."""
    given = table(data, "load", {"diary": "a CSV file", "scale": "0-10 or 0-1"}, needed=("diary",))
    name = Path(text(given["diary"], "load: diary"))
    if name.is_absolute():
        raise InputError(
            f"load: diary = {shown(str(name))} is a place on one computer only. "
            "Keep the diary near the scenario and write its name from there, such as 'diary.csv'."
        )
    try:
        return read_diary(folder / name, scale=given.get("scale"))
    except InputError as error:
        raise InputError(f"load: {error}") from None


# --- the plan -------------------------------------------------------------------------------------


def _plan(data: object) -> list[Intervention]:
    """Make the plan, one intervention of each [[plan]] table."""
    if not isinstance(data, list) or not all(isinstance(entry, dict) for entry in data):
        raise InputError(f"plan = {shown(data)} is not a list of tables. Begin each one with a line [[plan]].")
    made = []
    for number, entry in enumerate(data, 1):
        try:
            made.append(_intervention(entry))
        except InputError as error:
            raise InputError(f"plan {number}: {error}") from None
    return made


def _intervention(entry: Mapping[str, Any]) -> Intervention:
    """Make one intervention, of the catalogue or the user's own."""
    if ("intervention" in entry) == ("name" in entry):
        raise InputError(
            "give either intervention = 'adaptogen' (or another name of the catalogue), or an intervention of your "
            "own: name = 'warm_baths' and reductions = {k_sm = 0.3}."
        )
    if "name" in entry:
        return _made("an intervention of your own", intervention, entry, ("name", "reductions"))
    name = text(entry["intervention"], "intervention")
    if name not in CATALOGUE:
        raise unknown("intervention", name, dict.fromkeys(CATALOGUE, ""))
    return _made(name, CATALOGUE[name], entry, ("intervention",))


def _made(
    who: str, make: Callable[..., Intervention], entry: Mapping[str, Any], needed: tuple[str, ...]
) -> Intervention:
    """Call a function of the catalogue (or `intervention`) with what the entry says, then set its courses."""
    options = list(inspect.signature(make).parameters)
    table(entry, who, {name: _OPTIONS.get(name, "") for name in (*needed, *options, "courses")}, needed)
    taken = make(**{name: entry[name] for name in options if name in entry})
    if "courses" not in entry:
        return taken
    if both := [name for name in _WHEN if name in entry]:
        raise InputError(f"{who}: both courses and {both[0]} say when. Keep one of them.")
    if not isinstance(entry["courses"], list):
        raise InputError(f"{who}: courses = {shown(entry['courses'])} is not a list such as [[0, 28], [56, 84]].")
    return taken.during(*entry["courses"])
