"""`simulate_many` beside other simulators on the same job."""

from __future__ import annotations

from benchmarks.crowd.clock import Rates, Way, cores
from benchmarks.crowd.job import SAMPLE, Truth, alone, crowd, ours
from benchmarks.crowd.others import (
    ABSOLUTE,
    RELATIVE,
    diffrax,
    libroadrunner,
    prepared_for_diffrax,
    scipy_loop,
)
from benchmarks.report import Table, verdict

#: How many people each way is timed on.
_MANY, _DIFFRAX, _STACKED, _LIBROADRUNNER, _LOOP = 98_304, 16_384, 2048, 1024, 48
_BATCHES = (64, 256, 1024, 4096)
_ROUNDS = 5

#: The largest error allowed of ours.
ACCURATE = 1e-7

OURS = f"`simulate_many`, heyoka, {cores()} threads"
STACKED = "`simulate_many`, scipy, stacked"
LOOP = f"SciPy loop, LSODA, rtol {RELATIVE:g}"
FAITHFUL = "SciPy loop, LSODA, as accurate as `simulate`"
ROADRUNNER = f"libroadrunner loop, CVODE, rtol {RELATIVE:g}"
WHOLE = f"diffrax, one vmap over everyone, Tsit5, rtol {RELATIVE:g}"

TELLS = f"""Third table: other ways to do that job. They are given everyone's numbers and calm starts before the clock
starts, and only the weekly states are asked of them (atol {ABSOLUTE:g}), so every advantage is theirs; `simulate_many`
is the whole call again. diffrax and `simulate_many` may use every core, the loops use one: people a second of
processor time compare cores. diffrax is timed on {_MANY:,} people in one vmap and on {_DIFFRAX:,} in batches, each
loop on fewer; the rounds take turns.
The error is the largest of any state, the effect level or (ours) felt pain, on any day reported, of {SAMPLE} people,
against DOP853 at 1e-12 with steps of at most a day. Fourth table: the limits."""


def measure() -> list[Table]:
    """Time every way in turn, and hold them against each other."""
    people = crowd(_MANY)
    ways, paths = _ways(alone(people))
    truth = Truth(people)
    errors = {name: truth.error(path()) for name, path in paths.items()}
    errors |= {OURS: truth.of_ours("heyoka"), STACKED: truth.of_ours("scipy")}
    rates = Rates(ways, _ROUNDS)
    rows = [(name, *rates.told(name), f"{errors[name]:.0e}" if name in errors else "") for name in ways]
    heads = ("way", "people/s by the clock", "people/s of processor time", "max error")
    return [Table(heads, rows), _limits(rates, errors)]


def _ways(problems: list) -> tuple[dict[str, Way], dict]:
    """Return every way, and those whose paths are looked at."""
    prepared = prepared_for_diffrax(problems)
    some = prepared[:_DIFFRAX]
    paths = {
        LOOP: scipy_loop(problems[:_LOOP]),
        FAITHFUL: scipy_loop(problems[: _LOOP // 2], looser=1.0),
        ROADRUNNER: libroadrunner(problems[:_LIBROADRUNNER]),
        WHOLE: diffrax(prepared, problems[0], len(prepared)),
    }
    paths |= {f"diffrax, {batch} people at a time": diffrax(some, problems[0], batch) for batch in _BATCHES}
    counts = {WHOLE: _MANY, LOOP: _LOOP, FAITHFUL: _LOOP // 2, ROADRUNNER: _LIBROADRUNNER}
    ways = {
        OURS: Way(_MANY, lambda turn: ours(crowd(_MANY, turn))),
        STACKED: Way(_STACKED, lambda turn: ours(crowd(_STACKED, turn), engine="scipy", threads=1)),
    }
    ways |= {name: Way(counts.get(name, _DIFFRAX), lambda _, run=run: run()) for name, run in paths.items()}
    return ways, {name: paths[name] for name in paths if name in counts}


def _limits(rates: Rates, errors: dict[str, float]) -> Table:
    """Hold ours against each."""
    asked = ((OURS, WHOLE, 10), (OURS, ROADRUNNER, 25), (OURS, LOOP, 200), (STACKED, LOOP, 8))
    rows = []
    for name, other, least in asked:
        ratio = rates.ratio(name, other)
        work = rates.ratio_of_work(name, other)
        kept = verdict(ratio, at_least=least)
        rows.append((f"{name} / {other}", f"{ratio:.1f}", f"{work:.1f}", f">= {least}", kept))
    best = min(rates.ratio(OURS, name) for name in rates.clock if name.startswith("diffrax"))
    rows.append((f"{OURS} / diffrax at its best batch", f"{best:.1f}", "", "", ""))
    rows.append((f"{STACKED} / {FAITHFUL}", f"{rates.ratio(STACKED, FAITHFUL):.1f}", "", "", ""))
    rows += [
        (f"max error of {name}", f"{errors[name]:.0e}", "", f"<= {ACCURATE:g}", verdict(errors[name], at_most=ACCURATE))
        for name in (OURS, STACKED)
    ]
    return Table(("what", "by the clock", "of processor time", "limit", "verdict"), rows)
