"""An alert as a message: one version of a meeting, or several meetings collected, for what a chat follows."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from bot.alerts import texts
from bot.alerts.attachments import Attachments
from bot.alerts.item_lines import ItemLines, decided_lines, is_agenda, planned_lines
from bot.alerts.notice import Chosen, Notice
from bot.alerts.planning import relevant
from bot.alerts.wording import SHOW, pack_interest, what
from bot.keyboards import ALONE_LIMIT, Action, Press, button, in_rows
from bot.outgoing import Button, Content, Keyboard
from bot.port import Assistant
from bot.render import compose
from bot.render.blocks import Block, Bullets, Fold, Footer, Heading, Paragraph, Quote
from bot.render.limits import shorten, units
from bot.render.wording import item_reference, long_date
from bot.snapshots import pack_citation
from retrieval.changes import Version, changes
from retrieval.errors import BadInput
from retrieval.interests import Interest, InterestKind
from retrieval.model.answers import Citation, Language
from retrieval.model.minutes import AgendaItem
from retrieval.model.vocabulary import DocumentKind, MeetingStatus, Outcome
from retrieval.sources.port import LinkedAttachment
from retrieval.store import Store, StoredMeeting
from retrieval.watch import Reason, weight

ITEMS = 6  # told with their outcome; the rest of the meeting is folded
ITEMS_COLLECTED = 3  # the same in a message of several meetings
ROOM = 3000  # UTF-16 units of all items together: a message is read on a phone
REST_UNITS = 1400
REASONS = 2  # told of one item
LINKED = 3  # attachments with a button
STOPS = 2  # buttons that stop one subscription each


@dataclass(frozen=True, slots=True)
class Alert:
    """A message ready to be sent, and what its buttons stand for (their key is chosen when it is kept)."""

    content: Content
    payload: dict[str, object]
    proofs: tuple[Citation, ...]
    linked: tuple[LinkedAttachment, ...]
    interests: tuple[Interest, ...]
    language: Language

    def keyboard(self, key: str) -> Keyboard:
        """A proof button for each item, the attachments' links, and the ways to stop."""
        proofs = [
            button(texts.PROOF_BUTTON.in_(self.language, number=proof.item), Press(key, Action.PROOF, n))
            for n, proof in enumerate(self.proofs)
        ]
        links = [
            Button(shorten(texts.ATTACHMENT_BUTTON.in_(self.language, title=one.title), ALONE_LIMIT), url=one.link)
            for one in self.linked
        ]
        return in_rows(proofs, 2) + tuple((alone,) for alone in (*links, *self._stops(key)))

    def _stops(self, key: str) -> list[Button]:
        labels = [
            texts.UNFOLLOW_ONE.in_(self.language, what=what(one, self.language)) for one in self.interests[:STOPS]
        ]
        labels.append(texts.SEE_FOLLOWED.in_(self.language))
        return [button(label, Press(key, Action.UNFOLLOW, n), ALONE_LIMIT) for n, label in enumerate(labels)]


@dataclass(frozen=True, slots=True)
class _Told:
    blocks: tuple[Block, ...]
    proofs: tuple[Citation, ...]
    linked: tuple[LinkedAttachment, ...] = ()


