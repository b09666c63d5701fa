"""Runs side by side: one table of outcomes, one figure, a few sentences."""

from __future__ import annotations

import csv
import html
import io
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from stresspain.model.errors import InputError, unknown
from stresspain.model.files import write_whole
from stresspain.model.views import view
from stresspain.simulation.outcomes import BAR, LEVEL, OUTCOMES, USUAL
from stresspain.simulation.record import as_text, outcomes_of, record_of
from stresspain.simulation.run import Run, simulate
from stresspain.simulation.scenario import Scenario

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, eq=False, repr=False)
class Comparison:
    """Runs side by side.

    Attributes
    ----------
    runs : mapping of str to Run
        By label, in the order given.
    level : float
        Felt pain (0-10) that the table counts days above.
    outcomes : tuple of str
        What is shown; `table` and the CSV file hold every outcome.
    """

    runs: Mapping[str, Run]
    level: float
    outcomes: tuple[str, ...] = USUAL

    @cached_property
    def table(self) -> Mapping[str, Mapping[str, float]]:
        """Label -> outcome -> number (units in `OUTCOMES`; NaN where there is no such day)."""
        return MappingProxyType(
            {label: MappingProxyType(outcomes_of(run, self.level)) for label, run in self.runs.items()}
        )

    def rows(self) -> list[list[str]]:
        """Return what is shown as text, a head row first, numbers to two decimals, days to one."""
        head = ["", *(_head(name, self.level) for name in self.outcomes)]
        body = [[label, *(self._cell(name, row) for name in self.outcomes)] for label, row in self.table.items()]
        return [head, *body]

    def _cell(self, name: str, row: Mapping[str, float]) -> str:
        """Return a cell for people; where there is no day of recovery, why not."""
        if name == "recovery_day" and math.isnan(row[name]):
            return "still above" if row["last"] > self.level else "never above"
        return _cell(name, row[name])

    def record(self) -> dict[str, Any]:
        """Return where the numbers come from, as plain data: version, scenarios, engines, outcomes."""
        return record_of("comparison", self.runs, level=self.level)

    def explain(self) -> str:
        """Say in plain sentences how the runs differ."""
        return str(view("explain comparison")(self))

    def plot(self) -> Any:
        """Return one picture of all runs, with alternative text."""
        return view("plot comparison")(self)

    def to_csv(self, path: str | Path) -> Path:
        """Write every outcome, numbers in full; an empty cell where there is no such day.

        A comment line holds the whole record, so that `stresspain.reproduce` can work it out again.

        Raises
        ------
        InputError
            If the file cannot be written; an older file is then left whole.
        """
        return write_whole(Path(path), self.csv_text(self.record()))

    def csv_text(self, record: Mapping[str, Any]) -> str:
        """Return what `to_csv` writes, with a record of one's own."""
        text = io.StringIO()
        text.write(f"# Outcomes of felt pain (0-10), level {self.level:g}. Illustrative, not clinical.\n")
        text.write(f"# provenance: {as_text(record)}\n")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(["label", *OUTCOMES, "engine", "scenario"])
        for label, row in self.table.items():
            made = self.runs[label].provenance
            numbers = ["" if math.isnan(value) else repr(value) for value in row.values()]
            # A spreadsheet would run a cell that begins like this as a formula.
            said = f"'{label}" if label.startswith(_FORMULA) else label
            writer.writerow([said, *numbers, made["engine"], made["scenario"]])
        return text.getvalue()

    def __str__(self) -> str:
        rows = self.rows()
        widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
        lines = [
            "  ".join([row[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True))])
            for row in rows
        ]
        return "\n".join([*(line.rstrip() for line in lines), "Illustrative, not clinical."])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        head, *body = ([html.escape(cell) for cell in row] for row in self.rows())
        top = "".join(f"<th scope='col'>{cell}</th>" for cell in head)
        rest = "".join(
            f"<tr><th scope='row'>{row[0]}</th>{''.join(f'<td>{cell}</td>' for cell in row[1:])}</tr>" for row in body
        )
        caption = "Outcomes of felt pain, 0 to 10. Illustrative, not clinical."
        return f"<table><caption>{caption}</caption><thead><tr>{top}</tr></thead><tbody>{rest}</tbody></table>"


