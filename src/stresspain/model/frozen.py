"""Read-only mappings that travel: results hold them, and results are pickled to reach other processes.

Python's own pickle refuses a `MappingProxyType`. What is read back is one again.
"""

from __future__ import annotations

import copyreg
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any


def read_only(given: dict[Any, Any]) -> Mapping[Any, Any]:
    """Return a mapping that does not change."""
    return MappingProxyType(given)


def _remade(given: Any) -> tuple[Any, tuple[dict[Any, Any]]]:
    """Say how to make a read-only mapping again."""
    return read_only, (dict(given),)


copyreg.pickle(MappingProxyType, _remade)
