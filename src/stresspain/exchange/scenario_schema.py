"""The JSON Schema of scenario files, made of the declarations: editors complete and check by it.

The shipped ``data/scenarios/scenario.schema.json`` is what this module makes (``stresspain scenarios
--schema``); a test compares the two. A schema knows names, types and ranges; what hangs together
(courses that overlap, a painful start that must exist) only `read_scenario` knows.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Mapping
from typing import Any

from stresspain.exchange.diary import SCALES
from stresspain.exchange.scenario_toml import KEYS, OPTIONS
from stresspain.model.catalogue import CATALOGUE, READINGS, intervention
from stresspain.model.equations import State
from stresspain.model.interventions import ADHERENCE, DOSE, STRENGTH, TAU_E
from stresspain.model.parameters import PARAMETERS, PERSONAL
from stresspain.model.quantity import Quantity
from stresspain.model.schedule import LONGEST

#: The name of the shipped file, in ``data/scenarios``.
NAME = "scenario.schema.json"

_DAY = {"type": "number", "minimum": 0, "maximum": LONGEST}
_KEPT = ("courses", "missing", "missing_weeks", "adherence", "seed")

Schema = dict[str, Any]


def schema() -> Schema:
    """Return the schema as plain data.

    Returns
    -------
    dict
        JSON Schema, draft 7, the one that editors of TOML know.

    Examples
    --------
    >>> schema()["properties"]["person"]["properties"]["k_qs"]["maximum"]
    2
    """
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A stresspain scenario",
        "description": "Illustrative, not clinical: who, under what, taking what, for how long, from where.",
        **_object({name: {"description": said, **_ENTRIES[name]()} for name, said in KEYS.items()}),
    }


def schema_text() -> str:
    """Return the schema as it is shipped."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def _object(properties: Mapping[str, Schema], needed: tuple[str, ...] = ()) -> Schema:
    """Return the schema of a table that holds nothing else."""
    made: Schema = {"type": "object", "additionalProperties": False, "properties": dict(properties)}
    return made | ({"required": list(needed)} if needed else {})


def _number(quantity: Quantity) -> Schema:
    """Return the schema of a declared number."""
    return {
        "type": "number",
        "minimum": quantity.low,
        "maximum": quantity.high,
        "default": quantity.default,
        "description": f"{quantity.meaning} ({quantity.unit if quantity.unit != '-' else 'dimensionless'})",
    }


def _level(name: str) -> list[Schema]:
    """Return the forms of a level: a number, or steps."""
    number = _number(PARAMETERS[name])
    pair = {"type": "array", "items": [_DAY, number], "minItems": 2, "maxItems": 2}
    return [number, {"type": "array", "items": pair, "minItems": 1}]


def _days() -> Schema:
    """Return the forms of the days to report."""
    whole = {"type": "integer", "minimum": 1, "maximum": LONGEST}
    return {"default": 365, "anyOf": [whole, {"type": "array", "items": _DAY, "minItems": 1}]}


def _start() -> Schema:
    """Return the forms of a start."""
    five = len(State._fields)
    states = {"type": "array", "items": {"type": "number", "minimum": 0}, "minItems": five, "maxItems": five}
    return {"default": "calm", "anyOf": [{"enum": ["calm", "painful"]}, states]}


def _load() -> Schema:
    """Return the forms of a load."""
    diary = _object({"diary": {"type": "string"}, "scale": {"enum": list(SCALES)}}, ("diary",))
    return {"anyOf": [*_level("load"), diary]}


def _plan() -> Schema:
    """Return the forms of what is taken: each of the catalogue, one's own, or one written out whole."""
    ours = [_taken(name) for name in CATALOGUE]
    return {"type": "array", "items": {"anyOf": [*ours, _own(), _whole()]}}


def _taken(name: str) -> Schema:
    """Return the schema of something of the catalogue."""
    options = inspect.signature(CATALOGUE[name]).parameters
    rest = {option: _OPTION[option] for option in (*options, *_KEPT)}
    return _object({"intervention": {"const": name}, **_described(rest)}, ("intervention",))


def _own() -> Schema:
    """Return the schema of an intervention of one's own."""
    options = inspect.signature(intervention).parameters
    return _object(_described({name: _OPTION[name] for name in (*options, *_KEPT)}), ("name", "reductions"))


def _whole() -> Schema:
    """Return the schema of an intervention written out whole."""
    names = ("name", "reductions", "tau_e", "drowsy", "courses", "half_dose", "reading")
    whole = {name: _OPTION[name] for name in names} | {"reading": {"enum": ["", *READINGS]}}
    return _object(_described(whole), names[:5])


def _described(properties: Mapping[str, Schema]) -> dict[str, Schema]:
    """Add to each option what it is."""
    return {name: {"description": OPTIONS[name], **made} for name, made in properties.items()}


_TEXT: Schema = {"type": "string"}
_REDUCIBLE = [name for name in PARAMETERS if not name.startswith("tau_")]
_COURSE = {"type": "array", "items": {"type": "number", "minimum": 0}, "minItems": 2, "maxItems": 3}

_OPTION: Mapping[str, Schema] = {
    "name": {"type": "string", "pattern": r"^[^\W\d]\w*$"},
    "reductions": _object({name: {"type": "number", "description": PARAMETERS[name].meaning} for name in _REDUCIBLE}),
    "tau_e": _number(TAU_E),
    "dose_mg": _number(DOSE),
    "strength": _number(STRENGTH),
    "reading": {"enum": list(READINGS)},
    "start": _DAY,
    "stop": {"type": "number", "exclusiveMinimum": 0},
    "on": {"type": "number", "exclusiveMinimum": 0, "maximum": LONGEST},
    "off": {"type": "number", "exclusiveMinimum": 0, "maximum": LONGEST},
    "courses": {"type": "array", "items": _COURSE},
    "missing": {"type": "array", "items": _DAY},
    "missing_weeks": {"type": "array", "items": {"type": "integer", "minimum": 1}},
    "adherence": _number(ADHERENCE),
    "seed": {"type": "integer", "minimum": 0},
    "drowsy": {"type": "boolean"},
    "half_dose": {"type": "number", "exclusiveMinimum": 0},
}

_ENTRIES = {
    "title": lambda: _TEXT,
    "author": lambda: _TEXT,
    "notes": lambda: _TEXT,
    "days": _days,
    "start": _start,
    "load": _load,
    "damage": lambda: {"anyOf": _level("damage")},
    "person": lambda: _object({name: _number(PARAMETERS[name]) for name in PERSONAL}),
    "levels": lambda: {"type": "object", "additionalProperties": {"type": "number"}},
    "plan": _plan,
}
