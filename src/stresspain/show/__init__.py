"""Pictures and words: plots, explanations, the report. Illustrative, not clinical."""
