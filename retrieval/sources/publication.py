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
from typing import TYPE_CHECKING, Any

from retrieval.sources.port import Hand, Seen, SourceFailed

if TYPE_CHECKING:
    import httpx

EVERY_S = 900.0
PACE_S = 1.0  # between two requests: what others who read these feeds keep to
PAST_DAYS = 120  # older meetings are not fetched: the feed is for news, a file for the archive
RECHECK_DAYS = 45  # meetings this recent are fetched again at every look: their words may change without a mark
TRIES = 3
MAX_BYTES = 30_000_000
GONE = "gone"  # in place of the hash of a body that the feed does not give
ALL_GONE = 3  # meetings asked for, of which none came: then it is the feed that fails

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


@dataclass(slots=True, kw_only=True)
class PublicationSource:
    """The feed at `url`. `fetch` makes requests: it is a `Fetcher`, or a stand-in in a test."""

    url: str
    fetch: "Fetcher"
    every_s: float = EVERY_S
    pace_s: float = PACE_S
    past_days: int = PAST_DAYS
    today: Callable[[], datetime.date] = datetime.date.today
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep

    @property
    def name(self) -> str:
        """The feed's address."""
        return self.url

    async def look(self, hand: Hand) -> int:
        """Fetches the list and every meeting that is new, changed or recent."""
        listing = await self._json("/api/agenda/udvalgsliste")
        known = await hand.seen()
        taken, asked, gone = 0, 0, 0
        for listed in sorted(read_list(listing), key=lambda one: (one.date, one.id)):
            before = known.get(listed.id)
            if self._is_wanted(listed, before):
                await self.sleep(self.pace_s)
                asked += 1
                try:
                    taken += await self._take(hand, listed, before)
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
        try:
            body = await self._body(listed)
        except _Unusable as error:
            await hand.set_aside(listed.id, name_of(listed), str(error))
            return 0  # not remembered: the next look tries it again
        data = normalise(body)
        mark = f"{listed.mark}|{hashlib.sha256(data).hexdigest()}"
        if before is not None and before.mark.partition("|")[2] == mark.partition("|")[2]:
            await hand.remember(Seen(item=listed.id, mark=mark, meeting_key=before.meeting_key))
            return 0
        await hand.take(listed.id, mark, name_of(listed), data)
        return 1

    async def _body(self, listed: Listed) -> dict[str, Any]:
        path = f"/api/agenda/dagsorden/{listed.id}"
        try:
            body = await self._json(path)
        except _Refused as error:
            if error.status >= 500 or error.status in (404, 410):
                raise _Gone from error
            raise SourceFailed(f"{self.url} answers {path} with status {error.status}") from error
        except _Damaged as error:
            raise _Unusable(f"{name_of(listed)}: {error}; it is fetched again at the next look") from error
        # The id inside Moede is always zero; the one outside must be the one asked for.
        if not isinstance(body, dict) or str(body.get("Id", "")).lower() != listed.id:
            raise _Unusable(f"{name_of(listed)}: the feed answers with another meeting than the one asked for")
        return body

    async def _json(self, path: str) -> Any:
        """The JSON at a path: a fault that may pass is waited out, a missing session is begun."""
        from tenacity import AsyncRetrying, retry_if_exception, stop_after_attempt, wait_exponential

        passing = AsyncRetrying(
            stop=stop_after_attempt(TRIES),
            wait=wait_exponential(multiplier=self.pace_s, max=30),
            retry=retry_if_exception(_may_pass),
            sleep=self.sleep,
            reraise=True,
        )
        try:
            async for attempt in passing:
                with attempt:
                    return await self._json_once(path)
        except _Unreachable as error:
            raise SourceFailed(f"{self.url} cannot be reached ({error})") from error
        except (_Damaged, _Refused) as error:
            if path.startswith("/api/agenda/dagsorden/"):
                raise
            raise SourceFailed(f"{self.url}: {error}") from error

    async def _json_once(self, path: str) -> Any:
        data, is_html = await self.fetch.get(path)
        if is_html:
            # The host wants a session first: its front page gives the cookie.
            await self.fetch.get("/")
            await self.sleep(self.pace_s)
            data, is_html = await self.fetch.get(path)
            if is_html:
                raise _Damaged("a page came instead of data, also with a session")
        try:
            return json.loads(data)
        except (ValueError, RecursionError) as error:
            raise _Damaged("the data is cut off or damaged") from error


