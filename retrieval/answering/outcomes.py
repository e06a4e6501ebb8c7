"""Outcome words of a claim held against the parsed decisions: a recommendation is never told as a decision. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.answering.clauses import own_words, split_clauses, split_sentences
from retrieval.answering.grounding import fold
from retrieval.answering.sources import Sources
from retrieval.answering.values import Value, find_values
from retrieval.answering.wording import OutcomeWords, Wording, load_wording
from retrieval.model.answers import Citation
from retrieval.model.minutes import AgendaItem, Decision, Meeting
from retrieval.model.vocabulary import ItemClass, MeetingStatus, Outcome, SectionKind

BINDING = frozenset({"approved", "decided", "rejected"})  # groups that every cited item must bear out
_ITEM = re.compile(r"\b(?:punkt|pkt\.?|item)\s+(\d+)", re.IGNORECASE)
_PART = re.compile(
    r"(?:\bpkt\.?|\bindstilling\w*\s(?:punkt|nr\.?)|\bforslag|\bnr\.?|\bpart|\bproposal)\s*"
    r"(\d+)(?:\.?\s?(?:-|og|and|,)\s?(\d+))?",
    re.IGNORECASE,
)
_ON_A_DAY = re.compile(
    r"(?<!mødet )(?<!møde )(?<!fra )(?<!til )(?<!af )(?<!meeting )\b(?:den|d\.|on)\s*$", re.IGNORECASE
)
_BEFORE, _AFTER = 5, 2  # words around an outcome word in which a denial is looked for
_CLASSES = {"discussed": ItemClass.FOR_DISCUSSION, "noted": ItemClass.FOR_INFORMATION}


@dataclass(frozen=True, slots=True)
class _Cited:
    """One cited item with its meeting and the citations that name it; no item for the meeting's head."""

    item: AgendaItem | None
    meeting: Meeting
    citations: tuple[Citation, ...]


def check_outcomes(text: str, citations: Sequence[Citation], sources: Sources) -> str:
    """Why the outcome words of a claim cannot stand; empty where they can."""
    wording = load_wording()
    cited = _cited(citations, sources)
    told = {sentence.rstrip(".") for citation in citations for sentence in _own_sentences(citation)}
    words = [sentence for sentence in split_sentences(own_words(text)) if fold(sentence).rstrip(".") not in told]
    for clause in [clause for sentence in words for clause in split_clauses(sentence)]:
        numbers = {int(number) for number in _ITEM.findall(clause)}
        meant = [one for one in cited if one.item and one.item.number in numbers] or cited
        for group in wording.groups:
            reason = _check_group(clause, group, meant, wording)
            if reason:
                return reason
    return ""


def _own_sentences(citation: Citation) -> list[str]:
    """The quoted sentences that may be told as they stand; a recommendation's may not."""
    return [] if citation.section is SectionKind.RECOMMENDATION else split_sentences(fold(citation.quote))


def _check_group(clause: str, group: OutcomeWords, cited: Sequence[_Cited], wording: Wording) -> str:
    for match in _matches(clause.lower(), group, wording):
        if _is_wished(clause.lower(), match, wording):
            continue
        if _is_denied(clause.lower(), match, wording):
            if group.name in BINDING and _is_binding_lie(clause, group, cited, wording):
                return f"{match[0]!r} is denied but the minutes say that it is so"
            continue
        borne_out = [_bears_out(clause, group, one, wording) for one in cited]
        enough = all(borne_out) if group.name in BINDING else any(borne_out)
        if not borne_out or not enough:
            return f"{match[0]!r} is told but the minutes say {_told_outcomes(cited)}"
    return ""


def _matches(clause: str, group: OutcomeWords, wording: Wording) -> list[re.Match[str]]:
    willed = [
        match for match in group.willed.finditer(clause) if wording.around["deciding"].search(clause[: match.start()])
    ]
    return [*group.told.finditer(clause), *willed]


def _is_wished(clause: str, match: re.Match[str], wording: Wording) -> bool:
    before = clause[: match.start()].rstrip()
    passive = re.search(r"(\w+)$", before)
    wishable = wording.around["wishable"].fullmatch(match[0]) is not None or (
        passive is not None and wording.around["passive_before"].fullmatch(passive[1]) is not None
    )
    return wishable and wording.around["wishing"].search(before) is not None


