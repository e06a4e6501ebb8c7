"""What a person can do, step by step, over real HTTP."""

import asyncio
import dataclasses
import datetime
import json
import threading

import pytest

from bot.handlers.start import item_payload
from bot.state import Conversation, State
from retrieval.errors import StateError
from tests.bot.conftest import ADMIN, ANNA, BO, Chat, real_limits
from tests.bot.fake_assistant import KEY, QUOTE, a_hit, an_answer
from tests.bot.test_asking import labels, words


async def test_start_welcomes_with_how_far_the_minutes_reach_and_examples(chat: Chat) -> None:
    async with chat.bot():
        welcome = await chat.ask(ANNA, "/start")
        assert "Jeg kender 20 møder" in words(welcome)
        answer = await chat.press(ANNA, welcome, "Hvad blev besluttet på det seneste møde?")
    assert QUOTE in words(answer)
    assert chat.assistant.asked[0].question == "Hvad blev besluttet på det seneste møde?"


async def test_a_deep_link_opens_the_item(chat: Chat) -> None:
    async with chat.bot():
        chat.telegram.open_link(ANNA, item_payload(KEY, 3))
        shown = (await chat.telegram.until_messages(ANNA, 1))[-1]
        unknown = await chat.ask(ANNA, "/start i000000000000-99")
        forged = await chat.ask(ANNA, "/start ..%2Fetc")
    assert QUOTE in words(shown)
    assert "link kender jeg ikke" in words(unknown) and "link kender jeg ikke" in words(forged)


@pytest.mark.parametrize("command", ["/hjaelp", "/help"])
async def test_help_lists_every_command_of_the_persons_language(chat: Chat, command: str) -> None:
    async with chat.bot():
        danish, english = await chat.ask(ANNA, command), await chat.ask(BO, command)
    assert "/resume" in words(danish) and "/sletmig" in words(danish) and "/status" not in words(danish)
    assert "/summary" in words(english) and "/forgetme" in words(english)


async def test_unknown_commands_and_contents_get_a_friendly_answer(chat: Chat) -> None:
    async with chat.bot():
        unknown = await chat.ask(ANNA, "/findesikke")
        chat.telegram.upload(BO, "x.bin", "application/octet-stream", b"abc")
        refused = (await chat.telegram.until_messages(BO, 1))[-1]
    assert words(unknown).startswith("Den kommando kender jeg ikke") and "/hjaelp" in words(unknown)
    assert words(refused).startswith("Only administrators can add minutes")


async def test_meetings_are_paged_in_their_own_message_and_open_a_summary(chat: Chat) -> None:
    async with chat.bot():
        listed = await chat.ask(ANNA, "/moeder")
        assert "14. maj 2024: Teknik- og Miljøudvalget (3 punkter)" in words(listed)
        chat.telegram.press(ANNA, listed["id"], "Ældre møder")
        turned = await chat.telegram.until(
            lambda: next((one for one in chat.from_bot(ANNA) if "Nyere møder" in labels(one)), None)
        )
        assert turned["id"] == listed["id"]
        summary = await chat.press(ANNA, turned, labels(turned)[0])
    assert "Resumé af mødet (2023-09-17" in words(summary)


async def test_a_button_of_an_older_list_opens_the_meeting_it_names(chat: Chat) -> None:
    before = chat.assistant.meetings()
    async with chat.bot():
        listed = await chat.ask(ANNA, "/moeder")
        newer = dataclasses.replace(before[0], key="f" * 12, date=datetime.date(2024, 6, 11))
        chat.assistant.meetings = lambda: (newer, *before)  # type: ignore[method-assign]
        summary = await chat.press(ANNA, listed, labels(listed)[0])
    assert labels(listed)[0].startswith("14.5.2024") and "Resumé af mødet (2024-05-14" in words(summary)


