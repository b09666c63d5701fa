"""Cutting an arrow by its name: an intervention like any other, and a thought experiment, not a treatment."""

from __future__ import annotations

from stresspain.model.arrows import Arrow, arrow, arrows
from stresspain.model.catalogue import intervention
from stresspain.model.errors import InputError
from stresspain.model.interventions import Intervention
from stresspain.model.parameters import OUTSIDE


def cut(
    name: str, *, strength: float = 1.0, start: float = 0.0, stop: float | None = None, tau_e: float = 0.05
) -> Intervention:
    """Cut an arrow, or part of it: a thought experiment, not a treatment.

    Taken for good and at strength 1, the arrow is gone; `rests` and the tipping points then show
    the cycle without it.

    Parameters
    ----------
    name : str
        As for `arrow`.
    strength : float
        Share of the arrow that is cut, 0 to 1.
    start, stop : float
        First day and the day it ends, half-open; None means for good.
    tau_e : float
        How slowly the arrow fades and comes back, days; the default is about an hour.

    Returns
    -------
    Intervention
        Called ``cut_source_to_target``; acts on the one parameter that carries the arrow.

    Raises
    ------
    InputError
        If there is no such arrow, if no parameter carries it alone (the message says what can be
        cut beside it), or if strength or days are not possible.

    Examples
    --------
    >>> cut("pain->stress").reductions
    (('k_qs', 1.0),)
    """
    chosen = arrow(name)
    if not chosen.parameter:
        raise _uncuttable(chosen)
    label = f"cut_{chosen.source}_to_{chosen.target}"
    return intervention(label, {chosen.parameter: 1.0}, strength=strength, tau_e=tau_e, start=start, stop=stop)


def _uncuttable(chosen: Arrow) -> InputError:
    """Say why an arrow cannot be cut, and what can."""
    if chosen.source in OUTSIDE:
        return InputError(
            f"{chosen.name} cannot be cut: {chosen.source} comes from outside and nothing in the model stands between "
            f"it and {chosen.target}. Set it to zero in the scenario instead, as in {chosen.source}=0."
        )
    near = [a.name for a in arrows() if a.parameter and chosen.target in (a.source, a.target)]
    return InputError(
        f"{chosen.name} cannot be cut: no parameter carries it alone, it is how {chosen.target} is made. "
        f"Arrows beside it that can be cut: {', '.join(near)}."
    )
