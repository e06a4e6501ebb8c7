"""What is told of one item in an alert: outcome and stage, words, money, votes, next step. Pure."""

import datetime
import re
from dataclasses import dataclass

from bot.alerts import texts
from bot.render.limits import shorten, units
from bot.render.wording import long_date
from retrieval import news
from retrieval.model.answers import Answer, Citation, Language
from retrieval.model.minutes import AgendaItem, Amount, Person, Span, Vote
from retrieval.model.vocabulary import DocumentKind, Outcome, SectionKind
from retrieval.store import StoredMeeting

NAMED = 5  # more voters of one side are counted
PROPOSAL_UNITS = 140
DECISION_UNITS = 340
SENTENCES, SENTENCE_UNITS = 2, 240  # that tell of money

WORDS_OF_PROPOSAL = 3  # fewer say nothing: "Anbefales"
_RESULT = re.compile(r"(?:med|for|imod) stemm|(?:et|der er) flertal", re.I)  # a proposal that is the vote's result
_NUMBER = re.compile(r"^(?:\d{1,2}[.)]|[a-z]\))\s+")  # of a list that the sentence stands in
_COMMITTEE = re.compile(r"udvalget$")

# Where the outcome alone does not say what was done, the words of the decision or of the recommendation do.
_SAYS_WHAT = frozenset({Outcome.APPROVED, Outcome.RECOMMENDED, Outcome.REJECTED, Outcome.APPROVED_WITH_AMENDMENT})
_OWN_WORDS = frozenset({Outcome.APPROVED_WITH_AMENDMENT, Outcome.REJECTED, Outcome.SENT_BACK, Outcome.NONE})


@dataclass(frozen=True, slots=True)
class ItemLines:
    """The lines told of an item, and the place they are proved by (None: nothing public)."""

    lines: tuple[str, ...]
    proof: Citation | None


def planned_lines(stored: StoredMeeting, item: AgendaItem, language: Language, *, in_full: bool) -> ItemLines:
    """What comes up: the recommendation, else the first words of the item."""
    if not item.is_open:
        return ItemLines((texts.CLOSED.in_(language),), None)
    span = news.recommendation(stored.document, item)
    kind, sentence = SectionKind.RECOMMENDATION, texts.PROPOSED.in_(language, quote="{quote}")
    if span is None:
        kind, span = news.first_words(stored.document, item) or (SectionKind.HEAD, item.span)
        sentence = "»{quote}«"
    proof = _cite(stored, item, kind, span)
    if kind is SectionKind.HEAD:
        return ItemLines((), None)
    lines = [sentence.replace("{quote}", _fold(proof.quote))] if in_full else []
    lines += _amounts(stored, item, language, lines)
    return ItemLines(tuple(lines), proof)


def decided_lines(
    stored: StoredMeeting, item: AgendaItem, told: Answer, language: Language, today: datetime.date, *, in_full: bool
) -> ItemLines:
    """What was decided; `told` is the item's whole decision as the assistant tells it."""
    if not item.is_open:
        return ItemLines((texts.CLOSED.in_(language),), None)
    lead = told.claims[0] if told.claims else None
    lines = [_without_heading(lead.text, stored, language)] if lead else []
    proof = lead.citations[0] if lead and lead.citations else None
    outcome = item.decision.outcome if item.decision else Outcome.NONE
    span = news.recommendation(stored.document, item)
    if in_full and outcome in _SAYS_WHAT and span is not None:
        quote = _cite(stored, item, SectionKind.RECOMMENDATION, span).quote
        lines.append(texts.RECOMMENDED_WAS.in_(language, quote=_fold(quote)))
    if outcome in _OWN_WORDS and proof is not None and proof.section is SectionKind.DECISION:
        lines.append(texts.DECISION_SAYS.in_(language, quote=shorten(_fold(proof.quote), DECISION_UNITS)))
    lines += _amounts(stored, item, language, lines)
    lines += [_vote(vote, language, " ".join(lines)) for vote in item.votes]
    lines += _next(item, language, today)
    return ItemLines(tuple(lines), proof)


def is_agenda(stored: StoredMeeting) -> bool:
    """Whether nothing can be decided in it yet."""
    return stored.meeting.kind is not DocumentKind.MINUTES


def _cite(stored: StoredMeeting, item: AgendaItem, kind: SectionKind, span: Span) -> Citation:
    return news.cite(stored.key, stored.document, stored.meeting, item, kind, span)


