"""The two axes of doubt: what one believes of the adaptogen, and which way cortisol acts on inflammation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from stresspain.model.catalogue import READINGS, adaptogen
from stresspain.model.errors import InputError, shown
from stresspain.model.files import write_whole
from stresspain.model.interventions import Intervention
from stresspain.model.parameters import PARAMETERS
from stresspain.model.views import view
from stresspain.simulation.compare import Comparison, compare
from stresspain.simulation.outcomes import LEVEL, USUAL
from stresspain.simulation.run import Run
from stresspain.simulation.scenario import Scenario


@dataclass(frozen=True, eq=False, repr=False)
class Readings:
    """One scenario under every reading of the adaptogen, and perhaps under both wirings of cortisol.

    Attributes
    ----------
    scenario : Scenario
        With an adaptogen in its plan.
    added : bool
        Whether that was added, the scenario given having none.
    rhos : tuple of float
        Cortisol's action on inflammation: the person's own, and its mirror image where asked for.
    comparison : Comparison
        All runs side by side.
    """

    scenario: Scenario
    added: bool
    rhos: tuple[float, ...]
    comparison: Comparison

    def run(self, reading: str, rho: float | None = None) -> Run:
        """Return one run; `rho` is the person's own if none is given.

        Raises
        ------
        InputError
            If there is no run of that reading and wiring.
        """
        label = _label(reading, self.rhos[0] if rho is None else rho, self.rhos)
        if label not in self.comparison.runs:
            raise InputError(f"There is no run {shown(label)} here; there are {', '.join(self.comparison.runs)}.")
        return self.comparison.runs[label]

    def ending(self, reading: str, rho: float | None = None) -> float:
        """Return felt pain (0-10) on the last day of one run."""
        return float(self.run(reading, rho)["felt_pain"][-1])

    @property
    def table(self) -> Mapping[str, Mapping[str, float]]:
        """Label -> outcome -> number, as `Comparison.table`."""
        return self.comparison.table

    def explain(self) -> str:
        """Say in plain sentences whether the readings agree, and how much hangs on the wiring."""
        return str(view("explain readings")(self))

    def plot(self) -> Any:
        """Return one picture of all runs, a panel for each wiring, with alternative text."""
        return view("plot readings")(self)

    def record(self) -> dict[str, Any]:
        """Return where the numbers come from, as plain data."""
        return {**self.comparison.record(), "kind": "comparison of readings"}

    def to_csv(self, path: str | Path) -> Path:
        """Write every outcome of every run, numbers in full.

        Raises
        ------
        InputError
            If the file cannot be written; an older file is then left whole.
        """
        return write_whole(Path(path), self.comparison.csv_text(self.record()))

    def __str__(self) -> str:
        return str(self.comparison)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return self.comparison._repr_html_()


def compare_readings(
    scenario: Scenario,
    *,
    wiring: bool = False,
    level: float = LEVEL,
    outcomes: Iterable[str] = USUAL,
    engine: str = "auto",
) -> Readings:
    """Run a scenario as the guide tells the adaptogen, as the trials read, and with no effect at all.

    Doses and courses stay as the scenario has them; only what is believed of them changes. Where the
    scenario has no adaptogen, 600 mg a day from day 0 on are added, and `added` and the words say so.

    Parameters
    ----------
    scenario : Scenario
    wiring : bool
        Run everything also with the sign of `rho` turned: cortisol that lets inflammation through
        (above 0) against cortisol that restrains it (below 0). All runs then begin from the same five
        states, those of the person's own wiring, even where the other one has no rest there.
    level, outcomes
        As for `stresspain.compare`.
    engine : {"auto", "scipy", "heyoka"}

    Returns
    -------
    Readings
        Prints as a table; ``.plot()`` and ``.explain()`` show and tell it.

    Raises
    ------
    InputError
        If no scenario is given, or the wiring is asked for and `rho` is 0 or has no mirror image in range.

    Examples
    --------
    >>> from stresspain.simulation.scenario import scenario
    >>> found = compare_readings(scenario(load=0.4, start="painful", plan=adaptogen(600, stop=84), days=200))
    >>> [round(found.ending(reading), 2) for reading in READINGS]
    [0.65, 5.94, 5.95]
    """
    if not isinstance(scenario, Scenario):
        raise InputError(f"compare_readings({shown(scenario)}): give a Scenario, as in compare_readings(run.scenario).")
    added = all(taken.name != "adaptogen" for taken in scenario.plan)
    base = scenario.but(plan=[*scenario.plan, adaptogen()]) if added else scenario
    rhos = (base.person.rho, _mirror(base.person.rho)) if wiring else (base.person.rho,)
    begun = _pinned(base) if wiring else base
    runs = {
        _label(reading, rho, rhos): _rewired(begun, rho).but(plan=[_read(t, reading) for t in base.plan])
        for rho in rhos
        for reading in READINGS
    }
    return Readings(base, added, rhos, compare(runs, level=level, outcomes=outcomes, engine=engine))


def _label(reading: str, rho: float, rhos: tuple[float, ...]) -> str:
    """Return the label of a run: the reading, and the wiring where there are two."""
    return f"{reading}, rho {rho:g}" if len(rhos) > 1 else reading


def _read(taken: Intervention, reading: str) -> Intervention:
    """Return the adaptogen under another reading; anything else as it is."""
    if taken.name != "adaptogen":
        return taken
    return replace(taken, reductions=adaptogen(reading=reading).reductions, reading=reading)


def _pinned(scenario: Scenario) -> Scenario:
    """Return the scenario with its start as five numbers, which no change of wiring moves."""
    return replace(scenario, start=scenario.initial())


def _rewired(scenario: Scenario, rho: float) -> Scenario:
    """Return the scenario with another `rho`."""
    return scenario if scenario.person.rho == rho else scenario.but(person=scenario.person.but(rho=rho))


def _mirror(rho: float) -> float:
    """Return `rho` with its sign turned."""
    low = PARAMETERS["rho"].low
    if rho == 0 or -rho < low:
        why = "has no sign to turn" if rho == 0 else f"turned is {-rho:g}, below {low:g}, the least allowed"
        raise InputError(
            f"compare_readings(wiring=True): rho = {rho:g} {why} ({PARAMETERS['rho'].meaning}). "
            f"Give a person with rho between {low:g} and {-low:g}, and not 0."
        )
    return -rho
