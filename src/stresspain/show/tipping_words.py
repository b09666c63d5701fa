"""Rests and tipping points in plain sentences, with numbers from the results; also the figures' alternative text."""

from __future__ import annotations

from stresspain.cycle.distance import Distance
from stresspain.cycle.rests import Rest, Rests
from stresspain.cycle.setting import Setting
from stresspain.cycle.tipping_map import KINDS, TippingMap
from stresspain.cycle.tipping_results import Regime, TippingPoint, TippingPoints, Window
from stresspain.model.parameters import PARAMETERS
from stresspain.model.quantity import Quantity
from stresspain.show.words import CAVEAT

_COUNTS = {0: "no", 1: "one", 2: "two", 3: "three", 4: "four"}


def explain_rests(found: Rests) -> str:
    """Say how many endings there are, how they feel and how fast they are reached.

    Parameters
    ----------
    found : Rests

    Returns
    -------
    str

    Examples
    --------
    >>> from stresspain.cycle.rests import rests
    >>> print(explain_rests(rests(load=0.3)))
    Two stable endings and a ridge between them. Felt pain 0.4 of 10: a small push settles in about 29 days. Felt
    pain 5.6: a small push settles in about 45 days. The ridge lies at 3.8: a small push away from it grows threefold
    in about 36 days. Illustrative, not clinical: this is a fact about five equations, not about a person.
    """
    endings, ridges = found.endings, found.ridges
    if len(endings) == 1 and not ridges:
        (only,) = endings
        return f"One stable ending, felt pain {only.felt_pain:.1f} of 10: {_pace(only)}. {CAVEAT}"
    if not endings:
        where = " and ".join(f"{rest.felt_pain:.1f}" for rest in ridges)
        return f"No stable ending: at felt pain {where} of 10 nothing would move, but {_pace(ridges[0])}. {CAVEAT}"
    count = _COUNTS.get(len(endings), str(len(endings))).capitalize()
    between = " and a ridge between them" if len(ridges) == 1 and len(endings) == 2 else ""
    lead = f"{count} stable ending{'s' * (len(endings) > 1)}{between}."
    told = [f"Felt pain {rest.felt_pain:.1f}{' of 10' * (not i)}: {_pace(rest)}." for i, rest in enumerate(endings)]
    name = "The ridge lies at" if between else "Not stable is felt pain"
    told += [f"{name} {rest.felt_pain:.1f}: {_pace(rest)}." for rest in ridges]
    return " ".join([lead, *told, CAVEAT])


def _pace(rest: Rest) -> str:
    """Say how fast a small push fades or grows."""
    days = days_words(rest.slowest_days)
    if rest.stable:
        return f"a small push settles in about {days}"
    if rest.eigenvalues[0].imag:
        return f"a small push grows threefold in about {days}, swinging"
    return f"a small push away from it grows threefold in about {days}"


def days_words(days: float) -> str:
    """Write a number of days, rounded."""
    if days < 1.5:
        return f"{days:.1f} days" if round(days, 1) != 1 else "a day"
    return f"{days:.0f} days" if days < 1000 else f"{days / 365.25:.0f} years"


