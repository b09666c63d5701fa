"""A trial from the first person screened to the last score: live, report, be let in, take, report again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from stresspain.model.errors import InputError
from stresspain.population.ensemble import Ensemble
from stresspain.population.many import simulate_many
from stresspain.population.people import People, people_of
from stresspain.population.trials import draws
from stresspain.population.trials.design import Design
from stresspain.population.trials.doses import amounts, share_taken
from stresspain.population.trials.numbers import ASKED
from stresspain.population.work import PerPerson

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]
Progress = Callable[[int, int], None]

#: Screening goes on until this many have been seen for each one wanted.
PATIENCE = 100


class Entrants(NamedTuple):
    """Who was let in, in order.

    Attributes
    ----------
    who : ndarray of int, shape (n,)
        Places among all that were screened.
    people : People
        Their own numbers.
    score, felt : ndarray, shape (n,)
        What was reported on the day of entry, and what was felt.
    screened : int
        How many were screened up to the last one wanted.
    engine : str
    """

    who: Places
    people: People
    score: Floats
    felt: Floats
    screened: int
    engine: str

    def some(self, places: Any) -> Entrants:
        """Return some of those let in, by slice or indices."""
        return self._replace(
            who=self.who[places], people=self.people.some(places), score=self.score[places], felt=self.felt[places]
        )


class Ends(NamedTuple):
    """What became of people in given arms.

    Attributes
    ----------
    felt : ndarray, shape (n,)
        What is felt in the end, 0 to 10, averaged over the days that are measured.
    raw : ndarray, shape (n,)
        What is reported: felt, plus noise, minus the placebo response.
    score : ndarray, shape (n,)
        The same as it is written down: within 0 to 10 where the design says so.
    shift : ndarray, shape (n,)
        The placebo response, points downward.
    taken : ndarray, shape (n,)
        Share of the doses of the arm that were taken; NaN where there are none.
    at_ends : ndarray, shape (n,)
        How many of the later reports stand at 0 or 10; 0 unless the design keeps them within.
    """

    felt: Floats
    raw: Floats
    score: Floats
    shift: Floats
    taken: Floats
    at_ends: Floats


def screen(design: Design, wanted: int, seed: int, engine: str = "auto", progress: Progress | None = None) -> Entrants:
    """Screen people one after the other until as many as wanted are let in.

    Raises
    ------
    InputError
        If next to nobody meets the entry rule.
    """
    rounds: list[tuple[Places, People, Floats, Floats]] = []
    found, seen, size = 0, 0, wanted + 64
    while found < wanted:
        who, crowd, score, felt, used = _round(design, seen, seen + size, seed, engine)
        rounds.append((who, crowd, score, felt))
        found, seen = found + len(who), seen + size
        if found < wanted and seen > PATIENCE * wanted + 1000:
            raise InputError(_nobody(design, wanted, found, seen))
        if progress is not None:
            progress(min(found, wanted), wanted)
        # A little more than the share let in so far suggests.
        size = 64 + int(1.05 * (wanted - found) * (seen + 1) / (found + 1))
        size = min(size, PATIENCE * wanted + 1001)
    who, score, felt = (np.concatenate([part[i] for part in rounds])[:wanted] for i in (0, 2, 3))
    first = rounds[0][1]
    table = np.concatenate([part[1].values for part in rounds])[:wanted]
    crowd = people_of(first.names, table, person=first.base, drawn=first.drawn)
    return Entrants(who, crowd, score, felt, int(who[-1]) + 1, used)


def _round(design: Design, start: int, stop: int, seed: int, engine: str) -> tuple[Places, People, Floats, Floats, str]:
    """Screen the people in some places; return those let in."""
    who = np.arange(start, stop)
    crowd = draws.persons(design, start, stop, seed)
    lived = _live(design, crowd, who, {}, [float(design.run_in)], seed, engine)
    felt = ASKED[design.outcome] * lived[design.outcome][:, 0]
    score = written(design, felt + draws.entry_noise(design, who, seed))
    # Who has no start such as the situation asks for reports nothing, and is not let in.
    let_in = np.isfinite(score) if design.entry is None else score >= design.entry
    return who[let_in], crowd.some(let_in), score[let_in], felt[let_in], str(lived.provenance["engine"])


def written(design: Design, report: Floats) -> Floats:
    """Return reports as they are written down: moved to the nearest end of 0 to 10 where the design says so."""
    return np.clip(report, 0.0, 10.0) if design.bounded else report


def at_ends(design: Design, score: Floats) -> npt.NDArray[np.bool_]:
    """Return which scores stand at an end of the scale; none does unless the design keeps them within it."""
    return np.isin(score, (0.0, 10.0)) & design.bounded


def _nobody(design: Design, wanted: int, found: int, seen: int) -> str:
    """Say that an entry rule keeps people out."""
    return (
        f"entry = {design.entry:g}: of {seen:,} people screened {found:,} reported that much {design.outcome} or more, "
        f"and {wanted:,} are wanted. A rule that next to nobody meets makes no trial: lower it, or raise the "
        f"situation's load (now {design.situation.load.values[0]:g})."
        if design.entry is not None
        else f"Of {seen:,} people screened {found:,} have the start that the situation asks for, and {wanted:,} are "
        "wanted. Use start='calm'."
    )


def follow(
    design: Design, entrants: Entrants, arms: Places, seed: int, engine: str = "auto", progress: Progress | None = None
) -> Ends:
    """Follow people in given arms to the end.

    Parameters
    ----------
    design : Design
    entrants : Entrants
    arms : ndarray of int, shape (n,)
        Arm of each, counted from 0; -1 for nothing taken and nothing expected.
    seed : int
    engine : str
    progress : callable, optional

    Raises
    ------
    InputError
        If someone's run has no answer.
    """
    who = entrants.who
    kept = draws.doses_taken(design, who, seed) if design.adherence < 1.0 else None
    given = {taken.name: amounts(design, taken, arms, kept) for taken in design.taken}
    read = [design.run_in + day for day in design.measured]
    lived = _live(design, entrants.people, who, given, read, seed, engine, progress)
    if lived.failures:
        raise InputError(f"Someone who was let in could not be followed: {next(iter(lived.failures.values()))}")
    felt = ASKED[design.outcome] * lived[design.outcome]
    expects = np.array([*(expected(design, i) for i in range(len(design.arms))), 0.0])
    shift = expects[arms] * draws.placebo(design, who, seed)
    raw = felt + draws.final_noise(design, who, seed) - shift[:, None]
    score = written(design, raw)
    ends = at_ends(design, score).sum(axis=1).astype(float)
    return Ends(felt.mean(axis=1), raw.mean(axis=1), score.mean(axis=1), shift, share_taken(design, arms, kept), ends)


def expected(design: Design, arm: int) -> float:
    """Return how much of the placebo response an arm has: more where something is taken and known."""
    chosen = design.arms[arm]
    return chosen.expects * (1.0 + (design.unblinded if chosen.plan else 0.0))


def _live(
    design: Design,
    crowd: People,
    who: Places,
    given: dict[str, PerPerson],
    days: Sequence[float],
    seed: int,
    engine: str,
    progress: Progress | None = None,
) -> Ensemble:
    """Run people from the beginning of the run-in, each under a load of their own."""
    situation = design.situation.but(plan=design.taken if given else (), days=days)
    own = {"load": PerPerson(draws.load_days(design), draws.loads(design, who, seed)), **given}
    return simulate_many(
        crowd, situation, days=days, columns=(design.outcome,), own=own, engine=engine, progress=progress
    )
