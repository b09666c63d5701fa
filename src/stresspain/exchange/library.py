"""The scenarios that are shipped: stories for a class, each with one question. Illustrative, not clinical."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from functools import cache

from stresspain.exchange.scenario_toml import read_scenario
from stresspain.model.errors import unknown
from stresspain.model.files import data_file, data_folder
from stresspain.simulation.scenario import Scenario

_NOTE = "Illustrative, not clinical: personas are made up, and every answer is a fact about five equations."


class Library(Mapping[str, Scenario]):
    """The shipped scenarios by name, read when they are asked for.

    Each one's notes begin with its question and end with its answer; both are held by tests.
    """

    def __getitem__(self, name: str) -> Scenario:
        """Return a scenario.

        Raises
        ------
        InputError
            If none has that name; the message holds the nearest one.
        """
        if name not in self:
            raise unknown("shipped scenario", name, {known: self.question(known) for known in self})
        return _read(name)

    def __contains__(self, name: object) -> bool:
        return name in _names()

    def __iter__(self) -> Iterator[str]:
        return iter(_names())

    def __len__(self) -> int:
        return len(_names())

    def question(self, name: str) -> str:
        """Return the one question that a scenario asks.

        Raises
        ------
        InputError
            If none has that name.
        """
        return self[name].notes.split("\n")[0]

    def answer(self, name: str) -> str:
        """Return what the equations answer, and what the answer hangs on.

        Raises
        ------
        InputError
            If none has that name.
        """
        return " ".join(self[name].notes.partition("\nAnswer: ")[2].split())

    def __str__(self) -> str:
        wide = max(map(len, self))
        lines = [f"{name:{wide}}  {self.question(name)}" for name in self]
        return "\n".join([*lines, *textwrap.wrap(_NOTE, 110)])

    def __repr__(self) -> str:
        return f"<Library of {len(self)} scenarios: {', '.join(self)}>"


def library() -> Library:
    """Return the shipped scenarios by name.

    Returns
    -------
    Library
        A mapping of names to scenarios; printed it shows each one's question.

    Raises
    ------
    InputError
        By ``library()[name]``, if no scenario has that name (with the nearest one).

    Examples
    --------
    >>> library().question("late_start")
    'The painful ending holds already. Is a course of twelve weeks long enough to leave it?'
    >>> library()["desk_worker"].person
    Person(m_rest=0.12, w_x=0.58)
    """
    return Library()


@cache
def _names() -> tuple[str, ...]:
    """Return the names, in order."""
    return tuple(sorted(path.stem for path in (data_folder() / "scenarios").glob("*.toml")))


@cache
def _read(name: str) -> Scenario:
    """Read a scenario once."""
    return read_scenario(data_file(f"scenarios/{name}.toml"))
