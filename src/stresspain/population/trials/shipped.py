"""Designs that are shipped: two of published trials, as far as their designs could be read, and one made up.

Only the designs are theirs: how many people, how many arms, which dose, how long. The people, the scale,
the noise and the answer are this model's. Both trials asked about stress, so stress is asked here.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stresspain.model.catalogue import adaptogen
from stresspain.model.errors import InputError, shown, unknown
from stresspain.model.plan import as_plan
from stresspain.population.trials.arm import Arm
from stresspain.population.trials.design import Design
from stresspain.simulation.scenario import scenario

#: Whose stress is asked: the default person, under a load at which half of those screened are let in.
_STRESSED = scenario(load=0.5)

#: Shipped designs by name.
DESIGNS: Mapping[str, Design] = MappingProxyType(
    {
        "chandrasekhar_2012": Design(
            title="the design of Chandrasekhar 2012",
            arms=(Arm("600 mg", as_plan(adaptogen(600, "trials"))), Arm("placebo")),
            people=64,
            days=60,
            situation=_STRESSED,
            outcome="stress",
            entry=3.5,
        ),
        "salve_2019": Design(
            title="the design of Salve 2019",
            arms=(
                Arm("250 mg", as_plan(adaptogen(250, "trials"))),
                Arm("600 mg", as_plan(adaptogen(600, "trials"))),
                Arm("placebo"),
            ),
            people=60,
            days=56,
            situation=_STRESSED,
            outcome="stress",
            entry=3.5,
        ),
        "flares": Design(title="a made-up trial of pain that comes and goes"),
    }
)

#: The row of `evidence.trials()` that each published design was read from.
READ_FROM: Mapping[str, str] = MappingProxyType(
    {"chandrasekhar_2012": "chandrasekhar2012_pss", "salve_2019": "salve2019_600_pss"}
)


def as_design(given: object) -> Design:
    """Return a design, or the shipped one of a name.

    Raises
    ------
    InputError
        If there is none of that name, or it is something else.

    Examples
    --------
    >>> as_design("salve_2019").people
    60
    """
    if isinstance(given, Design):
        return given
    if isinstance(given, str):
        if given not in DESIGNS:
            raise unknown("design", given, {name: design.title for name, design in DESIGNS.items()})
        return DESIGNS[given]
    raise InputError(f"design = {shown(given)} is no design. Give a Design, or a name: {', '.join(DESIGNS)}.")
