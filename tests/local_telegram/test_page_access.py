"""The chat page for everybody: WCAG 2.2 AA as far as a program can tell, the keyboard alone, narrow windows."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect
from telegram import Bot

from bot.local_telegram.server import LocalTelegram
from tests.local_telegram.conftest import ANNA
from tests.local_telegram.test_page import ANSWER, bot, browser, chatting, keys, page, pytestmark  # noqa: F401

WCAG_22_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
RULES = {"runOnly": {"type": "tag", "values": WCAG_22_AA}, "resultTypes": ["violations"]}
CLASSIC = (
    "<b>a</b> <a href='https://example.org'>link</a> <code>k</code>\n<blockquote expandable>"
    + "ord " * 200
    + "</blockquote> /hjaelp <tg-spoiler>s</tg-spoiler>"
)
FOCUSED = """() => {
  const one = document.activeElement;
  const name = one === document.body ? "body" : one.getAttribute("aria-label") || one.textContent.trim() || one.id;
  return [name, getComputedStyle(one).outlineStyle];
}"""
FITS = "document.documentElement.scrollWidth <= innerWidth"


async def violations(shown: Page) -> list[str]:
    """What axe finds: the rule and the elements."""
    found = await Axe().run(shown, options=RULES)
    return [
        f"{one['id']}: {node['html']} {node['failureSummary']}"
        for one in found.response["violations"]
        for node in one["nodes"]
    ]


async def everything(telegram: LocalTelegram, speaker: Bot) -> None:
    """One of each thing that can stand in the chat."""
    telegram.upload(ANNA, "referat.txt", "text/plain", b"Punkt 1", "se her")
    await speaker.send_message(ANNA, CLASSIC, parse_mode="HTML")
    request = {"chat_id": ANNA, "rich_message": {"html": ANSWER}, "reply_markup": keys("[1] 7.5.2024 pkt. 7", "Tryk")}
    sent: Any = await speaker.do_api_request("sendRichMessage", api_kwargs=request)
    telegram.react(ANNA, sent["message_id"], "👎")
    await speaker.send_message(ANNA, "svar", reply_parameters={"message_id": sent["message_id"]})  # type: ignore[arg-type]
    await speaker.send_message_draft(ANNA, 5, text="Jeg leder", api_kwargs={"can_stop": True})


LOOKS: tuple[tuple[Any, int], ...] = (("light", 320), ("dark", 390), ("light", 1280))


async def test_a_whole_conversation_breaks_no_rule(telegram: LocalTelegram, bot: Bot, chatting: Page) -> None:  # noqa: F811
    await everything(telegram, bot)
    await expect(chatting.get_by_role("button", name="Stop")).to_be_visible()
    await chatting.locator("summary").click()
    for scheme, width in LOOKS:
        await chatting.emulate_media(color_scheme=scheme)
        await chatting.set_viewport_size({"width": width, "height": 700})
        assert await violations(chatting) == [], (scheme, width)
        assert await chatting.evaluate(FITS), width


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_what_comes_and_goes_breaks_no_rule(
    telegram: LocalTelegram,
    bot: Bot,  # noqa: F811
    page: Page,  # noqa: F811
    scheme: Any,
) -> None:
    await page.emulate_media(color_scheme=scheme)
    await bot.set_my_commands([("hjaelp", "Sådan gør du"), ("resume", "Et møde")])
    await page.get_by_role("button", name="Kommandoer").click()
    await expect(page.get_by_role("option")).to_have_count(2)
    assert await violations(page) == []
    await page.evaluate("document.getElementById('alert-text').textContent = 'Listen er udløbet'")
    await page.evaluate("document.getElementById('alert').showModal()")
    assert await violations(page) == []
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Bloker botten").click()
    await expect(page.get_by_role("button", name="Ophæv blokering")).to_be_visible()
    assert await violations(page) == []
    await page.route("**/control/screen*", lambda route: route.abort())
    telegram.say(ANNA, "tabt")
    await expect(page.get_by_role("alert")).to_be_visible()
    assert await violations(page) == []


async def test_a_chat_that_has_not_begun_breaks_no_rule(telegram: LocalTelegram, page: Page) -> None:  # noqa: F811
    telegram.person(2002, "Ida")
    await page.goto(f"{page.url}?person=2002")
    await expect(page.get_by_role("button", name="Start")).to_be_visible()
    assert await violations(page) == []


async def test_everything_is_reached_by_tab_and_seen(bot: Bot, chatting: Page) -> None:  # noqa: F811
    await bot.send_message(ANNA, "a", reply_markup=keys("Første", "Andet"))
    await expect(chatting.get_by_role("button", name="Andet")).to_be_visible()
    await chatting.evaluate("document.activeElement.blur()")
    seen = []
    for _ in range(20):
        await chatting.keyboard.press("Tab")
        name, outline = await chatting.evaluate(FOCUSED)
        if name == "body":
            continue
        seen.append(name)
        assert outline != "none", name
    for wanted in (
        *("Gå til skrivefeltet", "Mørkt udseende", "Bloker botten", "Samtale", "Første", "Andet"),
        *("text", "Vedhæft fil", "Send"),
    ):
        assert wanted in seen, seen


async def test_a_conversation_by_keyboard_alone(telegram: LocalTelegram, bot: Bot, chatting: Page) -> None:  # noqa: F811
    await chatting.keyboard.type("Hvad blev besluttet?")
    await chatting.keyboard.press("Enter")
    await expect(chatting.locator(".mine .text").last).to_have_text("Hvad blev besluttet?")
    request = {"chat_id": ANNA, "rich_message": {"html": ANSWER}, "reply_markup": keys("Se beviset")}
    await bot.do_api_request("sendRichMessage", api_kwargs=request)
    await expect(chatting.locator("summary")).to_be_visible()
    await _tab_back_to(chatting, "Se beviset")
    await chatting.keyboard.press("Enter")
    await telegram.until(lambda: telegram.world.callbacks)
    await _tab_back_to(chatting, "Hvad siger referatet?")
    await chatting.keyboard.press("Enter")
    await expect(chatting.locator("blockquote")).to_be_visible()


async def _tab_back_to(shown: Page, name: str) -> None:
    for _ in range(20):
        await shown.keyboard.press("Shift+Tab")
        if (await shown.evaluate(FOCUSED))[0] == name:
            return
    raise AssertionError(f"{name} is not reached")
