"""Commands about diaries of pain: `fit` one, make one up (`diary`), see what comes back of numbers (`recover`)."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from stresspain.cli.given import (
    FILE_HELP,
    add_changes,
    add_json,
    add_picture,
    between,
    listed,
    once,
    scenario_of,
)
from stresspain.cli.printed import plain, print_json, print_written
from stresspain.cli.progress import Bar
from stresspain.exchange.pain_diary import read_pain_diary
from stresspain.model.errors import InputError
from stresspain.model.phrases import counted
from stresspain.population.fitting.fit import Fit, fit
from stresspain.population.fitting.recovery import recovery
from stresspain.population.fitting.synthetic import pain_diary
from stresspain.show.fit_words import best_words, interval_words, what_next

NOTE = "illustrative, not clinical: it fits a story, it diagnoses nobody"
_NAMES_HELP = 'what to fit, e.g. "k_qs,load"; of something taken "adaptogen.strength" or "adaptogen.tau_e"'


def add(commands: Any) -> None:
    """Declare the commands."""
    _add_fit(commands)
    made = commands.add_parser("diary", help="make up a diary of pain: a run, read with noise and gaps")
    made.add_argument("file", nargs="?", type=Path, help=FILE_HELP)
    add_changes(made)
    _add_reading(made)
    made.add_argument("--columns", default="felt_pain", metavar="NAMES", help='e.g. "felt_pain,stress" (felt_pain)')
    made.add_argument("--out", type=Path, required=True, metavar="PATH", help="the diary to write (.csv)")
    made.set_defaults(call=_diary)

    back = commands.add_parser("recover", help="put numbers in, make up diaries, fit them: do the numbers come back?")
    back.add_argument("file", nargs="?", type=Path, help=FILE_HELP)
    add_changes(back)
    back.add_argument("--parameters", required=True, metavar="NAMES", help=_NAMES_HELP)
    back.add_argument("--diaries", type=int, default=50, help="how many are made up (50)")
    _add_reading(back)
    add_picture(back)
    add_json(back)
    back.set_defaults(call=_recover)


def _add_fit(commands: Any) -> None:
    """Declare `fit`."""
    command = commands.add_parser("fit", help="which numbers would tell the story of a diary of pain; no diagnosis")
    command.add_argument("diary", type=Path, help="a CSV file with the columns day (or date) and felt_pain, 0 to 10")
    command.add_argument("--parameters", required=True, metavar="NAMES", help=_NAMES_HELP)
    command.add_argument("--scenario", type=Path, metavar="FILE", help="all that is not fitted; " + FILE_HELP)
    add_changes(command)
    command.add_argument(
        "--noise", type=float, help="standard deviation of a reading, points of 0 to 10; else estimated"
    )
    command.add_argument("--within", metavar="RANGES", help='narrower ranges, e.g. "k_qs=0.2:1,load=0.1:0.9"')
    command.add_argument(
        "--starts", type=int, default=4, help="how often it searches, each time from another place (4)"
    )
    command.add_argument("--seed", type=int, default=0, help="of the random places where it begins (0)")
    add_picture(command, "write the curve with its band")
    command.add_argument("--profiles", type=Path, metavar="PATH", help="write what the diary says about each number")
    add_json(command)
    command.set_defaults(call=_fit)


def _add_reading(command: argparse.ArgumentParser) -> None:
    """Declare how a made-up diary is read."""
    command.add_argument("--noise", type=float, default=0.5, help="standard deviation of a reading, points of 10 (0.5)")
    command.add_argument("--missing", type=float, default=0.0, help="share of days left out at random (0)")
    command.add_argument("--seed", type=int, default=0, help="start of the random sequence (0)")


def _fit(given: argparse.Namespace) -> None:
    """Fit a diary and print what it says."""
    if given.days is not None:
        raise InputError(f"--days {given.days}: a fit has the days of its diary. Leave --days out.")
    found = fit(
        read_pain_diary(given.diary),
        parameters=listed(given.parameters),
        scenario=scenario_of(given.scenario, given),
        noise=given.noise,
        within=_within(given.within),
        starts=given.starts,
        seed=given.seed,
        engine=given.engine,
    )
    said = found.explain()
    written = [found.plot().save(given.plot)] if given.plot else []
    written += [found.plot("profiles").save(given.profiles)] if given.profiles else []
    if given.json:
        print_json({"note": NOTE, **_facts(found), "words": said})
        return
    profiles = [found.profile(name) for name in found.parameters]
    width = max(14, *map(len, found.parameters))
    print(f"{'number':<{width}} {'best':>8}  {'verdict':<11} 95 % interval")
    for p in profiles:
        print(f"{p.parameter:<{width}} {best_words(p):>8}  {p.verdict:<11} {interval_words(p)}")
    print(said)
    for p in profiles:
        print(f"{p.parameter}: {what_next(p)}")
    print_written(written)


def _within(text: str | None) -> dict[str, tuple[float, float]] | None:
    """Read ranges with commas between."""
    if not text:
        return None
    return once((between(part, "--within", "k_qs=0.2:1") for part in text.split(",")), "--within")


def _facts(found: Fit) -> dict[str, Any]:
    """Return a fit as plain data."""
    profiles = [found.profile(name) for name in found.parameters]
    return {
        "values": dict(found.values),
        "intervals": {p.parameter: {"low": p.low, "high": p.high, "cut_by_range": p.cut} for p in profiles},
        "verdicts": {p.parameter: p.verdict for p in profiles},
        "noise": found.noise,
        "noise_given": found.noise_given,
        "optima": [{**story._asdict(), "values": dict(story.values)} for story in found.optima],
        "scenario": found.scenario.to_dict(),
        "provenance": found.provenance,
    }


def _diary(given: argparse.Namespace) -> None:
    """Make a diary up and write it."""
    made = pain_diary(
        scenario_of(given.file, given),
        noise=given.noise,
        missing=given.missing,
        columns=listed(given.columns),
        seed=given.seed,
        engine=given.engine,
    )
    told = f"{counted(made.readings, 'reading')} that nobody wrote; illustrative, not clinical"
    print(f"written: {made.to_csv(given.out)} ({told})")


def _recover(given: argparse.Namespace) -> None:
    """Put numbers in and print what comes back."""
    found = recovery(
        scenario_of(given.file, given),
        parameters=listed(given.parameters),
        diaries=given.diaries,
        noise=given.noise,
        missing=given.missing,
        seed=given.seed,
        engine=given.engine,
        progress=Bar("fitting"),
    )
    said = found.explain()
    written = [found.plot().save(given.plot)] if given.plot else []
    if given.json:
        facts = {"truth": dict(found.truth), "covered": found.covered, "failed": found.failed}
        rows = [[plain(value) for value in row] for row in found.values.tolist()]
        print_json({"note": NOTE, **facts, "values": rows, "words": said})
        return
    print(said)
    print_written(written)
