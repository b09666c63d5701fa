"""The folder of a store: where its parts are marked as done, what it says about itself, how it is opened."""

from __future__ import annotations

import errno
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from stresspain.model.errors import InputError, shown
from stresspain.population.heading import record_of_text

Floats = npt.NDArray[np.float64]

#: Where in it the markers lie: one for each part that is done.
MARKERS = ("done", "parts")


def opened(folder: Path, mode: str) -> Any:
    """Open the group of a store."""
    if not (folder / "zarr.json").is_file():
        raise InputError(f"{shown(str(folder))} is not a store of stresspain: there is no zarr.json in it.")
    zarr = zarr_here()
    try:
        return zarr.open_group(folder, mode=mode, zarr_format=3, use_consolidated=False)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{shown(str(folder))} cannot be read: its zarr.json is damaged ({reason(error)}).") from None


def read_record(folder: Path) -> dict[str, Any]:
    """Return what a store says about itself.

    Raises
    ------
    InputError
        If it is no store of many people, or was damaged.
    """
    return record_of_text(opened(folder, "r").attrs.get("record"))


def marker(folder: Path, start: int) -> Path:
    """Return the file that says that the part from `start` is done."""
    return folder.joinpath(*MARKERS, f"{start:012d}.json")


def read_marker(path: Path) -> dict[str, Any] | None:
    """Return what a marker says, or nothing if it is not there or not whole."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        told["failures"] = {int(i): str(why) for i, why in told["failures"].items()}
        return {name: told[name] for name in ("start", "stop", "check", "failures")}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def check_of(arrays: Iterable[Floats]) -> str:
    """Return sixteen digits that differ where any bit of these numbers does."""
    told = hashlib.sha256()
    for values in arrays:
        told.update(np.ascontiguousarray(values, dtype="<f8").tobytes())
    return told.hexdigest()[:16]


def reason(error: Exception) -> str:
    """Say why the system refused."""
    if getattr(error, "errno", None) == errno.ENOSPC:
        return "the disk is full; make room"
    return getattr(error, "strerror", None) or shown(str(error))


def zarr_here() -> Any:
    """Import Zarr.

    Raises
    ------
    InputError
        If it is not installed.
    """
    try:
        import zarr
        import zarr.codecs
    except ImportError:
        raise InputError("A store needs zarr. Type: pip install 'stresspain[many]'") from None
    return zarr
