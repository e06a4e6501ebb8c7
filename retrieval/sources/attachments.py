"""Attachments of published meetings: always listed with their links, fetched and read where the operator wants it.

What an attachment says is kept beside the meeting and never in its text: read as part of an item, a report's sums and
what it recommends would count as the body's own.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, urljoin

from retrieval.errors import SourceError
from retrieval.reading import read_bytes
from retrieval.reading.personal import mask_personal_numbers
from retrieval.sources.fetching import Damaged, Fetcher, Refused, TooMuch, Unreachable
from retrieval.sources.port import AttachmentState, Hand, LinkedAttachment

LARGEST = 10_000_000  # bytes of one attachment
KEPT = 200_000  # characters of its words
LISTED = 300  # attachments of one meeting
TRIES = 3


def listed_attachments(url: str, body: Mapping[str, Any]) -> Iterator[LinkedAttachment]:
    """The attachments that the open items of a body list, each with its link."""
    for item in _rows(body.get("Dagsordenpunkter")):
        if item.get("IsOpen") is False:
            continue
        name = " ".join(str(item.get("Navn") or item.get("Caption") or "").split())
        for entry in _rows(item.get("Bilag")):
            title, number = " ".join(str(entry.get("Navn") or "").split()), str(entry.get("Id") or "")
            if title and number and str(entry.get("HarPdfVersion", "true")).lower() != "false":
                link = urljoin(url, f"/Vis/Pdf/bilag/{quote(number, safe='')}")
                yield LinkedAttachment(item=name, title=mask_personal_numbers(title)[0], link=link)


@dataclass(frozen=True, slots=True)
class AttachmentReader:
    """Keeps the attachments of the feed at `url`; at most `wanted` of a meeting are fetched, one every `pace_s`."""

    url: str
    fetch: Fetcher
    wanted: int
    pace_s: float
    sleep: Callable[[float], Awaitable[None]]

    async def keep(self, hand: Hand, fingerprint: str, body: Mapping[str, Any]) -> None:
        """Keeps what a body lists; what was read before, or failed too often, is not asked for again."""
        listed = list(listed_attachments(self.url, body))[:LISTED]
        if not listed:
            return
        known = await hand.attachments(one.link for one in listed)
        found = []
        for number, one in enumerate(listed):
            held = replace(known.get(one.link, one), item=one.item, title=one.title)
            found.append(await self._read(held) if number < self.wanted and _is_open(held) else held)
        if any(known.get(one.link) != one for one in found):
            await hand.keep_attachments(fingerprint, found)

    async def _read(self, one: LinkedAttachment) -> LinkedAttachment:
        """The attachment with its words, or with the reason why not; the meeting does not wait for another try."""
        await self.sleep(self.pace_s)
        try:
            data, is_page = await self.fetch.get(one.link, LARGEST)
            if is_page or not data.lstrip()[:5].startswith(b"%PDF"):
                return _without(one, AttachmentState.UNUSABLE, "it is no PDF")
            document = await asyncio.to_thread(read_bytes, "bilag.pdf", data)
        except TooMuch as error:
            return _without(one, AttachmentState.UNUSABLE, str(error))
        except SourceError as error:
            return _without(one, AttachmentState.UNUSABLE, str(error))
        except (Unreachable, Refused, Damaged) as error:
            return _without(one, AttachmentState.FAILED, str(error))
        return replace(one, state=AttachmentState.READ, reason="", tries=one.tries + 1, text=document.text[:KEPT])


def _is_open(one: LinkedAttachment) -> bool:
    """Whether its words are still to be asked for."""
    return one.state is AttachmentState.LISTED or (one.state is AttachmentState.FAILED and one.tries < TRIES)


def _without(one: LinkedAttachment, state: AttachmentState, reason: str) -> LinkedAttachment:
    return replace(one, state=state, reason=reason, tries=one.tries + 1)


def _rows(value: object) -> list[Mapping[str, Any]]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
