"""The arrows of the model, found by asking its equations: what acts on what, how strongly, by which parameter.

No arrow is listed by hand. Each node (a state or an observable) has one function in
`stresspain.model.equations`; its arguments say which nodes act on it, its exact partial
derivatives how strongly, and the parameter that silences one argument when it is zero is the one
that carries that arrow. What comes from outside a person (load, damage) or stands at its start
(posture) is found in the same way.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType, SimpleNamespace
from typing import Any

import numpy as np

from stresspain.model import equations
from stresspain.model.equations import REST, Numbers, Observables, State, Value, observables
from stresspain.model.errors import InputError, shown, unknown
from stresspain.model.parameters import OUTSIDE, PARAMETERS, PERSONAL, Person

#: Node by the letter that stands for it in the equations; a state's own comes first in its function.
LETTERS: Mapping[str, str] = MappingProxyType(
    {next(iter(inspect.signature(getattr(equations, f"d_{name}")).parameters)): name for name in State._fields}
    | dict(zip("XNQFW", (name for name in Observables._fields if name != "blood_flow"), strict=True))
)

#: Every node, states first.
NODES = tuple(LETTERS.values())

#: Other words that people use for a node.
ALIASES = MappingProxyType(
    {
        "posture": "m_rest",
        "sensitisation": "sensitivity",
        "sensitization": "sensitivity",
        "ischemia": "ischaemia",
        "muscle_tension": "tension",
        "sleep": "sleep_loss",
    }
)

#: (source, target) -> how the target's function answers to the source.
Slopes = dict[tuple[str, str], Any]

# Step along the imaginary axis; so small that its square vanishes beside 1.
_STEP = 1e-30
# A state and surroundings in which nothing is zero by chance.
_ANYWHERE = State(0.3, 1.2, 0.4, 0.2, 0.3)
_AROUND = {"load": 0.3, "damage": 0.1}


@dataclass(frozen=True, slots=True)
class Arrow:
    """One arrow of the model.

    Attributes
    ----------
    source, target : str
        Names of nodes; a source may also be an input (`load`, `damage`, or `m_rest`, the posture).
    parameter : str
        The parameter that carries this arrow and no other; empty where none does.
    """

    source: str
    target: str
    parameter: str

    @property
    def name(self) -> str:
        """Such as ``"stress->tension"``."""
        return f"{self.source}->{self.target}"

    @property
    def meaning(self) -> str:
        """What the arrow does, in a few words."""
        said = self.parameter and PARAMETERS[self.parameter].meaning
        return said or f"{self.source} drives {self.target}"


@cache
def _functions() -> Mapping[str, tuple[Callable[..., Any], tuple[str, ...]]]:
    """Return each node's one function and the nodes it takes, from the equations themselves."""
    found = {}
    for name in NODES:
        function = getattr(equations, f"d_{name}" if name in State._fields else name)
        letters = tuple(inspect.signature(function).parameters)[:-1]
        found[name] = (function, tuple(LETTERS[letter] for letter in letters))
    return MappingProxyType(found)


def node_values(state: State, k: Numbers) -> dict[str, Value]:
    """Return the value of every node at a state, pain on 0 to 1."""
    every = {**state._asdict(), **observables(state, k)._asdict()}
    return {name: every[name] for name in NODES}


def slopes(state: State, k: Numbers) -> Slopes:
    """Return how each node's function answers to each of its arguments, exact to rounding.

    Parameters
    ----------
    state : State
        Five numbers or arrays of one shape; dimensionless.
    k : object
        The parameters as attributes, numbers or arrays of that shape.

    Returns
    -------
    dict of (str, str) to float or ndarray
        Partial derivatives by (source, target), of the rate (1/day) where the target is a state,
        of the value where it is an observable. ``(x, x)`` is a state's pull on itself; sources
        include the inputs.

    Examples
    --------
    >>> k = Person().numbers(load=0.3)
    >>> found = slopes(REST, k)
    >>> round(float(found["stress", "cortisol"]), 3)  # k_sc / tau_c
    0.3
    >>> ("cortisol", "tension") in found
    False
    """
    values = node_values(state, k)
    found: Slopes = {}
    for target, (function, arguments) in _functions().items():
        for source in arguments:
            given = (values[a] + (_STEP * 1j if a == source else 0.0) for a in arguments)
            found[source, target] = np.imag(function(*given, k)) / _STEP
    for source, target in _input_pairs():
        found[source, target] = _by_parameter(target, source, values, k)
    return found


