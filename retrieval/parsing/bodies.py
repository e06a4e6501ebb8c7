"""The bodies that decide: how minutes name them, whether two names mean one, how far up the ladder they are."""

import re
from functools import lru_cache

from retrieval.model.vocabulary import Stage

_WORD = r"[A-ZÆØÅ][\wæøåé]*-?"
_KIND = (
    r"(?:udvalget|udvalgets|udvalg|byrådet|byrådets|byråd|rådet|rådets|råd|kommunalbestyrelsen|kommunalbestyrelsens"
    r"|kommunalbestyrelse|magistraten|bestyrelsen|bestyrelse|regionsrådet|regionsråd|nævnet|nævn|kommissionen)"
)
_OWN_WORD = r"(?!\w*(?:udvalget|rådet|forvaltningen|bestyrelsen)\b)[A-ZÆØÅ][\wæøåé]*"
_BEFORE = rf"(?:(?:{_OWN_WORD}-, |{_OWN_WORD}-? ?/ ?){{0,4}}{_OWN_WORD}-?,? (?:og|&) |{_OWN_WORD}- )?"
_CONNECTOR = r"(?:,? og |, )"
BODY = (
    rf"(?=[A-ZÆØÅ])(?:{_BEFORE}[A-ZÆØÅ][\wæøåé]*-?{_KIND}(?!\w)"
    rf"|(?:Udvalget|Udvalg|Rådet) (?:for|vedrørende) {_WORD}(?:{_CONNECTOR}[A-ZÆØÅa-zæøå][\wæøåé]*-?){{0,6}}"
    rf"|Byrådet|Byråd|Kommunalbestyrelsen|Kommunalbestyrelse|Magistraten|Borgerrepræsentationen|Regionsrådet|Regionsråd|Udvalget"
    rf"|Rådet|Bestyrelsen"
    rf"|[A-ZÆØÅ][a-zæøå]+sk [Uu]dvalg(?:et)?|[A-ZÆØÅ][a-zæøå]+t Råd"
    rf"|(?!Kommune ){_WORD} Byråd(?:et)?)(?!\w)"
)
_BODY = re.compile(BODY)
_COUNCIL = ("byråd", "kommunalbestyrelse", "borgerrepræsentation", "regionsråd")
_GENERIC = frozenset({"udvalget", "udvalg", "rådet", "råd", "bestyrelsen"})
_SMALL_WORDS = frozenset({"og", "i", "for", "af", "den", "kl.", "d.", "til", "vedrørende", "på"})
_PERIOD = re.compile(r"\s*\(?\b((?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)?\d\d)?)\b\)?\s*")
_ENDING = re.compile(r"(udvalg|råd|bestyrelse|nævn|magistrat|borgerrepræsentation)(?:et|en|n)?s?$")


def split_period(name: str) -> tuple[str, str]:
    """A body's name without its period, and the period: "Byråd 2022-2025" gives ("Byråd", "2022-2025")."""
    match = _PERIOD.search(name)
    if match is None:
        return name.strip(" -–,:"), ""
    rest = name[: match.start()] + " " + name[match.end() :]
    return rest.strip(" -–,:"), re.sub(r"\s", "", match[1]).replace("–", "-")


@lru_cache(maxsize=1_024)
def fold_body(name: str) -> str:
    """A body's name as it can be compared: lower case, no period, no article, no punctuation."""
    name = split_period(name)[0].casefold()
    name = _ENDING.sub(r"\1", re.sub(r"[^\wæøå]+", "", name))
    return re.sub(r"og(?=\w)|[-,\s]", "", name)


def is_same_body(one: str, other: str) -> bool:
    """Whether two printed names mean the same body; the bare "Udvalget" means whichever is spoken of."""
    if one.casefold() in _GENERIC or other.casefold() in _GENERIC:
        return not (_is_council(one) or _is_council(other))  # no council calls itself "Udvalget"
    left, right = fold_body(one), fold_body(other)
    if left == right:
        return True
    return _is_council(one) and _is_council(other)


def stage_of(body: str) -> Stage:
    """How far up the ladder a decision of `body` is."""
    if not body:
        return Stage.UNSTATED
    if _is_council(body):
        return Stage.COUNCIL
    return Stage.FINANCE_COMMITTEE if fold_body(body).startswith("økonomiudvalg") else Stage.COMMITTEE


def find_body(text: str) -> str:
    """The first body named in `text`, as printed, or empty."""
    match = _BODY.search(text)
    return match[0].removesuffix("s") if match and match[0].endswith(("ets", "ens")) else match[0] if match else ""


def in_small_letters(text: str) -> str:
    """A line printed in capitals as it would be written: "TEKNIK- OG MILJØUDVALGET" is "Teknik- og Miljøudvalget"."""
    if not text.isupper():
        return text
    return " ".join(word if word in _SMALL_WORDS else word[:1].upper() + word[1:] for word in text.lower().split(" "))


def leading_body(text: str) -> str:
    """The body that `text` begins with, as printed, or empty."""
    match = _BODY.match(text)
    return match[0] if match else ""


def is_genitive(named: str) -> bool:
    """Whether a body is named as the owner of something ("Økonomiudvalgets indstilling") and does nothing itself."""
    return named.endswith(("ets", "ens"))


def _is_council(name: str) -> bool:
    folded = fold_body(name)
    return any(folded.endswith(word) for word in _COUNCIL) and "udvalg" not in folded
