"""Answer -> blocks: the answer first, then tables, references, folded quotes, and how far the minutes reach."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot import texts
from bot.outgoing import Content
from bot.render import compose
from bot.render.blocks import Block, Bullets, Fold, Footer, Grid, Heading, Listed, Paragraph, Quote, clean, from_text
from bot.render.figures import is_number
from bot.render.limits import shorten, units
from bot.render.sources import name_in_lines, references
from bot.render.wording import long_date, meeting_reference, quote_source, reference
from retrieval.model.answers import Answer, Citation, Language, Table
from retrieval.model.vocabulary import DocumentKind

ANSWER_UNITS = 3600  # of one message: what a person reads without turning a page
QUOTE_UNITS = 900  # a longer quote opens whole behind its button
FEW_COLUMNS = 3  # of words fit a phone
SMALL_WORD = 3  # letters, as in "den" before a date
_QUOTED = re.compile(r"»([^»«]{8,})«|“([^“”]{8,})”")


def render_answer(answer: Answer) -> Content:
    """The answer in its forms."""
    return compose(answer_blocks(answer), structured=bool(answer.tables or answer.citations))


def answer_blocks(answer: Answer) -> tuple[Block, ...]:
    """What an answer consists of, in reading order; a title shows itself and needs no number of its own."""
    answer = replace(answer, citations=answer.quoted)
    title = _title(answer)
    told = _without_repetition(answer, title)
    marked, named = name_in_lines(_marked(told, answer), title, answer)
    heading = (Heading(title),) if title else ()
    blocks = _with_tables((*heading, *_lines_apart(from_text(marked))), answer.tables)
    blocks += references(answer, named)
    blocks += _quotes(answer, told, ANSWER_UNITS - sum(map(_size, blocks)))
    if answer.freshness.strip() and _folded(answer.freshness) not in _folded(told):
        blocks.append(Footer(answer.freshness))
    return tuple(blocks)


def lists_items(answer: Answer) -> bool:
    """Whether the text tells of several items side by side, each in a line of its own: none is the one it is about."""
    answer = replace(answer, citations=answer.quoted)
    _, named = name_in_lines(answer.text, _title(answer), answer)
    return len({(cited.meeting_key, cited.item) for cited in (answer.citations[n - 1] for n in named)}) > 1


def tells_of_minutes(answer: Answer) -> bool:
    """Whether an answer says anything about the minutes, as a greeting does not."""
    return answer.found or bool(answer.freshness.strip())


def _title(answer: Answer) -> str:
    """A summary of one meeting says which one, whatever was asked for."""
    meetings = {meeting_reference(citation, answer.language) for citation in answer.citations}
    if len(meetings) != 1:
        return ""
    first = answer.text.partition("\n")[0]
    if answer.kind != "summary" and not _names_no_more(first, answer.citations[0], answer.language):
        return ""
    return texts.SUMMARY_OF.in_(answer.language, meeting=meetings.pop())


def _lines_apart(blocks: tuple[Block, ...]) -> list[Block]:
    """Each statement as a paragraph of its own: easier to read on a phone than lines that follow each other closely."""
    apart: list[Block] = []
    for block in blocks:
        apart += map(Paragraph, block.text.split("\n")) if isinstance(block, Paragraph) else [block]
    return apart


def _folded(text: str) -> str:
    return " ".join(text.split())


def _without_repetition(answer: Answer, title: str) -> str:
    """The text without what the message gives elsewhere: its title, its references, and its further quotes."""
    names = {reference(citation, answer.language) for citation in answer.citations}
    meetings = {meeting_reference(citation, answer.language) for citation in answer.citations}

    def repeats(line: str) -> bool:
        inner = line.strip()
        if not (inner.startswith("(") and inner.endswith(")")):
            return False
        return inner[1:-1] in meetings or any(inner[1:].startswith(name) for name in names)

    further = _further_lines(answer)
    lines = [line for line in answer.text.split("\n") if not repeats(line) and line not in further]
    if title and _names_no_more(lines[0], answer.citations[0], answer.language):
        del lines[0]
    return "\n".join(lines).strip()


def _names_no_more(line: str, citation: Citation, language: Language) -> bool:
    """Whether a line only names the meeting of a citation, with a small word at most beside."""
    rest = line.replace(citation.committee, "").replace(long_date(citation.meeting, language), "")
    return len(rest) < len(line) and len(rest.strip(" :.,")) <= SMALL_WORD


def _further_lines(answer: Answer) -> set[str]:
    """The lines of the text that add to an answer already given: their quotes are folded."""
    if all(claim.is_further for claim in answer.claims):
        return set()
    return {line for claim in answer.claims if claim.is_further for line in claim.text.split("\n")}


def _marked(text: str, answer: Answer) -> str:
    """The text with the number of its source behind every quote in it."""
    numbers = {_folded(citation.quote): number for number, citation in reversed(list(enumerate(answer.citations, 1)))}

    def mark(match: re.Match[str]) -> str:
        number = numbers.get(_folded(match[1] or match[2]))
        return f"{match[0]} [{number}]" if number else match[0]

    return _QUOTED.sub(mark, text)


def _for_a_phone(rows: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    """The rows so that the last column is not pushed out of sight: what says nothing goes, further words share one."""
    rows = _without_empty_columns(rows)
    further = range(FEW_COLUMNS - 1, len(rows[0]))
    if len(further) < 2 or not all(_holds_words(row[n] for row in rows[1:] if n < len(row)) for n in further):
        return rows
    head, *body = [(row[: FEW_COLUMNS - 1], [cell for cell in row[FEW_COLUMNS - 1 :] if cell.strip()]) for row in rows]
    return ((*head[0], " / ".join(head[1])), *((*kept, ", ".join(shared)) for kept, shared in body))


def _holds_words(cells: Iterable[str]) -> bool:
    """Whether a column is read rather than compared."""
    return any(one.strip() and not is_number(one) for one in cells)


def _with_tables(blocks: tuple[Block, ...], tables: tuple[Table, ...]) -> list[Block]:
    """Tables after the text; one whose rows the text lists already takes the place of that list where it is shown."""
    placed: list[Block] = list(blocks)
    for table in tables:
        if len(table.rows) < 2:
            continue
        grid = Grid(table.caption, _for_a_phone(table.rows))
        same = next((n for n, block in enumerate(placed) if _lists(block, table)), None)
        if same is None:
            placed.append(grid)
        elif isinstance(listed := placed[same], Bullets):
            placed[same] = Listed(grid, listed.items)
    return placed


def _without_empty_columns(rows: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    """The rows without columns that say nothing but their head: on a phone they push others out of sight."""
    told = [n for n, _ in enumerate(rows[0]) if any(row[n].strip() for row in rows[1:] if n < len(row))]
    if not told:
        return rows
    return tuple(tuple(row[n] for n in told if n < len(row)) for row in rows)


def _lists(block: Block, table: Table) -> bool:
    body = table.rows[1:]
    if not isinstance(block, Bullets) or len(block.items) != len(body):
        return False
    return all(row and row[0] in item for row, item in zip(body, block.items, strict=True))


def _quotes(answer: Answer, told: str, room: int) -> list[Block]:
    """The quotes that the text does not hold in full, as many as there is room for; each opens whole by its button."""
    said = _folded(told)
    quotes: list[Quote] = []
    cited: list[Citation] = []
    for number, citation in enumerate(answer.citations, 1):
        if _folded(citation.quote) in said:
            continue
        quote = Quote(shorten(_tight(citation.quote), QUOTE_UNITS), quote_source(number, citation, answer.language))
        room -= units(quote.text + quote.source) + 5
        if room < 0:
            break
        quotes.append(quote)
        cited.append(citation)
    return [Fold(_who_says(cited).in_(answer.language), tuple(quotes))] if quotes else []


def _who_says(citations: Sequence[Citation]) -> texts.Sentence:
    """What the quotes are from: minutes, or the agenda of a meeting whose minutes are not held."""
    agendas = {citation.document is not DocumentKind.MINUTES for citation in citations}
    if len(agendas) > 1:
        return texts.WHAT_BOTH_SAY
    return texts.WHAT_AGENDA_SAYS if True in agendas else texts.WHAT_MINUTES_SAY


def _size(block: Block) -> int:
    match block:
        case Paragraph(text=text):
            return units(text) + 2
        case Bullets(items=items) | Listed(items=items):
            return sum(units(item) + 3 for item in items)
        case Grid(rows=rows):
            return sum(units(value) + 2 for row in rows for value in row)
        case _:
            return 0


def render_text(*parts: str) -> Content:
    """Fixed sentences as a message."""
    return compose(tuple(block for part in parts for block in from_text(part)))


def render_proof(heading: str, before: str, quote: str, after: str, citation: Citation, language: Language) -> Content:
    """The quoted words with the sentences around them."""
    lead = f"{texts.PROOF_INTRO.in_(language)}: {_folded(heading)}"
    blocks = (
        Paragraph(lead),
        *_around(_from_boundary(before)),
        Quote(_tight(quote), quote_source(0, citation, language)),
        *_around(_to_boundary(after)),
    )
    return compose(blocks)


def _around(text: str) -> tuple[Block, ...]:
    return (Paragraph(text),) if text else ()


def _tight(text: str) -> str:
    """The text without the empty lines of the source."""
    return "\n".join(filter(None, (" ".join(line.split()) for line in clean(text).split("\n"))))


_BEGINS = re.compile(r"(?:(?<!\d)[.!?:]\s+(?=[A-ZÆØÅ»“•])|\n\s*(?=\S))")
_WHOLE = 200  # characters: surroundings this short were not cut
_GIVEN_UP = 0.5  # at most this part of the surroundings is given up for a clean beginning or end


def _from_boundary(text: str) -> str:
    """The words before a quote, from the beginning of a sentence or line on."""
    match = _BEGINS.search(text)
    if len(text) <= _WHOLE:
        return _tight(text)
    if match and match.end() <= len(text) * _GIVEN_UP:
        text = text[match.end() :]
    elif text.strip():
        text = "… " + text.partition(" ")[2]
    return _tight(text)


def _to_boundary(text: str) -> str:
    """The words after a quote, up to the end of a sentence or line."""
    ends = [match.start() + 1 for match in _BEGINS.finditer(text) if match.start() >= len(text) * _GIVEN_UP]
    if len(text) <= _WHOLE:
        return _tight(text)
    if ends:
        return _tight(text[: ends[-1]])
    return _tight(text.rpartition(" ")[0] + " …") if text.strip() else ""


def inline_html(answer: Answer) -> str:
    """The answer as one classic message for another chat: it proves itself by its references."""
    return render_answer(answer).html[0]
