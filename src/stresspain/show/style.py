"""One look for every figure: colours that survive colour blindness and grey, labels at the lines."""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NOTE = "illustrative, not clinical"


class Ink(NamedTuple):
    """How one line is drawn."""

    colour: str
    dash: Any


#: Hues of Okabe & Ito (2008), darkened where needed for contrast on white; told apart in grey by dash and by order.
INKS = (
    Ink("#000000", "-"),
    Ink("#0072B2", (0, (6, 2))),
    Ink("#B34700", "-."),
    Ink("#007A5A", (0, (1.2, 1.4))),
    Ink("#A8457F", (0, (8, 2, 1.5, 2, 1.5, 2))),
    Ink("#5B4FB5", (0, (3, 1.2))),
    Ink("#806200", (0, (10, 3))),
    Ink("#37707F", (0, (4, 1.5, 1, 1.5))),
)
PALE = "#D9D9D9"
GREY = "#595959"
TEXT = 10.0


def ink(i: int) -> Ink:
    """Return the i-th way to draw a line; after the last the first comes again."""
    return INKS[i % len(INKS)]


def new_axes(height: float = 4.2) -> Axes:
    """Return axes on a fresh figure of the house's size; pyplot's global state is left alone."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8.0, height), layout="constrained")
    return figure.add_subplot()


def dress(ax: Axes, *, x: str, y: str, title: str = "") -> None:
    """Give axes their labels with units, and the note that no figure goes without."""
    ax.set_xlabel(x, fontsize=TEXT)
    ax.set_ylabel(y, fontsize=TEXT)
    if title:
        ax.set_title(title, loc="left", fontsize=TEXT + 1.5, fontweight="bold", pad=8)
    ax.tick_params(labelsize=TEXT - 0.5)
    ax.spines[["top", "right"]].set_visible(False)
    write_note(ax)


def write_note(ax: Axes, lift: float = 8.0) -> None:
    """Write the note above the right end of axes, `lift` points over them."""
    ax.annotate(
        NOTE,
        (1.0, 1.0),
        (0, lift),
        xycoords="axes fraction",
        textcoords="offset points",
        ha="right",
        va="bottom",
        fontsize=TEXT - 1.5,
        style="italic",
        color=GREY,
    )


def label_ends(ax: Axes, ends: list[tuple[float, str, str]], *, gap: float = 0.052) -> None:
    """Write each line's name at its right end: (last y, text, colour), moved apart just as far as needed.

    `gap` is the height of a label's line, as a share of the axes' height.
    """
    from scipy.optimize import isotonic_regression

    low, high = ax.get_ylim()
    wanted = sorted(((y - low) / (high - low), text, colour) for y, text, colour in ends)
    # Least total movement with neighbours at least their heights apart is an isotonic regression.
    tall = [gap * (1 + text.count("\n")) for _, text, _ in wanted]
    above = [0.0, *accumulate((a + b) / 2 for a, b in pairwise(tall))]
    slack = [y - rise for (y, _, _), rise in zip(wanted, above, strict=True)]
    placed = [y + rise for y, rise in zip(isotonic_regression(slack).x, above, strict=True)]
    shift = max(0.0, placed[-1] - 1.0) or min(0.0, placed[0])
    for (y, text, colour), at in zip(wanted, placed, strict=True):
        ax.annotate(
            text,
            (1.0, y),
            (1.03, at - shift),
            xycoords="axes fraction",
            textcoords="axes fraction",
            va="center",
            fontsize=TEXT - 0.5,
            color=colour,
            annotation_clip=False,
            parse_math=False,  # a label is a label, dollars included
            arrowprops={
                "arrowstyle": "-",
                "color": colour,
                "lw": 0.7,
                "shrinkA": 2,
                "shrinkB": 0,
                "relpos": (0.0, 0.5),
            },
        )
