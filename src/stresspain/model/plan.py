"""Who, and what is taken: the checks that scenarios and questions about endings share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from stresspain.model.equations import Observables, State
from stresspain.model.errors import InputError, shown, unknown
from stresspain.model.interventions import Intervention
from stresspain.model.parameters import PARAMETERS, PERSONAL, Person
from stresspain.model.views import view

#: What no intervention may be called: the model uses these names already.
TAKEN_NAMES = frozenset({*State._fields, *Observables._fields, *PARAMETERS, "day"})


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


class Plan(tuple[Intervention, ...]):
    """What is taken: a tuple of interventions, sorted by name, each name once.

    Plans and interventions are put together with ``+``; the order never matters.

    Examples
    --------
    >>> from stresspain.model.catalogue import adaptogen, lifestyle, sleep
    >>> print(adaptogen(300, stop=84) + sleep())
    adaptogen 300 mg a day (guide reading); sleep 0.4
    >>> len(lifestyle() + adaptogen())
    5
    """

    __slots__ = ()

    def __add__(self, other: object) -> Plan:
        """Return the plan of both.

        Raises
        ------
        InputError
            If the same name stands in both, or something is not an intervention.
        """
        return as_plan([*self, *as_plan(other)])

    def __radd__(self, other: object) -> Plan:
        return as_plan(other) + self

    def explain(self) -> str:
        """Say in plain words what is taken and when.

        Returns
        -------
        str
        """
        return str(view("explain plan")(self))

    def plot(self, days: float | None = None) -> Any:
        """Return a picture of what is taken, and of the effect levels that follow, over the days.

        Parameters
        ----------
        days : float, optional
            Length of the time axis; by default a little beyond the last change.

        Returns
        -------
        Picture

        Raises
        ------
        InputError
            If `days` is not above 0.
        """
        return view("plot plan")(self, days)

    def __str__(self) -> str:
        return "; ".join(map(str, self)) or "nothing taken"

    def __repr__(self) -> str:
        return f"<Plan: {self}>"


def refuse(call: str, others: Mapping[str, object], known: Iterable[str]) -> None:
    """Refuse names that a function does not take; a person's numbers are shown their place.

    Raises
    ------
    InputError
        If there is any such name.
    """
    for name, value in others.items():
        if name in PERSONAL:
            raise InputError(
                f"{call}({name}=...): {name} is one of the person's numbers ({PARAMETERS[name].meaning}). "
                f"Give {call}(person={{'{name}': {shown(value)}}}, ...)."
            )
        raise unknown(f"argument of {call}", name, dict.fromkeys(known, ""))


def as_plan(given: object) -> Plan:
    """Make a plan of one intervention or several, sorted by name so that the order never matters.

    Raises
    ------
    InputError
        If something is not an intervention, stands twice, or bears a name of the model's.

    Examples
    --------
    >>> from stresspain.model.catalogue import adaptogen, sleep
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
        if taken.name in TAKEN_NAMES:
            raise InputError(f"An intervention cannot be called {taken.name!r}: the model uses that name already.")
        seen.add(taken.name)
    return Plan(sorted(plan, key=lambda t: t.name))
