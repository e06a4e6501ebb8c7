"""What a person sees on opening an item: its whole decision, and its sums of money as a table."""

import secrets

from retrieval.answering.rules.outcomes import outcome_claim, quoted
from retrieval.answering.rules.phrases import say, write_date
from retrieval.answering.rules.sources import Source
from retrieval.model.answers import Answer, Claim, Language, Table
from retrieval.model.minutes import Amount
from retrieval.model.vocabulary import AmountStatus, SectionKind
from retrieval.question.kinds import QuestionKind

ROOM = 1_700  # characters: a list in a chat may have 1,800

_HEAD = {
    Language.DANISH: ("Beløb", "Hvad", "Periode", "Status"),
    Language.ENGLISH: ("Amount", "What for (in Danish)", "Period", "Status"),
}
_NO_AMOUNTS = {
    Language.DANISH: "Der står ingen beløb under punktet.",
    Language.ENGLISH: "No sums of money stand under the item.",
}
_STATUS = {
    AmountStatus.APPLIED_FOR: ("ansøgt", "applied for"),
    AmountStatus.RECOMMENDED: ("indstillet", "recommended"),
    AmountStatus.GRANTED: ("bevilget", "granted"),
    AmountStatus.BUDGETED: ("budgetteret", "budgeted"),
    AmountStatus.SPENT: ("forbrugt", "spent"),
    AmountStatus.EXPECTED: ("forventet", "expected"),
    AmountStatus.SAVED: ("sparet", "saved"),
    AmountStatus.UNSTATED: ("", ""),
}


def whole_decision(source: Source, language: Language) -> Answer:
    """What the body did, then all its words."""
    if source.item is not None and not source.item.is_open:
        return _told(source, language, QuestionKind.DECISION, say(language, "closed"), ())
    lead = outcome_claim(language, source)
    claims = [lead] if lead else []
    decision = source.item.decision if source.item else None
    if decision is not None and decision.text.strip():
        citation = source.cite(SectionKind.DECISION, decision.span)
        claims.append(Claim(text=quoted(language, citation), citations=(citation,)))
    text = "\n".join(claim.text for claim in claims) or say(language, "none", date=write_date(language, source.date))
    return _told(source, language, QuestionKind.DECISION, text, tuple(claims))


def amounts_table(source: Source, language: Language) -> Answer:
    """Every sum of money of the item with what it is for; the text holds as many as fit, the table all."""
    amounts = source.item.amounts if source.item and source.item.is_open else ()
    if not amounts:
        return _told(source, language, QuestionKind.AMOUNT, _NO_AMOUNTS[language], ())
    claims = tuple(_claim(source, amount, language) for amount in amounts)
    lines: list[str] = []
    for claim in claims:
        if sum(map(len, lines)) + len(claim.text) > ROOM:
            lines.append("…")
            break
        lines.append(claim.text)
    rows = tuple(_cells(amount, language) for amount in amounts)
    title = source.item.title if source.item else ""
    table = Table(caption=title, rows=(_HEAD[language], *rows))
    return _told(source, language, QuestionKind.AMOUNT, "\n".join(lines), claims, table)


def _claim(source: Source, amount: Amount, language: Language) -> Claim:
    what = " ".join(amount.purpose.split())
    beside = ", ".join(part for part in (amount.period, _status(amount, language)) if part)
    text = f"– {amount.text}" + (f": {what}" if what else "") + (f" ({beside})" if beside else "")
    return Claim(text=text, citations=(source.cite(amount.section, amount.quote),))


def _cells(amount: Amount, language: Language) -> tuple[str, ...]:
    return (amount.text, " ".join(amount.purpose.split()), amount.period, _status(amount, language))


def _status(amount: Amount, language: Language) -> str:
    return _STATUS[amount.status][language is Language.ENGLISH]


def _told(
    source: Source, language: Language, kind: QuestionKind, text: str, claims: tuple[Claim, ...], *tables: Table
) -> Answer:
    title = source.item.title if source.item else ""
    number = source.item.number if source.item else 0
    date = write_date(language, source.date)
    place = say(language, "source", committee=source.body, date=date, item=number, title=title)
    return Answer(
        id=secrets.token_hex(8),
        question=title,
        text=f"{text}\n{place}",
        found=bool(claims),
        kind=kind.value,
        language=language,
        citations=tuple(dict.fromkeys(citation for claim in claims for citation in claim.citations)),
        claims=claims,
        tables=tables,
    )
