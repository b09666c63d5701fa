"""What a search for tipping points returns: values that say what they hold. Illustrative, not clinical."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from stresspain.cycle.setting import Setting
from stresspain.model.quantity import Quantity
from stresspain.model.views import view

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class TippingPoint:
    """Where an ending is born or lost.

    Attributes
    ----------
    kind : {"fold", "hopf", "crossing"}
        A fold: the ending meets the ridge and both are gone. A Hopf point (rho < 0 only): the
        ending turns into swings. A crossing: the rested body itself (no pain at all) tips.
    value : float
        Of the parameter, in its unit.
    felt_pain : float
        There, 0 to 10.
    ending : {"calm", "painful"}
        Which ending it is: the lower or the upper one.
    lost : {"above", "below"}
        For values on which side that ending is no more.
    period_days : float or None
        At a Hopf point, days from one swing to the next.
    residual : float
        What is left of the equations that it solves: at a fold the larger of ``|R(q) - q|`` and
        ``|R'(q) - 1|``, else the real part of the eigenvalue, 1/day.
    """

    kind: str
    value: float
    felt_pain: float
    ending: str
    lost: str
    period_days: float | None
    residual: float


@dataclass(frozen=True, eq=False)
class Branch:
    """One curve of rests, in order.

    Attributes
    ----------
    values : ndarray, shape (n,)
        Of the parameter, in its unit.
    pain : ndarray, shape (n,)
        What would be felt with no painkiller, 0 to 10.
    felt_pain : ndarray, shape (n,)
        0 to 10.
    stable : ndarray of bool, shape (n,)
        By the eigenvalues of the Jacobian; False at a tipping point itself.
    residual : float
        The largest ``|R(q) - q|`` along it.
    """

    values: Floats
    pain: Floats
    felt_pain: Floats
    stable: npt.NDArray[np.bool_]
    residual: float


@dataclass(frozen=True)
class Regime:
    """A stretch of the parameter without a tipping point inside.

    Attributes
    ----------
    low, high : float
        Its ends, in the parameter's unit.
    endings, rests : int
        How many rests are stable, and how many there are.
    felt_pain : tuple of float
        Of the endings at the middle, 0 to 10, rising.
    """

    low: float
    high: float
    endings: int
    rests: int
    felt_pain: tuple[float, ...]

    @property
    def name(self) -> str:
        """Such as ``"two endings"``."""
        return {0: "no steady ending", 1: "one ending", 2: "two endings"}.get(self.endings, f"{self.endings} endings")


class Window(NamedTuple):
    """Values for which two endings coexist; `open_low` and `open_high` where the declared range cuts it off."""

    low: float
    high: float
    open_low: bool
    open_high: bool


@dataclass(frozen=True, eq=False)
class TippingPoints:
    """What happens to a person's endings as one number changes.

    Attributes
    ----------
    setting : Setting
        Who, under what, and which number is open between which ends.
    points : tuple of TippingPoint
        Rising in value; empty if there is none.
    branches : tuple of Branch
        All rests, stable or not.
    regimes : tuple of Regime
        From one tipping point to the next, from end to end of the range.
    """

    setting: Setting
    points: tuple[TippingPoint, ...]
    branches: tuple[Branch, ...]
    regimes: tuple[Regime, ...]

    @property
    def quantity(self) -> Quantity:
        """The number that was varied, and between which ends."""
        return self.setting.open[0]

    @property
    def parameter(self) -> str:
        """Its name."""
        return self.quantity.name

    @property
    def folds(self) -> tuple[float, ...]:
        """The values at which folds lie, rising."""
        return tuple(point.value for point in self.points if point.kind == "fold")

    @property
    def windows(self) -> tuple[Window, ...]:
        """Where two endings coexist."""
        low, high = self.quantity.low, self.quantity.high
        found: list[Window] = []
        for regime in self.regimes:
            if regime.endings < 2:
                continue
            begin = found.pop().low if found and found[-1].high == regime.low else regime.low
            found.append(Window(begin, regime.high, begin == low, regime.high == high))
        return tuple(found)

    @property
    def residual(self) -> float:
        """The largest residual of any tipping point or branch."""
        residuals = [point.residual for point in self.points] + [branch.residual for branch in self.branches]
        return max(residuals, default=0.0)

    def explain(self) -> str:
        """Say in plain sentences where the tipping points lie and what is lost there."""
        return str(view("explain tipping points")(self))

    def plot(self) -> Any:
        """Return the diagram: felt pain at rest over the parameter, with alternative text."""
        return view("plot tipping points")(self)

    def to_dict(self) -> dict[str, Any]:
        """Return parameter, ends, tipping points, windows and regimes as plain data (JSON)."""
        return {
            "setting": self.setting.to_dict(),
            "parameter": self.parameter,
            "unit": self.quantity.unit,
            "from": self.quantity.low,
            "to": self.quantity.high,
            "points": [dict(vars(point)) for point in self.points],
            "windows": [window._asdict() for window in self.windows],
            "regimes": [{**vars(r), "felt_pain": list(r.felt_pain), "name": r.name} for r in self.regimes],
            "residual": self.residual,
        }

    def __repr__(self) -> str:
        where = f"{self.parameter} from {self.quantity.low:g} to {self.quantity.high:g}"
        found = ", ".join(f"{point.kind} {point.value:.6g}" for point in self.points) or "none"
        return f"<Tipping points for {where}: {found} (illustrative)>"
