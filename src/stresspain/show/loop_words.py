"""Loops in plain sentences: which are strongest at a state, and which drive the change over time."""

from __future__ import annotations

from itertools import groupby

import numpy as np
import numpy.typing as npt

from stresspain.cycle.circuits import Circuit, arrows_of
from stresspain.cycle.loops import Loops
from stresspain.model.equations import PAIN_SCALE, felt_pain, observables
from stresspain.model.parameters import Person
from stresspain.model.schedule import Courses, Steps
from stresspain.show.words import CAVEAT
from stresspain.simulation.loops_over_time import LoopsOverTime

Floats = npt.NDArray[np.float64]

#: Nodes where pain is felt and worried about; every loop leaves them by exactly one arrow.
MIND = ("pain", "felt_pain", "stress")

#: The arrows by which loops leave `MIND`, in words. Together the loops through them are all loops.
ROUTES = {
    "pain->tension": "guarding",
    "stress->tension": "stress tenses the muscle",
    "stress->inflammation": "stress inflames",
    "stress->cortisol": "cortisol",
    "felt_pain->sleep_loss": "pain costs sleep",
    "stress->sleep_loss": "stress costs sleep",
}

#: What the states do by themselves, as a route of its own.
OWN = "each state fades by itself"

_STRONGEST = 4
# Stretches shorter than this share of the run are told as part of their neighbours.
_BRIEF = 0.03


def node_words(node: str) -> str:
    """Return a node's name for people."""
    return {"m_rest": "posture", "felt_pain": "felt pain", "sleep_loss": "sleep loss"}.get(node, node)


def arrow_words(name: str) -> str:
    """Return an arrow's name for people, such as "felt pain -> stress"."""
    return " -> ".join(node_words(node) for node in name.split("->"))


def percent(share: float) -> str:
    """Write a share, such as "42 %"."""
    return f"{100 * share:.0f} %"


def route(circuit: Circuit) -> str:
    """Return the arrow by which a loop leaves `MIND`; a state's own loop has none."""
    if len(circuit) == 1:
        return OWN
    return next(a for a in arrows_of(circuit) if a.split("->")[0] in MIND and a.split("->")[1] not in MIND)


def route_words(name: str) -> str:
    """Return a route in a few words."""
    return ROUTES.get(name, arrow_words(name) if "->" in name else name)


def explain_loops(loops: Loops) -> str:
    """Say in plain sentences which loops are strongest at a state, and what they add up to.

    Parameters
    ----------
    loops : Loops

    Returns
    -------
    str

    Examples
    --------
    >>> from stresspain.cycle.loops import loops
    >>> print(explain_loops(loops("calm", load=0.2)))
    At felt pain 0.3 of 10, where nothing moves, 14 loops close the cycle: 14 reinforce, 0 balance.
    The strongest are R1 (gain 0.085, 38 % of all: pain -> tension -> ischaemia -> nociception -> pain),
    ...
    Illustrative, not clinical: this is a fact about five equations, not about a person.
    """
    live = [loop for loop in loops if loop.gain != 0.0]
    back = sum(loop.gain < 0 for loop in live)
    where = "where nothing moves" if loops.settled else "which still moves"
    parts = [f"At felt pain {felt(loops):.1f} of 10, {where}, {_counted(len(live), back)}"]
    if live:
        told = [
            f"{loop.name} (gain {loop.gain:.3f}, {percent(abs(loop.share))} of all: {loop.path})"
            for loop in live[:_STRONGEST]
        ]
        parts.append(f"The strongest are {_listed(told)}." if len(told) > 1 else f"It is {told[0]}.")
        parts += [_by_route(loops), _sum(loops)]
    parts += [_turned_down(loops)] if loops.left else []
    return " ".join([*parts, CAVEAT])


def _counted(count: int, back: int) -> str:
    """Say how many loops there are, and how many of them balance."""
    if not count:
        return "no loop closes the cycle."
    if count == 1:
        return f"1 loop closes the cycle: it {'balances' if back else 'reinforces'}."
    verbs = "reinforces" if count - back == 1 else "reinforce", "balances" if back == 1 else "balance"
    return f"{count} loops close the cycle: {count - back} {verbs[0]}, {back} {verbs[1]}."


def felt(loops: Loops) -> float:
    """Return felt pain, 0 to 10."""
    k = Person().numbers(0.0)
    vars(k).update(loops.numbers)
    return PAIN_SCALE * float(felt_pain(observables(loops.state, k).pain, k))


def _by_route(loops: Loops) -> str:
    """Say by which arrows the loops leave pain and stress, largest share first."""
    shares = route_shares(loops)
    told = [
        f"{route_words(name)} ({arrow_words(name)}) {percent(abs(share))}"
        for name, share in list(shares.items())[:3]
        if share != 0.0
    ]
    return f"By the way they reach the body: {_listed(told)}."


def route_shares(loops: Loops) -> dict[str, float]:
    """Return the share of all loops by route, with its sign, the largest first."""
    shares: dict[str, float] = {}
    for loop in loops:
        name = route(loop.nodes)
        shares[name] = shares.get(name, 0.0) + loop.share
    return dict(sorted(shares.items(), key=lambda item: -abs(item[1])))


