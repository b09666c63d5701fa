"""The causal loop diagram, drawn from the wiring itself.

Which arrows there are, their signs, their widths and their loops come from
`stresspain.cycle.loops`, and so from the equations; only the nodes' places are set by hand.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import numpy as np

from stresspain.cycle.loops import Loop, Loops, loops
from stresspain.model.arrows import Arrow, arrows
from stresspain.model.equations import State
from stresspain.model.errors import InputError
from stresspain.population.findings import record_of_finding
from stresspain.show.diagram_layout import (
    PLACES,
    SIZE,
    TYPE,
    Room,
    beside_head,
    extent,
    inside,
    on_way,
    way,
)
from stresspain.show.diagram_panel import BALANCING, INK, REINFORCING, TURNED_DOWN, heading, panel, title
from stresspain.show.loop_words import arrow_words, change_words, explain_loops, node_words, percent, route_shares
from stresspain.show.picture import Picture
from stresspain.show.sketch import Box, Curve, Patch, Point, Shape, Sketch, Text, draw, svg
from stresspain.show.style import GREY

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_PALE_DOWN = "#A8DCCA"
_CUT = 1e-9
_LEAST_SHARE = 0.005


def diagram(
    at: object = "painful",
    *,
    person: Any = None,
    load: float = 0.3,
    damage: float = 0.0,
    plan: Any = (),
    day: float | None = None,
) -> Picture:
    """Return the causal loop diagram of the model at a state: signs, loops, and how strong each arrow is there.

    Parameters
    ----------
    at : Loops, {"painful", "calm"}, Rest, five numbers, or Run
        Loops that were found already, or what `stresspain.loops` takes.
    person, load, damage, plan, day
        As for `stresspain.loops`.

    Returns
    -------
    Picture
        Shows itself in a notebook; ``.save("cycle.svg")`` writes an SVG that stands alone.

    Raises
    ------
    InputError
        As for `stresspain.loops`.

    Examples
    --------
    >>> diagram("calm", load=0.2).title
    'The vicious cycle at felt pain 0.3 of 10'
    """
    if not isinstance(at, Loops):
        return picture_loops(loops(at, person=person, load=load, damage=damage, plan=plan, day=day))
    if (person, load, damage, plan, day) != (None, 0.3, 0.0, (), None):
        raise InputError("diagram(loops, ...): the loops hold person, load, damage and plan; give nothing beside them.")
    return picture_loops(at)


def picture_loops(found: Loops) -> Picture:
    """Return the causal loop diagram with its words."""
    made = sketch(found)
    axes = draw(made, _page())
    alt = f"Causal loop diagram. {explain_loops(found)}"
    return Picture(
        cast("Figure", axes.figure),
        alt,
        title(found),
        svg=svg(made, title(found), alt),
        record=record_of_finding(found),
    )


def plot_diagram(found: Loops, *, ax: Axes | None = None) -> Axes:
    """Draw the causal loop diagram.

    Parameters
    ----------
    found : Loops
    ax : matplotlib Axes, optional
        Drawn into (16 to 9 suits); fresh ones if none are given.

    Returns
    -------
    matplotlib Axes

    Examples
    --------
    >>> float(plot_diagram(loops("calm")).get_xlim()[1])
    1600.0
    """
    return draw(sketch(found), ax if ax is not None else _page())


def _page() -> Axes:
    """Return axes that fill a page of 16 to 9."""
    from matplotlib.figure import Figure

    return Figure(figsize=(12.8, 7.2)).add_axes((0.0, 0.0, 1.0, 1.0))


def sketch(found: Loops) -> Sketch:
    """Return the diagram as plain shapes: arrows first, nodes and words on top."""
    made = Sketch(SIZE)
    on = set(found.loops[0].arrows) if found.loops[0].gain else set()
    ways = {a.name: way(a) for a in arrows()}
    room = Room(ways, {name: _width(gain) for name, gain in found.links.items()})
    for a in sorted(arrows(), key=lambda a: a.name in on):
        made.add(*_arrow(a, found, ways[a.name], a.name in on), named=_tooltip(a, found))
    for node in PLACES:
        made.add(*_node(node, node in found.loops[0].nodes and bool(on)))
    for name, labels in _labels(found).items():
        made.add(*_badges(labels, name, ways[name], room))
    for a in arrows():
        made.add(*_sign(a, found, ways, room))
    if on:
        made.add(*_loop_mark(found.loops[0], ways, room))
    made.add(*heading(found), *panel(found))
    return made


def _tooltip(a: Arrow, found: Loops) -> str:
    """Return the words of an arrow."""
    carried = f", carried by {a.parameter}" if a.parameter else ""
    return f"{arrow_words(a.name)}: {a.meaning}; gain {found.links[a.name]:.3f}{carried}"


def _node(node: str, strong: bool) -> list[Shape]:
    """Draw a node: a box where it is a state, which remembers; bare words where it follows at once."""
    at = PLACES[node]
    if node in State._fields:
        edge = REINFORCING if strong else INK
        return [Box(at, extent(node), 14.0, "#EEF3F8", edge, 2.6), Text(at, node_words(node), TYPE, bold=True)]
    if node in ("load", "damage", "m_rest"):
        return [Text(at, node_words(node), TYPE, GREY, italic=True)]
    return [Text(at, node_words(node), TYPE, bold=node in ("pain", "felt_pain"))]


def _width(gain: float) -> float:
    """Return how wide an arrow of a gain is drawn."""
    return 1.6 + 7.0 * math.sqrt(abs(gain))


def _arrow(a: Arrow, found: Loops, points: list[Point], strong: bool) -> list[Shape]:
    """Draw an arrow as wide as its gain; where it is turned down, on the pale width it would have."""
    gain, left = found.links[a.name], found.left.get(a.name, 1.0)
    shapes: list[Shape] = []
    if left != 1.0:
        usual = _width(gain / left) if abs(gain) > _CUT else 8.0
        shapes.append(Curve(tuple(points), _PALE_DOWN, usual + 11.0))
    colour = TURNED_DOWN if left != 1.0 else BALANCING if gain < 0 else REINFORCING if strong else INK
    if abs(gain) < _CUT:
        return [*shapes, Curve(tuple(points), colour, 2.0, (3.0, 8.0))]
    return [*shapes, *_line(points, _width(gain), colour, (15.0, 8.0) if gain < 0 else None)]


def _line(points: Sequence[Point], width: float, colour: str, dash: tuple[float, float] | None = None) -> list[Shape]:
    """Draw a line with a head at its end."""
    length, half, tip = 14.0 + 1.2 * width, 6.5 + 0.8 * width, points[-1]
    body = [p for p in points if math.dist(p, tip) >= length] or list(points[:2])
    x, y = body[-1]
    size = math.dist((x, y), tip) or 1.0
    dx, dy = (tip[0] - x) / size * half, (tip[1] - y) / size * half
    return [Curve(tuple(body), colour, width, dash), Patch(((x - dy, y + dx), tip, (x + dy, y - dx)), colour)]


def _sign(a: Arrow, found: Loops, ways: Mapping[str, list[Point]], room: Room) -> list[Shape]:
    """Write an arrow's sign beside its head."""
    gain = found.links[a.name]
    if abs(gain) < _CUT:
        return []
    at = room.best(beside_head(ways[a.name], 20.0 + 0.5 * _width(gain)), (16.0, 16.0), enough=13.0)
    return [Text(at, "−" if gain < 0 else "+", 30.0, BALANCING if gain < 0 else INK, bold=True)]


