"""Display scales, only for those who ask: the model's indices written as if they were familiar scores.

Nothing here is a measurement, and no score has bands or limits. The states are calibrated to nobody, so
a reader must not hold a score of their own against a curve; the scales that people fill in are ordinal,
which a straight line is not; cortisol goes up and down within a day, which one number is not.

To add one: one function and one line in `SCALES`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

#: What every axis of these says.
NOT_MEASURED = "illustrative, not a measurement"

#: C-reactive protein at inflammation 0, mg/L: the median of blood donors in the evidence tables (a choice).
CRP_AT_REST = 0.8


class Scale(NamedTuple):
    """One display scale.

    Attributes
    ----------
    column : str
        What it is worked out from, a name of `stresspain.COLUMNS`.
    like, unit : str
        The score that it looks like, and its unit.
    most : float or None
        Top of its axis; None where there is none.
    log : bool
        Whether the axis is logarithmic.
    why_not : str
        Why it is not that score.
    of : callable
        The function of the column.
    """

    column: str
    like: str
    unit: str
    most: float | None
    log: bool
    why_not: str
    of: Callable[[Any], Any]

    @property
    def axis(self) -> str:
        """What stands at the axis."""
        return f"{self.like} ({self.unit})\n{NOT_MEASURED}"


def illustrative_pss(stress: Any) -> Any:
    """Return stress, 0 to 1, as a number between 0 and 40, like a PSS-10 score. Not a measurement.

    Examples
    --------
    >>> illustrative_pss(0.25)
    10.0
    """
    return 40.0 * stress


def illustrative_nrs(felt_pain: Any) -> Any:
    """Return felt pain as it is, 0 to 10, read like a numerical rating. Not a measurement.

    Examples
    --------
    >>> illustrative_nrs(4.2)
    4.2
    """
    return 1.0 * felt_pain


def illustrative_crp(inflammation: Any) -> Any:
    """Return inflammation, 0 and above, as mg/L on a logarithmic scale, like hs-CRP. Not a measurement.

    Examples
    --------
    >>> illustrative_crp(1.0)
    8.0
    """
    return CRP_AT_REST * 10.0**inflammation


def illustrative_cortisol(cortisol: Any) -> Any:
    """Return cortisol tone, 1 at rest, as per cent of one's own rested baseline. Not a measurement.

    Examples
    --------
    >>> illustrative_cortisol(1.2)
    120.0
    """
    return 100.0 * cortisol


def illustrative_ppt(sensitivity: Any) -> Any:
    """Return sensitivity, 0 to 1, as a pressure pain threshold in per cent of one's own: lower is more sensitive.

    Full sensitisation halves it, the order of what Rosendal 2004 (doi:10.1016/j.pain.2004.09.017) found
    between painful and healthy muscle: 143 against 269 kPa. Not a measurement.

    Examples
    --------
    >>> illustrative_ppt(0.25)
    80.0
    """
    return 100.0 / (1.0 + sensitivity)


#: Every display scale by name; nothing uses one unless asked.
SCALES: Mapping[str, Scale] = MappingProxyType(
    {
        "illustrative_pss": Scale(
            "stress",
            "PSS-like number",
            "0-40",
            40.0,
            False,
            "a questionnaire about the past month, answered by a person; ordinal, with no official limits",
            illustrative_pss,
        ),
        "illustrative_nrs": Scale(
            "felt_pain",
            "rating-like number",
            "0-10",
            10.0,
            False,
            "a person's own rating of pain; ordinal",
            illustrative_nrs,
        ),
        "illustrative_crp": Scale(
            "inflammation",
            "CRP-like number",
            "mg/L, logarithmic",
            None,
            True,
            "a blood value, very skewed between people, that acute stress does not raise",
            illustrative_crp,
        ),
        "illustrative_cortisol": Scale(
            "cortisol",
            "cortisol-like number",
            "% of own baseline",
            None,
            False,
            "a hormone with a strong daily rhythm, which one number for a day cannot stand for",
            illustrative_cortisol,
        ),
        "illustrative_ppt": Scale(
            "sensitivity",
            "threshold-like number",
            "% of own, lower = more sensitive",
            100.0,
            False,
            "a pressure on one muscle, told by a person; it runs backwards",
            illustrative_ppt,
        ),
    }
)
