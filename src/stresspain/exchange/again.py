"""A file's runs once more, and every number of the file beside what it comes to now."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from stresspain.exchange.pain_diary import MADE_UP, of_rows
from stresspain.exchange.records import Written
from stresspain.exchange.text import check_tame, records
from stresspain.model.catalogue import READINGS
from stresspain.model.errors import InputError, shown
from stresspain.model.views import view
from stresspain.population.findings import NO_ENGINE, numbers_again
from stresspain.simulation.against_trials import STANDS_FOR, difference
from stresspain.simulation.compare import compare
from stresspain.simulation.engines import ELSEWHERE, ENGINES, engine, has_heyoka
from stresspain.simulation.outcomes import BAR, LEVEL, OUTCOMES
from stresspain.simulation.plain import table
from stresspain.simulation.record import outcomes_of
from stresspain.simulation.run import Run, simulate
from stresspain.simulation.scenario import Scenario

_RUN_FILE = "# stresspain run, format 1"


class Difference(NamedTuple):
    """One number as it was written and as it comes out now; NaN stands for no such number."""

    where: str
    name: str
    written: float
    again: float

    @property
    def size(self) -> float:
        """How far apart the two are, as a share where the number is above 1; two that are missing agree."""
        if math.isnan(self.written) or math.isnan(self.again):
            return 0.0 if math.isnan(self.written) and math.isnan(self.again) else math.inf
        return abs(self.written - self.again) / max(1.0, abs(self.again))

    def __str__(self) -> str:
        return f"{self.where}: {self.name} was {_said(self.written)} and is now {_said(self.again)}"


# --- what is in the file --------------------------------------------------------------------------


def told_by(written: Written) -> Mapping[str, Any]:
    """Return the record of a file, with its runs or with what a finding was given.

    Raises
    ------
    InputError
        If it names neither.
    """
    told = _of_run_file(written) if written.text.startswith(_RUN_FILE) else written.record
    if told.get("kind") == MADE_UP and "numbers" not in told and "given" in told:
        told = {**told, "numbers": of_rows(written)}
    if not told.get("runs") and "given" not in told:
        raise InputError(
            f"its record names version {told['version']} and no scenario, so there is nothing to run again."
        )
    return told


def _of_run_file(written: Written) -> dict[str, Any]:
    """Return the record of a run's CSV file, whose scenario has a line of its own."""
    line = next((at for at in written.text.split("\n", 5) if at.startswith("# scenario: ")), "")
    try:
        plain = json.loads(line.partition(": ")[2])
    except (ValueError, RecursionError):
        raise InputError("its scenario cannot be read. Was the file changed by hand?") from None
    told = {"provenance": dict(written.record), "scenario": plain}
    return {"version": written.record["version"], "kind": "run", "runs": {"the run": told}}


def _runs(data: object) -> tuple[dict[str, Run], list[str]]:
    """Run every scenario of a record; also say what is unusual."""
    again: dict[str, Run] = {}
    notes = []
    for label, one in table(data, "runs", None).items():
        given = table(one, f"run {label!r}", None, needed=("provenance", "scenario"))
        provenance = table(given["provenance"], f"provenance of {label!r}", None, needed=("engine", "scenario"))
        check_tame(given["scenario"], f"scenario of {label!r}")
        made = Scenario.from_dict(given["scenario"])
        if made.digest != provenance["scenario"]:
            notes.append(f"The scenario of {label!r} is not the one that ran: it was changed since.")
        again[label] = simulate(made, engine=engine_here(provenance["engine"], notes))
    return again, list(dict.fromkeys(notes))


def _other_words(told: Mapping[str, Any], again: Mapping[str, Run]) -> list[str]:
    """Say whether a picture of runs would be described in other words now."""
    if not isinstance(told.get("words"), str) or told.get("kind") not in ("run", "comparison"):
        return []
    if told["kind"] == "run":
        picture = view("plot run")(next(iter(again.values())), str(told.get("picture", "pain")))
    else:
        picture = compare(again, level=told.get("level", LEVEL)).plot()
    return [] if picture.record["words"] == told["words"] else ["It would be described in other words now."]


def engine_here(wanted: object, notes: list[str]) -> str:
    """Return the engine to use: the same one, or what there is."""
    if isinstance(wanted, str) and wanted in ELSEWHERE:
        notes.append(f"It was written by {ELSEWHERE[wanted]}, whose engine {wanted} agrees with ours to 1e-6.")
        return "auto"
    if not isinstance(wanted, str) or wanted not in ENGINES:
        raise InputError(f"its engine {shown(wanted)} is not one of {', '.join(ENGINES)}.")
    if wanted == "heyoka" and not has_heyoka():
        notes.append("It was written with heyoka, which is not installed here; the engines agree to 1e-7.")
        return "auto"
    return wanted


