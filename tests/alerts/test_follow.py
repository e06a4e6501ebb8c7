"""Following by command and by button, in private and in groups, over real HTTP."""

from bot.alerts.database import open_database
from bot.alerts.follows import PER_CHAT, Added, Follows, Rhythm, Spot, Wish
from retrieval.interests import Interest, InterestKind
from retrieval.model.answers import Language
from tests.alerts.conftest import World, labels, words
from tests.alerts.minutes import ANNA, BO, BRIDGE, SKATERS, minutes


async def test_a_person_follows_lists_and_stops(world: World) -> None:
    world.add("bro.txt", minutes(BRIDGE, SKATERS))
    async with world.bot():
        everything = await world.ask(ANNA, "/foelg")
        subject = await world.ask(ANNA, "/foelg gangbroer")
        committee = await world.ask(ANNA, "/foelg broudvalget")
        person = await world.ask(ANNA, "/foelg asta holm")
        again = await world.ask(ANNA, "/foelg gangbroer")
        listed = await world.ask(ANNA, "/abonnementer")
        stopped = await world.ask(ANNA, "/afmeld gangbroer")
        unknown = await world.ask(ANNA, "/afmeld svømmehal")
        empty = await world.ask(ANNA, "/foelg og så det der")
    assert "Du følger nu alle møder." in words(everything) and "/foelg over 1 mio. kr." in words(everything)
    assert "Du følger nu »gangbroer«." in words(subject)
    assert "Du følger nu Broudvalget." in words(committee) and "Du følger nu Asta Holm." in words(person)
    assert "Du følger allerede »gangbroer«." in words(again)
    assert all(word in words(listed) for word in ("alle møder", "Broudvalget", "Asta Holm", "med det samme"))
    assert "Du følger ikke længere »gangbroer«." in words(stopped)
    assert words(unknown).startswith("Det bliver ikke fulgt her")
    assert words(empty).startswith("Jeg fandt ikke noget ord")


async def test_buttons_stop_one_and_all_in_the_list_itself_after_a_restart(world: World) -> None:
    async with world.bot():
        await world.ask(BO, "/follow over 500.000 kr.")
        await world.ask(BO, "/follow party A")
        listed = await world.ask(BO, "/subscriptions")
    async with world.bot():
        world.telegram.press(BO, listed["id"], "Stop: amounts of at least DKK 500,000")
        await world.telegram.until(lambda: "500,000" not in words(world.from_bot(BO)[-1]))
        assert "party A" in words(world.from_bot(BO)[-1])
        world.telegram.press(BO, listed["id"], "Stop everything")
        await world.telegram.until(lambda: "Nothing is followed here" in words(world.from_bot(BO)[-1]))
    assert len(world.from_bot(BO)) == 3


async def test_only_its_administrators_change_what_a_group_follows(world: World) -> None:
    async with world.bot() as room:
        assert room.alerts is not None
        book = room.alerts.follows
        group = world.telegram.group("Borgere", [ANNA, BO], admins=[ANNA]).id
        await world.telegram.until_messages(ANNA, 1, group)
        refused = await world.ask(BO, "/foelg@referat_bot Byrådet", group)
        assert "its administrators decide" in words(refused) and not book.at(Spot(group))
        followed = await world.ask(ANNA, "/foelg@referat_bot Byrådet", group)
        before = len(world.from_bot(BO, group))
        world.telegram.press(BO, followed["id"], labels(followed)[0], group)
        pressed = (await world.telegram.until_messages(BO, before + 1, group))[-1]
        stopped = await world.ask(BO, "/afmeld@referat_bot Byrådet", group)
        listed = await world.ask(BO, "/abonnementer@referat_bot", group)
    assert "its administrators decide" in words(pressed) and "its administrators decide" in words(stopped)
    assert "Byrådet" in words(listed) and [one.words for one in book.at(Spot(group))] == ["Byrådet"]


