"""A folder (Zarr, version 3) that answers go to part by part, and that a stopped run goes on from.

A part counts as done once its marker lies in ``done/parts``; it is written last, and whole, so that
whatever stops the run leaves a store that can be read and gone on with.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from stresspain.model.errors import InputError, RunError, shown
from stresspain.model.files import as_path, write_whole
from stresspain.population.chunks import Part
from stresspain.population.heading import (
    NOTE,
    TITLE,
    difference,
    labels,
    labels_of_number,
    name_of_number,
    text_of,
)
from stresspain.population.people import People
from stresspain.population.store_folder import (
    MARKERS,
    check_of,
    marker,
    opened,
    read_marker,
    read_record,
    reason,
    zarr_here,
)
from stresspain.simulation.scenario import Scenario

Floats = npt.NDArray[np.float64]


class Store:
    """An open store; a sink for parts."""

    def __init__(self, folder: Path, record: Mapping[str, Any], people: People) -> None:
        self.folder, self.record, self.people = folder, record, people
        self.group = opened(folder, "r+")

    def take(self, part: Part) -> None:
        """Keep the answers of one part, then say that it is done.

        Raises
        ------
        RunError
            If the system refuses, with its reason; the parts before this one stay.
        """
        lanes = slice(part.start, part.stop)
        own = numbers_of(self.people.some(lanes), self.record) if self.record["people"]["draw"] else {}
        try:
            for name, values in {**part.outcomes, **part.columns, **own}.items():
                self.group[name][lanes] = values
            self.group["done"][lanes] = True
            self._mark(part)
        except OSError as error:
            raise RunError(f"{shown(str(self.folder))} cannot be written any more: {reason(error)}.") from None
        except InputError as error:
            raise RunError(str(error).removesuffix(" Choose another place.")) from None

    def _mark(self, part: Part) -> None:
        """Say that a part is done, who failed, and what its numbers come to."""
        told = {
            "start": part.start,
            "stop": part.stop,
            "check": check_of([*part.outcomes.values(), *part.columns.values()]),
            "failures": {str(i): why for i, why in part.failures.items()},
        }
        write_whole(marker(self.folder, part.start), json.dumps(told))

    def left(self, parts: Iterable[slice]) -> list[slice]:
        """Return the parts that are still to be done, or whose numbers are not those that were written."""
        names = (*self.record["outcomes"], *self.record["columns"])
        left = []
        for lanes in parts:
            mark = read_marker(marker(self.folder, lanes.start))
            try:
                kept = mark is not None and mark["check"] == check_of([self.group[name][lanes] for name in names])
                kept = kept and bool(self.group["done"][lanes].all()) and self._holds_own(lanes)
            except (OSError, RuntimeError, ValueError):  # a file of the store that is not whole
                kept = False
            if not kept or mark is None or mark["stop"] != lanes.stop:
                left.append(lanes)
        return left

    def _holds_own(self, lanes: slice) -> bool:
        """Return whether the numbers of these people's own are those that their recipe draws."""
        own = numbers_of(self.people.some(lanes), self.record) if self.record["people"]["draw"] else {}
        return all(np.array_equal(self.group[name][lanes], values) for name, values in own.items())


def begin(path: str | Path, record: Mapping[str, Any], people: People, scenario: Scenario, part: int) -> Store:
    """Make a new store, empty; it appears under its name when it is whole.

    Raises
    ------
    InputError
        If something is there already, or the place cannot be written.
    """
    place = as_path(path, "store")
    try:
        if place.exists():
            raise InputError(
                f"{shown(str(place))} is there already. Choose another name; or, if it is a store of the same "
                "people and scenario that was not finished, go on with it: resume=True."
            )
        place.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(dir=place.parent, prefix=f".{place.name[:40]}."))
        try:
            whole = temporary / "whole"
            whole.mkdir()  # with the permissions that any new folder has; those of the one around it are private
            _lay_out(whole, record, people, scenario, part)
            whole.rename(place)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
    except OSError as error:
        raise InputError(f"{shown(str(place))} cannot be written: {reason(error)}. Choose another place.") from None
    return Store(place, record, people)


