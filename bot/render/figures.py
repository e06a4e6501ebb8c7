"""Cells that are numbers."""

import re

_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)
_NUMBER = re.compile(r"[-−–]?\s*\d[\d.,]*\s*(?:%|(?:mio\.?|mia\.?)?\s*(?:kr\.?|DKK))?", re.ASCII)


def is_number(text: str) -> bool:
    """Whether a cell holds one number to compare with others, with its unit at most; a year is a name."""
    text = text.strip()
    return _NUMBER.fullmatch(text) is not None and _YEAR.fullmatch(text) is None