class Again(NamedTuple):
    """What came of it: numbers beside numbers, with what they were made, what is unusual, and runs if there are."""

    pairs: list[Difference]
    engines: tuple[str, ...]
    notes: tuple[str, ...]
    runs: tuple[Run, ...] = ()


def runs_again(written: Written, told: Mapping[str, Any]) -> Again:
    """Run every scenario of a record again, each on its engine where that is installed.

    Raises
    ------
    InputError
        If a scenario, its engine, or the file's table cannot be used.
    """
    again, notes = _runs(told["runs"])
    found = list(_pairs(written, told, again))
    engines = tuple(sorted({run.provenance["engine"] for run in again.values()}))
    return Again(found, engines, (*notes, *_other_words(told, again)), tuple(again.values()))


def finding_again(told: Mapping[str, Any]) -> Again:
    """Find something again from what it was given.

    Raises
    ------
    InputError
        If the kind of finding is unknown, or what is given cannot be used.
    """
    given = dict(table(told["given"], "what was given", None))
    notes: list[str] = []
    if "engine" in given:
        given["engine"] = engine_here(given["engine"], notes)
    now = numbers_again(told.get("kind"), given)
    then = table(told.get("numbers", {}), "numbers", None)
    names = dict.fromkeys([*then, *now])
    found = [Difference(str(told["kind"]), n, _number(then.get(n)), now.get(n, math.nan)) for n in names]
    name = engine(given["engine"]).name if "engine" in given else NO_ENGINE
    return Again(found, (name,), tuple(notes))


# --- number by number -----------------------------------------------------------------------------


def _pairs(written: Written, told: Mapping[str, Any], again: Mapping[str, Run]) -> Iterator[Difference]:
    """Give every number of the file with what it comes to now."""
    level = BAR.check(told.get("level", LEVEL))
    if written.text.startswith(_RUN_FILE):
        yield from _columns(written, again["the run"])
        return
    now = {label: outcomes_of(run, level) for label, run in again.items()}
    for label, one in told["runs"].items():
        for name, value in table(one.get("outcomes", {}), f"outcomes of {label!r}", None).items():
            yield Difference(label, name, _number(value), now[label].get(name, math.nan))
    if told.get("kind") in ("comparison", "comparison of readings") and written.text.startswith("#"):
        yield from _cells(written, now)
    if told.get("kind") == "comparison with trials" and written.text.startswith("#"):
        yield from _trial_cells(written, again)


def _trial_cells(written: Written, again: Mapping[str, Run]) -> Iterator[Difference]:
    """Give every difference between active and placebo that the model made."""
    (_, head), *rows = records(written.text.split("\n"))
    if not {"trial", "outcome", "what", "start", "difference"} <= set(head):
        raise InputError(f"its columns {shown(head)} are not those of a comparison with trials.")
    for _, row in rows:
        cell = dict(zip(head, row, strict=False))
        if cell.get("what") in READINGS:
            where = (cell["trial"], cell["what"], cell.get("start", ""))
            value = difference(again, *where, STANDS_FOR.get(cell["outcome"], "stress"))
            yield Difference(", ".join(where), "difference", _parsed(row, head.index("difference")), value)


def _columns(written: Written, run: Run) -> Iterator[Difference]:
    """Give every number of a run's file."""
    (_, head), *rows = records(written.text.split("\n"))
    if len(rows) != len(run.days):
        raise InputError(f"its table has {len(rows)} rows for the {len(run.days)} days of its scenario.")
    for place, name in enumerate(head):
        if name not in run.columns:
            raise InputError(f"its column {shown(name)} is not one of a run with its scenario.")
        for (_, row), day, value in zip(rows, run.days, run[name], strict=True):
            yield Difference(f"day {day:g}", name, _parsed(row, place), float(value))


def _cells(written: Written, now: Mapping[str, Mapping[str, float]]) -> Iterator[Difference]:
    """Give every cell of a table of outcomes."""
    (_, head), *rows = records(written.text.split("\n"))
    for _, row in rows:
        for place, name in enumerate(head):
            if name in OUTCOMES and row[0] in now:
                yield Difference(f"{row[0]}, in the table", name, _parsed(row, place), now[row[0]][name])


def _parsed(row: list[str], place: int) -> float:
    """Return a cell as a number; NaN where it is empty, missing, or none."""
    try:
        return float(row[place])
    except (ValueError, IndexError):
        return math.nan


def _number(value: object) -> float:
    """Return a number of a record; NaN where there is none."""
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else math.nan


def _said(value: float) -> str:
    """Write a number."""
    return "nothing" if math.isnan(value) else f"{value:.9g}"
