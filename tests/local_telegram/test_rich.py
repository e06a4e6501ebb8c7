from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.local_telegram.arguments import Arguments
from bot.local_telegram.errors import ApiError
from bot.local_telegram.rich import parse_rich


def blocks(html: str, draft: bool = False, **options: Any) -> Any:
    return parse_rich(Arguments({"rich_message": {"html": html, **options}}), draft)["blocks"]


def refused(message: dict[str, Any]) -> str:
    with pytest.raises(ApiError) as caught:
        parse_rich(Arguments({"rich_message": message}))
    return caught.value.description.removeprefix("Bad Request: ")


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Et  svar\nher.</p>", [{"type": "paragraph", "text": "Et svar her."}]),
        ("løs tekst<hr/>", [{"type": "paragraph", "text": "løs tekst"}, {"type": "divider"}]),
        ("<h2>Møde</h2>", [{"type": "heading", "text": "Møde", "size": 2}]),
        ("<p>a <b>b</b></p>", [{"type": "paragraph", "text": ["a ", {"type": "bold", "text": "b"}]}]),
        ("<p>a<br>b</p>", [{"type": "paragraph", "text": "a\nb"}]),
        ("<p>&aelig; &mdash; &#230;</p>", [{"type": "paragraph", "text": "&aelig; — æ"}]),
        ("<footer>kilde</footer>", [{"type": "footer", "text": "kilde"}]),
        (
            "<blockquote>ord<cite>Byrådet</cite></blockquote>",
            [{"type": "blockquote", "blocks": [{"type": "paragraph", "text": "ord"}], "credit": "Byrådet"}],
        ),
        (
            "<details open><summary>Mere</summary><p>a</p></details>",
            [{"type": "details", "summary": "Mere", "blocks": [{"type": "paragraph", "text": "a"}], "is_open": True}],
        ),
        (
            '<table bordered><caption>T</caption><tr><th>År</th><td align="right">7</td></tr></table>',
            [
                {
                    "type": "table",
                    "is_bordered": True,
                    "caption": "T",
                    "cells": [
                        [
                            {"align": "left", "valign": "top", "text": "År", "is_header": True},
                            {"align": "right", "valign": "top", "text": "7"},
                        ]
                    ],
                }
            ],
        ),
        (
            '<ol start="3"><li>a</li></ol>',
            [
                {
                    "type": "list",
                    "items": [{"label": "3.", "value": 3, "type": "1", "blocks": [{"type": "paragraph", "text": "a"}]}],
                }
            ],
        ),
        (
            '<p><a href="#n">1</a></p>',
            [{"type": "paragraph", "text": {"type": "anchor_link", "text": "1", "anchor_name": "n"}}],
        ),
    ],
)
def test_html_becomes_the_blocks_telegram_returns(html: str, expected: Any) -> None:
    assert blocks(html, skip_entity_detection=True) == expected


@pytest.mark.parametrize(
    ("html", "code"),
    [
        ("", "RICH_MESSAGE_HTML_INVALID"),
        ("<p>a", "RICH_MESSAGE_HTML_INVALID"),
        ("<p>a</b></p>", "RICH_MESSAGE_HTML_INVALID"),
        ("<script>a</script>", "RICH_MESSAGE_HTML_INVALID"),
        ("<p>1 < 2</p>", "RICH_MESSAGE_HTML_INVALID"),
        ("<h1></h1>", "RICH_MESSAGE_CONTENT_REQUIRED"),
        ("<blockquote> </blockquote>", "RICH_MESSAGE_CONTENT_REQUIRED"),
        ("<details><summary>a</summary></details>", "RICH_MESSAGE_CONTENT_REQUIRED"),
        ("<p><table><tr><td>a</td></tr></table></p>", "RICH_MESSAGE_CONTENT_REQUIRED"),
        ("<ul></ul>", "list must be non-empty"),
        ('<p><a href="javascript:x">a</a></p>', "RICH_MESSAGE_URL_INVALID"),
        ('<p><tg-time unix="x" format="r">a</tg-time></p>', "RICH_MESSAGE_DATE_INVALID"),
        ("<tg-thinking>a</tg-thinking>", "block is not allowed"),
        (f"<p>{'a' * 32_769}</p>", "RICH_MESSAGE_TEXT_TOO_LONG"),
        ("<p>a</p>" * 501, "RICH_MESSAGE_BLOCKS_TOO_MANY"),
        ("<details><summary>s</summary>" * 16 + "a" + "</details>" * 16, "RICH_MESSAGE_DEPTH_INVALID"),
        (f"<table><tr>{'<td>a</td>' * 21}</tr></table>", "RICH_MESSAGE_TABLE_COLS_TOO_MANY"),
    ],
)
def test_what_telegram_refuses_is_refused(html: str, code: str) -> None:
    assert refused({"html": html}) == code


@pytest.mark.parametrize(
    "html",
    [
        f"<p>{'æ' * 32_768}</p>",
        "<p>a</p>" * 500,
        "<details><summary>s</summary>" * 15 + "a" + "</details>" * 15,
        f"<table><tr>{'<td>a</td>' * 20}</tr></table>",
    ],
    ids=["characters", "blocks", "depth", "columns"],
)
def test_exactly_the_limit_passes(html: str) -> None:
    assert blocks(html)


def test_a_list_item_counts_itself_and_its_paragraph() -> None:
    assert blocks(f"<ul>{'<li>a</li>' * 249}</ul>")
    assert refused({"html": f"<ul>{'<li>a</li>' * 250}</ul>"}) == "RICH_MESSAGE_BLOCKS_TOO_MANY"


def test_one_source_and_no_more() -> None:
    assert refused({}) == "rich message must be non-empty"
    assert refused({"html": "<p>a</p>", "blocks": []}) == "exactly one source must be specified"


def test_thinking_is_for_drafts() -> None:
    assert blocks("<tg-thinking>Søger</tg-thinking>", draft=True) == [{"type": "thinking", "text": "Søger"}]


def test_links_are_found_unless_detection_is_off() -> None:
    text = blocks("<p>se /hjaelp nu</p>")[0]["text"]
    assert text == ["se ", {"type": "bot_command", "text": "/hjaelp", "bot_command": "/hjaelp"}, " nu"]
    assert blocks("<p>se /hjaelp nu</p>", skip_entity_detection=True)[0]["text"] == "se /hjaelp nu"


def test_ready_blocks_are_checked_and_completed() -> None:
    cell = {"text": "7", "is_header": True}
    given_table = {"type": "table", "cells": [[cell]], "is_bordered": True}
    sent = parse_rich(Arguments({"rich_message": {"blocks": [given_table]}}))["blocks"]
    assert sent[0]["cells"] == [[{"align": "left", "valign": "top", **cell}]]
    assert refused({"blocks": [{"type": "paragraph", "txt": "a"}]}) == "RICH_MESSAGE_CONTENT_REQUIRED"
    assert refused({"blocks": [{"type": "paragraph", "text": {"type": "plain"}}]}).startswith(
        "can't parse InputRichBlock"
    )
    assert (
        refused({"blocks": [{"type": "heading", "text": "a", "size": 7}]}) == "invalid section heading size specified"
    )


@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", "<b>", "</b>", "<ul>", "<li>", "</li>", "</ul>", "<td>", "a", "<", "&", "<br>"])
    )
)
def test_any_soup_parses_or_is_refused(parts: list[str]) -> None:
    try:
        assert blocks("".join(parts))
    except ApiError as error:
        assert error.code == 400
