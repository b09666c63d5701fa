"""Many people: `simulate_many` beside a bare loop and other simulators, and what a million cost."""
