"""Where a draw's numbers between 0 and 1 come from: at random, by Latin hypercube, or by a Sobol sequence.

Any rows of a random or a Sobol draw can be had without the rows before them, and the first ten of a
thousand are those of ten. A Latin hypercube is one whole: it cuts every number into as many slices
as there are people, so another number of people is another draw.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from stresspain.model.quantity import Quantity

Floats = npt.NDArray[np.float64]

#: Random people are drawn in blocks of this many, each from a stream of its own.
BLOCK = 4096

#: How many points a Sobol sequence of SciPy has.
SOBOL_POINTS = 2**30

#: A seed, where one is given.
SEED = Quantity("seed", "", 0, "-", 0, 2**32 - 1, "start of the random sequence")

_kept = threading.local()


class Design(NamedTuple):
    """One way to draw: `rows(wanted, n, d, seed)` gives the wanted rows of n in d numbers, one column each."""

    meaning: str
    rows: Callable[[range, int, int, int], Floats]
    by_part: bool


def new_seed() -> int:
    """Draw a seed where none is given."""
    return int(np.random.SeedSequence().generate_state(1)[0])


def seeded(seed: int, old: str) -> dict[str, Any]:
    """Return a generator under the keyword that this SciPy knows: `rng` since 1.15, before that `old`."""
    import scipy

    new = tuple(map(int, scipy.__version__.split(".")[:2])) >= (1, 15)
    return {"rng" if new else old: np.random.default_rng(seed)}


def _random(wanted: range, n: int, d: int, seed: int) -> Floats:
    """Draw at random, block by block, each block from its own stream."""
    # Room for everyone at once: where there is none, that is told before anyone is drawn.
    found = np.empty((d, len(wanted)))
    for block in range(wanted.start // BLOCK, math.ceil(wanted.stop / BLOCK)):
        first = max(wanted.start - block * BLOCK, 0)
        last = min(wanted.stop - block * BLOCK, BLOCK)
        stream = np.random.PCG64([seed, block])
        stream.advance(first * d)
        at = block * BLOCK + first - wanted.start
        found[:, at : at + last - first] = np.random.Generator(stream).random((last - first, d)).T
    return found


def _sobol(wanted: range, n: int, d: int, seed: int) -> Floats:
    """Draw points of a scrambled Sobol sequence."""
    # A thread that goes on where it was need not begin anew.
    kept: dict[tuple[int, int], Any] = _kept.__dict__.setdefault("sobol", {})
    sequence = kept.get((d, seed))
    if sequence is None or sequence.num_generated > wanted.start:
        kept.clear()
        sequence = kept[d, seed] = _sequence(d, seed)
    first = []
    if wanted.start > sequence.num_generated:
        sequence.fast_forward(wanted.start - sequence.num_generated)
    elif wanted.start == 0 and len(wanted):
        # The first point by itself: SciPy warns of a first draw that is no power of 2, whatever follows it.
        first = [sequence.random(1)]
    drawn = np.concatenate([*first, sequence.random(len(wanted) - len(first))])
    return np.ascontiguousarray(drawn.T)


def _sequence(d: int, seed: int) -> Any:
    """Begin a scrambled Sobol sequence."""
    from scipy.stats import qmc

    return qmc.Sobol(d, scramble=True, **seeded(seed, "seed"))


def _latin(wanted: range, n: int, d: int, seed: int) -> Floats:
    """Draw a whole Latin hypercube and keep the wanted rows."""
    from scipy.stats import qmc

    drawn = qmc.LatinHypercube(d, **seeded(seed, "seed")).random(n)
    return np.ascontiguousarray(drawn[wanted.start : wanted.stop].T)


#: Every design by name.
DESIGNS = {
    "random": Design("each number by itself, as dice fall", _random, True),
    "latin_hypercube": Design("every number evenly covered, one person in each of n slices", _latin, False),
    "sobol": Design("evenly in all numbers together; best with 2^k people", _sobol, True),
}
