"""A scenario as plain numbers, texts, lists and dicts, and back without loss: the form that machines keep.

It holds everything that a run depends on, reductions included, so that a file written today still
says what ran when the catalogue has changed. People write the shorter TOML form of
`stresspain.exchange.scenario_toml`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from stresspain.model.catalogue import READINGS, arrow
from stresspain.model.errors import InputError, shown, unknown
from stresspain.model.interventions import TAU_E, Intervention
from stresspain.model.parameters import PARAMETERS, Person
from stresspain.model.quantity import Quantity, real
from stresspain.model.schedule import Courses, Steps, steps

if TYPE_CHECKING:
    from stresspain.simulation.scenario import Scenario

#: What is said for people and changes nothing.
FOR_PEOPLE = ("title", "author", "notes")

#: What a plain scenario holds; all after the start may be absent.
KEYS = {
    "person": "the numbers that differ from their defaults",
    "load": "a number, or [day, level] pairs",
    "damage": "a number, or [day, level] pairs",
    "plan": "a list of interventions",
    "days": "a whole number, or the days to report",
    "start": "calm, painful or five numbers",
    "levels": "effect levels on day 0",
    "title": "a text for people",
    "author": "a text for people",
    "notes": "a text for people",
}

_INTERVENTION_KEYS = {
    "name": "one word",
    "reductions": "parameter and reduction at full effect",
    "tau_e": "how slowly the effect comes and goes, days",
    "half_dose": "dose in mg with half the full effect, or null",
    "reading": "what is believed of it, or an empty text",
    "drowsy": "whether it is known to make drowsy",
    "courses": "[start, stop, amount] each; a stop of null means for good",
}

#: The dose with half the full effect of whatever is taken in mg.
HALF_DOSE = Quantity("half_dose", "", 200, "mg/day", 1e-6, 1e6, "dose with half the full effect", "chosen")
#: An engine may leave an effect level this far outside 0 to 1.
_SLACK = 1e-9


# --- there ----------------------------------------------------------------------------------------


def to_plain(scenario: Scenario) -> dict[str, Any]:
    """Return a scenario as numbers, texts, lists and dicts that JSON can hold."""
    plain: dict[str, Any] = {
        "person": scenario.person.changes,
        "load": _plain_steps(scenario.load),
        "damage": _plain_steps(scenario.damage),
        "plan": [_plain_intervention(taken) for taken in scenario.plan],
        "days": scenario.days if isinstance(scenario.days, int) else list(scenario.days),
        "start": scenario.start if isinstance(scenario.start, str) else list(scenario.start),
    }
    if scenario.levels:
        plain["levels"] = dict(scenario.levels)
    return plain | {name: said for name in FOR_PEOPLE if (said := getattr(scenario, name))}


def _plain_steps(given: Steps) -> float | list[list[float]]:
    """Return a single number, or [day, level] pairs."""
    if len(given.values) == 1:
        return given.values[0]
    return [list(pair) for pair in zip(given.days, given.values, strict=True)]


def _plain_intervention(taken: Intervention) -> dict[str, Any]:
    """Return an intervention as plain data; a course for good has no stop."""
    return {
        "name": taken.name,
        "reductions": dict(taken.reductions),
        "tau_e": taken.tau_e,
        "half_dose": taken.half_dose,
        "reading": taken.reading,
        "drowsy": taken.drowsy,
        "courses": [[c.start, None if c.stop == math.inf else c.stop, c.amount] for c in taken.courses.taken],
    }


# --- and back -------------------------------------------------------------------------------------


def from_plain(data: object) -> dict[str, Any]:
    """Return what `stresspain.scenario` takes, and `levels` beside it, from the plain form.

    Raises
    ------
    InputError
        For anything missing, unknown (with the nearest name), of the wrong type or out of range.
    """
    given = table(data, "scenario", KEYS, needed=tuple(KEYS)[:6])
    levels = table(given.get("levels", {}), "levels", None)
    plan = [intervention_of(each) for each in _list(given["plan"], "plan")]
    return {
        "person": person(given["person"]),
        "load": steps(given["load"], PARAMETERS["load"]),
        "damage": steps(given["damage"], PARAMETERS["damage"]),
        "plan": plan,
        "days": given["days"],
        "start": given["start"],
        "levels": [(name, _level(name, level, plan)) for name, level in levels.items()],
        **{name: given.get(name, "") for name in FOR_PEOPLE},
    }


def table(data: object, what: str, known: Mapping[str, str] | None, needed: tuple[str, ...] = ()) -> Mapping[str, Any]:
    """Return `data` if it is a mapping that holds all that is needed and nothing unknown.

    Raises
    ------
    InputError
        If it does not, naming what is missing or the nearest known name.
    """
    if not isinstance(data, Mapping):
        raise InputError(f"{what} = {shown(data)} is not a table of names and values.")
    for name in data:
        if not isinstance(name, str) or (known is not None and name not in known):
            raise unknown(f"entry of {what}", name, known or {})
    for name in needed:
        if name not in data:
            raise InputError(f"{what} has no {name!r}{f' ({known[name]})' if known else ''}.")
    return data


def person(data: object) -> Person:
    """Return a person from a table of numbers.

    Raises
    ------
    InputError
        For an unknown name (with the nearest one) or a number out of range.
    """
    return Person(**table(data, "person", None))


def text(value: object, what: str) -> str:
    """Return `value` if it is a text that a file can hold.

    Raises
    ------
    InputError
        If it is not.
    """
    if not isinstance(value, str):
        raise InputError(f"{what} = {shown(value)} is not a text. Put it in quotes.")
    if not value.isprintable() and any("\ud800" <= letter <= "\udfff" for letter in value):
        raise InputError(f"{what} = {shown(value)} holds half a character, which no file can. Leave it out.")
    return value


def _list(value: object, what: str) -> list[Any]:
    """Return `value` if it is a list."""
    if not isinstance(value, list):
        raise InputError(f"{what} = {shown(value)} is not a list.")
    return value


def intervention_of(data: object) -> Intervention:
    """Return an intervention of its plain form.

    Raises
    ------
    InputError
        For anything missing, unknown (with the nearest name), of the wrong type or out of range.
    """
    given = table(data, "intervention", _INTERVENTION_KEYS, needed=tuple(_INTERVENTION_KEYS))
    name = text(given["name"], "name")
    if not name.isidentifier():
        raise InputError(f"An intervention cannot be called {shown(name)}. Use one word such as 'warm_baths'.")
    reading = text(given["reading"], f"{name}: reading")
    if reading and reading not in READINGS:
        raise unknown("reading", reading, READINGS)
    if not isinstance(given["drowsy"], bool):
        raise InputError(f"{name}: drowsy = {shown(given['drowsy'])} must be true or false.")
    bare = Intervention(
        name,
        _reductions(name, given["reductions"]),
        TAU_E.check(given["tau_e"]),
        Courses(),
        None if given["half_dose"] is None else HALF_DOSE.check(given["half_dose"]),
        reading,
        given["drowsy"],
    )
    taken = _list(given["courses"], f"{name}: courses")
    return bare.during(*taken) if taken else bare


def _reductions(who: str, data: object) -> tuple[tuple[str, float], ...]:
    """Return reductions by arrow, sorted; whether they keep the ranges depends on the person and is checked there."""
    given = table(data, f"{who}: reductions", None)
    return tuple(
        sorted(
            (name, real(size, f"{who}: reduction of {name}", arrow(who, name).meaning)) for name, size in given.items()
        )
    )


def _level(name: str, value: object, plan: list[Intervention]) -> float:
    """Check an effect level on day 0."""
    if name not in {taken.name for taken in plan}:
        raise unknown("intervention of the plan", name, {taken.name: "" for taken in plan})
    level = real(value, f"level of {name}", "effect level on day 0")
    if not -_SLACK <= level <= 1 + _SLACK:
        raise InputError(f"level of {name} = {level:g} lies outside 0 to 1 (effect level on day 0).")
    return level
