"""Measure every section, or the ones named, and write them to results.md."""

from __future__ import annotations

import sys

from benchmarks import cluster, explorer, first_call, fitting, imports, many, peers, report, tipping, trials, whole_call

#: To add a section: one module with a function `measure() -> Section`, and one line here.
SECTIONS = {
    "whole_call": whole_call.measure,
    "peers": peers.measure,
    "first_call": first_call.measure,
    "imports": imports.measure,
    "many": many.measure,
    "cluster": cluster.measure,
    "tipping": tipping.measure,
    "fitting": fitting.measure,
    "trials": trials.measure,
    "explorer": explorer.measure,
}


def main(asked: list[str]) -> int:
    """Measure and write; return 2 where a section is not known."""
    strange = [name for name in asked if name not in SECTIONS]
    if strange:
        print(f"No section is called {strange[0]!r}. Known: {', '.join(SECTIONS)}.", file=sys.stderr)
        return 2
    for name in asked or SECTIONS:
        print(f"{name} ...", flush=True)
        section = SECTIONS[name]()
        print(report.markdown(section))
        report.keep(section)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