async def test_summary_and_case_by_command(chat: Chat) -> None:
    async with chat.bot():
        newest = await chat.ask(ANNA, "/resume")
        dated = await chat.ask(ANNA, "/summary 14. maj 2024")
        missing = await chat.ask(ANNA, "/resume 1999")
        case = await chat.ask(ANNA, "/sag 05.01.00-G01-12-24")
        usage = await chat.ask(ANNA, "/sag")
    assert "det seneste" in words(newest) and "14. maj 2024" in words(dated)
    assert words(missing).startswith("Det møde har jeg ikke")
    assert "Sagen 05.01.00-G01-12-24" in words(case) and "Sagen over tid" not in labels(case)
    assert words(usage).startswith("Skriv sagsnummeret")


async def test_buttons_show_decision_votes_amounts_chart_case_and_calendar(chat: Chat) -> None:
    async with chat.bot():
        answer = await chat.ask(ANNA, "Hvad blev besluttet?")
        votes = await chat.press(ANNA, answer, "Afstemning")
        decision = await chat.press(ANNA, answer, "Hele beslutningen")
        case = await chat.press(ANNA, answer, "Sagen over tid")
        amounts = await chat.press(ANNA, answer, "Beløb")
        chart = await chat.press(ANNA, amounts, "Vis diagram")
        dates = await chat.press(ANNA, answer, "Frister til kalender")
    assert "Ida Holm (A), Per Lund (V)" in words(votes)
    assert QUOTE in words(decision) and "Sagen 05.01.00-G01-12-24" in words(case)
    assert "75.000 kr." in words(amounts)
    assert chart["file"]["kind"] == "photo" and "Anlæg: 1.250.000 kr.; Drift: 75.000 kr." in chart["text"]
    assert dates["file"]["name"] == "frister.ics" and "1. august 2024" in dates["text"]
    assert not chat.refusals()


async def test_a_wrong_answer_is_frozen_with_its_evidence_once(chat: Chat) -> None:
    async with chat.bot() as room:
        answer = await chat.ask(ANNA, "Hvad blev besluttet?")
        chat.telegram.press(ANNA, answer["id"], "Svaret er forkert")
        await chat.telegram.until(lambda: "Tak, det er noteret" in labels(chat.from_bot(ANNA)[-1]))
        frozen = room.state.feedback()
    assert len(frozen) == 1 and frozen[0].question == "Hvad blev besluttet?"
    assert frozen[0].payload["citations"][0]["quote"] == QUOTE
    assert frozen[0].payload["versions"] == {KEY: 2}


async def test_a_thumb_down_keeps_the_case_as_the_button_does(chat: Chat) -> None:
    async with chat.bot() as room:
        answer = await chat.ask(ANNA, "Hvad blev besluttet?")
        await chat.telegram.until(lambda: room.state.shown(ANNA, answer["id"]))
        chat.telegram.react(ANNA, answer["id"], "👍")
        chat.telegram.react(ANNA, answer["id"], "👎")
        thanks = (await chat.telegram.until_messages(ANNA, 2))[-1]
        chat.telegram.react(ANNA, thanks["id"], "👎")
        await chat.ask(ANNA, "/hjaelp")
        frozen = room.state.feedback()
    assert [case.payload["citations"][0]["quote"] for case in frozen] == [QUOTE]


async def test_old_and_forged_buttons_are_answered_and_do_nothing(chat: Chat) -> None:
    async with chat.bot():
        answer = await chat.ask(ANNA, "Hvad blev besluttet?")
        for data in ("zzzzzzzzzzzz.p0", "../../x", "a.p0;drop", "x" * 64, "12345.o0", "abc.l9"):
            query = chat.telegram.press_data(ANNA, answer["id"], data)
            told = await chat.telegram.until(lambda query=query: chat.telegram.answer_of(query))
            assert told["text"]
    assert len(chat.from_bot(ANNA)) == 1


