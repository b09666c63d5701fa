"""How commands print: JSON that says what it is, and where files were written."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

NOTE = "illustrative, not clinical"


def print_json(facts: Mapping[str, Any]) -> None:
    """Print facts as JSON, the note first."""
    print(json.dumps({"note": NOTE, **facts}, indent=2))


def print_written(paths: Iterable[Path]) -> None:
    """Say where files were written."""
    for path in paths:
        print(f"written: {path}")


def plain(value: Any) -> Any:
    """Return a value as JSON holds it: null where there is no number."""
    return None if isinstance(value, float) and math.isnan(value) else value
