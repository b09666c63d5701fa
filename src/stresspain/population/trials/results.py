"""What a virtual trial gives: people, their flow through it, and one contrast for each arm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from stresspain.model.errors import InputError, unknown
from stresspain.model.views import view
from stresspain.population.trials.analysis import Contrast
from stresspain.population.trials.design import Design
from stresspain.simulation.frames import framed

Column = npt.NDArray[Any]


class Flow(NamedTuple):
    """How many people came how far; the last three by arm.

    Attributes
    ----------
    screened, eligible : int
        Screened, and let in of those.
    randomised, left, analysed : mapping of str to int
        By arm.
    """

    screened: int
    eligible: int
    randomised: Mapping[str, int]
    left: Mapping[str, int]
    analysed: Mapping[str, int]


@dataclass(frozen=True, eq=False, repr=False)
class Trial:
    """One virtual trial. Illustrative, not clinical.

    Attributes
    ----------
    design : Design
    n : int
        How many people were randomised.
    seed : int
    table : mapping of str to ndarray, shape (n,)
        One row a person in order of entry: ``arm`` (label), ``entry`` and ``final`` (scores; the final
        one is NaN for who left), ``left_week`` (NaN for who stayed), ``doses_taken`` (share), and what
        no trial can know: ``felt_entry`` and ``felt_final`` (what the model says is felt, whether or
        not one left) and ``placebo_response`` (points downward).
    flow : Flow
    contrasts : tuple of Contrast
        Each arm against the control.
    at_ends : int
        How many written scores (all on entry; later those of who stayed, visit by visit) stand at 0 or
        10, to which they were moved (0 unless the design is bounded).
    provenance : mapping
        Version, engine, tolerances, seed, digest of the situation.
    """

    design: Design
    n: int
    seed: int
    table: Mapping[str, Column]
    flow: Flow
    contrasts: tuple[Contrast, ...]
    at_ends: int
    provenance: Mapping[str, Any]

    def __getitem__(self, label: str) -> Contrast:
        """Return an arm's contrast.

        Raises
        ------
        InputError
            If no arm that is compared with the control is called so.
        """
        chosen = self.design.compared(label)
        return next(contrast for contrast in self.contrasts if contrast.arm == chosen)

    @property
    def contrast(self) -> Contrast:
        """The one contrast of a trial of two arms.

        Raises
        ------
        InputError
            If there are several.
        """
        if len(self.contrasts) > 1:
            first = self.contrasts[0].arm
            raise InputError(f"This trial has {len(self.contrasts)} contrasts. Name the arm, as in trial[{first!r}].")
        return self.contrasts[0]

    def in_arm(self, label: str) -> npt.NDArray[np.bool_]:
        """Return who is in an arm, shape (n,).

        Raises
        ------
        InputError
            If no arm is called so.
        """
        labels = {arm.label: str(arm.plan) for arm in self.design.arms}
        if not isinstance(label, str) or label not in labels:
            raise unknown("arm", label, labels)
        return np.asarray(self.table["arm"] == label)

    def explain(self) -> str:
        """Say in plain sentences who came how far, what was found, and what that is worth."""
        return str(view("explain trial")(self))

    def plot(self) -> Any:
        """Return the picture: everyone's scores, and the contrasts with their intervals."""
        return view("plot trial")(self)

    def to_frame(self) -> Any:
        """Return the table as a pandas DataFrame, one row a person, the provenance in ``attrs``.

        Raises
        ------
        InputError
            If pandas is not installed.
        """
        return framed(self.table, self.provenance)

    def __repr__(self) -> str:
        told = "; ".join(f"{c.arm} - {c.control} {c.estimate:+.2f}, p = {c.p:.3g}" for c in self.contrasts)
        return f"<Trial of {self.n} people, {self.design.title!r}: {told} (illustrative)>"