def _is_denied(clause: str, match: re.Match[str], wording: Wording) -> bool:
    before = re.findall(r"[\w'-]+", clause[: match.start()].rpartition(",")[2])[-_BEFORE:]
    after = re.findall(r"[\w'-]+", clause[match.end() :].partition(",")[0])[:_AFTER]
    inside = re.findall(r"[\w'-]+", match[0])
    words = [*before, *inside, *after]
    negator, other = wording.around["negators"], wording.around["negators_of_else"]
    return any(
        negator.fullmatch(word) and not (place + 1 < len(words) and other.fullmatch(words[place + 1]))
        for place, word in enumerate(words)
    )


def _is_binding_lie(clause: str, group: OutcomeWords, cited: Sequence[_Cited], wording: Wording) -> bool:
    if wording.around["partial"].search(clause.lower()):
        return False
    decided = [
        (one.item.decision, one.meeting) for one in cited if one.item is not None and one.item.decision is not None
    ]
    return bool(decided) and all(
        decision.outcome in group.outcomes and _names_body(clause, decision, meeting, wording)
        for decision, meeting in decided
    )


def _bears_out(clause: str, group: OutcomeWords, one: _Cited, wording: Wording) -> bool:
    if group.name in {"cancelled", "postponed"} and one.meeting.status is MeetingStatus.CANCELLED:
        return True
    item = one.item
    return (
        (item is not None and _item_bears_out(clause, group, item, one.meeting, wording))
        or (group.name in BINDING and _narrated(clause, group, one, wording))
        or (group.name not in BINDING and _quoted(group, one))
        or (group.name in {"decided", "rejected"} and _quoted_decision(clause, group, one, wording))
    )


def _item_bears_out(clause: str, group: OutcomeWords, item: AgendaItem, meeting: Meeting, wording: Wording) -> bool:
    decision = item.decision
    if (
        decision is not None
        and not _names_earlier_day(clause, decision)
        and meeting.status is not MeetingStatus.PLANNED
    ):
        outcomes = _named_parts(clause, decision) or {decision.outcome}
        if outcomes <= group.outcomes and _names_body(clause, decision, meeting, wording):
            return True
        if group.name == "decided" and _names_other_outcome(clause, outcomes, wording):
            return True
    return (
        any(_history_bears_out(clause, group, past, wording) for past in item.history)
        or _part_bears_out(clause, group, item, wording)
        or _CLASSES.get(group.name) in {item.category, item.changed_category}
        or (group.name == "recommended" and item.section(SectionKind.RECOMMENDATION) is not None)
    )


def _named_parts(clause: str, decision: Decision) -> set[Outcome]:
    """The outcomes of the numbered parts the clause names ("pkt. 2-3"); empty where it names none."""
    named = {int(number) for match in _PART.findall(clause) for number in match if number}
    outcomes = set()
    for label, outcome in decision.parts:
        numbers = [int(number) for number in re.findall(r"\d+", label)]
        covered = range(min(numbers), max(numbers) + 1) if "-" in label or "–" in label else numbers
        if named & set(covered):
            outcomes.add(outcome)
    return outcomes


def _names_earlier_day(clause: str, decision: Decision) -> bool:
    """Whether the clause says that it happened on a day before the decision: "vedtog den 3. marts 2021"."""
    if decision.date is None:
        return False
    days = [value for value in find_values(clause) if value.kind == "date" and value.day and value.year]
    told = [day for day in days if _ON_A_DAY.search(clause[: clause.find(day.text)])]
    return any((day.year, day.month, day.day) < decision.date.timetuple()[:3] for day in told)


def _names_body(clause: str, decision: Decision, meeting: Meeting, wording: Wording) -> bool:
    """Whether the clause names the deciding body, or no body at all."""
    named = wording.bodies_in(clause)
    return not named or bool(named & wording.bodies_in(decision.body or meeting.committee))


def _names_other_outcome(clause: str, outcomes: set[Outcome], wording: Wording) -> bool:
    """Deciding words that name the true outcome beside them: "besluttede at sende sagen videre"."""
    return any(
        group.outcomes & outcomes and (group.told.search(clause.lower()) or group.willed.search(clause.lower()))
        for group in wording.groups
        if group.name not in {"approved", "decided"}
    )


