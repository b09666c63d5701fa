"""The explorer as a widget of notebooks; needs anywidget."""

from __future__ import annotations

from typing import Any

import anywidget
import traitlets

from stresspain import __version__
from stresspain.model.errors import InputError, shown
from stresspain.show.explorer.page import bundle
from stresspain.simulation.run import Run, simulate
from stresspain.simulation.scenario import Scenario


class Explorer(anywidget.AnyWidget):  # type: ignore[misc]
    """The explorer and the scenario that it shows.

    Page and kernel share one plain form of the scenario. What the page sends is read as any file is: what is no
    scenario is refused with a sentence that the page shows, and both keep what they had.

    Attributes
    ----------
    scenario : Scenario
        What is on screen; set it and the page follows.
    plain : dict
        The same as plain data, shared with the page.
    refused : str
        Why the last thing sent was no scenario; empty if it was one.
    """

    _esm = bundle()
    plain = traitlets.Dict().tag(sync=True)
    refused = traitlets.Unicode().tag(sync=True)
    version = traitlets.Unicode(__version__, read_only=True).tag(sync=True)

    def __init__(self, given: Scenario) -> None:
        self._scenario = _checked(given)
        super().__init__(plain=given.to_dict())
        self.observe(self._read, "plain")

    @property
    def scenario(self) -> Scenario:
        """What is on screen, as a Scenario."""
        return self._scenario

    @scenario.setter
    def scenario(self, given: Scenario) -> None:
        self.plain = _checked(given).to_dict()

    def run(self) -> Run:
        """Run what is on screen with the Python engine.

        Raises
        ------
        RunError
            If the solver fails.
        """
        return simulate(self._scenario)

    def _read(self, change: Any) -> None:
        """Take over what page or kernel changed, or put it back and say why."""
        try:
            self._scenario = Scenario.from_dict(change.new)
            self.refused = ""
        except InputError as error:
            self.unobserve(self._read, "plain")
            self.plain = self._scenario.to_dict()
            self.observe(self._read, "plain")
            self.refused = str(error)

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """Give the widget, and beside it a picture with its words for readers that show no widgets."""
        data, metadata = super()._repr_mimebundle_(**kwargs)
        return {**data, **self.run().plot()._repr_mimebundle_()}, metadata


def _checked(given: object) -> Scenario:
    """Refuse what is no scenario."""
    if not isinstance(given, Scenario):
        raise InputError(
            f"The explorer shows a scenario, not {shown(given)}. Make one with stresspain.scenario(...), or take one "
            "of stresspain.library()."
        )
    return given