def _sum(loops: Loops) -> str:
    """Say what the gains add up to and what that means."""
    meaning = "less than goes in" if loops.total < 1.0 else "more than goes in, so that a small push grows"
    where = "the slope of the return map" if loops.settled else "for the equations made straight at this state"
    return (
        f"All gains add up to {loops.total:.3f}, {where}: of a little extra pain {loops.total:.2f} times "
        f"as much comes back once round the cycle, {meaning}."
    )


def _turned_down(loops: Loops) -> str:
    """Say what is turned down or up."""
    told = [f"{arrow_words(name)} {change_words(left)}" for name, left in loops.left.items()]
    return f"What is taken changes {_listed(told)}."


def change_words(left: float) -> str:
    """Write what is left of an arrow as a change, such as "by −30 %"; gone where nothing is left."""
    return "to nothing" if abs(left) < 5e-4 else f"by {100 * (left - 1):+.0f} %".replace("-", "−")


def explain_loops_over_time(found: LoopsOverTime) -> str:
    """Say in plain sentences what drives the change over a run, and when that changes.

    Parameters
    ----------
    found : LoopsOverTime

    Returns
    -------
    str

    Examples
    --------
    >>> from stresspain.simulation.loops_over_time import loops_over_time
    >>> from stresspain.simulation.run import simulate
    >>> print(explain_loops_over_time(loops_over_time(simulate(load=0.2, days=28))))
    Nothing changes in this run, so no loop drives anything.
    Illustrative, not clinical: this is a fact about five equations, not about a person.
    """
    if not found.moving.any():
        return f"Nothing changes in this run, so no loop drives anything. {CAVEAT}"
    told = [_stretch(found, kind, days) for kind, days in stretches(found)]
    return " ".join([*told, _growing(found), CAVEAT])


def stretches(found: LoopsOverTime) -> list[tuple[str, slice]]:
    """Return who drives more than half of the change, stretch by stretch: "R", "B", or "" for nobody.

    Stretches shorter than 3 % of the run go with the longer of their neighbours.
    """
    up = reinforcing(found)
    kinds = ["" if not moves else "R" if share > 0.5 else "B" for moves, share in zip(found.moving, up, strict=True)]
    lengths = [(kind, len(list(group))) for kind, group in groupby(kinds)]
    while len(lengths) > 1 and min(n for _, n in lengths) < _BRIEF * len(kinds):
        at = min(range(len(lengths)), key=lambda i: lengths[i][1])
        beside = [i for i in (at - 1, at + 1) if 0 <= i < len(lengths)]
        into = max(beside, key=lambda i: lengths[i][1])
        lengths[at] = (lengths[into][0], lengths[at][1])
        lengths = [(kind, sum(n for _, n in group)) for kind, group in groupby(lengths, key=lambda item: item[0])]
    ends = np.cumsum([n for _, n in lengths]).tolist()
    return [(kind, slice(end - n, end)) for (kind, n), end in zip(lengths, ends, strict=True)]


def reinforcing(found: LoopsOverTime) -> Floats:
    """Return the share of all reinforcing loops on each day; what is missing to 1 balances."""
    up: Floats = np.sum([np.maximum(share, 0.0) for share in found.shares.values()], axis=0)
    return up


def by_route(found: LoopsOverTime) -> dict[str, Floats]:
    """Return the signed shares by route over the days."""
    sums: dict[str, Floats] = {}
    for name, share in found.shares.items():
        key = route(found.circuits[name])
        sums[key] = sums.get(key, np.zeros_like(found.days)) + share
    return sums


def _stretch(found: LoopsOverTime, kind: str, days: slice) -> str:
    """Say what pain does in one stretch, and what drives the change."""
    here, pain = found.days[days], found.run["felt_pain"][days]
    when = f"On day {here[0]:g}" if len(here) == 1 else f"From day {here[0]:g} to day {here[-1]:g}"
    if not kind:
        return f"{when} nothing changes."
    when += f"{_outside(found, here)} felt pain goes from {pain[0]:.1f} to {pain[-1]:.1f}"
    up = float(np.nanmean(reinforcing(found)[days]))
    if kind == "B":
        return f"{when}; balancing loops drive the change ({percent(1 - up)} on average), most of it because {OWN}."
    routes = {name: float(np.nanmean(share[days])) for name, share in by_route(found).items() if name != OWN}
    best = max(routes, key=lambda name: routes[name])
    return (
        f"{when}; reinforcing loops drive the change ({percent(up)} on average), most of it by way of "
        f"{arrow_words(best)} ({percent(routes[best])})."
    )


def _outside(found: LoopsOverTime, here: Floats) -> str:
    """Say on which days of a stretch something outside the loops switches."""
    s = found.run.scenario
    timed: tuple[Steps | Courses, ...] = (s.load, s.damage, *(taken.courses for taken in s.plan))
    days = sorted({day for schedule in timed for day in schedule.switches() if here[0] <= day <= here[-1]})
    if not days or len(days) > 3:
        return ""
    return f" (something from outside switches on day {_listed([f'{day:g}' for day in days])})"


def _growing(found: LoopsOverTime) -> str:
    """Say when the gains add up to more than 1."""
    above = found.days[found.total_gain > 1.0]
    top = float(found.total_gain.max())
    if not len(above):
        return f"The gains never add up to more than {top:.2f}: at no time would a small push have grown by itself."
    return (
        f"The gains add up to more than 1 between day {above[0]:g} and day {above[-1]:g} (at most {top:.2f}): "
        "there a small push would have grown by itself."
    )


def _listed(parts: list[str]) -> str:
    """Join with commas and a last "and"."""
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]
