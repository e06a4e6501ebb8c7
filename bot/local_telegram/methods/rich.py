"""sendRichMessage and sendRichMessageDraft."""

from __future__ import annotations

from bot.local_telegram.keyboard import parse_keyboard
from bot.local_telegram.methods.registry import Call, method
from bot.local_telegram.methods.sending import deliver, show_draft
from bot.local_telegram.rich import parse_rich
from bot.local_telegram.rights import writable_chat
from bot.local_telegram.values import Content, Json


@method("sendRichMessage")
def send_rich_message(call: Call) -> Json:
    """Send a rich document: headings, tables, folding details."""
    keyboard = parse_keyboard(call.arguments.raw("reply_markup"))
    rich = parse_rich(call.arguments)
    return deliver(call, writable_chat(call.world, call.arguments), Content(rich=rich), keyboard)


@method("sendRichMessageDraft")
def send_rich_message_draft(call: Call) -> bool:
    """Show a rich document while it is being written."""
    return show_draft(call, Content(rich=parse_rich(call.arguments, draft=True)))