def _head(name: str, level: float) -> str:
    """Return a column's head for people."""
    words = {
        "days_above": f"days above {level:g}",
        "recovery_day": f"at or below {level:g} from day",
        "important_change": "2 points or 30 % less",
    }
    return words.get(name, name.replace("_", " "))


def _cell(name: str, value: float) -> str:
    """Return a cell for people."""
    if math.isnan(value):
        return "-"
    if OUTCOMES[name].unit == "yes/no":
        return "yes" if value else "no"
    return f"{value:.1f}" if OUTCOMES[name].unit.endswith("d") else f"{value:.2f}"


def compare(
    runs: Mapping[str, Run | Scenario] | Iterable[Run | Scenario],
    *,
    level: float = LEVEL,
    outcomes: Iterable[str] = USUAL,
    engine: str = "auto",
) -> Comparison:
    """Set runs side by side.

    Parameters
    ----------
    runs : mapping of str to Run or Scenario, or a sequence of them
        Scenarios are run first. In a sequence each is labelled by its title, or else by its plan.
    level : float
        Felt pain (0-10) to count days above.
    outcomes : sequence of str
        What to show, names of `OUTCOMES`; ``outcomes=sp.OUTCOMES`` shows all.
    engine : {"auto", "scipy", "heyoka"}
        For what still has to be run.

    Returns
    -------
    Comparison
        Prints as a table; ``.plot()`` and ``.explain()`` show and tell it.

    Raises
    ------
    InputError
        If there is nothing to compare, something is neither a Run nor a Scenario, or an outcome is
        unknown (with the nearest name).

    Examples
    --------
    >>> from stresspain.model.catalogue import adaptogen
    >>> untreated = simulate(load=0.4, start="painful", days=84)
    >>> treated = simulate(load=0.4, start="painful", days=84, plan=[adaptogen(600)])
    >>> print(compare({"untreated": untreated, "adaptogen": treated}))
               peak  mean  last  days above 3  at or below 3 from day
    untreated  5.95  5.95  5.95          84.0             still above
    adaptogen  5.95  4.38  1.93          70.6                    70.6
    Illustrative, not clinical.
    >>> print(compare({"stopped": simulate(load=0.4, start="painful", plan=[adaptogen(600, stop=56)])},
    ...               outcomes=["last", "relapse", "important_change"]))
             last  relapse  2 points or 30 % less
    stopped  5.95      yes                     no
    Illustrative, not clinical.
    """
    wanted = _wanted(outcomes)
    given = runs if isinstance(runs, Mapping) else _labelled(runs)
    if not given:
        raise InputError("compare([]): nothing to compare. Give runs, as in compare([simulate(), simulate(load=0.4)]).")
    done: dict[str, Run] = {}
    for label, item in given.items():
        if not isinstance(item, (Run, Scenario)):
            raise InputError(f"compare: {label} is {item!r}, neither a Run nor a Scenario. Use simulate(...).")
        done[str(label)] = simulate(item, engine=engine) if isinstance(item, Scenario) else item
    return Comparison(MappingProxyType(done), BAR.check(level), wanted)


def _wanted(outcomes: Any) -> tuple[str, ...]:
    """Check the outcomes to show."""
    if isinstance(outcomes, str) or not isinstance(outcomes, Iterable):
        outcomes = (outcomes,)
    for name in (names := tuple(outcomes)):
        if not isinstance(name, str) or name not in OUTCOMES:
            raise unknown("outcome", name, {n: o.meaning for n, o in OUTCOMES.items()})
    return names


def _labelled(runs: Iterable[Any]) -> dict[str, Any]:
    """Label runs by title, or else by plan; the second of two alike gets a number."""
    if isinstance(runs, (str, bytes)) or not isinstance(runs, Iterable):
        raise InputError(f"compare({runs!r}): give a list of runs, or a dict of label -> run.")
    labelled: dict[str, Any] = {}
    for item in runs:
        scenario = item.scenario if isinstance(item, Run) else item
        label = getattr(scenario, "title", "") or " + ".join(map(str, getattr(scenario, "plan", ()))) or "nothing taken"
        count = sum(known == label or known.startswith(f"{label} (") for known in labelled)
        labelled[f"{label} ({count + 1})" if count else label] = item
    return labelled
