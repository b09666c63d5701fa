"""Which loop drives the change, day by day, in the manner of "Loops that Matter".

After Schoenberg, Davidsen & Eberlein (2020), in the form for continuous time (their equation 7):
the *link score* of an arrow x -> z is the slope of z's function by x, times ``|dx/dt / dz/dt|``:
the share of the change of z that the change of x explains, with the arrow's sign. Here z is an
observable or the net flow of a state (its rate); the link from a net flow to its state scores 1.
With one net flow for each state the scores do not depend on how a flow is split into inflow and
outflow, which is what Schoenberg, Hayward & Eberlein (2023) corrected. A *loop score* is the
product of the link scores round the loop; divided by the sum of the absolute scores of all loops
that share a state with one another, it is that loop's share of the change.

A state's pull on itself (it fades by itself) is a loop too, a balancing one.

Three things to know. Where nothing changes, nothing drives the change: no scores there. What comes
from outside (a load that jumps, an effect that builds up) is in the changes but stands on no loop.
And a loop through a state that keeps up with its inputs scores high, since there two large pulls
nearly cancel: shares of the *change* are another question than the gains of `stresspain.loops`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType, SimpleNamespace
from typing import Any

import numpy as np
import numpy.typing as npt

from stresspain.cycle.circuits import Circuit, arrows_of, circuits, link_gains, loop_name, pairs
from stresspain.model.arrows import Slopes, arrow, slopes
from stresspain.model.equations import State, rates
from stresspain.model.errors import InputError, unknown
from stresspain.model.interventions import d_level, turn_down
from stresspain.model.views import view
from stresspain.simulation.run import Run

Floats = npt.NDArray[np.float64]

_STEP = 1e-30
#: Fastest change of any state, per day, below which nothing counts as changing.
STILL = 1e-8
#: Gain below which a loop counts as cut.
CUT = 1e-9


@dataclass(frozen=True, eq=False)
class LoopsOverTime:
    """Which loop drives the change on each day of a run.

    Attributes
    ----------
    run : Run
    days : ndarray, shape (n_days,)
        Days of the run.
    shares : mapping of str to ndarray, shape (n_days,)
        Relative loop score by name of the loop: above 0 it reinforces the change, below 0 it
        balances it; absolute values add up to 1, NaN on days when nothing changes. ``"own stress"``
        and the like are a state's pull on itself.
    gains : mapping of str to ndarray, shape (n_days,)
        Gain of each loop (the states' own ones have none) as in `stresspain.loops`, day by day.
    circuits : mapping of str to tuple of str
        Nodes of each loop by its name.
    """

    run: Run
    days: Floats
    shares: Mapping[str, Floats]
    gains: Mapping[str, Floats]
    circuits: Mapping[str, Circuit]

    @property
    def total_gain(self) -> Floats:
        """Sum of the gains on each day, shape (n_days,): above 1 a small push would grow there."""
        total: Floats = np.sum(list(self.gains.values()), axis=0)
        return total

    @property
    def moving(self) -> npt.NDArray[np.bool_]:
        """Whether anything changes on each day, shape (n_days,)."""
        first = next(iter(self.shares.values()))
        return ~np.isnan(first)

    def __getitem__(self, name: str) -> Floats:
        """Return the share of one loop, shape (n_days,).

        Raises
        ------
        InputError
            If there is none of that name; the message holds the nearest one.
        """
        if name not in self.shares:
            raise unknown("loop", name, {n: " -> ".join(c) for n, c in self.circuits.items()})
        return self.shares[name]

    def through(self, name: str) -> Floats:
        """Return the sum of the signed shares of the loops that an arrow stands on, shape (n_days,).

        Raises
        ------
        InputError
            If there is no such arrow.
        """
        here = arrow(name).name
        on = [share for n, share in self.shares.items() if here in arrows_of(self.circuits[n])]
        return np.sum(on, axis=0) if on else np.zeros_like(self.days)

    def leading(self) -> tuple[str, ...]:
        """Return the loop with the largest absolute share on each day; an empty string where nothing changes."""
        names = list(self.shares)
        table = np.abs(np.array([self.shares[name] for name in names]))
        best = np.argmax(np.nan_to_num(table), axis=0)
        return tuple(names[i] if moves else "" for i, moves in zip(best, self.moving, strict=True))

    def explain(self) -> str:
        """Say in plain sentences what drives the change, and when that changes."""
        return str(view("explain loops over time")(self))

    def plot(self) -> Any:
        """Return a picture of the shares over time, with alternative text."""
        return view("plot loops over time")(self)


def loops_over_time(run: Run) -> LoopsOverTime:
    """Say which feedback loop drives the change on each day of a run ("Loops that Matter").

    Parameters
    ----------
    run : Run

    Returns
    -------
    LoopsOverTime
        Shares of the change by loop, day by day, and the loops' gains beside them. Everything is
        exact at each day reported: derivatives are taken from the equations, not from differences
        between days.

    Raises
    ------
    InputError
        If `run` is not a Run.

    References
    ----------
    Schoenberg, Davidsen & Eberlein 2020, Understanding model behavior using the Loops that Matter
    method, System Dynamics Review 36(2):158-190, doi:10.1002/sdr.1658. Schoenberg, Hayward &
    Eberlein 2023, Improving Loops that Matter, System Dynamics Review 39(2):140-151,
    doi:10.1002/sdr.1728.

    Examples
    --------
    >>> from stresspain.simulation.run import simulate
    >>> found = loops_over_time(simulate(load=[(0, 0.3), (20, 0.9)], days=60))
    >>> bool(found.moving[10]), bool(found.moving[40])
    (False, True)
    >>> round(float(sum(abs(share[40]) for share in found.shares.values())), 9)
    1.0
    """
    if not isinstance(run, Run):
        raise InputError(f"loops_over_time({run!r}): give a run, as in loops_over_time(simulate(load=0.4)).")
    state, k = State(*run.states.T), _numbers(run, 0.0)
    found = {pair: np.broadcast_to(slope, run.days.shape) for pair, slope in slopes(state, k).items()}
    gain = _products(link_gains(found), circuits())
    names = {c: loop_name(c, float(np.median(g))) for c, g in gain.items()} | {(s,): f"own {s}" for s in State._fields}
    scores = loop_scores(found, state_flows(run))
    return LoopsOverTime(
        run=run,
        days=run.days,
        shares=MappingProxyType({names[c]: _frozen(share) for c, share in scores.items()}),
        gains=MappingProxyType({names[c]: _frozen(g) for c, g in gain.items()}),
        circuits=MappingProxyType({name: c for c, name in names.items()}),
    )


def state_flows(run: Run) -> tuple[Floats, Floats]:
    """Return how fast each state moves, and how fast that changes, on every day: two arrays, shape (5, n_days).

    On a day when something switches, what holds from that day on counts.
    """
    state, k = State(*run.states.T), _numbers(run, 0.0)
    flow = _stacked(rates(state, k), run)
    ahead = State(*(x + _STEP * 1j * v for x, v in zip(state, flow, strict=True)))
    change = _stacked([np.imag(x) / _STEP for x in rates(ahead, _numbers(run, _STEP * 1j))], run)
    return flow, change


def loop_scores(found: Slopes, flows: tuple[Floats, Floats]) -> dict[Circuit, Floats]:
    """Return each loop's share of the change (relative loop score), from slopes and flows over the days.

    Round a loop the changes of the observables cancel, and of each state ``|flow / change of flow|``
    is left. Multiplied through by every state's change of flow, which all loops have in common,
    nothing is ever divided by a change that passes through zero. Shares compare loops that act on
    the same states: a state that no live loop passes through stands by itself and is left out.
    """
    gain = _products(link_gains(found), circuits())
    raw = _products(found, circuits())
    raw |= {(state,): found[state, state] for state in State._fields}
    for state, flow, change in zip(State._fields, *np.abs(flows), strict=True):
        joined = np.any([np.abs(g) > CUT for c, g in gain.items() if state in c], axis=0)
        here, elsewhere = np.where(joined, flow, 0.0), np.where(joined, change, 1.0)
        raw = {c: score * (here if state in c else elsewhere) for c, score in raw.items()}
    size = np.sum([np.abs(score) for score in raw.values()], axis=0)
    still = (np.max(np.abs(flows[0]), axis=0) < STILL) | (size == 0.0)
    size = np.where(still, np.nan, size)
    return {circuit: score / size for circuit, score in raw.items()}


def _products(found: Slopes, every: tuple[Circuit, ...]) -> dict[Circuit, Any]:
    """Return the product round each loop."""
    return {c: np.prod([found[pair] for pair in pairs(c)], axis=0) for c in every}


def _numbers(run: Run, step: complex) -> SimpleNamespace:
    """Return the parameters on each day, the effect levels a `step` of time ahead."""
    plan = run.scenario.plan
    k = run.scenario.person.numbers(run["load"], run["damage"])  # type: ignore[arg-type]
    goals = [np.array([taken.target(taken.courses.at(float(day))) for day in run.days]) for taken in plan]
    levels = [
        level + step * d_level(level, goal, taken.tau_e)
        for level, goal, taken in zip(run.levels.T, goals, plan, strict=True)
    ]
    turn_down(k, plan, levels)
    return k


def _stacked(values: Any, run: Run) -> Floats:
    """Return five rows over the days."""
    return np.array([np.broadcast_to(value, run.days.shape) for value in values])


def _frozen(values: Any) -> Floats:
    """Return a read-only array of floats."""
    array = np.ascontiguousarray(values, dtype=float)
    array.flags.writeable = False
    return array
