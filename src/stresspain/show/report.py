"""A report that is one HTML file: pictures inside, no script, nothing fetched."""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from stresspain import __version__
from stresspain.evidence import KNOWN, VERDICTS, Claim, SafetyNote, Table
from stresspain.show.picture import Picture
from stresspain.simulation.compare import Comparison
from stresspain.simulation.readings import Readings
from stresspain.simulation.record import NAME, as_text

DISCLAIMER = (
    "Illustrative, not clinical. This page shows what five made-up equations do. Nothing in it is calibrated to a "
    "person, diagnoses anything, or recommends a treatment. Questions about health belong to a health professional."
)

_STYLE = """
:root { color-scheme: light; }
body { margin: 0 auto; max-width: 58rem; padding: 1.5rem; color: #1a1a1a; background: #fff;
  font: 1.05rem/1.55 system-ui, "Segoe UI", "Noto Sans", sans-serif; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.35rem; margin: 2.2rem 0 .6rem; }
h3 { font-size: 1.1rem; margin: 1.6rem 0 .4rem; }
.note { border-left: .4rem solid #0072b2; background: #eef5fa; padding: .7rem 1rem; margin: 1rem 0; }
.safety { border-left-color: #b34700; background: #fdf3ec; }
img { max-width: 100%; height: auto; }
figure { margin: 1rem 0; }
figcaption { color: #404040; font-size: .95rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: #404040; font-size: .95rem; padding-bottom: .4rem; }
th, td { padding: .35rem .6rem; border-bottom: 1px solid #c8c8c8; text-align: right; vertical-align: top; }
th:first-child, td.text { text-align: left; }
.known th { text-align: left; }
.known tbody th { width: 21%; }
.known .long { width: 45%; }
.known .small { font-size: .85rem; overflow-wrap: anywhere; }
footer { margin-top: 2.5rem; padding-top: 1rem; border-top: 1px solid #c8c8c8; color: #404040; font-size: .9rem; }
code { font-size: .9em; overflow-wrap: anywhere; }
@media (max-width: 40rem) {
  body { padding: 1rem; }
  table { font-size: .85rem; }
  th, td { padding: .35rem .3rem; }
  .known thead { display: none; }
  .known table, .known caption, .known tbody, .known tr, .known th, .known td { display: block; }
  .known tbody th, .known .long { width: auto; }
  .known tr { border-bottom: 1px solid #c8c8c8; padding: .5rem 0; }
  .known th, .known td { border: 0; padding: .1rem 0; }
}
@media print { body { max-width: none; padding: 0; } figure, table { break-inside: avoid; } }
"""


@dataclass(frozen=True)
class Chapter:
    """One picture of the report with its heading and words."""

    heading: str
    picture: Picture
    words: str


def report_page(
    title: str,
    sentences: Sequence[str],
    comparison: Comparison,
    chapters: Sequence[Chapter],
    readings: Readings,
    claims: Table[Claim],
    notes: Sequence[SafetyNote],
) -> str:
    """Write the report.

    Parameters
    ----------
    title : str
    sentences : sequence of str
        What matters, first.
    comparison : Comparison
        Becomes the table and the first picture.
    chapters : sequence of Chapter
    readings : Readings
        What one may believe of the adaptogen; becomes a picture and its words.
    claims : Table of Claim
    notes : sequence of SafetyNote

    Returns
    -------
    str
        A whole HTML page. Its content security policy allows its own style and pictures, nothing else.
    """
    digest = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    body = [
        f"<h1>{html.escape(title)}</h1>",
        f'<p class="note"><strong>{html.escape(DISCLAIMER)}</strong></p>',
        "<h2>What happens</h2>",
        f"<ol>{''.join(f'<li>{html.escape(s)}</li>' for s in sentences)}</ol>",
        _figure(
            comparison.plot(), "Felt pain under each plan. The dotted line is the level that the table counts from."
        ),
        f'<div class="wide">{comparison._repr_html_()}</div>',
        "<h2>One plan at a time</h2>",
        *(_chapter(chapter) for chapter in chapters),
        "<h2>Two axes of doubt</h2>",
        _figure(readings.plot(), readings.explain()),
        _claims(claims),
        _safety(notes),
        _footer(comparison),
    ]
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="{NAME}" content="{html.escape(as_text(_record(comparison)), quote=True)}">\n'
        f"<title>{html.escape(title)} (illustrative, not clinical)</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n{chr(10).join(body)}\n</main>\n</body>\n</html>\n"
    )


def _figure(picture: Picture, caption: str) -> str:
    """Write a figure with its alternative text inside."""
    return f"<figure>{picture.img()}<figcaption>{html.escape(caption)}</figcaption></figure>"


def _chapter(chapter: Chapter) -> str:
    """Write one plan."""
    return f"<h3>{html.escape(chapter.heading)}</h3>\n{_figure(chapter.picture, chapter.words)}"


def _record(comparison: Comparison) -> dict[str, Any]:
    """Return where the page's numbers come from."""
    return {**comparison.record(), "kind": "report"}


def _claims(claims: Table[Claim]) -> str:
    """Write what the guide claims beside what is known."""
    counts = ", ".join(f"{len(claims.where(verdict=v))} {v}" for v in VERDICTS)
    classes = {"reason": "long", "source": "small"}
    table = claims.html(
        "What is marked second-hand was read only in a text about it, so it is not established here", classes
    )
    return (
        '<h2>What the guide claims, and what is known</h2>\n<p class="note">Each arrow of the model is a claim. '
        f"Of {len(claims)} claims: {counts}. A verdict is about the evidence that was read, mostly abstracts. "
        "The herb does not repair a disc: with damage of 0.1 these equations have one ending, a painful one, "
        "with the herb and without.</p>\n"
        f"<div class='wide known'>{table}</div>"
    )


def _safety(notes: Sequence[SafetyNote]) -> str:
    """Write the safety notes, what was read apart from what is second-hand."""
    rows = "".join(
        f"<tr><th scope='row'>{html.escape(n.topic)}</th><td class='text long'>{html.escape(n.statement)}</td>"
        f"<td class='text small'>{html.escape(n.source)}; {html.escape(n.reference)}</td>"
        f"<td class='text small'>{html.escape(KNOWN[n.known])}</td></tr>"
        for n in notes
    )
    head = "".join(f"<th scope='col'>{h}</th>" for h in ("topic", "what is reported", "source", "how we know"))
    return (
        '<h2>What the guide leaves out: safety</h2>\n<p class="note safety">The model knows nothing of harm. '
        "These reports exist beside it; they are not a complete list and no medical advice.</p>\n"
        f"<div class='wide known'><table><caption>Reported about ashwagandha</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table></div>"
    )


def _footer(comparison: Comparison) -> str:
    """Write where the numbers come from."""
    runs = "".join(
        f"<li>{html.escape(label)}: engine {run.provenance['engine']}, "
        f"scenario <code>{run.provenance['scenario']}</code></li>"
        for label, run in comparison.runs.items()
    )
    return (
        f"<footer><p>Made by stresspain {__version__}. {html.escape(DISCLAIMER)}</p>"
        f"<details><summary>Where the numbers come from</summary><ul>{runs}</ul></details></footer>"
    )
