"""Pictures of one virtual trial: everyone's scores with the contrasts, and what a change is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from stresspain.population.findings import record_of_finding
from stresspain.population.trials.results import Trial
from stresspain.population.trials.twins import PARTS, Twins
from stresspain.show.picture import Picture
from stresspain.show.style import GREY, NOTE, TEXT, dress, ink
from stresspain.show.virtual_trial_words import ASKED_WORDS, NOTHING, explain_trial, explain_twins, said_p

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: Distance between two arms in the panel of scores; entry and final stand 1 apart.
_STEP = 1.75


def plot_trial(found: Trial) -> Figure:
    """Draw everyone's score before and after by arm, and the contrasts with their intervals.

    Parameters
    ----------
    found : Trial

    Returns
    -------
    matplotlib Figure
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8.4, 4.6), layout="constrained")
    scores, forest = figure.subplots(1, 2, width_ratios=[1.0 + 0.35 * len(found.design.arms), 1.35])
    _scores(scores, found)
    _forest(forest, found)
    return figure


def _scores(axes: Axes, found: Trial) -> None:
    """Draw a line for each person, and the means of those who stayed."""
    design, entry, final = found.design, found.table["entry"], found.table["final"]
    for i, arm in enumerate(design.arms):
        look, x, here = ink(_place(found, arm.label)), _STEP * i, found.in_arm(arm.label)
        stayed = here & np.isfinite(final)
        axes.plot([x, x + 1], [entry[stayed], final[stayed]], color=look.colour, lw=0.7, alpha=0.28)
        axes.plot(np.full((here & ~stayed).sum(), x), entry[here & ~stayed], "x", color=GREY, ms=4.5, mew=1.0)
        means = [float(column[stayed].mean()) if stayed.any() else np.nan for column in (entry, final)]
        axes.plot([x, x + 1], means, color=look.colour, lw=3.0, marker="o", ms=7, mec="white", mew=1.2)
        for at, mean, side in ((x, means[0], "right"), (x + 1, means[1], "left")):
            shift = -9 if side == "right" else 9
            axes.annotate(
                f"{mean:.1f}",
                (at, mean),
                (shift, 0),
                textcoords="offset points",
                ha=side,
                va="center",
                fontsize=TEXT,
                fontweight="bold",
                color=look.colour,
                bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 0.8},
            )
    if design.entry is not None:
        axes.axhline(design.entry, color=GREY, lw=1.0, linestyle=(0, (4, 2)), zorder=0)
        axes.annotate(
            f"let in\nfrom {design.entry:g}",
            (0.0, design.entry),
            (4, -3),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            ha="left",
            va="top",
            fontsize=TEXT - 1.5,
            color=GREY,
        )
    ends = [_STEP * i + side for i in range(len(design.arms)) for side in (0.0, 1.0)]
    axes.set_xlim(-0.8, ends[-1] + 0.5)
    axes.set_xticks(ends, ["entry", f"day {design.measured[-1]:g}"] * len(design.arms))
    _names(axes, found)
    axes.set_ylabel(f"reported {ASKED_WORDS[design.outcome]} (0-10)", fontsize=TEXT)
    axes.set_title("Everyone's score", loc="left", fontsize=TEXT + 1.5, fontweight="bold", pad=8)
    axes.tick_params(labelsize=TEXT - 0.5)
    axes.spines[["top", "right"]].set_visible(False)


def _names(axes: Axes, found: Trial) -> None:
    """Write each arm's name and numbers below its two ends."""
    for i, arm in enumerate(found.design.arms):
        analysed, left = found.flow.analysed[arm.label], found.flow.left[arm.label]
        gone = f", {left} left (x)" if left else ""
        axes.annotate(
            f"{arm.label}\n{analysed} stayed{gone}",
            (_STEP * i + 0.5, 0.0),
            (0, -22),
            xycoords=("data", "axes fraction"),
            textcoords="offset points",
            ha="center",
            va="top",
            fontsize=TEXT - 0.5,
            color=ink(_place(found, arm.label)).colour,
            parse_math=False,
        )


def _place(found: Trial | Twins, label: str) -> int:
    """Return which ink an arm has: the control black, the others in order."""
    if len(found.design.arms) > 1 and label == found.design.control.label:
        return 0
    return 1 + [arm.label for arm in found.design.others].index(label)


def _forest(axes: Axes, found: Trial) -> None:
    """Draw each contrast as a point with its interval."""
    count = len(found.contrasts)
    axes.axvline(0.0, color="black", lw=1.0)
    for row, c in enumerate(found.contrasts):
        look, y = ink(_place(found, c.arm)), float(count - 1 - row)
        axes.plot([c.low, c.high], [y, y], color=look.colour, lw=3.0, solid_capstyle="butt")
        axes.plot(c.estimate, y, "o", color=look.colour, ms=9, mec="white", mew=1.4)
        against = "the same people before" if c.control == "before" else c.control
        place: dict[str, Any] = {
            "xycoords": ("axes fraction", "data"),
            "textcoords": "offset points",
            "ha": "left",
            "bbox": {"facecolor": "white", "edgecolor": "none", "pad": 1.0},
        }
        axes.annotate(
            f"{c.arm} against {against}",
            (0.02, y),
            (0, 17),
            va="bottom",
            fontsize=TEXT,
            color=look.colour,
            parse_math=False,
            **place,
        )
        corrected = f" (Holm {c.holm:.3f})" if count > 1 else ""
        said = f"{c.estimate:+.2f} ({c.low:+.2f} to {c.high:+.2f}), {said_p(c.p)}{corrected}"
        axes.annotate(said, (0.02, y), (0, -13), va="top", fontsize=TEXT - 1, color=GREY, **place)
    reach = 1.15 * max(max(abs(c.low), abs(c.high)) for c in found.contrasts)
    axes.set_xlim(-reach, reach)
    axes.set_ylim(-0.75, count - 0.25)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    dress(axes, x="difference, points\n< 0: lower in the arm", y="", title="Difference")


