"""Write pain_example.csv, a diary of pain that nobody wrote, and pain_example.toml, what was known to whoever fits it.

Illustrative, not clinical.

Run it from anywhere: python data/diaries/make_pain_example.py
"""

from pathlib import Path

import stresspain as sp

PUT_IN = {"k_qs": 0.7, "k_sm": 0.38}
STORY = sp.scenario(
    person=PUT_IN,
    load=[(0, 0.3), (14, 1.1), (49, 0.25)],
    start=[0.25, 1.2, 0.3, 0.2, 0.25],
    days=119,
    title="a bad month, and what came after",
)

if __name__ == "__main__":
    diary = sp.pain_diary(STORY, noise=0.5, missing=0.15, seed=3)
    here = Path(__file__).parent
    diary.to_csv(here / "pain_example.csv")
    STORY.but(person={}).to_file(here / "pain_example.toml")
