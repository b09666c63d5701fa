"""`verdicts`: how often trials of several designs would call something effective."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from stresspain.model.errors import InputError, shown, unknown
from stresspain.model.views import view
from stresspain.population.trials.design import Design
from stresspain.population.trials.power import Power, Share
from stresspain.population.trials.repeated import power
from stresspain.population.trials.shipped import as_design


@dataclass(frozen=True, eq=False, repr=False)
class Verdicts:
    """How often trials of each design call something effective. Illustrative, not clinical.

    Attributes
    ----------
    powers : mapping of str to Power
        By label, each at one number of people.
    """

    powers: Mapping[str, Power]

    def __getitem__(self, label: str) -> Share:
        """Return the share of trials that call any arm effective (p < 0.05 as it is, in favour of the arm).

        Raises
        ------
        InputError
            If there is no such design; the message holds the nearest one.
        """
        if not isinstance(label, str) or label not in self.powers:
            raise unknown("design here", label, {name: p.design.title for name, p in self.powers.items()})
        return self.powers[label].any_favours()

    def explain(self) -> str:
        """Say in plain sentences how often each design says yes."""
        return str(view("explain verdicts")(self))

    def plot(self) -> Any:
        """Return the picture: one share for each design, with its interval."""
        return view("plot verdicts")(self)

    def __repr__(self) -> str:
        told = "; ".join(f"{label} {100 * self[label].value:.0f} %" for label in self.powers)
        return f"<Verdicts: {told} call it effective (illustrative)>"


def verdicts(
    designs: Mapping[str, Design | str],
    n: int | None = None,
    *,
    replicates: int = 1000,
    seed: int | None = 0,
    engine: str = "auto",
) -> Verdicts:
    """Run trials of several designs, many of each, and count how many call something effective.

    Parameters
    ----------
    designs : mapping of str to Design or str
        Label -> a design, or the name of a shipped one.
    n : int, optional
        How many people are randomised in each trial; as many as each design says if not given.
    replicates : int
        Trials of each design.
    seed : int or None
        The same for all designs, so that they meet the same people.
    engine : {"auto", "scipy", "heyoka"}

    Returns
    -------
    Verdicts

    Raises
    ------
    InputError
        If there is no design, or one of them cannot be run.

    Examples
    --------
    >>> from stresspain.population.trials.shipped import DESIGNS
    >>> nothing = DESIGNS["chandrasekhar_2012"].under("none")
    >>> found = verdicts({"blinded": nothing, "everyone knows": nothing.but(unblinded=2)}, replicates=50)
    >>> found["everyone knows"].value > found["blinded"].value
    True
    """
    if not isinstance(designs, Mapping) or not designs:
        raise InputError(f"designs = {shown(designs)}: give designs by label, as in {{'blinded': Design()}}.")
    made = {str(label): as_design(design) for label, design in designs.items()}
    return Verdicts(
        MappingProxyType(
            {
                label: power(design, design.people if n is None else n, replicates=replicates, seed=seed, engine=engine)
                for label, design in made.items()
            }
        )
    )
