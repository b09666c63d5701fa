"""Virtual people: a table of numbers, one row a person. Made up by a random draw; nobody was measured."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import numpy as np
import numpy.typing as npt

from stresspain.model.errors import InputError, shown
from stresspain.model.parameters import OUTSIDE, PARAMETERS, PERSONAL, Person, parameter
from stresspain.model.plan import as_person
from stresspain.model.quantity import Quantity, real

Floats = npt.NDArray[np.float64]

#: People are drawn in blocks of this many, each from a random stream of its own: so the same seed
#: gives the same people whoever draws which part, and the first ten of a thousand are those of ten.
BLOCK = 4096

_SPREAD = Quantity("spread", r"\sigma", 0.25, "-", 0, 2, "standard deviation as a share of the person's own number")


@dataclass(frozen=True, eq=False)
class People:
    """Many people, as what each differs in from one base person.

    Make them with `people`, or `people_of` for a table of your own.

    Attributes
    ----------
    base : Person
        Whose numbers hold where nothing varies.
    names : tuple of str
        What varies. `load` and `damage` may be among them: then a person's value is the level on
        day 0, and where a scenario's level steps, all steps move along with it.
    values : ndarray, shape (n, n_names)
        One row a person, each number in its declared range; read-only.
    drawn : str
        How they were made, in words.
    """

    base: Person
    names: tuple[str, ...]
    values: Floats
    drawn: str = field(default="given", compare=False)

    def __len__(self) -> int:
        return len(self.values)

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
        """Return some of the people, by slice, indices or mask."""
        return People(self.base, self.names, self.values[places], self.drawn)

    def person(self, i: int) -> Person:
        """Return one person's own numbers (without load and damage, which come from outside)."""
        row = dict(zip(self.names, self.values[i].tolist(), strict=True))
        return self.base.but(**{name: value for name, value in row.items() if name not in OUTSIDE})

    def arrays(self) -> dict[str, Floats]:
        """Return every personal number, each of shape (n,), by name."""
        return {name: self[name] for name in PERSONAL}

    def __repr__(self) -> str:
        return f"<{len(self)} virtual people, varying {', '.join(self.names) or 'nothing'}; {self.drawn}>"


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
    table = np.array(values, dtype=float)
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


def people(n: int, *, seed: int | None = None, spread: object = 0.25, person: object = None) -> People:
    """Draw virtual people at random, independently in each number.

    Parameters
    ----------
    n : int
        How many.
    seed : int or None
        The same seed gives the same people, and the first ten of a thousand are those of ten.
        None draws a seed, which ``.drawn`` then tells.
    spread : float or mapping
        A share such as 0.25 lets every number of a person vary (except the share of pain that is
        felt, which painkillers act on, and what is 0): log-normal around the person's own, with this
        standard deviation as a share of it, within the declared range (drawn there, never clipped).
        A mapping says it name by name: a share, or a pair (low, high) to draw evenly between.
    person : Person or mapping, optional
        Around whom; the default person if none is given.

    Returns
    -------
    People

    Raises
    ------
    InputError
        If `n` is no whole number of at least 1, or `spread` names something unknown, leaves the
        declared range, or asks for a share of a number that is 0.

    Examples
    --------
    >>> crowd = people(1000, seed=1, spread={"k_qs": 0.25, "load": (0.2, 0.5)})
    >>> bool(crowd["load"].min() >= 0.2)
    True
    """
    count = _whole(n, "n", "how many people")
    base = as_person(person)
    laws = _laws(spread, base)
    seed = int(np.random.SeedSequence().generate_state(1)[0]) if seed is None else _whole(seed, "seed", "a seed", 0)
    uniform = _uniforms(count, len(laws), seed)
    columns = [_placed(uniform[:, i], name, law, base) for i, (name, law) in enumerate(laws.items())]
    table = np.stack(columns, axis=1) if columns else np.empty((count, 0))
    return people_of(tuple(laws), table, person=base, drawn=f"drawn with seed {seed}")


def _whole(given: object, name: str, meaning: str, least: int = 1) -> int:
    """Check a whole number."""
    number = real(given, name, meaning)
    if number != math.floor(number) or number < least:
        raise InputError(f"{name} = {number:g} must be a whole number of at least {least} ({meaning}).")
    return int(number)


def _laws(spread: object, base: Person) -> dict[str, float | tuple[float, float]]:
    """Return how each number varies: a share of itself, or between two bounds."""
    if not isinstance(spread, Mapping):
        share = _SPREAD.check(spread)
        return {name: share for name, value in base if name != "k_qf" and value != 0.0} if share else {}
    return {name: _law(name, given, base) for name, given in spread.items()}


def _law(name: str, given: object, base: Person) -> float | tuple[float, float]:
    """Check how one number varies."""
    quantity = parameter(name)
    if isinstance(given, (list, tuple)):
        if len(given) != 2:
            raise InputError(f"spread of {name}: {shown(given)} is not a pair (low, high).")
        low, high = (quantity.check(bound) for bound in given)
        if not low < high:
            raise InputError(f"spread of {name}: {low:g} to {high:g} is empty. Give (low, high) with low below high.")
        return low, high
    share = _SPREAD.check(given)
    if name in OUTSIDE:
        raise InputError(f"spread of {name}: {share:g} of what? It comes from outside; give a pair (low, high).")
    if getattr(base, name) == 0:
        raise InputError(f"spread of {name}: this person's is 0, and a share of 0 is 0. Give a pair (low, high).")
    return share


def _uniforms(n: int, d: int, seed: int) -> Floats:
    """Draw numbers between 0 and 1, block by block, each block from its own stream."""
    blocks: Iterable[int] = range(math.ceil(n / BLOCK))
    drawn = [np.random.default_rng([seed, block]).random((BLOCK, d)) for block in blocks]
    return np.concatenate(drawn)[:n]


def _placed(uniform: Floats, name: str, law: float | tuple[float, float], base: Person) -> Floats:
    """Turn even draws into values of one number."""
    if isinstance(law, tuple):
        return law[0] + (law[1] - law[0]) * uniform
    centre, quantity = float(getattr(base, name)), PARAMETERS[name]
    if law == 0.0:
        return np.full(len(uniform), centre)
    # A number below 0 (rho) is drawn as its mirror image.
    return math.copysign(1.0, centre) * _log_normal(uniform, abs(centre), law, _room(centre, quantity))


def _room(centre: float, quantity: Quantity) -> tuple[float, float]:
    """Return the range that is left for the size of a number that keeps its sign."""
    if centre > 0:
        return max(quantity.low, 0.0), quantity.high
    return max(-quantity.high, 0.0), -quantity.low


def _log_normal(uniform: Floats, centre: float, share: float, room: tuple[float, float]) -> Floats:
    """Return log-normal values around a median, within bounds: only that part of the law is drawn from."""
    from scipy.special import ndtr, ndtri

    sigma = math.sqrt(math.log1p(share * share))
    low, high = (ndtr((math.log(bound) - math.log(centre)) / sigma) if bound > 0 else 0.0 for bound in room)
    z = ndtri(low + (high - low) * uniform)
    # Rounding may carry a draw a few units of the last digit beyond a bound.
    return np.clip(centre * np.exp(sigma * z), *room)
