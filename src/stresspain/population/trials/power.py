"""How often trials of one design find something: shares of many trials, by number of people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from stresspain.model.errors import InputError, shown
from stresspain.model.views import view
from stresspain.population.trials.design import Design
from stresspain.population.trials.numbers import ALPHA

Floats = npt.NDArray[np.float64]


class Share(NamedTuple):
    """A share of trials, with its 95 % interval (Wilson's)."""

    value: float
    low: float
    high: float
    hits: int
    of: int

    def __str__(self) -> str:
        return f"{100 * self.value:.1f} % ({100 * self.low:.1f} to {100 * self.high:.1f})"


@dataclass(frozen=True, eq=False, repr=False)
class Power:
    """How often trials of one design find something, by number of people. Illustrative, not clinical.

    The smaller trials are the first people of the larger ones, so the points of a curve are not
    independent of each other; the trials at one point are.

    Attributes
    ----------
    design : Design
    ns : tuple of int
        Numbers of people randomised.
    replicates : int
        Trials at each number.
    seed : int
    p, holm, estimate, low, high : mapping of str to ndarray, shape (n_ns, replicates)
        By arm: two-sided p, p after Holm's correction over the arms, difference from the control in
        points, and its 95 % interval; NaN where too few were left to analyse.
    provenance : mapping
    """

    design: Design
    ns: tuple[int, ...]
    replicates: int
    seed: int
    p: Mapping[str, Floats]
    holm: Mapping[str, Floats]
    estimate: Mapping[str, Floats]
    low: Mapping[str, Floats]
    high: Mapping[str, Floats]
    provenance: Mapping[str, Any]

    def found(self, n: int | None = None, arm: str | None = None) -> Share:
        """Return the share of trials with p < 0.05 (after Holm's correction where there are several arms).

        Parameters
        ----------
        n : int, optional
            Number of people; needed where there are several.
        arm : str, optional
            Label; needed where several arms are compared with the control.

        Raises
        ------
        InputError
            If there is no such number or arm.
        """
        place, label = self._place(n), self.design.compared(arm)
        return _share(self.holm[label][place] < ALPHA)

    def favours(self, n: int | None = None, arm: str | None = None) -> Share:
        """Return the share of trials that call the arm effective: p < 0.05, and the score lower than in the control.

        Parameters
        ----------
        n : int, optional
            As for `found`.
        arm : str, optional
            As for `found`.

        Raises
        ------
        InputError
            If there is no such number or arm.
        """
        place, label = self._place(n), self.design.compared(arm)
        return _share((self.holm[label][place] < ALPHA) & (self.estimate[label][place] < 0.0))

    def any_favours(self, n: int | None = None) -> Share:
        """Return the share of trials that call any arm effective, each p taken as it is, without correction.

        Parameters
        ----------
        n : int, optional
            As for `found`.

        Raises
        ------
        InputError
            If there is no such number.
        """
        place = self._place(n)
        hits = [(self.p[a][place] < ALPHA) & (self.estimate[a][place] < 0.0) for a in self.p]
        return _share(np.any(hits, axis=0))

    def too_few(self, n: int | None = None, arm: str | None = None) -> int:
        """Return how many trials could not be analysed (too few left, all scores alike); they count as finding nothing.

        Parameters
        ----------
        n : int, optional
            As for `found`.
        arm : str, optional
            As for `found`.

        Raises
        ------
        InputError
            If there is no such number or arm.
        """
        return int(np.isnan(self.p[self.design.compared(arm)][self._place(n)]).sum())

    def _place(self, n: int | None) -> int:
        """Return where a number of people stands."""
        if n is None and len(self.ns) == 1:
            return 0
        if isinstance(n, np.ndarray) or n not in self.ns:
            raise InputError(f"n = {shown(n)} was not tried. Known: {', '.join(map(str, self.ns))}.")
        return self.ns.index(n)

    def explain(self) -> str:
        """Say in plain sentences how often trials of each size find something."""
        return str(view("explain power")(self))

    def plot(self, beside: Mapping[str, Power] | None = None) -> Any:
        """Return the picture: the share of trials that find something, by number of people, with intervals.

        Parameters
        ----------
        beside : mapping of str to Power, optional
            Others to draw beside it, by label. The file keeps the record of this one.

        Raises
        ------
        InputError
            If what is to stand beside it is no `Power` by label.
        """
        if beside is not None and not (
            isinstance(beside, Mapping) and all(isinstance(other, Power) for other in beside.values())
        ):
            raise InputError(f"beside = {shown(beside)}: give other Powers by label, as in {{'trials': power(...)}}.")
        return view("plot power")(self, beside)

    def __repr__(self) -> str:
        ns = ", ".join(map(str, self.ns))
        return f"<Power of {self.design.title!r} for n = {ns}, {self.replicates} trials each (illustrative)>"


def _share(hits: npt.NDArray[np.bool_]) -> Share:
    """Return a share with its interval."""
    from scipy.stats import binomtest

    found, of = int(hits.sum()), len(hits)
    interval = binomtest(found, of).proportion_ci(1.0 - ALPHA, method="wilson")
    return Share(found / of, float(interval.low), float(interval.high), found, of)
