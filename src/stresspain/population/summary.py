"""What became of many people, in a few numbers: shares, means and quantiles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from stresspain.model.errors import InputError, shown
from stresspain.model.phrases import counted
from stresspain.population.ensemble import Ensemble
from stresspain.simulation.frames import framed
from stresspain.simulation.outcomes import OUTCOMES

Floats = npt.NDArray[np.float64]

#: Shares of people below the five numbers that a summary gives unless others are asked for.
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)

NOTE = "Illustrative, not clinical: virtual people, drawn at random; nobody was measured."


class Spread(NamedTuple):
    """How one number is spread over people.

    Attributes
    ----------
    people : int
        How many have an answer; the others are left out of the rest.
    mean : float
        For yes and no the share of yes.
    quantiles : tuple of float
        One for each share asked for; empty for yes and no.
    """

    people: int
    mean: float
    quantiles: tuple[float, ...]


@dataclass(frozen=True, eq=False)
class Summary:
    """Many people in a few numbers.

    Attributes
    ----------
    n : int
        How many people there are.
    failed : int
        How many could not be run.
    left : int
        How many have not been run yet, in a store that is not finished.
    shares : tuple of float
        Of the quantiles: 0.5 is the median.
    outcomes : mapping of str to Spread
        By name, as in `OUTCOMES`.
    days : ndarray, shape (n_days,)
        Days of `bands`.
    bands : mapping of str to ndarray, shape (n_shares, n_days)
        Quantiles of each column on each day, people without an answer left out.
    """

    n: int
    failed: int
    left: int
    shares: tuple[float, ...]
    outcomes: Mapping[str, Spread]
    days: Floats
    bands: Mapping[str, Floats]

    def to_frame(self) -> Any:
        """Return the outcomes as a pandas DataFrame, one row each.

        Raises
        ------
        InputError
            If pandas is not installed.
        """
        spreads = self.outcomes.values()
        columns: dict[str, list[float]] = {"people": [s.people for s in spreads], "mean": [s.mean for s in spreads]}
        for i, share in enumerate(self.shares):
            columns[_heading(share)] = [s.quantiles[i] if s.quantiles else np.nan for s in spreads]
        return framed(columns, index=list(self.outcomes))

    def __str__(self) -> str:
        head = ["", "people", "mean", *map(_heading, self.shares)]
        rows = [[name, str(s.people), *_written(s, len(self.shares))] for name, s in _items(self)]
        wide = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
        lines = [_line(row, wide) for row in (head, *rows)]
        failed = f", {self.failed:,} of them without an answer" if self.failed else ""
        failed += f", {self.left:,} not run yet" if self.left else ""
        return "\n".join([f"{counted(self.n, 'virtual person', 'virtual people')}{failed}", *lines, NOTE])

    def __repr__(self) -> str:
        return f"<Summary of {counted(self.n, 'person', 'people')}: {', '.join((*self.outcomes, *self.bands))}>"


def summarise(ensemble: Ensemble, shares: Sequence[float] = QUANTILES) -> Summary:
    """Put many people into a few numbers.

    Parameters
    ----------
    ensemble : Ensemble
    shares : sequence of float
        Shares of people below each quantile, from 0 to 1, rising.

    Returns
    -------
    Summary

    Raises
    ------
    InputError
        If the shares do not rise from 0 to 1.

    Examples
    --------
    >>> from stresspain.population.many import simulate_many
    >>> from stresspain.population.people import people
    >>> crowd = people(100, seed=1, spread={"load": (0.1, 0.2)})
    >>> summary = summarise(simulate_many(crowd, outcomes=["last"]), [0.5])
    >>> summary.outcomes["last"].people
    100
    """
    asked = _checked(shares)
    outcomes = {name: _spread(values, OUTCOMES[name].unit, asked) for name, values in ensemble.outcomes.items()}
    bands = {name: _bands(values, asked) for name, values in ensemble.columns.items()}
    n = len(ensemble.people)
    return Summary(
        n=n,
        failed=len(ensemble.failures),
        left=n - ensemble.provenance.get("done", n),
        shares=asked,
        outcomes=MappingProxyType(outcomes),
        days=ensemble.days,
        bands=MappingProxyType(bands),
    )


def _checked(shares: Any) -> tuple[float, ...]:
    """Check the shares of people."""
    try:
        asked = np.array(shares, dtype=float)
    except (TypeError, ValueError):
        asked = np.empty(0)
    if asked.ndim != 1 or not len(asked) or not (np.diff(asked) > 0).all() or not (abs(asked - 0.5) <= 0.5).all():
        raise InputError(
            f"shares = {shown(shares)}: give shares of people from 0 to 1 that rise, such as (0.05, 0.5, 0.95)."
        )
    return tuple(asked.tolist())


def _spread(values: Floats, unit: str, shares: tuple[float, ...]) -> Spread:
    """Return how one outcome is spread."""
    known = values[~np.isnan(values)]
    if not len(known):
        return Spread(0, float("nan"), () if unit == "yes/no" else (float("nan"),) * len(shares))
    quantiles = () if unit == "yes/no" else tuple(np.quantile(known, shares).tolist())
    return Spread(len(known), float(known.mean()), quantiles)


def _bands(values: Floats, shares: tuple[float, ...]) -> Floats:
    """Return the quantiles of a column on each day, of everyone who has numbers."""
    values = values[~np.isnan(values).any(axis=1)]
    if not len(values):
        return np.full((len(shares), values.shape[1]), np.nan)
    return np.asarray(np.quantile(values, shares, axis=0), dtype=float)


def _heading(share: float) -> str:
    """Name a quantile."""
    return "median" if share == 0.5 else f"{100 * share:g} %"


def _items(summary: Summary) -> list[tuple[str, Spread]]:
    """Return the rows of the table."""
    return list(summary.outcomes.items())


def _written(spread: Spread, count: int) -> list[str]:
    """Write mean and quantiles; blanks where a share of yes says all, dashes where nobody has an answer."""
    numbers = (spread.mean, *spread.quantiles)
    return [f"{x:.2f}" if spread.people else "-" for x in numbers] + [""] * (count - len(spread.quantiles))


def _line(row: list[str], wide: list[int]) -> str:
    """Write one line of the table, the name to the left and numbers to the right."""
    return "  ".join(
        [row[0].ljust(wide[0]), *(cell.rjust(w) for cell, w in zip(row[1:], wide[1:], strict=True))]
    ).rstrip()
