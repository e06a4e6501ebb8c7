"""Answer -> blocks: the answer first, then tables, references, folded quotes, and how far the minutes reach."""

from bot import texts
from bot.outgoing import Content
from bot.render import compose
from bot.render.blocks import Block, Bullets, Fold, Footer, Grid, Paragraph, Quote, from_text
from bot.render.limits import shorten
from bot.render.wording import quote_source, reference
from retrieval.model.answers import Answer, Citation, Language

QUOTE_UNITS = 900  # a longer quote opens whole behind its button
QUOTES_SHOWN = 10
REFERENCES_SHOWN = 10


def render_answer(answer: Answer) -> Content:
    """The answer in its forms."""
    return compose(answer_blocks(answer), structured=bool(answer.tables or answer.citations))


def answer_blocks(answer: Answer) -> tuple[Block, ...]:
    """What an answer consists of, in reading order."""
    blocks: list[Block] = list(from_text(answer.text))
    blocks += [Grid(table.caption, table.rows) for table in answer.tables if table.rows]
    if answer.citations:
        blocks += [_references(answer), _quotes(answer)]
    if answer.freshness.strip():
        blocks.append(Footer(answer.freshness))
    return tuple(blocks)


def _references(answer: Answer) -> Block:
    """The items cited, each once: they stay visible when quotes are folded and when the message is forwarded."""
    language = answer.language
    numbers: dict[str, list[int]] = {}
    titles: dict[str, str] = {}
    for number, citation in enumerate(answer.citations, 1):
        name = reference(citation, language)
        numbers.setdefault(name, []).append(number)
        titles.setdefault(name, citation.title)
    lines = [
        f"{_marks(numbers[name])} {name}" + (f": {shorten(titles[name], 120)}" if titles[name] else "")
        for name in list(numbers)[:REFERENCES_SHOWN]
    ]
    if len(lines) == 1:
        return Paragraph(f"{texts.SOURCE.in_(language)}: {lines[0]}")
    return Bullets(tuple(lines))


def _marks(numbers: list[int]) -> str:
    """The numbers of the quotes of one item: `[1]`, or `[1-3]` where they follow one another."""
    if len(numbers) > 2 and numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"[{numbers[0]}-{numbers[-1]}]"
    return "".join(f"[{number}]" for number in numbers)


def _quotes(answer: Answer) -> Fold:
    quotes = tuple(
        Quote(shorten(citation.quote, QUOTE_UNITS), quote_source(number, citation, answer.language))
        for number, citation in enumerate(answer.citations[:QUOTES_SHOWN], 1)
    )
    return Fold(texts.WHAT_MINUTES_SAY.in_(answer.language), quotes)


def render_text(*parts: str) -> Content:
    """Fixed sentences as a message."""
    return compose(tuple(block for part in parts for block in from_text(part)))


def render_proof(heading: str, before: str, quote: str, after: str, citation: Citation, language: Language) -> Content:
    """The quoted words with the sentences around them."""
    lead = f"{texts.PROOF_INTRO.in_(language)}: {heading}"
    blocks = (
        Paragraph(lead),
        *(_around(before)),
        Quote(quote, quote_source(1, citation, language).removeprefix("[1] ")),
        *(_around(after)),
    )
    return compose(blocks)


def _around(text: str) -> tuple[Block, ...]:
    return (Paragraph(text.strip()),) if text.strip() else ()


def inline_html(answer: Answer) -> str:
    """The answer as one classic message for another chat: it proves itself by its references."""
    return render_answer(answer).html[0]
