"""Who, and what is taken: the checks that scenarios and questions about endings share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from stresspain.model.equations import Observables, State
from stresspain.model.errors import InputError, shown
from stresspain.model.interventions import Intervention
from stresspain.model.parameters import PARAMETERS, Person

_TAKEN_NAMES = frozenset({*State._fields, *Observables._fields, *PARAMETERS, "day"})


def as_person(given: object) -> Person:
    """Make a Person of what was given: one, a mapping of numbers, or None for the default one.

    Raises
    ------
    InputError
        If it is none of these, or a number is unknown or out of range.

    Examples
    --------
    >>> as_person({"k_qs": 0.4})
    Person(k_qs=0.4)
    """
    if given is None:
        return Person()
    if isinstance(given, Person):
        return given
    if isinstance(given, Mapping):
        return Person(**{str(name): value for name, value in given.items()})
    raise InputError(f"person = {shown(given)} is not a person. Give Person(k_qs=0.4) or {{'k_qs': 0.4}}.")


def as_plan(given: object) -> tuple[Intervention, ...]:
    """Make a plan of one intervention or several, sorted by name so that the order never matters.

    Raises
    ------
    InputError
        If something is not an intervention, stands twice, or bears a name of the model's.

    Examples
    --------
    >>> from stresspain.model.interventions import adaptogen, sleep
    >>> [taken.name for taken in as_plan([sleep(), adaptogen()])]
    ['adaptogen', 'sleep']
    """
    items = (given,) if isinstance(given, Intervention) else given
    if not isinstance(items, Iterable) or isinstance(items, (str, bytes)):
        raise InputError(f"plan = {shown(given)} is not a plan. Give a list such as [adaptogen(600, stop=84)].")
    plan = tuple(items)
    seen: set[str] = set()
    for taken in plan:
        if not isinstance(taken, Intervention):
            raise InputError(f"plan: {shown(taken)} is not an intervention. Use adaptogen(600) or another one.")
        if taken.name in seen:
            raise InputError(
                f"{taken.name} stands twice in the plan. One intervention has one effect level: "
                f"put its courses together, as in {taken.name}().during((0, 28), (56, 84))."
            )
        if taken.name in _TAKEN_NAMES:
            raise InputError(f"An intervention cannot be called {taken.name!r}: the model uses that name already.")
        seen.add(taken.name)
    return tuple(sorted(plan, key=lambda t: t.name))
