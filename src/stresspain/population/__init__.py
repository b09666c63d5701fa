"""Many virtual people: who they are, running them all, what varies with what. Illustrative, not clinical."""