async def test_settings_change_language_and_form_and_last(chat: Chat) -> None:
    async with chat.bot() as room:
        page = await chat.ask(ANNA, "/indstillinger")
        chat.telegram.press(ANNA, page["id"], "English (engelsk)")
        await chat.telegram.until(lambda: "Language: English" in words(chat.from_bot(ANNA)[-1]))
        chat.telegram.press(ANNA, page["id"], "Text only")
        await chat.telegram.until(lambda: "Display: text only" in words(chat.from_bot(ANNA)[-1]))
        assert room.state.preferences(ANNA).form == "plain"
    async with chat.bot():
        answer = await chat.ask(ANNA, "Hvad blev besluttet?")
    assert "rich" not in answer and not answer["entities"][:0] and "14 May 2024, item 3" in answer["text"]


async def test_privacy_tells_and_forgetme_erases_everything_after_a_confirmation(chat: Chat) -> None:
    async with chat.bot() as room:
        told = await chat.ask(ANNA, "/privatliv")
        assert "2 timer" in words(told) and "90 dage" in words(told)
        answer = await chat.ask(ANNA, "Hvad blev besluttet?")
        chat.telegram.press(ANNA, answer["id"], "Svaret er forkert")
        await chat.telegram.until(lambda: room.state.feedback())
        room.state.prefer(ANNA, language="da")
        asked = await chat.ask(ANNA, "/sletmig")
        assert room.state.counts()["turns"] == 2
        chat.telegram.press(ANNA, asked["id"], "Ja, slet alt")
        await chat.telegram.until(lambda: words(chat.from_bot(ANNA)[-1]).startswith("Alt, jeg havde gemt"))
        left = room.state.counts()
    assert left["turns"] == left["feedback"] == left["people"] == left["keys"] == 0


async def test_nobody_erases_for_another(chat: Chat) -> None:
    async with chat.bot() as room:
        group = await chat.group([ANNA, BO])
        await chat.ask(ANNA, "@referat_bot Hvad blev besluttet?", chat_id=group)
        asked = await chat.ask(ANNA, "/sletmig@referat_bot", chat_id=group)
        query = chat.telegram.press(BO, asked["id"], "Ja, slet alt", group)["query_id"]
        await chat.telegram.until(lambda: chat.telegram.answer_of(query) is not None)
        assert room.state.counts()["turns"] == 2


async def test_admins_add_minutes_and_see_the_status(chat: Chat) -> None:
    async with chat.bot():
        chat.telegram.upload(ADMIN, "moede.md", "text/markdown", b"# Referat")
        await chat.telegram.until(lambda: "er tilføjet" in words((chat.from_bot(ADMIN) or [{}])[-1]))
        chat.telegram.upload(ADMIN, "tom.md", "text/markdown", b"\x00")
        await chat.telegram.until(lambda: "kunne ikke læses" in words(chat.from_bot(ADMIN)[-1]))
        chat.telegram.upload(ADMIN, "billede.exe", "application/x-msdownload", b"MZ")
        await chat.telegram.until(lambda: "filtype" in words(chat.from_bot(ADMIN)[-1]))
        status = await chat.ask(ADMIN, "/status")
        refused = await chat.ask(BO, "/status")
    assert chat.assistant.ingested == {"moede.md": b"# Referat"}
    assert "Møder: 20" in words(status) and words(refused).startswith("Only administrators")


async def test_in_a_group_it_speaks_only_when_spoken_to(chat: Chat) -> None:
    async with chat.bot() as room:
        group = await chat.group([ANNA, BO], supergroup=True)
        chat.telegram.say(ANNA, "Hvad synes I?", chat_id=group)
        answer = await chat.ask(ANNA, "@referat_bot Hvad blev besluttet?", chat_id=group)
        assert len(chat.from_bot(ANNA, group)) == 2
        assert answer["reply"]["text"].startswith("@referat_bot")
        asked = Conversation(chat_id=group, thread_id=0, user_id=ANNA)
        await chat.telegram.until(lambda: room.state.history(asked))  # nobody replies within the same millisecond
        await chat.ask(BO, "og i 2021?", chat_id=group, reply_to=answer["id"])
        listed = await chat.ask(BO, "/meetings@referat_bot", chat_id=group)
    assert [query.question for query in chat.assistant.asked] == ["Hvad blev besluttet?", "og i 2021?"]
    assert chat.assistant.asked[1].history[0].content == "Hvad blev besluttet?"
    assert "Meetings, newest first" in words(listed)


