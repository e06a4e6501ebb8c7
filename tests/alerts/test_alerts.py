"""From stored minutes to the message on somebody's screen, over real HTTP."""

from dataclasses import replace

import pytest
from sqlalchemy import update

from bot.alerts.database import OUTBOX, open_database, writing
from bot.alerts.hours import Hours
from bot.alerts.message import Alert, Composer
from bot.alerts.notice import Notice
from bot.alerts.outbox import Stage
from bot.local_telegram.faults import Fault, FaultKind
from retrieval.model.answers import Language
from tests.alerts.conftest import World, labels, words
from tests.alerts.minutes import ANNA, BO, BRIDGE, ROUTINE, SKATERS, Item, minutes


async def follow(world: World, person: int, *subjects: str) -> int:
    """Follows and returns how many messages the bot has sent this person."""
    for subject in subjects:
        await world.ask(person, f"/foelg {subject}".strip())
    return len(world.from_bot(person))


async def test_one_message_tells_what_was_decided_about_what_is_followed_and_folds_the_rest(world: World) -> None:
    async with world.bot():
        anna = await follow(world, ANNA, "gangbro", "parti A")
        bo = await follow(world, BO, "svømmehal")
        world.add("bro.txt", minutes(ROUTINE, BRIDGE, SKATERS))
        told = (await world.telegram.until_messages(ANNA, anna + 1))[-1]
        await world.ask(BO, "/help")
        proof = await world.press(ANNA, told, "Kilde, punkt 2")
        stopped = await world.press(ANNA, told, "Afmeld: »gangbro«")
    said = words(told)
    assert said.startswith("Nyt referat: Broudvalget, 4. marts 2031")
    assert "Punkt 2: Ny gangbro over Mølleåen" in said and "Udvalget godkendte indstillingen." in said
    assert "der bevilges 1,5 mio. kr. til gangbroen" in said and "Om pengene" not in said
    assert "Du følger »gangbro«. Overskriften nævner »gangbro«." in said
    assert "for Asta Holm (A); imod Bo Lind (V), Carl Due (C). Forslaget faldt." in said
    assert "Du følger parti A, som er nævnt i afstemningen." in said
    assert (
        said.index("Skøjtebane") < said.index("Resten af mødet (1 punkt)") < said.index("1. Godkendelse af dagsorden")
    )
    assert labels(told)[-3:] == ["Afmeld: parti A", "Afmeld: »gangbro«", "Ret det, du følger"]
    assert "Broudvalget godkender indstillingen." in words(proof)
    assert "parti A" in words(stopped) and "gangbro" not in words(stopped)
    assert len(world.from_bot(BO)) == bo + 1


async def test_everything_weighty_items_first_and_in_the_readers_language(world: World) -> None:
    async with world.bot():
        await world.ask(BO, "/follow")
        world.add("bro.txt", minutes(ROUTINE, BRIDGE, SKATERS))
        told = (await world.telegram.until_messages(BO, 2))[-1]
    said = words(told)
    assert said.startswith("New minutes: Broudvalget, 4 March 2031")
    assert said.index("Item 3: Skøjtebane") < said.index("Item 2: Ny gangbro") < said.index("1. Godkendelse")
    assert "You get this because you follow all meetings." in said


async def test_an_agenda_tells_what_comes_up_and_its_minutes_what_came_of_it(world: World) -> None:
    async with world.bot():
        sent = await follow(world, ANNA, "gangbro")
        world.add("dagsorden.txt", minutes(ROUTINE, BRIDGE, kind="DAGSORDEN"))
        agenda = (await world.telegram.until_messages(ANNA, sent + 1))[-1]
        world.add("referat.txt", minutes(ROUTINE, BRIDGE))
        decided = (await world.telegram.until_messages(ANNA, sent + 2))[-1]
    assert words(agenda).startswith("Ny dagsorden: Broudvalget, 4. marts 2031")
    assert "Intet er besluttet endnu." in words(agenda)
    assert "Indstillingen lyder: »Teknikforvaltningen indstiller" in words(agenda)
    assert words(decided).startswith("Nyt referat:") and "godkendte indstillingen" in words(decided)


