"""Diaries that nobody wrote: a run, read with noise and gaps. For trying out whether one gets back what one put in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from stresspain.model.equations import PAIN_SCALE
from stresspain.model.errors import InputError, shown
from stresspain.model.quantity import Quantity
from stresspain.population.designs import SEED
from stresspain.population.fitting.pain_diary import SEEN, PainDiary
from stresspain.simulation.engines import engine as _engine
from stresspain.simulation.run import Run, simulate
from stresspain.simulation.scenario import Scenario
from stresspain.simulation.scenario import scenario as _scenario

Floats = npt.NDArray[np.float64]

_NOISE = Quantity("noise", r"\sigma", 0.5, "0-10", 0, 3, "standard deviation of a reading, in points of 0 to 10")
_MISSING = Quantity("missing", "", 0, "-", 0, 0.95, "share of days that are left out at random")


def pain_diary(
    given: Run | Scenario | None = None,
    *,
    noise: float = 0.5,
    missing: float = 0.0,
    columns: Sequence[str] = ("felt_pain",),
    seed: int = 0,
    engine: str = "auto",
    **setting: Any,
) -> PainDiary:
    """Make up a diary: run a scenario, read it with noise, leave days out.

    Noise is normal and independent from day to day. A reading that would fall outside 0 to 10 is written as the
    end of the scale, as a person would: a 0 then says "no more than nothing", and `fit` takes it so.

    Parameters
    ----------
    given : Run or Scenario, optional
        Whose pain; the diary has its days.
    noise : float
        Standard deviation of a reading, points of 0 to 10; 0 reads exactly.
    missing : float
        Share of days left out at random, each independently.
    columns : sequence of str
        What is written down: "felt_pain", and "stress" or "sleep_loss" beside it, each 0 to 10.
    seed : int
        The same seed gives the same diary.
    engine : {"auto", "scipy", "heyoka"}
        For a scenario; a run has run already.
    **setting
        In place of `given`, what `stresspain.scenario` takes: person, load, damage, plan, start, days.

    Returns
    -------
    PainDiary
        Its ``.made`` says how it was made.

    Raises
    ------
    InputError
        If a number is out of range, a column is unknown, or no reading would be left.

    Examples
    --------
    >>> diary = pain_diary(load=0.4, start="painful", days=28, noise=0.5, missing=0.2, seed=1)
    >>> diary.synthetic, len(diary.days)
    (True, 29)
    """
    run = _run(given, setting, engine)
    sd, share, first = _NOISE.check(noise), _MISSING.check(missing), SEED.whole(seed)
    names = _columns(columns)
    random = np.random.default_rng(first)
    kept = random.random(len(run.days)) >= share
    if not kept.any():
        raise InputError(f"missing = {share:g} left no day of {len(run.days)}. Use a longer run or another seed.")
    read = {name: _read(SEEN[name][0] * run[name], sd, kept, random) for name in names}
    made = {
        "scenario": run.scenario.to_dict(),
        "engine": run.provenance["engine"],
        "noise": sd,
        "missing": share,
        "columns": list(names),
        "seed": first,
    }
    others = {name: values for name, values in read.items() if name != "felt_pain"}
    title = run.scenario.title or "a diary that nobody wrote"
    return PainDiary(run.days, read["felt_pain"], title=title, made=made, **others)


def _run(given: object, setting: dict[str, Any], engine: str) -> Run:
    """Return the run that is read."""
    if given is None:
        return simulate(_scenario(**setting), engine=engine)
    if setting:
        raise InputError(
            f"pain_diary(given, {', '.join(setting)}=...): a run or scenario holds all that; change it with .but(...)."
        )
    if isinstance(given, Scenario):
        return simulate(given, engine=_engine(engine).name)
    if isinstance(given, Run):
        return given
    raise InputError(f"pain_diary({shown(given)}): give a Run or a Scenario, as simulate(load=0.4) makes one.")


def _columns(given: Sequence[str]) -> tuple[str, ...]:
    """Check what is written down; pain always is."""
    if not isinstance(given, (list, tuple, set)) or not all(isinstance(name, str) and name in SEEN for name in given):
        raise InputError(f"columns = {shown(given)}: a diary holds {', '.join(SEEN)}. Write columns=['felt_pain'].")
    return tuple(name for name in SEEN if name in given or name == "felt_pain")


def _read(values: Floats, noise: float, kept: Any, random: np.random.Generator) -> list[float | None]:
    """Read values with noise, none beyond an end of the scale; None for days left out."""
    read = np.clip(values + noise * random.standard_normal(len(values)), 0.0, PAIN_SCALE)
    return [float(value) if keep else None for value, keep in zip(read, kept, strict=True)]
