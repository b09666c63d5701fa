"""The same people in every arm: what no trial can see. Common random numbers, and so no test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NoReturn

import numpy as np
import numpy.typing as npt

from stresspain.model.errors import InputError
from stresspain.model.views import view
from stresspain.population.trials.conduct import Ends, Entrants, follow
from stresspain.population.trials.design import Design

Floats = npt.NDArray[np.float64]

#: What a change of the score is made of, in order.
PARTS = (
    "luck on the day of entry",
    "natural course",
    "placebo response",
    "what is taken",
    "luck on the last day",
    "ends of the scale",
)

_NO_TEST = (
    "crn=True puts the same people into every arm, so the arms are not independent: a two-sample test takes them for "
    "independent, and its p would mean nothing. Nor would a paired one: in a model every effect that is not 0 is found "
    "with enough people. Look at .effects(); for a p and an interval, run trial(...) without crn."
)


@dataclass(frozen=True, eq=False, repr=False)
class Twins:
    """Everyone of a trial in every arm at once, with the same luck. Illustrative, not clinical.

    Nobody leaves here: in a model one can look. Where the design has one arm, it is compared with the
    same people taking and expecting nothing.

    Attributes
    ----------
    design : Design
    n : int
        How many people.
    seed : int
    entry, felt_entry : ndarray, shape (n,)
        Reported and felt on the day of entry, 0-10.
    untreated : ndarray, shape (n,)
        Felt in the end if nothing is taken.
    felt, score : mapping of str to ndarray, shape (n,)
        By arm: felt, and reported, in the end.
    means : mapping of str to mapping of str to float
        By arm: what the mean change of the score is made of, in points; the parts (`PARTS`) add up to it.
    provenance : mapping
    """

    design: Design
    n: int
    seed: int
    entry: Floats
    felt_entry: Floats
    untreated: Floats
    felt: Mapping[str, Floats]
    score: Mapping[str, Floats]
    means: Mapping[str, Mapping[str, float]]
    provenance: Mapping[str, Any]

    def effects(self, arm: str | None = None) -> Floats:
        """Return the model's own effect in each person: felt in an arm minus felt in the control, shape (n,).

        Parameters
        ----------
        arm : str, optional
            Label; needed where several arms are compared with the control.

        Raises
        ------
        InputError
            If there is no such arm, or there are several and none is named.
        """
        felt, control = self._pair(self.felt, arm)
        return felt - (self.untreated if len(self.design.arms) == 1 else control)

    def noise_removed(self, arm: str | None = None) -> float:
        """Return how many times smaller the variance of the difference in scores is than with independent arms.

        Parameters
        ----------
        arm : str, optional
            As for `effects`.

        Raises
        ------
        InputError
            If there is no such arm, or the design has one arm only.
        """
        if len(self.design.arms) == 1:
            raise InputError(
                "There is one arm: no difference between arms whose noise could be removed. Add a control."
            )
        score, control = self._pair(self.score, arm)
        apart = score.var(ddof=1) + control.var(ddof=1)
        paired = (score - control).var(ddof=1)
        return float(apart / paired) if paired > 0 else float("inf")

    def _pair(self, values: Mapping[str, Floats], arm: str | None) -> tuple[Floats, Floats]:
        """Return an arm's values and the control's."""
        return values[self.design.compared(arm)], values[self.design.control.label]

    @property
    def contrasts(self) -> NoReturn:
        """Refused: there is no test of people against themselves here.

        Raises
        ------
        InputError
            Always.
        """
        raise InputError(_NO_TEST)

    contrast = contrasts

    def __getitem__(self, label: str) -> NoReturn:
        """Refused, as `contrasts`.

        Raises
        ------
        InputError
            Always.
        """
        raise InputError(_NO_TEST)

    def explain(self) -> str:
        """Say in plain sentences what a change of the score is made of, and what shared luck is worth."""
        return str(view("explain twins")(self))

    def plot(self) -> Any:
        """Return the picture: what each arm's change is made of, and everyone's own effect."""
        return view("plot twins")(self)

    def __repr__(self) -> str:
        return f"<Twins of {self.n} people, {self.design.title!r}: the same in every arm, so no test (illustrative)>"


def twins_of(design: Design, entrants: Entrants, seed: int, engine: str, provenance: Mapping[str, Any]) -> Twins:
    """Send the same people through every arm, and through none."""
    n, labels = len(entrants.who), [arm.label for arm in design.arms]
    places = [*range(len(labels)), -1]
    again = np.tile(np.arange(n), len(places))
    everyone = follow(design, entrants.some(again), np.repeat(places, n), seed, engine)
    ends = {label: _part(everyone, slice(i * n, (i + 1) * n)) for i, label in enumerate([*labels, ""])}
    untreated = ends.pop("").felt
    return Twins(
        design=design,
        n=n,
        seed=seed,
        entry=entrants.score,
        felt_entry=entrants.felt,
        untreated=untreated,
        felt=MappingProxyType({label: end.felt for label, end in ends.items()}),
        score=MappingProxyType({label: end.score for label, end in ends.items()}),
        means=MappingProxyType({label: _parts(entrants, untreated, end) for label, end in ends.items()}),
        provenance=provenance,
    )


def _part(ends: Ends, places: slice) -> Ends:
    """Return some people's ends."""
    return Ends(*(column[places] for column in ends))


def _parts(entrants: Entrants, untreated: Floats, end: Ends) -> Mapping[str, float]:
    """Take the mean change of an arm's score apart; the parts add up to it."""
    parts = (
        entrants.felt - entrants.score,
        untreated - entrants.felt,
        -end.shift,
        end.felt - untreated,
        end.raw + end.shift - end.felt,
        end.score - end.raw,
    )
    return MappingProxyType({name: float(part.mean()) for name, part in zip(PARTS, parts, strict=True)})
