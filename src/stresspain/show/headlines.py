"""The three sentences that the demo ends with, from its numbers."""

from __future__ import annotations

from stresspain.simulation.compare import Comparison

#: Two ends of felt pain (0-10) closer than this are told as the same.
_SAME = 0.3


def three_sentences(told: Comparison) -> list[str]:
    """Say what the demo shows: the cycle, the painkiller, the readings.

    Parameters
    ----------
    told : Comparison
        With the labels of the demo: "nothing taken", "painkiller", "adaptogen (guide)",
        "adaptogen (trials)", "adaptogen (none)", "lifestyle measures".

    Returns
    -------
    list of str
    """
    return [_cycle(told), _painkiller(told), _readings(told)]


def _cycle(told: Comparison) -> str:
    """Say what happens untreated."""
    row = told.table["nothing taken"]
    first = float(told.runs["nothing taken"]["felt_pain"][0])
    said = (
        f"With nothing taken, felt pain starts at {first:.1f} of 10, peaks at {row['peak']:.1f} "
        f"and ends at {row['last']:.1f}"
    )
    if row["last"] > told.level:
        return f"{said}: in these equations the pain outlasts the load that brought it."
    return f"{said}: in these equations the pain goes when the load goes."


def _painkiller(told: Comparison) -> str:
    """Say what the painkiller does while it is taken and after."""
    with_it, without = told.runs["painkiller"], told.runs["nothing taken"]
    most = float(max(without["felt_pain"] - with_it["felt_pain"]))
    end, bare = told.table["painkiller"]["last"], told.table["nothing taken"]["last"]
    said = f"The painkiller takes up to {most:.1f} points off while it is taken, and the term ends at {end:.1f}"
    if abs(end - bare) < _SAME:
        return f"{said}, as without it: at this strength it mutes the pain and leaves the cycle turning."
    if min(end, bare) > told.level:
        return (
            f"{said}, against {bare:.1f} without it: at this strength it mutes the pain and slows the cycle, no more."
        )
    return f"{said}, against {bare:.1f} without it."


def _readings(told: Comparison) -> str:
    """Say how the adaptogen's ending hangs on the reading, with the lifestyle measures beside it."""
    ends = {reading: told.table[f"adaptogen ({reading})"]["last"] for reading in ("guide", "trials", "none")}
    said = (
        f"The adaptogen ends the term at {ends['guide']:.1f} if one believes the guide, at {ends['trials']:.1f} "
        f"by the trials' reading and at {ends['none']:.1f} if it does nothing; the four lifestyle measures end it at "
        f"{told.table['lifestyle measures']['last']:.1f}"
    )
    low, high = min(ends.values()), max(ends.values())
    if low <= told.level < high:
        return f"{said}. The answer hangs on what one believes, not on the arithmetic."
    return f"{said}. Here the readings agree on which ending is reached."
