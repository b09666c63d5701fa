"""Many people as a folder of Zarr, version 3: what `simulate_many(..., store=...)` fills, written at once."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from stresspain.model.errors import InputError, RunError, shown
from stresspain.model.files import as_path
from stresspain.population.chunks import Part
from stresspain.population.dataset import record_of_ensemble
from stresspain.population.ensemble import Ensemble
from stresspain.population.store import begin
from stresspain.population.store_folder import read_record
from stresspain.population.stored import rows

#: People, and numbers, that a part holds at most.
_PEOPLE, _NUMBERS = 16_384, 3_000_000


def write_zarr(ensemble: Ensemble, path: str | Path) -> Path:
    """Write many people to a folder beside the one that is named, then move it into place.

    Raises
    ------
    InputError
        If the folder cannot be written or something else stands there; what was there is then as it was.
    RunError
        If the disk fails on the way; what was there is then as it was.
    """
    place = as_path(path)
    if "done" in ensemble.provenance:
        raise InputError("Not everyone is done: finish the run first, with resume=True. Or copy its folder as it is.")
    if place.exists():
        read_record(place)  # whatever else it may be is not replaced
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=place.parent, prefix=f".{place.name[:40]}.") as folder:
            whole, old = Path(folder, "whole"), Path(folder, "old")
            try:
                _fill(ensemble, whole)
            except (InputError, RunError) as error:  # which speaks of the folder that nobody asked for
                raise type(error)(str(error).replace(shown(str(whole)), shown(str(place)))) from None
            if place.exists():
                place.rename(old)
            try:
                whole.rename(place)
            except OSError:
                if old.exists():
                    old.rename(place)
                raise
            shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise InputError(f"{shown(str(place))} cannot be written: {error.strerror}. Choose another place.") from None
    return place


def _fill(ensemble: Ensemble, folder: Path) -> None:
    """Write everything, part by part."""
    n, width = len(ensemble.people), len(ensemble.outcomes) + len(ensemble.columns) * len(ensemble.days)
    size = min(n, _PEOPLE, max(16, _NUMBERS // max(1, width)))
    store = begin(folder, record_of_ensemble(ensemble), ensemble.people, ensemble.scenario, size)
    for at in range(0, n, size):
        lanes = slice(at, min(at + size, n))
        failures = {i: why for i, why in ensemble.failures.items() if lanes.start <= i < lanes.stop}
        outcomes = {name: rows(ensemble.outcomes, name, lanes) for name in ensemble.outcomes}
        columns = {name: rows(ensemble.columns, name, lanes) for name in ensemble.columns}
        store.take(Part(lanes.start, lanes.stop, outcomes, columns, failures))
