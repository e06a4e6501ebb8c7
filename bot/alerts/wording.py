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


# What a button about following stands for: one interest, all of them, or the list.
STOP_ALL = "all"
SHOW = "show"


def pack_interest(interest: Interest) -> str:
    """An interest as a word behind a button."""
    return f"{interest.kind.value}|{interest.words}"


def unpack_interest(packed: str) -> Interest:
    """The interest behind the word."""
    kind, _, words = packed.partition("|")
    return Interest(InterestKind(kind), words)
