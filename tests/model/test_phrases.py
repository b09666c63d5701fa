"""How counts and intervals are written: one as one, both ends of an interval alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stresspain.model.phrases import alike, counted


def test_one_is_one_and_none_and_two_are_several():
    assert [counted(n, "reading") for n in (0, 1, 2)] == ["0 readings", "1 reading", "2 readings"]
    assert counted(1, "diary was", "diaries were") == "1 diary was"
    assert counted(1_000, "diary was", "diaries were") == "1,000 diaries were"


@pytest.mark.parametrize(
    ("ends", "written"),
    [
        ((0.491, 0.83), ["0.491", "0.830"]),
        ((0.6, 0.60021), ["0.60000", "0.60021"]),
        ((0.0312, 12.3), ["0.03", "12.30"]),
        ((28.4, 365), ["28", "365"]),
        ((-1, 3), ["-1.00", "3.00"]),
        ((0, 0), ["0", "0"]),
        ((0, 1e-9), ["0.000000", "0.000000"]),
    ],
)
def test_an_interval_has_the_same_number_of_decimals_at_both_ends(ends, written):
    assert alike(*ends) == written


@given(st.floats(-10, 400), st.floats(1e-3, 400))
def test_what_is_written_is_the_interval_to_a_hundredth_of_its_larger_end(low, width):
    ends = (low, low + width)
    written = alike(*ends, low + width / 2)
    assert len({len(text.partition(".")[2]) for text in written}) == 1
    assert [float(text) for text in written[:2]] == pytest.approx(ends, abs=0.006 * max(map(abs, ends)) + 1e-6)
