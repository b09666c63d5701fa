"""Where everything in the causal loop diagram goes. Only the places of the nodes are set by hand."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from stresspain.model.arrows import Arrow
from stresspain.model.equations import State
from stresspain.show.loop_words import node_words
from stresspain.show.sketch import Point

Floats = npt.NDArray[np.float64]

#: Width and height of the whole diagram, in its own units; type and lines are in the same units.
SIZE = (1600.0, 900.0)

#: Where the words beside the diagram begin.
PANEL = 1205.0

#: Where each node stands.
PLACES: Mapping[str, Point] = {
    "load": (84.0, 196.0),
    "stress": (212.0, 345.0),
    "cortisol": (585.0, 330.0),
    "tension": (1010.0, 335.0),
    "m_rest": (1080.0, 190.0),
    "inflammation": (655.0, 492.0),
    "ischaemia": (928.0, 488.0),
    "nociception": (840.0, 640.0),
    "damage": (600.0, 586.0),
    "sensitivity": (560.0, 698.0),
    "sleep_loss": (348.0, 572.0),
    "pain": (1015.0, 774.0),
    "felt_pain": (225.0, 774.0),
}

#: Size of the nodes' type.
TYPE = 27.0

_MIDDLE = (615.0, 545.0)
# Arrows between nodes far out bend more than others, so that they make a ring.
_BEND = (0.06, 0.21, 440.0)
_DEEPEST = 98.0
_STEPS = 240
# Nothing is written nearer to the edge of the page than this.
_MARGIN = 8.0


def extent(node: str) -> Point:
    """Return the width and height that a node takes."""
    words = node_words(node)
    if node in State._fields:
        return 0.655 * TYPE * len(words) + 36.0, 54.0
    return 0.62 * TYPE * len(words) + 4.0, 34.0


def way(a: Arrow) -> list[Point]:
    """Return an arrow's curve from the edge of one node to the edge of the other, bent away from the middle."""
    (x0, y0), (x1, y1) = PLACES[a.source], PLACES[a.target]
    across = (y0 - y1, x1 - x0)
    x, y = 0.5 * (x0 + x1), 0.5 * (y0 + y1)
    outwards = (x - _MIDDLE[0]) * across[0] + (y - _MIDDLE[1]) * across[1]
    far = min(1.0, *(math.dist(PLACES[node], _MIDDLE) / _BEND[2] for node in (a.source, a.target)))
    depth = min(_BEND[0] + (_BEND[1] - _BEND[0]) * far * far, _DEEPEST / math.dist((x0, y0), (x1, y1)))
    bend = math.copysign(2.0 * depth, outwards)
    peak = (x + bend * across[0], y + bend * across[1])
    curve = [_between(i / _STEPS, (x0, y0), peak, (x1, y1)) for i in range(_STEPS + 1)]
    return [p for p in curve if not _covers(a.source, p, 4.0) and not _covers(a.target, p, 8.0)]


def _between(t: float, start: Point, peak: Point, end: Point) -> Point:
    """Return a point of a quadratic curve."""
    a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
    return a * start[0] + b * peak[0] + c * end[0], a * start[1] + b * peak[1] + c * end[1]


def _covers(node: str, p: Point, margin: float) -> bool:
    """Return whether a point lies on a node."""
    (x, y), (w, h) = PLACES[node], extent(node)
    return abs(p[0] - x) < w / 2 + margin and abs(p[1] - y) < h / 2 + margin


def normal(points: Sequence[Point], at: int) -> Point:
    """Return the unit vector across a way at one of its points."""
    (x0, y0), (x1, y1) = points[max(0, at - 3)], points[min(len(points) - 1, at + 3)]
    size = math.dist((x0, y0), (x1, y1)) or 1.0
    return (y0 - y1) / size, (x1 - x0) / size


