"""A claim's own words cut into sentences and clauses; what it quotes is set apart. Pure."""

import re
from functools import lru_cache

_QUOTED = re.compile(r"»([^«»]*)«|“([^“”]*)”|„([^„“”]*)[“”]|\"([^\"]*)\"")
_SHORT = (
    "kr",
    "mio",
    "mia",
    "pct",
    "nr",
    "ca",
    "pr",
    "bl.a",
    "hhv",
    "pkt",
    "kl",
    "stk",
    "f.eks",
    "evt",
    "inkl",
    "jf",
    "Dr",
    "Mr",
    "Ms",
)
_NOT_AFTER = "".join(rf"(?<!\b{re.escape(word)})" for word in _SHORT) + r"(?<!\d)(?<!\b[A-ZÆØÅ])"
_SENTENCE_END = re.compile(
    rf"(?:{_NOT_AFTER}\.|(?<=\b(?:kr|io|ia|ct)\.)|(?<=\d{{4}})\.|[!?;:\n])(?=\s+[A-ZÆØÅ»\"(]|\s*$|\s*\n)"
)
_CLAUSE_END = re.compile(
    r"[;:]\s|,\s+(?:men|og|mens|hvorefter|dog|but|and|while|whereas)\s|\s(?:men|but)\s", re.IGNORECASE
)


def own_words(text: str) -> str:
    """The text without what it quotes."""
    return _QUOTED.sub(" ", text)


def quoted_words(text: str) -> list[str]:
    """What the text sets in quotation marks."""
    return [next(filter(None, groups), "") for groups in _QUOTED.findall(text)]


def split_sentences(text: str) -> list[str]:
    """The sentences of `text`; abbreviations, amounts and dates do not end one."""
    return list(_split(text))


@lru_cache(maxsize=4096)
def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in _SENTENCE_END.split(text) if part and part.strip())


def split_clauses(text: str) -> list[str]:
    """The clauses of `text`: sentences cut once more before "men", "og" after a comma, and the like."""
    return [
        clause.strip() for sentence in split_sentences(text) for clause in _CLAUSE_END.split(sentence) if clause.strip()
    ]
