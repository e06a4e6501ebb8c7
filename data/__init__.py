"""Sample minutes of an invented municipality, to try everything with."""
