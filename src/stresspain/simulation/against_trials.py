"""The model beside the trials: same dose, same duration, active minus placebo. Agreement would prove nothing."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from stresspain.evidence import Trial, trials
from stresspain.model.catalogue import READINGS, adaptogen
from stresspain.model.errors import InputError, unknown
from stresspain.model.files import write_whole
from stresspain.model.parameters import Person
from stresspain.model.views import view
from stresspain.simulation.record import as_text, record_of
from stresspain.simulation.run import Run, simulate
from stresspain.simulation.scenario import Scenario, scenario

#: How a measured outcome begins -> the state that stands for it. Serum cortisol has none: the model's is a daily tone.
STANDS_FOR = MappingProxyType({"Perceived Stress Scale": "stress", "PSS": "stress"})

STARTS = ("calm", "painful")

#: Why a row could not be used, in the order in which it is asked.
WHY_NOT = (
    "second-hand or from memory",
    "a review: no dose and duration of its own",
    "the change in one arm or both was not read",
    "dose or duration was not read",
    "no state of the model stands for the outcome",
)


class Beside(NamedTuple):
    """One trial beside the model.

    Attributes
    ----------
    trial : Trial
    state : str
        The state that stands for its outcome.
    published : float
        Active minus placebo, each as a change in percent of its own baseline: percentage points.
    model : mapping of (reading, start) to float
        The same difference in the model.
    """

    trial: Trial
    state: str
    published: float
    model: Mapping[tuple[str, str], float]


@dataclass(frozen=True, eq=False, repr=False)
class AgainstTrials:
    """What the model does beside what trials report.

    Attributes
    ----------
    rows : tuple of Beside
        Trials whose numbers could be used.
    unused : tuple of (Trial, str)
        All others, with the reason, one of `WHY_NOT`.
    load : float
        Load in the model.
    runs : mapping of str to Run
        The runs behind it, by label.
    """

    rows: tuple[Beside, ...]
    unused: tuple[tuple[Trial, str], ...]
    load: float
    runs: Mapping[str, Run]

    def reasons(self) -> dict[str, int]:
        """Return how many rows could not be used for each reason, in the order of `WHY_NOT`."""
        counted = Counter(reason for _, reason in self.unused)
        return {reason: counted[reason] for reason in WHY_NOT if counted[reason]}

    def explain(self) -> str:
        """Say in plain sentences what stands beside what, and what that does not show."""
        return str(view("explain against trials")(self))

    def plot(self) -> Any:
        """Return one picture of trials and model, with alternative text."""
        return view("plot against trials")(self)

    def record(self) -> dict[str, Any]:
        """Return where the numbers come from, as plain data."""
        return record_of("comparison with trials", self.runs)

    def to_csv(self, path: str | Path) -> Path:
        """Write trials and model side by side, and the rows that could not be used with the reason.

        Raises
        ------
        InputError
            If the file cannot be written; an older file is then left whole.
        """
        text = io.StringIO()
        text.write("# Active minus placebo, percentage points of baseline. The model is not calibrated: agreement\n")
        text.write("# would prove nothing. Illustrative, not clinical.\n")
        text.write(f"# provenance: {as_text(self.record())}\n")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(["trial", "outcome", "dose_mg", "days", "what", "start", "difference", "not_used_because"])
        for row in self.rows:
            known = [row.trial.id, row.trial.outcome, row.trial.dose_mg, row.trial.days]
            writer.writerow([*known, "published", "", row.published, ""])
            writer.writerows([*known, reading, start, value, ""] for (reading, start), value in row.model.items())
        for trial, reason in self.unused:
            writer.writerow([trial.id, trial.outcome, trial.dose_mg, trial.days, "", "", "", reason])
        return write_whole(Path(path), text.getvalue())

    def __str__(self) -> str:
        return self.explain()

    __repr__ = __str__


def against_trials(*, load: float = 0.4, person: Person | None = None, engine: str = "auto") -> AgainstTrials:
    """Set the model beside every trial with usable numbers, under the same dose and duration.

    A trial is usable where active and placebo change were read in the source, dose and duration are
    known, and a state of the model stands for the outcome. The difference is the one trials report:
    change in percent of baseline, active minus placebo. The model's placebo arm takes nothing and
    expects nothing, so from a rest it does not move.

    Parameters
    ----------
    load : float
        Load under which the model runs; both endings must exist there.
    person : Person, optional
    engine : {"auto", "scipy", "heyoka"}

    Returns
    -------
    AgainstTrials

    Raises
    ------
    InputError
        If the load is out of range, or this person has no painful ending under it.

    Examples
    --------
    >>> found = against_trials()
    >>> [(row.trial.id, round(row.published, 1)) for row in found.rows]
    [('chandrasekhar2012_pss', -38.5)]
    """
    told = [(trial, _why_not(trial)) for trial in trials(verified_only=False)]
    runs: dict[str, Run] = {}
    rows = tuple(_beside(trial, load, person, engine, runs) for trial, reason in told if not reason)
    return AgainstTrials(rows, tuple((t, r) for t, r in told if r), float(load), MappingProxyType(runs))


def _why_not(trial: Trial) -> str:
    """Return why a row cannot be used; an empty text where it can."""
    asked = (
        not trial.verified,
        trial.id.startswith("meta_"),
        trial.active_change is None or trial.placebo_change is None,
        trial.dose_mg is None or trial.days is None,
        _state(trial) is None,
    )
    return next((reason for reason, hit in zip(WHY_NOT, asked, strict=True) if hit), "")


def _state(trial: Trial) -> str | None:
    """Return the state that stands for a trial's outcome."""
    return next((state for words, state in STANDS_FOR.items() if trial.outcome.startswith(words)), None)


