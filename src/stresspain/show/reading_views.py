"""Pictures and words of `stresspain.compare_readings`. Every sentence is worked out from the numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stresspain.model.catalogue import READINGS
from stresspain.show.picture import Picture
from stresspain.show.style import GREY, TEXT, dress, ink, label_ends, new_axes
from stresspain.show.words import CAVEAT
from stresspain.simulation.readings import Readings
from stresspain.simulation.run import Run

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_OF = {"guide": "the guide's reading", "trials": "the trials' reading", "none": "the no-effect reading"}

#: Two endings, or two effects on one (felt pain, 0-10) closer than this are told as the same.
_SAME = 0.3


_NEGATIVE = ("does not recover", "never gets painful")


# --- words ----------------------------------------------------------------------------------------


def explain_readings(found: Readings) -> str:
    """Say in plain sentences whether the readings agree, and how much hangs on the wiring.

    Parameters
    ----------
    found : Readings

    Returns
    -------
    str

    Examples
    --------
    >>> from stresspain.model.catalogue import adaptogen
    >>> from stresspain.simulation.readings import compare_readings
    >>> from stresspain.simulation.scenario import scenario
    >>> course = scenario(load=0.4, start="painful", plan=adaptogen(600, stop=84), days=400)
    >>> print(explain_readings(compare_readings(course)))
    Adaptogen 600 mg a day. The guide's reading recovers (felt pain ends at 0.6 of 10); the trials' reading
    does not (5.9), nor does the no-effect reading (5.9). Equations, person and doses are the same three
    times: the reading decides. Illustrative, not clinical: this is a fact about five equations, not about a person.
    """
    sentences = [_dose(found), sentence_of_readings(found)]
    if len(found.rhos) > 1:
        sentences += [_other_wiring(found), sentence_of_wiring(found)]
    return " ".join([*sentences, CAVEAT])


def _dose(found: Readings) -> str:
    """Say what is taken, and whether it was added."""
    (taken,) = (t for t in found.scenario.plan if t.name == "adaptogen")
    said = str(taken).split(" (")[0]
    if found.added:
        return f"The scenario has no adaptogen, so {said} from day 0 on was added."
    return f"{said.capitalize()}."


def sentence_of_readings(found: Readings) -> str:
    """Say which readings recover under the person's own wiring."""
    fates = {reading: _fate(found.run(reading), found.comparison.level) for reading in READINGS}
    same = len(set(fates.values())) == 1
    ends = [float(found.run(reading)["felt_pain"][-1]) for reading in READINGS]
    apart = max(ends) - min(ends)
    alike = (
        "the three agree."
        if apart < _SAME
        else f"the verdict is the same, felt pain ends up to {apart:.1f} points apart."
    )
    end = alike if same else "the reading decides."
    told = _told(found, found.rhos[0], "felt pain ends at {:.1f} of 10")
    return f"{told} Equations, person and doses are the same three times: {end}"


def _told(found: Readings, rho: float, first: str) -> str:
    """Write what becomes of each reading under one wiring; the first number is introduced."""
    parts: list[str] = []
    before = ""
    for reading in READINGS:
        run = found.run(reading, rho)
        fate = _fate(run, found.comparison.level)
        number = (first if not parts else "{:.1f}").format(float(run["felt_pain"][-1]))
        parts.append(f"{_phrase(_OF[reading], fate, before)} ({number})")
        before = fate
    text = "; ".join(parts).replace("; nor", ", nor")
    return f"{text[0].upper()}{text[1:]}."


def _phrase(who: str, fate: str, before: str) -> str:
    """Write who does what, in short where the one before does the same or the opposite."""
    if fate == before:
        return f"{'nor' if fate in _NEGATIVE else 'so'} does {who}"
    return f"{who} does not" if (before, fate) == ("recovers", _NEGATIVE[0]) else f"{who} {fate}"


def _fate(run: Run, level: float) -> str:
    """Say what becomes of a run: it recovers, or not, or never was painful."""
    pain = run["felt_pain"]
    if pain[-1] > level:
        return _NEGATIVE[0] if pain[0] > level else "ends in pain"
    return "recovers" if (pain > level).any() else _NEGATIVE[1]


def _other_wiring(found: Readings) -> str:
    """Say what becomes of each reading under the other wiring."""
    rho = found.rhos[1]
    told = _told(found, rho, "ends at {:.1f}")
    return f"With the sign of rho turned, so that {_acts(rho)}: {told[0].lower()}{told[1:]}"


def _acts(rho: float) -> str:
    """Say what cortisol does."""
    return f"cortisol {'lets inflammation through' if rho > 0 else 'restrains inflammation'} (rho = {rho:g})"


