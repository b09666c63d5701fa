"""Many people from a file or a folder once more, and everyone's numbers beside what they come to now."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from stresspain.exchange.again import Again, Difference, engine_here
from stresspain.exchange.ensemble_files import read_ensemble
from stresspain.model.errors import InputError
from stresspain.population.ensemble import Ensemble
from stresspain.population.many import simulate_many

#: How NetCDF files of our kind begin (HDF5).
_HDF5 = b"\x89HDF\r\n\x1a\n"


def holds_many(path: object) -> bool:
    """Return whether a path looks like many people: a NetCDF file, or a folder of Zarr."""
    if not isinstance(path, (str, Path)):
        return False
    place = Path(path)
    try:
        if place.is_file():
            with place.open("rb") as file:
                return file.read(len(_HDF5)) == _HDF5
        return (place / "zarr.json").is_file()
    except (OSError, ValueError):
        return False


def ensemble_again(path: str | Path) -> tuple[Ensemble, Again, int]:
    """Read many people and run them again.

    Returns
    -------
    written : Ensemble
    again : Again
        For each outcome and each column, the number of whoever differs most.
    compared : int
        How many numbers were compared.

    Raises
    ------
    InputError
        If it cannot be read, is not finished, or people had levels of their own, which no file holds.
    """
    written = read_ensemble(path)
    if "done" in written.provenance:
        raise InputError(f"{path}: not everyone is done. Finish the run first, with resume=True.")
    if written.provenance.get("own"):
        raise InputError(f"{path}: these people had levels of their own (own=...), which it does not hold.")
    notes: list[str] = []
    now = simulate_many(
        written.people,
        written.scenario,
        outcomes=list(written.outcomes),
        days=written.days.tolist() or None,
        columns=list(written.columns),
        level=written.provenance["level"],
        engine=engine_here(written.provenance["engine"], notes),
    )
    compared = len(written.people) * (len(written.outcomes) + len(written.columns) * len(written.days))
    return written, Again(list(_worst(written, now)), (now.provenance["engine"],), tuple(notes)), compared


def _worst(written: Ensemble, now: Ensemble) -> Iterator[Difference]:
    """Give, for each outcome and each column, the number that differs most."""
    for name in (*written.outcomes, *written.columns):
        then, again = written[name], now[name]
        apart = np.abs(then - again) / np.maximum(1.0, np.abs(again))
        apart[np.isnan(then) != np.isnan(again)] = math.inf
        at = np.unravel_index(np.argmax(np.nan_to_num(apart, nan=0.0, posinf=math.inf)), apart.shape)
        day = f" on day {written.days[at[1]]:g}" if len(at) > 1 else ""
        yield Difference(f"person {at[0]}{day}", name, float(then[at]), float(again[at]))