def _history_bears_out(clause: str, group: OutcomeWords, past: Decision, wording: Wording) -> bool:
    if past.outcome not in group.outcomes:
        return False
    dated = past.date is not None and any(
        value.year == past.date.year and value.month in {0, past.date.month} for value in find_values(clause)
    )
    return bool(wording.bodies_in(clause) & wording.bodies_in(past.body)) or dated


def _part_bears_out(clause: str, group: OutcomeWords, item: AgendaItem, wording: Wording) -> bool:
    carried = {"approved": True, "rejected": False}.get(group.name)
    votes = [vote.carried for vote in item.votes if vote.carried is not None]
    return carried is not None and carried in votes and wording.around["partial"].search(clause.lower()) is not None


def _narrated(clause: str, group: OutcomeWords, one: _Cited, wording: Wording) -> bool:
    """Whether a quote narrates that another body, or this one at another time, did it, and the clause says so too."""
    own = wording.bodies_in(one.meeting.committee)
    return any(
        _narrates(sentence, clause, group, own, wording)
        for citation in one.citations
        if citation.section is not SectionKind.RECOMMENDATION
        for sentence in split_sentences(citation.quote)
    )


def _narrates(sentence: str, clause: str, group: OutcomeWords, own: frozenset[str], wording: Wording) -> bool:
    low = sentence.lower()
    told = [
        match
        for match in group.told.finditer(low)
        if not wording.around["wishable"].fullmatch(match[0])
        and not wording.around["wishing"].search(low[: match.start()])
        and not _is_denied(low, match, wording)
    ]
    if not told:
        return False
    there, here = wording.bodies_in(sentence), wording.bodies_in(clause)
    if ((there or here) and not there & here) or (here & own) - there:
        return False
    dates = [value for value in find_values(sentence) if value.kind in {"date", "year"}]
    if dates:
        return any(_same_time(value, date) for value in find_values(clause) for date in dates)
    foreign = bool(here) and not here & own
    return (
        foreign or wording.around["earlier"].search(clause.lower()) is not None or (not here and _overlap(low, clause))
    )


def _same_time(value: Value, date: Value) -> bool:
    year = value.year == date.year or (value.month > 0 and date.month > 0 and not (value.year and date.year))
    return year and (not value.month or not date.month or (value.month, value.day) == (date.month, date.day))


def _overlap(sentence: str, clause: str) -> bool:
    words = {word[:6] for word in re.findall(r"\w{5,}", clause.lower())}
    return bool(words) and len(words & {word[:6] for word in re.findall(r"\w{5,}", sentence)}) * 2 >= len(words)


def _quoted(group: OutcomeWords, one: _Cited) -> bool:
    return any(
        group.told.search(citation.quote.lower()) or group.willed.search(citation.quote.lower())
        for citation in one.citations
    )


def _quoted_decision(clause: str, group: OutcomeWords, one: _Cited, wording: Wording) -> bool:
    """Whether the decision's own quoted words say "besluttede", or "forkastet" of one proposal among several.

    "Besluttede" alone is enough only where the outcome was not recognised: what was decided may be to send back.
    """
    decision = one.item.decision if one.item is not None else None
    if group.name == "rejected" and wording.around["partial"].search(clause.lower()) is None:
        return False
    if group.name == "decided" and (decision is None or decision.outcome is not Outcome.NONE):
        return False
    return any(
        match
        for citation in one.citations
        if citation.section is SectionKind.DECISION
        for match in group.told.finditer(citation.quote.lower())
        if not _is_denied(citation.quote.lower(), match, wording)
    )


def _cited(citations: Sequence[Citation], sources: Sources) -> list[_Cited]:
    grouped: dict[tuple[str, int], list[Citation]] = {}
    for citation in citations:
        grouped.setdefault((citation.meeting_key, citation.item), []).append(citation)
    found = []
    for group in grouped.values():
        stored = sources.stored(group[0])
        if stored is not None:
            found.append(_Cited(sources.item(group[0]), stored.meeting, tuple(group)))
    return found


def _told_outcomes(cited: Sequence[_Cited]) -> str:
    outcomes = [
        one.item.decision.outcome.value for one in cited if one.item is not None and one.item.decision is not None
    ]
    return ", ".join(dict.fromkeys(outcomes)) or "nothing decided"
