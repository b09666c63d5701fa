"""What is wanted of many people, checked before anything runs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from stresspain.model.errors import InputError, shown, unknown
from stresspain.population.chunks import Order
from stresspain.simulation.outcomes import BAR, OUTCOMES
from stresspain.simulation.run import COLUMNS
from stresspain.simulation.scenario import Scenario


def order_of(given: object, outcomes: Any, days: Any, columns: Any, level: object) -> Order:
    """Return what is wanted of everyone, each name once.

    Raises
    ------
    InputError
        If a name is unknown or means two things here, days cannot be, or nothing is asked for.
    """
    if not isinstance(given, Scenario):
        raise InputError(f"simulate_many(people, {shown(given)}): give a Scenario, as scenario(load=0.4) makes it.")
    if outcomes is None:
        outcomes = tuple(OUTCOMES) if days is None else ()
    if columns is None:
        columns = () if days is None else ("felt_pain",)
    elif days is None:
        raise InputError(
            f"columns = {shown(columns)} are kept on days, and no days are given. Name them: days=range(0, 366, 7)."
        )
    outcomes, columns = ((names,) if isinstance(names, str) else names for names in (outcomes, columns))
    _check_names(given, outcomes, columns)
    kept = given.but(days=days).grid if days is not None else np.empty(0)
    grid = np.union1d(given.grid, kept) if outcomes else kept
    if not len(grid):
        raise InputError("simulate_many: nothing is asked for. Name an outcome, or days on which columns are kept.")
    return Order(
        grid=grid,
        outcomes=tuple(dict.fromkeys(outcomes)),
        measured=np.searchsorted(grid, given.grid) if outcomes else np.empty(0, dtype=int),
        columns=tuple(dict.fromkeys(columns)),
        kept=np.searchsorted(grid, kept),
        level=BAR.check(level),
    )


def _check_names(given: Scenario, outcomes: Iterable[str], columns: Iterable[str]) -> None:
    """Refuse names that are unknown here, or mean two things."""
    for name in outcomes:
        if name not in OUTCOMES:
            raise unknown("outcome", name, {n: o.meaning for n, o in OUTCOMES.items()})
    plan = {taken.name: f"effect level of {taken}" for taken in given.plan}
    known = {n: meaning for n, (_, meaning) in COLUMNS.items() if n != "day"} | plan
    for name in columns:
        if name not in known:
            raise unknown("column", name, known)
    for name in {*outcomes} & {*columns}:
        raise InputError(f"{name} is an outcome and an intervention of this plan: rename the one that you made.")
