"""The numbers of a scenario by name: each one's declaration, its own value, the scenario with another one.

Of what a plan holds, `adaptogen.strength` is the highest effect level that its courses lead to, 0 for nothing
at all (smaller amounts in proportion), and `adaptogen.tau_e` is how slowly that level comes and goes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from stresspain.model.catalogue import CATALOGUE
from stresspain.model.equations import State
from stresspain.model.errors import InputError, shown, unknown
from stresspain.model.interventions import TAU_E, Intervention
from stresspain.model.parameters import OUTSIDE, PARAMETERS
from stresspain.model.plan import as_plan
from stresspain.model.quantity import Quantity
from stresspain.model.schedule import Steps
from stresspain.simulation.scenario import Scenario

_DAY_0 = {
    name: Quantity(name, "", 0, "-", low, high, f"{name} on day 0", "chosen")
    for name, low, high in (
        ("stress", 0, 0.99),
        ("cortisol", 1, 1 + PARAMETERS["k_sc"].high),
        ("tension", 0, 0.99),
        ("inflammation", 0, 2),
        ("sensitivity", 0, 0.99),
    )
}

#: What can be fitted in any scenario: the declared numbers, and the states as they are on day 0.
FITTED: dict[str, Quantity] = {**PARAMETERS, **_DAY_0}


def fittable(given: Scenario) -> dict[str, Quantity]:
    """Return the declarations of all that can be fitted in this scenario, by name."""
    return FITTED | variable(given)


def variable(given: Scenario) -> dict[str, Quantity]:
    """Return the declarations of this scenario's numbers by name: all parameters, and those of what is taken."""
    known = dict(PARAMETERS)
    for taken in given.plan:
        if taken.strength > 0:
            pace = f"how slowly the effect of {taken.name.replace('_', ' ')} comes and goes"
            of_it = taken.strengths, replace(TAU_E, name=f"{taken.name}.tau_e", meaning=pace)
            known |= {quantity.name: quantity for quantity in of_it}
    return known


def fitted(name: object, given: Scenario) -> Quantity:
    """Return the declaration of a number that is to be fitted.

    Raises
    ------
    InputError
        If there is none of that name in this scenario.
    """
    return _found(name, given, fittable(given), "number that can be fitted")


def varied(name: object, given: Scenario) -> Quantity:
    """Return the declaration of a number that a run is to answer to.

    Raises
    ------
    InputError
        If there is none of that name in this scenario.
    """
    return _found(name, given, variable(given), "parameter")


def _found(name: object, given: Scenario, known: Mapping[str, Quantity], kind: str) -> Quantity:
    """Return the declaration of that name among those known, or say where it belongs."""
    if isinstance(name, str) and name in known:
        return known[name]
    who, of_something, _ = name.partition(".") if isinstance(name, str) else ("", "", "")
    plan = {taken.name: str(taken) for taken in given.plan}
    if who in plan:
        raise _not_of(who, name, known)
    if not plan and (of_something or who in CATALOGUE):
        raise InputError(
            f"{shown(name)} is a number of something taken, and in this scenario nothing is. "
            f"Give one with a plan, as in scenario(plan=[{who if who in CATALOGUE else 'adaptogen'}(start=28)])."
        )
    if of_something or who in CATALOGUE:
        raise unknown("intervention in this plan", who, plan)
    raise unknown(kind, name, {n: quantity.meaning for n, quantity in known.items()})


def _not_of(who: str, name: object, known: Mapping[str, Quantity]) -> InputError:
    """Say which numbers something in the plan has."""
    its_own = [f"'{n}' ({quantity.meaning})" for n, quantity in known.items() if n.startswith(f"{who}.")]
    if its_own:
        return InputError(f"{shown(name)} is no number here; of {who} there are {' and '.join(its_own)}.")
    return InputError(
        f"{shown(name)}: {who} is in the plan and not taken, so nothing answers to how strongly it works. "
        "Give it courses with an amount above 0."
    )


def own_value(name: str, given: Scenario) -> float:
    """Return the value that a number has in a scenario; of load and damage on day 0.

    Raises
    ------
    InputError
        If it is a state on day 0, and there is no such start.
    """
    if name in OUTSIDE:
        return float(getattr(given, name).values[0])
    if name in PARAMETERS:
        return float(getattr(given.person, name))
    if name in State._fields:
        return float(getattr(given.initial(), name))
    who, _, what = name.partition(".")
    return float(next(getattr(taken, what) for taken in given.plan if taken.name == who))


def with_values(given: Scenario, values: Mapping[str, float]) -> Scenario:
    """Return a scenario with other values, its start left as it is: states on day 0 are passed over."""
    personal = {n: v for n, v in values.items() if n in PARAMETERS and n not in OUTSIDE}
    changes: dict[str, Any] = {n: _shifted(n, getattr(given, n), v) for n, v in values.items() if n in OUTSIDE}
    if personal:
        changes["person"] = given.person.but(**personal)
    if any("." in name for name in values):
        changes["plan"] = as_plan(_retaken(taken, values) for taken in given.plan)
    return replace(given, **changes)


def _shifted(name: str, level: Steps, first: float) -> Steps:
    """Return the level with its first step as given, all steps moved alike."""
    by, quantity = first - level.values[0], PARAMETERS[name]
    # Its axis keeps every step in range; rounding may carry one a last digit out.
    return Steps(level.days, tuple(min(max(value + by, quantity.low), quantity.high) for value in level.values))


def _retaken(taken: Intervention, values: Mapping[str, float]) -> Intervention:
    """Return something taken with another strength or pace."""
    made = replace(taken, tau_e=values.get(f"{taken.name}.tau_e", taken.tau_e))
    strength = values.get(taken.strengths.name)
    return made if strength is None else made.at_strength(strength)
