"""Write exam_term.csv beside this file: a winter term made up for teaching. Type: python make_exam_term.py."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

FIRST_DAY = date(2025, 10, 20)  # a Monday
WEEKS = 26
SEED = 26

#: Load (0-10) on a working day, by day of the term; straight lines between.
WORKING_DAYS = (
    (0, 2.8),  # a calm start
    (35, 3.4),
    (43, 6.0),  # reports and tests
    (59, 6.2),
    (63, 3.6),  # two weeks of holidays
    (76, 4.0),
    (84, 7.4),  # seven weeks of exams
    (94, 9.0),
    (132, 9.3),
    (141, 6.6),  # easing
    (154, 4.3),
    (181, 4.0),
)
WEEKEND = 1.0  # less on Saturday and Sunday
EXAM_WEEKEND = 0.4
EXAMS = range(84, 133)

COMMENTS = (
    "# made for teaching; nobody's diary; illustrative, not clinical",
    "# written by make_exam_term.py (same folder)",
    "# scale: 0-10",
)


def on_a_working_day(day: int) -> float:
    """Return the load between the points of `WORKING_DAYS`."""
    for (a, low), (b, high) in pairwise(WORKING_DAYS):
        if a <= day <= b:
            return low + (high - low) * (day - a) / (b - a)
    raise ValueError(f"day {day} lies outside the term")


def loads() -> list[float]:
    """Return the load of each day, 0-10, to one decimal."""
    chance = random.Random(SEED)
    found = []
    for day in range(7 * WEEKS):
        weekend = EXAM_WEEKEND if day in EXAMS else WEEKEND
        mood = 0.5 * (chance.random() + chance.random() - 1.0)
        found.append(round(on_a_working_day(day) - weekend * (day % 7 >= 5) + mood, 1))
    return found


def text() -> str:
    """Return the whole file."""
    rows = [f"{FIRST_DAY + timedelta(days=day)},{load:.1f}" for day, load in enumerate(loads())]
    return "\n".join([*COMMENTS, "date,load", *rows, ""])


if __name__ == "__main__":
    Path(__file__).with_name("exam_term.csv").write_text(text(), encoding="utf-8", newline="\n")