def _beside(trial: Trial, load: float, person: Person | None, engine: str, runs: dict[str, Run]) -> Beside:
    """Run the model as a trial went; the runs are added to `runs`."""
    dose, days, state = trial.dose_mg or 0.0, trial.days or 0.0, _state(trial) or ""
    arms = {"placebo": (), **{reading: (adaptogen(dose, reading),) for reading in READINGS}}
    for start in STARTS:
        for arm, plan in arms.items():
            given = scenario(person=person, load=load, start=start, plan=plan, days=[0, days])
            runs[_label(trial.id, arm, start)] = _run(given, engine)
    model = {(r, start): difference(runs, trial.id, r, start, state) for start in STARTS for r in READINGS}
    published = (trial.active_change or 0.0) - (trial.placebo_change or 0.0)
    return Beside(trial, state, published, MappingProxyType(model))


def _run(given: Scenario, engine: str) -> Run:
    """Run one arm of a trial."""
    try:
        return simulate(given, engine=engine)
    except InputError:
        if given.start != "painful":
            raise
        raise InputError(
            f"load = {given.load.values[0]:g}: trials are set beside a calm and a painful start, and under this load "
            "this person has no painful ending. Use a higher load."
        ) from None


def difference(runs: Mapping[str, Run], trial_id: str, reading: str, start: str, state: str) -> float:
    """Return active minus placebo of one state, each as a change in percent of its own baseline.

    Raises
    ------
    InputError
        If there is no run of that trial, reading and start.
    """
    labels = [_label(trial_id, arm, start) for arm in (reading, "placebo")]
    if missing := [label for label in labels if label not in runs]:
        raise unknown("run beside a trial", missing[0], dict.fromkeys(runs, ""))
    arms = (runs[label][state] for label in labels)
    active, placebo = (percent_change(float(values[0]), float(values[-1])) for values in arms)
    return active - placebo


def _label(trial_id: str, arm: str, start: str) -> str:
    """Return the label of a run: the trial, the arm and the start."""
    return f"{trial_id}, {arm}, {start}"


def percent_change(first: float, last: float) -> float:
    """Return a change in percent of the baseline.

    Examples
    --------
    >>> percent_change(20.0, 15.0)
    -25.0
    """
    return 100.0 * (last - first) / first
