"""How much of an outcome's variance goes with each number, and whether the sample was large enough to say so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from stresspain.model.views import view
from stresspain.simulation.scenario import Scenario

Floats = npt.NDArray[np.float64]

#: An index that moves less than this between half the sample and all of it, with an interval no
#: wider than twice as much, counts as settled.
SETTLED = 0.05


@dataclass(frozen=True, eq=False, repr=False)
class Sobol:
    """How much of an outcome's variance goes with each number, over ranges.

    Attributes
    ----------
    scenario : Scenario
    outcome : str
        A name of `OUTCOMES`.
    level : float
        Felt pain (0-10) that days are counted above.
    ranges : mapping of str to (float, float)
        What was drawn from evenly, by parameter, in its unit.
    first, total : ndarray, shape (n_parameters,)
        Share of the variance that goes with this number alone, and with it in any company. What the
        two differ by is interplay. Noise can carry an estimate a little below 0.
    first_interval, total_interval : ndarray, shape (n_parameters, 2)
        95 % bootstrap intervals.
    half_first, half_total : ndarray, shape (n_parameters,)
        The same from the first half of the sample.
    mean, variance : float
        Of the outcome over the sample.
    n, runs, replaced, seed : int
        Base samples; runs made; base samples replaced because a run of theirs had no answer; seed.
    engine : str
    """

    scenario: Scenario
    outcome: str
    level: float
    ranges: Mapping[str, tuple[float, float]]
    first: Floats
    total: Floats
    first_interval: Floats
    total_interval: Floats
    half_first: Floats
    half_total: Floats
    mean: float
    variance: float
    n: int
    runs: int
    replaced: int
    seed: int
    engine: str

    @property
    def parameters(self) -> tuple[str, ...]:
        """What was varied."""
        return tuple(self.ranges)

    @property
    def order(self) -> list[int]:
        """Places in `parameters`, the largest total index first."""
        return sorted(range(len(self.total)), key=lambda i: -self.total[i])

    @property
    def moved(self) -> float:
        """Most that any index moved between half the sample and all of it."""
        moves = np.abs([self.first - self.half_first, self.total - self.half_total])
        return float(moves.max())

    @property
    def widest(self) -> float:
        """Width of the widest interval."""
        widths = np.concatenate((self.first_interval, self.total_interval))
        return float(np.max(widths[:, 1] - widths[:, 0]))

    @property
    def settled(self) -> bool:
        """Whether the sample was large enough: see `SETTLED`."""
        return self.moved <= SETTLED and self.widest <= 2 * SETTLED

    def explain(self) -> str:
        """Say in plain sentences which numbers matter over these ranges, and how sure that is."""
        return str(view("explain sobol")(self))

    def plot(self) -> Any:
        """Return the picture: share of the variance alone and in company, with intervals."""
        return view("plot sobol")(self)

    def rows(self) -> list[list[str]]:
        """Return the table as text, a head row first."""
        head = ["number", "from", "to", "alone", "95 %", "in company", "95 %"]
        return [head, *(self._row(i) for i in self.order)]

    def _row(self, i: int) -> list[str]:
        """Return one line of the table."""
        name = self.parameters[i]
        cells = [name, *(f"{bound:g}" for bound in self.ranges[name])]
        for index, interval in ((self.first, self.first_interval), (self.total, self.total_interval)):
            cells += [f"{index[i]:.3f}", f"{interval[i, 0]:.3f} to {interval[i, 1]:.3f}"]
        return cells

    def __str__(self) -> str:
        rows = self.rows()
        widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
        title = f"Share of the variance of {self.outcome}, {self.runs:,} runs"
        lines = ["  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
        return "\n".join([title, *lines, "Illustrative, not clinical."])

    __repr__ = __str__
