"""The kinds of questions that the structure of minutes gives: a maker for each, from an item to a question about it."""

import datetime
import random
import re
from collections.abc import Mapping, Sequence

from retrieval.model.vocabulary import SectionKind
from tests.evaluation.structural_questions import Made, Maker, Source, content_words, thinned

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_MONTHS = (
    *("januar", "februar", "marts", "april", "maj", "juni"),
    *("juli", "august", "september", "oktober", "november", "december"),
)
_ENDING = re.compile(r"^\s*\d+[.:)]?\s+|\.(?:pdf|docx?|xlsx?|pptx?)\b.*$", re.I)
_PLAIN = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa"})


def _by_title(source: Source, dice: random.Random) -> Made | None:
    words = thinned(content_words(source.item.title), 1 / 3, dice)
    if not source.is_alone(words, source.titles):
        return None
    frame = dice.choice(("Hvad blev der besluttet om {}?", "{}?", "Hvordan går det med {}?", "Fortæl om {}"))
    return Made("title", frame.format(" ".join(words)), source.case)


def _misspelt(source: Source, dice: random.Random) -> Made | None:
    words = thinned(content_words(source.item.title), 1 / 4, dice)
    if not any(len(word) > 5 for word in words) or not source.is_alone(words, source.titles):
        return None
    longest = max(words, key=len)
    place = dice.randrange(1, len(longest) - 2)
    swapped = longest[:place] + longest[place + 1] + longest[place] + longest[place + 2 :]
    typed = " ".join(swapped if word == longest else word for word in words)
    return Made("misspelt", typed.translate(_PLAIN).casefold(), source.case)


def _by_summary(source: Source, dice: random.Random) -> Made | None:
    words = _of_a_sentence(source, SectionKind.SUMMARY, dice)
    return Made("summary", " ".join(words), source.case) if words else None


def _by_presentation(source: Source, dice: random.Random) -> Made | None:
    words = _of_a_sentence(source, SectionKind.CASE_PRESENTATION, dice)
    return Made("presentation", " ".join(words), source.case) if words else None


def _of_a_sentence(source: Source, kind: SectionKind, dice: random.Random) -> list[str]:
    """Half the words of a sentence of a section, where they single the case out; else none."""
    section = source.item.section(kind)
    text = " ".join(section.span.of(source.read.document.text).split()) if section else ""
    sentences = [words for sentence in _SENTENCE.split(text) if len(words := content_words(sentence)) >= 8]
    if not sentences:
        return []
    words = thinned(dice.choice(sentences)[:24], 1 / 2, dice)
    return words if source.is_alone(words, source.texts) else []


def _by_case(source: Source, dice: random.Random) -> Made | None:
    if not source.item.case_number:
        return None
    frame = dice.choice(("Hvad handler sag {} om?", "{}", "Hvad blev der besluttet i sagsnr. {}?"))
    return Made("case number", frame.format(source.item.case_number), source.case)


def _by_meeting(source: Source, dice: random.Random) -> Made | None:
    meeting = source.read.meeting
    if meeting.date is None:
        return None
    words = thinned(content_words(source.item.title), 1 / 2, dice)[:3]
    if not source.is_alone_in_meeting(words):
        return None
    asked = f"Hvad besluttede {meeting.committee} den {_day(meeting.date)} om {' '.join(words)}?"
    return Made("meeting", asked, frozenset({source.place}))


def _by_amount(source: Source, dice: random.Random) -> Made | None:
    """The words beside a sum; every other question gives the sum too."""
    written = [amount for amount in source.item.amounts if abs(amount.value) >= 1000 and not amount.unit]
    if not written:
        return None
    amount = dice.choice(written)
    sentence = amount.quote.of(source.read.document.text).replace(amount.text, " ")
    words = thinned([word for word in content_words(sentence) if word[0].isalpha()][:16], 1 / 2, dice)
    if len(words) < 3 or not source.is_alone(words, source.texts):
        return None
    asked = " ".join(words)
    named = dice.random() < 0.5
    return Made("amount", f"{amount.text} {asked}?" if named else f"Hvor mange penge {asked}?", source.case)


