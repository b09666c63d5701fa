"""Every feedback loop: its arrows, its sign, its gain, its share.

The gain of an arrow at a state is what a small lasting push on its source does to its target in
the long run, all other things held where they are: the slope of the target's function, and for a
state that slope over the state's own pull back. A loop's gain is the product of its arrows' gains.
Every loop goes through pain, so no two are apart, and at any state

    1 - (sum of the gains) = det(J) / (product of the states' own pulls back)

for the Jacobian J. At a settled state the sum is R'(Q), the slope of the return map: what a
little pain returns as, once round the cycle. Away from one the gains are those of the equations
made straight at that state; they say what would happen if the body stayed near it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType, SimpleNamespace
from typing import Any

import numpy as np

from stresspain.cycle.circuits import Circuit, arrows_of, circuits, link_gains, loop_name, pairs
from stresspain.cycle.rests import Rest, calm, painful, steady_numbers
from stresspain.cycle.return_map import slope
from stresspain.model.arrows import arrow, arrows, slopes
from stresspain.model.equations import State, observables, rates
from stresspain.model.errors import InputError, shown, unknown
from stresspain.model.interventions import turn_down
from stresspain.model.parameters import Person
from stresspain.model.plan import as_person, as_plan
from stresspain.model.quantity import native, real
from stresspain.model.views import view

#: How far a state may still be moving, per time constant, and count as settled.
_SETTLED = 1e-9


@dataclass(frozen=True)
class Loop:
    """One feedback loop at one state.

    Attributes
    ----------
    name : str
        R (reinforcing) or B (balancing) and a number that does not change with the state.
    nodes : tuple of str
        In order, from pain; the last one acts on the first.
    gain : float
        Product of its arrows' gains: what a little pain returns as by this way. The sign is the
        loop's: above 0 it reinforces, below 0 it balances.
    share : float
        The gain's share of the sum of absolute gains, with the gain's sign, -1 to 1.
    """

    name: str
    nodes: Circuit
    gain: float
    share: float

    @property
    def arrows(self) -> tuple[str, ...]:
        """Names of its arrows in order, such as ``"pain->tension"``."""
        return arrows_of(self.nodes)

    @property
    def path(self) -> str:
        """The loop in words, such as ``"pain -> tension -> ischaemia -> nociception -> pain"``."""
        return " -> ".join(node.replace("_", " ") for node in (*self.nodes, self.nodes[0]))


@dataclass(frozen=True)
class Loops:
    """Every feedback loop at one state, the strongest first; prints as a table.

    Attributes
    ----------
    state : State
        Where, dimensionless.
    loops : tuple of Loop
        By falling absolute gain.
    links : mapping of str to float
        The gain of every arrow of the model by name, those that stand on no loop included.
    slope : float
        R'(Q) at this pain, from the return map: what the gains must add up to at a settled state.
    settled : bool
        Whether nothing moves here.
    numbers : mapping of str to float
        Every parameter as it stands here, turned down by what is taken.
    left : mapping of str to float
        Of each arrow that something taken acts on, by name: the share of it that is left.
    """

    state: State
    loops: tuple[Loop, ...]
    links: Mapping[str, float]
    slope: float
    settled: bool
    numbers: Mapping[str, float]
    left: Mapping[str, float]

    @property
    def total(self) -> float:
        """Sum of the gains: above 1 a small push grows, however slowly; R'(Q) at a settled state."""
        return float(sum(loop.gain for loop in self.loops))

    @property
    def residual(self) -> float | None:
        """|sum of the gains - R'(Q)|, the check a settled state passed; None where things still move."""
        return abs(self.total - self.slope) if self.settled else None

    def __iter__(self) -> Iterator[Loop]:
        return iter(self.loops)

    def __len__(self) -> int:
        return len(self.loops)

    def __getitem__(self, name: str) -> Loop:
        """Return one loop by its name.

        Raises
        ------
        InputError
            If there is none of that name; the message holds the nearest one.
        """
        for loop in self.loops:
            if loop.name == name:
                return loop
        raise unknown("loop", name, {loop.name: loop.path for loop in self.loops})

    def through(self, name: str) -> tuple[Loop, ...]:
        """Return the loops that an arrow stands on, by the arrow's name (see `stresspain.cut`).

        Raises
        ------
        InputError
            If there is no such arrow.
        """
        here = arrow(name).name
        return tuple(loop for loop in self.loops if here in loop.arrows)

    def share_through(self, name: str) -> float:
        """Return the share, 0 to 1, of the sum of absolute gains that passes through an arrow.

        Raises
        ------
        InputError
            If there is no such arrow.
        """
        return float(sum(abs(loop.share) for loop in self.through(name)))

    def without(self, name: str) -> Loops:
        """Return the loops that are left at this very state with one arrow's gain at zero.

        The state stays where it is: what the body would do next without the arrow is another
        question, for `stresspain.cut` in a plan.

        Raises
        ------
        InputError
            If there is no such arrow.
        """
        here = arrow(name)
        kept = _with_shares({loop.nodes: loop.gain for loop in self.loops if here.name not in loop.arrows})
        lost = sum(loop.gain for loop in self.through(name))
        links = MappingProxyType({**self.links, here.name: 0.0})
        return replace(self, loops=kept, links=links, slope=self.slope - lost)

    def explain(self) -> str:
        """Say in plain sentences which loops are strongest, and what they add up to."""
        return str(view("explain loops")(self))

    def plot(self) -> Any:
        """Return the causal loop diagram at this state, with alternative text."""
        return view("plot loops")(self)

    def __str__(self) -> str:
        lines = [f"{'loop':<5} {'gain':>7} {'share':>7}  way round"]
        lines += [f"{loop.name:<5} {loop.gain:7.4f} {loop.share:7.1%}  {loop.path}" for loop in self.loops]
        where = "R'(Q) of the return map" if self.settled else "of the equations made straight here; not settled"
        return "\n".join([*lines, f"{'sum':<5} {self.total:7.4f}          {where}", "Illustrative, not clinical."])


