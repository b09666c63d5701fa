"""Methods of results whose code lives further up: found by name when they are called.

Imports point down, so a `Run` or a set of rests cannot import the words and pictures made of it.
This table is the one place where something below names something above; a test holds it to that.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

VIEWS = {
    "explain run": "stresspain.show.words:explain_run",
    "explain comparison": "stresspain.show.words:explain_comparison",
    "plot run": "stresspain.show.plots:picture_run",
    "plot comparison": "stresspain.show.plots:picture_comparison",
    "explain rests": "stresspain.show.tipping_words:explain_rests",
    "explain tipping points": "stresspain.show.tipping_words:explain_tipping_points",
    "plot tipping points": "stresspain.show.tipping_plots:picture_tipping_points",
    "explain loops": "stresspain.show.loop_words:explain_loops",
    "explain loops over time": "stresspain.show.loop_words:explain_loops_over_time",
    "plot loops": "stresspain.show.diagram:picture_loops",
    "plot loops over time": "stresspain.show.loop_plots:picture_loops_over_time",
    "write run": "stresspain.exchange.run_csv:write_run",
    "read run": "stresspain.exchange.run_csv:read_run",
}


def view(name: str) -> Callable[..., Any]:
    """Return the function that a view stands for."""
    module, _, function = VIEWS[name].partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), function)
    return found
