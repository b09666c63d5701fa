"""The command `population`: one scenario, many virtual people."""

from __future__ import annotations

import argparse
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from stresspain.cli.given import (
    FILE_HELP,
    add_changes,
    add_json,
    add_level,
    add_picture,
    listed,
    once,
    scenario_of,
)
from stresspain.cli.printed import plain, print_json, print_written
from stresspain.cli.progress import Bar
from stresspain.model.errors import InputError
from stresspain.model.parameters import OUTSIDE, PARAMETERS
from stresspain.population.ensemble import Ensemble
from stresspain.population.groups import LEAST, trajectory_groups
from stresspain.population.many import simulate_many
from stresspain.population.people import People, people
from stresspain.population.responders import responders
from stresspain.population.store_folder import read_record
from stresspain.simulation.outcomes import OUTCOMES, USUAL
from stresspain.simulation.scenario import Scenario


def add(commands: Any) -> None:
    """Declare the command."""
    command = commands.add_parser("population", help="one scenario, many virtual people: how differently it ends")
    command.add_argument("file", nargs="?", type=Path, help=FILE_HELP)
    add_changes(command)
    _add_people(command)
    command.add_argument(
        "--outcomes",
        metavar="NAMES",
        help=f'e.g. "last,relapse"; "{",".join(USUAL)}" if none; one of {", ".join(OUTCOMES)}',
    )
    add_level(command)
    command.add_argument("--every", type=float, default=7, metavar="DAYS", help="keep felt pain so often (7)")
    command.add_argument("--responders", action="store_true", help="say who ends better, and what sets them apart")
    command.add_argument("--groups", action="store_true", help="sort the courses of pain into groups")
    command.add_argument(
        "--kind",
        default="ribbon",
        choices=("ribbon", "spaghetti", "responders", "groups"),
        help="what the picture shows (ribbon)",
    )
    add_picture(command)
    _add_files(command)
    add_json(command)
    command.set_defaults(call=_population)


def _add_files(command: argparse.ArgumentParser) -> None:
    """Declare where everyone's answers go."""
    command.add_argument("--out", type=Path, metavar="PATH", help="write everyone's answers (.nc, or a folder .zarr)")
    command.add_argument(
        "--store",
        type=Path,
        metavar="FOLDER",
        help="write answers as they come, so that a stopped run can be gone on with",
    )
    command.add_argument("--resume", action="store_true", help="go on with a store that was not finished")


def _add_people(command: argparse.ArgumentParser) -> None:
    """Declare who is drawn."""
    command.add_argument("--people", "-n", type=int, default=1000, metavar="N", help="how many (1000)")
    command.add_argument("--seed", type=int, default=0, help="the same seed draws the same people (0)")
    command.add_argument(
        "--vary",
        metavar="RANGES",
        help='what differs, e.g. "load=0.2:0.5,k_qs=0.25,g": between two ends, or by a share of the '
        "person's own (0.25 if not said); every number by a share if not given",
    )
    command.add_argument("--spread", type=float, default=0.25, help="that share, where --vary says none (0.25)")
    command.add_argument(
        "--sampling", default="random", choices=("random", "latin_hypercube", "sobol"), help="how they are drawn"
    )


def _population(given: argparse.Namespace) -> None:
    """Draw people, run them and print how they fared."""
    if given.out and given.out.suffix not in (".nc", ".zarr"):
        raise InputError(f"--out {given.out.name}: answers are written as .nc (NetCDF) or as a folder .zarr (Zarr).")
    if given.out and given.out.suffix == ".zarr" and given.out.exists():
        # What is not of this kind would not be replaced, which nobody should learn after an hour.
        read_record(given.out)
    scenario = scenario_of(given.file, given)
    _check_groups(given, scenario)
    crowd = people(
        given.people, seed=given.seed, spread=_spread(given), sampling=given.sampling, person=scenario.person
    )
    found = _run(crowd, scenario, given)
    facts, said = _told(found, given)
    written = [_picture(found, given).save(given.plot)] if given.plot else []
    if given.out:
        written.append(found.to_netcdf(given.out) if given.out.suffix == ".nc" else found.to_zarr(given.out))
    if given.json:
        print_json({"scenario": scenario.to_dict(), **facts, "words": said})
        return
    print(found.summary())
    print(said)
    print_written(written)