def _lay_out(folder: Path, record: Mapping[str, Any], people: People, scenario: Scenario, part: int) -> None:
    """Write every array's name, shape, unit and meaning, and the record; no answers yet."""
    n, days = len(people), len(record["days"])
    group = zarr_here().create_group(
        folder, zarr_format=3, attributes={"title": TITLE, "note": NOTE, "record": text_of(record)}
    )

    over_people = {"person": (n, part)}
    over_days = {**over_people, "day": (days, max(1, days))}
    for name in record["outcomes"]:
        _array(group, name, over_people, labels(name, scenario))
    for name in record["columns"]:
        _array(group, name, over_days, labels(name, scenario))
    for name in people.names:
        _array(group, name_of_number(name, record), over_people, labels_of_number(name))
    if not record["people"]["draw"]:  # a table is not to be had again
        for name, values in numbers_of(people, record).items():
            group[name][:] = values
    _array(group, "done", over_people, {"long_name": "whether this person has been run"}, empty=False)
    if days:
        _coordinate(group, "day", np.array(record["days"]), {"units": "d", "long_name": "time since the start"})
    folder.joinpath(*MARKERS).mkdir(parents=True)


def _array(
    group: Any,
    name: str,
    over: Mapping[str, tuple[int, int]],
    told: Mapping[str, str],
    empty: float | bool = float("nan"),
) -> None:
    """Lay an array out over dimensions, each with its length and that of a chunk of it."""
    group.create_array(
        name,
        shape=tuple(length for length, _ in over.values()),
        chunks=tuple(chunk for _, chunk in over.values()),
        dimension_names=tuple(over),
        dtype="bool" if isinstance(empty, bool) else "float64",
        fill_value=empty,
        attributes=dict(told),
        # With a check of its own, so that a damaged file is seen and not taken for numbers.
        compressors=zarr_here().codecs.ZstdCodec(level=1, checksum=True),
    )


def numbers_of(people: People, record: Mapping[str, Any]) -> dict[str, Floats]:
    """Return people's own numbers, by the names they have in files."""
    return {name_of_number(name, record): people[name] for name in people.names}


def _coordinate(group: Any, name: str, values: Floats, told: Mapping[str, str]) -> None:
    """Write a coordinate."""
    made = group.create_array(
        name, shape=values.shape, dtype=values.dtype, dimension_names=(name,), attributes=dict(told)
    )
    made[:] = values


def go_on(path: str | Path, record: Mapping[str, Any], people: People) -> Store:
    """Open the store of a run that was stopped.

    Raises
    ------
    InputError
        If there is none, it cannot be read or written, or it is that of something else.
    """
    place = as_path(path, "store")
    if not place.exists():
        raise InputError(f"There is no store {shown(str(place))} to go on with. Leave out resume=True to begin one.")
    other = difference(record, read_record(place))
    if other:
        raise InputError(
            f"{shown(str(place))} holds {other}: what is there and what would be added would not belong together. "
            "Go on with what it was begun with, or give another store."
        )
    try:
        with tempfile.TemporaryFile(dir=place):
            pass
        for cut_off in (*place.rglob("*.partial"), *marker(place, 0).parent.glob(".*")):  # writes that never ended
            cut_off.unlink()
    except OSError as error:
        raise InputError(f"{shown(str(place))} cannot be written: {reason(error)}. Copy it elsewhere.") from None
    store = Store(place, record, people)
    _check_arrays(store)
    return store


def _check_arrays(store: Store) -> None:
    """Make sure that every array of a store is there and can be opened."""
    own = (name_of_number(name, store.record) for name in store.people.names)
    for name in (*store.record["outcomes"], *store.record["columns"], "done", *own):
        try:
            store.group[name]
        except (OSError, ValueError, KeyError, TypeError):
            there = (store.folder / name).is_dir()
            what = f"the description of {name} in it cannot be read" if there else f"{name} is gone from it"
            raise InputError(f"{shown(str(store.folder))} is damaged: {what}. Begin anew, in another store.") from None
