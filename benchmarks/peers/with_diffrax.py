"""diffrax (JAX, compiled): the plain right-hand side on JAX arrays, in double precision.

Each stretch between switches is a solve of its own, days with a switch each in a `lax.scan`, all compiled together. One
solve that is told where its inputs jump (`jump_ts`) was no faster with one intervention and 2.5 times slower with the
diary, and implicit solvers (Kvaerno5) took seven times as long, so neither is tried. Only error-controlled steps are:
fixed steps that happen to be accurate here would be unstable where a time constant is 0.05 days.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import takewhile
from types import SimpleNamespace
from typing import Any

import diffrax
import jax
import jax.numpy as jnp
import numpy as np

from benchmarks.jobs import Floats
from benchmarks.peers.tuning import Peer
from stresspain.model.equations import State, rates
from stresspain.model.interventions import turn_down
from stresspain.model.parameters import PARAMETERS
from stresspain.simulation.problem import Problem

NAME = "diffrax"

jax.config.update("jax_enable_x64", True)

#: Solver, first step (days), relative tolerances; the absolute one is a tenth.
_TRIED = (
    (diffrax.Dopri5(), 0.5, (3e-8, 2e-8, 1e-8)),
    (diffrax.Dopri5(), 0.34, (3e-8, 2e-8, 1e-8)),
    (diffrax.Tsit5(), 0.5, (2e-8, 1e-8)),
    (diffrax.Dopri8(), 1.0, (2e-8, 1e-8)),
)


def settings(example: Problem) -> Iterator[tuple[str, Peer]]:
    """Give solvers, first steps and tolerances."""
    for solver, first_step, tolerances in _TRIED:
        for tolerance in tolerances:
            control = diffrax.PIDController(rtol=tolerance, atol=0.1 * tolerance)
            name = f"{type(solver).__name__}, rtol {tolerance:g}, first step {first_step:g} d"
            yield name, Peer(prepare, _run(solve(example, solver, first_step, control)))


def prepare(given: Problem) -> tuple[Floats, Floats, Floats]:
    """Return parameters, what holds on each stretch, and the start."""
    numbers = given.person.numbers(0.0, 0.0)
    held = np.array([(stretch.load, stretch.damage, *stretch.targets) for stretch in given.stretches])
    return np.array([getattr(numbers, name) for name in PARAMETERS]), held, given.initial


def _run(solve: Callable[..., Any]) -> Callable[[Any], Floats]:
    """Compile a solve; the call ends when the numbers are there."""
    compiled = jax.jit(solve)
    return lambda prepared: np.asarray(compiled(*prepared))


def _field(example: Problem) -> Callable[..., Any]:
    """Return dy/dt given the parameters and what holds at the moment."""
    paces = jnp.array([taken.tau_e for taken in example.plan])

    def field(y: Any, parameters: Any, held: Any) -> Any:
        k = SimpleNamespace(**dict(zip(PARAMETERS, parameters, strict=True)))
        k.load, k.damage = held[0], held[1]
        turn_down(k, example.plan, y[5:])
        return jnp.append(jnp.stack(rates(State(*y[:5]), k)), (held[2:] - y[5:]) / paces)

    return field


def solve(example: Problem, solver: Any, first_step: float, control: Any) -> Callable[..., Any]:
    """Return a solve of every stretch, one after another."""
    field = _field(example)
    spans = example.spans()
    daily = list(takewhile(lambda pair: pair[0].stop == pair[0].start + 1, spans))

    def solve(parameters: Any, held: Any, start: Any) -> Any:
        def moving(_: Any, y: Any, now: Any) -> Any:
            return field(y, parameters, now)

        def day(y: Any, now: Any) -> Any:
            end = _solved(moving, solver, jnp.array([0.0, 1.0]), first_step, y, now, control)[-1]
            return end, end

        y, path = start, [start[None]]
        if daily:
            y, ends = jax.lax.scan(day, y, held[: len(daily)])
            path.append(ends)
        for i, (_, span) in enumerate(spans[len(daily) :], start=len(daily)):
            found = _solved(moving, solver, jnp.asarray(example.nodes[span]), first_step, y, held[i], control)
            y = found[-1]
            path.append(found[1:])
        return jnp.concatenate(path)

    return solve


def _solved(moving: Any, solver: Any, days: Any, first_step: float, y: Any, now: Any, control: Any) -> Any:
    """Solve from the first to the last of `days`, reporting each."""
    saved = diffrax.SaveAt(ts=days)
    term = diffrax.ODETerm(moving)
    return diffrax.diffeqsolve(
        term, solver, days[0], days[-1], first_step, y, now, saveat=saved, stepsize_controller=control, throw=False
    ).ys
