"""The command `explorer`: the explorer as one HTML file."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from stresspain.cli.given import any_scenario
from stresspain.cli.printed import print_written
from stresspain.exchange.library import library
from stresspain.model.files import write_whole
from stresspain.show.explorer.page import explorer_page, languages

#: A shipped story whose first picture asks something: the load is gone, the pain is not.
OPENING = "desk_worker"


def add(commands: Any) -> None:
    """Declare the command."""
    page = commands.add_parser(
        "explorer",
        help="write the explorer as one HTML file that opens in any browser, offline",
        epilog="The file asks nothing of any network: put it on a learning platform or a stick. In a notebook: "
        "stresspain.explore().",
    )
    page.add_argument(
        "scenario",
        nargs="?",
        help="what it first shows: a name of `stresspain scenarios`, a file (.toml, .csv), a word (sp1. ...) or link; "
        f"if none, the story {OPENING}",
    )
    page.add_argument(
        "-o", "--out", type=Path, default=Path("explorer.html"), metavar="PATH", help="default: %(default)s"
    )
    page.add_argument(
        "--language", default="en", metavar="NAME", help=f"what it first speaks: {', '.join(languages())}"
    )
    page.set_defaults(call=_explorer)


def _explorer(given: argparse.Namespace) -> None:
    """Write the page."""
    shown = library()[OPENING] if given.scenario is None else any_scenario(given.scenario)
    print_written([write_whole(given.out, explorer_page(shown, language=given.language))])
    print("Open it in a browser. Illustrative, not clinical.")
