"""The command `tipping`: where endings are born and lost, over one number or two, and how far off that is."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from stresspain.cli.given import add_json, add_picture, add_setting, setting
from stresspain.cli.printed import print_json, print_written
from stresspain.cycle.distance import Distance, distance_to_tipping
from stresspain.cycle.tipping import tipping_points
from stresspain.cycle.tipping_map import TippingMap, tipping_map
from stresspain.cycle.tipping_results import TippingPoints
from stresspain.model.errors import InputError


def add(commands: Any) -> None:
    """Declare the command."""
    command = commands.add_parser(
        "tipping",
        help="where endings are born and lost as a number changes; with two numbers, a map",
        description="Where endings are born and lost as a number (default: load) goes through its range. "
        "Illustrative, not clinical.",
    )
    command.add_argument("x", nargs="?", default="load", metavar="NUMBER", help="a parameter, or something taken")
    command.add_argument("y", nargs="?", metavar="SECOND", help="a second one: draws a map of both")
    add_setting(command)
    command.add_argument(
        "--within", nargs=2, type=float, metavar=("LOW", "HIGH"), help="only this part of the first number's range"
    )
    command.add_argument(
        "--distance", choices=("calm", "painful"), help="how far the number is from losing this ending"
    )
    add_picture(command)
    add_json(command)
    command.set_defaults(call=_tipping)


def _tipping(given: argparse.Namespace) -> None:
    """Find the tipping points and print them."""
    found = _found(given)
    said = found.explain()
    written = [_drawn(found, given.plot)] if given.plot else []
    if given.json:
        print_json({**found.to_dict(), "words": said})
        return
    if isinstance(found, TippingPoints):
        for line in _table(found):
            print(line)
    print(said)
    print_written(written)


def _found(given: argparse.Namespace) -> TippingPoints | TippingMap | Distance:
    """Return what was asked for."""
    who = setting(given)
    if given.distance:
        if given.y or given.within:
            raise InputError("--distance takes one number and its whole range: stresspain tipping load --distance calm")
        return distance_to_tipping(given.x, start=given.distance, **who)
    within = tuple(given.within) if given.within else None
    if given.y:
        return tipping_map(given.x, given.y, within=(within, None), **who)
    return tipping_points(given.x, within=within, **who)


def _drawn(found: TippingPoints | TippingMap | Distance, path: Path) -> Path:
    """Write the picture."""
    if isinstance(found, Distance):
        raise InputError("--plot does not go with --distance. Leave --distance out to draw the diagram.")
    drawn: Path = found.plot().save(path)
    return drawn


def _table(found: TippingPoints) -> list[str]:
    """Write the tipping points as a table."""
    if not found.points:
        return []
    unit = "" if found.quantity.unit == "-" else f" ({found.quantity.unit})"
    lines = [f"{found.parameter + unit:<22} {'felt pain':>9}  {'what':<8} {'ending':<8} {'lost':<6} residual"]
    for p in found.points:
        lines.append(f"{p.value:<22.10g} {p.felt_pain:>9.4f}  {p.kind:<8} {p.ending:<8} {p.lost:<6} {p.residual:.1e}")
    return lines
