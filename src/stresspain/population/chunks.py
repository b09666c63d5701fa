"""One part of many people: integrate, read off, reduce, forget the rest. A pure call that any process can make."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from stresspain.cycle.starts import Cycle
from stresspain.model.errors import RunError
from stresspain.population.lanes import CompiledCycle, integrate_lanes
from stresspain.population.observe import observe
from stresspain.population.people import Crowd
from stresspain.population.stacked import STACKED, integrate_stacked
from stresspain.population.work import Work
from stresspain.simulation.engines import ENGINES, engine
from stresspain.simulation.outcomes import OUTCOMES
from stresspain.simulation.problem import Problem, Stretch

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]

#: Numbers that one thread may hold of paths while it works, and of what is kept of a part (8 bytes each).
_ROOM = 3_000_000

#: A job is cut into this many parts where it is large enough: to share out, to keep, to go on from.
_PARTS = 64

#: And into this many chunks: each costs a millisecond however few are in it.
_SHARES = 16

#: The smallest and the most chunks that make a part worth handing out.
_LEAST, _CHUNKS = 256, 8


class Many(NamedTuple):
    """One way to run many people: most at a time, the tolerances it works at, and how it finds their starts."""

    integrate: Callable[[Problem], tuple[Floats, Places]]
    most: int
    tolerances: dict[str, float]
    cycle: type[Cycle]


#: By engine. On heyoka as many as are drawn in one block, so that no block is drawn twice.
MANY = {
    "heyoka": Many(integrate_lanes, 4096, ENGINES["heyoka"].tolerances, CompiledCycle),
    "scipy": Many(integrate_stacked, 512, STACKED, Cycle),
}


class Order(NamedTuple):
    """What is wanted of everyone.

    `measured` and `kept` say where in `grid` the days for outcomes and for columns stand.
    """

    grid: Floats
    outcomes: tuple[str, ...]
    measured: Places
    columns: tuple[str, ...]
    kept: Places
    level: float


class Part(NamedTuple):
    """The answers of the people from `start` up to `stop`; `failures` goes by their own numbers."""

    start: int
    stop: int
    outcomes: dict[str, Floats]
    columns: dict[str, Floats]
    failures: dict[int, str]


@dataclass(frozen=True, eq=False)
class Job:
    """Everything that decides the answers; small enough to travel where the people are drawn on arrival.

    How it is cut depends on the job alone, never on threads or workers: stacked people share their
    steps, so who runs beside whom decides the last bits.
    """

    task: Work
    order: Order
    engine: str

    @property
    def chunk(self) -> int:
        """How many people are integrated at a time: few enough for memory, many enough to be fast."""
        n, most = len(self.task.people), MANY[self.engine].most
        width = 5 + len(self.task.scenario.plan)
        nodes = len(self.order.grid) + len(self.task.edges)
        fair = max(_LEAST, -(-n // _SHARES)) if self.engine == "heyoka" else n
        return max(16, -(-min(most, _ROOM // (width * nodes), fair) // 16) * 16)

    @property
    def parts(self) -> list[slice]:
        """Who belongs together in one part: whole chunks, so many that what is kept of them stays small."""
        n, chunk = len(self.task.people), self.chunk
        kept = len(self.order.outcomes) + len(self.order.columns) * len(self.order.kept)
        chunks = min(-(-n // (_PARTS * chunk)), _CHUNKS, max(1, _ROOM // (chunk * max(1, kept))))
        return [slice(at, min(at + chunks * chunk, n)) for at in range(0, n, chunks * chunk)]

    def run(self, lanes: slice) -> Part:
        """Run the people of one part, chunk by chunk."""
        n, order = lanes.stop - lanes.start, self.order
        outcomes = {name: np.empty(n) for name in order.outcomes}
        columns = {name: np.empty((n, len(order.kept))) for name in order.columns}
        failures: dict[int, str] = {}
        for at in range(lanes.start, lanes.stop, self.chunk):
            some = slice(at, min(at + self.chunk, lanes.stop))
            here = slice(some.start - lanes.start, some.stop - lanes.start)
            problem, path, why = self._integrated(some)
            failures.update({at + i: reason for i, reason in sorted(why.items())})
            self._read_off(problem, path, list(why), {**outcomes, **columns}, here)
        return Part(lanes.start, lanes.stop, outcomes, columns, failures)

    def _integrated(self, lanes: slice) -> tuple[Problem, Floats, dict[int, str]]:
        """Integrate the people of one chunk; whoever shared a batch with a failure runs again, alone."""
        many = MANY[self.engine]
        problem, failures = self.task.part(lanes, many.cycle)
        path, spoilt = many.integrate(problem)
        for i in spoilt.tolist():
            if i not in failures:
                try:
                    path[:, :, i] = self._again(_alone(problem, i))
                except RunError as error:
                    failures[i] = str(error)
        path[:, :, list(failures)] = np.nan
        return problem, path, failures

    def _again(self, alone: Problem) -> Floats:
        """Return one person's path: in lanes to the bits of a batch that nobody spoils; or raise why not."""
        if self.engine == "heyoka":
            path, spoilt = integrate_lanes(replace(alone, initial=alone.initial[:, None]))
            if not len(spoilt):
                return path[:, :, 0]
        return engine(self.engine).integrate(alone, 1.0)

    def _read_off(self, problem: Problem, path: Floats, lost: list[int], into: dict[str, Floats], here: slice) -> None:
        """Write what is wanted of a chunk to its place in the part."""
        order, fast = self.order, self.engine == "heyoka"
        if order.outcomes:
            pain = observe(problem, path, ("felt_pain",), fast)["felt_pain"][:, order.measured]
            for name in order.outcomes:
                into[name][here] = OUTCOMES[name].of(problem.grid[order.measured], pain, order.level)
        if order.columns:
            for name, column in observe(problem, path, order.columns, fast).items():
                into[name][here] = column[:, order.kept]
        for array in into.values():
            array[here][lost] = np.nan


def _alone(problem: Problem, i: int) -> Problem:
    """Return the problem of one person among many."""

    def own(level: Any) -> float:
        return float(np.broadcast_to(level, problem.initial.shape[1:])[i])

    numbers = vars(problem.person.numbers(0.0, 0.0))
    person = Crowd({name: own(v) for name, v in numbers.items() if name not in ("load", "damage")})
    stretches = tuple(
        Stretch(s.start, s.stop, own(s.load), own(s.damage), tuple(map(own, s.targets))) for s in problem.stretches
    )
    return Problem(person, problem.plan, stretches, problem.initial[:, i], problem.grid)
