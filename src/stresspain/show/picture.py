"""A figure that brings its own alternative text, in notebooks and in files."""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stresspain import __version__
from stresspain.model.errors import InputError
from stresspain.model.files import write_whole
from stresspain.simulation.record import NAME, as_text, fingerprint, stamp

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_FORMATS = ("png", "svg", "pdf")
_DPI = 160


class Picture:
    """A matplotlib figure together with its words.

    In a notebook it shows as an ``<img>`` whose ``alt`` is `alt`: notebook software drops the
    metadata of a bare PNG, so a screen reader would find nothing there.

    Attributes
    ----------
    figure : matplotlib.figure.Figure
    alt : str
        What the figure shows, in plain sentences.
    record : mapping
        Where its numbers come from, as `stresspain.simulation.record` writes it; in every file.
    """

    def __init__(
        self,
        figure: Figure,
        alt: str,
        title: str = "stresspain",
        *,
        svg: str = "",
        record: Mapping[str, Any] | None = None,
    ) -> None:
        self.figure = figure
        self.alt = alt
        self.title = title
        self.record = {**(stamp("picture") if record is None else record), "words": fingerprint(alt)}
        self._svg = svg

    def save(self, path: str | Path) -> Path:
        """Write the figure as PNG, SVG or PDF, by the file's ending, with its words inside.

        Raises
        ------
        InputError
            If the ending is another, or the file cannot be written.
        """
        target = Path(path)
        return write_whole(target, self.render(format_of(target)))

    def render(self, kind: str = "png") -> bytes:
        """Return the figure as the bytes of a PNG, SVG or PDF file, with its words and its record inside."""
        if kind == "svg" and self._svg:
            return _recorded(self._svg, self.record)
        import matplotlib as mpl

        made_by = f"stresspain {__version__}; illustrative, not clinical"
        metadata: dict[str, dict[str, Any]] = {
            "png": {"Title": self.title, "Description": self.alt, "Software": made_by, NAME: as_text(self.record)},
            "svg": {"Title": self.title, "Description": self.alt, "Creator": made_by, "Date": None},
            "pdf": {
                "Title": self.title,
                "Subject": self.alt,
                "Creator": made_by,
                "CreationDate": None,
                "Keywords": as_text(self.record),
            },
        }
        out = io.BytesIO()
        with mpl.rc_context({"svg.hashsalt": "stresspain", "svg.fonttype": "path"}):
            self.figure.savefig(out, format=kind, dpi=_DPI, metadata=metadata[kind])
        if kind != "svg":
            return out.getvalue()
        return _recorded(_spoken(out.getvalue().decode("utf-8"), self.title, self.alt), self.record)

    def show(self) -> None:
        """Open the figure in a window (scripts; notebooks show a picture by themselves)."""
        import matplotlib.pyplot as plt

        manager = plt.figure(figsize=self.figure.get_size_inches()).canvas.manager
        if manager is not None:
            manager.canvas.figure = self.figure
            self.figure.set_canvas(manager.canvas)
        plt.show()

    def img(self) -> str:
        """Return an HTML ``<img>`` that holds the picture and its words."""
        data = base64.b64encode(self.render("png")).decode()
        return f'<img alt="{html.escape(self.alt, quote=True)}" src="data:image/png;base64,{data}">'

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        png = self.render("png")
        data = base64.b64encode(png).decode()
        width = int(self.figure.get_figwidth() * 100)
        image = f'<img alt="{html.escape(self.alt, quote=True)}" width="{width}" src="data:image/png;base64,{data}">'
        return {"text/html": image, "image/png": data, "text/plain": self.alt}

    def __repr__(self) -> str:
        return f"<Picture: {self.alt}>"


def _spoken(svg: str, title: str, alt: str) -> str:
    """Give an SVG the title and description that screen readers read."""
    start = svg.index("<svg")
    end = svg.index(">", start)
    said = f"<title>{html.escape(title)}</title><desc>{html.escape(alt)}</desc>"
    label = f' role="img" aria-label="{html.escape(alt, quote=True)}"'
    return svg[:end] + label + ">" + said + svg[end + 1 :]


def _recorded(svg: str, record: Mapping[str, Any]) -> bytes:
    """Give an SVG its record, as the last thing in it."""
    body, end, rest = svg.rpartition("</svg>")
    said = f'<metadata id="{NAME}">{html.escape(as_text(record))}</metadata>\n'
    return (body + said + end + rest).encode("utf-8")


def format_of(target: Path) -> str:
    """Return the format that a picture's path asks for.

    Raises
    ------
    InputError
        If the ending is another.
    """
    kind = target.suffix.lower().lstrip(".")
    if kind not in _FORMATS:
        raise InputError(f"{target.name}: a picture is written as .png, .svg or .pdf, not as {target.suffix!r}.")
    return kind
