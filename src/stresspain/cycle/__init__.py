"""Why the cycle is vicious: the return map, rests, tipping points, loops. Illustrative, not clinical."""
