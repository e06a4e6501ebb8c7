from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.local_telegram import utf16
from bot.local_telegram.errors import ApiError
from bot.local_telegram.markup import parse_text


def entities(source: str, mode: str | None = "HTML") -> list[tuple[str, str]]:
    """Each entity's type with the words it covers."""
    formatted = parse_text(source, mode)
    return [(one.type, utf16.cut(formatted.text, one.offset, one.length)) for one in formatted.entities]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<b>Ja</b> og <i>nej</i>", [("bold", "Ja"), ("italic", "nej")]),
        ("<b>a<i>b</i></b>", [("bold", "ab"), ("italic", "b")]),
        ("🏛🏛 <b>råd</b>", [("bold", "råd")]),
        ("<blockquote expandable>ord</blockquote>", [("expandable_blockquote", "ord")]),
        ("<blockquote>a<blockquote>b</blockquote></blockquote>", [("blockquote", "ab")]),
        ("<code>a<b>b</b></code>", [("code", "ab")]),
        ('<a href="https://example.org/?a=1&amp;b=2">link</a>', [("text_link", "link")]),
        ('<a href="nonsense">link</a>', []),
        ('<span class="tg-spoiler">gemt</span>', [("spoiler", "gemt")]),
        ("<b></b>tom", []),
        ("  <b> luft </b>", [("bold", "luft")]),
        ("se /hjaelp, @referat_bot, #budget og a@b.dk", None),
    ],
)
def test_html_becomes_entities(source: str, found: list[tuple[str, str]] | None) -> None:
    detected = [("bot_command", "/hjaelp"), ("mention", "@referat_bot"), ("hashtag", "#budget"), ("email", "a@b.dk")]
    assert entities(source) == (detected if found is None else found)


@pytest.mark.parametrize("text", ["5/6 stemte", "og/eller", "www", "27.00.00-G01-1471-24", "kl. 9.30", "a & b#c"])
def test_ordinary_words_are_no_links(text: str) -> None:
    assert entities(text, None) == []


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("<p>a</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("æ<p>a</p>", 'Unsupported start tag "p" at byte offset 2'),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
    ],
)
def test_wrong_html_is_refused_in_telegrams_words(source: str, complaint: str) -> None:
    with pytest.raises(ApiError) as caught:
        parse_text(source, "HTML")
    assert caught.value.description == f"Bad Request: can't parse entities: {complaint}"


def test_references_beyond_the_four_names_stay_as_written() -> None:
    assert parse_text("&lt;&amp;&quot;&gt; &#230; &#xe5; &nbsp; &aring;", "HTML").text == '<&"> æ å &nbsp; &aring;'


def test_control_characters_and_direction_overrides_go() -> None:
    assert parse_text("a\x00b\r\nc\u202ed", None).text == "a b\ncd"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=80))
def test_escaped_text_comes_back_whole(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert parse_text(f"<b>{escaped}</b>", "HTML").text == parse_text(text, None).text


@given(st.text(alphabet="<>/&;ab \"'=🏛æ#@", max_size=60))
def test_any_soup_parses_or_is_refused(source: str) -> None:
    try:
        formatted = parse_text(source, "HTML")
    except ApiError as error:
        assert error.code == 400
        return
    size = utf16.length(formatted.text)
    assert all(0 <= one.offset < one.offset + one.length <= size for one in formatted.entities)
