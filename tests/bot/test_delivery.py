"""What delivery does when Telegram refuses, waits, breaks off or moves a chat; over real HTTP, time moved by hand."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from telegram import Bot
from telegram.ext import ApplicationBuilder

from bot.delivery import Delivery
from bot.errors import ChatGone, DeliveryUncertain, MessageRejected, Throttled
from bot.local_telegram.faults import Fault, FaultKind
from bot.local_telegram.server import LocalTelegram
from bot.outgoing import Button, Content, Form, OutgoingFile, OutgoingMessage, Place
from bot.pacing import Pacer
from bot.render import compose
from bot.render.blocks import Grid, Paragraph
from bot.state import State
from tests.bot.conftest import ANNA, BO
from tests.bot.test_asking import words
from tests.bot.test_pacing import Time

TABLE = compose((Paragraph("Beløb i 2024"), Grid("Beløb", (("Post", "Sum"), ("Sti", "5 kr.")))), structured=True)


@dataclass
class Room:
    telegram: LocalTelegram
    delivery: Delivery
    state: State
    time: Time
    bot: Bot

    def seen(self, person: int = ANNA, chat: int | None = None) -> list[dict]:
        return [one for one in self.telegram.screen(person, chat)["messages"] if one["from_bot"]]

    def tried(self, method: str) -> int:
        return len(self.telegram.transcript.of(method))


@pytest.fixture
async def room(telegram: LocalTelegram, tmp_path: object) -> AsyncIterator[Room]:
    builder = ApplicationBuilder().token(telegram.token)
    application = builder.base_url(telegram.base_url).base_file_url(telegram.base_file_url).build()
    state, time = State(f"sqlite:///{tmp_path}/referat.db"), Time()
    for person in (ANNA, BO):
        telegram.say(person, "/start")
    async with application.bot as bot:
        yield Room(telegram, Delivery(bot, state, Pacer(time.clock, time.sleep)), state, time, bot)
    state.close()


def a_message(content: Content = TABLE, chat: int = ANNA, **place: int) -> OutgoingMessage:
    return OutgoingMessage(place=Place(chat, **place), content=content, keyboard=((Button("Kilde", data="k.p0"),),))


async def test_a_rich_message_is_sent_as_one(room: Room) -> None:
    sent = await room.delivery.send(a_message())
    assert sent.form is Form.RICH and "rich" in room.seen()[0]


@pytest.mark.parametrize(
    "text",
    ["RICH_MESSAGE_HTML_INVALID", "can't parse InputRichBlock: x", "message text is empty", "not supported here"],
)
async def test_a_refused_rich_message_goes_as_classic_html(room: Room, text: str) -> None:
    room.telegram.fault(Fault(FaultKind.REFUSE, "sendRichMessage", description=f"Bad Request: {text}"))
    sent = await room.delivery.send(a_message())
    assert sent.form is Form.HTML and "Sti: 5 kr." in words(room.seen()[0])


async def test_a_server_without_rich_messages_is_asked_once(room: Room) -> None:
    missing = Fault(FaultKind.REFUSE, "sendRichMessage", code=404, description="Not Found: method not found", times=9)
    room.telegram.fault(missing)
    for _ in range(3):
        assert (await room.delivery.send(a_message())).form is Form.HTML
    assert room.tried("sendRichMessage") == 1


async def test_refused_html_goes_as_plain_text(room: Room) -> None:
    refusal = "Bad Request: can't parse entities: Unsupported start tag"
    room.telegram.fault(Fault(FaultKind.REFUSE, "sendMessage", description=refusal))
    sent = await room.delivery.send(a_message(), Form.HTML)
    assert sent.form is Form.PLAIN and room.seen()[0]["text"].startswith("Beløb i 2024")


async def test_any_other_refusal_is_an_error_that_says_why(room: Room) -> None:
    room.telegram.fault(Fault(FaultKind.REFUSE, "sendRichMessage", description="Bad Request: BUTTON_DATA_INVALID"))
    with pytest.raises(MessageRejected, match=r"(?i)button_data_invalid"):
        await room.delivery.send(a_message())


async def test_a_429_waits_in_the_same_form(room: Room) -> None:
    room.telegram.fault(Fault(FaultKind.TOO_MANY_REQUESTS, "sendRichMessage", seconds=8, times=2))
    sent = await room.delivery.send(a_message())
    assert sent.form is Form.RICH and len(room.seen()) == 1
    assert room.time.now >= 1000 + 2 * 9


async def test_endless_429_gives_up(room: Room) -> None:
    room.telegram.fault(Fault(FaultKind.TOO_MANY_REQUESTS, "sendRichMessage", seconds=2, times=99))
    with pytest.raises(Throttled):
        await room.delivery.send(a_message())


@pytest.mark.parametrize("kind", [FaultKind.SERVER_ERROR, FaultKind.BAD_GATEWAY, FaultKind.DROP_BEFORE])
async def test_a_broken_answer_is_tried_once_more(room: Room, kind: FaultKind) -> None:
    room.telegram.fault(Fault(kind, "sendRichMessage"))
    await room.delivery.send(a_message())
    assert len(room.seen()) == 1


async def test_an_unknown_outcome_is_never_tried_a_third_time(room: Room) -> None:
    room.telegram.fault(Fault(FaultKind.DROP_AFTER, "sendRichMessage", times=9))
    with pytest.raises(DeliveryUncertain):
        await room.delivery.send(a_message())
    assert len(room.seen()) == 2  # both arrived: what the person sees, and why there is no third try


async def test_a_blocked_chat_is_marked_and_takes_no_more(room: Room) -> None:
    room.telegram.block(ANNA)
    with pytest.raises(ChatGone):
        await room.delivery.send(a_message())
    assert room.state.is_gone(ANNA) and not room.state.is_gone(BO)


async def test_a_group_that_moved_is_followed_and_remembered(room: Room) -> None:
    group = room.telegram.group("Borgere", [ANNA])
    moved = room.telegram.migrate(group.id, ANNA)
    await room.delivery.send(a_message(chat=group.id))
    await room.delivery.send(a_message(chat=group.id))
    assert room.state.current_chat(group.id) == moved.id
    assert len(room.seen(ANNA, moved.id)) == 2
    assert len([one for one in room.telegram.transcript.all() if one.status == 400]) == 1


async def test_an_unchanged_edit_is_a_success(room: Room) -> None:
    sent = await room.delivery.send(a_message(), Form.HTML)
    again = await room.delivery.edit(a_message(), sent.last_id, Form.HTML)
    assert again.message_ids == sent.message_ids and len(room.seen()) == 1


async def test_an_edit_turns_text_into_a_rich_message(room: Room) -> None:
    sent = await room.delivery.send(a_message(compose((Paragraph("Leder …"),))), Form.PLAIN)
    edited = await room.delivery.edit(a_message(), sent.last_id)
    assert edited.form is Form.RICH and "rich" in room.seen()[0] and len(room.seen()) == 1


async def test_an_edit_of_a_message_that_is_gone_sends_it_anew(room: Room) -> None:
    await room.delivery.edit(a_message(), 999, Form.HTML)
    assert len(room.seen()) == 1


async def test_a_long_answer_comes_in_pieces_with_the_buttons_under_the_last(room: Room) -> None:
    content = compose(tuple(Paragraph(f"Afsnit {n}. " + "ord " * 300) for n in range(12)))
    sent = await room.delivery.send(a_message(content))
    seen = room.seen()
    assert len(sent.message_ids) == len(seen) > 1
    assert [bool(one["keyboard"]) for one in seen] == [False] * (len(seen) - 1) + [True]


async def test_a_reply_to_a_deleted_message_still_arrives(room: Room) -> None:
    await room.delivery.send(a_message(reply_to=4711))
    assert len(room.seen()) == 1


async def test_a_topic_that_is_gone_does_not_lose_the_answer(room: Room) -> None:
    await room.delivery.send(a_message(thread_id=4711))
    assert len(room.seen()) == 1


async def test_files_arrive_with_their_caption(room: Room) -> None:
    await room.delivery.send_file(OutgoingFile(place=Place(ANNA), name="a.ics", data=b"BEGIN", caption="Frister"))
    assert room.seen()[0]["file"]["name"] == "a.ics" and room.seen()[0]["text"] == "Frister"


async def test_a_throttled_draft_is_skipped_not_queued(room: Room) -> None:
    room.telegram.fault(Fault(FaultKind.TOO_MANY_REQUESTS, "sendMessageDraft", seconds=5))
    await room.delivery.draft(Place(ANNA), 7, "Udvalget")
    assert not await room.delivery.draft(Place(ANNA), 7, "Udvalget godkendte")
    assert room.tried("sendMessageDraft") == 1


async def test_drafts_are_given_up_where_the_server_has_none(room: Room) -> None:
    missing = Fault(FaultKind.REFUSE, "sendMessageDraft", code=404, description="Not Found: method not found", times=9)
    room.telegram.fault(missing)
    assert not await room.delivery.draft(Place(ANNA), 7, "")
    assert not room.delivery.takes_drafts