class Composer:
    """Composes alerts from the store and in the assistant's words."""

    def __init__(
        self, store: Store, assistant: Assistant, attachments: Attachments, today: Callable[[], datetime.date]
    ) -> None:
        self._store, self._assistant, self._today = store, assistant, today
        self._attachments = attachments

    def compose(self, told: list[tuple[str, int, Notice]], language: Language) -> Alert:
        """The message about these versions (key, version and what of it).

        Raises:
            BadInput: none of them is held any more.
        """
        parts = [
            part for key, version, notice in told if (part := self._part(key, version, notice, language, len(told)))
        ]
        if not parts:
            raise BadInput("the meeting is no longer held")
        interests = tuple(dict.fromkeys(interest for _, _, notice in told for interest in notice.interests))
        opening: tuple[Block, ...] = ()
        if len(parts) > 1:
            opening = (Heading(texts.DIGEST_TITLE.in_(language, count=len(parts))),)
        blocks = opening + tuple(block for part in parts for block in part.blocks)
        blocks += (*_why_all(interests, language), Footer(texts.UNOFFICIAL.in_(language)))
        proofs = tuple(proof for part in parts for proof in part.proofs)[:ITEMS]
        payload: dict[str, object] = {
            "kind": "alert",
            "language": language.value,
            "citations": [pack_citation(proof) for proof in proofs],
            "choices": [*map(pack_interest, interests[:STOPS]), SHOW],
        }
        linked = tuple(one for part in parts for one in part.linked)[:LINKED]
        return Alert(compose(blocks, structured=True), payload, proofs, linked, interests, language)

    def _part(self, key: str, version: int, notice: Notice, language: Language, meetings: int) -> _Told | None:
        try:
            stored = self._store.version(key, version)
            if self._store.get(key).version != version:
                return None  # a newer one came; it is told of in its own row
        except KeyError:
            return None
        head = Heading(_title(stored, notice, language))
        if notice.since and (changed := self._changes(stored, notice, language)):
            return _Told((head, *changed.blocks), changed.proofs, changed.linked)
        limit = ITEMS if meetings == 1 else ITEMS_COLLECTED
        room = ROOM // meetings
        body = self._items(stored, notice, language, limit, room)
        return _Told((head, *_circumstances(stored, language, self._today()), *body.blocks), body.proofs, body.linked)

    def _changes(self, stored: StoredMeeting, notice: Notice, language: Language) -> _Told | None:
        try:
            older = self._store.version(stored.key, notice.since)
        except KeyError:
            return None
        versions = (Version(one.document.text, one.meeting) for one in (older, stored))
        found = relevant(notice, changes(*versions))
        if not found:
            return None
        title = Paragraph(texts.CHANGES_TITLE.in_(language))
        lines = Bullets(tuple(change.in_(language) for change in found[: 2 * ITEMS]))
        numbers = list(dict.fromkeys(change.item for change in found if change.item))[:ITEMS]
        why = [
            Paragraph(line)
            for one in notice.chosen
            if one.item in numbers
            for line in [texts.ITEM_TITLE.in_(language, number=one.item, title=_reasons(one.reasons, language))]
        ]
        items = [item for item in stored.meeting.items if item.number in numbers]
        proofs = [self._lines(stored, item, language, in_full=False).proof for item in items]
        return _Told((title, lines, *why), tuple(proof for proof in proofs if proof))

    def _items(self, stored: StoredMeeting, notice: Notice, language: Language, limit: int, room: int) -> _Told:
        """The items followed and, where all is followed, the weightiest others; the rest folded."""
        blocks: list[Block] = []
        proofs: list[Citation] = []
        linked: list[LinkedAttachment] = []
        shown: set[int] = set()
        for item, chosen in _ranked(stored, notice)[:limit]:
            lines = self._lines(stored, item, language, in_full=chosen is not None or len(stored.meeting.items) < limit)
            told = [*lines.lines, *([_reasons(chosen.reasons, language)] if chosen else [])]
            room -= units(item.title) + sum(map(units, told))
            if room < 0 and shown:
                break
            shown.add(item.number)
            blocks.append(Heading(texts.ITEM_TITLE.in_(language, number=item.number, title=item.title)))
            blocks += [Paragraph("\n".join(told))] if told else []
            proofs += [lines.proof] if lines.proof else []
            linked += self._attachments.of(stored, item)
        rest = tuple(item for item in stored.meeting.items if item.number not in shown)
        return _Told((*blocks, *_rest(stored, rest, language)), tuple(proofs), tuple(linked))

    def _lines(self, stored: StoredMeeting, item: AgendaItem, language: Language, *, in_full: bool) -> ItemLines:
        if is_agenda(stored):
            return planned_lines(stored, item, language, in_full=in_full)
        told = self._assistant.whole_decision(stored.key, item.number, language)
        return decided_lines(stored, item, told, language, self._today(), in_full=in_full)


