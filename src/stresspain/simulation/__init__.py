"""Forward in time: scenarios, engines, runs, outcomes, comparisons, searches. Illustrative, not clinical."""
