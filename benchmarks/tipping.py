"""How long a diagram of one number and a map of two take."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.report import Section, Table, verdict
from benchmarks.timing import Times, in_turn
from stresspain import adaptogen, tipping_map, tipping_points

_DIAGRAM_MS, _MAP_MS = 50.0, 2000.0

_TELLS = """`tipping_points(...)` over a whole declared range: every branch with its stability, folds and Hopf points,
the counting of endings in between. `tipping_map(...)` of 200 x 200 points: what endings there are, fold curves, cusps,
and the check against the search of rests. Neither draws. Processor time is held against the limits. Where rho is below
0 and a number acts on stress, nothing may be assumed and curves are traced on a grid; a map of two such numbers is the
slowest, and no limit is set for it."""

#: Name -> what is called with a person's numbers.
_DIAGRAMS: dict[str, Callable[..., object]] = {
    "load": lambda **who: tipping_points("load", person=who),
    "load, rho = -0.5": lambda **who: tipping_points("load", person={**who, "rho": -0.5}),
    "k_sw (no tipping point)": lambda **who: tipping_points("k_sw", person=who, load=0.4),
    "dose of the adaptogen": lambda **who: tipping_points("adaptogen", person=who, load=0.4, plan=adaptogen()),
    "tau_c, rho = -0.5": lambda **who: tipping_points("tau_c", person={**who, "rho": -0.5}, load=0.4),
}
_MAPS: dict[str, Callable[..., object]] = {
    "load and g": lambda **who: tipping_map("load", "g", person=who),
    "k_sw and k_qw": lambda **who: tipping_map("k_sw", "k_qw", person=who, load=0.55),
    "load and dose": lambda **who: tipping_map("load", "adaptogen", person=who, plan=adaptogen()),
    "load and k_sm, rho = -0.5": lambda **who: tipping_map("load", "k_sm", person={**who, "rho": -0.5}),
    "load and k_ls, rho = -0.5": lambda **who: tipping_map("load", "k_ls", person={**who, "rho": -0.5}),
}
_UNLIMITED = "load and k_ls, rho = -0.5"


def measure() -> Section:
    """Time diagrams and maps."""
    diagrams = in_turn({name: _varied(call) for name, call in _DIAGRAMS.items()}, rounds=5, block=5)
    maps = in_turn({name: _varied(call) for name, call in _MAPS.items()}, rounds=3, block=1)
    rows = [_row(f"diagram: {name}", times, _DIAGRAM_MS) for name, times in diagrams.items()]
    rows += [_row(f"map: {name}", times, None if name == _UNLIMITED else _MAP_MS) for name, times in maps.items()]
    return Section("Tipping points", _TELLS, [Table(("job", "ms", "processor, ms", "limit", "verdict"), rows)])


def _varied(call: Callable[..., object]) -> Callable[[int], object]:
    """Give each call a person who differs a little."""
    return lambda variant: call(m_rest=0.1 + 1e-7 * variant)


def _row(job: str, times: Times, limit: float | None) -> tuple[str, ...]:
    """Write one line of the table."""
    held = (f"<= {limit:g}", verdict(times.processor, at_most=limit)) if limit else ("", "")
    return (job, str(times), f"{times.processor:.1f}", *held)
