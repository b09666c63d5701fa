"""People in words that JSON can hold: how they are drawn, or that they were given as a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
import numpy.typing as npt

from stresspain.model.errors import InputError
from stresspain.model.parameters import PARAMETERS, Person
from stresspain.population.designs import DESIGNS
from stresspain.population.draw import Draw
from stresspain.population.laws import Around, Even, Law
from stresspain.population.people import People, people_of

Floats = npt.NDArray[np.float64]

_LAWS: dict[str, type[Even] | type[Around]] = {"even": Even, "around": Around}


def told(people: People) -> dict[str, Any]:
    """Return everything about people but a table of their numbers.

    Examples
    --------
    >>> from stresspain.population.people import people
    >>> told(people(10, seed=1, spread={"k_qs": (0.2, 0.4)}))["names"]
    ['k_qs']
    """
    return {
        "n": len(people),
        "names": list(people.names),
        "base": {name: value for name, value in people.base if value != PARAMETERS[name].default},
        "drawn": people.drawn,
        "digest": people.digest,
        "draw": _plain(people.table) if isinstance(people.table, Draw) else None,
    }


def _plain(draw: Draw) -> dict[str, Any]:
    """Return a recipe as plain data."""
    words = {kind: word for word, kind in _LAWS.items()}
    return {
        "n": draw.n,
        "seed": draw.seed,
        "laws": [{"law": words[type(law)], **asdict(law)} for law in draw.laws],
        "correlated": list(draw.correlated),
        "lower": [list(row) for row in draw.lower],
        "sampling": draw.sampling,
        "rows": [draw.rows.start, draw.rows.stop],
    }


def heard(told: Mapping[str, Any], table: Floats | None = None) -> People:
    """Return the people that `told` tells of, who are drawn when their numbers are first asked for.

    Parameters
    ----------
    told : mapping
        What `told` returned.
    table : ndarray, shape (n, n_names), optional
        Their numbers, where there is no recipe.

    Raises
    ------
    InputError
        If it does not fit together.
    """
    try:
        if told["draw"] is None:
            made = people_of(told["names"], table, person=told["base"], drawn=str(told["drawn"]))
        else:
            made = People(Person(**told["base"]), tuple(told["names"]), _draw(told["draw"]), str(told["drawn"]))
        fits = made.digest == told["digest"] and len(made) == told["n"]
    except (KeyError, TypeError, ValueError, AttributeError):
        fits = False
    if not fits:
        raise InputError("what is said of the people does not fit together: it was changed after it was written.")
    return made


def _draw(plain: Mapping[str, Any]) -> Draw:
    """Return the recipe that `_plain` wrote down."""
    laws: list[Law] = []
    for one in plain["laws"]:
        numbers = {name: float(value) for name, value in one.items() if name != "law"}
        laws.append(_LAWS[one["law"]](**numbers))
    if plain["sampling"] not in DESIGNS:
        raise KeyError(plain["sampling"])
    return Draw(
        n=int(plain["n"]),
        seed=int(plain["seed"]),
        laws=tuple(laws),
        correlated=tuple(int(place) for place in plain["correlated"]),
        lower=tuple(tuple(float(x) for x in row) for row in plain["lower"]),
        sampling=plain["sampling"],
        rows=range(*(int(end) for end in plain["rows"])),
    )
