"""The command `trial`: a virtual trial, one or a thousand."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from stresspain.cli.progress import Bar
from stresspain.model.catalogue import READINGS
from stresspain.model.errors import InputError
from stresspain.population.findings import record_of_finding
from stresspain.population.trials.design import ANALYSES, Design
from stresspain.population.trials.power import Power, power
from stresspain.population.trials.results import Trial
from stresspain.population.trials.shipped import DESIGNS, as_design
from stresspain.population.trials.single import trial
from stresspain.population.trials.twins import Twins

NOTE = "illustrative, not clinical"

#: Numbers of a design that can be changed from the command line.
_CHANGES = ("entry", "noise", "placebo", "unblinded", "dropout", "adherence")


def add(commands: Any) -> None:
    """Declare the command."""
    command = commands.add_parser(
        "trial", help="a virtual trial: one, or a thousand to see how often it finds anything"
    )
    command.add_argument(
        "design", nargs="?", default="flares", metavar="DESIGN", help=f"{', '.join(DESIGNS)} (flares if none)"
    )
    command.add_argument("--people", type=int, metavar="N", help="how many are randomised (as the design says)")
    command.add_argument("--seed", type=int, default=0, help="the same seed runs the same trial (0)")
    command.add_argument("--reading", choices=tuple(READINGS), help="what the herb does (the design's own if none)")
    command.add_argument("--analysis", choices=tuple(ANALYSES), help="how it is read (the design's own if none)")
    for name in _CHANGES:
        command.add_argument(f"--{name}", type=float, help=f"{name} of the design, see `help(stresspain.Design)`")
    command.add_argument(
        "--same-people", action="store_true", help="the same people in every arm: no p, but every part"
    )
    command.add_argument("--power", metavar="N1,N2,...", help="run many trials at each of these numbers of people")
    command.add_argument("--replicates", type=int, default=1000, metavar="K", help="trials at each number (1000)")
    command.add_argument("--engine", default="auto", choices=("auto", "scipy", "heyoka"))
    command.add_argument("--plot", type=Path, metavar="PATH", help="write a picture (.png, .svg or .pdf)")
    command.add_argument("--json", action="store_true", help="print JSON")
    command.set_defaults(call=_trial)


def _trial(given: argparse.Namespace) -> None:
    """Run it and say what came of it."""
    found = _found(given)
    written = [found.plot().save(given.plot)] if given.plot else []
    if given.json:
        print(json.dumps({"note": NOTE, **record_of_finding(found), "words": found.explain()}, indent=2))
        return
    print(found.explain())
    for path in written:
        print(f"written: {path}")


def _found(given: argparse.Namespace) -> Trial | Twins | Power:
    """Run what is asked for: one trial, the same people in every arm, or many trials."""
    made = _design(given)
    if given.power is None:
        more: Any = {"seed": given.seed, "engine": given.engine}
        return trial(made, given.people, crn=True, **more) if given.same_people else trial(made, given.people, **more)
    if given.same_people or given.people is not None:
        raise InputError("--power names the numbers of people itself, and wants independent arms: leave out the other.")
    try:
        ns = [int(n) for n in given.power.split(",")]
    except ValueError:
        raise InputError(
            f"--power {given.power}: whole numbers with commas between, as in --power 32,64,128."
        ) from None
    bar = Bar("trials")
    return power(made, ns, replicates=given.replicates, seed=given.seed, engine=given.engine, progress=bar)


def _design(given: argparse.Namespace) -> Design:
    """Return the design with the changes of the command line."""
    made = as_design(given.design)
    if given.reading:
        made = made.under(given.reading)
    names = (*_CHANGES, "analysis")
    return made.but(**{name: value for name in names if (value := getattr(given, name)) is not None})
