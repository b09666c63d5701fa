"""The catalogue: the guide's story as interventions, and the way to make one of your own.

To add one, write one function here and add it to `CATALOGUE`. No sentence here recommends a
treatment; the numbers are illustrative.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from stresspain.model.errors import InputError, shown, unknown
from stresspain.model.interventions import DOSE, STRENGTH, TAU_E, Intervention
from stresspain.model.parameters import parameter
from stresspain.model.quantity import Quantity, real
from stresspain.model.schedule import course, repeated

#: A daily dose whose target is half the full effect, mg (a choice; see `adaptogen`).
HALF_DOSE_MG = 200.0

#: What one may believe of the adaptogen, each with its meaning.
READINGS = MappingProxyType(
    {
        "guide": "what the promotional guide claims",
        "trials": "what we judge the trials to support: a little less stress and cortisol, no more",
        "none": "no effect beyond placebo",
    }
)

# The trials' sizes are for 600 mg a day, where the target is 0.75: 0.1333 x 0.75 = 10 %, 0.16 x 0.75 = 12 %.
_ADAPTOGEN: Mapping[str, Mapping[str, float]] = {
    "guide": {"k_sc": 0.45, "k_sm": 0.40, "k_si": 0.40},
    "trials": {"k_ls": 0.1333, "k_sc": 0.16},
    "none": {},
}


def intervention(
    name: str,
    reductions: Mapping[str, float],
    *,
    strength: float = 0.3,
    tau_e: float = 14.0,
    start: float = 0.0,
    stop: float | None = None,
) -> Intervention:
    """Make an intervention of your own.

    Parameters
    ----------
    name : str
        One word (letters, digits, underscores) that the catalogue does not hold.
    reductions : mapping of str to float
        Parameter -> reduction at full effect: 1 silences the arrow, 0.25 takes a quarter off it, a
        negative number raises it.
    strength : float
        Share of the full effect while taken, 0 to 1.
    tau_e : float
        How slowly the effect comes and goes, days.
    start, stop : float
        First day and the day it ends, half-open; None means for good.

    Returns
    -------
    Intervention

    Raises
    ------
    InputError
        If a parameter is unknown or a time constant, or if the full effect would take its default
        out of its declared range (with the largest reduction that is allowed).

    Examples
    --------
    >>> print(intervention("walking", {"w_x": 0.5, "k_ls": 0.2}, strength=0.4))
    walking 0.4
    """
    if not isinstance(name, str) or not name.isidentifier():
        raise InputError(f"An intervention cannot be called {shown(name)}. Use one word such as 'warm_baths'.")
    if name in CATALOGUE:
        raise InputError(
            f"An intervention called {shown(name)} is in the catalogue already. Use {name}(...), or another name."
        )
    if not isinstance(reductions, Mapping):
        raise InputError(f"{name}: reductions = {shown(reductions)} is not a mapping such as {{'k_sm': 0.3}}.")
    for touched, reduction in reductions.items():
        _check_reduction(name, touched, reduction)
    return _taken(name, reductions, tau_e, STRENGTH.check(strength), (start, stop))


def arrow(who: str, name: str) -> Quantity:
    """Return the declaration of a parameter that an intervention may act on.

    Raises
    ------
    InputError
        If it is unknown, or a time constant.
    """
    quantity = parameter(name)
    if name.startswith("tau_"):
        raise InputError(
            f"{who}: {name} is a time constant ({quantity.meaning}); interventions act on arrows only, such as k_sm."
        )
    return quantity


def _check_reduction(who: str, name: str, reduction: float) -> None:
    """Refuse a reduction that leaves the range when nothing else acts."""
    quantity = arrow(who, name)
    size = real(reduction, f"{who}: reduction of {name}", quantity.meaning)
    after = quantity.default * (1 - size)
    if quantity.low <= after <= quantity.high:
        return
    if quantity.default == 0:
        return
    least, most = sorted(1 - bound / quantity.default for bound in (quantity.low, quantity.high))
    # Rounded inwards, so that the numbers named can be typed in.
    least, most = math.ceil(least * 1e4) / 1e4, math.floor(most * 1e4) / 1e4
    raise InputError(
        f"{who}: a reduction of {size:g} would take {name} from {quantity.default:g} to {after:g}, outside "
        f"{quantity.low:g} to {quantity.high:g} ({quantity.meaning}). "
        f"The largest reduction allowed is {most:g}, the largest raise {least:g}."
    )


def _taken(
    name: str,
    reductions: Mapping[str, float],
    tau_e: float,
    amount: float,
    when: tuple[object, ...],
    **more: Any,
) -> Intervention:
    """Put an intervention together; `when` is (start, stop) or (start, stop, on, off)."""
    start, stop, on, off = (*when, None, None)[:4]
    courses = repeated(course(start, stop, amount, name), on, off, name)
    sizes = tuple(sorted((touched, float(size)) for touched, size in reductions.items()))
    return Intervention(name, sizes, TAU_E.check(tau_e), courses, **more)


# --- the catalogue --------------------------------------------------------------------------------


def adaptogen(
    dose_mg: float = 600,
    reading: str = "guide",
    *,
    start: float = 0.0,
    stop: float | None = None,
    on: float | None = None,
    off: float | None = None,
) -> Intervention:
    """Return ashwagandha as the guide tells it, or as the trials read, or with no effect.

    It turns stress-driven arrows down, so at zero load it does next to nothing.

    Parameters
    ----------
    dose_mg : float
        Daily dose, mg, 0 to 2,000; half the full effect at 200 mg (a choice, not a measurement).
    reading : {"guide", "trials", "none"}
        What one believes; see `READINGS`.
    start, stop : float
        First day, and the day it ends (half-open); None means for good.
    on, off : float, optional
        Days taken and days of break, over and over.

    Returns
    -------
    Intervention

    Raises
    ------
    InputError
        If the dose, the reading or the schedule is not possible.

    References
    ----------
    Guide's arrows: the promotional guide. Trials' sizes: a judgement, from reviews that disagree
    (Arumugam 2024, doi:10.1016/j.explore.2024.103062; Albalawi 2025, doi:10.1177/02601060251363647).

    Examples
    --------
    >>> adaptogen(600, reading="trials").reductions
    (('k_ls', 0.1333), ('k_sc', 0.16))
    """
    if not isinstance(reading, str) or reading not in READINGS:
        raise unknown("reading", reading, READINGS)
    return _taken(
        "adaptogen",
        _ADAPTOGEN[reading],
        14.0,
        DOSE.check(dose_mg),
        (start, stop, on, off),
        half_dose=HALF_DOSE_MG,
        reading=reading,
    )


def painkiller(
    strength: float = 0.3,
    *,
    start: float = 0.0,
    stop: float | None = None,
    on: float | None = None,
    off: float | None = None,
) -> Intervention:
    """Return a painkiller: it hides a share of the pain, within hours; the guarding reflex stays.

    Parameters
    ----------
    strength : float
        Share of the pain hidden while taken, 0 to 1.
    start, stop, on, off : float, optional
        Days; as for `adaptogen`.

    Returns
    -------
    Intervention

    Raises
    ------
    InputError
        If the strength or the schedule is not possible.

    Examples
    --------
    >>> painkiller(0.3, stop=28).reductions
    (('k_qf', 1.0),)
    """
    return _taken("painkiller", {"k_qf": 1.0}, 0.25, STRENGTH.check(strength), (start, stop, on, off))


def muscle_relaxant(
    strength: float = 0.2,
    *,
    start: float = 0.0,
    stop: float | None = None,
    on: float | None = None,
    off: float | None = None,
) -> Intervention:
    """Return a muscle relaxant: stress and pain tense the muscle less; drowsiness is a known effect.

    Parameters
    ----------
    strength : float
        Share taken off both arrows while taken, 0 to 1.
    start, stop, on, off : float, optional
        Days; as for `adaptogen`.

    Returns
    -------
    Intervention

    Raises
    ------
    InputError
        If the strength or the schedule is not possible.

    References
    ----------
    Adverse events of the class, relative risk 1.6: Cashin 2021, doi:10.1136/bmj.n1446.

    Examples
    --------
    >>> muscle_relaxant().drowsy
    True
    """
    when = (start, stop, on, off)
    return _taken("muscle_relaxant", {"k_sm": 1.0, "k_qm": 1.0}, 0.5, STRENGTH.check(strength), when, drowsy=True)


def stress_management(
    strength: float = 0.3,
    *,
    start: float = 0.0,
    stop: float | None = None,
    on: float | None = None,
    off: float | None = None,
) -> Intervention:
    """Return stress management: the same load raises stress less.

    Parameters
    ----------
    strength : float
        Share taken off the arrow while practised, 0 to 1.
    start, stop, on, off : float, optional
        Days; as for `adaptogen`.

    Returns
    -------
    Intervention

    Raises
    ------
    InputError
        If the strength or the schedule is not possible.

    Examples
    --------
    >>> stress_management().reductions
    (('k_ls', 1.0),)
    """
    return _taken("stress_management", {"k_ls": 1.0}, 14.0, STRENGTH.check(strength), (start, stop, on, off))


def posture(
    strength: float = 0.2,
    *,
    start: float = 0.0,
    stop: float | None = None,
    on: float | None = None,
    off: float | None = None,
) -> Intervention:
    """Return posture work: less muscle tension at rest.

    Parameters
    ----------
    strength : float
        Share taken off the resting tension while practised, 0 to 1.
    start, stop, on, off : float, optional
        Days; as for `adaptogen`.

    Returns
    -------
    Intervention

    Raises
    ------
    InputError
        If the strength or the schedule is not possible.

    References
    ----------
    No consensus that posture causes back pain: Swain 2020, doi:10.1016/j.jbiomech.2019.08.006.

    Examples
    --------
    >>> posture().reductions
    (('m_rest', 1.0),)
    """
    return _taken("posture", {"m_rest": 1.0}, 7.0, STRENGTH.check(strength), (start, stop, on, off))


def movement(
    strength: float = 0.15,
    *,
    start: float = 0.0,
    stop: float | None = None,
    on: float | None = None,
    off: float | None = None,
) -> Intervention:
    """Return movement: starved muscle feeds nociception less.

    Parameters
    ----------
    strength : float
        Share taken off the arrow while practised, 0 to 1.
    start, stop, on, off : float, optional
        Days; as for `adaptogen`.

    Returns
    -------
    Intervention

    Raises
    ------
    InputError
        If the strength or the schedule is not possible.

    Examples
    --------
    >>> movement().reductions
    (('w_x', 1.0),)
    """
    return _taken("movement", {"w_x": 1.0}, 14.0, STRENGTH.check(strength), (start, stop, on, off))


def sleep(
    strength: float = 0.4,
    *,
    start: float = 0.0,
    stop: float | None = None,
    on: float | None = None,
    off: float | None = None,
) -> Intervention:
    """Return sleep care: lost sleep sensitises less.

    Parameters
    ----------
    strength : float
        Share taken off the arrow while practised, 0 to 1.
    start, stop, on, off : float, optional
        Days; as for `adaptogen`.

    Returns
    -------
    Intervention

    Raises
    ------
    InputError
        If the strength or the schedule is not possible.

    Examples
    --------
    >>> sleep().reductions
    (('k_wp', 1.0),)
    """
    return _taken("sleep", {"k_wp": 1.0}, 14.0, STRENGTH.check(strength), (start, stop, on, off))


#: Every intervention of the guide's story by name; tests run over it.
CATALOGUE: Mapping[str, Callable[..., Intervention]] = MappingProxyType(
    {
        "adaptogen": adaptogen,
        "painkiller": painkiller,
        "muscle_relaxant": muscle_relaxant,
        "stress_management": stress_management,
        "posture": posture,
        "movement": movement,
        "sleep": sleep,
    }
)


def lifestyle(*, start: float = 0.0, stop: float | None = None) -> tuple[Intervention, ...]:
    """Return the guide's four measures together, at their default strengths.

    Parameters
    ----------
    start, stop : float
        Days; as for `adaptogen`.

    Returns
    -------
    tuple of Intervention
        Stress management, posture, movement, sleep.

    Examples
    --------
    >>> [taken.name for taken in lifestyle(stop=84)]
    ['stress_management', 'posture', 'movement', 'sleep']
    """
    return tuple(make(start=start, stop=stop) for make in (stress_management, posture, movement, sleep))
