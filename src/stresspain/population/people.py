"""Virtual people: a table of numbers, one row a person. Made up by a random draw; nobody was measured."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import SimpleNamespace
from typing import Any

import numpy as np
import numpy.typing as npt

from stresspain.model.errors import InputError, shown, unknown
from stresspain.model.parameters import OUTSIDE, PARAMETERS, PERSONAL, Person, parameter
from stresspain.model.phrases import counted
from stresspain.model.plan import as_person
from stresspain.model.quantity import Quantity, native, whole
from stresspain.population.correlations import factor
from stresspain.population.designs import DESIGNS, SOBOL_POINTS, new_seed
from stresspain.population.draw import Draw
from stresspain.population.laws import laws

Floats = npt.NDArray[np.float64]

#: How many are looked at together where everyone must be, and nobody kept.
_PART = 8192

#: More than any machine runs, and few enough for Python to count.
_MOST = 10**12


@dataclass(frozen=True, eq=False)
class People:
    """Many people, as what each differs in from one base person.

    Make them with `people`, or `people_of` for a table of your own. Those of `people` are drawn when
    their numbers are first asked for; sent to another process they go as their recipe, a few hundred
    bytes, and are drawn there.

    Attributes
    ----------
    base : Person
        Whose numbers hold where nothing varies.
    names : tuple of str
        What varies. `load` and `damage` may be among them: then a person's value is the level on
        day 0, and where a scenario's level steps, all steps move along with it.
    table : ndarray, shape (n, n_names), or Draw
        The numbers of everyone, or how they are drawn.
    drawn : str
        How they were made, in words.
    """

    base: Person
    names: tuple[str, ...]
    table: Floats | Draw
    drawn: str = field(default="given")

    @cached_property
    def values(self) -> Floats:
        """One row a person, each number in its declared range, shape (n, n_names); read-only.

        Raises
        ------
        InputError
            If there are more than memory holds.
        """
        try:
            values = self.table.table() if isinstance(self.table, Draw) else self.table
        except MemoryError:
            raise InputError(
                f"{len(self):,} people by {counted(len(self.names), 'number')} are more than memory holds. Take "
                "some of them, as in .some(slice(0, 1000)), or let simulate_many(outcomes=...) draw them part by part."
            ) from None
        values.flags.writeable = False
        return values

    @property
    def waits(self) -> bool:
        """Whether nobody has been drawn yet."""
        return isinstance(self.table, Draw) and "values" not in self.__dict__

    def __len__(self) -> int:
        return len(self.table.rows if isinstance(self.table, Draw) else self.table)

    def __getstate__(self) -> dict[str, Any]:
        """Leave out what the recipe draws again."""
        return {name: value for name, value in self.__dict__.items() if name != "values"}

    def __getitem__(self, name: str) -> Floats:
        """Return one number of everyone, shape (n,).

        Raises
        ------
        InputError
            If no parameter is called so, or if it belongs to the scenario here.
        """
        parameter(name)
        if name in self.names:
            return self.values[:, self.names.index(name)]
        if name in OUTSIDE:
            raise InputError(f"{name} does not vary here: the scenario holds it. Known: {', '.join(self.names)}.")
        return np.full(len(self), getattr(self.base, name))

    def some(self, places: Any) -> People:
        """Return some of the people, by slice, indices or mask.

        A slice of people who have not been drawn yet draws nobody (for a Latin hypercube: everybody).
        """
        if self.waits and isinstance(self.table, Draw) and DESIGNS[self.table.sampling].by_part:
            rows = self.table.rows[places] if isinstance(places, slice) else range(0)
            if rows.step == 1 and len(rows):
                return replace(self, table=replace(self.table, rows=rows))
        return replace(self, table=self.values[places])

    def person(self, i: int) -> Person:
        """Return one person's own numbers (without load and damage, which come from outside).

        Raises
        ------
        InputError
            If there is no such person.
        """
        given = native(i)
        if type(given) is not int or not -len(self) <= given < len(self):
            raise InputError(f"person({shown(i)}): there are {len(self):,}, counted from 0 to {len(self) - 1}.")
        at = range(len(self))[given]
        row = dict(zip(self.names, self.some(slice(at, at + 1)).values[0].tolist(), strict=True))
        return self.base.but(**{name: value for name, value in row.items() if name not in OUTSIDE})

    def arrays(self) -> dict[str, Floats]:
        """Return every personal number, each of shape (n,), by name."""
        return {name: self[name] for name in PERSONAL}

    def limits(self, name: str) -> tuple[float, float]:
        """Return bounds that nobody's number leaves, without drawing anyone: those of its law.

        For people who are drawn, or given, the least and the greatest number of anyone.
        """
        if name in self.names and self.waits and isinstance(self.table, Draw):
            law = self.table.laws[self.names.index(name)]
            return law.low, law.high
        return self.extremes(name)

    def extremes(self, name: str) -> tuple[float, float]:
        """Return the least and the greatest number of anyone; nobody is kept who had to be drawn for it."""
        if not self.waits or name not in self.names:
            return float(self[name].min()), float(self[name].max())
        parts = [self.some(slice(at, at + _PART))[name] for at in range(0, len(self), _PART)]
        return min(float(part.min()) for part in parts), max(float(part.max()) for part in parts)

    @property
    def digest(self) -> str:
        """Twelve digits that differ where people differ: of the recipe, or of the table where there is none."""
        told = hashlib.sha256(repr((self.base, self.names)).encode())
        told.update(repr(self.table).encode() if isinstance(self.table, Draw) else self.values.tobytes())
        return told.hexdigest()[:12]

    def __repr__(self) -> str:
        many = counted(len(self), "virtual person", "virtual people")
        return f"<{many}, varying {', '.join(self.names) or 'nothing'}; {self.drawn}>"


@dataclass(frozen=True, eq=False)
class Crowd:
    """People as an engine sees them: arrays in place of a person's numbers."""

    arrays: Mapping[str, Any]

    def numbers(self, load: Any, damage: Any = 0.0) -> SimpleNamespace:
        """Return every parameter as an attribute, ready for the equations."""
        return SimpleNamespace(load=load, damage=damage, **self.arrays)


