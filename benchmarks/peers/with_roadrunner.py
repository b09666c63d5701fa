"""libroadrunner (CVODE on compiled SBML), given the traced equations as Antimony text.

Simulated stretch by stretch with parameters set in between, which was faster than SBML events (1.25 times with the
diary). Most of its time goes into the 366 points it reports, so tolerances matter little.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import Any

import antimony
import numpy as np
import roadrunner
import sympy
from sympy.printing.str import StrPrinter

from benchmarks.jobs import Floats
from benchmarks.peers.tuning import Peer
from stresspain.model.equations import State, rates
from stresspain.model.interventions import turn_down
from stresspain.model.wiring import trace
from stresspain.simulation.problem import Problem

NAME = "libroadrunner"


class _InProducts(StrPrinter):
    """Write whole powers as products, which libroadrunner evaluates a third faster."""

    def _print_Pow(self, expr: Any, rational: bool = False) -> str:  # noqa: N802
        if not (expr.exp.is_Integer and expr.exp > 1):
            return str(super()._print_Pow(expr, rational=rational)).replace("**", "^")
        return "(" + "*".join([f"({self._print(expr.base)})"] * int(expr.exp)) + ")"


def antimony_text(given: Problem) -> str:
    """Write the equations and effect levels of a plan as a model of rate rules."""
    traced = trace()
    levels = sympy.symbols([f"level_{taken.name}" for taken in given.plan])
    turn_down(traced.k, given.plan, levels)
    moving = dict(zip(State._fields, rates(traced.state, traced.k), strict=True))
    for taken, level in zip(given.plan, levels, strict=True):
        moving[str(level)] = (sympy.Symbol(f"target_{taken.name}") - level) / taken.tau_e
    lines = [f"{name}' = {_InProducts().doprint(rate)}; {name} = 0;" for name, rate in moving.items()]
    lines += [f"{name} = {value!r};" for name, value in vars(given.person.numbers(0.0, 0.0)).items()]
    lines += [f"target_{taken.name} = 0;" for taken in given.plan]
    return "model stresspain\n  " + "\n  ".join(lines) + "\nend"


def settings(example: Problem) -> Iterator[tuple[str, Peer]]:
    """Give CVODE's methods and tolerances, each on its own compiled copy of the same model."""
    for stiff, relative, absolute in product((True, False), (2e-8, 1e-8, 5e-9), (1e-9, 1e-10)):
        named = f"CVODE {'BDF' if stiff else 'Adams'}, rtol {relative:g}, atol {absolute:g}"
        yield named, made(example, stiff, relative, absolute)


def made(example: Problem, stiff: bool, relative: float, absolute: float) -> Peer:
    """Compile the model of a problem, at one setting."""
    roadrunner.Logger.setLevel(roadrunner.Logger.LOG_ERROR)
    simulator = roadrunner.RoadRunner(_sbml(antimony_text(example)))
    simulator.selections = _columns(example)
    integrator = simulator.getIntegrator()
    integrator.setValue("stiff", stiff)
    integrator.setValue("relative_tolerance", relative)
    integrator.setValue("absolute_tolerance", absolute)
    integrator.setValue("maximum_num_steps", 100_000)
    return _peer(simulator)


@cache
def _sbml(text: str) -> str:
    """Translate a model."""
    antimony.clearPreviousLoads()
    if antimony.loadAntimonyString(text) < 0:
        raise SystemExit(antimony.getLastError())
    return str(antimony.getSBMLString("stresspain"))


def _columns(given: Problem) -> list[str]:
    """Name the states and effect levels."""
    return [*State._fields, *(f"level_{taken.name}" for taken in given.plan)]


def _peer(simulator: Any) -> Peer:
    """Return a compiled simulator as a peer; only what differs from call to call is handed over."""

    def prepare(given: Problem) -> tuple[dict[str, float], list[Any]]:
        begin = dict(zip(_columns(given), given.initial.tolist(), strict=True)) | given.person.changes
        targets = [f"target_{taken.name}" for taken in given.plan]
        stretches = []
        for stretch, span in given.spans():
            switched = {"load": stretch.load, **dict(zip(targets, stretch.targets, strict=True))}
            stretches.append((switched, stretch.start, stretch.stop, span))
        return begin, stretches

    def run(prepared: tuple[dict[str, float], list[Any]]) -> Floats:
        begin, stretches = prepared
        model = simulator.model
        for name, value in begin.items():
            model[name] = value
        path = np.empty((stretches[-1][-1].stop, len(simulator.selections)))
        for switched, start, stop, span in stretches:
            for name, value in switched.items():
                model[name] = value
            # Reported days are whole days here, so as many points as nodes.
            path[span] = simulator.simulate(start, stop, span.stop - span.start)
        return path

    return Peer(prepare, run)
