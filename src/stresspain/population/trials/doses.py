"""What each person of a trial takes: the plan of their arm from the day of entry on, with doses missed."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from stresspain.model.interventions import Intervention
from stresspain.population.trials.design import Design
from stresspain.population.work import PerPerson

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]
Kept = npt.NDArray[np.bool_]

#: An effect at least so slow (days) hardly knows on which day of a week a dose was missed: its weeks count as a whole.
SLOW = 7.0
WEEK = 7


def amounts(design: Design, taken: Intervention, arms: Places, kept: Kept | None) -> PerPerson:
    """Return how much of one thing each person takes, and when.

    Where an effect is slow, a week with five doses of seven is given as the one amount whose effect
    level is five sevenths of the full dose's: the same on average, with seven times fewer switches.

    Parameters
    ----------
    design : Design
    taken : Intervention
    arms : ndarray of int, shape (n,)
        Arm of each, counted from 0; -1 for nothing.
    kept : ndarray of bool, shape (n, days), or None
        Whether each day's dose is taken; None where all are.
    """
    plans = [{t.name: t for t in arm.plan}.get(taken.name) for arm in design.arms]
    switches = {day for plan in plans if plan for day in plan.courses.switches() if day < design.days}
    pace = WEEK if taken.tau_e >= SLOW else 1
    fixed = kept is None
    edges = np.array(sorted({0.0, *switches, *(() if fixed else map(float, range(0, design.days, pace)))}))
    full = np.array([[plan.courses.at(day) if plan else 0.0 for day in edges] for plan in plans])
    table = np.vstack((full, np.zeros(len(edges))))[arms]
    if kept is not None:
        level = taken.target(table)  # type: ignore[arg-type]  # of an array as of a number
        table = taken.amount_for(_share(kept, edges, design.days) * level)
    if design.run_in == 0:
        return PerPerson(edges, table)
    return PerPerson(np.append(0.0, design.run_in + edges), np.column_stack((np.zeros(len(arms)), table)))


def _share(kept: Kept, edges: Floats, days: int) -> Floats:
    """Return the share of doses taken between edges, shape (n, n_edges); a day counts where it begins."""
    first = np.minimum(np.floor(edges).astype(int), days - 1)
    last = np.maximum(first + 1, np.append(np.ceil(edges[1:]).astype(int), days))
    before = np.column_stack((np.zeros(len(kept), dtype=int), kept.cumsum(axis=1)))
    return np.asarray((before[:, last] - before[:, first]) / (last - first))


def share_taken(design: Design, arms: Places, kept: Kept | None) -> Floats:
    """Return the share of the days with something to take on which it was taken, shape (n,); NaN without such days."""
    owed = np.zeros((len(design.arms) + 1, design.days), dtype=bool)
    for i, arm in enumerate(design.arms):
        for taken in arm.plan:
            owed[i] |= [taken.courses.at(day) > 0 for day in range(design.days)]
    due = owed[arms]
    with np.errstate(invalid="ignore"):
        return np.asarray((due if kept is None else due & kept).sum(axis=1) / due.sum(axis=1))
