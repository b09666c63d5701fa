"""What was written down: pain on some days, with gaps; perhaps stress and lost sleep beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from stresspain.model.errors import InputError, shown
from stresspain.model.phrases import counted
from stresspain.model.quantity import native, real
from stresspain.model.schedule import LONGEST
from stresspain.model.views import view

Floats = npt.NDArray[np.float64]

#: What a diary may hold, all written 0 to 10: column -> (by how much the model's own column is multiplied, meaning).
SEEN: Mapping[str, tuple[float, str]] = MappingProxyType(
    {
        "felt_pain": (1.0, "pain as it was felt"),
        "stress": (10.0, "stress as it was perceived"),
        "sleep_loss": (10.0, "sleep that was lost"),
    }
)
#: Most readings of one column.
MOST = 5_000


@dataclass(frozen=True, eq=False, init=False)
class PainDiary:
    """Pain as it was felt, day by day, 0 to 10; gaps are allowed.

    Attributes
    ----------
    days : ndarray, shape (n_days,)
    columns : mapping of str to ndarray, shape (n_days,)
        Readings by column, 0 to 10, NaN for gaps; read-only. ``diary["felt_pain"]`` is short for one.
    title : str
    made : mapping or None

    Parameters
    ----------
    days : sequence of float
        Days since the diary's first day, rising, none before 0.
    felt_pain : sequence of float or None
        A reading for each day, 0 to 10; None for a day without one.
    stress, sleep_loss : sequence of float or None, optional
        The same for perceived stress and for lost sleep.
    title : str
        For people.
    made : mapping, optional
        Where a made-up diary comes from, as plain data; None for one that somebody wrote.

    Raises
    ------
    InputError
        If days do not rise, a reading is outside 0 to 10 or not a number, or there is none at all.

    Examples
    --------
    >>> diary = PainDiary([0, 1, 2, 5], [2.5, 3, None, 4])
    >>> diary.readings
    3
    """

    days: Floats
    columns: Mapping[str, Floats]
    title: str
    made: Mapping[str, Any] | None

    def __init__(
        self,
        days: Sequence[float] | Floats,
        felt_pain: Sequence[float | None] | Floats,
        *,
        stress: Sequence[float | None] | None = None,
        sleep_loss: Sequence[float | None] | None = None,
        title: str = "",
        made: Mapping[str, Any] | None = None,
    ) -> None:
        when = rising(days)
        given = {"felt_pain": felt_pain, "stress": stress, "sleep_loss": sleep_loss}
        columns = {name: _column(name, values, when) for name, values in given.items() if values is not None}
        if not np.isfinite(columns["felt_pain"]).any():
            raise InputError("felt_pain: every reading is missing, so there is nothing to fit. Give at least a few.")
        object.__setattr__(self, "days", when)
        object.__setattr__(self, "columns", MappingProxyType(columns))
        object.__setattr__(self, "title", title)
        object.__setattr__(self, "made", made)

    @property
    def readings(self) -> int:
        """How many readings there are, all columns together."""
        return int(sum(np.isfinite(values).sum() for values in self.columns.values()))

    @property
    def kept(self) -> tuple[str, ...]:
        """The columns that hold a reading at all."""
        return tuple(name for name, values in self.columns.items() if np.isfinite(values).any())

    @property
    def synthetic(self) -> bool:
        """Whether the diary was made up by `stresspain.pain_diary`."""
        return self.made is not None

    def __getitem__(self, name: str) -> Floats:
        """Return one column, shape (n_days,), NaN for gaps.

        Raises
        ------
        InputError
            If the diary has no such column.
        """
        if name not in self.columns:
            raise InputError(f"This diary has no column {shown(name)}. It has {', '.join(self.columns)}.")
        return self.columns[name]

    def to_dict(self) -> dict[str, Any]:
        """Return days and readings as plain lists, None for gaps."""
        rows = {name: [None if v != v else v for v in values.tolist()] for name, values in self.columns.items()}
        return {"days": self.days.tolist(), **rows}

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> PainDiary:
        """Return the diary that `to_dict` wrote down.

        Raises
        ------
        InputError
            As for the class, or if a list is missing.
        """
        lists = {name: given[name] for name in ("days", *SEEN) if given.get(name) is not None}
        if not {"days", "felt_pain"} <= set(lists) or not all(isinstance(v, list) for v in lists.values()):
            raise InputError("A diary needs a list of days and one of felt_pain.")
        return cls(**lists)

    def to_csv(self, path: str | Path) -> Path:
        """Write the diary to a CSV file that `stresspain.read_pain_diary` reads back without loss.

        Raises
        ------
        InputError
            If the file cannot be written.
        """
        written: Path = view("write pain diary")(self, path)
        return written

    def plot(self) -> Any:
        """Return the picture of the readings; its file holds the whole diary only where it was made up."""
        return view("plot pain diary")(self)

    def __repr__(self) -> str:
        gaps = int(np.isnan(self["felt_pain"]).sum())
        kind = "made up" if self.synthetic else "as written"
        return (
            f"<PainDiary of {counted(len(self.days), 'day')} to day {self.days[-1]:g}, {', '.join(self.columns)}, "
            f"{gaps} without pain; {kind} (illustrative)>"
        )


def rising(given: object) -> Floats:
    """Check that days rise from 0 or later and end in time."""
    days = [real(native(day), "days", "a day of the diary") for day in _listed(given, "days")]
    if not days or days[0] < 0:
        raise InputError(f"days begin with {days[0]:g}: none lies before day 0." if days else "days: there is none.")
    if len(days) > MOST:
        raise InputError(f"days: {len(days):,} are more than the {MOST:,} that a diary may have. Use fewer.")
    for last, this in pairwise(days):
        if this <= last:
            raise InputError(f"day {this:g} follows day {last:g}. List the days in order, each once.")
    if days[-1] > LONGEST:
        raise InputError(f"day {days[-1]:g} lies beyond {LONGEST} (a hundred years). Count days from the first one.")
    return _fixed(days)


def _column(name: str, given: object, days: Floats) -> Floats:
    """Check the readings of one column; None becomes NaN."""
    values = _listed(given, name)
    if len(values) != len(days):
        have, wanted = counted(len(values), "reading"), counted(len(days), "day")
        raise InputError(f"{name} has {have} for {wanted}. Give one a day, None for a gap.")
    return _fixed(
        [np.nan if v is None else _reading(name, native(v), day) for v, day in zip(values, days, strict=True)]
    )


def _reading(name: str, value: object, day: float) -> float:
    """Check one reading; a gap is written as None, so that NaN can never be one by accident."""
    if isinstance(value, float) and value != value:
        raise InputError(
            f"On day {day:g}: {name} = nan is not a reading. Write None (in a file: an empty cell) for a gap."
        )
    number = real(value, f"On day {day:g}: {name}", SEEN[name][1])
    if not 0 <= number <= 10:
        raise InputError(
            f"On day {day:g}: {name} = {number:g} lies outside 0 to 10 ({SEEN[name][1]}). Readings are written 0 to 10."
        )
    return number


def _listed(given: object, name: str) -> list[Any]:
    """Return a sequence as a list."""
    if isinstance(given, (list, tuple, range, np.ndarray)):
        return list(given)
    raise InputError(f"{name} = {shown(given)} is not a list. Give one such as [0, 1, 2].")


def _fixed(values: Sequence[float]) -> Floats:
    """Return a read-only array."""
    array = np.array(values, dtype=float)
    array.flags.writeable = False
    return array