async def test_inline_mode_offers_a_cited_decision(chat: Chat) -> None:
    async with chat.bot():
        query = chat.telegram.inline(ANNA, "cykelsti ved Åvej")
        offered = await chat.telegram.until(lambda: chat.telegram.answer_of(query))
        sent = chat.telegram.choose(ANNA, query, offered["results"][0]["id"], ANNA)
    assert "Teknik- og Miljøudvalget, 14. maj 2024, punkt 3" in offered["results"][0]["description"]
    assert sent.content.text is not None and QUOTE in sent.content.text.text


async def test_near_items_can_be_opened_when_nothing_was_found(chat: Chat) -> None:
    chat.assistant.answer = an_answer(
        text="Det fortæller referaterne ikke.", found=False, citations=(), near=(a_hit(),)
    )
    async with chat.bot():
        answer = await chat.ask(ANNA, "Hvem vinder valget?")
        opened = await chat.press(ANNA, answer, labels(answer)[0])
    assert QUOTE in words(opened)


async def test_a_failure_is_told_in_plain_words(chat: Chat) -> None:
    chat.assistant.broken = StateError("database /secret/path is locked")
    async with chat.bot():
        told = await chat.ask(ANNA, "Hvad blev besluttet?")
        chat.assistant.broken = ValueError("a mistake in the program")
        unexpected = await chat.ask(ANNA, "Hvad blev besluttet?")
        chat.assistant.broken = None
        answer = await chat.ask(ANNA, "Hvad blev besluttet?")
    assert "secret" not in words(told) and words(told).startswith("Jeg kan ikke læse i referaterne")
    assert words(unexpected).startswith("Det gik galt hos mig")
    assert QUOTE in words(answer)


async def test_too_many_questions_get_a_polite_answer(chat: Chat) -> None:
    async with chat.bot(questions_per_minute=1):
        await chat.ask(ANNA, "Hvad blev besluttet?")
        told = await chat.ask(ANNA, "Og hvad så?")
        other = await chat.ask(BO, "Hvad blev besluttet?")
    assert words(told).startswith("Du har stillet mange spørgsmål")
    assert QUOTE in words(other)


async def test_menus_differ_by_chat_and_language(chat: Chat) -> None:
    async with chat.bot():
        chat.telegram.say(ANNA, "/start")
        # Set last: then all menus are there.
        await chat.telegram.until(lambda: len(chat.telegram.transcript.of("setMyShortDescription")) == 2)
        danish, english = chat.telegram.screen(ANNA)["commands"], chat.telegram.screen(BO)["commands"]
        described = await chat.telegram.until(lambda: chat.telegram.screen(ANNA)["bot"]["short_description"])
    assert "resume" in {entry["command"] for entry in danish}
    assert "summary" in {entry["command"] for entry in english}
    assert described.startswith("Svar med kilde")


async def test_what_a_crash_left_unfinished_is_answered_at_the_next_start(chat: Chat) -> None:
    settings = chat.settings()
    async with chat.bot():
        chat.telegram.say(ANNA, "/start")
        await chat.telegram.until_messages(ANNA, 1)
        waiting = chat.telegram.transcript.of("getUpdates")[-1].answer
    state = State(settings.database_url)
    update = waiting[-1] if isinstance(waiting, list) else waiting["result"][-1]
    update = update | {"update_id": update["update_id"] + 1}
    update["message"] = {**update["message"], "text": "Hvad blev besluttet?", "entities": []}
    assert state.receive({update["update_id"]: json.dumps(update)})
    state.close()
    async with chat.bot():
        answer = (await chat.telegram.until_messages(ANNA, 2))[-1]
    assert QUOTE in words(answer)


