"""The cobweb picture: pain in, pain out, once round the cycle; and how the curve moves under a plan."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import fill
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import numpy.typing as npt

from stresspain.cycle.rests import Rest, rests_of
from stresspain.cycle.return_map import pain_out
from stresspain.cycle.setting import Setting, setting
from stresspain.model.equations import PAIN_SCALE, observables
from stresspain.population.findings import record_of_finding
from stresspain.show.picture import Picture
from stresspain.show.style import GREY, TEXT, Ink, dress, ink, new_axes
from stresspain.show.tipping_words import surroundings
from stresspain.show.words import CAVEAT

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Floats = npt.NDArray[np.float64]

_ROUNDS = 60
_BESIDE_RIDGE = 0.03


@dataclass(frozen=True, eq=False)
class _Curve:
    """One return map, ready to be drawn: pains in and out, and the rests (pain, stable), all 0 to 10."""

    label: str
    pain_in: Floats
    pain_out: Floats
    rests: tuple[tuple[float, bool], ...]
    steps: tuple[Floats, ...]


def cobweb(*, person: Any = None, load: float | None = None, damage: float | None = None, plan: Any = ()) -> Picture:
    """Draw the return map against the diagonal: where they meet, pain feeds itself at the same level.

    Parameters
    ----------
    person : Person or mapping of str to float, optional
        Whose numbers.
    load, damage : float, optional
        Held for good; dimensionless.
    plan : Intervention or sequence of Intervention
        Taken for good. If there is one, both curves are drawn, with and without it.

    Returns
    -------
    Picture

    Raises
    ------
    InputError
        If a number is out of range or a name unknown.

    Examples
    --------
    >>> print(cobweb(load=0.2).alt)
    Cobweb picture: pain in across, pain out up, both 0 to 10, at load 0.2. With nothing taken the curve meets the
    diagonal at 0.3 (stable). Illustrative, not clinical: this is a fact about five equations, not about a person.
    """
    where = setting([], person=person, load=load, damage=damage, plan=plan)
    curves = _curves(where)
    axes = _drawn(curves, new_axes(6.0))
    surrounding = surroundings(setting([], person=person, load=load, damage=damage)).removesuffix(
        ", with nothing taken"
    )
    told = " ".join(_words(curve) for curve in curves)
    alt = f"Cobweb picture: pain in across, pain out up, both 0 to 10, {surrounding}. {told} {CAVEAT}"
    return Picture(cast("Figure", axes.figure), alt, "Once round the cycle", record=record_of_finding(where))


def plot_cobweb(
    *,
    person: Any = None,
    load: float | None = None,
    damage: float | None = None,
    plan: Any = (),
    ax: Axes | None = None,
) -> Axes:
    """Draw what `cobweb` shows into axes.

    Parameters
    ----------
    person, load, damage, plan
        As for `cobweb`.
    ax : matplotlib Axes, optional
        Drawn into; fresh ones if none are given.

    Returns
    -------
    matplotlib Axes

    Raises
    ------
    InputError
        As for `cobweb`.
    """
    where = setting([], person=person, load=load, damage=damage, plan=plan)
    return _drawn(_curves(where), ax if ax is not None else new_axes(6.0))


def _curves(where: Setting) -> list[_Curve]:
    """Return the curve without the plan, and with it if there is one."""
    bare = setting([], person=where.person, load=where.load, damage=where.damage)
    plain = _curve(bare, "with nothing taken", ())
    if not where.plan:
        return [plain]
    label = "with " + " and ".join(map(str, where.plan))
    # Where pain was when the plan began: the highest rest without it.
    return [plain, _curve(where, label, (plain.rests[-1][0],))]


def _curve(where: Setting, label: str, starts: tuple[float, ...]) -> _Curve:
    """Work out one return map and its staircases; without starts they begin on both sides of the ridge."""
    k = where.at()
    q = np.linspace(0.0, 1.0, 401)
    found = [(_pain(rest, k), rest.stable) for rest in rests_of(k)]
    ridges = [pain for pain, stable in found if not stable]
    begin = starts or tuple(pain + way for pain in ridges for way in (-PAIN_SCALE * _BESIDE_RIDGE, 0.3))
    steps = tuple(_staircase(pain / PAIN_SCALE, k) for pain in begin if 0 <= pain <= PAIN_SCALE)
    return _Curve(label, PAIN_SCALE * q, PAIN_SCALE * np.asarray(pain_out(q, k)), tuple(found), steps)


def _pain(rest: Rest, k: Any) -> float:
    """Return the pain of a rest, 0 to 10, felt or not."""
    return PAIN_SCALE * float(observables(rest.state, k).pain)


def _staircase(q: float, k: Any) -> Floats:
    """Go round the cycle again and again: corners (pain in, pain out), shape (n, 2), 0 to 10."""
    corners = [(q, q)]
    for _ in range(_ROUNDS):
        out = float(pain_out(q, k))
        corners += [(q, out), (out, out)]
        if abs(out - q) < 1e-4:
            break
        q = out
    return PAIN_SCALE * np.array(corners)


def _drawn(curves: list[_Curve], axes: Axes) -> Axes:
    """Draw diagonal, curves, staircases and rests."""
    axes.plot([0, 10], [0, 10], color=GREY, lw=1.0, dashes=(2, 2))
    axes.text(8.55, 8.75, "out = in", ha="center", va="center", rotation=45, fontsize=TEXT - 1, color=GREY)
    for i, curve in enumerate(curves):
        look = ink(i)
        axes.plot(curve.pain_in, curve.pain_out, color=look.colour, linestyle=look.dash, lw=2.4, zorder=3)
        for steps in curve.steps if i == len(curves) - 1 else ():
            axes.plot(steps[:, 0], steps[:, 1], color=ink(2).colour, lw=1.0, zorder=2)
        for pain, stable in curve.rests:
            _dot(axes, pain, stable, look, above=i < len(curves) - 1)
    axes.set_xlim(0.0, 10.0)
    axes.set_ylim(0.0, 10.0)
    axes.set_aspect("equal")
    dress(axes, x="pain in (0-10)", y="pain out, once round the cycle (0-10)", title="What pain comes back as")
    _key(axes, curves)
    return axes


def _dot(axes: Axes, pain: float, stable: bool, look: Ink, *, above: bool) -> None:
    """Mark a rest: full where it is stable, hollow where it is not; with its pain above or below the diagonal."""
    inside = look.colour if stable else "white"
    axes.plot(pain, pain, "o", mfc=inside, mec=look.colour, ms=8, mew=1.8, zorder=5)
    axes.annotate(
        f"{pain:.1f}",
        (pain, pain),
        (-8, 4) if above else (8, -4),
        textcoords="offset points",
        ha="right" if above else "left",
        va="bottom" if above else "top",
        fontsize=TEXT - 0.5,
        color=look.colour,
        zorder=6,
    )


def _key(axes: Axes, curves: list[_Curve]) -> None:
    """Say which curve is which, and what the dots and the staircase mean."""
    from matplotlib.lines import Line2D

    keys = [
        Line2D([], [], color=ink(i).colour, linestyle=ink(i).dash, lw=2.4, label=fill(curve.label, 38))
        for i, curve in enumerate(curves)
    ]
    if any(curve.steps for curve in curves):
        keys.append(Line2D([], [], color=ink(2).colour, lw=1.0, label="round after round (not days)"))
    keys.append(Line2D([], [], marker="o", color="none", mfc="black", mec="black", ms=7, label="rest, stable"))
    if any(not stable for curve in curves for _, stable in curve.rests):
        keys.append(Line2D([], [], marker="o", color="none", mfc="white", mec="black", ms=7, label="rest, unstable"))
    axes.legend(handles=keys, loc="upper left", fontsize=TEXT - 1, frameon=False)


def _words(curve: _Curve) -> str:
    """Say where a curve meets the diagonal."""
    met = [f"{pain:.1f} ({'stable' if stable else 'unstable'})" for pain, stable in curve.rests]
    places = met[0] if len(met) == 1 else ", ".join(met[:-1]) + " and " + met[-1]
    return f"{curve.label[0].upper()}{curve.label[1:]} the curve meets the diagonal at {places}."
