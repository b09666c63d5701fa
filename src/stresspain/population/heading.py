"""What a file or a store of many people says about itself: everything that decides the answers, and what they mean."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from stresspain.model.errors import InputError, shown
from stresspain.model.parameters import PARAMETERS
from stresspain.population.people import People
from stresspain.population.recipe import told
from stresspain.population.work import PerPerson
from stresspain.simulation.outcomes import OUTCOMES
from stresspain.simulation.record import stamp
from stresspain.simulation.run import COLUMNS
from stresspain.simulation.scenario import Scenario

KIND = "ensemble"
TITLE = "Virtual people in a made-up model of the stress-pain cycle"
NOTE = "illustrative, not clinical"

#: Names that files keep for themselves.
_TAKEN = ("person", "day", "done", "failed", "reason")

#: What must be the same for a store to be gone on with, and how to say it.
_SAME = {
    "scenario": "another scenario",
    "people": "other people",
    "own": "other levels of their own",
    "engine": "another engine",
    "solver": "another version of the solver",
    "version": "another version of stresspain",
    "level": "another level to count from",
    "outcomes": "other outcomes",
    "columns": "other columns",
    "days": "other days",
}


def heading(
    people: People,
    scenario: Scenario,
    provenance: Mapping[str, Any],
    names: tuple[tuple[str, ...], tuple[str, ...]],
    days: list[float],
) -> dict[str, Any]:
    """Return the record of an ensemble, as plain data; `names` are those of outcomes and columns."""
    return {
        **stamp(KIND),
        "version": provenance["version"],
        "engine": provenance["engine"],
        "solver": solver(provenance["engine"]),
        "level": provenance["level"],
        "own": provenance.get("own"),
        "provenance": dict(provenance),
        "scenario": scenario.to_dict(),
        "people": told(people),
        "outcomes": list(names[0]),
        "columns": list(names[1]),
        "days": days,
    }


def solver(engine: str) -> str:
    """Return the package that integrates, with its version: another one may round differently."""
    try:
        return f"{engine} {version(engine)}"
    except PackageNotFoundError:
        return engine


def difference(here: Mapping[str, Any], there: Mapping[str, Any]) -> str:
    """Say in what two records differ, so that the answers may; nothing if they agree.

    Examples
    --------
    >>> difference({"level": 3.0}, {"level": 4.0})
    'another level to count from (4.0, here 3.0)'
    """
    for name, what in _SAME.items():
        if here.get(name) != there.get(name):
            given = [one.get(name) for one in (there, here)]
            short = all(isinstance(one, (str, int, float)) for one in given)
            return f"{what} ({given[0]}, here {given[1]})" if short else what
    return ""


def digest_of(own: Mapping[str, PerPerson]) -> str:
    """Return twelve digits that differ where levels of people's own differ."""
    told = hashlib.sha256()
    for name, levels in sorted(own.items()):
        told.update(name.encode())
        told.update(levels.days.tobytes())
        told.update(levels.values.tobytes())
    return told.hexdigest()[:12]


def text_of(record: Mapping[str, Any]) -> str:
    """Return a record as one text."""
    return json.dumps(record, ensure_ascii=True, allow_nan=False)


def record_of_text(text: object) -> dict[str, Any]:
    """Return the record that `text_of` wrote down.

    Raises
    ------
    InputError
        If it is none of an ensemble.
    """
    try:
        record = json.loads(str(text))
    except (ValueError, RecursionError):
        record = None
    if not isinstance(record, dict) or record.get("kind") != KIND or not {*_SAME, "provenance"} <= record.keys():
        raise InputError(f"its record, {shown(text)}, is not that of an ensemble of stresspain, or was damaged.")
    return record


def scenario_in(record: Mapping[str, Any]) -> Scenario:
    """Return the scenario of a record.

    Raises
    ------
    InputError
        If it is not the one that the answers came from.
    """
    try:
        scenario = Scenario.from_dict(record["scenario"])
        same = scenario.digest == record["provenance"]["scenario"]
    except (InputError, KeyError, TypeError, AttributeError):
        same = False
    if not same:
        raise InputError("its scenario is not the one that it was made with: its description was damaged.")
    return scenario


def labels(name: str, scenario: Scenario) -> dict[str, str]:
    """Return the attributes of an outcome or a column: unit and meaning.

    Examples
    --------
    >>> from stresspain.simulation.scenario import scenario
    >>> labels("days_above", scenario())
    {'units': 'd', 'long_name': 'days with felt pain above the level'}
    """
    if name in OUTCOMES:
        return {"units": OUTCOMES[name].unit, "long_name": OUTCOMES[name].meaning}
    unit, meaning = COLUMNS.get(name, ("-", f"effect level of {name}"))
    return {"units": unit, "long_name": meaning}


def labels_of_number(name: str) -> dict[str, str]:
    """Return the attributes of a number of people's own."""
    return {"units": PARAMETERS[name].unit, "long_name": f"each person's own: {PARAMETERS[name].meaning}"}


def name_of_number(name: str, record: Mapping[str, Any]) -> str:
    """Return what a number of people's own is called in a file: a kept column may have its name already.

    Examples
    --------
    >>> name_of_number("load", {"outcomes": [], "columns": ["load"]})
    'own_load'
    """
    return f"own_{name}" if name in (*record["outcomes"], *record["columns"], *_TAKEN) else name
