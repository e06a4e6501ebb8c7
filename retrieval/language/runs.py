"""Names made of nothing but common words ("Alle skal med"): runs of stop words as terms of their own."""

from collections.abc import Iterable, Iterator

from retrieval.language.tokens import Token, TokenKind

_LENGTH = 3
_JOINT = "_"


def runs(read: Iterable[Token], stopwords: frozenset[str]) -> Iterator[str]:
    """Every three stop words that stand together, joined by low lines; other tokens part them."""
    run: list[str] = []
    for token in read:
        if token.kind is not TokenKind.WORD or token.text not in stopwords:
            run.clear()
            continue
        run.append(token.text)
        if len(run) >= _LENGTH:
            yield _JOINT.join(run[-_LENGTH:])