async def test_a_repeated_update_is_answered_once(chat: Chat) -> None:
    async with chat.bot():
        chat.telegram.duplicate_next_update()
        await chat.ask(ANNA, "Hvad blev besluttet?")
        await chat.ask(ANNA, "/hjaelp")
    assert len(chat.from_bot(ANNA)) == 2


@real_limits
async def test_one_hundred_people_at_once_are_all_answered(chat: Chat) -> None:
    people = range(2001, 2101)
    for person in people:
        chat.telegram.person(person, f"Person {person}", language_code="da")
    async with chat.bot():
        for person in people:
            chat.telegram.say(person, f"Hvad blev besluttet? {person}")
        await chat.telegram.until(lambda: all(chat.from_bot(person) for person in people), timeout_s=30)
    assert all(QUOTE in words(chat.from_bot(person)[-1]) for person in people)
    assert chat.telegram.refused_by_flood_control == 0
    assert not chat.refusals()


async def test_a_slow_answer_in_a_group_shows_one_message_that_becomes_the_answer(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot import progress

    monkeypatch.setattr(progress, "FIRST_SIGN_S", 0.01)
    monkeypatch.setattr(progress, "FRAME_S", 0.01)
    monkeypatch.setattr(progress, "NOTE_AFTER_S", 0.0)
    chat.assistant.gate = threading.Event()
    async with chat.bot():
        group = await chat.group([ANNA])
        note = await chat.ask(ANNA, "@referat_bot Hvad blev besluttet?", chat_id=group)
        assert words(note).startswith("Jeg leder i referaterne") and labels(note) == ["Stop"]
        chat.assistant.gate.set()
        await chat.telegram.until(lambda: QUOTE in words(chat.from_bot(ANNA, group)[-1]))
        await asyncio.sleep(0)
    assert len(chat.from_bot(ANNA, group)) == 2


async def test_a_shutdown_leaves_what_is_unfinished_for_the_next_start(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.serving.SHUTDOWN_S", 1.5)
    chat.assistant.gate = threading.Event()
    async with chat.bot() as room:
        chat.telegram.say(ANNA, "Hvad blev besluttet?")
        await chat.telegram.until(lambda: room.running and chat.assistant.started)
    await chat.telegram.until(lambda: chat.assistant.cancelled_seen)
    assert not chat.from_bot(ANNA)
    chat.assistant.gate.set()
    async with chat.bot():
        answer = (await chat.telegram.until_messages(ANNA, 1))[-1]
    assert QUOTE in words(answer)


async def test_a_question_of_a_group_goes_on_in_private(chat: Chat) -> None:
    async with chat.bot():
        group = await chat.group([ANNA, BO])
        answer = await chat.ask(ANNA, "@referat_bot Hvad blev besluttet?", chat_id=group)
        url = chat.telegram.press(BO, answer["id"], "Spørg videre privat", group)["url"]
        chat.telegram.open_link(BO, url.partition("start=")[2])
        private = (await chat.telegram.until_messages(BO, 1))[-1]
    assert QUOTE in words(private)
    assert chat.assistant.asked[-1].question == "Hvad blev besluttet?"


async def test_commands_may_be_written_as_danes_write_them(chat: Chat) -> None:
    async with chat.bot():
        helped = await chat.ask(ANNA, "/Hjælp")
        listed = await chat.ask(ANNA, "/møder")
        summed = await chat.ask(ANNA, "/resumé 14. maj 2024")
        unknown = await chat.ask(ANNA, "/blåbær")
    assert words(helped).startswith("Sådan bruger du mig") and words(listed).startswith("Møder, nyeste først")
    assert "Resumé af mødet (14. maj 2024)" in words(summed) and words(unknown).startswith("Den kommando kender jeg")
