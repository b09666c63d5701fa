"""Scenarios as people write them, in TOML. A file is data: nothing in it is evaluated."""

from __future__ import annotations

import inspect
import math
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from stresspain.exchange.diary import Diary, read_diary
from stresspain.exchange.lines import Place, line_of
from stresspain.exchange.text import check_tame, read_text
from stresspain.model.catalogue import CATALOGUE, intervention
from stresspain.model.errors import InputError, shown, unknown
from stresspain.model.interventions import Intervention
from stresspain.model.plan import Plan
from stresspain.simulation.plain import intervention_of, person, table, text
from stresspain.simulation.scenario import Scenario, scenario

#: What a scenario file may hold.
KEYS = {
    "title": "a text for people",
    "author": "a text for people",
    "notes": "a text for people",
    "days": "length in whole days, or the days to report",
    "start": "'calm', 'painful' or five numbers",
    "load": "a number, steps [[0, 0.3], [20, 0.9]], or {diary = 'file.csv'}",
    "damage": "a number or steps",
    "person": "a table of the numbers that differ from their defaults",
    "levels": "effect levels on day 0 that an earlier run left behind, by intervention",
    "plan": "what is taken, one [[plan]] table each",
}

#: What a [[plan]] table may hold, as far as its intervention takes it.
OPTIONS = {
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
    "missing": "days whose dose is left out",
    "missing_weeks": "weeks left out; 1 is the first week of taking",
    "adherence": "probability that a day's dose is taken, 0 to 1; needs a seed",
    "seed": "a whole number: the same one leaves out the same days",
    "drowsy": "marks an intervention written out whole: whether it is known to make drowsy",
    "half_dose": "of one written out whole: dose in mg with half the full effect",
}

_KEPT = ("courses", "missing", "missing_weeks", "adherence", "seed")
_WHEN = ("start", "stop", "on", "off")
#: Largest scenario file, bytes.
LARGEST = 500_000

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
    place, written = read_text(path, "scenario", LARGEST)
    try:
        data = _parsed(written)
    except InputError as error:
        raise InputError(f"{place}: {error}") from None
    try:
        return _scenario(data, place.parent)
    except InputError as error:
        where, why = _blame(data, place.parent) or ((), error)
        line = line_of(written, where)
        raise InputError(f"{place}{f', line {line}' if line else ''}: {why}") from None


def has_long_key(written: str) -> re.Match[str] | None:
    """Return where a text looks as if a key had more than 16 parts, which would cost the parser much time."""
    return _LONG_KEY.search(written)


def _parsed(written: str) -> dict[str, Any]:
    """Parse TOML."""
    if found := has_long_key(written):
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
    levels = given.pop("levels", None)
    made = scenario(**given)
    return made if levels is None else Scenario.from_dict({**made.to_dict(), "levels": levels})


def _blame(data: Mapping[str, Any], folder: Path) -> tuple[Place, InputError] | None:
    """Return the first piece of a refused file that is refused by itself too, and why; none where no piece is."""
    for where, made in _pieces(data, folder):
        try:
            made()
        except InputError as error:
            return where, error
    return None


def _pieces(data: Mapping[str, Any], folder: Path) -> Iterator[tuple[Place, Callable[[], object]]]:
    """Give each piece of a file that can be tried alone, small ones first, with its place."""
    for name, value in data.items():
        if name == "person" and isinstance(value, dict):
            yield from (((name, key), partial(person, {key: number})) for key, number in value.items())
        elif name == "plan" and isinstance(value, list):
            for i, entry in enumerate(value):
                for key in _alone(entry):
                    yield (name, i, key), partial(_plan, [_only(entry, key)], i + 1)
                yield (name, i), partial(_plan, [entry], i + 1)
        if name != "levels":
            yield (name,), partial(_scenario, {name: value}, folder)


def _alone(entry: object) -> list[str]:
    """Return the keys of a [[plan]] table that can be tried beside its name alone."""
    if not isinstance(entry, dict) or "drowsy" in entry or ("intervention" in entry) == ("name" in entry):
        return []
    together = {*_WHEN, *_KEPT, "name", "reductions"}
    return sorted((key for key in entry if key not in together), key=lambda key: key != "intervention")


def _only(entry: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Return a [[plan]] table with its name and one more key."""
    return {k: v for k, v in entry.items() if k in ("intervention", "name", "reductions", key)}


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


def _plan(data: object, first: int = 1) -> Plan:
    """Make the plan, one intervention of each [[plan]] table, which are counted from `first`."""
    if not isinstance(data, list) or not all(isinstance(entry, dict) for entry in data):
        raise InputError(f"plan = {shown(data)} is not a list of tables. Begin each one with a line [[plan]].")
    made = Plan()
    for number, entry in enumerate(data, first):
        try:
            made += _intervention(entry)
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
    if "drowsy" in entry:
        return _whole(entry)
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
    table(entry, who, {name: OPTIONS.get(name, "") for name in (*needed, *options, *_KEPT)}, needed)
    taken = make(**{name: entry[name] for name in options if name in entry})
    if "courses" in entry:
        if both := [name for name in _WHEN if name in entry]:
            raise InputError(f"{who}: both courses and {both[0]} say when. Keep one of them.")
        taken = taken.during(*_list(who, entry, "courses", "[[0, 28], [56, 84]]"))
    return _kept(who, taken, entry)


def _kept(who: str, taken: Intervention, entry: Mapping[str, Any]) -> Intervention:
    """Leave out the doses that the entry says are left out."""
    taken = taken.missing(*_list(who, entry, "missing", "[3, 10]"))
    if "missing_weeks" in entry:
        taken = taken.missing_weeks(*_list(who, entry, "missing_weeks", "[3, 4]"))
    if ("adherence" in entry) != ("seed" in entry):
        raise InputError(f"{who}: adherence and seed go together, as in adherence = 0.7 and seed = 1.")
    return taken.adhered(entry["adherence"], seed=entry["seed"]) if "seed" in entry else taken


def _list(who: str, entry: Mapping[str, Any], name: str, such: str) -> list[Any]:
    """Return a list that an entry holds; an empty one where it holds none."""
    given = entry.get(name, [])
    if not isinstance(given, list):
        raise InputError(f"{who}: {name} = {shown(given)} is not a list such as {such}.")
    return given


def _whole(entry: Mapping[str, Any]) -> Intervention:
    """Make an intervention that is written out whole, as `Scenario.to_file` does where no shorter form will do."""
    courses = [
        [None if day == math.inf else day for day in each] if isinstance(each, list) else each
        for each in _list("plan", entry, "courses", "[[0, 28, 0.3]]")
    ]
    return intervention_of({"half_dose": None, "reading": "", **entry, "courses": courses})
