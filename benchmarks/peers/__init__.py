"""Other simulators on the same equations and switches, each at its fastest setting that is accurate enough.

A peer is a module with `NAME`, and `settings(example)`, which gives pairs (what was set, `Peer`). The equations are
never typed again: libroadrunner gets them traced by SymPy, diffrax runs the plain right-hand side on JAX arrays.
"""

from __future__ import annotations

from benchmarks.peers.measured import measure

__all__ = ["measure"]