def explain_tipping_points(found: TippingPoints) -> str:
    """Say where the tipping points lie, what is lost there and how many endings there are between them.

    Parameters
    ----------
    found : TippingPoints

    Returns
    -------
    str

    Examples
    --------
    >>> from stresspain.cycle.tipping import tipping_points
    >>> print(explain_tipping_points(tipping_points("k_sw", load=0.4)))
    There is no tipping point for k_sw between 0 and 3; this person has two endings throughout. With k_sw at 1.5,
    felt pain is 0.6 or 6.0 of 10. Illustrative, not clinical: this is a fact about five equations, not about a person.
    >>> print(explain_tipping_points(tipping_points("load")))
    As load goes from 0 to 1.5, with nothing taken, two endings coexist between 0.2323 and 0.5469. On the way down,
    at 0.2323, the painful ending (felt pain 4.9 of 10) is lost. On the way up, at 0.5469, the calm ending (felt pain
    1.4 of 10) is lost. Now, at 0.3, there are two endings. Illustrative, not clinical: this is a fact about five
    equations, not about a person.
    """
    quantity = found.quantity
    if not found.points:
        return " ".join([_none(found.regimes, quantity), CAVEAT])
    windows = found.windows
    lead = f"As {what(quantity)} goes from {quantity.low:g} to {quantity.high:g}, {surroundings(found.setting)}, "
    if windows:
        lead += "two endings coexist " + " and ".join(window_words(window, quantity) for window in windows) + "."
    else:
        lead += "there are never two endings."
    restless = [f"{amount(r.low)} and {amount(r.high)}" for r in found.regimes if r.endings == 0]
    swings = [f"Between {' and between '.join(restless)} no ending is steady."] if restless else []
    told = [point_words(point, quantity) for point in found.points]
    return " ".join([lead, *told, *swings, *_now(found), CAVEAT])


def _none(regimes: tuple[Regime, ...], quantity: Quantity) -> str:
    """Say that there is no tipping point, and what there is."""
    (regime,) = regimes
    felt = " or ".join(f"{pain:.1f}" for pain in regime.felt_pain)
    middle = 0.5 * (regime.low + regime.high)
    told = f" With {quantity.name} at {middle:.4g}, felt pain is {felt} of 10." if felt else ""
    return (
        f"There is no tipping point for {quantity.name} between {quantity.low:g} and {quantity.high:g}; "
        f"this person has {regime.name} throughout.{told}"
    )


def what(quantity: Quantity) -> str:
    """Name what is varied; an intervention by its dose or strength."""
    return quantity.name if quantity.name in PARAMETERS else quantity.meaning


def surroundings(where: Setting) -> str:
    """Say under what and with what taken."""
    names = {quantity.name for quantity in where.open}
    said = [f"load {where.load:g}"] if "load" not in names else []
    said += [f"damage {where.damage:g}"] if "damage" not in names and where.damage else []
    taken = [taken.name.replace("_", " ") if taken.name in names else str(taken) for taken in where.plan]
    return ("at " + ", ".join(said) + ", " if said else "") + ("with " + " and ".join(taken or ["nothing taken"]))


def amount(value: float, quantity: Quantity | None = None) -> str:
    """Write a value: four digits after the point, or four in all; with its unit where the quantity is given."""
    unit = f" {quantity.unit}" if quantity is not None and quantity.unit != "-" else ""
    return (f"{value:.4f}" if abs(value) < 10 else f"{value:.4g}") + unit


def window_words(window: Window, quantity: Quantity) -> str:
    """Say between which values two endings coexist; where the declared range cuts that off, "open to" its end."""
    if window.open_low and window.open_high:
        return f"throughout (open to {quantity.low:g} and to {quantity.high:g})"
    if window.open_low:
        return f"below {amount(window.high, quantity)} (open to {quantity.low:g})"
    if window.open_high:
        return f"above {amount(window.low, quantity)} (open to {quantity.high:g})"
    return f"between {amount(window.low)} and {amount(window.high, quantity)}"


def point_words(point: TippingPoint, quantity: Quantity) -> str:
    """Say what is lost at a tipping point, and on which way."""
    way = "up" if point.lost == "above" else "down"
    at = f"On the way {way}, at {amount(point.value, quantity)},"
    if point.kind == "hopf":
        assert point.period_days is not None
        return (
            f"{at} the ending at felt pain {point.felt_pain:.1f} gives way to swings of about "
            f"{days_words(point.period_days)} (a Hopf point)."
        )
    if point.kind == "crossing":
        return f"{at} the body without any pain ceases to be stable."
    if not point.ending:
        return f"{at} two rests that were unstable already are gone."
    return f"{at} the {point.ending} ending (felt pain {point.felt_pain:.1f} of 10) is lost."


