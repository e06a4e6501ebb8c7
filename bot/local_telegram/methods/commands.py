"""The command menu and the bot's profile texts."""

from __future__ import annotations

import json
import re

from bot.local_telegram import utf16
from bot.local_telegram.errors import bad_request
from bot.local_telegram.methods.registry import Call, method
from bot.local_telegram.state import World
from bot.local_telegram.values import Chat, Json

MAX_COMMANDS = 100
_SCOPES = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}
_PROFILE_LENGTHS = {"name": 64, "description": 512, "short_description": 120}


@method("setMyCommands")
def set_my_commands(call: Call) -> bool:
    """Set the menu for a scope and a language."""
    commands = call.arguments.objects("commands")
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    checked = [_checked(command) for command in commands]
    call.world.commands[_scope(call), _language(call)] = checked
    call.world.changes.notify()
    return True


@method("getMyCommands")
def get_my_commands(call: Call) -> list[Json]:
    """The menu of exactly this scope and language."""
    return call.world.commands.get((_scope(call), _language(call)), [])


@method("deleteMyCommands")
def delete_my_commands(call: Call) -> bool:
    """Remove the menu of this scope and language."""
    call.world.commands.pop((_scope(call), _language(call)), None)
    call.world.changes.notify()
    return True


def menu_for(world: World, chat: Chat, person_id: int) -> list[Json]:
    """The menu a person sees: narrow scope before wide, their language before none."""
    language = (world.people[person_id].language_code or "")[:2]
    for scope in _scopes_narrow_to_wide(chat, person_id):
        for code in (language, ""):
            commands = world.commands.get((scope, code))
            if commands is not None:
                return commands
    return []


def _scopes_narrow_to_wide(chat: Chat, person_id: int) -> list[str]:
    if chat.is_private:
        return [f"chat:{chat.id}", "all_private_chats", "default"]
    scopes = [f"chat_member:{chat.id}:{person_id}"]
    if person_id in chat.admins:
        scopes.append(f"chat_administrators:{chat.id}")
    scopes.append(f"chat:{chat.id}")
    if person_id in chat.admins:
        scopes.append("all_chat_administrators")
    return [*scopes, "all_group_chats", "default"]


def _checked(command: Json) -> Json:
    name, description = str(command.get("command", "")).removeprefix("/"), str(command.get("description", ""))
    if not re.fullmatch(r"[a-z0-9_]{1,32}", name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= utf16.length(description) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


def _scope(call: Call) -> str:
    scope = call.arguments.mapping("scope") or {"type": "default"}
    fields = _SCOPES.get(str(scope.get("type")))
    if fields is None:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    return ":".join([str(scope["type"]), *(str(scope.get(field)) for field in fields)])


def _language(call: Call) -> str:
    code = call.arguments.text("language_code") or ""
    if code and not re.fullmatch(r"[a-z]{2}", code):
        raise bad_request("invalid language code specified")
    return code


def _set_profile(call: Call, field: str) -> bool:
    text = call.arguments.text(field) or ""
    if utf16.length(text) > _PROFILE_LENGTHS[field]:
        raise bad_request(f"bot {field.replace('_', ' ')} is too long")
    call.world.profile[field, _language(call)] = text
    call.world.changes.notify()
    return True


def _get_profile(call: Call, field: str) -> Json:
    profile = call.world.profile
    return {field: profile.get((field, _language(call))) or profile.get((field, ""), "")}


@method("setMyName")
def set_my_name(call: Call) -> bool:
    """Set the bot's name in a language."""
    return _set_profile(call, "name")


@method("getMyName")
def get_my_name(call: Call) -> Json:
    """The bot's name."""
    return {"name": _get_profile(call, "name")["name"] or call.world.bot.first_name}


@method("setMyDescription")
def set_my_description(call: Call) -> bool:
    """Set what an empty chat says."""
    return _set_profile(call, "description")


@method("getMyDescription")
def get_my_description(call: Call) -> Json:
    """What an empty chat says."""
    return _get_profile(call, "description")


@method("setMyShortDescription")
def set_my_short_description(call: Call) -> bool:
    """Set the line on the bot's profile."""
    return _set_profile(call, "short_description")


@method("getMyShortDescription")
def get_my_short_description(call: Call) -> Json:
    """The line on the bot's profile."""
    return _get_profile(call, "short_description")


@method("setChatMenuButton")
def set_chat_menu_button(call: Call) -> bool:
    """Accept the button left of the text field; the page always shows the commands."""
    button = call.arguments.mapping("menu_button") or {"type": "default"}
    if button.get("type") not in {"default", "commands", "web_app"}:
        raise bad_request("can't parse MenuButton: Unsupported type specified")
    call.world.profile["menu_button", call.arguments.text("chat_id") or ""] = json.dumps(button)
    return True


@method("getChatMenuButton")
def get_chat_menu_button(call: Call) -> Json:
    """The button left of the text field."""
    stored = call.world.profile.get(("menu_button", call.arguments.text("chat_id") or ""), '{"type": "default"}')
    button: Json = json.loads(stored)
    return button
