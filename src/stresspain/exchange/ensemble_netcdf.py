"""Many people as a NetCDF file: one file for every tool that reads the format."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from stresspain.model.errors import InputError, shown
from stresspain.model.files import as_path, check_place
from stresspain.population.dataset import dataset_of, imported
from stresspain.population.ensemble import Ensemble
from stresspain.population.heading import name_of_number, record_of_text, scenario_in
from stresspain.population.recipe import heard

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Bytes that a file takes beside its numbers, at most: names, units, the record.
_AROUND = 200_000


def write_netcdf(ensemble: Ensemble, path: str | Path) -> Path:
    """Write many people to a NetCDF file under a temporary name beside it, then move it into place.

    Raises
    ------
    InputError
        If the file cannot be written, or not everyone is done; an older one is then left as it was.
    """
    _check_installed()
    place = as_path(path, kind="file", such="run.nc")
    if "done" in ensemble.provenance:
        raise InputError("Not everyone is done: finish the run first, with resume=True.")
    made = dataset_of(ensemble)
    try:
        check_place(place)
        place.parent.mkdir(parents=True, exist_ok=True)
        _check_room(place, made.nbytes)
        with tempfile.TemporaryDirectory(dir=place.parent, prefix=f".{place.name[:40]}.") as folder:
            whole = Path(folder, "whole.nc")
            made.to_netcdf(whole, engine="h5netcdf")
            whole.replace(place)
    except OSError as error:
        reason = error.strerror or shown(str(error))
        raise InputError(f"{shown(str(place))} cannot be written: {reason}. Choose another place.") from None
    finally:
        made.close()
    return place


def _check_room(place: Path, needed: int) -> None:
    """Refuse to begin what the disk cannot hold: HDF5 brings the whole process down when it fills up on the way."""
    needed, free = needed + _AROUND, shutil.disk_usage(place.parent).free
    if free < needed:
        raise InputError(
            f"{shown(str(place))} cannot be written: the disk is full; this takes {needed / 1e6:,.1f} MB and "
            f"{free / 1e6:,.1f} MB are left. Make room, or choose another place."
        )


def read_netcdf(place: Path) -> Ensemble:
    """Read what `write_netcdf` wrote.

    Raises
    ------
    InputError
        If it is no such file, or was damaged.
    """
    _check_installed()
    try:
        with imported().open_dataset(place, engine="h5netcdf") as made:
            data = made.load()
    except (OSError, ValueError, KeyError, RuntimeError, TypeError, AttributeError) as error:
        raise InputError(f"it cannot be read as NetCDF ({shown(str(error))}).") from None
    record = record_of_text(data.attrs.get("record"))
    scenario = scenario_in(record)
    try:
        own = [data[name_of_number(name, record)].values for name in record["people"]["names"]]
        people = heard(record["people"], np.stack(own, axis=1) if own else np.empty((data.sizes["person"], 0)))
        outcomes = {name: _frozen(data[name].values, (len(people),)) for name in record["outcomes"]}
        days = _frozen(np.array(record["days"], dtype=float), (len(record["days"]),))
        columns = {name: _frozen(data[name].values, (len(people), len(days))) for name in record["columns"]}
        failures = dict(zip(data["failed"].values.tolist(), map(str, data["reason"].values), strict=True))
    except InputError:
        raise
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"something of it is missing or does not fit ({shown(str(error))}).") from None
    return Ensemble(people, scenario, _fixed(outcomes), days, _fixed(columns), _fixed(failures), _told(record))


def _frozen(values: Any, shape: tuple[int, ...]) -> Any:
    """Return an array that nobody changes, if it has this shape."""
    if values.shape != shape or values.dtype != float:
        raise ValueError(f"an array of shape {values.shape}, not {shape}")
    values.flags.writeable = False
    return values


def _fixed(table: dict[Any, Any]) -> Mapping[Any, Any]:
    """Return a table that nobody changes."""
    return MappingProxyType(table)


def _told(record: dict[str, Any]) -> Mapping[str, Any]:
    """Return the provenance."""
    return MappingProxyType(dict(record["provenance"]))


def _check_installed() -> None:
    """Make sure that NetCDF can be written here."""
    imported()
    try:
        import h5netcdf  # noqa: F401
        import h5py  # noqa: F401
    except ImportError:
        raise InputError("NetCDF needs h5netcdf and h5py. Type: pip install 'stresspain[many]'") from None
