"""The command `loops`: which feedback loops there are, how strong each is, and which one drives the change."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from stresspain.cli.given import add_changes, add_json, add_picture, scenario_of, setting
from stresspain.cli.printed import plain, print_json, print_written
from stresspain.cycle.loops import Loops, loops
from stresspain.model.errors import InputError
from stresspain.simulation.loops_over_time import LoopsOverTime, loops_over_time
from stresspain.simulation.run import simulate


def add(commands: Any) -> None:
    """Declare the command."""
    command = commands.add_parser(
        "loops",
        help="every feedback loop with its gain; with a scenario or diary, which one drives the change over time",
    )
    command.add_argument(
        "file", nargs="?", type=Path, help="scenario (.toml) or diary (.csv); the painful ending if none is given"
    )
    add_changes(command)
    command.add_argument("--day", type=float, help="of the scenario or diary: the loops on this day")
    add_picture(command)
    add_json(command)
    command.set_defaults(call=_loops)


def _loops(given: argparse.Namespace) -> None:
    """Find the loops and print them."""
    found = _found(given)
    said = found.explain()
    written = [found.plot().save(given.plot)] if given.plot else []
    if given.json:
        facts = _at_a_state(found) if isinstance(found, Loops) else _over_time(found)
        print_json({**facts, "words": said})
        return
    if isinstance(found, Loops):
        print(found)
    print(said)
    print_written(written)


def _found(given: argparse.Namespace) -> Loops | LoopsOverTime:
    """Return the loops at an ending, on a day of a run, or over a whole run."""
    if given.file is None:
        for name in ("day", "days", "scale"):
            if getattr(given, name) is not None:
                raise InputError(f"--{name} goes with a scenario or a diary. Type: stresspain loops FILE --{name} ...")
        return loops(given.start or "painful", **setting(given))
    run = simulate(scenario_of(given.file, given), engine=given.engine)
    return loops_over_time(run) if given.day is None else loops(run, day=given.day)


def _at_a_state(found: Loops) -> dict[str, Any]:
    """Return the loops at one state as plain data."""
    return {
        "state": found.state._asdict(),
        "settled": found.settled,
        "sum_of_gains": found.total,
        "slope_of_return_map": found.slope,
        "residual": found.residual,
        "loops": [{"name": loop.name, "arrows": loop.arrows, "gain": loop.gain, "share": loop.share} for loop in found],
        "arrows": dict(found.links),
        "left": dict(found.left),
    }


def _over_time(found: LoopsOverTime) -> dict[str, Any]:
    """Return the loops over a run as plain data; null on days when nothing changes."""
    shares = {name: [plain(v) for v in share.tolist()] for name, share in found.shares.items()}
    return {
        "scenario": found.run.scenario.to_dict(),
        "provenance": dict(found.run.provenance),
        "loops": {name: list(circuit) for name, circuit in found.circuits.items()},
        "days": found.days.tolist(),
        "shares": shares,
        "sum_of_gains": found.total_gain.tolist(),
    }
