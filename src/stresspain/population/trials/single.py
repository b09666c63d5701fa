"""`trial`: one virtual trial, from the first person screened to the interval."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal, overload

import numpy as np
import numpy.typing as npt

from stresspain import __version__
from stresspain.model.errors import InputError, shown
from stresspain.model.phrases import counted
from stresspain.population.chunks import MANY
from stresspain.population.designs import new_seed
from stresspain.population.trials import draws
from stresspain.population.trials.analysis import FEWEST, Contrast, hedges, holm, one, pooled_sd
from stresspain.population.trials.conduct import Ends, Entrants, at_ends, follow, screen
from stresspain.population.trials.design import Design
from stresspain.population.trials.numbers import NUMBERS
from stresspain.population.trials.results import Flow, Trial
from stresspain.population.trials.shipped import as_design
from stresspain.population.trials.twins import Twins, twins_of

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]


@overload
def trial(
    design: Design | str, n: int | None = ..., *, seed: int | None = ..., crn: Literal[False] = ..., engine: str = ...
) -> Trial: ...
@overload
def trial(
    design: Design | str, n: int | None = ..., *, seed: int | None = ..., crn: Literal[True], engine: str = ...
) -> Twins: ...
def trial(
    design: Design | str = "flares",
    n: int | None = None,
    *,
    seed: int | None = None,
    crn: bool = False,
    engine: str = "auto",
) -> Trial | Twins:
    """Run one virtual trial. Illustrative, not clinical.

    Its p and interval come from independently randomised people. With `crn` (common random numbers)
    the same people go through every arm instead: that shows the model's own effect in each of them,
    which no trial can see, and has no p.

    Parameters
    ----------
    design : Design or str
        A design, or the name of one in `DESIGNS`.
    n : int, optional
        How many people are randomised; as many as the design says if not given.
    seed : int or None
        The same seed gives the same people with the same luck. None draws one, which ``.seed`` tells.
    crn : bool
        Whether the same people go through every arm.
    engine : {"auto", "scipy", "heyoka"}

    Returns
    -------
    Trial or Twins
        `Twins` with `crn`.

    Raises
    ------
    InputError
        If the design does not exist, `n` is too small, `crn` is neither True nor False, next to nobody meets
        the entry rule, or too few are left to analyse.

    Examples
    --------
    >>> found = trial("chandrasekhar_2012", seed=1)
    >>> found.flow.randomised["600 mg"]
    32
    >>> low, high = found.contrast.low, found.contrast.high
    >>> low < 0 < high
    True
    """
    made = as_design(design)
    if not isinstance(crn, (bool, np.bool_)):
        raise InputError(f"crn = {shown(crn)} must be True or False (do the same people go through every arm?).")
    count = people_in(made, n)
    begin = seed_of(seed)
    entrants = screen(made, count, begin, engine)
    if crn:
        return twins_of(made, entrants, begin, engine, provenance(made, entrants.engine, begin))
    arms = draws.shared_out(made, count, [0], begin)[0]
    ends = follow(made, entrants, arms, begin, engine)
    left = weeks_left(made, entrants.who, begin)
    stayed = np.isnan(left)
    return Trial(
        design=made,
        n=count,
        seed=begin,
        table=_table(made, entrants, arms, ends, left),
        flow=_flow(made, entrants, arms, stayed),
        contrasts=_contrasts(made, entrants.score, ends.score, arms, stayed),
        at_ends=int(at_ends(made, entrants.score).sum() + ends.at_ends[stayed].sum()),
        provenance=provenance(made, entrants.engine, begin),
    )


def people_in(design: Design, n: int | None) -> int:
    """Check how many people a trial has.

    Raises
    ------
    InputError
        If there are fewer than two for each arm.
    """
    count = NUMBERS["people"].whole(design.people if n is None else n)
    least = FEWEST * len(design.arms)
    if count < least:
        raise InputError(
            f"{counted(count, 'person is', 'people are')} too few for {len(design.arms)} arms: with fewer than "
            f"{FEWEST} in an arm their scores have no spread, and no difference could be told from chance. "
            f"Take {least} or more."
        )
    return count


def seed_of(given: int | None) -> int:
    """Return the seed given, or draw one."""
    return new_seed() if given is None else NUMBERS["seed"].whole(given)


def provenance(design: Design, engine: str, seed: int) -> Mapping[str, Any]:
    """Return where numbers come from."""
    made = {"version": __version__, "engine": engine, **MANY[engine].tolerances}
    return MappingProxyType({**made, "seed": seed, "scenario": design.situation.digest})


def weeks_left(design: Design, who: Places, seed: int) -> Floats:
    """Return the week in which each person leaves, NaN for who stays to the last measurement."""
    week = draws.weeks_stayed(design, who, seed)
    return np.where((week - 1.0) * draws.WEEK < design.measured[-1], week, np.nan)


def _table(design: Design, entrants: Entrants, arms: Places, ends: Ends, left: Floats) -> Mapping[str, Any]:
    """Put one row for each person together, read-only."""
    table: dict[str, npt.NDArray[Any]] = {
        "arm": np.array([arm.label for arm in design.arms])[arms],
        "entry": entrants.score,
        "final": np.where(np.isnan(left), ends.score, np.nan),
        "left_week": left,
        "doses_taken": ends.taken,
        "felt_entry": entrants.felt,
        "felt_final": ends.felt,
        "placebo_response": ends.shift,
    }
    for column in table.values():
        column.flags.writeable = False
    return MappingProxyType(table)


def _flow(design: Design, entrants: Entrants, arms: Places, stayed: npt.NDArray[np.bool_]) -> Flow:
    """Count how many came how far."""
    labels = [arm.label for arm in design.arms]
    randomised = {label: int((arms == i).sum()) for i, label in enumerate(labels)}
    analysed = {label: int((stayed & (arms == i)).sum()) for i, label in enumerate(labels)}
    left = {label: randomised[label] - analysed[label] for label in labels}
    return Flow(
        entrants.screened, len(arms), MappingProxyType(randomised), MappingProxyType(left), MappingProxyType(analysed)
    )


def _contrasts(
    design: Design, entry: Floats, final: Floats, arms: Places, stayed: npt.NDArray[np.bool_]
) -> tuple[Contrast, ...]:
    """Compare every arm with the control, on the people of these two arms who stayed."""
    control = design.arms.index(design.control)
    found = []
    for arm in design.others:
        place = design.arms.index(arm)
        kept = stayed & np.isin(arms, (place, control))
        x, y, treated = entry[kept], final[kept], arms[kept] == place
        alone = design.analysis == "before-after"
        counts = (int(treated.sum()), int(treated.sum() if alone else (~treated).sum()))
        _enough(design, arm.label, counts, len(arms))
        tested = one(design.analysis, x, y, treated)
        sd, df = (float((y - x).std(ddof=1)), len(x) - 1.0) if alone else pooled_sd(y, treated)
        found.append((arm.label, counts, tested, hedges(tested, sd, df)))
    corrected = holm([tested.p for _, _, tested, _ in found])
    against = "before" if design.analysis == "before-after" else design.control.label
    return tuple(
        Contrast(label, against, t.estimate, t.low, t.high, t.p, float(p), *g, people=counts)
        for (label, counts, t, g), p in zip(found, corrected, strict=True)
    )


def _enough(design: Design, label: str, counts: tuple[int, int], randomised: int) -> None:
    """Refuse to compare arms in which too few are left."""
    if min(counts) < FEWEST or (design.analysis == "ancova" and sum(counts) < 4):
        raise InputError(
            f"{label} against {design.control.label}: {counts[0]} and {counts[1]} people are left of {randomised} "
            f"randomised (dropout = {design.dropout:g} a week over {design.days} days; randomisation: "
            f"{design.randomisation}). A comparison takes at least {FEWEST} in each arm, and ancova 4 in all. "
            "Take more people, a smaller drop-out, or blocks."
        )
