"""What an English reader needs of a Danish quote: its dates, numbers and words in English, by dictionary. Pure."""

import re

from retrieval.answering.english import analyser
from retrieval.answering.rules.phrases import month_name, say
from retrieval.answering.values import MONTHS, load_numerals
from retrieval.language.data import words
from retrieval.model.answers import Citation, Claim, Language

_UNITS = {
    "år": "years", "måned": "months", "måneder": "months", "uge": "weeks", "uger": "weeks", "dag": "days",
    "dage": "days", "time": "hours", "timer": "hours", "minutter": "minutes",
}  # fmt: skip
_NEGATIONS = {"ikke": "not", "ingen": "no", "intet": "nothing", "hverken": "neither", "kun": "only", "uden": "without"}
_NUMERALS = load_numerals(Language.DANISH)
_PIECE = re.compile(
    rf"(?P<date>\b(?P<day>\d{{1,2}})\. (?P<month>{'|'.join(MONTHS)})(?: (?P<year>(?:19|20)\d\d))?\b)|"
    rf"(?P<span>\b(?P<count>\d+|{'|'.join(_NUMERALS)}) (?P<unit>{'|'.join(sorted(_UNITS, key=len, reverse=True))})\b)|"
    rf"(?P<number>\b(?:{'|'.join(_NUMERALS)})\b)|(?P<negation>\b(?:{'|'.join(_NEGATIONS)})\b)|"
    r"(?P<word>[^\W\d_]{3,})",
    re.I,
)
_MOST = 12  # entries
_LONGEST = 200  # characters


def glossary_claim(question: str, citation: Citation) -> Claim | None:
    """The quote's dates, numbers and negations, then its words, with their English, but for what the question names."""
    known = set(re.findall(r"[a-z]+", question.lower())) | words("stopwords_en.tsv") - set(_NEGATIONS.values())
    entries: dict[str, str] = {}
    for match in sorted(_PIECE.finditer(citation.quote), key=lambda match: match["word"] is not None):
        english = _english(match)
        if english and not set(re.findall(r"\w+", english.lower())) <= known | {match[0].lower()}:
            entries.setdefault(match[0].lower(), english)
    told = ""
    for danish, english in list(entries.items())[:_MOST]:
        longer = f"{told}; {danish} = {english}" if told else f"{danish} = {english}"
        if len(longer) > _LONGEST:
            break
        told = longer
    return Claim(text=say(Language.ENGLISH, "glossary", entries=told), citations=(citation,)) if told else None


def _english(match: re.Match[str]) -> str:
    if match["date"]:
        month = month_name(Language.ENGLISH, MONTHS[match["month"].lower()])
        return f"{match['day']} {month} {match['year'] or ''}".strip()
    if match["span"]:
        return f"{_count(match['count'])} {_UNITS[match['unit'].lower()]}"
    if match["number"]:
        return _count(match["number"])
    if match["negation"]:
        return _NEGATIONS[match["negation"].lower()]
    return analyser().in_english(match["word"])


def _count(word: str) -> str:
    """A Danish numeral in English; digits as they are."""
    number = _NUMERALS.get(word.lower())
    return next((name for name, value in load_numerals(Language.ENGLISH).items() if value == number), word)
