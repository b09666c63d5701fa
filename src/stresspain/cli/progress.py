"""A progress bar for what takes more than a second, at a terminal or below a notebook's cell; else silent."""

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
    bar = Bar(label)
    total = len(items) if isinstance(items, Sized) else 0
    for done, item in enumerate(items):
        bar(done, total)
        yield item
    bar(total, total)


class Bar:
    """A progress bar to be called with how much is done of how much."""

    def __init__(self, label: str) -> None:
        self.label = label
        self.began = time.monotonic()
        self.drawn = False

    def __call__(self, done: int, total: int) -> None:
        """Draw it if a second has passed; wipe it away when all is done."""
        if done < total and _watched() and time.monotonic() - self.began > _PATIENCE:
            bar = ("#" * round(_WIDTH * done / total)).ljust(_WIDTH, ".")
            print(f"\r{self.label} [{bar}] {done}/{total}", end="", file=sys.stderr, flush=True)
            self.drawn = True
        elif done >= total and self.drawn:
            print("\r" + " " * (len(self.label) + _WIDTH + 20) + "\r", end="", file=sys.stderr, flush=True)
            self.drawn = False


def _watched() -> bool:
    """Return whether somebody sees stderr: at a terminal, or below a notebook's cell."""
    return sys.stderr.isatty() or type(sys.stderr).__module__.startswith("ipykernel")
