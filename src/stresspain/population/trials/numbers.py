"""Every number that a virtual trial is made of, declared once. All are chosen for teaching; none was measured."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stresspain.model.quantity import Quantity

#: A result counts as found where p lies below this; intervals cover one minus it.
ALPHA = 0.05

#: What may be asked of people -> the factor that brings it onto 0 to 10; lower is better in all of them.
ASKED: Mapping[str, float] = MappingProxyType(
    {"felt_pain": 1.0, "pain": 1.0, "stress": 10.0, "tension": 10.0, "sensitivity": 10.0, "sleep_loss": 10.0}
)

_DECLARED = (
    Quantity("people", "n", 60, "-", 1, 1_000_000, "how many people are let in and shared out among the arms"),
    Quantity("days", "", 56, "d", 1, 3650, "from the day of entry to the last measurement"),
    Quantity("run_in", "", 56, "d", 0, 3650, "ordinary life before the day of entry"),
    Quantity("entry", "", 4, "0-10", 0, 10, "least score on the day of entry with which one is let in"),
    Quantity("spread", "", 0.05, "-", 0, 1, "how much people's own numbers differ, as a share of each"),
    Quantity(
        "between", "", 0.3, "-", 0, 3, "how loads differ from person to person: standard deviation of their log odds"
    ),
    Quantity(
        "within", "", 1.0, "-", 0, 3, "how each load changes from week to week: standard deviation of its log odds"
    ),
    Quantity("memory", "", 0.7, "-", 0, 0.99, "correlation of a person's load with that of the week before"),
    Quantity(
        "noise", "", 1.0, "0-10", 0, 10, "standard deviation of what is reported around what is felt, each time anew"
    ),
    Quantity("placebo", "", 0.8, "0-10", -10, 10, "mean shift of the score downward in everyone who expects help"),
    Quantity("placebo_spread", "", 0.6, "0-10", 0, 10, "standard deviation of that shift from person to person"),
    Quantity("unblinded", "", 0, "-", 0, 10, "by which share that shift is larger in who takes something and knows"),
    Quantity("dropout", "", 0.01, "1/week", 0, 0.9, "chance of leaving in any one week, whatever one feels"),
    Quantity("adherence", "", 0.9, "-", 0, 1, "chance that a day's dose is taken, each day anew"),
    Quantity("expects", "", 1, "-", 0, 10, "share of the placebo response that an arm has"),
    Quantity("replicates", "", 1000, "-", 1, 1_000_000, "how many trials are run"),
    Quantity("seed", "", 0, "-", 0, 2**63, "where the random draws begin"),
)

#: Name -> declaration.
NUMBERS: Mapping[str, Quantity] = MappingProxyType({q.name: q for q in _DECLARED})
