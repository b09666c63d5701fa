"""`reproduce`: work the numbers of a file out again from its own record, and say what differs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from stresspain import __version__
from stresspain.exchange.again import Again, Difference, finding_again, runs_again, told_by
from stresspain.exchange.ensemble_again import ensemble_again, holds_many
from stresspain.exchange.records import Written, read_record
from stresspain.model.errors import InputError
from stresspain.model.phrases import counted
from stresspain.model.quantity import Quantity

_TOLERANCE = Quantity("tolerance", "", 1e-6, "-", 0, 1, "largest difference that counts as none")
_MOST_SAID = 6


@dataclass(frozen=True)
class Reproduction:
    """What came of working a file out again.

    Attributes
    ----------
    path : Path
    kind : str
        What the file holds, such as "comparison".
    version : str
        The version that wrote it.
    engines : tuple of str
        What it was worked out again with.
    compared : int
        How many numbers were compared.
    largest : float
        Largest difference among them, as a share of the number where that is above 1.
    tolerance : float
    differences : tuple of Difference
        Those beyond the tolerance, the largest first.
    notes : tuple of str
        What else a reader should know.
    """

    path: Path
    kind: str
    version: str
    engines: tuple[str, ...]
    compared: int
    largest: float
    tolerance: float
    differences: tuple[Difference, ...]
    notes: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether nothing differs beyond the tolerance."""
        return not self.differences

    def explain(self) -> str:
        """Say in plain sentences what was compared and what differs."""
        what = f"{'an' if self.kind[:1] in 'aeiou' else 'a'} {self.kind}"
        made = f"{self.path.name} holds {what}, written by stresspain {self.version} (this is {__version__})."
        done = f"Worked out again with {' and '.join(self.engines)}: {counted(self.compared, 'number')} compared."
        if self.same:
            found = f"All agree to {self.tolerance:g}; the largest difference is {self.largest:.2g}."
        else:
            listed = "; ".join(map(str, self.differences[:_MOST_SAID]))
            which = "the largest: " if len(self.differences) > _MOST_SAID else ""
            some = counted(len(self.differences), "differs", "differ")
            found = f"{some} by more than {self.tolerance:g}; {which}{listed}."
        return " ".join([made, done, found, *self.notes, "Illustrative, not clinical."])


def reproduce(path: str | Path, *, tolerance: float = 1e-6) -> Reproduction:
    """Work the numbers of a file out again and compare.

    Parameters
    ----------
    path : str or Path
        A picture (PNG, SVG, PDF), table (CSV) or page (HTML) that stresspain wrote; or many people (NetCDF
        file, Zarr folder), of whom the one who differs most is told for each outcome and column.
    tolerance : float
        Largest difference that counts as none: absolute up to 1, relative above.

    Returns
    -------
    Reproduction
        ``.same`` says whether everything agrees, ``.explain()`` what does not.

    Raises
    ------
    InputError
        If the file cannot be read, holds no record, or a record of nothing that can be run.
    RunError
        If a run fails now.

    Examples
    --------
    >>> import tempfile
    >>> from stresspain.simulation.run import simulate
    >>> file = simulate(load=0.2, days=7).to_csv(Path(tempfile.mkdtemp()) / "week.csv")
    >>> reproduce(file).same
    True
    """
    allowed = _TOLERANCE.check(tolerance)
    if holds_many(path):
        return _people_reproduced(path, allowed)
    written = read_record(path)
    try:
        return _reproduced(written, allowed)
    except InputError as error:
        raise InputError(f"{written.path}: {error}") from None


def _people_reproduced(path: str | Path, allowed: float) -> Reproduction:
    """Run many people again and compare everyone's numbers."""
    written, again, compared = ensemble_again(path)
    told = {"kind": "crowd", "version": written.provenance["version"]}
    found = _compared(Path(path), told, again, allowed, compared)
    if found.same:
        return found
    return replace(found, notes=(*found.notes, "Of each outcome and column the one who differs most is told."))


def _reproduced(written: Written, allowed: float) -> Reproduction:
    """Run everything in a record again and compare number by number."""
    told = told_by(written)
    again = finding_again(told) if "given" in told else runs_again(written, told)
    return _compared(written.path, told, again, allowed, len(again.pairs))


def _compared(path: Path, told: Mapping[str, Any], again: Again, allowed: float, compared: int) -> Reproduction:
    """Put what differs first, the largest difference at its head."""
    found = sorted(again.pairs, key=lambda pair: pair.size, reverse=True)
    worse = tuple(pair for pair in found if pair.size > allowed)
    notes = list(again.notes)
    if worse and any(run.too_close_to_call for run in again.runs):
        notes.append("A run here passes so close to a ridge that how it ends is too close to call on any machine.")
    return Reproduction(
        path=path,
        kind=str(told.get("kind", "run")),
        version=str(told["version"]),
        engines=again.engines,
        compared=compared,
        largest=found[0].size if found else 0.0,
        tolerance=allowed,
        differences=worse,
        notes=tuple(notes),
    )
