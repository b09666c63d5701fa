"""A progress bar on stderr for what takes more than a second; silent where nobody watches."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator, Sized
from typing import TypeVar

T = TypeVar("T")

_PATIENCE = 1.0
_WIDTH = 30


def watched(items: Iterable[T], label: str) -> Iterator[T]:
    """Give the items one by one, drawing how far it is once a second has passed."""
    total = len(items) if isinstance(items, Sized) else 0
    began = time.monotonic()
    drawn = False
    for done, item in enumerate(items):
        if sys.stderr.isatty() and total and time.monotonic() - began > _PATIENCE:
            bar = ("#" * round(_WIDTH * done / total)).ljust(_WIDTH, ".")
            print(f"\r{label} [{bar}] {done}/{total}", end="", file=sys.stderr, flush=True)
            drawn = True
        yield item
    if drawn:
        print("\r" + " " * (len(label) + _WIDTH + 20) + "\r", end="", file=sys.stderr, flush=True)
