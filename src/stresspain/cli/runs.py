"""Commands that run scenarios and diaries: `run`, `compare`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from stresspain.cli.progress import watched
from stresspain.exchange.diary import read_diary
from stresspain.exchange.scenario_toml import read_scenario
from stresspain.model.errors import InputError, unknown
from stresspain.model.interventions import CATALOGUE, Intervention
from stresspain.simulation.compare import Comparison, compare
from stresspain.simulation.outcomes import LEVEL
from stresspain.simulation.run import Run, simulate
from stresspain.simulation.scenario import Scenario, scenario


def add(commands: Any) -> None:
    """Declare the commands."""
    run = commands.add_parser("run", help="run one scenario (.toml) or diary (.csv) and say what happened")
    run.add_argument("file", nargs="?", type=Path, help="scenario (.toml) or diary (.csv); the default person if none")
    _changes(run)
    run.add_argument("--csv", type=Path, metavar="PATH", help="write the run, day by day")
    run.add_argument("--plot", type=Path, metavar="PATH", help="write a picture (.png, .svg or .pdf)")
    run.add_argument("--json", action="store_true", help="print JSON")
    run.set_defaults(call=_run)

    side = commands.add_parser("compare", help="run several scenarios or diaries and set them side by side")
    side.add_argument("files", nargs="+", type=Path, metavar="FILE", help="scenarios (.toml) or diaries (.csv)")
    _changes(side)
    side.add_argument("--level", type=float, default=LEVEL, help="felt pain, 0-10, to count days above (default 3)")
    side.add_argument("--csv", type=Path, metavar="PATH", help="write the table of outcomes")
    side.add_argument("--plot", type=Path, metavar="PATH", help="write a picture (.png, .svg or .pdf)")
    side.add_argument("--json", action="store_true", help="print JSON")
    side.set_defaults(call=_compare)


def _changes(command: argparse.ArgumentParser) -> None:
    """Declare what can be changed from the command line."""
    command.add_argument("--scale", choices=("0-10", "0-1"), help="scale of a diary's load, if the file does not say")
    command.add_argument(
        "--take",
        action="append",
        default=[],
        metavar="WHAT",
        help="something of the catalogue, e.g. adaptogen:dose_mg=300,start=14,stop=98 (again for more)",
    )
    command.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a person's number")
    command.add_argument("--load", type=float, help="load from outside, 0 to 1.5")
    command.add_argument("--start", choices=("calm", "painful"), help="where the run begins")
    command.add_argument("--days", type=int, help="length in whole days")
    command.add_argument("--engine", default="auto", choices=("auto", "scipy", "heyoka"))


def _run(given: argparse.Namespace) -> None:
    """Run one file."""
    run = simulate(_scenario(given.file, given), engine=given.engine)
    told = compare({run.scenario.title or "run": run})
    said = run.explain()
    written = [run.to_csv(given.csv)] if given.csv else []
    written += [run.plot().save(given.plot)] if given.plot else []
    if given.json:
        print(json.dumps({**_facts(run), "outcomes": _outcomes(told), "words": said}, indent=2))
        return
    print(told)
    print(said)
    for path in written:
        print(f"written: {path}")


def _compare(given: argparse.Namespace) -> None:
    """Run several files and set them side by side."""
    runs: dict[str, Run] = {}
    for path in watched(given.files, "running"):
        label = path.stem if path.stem not in runs else str(path)
        runs[label] = simulate(_scenario(path, given), engine=given.engine)
    told = compare(runs, level=given.level)
    written = [told.to_csv(given.csv)] if given.csv else []
    written += [told.plot().save(given.plot)] if given.plot else []
    if given.json:
        facts = {label: _facts(run) for label, run in runs.items()}
        print(json.dumps({"runs": facts, "outcomes": _outcomes(told), "words": told.explain()}, indent=2))
        return
    print(told)
    print(told.explain())
    for path in written:
        print(f"written: {path}")


def _facts(run: Run) -> dict[str, Any]:
    """Return what a run depends on."""
    return {
        "note": "illustrative, not clinical",
        "scenario": run.scenario.to_dict(),
        "provenance": dict(run.provenance),
    }


def _outcomes(told: Comparison) -> dict[str, dict[str, float | None]]:
    """Return the table with null where there is no such day."""
    return {label: {n: v if v == v else None for n, v in row.items()} for label, row in told.table.items()}


def _scenario(path: Path | None, given: argparse.Namespace) -> Scenario:
    """Read a file and apply the changes of the command line."""
    changes: dict[str, Any] = {}
    if path is None:
        made = scenario()
    elif path.suffix.lower() == ".csv":
        diary = read_diary(path, scale=given.scale)
        made = scenario(load=diary.load, days=diary.length, title=path.stem)
    else:
        made = read_scenario(path)
    numbers = dict(_pair(text, "--set") for text in given.set)
    if numbers:
        changes["person"] = made.person.but(**numbers)
    if given.take:
        changes["plan"] = [*made.plan, *map(_taken, given.take)]
    changes |= {n: v for n in ("load", "start", "days") if (v := getattr(given, n)) is not None}
    return made.but(**changes)


def _taken(text: str) -> Intervention:
    """Make an intervention of ``name:key=value,key=value``."""
    name, _, rest = text.partition(":")
    if name not in CATALOGUE:
        raise unknown("intervention", name, {n: (f.__doc__ or "").split(":")[0] for n, f in CATALOGUE.items()})
    allowed = {n: "" for n in CATALOGUE[name].__annotations__ if n != "return"}
    options: dict[str, Any] = {}
    for part in filter(None, rest.split(",")):
        key, value = part.partition("=")[::2]
        if key not in allowed:
            raise unknown(f"option of {name}", key, allowed)
        options[key] = value if key == "reading" else _pair(part, "--take")[1]
    return CATALOGUE[name](**options)


def _pair(text: str, where: str) -> tuple[str, float]:
    """Split ``name=value`` and read the number."""
    name, _, value = text.partition("=")
    try:
        return name, float(value)
    except ValueError:
        raise InputError(f"{where} {text}: {value!r} is not a number. Write it as in {where} k_qs=0.4.") from None