def _now(found: TippingPoints) -> list[str]:
    """Say how many endings there are at the value that holds now."""
    now = found.setting.now()
    here = [regime.name for regime in found.regimes if regime.low < now < regime.high]
    return [f"Now, at {now:g}, there {'are' if 'endings' in here[0] else 'is'} {here[0]}."] if here else []


def explain_distance(found: Distance) -> str:
    """Say how far an ending is from being lost.

    Parameters
    ----------
    found : Distance

    Returns
    -------
    str

    Examples
    --------
    >>> from stresspain.cycle.distance import distance_to_tipping
    >>> print(explain_distance(distance_to_tipping("load", load=0.4)))
    With load now 0.4, the calm ending (felt pain 0.6 of 10) is lost if load rises by 0.1469, to 0.5469. However far
    it falls, down to 0, that ending stays. Illustrative, not clinical: this is a fact about five equations, not about
    a person.
    """
    quantity = found.setting.open[0]
    which = "the only ending" if found.ending == "only" else f"the {found.ending} ending"
    opening = f"With {what(quantity)} now {found.now:g}, {which} (felt pain {found.felt_pain:.1f} of 10)"
    if found.nearest is None:
        return f"{opening} stays for every value between {quantity.low:g} and {quantity.high:g}. {CAVEAT}"
    ways = {"above": (found.above, "rises"), "below": (found.below, "falls")}
    lost = [
        f"if {what(quantity)} {verb} by {amount(abs(point.value - found.now))}, to {amount(point.value, quantity)}"
        for point, verb in ways.values()
        if point is not None
    ]
    stays = {"above": f"rises, up to {quantity.high:g}", "below": f"falls, down to {quantity.low:g}"}
    rest = [f"However far it {stays[way]}, that ending stays." for way, (point, _) in ways.items() if point is None]
    return " ".join([f"{opening} is lost {' or '.join(lost)}.", *rest, CAVEAT])


def explain_tipping_map(found: TippingMap) -> str:
    """Say what a map over two numbers shows.

    Parameters
    ----------
    found : TippingMap

    Returns
    -------
    str

    Examples
    --------
    >>> from stresspain.cycle.tipping_map import tipping_map
    >>> print(explain_tipping_map(tipping_map("load", "g", size=(40, 40))))
    Over load from 0 to 1.5 and g from 0 to 10, with nothing taken: one calm ending on 21 % of the map, two endings on
    21 %, only a painful ending on 58 %. The window with two endings closes in a cusp at load 0.6814, g 1.5746, felt
    pain 2.3 of 10: beyond it pain rises and falls smoothly and nothing tips. Illustrative, not clinical: this is a
    fact about five equations, not about a person.
    """
    x, y = found.setting.open
    ends = f"{what(x)} from {x.low:g} to {x.high:g} and {what(y)} from {y.low:g} to {y.high:g}"
    shares = found.shares
    parts = ", ".join(f"{kind} on {_percent(shares[kind])}" for kind in KINDS if shares[kind] > 0)
    lead = f"Over {ends}, {surroundings(found.setting)}: {parts.replace(' %', ' % of the map', 1)}."
    tips = [
        f"The window with two endings closes in a cusp at {what(x)} {amount(cusp.x)}, {what(y)} {amount(cusp.y)}, felt "
        f"pain {cusp.felt_pain:.1f} of 10: beyond it pain rises and falls smoothly and nothing tips."
        for cusp in found.cusps
    ]
    if found.curves and not tips:
        tips = ["Two folds meet nowhere in this range: there is no cusp."]
    if not found.curves:
        tips = ["Nothing tips anywhere in this range." if shares[KINDS[3]] == 0 else "No fold lies in this range."]
    return " ".join([lead, *tips, CAVEAT])


def _percent(share: float) -> str:
    """Write a share of the map; a trace of it is not nothing."""
    return f"{100 * share:.0f} %" if share >= 0.005 else "less than 1 %"