async def test_a_supplementary_agenda_and_its_change_are_told_as_such(world: World) -> None:
    async with world.bot():
        sent = await follow(world, ANNA, "alt")
        for title in ("Skøjtebane på Torvet", "Skøjtebane på Havnen"):
            world.add("t.txt", minutes(replace(SKATERS, title=title), kind="TILLÆGSDAGSORDEN"))
            sent += 1
            await world.telegram.until_messages(ANNA, sent)
    new, changed = map(words, world.from_bot(ANNA)[-2:])
    assert new.startswith("Ny tillægsdagsorden: Broudvalget, 4. marts 2031")
    assert changed.startswith("Ændret tillægsdagsorden: Broudvalget, 4. marts 2031") and "på Havnen" in changed


async def test_an_agenda_of_a_day_gone_by_says_so(world: World) -> None:
    async with world.bot():
        sent = await follow(world, ANNA, "gangbro")
        world.add("dagsorden.txt", minutes(BRIDGE, kind="DAGSORDEN", year=2021))
        agenda = (await world.telegram.until_messages(ANNA, sent + 1))[-1]
    assert "Mødet skulle være holdt. Referatet er ikke kommet endnu." in words(agenda)
    assert "Intet er besluttet" not in words(agenda)


async def test_a_vote_is_told_without_what_its_decision_said_already(world: World) -> None:
    voted = replace(
        BRIDGE,
        decision="Broudvalget forkaster indstillingen.\n\nBo Lind (V) stemmer for.\n\nAsta Holm (A) stemmer imod.",
    )
    async with world.bot():
        sent = await follow(world, ANNA, "gangbro")
        world.add("bro.txt", minutes(voted))
        said = words((await world.telegram.until_messages(ANNA, sent + 1))[-1])
    assert "Udvalget afviste indstillingen." in said
    assert said.count("Broudvalget forkaster indstillingen") == 1


async def test_corrected_minutes_tell_what_changed_to_those_it_concerns(world: World) -> None:
    corrected = replace(BRIDGE, decision="Broudvalget udsætter sagen.")
    async with world.bot():
        anna = await follow(world, ANNA, "gangbro")
        bo = await follow(world, BO, "skøjtebane")
        world.add("bro.txt", minutes(ROUTINE, BRIDGE, SKATERS))
        await world.telegram.until_messages(BO, bo + 1)
        world.add("bro.txt", minutes(ROUTINE, corrected, SKATERS))
        told = (await world.telegram.until_messages(ANNA, anna + 2))[-1]
        world.add("bro.txt", minutes(ROUTINE, corrected, SKATERS) + "\n\n")
        await world.ask(BO, "/help")
    assert words(told).startswith("Rettet referat: Broudvalget, 4. marts 2031")
    assert (
        "Punkt 2: beslutningen er ændret fra »Broudvalget godkender indstillingen.« til »Broudvalget udsætter sagen.«"
        in words(told)
    )
    assert labels(told)[0] == "Kilde, punkt 2"
    assert len(world.from_bot(BO)) == bo + 2 and len(world.from_bot(ANNA)) == anna + 2


async def test_what_was_held_before_is_no_news_and_a_restart_tells_nothing_twice(world: World) -> None:
    world.add("gammel.txt", minutes(BRIDGE, day=3))
    async with world.bot():
        sent = await follow(world, ANNA, "alt")
    world.add("ny.txt", minutes(BRIDGE))  # stored while the bot was down
    async with world.bot():
        await world.telegram.until_messages(ANNA, sent + 1)
    async with world.bot() as room:
        assert room.alerts is not None
        await world.ask(ANNA, "/abonnementer")
        assert room.alerts.outbox.counts()[Stage.SENT] == 1
    assert len(world.from_bot(ANNA)) == sent + 2


async def test_a_group_topic_is_told_in_its_topic(world: World) -> None:
    async with world.bot():
        group = world.telegram.group("Borgere", [ANNA, BO], supergroup=True, topics=["Broer"])
        await world.telegram.until_messages(ANNA, 1, group.id)
        thread = group.topics[0][0]
        world.telegram.say(ANNA, "/foelg@referat_bot gangbro", chat_id=group.id, thread=thread)
        await world.telegram.until_messages(ANNA, 2, group.id)
        world.add("bro.txt", minutes(BRIDGE))
        await world.telegram.until_messages(ANNA, 3, group.id)
        seen = world.telegram.screen(ANNA, group.id, thread)["messages"]
    assert words(seen[-1]).startswith("Nyt referat: Broudvalget")