class _Damaged(Exception):
    """An answer came that is not what was asked for."""


class _Unreachable(Exception):
    """No answer came."""


class _Refused(Exception):
    """The host answers with an error status."""

    def __init__(self, status: int) -> None:
        super().__init__(f"the host answers with status {status}")
        self.status = status


def _may_pass(error: BaseException) -> bool:
    """Whether another try may go better."""
    if isinstance(error, _Refused):
        return error.status >= 500 or error.status == 429
    return isinstance(error, _Damaged | _Unreachable)


class Fetcher:
    """Requests to one host: cookies are kept, redirects followed within the host, private addresses refused."""

    def __init__(self, url: str, *, allow_private: bool = False, timeout_s: float = 30.0) -> None:
        self._url, self._allow_private, self._timeout_s = url.rstrip("/"), allow_private, timeout_s
        self._opened: httpx.AsyncClient | None = None

    async def get(self, path: str) -> tuple[bytes, bool]:
        """The body at a path, and whether it is a page instead of data.

        Raises:
            SourceFailed: the address may not be asked.
        """
        import httpx

        url = httpx.URL(self._url).join(path)
        try:
            for _ in range(4):
                await self._check(url)
                async with self._client().stream("GET", url) as answer:
                    self._check_peer(answer)
                    if answer.is_redirect:
                        url = url.join(answer.headers.get("location", ""))
                        continue
                    return await self._read(answer)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise _Unreachable(type(error).__name__) from error
        raise _Damaged("the host sends from page to page without end")

    async def close(self) -> None:
        """Closes the connections."""
        if self._opened is not None:
            await self._opened.aclose()

    def _client(self) -> "httpx.AsyncClient":
        import httpx

        if self._opened is None:
            headers = {"User-Agent": "referat (reads public minutes)", "Accept": "application/json"}
            # Proxies of the environment are left alone: behind one the address that is asked could not be checked.
            self._opened = httpx.AsyncClient(timeout=self._timeout_s, headers=headers, trust_env=False)
        return self._opened

    async def _read(self, answer: "httpx.Response") -> tuple[bytes, bool]:
        if answer.status_code != 200:
            raise _Refused(answer.status_code)
        data = bytearray()
        async for part in answer.aiter_bytes():
            data += part
            if len(data) > MAX_BYTES:
                raise _Damaged(f"the answer is above {MAX_BYTES // 1_000_000} MB")
        start = bytes(data[:200]).lstrip().lower()
        is_html = "html" in answer.headers.get("content-type", "") or start.startswith((b"<!doctype", b"<html"))
        return bytes(data), is_html

    async def _check(self, url: "httpx.URL") -> None:
        """Refuses an address that is not the feed's host or not a public one."""
        import httpx

        home = httpx.URL(self._url)
        if url.host != home.host or url.scheme not in ("http", "https"):
            raise SourceFailed(f"{self._url} sends on to {url.host or 'an odd address'}: name the feed's own address")
        if self._allow_private:
            return
        if url.scheme != "https":
            raise SourceFailed(f"{self._url}: only https is asked; REFERAT_FEED_ALLOW_PRIVATE lifts that")
        loop = asyncio.get_running_loop()
        try:
            found = await loop.getaddrinfo(url.host, url.port or 443)
        except OSError as error:
            raise _Unreachable("the name is not known") from error
        for entry in found:
            self._refuse_private(str(entry[4][0]))

    def _check_peer(self, answer: "httpx.Response") -> None:
        """Refuses what the name led to, whatever it said when it was looked up."""
        stream = answer.extensions.get("network_stream")
        peer = stream.get_extra_info("server_addr") if stream is not None else None
        if peer and not self._allow_private:
            self._refuse_private(str(peer[0]))

    def _refuse_private(self, address: str) -> None:
        import ipaddress

        if not ipaddress.ip_address(address.partition("%")[0]).is_global:
            raise SourceFailed(f"{self._url} is a private address: set REFERAT_FEED_ALLOW_PRIVATE to allow it")


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
