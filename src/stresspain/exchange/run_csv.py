"""Runs as CSV files: comment lines that say what ran and how, then every column, exact to the last bit."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from stresspain.exchange.text import check_tame, read_text
from stresspain.model.equations import State
from stresspain.model.errors import InputError, shown
from stresspain.model.files import write_whole
from stresspain.model.quantity import real
from stresspain.simulation.engines import ELSEWHERE, ENGINES
from stresspain.simulation.plain import table
from stresspain.simulation.run import COLUMNS, Run
from stresspain.simulation.scenario import Scenario

_FIRST = "# stresspain run, format 1: illustrative, not clinical"
_LARGEST = 200_000_000


def write_run(run: Run, path: str | Path) -> Path:
    """Write a run to a CSV file that `read_run` reads back without loss.

    Readers that skip lines beginning with ``#`` see a plain table, one row for each day reported.

    Parameters
    ----------
    run : Run
    path : str or Path
        Missing folders are made; an older file is replaced only when the new one is whole.

    Returns
    -------
    Path

    Raises
    ------
    InputError
        If the file cannot be written; an older file is then left as it was.
    """
    units = ", ".join(f"{name} {unit}" for name, (unit, _) in COLUMNS.items() if unit != "-")
    comments = [
        _FIRST,
        f"# units: {units}; everything else is a dimensionless index",
        f"# provenance: {json.dumps(dict(run.provenance))}",
        f"# scenario: {json.dumps(run.scenario.to_dict())}",
    ]
    body = io.StringIO()
    writer = csv.writer(body, lineterminator="\n")
    writer.writerow(run.columns)
    writer.writerows(zip(*(run[name].tolist() for name in run.columns), strict=True))
    lines = [*comments, *body.getvalue().split("\n")]
    lines.insert(len(comments), f"# check: {_check(lines)}")
    return write_whole(Path(path), "\n".join(lines))


def read_run(path: str | Path) -> Run:
    """Read a run that `write_run` wrote, or the explorer in its page.

    Parameters
    ----------
    path : str or Path

    Returns
    -------
    Run
        Equal in scenario, days, states, levels and provenance.

    Raises
    ------
    InputError
        If the file is missing, was not written by `write_run`, or was changed or cut short since.
    """
    place, text = read_text(path, "run", _LARGEST)
    try:
        return _run(text.split("\n"))
    except InputError as error:
        raise InputError(f"{place}: {error}") from None


def _run(lines: list[str]) -> Run:
    """Put a run together from the lines of its file."""
    if lines[0] != _FIRST:
        raise InputError(f"not a run written by run.to_csv: its first line is not {_FIRST!r}.")
    stated = _comment(lines, 4, "check")
    if stated != _check(lines[:4] + lines[5:]):
        raise InputError("the file was changed or cut short after it was written (its check does not fit).")
    made = Scenario.from_dict(_json(lines, 3, "scenario"))
    provenance = _provenance(_json(lines, 2, "provenance"), made)
    names, numbers = _table(lines[5:])
    wanted = ("day", *State._fields, *(taken.name for taken in made.plan))
    if not set(wanted) <= set(names):
        raise InputError(f"the columns {shown(names)} are not those of its scenario.")
    columns = {name: numbers[:, names.index(name)] for name in wanted}
    if not np.array_equal(columns["day"], made.grid):
        raise InputError("the days of the table are not those of its scenario.")
    return Run(
        scenario=made,
        days=made.grid,
        states=_frozen([columns[name] for name in State._fields], len(numbers)),
        levels=_frozen([columns[taken.name] for taken in made.plan], len(numbers)),
        provenance=provenance,
    )


def _check(lines: Sequence[str]) -> str:
    """Return sixteen hexadecimal digits that change when anything in the file does."""
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def _comment(lines: Sequence[str], at: int, name: str) -> str:
    """Return what a comment line says."""
    line = lines[at] if at < len(lines) else ""
    if not line.startswith(f"# {name}: "):
        raise InputError(f"line {at + 1} does not give the {name}; the file is cut short or not a run of stresspain.")
    return line.partition(": ")[2]


def _json(lines: Sequence[str], at: int, name: str) -> Any:
    """Return the JSON of a comment line."""
    try:
        data = json.loads(_comment(lines, at, name))
    except (ValueError, RecursionError) as error:
        raise InputError(f"line {at + 1}: the {name} is not JSON: {shown(str(error))}.") from None
    check_tame(data, name)
    return data


def _provenance(data: Any, made: Scenario) -> Mapping[str, Any]:
    """Check that the provenance is one, and speaks of this scenario."""
    given = table(data, "provenance", None, needed=("version", "engine", "scenario"))
    if not isinstance(given["version"], str) or given["engine"] not in [*ENGINES, *ELSEWHERE]:
        raise InputError("line 3: the provenance must name the version and the engine.")
    if given["scenario"] != made.digest:
        raise InputError("line 3: the provenance speaks of another scenario than the one in line 4.")
    for name in given.keys() - {"engine", "version", "scenario"}:
        real(given[name], name, "tolerance of the engine")
    return MappingProxyType(dict(given))


def _table(lines: Sequence[str]) -> tuple[list[str], npt.NDArray[np.float64]]:
    """Return the head and the numbers, shape (n_days, n_columns)."""
    try:
        head, *rows = csv.reader((line for line in lines if line), strict=True)
        numbers = np.array([[float(cell) for cell in row] for row in rows], dtype=float)
    except (csv.Error, ValueError) as error:
        raise InputError(f"the table cannot be read: {shown(str(error))}.") from None
    if numbers.ndim != 2 or numbers.shape[1] != len(head) or not np.isfinite(numbers).all():
        raise InputError("the table must hold a head and rows of finite numbers, all of one length.")
    return head, numbers


def _frozen(columns: Sequence[npt.NDArray[np.float64]], rows: int) -> npt.NDArray[np.float64]:
    """Return a read-only array of these columns, shape (rows, n_columns)."""
    array = np.column_stack(columns) if columns else np.empty((rows, 0))
    array.flags.writeable = False
    return array
