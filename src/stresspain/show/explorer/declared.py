"""What the explorer shows beside the equations, as JavaScript: every number with its range, meaning and grade.

Each line comes from the one declaration in the package, so a parameter, an intervention, a reading, a
shipped scenario or a safety note that is changed there is changed here by writing ``declared.js`` anew
(see `stresspain.show.explorer.javascript`).
"""

from __future__ import annotations

import inspect
import json
import re
import tomllib
from collections.abc import Callable, Mapping
from typing import Any

from stresspain.evidence import safety
from stresspain.evidence.rows import KNOWN
from stresspain.model.catalogue import CATALOGUE, READINGS
from stresspain.model.files import data_file
from stresspain.model.interventions import STRENGTH, TAU_E, Intervention
from stresspain.model.parameters import OUTSIDE, PARAMETERS, PERSONAL
from stresspain.model.plan import TAKEN_NAMES
from stresspain.model.quantity import GRADES, Quantity
from stresspain.model.schedule import LONGEST
from stresspain.model.views import view
from stresspain.simulation.outcomes import LEVEL
from stresspain.simulation.plain import FOR_PEOPLE, HALF_DOSE, KEYS
from stresspain.simulation.scenario import scenario

#: Which sliders stand together: group -> parameters.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "outside": OUTSIDE,
    "stress": ("k_ls", "k_qs", "k_sc"),
    "muscle": ("m_rest", "k_sm", "k_qm", "x_half"),
    "inflammation": ("k_si", "k_xi", "rho"),
    "pain": ("w_x", "w_i", "g", "p_half", "k_qf"),
    "sleep": ("k_sw", "k_qw", "k_wp"),
    "pace": tuple(name for name in PERSONAL if name.startswith("tau_")),
}

_HEAD = """\
// Generated from the declarations of stresspain by `python -m stresspain.show.explorer.javascript`: do not edit.
// Illustrative, not clinical: every size is chosen for teaching.
"""

_GREEK = {r"\rho": "ρ", r"\tau": "τ"}


def declared_javascript() -> str:
    """Return the text of ``declared.js``."""
    lists = {
        "LONGEST": LONGEST,
        "PAINFUL": LEVEL,
        "GRADES": GRADES,
        "GROUPS": GROUPS,
        "PARAMETERS": {q.name: _parameter(q) for q in PARAMETERS.values()},
        "READINGS": dict(READINGS),
        "CATALOGUE": {name: _intervention(name, make) for name, make in CATALOGUE.items()},
        "STRENGTH": _quantity(STRENGTH),
        "TAU_E": _quantity(TAU_E),
        "HALF_DOSE": _quantity(HALF_DOSE),
        "TAKEN_NAMES": sorted(TAKEN_NAMES),
        "KEYS": KEYS,
        "USUAL": scenario().to_dict(),
        "PRESETS": [_preset(name) for name in view("shipped scenarios")()],
        "SAFETY": [note._asdict() for note in safety()],
        "KNOWN": dict(KNOWN),
    }
    return "\n".join([_HEAD, *(f"export const {name} = {json_text(value)};" for name, value in lists.items()), ""])


def json_text(value: Any) -> str:
    """Return a value as JSON on one line, whole numbers without a point; a table of many lines one entry a line."""
    if isinstance(value, (dict, list)) and len(value) > 1 and all(isinstance(x, (dict, list)) for x in _values(value)):
        entries = (f"{json.dumps(k)}:{_line(x)}" for k, x in value.items()) if isinstance(value, dict) else ()
        open_, shut = ("{", "}") if isinstance(value, dict) else ("[", "]")
        return f"{open_}\n" + ",\n".join(entries or map(_line, value)) + f"\n{shut}"
    return _line(value)


def _values(value: dict[str, Any] | list[Any]) -> list[Any]:
    """Return what a table or a list holds."""
    return list(value.values()) if isinstance(value, dict) else value


def _line(value: Any) -> str:
    """Return JSON on one line."""
    return json.dumps(_whole(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _whole(value: Any) -> Any:
    """Return plain data with 2.0 as 2, as JavaScript writes it."""
    if isinstance(value, Mapping):
        return {name: _whole(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_whole(part) for part in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _quantity(q: Quantity) -> dict[str, Any]:
    """Return what a slider needs to know."""
    names = ("name", "default", "unit", "low", "high", "meaning")
    return {name: getattr(q, name) for name in names}


def _parameter(q: Quantity) -> dict[str, Any]:
    """Return a parameter with its letters, its group and how well it is founded."""
    group = next(name for name, members in GROUPS.items() if q.name in members)
    base, sub = _letters(q.symbol)
    return {**_quantity(q), "symbol": base, "sub": sub, "group": group, "grade": q.grade, "source": q.source}


def _letters(symbol: str) -> tuple[str, str]:
    """Return a LaTeX symbol as a letter and what hangs below it."""
    base, _, sub = symbol.partition("_")
    return _GREEK.get(base, base), re.sub(r"[{}]", "", sub).replace("1/2", "½")


def _intervention(name: str, make: Callable[..., Intervention]) -> dict[str, Any]:
    """Return what the catalogue makes, bare of courses, under each reading where there is a choice."""
    usual = make()
    readings = READINGS if usual.reading else ("",)
    reductions = {said: dict((make(reading=said) if said else usual).reductions) for said in readings}
    return {
        "name": name,
        "meaning": _meaning(make),
        "amount": _quantity(usual.amount) | {"default": usual.usual},
        "reductions": reductions,
        "tau_e": usual.tau_e,
        "half_dose": usual.half_dose,
        "reading": usual.reading,
        "drowsy": usual.drowsy,
    }


def _meaning(make: Callable[..., Intervention]) -> str:
    """Return what an intervention is, from the first sentence of its function."""
    first = (inspect.getdoc(make) or "").split("\n")[0]
    return first.removeprefix("Return ").rstrip(".")


def _preset(name: str) -> dict[str, Any]:
    """Return a shipped scenario in its plain form, with its question and answer."""
    library = view("shipped scenarios")()
    plain = library[name].to_dict()
    said = {"title": plain["title"], "question": library.question(name), "answer": library.answer(name)}
    bare = {key: x for key, x in plain.items() if key not in FOR_PEOPLE}
    return {"name": name, **said, **_diary(name), "scenario": bare}


def _diary(name: str) -> dict[str, str]:
    """Return which diary the file of a shipped scenario names: a page cannot read it."""
    load = tomllib.loads(data_file(f"scenarios/{name}.toml").read_text(encoding="utf-8")).get("load")
    return {"diary": load["diary"]} if isinstance(load, dict) else {}
