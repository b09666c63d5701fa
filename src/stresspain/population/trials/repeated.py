"""`power`: the same trial a thousand times, for several numbers of people."""

from __future__ import annotations

import numbers
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from stresspain.model.errors import InputError, shown
from stresspain.population.running import watched
from stresspain.population.trials import draws
from stresspain.population.trials.analysis import Tested, holm
from stresspain.population.trials.closed_forms import many
from stresspain.population.trials.conduct import follow, screen
from stresspain.population.trials.design import Design
from stresspain.population.trials.numbers import NUMBERS
from stresspain.population.trials.power import Power
from stresspain.population.trials.shipped import as_design
from stresspain.population.trials.single import people_in, provenance, seed_of, weeks_left

Floats = npt.NDArray[np.float64]

#: Numbers of people where none are given.
USUAL = (16, 32, 64, 128, 256)

#: People that are followed at a time: memory stays bounded however many trials are run.
_ROOM = 200_000


def power(
    design: Design | str = "flares",
    ns: Sequence[int] | int = USUAL,
    *,
    replicates: int = 1000,
    seed: int | None = 0,
    engine: str = "auto",
    progress: Callable[[int, int], None] | bool | None = None,
) -> Power:
    """Run the same trial many times, for several numbers of people. Illustrative, not clinical.

    Parameters
    ----------
    design : Design or str
        A design, or the name of one in `DESIGNS`.
    ns : sequence of int, or int
        Numbers of people randomised.
    replicates : int
        Trials at each number, each with people of its own.
    seed : int or None
        The same seed gives the same trials; the first of them is that of `trial` with this seed. None
        draws one.
    engine : {"auto", "scipy", "heyoka"}
    progress : bool or callable, optional
        True shows a bar; a function is called as ``progress(trials_done, trials)`` now and then.

    Returns
    -------
    Power

    Raises
    ------
    InputError
        If the design does not exist, a number is too small, or next to nobody meets the entry rule.

    Examples
    --------
    >>> found = power("chandrasekhar_2012", [16, 64], replicates=50, seed=1)
    >>> found.p["600 mg"].shape
    (2, 50)
    """
    made = as_design(design)
    given: Any = ns.tolist() if isinstance(ns, np.ndarray) else ns
    given = (given,) if isinstance(given, numbers.Real) else given
    if not isinstance(given, (list, tuple, range)) or not len(given):
        raise InputError(f"ns = {shown(ns)} names no numbers of people. Give some, as in ns=[32, 64, 128].")
    sizes = tuple(sorted({people_in(made, n) for n in given}))
    count, begin = NUMBERS["replicates"].whole(replicates), seed_of(seed)
    rows, used = _rows(made, sizes, count, begin, engine, watched(progress, "trials"))
    corrected = holm([rows[arm.label].p for arm in made.others])
    labels = [arm.label for arm in made.others]

    def read(name: str) -> Mapping[str, Floats]:
        return MappingProxyType({label: getattr(rows[label], name) for label in labels})

    return Power(
        design=made,
        ns=sizes,
        replicates=count,
        seed=begin,
        p=read("p"),
        holm=MappingProxyType(dict(zip(labels, corrected, strict=True))),
        estimate=read("estimate"),
        low=read("low"),
        high=read("high"),
        provenance=provenance(made, used, begin),
    )


def _rows(
    design: Design,
    sizes: tuple[int, ...],
    replicates: int,
    seed: int,
    engine: str,
    progress: Callable[[int, int], None] | None,
) -> tuple[dict[str, Tested], str]:
    """Run all trials and analyse them: by arm, arrays of shape (n_sizes, replicates)."""
    largest = sizes[-1]
    entrants = screen(design, largest * replicates, seed, engine)
    arms = draws.shared_out(design, largest, range(replicates), seed)
    final, step = np.empty(arms.shape), max(1, _ROOM // largest)
    for at in range(0, replicates, step):
        some = slice(at * largest, min(at + step, replicates) * largest)
        ends = follow(design, entrants.some(some), arms.ravel()[some], seed, engine)
        final.ravel()[some] = ends.score
        if progress is not None:
            progress(min(at + step, replicates), replicates)
    entry = entrants.score.reshape(arms.shape)
    stayed = np.isnan(weeks_left(design, entrants.who, seed)).reshape(arms.shape)
    control = design.arms.index(design.control)
    found = {}
    for arm in design.others:
        place = design.arms.index(arm)
        kept, treated = stayed & np.isin(arms, (place, control)), arms == place
        each = [many(design.analysis, entry[:, :n], final[:, :n], treated[:, :n], kept[:, :n]) for n in sizes]
        found[arm.label] = Tested(*map(np.array, zip(*each, strict=True)))
    return found, entrants.engine
