"""How people are drawn, as a value: a few hundred bytes that draw the same people wherever they go."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from stresspain.population.correlations import Factor, in_slices, mixed
from stresspain.population.designs import DESIGNS
from stresspain.population.laws import Law

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Draw:
    """How people are drawn: small, and whoever has it draws the same people.

    Attributes
    ----------
    n : int
        How many are drawn in all.
    seed : int
    laws : tuple of Law
        How each number varies.
    correlated : tuple of int
        Which of them vary together.
    lower : Factor
        And how; see `stresspain.population.correlations.factor`.
    sampling : str
        A name of `DESIGNS`.
    rows : range
        Which of the n are meant here.
    """

    n: int
    seed: int
    laws: tuple[Law, ...]
    correlated: tuple[int, ...]
    lower: Factor
    sampling: str
    rows: range

    def table(self) -> Floats:
        """Draw the rows, shape (n_rows, n_laws); every column lies in one piece."""
        if not self.laws:
            return np.empty((len(self.rows), 0))
        design = DESIGNS[self.sampling]
        wanted = self.rows if design.by_part else range(self.n)
        drawn = design.rows(wanted, self.n, len(self.laws), self.seed)
        uniform = mixed(drawn, self.correlated, self.lower)
        if not design.by_part:  # then its slices are filled by everyone together
            uniform = in_slices(uniform, drawn, self.correlated)[:, self.rows.start : self.rows.stop]
        for row, law in zip(uniform, self.laws, strict=True):
            row[:] = law.place(row)
        return uniform.T
