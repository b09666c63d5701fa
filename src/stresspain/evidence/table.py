"""A table of evidence: a tuple of rows that shows itself as text and in notebooks."""

from __future__ import annotations

import csv
import html
import io
import textwrap
from collections.abc import Iterable, Mapping
from typing import Any, Generic, TypeVar

from stresspain.model.errors import unknown

Row = TypeVar("Row", bound=tuple[Any, ...])

NO_ADVICE = "Illustrative teaching material, not clinical and not medical advice."
_WIDTH = 110


class Table(tuple[Row, ...], Generic[Row]):
    """Rows of one kind, such as the guide's claims.

    It is a tuple: loop over it, count it, take one row. Printed it is plain text, in a notebook a
    table. Either says that it is no medical advice.
    """

    title: str
    columns: tuple[str, ...]

    def __new__(cls, rows: Iterable[Row], title: str = "", columns: tuple[str, ...] = ()) -> Table[Row]:
        """Make a table with a title and the columns that notebooks show."""
        made = super().__new__(cls, rows)
        made.title = title
        made.columns = columns
        return made

    def where(self, **wanted: object) -> Table[Row]:
        """Return the rows whose cells have these values.

        Raises
        ------
        InputError
            If no column has that name; the message holds the nearest one.

        Examples
        --------
        >>> from stresspain.evidence import claims
        >>> [claim.id for claim in claims().where(verdict="supported")]
        ['no-disc']
        """
        fields = dict.fromkeys(getattr(self[0], "_fields", ()) if self else wanted, "")
        for name in wanted:
            if name not in fields:
                raise unknown("column of this table", name, fields)
        kept = (row for row in self if all(getattr(row, name) == value for name, value in wanted.items()))
        return Table(kept, self.title, self.columns)

    def __str__(self) -> str:
        blocks = []
        for row in self:
            first, *rest = (
                (name, _cell(value))
                for name, value in zip(row._fields, row, strict=True)  # type: ignore[attr-defined]
                if value not in (None, "", ())
            )
            lines = [f"{name.replace('_', ' ')}: {said}" for name, said in rest]
            blocks.append("\n".join([first[1], *(_folded(line) for line in lines)]))
        return "\n".join([*blocks, NO_ADVICE])

    __repr__ = __str__

    def csv_text(self) -> str:
        """Return the table as the text of a CSV file, a comment line that says what it is first.

        Examples
        --------
        >>> from stresspain.evidence import grades
        >>> print(grades().where(name="g").csv_text().splitlines()[1])
        name,meaning,grade,in_words,source
        """
        out = io.StringIO()
        out.write(f"# {self.title}. {NO_ADVICE}\n")
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(getattr(self[0], "_fields", self.columns) if self else self.columns)
        writer.writerows([_cell(value) for value in row] for row in self)
        return out.getvalue()

    def _repr_html_(self) -> str:
        # Notebooks set numbers flush right and words with them, unless told otherwise at every cell.
        return self.html(f"{self.title}. {NO_ADVICE}").replace(" class='text'", " style='text-align: left'")

    def html(self, caption: str, classes: Mapping[str, str] | None = None) -> str:
        """Return the table as HTML, with a caption of one's own and perhaps CSS classes by column."""
        head = "".join(
            f"<th class='text' scope='col'>{html.escape(name.replace('_', ' '))}</th>" for name in self.columns
        )
        body = "".join(self._html_row(row, classes or {}) for row in self)
        top = f"<caption>{html.escape(caption)}</caption><thead><tr>{head}</tr></thead>"
        return f"<table>{top}<tbody>{body}</tbody></table>"

    def _html_row(self, row: Row, classes: Mapping[str, str]) -> str:
        """Write one row; its first cell is its heading."""
        said = {name: html.escape(_cell(getattr(row, name))) for name in self.columns}
        looks = {name: f"text {classes.get(name, '')}".strip() for name in self.columns}
        first, *rest = self.columns
        cells = "".join(f"<td class='{looks[name]}'>{said[name]}</td>" for name in rest)
        return f"<tr><th class='text' scope='row'>{said[first]}</th>{cells}</tr>"


def _folded(line: str) -> str:
    """Fold a long line under itself."""
    return "\n".join(textwrap.wrap(line, _WIDTH, initial_indent="    ", subsequent_indent="      ")) or line


def _cell(value: object) -> str:
    """Write one value; what is unknown is blank."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return f"{value:g}" if isinstance(value, float) else str(value)
