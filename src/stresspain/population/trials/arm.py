"""One arm of a virtual trial: what is taken in it, and what people there expect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stresspain.model.catalogue import adaptogen
from stresspain.model.errors import InputError, shown
from stresspain.model.interventions import Intervention
from stresspain.model.plan import Plan, as_plan
from stresspain.population.trials.numbers import NUMBERS


@dataclass(frozen=True)
class Arm:
    """One arm of a trial.

    Attributes
    ----------
    label : str
        Its name.
    plan : Plan
        What is taken; days count from the day of entry. An intervention or several, or nothing.
    expects : float
        Share of the placebo response that people here have: 1 where they believe that they may be
        helped, 0 where they know that they are not (a waiting list).

    Examples
    --------
    >>> Arm("600 mg", adaptogen(600, "none"))
    Arm('600 mg': adaptogen 600 mg a day (none reading))
    """

    label: str
    plan: Plan = Plan(())  # noqa: RUF009 (a plan is a frozen tuple)
    expects: float = 1.0

    def __post_init__(self) -> None:
        if not isinstance(self.label, str) or not self.label.strip():
            raise InputError(f"label = {shown(self.label)} is no name for an arm. Give a text such as '600 mg'.")
        object.__setattr__(self, "plan", as_plan(self.plan))
        object.__setattr__(self, "expects", NUMBERS["expects"].check(self.expects))

    def __repr__(self) -> str:
        expects = "" if self.expects == 1 else f", expecting {self.expects:g}"
        return f"Arm({self.label!r}: {self.plan}{expects})"


#: What most trials of a herb compare.
HERB_AND_PLACEBO = (Arm("herb", as_plan(adaptogen(600, "trials"))), Arm("placebo"))


def arms_of(given: Sequence[Arm] | Arm) -> tuple[Arm, ...]:
    """Return arms that can stand beside each other: at least one, each label once, one meaning of each thing taken.

    Raises
    ------
    InputError
        If they cannot.
    """
    arms = (given,) if isinstance(given, Arm) else tuple(given) if isinstance(given, (list, tuple)) else ()
    if not arms or not all(isinstance(arm, Arm) for arm in arms):
        raise InputError(f"arms = {shown(given)} are not arms. Give [Arm('herb', adaptogen(600)), Arm('placebo')].")
    labels = [arm.label for arm in arms]
    for label in labels:
        if labels.count(label) > 1:
            raise InputError(f"Two arms are called {label!r}. Give each a name of its own.")
    meant: dict[str, Intervention] = {}
    for arm in arms:
        for taken in arm.plan:
            first = meant.setdefault(taken.name, taken)
            if (first.reductions, first.tau_e, first.half_dose) != (taken.reductions, taken.tau_e, taken.half_dose):
                raise InputError(
                    f"{taken.name} means one thing in one arm and another in {arm.label!r} ({first} against {taken}). "
                    "Arms may differ in the amount and the days; a reading holds for the whole trial."
                )
    return arms
