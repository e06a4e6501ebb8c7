"""What is no text: each kind gets a short word on what to do instead, in a private chat."""

from functools import partial

from telegram import Update
from telegram.ext import MessageHandler, filters

from bot import texts
from bot.services import AnyHandler, Handling, tell
from bot.texts import Sentence

_KINDS: tuple[tuple[filters.BaseFilter, Sentence], ...] = (
    (filters.VOICE | filters.AUDIO | filters.VIDEO_NOTE, texts.CANNOT_HEAR),
    (filters.PHOTO | filters.VIDEO | filters.ANIMATION | filters.LIVE_PHOTO | filters.STORY, texts.CANNOT_SEE),
    (filters.LOCATION | filters.VENUE, texts.CANNOT_LOCATE),
    (filters.Sticker.ALL | filters.Dice.ALL | filters.GAME | filters.CONTACT | filters.POLL, texts.NO_QUESTION),
    (~filters.StatusUpdate.ALL, texts.UNKNOWN_CONTENT),
)
_ALBUM = "album"


async def on_content(sentence: Sentence, update: Update, context: Handling) -> None:
    """Says what to do instead; once for an album."""
    message = update.effective_message
    if message is None or message.via_bot is not None or _is_told(message.media_group_id, context):
        return
    await tell(update, context, sentence)


def _is_told(album: str | None, context: Handling) -> bool:
    """Whether another picture of the album has been answered."""
    kept = context.chat_data
    if album is None or kept is None:
        return False
    told = kept.get(_ALBUM) == album
    kept[_ALBUM] = album
    return told


def handlers() -> list[AnyHandler]:
    """What this module answers to; it stands at the end of the table."""
    private = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE
    return [MessageHandler(private & kind, partial(on_content, sentence)) for kind, sentence in _KINDS]
