"""How a virtual trial is run, as a value: arms, people, measurement, chance, and the analysis fixed beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from typing import Any

import numpy as np

from stresspain.model.catalogue import adaptogen
from stresspain.model.errors import InputError, shown, unknown
from stresspain.model.interventions import Intervention
from stresspain.model.plan import Plan, as_plan
from stresspain.model.quantity import native, real
from stresspain.population.trials.arm import HERB_AND_PLACEBO, Arm, arms_of
from stresspain.population.trials.numbers import ASKED, NUMBERS
from stresspain.simulation.scenario import Scenario, scenario

#: How people are shared out.
RANDOMISATIONS = {
    "simple": "a throw of the dice for each person: arms may come out unequal",
    "blocked": "arms shuffled within each block, so that they stay equal",
}

#: How the trial is read.
ANALYSES = {
    "ancova": "final score on arm and entry score, by least squares",
    "t": "final scores of two arms, by Welch's t test",
    "before-after": "final minus entry score in one arm alone, by a paired t test",
}

#: What is one of a few words.
_CHOICES = {"outcome": dict.fromkeys(ASKED, ""), "randomisation": RANDOMISATIONS, "analysis": ANALYSES}

#: What is counted.
_WHOLE = ("people", "days", "run_in")

#: Whose pain comes and goes: with g below the cusp there is one ending only, and pain follows the load.
FLARES = scenario(person={"g": 1.5}, load=0.8)


@dataclass(frozen=True)
class Design:
    """Everything that a virtual trial depends on, apart from the seed.

    All sizes are chosen for teaching. How it works: people live `run_in` days of ordinary life, their
    load changing from week to week (it stays within 0 to 1.5 because its log odds vary, so nothing is
    cut off). On the day of entry they report a score, and who reaches `entry` is let in and randomised.
    After `days` more they report again. A report is what the model says plus noise, minus, after entry,
    the placebo response: a shift of the *report*, drawn for each person, that does not touch the body.

    Attributes
    ----------
    arms : tuple of Arm
        The first one that takes nothing is the control; every other arm is compared with it.
    title : str
        For people.
    people : int
        How many are randomised unless said otherwise.
    situation : Scenario
        Person, load, damage and start; its plan must be empty, and its days do not count.
    outcome : str
        What is asked: felt_pain, pain (0-10), or stress, tension, sensitivity, sleep_loss (times ten).
    days : int
        From entry to the last measurement.
    measured : tuple of float
        Days after entry whose scores are averaged into the final score; by default the last one.
    run_in : int
        Days of ordinary life before entry.
    entry : float or None
        Least score (0-10) to be let in; None lets in everyone.
    spread : float
        How much people's own numbers differ, as in `people`.
    between, within, memory : float
        Load: standard deviation of its log odds from person to person and from week to week, and its
        weekly correlation.
    noise : float
        Standard deviation of a report around what is felt, points.
    bounded : bool
        Whether reports outside 0 to 10 are moved to the nearest end, as on a paper form; how many are
        is told.
    placebo, placebo_spread : float
        Mean and standard deviation of the placebo response, points downward.
    unblinded : float
        By which share the placebo response is larger in arms that take something: 0 is a well blinded
        trial.
    dropout : float
        Chance of leaving in any week, whatever one feels. Who left is left out (complete cases).
    adherence : float
        Chance that a day's dose is taken.
    randomisation : {"blocked", "simple"}
    block : int or None
        Size of a block; by default twice the sum of `ratio`.
    ratio : tuple of int
        People for each arm, in order; equal if nothing is given.
    analysis : {"ancova", "t", "before-after"}
        Fixed beforehand.

    Raises
    ------
    InputError
        If a number is out of range, a name is unknown, or the parts do not fit together.

    Examples
    --------
    >>> Design().but(noise=1.5, analysis="t").control
    Arm('placebo': nothing taken)
    """

    arms: tuple[Arm, ...] = HERB_AND_PLACEBO
    title: str = "a made-up trial"
    people: int = 60
    situation: Scenario = FLARES
    outcome: str = "felt_pain"
    days: int = 56
    measured: tuple[float, ...] = ()
    run_in: int = 56
    entry: float | None = 4.0
    spread: float = 0.05
    between: float = 0.3
    within: float = 1.0
    memory: float = 0.7
    noise: float = 1.0
    bounded: bool = False
    placebo: float = 0.8
    placebo_spread: float = 0.6
    unblinded: float = 0.0
    dropout: float = 0.01
    adherence: float = 0.9
    randomisation: str = "blocked"
    block: int | None = None
    ratio: tuple[int, ...] = ()
    analysis: str = "ancova"

    def __post_init__(self) -> None:
        checked: dict[str, Any] = {"arms": arms_of(self.arms), "title": str(self.title), **_numbers(self)}
        for name, known in _CHOICES.items():
            if not isinstance(getattr(self, name), str) or getattr(self, name) not in known:
                raise unknown(name, getattr(self, name), known)
        if not isinstance(self.bounded, (bool, np.bool_)):
            raise InputError(
                f"bounded = {shown(self.bounded)} must be True or False (are reports kept within 0 to 10?)."
            )
        checked["bounded"] = bool(self.bounded)
        checked["measured"] = _measured(self.measured, checked["days"])
        checked["ratio"] = _ratio(self.ratio, checked["arms"])
        checked["block"] = _block(self.block, checked["ratio"])
        for name, value in checked.items():
            object.__setattr__(self, name, value)
        _check_situation(self.situation)
        _check_analysis(self)

    @property
    def control(self) -> Arm:
        """The arm that the others are compared with: the first that takes nothing, or else the first of several."""
        return next((arm for arm in self.arms if not arm.plan), self.arms[0])

    @property
    def others(self) -> tuple[Arm, ...]:
        """The arms that are compared with the control; in a trial of one arm that arm, with itself before."""
        if len(self.arms) == 1:
            return self.arms
        return tuple(arm for arm in self.arms if arm is not self.control)

    def compared(self, label: str | None = None) -> str:
        """Return the label of an arm that is compared with the control, the only one if none is named.

        Raises
        ------
        InputError
            If there is no such arm, or none is named of several; the message holds their names.
        """
        labels = [arm.label for arm in self.others]
        if label is None and len(labels) > 1:
            raise InputError(f"Several arms are compared with {self.control.label!r}. Name one: {labels}.")
        chosen = labels[0] if label is None else label
        if not isinstance(chosen, str) or chosen not in labels:
            raise unknown("arm that is compared with the control", chosen, dict.fromkeys(labels, ""))
        return chosen

    def acts(self, arm: Arm) -> bool:
        """Whether anything that an arm takes does anything under the reading that it is given."""
        return any(share for taken in arm.plan for _, share in taken.reductions)

    @property
    def taken(self) -> Plan:
        """Everything that is taken in any arm, each once."""
        return as_plan({taken.name: taken for arm in self.arms for taken in arm.plan}.values())

    def but(self, **changes: Any) -> Design:
        """Return the same design with some fields changed.

        Raises
        ------
        InputError
            If a field is unknown, or the result does not fit together.
        """
        names = [field.name for field in fields(self)]
        for name in changes:
            if name not in names:
                raise unknown("part of a design", name, dict.fromkeys(names, ""))
        if "arms" in changes and "ratio" not in changes:
            changes["ratio"] = ()
        if ("ratio" in changes or "arms" in changes) and "block" not in changes:
            changes["block"] = None
        if "days" in changes and "measured" not in changes:
            changes["measured"] = ()
        return replace(self, **changes)

    def under(self, reading: str) -> Design:
        """Return the same design with the adaptogen acting as one reading has it.

        Parameters
        ----------
        reading : {"guide", "trials", "none"}

        Raises
        ------
        InputError
            If there is no such reading, or no arm takes the adaptogen.

        Examples
        --------
        >>> Design().under("none").arms[0]
        Arm('herb': adaptogen 600 mg a day (none reading))
        """
        like = adaptogen(600, reading)
        if all(taken.name != like.name for taken in self.taken):
            raise InputError(f"{self.title}: no arm takes the adaptogen, so a reading of it changes nothing.")

        def read(taken: Intervention) -> Intervention:
            if taken.name != like.name:
                return taken
            return replace(taken, reductions=like.reductions, reading=reading)

        return self.but(
            arms=tuple(replace(arm, plan=Plan(map(read, arm.plan))) for arm in self.arms),
            ratio=self.ratio,
            block=self.block,
        )

    def __repr__(self) -> str:
        arms = ", ".join(arm.label for arm in self.arms)
        return f"<Design {self.title!r}: {arms}; {self.people} people, {self.days} days, {self.analysis}>"


def _numbers(design: Design) -> dict[str, float | None]:
    """Check every number of a design against its declaration."""
    given = {field.name: getattr(design, field.name) for field in fields(design) if field.name in NUMBERS}
    open_to_all = {"entry": given.pop("entry")} if given["entry"] is None else {}
    return open_to_all | {n: NUMBERS[n].whole(v) if n in _WHOLE else NUMBERS[n].check(v) for n, v in given.items()}


def _measured(given: Sequence[float], days: int) -> tuple[float, ...]:
    """Check the days whose scores are averaged."""
    given = given.tolist() if isinstance(given, np.ndarray) else given
    if not isinstance(given, (list, tuple, range)):
        raise InputError(f"measured = {shown(given)} are no days. Give a list, as in measured=(28, {days}).")
    found = tuple(real(day, "measured", "a day after entry") for day in given) or (float(days),)
    if any(b <= a for a, b in pairwise(found)) or not 0 < found[0] <= found[-1] <= days:
        raise InputError(f"measured = {list(found)} must rise and lie after day 0, on day {days} at the latest.")
    return found


def _ratio(given: Sequence[int], arms: tuple[Arm, ...]) -> tuple[int, ...]:
    """Check how many people each arm gets."""
    listed = tuple(given) if isinstance(given, (list, tuple, np.ndarray)) else (given,)
    found = tuple(map(native, listed)) or (1,) * len(arms)
    if len(found) != len(arms) or not all(type(part) is int and part >= 1 for part in found):
        raise InputError(
            f"ratio = {shown(given)} does not fit {len(arms)} arms: one whole number of at least 1 for each, "
            "in the order of the arms, as in (2, 1)."
        )
    return found


def _block(given: int | None, ratio: tuple[int, ...]) -> int:
    """Check the size of a block."""
    whole_ratio, given = sum(ratio), native(given)
    if given is None:
        return 2 * whole_ratio
    if type(given) is not int or given < 1 or given % whole_ratio:
        raise InputError(
            f"block = {shown(given)} does not fit the ratio {':'.join(map(str, ratio))}: in a block every arm has its "
            f"share, so its size is a multiple of {whole_ratio}, such as {2 * whole_ratio}."
        )
    return given


def _check_situation(given: object) -> None:
    """Refuse a situation in which something is taken already."""
    if not isinstance(given, Scenario):
        raise InputError(f"situation = {shown(given)} is no Scenario. Give scenario(load=0.4).")
    if given.plan:
        raise InputError(f"situation: {given.plan} is taken there already. What is taken belongs to the arms.")


def _check_analysis(design: Design) -> None:
    """Refuse a comparison of arms where there is one arm, and none where there are several."""
    alone = len(design.arms) == 1
    if alone and design.analysis != "before-after":
        raise InputError(
            f"analysis = {design.analysis!r} compares arms, and there is one. Add Arm('placebo'); or say "
            "analysis='before-after', which such a trial hardly ever fails: find out why."
        )
    if not alone and design.analysis == "before-after":
        raise InputError(
            f"analysis = 'before-after' looks at one arm alone, and there are {len(design.arms)}: what the control is "
            "for would be thrown away. Say 'ancova' or 't', or keep one arm."
        )
