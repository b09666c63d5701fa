"""What became of many people: outcomes and columns by name, in memory or in a store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from stresspain.model.errors import unknown
from stresspain.model.phrases import counted
from stresspain.model.views import view
from stresspain.population.dataset import dataset_of
from stresspain.population.heading import scenario_in
from stresspain.population.people import People
from stresspain.population.store_folder import read_record
from stresspain.population.stored import Kept, failures_in, people_in
from stresspain.simulation.scenario import Scenario

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Ensemble:
    """What became of many people.

    ``ensemble["last"]`` gives an outcome, shape (n,), or a column over the kept days, shape
    (n, n_days). Who could not be run has NaN everywhere and a reason in `failures`.

    Attributes
    ----------
    people : People
    scenario : Scenario
        What they shared.
    outcomes : mapping of str to ndarray, shape (n,)
        By name, as in `OUTCOMES`; NaN also where there is no such day.
    days : ndarray, shape (n_days,)
        Days of `columns`.
    columns : mapping of str to ndarray, shape (n, n_days)
        By name, as in `COLUMNS`.
    failures : mapping of int to str
        Person -> why there is no answer.
    provenance : mapping
        Version, engine, tolerances, level, the scenario's digest, how the people were made; of a
        store that is not finished, also how many people are done.
    """

    people: People
    scenario: Scenario
    outcomes: Mapping[str, Floats]
    days: Floats
    columns: Mapping[str, Floats]
    failures: Mapping[int, str]
    provenance: Mapping[str, Any]

    def __getitem__(self, name: str) -> Floats:
        """Return an outcome or a column.

        Raises
        ------
        InputError
            If there is none of that name; the message holds the nearest one.
        """
        for found in (self.outcomes, self.columns):
            if name in found:
                return found[name]
        raise unknown("outcome or column here", name, dict.fromkeys((*self.outcomes, *self.columns), ""))

    def summary(self, shares: Sequence[float] = (0.05, 0.25, 0.5, 0.75, 0.95)) -> Any:
        """Return outcomes and columns as means and quantiles.

        Parameters
        ----------
        shares : sequence of float
            Shares of people below each quantile, from 0 to 1, rising.

        Returns
        -------
        Summary

        Raises
        ------
        InputError
            If the shares do not rise from 0 to 1.
        """
        return view("summarise ensemble")(self, shares)

    def explain(self) -> str:
        """Say in plain sentences how these people fared."""
        return str(view("explain ensemble")(self))

    def plot(self, kind: str = "ribbon", column: str | None = None) -> Any:
        """Return the picture of a kept column.

        Parameters
        ----------
        kind : {"ribbon", "spaghetti"}
            Bands that hold half of the people and nine in ten, or single lines.
        column : str, optional
            The first one kept if none is named.

        Raises
        ------
        InputError
            If no column was kept over time, or none of that name.
        """
        return view("plot ensemble")(self, kind, column)

    def to_dataset(self) -> Any:
        """Return everything as an ``xarray.Dataset`` over person and day, people's own numbers included.

        Units and meanings are in the attributes of each variable; where the numbers come from is in
        those of the dataset. What lies in a store is read when it is needed.

        Raises
        ------
        InputError
            If xarray is not installed.
        """
        return dataset_of(self)

    def to_netcdf(self, path: str | Path) -> Path:
        """Write everything to a NetCDF file, which `read_ensemble` and other tools read.

        Parameters
        ----------
        path : str or Path
            An older file is replaced only when the new one is whole.

        Raises
        ------
        InputError
            If the file cannot be written, not everyone is done, or h5netcdf is not installed.
        """
        written: Path = view("write ensemble netcdf")(self, path)
        return written

    def to_zarr(self, path: str | Path) -> Path:
        """Write everything to a folder (Zarr, version 3), which `read_ensemble` and other tools read.

        Parameters
        ----------
        path : str or Path
            An older folder of the same kind is replaced only when the new one is whole.

        Raises
        ------
        InputError
            If the folder cannot be written, something else stands there, not everyone is done, or zarr
            is not installed.
        """
        written: Path = view("write ensemble zarr")(self, path)
        return written

    def __repr__(self) -> str:
        many = counted(len(self.people), "person", "people")
        if "done" in self.provenance:
            return f"<Ensemble of {many}, {self.provenance['done']} of them done so far>"
        failed = f", {len(self.failures)} without an answer" if self.failures else ""
        return f"<Ensemble of {many}{failed}: {', '.join((*self.outcomes, *self.columns))}>"


def ensemble_in(folder: Path) -> Ensemble:
    """Return what a store holds, finished or not; who has not been run has NaN.

    Raises
    ------
    InputError
        If it is no store of many people, or its description was damaged.
    """
    record = read_record(folder)
    scenario, people = scenario_in(record), people_in(folder, record)
    failures, done = failures_in(folder)
    unfinished = {"done": done} if done < len(people) else {}
    days = np.array(record["days"], dtype=float)
    days.flags.writeable = False
    return Ensemble(
        people=people,
        scenario=scenario,
        outcomes=Kept(folder, record["outcomes"]),
        days=days,
        columns=Kept(folder, record["columns"]),
        failures=MappingProxyType(failures),
        provenance=MappingProxyType({**record["provenance"], **unfinished}),
    )