def people_of(names: Sequence[str], values: Any, *, person: object = None, drawn: str = "given") -> People:
    """Make people of a table.

    Parameters
    ----------
    names : sequence of str
        What varies, each once.
    values : array_like, shape (n, n_names)
        One row a person.
    person : Person or mapping, optional
        Whose numbers hold where nothing varies.
    drawn : str
        How they were made, in words.

    Returns
    -------
    People

    Raises
    ------
    InputError
        If a name is unknown or stands twice, the shape does not fit, there is nobody, or a number
        is not finite or out of its declared range (with the person and the nearest remedy).

    Examples
    --------
    >>> people_of(["k_qs"], [[0.4], [0.6], [0.8]]).person(2)
    Person(k_qs=0.8)
    """
    for name in names:
        parameter(name)
        if list(names).count(name) > 1:
            raise InputError(f"{name} stands twice among what varies. Name each parameter once.")
    try:
        table = np.array(values, dtype=float)
    except (TypeError, ValueError):
        raise InputError(f"values = {shown(values)} is no table of numbers: give a row for each person.") from None
    if table.ndim != 2 or table.shape[1] != len(names) or not len(table):
        raise InputError(
            f"A table of shape {table.shape} does not fit: one row a person, {len(names)} columns ({', '.join(names)})."
        )
    for column, name in enumerate(names):
        _check_column(table[:, column], PARAMETERS[name])
    table.flags.writeable = False
    return People(as_person(person), tuple(names), table, drawn)


