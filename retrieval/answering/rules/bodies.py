"""The bodies a question asks about as acting: "Hvad besluttede byrådet ...?", not "... sendt til byrådet". Pure."""

import re

from retrieval.question.understand import names_committee

_NAMED = re.compile(
    r"(?P<beside>\b(?:til|for|fra|ved|med|hos|at|to|from|with|that)\s(?:the\s)?)?"
    r"\b(?P<body>(?:\w+-(?:, \w+-)*,? og )?\w*udvalget|byrådet|kommunalbestyrelsen|"
    r"(?:the )?(?:city|town|municipal) council)s?\b",
    re.I,
)
_COUNCIL = re.compile(r"byråd|kommunalbestyrelse|council", re.I)


def bodies_named(question: str) -> list[str]:
    """The bodies it names as acting, as written; "udvalget" alone names none."""
    found = [match["body"] for match in _NAMED.finditer(question) if not match["beside"]]
    return [body for body in found if body.casefold() != "udvalget"]


def is_one_of(body: str, named: list[str]) -> bool:
    """Whether a meeting's body is one of those named; true where none is named."""
    return not named or any(_is_same(one, body) for one in named)


def _is_same(named: str, body: str) -> bool:
    if _COUNCIL.search(named):
        return bool(_COUNCIL.search(body))
    return names_committee(named, body)
