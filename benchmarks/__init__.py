"""Timings of stresspain, each with its limit: `python -m benchmarks` from the repository root."""
