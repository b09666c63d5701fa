"""Read many people back, from whichever kind of file or folder they were kept in."""

from __future__ import annotations

from pathlib import Path

from stresspain.exchange.ensemble_netcdf import read_netcdf
from stresspain.model.errors import InputError, shown
from stresspain.model.files import as_path
from stresspain.population.ensemble import Ensemble, ensemble_in


def read_ensemble(path: str | Path) -> Ensemble:
    """Read many people from a NetCDF file, or from a Zarr folder whether or not its run was finished.

    Parameters
    ----------
    path : str or Path
        What ``to_netcdf`` or ``to_zarr`` wrote, or a ``store`` of `simulate_many`. Numbers in a folder
        are read when they are asked for.

    Returns
    -------
    Ensemble
        Who has not been run has NaN; ``.provenance["done"]`` then says how many are done.

    Raises
    ------
    InputError
        If there is nothing, or it was not written by stresspain, or was damaged.
    """
    place = as_path(path)
    if not place.exists():
        raise InputError(f"There is no ensemble {shown(str(place))}.")
    try:
        return ensemble_in(place) if place.is_dir() else read_netcdf(place)
    except InputError as error:
        raise InputError(f"{shown(str(place))}: {error}") from None