class _Label(NamedTuple):
    """A few words on an arrow: in a frame, or white on a filled ground."""

    words: str
    colour: str
    filled: bool

    @property
    def width(self) -> float:
        """How wide its badge is."""
        return 14.0 * len(self.words) + 14.0


def _labels(found: Loops) -> dict[str, list[_Label]]:
    """Return what is written on arrows: the share of all gain that goes round that way, what is taken off."""
    labels: dict[str, list[_Label]] = {}
    for name, share in route_shares(found).items():
        if abs(share) >= _LEAST_SHARE:
            words = f"{'B' if share < 0 else 'R'} {percent(abs(share))}"
            labels[name] = [_Label(words, BALANCING if share < 0 else REINFORCING, False)]
    for name, left in found.left.items():
        words = "cut" if left == 0.0 else change_words(left).removeprefix("by ")
        labels.setdefault(name, []).append(_Label(words, TURNED_DOWN, True))
    return labels


def _badges(labels: Sequence[_Label], name: str, points: Sequence[Point], room: Room) -> list[Shape]:
    """Write the labels of an arrow side by side, on it where it is long enough, else beside it."""
    size = (sum(label.width for label in labels) + 4.0 * (len(labels) - 1), 36.0)
    x, y = room.best(on_way(points, size), size, but=name)
    left = x - size[0] / 2
    shapes: list[Shape] = []
    for label in labels:
        at = (left + label.width / 2, y)
        fill, ink = (label.colour, "white") if label.filled else ("white", label.colour)
        shapes += [
            Box(at, (label.width, 36.0), 18.0, fill, label.colour, 2.4),
            Text(at, label.words, 21.0, ink, bold=True),
        ]
        left += label.width + 4.0
    return shapes


def _loop_mark(loop: Loop, ways: Mapping[str, list[Point]], room: Room) -> list[Shape]:
    """Draw the strongest loop's name in an arrow that turns the way the loop does."""
    x, y = inside([ways[name] for name in loop.arrows], room, (84.0, 84.0))
    places = [PLACES[node] for node in loop.nodes]
    turn = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(places, [*places[1:], places[0]], strict=True))
    angles = np.linspace(-1.0, -1.0 + math.copysign(4.9, turn), 80).tolist()
    ring = [(x + 37.0 * math.cos(u), y + 37.0 * math.sin(u)) for u in angles]
    colour = BALANCING if loop.gain < 0 else REINFORCING
    return [*_line(ring, 4.0, colour), Text((x, y), loop.name, 26.0, colour, bold=True)]