class Room:
    """What is taken up already, so that signs and labels find a free place."""

    def __init__(self, ways: Mapping[str, Sequence[Point]], widths: Mapping[str, float]) -> None:
        self._ways = {
            name: np.array([(x, y, widths[name] / 2) for x, y in points[::3]]) for name, points in ways.items()
        }
        self._blocks = np.zeros((0, 3))
        for node, place in PLACES.items():
            self.take(place, extent(node))

    def take(self, at: Point, size: Point) -> None:
        """Take up a block."""
        nx, ny = 2 + int(size[0] // 10), 2 + int(size[1] // 10)
        x = np.linspace(at[0] - size[0] / 2, at[0] + size[0] / 2, nx)
        y = np.linspace(at[1] - size[1] / 2, at[1] + size[1] / 2, ny)
        block = np.array([(u, v, 0.0) for u in x for v in y])
        self._blocks = np.concatenate((self._blocks, block))

    def clearance(self, at: Point, size: Point, but: str = "") -> float:
        """Return how far a block would stay away from everything except one arrow."""
        others = [points for name, points in self._ways.items() if name != but]
        taken = np.concatenate((*others, self._blocks))
        dx = np.maximum(np.abs(taken[:, 0] - at[0]) - size[0] / 2, 0.0)
        dy = np.maximum(np.abs(taken[:, 1] - at[1]) - size[1] / 2, 0.0)
        edge = min(at[0] - size[0] / 2, at[1] - size[1] / 2, PANEL - at[0] - size[0] / 2, SIZE[1] - at[1] - size[1] / 2)
        return min(edge - _MARGIN, float(np.min(np.hypot(dx, dy) - taken[:, 2])))

    def best(self, places: Iterable[Point], size: Point, but: str = "", enough: float = 8.0) -> Point:
        """Take the first of some places that is free enough, or else the freest, and return it."""
        freest, most = (0.0, 0.0), -math.inf
        for place in places:
            room = self.clearance(place, size, but)
            if room > most + 1e-9:
                freest, most = place, room
            if room >= enough:
                break
        self.take(freest, size)
        return freest


def on_way(points: Sequence[Point], size: Point) -> list[Point]:
    """Return places for a block on a way, its middle first; beside it where it would cover too much of it."""
    length = math.dist(points[0], points[-1])
    across, down = abs(points[-1][0] - points[0][0]) / length, abs(points[-1][1] - points[0][1]) / length
    if length < 2.6 * (across * size[0] + down * size[1]):
        return beside_way(points, size, 8.0)
    return [points[round(t * (len(points) - 1))] for t in (0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26)]


def beside_way(points: Sequence[Point], size: Point, away: float) -> list[Point]:
    """Return places for a block beside a way, near its middle first, on both sides."""
    places = []
    for t in (0.45, 0.55, 0.35, 0.65, 0.25, 0.75, 0.15, 0.85):
        at = round(t * (len(points) - 1))
        nx, ny = normal(points, at)
        far = away + abs(nx) * size[0] / 2 + abs(ny) * size[1] / 2
        places += [(points[at][0] + s * far * nx, points[at][1] + s * far * ny) for s in (1.0, -1.0)]
    return places


def beside_head(points: Sequence[Point], away: float) -> list[Point]:
    """Return places for a sign beside a way's head, on both sides, the nearest first."""
    places = []
    for back in (20.0, 30.0, 42.0, 12.0, 56.0, 72.0):
        at = min(range(len(points)), key=lambda i: abs(math.dist(points[i], points[-1]) - back))
        nx, ny = normal(points, at)
        places += [(points[at][0] + s * away * nx, points[at][1] + s * away * ny) for s in (1.0, -1.0)]
    return places


def inside(ways: Sequence[Sequence[Point]], room: Room, size: Point) -> Point:
    """Return the freest place within the line that some ways make round."""
    outline = np.array([p for points in ways for p in points[::4]])
    low, high = outline.min(axis=0), outline.max(axis=0)
    grid = [(float(x), float(y)) for x in np.arange(low[0], high[0], 12.0) for y in np.arange(low[1], high[1], 12.0)]
    within = [p for p in grid if _winds_round(outline, p)] or [(float(low[0]), float(low[1]))]
    return room.best(within, size, enough=math.inf)


def _winds_round(outline: Floats, p: Point) -> bool:
    """Return whether a closed line goes round a point."""
    angles = np.arctan2(outline[:, 1] - p[1], outline[:, 0] - p[0])
    turns = np.diff(np.append(angles, angles[0]))
    return abs(float(np.sum((turns + math.pi) % (2 * math.pi) - math.pi))) > math.pi
