"""The explorer as one file: opens from a disk, a stick or a learning platform, asks nothing of any network."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import zlib
from pathlib import Path
from typing import Any

from stresspain import __version__
from stresspain.model.errors import unknown
from stresspain.simulation.record import NAME, as_text, record_of
from stresspain.simulation.run import simulate
from stresspain.simulation.scenario import Scenario, scenario

_WEB = Path(__file__).parent / "web"

#: Digits that a record keeps of an outcome: what every version of SciPy agrees on.
_DIGITS = 8

#: What would end the one script early, hide its end, or reach the page other than as it was hashed.
_UNFIT = ("</script", "<script", "<!--", "\r", "\0")

_NO_SCRIPT = (
    "The explorer solves its equations in this page and needs JavaScript, which is switched off here. "
    "Illustrative, not clinical."
)


def languages() -> tuple[str, ...]:
    """Return the languages of the explorer, English first.

    Examples
    --------
    >>> languages()[0]
    'en'
    """
    found = sorted(path.stem for path in (_WEB / "src" / "strings").glob("*.json"))
    return tuple(sorted(found, key=lambda name: name != "en"))


def bundle() -> str:
    """Return the built module that the page and the notebook share: a shell, and in it what it unpacks.

    Examples
    --------
    >>> "not clinical" in bundle()
    True
    """
    return _fit((_WEB / "dist" / "explorer.js").read_bytes().decode("utf-8"))


def unpacked(module: str) -> str:
    """Return what the shell of a built module unpacks and starts.

    Examples
    --------
    >>> len(unpacked(bundle())) > len(bundle())
    True
    """
    words = re.findall(r'"([A-Za-z0-9+/]{1000,}=*)"', module)
    return _fit(zlib.decompress(base64.b64decode("".join(words))).decode("utf-8"))


def _fit(script: str) -> str:
    """Return a script if a page can hold it as it was hashed."""
    for bad in _UNFIT:
        if bad in script.lower():
            raise AssertionError(f"the built explorer holds {bad!r}; build it again with: make web")
    return script


def explorer_page(given: Scenario | None = None, *, language: str = "en") -> str:
    """Return the explorer as one HTML page.

    Its content security policy lets the one script in it run, and what that script unpacks, each known by its hash,
    and nothing else: the page makes no request. What it first shows is data beside the script, not part of it.

    Parameters
    ----------
    given : Scenario, optional
        What it first shows; the default person if none.
    language : str
        What it first speaks, one of `languages`; readers can change it.

    Returns
    -------
    str
        The whole page, about as large as the bundle.

    Raises
    ------
    InputError
        If the language is not there, with the nearest one.

    Examples
    --------
    >>> "illustrative, not clinical" in explorer_page()
    True
    """
    if language not in languages():
        raise unknown("language", language, dict.fromkeys(languages(), ""))
    first = scenario() if given is None else given
    script = bundle()
    policy = (
        f"default-src 'none'; script-src {_hash(script)} {_hash(unpacked(script))}; style-src 'none'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )
    options = {"scenario": first.to_dict(), "language": language, "base": {"version": __version__, "python": False}}
    record = html.escape(as_text(_record(first)), quote=True)
    return (
        f'<!doctype html>\n<html lang="{html.escape(language, quote=True)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="{NAME}" content="{record}">\n'
        f'<meta name="generator" content="stresspain {__version__}">\n'
        "<title>The stress-pain explorer (illustrative, not clinical)</title>\n</head>\n<body>\n"
        f'<div id="stresspain-explorer"></div>\n<noscript><p>{html.escape(_NO_SCRIPT)}</p></noscript>\n'
        f'<script type="application/json" id="stresspain-given">{_as_data(options)}</script>\n'
        f'<script type="module">{script}</script>\n</body>\n</html>\n'
    )


def _hash(script: str) -> str:
    """Return a script's name in a content security policy."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def _as_data(options: dict[str, Any]) -> str:
    """Write plain data so that it cannot end the element it stands in."""
    return json.dumps(options, ensure_ascii=True, allow_nan=False).replace("<", "\\u003c").replace("&", "\\u0026")


def _record(first: Scenario) -> dict[str, Any]:
    """Return where the first picture's numbers come from, alike on every machine that made the page."""
    told = record_of("explorer", {"first shown": simulate(first, engine="scipy")})
    outcomes = told["runs"]["first shown"]["outcomes"]
    outcomes |= {name: value if value is None else round(value, _DIGITS) for name, value in outcomes.items()}
    return told
