"""Requests to one host over HTTP: its cookies kept, its addresses checked, its answers limited."""

import asyncio
from typing import TYPE_CHECKING

from retrieval.sources.port import SourceFailed

if TYPE_CHECKING:
    import httpx

MAX_BYTES = 30_000_000


class Damaged(Exception):
    """An answer came that is not what was asked for."""


class TooMuch(Damaged):
    """The answer is above the limit; it was not read to its end."""


class Unreachable(Exception):
    """No answer came."""


class Refused(Exception):
    """The host answers with an error status."""

    def __init__(self, status: int) -> None:
        super().__init__(f"the host answers with status {status}")
        self.status = status


def may_pass(error: BaseException) -> bool:
    """Whether another try may go better."""
    if isinstance(error, Refused):
        return error.status >= 500 or error.status == 429
    return isinstance(error, Damaged | Unreachable)


class Fetcher:
    """Requests to one host: cookies are kept, redirects followed within the host, private addresses refused."""

    def __init__(self, url: str, *, allow_private: bool = False, timeout_s: float = 30.0) -> None:
        self._url, self._allow_private, self._timeout_s = url.rstrip("/"), allow_private, timeout_s
        self._opened: httpx.AsyncClient | None = None

    async def get(self, path: str, limit: int = MAX_BYTES) -> tuple[bytes, bool]:
        """The body at a path, of at most `limit` bytes, and whether it is a page instead of data.

        Raises:
            SourceFailed: the address may not be asked.
            Unreachable: no answer came.
            Refused: the host answers with an error status.
            Damaged: the answer is too large, or leads nowhere.
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
                    return await self._read(answer, limit)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Unreachable(type(error).__name__) from error
        raise Damaged("the host sends from page to page without end")

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

    async def _read(self, answer: "httpx.Response", limit: int) -> tuple[bytes, bool]:
        if answer.status_code != 200:
            raise Refused(answer.status_code)
        data = bytearray()
        async for part in answer.aiter_bytes():
            data += part
            if len(data) > limit:
                raise TooMuch(f"the answer is above {limit // 1_000_000} MB")
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
            raise Unreachable("the name is not known") from error
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
