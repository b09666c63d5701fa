"""Commands that run scenarios and diaries: `run`, `compare`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from stresspain.cli.given import FILE_HELP, add_changes, add_json, add_level, add_picture, listed, scenario_of
from stresspain.cli.printed import NOTE, plain, print_written
from stresspain.cli.progress import watched
from stresspain.model.errors import InputError
from stresspain.simulation.compare import Comparison, compare
from stresspain.simulation.outcomes import OUTCOMES, USUAL
from stresspain.simulation.run import Run, simulate


def add(commands: Any) -> None:
    """Declare the commands."""
    run = commands.add_parser("run", help="run one scenario (.toml) or diary (.csv) and say what happened")
    run.add_argument("files", nargs="*", type=Path, metavar="FILE", help=FILE_HELP)
    add_changes(run)
    run.add_argument("--csv", type=Path, metavar="PATH", help="write the run, day by day")
    add_picture(run)
    add_json(run)
    run.set_defaults(call=_run)

    side = commands.add_parser("compare", help="run several scenarios or diaries and set them side by side")
    side.add_argument(
        "files",
        nargs="+",
        type=Path,
        metavar="FILE",
        help="scenarios (.toml, or names of `stresspain scenarios`) or diaries (.csv)",
    )
    add_changes(side)
    add_level(side)
    side.add_argument(
        "--outcomes", default="", metavar="NAMES", help='what to show, e.g. "last,relapse"; "all" for all'
    )
    side.add_argument("--csv", type=Path, metavar="PATH", help="write the table of outcomes")
    add_picture(side)
    add_json(side)
    side.set_defaults(call=_compare)


def _run(given: argparse.Namespace) -> None:
    """Run files one after another; a file of days or a picture is written of one only."""
    files = given.files or [None]
    if len(files) > 1 and (given.csv or given.plot):
        raise InputError(
            f"--csv and --plot write one run, and {len(files)} files are given. Run each by itself, or type: "
            "stresspain compare FILE... --plot PATH"
        )
    runs = [simulate(scenario_of(path, given), engine=given.engine) for path in watched(files, "running")]
    written = [runs[0].to_csv(given.csv)] if given.csv else []
    written += [runs[0].plot().save(given.plot)] if given.plot else []
    if given.json:
        told = [_told(run) for run in runs]
        print(json.dumps(told[0] if len(told) == 1 else told, indent=2))
        return
    for run in runs:
        print(_alone(run))
        print(run.explain())
    print_written(written)


def _alone(run: Run) -> Comparison:
    """Return a run's table of outcomes."""
    return compare({run.scenario.title or "run": run})


def _told(run: Run) -> dict[str, Any]:
    """Return what a run depends on, what it comes to, and its words."""
    return {**_facts(run), "outcomes": _outcomes(_alone(run)), "words": run.explain()}


def _compare(given: argparse.Namespace) -> None:
    """Run several files and set them side by side."""
    runs: dict[str, Run] = {}
    files = list(dict.fromkeys(given.files))
    for path in watched(files, "running"):
        # A shipped scenario is all stem: beside a file of that name it is told apart by a mark of its own.
        label = next(name for name in (path.stem, str(path), f"{path} (shipped)") if name not in runs)
        runs[label] = simulate(scenario_of(path, given), engine=given.engine)
    told = compare(runs, level=given.level, outcomes=_wanted(given.outcomes))
    written = [told.to_csv(given.csv)] if given.csv else []
    written += [told.plot().save(given.plot)] if given.plot else []
    if given.json:
        facts = {label: _facts(run) for label, run in runs.items()}
        print(json.dumps({"runs": facts, "outcomes": _outcomes(told), "words": told.explain()}, indent=2))
        return
    print(told)
    print(told.explain())
    print_written(written)


def _wanted(text: str) -> tuple[str, ...]:
    """Return the outcomes to show."""
    return {"": USUAL, "all": tuple(OUTCOMES)}.get(text) or tuple(listed(text))


def _facts(run: Run) -> dict[str, Any]:
    """Return what a run depends on."""
    return {
        "note": NOTE,
        "scenario": run.scenario.to_dict(),
        "provenance": dict(run.provenance),
    }


def _outcomes(told: Comparison) -> dict[str, dict[str, float | None]]:
    """Return the table with null where there is no such day."""
    return {label: {n: plain(v) for n, v in row.items()} for label, row in told.table.items()}
