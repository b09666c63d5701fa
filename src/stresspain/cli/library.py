"""The command `scenarios`: what is shipped, and what one of them asks."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from stresspain.cli.given import add_json, add_picture, any_scenario
from stresspain.cli.printed import print_json, print_written
from stresspain.exchange.library import library
from stresspain.exchange.scenario_schema import schema_text
from stresspain.model.plan import as_plan


def add(commands: Any) -> None:
    """Declare the command."""
    told = commands.add_parser(
        "scenarios",
        help="list the shipped scenarios, or tell what one asks",
        epilog="run, compare and readings take these names in place of a file.",
    )
    told.add_argument("name", nargs="?", help="a shipped scenario, a file (.toml, .csv), a word (sp1. ...) or link")
    told.add_argument("--save", type=Path, metavar="PATH", help="write it as a scenario file, to change it")
    told.add_argument("--text", action="store_true", help="print it as one word, for a link or a message")
    add_picture(told, "draw its plan")
    add_json(told)
    told.add_argument("--schema", action="store_true", help="print the JSON Schema of scenario files")
    told.set_defaults(call=_scenarios)


def _scenarios(given: argparse.Namespace) -> None:
    """List, or tell of one."""
    if given.schema:
        print(schema_text(), end="")
    elif given.name is None:
        print(json.dumps({name: library().question(name) for name in library()}, indent=2) if given.json else library())
    else:
        _tell(given)


def _tell(given: argparse.Namespace) -> None:
    """Tell of one scenario."""
    made = any_scenario(given.name)
    written = [made.to_file(given.save)] if given.save else []
    written += [as_plan(made.plan).plot().save(given.plot)] if given.plot else []
    if given.json:
        print_json(made.to_dict())
    elif given.text:
        print(made.to_text())
    else:
        print("\n".join(filter(None, [made.title, made.notes, as_plan(made.plan).explain()])))
        print_written(written)