async def test_a_chat_that_blocked_the_bot_is_left_alone_and_told_again_when_it_returns(world: World) -> None:
    async with world.bot() as room:
        assert room.alerts is not None
        anna, bo = await follow(world, ANNA, "alt"), await follow(world, BO, "alt")
        world.telegram.block(ANNA)
        world.add("a.txt", minutes(BRIDGE, day=3))
        await world.telegram.until_messages(BO, bo + 1)
        await world.telegram.until(lambda: room.state.is_gone(ANNA))
        world.telegram.unblock(ANNA)
        await world.telegram.until(lambda: not room.state.is_gone(ANNA))
        world.add("b.txt", minutes(BRIDGE, day=4))
        await world.telegram.until_messages(ANNA, anna + 1)
    assert "4. marts 2031" in words(world.from_bot(ANNA)[-1])


@pytest.mark.parametrize("kind", [FaultKind.SERVER_ERROR, FaultKind.TOO_MANY_REQUESTS, FaultKind.DROP_BEFORE])
async def test_a_failing_call_holds_up_nobody_for_good(world: World, kind: FaultKind) -> None:
    async with world.bot():
        anna, bo = await follow(world, ANNA, "alt"), await follow(world, BO, "alt")
        world.telegram.fault(Fault(kind, method="sendRichMessage", chat_id=ANNA))
        world.add("a.txt", minutes(BRIDGE))
        await world.telegram.until_messages(BO, bo + 1)
        await world.telegram.until_messages(ANNA, anna + 1)


async def test_withdrawn_before_it_was_sent_is_never_sent(world: World) -> None:
    async with world.bot():
        sent = await follow(world, ANNA, "alt")
    world.rooms.ingester.withdraw(world.add("a.txt", minutes(Item("B-sag: Forkert udgivet sag"))))
    async with world.bot():
        await world.ask(ANNA, "/abonnementer")
    assert len(world.from_bot(ANNA)) == sent + 1


async def test_a_daily_rhythm_collects_meetings_in_one_message(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async with world.bot() as room:
        await world.ask(ANNA, "/foelg")
        listed = await world.ask(ANNA, "/abonnementer")
        world.telegram.press(ANNA, listed["id"], "Besked en gang om dagen")
        await world.telegram.until(lambda: "en gang om dagen kl. 8" in words(world.from_bot(ANNA)[-1]))
        world.add("a.txt", minutes(BRIDGE, day=3))
        world.add("b.txt", minutes(SKATERS, day=4))
        assert room.alerts is not None
        box = room.alerts.outbox
        await world.telegram.until(lambda: box.counts()[Stage.WAITING] == 2)
        assert not box.due(10)
        with writing(open_database(world.url)) as connection:
            connection.execute(update(OUTBOX).values(due=0.0))
        told = (await world.telegram.until_messages(ANNA, 3))[-1]
        await world.telegram.until(lambda: box.counts()[Stage.SENT] == 2)
    said = words(told)
    assert said.startswith("Nyt fra 2 møder") and "3. marts 2031" in said and "4. marts 2031" in said
    assert len(world.from_bot(ANNA)) == 3


async def test_at_night_a_message_makes_no_sound(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Hours, "is_quiet", lambda self, now: True)
    async with world.bot():
        sent = await follow(world, ANNA, "alt")
        world.add("a.txt", minutes(BRIDGE))
        await world.telegram.until_messages(ANNA, sent + 1)
    assert world.telegram.transcript.of("sendRichMessage")[-1].arguments["disable_notification"] in (True, "true")


async def test_a_meeting_that_cannot_be_told_holds_up_no_other(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Composer.compose

    def compose(self: Composer, told: list[tuple[str, int, Notice]], language: Language) -> Alert:
        if told[0][0] == broken:
            raise ValueError("a mistake in the program")
        return whole(self, told, language)

    monkeypatch.setattr(Composer, "compose", compose)
    async with world.bot() as room:
        sent = await follow(world, ANNA, "alt")
        broken = world.add("a.txt", minutes(BRIDGE, day=3))
        world.add("b.txt", minutes(BRIDGE, day=4))
        await world.telegram.until_messages(ANNA, sent + 1)
        assert room.alerts is not None
        (waiting,) = room.alerts.outbox.rows(Stage.WAITING)
    assert "4. marts 2031" in words(world.from_bot(ANNA)[-1])
    assert waiting.attempts == 1 and waiting.error.startswith("ValueError")
