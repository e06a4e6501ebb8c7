"""Following: what a chat wants to be told of, listed and stopped."""

from telegram import Update
from telegram.ext import CommandHandler, filters

from bot.alerts import texts
from bot.alerts.follows import PER_CHAT, Added, Rhythm, Spot
from bot.alerts.room import Alerts
from bot.alerts.wording import SHOW, STOP_ALL, pack_interest, unpack_interest, what
from bot.commands import Command
from bot.keyboards import ALONE_LIMIT, Action, Press, button
from bot.outgoing import Button, Content, Keyboard, OutgoingMessage, Place
from bot.personal import without_personal_numbers
from bot.presses import OnPress, Pressed
from bot.render import compose
from bot.render.answer import render_text
from bot.render.blocks import Block, Bullets, Heading, Paragraph
from bot.services import AnyHandler, Handling, person_of, place_of, say, services, tell
from retrieval.interests import Interest, InterestKind, fold_case
from retrieval.model.answers import Language

FOLLOW = Command(danish="foelg", english="follow", about=texts.COMMAND_FOLLOW)
FOLLOWED = Command(danish="abonnementer", english="subscriptions", about=texts.COMMAND_FOLLOWED)
UNFOLLOW = Command(danish="afmeld", english="unfollow", about=texts.COMMAND_UNFOLLOW)
COMMANDS = (FOLLOW, FOLLOWED, UNFOLLOW)
HOUR = "hour:"  # before an hour behind a button
HOURS = (7, 8, 12, 16, 18, 20)  # offered for collected messages
LIST = "follow"  # the kind of what stands behind the buttons of a list of subscriptions


def alerts(context: Handling) -> Alerts:
    """The alerts of this application."""
    found = services(context).alerts
    if found is None:
        raise LookupError("the alerts' handlers are registered without alerts")
    return found


def spot_of(place: Place) -> Spot:
    """The chat and topic that follow together."""
    return Spot(place.chat_id, place.thread_id)


async def _may_change(update: Update, context: Handling, place: Place) -> bool:
    """Whether the person may change what this chat follows; the members of a group are told that they may not."""
    message, person = update.effective_message, await person_of(update, context)
    sender = getattr(message, "sender_chat", None) if update.callback_query is None else None
    in_the_groups_name = sender is not None and sender.id == place.chat_id  # as its hidden administrators write
    if not place.is_group or in_the_groups_name:
        return True
    if await services(context).delivery.is_admin(place.chat_id, person.user_id):
        return True
    await say(context, place, render_text(texts.FOLLOW_ADMINS_ONLY.in_(person.language)))
    return False


async def on_follow(update: Update, context: Handling) -> None:
    """Follows what is named, or everything."""
    if not await _may_change(update, context, place_of(update)):
        return
    room, words = services(context), without_personal_numbers(" ".join(context.args or ()))
    interest = await room.workers.run(alerts(context).read, words)
    if not await room.workers.run(alerts(context).can_match, interest):
        await tell(update, context, texts.FOLLOW_NO_WORD)
        return
    await follow(update, context, interest, place_of(update))


async def follow(update: Update, context: Handling, interest: Interest, place: Place) -> None:
    """Follows something in this chat and tells what is followed now."""
    room, person, spot = services(context), await person_of(update, context), spot_of(place)
    language, book = person.language, alerts(context).follows
    added = await room.workers.run(lambda: book.add(spot, interest, by=person.user_id, language=language))
    if added is Added.FULL:
        await say(context, place, render_text(texts.FOLLOW_FULL.in_(language, limit=PER_CHAT)))
        return
    sentence = texts.FOLLOWING if added is Added.NEW else texts.FOLLOWING_ALREADY
    told = [sentence.in_(language, what=what(interest, language))]
    if interest.kind is InterestKind.EVERYTHING:
        told.append(texts.FOLLOW_HINT.in_(language))
    keyboard = _keyboard(context, (interest,), language)
    await say(context, place, render_text(*told), keyboard=keyboard)


async def on_followed(update: Update, context: Handling) -> None:
    """Lists what is followed here, with a button to stop each."""
    await _list(update, context, place_of(update))


async def _list(update: Update, context: Handling, place: Place) -> None:
    person = await person_of(update, context)
    content, keyboard = await _page(context, spot_of(place), person.language)
    await say(context, place, content, keyboard=keyboard)


async def _page(context: Handling, spot: Spot, language: Language) -> tuple[Content, Keyboard]:
    room, book = services(context), alerts(context)
    here = await room.workers.run(book.follows.at, spot)
    if not here:
        return render_text(texts.NOTHING_FOLLOWED.in_(language)), ()
    wish = await room.workers.run(book.follows.wish, spot)
    hour = book.digest_hour if wish.hour is None else wish.hour
    rhythm = texts.RHYTHMS[wish.rhythm.value].in_(language, hour=hour)
    blocks: tuple[Block, ...] = (
        Heading(texts.FOLLOWED_TITLE.in_(language)),
        Bullets(tuple(what(interest, language) for interest in here)),
        Paragraph(texts.RHYTHM.in_(language, rhythm=rhythm)),
    )
    hours = () if wish.rhythm is Rhythm.AT_ONCE else tuple(one for one in HOURS if one != hour)
    return compose(blocks), _keyboard(context, here, language, rhythm=wish.rhythm, hours=hours)


