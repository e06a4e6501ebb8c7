"""What is followed, in words; pure."""

from bot.alerts import texts
from retrieval.interests import Interest, InterestKind
from retrieval.model.answers import Language


def what(interest: Interest, language: Language) -> str:
    """What is followed, as it stands in the middle of a sentence."""
    words = interest.words
    if interest.kind is InterestKind.AMOUNT:
        words = thousands(int(words), language)
    return texts.WHAT[interest.kind.value].in_(language, words=words)


def thousands(value: int, language: Language) -> str:
    """A whole number with its thousands set apart."""
    grouped = f"{value:,}"
    return grouped.replace(",", ".") if language is Language.DANISH else grouped
