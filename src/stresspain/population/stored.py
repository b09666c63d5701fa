"""What lies in a store, read when it is asked for: a store may be larger than the memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from stresspain.model.errors import InputError, RunError, shown
from stresspain.population.heading import name_of_number
from stresspain.population.people import People
from stresspain.population.recipe import heard
from stresspain.population.store_folder import marker, opened, read_marker

Floats = npt.NDArray[np.float64]


class Kept(Mapping[str, Floats]):
    """Arrays of a store by name; each is read when it is asked for, and not kept."""

    def __init__(self, folder: Path, names: Sequence[str]) -> None:
        self.folder, self.names = folder, tuple(names)
        self.group = opened(folder, "r")

    def __getitem__(self, name: str) -> Floats:
        return self.some(name, slice(None))

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)

    def some(self, name: str, lanes: slice) -> Floats:
        """Return the numbers of some people, read-only.

        Raises
        ------
        RunError
            If the store was damaged.
        """
        if name not in self.names:
            raise KeyError(name)
        try:
            values: Floats = np.asarray(self.group[name][lanes])
        except (OSError, RuntimeError, ValueError, KeyError) as error:
            raise RunError(
                f"{name} in {shown(str(self.folder))} is damaged ({shown(str(error))}). The same call with "
                "resume=True works out again what is damaged."
            ) from None
        values.flags.writeable = False
        return values


def rows(values: Mapping[str, Floats], name: str, lanes: slice) -> Floats:
    """Return the numbers of some people, without reading those of the others."""
    return values.some(name, lanes) if isinstance(values, Kept) else values[name][lanes]


def people_in(folder: Path, record: Mapping[str, Any]) -> People:
    """Return the people of a store: by their recipe, or where there is none by the table of their numbers.

    Raises
    ------
    InputError
        If they are not those that the record speaks of.
    """
    told = record["people"]
    try:
        if told["draw"] is not None:
            return heard(told)
        names = [name_of_number(name, record) for name in told["names"]]
        numbers = Kept(folder, names)
        table = np.stack([numbers[name] for name in names], axis=1) if names else np.empty((told["n"], 0))
    except (KeyError, TypeError) as error:
        raise InputError(f"{shown(str(folder))}: what is said of the people is damaged ({error}).") from None
    return heard(told, table)


def failures_in(folder: Path) -> tuple[dict[int, str], int]:
    """Return who failed and why, and how many people are done."""
    failures: dict[int, str] = {}
    done = 0
    for path in sorted(marker(folder, 0).parent.glob("*.json")):
        mark = read_marker(path)
        if mark is not None:
            failures.update(mark["failures"])
            done += mark["stop"] - mark["start"]
    return failures, done