def sentence_of_wiring(found: Readings) -> str:
    """Say whether the wiring or the dose moves the ending more, by the guide's reading and by the trials'."""
    own, other = found.rhos
    wiring = abs(found.ending("none", other) - found.ending("none", own))
    guide, trials = (abs(found.ending(reading, own) - found.ending("none", own)) for reading in ("guide", "trials"))
    said = (
        f"With no herb the sign alone moves the ending by {wiring:.1f} points; the dose moves it by {guide:.1f} as the "
        f"guide tells it and by {trials:.1f} as the trials read"
    )
    first, second = _against(wiring, guide), _against(wiring, trials)
    if first == second:
        return f"{said}: the wiring decides {first} the dose."
    return f"{said}: the wiring decides {first} the dose of the guide, and {second} the dose of the trials."


def _against(wiring: float, dose: float) -> str:
    """Say how two effects compare."""
    if abs(wiring - dose) < _SAME:
        return "as much as"
    return "more than" if wiring > dose else "less than"


# --- pictures -------------------------------------------------------------------------------------


def plot_readings(found: Readings, rho: float | None = None, *, ax: Axes | None = None) -> Axes:
    """Draw felt pain under every reading for one wiring, and below it when the adaptogen is taken.

    Parameters
    ----------
    found : Readings
    rho : float, optional
        Which wiring; the person's own if none is given.
    ax : matplotlib Axes, optional
        Drawn into; fresh ones if none are given.

    Returns
    -------
    matplotlib Axes

    Examples
    --------
    >>> from stresspain.simulation.readings import compare_readings
    >>> from stresspain.simulation.scenario import scenario
    >>> plot_readings(compare_readings(scenario(days=28))).get_ylabel()
    'felt pain (0-10)'
    """
    axes = ax if ax is not None else new_axes()
    wiring = found.rhos[0] if rho is None else rho
    ends = []
    for i, reading in enumerate(READINGS):
        run = found.run(reading, wiring)
        axes.plot(run.days, run["felt_pain"], color=ink(i).colour, linestyle=ink(i).dash, lw=2.2)
        ends.append((float(run["felt_pain"][-1]), reading, ink(i).colour))
    axes.axhline(found.comparison.level, color=GREY, lw=0.8, dashes=(1, 3))
    _taken(axes, found)
    axes.set_ylim(-1.0, 10.0)
    axes.set_yticks(range(0, 11, 2))
    days = found.run("none", wiring).days
    axes.set_xlim(float(days[0]), float(max(days[-1], days[0] + 1e-9)))
    both = len(found.rhos) > 1
    dress(axes, x="day", y="felt pain (0-10)", title=f"rho = {wiring:g}" if both else "What one believes")
    if both:
        acts = _acts(wiring).partition(" (")[0]
        axes.text(0.02, 0.96, acts, transform=axes.transAxes, fontsize=TEXT + 1, va="top")
    label_ends(axes, ends, gap=0.06)
    return axes


def _taken(axes: Axes, found: Readings) -> None:
    """Draw when the adaptogen is taken as a bar below zero."""
    (taken,) = (t for t in found.scenario.plan if t.name == "adaptogen")
    end = float(found.scenario.grid[-1])
    spans = [(c.start, min(c.stop, end) - c.start) for c in taken.courses.taken if c.start < end and c.amount > 0]
    axes.axhline(0.0, color=GREY, lw=0.8)
    axes.broken_barh(spans, (-0.82, 0.6), facecolors="#B8D8CC", edgecolor="#007A5A", lw=0.8)
    start, length = spans[0] if spans else (0.0, 0.0)
    after = start + length if length < 0.4 * end and len(spans) == 1 and start + length < 0.5 * end else start
    axes.text(after + 0.012 * end, -0.53, str(taken).split(" (")[0], fontsize=TEXT - 2, va="center")


def picture_readings(found: Readings) -> Picture:
    """Return a picture of the readings with its words, a panel for each wiring."""
    from matplotlib.figure import Figure

    wide = len(found.rhos) > 1
    figure = Figure(figsize=(10.4 if wide else 8.0, 4.4), layout="constrained")
    panels = figure.subplots(1, len(found.rhos), squeeze=False, sharey=True)[0]
    for axes, rho in zip(panels, found.rhos, strict=True):
        plot_readings(found, rho, ax=axes)
    for axes in panels[1:]:
        axes.set_ylabel("")
    panes = "two panels, one for each sign of rho" if wide else "one line for each reading"
    alt = f"Line chart of felt pain under what one may believe of the adaptogen, {panes}. {explain_readings(found)}"
    return Picture(figure, alt, "stresspain readings", record=found.record())
