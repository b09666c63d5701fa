"""Who answers and who does not, and which of their numbers set the two apart."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from stresspain.model.errors import InputError, shown
from stresspain.model.parameters import parameter
from stresspain.model.views import view
from stresspain.population.ensemble import Ensemble
from stresspain.simulation.outcomes import OUTCOMES

Floats = npt.NDArray[np.float64]

#: Standard errors from one half beyond which a separation is called more than chance: one in 16,000 by chance.
STRICT = 4.0


class Separation(NamedTuple):
    """How well one number sets responders apart.

    Attributes
    ----------
    parameter : str
    chance : float
        How often a responder's number lies above that of a non-responder, both drawn at random: 0.5 says
        that it tells nothing, 1 and 0 that it tells all. (The Mann-Whitney statistic as a share of all pairs; also
        the area under the ROC curve.)
    error : float
        Standard error of `chance` if the number told nothing.
    responders, others : float
        Median of the number in each group, in its own unit.
    """

    parameter: str
    chance: float
    error: float
    responders: float
    others: float

    @property
    def telling(self) -> bool:
        """Whether this is more than chance."""
        return abs(self.chance - 0.5) > STRICT * self.error


@dataclass(frozen=True, eq=False, repr=False)
class Responders:
    """Responders against non-responders, number by number.

    Attributes
    ----------
    ensemble : Ensemble
    outcome : str
        The yes or no that was asked.
    yes : ndarray of bool, shape (n,)
        Who responds.
    no : ndarray of bool, shape (n,)
        Who does not; whoever has no answer is in neither.
    separations : tuple of Separation
        What sets them apart, most telling first.
    """

    ensemble: Ensemble
    outcome: str
    yes: npt.NDArray[np.bool_]
    no: npt.NDArray[np.bool_]
    separations: tuple[Separation, ...]

    @property
    def share(self) -> float:
        """Share of responders among those who have an answer."""
        return float(self.yes.sum() / (self.yes.sum() + self.no.sum()))

    def __iter__(self) -> Iterator[Separation]:
        return iter(self.separations)

    def explain(self) -> str:
        """Say in plain sentences who responds, and what sets them apart."""
        return str(view("explain responders")(self))

    def plot(self) -> Any:
        """Return the picture: how far each number sets them apart, and the two that do most."""
        return view("plot responders")(self)

    def __repr__(self) -> str:
        return f"<Responders: {self.yes.sum()} yes, {self.no.sum()} no by {self.outcome!r} (illustrative)>"


def responders(ensemble: Ensemble, outcome: str = "important_change") -> Responders:
    """Set responders apart from non-responders by their own numbers.

    It compares people of one crowd under one plan: who ends better. Whether the plan did it is another
    question, which the same people without the plan answer.

    Parameters
    ----------
    ensemble : Ensemble
        With `outcome` among its outcomes.
    outcome : str
        A yes or no of `OUTCOMES`: "important_change" or "relapse".

    Returns
    -------
    Responders

    Raises
    ------
    InputError
        If the ensemble lacks the outcome, it is no yes or no, everyone answers alike, or nothing varies.

    Examples
    --------
    >>> import stresspain as sp
    >>> crowd = sp.people(200, seed=1, spread={"load": (0.1, 0.5), "tau_c": 0.2})
    >>> eased = sp.simulate_many(crowd, sp.scenario(start=[0.5, 1.3, 0.5, 0.5, 0.9]), outcomes=["important_change"])
    >>> responders(eased).separations[0].parameter
    'load'
    """
    answers = _answers(ensemble, outcome)
    yes, no = answers == 1.0, answers == 0.0
    if not yes.any() or not no.any():
        alike = "nobody has an answer" if not (yes | no).any() else f"everyone answers {'yes' if yes.any() else 'no'}"
        raise InputError(
            f"{outcome}: {alike}, so there are no two groups to compare. Vary more, or ask another outcome."
        )
    found = [_separation(name, ensemble.people[name], yes, no) for name in ensemble.people.names]
    if not found:
        raise InputError("These people differ in nothing, so nothing can set them apart. Draw them with a spread.")
    found.sort(key=lambda s: -abs(s.chance - 0.5))
    return Responders(ensemble, outcome, yes, no, tuple(found))


def _answers(ensemble: Ensemble, outcome: str) -> Floats:
    """Return everyone's yes or no."""
    if not isinstance(ensemble, Ensemble):
        raise InputError(f"responders({shown(ensemble)}): give an ensemble, as simulate_many(people(1000)) makes it.")
    if outcome in OUTCOMES and OUTCOMES[outcome].unit != "yes/no":
        fit = " or ".join(repr(name) for name, o in OUTCOMES.items() if o.unit == "yes/no")
        raise InputError(f"{outcome} is a number, not a yes or no. Ask {fit}.")
    if outcome in OUTCOMES and outcome not in ensemble.outcomes:
        raise InputError(f'The ensemble was not asked for {outcome}. Run it with outcomes=["{outcome}"].')
    return ensemble[outcome]


def _separation(name: str, values: Floats, yes: npt.NDArray[np.bool_], no: npt.NDArray[np.bool_]) -> Separation:
    """Compare one number of the two groups."""
    from scipy.stats import rankdata

    parameter(name)
    a, b = values[yes], values[no]
    ranks = rankdata(np.concatenate((a, b)))
    pairs = len(a) * len(b)
    above = ranks[: len(a)].sum() - len(a) * (len(a) + 1) / 2
    error = math.sqrt((len(a) + len(b) + 1) / (12 * pairs))
    return Separation(name, float(above / pairs), error, float(np.median(a)), float(np.median(b)))
