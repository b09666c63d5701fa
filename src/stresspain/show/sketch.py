"""A drawing as a list of plain shapes, and two ways to put it on paper: matplotlib axes and an SVG file.

Both draw the very same shapes. Coordinates are in units of the sketch, x to the right, y down.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from stresspain import __version__
from stresspain.show.style import NOTE

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Point = tuple[float, float]

_FONTS = "DejaVu Sans, Verdana, Helvetica, Arial, sans-serif"


# A capital is about 0.73 of the type size high: half of that below the middle is the baseline.
_BASELINE = 0.36


@dataclass(frozen=True)
class Curve:
    """A line through points; `dash` is (on, off) in units of the sketch."""

    points: tuple[Point, ...]
    colour: str
    width: float
    dash: tuple[float, float] | None = None


@dataclass(frozen=True)
class Patch:
    """A filled shape, closed."""

    points: tuple[Point, ...]
    fill: str
    edge: str = "none"
    width: float = 0.0


@dataclass(frozen=True)
class Box:
    """A box with round corners, by its middle."""

    middle: Point
    size: Point
    radius: float
    fill: str
    edge: str = "none"
    width: float = 0.0


@dataclass(frozen=True)
class Text:
    """Words; `at` is their middle, or their left end where `align` is "start"."""

    at: Point
    words: str
    size: float
    colour: str = "#1A1A1A"
    align: str = "middle"
    bold: bool = False
    italic: bool = False


Shape = Curve | Patch | Box | Text


@dataclass
class Sketch:
    """A drawing.

    Attributes
    ----------
    size : tuple of float
        Width and height.
    groups : list of (str, list of Shape)
        Shapes that belong together, with the words that name them (a tooltip in SVG; may be empty).
    """

    size: Point
    groups: list[tuple[str, list[Shape]]] = field(default_factory=list)

    def add(self, *shapes: Shape, named: str = "") -> None:
        """Draw shapes on top of what is there."""
        self.groups.append((named, list(shapes)))


def draw(sketch: Sketch, ax: Axes) -> Axes:
    """Draw a sketch into matplotlib axes, type and lines in proportion to them."""
    width, height = sketch.size
    ax.set_xlim(0.0, width)
    ax.set_ylim(height, 0.0)
    ax.set_aspect("equal")
    ax.set_axis_off()
    box = ax.get_window_extent()
    points = min(box.width / width, box.height / height) * 72.0 / ax.figure.dpi
    for order, (_, shapes) in enumerate(sketch.groups):
        for shape in shapes:
            _draw_one(shape, ax, points, 2 + order)
    return ax


def _draw_one(shape: Shape, ax: Axes, points: float, order: int) -> None:
    """Draw one shape; `points` is the number of points in one unit of the sketch."""
    from matplotlib.patches import FancyBboxPatch, Polygon

    if isinstance(shape, Curve):
        style: Any = "-" if shape.dash is None else (0, tuple(d / shape.width for d in shape.dash))
        x, y = zip(*shape.points, strict=True)
        ends = "butt" if shape.dash else "round"
        (line,) = ax.plot(x, y, color=shape.colour, lw=shape.width * points, ls=style, zorder=order)
        line.set_solid_capstyle(ends)  # type: ignore[arg-type]
    elif isinstance(shape, Patch):
        look: dict[str, Any] = {"fc": shape.fill, "ec": shape.edge, "lw": shape.width * points}
        ax.add_patch(Polygon(shape.points, closed=True, zorder=order, joinstyle="round", **look))
    elif isinstance(shape, Box):
        (x0, y0), (w, h), r = shape.middle, shape.size, shape.radius
        look = {"fc": shape.fill, "ec": shape.edge, "lw": shape.width * points}
        style = f"round,pad=0,rounding_size={r}"
        ax.add_patch(FancyBboxPatch((x0 - w / 2, y0 - h / 2), w, h, boxstyle=style, zorder=order, **look))
    else:
        x0, y0 = shape.at
        ax.text(
            x0,
            y0 + _BASELINE * shape.size,
            shape.words,
            fontsize=shape.size * points,
            color=shape.colour,
            ha="center" if shape.align == "middle" else "left",
            va="baseline",
            fontweight="bold" if shape.bold else "normal",
            fontstyle="italic" if shape.italic else "normal",
            zorder=order,
        )


def svg(sketch: Sketch, title: str, alt: str) -> str:
    """Return a sketch as an SVG file that stands alone: scalable, with a title, a description and named parts."""
    width, height = sketch.size
    said = (html.escape(text, quote=True) for text in (title, alt, f"stresspain {__version__}; {NOTE}"))
    name, description, maker = said
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="img" '
        f'aria-labelledby="title description" font-family="{_FONTS}">\n'
        f'<title id="title">{name}</title>\n<desc id="description">{description}</desc>\n<!-- {maker} -->\n'
        f'<rect width="{width:g}" height="{height:g}" fill="white"/>\n'
    )
    parts = []
    for named, shapes in sketch.groups:
        inside = "\n".join(map(_svg_one, shapes))
        told = f"<title>{html.escape(named)}</title>\n" if named else ""
        parts.append(f"<g>{told}{inside}</g>\n" if named else f"{inside}\n")
    return f"{head}{''.join(parts)}</svg>\n"


def _svg_one(shape: Shape) -> str:
    """Return one shape as SVG."""
    if isinstance(shape, Curve):
        dash = "" if shape.dash is None else f' stroke-dasharray="{shape.dash[0]:g} {shape.dash[1]:g}"'
        look = f'fill="none" stroke="{shape.colour}" stroke-width="{shape.width:.2f}"{dash}'
        ends = "butt" if shape.dash else "round"
        return f'<polyline points="{_points(shape.points)}" {look} stroke-linecap="{ends}" stroke-linejoin="round"/>'
    if isinstance(shape, Patch):
        look = f'fill="{shape.fill}" stroke="{shape.edge}" stroke-width="{shape.width:.2f}"'
        return f'<polygon points="{_points(shape.points)}" {look} stroke-linejoin="round"/>'
    if isinstance(shape, Box):
        (x, y), (w, h) = shape.middle, shape.size
        place = f'x="{x - w / 2:.1f}" y="{y - h / 2:.1f}" width="{w:.1f}" height="{h:.1f}" rx="{shape.radius:g}"'
        return f'<rect {place} fill="{shape.fill}" stroke="{shape.edge}" stroke-width="{shape.width:.2f}"/>'
    look = f'font-size="{shape.size:g}" fill="{shape.colour}" text-anchor="{shape.align}"'
    look += ' font-weight="bold"' if shape.bold else ""
    look += ' font-style="italic"' if shape.italic else ""
    x, y = shape.at
    return f'<text x="{x:.1f}" y="{y + _BASELINE * shape.size:.1f}" {look}>{html.escape(shape.words)}</text>'


def _points(points: Sequence[Point]) -> str:
    """Write points for SVG."""
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
