"""sendDocument, sendPhoto, sendMediaGroup, getFile: files to a chat and back."""

from __future__ import annotations

import io
import secrets
from dataclasses import replace

from PIL import Image, UnidentifiedImageError

from bot.local_telegram import utf16
from bot.local_telegram.arguments import Arguments, Upload
from bot.local_telegram.errors import ApiError, bad_request
from bot.local_telegram.keyboard import parse_keyboard
from bot.local_telegram.markup import parse_text
from bot.local_telegram.methods.registry import Call, method
from bot.local_telegram.methods.sending import deliver
from bot.local_telegram.rights import writable_chat
from bot.local_telegram.state import World
from bot.local_telegram.values import Content, FormattedText, Json, StoredFile

MAX_UPLOAD_BYTES = 50 * 1024 * 1024
MAX_PHOTO_BYTES = 10 * 1024 * 1024
MAX_DOWNLOAD_BYTES = 20 * 1024 * 1024
MAX_CAPTION_UNITS = 1024
LINK_LIFE_S = 3600


@method("sendDocument")
def send_document(call: Call) -> Json:
    """Send a file as it is."""
    return _send_file(call, "document")


@method("sendPhoto")
def send_photo(call: Call) -> Json:
    """Send a picture to be looked at."""
    return _send_file(call, "photo")


@method("sendMediaGroup")
def send_media_group(call: Call) -> list[Json]:
    """Send two to ten files as one album."""
    media = call.arguments.objects("media")
    if not 2 <= len(media) <= 10:
        raise bad_request("media group must include 2-10 items")
    kinds = {str(item.get("type")) for item in media}
    if "document" in kinds and len(kinds) > 1:
        raise bad_request("document can't be mixed with other media types")
    chat = writable_chat(call.world, call.arguments)
    contents = [_album_item(call, item) for item in media]
    return [deliver(call, chat, content, None) for content in contents]


@method("getFile")
def get_file(call: Call) -> Json:
    """A link to a file, good for an hour."""
    file = call.world.files.get(call.arguments.text("file_id") or "")
    if file is None:
        raise bad_request("invalid file_id")
    if file.size > MAX_DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    folder = "documents" if file.kind == "document" else "photos"
    suffix = file.name.rpartition(".")[2] if "." in file.name else "bin"
    path = f"{folder}/file_{secrets.token_hex(6)}.{suffix}"
    call.world.file_links[path] = (call.world.clock.now() + LINK_LIFE_S, file.file_id)
    fields: Json = {"file_id": file.file_id, "file_unique_id": file.unique_id, "file_size": file.size}
    return {**fields, "file_path": path}


def picture_size(data: bytes) -> tuple[int, int]:
    """Width and height in pixels.

    Raises:
        ApiError: when it is not a picture.
    """
    try:
        with Image.open(io.BytesIO(data)) as picture:
            return picture.size
    except (UnidentifiedImageError, OSError) as error:
        raise bad_request("IMAGE_PROCESS_FAILED") from error


def _send_file(call: Call, kind: str) -> Json:
    keyboard = parse_keyboard(call.arguments.raw("reply_markup"))
    caption = _caption(call.arguments.text("caption"), call.arguments.text("parse_mode"))
    chat = writable_chat(call.world, call.arguments)
    file = _file(call.world, call.arguments, call.arguments.text(kind), kind)
    return deliver(call, chat, Content(file=file, caption=caption), keyboard)


def _album_item(call: Call, item: Json) -> Content:
    caption = _caption(item.get("caption"), item.get("parse_mode"))
    file = _file(call.world, call.arguments, item.get("media"), str(item.get("type")))
    return Content(file=file, caption=caption)


def _caption(raw: str | None, parse_mode: str | None) -> FormattedText | None:
    if not raw:
        return None
    caption = parse_text(raw, parse_mode)
    if utf16.length(caption.text) > MAX_CAPTION_UNITS:
        raise bad_request("message caption is too long")
    return caption


def _file(world: World, arguments: Arguments, given: str | None, kind: str) -> StoredFile:
    upload = arguments.uploads.get((given or kind).removeprefix("attach://"))
    if upload is not None:
        return _kept(world, upload, kind)
    if not given:
        raise bad_request(f"there is no {kind} in the request")
    stored = world.files.get(given)
    if stored is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return stored


def _kept(world: World, upload: Upload, kind: str) -> StoredFile:
    if not upload.data:
        raise bad_request("file must be non-empty")
    if len(upload.data) > (MAX_PHOTO_BYTES if kind == "photo" else MAX_UPLOAD_BYTES):
        raise ApiError(413, "Request Entity Too Large")
    width, height = picture_size(upload.data) if kind == "photo" else (0, 0)
    stored = replace(world.keep_file(upload.name, upload.mime, upload.data, kind), width=width, height=height)
    world.files[stored.file_id] = stored
    return stored
