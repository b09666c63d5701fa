"""The bare heyoka loop that `simulate_many` is held against: no more than the job needs.

Before the clock starts, everyone is drawn, their calm starts are found, numbers and starts lie side by
side in memory, and each thread has its compiled integrator. The clock then sees: for each chunk, for
each batch of lanes, reset, switch, `propagate_grid`, weekly states copied to memory; then felt pain by
the same compiled function, and the same outcome. Nothing is checked, nobody who fails is told apart.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np

import stresspain as sp
from benchmarks.crowd.job import OUTCOME, SHARED
from benchmarks.jobs import Floats
from stresspain.population.lanes import CompiledCycle, compiled
from stresspain.population.observe import observe
from stresspain.population.work import work
from stresspain.simulation.engines import fixed_pars, structure, switched_pars
from stresspain.simulation.outcomes import OUTCOMES
from stresspain.simulation.problem import Problem

#: People at a time, as `simulate_many` has them here.
CHUNK = 4096


class Ready(NamedTuple):
    """A chunk of people with everything that can be known before integrating."""

    problem: Problem
    pars: Floats
    initial: Floats


class Loop:
    """The loop over people who are ready."""

    def __init__(self, people: sp.People, threads: int) -> None:
        self.threads = threads
        self.integrators = [compiled(structure(SHARED.plan)) for _ in range(threads)]
        self.begin(people)

    def begin(self, people: sp.People) -> Loop:
        """Draw everyone and find their starts, on as many threads; whoever fills no chunk is left out."""
        task = work(people, SHARED, SHARED.grid, {})
        places = range(0, len(people) // CHUNK * CHUNK, CHUNK)
        with ThreadPoolExecutor(self.threads) as pool:
            parts = pool.map(lambda at: task.part(slice(at, at + CHUNK), CompiledCycle)[0], places)
            self.chunks = [_ready(problem) for problem in parts]
        return self

    def __len__(self) -> int:
        return CHUNK * len(self.chunks)

    def run(self) -> Floats:
        """Return the outcome of everyone."""
        shares = [self.chunks[i :: self.threads] for i in range(self.threads)]
        with ThreadPoolExecutor(self.threads) as pool:
            found = list(pool.map(_share, self.integrators, shares))
        outcome = np.empty(len(self))
        for i, share in enumerate(found):
            for j, values in enumerate(share):
                at = (i + j * self.threads) * CHUNK
                outcome[at : at + CHUNK] = values
        return outcome


def _ready(problem: Problem) -> Ready:
    """Lay out numbers and starts."""
    pars = np.array([np.broadcast_to(row, (CHUNK,)) for row in fixed_pars(problem)])
    return Ready(problem, pars, np.ascontiguousarray(problem.initial))


def _share(integrator: Any, chunks: list[Ready]) -> list[Floats]:
    """Run one thread's chunks."""
    return [_chunk(integrator, chunk) for chunk in chunks]


def _chunk(integrator: Any, ready: Ready) -> Floats:
    """Integrate one chunk and reduce it to an outcome."""
    problem, pars, initial = ready
    width, held, state = integrator.batch_size, integrator.pars, integrator.state
    places = switched_pars(structure(problem.plan))
    spans = [
        (np.array([[stretch.load], [stretch.damage], *([target] for target in stretch.targets)]), nodes, span)
        for stretch, span in problem.spans()
        for nodes in [np.repeat(problem.nodes[span, None], width, axis=1)]
    ]
    path = np.empty((len(problem.nodes), *initial.shape))
    path[0] = initial
    for at in range(0, CHUNK, width):
        lanes = slice(at, at + width)
        held[:] = pars[:, lanes]
        state[:] = initial[:, lanes]
        for switched, nodes, span in spans:
            held[places] = switched
            integrator.set_time(nodes[0])
            path[span.start + 1 : span.stop, :, lanes] = integrator.propagate_grid(nodes)[1][1:]
    pain = observe(problem, path, ("felt_pain",), True)["felt_pain"]
    values: Floats = OUTCOMES[OUTCOME].of(problem.grid, pain, 3.0)
    return values
