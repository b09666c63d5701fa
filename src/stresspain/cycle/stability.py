"""Which rests hold: eigenvalues of the exact Jacobian along a curve of rests, and where they cross zero.

For rho >= 0 every arrow between states raises, so the Jacobian has no negative number off its
diagonal; its leading eigenvalue is then real (Perron and Frobenius), a rest holds exactly where
R'(q) < 1, and there is no Hopf point. For rho < 0 a pair of complex eigenvalues may cross zero
where R'(q) < 1: a Hopf point, beyond which pain swings up and down round the rest.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from stresspain.cycle.curves import projected
from stresspain.cycle.graphs import Curve, Floats, value_at
from stresspain.cycle.setting import Setting
from stresspain.model.equations import settled
from stresspain.model.errors import RunError
from stresspain.model.wiring import jacobian

#: Real part, 1/day, that the crossing eigenvalue may have left.
TOLERANCE = 1e-9


class Crossing(NamedTuple):
    """A point on a curve of rests where it ceases to hold without turning back.

    Attributes
    ----------
    value, pain : float
        The open number, and pain q, 0 to 1.
    frequency : float
        Imaginary part of the eigenvalue that crosses zero, radians per day; 0 where it is real.
    lost : {"above", "below"}
        For values on which side the rest does not hold.
    residual : float
        What its real part has left, 1/day.
    """

    value: float
    pain: float
    frequency: float
    lost: str
    residual: float


def eigenvalues(where: Setting, q: Any, *values: Any) -> npt.NDArray[np.complex128]:
    """Return the eigenvalues of the Jacobian at rests, 1/day, shape (n, 5), the slowest to fade first."""
    k = where.at(*values)
    found = np.linalg.eigvals(jacobian(settled(np.asarray(q, dtype=float), k), k)).astype(complex)
    order = np.argsort(-found.real, axis=-1, kind="stable")
    sorted_: npt.NDArray[np.complex128] = np.take_along_axis(found, order, axis=-1)
    return sorted_


def crossings(where: Setting, curve: Curve, spectrum: npt.NDArray[np.complex128]) -> list[Crossing]:
    """Return where eigenvalues cross zero along a piece of a curve that does not turn.

    Parameters
    ----------
    where : Setting
    curve : Curve
    spectrum : ndarray, shape (n, 5)
        The eigenvalues at its points, as `eigenvalues` sorts them.

    Raises
    ------
    RunError
        If a crossing could not be pinned down to `TOLERANCE`.
    """
    growing = np.sum(spectrum.real > 0, axis=-1)
    # Where something grows on both sides no ending is lost.
    changes = np.flatnonzero((growing[:-1] == 0) != (growing[1:] == 0))
    return [_crossing(where, curve, int(i), bool(growing[i])) for i in changes]


def _crossing(where: Setting, curve: Curve, i: int, grows_before: bool) -> Crossing:
    """Pin down where the largest real part is zero after point i."""
    from scipy.optimize import brentq

    def point(share: float) -> tuple[Floats, Floats]:
        q, value = (np.array([(1 - share) * part[i] + share * part[i + 1]]) for part in (curve.pains, curve.values))
        if curve.pains[i] == curve.pains[i + 1]:
            return q, value
        return (q, value_at(where, q)) if where.one_way() else projected(where, q, value)

    def leading(share: float) -> complex:
        return complex(eigenvalues(where, *point(share))[0, 0])

    share = float(brentq(lambda s: leading(s).real, 0.0, 1.0, xtol=1e-15, rtol=8.9e-16))
    (q,), (value,) = point(share)
    left = leading(share)
    if abs(left.real) > TOLERANCE:
        raise RunError(
            f"A change of stability near {where.open[0].name} = {value:.6g} could not be pinned down "
            f"(residual {abs(left.real):.1e} per day, allowed {TOLERANCE:.0e}). Please report this person."
        )
    rising = curve.values[i + 1] > curve.values[i]
    lost = "below" if rising == grows_before else "above"
    return Crossing(float(value), float(q), abs(left.imag), lost, abs(left.real))