def picture_trial(found: Trial) -> Picture:
    """Return the picture of a trial with its words."""
    alt = f"Two panels ({NOTE}): everyone's score on entry and in the end, by arm; differences. {explain_trial(found)}"
    return Picture(plot_trial(found), alt, f"stresspain: {found.design.title}", record=record_of_finding(found))


def plot_twins(found: Twins) -> Figure:
    """Draw what each arm's change is made of, and the model's own effect in each person.

    Parameters
    ----------
    found : Twins

    Returns
    -------
    matplotlib Figure
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8.4, 4.8), layout="constrained")
    figure.get_layout_engine().set(w_pad=0.14)  # type: ignore[union-attr, call-arg]
    parts, effects = figure.subplots(1, 2, width_ratios=[1.65, 1.0])
    _parts(parts, found)
    _effects(effects, found)
    return figure


def _parts(axes: Axes, found: Twins) -> None:
    """Draw a bar for each part and arm, and the sums below them."""
    arms = [arm.label for arm in found.design.arms]
    # The ends of the scale count only where reports are kept within them.
    names = [name for name in PARTS if name != PARTS[-1] or any(found.means[arm][name] for arm in arms)]
    rows = [*names, "change of the score"]
    height = 0.78 / len(arms)
    for j, arm in enumerate(arms):
        look = ink(_place(found, arm))
        widths = [*(found.means[arm][name] for name in names), sum(found.means[arm].values())]
        at = [len(rows) - 1 - i + 0.39 - height * (j + 0.5) for i in range(len(rows))]
        axes.barh(at, widths, 0.9 * height, color=look.colour, alpha=0.8)
        for y, width in zip(at, widths, strict=True):
            number = f"{width:+.2f}" if width else "0"
            axes.annotate(
                f"{arm}: {number}" if y < 0.5 else number,
                (min(width, 0.0), y),
                (-3, 0),
                textcoords="offset points",
                ha="right",
                va="center",
                fontsize=TEXT - 1.5,
                color=look.colour,
                fontweight="bold" if y < 0.5 else "normal",
                parse_math=False,
            )
    axes.axvline(0.0, color="black", lw=1.0)
    axes.axhline(0.5, color=GREY, lw=0.8)
    axes.set_yticks(range(len(rows) - 1, -1, -1), rows)
    axes.get_yticklabels()[-1].set_fontweight("bold")
    low = min(sum(found.means[arm].values()) for arm in arms)
    axes.set_xlim(1.65 * min(low, -0.1), max(0.15, 1.2 * max(max(found.means[arm].values()) for arm in arms)))
    dress(axes, x="points on 0-10", y="", title="The change, in parts")
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)


def _effects(axes: Axes, found: Twins) -> None:
    """Draw how the model's own effect differs from person to person."""
    every = {arm.label: found.effects(arm.label) for arm in found.design.others}
    axes.set_title("The model's own effect", loc="left", fontsize=TEXT + 1.5, fontweight="bold", pad=8)
    if all(np.abs(own).max() < NOTHING for own in every.values()):
        axes.set_axis_off()
        axes.annotate("0 in everyone", (0.5, 0.5), xycoords="axes fraction", ha="center", fontsize=TEXT + 2)
        return
    low, high = (f(float(f(own)) for own in every.values()) for f in (min, max))
    low, high = min(low, 0.0) - 0.05, max(high, 0.0) + 0.05
    for j, (label, own) in enumerate(every.items()):
        look = ink(_place(found, label))
        bins = np.linspace(low, high, 25).tolist()
        axes.hist(own, bins, color=look.colour, alpha=0.3)
        axes.hist(own, bins, histtype="step", color=look.colour, lw=1.6, linestyle=look.dash)
        axes.axvline(float(own.mean()), color=look.colour, lw=2.0, linestyle=look.dash)
        axes.annotate(
            f"{label}\nmean {own.mean():+.2f}",
            (0.03, 0.98 - 0.12 * j),
            xycoords="axes fraction",
            va="top",
            fontsize=TEXT - 1,
            color=look.colour,
            parse_math=False,
        )
    axes.axvline(0.0, color="black", lw=1.0)
    axes.set_ylim(0, 1.3 * axes.get_ylim()[1])
    axes.set_xlabel("effect in one person, points", fontsize=TEXT)
    axes.set_ylabel("people", fontsize=TEXT)
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=TEXT - 0.5)


def picture_twins(found: Twins) -> Picture:
    """Return the picture of the same people in every arm with its words."""
    alt = f"Two panels ({NOTE}): parts of the mean change by arm; each person's own effect. {explain_twins(found)}"
    return Picture(plot_twins(found), alt, "stresspain: the same people in every arm", record=record_of_finding(found))
