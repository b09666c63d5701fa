"""The words beside the causal loop diagram: title, strongest loops, how to read it."""

from __future__ import annotations

from stresspain.cycle.loops import Loop, Loops
from stresspain.show.diagram_layout import PANEL
from stresspain.show.loop_words import felt, node_words, percent
from stresspain.show.sketch import Box, Curve, Shape, Text
from stresspain.show.style import GREY, NOTE

INK = "#33475B"
REINFORCING = "#B34700"
BALANCING = "#0072B2"
TURNED_DOWN = "#007A5A"

_ROOM = 372.0
_LISTED = 4
_SMALL = 18.0


def title(found: Loops) -> str:
    """Return the diagram's title."""
    return f"The vicious cycle at felt pain {felt(found):.1f} of 10"


def heading(found: Loops) -> list[Shape]:
    """Write the title, and what the gains add up to."""
    said = f"Of a little extra pain {found.total:.2f} times as much comes back, once round all {len(found)} loops"
    said += "." if found.settled else " (still moving)."
    return [
        Text((40.0, 48.0), title(found), 37.0, align="start", bold=True),
        Text((40.0, 95.0), said, 23.0, GREY, "start"),
    ]


def panel(found: Loops) -> list[Shape]:
    """List the strongest loops with their shares, and say how to read the diagram."""
    shapes: list[Shape] = [Text((PANEL, 166.0), "Strongest loops", 25.0, align="start", bold=True)]
    y = 210.0
    for loop in [loop for loop in found.loops if loop.gain][:_LISTED]:
        shapes += _listed(loop, y)
        y += 48.0 + 26.0 * len(_wrapped(loop))
    return [*shapes, *_key(bool(found.left), any(gain < 0 for gain in found.links.values()))]


def _listed(loop: Loop, y: float) -> list[Shape]:
    """Write one loop: its name, its share as a bar, the way it goes."""
    colour = BALANCING if loop.gain < 0 else REINFORCING
    share, length = abs(loop.share), 225.0 * abs(loop.share)
    shapes: list[Shape] = [
        Text((PANEL, y), loop.name, 22.0, colour, "start", bold=True),
        Box((PANEL + 64.0 + length / 2, y), (length, 18.0), 3.0, colour),
        Text((PANEL + 74.0 + length, y), percent(share), 22.0, colour, "start", bold=True),
    ]
    return shapes + [
        Text((PANEL, y + 28.0 + 26.0 * i), line, _SMALL, align="start") for i, line in enumerate(_wrapped(loop))
    ]


def _wrapped(loop: Loop) -> list[str]:
    """Write the way of a loop on as many lines as it needs."""
    lines = [node_words(loop.nodes[0])]
    for node in loop.nodes[1:]:
        longer = f"{lines[-1]} → {node_words(node)}"
        if 0.6 * _SMALL * len(longer) <= _ROOM:
            lines[-1] = longer
        else:
            lines.append(f"→ {node_words(node)}")
    return lines


def _key(changed: bool, negative: bool) -> list[Shape]:
    """Say how to read the diagram, next to samples."""
    y = 872.0
    shapes: list[Shape] = [Text((PANEL, y), NOTE, _SMALL, GREY, "start", italic=True)]
    said = [
        "width: gain of the arrow here",
        "+ same direction, − opposite",
        "R reinforcing, B balancing; with %:",
        "share of all loop gain this way",
        "boxed: remembers; bare: at once",
    ]
    if changed:
        said.append("green: changed by what is taken")
    top = y - 12.0 - 25.0 * len(said)
    shapes.append(Curve(((PANEL, top - 22.0), (PANEL + _ROOM, top - 22.0)), "#C9D3DC", 1.6))
    return shapes + [Text((PANEL, top + 25.0 * i), line, _SMALL, GREY, "start") for i, line in enumerate(said)]
