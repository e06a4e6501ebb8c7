"""Answers become messages within Telegram's limits, with the same content in every form."""

import json
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.outgoing import Content
from bot.render import compose
from bot.render.answer import answer_blocks, render_answer, render_proof
from bot.render.blocks import Block, Bullets, Fold, Footer, Grid, Heading, Paragraph, Quote, from_text
from bot.render.limits import divide, shorten, units
from bot.render.votes import vote_blocks
from bot.snapshots import pack_citation, unpack_citation
from retrieval.model.answers import Claim, Language, Table
from retrieval.model.vocabulary import DocumentKind, SectionKind
from tests.bot.fake_assistant import a_citation, an_answer, an_item

CLASSIC_TAGS = {"b", "i", "blockquote"}
RICH_TAGS = {
    "p",
    "br",
    "h3",
    "ul",
    "li",
    "blockquote",
    "cite",
    "details",
    "summary",
    "table",
    "caption",
    "tr",
    "th",
    "td",
    "footer",
}


class Checker(HTMLParser):
    """Notes tags and whether each is closed in its place."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.words: list[str] = []
        self.sound = True

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.seen.add(tag)
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.sound &= bool(self.open) and self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def checked(markup: str, allowed: set[str]) -> str:
    """The visible words of well-formed markup."""
    checker = Checker()
    checker.feed(markup)
    checker.close()
    assert checker.sound and not checker.open
    assert checker.seen <= allowed
    return "".join(checker.words)


def letters(text: str) -> str:
    return re.sub(r"\W", "", text)


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d[\d.]*", re.sub(r"<[^>]+>", " ", text)))


def test_the_three_forms_say_the_same() -> None:
    table = Table("Beløb", (("Post", "2023", "2024"), ("Anlæg", "1.250.000", "75.000")))
    content = render_answer(an_answer(tables=(table,)))
    rich = checked(content.rich, RICH_TAGS)
    classic = checked("\n".join(content.html), CLASSIC_TAGS)
    plain = "\n".join(content.plain)
    assert numbers(content.rich) == numbers("\n".join(content.html)) == numbers(plain)
    for part in (
        "1.250.000",
        "75.000",
        "Teknik- og Miljøudvalget, 14. maj 2024, punkt 3",
        "Udvalget godkendte, at der",
    ):
        assert letters(part) in letters(rich) and letters(part) in letters(classic) and letters(part) in letters(plain)


def test_markup_in_the_minutes_stays_text() -> None:
    nasty = '<b>fed</b> & <a href="x">klik</a> </blockquote> ‮evil'
    content = render_answer(an_answer(text=nasty, citations=(a_citation(quote=nasty, title=nasty, committee=nasty),)))
    checked(content.rich, RICH_TAGS)
    said = checked("\n".join(content.html), CLASSIC_TAGS)
    assert '<a href="x">klik</a>' in said
    assert "‮" not in said


def test_a_quote_is_never_cut_between_two_messages() -> None:
    quotes = tuple(Quote(f"Begynder {n} " + "ord " * 200 + f"slutter {n}.", "kilde") for n in range(1, 9))
    content = compose((Fold("Det står i referatet", quotes),))
    assert len(content.html) > 1
    for n in range(1, 9):
        assert any(f"Begynder {n} " in piece and f"slutter {n}." in piece for piece in content.html)


def test_a_table_too_wide_for_rich_messages_falls_back_to_lines() -> None:
    wide = Grid("Bred", (tuple(f"k{n}" for n in range(25)), tuple(str(n) for n in range(25))))
    content = compose((wide,), structured=True)
    assert content.rich == "" and "k24 24" in content.plain[0]


def test_votes_name_who_and_the_result() -> None:
    content = compose(vote_blocks(an_item(), "Udvalget, punkt 3", Language.DANISH), structured=True)
    text = content.plain[0]
    assert "For: Ida Holm (A), Per Lund (V)" in text and "Imod: Bo Dahl (C)" in text
    assert "Forslaget blev vedtaget." in text and "Undlod" not in text


def test_dashed_lines_become_a_list() -> None:
    assert from_text("Udsat:\n- sag 1\n- sag 2\n\nSlut") == (
        Paragraph("Udsat:"),
        Bullets(("sag 1", "sag 2")),
        Paragraph("Slut"),
    )


anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=600) | st.sampled_from(
    ["<" * 5000, "&" * 5000, "😀" * 3000, "\x00\x07", "א" * 5000, "</blockquote><b>", "ord " * 3000, "", " \n\n "]
)
cells = st.lists(st.lists(anything, min_size=1, max_size=4).map(tuple), min_size=0, max_size=4).map(tuple)
blocks = st.one_of(
    st.builds(Heading, anything),
    st.builds(Paragraph, anything),
    st.builds(Footer, anything),
    st.builds(Bullets, st.lists(anything, max_size=4).map(tuple)),
    st.builds(Quote, anything, anything),
    st.builds(Fold, anything, st.lists(st.builds(Quote, anything, anything), max_size=3).map(tuple)),
    st.builds(Grid, anything, cells),
)


@settings(max_examples=120, deadline=None, derandomize=True)
@given(st.lists(blocks, max_size=5).map(tuple))
def test_any_content_is_well_formed_and_within_limits(given_blocks: tuple[Block, ...]) -> None:
    content: Content = compose(given_blocks, structured=True)
    for piece in content.html:
        visible = checked(piece, CLASSIC_TAGS)
        assert units(visible) <= 4096 and len(piece.encode()) <= 32_768
    for piece in content.plain:
        assert 0 < units(piece) <= 4096
    checked(content.rich, RICH_TAGS)
    assert len(content.rich) <= 32_768


@settings(max_examples=100, deadline=None, derandomize=True)
@given(anything, st.integers(5, 400))
def test_dividing_loses_nothing_but_white_space(text: str, limit: int) -> None:
    parts = divide(text, limit)
    assert all(units(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_shortening_says_so() -> None:
    assert shorten("ord " * 100, 40).endswith(" […]") and units(shorten("ord " * 100, 40)) <= 40


def test_the_text_does_not_repeat_its_references_and_its_quotes() -> None:
    quote = a_citation().quote
    told = f"Udvalget godkendte det.\n»{quote}«\n(Teknik- og Miljøudvalget, 14. maj 2024, punkt 3: Cykelsti ved Åvej)"
    plain = render_answer(an_answer(text=told)).plain[0]
    assert plain.count("Teknik- og Miljøudvalget, 14. maj 2024, punkt 3") == 1
    assert plain.count(quote) == 1 and f"»{quote}« [1]" in plain
    assert "[1] beslutning" in plain


def test_quotes_that_only_add_to_the_answer_are_folded() -> None:
    first, second = a_citation(quote="Der gives 8.000 kr."), a_citation(quote="Foreningen søgte 9.000 kr.")
    claims = (
        Claim(text="Der står i referatet: »Der gives 8.000 kr.«", citations=(first,)),
        Claim(text="Der står også: »Foreningen søgte 9.000 kr.«", citations=(second,), is_further=True),
    )
    text = "\n".join(claim.text for claim in claims)
    blocks = answer_blocks(an_answer(text=text, citations=(first, second), claims=claims))
    shown = " ".join(block.text for block in blocks if isinstance(block, Paragraph))
    folded = [quote.text for block in blocks if isinstance(block, Fold) for quote in block.quotes]
    assert "8.000" in shown and "9.000" not in shown
    assert folded == ["Foreningen søgte 9.000 kr."]


def test_a_list_that_says_the_same_as_a_table_is_not_shown_beside_it() -> None:
    table = Table("Beløb", (("Beløb", "Hvad", "Status"), ("5 kr.", "sti", ""), ("7 kr.", "bro", "ansøgt")))
    content = render_answer(an_answer(text="- 5 kr.: sti\n- 7 kr.: bro (ansøgt)", tables=(table,)))
    assert content.rich.count("7&nbsp;kr.") == 1 and "<table" in content.rich
    assert content.plain[0].count("7 kr.") == 1 and "• 7 kr.: bro (ansøgt)" in content.plain[0]


def test_a_column_that_says_nothing_is_not_shown() -> None:
    table = Table("Beløb", (("Beløb", "Periode", "Status"), ("5 kr.", "", ""), ("7,2 mio. kr.", " ", "ansøgt")))
    content = render_answer(an_answer(tables=(table,)))
    assert "Periode" not in content.rich + content.plain[0] and "Status" in content.rich
    assert '<td align="right">7,2&nbsp;mio.&nbsp;kr.</td>' in content.rich
    empty = Table("Beløb", (("Beløb",), ("",)))
    assert "Beløb" in render_answer(an_answer(tables=(empty,))).plain[0]


def test_what_is_to_be_read_beside_an_amount_shares_a_column_and_numbers_keep_theirs() -> None:
    head = ("Beløb", "Hvad", "Periode", "Status")
    told = Table("Beløb", (head, ("5 kr.", "sti", "2024", "ansøgt"), ("7 kr.", "bro", "", "bevilget")))
    rich = render_answer(an_answer(tables=(told,))).rich
    assert "<th>Periode / Status</th>" in rich and "<td>2024, ansøgt</td>" in rich and "<td>bevilget</td>" in rich
    years = Table(
        "Budget", (("Post", "2023", "2024", "2025"), ("Anlæg", "1,2", "3,4", "5,6"), ("Drift", "0", "1", "2"))
    )
    assert "<th>2025</th>" in render_answer(an_answer(tables=(years,))).rich


def test_each_statement_is_a_paragraph_of_its_own() -> None:
    content = render_answer(an_answer(text="Det blev godkendt.\nDer står i referatet: »ja«"))
    assert "<p>Det blev godkendt.</p><p>Der står" in content.rich
    assert "godkendt.\n\nDer står" in content.plain[0]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        (Language.DANISH, "14. maj 2024, Teknik- og Miljøudvalget, punkt {item}: Cykelsti. Godkendt."),
        (Language.ENGLISH, "14 May 2024, Teknik- og Miljøudvalget, item {item}: Cykelsti. Approved."),
    ],
)
def test_a_line_that_names_its_item_gets_its_number_and_is_not_listed_again(language: Language, line: str) -> None:
    cited = tuple(a_citation(quote=f"Ord nummer {n}.", item=n) for n in (3, 13))
    text = "To punkter:\n" + "\n".join(f"- {line.format(item=item)}" for item in (3, 13))
    plain = render_answer(an_answer(text=text, language=language, citations=cited)).plain[0]
    assert f"{line.format(item=3)} [1]\n" in plain and f"{line.format(item=13)} [2]\n" in plain
    assert "Kilde" not in plain and "Source" not in plain


def test_an_item_that_no_line_names_is_listed() -> None:
    cited = tuple(a_citation(quote=f"Ord nummer {n}.", item=n) for n in (3, 13))
    text = "- 14. maj 2024, Teknik- og Miljøudvalget, punkt 13: Cykelsti. Godkendt."
    plain = render_answer(an_answer(text=text, citations=cited)).plain[0]
    assert plain.count("punkt 13:") == 1 and "Kilde: Teknik- og Miljøudvalget, 14. maj 2024, punkt 3:" in plain


@pytest.mark.parametrize("kind", ["summary", "decision"])
def test_a_summary_names_its_meeting_once_and_proves_itself(kind: str) -> None:
    cited = tuple(a_citation(quote=f"Ord nummer {n}.", item=n) for n in (1, 2))
    text = "Teknik- og Miljøudvalget den 14. maj 2024:\n- punkt 1: Dagsorden. Godkendt.\n- punkt 2: Cykelsti. Udsat."
    shown = [
        block
        for block in answer_blocks(an_answer(text=text, kind=kind, citations=cited))
        if not isinstance(block, Fold | Footer)
    ]
    assert shown == [
        Heading("Resumé: Teknik- og Miljøudvalget, 14. maj 2024"),
        Bullets(("punkt 1: Dagsorden. Godkendt. [1]", "punkt 2: Cykelsti. Udsat. [2]")),
    ]


def test_a_recommendation_is_marked_as_not_decided() -> None:
    plain = render_answer(an_answer(citations=(a_citation(section=SectionKind.RECOMMENDATION),))).plain[0]
    assert "indstilling (det, der blev foreslået)" in plain


def test_many_quotes_leave_the_answer_on_one_page() -> None:
    many = tuple(a_citation(quote=f"Ord nummer {n}: " + "langt " * 120, item=n) for n in range(1, 30))
    content = render_answer(an_answer(citations=many))
    assert len(content.plain) == len(content.html) == 1
    assert "punkt 1, 2, 3" in content.plain[0] and "29" in content.plain[0]


def test_the_proof_begins_and_ends_with_whole_sentences() -> None:
    before = "lt sætning. " + "En hel sætning står her med mange ord i sig. " * 8
    after = " Den næste sætning er lige så lang som den forrige. " * 6 + "En afbru"
    text = render_proof("Sti", before, "Citatet.", after, a_citation(), Language.DANISH).plain[0]
    assert "\n\nEn hel sætning" in text and "lt sætning" not in text and "afbru" not in text


@pytest.mark.parametrize(
    ("documents", "told"),
    [
        ([DocumentKind.MINUTES], "Det står i referatet"),
        ([DocumentKind.AGENDA], "Det står i dagsordenen"),
        ([DocumentKind.SUPPLEMENTARY_AGENDA, DocumentKind.MINUTES], "Det står i referat og dagsorden"),
    ],
)
def test_quotes_are_headed_by_what_they_are_from(documents: list[DocumentKind], told: str) -> None:
    cited = tuple(a_citation(document=kind, quote=f"Ord nummer {n}.") for n, kind in enumerate(documents))
    assert told in render_answer(an_answer(citations=cited)).plain[0]


def test_a_citation_kept_by_an_earlier_version_can_still_be_opened() -> None:
    kept = json.loads(json.dumps(pack_citation(a_citation(document=DocumentKind.AGENDA))))
    assert unpack_citation(kept) == a_citation(document=DocumentKind.AGENDA)
    del kept["document"]
    assert unpack_citation(kept) == a_citation()