def _ranked(stored: StoredMeeting, notice: Notice) -> list[tuple[AgendaItem, Chosen | None]]:
    by_number = {item.number: item for item in reversed(stored.meeting.items)}
    ranked: list[tuple[AgendaItem, Chosen | None]] = [
        (by_number[one.item], one) for one in notice.chosen if one.item in by_number
    ]
    if notice.whole:
        chosen = {one.item for one in notice.chosen}
        others = [item for item in stored.meeting.items if item.number not in chosen]
        others = [item for item in others if weight(item, stored.meeting) > 0] or others[:1]
        others.sort(key=lambda item: (-weight(item, stored.meeting), item.number))
        ranked += [(item, None) for item in others]
    return ranked


def _title(stored: StoredMeeting, notice: Notice, language: Language) -> str:
    kind, meeting = stored.meeting.kind, stored.meeting
    sentence = texts.CHANGED_MINUTES if notice.since else texts.NEW_MINUTES
    if kind is DocumentKind.AGENDA:
        sentence = texts.CHANGED_AGENDA if notice.since else texts.NEW_AGENDA
    elif kind is DocumentKind.SUPPLEMENTARY_AGENDA:
        sentence = texts.CHANGED_SUPPLEMENT if notice.since else texts.NEW_SUPPLEMENT
    return sentence.in_(language, committee=meeting.committee, date=long_date(meeting.date, language))


def _circumstances(stored: StoredMeeting, language: Language, today: datetime.date) -> tuple[Block, ...]:
    meeting = stored.meeting
    if meeting.status is MeetingStatus.CANCELLED:
        return (Paragraph(texts.MEETING_CANCELLED.in_(language)),)
    if not is_agenda(stored):
        return ()
    if meeting.date and meeting.date < today:
        return (Paragraph(texts.MINUTES_TO_COME.in_(language)),)
    if meeting.start:
        return (Paragraph(texts.NOTHING_DECIDED_YET.in_(language, time=meeting.start)),)
    return (Paragraph(texts.NOTHING_DECIDED.in_(language)),)


def _rest(stored: StoredMeeting, items: tuple[AgendaItem, ...], language: Language) -> tuple[Block, ...]:
    """The other items in one folded line: number, title and outcome."""
    if not items:
        return ()
    lines = "\n".join(_rest_line(stored, item, language) for item in items)
    head = texts.REST_ONE.in_(language) if len(items) == 1 else texts.REST.in_(language, count=len(items))
    source = item_reference(stored.meeting.committee, stored.meeting.date, 0, language)
    return (Fold(head, (Quote(shorten(lines, REST_UNITS), source),)),)


def _rest_line(stored: StoredMeeting, item: AgendaItem, language: Language) -> str:
    outcome = item.decision.outcome if item.decision else Outcome.NONE
    if is_agenda(stored) or not item.is_open or outcome is Outcome.NONE:
        return texts.REST_LINE_BARE.in_(language, number=item.number, title=item.title)
    told = texts.OUTCOMES[outcome].in_(language)
    return texts.REST_LINE.in_(language, number=item.number, title=item.title, outcome=told)


def _reasons(reasons: tuple[Reason, ...], language: Language) -> str:
    return " ".join(_reason(reason, language) for reason in reasons[:REASONS])


def _reason(reason: Reason, language: Language) -> str:
    told = what(reason.interest, language)
    line = texts.WHY[reason.how.value].in_(language, what=told, words=reason.interest.words, word=reason.word)
    return line.replace("kr..", "kr.")  # the abbreviation's point is the sentence's too


def _why_all(interests: tuple[Interest, ...], language: Language) -> tuple[Block, ...]:
    """Why the whole meeting is told; what is followed of single items is told at the items."""
    for interest in interests:
        if interest.kind is InterestKind.EVERYTHING:
            return (Paragraph(texts.WHY_EVERYTHING.in_(language)),)
    for interest in interests:
        if interest.kind is InterestKind.COMMITTEE:
            return (Paragraph(texts.WHY_COMMITTEE.in_(language, words=interest.words)),)
    return ()