def _by_person(source: Source, dice: random.Random) -> Made | None:
    """Who voted, remarked or was away, with a word or two of the matter."""
    people = [
        *((person.name, "stemte {} imod {}?") for vote in source.item.votes for person in vote.opponents),
        *((person.name, "stemte {} for {}?") for vote in source.item.votes for person in vote.supporters),
        *((person.name, "hvad sagde {} om {}?") for remark in source.item.remarks for person in remark.by),
        *((away.person.name, "var {} med til {}?") for away in source.item.absences),
    ]
    named = [(name, frame) for name, frame in people if name]
    words = thinned(content_words(source.item.title), 1 / 2, dice)[:3]
    if not named or not source.is_alone([*words, *named[0][0].split()], source.texts):
        return None
    name, frame = dice.choice(named)
    return Made("person", frame.format(name, " ".join(words)), source.case)


def _by_decision(source: Source, dice: random.Random) -> Made | None:
    decision = source.item.decision
    written = content_words(decision.text) if decision else []
    words = _some([word for word in written if word[0].isalpha()], source, dice)
    return Made("decision", f"Hvor blev det besluttet: {' '.join(words)}?", source.case) if words else None


def _by_attachment(source: Source, dice: random.Random) -> Made | None:
    """What an attachment is called, without its number and its file's ending."""
    titles = [_ENDING.sub("", attachment.title).replace("_", " ") for attachment in source.item.attachments]
    words = thinned(content_words(dice.choice(titles)), 1 / 3, dice) if titles else []
    if len(words) < 2 or not source.is_alone(words, source.texts):
        return None
    return Made("attachment", f"Hvilken sag har bilaget {' '.join(words)}?", source.case)


def _by_deadline(source: Source, dice: random.Random) -> Made | None:
    """The words beside a date of a next step; every other question gives the date too."""
    if not source.item.deadlines:
        return None
    deadline = dice.choice(source.item.deadlines)
    words = _some([word for word in content_words(deadline.text) if word.isalpha()], source, dice)
    if not words:
        return None
    asked = f"Hvad sker der den {_day(deadline.date)}: {' '.join(words)}?" if dice.random() < 0.5 else ""
    return Made("deadline", asked or f"Hvornår {' '.join(words)}?", source.case)


def _by_figure(source: Source, dice: random.Random) -> Made | None:
    """The words beside a share or a count."""
    if not source.item.figures:
        return None
    figure = dice.choice(source.item.figures)
    sentence = figure.quote.of(source.read.document.text).replace(figure.text, " ")
    words = _some([word for word in content_words(sentence) if word[0].isalpha()], source, dice)
    frame = "Hvor mange procent {}?" if figure.unit == "%" else "Hvor mange {}?"
    return Made("figure", frame.format(" ".join(words)), source.case) if words else None


def _by_reference(source: Source, dice: random.Random) -> Made | None:
    """That the case was treated before, on a day its words name."""
    if not source.item.references:
        return None
    before = dice.choice(source.item.references)
    words = thinned(content_words(source.item.title), 1 / 2, dice)[:3]
    if not source.is_alone([*words, str(before.date.year)], source.texts):
        return None
    asked = f"Hvilken sag om {' '.join(words)} var også på den {_day(before.date)}?"
    return Made("reference", asked, source.case)


def _some(words: Sequence[str], source: Source, dice: random.Random) -> list[str]:
    """Half the words, where three or more are left and single the case out; else none."""
    some = thinned(words[:16], 1 / 2, dice)
    return some if len(some) >= 3 and source.is_alone(some, source.texts) else []


def _day(date: datetime.date) -> str:
    return f"{date.day}. {_MONTHS[date.month - 1]} {date.year}"


MAKERS: Mapping[str, Maker] = {
    "title": _by_title,
    "misspelt": _misspelt,
    "summary": _by_summary,
    "case number": _by_case,
    "meeting": _by_meeting,
    "amount": _by_amount,
    "person": _by_person,
    "presentation": _by_presentation,
    "decision": _by_decision,
    "attachment": _by_attachment,
    "deadline": _by_deadline,
    "figure": _by_figure,
    "reference": _by_reference,
}
