"""What a language model's claims must pass besides: they say no more, and nothing else, than their quotes. Pure."""

import re
from collections.abc import Sequence
from functools import lru_cache

from retrieval.answering.arrangement import check_arrangement
from retrieval.answering.clauses import split_sentences
from retrieval.answering.english import shared_words
from retrieval.answering.grounding import fold
from retrieval.answering.wording import any_of, load_data, load_wording
from retrieval.model.answers import Citation, Language
from retrieval.model.minutes import AgendaItem, Span
from retrieval.model.vocabulary import Outcome, SectionKind

SHORTEST_QUOTE = 12  # characters; shorter ones could stand for anything
LONGEST_CLAIM = 600  # characters
SHARED = 0.5  # share of a claim's longer words that its sources must hold, measured on the lying stand-in
STEM = 5  # letters by which two Danish word forms are taken for one word
_MARKUP = re.compile(r"https?:|www\.|\w@\w|[<>{}\[\]`\\]|\w+\.(?:dk|com|org|net|ru|io)\b", re.IGNORECASE)
_YES_OR_NO = re.compile(
    r"(?:(?:ja|nej|yes)\b(?!-\w)|(?:jo|no|korrekt|correct|rigtigt|true|false)(?=\s*(?:[,.:;!–-]|$)))[\s,.:;!–-]*",
    re.IGNORECASE,
)
_BLANK_LINES = re.compile(r"(\n[^\S\n]*\n\s*)")
_LONG = r"[^\W\d_]{4,}"
_OPPOSED = (("up", "down"), ("start", "stop"), ("surplus", "deficit"))
_FINAL = frozenset({Outcome.APPROVED, Outcome.APPROVED_WITH_AMENDMENT})


def check_strict(words: str, citations: Sequence[Citation], items: Sequence[AgendaItem], language: Language) -> str:
    """Why a model's claim cannot stand though its values and names do; empty where it can."""
    quotes = " ".join(fold(citation.quote) for citation in citations)
    ground = " ".join([quotes, *(item.title for item in items), *(citation.committee for citation in citations)])
    return (
        _check_form(words, quotes, citations)
        or _check_loaded(words, quotes)
        or _check_opposites(words, quotes)
        or _check_denial(words, quotes)
        or _check_borne("actors", "actors", words, ground)
        or _check_borne("money_told", "money_borne", words, ground)
        or _check_proposed(words, citations, items)
        or check_arrangement(words, citations, language)
        or _check_shared(words, quotes, items, citations, language)
    )


def without_yes_or_no(text: str) -> str:
    """The statement without a yes or no before it: whether a question is answered by it, no quote bears out."""
    opening = _YES_OR_NO.match(text)
    if opening is None:
        return text
    rest = text[opening.end() :]
    return rest[:1].upper() + rest[1:]


def check_states(text: str) -> str:
    """Why a claim, with what it quotes, states nothing that its sources could bear out; empty where it does."""
    if _YES_OR_NO.match(text):
        return "a mere yes or no is borne out by no quote"
    neutral = _patterns("neutral")["words"]
    if not re.search(r"\d", text) and all(neutral.fullmatch(word) for word in re.findall(_LONG, text.lower())):
        return "the claim says nothing"
    return "a question is no statement" if text.rstrip(" .").endswith("?") else ""


def speaks_to_a_model(text: str) -> bool:
    """Whether `text` reads like an instruction to a language model instead of minutes."""
    words = _patterns("instructions")["words"]
    return words.search(fold(text).lower()) is not None or words.search(text.lower()) is not None


def withhold(text: str, instead: str) -> str:
    """The text with each paragraph that speaks to a model replaced: what stands beside an order belongs to it."""
    if not speaks_to_a_model(text):
        return text
    return "".join(instead if speaks_to_a_model(part) else part for part in _BLANK_LINES.split(text))


def paragraph(text: str, span: Span) -> str:
    """The whole paragraphs of `text` that `span` lies in."""
    starts = [match.end() for match in _BLANK_LINES.finditer(text, 0, span.start)]
    following = _BLANK_LINES.search(text, span.end)
    return text[max(starts, default=0) : following.start() if following else len(text)]


