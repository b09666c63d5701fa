"""The command `trial`: a virtual trial, one or a thousand."""

from __future__ import annotations

import argparse
from typing import Any

from stresspain.cli.given import add_engine, add_json, add_picture
from stresspain.cli.printed import print_json, print_written
from stresspain.cli.progress import Bar
from stresspain.model.catalogue import READINGS
from stresspain.model.errors import InputError
from stresspain.population.findings import record_of_finding
from stresspain.population.trials.analysis import Contrast
from stresspain.population.trials.design import ANALYSES, Design
from stresspain.population.trials.numbers import NUMBERS
from stresspain.population.trials.power import Power
from stresspain.population.trials.repeated import power
from stresspain.population.trials.results import Trial
from stresspain.population.trials.shipped import DESIGNS, as_design
from stresspain.population.trials.single import trial
from stresspain.population.trials.twins import Twins
from stresspain.show.virtual_trial_words import said_p

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
    command.add_argument(
        "--reading", choices=tuple(READINGS), help="what the herb does (if not given, what the design says)"
    )
    command.add_argument(
        "--analysis", choices=tuple(ANALYSES), help="how it is read (if not given, as the design says)"
    )
    for name in _CHANGES:
        command.add_argument(f"--{name}", type=float, help=NUMBERS[name].meaning)
    command.add_argument(
        "--same-people", action="store_true", help="the same people in every arm: no p, but every part"
    )
    command.add_argument("--power", metavar="N1,N2,...", help="run many trials at each of these numbers of people")
    command.add_argument("--replicates", type=int, default=1000, metavar="K", help="trials at each number (1000)")
    add_engine(command)
    add_picture(command)
    add_json(command)
    command.set_defaults(call=_trial)


def _trial(given: argparse.Namespace) -> None:
    """Run it and say what came of it."""
    found = _found(given)
    written = [found.plot().save(given.plot)] if given.plot else []
    if given.json:
        print_json({**record_of_finding(found), "words": found.explain()})
        return
    for line in _table(found):
        print(line)
    print(found.explain())
    print_written(written)


def _table(found: Trial | Twins | Power) -> list[str]:
    """Write the numbers below each other."""
    if isinstance(found, Trial):
        after = " (Holm)" if len(found.contrasts) > 1 else ""
        head = f"{'arm':<14} {'against':<14} {'people':>9} {'difference':>10}  {'95 % interval':<16} p{after}"
        return [head, *map(_row, found.contrasts)]
    if isinstance(found, Power):
        arms = list(found.p)
        head = f"{'people':>6}  " + "".join(f"{'found: ' + arm:<24}" for arm in arms)
        rows = [f"{n:>6}  " + "".join(f"{found.found(n, arm)!s:<24}" for arm in arms) for n in found.ns]
        return [line.rstrip() for line in (head, *rows)]
    parts = next(iter(found.means.values()))
    made_of = [(name, [found.means[arm][name] for arm in found.means]) for name in parts]
    head = f"{'points of the mean change':<26}" + "".join(f"{arm:>14}" for arm in found.means)
    return [head, *(f"{name:<26}" + "".join(f"{_signed(value):>14}" for value in values) for name, values in made_of)]


def _row(c: Contrast) -> str:
    """Write one difference."""
    against = "itself before" if c.control == "before" else c.control
    people = f"{c.people[0]} : {c.people[1]}"
    interval = f"{_signed(c.low)} to {_signed(c.high)}"
    p = said_p(c.holm).removeprefix("p ").removeprefix("= ")
    return f"{c.arm:<14} {against:<14} {people:>9} {_signed(c.estimate):>10}  {interval:<16} {p}"


def _signed(value: float) -> str:
    """Write a difference with its sign; nought has none."""
    return f"{value:+.2f}" if round(value, 2) else "0.00"


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
