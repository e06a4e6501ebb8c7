"""What the bot sends, through the real client over real HTTP."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
from telegram.error import BadRequest, EndPointNotFound, Forbidden, InvalidToken, NetworkError

from bot.local_telegram.server import LocalTelegram
from tests.local_telegram.conftest import ANNA, BO, refused


def keyboard(**button: Any) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton("Tryk", **button)]])


async def test_a_message_arrives_as_it_was_sent(telegram: LocalTelegram, bot: Bot) -> None:
    sent = await bot.send_message(
        ANNA,
        " <b>Godkendt</b> & tilføjet ",
        parse_mode="HTML",
        reply_markup=keyboard(callback_data="k1"),
        reply_parameters=ReplyParameters(1),
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    assert (sent.message_id, sent.text, sent.entities[0].type) == (2, "Godkendt & tilføjet", "bold")
    assert sent.reply_to_message is not None and sent.reply_to_message.text == "/start"
    seen = telegram.screen(ANNA)["messages"][-1]
    assert seen["text"] == sent.text
    assert seen["keyboard"] == [[{"text": "Tryk", "callback_data": "k1"}]]
    assert seen["reply"]["text"] == "/start"


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": " \n "}, "text must be non-empty"),
        ({"text": "<b> </b>", "parse_mode": "HTML"}, "text must be non-empty"),
        ({"text": "a" * 4097}, "message is too long"),
        ({"text": "æ" * 16_385}, "text is too long"),
        ({"text": "a", "parse_mode": "Wiki"}, "unsupported parse_mode"),
        ({"text": "a", "message_thread_id": 7}, "message thread not found"),
        ({"text": "a", "reply_parameters": {"message_id": 99}}, "message to be replied not found"),
        ({"text": "a", "reply_parameters": {"message_id": 1, "quote": "andet"}}, "QUOTE_TEXT_INVALID"),
        ({"text": "a", "chat_id": 4711}, "chat not found"),
        ({"text": "a", "chat_id": ""}, "chat_id is empty"),
        ({"text": "a", "reply_markup": "{"}, "can't parse reply keyboard markup JSON object"),
        (
            {"text": "a", "reply_markup": {"inline_keyboard": [[{"text": "b"}]]}},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"text": "a", "reply_markup": {"inline_keyboard": [{"text": "b"}]}},
            'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
        ),
        (
            {"text": "a", "reply_markup": {"inline_keyboard": [[{"text": "b", "callback_data": "æ" * 33}]]}},
            "BUTTON_DATA_INVALID",
        ),
        (
            {"text": "a", "reply_markup": {"inline_keyboard": [[{"text": "b", "url": "x"}]]}},
            "inline keyboard button URL 'x' is invalid: Wrong HTTP URL",
        ),
        (
            {"text": "a", "reply_markup": {"inline_keyboard": [[{"text": " ", "url": "https://a.dk"}]]}},
            "inline keyboard button text must be non-empty",
        ),
    ],
)
@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBUserWarning")
async def test_refusals_use_telegrams_words(bot: Bot, arguments: dict[str, Any], complaint: str) -> None:
    with pytest.raises(BadRequest) as caught:
        await bot.do_api_request("sendMessage", api_kwargs={"chat_id": ANNA, **arguments})
    assert caught.value.message.casefold() == complaint.casefold()


async def test_emoji_at_the_limit_count_in_utf16(bot: Bot) -> None:
    assert await bot.send_message(ANNA, "🏛" * 2048)
    with refused("message is too long"):
        await bot.send_message(ANNA, "🏛" * 2048 + "a")


async def test_a_quote_must_be_verbatim_with_its_formatting(bot: Bot) -> None:
    await bot.send_message(ANNA, "ja <b>nej</b> måske", parse_mode="HTML")
    whole = ReplyParameters(2, quote="<b>nej</b> må", quote_parse_mode="HTML")
    answer = await bot.send_message(ANNA, "svar", reply_parameters=whole)
    assert answer.quote is not None and (answer.quote.text, answer.quote.position) == ("nej må", 3)
    with refused("quote_text_invalid"):
        await bot.send_message(ANNA, "svar", reply_parameters=ReplyParameters(2, quote="nej må"))


async def test_editing_changes_refuses_the_same_and_takes_rich(telegram: LocalTelegram, bot: Bot) -> None:
    sent = await bot.send_message(ANNA, "a", reply_markup=keyboard(callback_data="k"))
    with refused("message is not modified: specified new message content"):
        await bot.edit_message_text("a", ANNA, sent.message_id, reply_markup=keyboard(callback_data="k"))
    edited = await bot.edit_message_text("b", ANNA, sent.message_id)
    assert isinstance(edited, Message) and edited.edit_date is not None and edited.reply_markup is None
    rich = {"rich_message": {"html": "<p>c</p>"}}
    await bot.edit_message_text(None, ANNA, sent.message_id, api_kwargs=rich)  # type: ignore[arg-type]
    assert telegram.screen(ANNA)["messages"][-1]["rich"] == [{"type": "paragraph", "text": "c"}]


async def test_only_ones_own_messages_can_be_edited(bot: Bot) -> None:
    with refused("message can't be edited"):
        await bot.edit_message_text("b", ANNA, 1)
    with refused("message to edit not found"):
        await bot.edit_message_text("b", ANNA, 99)


async def test_deleting_ends_after_two_days(timed_bot: Bot, clock: Any) -> None:
    old = await timed_bot.send_message(ANNA, "a")
    clock.advance(48 * 3600 + 1)
    with refused("message can't be deleted for everyone"):
        await timed_bot.delete_message(ANNA, old.message_id)
    fresh = await timed_bot.send_message(ANNA, "b")
    assert await timed_bot.delete_message(ANNA, fresh.message_id)
    with refused("message to delete not found"):
        await timed_bot.delete_message(ANNA, fresh.message_id)


async def test_rich_messages_come_back_as_blocks(telegram: LocalTelegram, bot: Bot) -> None:
    request = {"chat_id": ANNA, "rich_message": {"html": "<p>Svar</p>"}, "reply_markup": keyboard(callback_data="k")}
    sent: Any = await bot.do_api_request("sendRichMessage", api_kwargs=request, return_type=Message)
    assert sent.text is None and sent.api_kwargs["rich_message"] == {"blocks": [{"type": "paragraph", "text": "Svar"}]}
    assert telegram.screen(ANNA)["messages"][-1]["rich"][0]["text"] == "Svar"


async def test_a_client_without_rich_messages_shows_a_card(telegram: LocalTelegram, bot: Bot) -> None:
    telegram.person(1003, "Web", renders_rich=False)
    telegram.say(1003, "/start")
    await bot.do_api_request("sendRichMessage", api_kwargs={"chat_id": 1003, "rich_message": {"html": "<p>Svar</p>"}})
    assert telegram.screen(1003)["messages"][-1]["unsupported"] is True


async def test_drafts_show_expire_and_end_with_the_message(timed: LocalTelegram, timed_bot: Bot, clock: Any) -> None:
    await timed_bot.send_message_draft(ANNA, 7, text="Jeg", api_kwargs={"can_stop": True})
    assert timed.screen(ANNA)["draft"] == {"draft_id": 7, "can_stop": True, "text": "Jeg", "entities": []}
    clock.advance(31)
    assert timed.screen(ANNA)["draft"] is None
    await timed_bot.send_message_draft(ANNA, 8, text="")
    assert timed.screen(ANNA)["draft"]["text"] == ""
    await timed_bot.send_message(ANNA, "Jeg svarer")
    assert timed.screen(ANNA)["draft"] is None


async def test_drafts_are_for_private_chats_and_need_a_number(telegram: LocalTelegram, bot: Bot) -> None:
    group = telegram.group("Rådet", [ANNA])
    with refused("textdraft_peer_invalid"):
        await bot.send_message_draft(group.id, 7, text="a")
    with refused("random_id_invalid"):
        await bot.do_api_request(
            "sendRichMessageDraft", api_kwargs={"chat_id": ANNA, "draft_id": "x", "rich_message": {"html": "a"}}
        )


async def test_typing_shows_for_five_seconds(timed: LocalTelegram, timed_bot: Bot, clock: Any) -> None:
    await timed_bot.send_chat_action(ANNA, "typing")
    assert timed.screen(ANNA)["actions"] == ["typing"]
    clock.advance(5.5)
    assert timed.screen(ANNA)["actions"] == []
    with refused("wrong parameter action in request"):
        await timed_bot.send_chat_action(ANNA, "dancing")


async def test_who_has_not_written_cannot_be_written_to(telegram: LocalTelegram, bot: Bot) -> None:
    with refused("chat not found"):
        await bot.send_message(BO, "hej")
    telegram.group("Rådet", [ANNA, BO])
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(BO, "hej")


async def test_files_go_both_ways(telegram: LocalTelegram, bot: Bot) -> None:
    sent = await bot.send_document(ANNA, b"a,b\n1,2\n", filename="beløb.csv", caption="<b>Tal</b>", parse_mode="HTML")
    assert sent.document is not None and sent.document.file_name == "beløb.csv"
    fetched = await (await bot.get_file(sent.document.file_id)).download_as_bytearray()
    assert bytes(fetched) == b"a,b\n1,2\n"
    again = await bot.send_document(ANNA, sent.document.file_id)
    assert again.document is not None and again.document.file_unique_id == sent.document.file_unique_id
    uploaded = telegram.upload(ANNA, "referat.txt", "text/plain", b"Punkt 1")
    assert uploaded.content.file is not None
    got = await (await bot.get_file(uploaded.content.file.file_id)).download_as_bytearray()
    assert bytes(got) == b"Punkt 1"


async def test_a_photo_has_its_size(telegram: LocalTelegram, bot: Bot) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (40, 30)).save(picture, "PNG")
    sent = await bot.send_photo(ANNA, picture.getvalue(), caption="kurve")
    assert (sent.photo[0].width, sent.photo[0].height, sent.caption) == (40, 30, "kurve")
    with refused("image_process_failed"):
        await bot.send_photo(ANNA, b"no picture")


async def test_an_album_of_documents(telegram: LocalTelegram, bot: Bot) -> None:
    sent = await bot.send_media_group(ANNA, [InputMediaDocument(b"a", filename="a.txt"), InputMediaDocument(b"b")])
    assert [one.document and one.document.file_size for one in sent] == [1, 1]
    assert await bot.delete_messages(ANNA, [sent[0].message_id, sent[1].message_id, 99])
    assert len(telegram.screen(ANNA)["messages"]) == 1
    with refused("document can't be mixed with other media types"):
        await bot.send_media_group(ANNA, [InputMediaDocument(b"a"), InputMediaPhoto(b"b")])


async def test_files_have_limits(telegram: LocalTelegram, bot: Bot) -> None:
    with refused("file must be non-empty"):
        await bot.send_document(ANNA, b"", filename="tom.txt")
    with refused("message caption is too long"):
        await bot.send_document(ANNA, b"a", caption="a" * 1025)
    with refused("wrong file identifier"):
        await bot.send_document(ANNA, "BQADunknown")
    stored = telegram.on_loop(lambda: telegram.side.upload(ANNA, "stor.pdf", "application/pdf", b"x", size=21 * 2**20))
    assert stored.content.file is not None
    with refused("file is too big"):
        await bot.get_file(stored.content.file.file_id)


async def test_unknown_methods_and_tokens(telegram: LocalTelegram, bot: Bot) -> None:
    with pytest.raises(EndPointNotFound):
        await bot.do_api_request("makeCoffee")
    stranger = Bot("1:wrong", base_url=telegram.base_url)
    with pytest.raises(InvalidToken):
        await stranger.initialize()
    await stranger.shutdown()


async def test_reactions(telegram: LocalTelegram, bot: Bot) -> None:
    assert await bot.set_message_reaction(ANNA, 1, "👀")
    assert telegram.screen(ANNA)["messages"][0]["reactions"] == ["👀"]
    assert await bot.set_message_reaction(ANNA, 1, [])
    assert telegram.screen(ANNA)["messages"][0]["reactions"] == []
    with refused("reaction_invalid"):
        await bot.set_message_reaction(ANNA, 1, "✅")
    with refused("message to react not found"):
        await bot.set_message_reaction(ANNA, 99, "👀")


async def test_network_errors_are_not_bad_requests(telegram: LocalTelegram, bot: Bot) -> None:
    from bot.local_telegram.faults import Fault, FaultKind

    telegram.fault(Fault(FaultKind.SERVER_ERROR, "sendMessage"))
    with pytest.raises(NetworkError) as caught:
        await bot.send_message(ANNA, "a")
    assert not isinstance(caught.value, BadRequest)
    assert await bot.send_message(ANNA, "a")
