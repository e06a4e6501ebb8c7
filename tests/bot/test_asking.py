"""Questions and answers over real HTTP."""

import dataclasses
import threading

from tests.bot.conftest import ANNA, BO, Chat
from tests.bot.fake_assistant import QUOTE, a_citation, an_answer


def words(message: dict) -> str:
    """All words of a message, rich or not."""

    def walk(value: object) -> str:
        if isinstance(value, str):
            return value
        if isinstance(value, list):
            return " ".join(map(walk, value))
        if isinstance(value, dict):
            return " ".join(walk(part) for name, part in value.items() if name not in {"type", "align", "valign"})
        return ""

    return " ".join((walk(message.get("text", "")) + " " + walk(message.get("rich", ""))).split())


def labels(message: dict) -> list[str]:
    return [button["text"] for row in message["keyboard"] for button in row]


async def test_a_question_gets_a_cited_answer_that_proves_itself(chat: Chat) -> None:
    async with chat.bot():
        message = await chat.ask(ANNA, "Hvad blev besluttet om cykelstien?")
    said = words(message)
    assert "1.250.000 kr." in said
    assert "Teknik- og Miljøudvalget, 14. maj 2024, punkt 3" in said
    assert QUOTE in said
    assert "Referaterne går fra" in said
    assert "[1] Beslutning" in labels(message)
    assert not chat.refusals()


async def test_the_source_button_shows_the_words_in_context_also_after_a_restart(chat: Chat) -> None:
    async with chat.bot():
        message = await chat.ask(ANNA, "Hvad blev besluttet?")
    async with chat.bot():
        proof = await chat.press(ANNA, message, "[1] Beslutning")
    assert "Forvaltningen indstiller." in words(proof) and QUOTE in words(proof)
    assert "Hele beslutningen" in labels(proof)


async def test_a_greeting_has_no_buttons_and_a_refusal_can_be_called_wrong(chat: Chat) -> None:
    nothing = an_answer(text="Hej.", found=False, citations=(), claims=(), freshness="")
    async with chat.bot():
        chat.assistant.answer = nothing
        greeted = await chat.ask(ANNA, "Hej")
        chat.assistant.answer = dataclasses.replace(
            nothing, text="Det fremgår ikke.", freshness="Referaterne går til nu."
        )
        refused = await chat.ask(ANNA, "Hvad blev besluttet?")
    assert labels(greeted) == [] and labels(refused) == ["Svaret er forkert"]


async def test_a_meetings_items_listed_offer_only_what_holds_for_all(chat: Chat) -> None:
    cited = tuple(a_citation(item=item, quote=f"Ord {item}.", case_number=f"05.00.00-A00-{item}-24") for item in (3, 4))
    text = "Teknik- og Miljøudvalget den 14. maj 2024:\n- punkt 3: Cykelsti.\n- punkt 4: Bro."
    chat.assistant.answer = an_answer(text=text, citations=cited)
    async with chat.bot():
        told = await chat.ask(ANNA, "Hvad blev besluttet på det seneste møde?")
    assert labels(told) == ["[1] Punkt 3", "[2] Punkt 4", "Svaret er forkert"]


async def test_an_answer_that_lists_items_offers_only_what_holds_for_all(chat: Chat) -> None:
    line = "- 14. maj 2024, Teknik- og Miljøudvalget, punkt {}: Cykelsti."
    cited = tuple(a_citation(item=item, quote=f"Ord {item}.") for item in (3, 4))
    text = "To punkter:\n" + "\n".join(line.format(item) for item in (3, 4))
    chat.assistant.answer = an_answer(text=text, citations=cited)
    async with chat.bot():
        of_one_case = await chat.ask(ANNA, "Hvad blev udsat?")
        chat.assistant.answer = dataclasses.replace(
            chat.assistant.answer, citations=(cited[0], dataclasses.replace(cited[1], case_number="05.00.00-A00-1-24"))
        )
        of_two_cases = await chat.ask(ANNA, "Hvad blev udsat?")
    assert labels(of_one_case) == ["[1] Punkt 3", "[2] Punkt 4", "Sagen over tid", "Svaret er forkert"]
    assert labels(of_two_cases) == ["[1] Punkt 3", "[2] Punkt 4", "Svaret er forkert"]


async def test_a_follow_up_carries_the_conversation(chat: Chat) -> None:
    async with chat.bot():
        await chat.ask(ANNA, "Hvad blev besluttet om cykelstien?")
        await chat.ask(ANNA, "og i 2021?")
    history = chat.assistant.asked[-1].history
    assert [turn.role for turn in history] == ["user", "assistant"]
    assert history[0].content == "Hvad blev besluttet om cykelstien?"


async def test_a_slow_answer_holds_up_neither_another_person_nor_its_own_stop(chat: Chat) -> None:
    chat.assistant.gate, chat.assistant.words = threading.Event(), ("Udvalget …",)
    async with chat.bot():
        chat.telegram.say(ANNA, "Hvad blev besluttet?")
        draft = await chat.telegram.until(lambda: chat.telegram.screen(ANNA)["draft"])
        help_text = await chat.ask(BO, "/help")
        assert "How to use me" in words(help_text)
        chat.telegram.stop_draft(ANNA, draft["draft_id"])
        stopped = (await chat.telegram.until_messages(ANNA, 1))[-1]
        await chat.telegram.until(lambda: chat.assistant.cancelled_seen)
    assert words(stopped).startswith("Jeg er stoppet")


async def test_personal_numbers_are_neither_asked_nor_kept(chat: Chat) -> None:
    async with chat.bot() as room:
        await chat.ask(ANNA, "Hvad med 010190-1234 i sag 27.00.00-G01-1471-24?")
        kept = room.state.engine.connect().exec_driver_sql("select content from bot_turns").scalars().all()
    assert chat.assistant.asked[0].question == "Hvad med [CPR] i sag 27.00.00-G01-1471-24?"
    assert not any("1234?" in text or "010190" in text for text in kept)