def _keyboard(
    context: Handling,
    here: tuple[Interest, ...],
    language: Language,
    *,
    rhythm: Rhythm | None = None,
    hours: tuple[int, ...] = (),
) -> Keyboard:
    """A button to stop each; under the whole list (`rhythm` given) to stop all and to choose rhythm and hour too."""
    choices = [
        (pack_interest(interest), texts.UNFOLLOW_ONE.in_(language, what=what(interest, language))) for interest in here
    ]
    if rhythm is None:
        choices.append((SHOW, texts.SEE_FOLLOWED.in_(language)))
    else:
        others = [one for one in Rhythm if one is not rhythm]
        choices += [(one.value, texts.RHYTHM_BUTTONS[one.value].in_(language)) for one in others]
        choices.append((STOP_ALL, texts.UNFOLLOW_ALL.in_(language)))
    at = [(f"{HOUR}{hour}", texts.HOUR_BUTTON.in_(language, hour=hour)) for hour in hours]
    payload = {"kind": LIST, "choices": [choice for choice, _ in (*choices, *at)], "language": language.value}
    key = services(context).state.keep(payload)
    buttons = [_button(key, number, label) for number, (_, label) in enumerate((*choices, *at))]
    alone, beside = buttons[: len(choices)], buttons[len(choices) :]
    return tuple((one,) for one in alone) + ((tuple(beside),) if beside else ())


def _button(key: str, number: int, label: str) -> Button:
    return button(label, Press(key, Action.UNFOLLOW, number), ALONE_LIMIT)


async def on_unfollow(update: Update, context: Handling) -> None:
    """Stops what is named; without a name it lists what can be stopped."""
    words = " ".join(context.args or ())
    place, person = place_of(update), await person_of(update, context)
    if not words:
        await _list(update, context, place)
        return
    if not await _may_change(update, context, place):
        return
    room, book, spot = services(context), alerts(context), spot_of(place)
    here = await room.workers.run(book.follows.at, spot)
    interest = await room.workers.run(book.read, words)
    gone = _named(words, interest, here)
    if gone is not None:
        await room.workers.run(book.follows.remove, spot, gone)
        await tell(update, context, texts.UNFOLLOWED, what=what(gone, person.language))
    elif interest.kind is InterestKind.EVERYTHING and here:
        await room.workers.run(book.follows.remove, spot)
        await tell(update, context, texts.UNFOLLOWED_ALL)
    else:
        await tell(update, context, texts.UNFOLLOW_UNKNOWN)


def _named(words: str, interest: Interest, here: tuple[Interest, ...]) -> Interest | None:
    """The subscription meant: by what it is about, by its words, or by its place in the list."""
    for one in here:
        if one == interest or (one.words and one.words.casefold() == words.casefold()):
            return one
    number = int(words) if words.isdecimal() and len(words) < 4 else 0
    return here[number - 1] if 0 < number <= len(here) else None


async def on_follow_button(pressed: Pressed, update: Update, context: Handling) -> None:
    """Follows the case of the item an answer is about."""
    numbers = [cited["case_number"] for cited in pressed.payload.get("citations", []) if cited["case_number"]]
    if not numbers:
        await say(context, pressed.place, render_text(texts.NO_CASE_TO_FOLLOW.in_(pressed.person.language)))
        return
    if await _may_change(update, context, pressed.place):
        await follow(update, context, Interest(InterestKind.CASE, fold_case(numbers[0])), pressed.place)


async def on_unfollow_button(pressed: Pressed, update: Update, context: Handling) -> None:
    """Stops one subscription or all, sets rhythm or hour, or shows the list: always of the chat it is pressed in."""
    choices, spot = pressed.payload.get("choices", []), spot_of(pressed.place)
    if pressed.index >= len(choices):
        return
    choice, language = choices[pressed.index], pressed.person.language
    if choice == SHOW:
        await _list(update, context, Place(spot.chat_id, spot.thread_id))
        return
    if not await _may_change(update, context, pressed.place):
        return
    book, room = alerts(context).follows, services(context)
    if choice in tuple(Rhythm):
        await room.workers.run(book.set_rhythm, spot, Rhythm(choice))
    elif choice.startswith(HOUR):
        await room.workers.run(book.set_hour, spot, int(choice.removeprefix(HOUR)))
    else:
        await room.workers.run(book.remove, spot, None if choice == STOP_ALL else unpack_interest(choice))
    content, keyboard = await _page(context, spot, language)
    if pressed.payload["kind"] == LIST:
        message = OutgoingMessage(place=pressed.place, content=content, keyboard=keyboard)
        await room.delivery.edit(message, pressed.message_id)
    else:  # under an alert, which stays as it is
        await say(context, pressed.place, content, keyboard=keyboard)


def handlers() -> list[AnyHandler]:
    """What this module answers to."""
    new = filters.UpdateType.MESSAGE
    return [
        CommandHandler(FOLLOW.names, on_follow, new),
        CommandHandler(FOLLOWED.names, on_followed, new),
        CommandHandler(UNFOLLOW.names, on_unfollow, new),
    ]


def actions() -> dict[Action, OnPress]:
    """Which buttons this module answers."""
    return {Action.FOLLOW: on_follow_button, Action.UNFOLLOW: on_unfollow_button}
