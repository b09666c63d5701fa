"""Commands that look things up: `parameters`, `doctor`."""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import platform
from typing import Any

from stresspain import __version__
from stresspain.model.parameters import PARAMETERS
from stresspain.model.quantity import GRADES
from stresspain.simulation.engines import engine

_REQUIRED = ("numpy", "scipy", "matplotlib")
_OPTIONAL = {
    "heyoka": 'the fast engine; type: pip install "stresspain[fast]"',
    "jupyterlab": 'notebooks; type: pip install "stresspain[notebook]"',
    "sympy": 'equations as LaTeX; type: pip install "stresspain[notebook]"',
    "pandas": "run.to_frame(); type: pip install pandas",
}


def add(commands: Any) -> None:
    """Declare the commands."""
    table = commands.add_parser("parameters", help="every number with unit, range, meaning and grade")
    table.add_argument("--json", action="store_true", help="print JSON")
    table.set_defaults(call=_parameters)
    doctor = commands.add_parser("doctor", help="what is installed, which engine runs, versions")
    doctor.add_argument("--json", action="store_true", help="print JSON")
    doctor.set_defaults(call=_doctor)


def _parameters(given: argparse.Namespace) -> None:
    """Print the parameter table."""
    if given.json:
        rows = [{name: getattr(q, name) for name in q.__dataclass_fields__} for q in PARAMETERS.values()]
        print(json.dumps({"note": "illustrative, not clinical", "grades": GRADES, "parameters": rows}, indent=2))
        return
    print(f"{'name':<8} {'default':>7}  {'range':<10} {'unit':<4} {'grade':<9}  meaning")
    for q in PARAMETERS.values():
        bounds = f"{q.low:g} to {q.high:g}"
        print(f"{q.name:<8} {q.default:>7g}  {bounds:<10} {q.unit:<4} {q.grade:<9}  {q.meaning}")
    for grade, meaning in GRADES.items():
        print(f"{grade}: {meaning}")
    print("Illustrative, not clinical.")


def _doctor(given: argparse.Namespace) -> None:
    """Print what is installed."""
    versions = {name: _version(name) for name in (*_REQUIRED, *_OPTIONAL)}
    found = {
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
