"""What a phase portrait shows, worked out and in words; `stresspain.show.phase` draws it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from stresspain.cycle.plane import Plane, plane, settle_others
from stresspain.cycle.rests import Rests, rests_of
from stresspain.cycle.setting import Setting
from stresspain.model.errors import InputError, shown
from stresspain.show.tipping_words import surroundings
from stresspain.show.words import CAVEAT
from stresspain.simulation.basin import Divide, divide
from stresspain.simulation.run import Run

Floats = npt.NDArray[np.float64]

_GRID = 61
_COLUMNS = 21
_FLOOR = {"stress": 0.0, "cortisol": 1.0, "tension": 0.0, "inflammation": 0.0, "sensitivity": 0.0}


@dataclass(frozen=True, eq=False)
class Portrait:
    """Everything that a phase portrait shows."""

    names: tuple[str, str]
    where: Setting
    flow: Plane
    rests: Rests
    divide: Divide
    paths: tuple[Floats, ...]


def portrait_of(names: tuple[str, str], where: Setting, runs: object) -> Portrait:
    """Work out everything that is drawn."""
    k = where.at()
    paths = _paths(names, runs)
    found = rests_of(k)
    grids = [_range(name, i, found, paths, k) for i, name in enumerate(names)]
    flow = plane(names, grids[0], grids[1], k)
    line = divide(names, where, *(np.linspace(grid[0], grid[-1], _COLUMNS) for grid in grids))
    return Portrait(names, where, flow, found, line, paths)


def _paths(names: tuple[str, str], runs: object) -> tuple[Floats, ...]:
    """Return the two states of each run, shape (n_days, 2)."""
    many = (runs,) if isinstance(runs, Run) else runs
    if not isinstance(many, (tuple, list)) or not all(isinstance(run, Run) for run in many):
        raise InputError(f"runs = {shown(runs)}: give runs, as in runs=[simulate(load=0.4)].")
    return tuple(np.column_stack([run[name] for name in names]) for run in many)


def _range(name: str, i: int, found: Rests, paths: tuple[Floats, ...], k: Any) -> Floats:
    """Return the values of a state that are drawn: a little beyond every rest and run, inside its own range."""
    ceiling = {"cortisol": 1.0 + k.k_sc, "inflammation": np.inf}.get(name, 1.0)
    floor = _FLOOR[name]
    highest = max([getattr(rest.state, name) for rest in found] + [float(path[:, i].max()) for path in paths])
    high = min(floor + max(1.45 * (highest - floor), 0.1), ceiling) if ceiling > floor else floor + 0.1
    return np.linspace(floor, high, _GRID)


def words_of(portrait: Portrait) -> str:
    """Say what the portrait shows."""
    x, y = portrait.names
    lead = f"Phase portrait of {x} (across) and {y} (up), {surroundings(portrait.where)}."
    places = [f"{x} {getattr(r.state, x):.2f}, {y} {getattr(r.state, y):.2f}" for r in portrait.rests.endings]
    ridges = [f"{x} {getattr(r.state, x):.2f}, {y} {getattr(r.state, y):.2f}" for r in portrait.rests.ridges]
    count = {0: "no stable ending", 1: "one stable ending", 2: "two stable endings"}.get(len(places), "several endings")
    met = f"The lines on which each of the two stands still meet at {count}"
    met += f" ({'; '.join(places)})" if places else ""
    met += f" and at {'a ridge' if len(ridges) == 1 else 'unstable rests'} ({'; '.join(ridges)})" if ridges else ""
    told = [lead, f"{met}.", *_other_sheet(portrait), *_ends(portrait)]
    if portrait.paths:
        told.append(f"{len(portrait.paths)} run{'s' * (len(portrait.paths) > 1)} drawn as paths.")
    return " ".join([*told, CAVEAT])


def _ends(portrait: Portrait) -> list[str]:
    """Say where starts end."""
    line, (x, y) = portrait.divide, portrait.names
    if len(portrait.rests) == 1 and not portrait.where.restrains():
        # Where every loop reinforces, all paths are drawn towards the only rest (Hirsch).
        return ["Every start ends there."]
    if not len(line.x):
        return []
    return [
        f"A line from {x} {line.x[0]:.2f}, {y} {line.y[0]:.2f} to {x} {line.x[-1]:.2f}, {y} {line.y[-1]:.2f} divides "
        f"the starts, the three other states settled to them: beyond it the whole model ends painful, below it calm "
        f"(runs of {line.days:.0f} days)."
    ]


def _other_sheet(portrait: Portrait) -> list[str]:
    """Say where the three others could settle in more than one way."""
    share = float(np.mean(portrait.flow.several))
    k = portrait.where.at()
    missed = [rest for rest in portrait.rests if not _met(portrait.names, rest.state, k)]
    said = [f"On {100 * share:.0f} % of the plane (hatched) the others could settle in more than one way; the one with "
            "the least pain is drawn."] if share else []  # fmt: skip
    if missed:
        said.append("The ridge belongs to another way in which they could settle: the drawn lines do not meet there.")
    return said


def _met(names: tuple[str, str], state: Any, k: Any) -> bool:
    """Say whether the others, settled to two states of a rest, come to that rest."""
    found, _ = settle_others({name: np.array([getattr(state, name)]) for name in names}, k)
    return bool(max(abs(float(a[0]) - b) for a, b in zip(found, state, strict=True)) < 1e-6)