def loops(
    at: object = "painful",
    *,
    person: Person | Mapping[str, float] | None = None,
    load: float = 0.3,
    damage: float = 0.0,
    plan: Any = (),
    day: float | None = None,
) -> Loops:
    """Return every feedback loop of the model at a state, with its gain and its share.

    Parameters
    ----------
    at : {"painful", "calm"}, Rest, five numbers, or Run
        An ending under what is given beside it; or any state (stress, cortisol, tension,
        inflammation, sensitivity). A run brings its own person, load, damage and plan.
    person : Person or mapping of str to float, optional
        Whose; the default person if none is given.
    load, damage : float
        From outside, dimensionless.
    plan : Intervention or sequence of Intervention
        Taken for good, at its long-run level.
    day : float, optional
        Of a run; its last day if none is given.

    Returns
    -------
    Loops

    Raises
    ------
    InputError
        If something is out of range, the person has no such ending, a rest belongs to other
        numbers, or a run is given together with a person, load, damage or plan.

    Examples
    --------
    >>> found = loops("painful", load=0.4)
    >>> print(found.loops[0].name, found.loops[0].path)
    R1 pain -> tension -> ischaemia -> nociception -> pain
    >>> f"{found.loops[0].share:.1%} of {found.total:.4f}"
    '41.8% of 0.4755'
    """
    if hasattr(at, "last_state"):
        if (person, load, damage, plan) != (None, 0.3, 0.0, ()):
            raise InputError(
                "loops(run, ...): the run holds person, load, damage and plan; give at most day= beside it."
            )
        return loops_at(*_on_day(at, day))
    if day is not None:
        raise InputError(f"loops(day={shown(day)}): a day goes with a run, as in loops(run, day=28).")
    who = as_person(person)
    k = steady_numbers(who, load, damage, as_plan(plan))
    return loops_at(_state(at, k), k, who)


def loops_at(state: State, k: SimpleNamespace, person: Person) -> Loops:
    """Return the loops at a state under given parameters, which a plan may have turned down from a person's."""
    gains = link_gains(slopes(state, k))
    found = {circuit: float(np.prod([gains[pair] for pair in pairs(circuit)])) for circuit in circuits()}
    pain = float(observables(state, k).pain)
    return Loops(
        state=state,
        loops=_with_shares(found),
        links=MappingProxyType({a.name: float(gains[a.source, a.target]) for a in arrows()}),
        slope=float(slope(pain, k)),
        settled=_unsettled(state, k) < _SETTLED,
        numbers=MappingProxyType(dict(vars(k))),
        left=MappingProxyType(_left(k, person)),
    )


def _left(k: SimpleNamespace, person: Person) -> dict[str, float]:
    """Return what is left of each arrow whose parameter was changed from the person's own."""
    usual = dict(person)
    touched = [a for a in arrows() if a.parameter and getattr(k, a.parameter) != usual[a.parameter]]
    return {a.name: float(getattr(k, a.parameter) / usual[a.parameter]) for a in touched}


def _with_shares(gains: Mapping[Circuit, float]) -> tuple[Loop, ...]:
    """Make loops of gains, the strongest first; where every gain is 0 every share is."""
    size = sum(map(abs, gains.values())) or 1.0
    made = [Loop(loop_name(c, gain), c, gain, gain / size) for c, gain in gains.items()]
    return tuple(sorted(made, key=lambda loop: -abs(loop.gain)))


def _unsettled(state: State, k: SimpleNamespace) -> float:
    """Return how fast the fastest state moves, per its own time constant."""
    paces = (k.tau_s, k.tau_c, k.tau_m, k.tau_i, k.tau_p)
    return max(abs(float(rate)) * float(tau) for rate, tau in zip(rates(state, k), paces, strict=True))


def _state(at: object, k: SimpleNamespace) -> State:
    """Return the state that is meant."""
    if isinstance(at, str) and at in ("calm", "painful"):
        return calm(k) if at == "calm" else painful(k)
    if isinstance(at, Rest):
        if _unsettled(at.state, k) > 1e-6:
            raise InputError(
                "loops(rest, ...): this rest is none under the numbers given beside it. Give the person, load, damage "
                "and plan that it was found with."
            )
        return at.state
    if isinstance(at, (tuple, list, np.ndarray)) and len(at) == 5:
        words = "one of the five numbers (stress, cortisol, tension, inflammation, sensitivity)"
        return State(*(real(native(x), "loops(state)", words) for x in at))
    raise InputError(
        f"loops({shown(at)}): give 'painful', 'calm', a rest, a run, or five finite numbers "
        "(stress, cortisol, tension, inflammation, sensitivity)."
    )


def _on_day(run: Any, day: float | None) -> tuple[State, SimpleNamespace, Person]:
    """Return a run's state on a day, the parameters as they stand then, and whose they are."""
    there = run.at(run.days[-1] if day is None else day)
    k = run.scenario.person.numbers(there["load"], there["damage"])
    plan = run.scenario.plan
    turn_down(k, plan, [there[taken.name] for taken in plan])
    return State(*(there[name] for name in State._fields)), k, run.scenario.person
