"""What the server returns, held against the published Bot API (`bot-api-10.1.json`) where it is at hand."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from telegram import Bot

from bot.local_telegram.methods import METHODS
from bot.local_telegram.server import LocalTelegram
from tests.local_telegram.conftest import ANNA

SPEC = Path(__file__).parents[2].parent / "shared" / "telegram" / "bot-api-10.1.json"
pytestmark = pytest.mark.skipif(not SPEC.exists(), reason="the published API is not on this machine")
SIMPLE = {"Integer": int, "String": str, "Boolean": bool, "True": bool, "Float": (int, float)}
# Fields newer than the file: Bot API 10.2 and 10.3.
NEWER = {"RichBlockTable": {"is_compact"}, "RichBlockBlockQuotation": {"is_expandable"}}
RICH = (
    "<h2>Svar</h2><p>Et <b>kort</b> <a href='https://example.org'>svar</a></p><ul><li>a</li></ul><ol><li>b</li></ol>"
    "<blockquote>ord<cite>kilde</cite></blockquote><aside>a<cite>b</cite></aside><hr/>"
    "<pre><code class='language-x'>k</code></pre>"
    "<details><summary>mere</summary><p>a</p></details><table bordered striped compact><caption>T</caption>"
    "<tr><th>a</th><td colspan='2'>b</td></tr></table><tg-map lat='56.1' long='10.2' zoom='14'/><footer>f</footer>"
)


@pytest.fixture(scope="module")
def spec() -> Any:
    return json.loads(SPEC.read_text(encoding="utf-8"))


def faults(spec: Any, value: Any, wanted: str, path: str) -> list[str]:
    """Where `value` is not a `wanted` of the published API."""
    if wanted.startswith("Array of "):
        if not isinstance(value, list):
            return [f"{path}: not an array"]
        return [fault for index, one in enumerate(value) for fault in faults(spec, one, wanted[9:], f"{path}[{index}]")]
    if wanted in SIMPLE:
        return [] if isinstance(value, SIMPLE[wanted]) else [f"{path}: not a {wanted}"]  # type: ignore[arg-type]
    described = spec["types"][wanted]
    if "subtypes" in described:
        found = [
            faults(spec, value, subtype, path) for subtype in described["subtypes"] if may_be(spec, value, subtype)
        ]
        return min(found, key=len) if found else [f"{path}: no kind of {wanted}"]
    return object_faults(spec, value, described, path)


def may_be(spec: Any, value: Any, subtype: str) -> bool:
    """Whether the `type` or `status` of an object names this subtype."""
    if not isinstance(value, dict):
        return subtype not in spec["types"]
    for field in spec["types"].get(subtype, {}).get("fields", []):
        if field["name"] in {"type", "status", "source"}:
            return bool(
                field["description"].strip(' ."”').split("“")[-1].split('"')[-1].endswith(str(value.get(field["name"])))
            )
    return subtype in spec["types"]


def object_faults(spec: Any, value: Any, described: Any, path: str) -> list[str]:
    if not isinstance(value, dict):
        return [f"{path}: not an object"]
    fields = {field["name"]: field for field in described.get("fields", [])}
    found = [f"{path}.{name}: missing" for name, field in fields.items() if field["required"] and name not in value]
    newer = NEWER.get(described["name"], set())
    found += [f"{path}.{name}: unknown" for name in value if name not in fields and name not in newer]
    for name, field in fields.items():
        if name in value:
            found += min((faults(spec, value[name], one, f"{path}.{name}") for one in field["types"]), key=len)
    return found


async def provoke(telegram: LocalTelegram, bot: Bot) -> None:
    """Use every method once, so that the transcript holds an answer of each."""
    keys = {"inline_keyboard": [[{"text": "T", "callback_data": "k"}]]}
    group = telegram.group("Rådet", [ANNA], topics=["Veje"])
    picture = io.BytesIO()
    Image.new("RGB", (4, 3)).save(picture, "PNG")
    await bot.get_me()
    sent = await bot.send_message(ANNA, "<b>a</b> /hjaelp", parse_mode="HTML", reply_to_message_id=1, reply_markup=keys)  # type: ignore[arg-type]
    await bot.edit_message_text("b", ANNA, sent.message_id)
    await bot.edit_message_reply_markup(ANNA, sent.message_id, reply_markup=keys)  # type: ignore[arg-type]
    await bot.do_api_request("sendRichMessage", api_kwargs={"chat_id": ANNA, "rich_message": {"html": RICH}})
    document = await bot.send_document(ANNA, b"a", filename="a.txt", caption="c")
    await bot.send_photo(ANNA, picture.getvalue())
    assert document.document is not None
    await bot.get_file(document.document.file_id)
    await bot.get_chat(ANNA)
    await bot.get_chat(group.id)
    await bot.get_chat_member(group.id, ANNA)
    await bot.get_chat_member(group.id, bot.id)
    await bot.get_chat_administrators(group.id)
    await bot.create_forum_topic(group.id, "Vand")
    await bot.get_webhook_info()
    await bot.set_my_commands([("a", "b")])
    await bot.get_my_commands()
    await bot.get_my_description()
    await bot.get_my_short_description()
    await bot.get_my_name()
    await bot.get_chat_menu_button()
    telegram.press(ANNA, sent.message_id, "T")
    telegram.edit(ANNA, 1, "rettet")
    telegram.react(ANNA, sent.message_id, "👍")
    telegram.inline(ANNA, "q")
    telegram.block(ANNA)
    telegram.kick_bot(group.id, ANNA)
    await bot.get_updates(allowed_updates=[])


async def test_every_answer_is_what_the_published_api_says(telegram: LocalTelegram, bot: Bot, spec: Any) -> None:
    telegram.on_loop(
        lambda: telegram.world.updates.set_allowed(
            ["message", "message_reaction", "callback_query", "inline_query", "edited_message", "my_chat_member"]
        )
    )
    await provoke(telegram, bot)
    found = []
    methods = {name.lower(): method for name, method in spec["methods"].items()}
    for exchange in telegram.transcript.all():
        assert exchange.status == 200, exchange
        returns = methods[exchange.method.lower()]["returns"]
        found.append(min((faults(spec, exchange.answer, one, exchange.method) for one in returns), key=len))
    assert [fault for faults_of_one in found for fault in faults_of_one] == []


def test_the_comparison_finds_what_is_wrong(spec: Any) -> None:
    user = {"id": "7", "is_bot": False, "colour": "red"}
    assert faults(spec, user, "User", "u") == ["u.first_name: missing", "u.colour: unknown", "u.id: not a Integer"]


def test_no_method_is_served_that_telegram_has_not(spec: Any) -> None:
    assert set(METHODS) <= {name.lower() for name in spec["methods"]}


def test_the_reactions_are_telegrams(spec: Any) -> None:
    from bot.local_telegram.reactions import EMOJI

    (field,) = [one for one in spec["types"]["ReactionTypeEmoji"]["fields"] if one["name"] == "emoji"]
    assert all(f'"{emoji}"' in field["description"] for emoji in EMOJI)
    assert len(EMOJI) == field["description"].count('"') // 2
