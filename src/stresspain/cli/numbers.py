"""The command `sensitivity`: which number matters, near one run or over whole ranges."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from stresspain.cli.given import add_changes, add_json, add_level, add_picture, between, listed, scenario_of
from stresspain.cli.printed import plain, print_json, print_written
from stresspain.cli.progress import Bar
from stresspain.model.errors import InputError
from stresspain.population.ranking import Ranking
from stresspain.population.sensitivity import sensitivities
from stresspain.population.sobol import sobol
from stresspain.population.sobol_results import Sobol
from stresspain.simulation.scenario import Scenario


def add(commands: Any) -> None:
    """Declare the command."""
    command = commands.add_parser(
        "sensitivity",
        help="which number matters: exact derivatives of one run, or (--over) shares of the variance over ranges",
    )
    command.add_argument("file", nargs="?", type=Path, help="scenario (.toml) or diary (.csv); the default one if none")
    add_changes(command)
    command.add_argument("--outcome", default="mean", metavar="NAME", help="of felt pain: mean, peak, last, ...")
    add_level(command)
    command.add_argument(
        "--parameters",
        metavar="NAMES",
        help='near one run: e.g. "k_qs,adaptogen.strength"; all parameters if not given',
    )
    command.add_argument("--share", type=float, default=0.1, help="run each again so much lower and higher (0.1)")
    command.add_argument(
        "--over", metavar="RANGES", help='Sobol indices over ranges, e.g. "k_qs,g=2:6,load"; whole ones if not said'
    )
    command.add_argument("-n", type=int, default=1024, help="base samples for --over, a power of 2 (1024)")
    command.add_argument("--seed", type=int, default=0, help="for --over (0)")
    add_picture(command)
    add_json(command)
    command.set_defaults(call=_sensitivity)


def _sensitivity(given: argparse.Namespace) -> None:
    """Work it out and print it."""
    scenario = scenario_of(given.file, given)
    found = _over_ranges(scenario, given) if given.over else _near(scenario, given)
    said = found.explain()
    written = [found.plot().save(given.plot)] if given.plot else []
    if given.json:
        facts = _ranking_facts(found) if isinstance(found, Ranking) else _sobol_facts(found)
        print_json({"scenario": scenario.to_dict(), **facts, "words": said})
        return
    print(found)
    print(said)
    print_written(written)


def _near(scenario: Scenario, given: argparse.Namespace) -> Ranking:
    """Rank the numbers near one run."""
    names = listed(given.parameters) if given.parameters else None
    found = sensitivities(scenario, parameters=names, engine=given.engine)
    return found.ranking(given.outcome, level=given.level, share=given.share)


def _over_ranges(scenario: Scenario, given: argparse.Namespace) -> Sobol:
    """Share the variance over ranges."""
    if given.parameters:
        raise InputError("--parameters goes with one run, --over with ranges: name them in --over alone.")
    ranges = dict(_range(part.strip()) for part in given.over.split(","))
    return sobol(
        ranges,
        scenario,
        outcome=given.outcome,
        n=given.n,
        seed=given.seed,
        level=given.level,
        engine=given.engine,
        progress=Bar("running"),
    )


def _range(text: str) -> tuple[str, tuple[float, float] | None]:
    """Read ``name`` or ``name=low:high``."""
    return between(text, "--over", "k_qs=0.3:0.9") if "=" in text else (text, None)


def _ranking_facts(found: Ranking) -> dict[str, Any]:
    """Return a ranking as plain data; null where there is no number."""
    rows = [{key: plain(value) for key, value in influence._asdict().items()} for influence in found.influences]
    return {
        "outcome": found.outcome,
        "level": found.level,
        "value": plain(found.value),
        "share": found.share,
        "influences": rows,
        "provenance": dict(found.run.provenance),
    }


def _sobol_facts(found: Sobol) -> dict[str, Any]:
    """Return Sobol indices as plain data."""
    return {
        "outcome": found.outcome,
        "level": found.level,
        "n": found.n,
        "runs": found.runs,
        "replaced": found.replaced,
        "seed": found.seed,
        "mean": found.mean,
        "variance": found.variance,
        "settled": found.settled,
        "indices": [
            {
                "parameter": name,
                "range": found.ranges[name],
                "first": float(found.first[i]),
                "first_interval": found.first_interval[i].tolist(),
                "total": float(found.total[i]),
                "total_interval": found.total_interval[i].tolist(),
            }
            for i, name in enumerate(found.parameters)
        ],
    }