async def test_a_group_chooses_rhythm_and_hour_for_itself(world: World) -> None:
    async with world.bot() as room:
        assert room.alerts is not None
        group = world.telegram.group("Borgere", [ANNA, BO]).id
        await world.telegram.until_messages(ANNA, 1, group)
        await world.ask(ANNA, "/foelg@referat_bot Byrådet", group)
        await world.ask(ANNA, "/foelg Byrådet")
        listed = await world.ask(ANNA, "/abonnementer@referat_bot", group)
        assert "Kl. 18" not in labels(listed)
        world.telegram.press(ANNA, listed["id"], "Besked en gang om dagen", group)
        await world.telegram.until(lambda: "Kl. 18" in labels(world.from_bot(ANNA, group)[-1]))
        world.telegram.press(ANNA, listed["id"], "Kl. 18", group)
        await world.telegram.until(lambda: "om dagen kl. 18" in words(world.from_bot(ANNA, group)[-1]))
        book = room.alerts.follows
        assert (book.wish(Spot(group)), book.wish(Spot(ANNA))) == (Wish(rhythm=Rhythm.DAILY, hour=18), Wish())


async def test_an_answer_offers_to_follow_its_case(world: World) -> None:
    world.add("bro.txt", minutes(BRIDGE, SKATERS))
    async with world.bot():
        answer = await world.ask(ANNA, "/resume 4. marts 2031")
        opened = await world.press(ANNA, answer, next(label for label in labels(answer) if label.startswith("[1]")))
        assert "Hele beslutningen" in labels(opened)
        case = await world.ask(ANNA, "/sag 05.01.00-G01-7-31")
        followed = await world.press(ANNA, case, "Følg sagen")
    assert "Du følger nu sag 05.01.00-G01-7-31." in words(followed)


async def test_a_group_follows_together_and_takes_it_along_when_it_becomes_a_supergroup(world: World) -> None:
    async with world.bot() as room:
        group = world.telegram.group("Borgere", [ANNA, BO]).id
        await world.telegram.until_messages(ANNA, 1, group)
        followed = await world.ask(ANNA, "/foelg@referat_bot Byrådet", group)
        private = await world.ask(ANNA, "/abonnementer")
        assert room.alerts is not None
        book = room.alerts.follows
        new = world.telegram.migrate(group, ANNA).id
        await world.telegram.until(lambda: room.state.current_chat(group) == new)
        assert [one.words for one in book.at(Spot(new))] == ["Byrådet"] and not book.at(Spot(group))
    assert "Du følger nu Byrådet" in words(followed)
    assert words(private).startswith("Der bliver ikke fulgt noget her")


async def test_forgetme_erases_what_is_followed(world: World) -> None:
    async with world.bot() as room:
        await world.ask(ANNA, "/foelg cykelsti")
        asked = await world.ask(ANNA, "/sletmig")
        world.telegram.press(ANNA, asked["id"], "Ja, slet alt")
        await world.telegram.until(lambda: words(world.from_bot(ANNA)[-1]).startswith("Alt, jeg havde gemt"))
        assert room.alerts is not None and room.alerts.follows.count() == (0, 0)


def test_a_chat_follows_a_bounded_number_and_two_writers_lose_nothing(world: World) -> None:
    book, other = Follows(open_database(world.url)), Follows(open_database(world.url))
    for number in range(PER_CHAT):
        who = (book, other)[number % 2]
        interest = Interest(InterestKind.SUBJECT, f"emne {number}")
        assert who.add(Spot(1), interest, by=1, language=Language.DANISH) is Added.NEW
    assert book.add(Spot(1, 7), Interest(InterestKind.EVERYTHING), by=1, language=Language.DANISH) is Added.FULL
    assert book.add(Spot(1), Interest(InterestKind.SUBJECT, "emne 3"), by=1, language=Language.DANISH) is Added.KNOWN
    assert [other.remove(Spot(1), one) for one in book.at(Spot(1))[:2]] == [1, 1]
    assert len(book.at(Spot(1))) == PER_CHAT - 2
    assert book.remove(Spot(1)) == PER_CHAT - 2 and book.count() == (0, 0)
