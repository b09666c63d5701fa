"""Fitting a pain diary: a story told to numbers, which diagnoses nobody. Illustrative, not clinical."""
