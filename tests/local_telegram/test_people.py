"""What people do, as the bot gets to know of it."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import (
    Bot,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Update,
)
from telegram.error import ChatMigrated, Forbidden

from bot.local_telegram.person import NotPossible
from bot.local_telegram.server import LocalTelegram
from tests.local_telegram.conftest import ANNA, BO, refused

ALL = [*Update.ALL_TYPES, "stopped_message_generation"]


async def latest(bot: Bot) -> Update:
    return (await bot.get_updates(offset=-1, allowed_updates=ALL))[0]


async def texts(bot: Bot) -> list[str | None]:
    """The texts of all waiting messages, which are then confirmed."""
    updates = await bot.get_updates(allowed_updates=ALL)
    if updates:
        await bot.get_updates(offset=updates[-1].update_id + 1)
    return [update.message.text for update in updates if update.message is not None]


def keys(**button: Any) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton("Tryk", **button)]])


async def test_a_deep_link_starts_with_its_payload(telegram: LocalTelegram, bot: Bot) -> None:
    telegram.open_link(ANNA, "punkt_7")
    message = (await latest(bot)).message
    assert message is not None and message.text == "/start punkt_7"
    assert [entity.type for entity in message.entities] == ["bot_command"]
    with pytest.raises(NotPossible):
        telegram.open_link(ANNA, "æ")


async def test_a_press_is_answered_once_and_in_time(timed: LocalTelegram, timed_bot: Bot, clock: Any) -> None:
    sent = await timed_bot.send_message(ANNA, "a", reply_markup=keys(callback_data="k1"))
    query_id = timed.press(ANNA, sent.message_id, "Tryk")["query_id"]
    query = (await latest(timed_bot)).callback_query
    assert query is not None and (query.id, query.data) == (query_id, "k1")
    assert query.message is not None and query.message.message_id == sent.message_id
    with refused("message_too_long"):
        await timed_bot.answer_callback_query(query_id, "a" * 201)
    await timed_bot.answer_callback_query(query_id, "Vist", show_alert=True)
    assert timed.answer_of(query_id) == {"text": "Vist", "show_alert": True, "url": None}
    with refused("query is too old"):
        await timed_bot.answer_callback_query(query_id)
    late = timed.press(ANNA, sent.message_id, "Tryk")["query_id"]
    clock.advance(16)
    with refused("query is too old"):
        await timed_bot.answer_callback_query(late)


async def test_buttons_that_ask_nobody(telegram: LocalTelegram, bot: Bot) -> None:
    link = await bot.send_message(ANNA, "a", reply_markup=keys(url="https://example.org"))
    assert telegram.press(ANNA, link.message_id, "Tryk") == {"url": "https://example.org"}
    copied = await bot.send_message(ANNA, "a", reply_markup=keys(copy_text=CopyTextButton("27.00.00")))
    assert telegram.press(ANNA, copied.message_id, "Tryk") == {"copied": "27.00.00"}
    with pytest.raises(NotPossible):
        telegram.press(ANNA, link.message_id, "Findes ikke")


async def test_a_press_on_a_message_that_is_gone(telegram: LocalTelegram, bot: Bot) -> None:
    sent = await bot.send_message(ANNA, "a", reply_markup=keys(callback_data="k1"))
    await bot.delete_message(ANNA, sent.message_id)
    telegram.press_data(ANNA, sent.message_id, "k1")
    query = (await latest(bot)).callback_query
    assert query is not None and query.message is not None and not query.message.is_accessible


async def test_stop_hides_the_draft_and_tells_the_bot(telegram: LocalTelegram, bot: Bot) -> None:
    await bot.send_message_draft(ANNA, 7, text="Jeg søger", api_kwargs={"can_stop": True})
    telegram.stop_draft(ANNA, 7)
    assert telegram.screen(ANNA)["draft"] is None
    assert (await latest(bot)).api_kwargs["stopped_message_generation"]["draft_id"] == 7
    await bot.send_message_draft(ANNA, 7, text="Jeg søger stadig", api_kwargs={"can_stop": True})
    assert telegram.screen(ANNA)["draft"] is None


async def test_blocking_and_coming_back(telegram: LocalTelegram, bot: Bot) -> None:
    telegram.block(ANNA)
    change = (await latest(bot)).my_chat_member
    assert change is not None and (change.old_chat_member.status, change.new_chat_member.status) == ("member", "kicked")
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(ANNA, "a")
    telegram.unblock(ANNA)
    assert await bot.send_message(ANNA, "a")


async def test_a_deactivated_account(telegram: LocalTelegram, bot: Bot) -> None:
    telegram.say(BO, "/start")
    telegram.person(BO, "Bo", deactivated=True)
    with pytest.raises(Forbidden, match="user is deactivated"):
        await bot.send_message(BO, "a")


async def test_privacy_mode_shows_only_what_is_meant_for_the_bot(telegram: LocalTelegram, bot: Bot) -> None:
    group = telegram.group("Rådet", [ANNA, BO])
    await texts(bot)
    mine = await bot.send_message(group.id, "svar")
    telegram.say(BO, "snak", chat_id=group.id)
    telegram.say(BO, "/resume", chat_id=group.id)
    telegram.say(BO, "/resume@referat_bot", chat_id=group.id)
    telegram.say(BO, "/resume@anden_bot", chat_id=group.id)
    telegram.say(BO, "hvad siger @Referat_bot?", chat_id=group.id)
    telegram.say(BO, "og hvorfor?", chat_id=group.id, reply_to=mine.message_id)
    assert await texts(bot) == ["/resume", "/resume@referat_bot", "hvad siger @Referat_bot?", "og hvorfor?"]
    telegram.add_bot(group.id, ANNA, admin=True)
    telegram.say(BO, "snak igen", chat_id=group.id)
    assert "snak igen" in await texts(bot)


async def test_a_kicked_bot_is_told_so(telegram: LocalTelegram, bot: Bot) -> None:
    group = telegram.group("Rådet", [ANNA])
    big = telegram.group("Torvet", [ANNA], supergroup=True)
    telegram.kick_bot(group.id, ANNA)
    telegram.kick_bot(big.id, ANNA)
    with pytest.raises(Forbidden, match="bot was kicked from the group chat"):
        await bot.send_message(group.id, "a")
    with pytest.raises(Forbidden, match="bot was kicked from the supergroup chat"):
        await bot.send_message(big.id, "a")
    telegram.add_bot(big.id, ANNA)
    assert await bot.leave_chat(big.id)
    with pytest.raises(Forbidden, match="bot is not a member of the supergroup chat"):
        await bot.send_message(big.id, "a")


async def test_a_migrated_group_names_its_new_id(telegram: LocalTelegram, bot: Bot) -> None:
    group = telegram.group("Rådet", [ANNA])
    new = telegram.migrate(group.id, ANNA)
    with pytest.raises(ChatMigrated) as caught:
        await bot.send_message(group.id, "a")
    assert caught.value.new_chat_id == new.id
    updates = await bot.get_updates()
    moves = [(one.message.migrate_to_chat_id, one.message.migrate_from_chat_id) for one in updates[-2:] if one.message]
    assert moves == [(new.id, None), (None, group.id)]
    assert await bot.send_message(new.id, "a")


async def test_topics_keep_their_threads(telegram: LocalTelegram, bot: Bot) -> None:
    forum = telegram.group("Byen", [ANNA], topics=["Veje", "Skoler"])
    thread = forum.topics[1][0]
    telegram.say(ANNA, "@referat_bot hvad nu?", chat_id=forum.id, thread=thread)
    asked = (await latest(bot)).message
    assert asked is not None and asked.message_thread_id == thread and asked.is_topic_message
    sent = await bot.send_message(forum.id, "dette", message_thread_id=thread)
    assert sent.message_thread_id == thread
    assert [one["text"] for one in telegram.screen(ANNA, forum.id, thread)["messages"]] == [
        "@referat_bot hvad nu?",
        "dette",
    ]
    telegram.say(ANNA, "og så?", chat_id=forum.id, reply_to=sent.message_id)
    followed = (await latest(bot)).message
    assert followed is not None and followed.message_thread_id == thread
    made = await bot.create_forum_topic(forum.id, "Vand")
    assert await bot.send_message(forum.id, "vandet", message_thread_id=made.message_thread_id)


async def test_an_edited_message_comes_as_such(telegram: LocalTelegram, bot: Bot) -> None:
    said = telegram.say(ANNA, "hvad koster den")
    telegram.edit(ANNA, said.id, "hvad koster den?")
    edited = (await latest(bot)).edited_message
    assert edited is not None and edited.text == "hvad koster den?" and edited.edit_date is not None


async def test_a_reaction_reaches_a_bot_that_asked_for_it(telegram: LocalTelegram, bot: Bot) -> None:
    sent = await bot.send_message(ANNA, "svar")
    await latest(bot)
    telegram.react(ANNA, sent.message_id, "👎")
    reaction = (await latest(bot)).message_reaction
    assert reaction is not None and [one.to_dict()["emoji"] for one in reaction.new_reaction] == ["👎"]


async def test_inline_results_are_chosen_into_a_chat(telegram: LocalTelegram, bot: Bot) -> None:
    query_id = telegram.inline(ANNA, "svømmehal")
    asked = (await latest(bot)).inline_query
    assert asked is not None and asked.query == "svømmehal"
    content = InputTextMessageContent("<b>Godkendt</b>", parse_mode="HTML")
    result = InlineQueryResultArticle("r1", "Svømmehallen", content, reply_markup=keys(callback_data="k"))
    with refused("result_id_duplicate"):
        await bot.answer_inline_query(query_id, [result, result])
    await bot.answer_inline_query(query_id, [result])
    telegram.choose(ANNA, query_id, "r1")
    chosen = (await latest(bot)).chosen_inline_result
    assert chosen is not None and chosen.inline_message_id is not None
    assert await bot.edit_message_text("Ændret", inline_message_id=chosen.inline_message_id) is True
    assert telegram.screen(ANNA)["messages"][-1]["text"] == "Ændret"


async def test_an_upload_reaches_the_bot(telegram: LocalTelegram, bot: Bot) -> None:
    telegram.upload(ANNA, "referat.pdf", "application/pdf", b"%PDF-", "nyt referat")
    message = (await latest(bot)).message
    assert message is not None and message.document is not None
    assert (message.document.file_name, message.document.mime_type, message.caption) == (
        "referat.pdf",
        "application/pdf",
        "nyt referat",
    )


async def test_the_menu_follows_scope_and_language(telegram: LocalTelegram, bot: Bot) -> None:
    telegram.person(1005, "Eve", language_code="en")
    telegram.say(1005, "/start")
    await bot.set_my_commands([("hjaelp", "Hjælp")])
    await bot.set_my_commands([("help", "Help")], language_code="en")
    await bot.set_my_commands([("status", "Status")], scope={"type": "chat", "chat_id": ANNA})  # type: ignore[arg-type]
    assert [one["command"] for one in telegram.screen(1005)["commands"]] == ["help"]
    assert [one["command"] for one in telegram.screen(ANNA)["commands"]] == ["status"]
    group = telegram.group("Rådet", [ANNA])
    assert [one["command"] for one in telegram.screen(ANNA, group.id)["commands"]] == ["hjaelp"]


@pytest.mark.parametrize(
    ("command", "complaint"),
    [(("Hjælp", "x"), "bot_command_invalid"), (("hjaelp", ""), "bot_command_description_invalid")],
)
async def test_wrong_commands_are_refused(bot: Bot, command: tuple[str, str], complaint: str) -> None:
    with refused(f"{complaint}"):
        await bot.set_my_commands([command])


async def test_profile_texts_by_language(telegram: LocalTelegram, bot: Bot) -> None:
    await bot.set_my_description("Svar fra referater")
    await bot.set_my_description("Answers from minutes", language_code="en")
    assert (await bot.get_my_description()).description == "Svar fra referater"
    assert (await bot.get_my_description("en")).description == "Answers from minutes"
    assert telegram.screen(ANNA)["bot"]["description"] == "Svar fra referater"
    with refused("too long"):
        await bot.set_my_short_description("a" * 121)
