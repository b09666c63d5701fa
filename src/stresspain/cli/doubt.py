"""Commands about how far to believe a result: `readings`, `trials`, `reproduce`."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from stresspain.cli.given import (
    FILE_HELP,
    add_changes,
    add_engine,
    add_json,
    add_level,
    add_picture,
    scenario_of,
)
from stresspain.cli.printed import plain, print_json, print_written
from stresspain.cli.progress import watched
from stresspain.exchange.reproduce import Reproduction, reproduce
from stresspain.simulation.against_trials import against_trials
from stresspain.simulation.readings import compare_readings


def add(commands: Any) -> None:
    """Declare the commands."""
    reads = commands.add_parser("readings", help="the same plan as the guide, the trials and no effect would have it")
    reads.add_argument("file", nargs="?", type=Path, help=FILE_HELP)
    add_changes(reads)
    reads.add_argument("--wiring", action="store_true", help="also with the sign of cortisol's action (rho) turned")
    add_level(reads)
    reads.add_argument("--csv", type=Path, metavar="PATH", help="write the table of outcomes")
    add_picture(reads)
    add_json(reads)
    reads.set_defaults(call=_readings)

    side = commands.add_parser(
        "trials", help="the model beside the trials: same dose and duration, active minus placebo"
    )
    side.add_argument("--load", type=float, default=0.4, help="load in the model (default 0.4)")
    add_engine(side)
    side.add_argument("--csv", type=Path, metavar="PATH", help="write trials and model, and what could not be used")
    add_picture(side)
    add_json(side)
    side.set_defaults(call=_trials)

    again = commands.add_parser(
        "reproduce",
        help="work the numbers of a picture, table, page or crowd out again and say what differs",
        epilog="Exit codes: 0 everything agrees; 1 something differs; 2 a file says nothing of where it comes from.",
    )
    again.add_argument(
        "files",
        nargs="+",
        type=Path,
        metavar="FILE",
        help="what stresspain wrote (.png .svg .pdf .html .csv .nc .zarr)",
    )
    again.add_argument("--tolerance", type=float, default=1e-6, help="largest difference that counts as none (1e-6)")
    add_json(again)
    again.set_defaults(call=_reproduce)


def _readings(given: argparse.Namespace) -> None:
    """Run one scenario under every reading."""
    made = scenario_of(given.file, given)
    found = compare_readings(made, wiring=given.wiring, level=given.level, engine=given.engine)
    said = found.explain()
    written = [found.to_csv(given.csv)] if given.csv else []
    written += [found.plot().save(given.plot)] if given.plot else []
    if given.json:
        print_json({**found.record(), "words": said})
        return
    print(found)
    print(said)
    print_written(written)


def _trials(given: argparse.Namespace) -> None:
    """Set the model beside the trials."""
    found = against_trials(load=given.load, engine=given.engine)
    written = [found.to_csv(given.csv)] if given.csv else []
    written += [found.plot().save(given.plot)] if given.plot else []
    if given.json:
        used = [
            {
                "id": row.trial.id,
                "published": row.published,
                "model": [[*who, value] for who, value in row.model.items()],
            }
            for row in found.rows
        ]
        unused = {trial.id: reason for trial, reason in found.unused}
        print_json({"used": used, "not_used": unused, "words": found.explain()})
        return
    print(found.explain())
    print_written(written)


def _reproduce(given: argparse.Namespace) -> int:
    """Work every file out again; 1 if something differs."""
    found = [reproduce(path, tolerance=given.tolerance) for path in watched(given.files, "running")]
    if given.json:
        print_json({"files": [_plain(one) for one in found]})
    else:
        for one in found:
            print(one.explain())
    return 0 if all(one.same for one in found) else 1


def _plain(found: Reproduction) -> dict[str, Any]:
    """Return what was found as JSON holds it."""
    differences = [{name: plain(value) for name, value in one._asdict().items()} for one in found.differences]
    largest = found.largest if found.largest < float("inf") else None
    told = {**asdict(found), "path": str(found.path), "differences": differences, "largest": largest}
    return {**told, "same": found.same, "words": found.explain()}
