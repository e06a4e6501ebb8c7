"""A stand-in of the publication feed over real HTTP: lists, bodies, sessions, and what goes wrong with them."""

import asyncio
import json
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from tests.doubles.http_server import serve

REAL = Path(__file__).parents[2].parent / "shared" / "publication" / "greve"
ZERO = "00000000-0000-0000-0000-000000000000"
Json = dict[str, Any]


@dataclass
class PublicationServer:
    """What is published, and the faults that are on."""

    bodies: dict[str, Json] = field(default_factory=dict)
    listed: dict[str, Json] = field(default_factory=dict)
    needs_session: bool = False
    broken: dict[str, str] = field(default_factory=dict)  # id or "list" to: a status, html, cut, other, redirect, slow
    files: dict[str, bytes] = field(default_factory=dict)  # attachments by id
    down: bool = False
    asked: list[str] = field(default_factory=list)
    volatile: int = 0

    def publish(self, body: Json, *, number: str = "", released: str = "2031-03-05T08:00:00.1234567+01:00") -> str:
        """Puts a meeting on the list; the same number again changes it."""
        number = number or str(uuid.uuid4())
        self.bodies[number] = body | {"Id": number}
        row = {name: body["Moede"].get(name) for name in ("MeetingBeginUtc", "Dato", "Sted", "Afsluttet", "Navn")}
        self.listed[number] = row | {"Id": number, "ReleasedDate": released, "body": body["Udvalg"]["Navn"]}
        return number

    def withdraw(self, number: str) -> None:
        """Takes a meeting off the list, as when its minutes get another id; its body answers 500 then."""
        del self.listed[number]
        self.broken[number] = "500"

    def requests(self, part: str) -> int:
        """How many requests had this in their path."""
        return sum(part in path for path in self.asked)

    def app(self) -> Starlette:
        """The application."""
        return Starlette(
            routes=[
                Route("/", self._front),
                Route("/api/agenda/udvalgsliste", self._list),
                Route("/api/agenda/dagsorden/{number}", self._body),
                Route("/Vis/Pdf/bilag/{number}", self._file, methods=["GET"]),
            ]
        )

    async def _front(self, request: Request) -> Response:
        self.asked.append("/")
        answer = HTMLResponse("<!DOCTYPE html><title>Dagsordener</title>")
        answer.set_cookie("ASP.NET_SessionId", "abc")
        return answer

    async def _list(self, request: Request) -> Response:
        rows = [dict(row) for row in self.listed.values()]
        bodies = {name: {"Id": str(uuid.uuid4()), "Navn": name, "Historisk": False, "Moeder": []} for name in
                  sorted({row["body"] for row in rows})}  # fmt: skip
        for row in rows:
            bodies[row.pop("body")]["Moeder"].append(row)
        groups = {"Politiske udvalg": list(bodies.values()), "Tidligere - Historisk": []}
        return self._answer(request, "list", {"Udvalg": groups})

    async def _body(self, request: Request) -> Response:
        number = request.path_params["number"]
        if number not in self.bodies:
            return PlainTextResponse("not found", 404)
        self.volatile += 1
        body = json.loads(json.dumps(self.bodies[number]))
        if self.broken.get(number) == "slow":
            self.asked.append(request.url.path)
            while not await request.is_disconnected():
                await asyncio.sleep(0.01)
        body["Moede"] |= {"Id": ZERO, "ElasticSearchResults": self.volatile}
        return self._answer(request, number, dict(reversed(body.items())) if self.volatile % 2 else body)

    async def _file(self, request: Request) -> Response:
        number = request.path_params["number"]
        self.asked.append(request.url.path)
        fault = "500" if self.down else self.broken.get(number, "" if number in self.files else "404")
        if request.method == "HEAD":
            return PlainTextResponse("not allowed", 405)
        if fault in ("500", "404"):
            return PlainTextResponse("Runtime Error", int(fault))
        if fault == "html":
            return HTMLResponse("<!DOCTYPE html><title>Log ind</title>")
        return Response(self.files[number], media_type="application/pdf")

    def _answer(self, request: Request, name: str, value: Json) -> Response:
        self.asked.append(request.url.path)
        fault = "500" if self.down else self.broken.get(name, "")
        if fault.isdecimal():
            return PlainTextResponse("Runtime Error", int(fault))
        if fault == "redirect":
            return RedirectResponse("http://169.254.169.254/latest/meta-data/")
        if fault == "html" or (self.needs_session and "ASP.NET_SessionId" not in request.cookies):
            return HTMLResponse("<!DOCTYPE html><title>Log ind</title>")
        if fault == "other":
            value = value | {"Id": str(uuid.uuid4())}
        data = json.dumps(value, ensure_ascii=False).encode()
        return Response(data[: len(data) // 2] if fault == "cut" else data, media_type="application/json")

    @contextmanager
    def running(self) -> Iterator[str]:
        """The feed's address while it is served."""
        with serve(self.app()) as address:
            yield address


def invented_body(
    committee: str = "Broudvalget 2030-2033",
    date: str = "2031-03-04",
    decision: str = "Godkendt.",
    *,
    done: bool = True,
    attached: Mapping[str, str] | None = None,
) -> Json:
    """A small meeting as the feed gives it; `attached` are its item's attachments, titles by id."""
    heading = f"Beslutning i {committee} den {'-'.join(reversed(date.split('-')))}"
    html = "<h3>Indstilling</h3><span>Forvaltningen indstiller, at en ny gangbro godkendes.</span>"
    if done:
        html += f"<h3>{heading}</h3><span>{decision}</span>"
    point = {
        "Id": str(uuid.uuid5(uuid.NAMESPACE_URL, committee + date)),
        "Number": "1",
        "Punktnummer": "1",
        "Sorting": 1,
        "IsOpen": True,
        "SagsNummer": "31/4711",
        "Navn": "Ny gangbro over Mølleåen",
        "ItemDecision": None,
        "Felter": [{"Id": ZERO, "Navn": "", "Html": f"<div class='sagsfremstillingContainer'>{html}</div>"}],
        "Bilag": [
            {"Id": number, "Navn": title, "Order": order, "HarPdfVersion": "true"}
            for order, (number, title) in enumerate((attached or {}).items(), 1)
        ],
    }
    meeting = {
        "Id": ZERO,
        "MeetingBeginUtc": f"{date}T16:30:00+01:00",
        "Dato": f"{date}T16:30:00+01:00",
        "Sted": "Rådhuset i Prøvekøbing",
        "Afsluttet": done,
        "Navn": "Referat" if done else "Dagsorden",
        "Moededeltagere": [],
    }
    return {
        "Id": ZERO,
        "TillaegsDagsorden": False,
        "Udvalg": {"Id": str(uuid.uuid4()), "Navn": committee, "Historisk": False},
        "Moede": meeting,
        "Dagsordenpunkter": [point],
    }


def real_bodies(count: int) -> list[Json]:
    """The smallest whole meetings as really published."""
    files = sorted(REAL.glob("*.json"), key=lambda file: file.stat().st_size)[:count]
    return [json.loads(file.read_text(encoding="utf-8")) for file in files]
