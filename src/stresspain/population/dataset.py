"""An ensemble as an ``xarray.Dataset``: labels, units and where the numbers come from travel with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from stresspain.model.errors import InputError, RunError, shown
from stresspain.population.heading import (
    NOTE,
    TITLE,
    heading,
    labels,
    labels_of_number,
    name_of_number,
    text_of,
)
from stresspain.population.stored import Kept

if TYPE_CHECKING:
    from stresspain.population.ensemble import Ensemble


def record_of_ensemble(ensemble: Ensemble) -> dict[str, Any]:
    """Return everything that an ensemble says about itself, as plain data."""
    names = tuple(ensemble.outcomes), tuple(ensemble.columns)
    return heading(ensemble.people, ensemble.scenario, ensemble.provenance, names, ensemble.days.tolist())


def dataset_of(ensemble: Ensemble) -> Any:
    """Return an ensemble as a dataset.

    Outcomes lie over person, columns over person and day, people's own numbers are coordinates of the
    persons. Who failed is listed in `failed` and `reason`.
    """
    xarray = imported()
    record = record_of_ensemble(ensemble)
    if isinstance(ensemble.columns, Kept):
        own = [name_of_number(name, record) for name in ensemble.people.names]
        days = ["day"] if len(ensemble.days) else []
        # Name by name: a folder lists its files in any order.
        try:
            kept = xarray.open_zarr(ensemble.columns.folder, chunks=None, consolidated=False)
            values = {name: kept[name].variable for name in (*ensemble.outcomes, *ensemble.columns)}
            made = xarray.Dataset(values, coords={name: kept[name].variable for name in (*own, *days)})
        except (KeyError, ValueError, OSError) as error:
            raise RunError(f"{shown(str(ensemble.columns.folder))} is damaged ({shown(str(error))}).") from None
    else:
        made = xarray.Dataset(_variables(ensemble), coords=_coordinates(ensemble, record))
    made = made.assign_coords(person=("person", np.arange(len(ensemble.people))))
    made = made.assign(_failures(ensemble.failures))
    made.attrs = {"title": TITLE, "note": NOTE, "record": text_of(record)}
    return made


def _variables(ensemble: Ensemble) -> dict[str, Any]:
    """Return outcomes and columns with their dimensions, units and meanings."""
    found: dict[str, Any] = {}
    for name, values in ensemble.outcomes.items():
        found[name] = ("person", values, labels(name, ensemble.scenario))
    for name, values in ensemble.columns.items():
        found[name] = (("person", "day"), values, labels(name, ensemble.scenario))
    return found


def _coordinates(ensemble: Ensemble, record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the days and people's own numbers."""
    people = ensemble.people
    found: dict[str, Any] = {
        name_of_number(name, record): ("person", people[name], labels_of_number(name)) for name in people.names
    }
    if len(ensemble.days):
        found["day"] = ("day", ensemble.days, {"units": "d", "long_name": "time since the start"})
    return found


def _failures(failures: Mapping[int, str]) -> dict[str, Any]:
    """Return who failed, and why."""
    who = np.array(list(failures), dtype=np.int64)
    why = np.array(list(failures.values()), dtype=object if failures else "U1")
    return {
        "failed": ("failure", who, {"long_name": "person without an answer"}),
        "reason": ("failure", why, {"long_name": "why there is none"}),
    }


def imported() -> Any:
    """Import xarray.

    Raises
    ------
    InputError
        If it is not installed.
    """
    try:
        import xarray
    except ImportError:
        raise InputError("A dataset needs xarray. Type: pip install 'stresspain[many]'") from None
    return xarray