def _check_column(column: Floats, quantity: Quantity) -> None:
    """Refuse a number out of range, naming the first person who has one."""
    wrong = ~((column >= quantity.low) & (column <= quantity.high))
    if wrong.any():
        who = int(np.argmax(wrong))
        try:
            quantity.check(float(column[who]))
        except InputError as error:
            raise InputError(f"Person {who}: {error}") from None


def people(
    n: int,
    *,
    seed: int | None = None,
    spread: object = 0.25,
    correlations: object = None,
    sampling: str = "random",
    person: object = None,
) -> People:
    """Draw virtual people.

    The same seed gives the same people, whoever draws which part of them, in whatever pieces.

    Parameters
    ----------
    n : int
        How many.
    seed : int or None
        None draws a seed, which ``.drawn`` then tells.
    spread : float, "uniform", log_normal(...) or mapping
        A share such as 0.25 lets every number of a person vary (except the share of pain that is
        felt, which painkillers act on, and what is 0): log-normal around the person's own, with this
        standard deviation as a share of it, within the declared range (drawn there, never clipped).
        "uniform" draws every number evenly over its whole declared range.
        A mapping says it name by name: a share, "uniform", a pair (low, high) to draw evenly between,
        or `log_normal` with a median and bounds of its own.
    correlations : mapping of pairs to float, or array_like, shape (n_names, n_names), optional
        What varies together, as in ``{("k_qs", "g"): 0.5}``: the correlation r of the normal scores
        behind two numbers (a Gaussian copula). Each number keeps its own law; their rank correlation
        is 6/pi asin(r/2), so 0.48 for r = 0.5.
    sampling : {"random", "latin_hypercube", "sobol"}
        Where the numbers come from. "sobol" fills the space of all numbers most evenly, best with
        n a power of 2. With "random" and "sobol" the first ten of a thousand are those of ten; a
        Latin hypercube has a place for each of its n people, so another n is another draw; each number
        has one person in each of its n slices, also where numbers vary together.
    person : Person or mapping, optional
        Around whom; the default person if none is given.

    Returns
    -------
    People
        Drawn when their numbers are first asked for.

    Raises
    ------
    InputError
        If `n` is no whole number of at least 1, `spread` names something unknown, leaves the
        declared range, or asks for a share of a number that is 0, or `correlations` are not those of
        numbers that vary and can hold together.

    Examples
    --------
    >>> both = {("k_qs", "g"): 0.8}
    >>> crowd = people(1000, seed=1, spread={"k_qs": 0.25, "g": 0.25, "load": (0.2, 0.5)}, correlations=both)
    >>> bool(crowd["load"].min() >= 0.2), bool(np.corrcoef(crowd["k_qs"], crowd["g"])[0, 1] > 0.7)
    (True, True)
    """
    count = whole(n, "n", "how many people", 1)
    if count > _MOST:
        raise InputError(f"n = {count:g} is more people than can be counted here. Take {_MOST:g} at most.")
    base = as_person(person)
    varied = laws(spread, base)
    correlated, lower = factor(correlations, varied)
    _check_sampling(sampling, count)
    seed = new_seed() if seed is None else whole(seed, "seed", "a seed")
    draw = Draw(count, seed, tuple(varied.values()), correlated, lower, sampling, range(count))
    how = "" if sampling == "random" else f" ({sampling.replace('_', ' ')})"
    return People(base, tuple(varied), draw, f"drawn{how} with seed {seed}")


def _check_sampling(sampling: object, n: int) -> None:
    """Check the name of a design, and that it has room for everyone."""
    if not isinstance(sampling, str) or sampling not in DESIGNS:
        raise unknown("sampling", sampling, {name: design.meaning for name, design in DESIGNS.items()})
    if sampling == "sobol" and n > SOBOL_POINTS:
        raise InputError(f"n = {n}: a Sobol sequence has {SOBOL_POINTS} points. Use sampling='random' for more.")
