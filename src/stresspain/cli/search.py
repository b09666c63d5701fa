"""The command `smallest`: the smallest dose, the shortest course, the latest start that still tips a person back."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from stresspain.cli.given import add_changes, add_json, add_picture, scenario_of
from stresspain.cli.printed import plain, print_json, print_written
from stresspain.cli.progress import Bar
from stresspain.simulation.search import GOALS, Smallest, smallest
from stresspain.simulation.sought import SOUGHT


def add(commands: Any) -> None:
    """Declare the command."""
    command = commands.add_parser(
        "smallest", help="the smallest dose, shortest course, latest start (or longest stressor) that will do"
    )
    command.add_argument("what", choices=tuple(SOUGHT), help="what to vary")
    command.add_argument("file", nargs="?", type=Path, help="scenario (.toml) or diary (.csv); the default one if none")
    add_changes(command)
    command.add_argument("--goal", choices=tuple(GOALS), default="recover", help="default: recover")
    command.add_argument("--of", action="append", metavar="NAME", help="vary only this intervention (again for more)")
    command.add_argument("--between", type=float, nargs=2, metavar=("LOW", "HIGH"), help="range to search")
    add_picture(command)
    add_json(command)
    command.set_defaults(call=_smallest)


def _smallest(given: argparse.Namespace) -> None:
    """Search and print."""
    between = tuple(given.between) if given.between else None
    scenario = scenario_of(given.file, given)
    bar = Bar("searching")
    found = smallest(
        given.what, scenario, goal=given.goal, of=given.of, between=between, engine=given.engine, progress=bar
    )
    bar(1, 1)
    said = found.explain()
    written = [found.plot().save(given.plot)] if given.plot else []
    if given.json:
        print_json({**_facts(found), "words": said})
        return
    print(said)
    print_written(written)


def _facts(found: Smallest) -> dict[str, Any]:
    """Return the answer as plain data; null where there is none."""
    return {
        "what": found.what,
        "goal": found.goal,
        "of": found.of,
        "unit": found.unit,
        "value": plain(found.value),
        "beyond": plain(found.beyond),
        "between": found.between,
        "monotone": found.monotone,
        "scan": [{"value": value, "met": met} for value, met in found.scan],
        "engine": found.engine,
        "scenario": found.given.to_dict(),
    }