def _check_groups(given: argparse.Namespace, scenario: Scenario) -> None:
    """Refuse to sort courses into groups that would be kept on too few days."""
    kept = len(_days(scenario, given.every))
    if (given.groups or given.kind == "groups") and kept < LEAST:
        raise InputError(
            f"--every {given.every:g} keeps felt pain on {kept} days, and groups are told by at least {LEAST}. "
            f"Give --every {math.floor(scenario.grid[-1] / LEAST) or 0.1:g}."
        )


def _run(crowd: People, scenario: Scenario, given: argparse.Namespace) -> Ensemble:
    """Run everyone."""
    names = listed(given.outcomes) if given.outcomes else list(USUAL)
    if (given.responders or given.kind == "responders") and "important_change" not in names:
        names.append("important_change")
    return simulate_many(
        crowd,
        scenario,
        outcomes=names,
        days=_days(scenario, given.every),
        level=given.level,
        engine=given.engine,
        store=given.store,
        resume=given.resume,
        progress=Bar("running"),
    )


def _days(scenario: Scenario, every: float) -> list[float]:
    """Return the days on which felt pain is kept: every so many, and the last."""
    end = float(scenario.grid[-1])
    if not every > 0 or end / every > 10_000 * (1 + 1e-9):
        raise InputError(f"--every {every:g}: felt pain is kept every so many days, at least {end / 10_000:g} here.")
    kept = [i * every for i in range(math.floor(end / every + 1e-9) + 1)]
    return kept if kept[-1] >= end - 1e-9 else [*kept, end]


def _spread(given: argparse.Namespace) -> float | Mapping[str, object]:
    """Return how people differ."""
    if not given.vary:
        return float(given.spread)
    return once((_vary(part.strip(), given.spread) for part in given.vary.split(",")), "--vary")


def _vary(text: str, share: float) -> tuple[str, object]:
    """Read ``name``, ``name=share`` or ``name=low:high``."""
    name, equals, law = text.partition("=")
    try:
        numbers = tuple(float(part) for part in law.split(":")) if equals else (share,)
    except ValueError:
        numbers = ()
    if len(numbers) not in (1, 2):
        raise InputError(f"--vary {text}: {law!r} is neither a share nor a range. Write k_qs=0.25 or load=0.2:0.5.")
    if len(numbers) == 1 and name in OUTSIDE:
        quantity = PARAMETERS[name]
        raise InputError(
            f"--vary {text}: a share of what? {name} comes from outside, no person has one ({quantity.meaning}). "
            f"Give two ends, as in --vary {name}={0.2 * quantity.high:g}:{0.4 * quantity.high:g}."
        )
    return name, numbers[0] if len(numbers) == 1 else numbers


def _told(found: Ensemble, given: argparse.Namespace) -> tuple[dict[str, Any], str]:
    """Return what was found as plain data and in words."""
    summary = found.summary()
    rows = {
        name: {"people": s.people, "mean": plain(s.mean), "quantiles": [plain(q) for q in s.quantiles]}
        for name, s in summary.outcomes.items()
    }
    facts: dict[str, Any] = {
        "people": summary.n,
        "failed": summary.failed,
        "seed": given.seed,
        "shares": list(summary.shares),
        "outcomes": rows,
        "provenance": dict(found.provenance),
    }
    words = [found.explain()]
    if given.responders:
        who = responders(found)
        facts["responders"] = [s._asdict() for s in who]
        words.append(who.explain())
    if given.groups:
        groups = trajectory_groups(found, level=given.level)
        facts["groups"] = groups.counts
        words.append(groups.explain())
    return facts, "\n".join(words)


def _picture(found: Ensemble, given: argparse.Namespace) -> Any:
    """Return the picture that is asked for."""
    if given.kind == "responders":
        return responders(found).plot()
    if given.kind == "groups":
        return trajectory_groups(found, level=given.level).plot()
    return found.plot(given.kind)
