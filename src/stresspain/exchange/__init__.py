"""Other tools' formats, one file per format. Illustrative, not clinical."""