def _check_form(words: str, quotes: str, citations: Sequence[Citation]) -> str:
    if len(words) > LONGEST_CLAIM:
        return "the claim is too long"
    addresses = [match[0] for match in _MARKUP.finditer(words) if match[0] not in quotes or not match[0][0].isalnum()]
    if addresses or speaks_to_a_model(words):
        return "the claim holds an address, markup or an instruction"
    if any(len(fold(citation.quote)) < SHORTEST_QUOTE for citation in citations):
        return "a quote is too short to bear a claim"
    if any(speaks_to_a_model(citation.quote) for citation in citations):
        return "a quote speaks to a language model"
    return ""


def _check_loaded(words: str, quotes: str) -> str:
    loaded = _patterns("loaded")["words"]
    low = quotes.lower()
    wrong = [match[0] for match in loaded.finditer(words.lower()) if match[0][:STEM] not in low]
    return f"{wrong[0]!r} judges, advises or predicts" if wrong else ""


def _check_opposites(words: str, quotes: str) -> str:
    patterns = _patterns("opposites")
    low, there = words.lower(), quotes.lower()
    for pair in _OPPOSED:
        for said, other in (pair, pair[::-1]):
            match = patterns[said].search(low)
            if match and patterns[other].search(there) and not patterns[said].search(there):
                return f"{match[0]!r} is the opposite of what the quote says"
    return ""


def _check_borne(told: str, borne: str, words: str, ground: str) -> str:
    """What the words say by a pattern of table `told`, the ground says by the pattern of that name in `borne`."""
    there = ground.lower()
    for name, pattern in _patterns(told).items():
        said = pattern.search(words.lower())
        if said and not _patterns(borne)[name].search(there):
            return f"{said[0]!r} is told, but not by the quotes"
    return ""


def _check_denial(words: str, quotes: str) -> str:
    """A single quoted sentence that denies is not told as an affirmation, nor the other way about."""
    negators = load_wording().around["negators"]
    if len(split_sentences(quotes)) != 1 or not negators.search(quotes.lower()):
        return ""
    return "" if negators.search(words.lower()) else "the quote denies what the claim affirms"


def _check_proposed(words: str, citations: Sequence[Citation], items: Sequence[AgendaItem]) -> str:
    if any(citation.section is not SectionKind.RECOMMENDATION for citation in citations):
        return ""
    if all(item.decision is not None and item.decision.outcome in _FINAL for item in items):
        return ""
    wished = _patterns("proposed")["words"].search(words.lower()) or load_wording().around["wishing"].search(
        words.lower()
    )
    return "" if wished else "a recommendation is told as if it were decided"


def _check_shared(
    words: str, quotes: str, items: Sequence[AgendaItem], citations: Sequence[Citation], language: Language
) -> str:
    titles = [f"{item.title} {item.case_number}" for item in items] + [citation.committee for citation in citations]
    ground = " ".join((quotes, *titles))
    shared = _shared_danish(words, ground) if language is Language.DANISH else shared_words(_plain(words), ground)
    return "" if shared >= SHARED else "the claim says other things than its quotes"


def _shared_danish(words: str, ground: str) -> float:
    neutral = _patterns("neutral")["words"]
    held = set(re.findall(_LONG, ground.lower()))
    said = {word for word in re.findall(_LONG, _plain(words)) if not neutral.fullmatch(word)}
    if not said:
        return 1.0
    return sum(any(_is_form(word, other) for other in held) for word in said) / len(said)


def _is_form(word: str, other: str) -> bool:
    """Whether two words are forms of one, or one is part of the other as a compound."""
    start = word[: max(STEM, round(len(word) * 0.6))]
    return start in other or (len(other) > STEM and other[: max(STEM, len(other) - 3)] in word)


def _plain(words: str) -> str:
    """The words without those that only tell an outcome; these are checked against the parsed decision."""
    for group in load_wording().groups:
        words = group.told.sub(" ", words.lower())
        words = group.willed.sub(" ", words)
    return words


@lru_cache
def _patterns(table: str) -> dict[str, re.Pattern[str]]:
    return {name: any_of(words) for name, words in load_data("strict_words.toml")[table].items()}
