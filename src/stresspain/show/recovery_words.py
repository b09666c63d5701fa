"""What came back of numbers that were put into made-up diaries, in plain sentences."""

from __future__ import annotations

import numpy as np

from stresspain.model.phrases import alike, counted
from stresspain.population.fitting.recovery import Recovery
from stresspain.show.fit_words import CAVEAT, no_evidence, percent

#: Of fewer diaries than this all are told of, not two thirds.
_FEW = 6


def explain_recovery(found: Recovery) -> str:
    """Say what came back of numbers that were put into made-up diaries.

    Parameters
    ----------
    found : Recovery

    Returns
    -------
    str
    """
    count = len(found.values)
    made, each = counted(count, "diary was", "diaries were"), "it" if count == 1 else "each"
    told = [
        f"{made} made up from known numbers and read with noise {found.noise:g} of 10; {each} was fitted "
        "without being told."
    ]
    told += [_came_back(found, i) for i in range(len(found.truth)) if found.failed < count]
    if found.failed == count:
        told.append("None could be fitted, so nothing came back." if count > 1 else "It could not be fitted.")
    else:
        told.append(f"{found.failed} could not be fitted." if found.failed else "")
        told.append("Numbers that come back show that the method works where the model is true, and nothing more.")
    return " ".join(filter(None, [*told, no_evidence(found.truth), CAVEAT]))


def _came_back(found: Recovery, i: int) -> str:
    """Say what came back of one number."""
    name, count = found.parameters[i], len(found.values)
    back = found.values[:, i][np.isfinite(found.values[:, i])]
    lead = f"{name}: {found.truth[name]:.3g} went in,"
    held = round(count * found.covered[name])
    if count == 1:
        return f"{lead} {back[0]:.3g} came out; the 95 % interval {'held' if held else 'missed'} the truth."
    few = len(back) < _FEW
    ends = (back.min(), back.max()) if few else np.quantile(back, (1 / 6, 5 / 6))
    low, high, mean = alike(*map(float, ends), float(back.mean()))
    lead += f" {mean} came out on average, {'all' if few else 'two thirds'} between {low} and {high}"
    return f"{lead}; the 95 % interval held the truth in {held} of {count} ({percent(found.covered[name])})."
