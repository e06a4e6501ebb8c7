"""The publication feed of Danish municipalities (FirstAgenda): lists of bodies and meetings, and each meeting's body.

Changes are found by a hash of the normalised body, as the feed sends no change marks. Publishing minutes gives the
meeting a new id; the agenda's id may then answer 500: that is no failure of the feed.
"""

import asyncio
import datetime
import hashlib
import json
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from retrieval.sources.attachments import AttachmentReader
from retrieval.sources.fetching import Damaged, Fetcher, Refused, Unreachable, may_pass
from retrieval.sources.port import Hand, Seen, SourceFailed

EVERY_S = 900.0
PACE_S = 1.0  # between two requests: what others who read these feeds keep to
PAST_DAYS = 120  # older meetings are not fetched: the feed is for news, a file for the archive
RECHECK_DAYS = 45  # meetings this recent are fetched again at every look: their words may change without a mark
TRIES = 3
GONE = "gone"  # in place of the hash of a body that the feed does not give
ALL_GONE = 3  # meetings asked for, of which none came: then it is the feed that fails
TOO_MANY = 429

_ZERO = "00000000-0000-0000-0000-000000000000"
_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I)
_FRACTION = re.compile(r"(\.\d{6})\d+")
_VOLATILE = frozenset({"ElasticSearchResults", "LiveIntegrationEnabled", "Lydfiler", "SourceId"})
_NOT_WORDS = re.compile(r"[^a-zæøå0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One row of the list: a meeting, and `mark`, a hash of all the list says of it."""

    id: str
    body: str
    date: datetime.date
    mark: str


class _Gone(Exception):
    """The feed does not give this meeting: its id was replaced."""


class _Unusable(Exception):
    """What the feed gives for this meeting cannot be used."""


class _Unanswered(_Unusable):
    """The feed does not answer for this meeting, or refuses it."""


@dataclass(slots=True, kw_only=True)
class PublicationSource:
    """The feed at `url`. `fetch` makes requests: it is a `Fetcher`, or a stand-in in a test."""

    url: str
    fetch: Fetcher
    every_s: float = EVERY_S
    pace_s: float = PACE_S
    past_days: int = PAST_DAYS
    attachments: int = 0  # of one meeting, that are fetched and read; all are listed with their links
    today: Callable[[], datetime.date] = datetime.date.today
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep

    @property
    def name(self) -> str:
        """The feed's address."""
        return self.url

    async def look(self, hand: Hand) -> int:
        """Fetches the list and every meeting that is new, changed or recent."""
        try:
            listing = await self._json("/api/agenda/udvalgsliste", TRIES)
        except Unreachable as error:
            raise SourceFailed(f"{self.url} cannot be reached ({error})") from error
        except (Damaged, Refused) as error:
            raise SourceFailed(f"{self.url}: {error}") from error
        known = await hand.seen()
        taken, asked, gone, unanswered = 0, 0, 0, 0
        for listed in sorted(read_list(listing), key=lambda one: (one.date, one.id)):
            before = known.get(listed.id)
            if self._is_wanted(listed, before):
                await self.sleep(self.pace_s)
                asked += 1
                try:
                    taken += await self._take(hand, listed, before)
                    unanswered = 0
                except _Unusable as error:  # not remembered: the next look tries it again
                    await hand.set_aside(listed.id, name_of(listed), str(error))
                    unanswered = unanswered + 1 if isinstance(error, _Unanswered) else 0
                    if unanswered >= ALL_GONE:
                        raise SourceFailed(f"{self.url} gives the list but no meetings ({error})") from error
                except _Gone:
                    gone += 1
                    key = before.meeting_key if before else ""
                    await hand.remember(Seen(item=listed.id, mark=f"{listed.mark}|{GONE}", meeting_key=key))
        if gone == asked >= ALL_GONE:
            raise SourceFailed(f"{self.url} gives the list but none of {asked} meetings; they are fetched again")
        return taken

    async def until_news(self, seconds: float) -> None:
        """Waits: the feed tells nobody of news."""
        await self.sleep(seconds)

    async def close(self) -> None:
        """Closes the connections."""
        await self.fetch.close()

    def _is_wanted(self, listed: Listed, before: Seen | None) -> bool:
        age = (self.today() - listed.date).days
        mark, _, content = before.mark.partition("|") if before else ("", "", "")
        if mark != listed.mark or content == GONE:
            return age <= self.past_days
        return age <= RECHECK_DAYS

    async def _take(self, hand: Hand, listed: Listed, before: Seen | None) -> int:
        was_gone = before is not None and before.mark.endswith(f"|{GONE}")
        body = await self._body(listed, 1 if was_gone else TRIES)
        data = normalise(body)
        fingerprint = hashlib.sha256(data).hexdigest()
        mark = f"{listed.mark}|{fingerprint}"
        reader = AttachmentReader(self.url, self.fetch, self.attachments, self.pace_s, self.sleep)
        await reader.keep(hand, fingerprint, body)
        if before is not None and before.mark.partition("|")[2] == mark.partition("|")[2]:
            await hand.remember(Seen(item=listed.id, mark=mark, meeting_key=before.meeting_key))
            return 0
        await hand.take(listed.id, mark, name_of(listed), data)
        return 1

    async def _body(self, listed: Listed, tries: int) -> dict[str, Any]:
        try:
            body = await self._json(f"/api/agenda/dagsorden/{listed.id}", tries)
        except Refused as error:
            if error.status >= 500 or error.status in (404, 410):
                raise _Gone from error
            if error.status == TOO_MANY:
                raise SourceFailed(f"{self.url}: {error}; it is asked again later") from error
            raise _Unanswered(f"{name_of(listed)}: {error}; it is fetched again at the next look") from error
        except Unreachable as error:
            raise _Unanswered(
                f"{name_of(listed)}: no answer ({error}); it is fetched again at the next look"
            ) from error
        except Damaged as error:
            raise _Unusable(f"{name_of(listed)}: {error}; it is fetched again at the next look") from error
        # The id inside Moede is always zero; the one outside must be the one asked for.
        if not isinstance(body, dict) or str(body.get("Id", "")).lower() != listed.id:
            raise _Unusable(f"{name_of(listed)}: the feed answers with another meeting than the one asked for")
        return body

    async def _json(self, path: str, tries: int) -> Any:
        """The JSON at a path: a fault that may pass is waited out, a missing session is begun."""
        from tenacity import AsyncRetrying, retry_if_exception, stop_after_attempt, wait_exponential

        passing = AsyncRetrying(
            stop=stop_after_attempt(tries),
            wait=wait_exponential(multiplier=self.pace_s, max=30),
            retry=retry_if_exception(may_pass),
            sleep=self.sleep,
            reraise=True,
        )
        async for attempt in passing:
            with attempt:
                return await self._json_once(path)

    async def _json_once(self, path: str) -> Any:
        data, is_html = await self.fetch.get(path)
        if is_html:
            # The host wants a session first: its front page gives the cookie.
            await self.fetch.get("/")
            await self.sleep(self.pace_s)
            data, is_html = await self.fetch.get(path)
            if is_html:
                raise Damaged("a page came instead of data, also with a session")
        try:
            return json.loads(data)
        except (ValueError, RecursionError) as error:
            raise Damaged("the data is cut off or damaged") from error


def read_list(listing: object) -> Iterator[Listed]:
    """The meetings of the list, whatever its groups are called; rows without id or date are left out.

    Raises:
        SourceFailed: it is no list of bodies.
    """
    groups = listing.get("Udvalg") if isinstance(listing, dict) else None
    if not isinstance(groups, dict):
        raise SourceFailed("the feed's list of bodies has another form than expected")
    seen: set[str] = set()
    for bodies in groups.values():
        for body in _rows(bodies):
            for row in _rows(body.get("Moeder")):
                listed = _listed(str(body.get("Navn") or ""), row)
                if listed is not None and listed.id not in seen:
                    seen.add(listed.id)
                    yield listed


def _rows(value: object) -> list[Mapping[str, Any]]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _listed(body: str, row: Mapping[str, Any]) -> Listed | None:
    number = str(row.get("Id") or "").lower()
    date = _date(row.get("Dato") or row.get("MeetingBeginUtc"))
    if not _GUID.fullmatch(number) or number == _ZERO or date is None:
        return None
    mark = hashlib.sha256(json.dumps(row, sort_keys=True).encode()).hexdigest()[:16]
    return Listed(id=number, body=body, date=date, mark=mark)


def _date(value: object) -> datetime.date | None:
    try:
        return datetime.datetime.fromisoformat(_FRACTION.sub(r"\1", str(value))).date()
    except ValueError:
        return None


def normalise(body: Mapping[str, Any]) -> bytes:
    """The body without what changes from one answer to the next, always in the same order."""
    return json.dumps(_steady(body), ensure_ascii=False, sort_keys=True, indent=1).encode()


def _steady(value: object) -> object:
    if isinstance(value, dict):
        return {name: _steady(part) for name, part in value.items() if name not in _VOLATILE}
    return [_steady(part) for part in value] if isinstance(value, list) else value


def name_of(listed: Listed) -> str:
    """The name a meeting's body is kept under: date, body and the beginning of its id."""
    body = _NOT_WORDS.sub("-", listed.body.casefold()).strip("-")[:60]
    return f"{listed.date}_{body or 'udvalg'}_{listed.id[:8]}.json"
