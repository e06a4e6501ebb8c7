"""Form bodies, urlencoded and multipart, read with the standard library."""

from __future__ import annotations

from email.message import Message
from email.parser import BytesParser
from email.policy import HTTP
from urllib.parse import parse_qsl

from bot.local_telegram.arguments import Upload


def read_urlencoded(body: bytes) -> dict[str, object]:
    """The fields of an `application/x-www-form-urlencoded` body."""
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


def read_multipart(content_type: str, body: bytes) -> tuple[dict[str, object], dict[str, Upload]]:
    """The fields and the files of a `multipart/form-data` body."""
    head = f"Content-Type: {content_type}\r\n\r\n".encode("latin-1")
    whole = BytesParser(policy=HTTP).parsebytes(head + body)
    values: dict[str, object] = {}
    uploads: dict[str, Upload] = {}
    for part in whole.iter_parts():
        name = str(part.get_param("name", "", header="content-disposition"))
        data = _payload(part)
        filename = part.get_filename()
        if filename is None:
            values[name] = data.decode("utf-8", "replace")
        else:
            uploads[name] = Upload(filename, part.get_content_type(), data)
    return values, uploads


def _payload(part: Message) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""
