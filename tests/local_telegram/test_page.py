"""The chat page in a headless browser; skipped where there is none."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InlineQueryResultArticle, InputTextMessageContent

from bot.local_telegram.server import LocalTelegram
from tests.local_telegram.conftest import ANNA, client

BROWSER = shutil.which(os.environ.get("CHROMIUM", "chromium")) or shutil.which("chromium-browser")
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
)
pytestmark = [
    pytest.mark.skipif(BROWSER is None, reason="Chromium is not installed"),
    pytest.mark.asyncio(loop_scope="module"),
]
ANSWER = (
    "<p>Byrådet <b>godkendte</b> det.</p>"
    "<table bordered><caption>Beløb</caption><tr><th>År</th><th align='right'>Kr.</th></tr>"
    "<tr><td>2024</td><td align='right'>500.000</td></tr></table>"
    "<details><summary>Hvad siger referatet?</summary>"
    "<blockquote>ordret<cite>Byrådet, pkt. 7</cite></blockquote></details>"
    "<footer>Hentet fra referater</footer>"
)
HOSTILE = "<img src=x onerror=alert(1)><script>alert(1)</script>"


def keys(*rows: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(row, callback_data=row)] for row in rows])


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=BROWSER, args=FLAGS)
        yield started
        await started.close()


@pytest_asyncio.fixture(loop_scope="module")
async def bot(telegram: LocalTelegram) -> AsyncIterator[Bot]:
    telegram.say(ANNA, "/start")
    async for started in client(telegram):
        yield started


@pytest_asyncio.fixture(loop_scope="module")
async def page(telegram: LocalTelegram, browser: Browser) -> AsyncIterator[Page]:
    opened = await browser.new_page(viewport={"width": 390, "height": 800})
    problems: list[str] = []
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on("console", lambda line: problems.append(line.text) if line.type == "error" else None)
    await opened.goto(telegram.page_url)
    yield opened
    await opened.close()
    assert [problem for problem in problems if "net::ERR_FAILED" not in problem] == []


@pytest_asyncio.fixture(loop_scope="module")
async def chatting(bot: Bot, page: Page) -> Page:
    """A page where Anna has pressed Start."""
    await expect(page.locator("article")).to_have_count(1)
    return page


async def test_a_question_an_answer_and_a_press(telegram: LocalTelegram, bot: Bot, chatting: Page) -> None:
    await chatting.get_by_label("Skriv et spørgsmål").fill("Hvad koster det?")
    await chatting.keyboard.press("Enter")
    (_, update) = await telegram.until(
        lambda: telegram.world.updates.oldest(9)[1:] and telegram.world.updates.oldest(9)
    )
    assert update["message"]["text"] == "Hvad koster det?"
    await bot.send_message(ANNA, "<b>500.000 kr.</b> om året", parse_mode="HTML", reply_markup=keys("Se beviset"))
    await expect(chatting.locator("strong")).to_have_text("500.000 kr.")
    await chatting.get_by_role("button", name="Se beviset").click()
    query = (await bot.get_updates(offset=-1, timeout=20))[0].callback_query
    assert query is not None and query.data == "Se beviset"
    await query.answer("Vist nedenfor")
    await expect(chatting.locator("#toast")).to_have_text("Vist nedenfor")


async def test_an_alert_waits_to_be_read(bot: Bot, chatting: Page) -> None:
    await bot.send_message(ANNA, "a", reply_markup=keys("Tryk"))
    await chatting.get_by_role("button", name="Tryk").click()
    query = (await bot.get_updates(offset=-1, timeout=20))[0].callback_query
    assert query is not None
    await query.answer("Listen er udløbet", show_alert=True)
    await expect(chatting.get_by_role("dialog")).to_contain_text("Listen er udløbet")
    await chatting.keyboard.press("Enter")
    await expect(chatting.get_by_role("dialog")).to_be_hidden()


async def test_a_rich_answer_is_a_real_table_with_folding_sources(bot: Bot, chatting: Page) -> None:
    request = {"chat_id": ANNA, "rich_message": {"html": ANSWER, "skip_entity_detection": True}}
    await bot.do_api_request("sendRichMessage", api_kwargs=request)
    await expect(chatting.get_by_role("table", name="Beløb")).to_be_visible()
    await expect(chatting.get_by_role("columnheader")).to_have_text(["År", "Kr."])
    await expect(chatting.locator("td").nth(1)).to_have_css("text-align", "right")
    await expect(chatting.locator("blockquote")).to_be_hidden()
    await chatting.locator("summary").press("Enter")
    await expect(chatting.locator("blockquote cite")).to_have_text("Byrådet, pkt. 7")
    await expect(chatting.locator("footer")).to_have_text("Hentet fra referater")


async def test_the_caption_of_a_table_that_is_too_wide_stays_in_sight(bot: Bot, chatting: Page) -> None:
    cells = "".join(f"<td>anlægsbevilling{n}</td>" for n in range(6))
    html = f"<table bordered><caption>{'Anlægsbevilling til en cykelsti ' * 4}</caption><tr>{cells}</tr></table>"
    await bot.do_api_request("sendRichMessage", api_kwargs={"chat_id": ANNA, "rich_message": {"html": html}})
    table = chatting.locator(".table")
    await table.evaluate("one => one.scrollLeft = 9999")
    assert await table.evaluate("one => one.scrollWidth > one.clientWidth")
    frame, caption = await table.bounding_box(), await table.locator("caption span").bounding_box()
    assert frame is not None and caption is not None
    assert caption["x"] >= frame["x"] - 1 and caption["x"] + caption["width"] <= frame["x"] + frame["width"] + 1


async def test_nothing_anybody_writes_becomes_markup(telegram: LocalTelegram, bot: Bot, chatting: Page) -> None:
    telegram.say(ANNA, HOSTILE)
    await bot.send_message(ANNA, HOSTILE, reply_markup=keys("<b>Tryk</b>"))
    escaped = HOSTILE.replace("<", "&lt;")
    await bot.do_api_request(
        "sendRichMessage", api_kwargs={"chat_id": ANNA, "rich_message": {"html": f"<p>{escaped}</p>"}}
    )
    await expect(chatting.locator("article")).to_have_count(4)
    assert await chatting.locator("article img, article script, .key b").count() == 0
    await expect(chatting.locator(".rich p")).to_have_text(HOSTILE)


async def test_a_long_quote_unfolds(bot: Bot, chatting: Page) -> None:
    await bot.send_message(ANNA, f"<blockquote expandable>{'ord ' * 200}</blockquote>", parse_mode="HTML")
    fold = chatting.get_by_role("button", name="Vis hele citatet")
    await expect(fold).to_have_attribute("aria-expanded", "false")
    await fold.press("Enter")
    await expect(chatting.get_by_role("button", name="Vis mindre")).to_have_attribute("aria-expanded", "true")


async def test_a_draft_can_be_stopped(bot: Bot, chatting: Page) -> None:
    await bot.send_message_draft(ANNA, 5, text="Søger i 14 referater", api_kwargs={"can_stop": True})
    await expect(chatting.locator("#draft")).to_contain_text("Søger i 14 referater")
    await expect(chatting.locator("#status")).to_have_text("skriver …")
    await chatting.get_by_role("button", name="Stop").click()
    await expect(chatting.locator("#draft")).to_be_hidden()
    stopped = await bot.get_updates(offset=-1, timeout=20)
    assert stopped[0].api_kwargs["stopped_message_generation"]["draft_id"] == 5


async def test_the_menu_by_keyboard(telegram: LocalTelegram, bot: Bot, chatting: Page) -> None:
    await bot.set_my_commands([("hjaelp", "Sådan gør du"), ("resume", "Et møde")])
    await expect(chatting.get_by_role("button", name="Kommandoer")).to_be_visible()
    field = chatting.get_by_role("textbox", name="Skriv et spørgsmål")
    await field.press_sequentially("/")
    await expect(chatting.get_by_role("option")).to_have_count(2)
    await field.press("ArrowDown")
    await expect(field).to_have_attribute("aria-activedescendant", "choice-1")
    await field.press("Enter")
    await expect(chatting.locator(".mine .text").last).to_have_text("/resume")


async def test_start_on_an_empty_chat(telegram: LocalTelegram, page: Page) -> None:
    await page.get_by_role("button", name="Start").click()
    await expect(page.locator(".mine .text")).to_have_text("/start")


async def test_a_deep_link_opens_with_its_payload(telegram: LocalTelegram, page: Page) -> None:
    await page.goto(f"{telegram.page_url}?start=punkt_7")
    await expect(page.locator(".mine .text")).to_have_text("/start punkt_7")
    assert "start=" not in page.url


async def test_a_file_is_sent(telegram: LocalTelegram, chatting: Page, tmp_path: Path) -> None:
    minutes = tmp_path / "referat æ.txt"
    minutes.write_text("Punkt 1", encoding="utf-8")
    await chatting.locator("#file").set_input_files(minutes)
    await expect(chatting.locator("a.file b")).to_have_text("referat æ.txt")
    update = telegram.world.updates.oldest(9)[-1]
    assert update["message"]["document"]["file_name"] == "referat æ.txt"


async def test_blocking_by_hand(telegram: LocalTelegram, chatting: Page) -> None:
    await chatting.get_by_role("button", name="Bloker botten").click()
    await expect(chatting.get_by_text("Du har blokeret botten")).to_be_visible()
    await chatting.get_by_role("button", name="Ophæv blokering").click()
    await expect(chatting.get_by_label("Skriv et spørgsmål")).to_be_visible()


async def test_an_edit_keeps_what_was_unfolded(bot: Bot, chatting: Page) -> None:
    request = {"chat_id": ANNA, "rich_message": {"html": ANSWER}}
    sent: Any = await bot.do_api_request("sendRichMessage", api_kwargs=request)
    await chatting.locator("summary").click()
    changed = {"rich_message": {"html": ANSWER.replace("det.", "sagen.")}}
    await bot.edit_message_text(None, ANNA, sent["message_id"], api_kwargs=changed)  # type: ignore[arg-type]
    await expect(chatting.locator(".rich p").first).to_have_text("Byrådet godkendte sagen.")
    await expect(chatting.locator("blockquote")).to_be_visible()


async def test_a_long_answer_is_read_from_its_beginning(bot: Bot, chatting: Page) -> None:
    await bot.send_message(ANNA, "Begyndelsen\n" + "linje\n" * 90)
    beginning = chatting.locator("article").last
    await expect(beginning.get_by_text("Begyndelsen")).to_be_in_viewport()
    await chatting.get_by_role("button", name="Længere nede").click()
    await expect(beginning.locator("time")).to_be_in_viewport()


async def test_another_chat_is_chosen(telegram: LocalTelegram, bot: Bot, chatting: Page) -> None:
    group = telegram.group("Rådet", [ANNA], topics=["Veje"])
    await bot.send_message(group.id, "Til alle")
    await chatting.get_by_label("Vælg samtale").select_option("Rådet")
    await expect(chatting.locator("article .from")).to_have_text("Referat")
    await expect(chatting.get_by_role("heading", level=1)).to_have_text("Rådet")
    await chatting.get_by_label("Skriv et spørgsmål").fill("@referat_bot hvad nu?")
    await chatting.get_by_role("button", name="Send", exact=True).click()
    await expect(chatting.locator(".mine .text")).to_have_text("@referat_bot hvad nu?")


async def test_inline_results_are_offered_while_typing(telegram: LocalTelegram, bot: Bot, chatting: Page) -> None:
    await chatting.get_by_label("Skriv et spørgsmål").press_sequentially("@referat_bot svøm")
    await telegram.until(lambda: telegram.world.inline_queries)
    query = (await bot.get_updates(offset=-1, timeout=20))[0].inline_query
    assert query is not None
    await query.answer([InlineQueryResultArticle("r1", "Svømmehallen", InputTextMessageContent("Godkendt"))])
    await chatting.get_by_role("option", name="Svømmehallen").click()
    await expect(chatting.locator(".mine .text").last).to_have_text("Godkendt")


async def test_losing_the_server_is_told(telegram: LocalTelegram, chatting: Page) -> None:
    await chatting.route("**/control/screen*", lambda route: route.abort())
    telegram.say(ANNA, "tabt")
    await expect(chatting.get_by_role("alert")).to_contain_text("Forbindelsen")
    await chatting.unroute("**/control/screen*")
    await expect(chatting.get_by_role("alert")).to_be_hidden()
    await expect(chatting.locator("article").last).to_contain_text("tabt")
