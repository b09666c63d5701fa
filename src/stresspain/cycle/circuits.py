"""Which feedback loops there are: every way round along the arrows that comes back to its start."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from stresspain.model.arrows import NODES, Arrow, Slopes, arrows
from stresspain.model.equations import State

#: Nodes in their order round a loop, the first not repeated.
Circuit = tuple[str, ...]


@cache
def circuits() -> tuple[Circuit, ...]:
    """Return every feedback loop of the model as its nodes, shortest first.

    A state's pull on itself is not among them.

    Returns
    -------
    tuple of tuple of str
        Each begins at pain: cut out pain, and no loop is left.

    Examples
    --------
    >>> len(circuits())
    14
    """
    after: dict[str, list[str]] = {node: [] for node in NODES}
    for a in arrows():
        if a.source in after:
            after[a.source].append(a.target)
    found = [_from_pain(circuit) for i, node in enumerate(NODES) for circuit in _round(after, [node], set(NODES[:i]))]
    return tuple(sorted(found, key=lambda c: (len(c), [NODES.index(node) for node in c])))


def _round(after: Mapping[str, list[str]], way: list[str], done: set[str]) -> Iterator[Circuit]:
    """Give every way back to the first node that meets no node twice and none that is done with."""
    for node in after[way[-1]]:
        if node == way[0]:
            yield tuple(way)
        elif node not in way and node not in done:
            yield from _round(after, [*way, node], done)


def _from_pain(circuit: Circuit) -> Circuit:
    """Begin a loop at pain."""
    at = circuit.index("pain")
    return circuit[at:] + circuit[:at]


def loop_name(circuit: Circuit, gain: float) -> str:
    """Return a loop's name: R or B by its sign, and its number."""
    return f"{'B' if gain < 0 else 'R'}{circuits().index(circuit) + 1}"


def arrows_of(circuit: Circuit) -> tuple[str, ...]:
    """Return the names of a loop's arrows in order."""
    return tuple(Arrow(source, target, "").name for source, target in pairs(circuit))


def pairs(circuit: Circuit) -> list[tuple[str, str]]:
    """Return a loop's arrows as (source, target)."""
    return list(zip(circuit, (*circuit[1:], circuit[0]), strict=True))


def link_gains(found: Slopes) -> Slopes:
    """Return the gain of every arrow from the slopes: into a state, over the state's own pull back."""
    return {(s, t): value / -found[t, t] if t in State._fields else value for (s, t), value in found.items() if s != t}