def _amounts(stored: StoredMeeting, item: AgendaItem, language: Language, told: list[str]) -> list[str]:
    """The sums not told yet, in the sentence that says what they are for; a long one is told by period and status."""
    said = " ".join(told)
    missing = [amount for amount in news.telling_amounts(item) if _fold(amount.text) not in said]
    words = list(dict.fromkeys(_amount(stored, amount, language) for amount in missing))
    return [texts.AMOUNTS.in_(language, amounts=" ".join(words[:SENTENCES]))] if words else []


def _amount(stored: StoredMeeting, amount: Amount, language: Language) -> str:
    """The sentence, or of a long one the words around the sum, and what is known of it beside."""
    sentence, printed = _NUMBER.sub("", _fold(amount.quote.of(stored.document.text))), _fold(amount.text)
    if units(sentence) <= SENTENCE_UNITS:
        return f"»{sentence}«"
    status = texts.STATUSES.get(amount.status)
    beside = [status.in_(language)] if status else []
    beside += [amount.period] if amount.period else []
    around = f"»{_around(sentence, printed)}«"
    return around + (f" ({printed}: {', '.join(beside)})." if beside else "")


def _around(sentence: str, printed: str) -> str:
    """The sum with whole words on both sides of it."""
    at = max(0, sentence.find(printed))
    start = max(0, at - SENTENCE_UNITS // 2)
    end = at + len(printed) + SENTENCE_UNITS // 2
    words = sentence[start:end]
    if start:
        words = "[…] " + words.partition(" ")[2]
    return words if end >= len(sentence) else words.rpartition(" ")[0] + " […]"


def _without_heading(sentence: str, stored: StoredMeeting, language: Language) -> str:
    """The sentence without the date and the long name of the body: both stand in the message's heading."""
    meeting = stored.meeting
    at = texts.ON_DATE.in_(language, date=long_date(meeting.date, language)) if meeting.date else ""
    short = texts.BODY.in_(language) if _COMMITTEE.search(meeting.committee) else meeting.committee
    told = sentence.replace(at, "", 1) if at else sentence
    told = told.replace(meeting.committee, short if told.startswith(meeting.committee) else short.lower(), 1)
    return told if meeting.committee else sentence


def _vote(vote: Vote, language: Language, said: str) -> str:
    """The vote; what was voted on is told where it stands in `said` not already and is more than its result."""
    sides = (
        (texts.VOTE_FOR, vote.supporters, vote.count_for),
        (texts.VOTE_AGAINST, vote.opponents, vote.count_against),
        (texts.VOTE_ABSTAINED, vote.abstainers, vote.count_abstained),
    )
    told = "; ".join(side.in_(language, who=who) for side, people, count in sides if (who := _who(people, count)))
    proposal = _fold(vote.proposal).rstrip(".")
    if proposal in said or _RESULT.match(proposal) or len(proposal.split()) < WORDS_OF_PROPOSAL:
        proposal = ""
    proposal = shorten(proposal, PROPOSAL_UNITS)
    line = (
        texts.VOTE_ON.in_(language, proposal=proposal, sides=told) if proposal else texts.VOTE.in_(language, sides=told)
    )
    if vote.carried is None:
        return line
    result = texts.CARRIED if vote.carried else texts.FELL
    return f"{line} {result.in_(language)}"


def _who(people: tuple[Person, ...], count: int | None) -> str:
    if people and len(people) <= NAMED:
        return ", ".join(map(_voter, people))
    if people:
        return str(len(people))
    return str(count) if count is not None else ""


def _voter(person: Person) -> str:
    """A voter as printed: a name with its party, or a party that votes as one."""
    return f"{person.name} ({person.party})" if person.name and person.party else person.name or person.party


def _next(item: AgendaItem, language: Language, today: datetime.date) -> list[str]:
    """The next step where the outcome's own sentence does not tell it."""
    decision = item.decision
    if decision is not None and decision.next_body and decision.outcome is not Outcome.RECOMMENDED:
        return [texts.NEXT_BODY.in_(language, body=decision.next_body)]
    coming = news.next_deadline(item, today)
    if coming is None:
        return []
    quote = shorten(_fold(coming.text), PROPOSAL_UNITS)
    return [texts.NEXT_DEADLINE.in_(language, date=long_date(coming.date, language), quote=quote)]


def _fold(words: str) -> str:
    return " ".join(words.split())
