"""Chance in a trial. Everyone who is screened has random numbers of their own, whoever else is there.

Each kind of chance has streams of its own, in blocks of people: so the same seed gives the same person
the same life, the same errors of measurement and the same luck in every arm, design and number of people.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import expit, logit, ndtr

from stresspain.model.parameters import parameter
from stresspain.population.people import People, people
from stresspain.population.trials.design import Design

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]

#: People are drawn in blocks of this many.
BLOCK = 1024
WEEK = 7.0

#: One stream for each kind of chance. The numbers are part of what a seed means: do not change them.
LOADS, ENTRY_NOISE, FINAL_NOISE, PLACEBO, LEAVING, DOSES, SHARING = range(1, 8)


def normals(seed: int, kind: int, who: Places, width: int) -> Floats:
    """Return standard normal draws of some people, shape (n, width).

    Parameters
    ----------
    seed : int
    kind : int
        Which kind of chance.
    who : ndarray of int, shape (n,)
        Places of the people among all that are screened, rising.
    width : int
        How many draws each.
    """
    found = np.empty((len(who), width))
    blocks = who // BLOCK
    for block in np.unique(blocks).tolist():
        here = blocks == block
        drawn = np.random.default_rng([seed, kind, block]).standard_normal((BLOCK, width))
        found[here] = drawn[who[here] % BLOCK]
    return found


def persons(design: Design, start: int, stop: int, seed: int) -> People:
    """Return the people screened in some places, their own numbers drawn around the situation's person."""
    everyone = people(stop, seed=seed, spread=design.spread, person=design.situation.person)
    return everyone.some(slice(start, stop))


def load_days(design: Design) -> Floats:
    """Return the days on which loads change: each week, and where the situation's load steps."""
    weeks = np.arange(0.0, design.run_in + design.days, WEEK)
    return np.union1d(weeks, np.array([0.0, *design.situation.load.switches()]))


def loads(design: Design, who: Places, seed: int) -> Floats:
    """Return the load of some people, shape (n, n_load_days): the situation's, shifted on the scale of log odds.

    A person's shift is a part that stays (sd `between`) and one that wanders from week to week (sd
    `within`, correlated by `memory`). Loads so stay inside the declared range with nothing cut off.
    """
    top = parameter("load").high
    days = load_days(design)
    week = (days // WEEK).astype(int)
    draws = normals(seed, LOADS, who, week[-1] + 2)
    wander = np.empty((len(who), week[-1] + 1))
    wander[:, 0] = draws[:, 1]
    fresh = np.sqrt(1.0 - design.memory**2)
    for i in range(1, week[-1] + 1):
        wander[:, i] = design.memory * wander[:, i - 1] + fresh * draws[:, i + 1]
    shared = np.array([design.situation.load.at(day) for day in days])
    shifts = design.between * draws[:, :1] + design.within * wander[:, week]
    with np.errstate(divide="ignore"):  # a load of 0 has no odds, and stays 0
        return np.asarray(top * expit(logit(shared / top) + shifts))


def entry_noise(design: Design, who: Places, seed: int) -> Floats:
    """Return how far each report on the day of entry is off, points, shape (n,)."""
    return design.noise * normals(seed, ENTRY_NOISE, who, 1)[:, 0]


def final_noise(design: Design, who: Places, seed: int) -> Floats:
    """Return how far each later report is off, points, shape (n, n_measured)."""
    return design.noise * normals(seed, FINAL_NOISE, who, len(design.measured))


def placebo(design: Design, who: Places, seed: int) -> Floats:
    """Return each person's placebo response where it is expected in full, points downward, shape (n,)."""
    return design.placebo + design.placebo_spread * normals(seed, PLACEBO, who, 1)[:, 0]


def weeks_stayed(design: Design, who: Places, seed: int) -> Floats:
    """Return in which week each person leaves, counted from 1; inf who would never, shape (n,)."""
    if design.dropout == 0.0:
        return np.full(len(who), np.inf)
    luck = ndtr(normals(seed, LEAVING, who, 1)[:, 0])
    weeks: Floats = np.ceil(np.log1p(-luck) / np.log1p(-design.dropout))
    return weeks


def doses_taken(design: Design, who: Places, seed: int) -> npt.NDArray[np.bool_]:
    """Return whether each person takes each day's dose, shape (n, days)."""
    taken: npt.NDArray[np.bool_] = ndtr(normals(seed, DOSES, who, design.days)) < design.adherence
    return taken


def shared_out(design: Design, people: int, replicates: Sequence[int], seed: int) -> npt.NDArray[Any]:
    """Return the arm of each person in order of entry, shape (n_replicates, people); arms are counted from 0."""
    found = np.empty((len(replicates), people), dtype=np.intp)
    pattern = np.repeat(np.arange(len(design.arms)), design.ratio)
    for row, replicate in enumerate(replicates):
        rng = np.random.default_rng([seed, SHARING, replicate])
        if design.randomisation == "simple":
            found[row] = rng.choice(pattern, people)
            continue
        size = design.block or len(pattern)
        blocks = -(-people // size)
        block = np.tile(pattern, size // len(pattern))
        order = rng.random((blocks, size)).argsort(axis=1)
        found[row] = block[order].ravel()[:people]
    return found
