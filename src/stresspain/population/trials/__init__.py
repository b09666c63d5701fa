"""Virtual trials: who is let in, who takes what, what is reported, and what is concluded from it."""
