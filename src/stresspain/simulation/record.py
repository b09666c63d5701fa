"""What a file says about where its numbers came from: enough to work them out again, and to see whether they agree.

A record is plain data that JSON can hold: the version, every scenario whole, engine and tolerances, and
what was found. Pictures, tables and pages carry one; `stresspain.reproduce` reads it.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from typing import Any

from stresspain import __version__
from stresspain.simulation.outcomes import LEVEL, OUTCOMES
from stresspain.simulation.run import Run

#: The name under which files hold their record.
NAME = "stresspain"
FORMAT = 1


def record_of(kind: str, runs: Mapping[str, Run], *, level: float = LEVEL, **more: Any) -> dict[str, Any]:
    """Return the record of something made of runs.

    Parameters
    ----------
    kind : str
        What it is, such as "comparison".
    runs : mapping of str to Run
        By label.
    level : float
        Felt pain (0-10) that outcomes count from.
    **more
        Whatever else it depends on, as plain data.

    Returns
    -------
    dict
        Plain numbers, texts, lists and dicts.

    Examples
    --------
    >>> from stresspain.simulation.run import simulate
    >>> record_of("run", {"a week": simulate(load=0.2, days=7)})["runs"]["a week"]["scenario"]["load"]
    0.2
    """
    told = {
        label: {
            "provenance": dict(run.provenance),
            "scenario": run.scenario.to_dict(),
            "outcomes": {n: plain_number(value) for n, value in outcomes_of(run, level).items()},
        }
        for label, run in runs.items()
    }
    return {**stamp(kind), "level": level, **more, "runs": told}


def stamp(kind: str) -> dict[str, Any]:
    """Return what every record begins with.

    Examples
    --------
    >>> stamp("comparison")["note"]
    'illustrative, not clinical'
    """
    return {"format": FORMAT, "kind": kind, "version": __version__, "note": "illustrative, not clinical"}


def outcomes_of(run: Run, level: float = LEVEL) -> dict[str, float]:
    """Return every outcome of a run (units in `OUTCOMES`; NaN where the question does not arise).

    Examples
    --------
    >>> from stresspain.simulation.run import simulate
    >>> outcomes_of(simulate(load=0.2, days=7))["days_above"]
    0.0
    """
    return {name: float(o.of(run.days, run["felt_pain"], level)) for name, o in OUTCOMES.items()}


def as_text(record: Mapping[str, Any]) -> str:
    """Return a record as one line of JSON in ASCII.

    Examples
    --------
    >>> as_text({"kind": "comparison", "level": 3.0})
    '{"kind": "comparison", "level": 3.0}'
    """
    return json.dumps(record, ensure_ascii=True, allow_nan=False)


def fingerprint(text: str) -> str:
    """Return sixteen hexadecimal digits that differ where texts differ.

    Examples
    --------
    >>> fingerprint("calm") == fingerprint("painful")
    False
    """
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def plain_number(value: float) -> float | None:
    """Return a number as JSON holds it: none where there is none.

    Examples
    --------
    >>> plain_number(float("nan")) is None
    True
    """
    return value if math.isfinite(value) else None
