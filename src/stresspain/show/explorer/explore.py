"""The explorer in a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stresspain.model.errors import InputError
from stresspain.simulation.scenario import Scenario, scenario

if TYPE_CHECKING:
    from stresspain.show.explorer.widget import Explorer


def explore(given: Scenario | None = None) -> Explorer:
    """Open the explorer in a notebook: sliders, curves and the cycle, alive.

    It solves the equations in the browser, so that it answers at once; what is on screen is always a scenario of
    Python too. Where widgets cannot show (a converted notebook, a page of GitHub), a picture and its explanation
    stand in; convert with ``store_widget_state=False``, as stored state hides them.

    Parameters
    ----------
    given : Scenario, optional
        What it first shows; the default person if none.

    Returns
    -------
    Explorer
        ``.scenario`` is the Scenario of what is on screen and can be set, ``.run()`` its run.

    Raises
    ------
    InputError
        If `given` is no scenario, or anywidget is not installed.

    Examples
    --------
    >>> from stresspain.simulation.scenario import scenario
    >>> ex = explore(scenario(load=0.4, start="painful"))
    >>> ex.scenario.start
    'painful'
    >>> round(float(ex.run()["felt_pain"][-1]), 3)
    5.949
    """
    try:
        from stresspain.show.explorer.widget import Explorer
    except ImportError:
        raise InputError(
            "explore() needs anywidget. Type: pip install 'stresspain[notebook]' (or, with no notebook: "
            "stresspain explorer -o explorer.html)"
        ) from None
    return Explorer(scenario() if given is None else given)