def _by_parameter(target: str, name: str, values: Mapping[str, Value], k: Numbers) -> Any:
    """Return how a node's function answers to one of the parameters."""
    function, arguments = _functions()[target]
    nudged = SimpleNamespace(**{**vars(k), name: getattr(k, name) + _STEP * 1j})
    return np.imag(function(*(values[a] for a in arguments), nudged)) / _STEP


@cache
def _input_pairs() -> tuple[tuple[str, str], ...]:
    """Return (input, node): what comes from outside, and what a person brings along that pulls at a rested body."""
    here, k = node_values(_ANYWHERE, _default()), _default()
    outside = [(name, node) for name in OUTSIDE for node in NODES if _by_parameter(node, name, here, k) != 0.0]
    rest, still = node_values(REST, Person().numbers(0.0)), Person().numbers(0.0)
    brought = [
        (name, node)
        for name in PERSONAL
        for node in NODES
        if not name.startswith("tau_") and _by_parameter(node, name, rest, still) != 0.0
    ]
    return (*outside, *brought)


def _default() -> SimpleNamespace:
    """Return the default person's numbers in surroundings where no input is zero."""
    return Person().numbers(**_AROUND)


def arrows() -> tuple[Arrow, ...]:
    """Return every arrow of the model, in the order of their targets.

    Returns
    -------
    tuple of Arrow
        Among states and observables, and from load, damage and posture (`m_rest`). A state's pull
        on itself is not among them.

    Examples
    --------
    >>> [arrow.source for arrow in arrows() if arrow.target == "inflammation"]
    ['stress', 'cortisol', 'ischaemia']
    >>> len(arrows())
    20
    """
    return _arrows()


@cache
def _arrows() -> tuple[Arrow, ...]:
    """Find every arrow, once."""
    pairs = [(s, t) for t, (_, arguments) in _functions().items() for s in arguments if s != t]
    pairs += _input_pairs()
    pairs.sort(key=lambda pair: NODES.index(pair[1]))
    return tuple(Arrow(s, t, _carrier(s, t)) for s, t in pairs)


def _carrier(source: str, target: str) -> str:
    """Return the parameter that silences this arrow, and no other, when it is zero; or nothing."""
    if source in PERSONAL:
        return source
    usual = slopes(_ANYWHERE, _default())
    for name in PERSONAL:
        if not PARAMETERS[name].low <= 0.0 <= PARAMETERS[name].high:
            continue
        without = slopes(_ANYWHERE, SimpleNamespace(**{**vars(_default()), name: 0.0}))
        silent = [pair for pair, slope in without.items() if slope == 0.0 and usual[pair] != 0.0]
        if silent == [(source, target)]:
            return name
    return ""


def arrow(name: str) -> Arrow:
    """Return one arrow by its name.

    Parameters
    ----------
    name : str
        ``"source->target"``; spaces and a real arrow sign are fine, and so are some other words for
        the nodes. ``"pain->stress"`` means what is felt, as people say it: ``"felt_pain->stress"``.
        The parameter that carries an arrow names it too.

    Raises
    ------
    InputError
        If there is no such arrow; the message says which arrows there are near it.

    Examples
    --------
    >>> arrow("pain -> stress").parameter
    'k_qs'
    >>> arrow("tension->ischaemia").parameter
    ''
    """
    if not isinstance(name, str):
        raise InputError(f"{shown(name)} is not the name of an arrow. Write it as in 'felt_pain->stress'.")
    known = {a.name: a for a in arrows()}
    carried = {a.parameter: a for a in arrows() if a.parameter}
    if name in carried:
        return carried[name]
    ends = [_node(part) for part in name.replace("→", "->").split("->")]
    found = known.get("->".join(ends))
    if found is None and ends[0] == "pain":
        found = known.get("->".join(["felt_pain", *ends[1:]]))
    if found is not None:
        return found
    if len(ends) == 2 and {*ends} <= {*NODES, *(s for s, _ in _input_pairs())}:
        raise _no_arrow(*ends)
    raise unknown("arrow", name, {a.name: a.meaning for a in arrows()})


def _node(text: str) -> str:
    """Return the API name of a node as people write it."""
    word = text.strip().lower().replace(" ", "_")
    return ALIASES.get(word, word)


def _no_arrow(source: str, target: str) -> InputError:
    """Say that two nodes are not joined, and what they are joined to."""
    out = [a.target for a in arrows() if a.source == source] or ["nothing"]
    into = [a.source for a in arrows() if a.target == target] or ["nothing"]
    return InputError(
        f"No arrow goes from {source} to {target}: the equations have none. From {source} arrows go to "
        f"{', '.join(out)}; into {target} they come from {', '.join(into)}."
    )
