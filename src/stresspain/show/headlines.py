"""The three sentences that the demo ends with, from its numbers."""

from __future__ import annotations

from stresspain.simulation.compare import Comparison

#: Two ends of felt pain (0-10) closer than this are told as the same.
_SAME = 0.3

#: The load has eased if its mean over the last week lies below this share of its highest value.
_WEEK, _EASED = 7, 0.7


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
    """Say what happens untreated, and whether the load still explains it at the end."""
    run, row = told.runs["nothing taken"], told.table["nothing taken"]
    load = run["load"]
    eased = load[-_WEEK:].mean() < _EASED * load.max()
    said = (
        f"With nothing taken, felt pain starts at {run['felt_pain'][0]:.1f} of 10, peaks at {row['peak']:.1f} "
        f"and ends at {row['last']:.1f}"
    )
    if row["peak"] <= told.level:
        return f"{said}: this load does not tip anything here."
    if row["last"] <= told.level:
        return f"{said}: here the cycle does not keep itself going."
    if eased:
        return f"{said}: in these equations the pain outlasts the load that brought it."
    return f"{said}, and the load is still high on the last day."


def _painkiller(told: Comparison) -> str:
    """Say what the painkiller does while it is taken and after."""
    with_it, without = told.runs["painkiller"], told.runs["nothing taken"]
    most = float(max(without["felt_pain"] - with_it["felt_pain"]))
    end, bare = told.table["painkiller"]["last"], told.table["nothing taken"]["last"]
    said = f"The painkiller takes up to {most:.1f} points off while it is taken, and the run ends at {end:.1f}"
    if told.table["nothing taken"]["peak"] <= told.level:
        return f"{said}; there was little to take off."
    if abs(end - bare) < _SAME:
        return f"{said}, as without it: at this strength it mutes the pain and changes no ending."
    if min(end, bare) > told.level:
        return (
            f"{said}, against {bare:.1f} without it: at this strength it mutes the pain and slows the cycle, no more."
        )
    return f"{said}, against {bare:.1f} without it."


def _readings(told: Comparison) -> str:
    """Say how the adaptogen's ending hangs on the reading, with the lifestyle measures beside it."""
    ends = {reading: told.table[f"adaptogen ({reading})"]["last"] for reading in ("guide", "trials", "none")}
    said = (
        f"With the adaptogen the run ends at {ends['guide']:.1f} if one believes the guide, at {ends['trials']:.1f} "
        f"by the trials' reading and at {ends['none']:.1f} if it does nothing; with the four lifestyle measures at "
        f"{told.table['lifestyle measures']['last']:.1f}"
    )
    low, high = min(ends.values()), max(ends.values())
    if low <= told.level < high:
        return f"{said}. The answer hangs on what one believes, not on the arithmetic."
    return f"{said}. Here the readings agree on which ending is reached."
