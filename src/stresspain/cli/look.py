"""Commands that look things up: `parameters`, `evidence`, `doctor`."""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import platform
from collections.abc import Callable
from typing import Any

from stresspain import __version__, evidence
from stresspain.cli.given import add_json
from stresspain.cli.printed import print_json
from stresspain.evidence.table import NO_ADVICE, Table
from stresspain.model.parameters import PARAMETERS
from stresspain.model.quantity import GRADES
from stresspain.simulation.engines import engine

_REQUIRED = ("numpy", "scipy", "matplotlib")
_OPTIONAL = {
    "heyoka": "the fast engine; type: pip install heyoka",
    "jupyterlab": "notebooks; type: pip install jupyterlab",
    "anywidget": "the explorer in a notebook; type: pip install anywidget",
    "sympy": "equations as LaTeX; type: pip install sympy",
    "pandas": "tables as data frames; type: pip install pandas",
    "statsmodels": "trials read by ancova; type: pip install statsmodels",
    "xarray": "many people as labelled data; type: pip install 'stresspain[many]'",
    "zarr": "many people in a folder; type: pip install 'stresspain[many]'",
    "h5netcdf": "many people in one file; type: pip install 'stresspain[many]'",
    "distributed": "many people on many machines; type: pip install 'stresspain[scale]'",
}

_TABLES: dict[str, Callable[[bool], Table[Any]]] = {
    "claims": lambda _: evidence.claims(),
    "trials": lambda verified_only: evidence.trials(verified_only=verified_only),
    "facts": lambda _: evidence.facts(),
    "safety": lambda _: evidence.safety(),
    "grades": lambda _: evidence.grades(),
    "methods": lambda _: evidence.methods(),
}


def add(commands: Any) -> None:
    """Declare the commands."""
    table = commands.add_parser("parameters", help="every number with unit, range, meaning and grade")
    add_json(table)
    table.set_defaults(call=_parameters)
    known = commands.add_parser("evidence", help="the guide's claims, trials, facts, safety and grades")
    known.add_argument("table", nargs="?", choices=tuple(_TABLES), default="claims", help="default: claims")
    known.add_argument("--all", action="store_true", help="trials: also what is secondary or from memory, marked")
    add_json(known)
    known.add_argument("--csv", action="store_true", help="print CSV")
    known.set_defaults(call=_evidence)
    doctor = commands.add_parser("doctor", help="what is installed, which engine runs, versions")
    add_json(doctor)
    doctor.set_defaults(call=_doctor)


def _parameters(given: argparse.Namespace) -> None:
    """Print the parameter table."""
    if given.json:
        rows = [{name: getattr(q, name) for name in q.__dataclass_fields__} for q in PARAMETERS.values()]
        print_json({"grades": GRADES, "parameters": rows})
        return
    print(f"{'name':<8} {'default':>7}  {'range':<10} {'unit':<4} {'grade':<9}  meaning")
    for q in PARAMETERS.values():
        bounds = f"{q.low:g} to {q.high:g}"
        print(f"{q.name:<8} {q.default:>7g}  {bounds:<10} {q.unit:<4} {q.grade:<9}  {q.meaning}")
    for grade, meaning in GRADES.items():
        print(f"{grade}: {meaning}")
    print("Illustrative, not clinical.")


def _evidence(given: argparse.Namespace) -> None:
    """Print one table of the evidence."""
    rows = _TABLES[given.table](not given.all)
    if given.json:
        print(json.dumps({"note": NO_ADVICE, given.table: [row._asdict() for row in rows]}, indent=2))
        return
    print(rows.csv_text() if given.csv else rows, end="" if given.csv else "\n")


def _doctor(given: argparse.Namespace) -> None:
    """Print what is installed."""
    versions = {name: _version(name) for name in (*_REQUIRED, *_OPTIONAL)}
    found = {
        "note": "illustrative, not clinical",
        "stresspain": __version__,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "engine": engine("auto").name,
        "packages": versions,
    }
    if given.json:
        print(json.dumps(found, indent=2))
        return
    print(f"stresspain {__version__} on Python {found['python']}, {found['system']}")
    print(f"engine that 'auto' takes: {found['engine']}")
    for name, version in versions.items():
        print(f"  {name:<11} {version or f'not installed ({_OPTIONAL[name]})'}")
    print("Illustrative, not clinical.")


def _version(name: str) -> str | None:
    """Return the installed version of a package."""
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None
