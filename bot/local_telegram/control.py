"""The person's side over HTTP: JSON for the chat page and for tests in other languages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.local_telegram.api import BotApi
from bot.local_telegram.clock import ManualClock
from bot.local_telegram.faults import Fault, FaultKind
from bot.local_telegram.http_api import file_response
from bot.local_telegram.person import NotPossible, PersonSide
from bot.local_telegram.screen import next_expiry, screen_json
from bot.local_telegram.values import Json, Message

MAX_WAIT_S = 25.0
MAX_UPLOAD_BYTES = 50 * 1024 * 1024
_PICTURES = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif", b"RIFF": "image/webp"}


class Control:
    """The routes under `/control`; verbs are POST with a JSON body."""

    def __init__(self, api: BotApi, side: PersonSide) -> None:
        self._api = api
        self._world = api.world
        self._side = side

    def routes(self) -> list[Route]:
        """What the page may ask for."""
        verbs = (
            "people groups say open_link edit stop react block unblock add_bot kick_bot migrate inline choose faults"
        )
        named = {name: getattr(self, f"_{name}") for name in [*verbs.split(), "advance"]}
        routes = [Route(f"/control/{name}", _endpoint(verb), methods=["POST"]) for name, verb in named.items()]
        routes.append(Route("/control/press", _endpoint(self._press), methods=["POST"]))
        routes.append(Route("/control/upload", self._upload, methods=["POST"]))
        routes.append(Route("/control/screen", self._screen, methods=["GET"]))
        routes.append(Route("/control/transcript", self._transcript, methods=["GET"]))
        routes.append(Route("/control/file/{file_id}", self._file, methods=["GET"]))
        return routes

    async def _people(self, body: Json) -> Json:
        return asdict(self._side.create(body.pop("id"), body.pop("first_name"), **body))

    async def _groups(self, body: Json) -> Json:
        chat = self._side.groups.create(**body)
        return {"id": chat.id, "topics": list(chat.topics)}

    async def _say(self, body: Json) -> Json:
        place = (body.get("chat"), body.get("thread"), body.get("reply_to"))
        return _sent(self._side.say(body["person"], body["text"], *place))

    async def _open_link(self, body: Json) -> Json:
        return _sent(self._side.open_link(body["person"], body.get("payload", "")))

    async def _edit(self, body: Json) -> Json:
        return _sent(self._side.edit(body["person"], body["message_id"], body["text"], body.get("chat")))

    async def _press(self, body: Json) -> Json:
        pressed = self._side.press(body["person"], body["message_id"], body["button"], body.get("chat"))
        if "query_id" in pressed:
            pressed["answer"] = await self._answer(pressed["query_id"])
        return pressed

    async def _answer(self, query_id: str) -> Json | None:
        """What the bot says to a press, once it says it or the press is too old."""
        world = self._world
        deadline = world.clock.now() + world.query_life_s
        while not world.closing and world.clock.now() < deadline:
            answer = (world.callbacks.get(query_id) or world.inline_queries[query_id]).answer
            if answer is not None:
                return answer
            await world.changes.wait(world.clock, world.changes.version, deadline - world.clock.now())
        return None

    async def _stop(self, body: Json) -> Json:
        self._side.stop(body["person"], body["draft_id"], body.get("thread"))
        return {}

    async def _react(self, body: Json) -> Json:
        self._side.react(body["person"], body["message_id"], body.get("emoji"), body.get("chat"))
        return {}

    async def _block(self, body: Json) -> Json:
        self._side.block(body["person"])
        return {}

    async def _unblock(self, body: Json) -> Json:
        self._side.unblock(body["person"])
        return {}

    async def _add_bot(self, body: Json) -> Json:
        self._side.groups.add_bot(body["chat"], body["person"], bool(body.get("admin")))
        return {}

    async def _kick_bot(self, body: Json) -> Json:
        self._side.groups.kick_bot(body["chat"], body["person"])
        return {}

    async def _migrate(self, body: Json) -> Json:
        return {"id": self._side.groups.migrate(body["chat"], body["person"]).id}

    async def _inline(self, body: Json) -> Json:
        query_id = self._side.inline(body["person"], body["query"], body.get("offset", ""))
        answer = await self._answer(query_id) or {}
        shown = ("id", "title", "description")
        results = [{key: one.get(key) for key in shown} for one in answer.get("results", [])]
        return {"query_id": query_id, "results": results, "button": answer.get("button")}

    async def _choose(self, body: Json) -> Json:
        return _sent(self._side.choose(body["person"], body["query_id"], body["result_id"], body.get("chat")))

    async def _faults(self, body: Json) -> Json:
        self._api.faults.add(Fault(FaultKind(body.pop("kind")), **body))
        return {}

    async def _advance(self, body: Json) -> Json:
        if not isinstance(self._world.clock, ManualClock):
            raise NotPossible("the clock of this server is the real one")
        self._world.clock.advance(float(body["seconds"]))
        return {"now": self._world.clock.now()}

    async def _upload(self, request: Request) -> Response:
        query, data = request.query_params, await request.body()
        if not data or len(data) > MAX_UPLOAD_BYTES:
            return JSONResponse({"error": "the file is empty or larger than 50 MB"}, 400)
        if not query.get("person", "").isdecimal() or not query.get("chat", "0").lstrip("-").isdecimal():
            return JSONResponse({"error": "person and chat are whole numbers"}, 400)
        mime = request.headers.get("x-file-type") or "application/octet-stream"
        chat_id = int(query["chat"]) if "chat" in query else None
        name, caption = query.get("name", "fil"), query.get("caption", "")
        try:
            return JSONResponse(_sent(self._side.upload(int(query["person"]), name, mime, data, caption, chat_id)))
        except NotPossible as error:
            return JSONResponse({"error": str(error)}, 400)

    async def _screen(self, request: Request) -> Response:
        query, world = request.query_params, self._world
        if any(
            not query.get(name, "0").lstrip("-").isdecimal() for name in ("person", "chat", "seen", "thread", "wait")
        ):
            return JSONResponse({"error": "person, chat, thread, seen and wait are whole numbers"}, 400)
        person_id, seen = int(query.get("person", "0")), int(query.get("seen", "-1"))
        if person_id not in world.people:
            return JSONResponse({"error": "there is no such person"}, 404)
        chat_id = int(query.get("chat", person_id))
        world.private_chat(person_id)
        if person_id not in getattr(world.chats.get(chat_id), "members", ()):
            return JSONResponse({"error": "there is no such chat for this person"}, 404)
        wait = min(float(query.get("wait", "0")), MAX_WAIT_S)
        expiry = next_expiry(world, chat_id)
        if expiry is not None:
            wait = min(wait, max(expiry - world.clock.now(), 0) + 0.05)
        if not world.closing:
            await world.changes.wait(world.clock, seen, wait)
        thread = int(query["thread"]) if "thread" in query else None
        return JSONResponse(screen_json(world, person_id, chat_id, thread))

    async def _transcript(self, request: Request) -> Response:
        return JSONResponse([asdict(exchange) for exchange in self._api.transcript.all()])

    async def _file(self, request: Request) -> Response:
        file = self._world.files.get(request.path_params["file_id"])
        if file is None:
            return JSONResponse({"error": "there is no such file"}, 404)
        picture = next((mime for start, mime in _PICTURES.items() if file.data.startswith(start)), None)
        if file.kind == "photo" and picture:
            return Response(file.data, media_type=picture, headers={"Content-Disposition": "inline"})
        return file_response(file)


def _sent(message: Message) -> Json:
    return {"message_id": message.id}


def _endpoint(verb: Callable[[Json], Awaitable[Json]]) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        if request.headers.get("content-type", "").partition(";")[0] != "application/json":
            return JSONResponse({"error": "the body must be application/json"}, 415)
        try:
            body: Any = await request.json()
            return JSONResponse(await verb(body))
        except KeyError as error:
            return JSONResponse({"error": f"missing or unknown: {error}"}, 400)
        except (NotPossible, TypeError, ValueError) as error:
            return JSONResponse({"error": str(error)}, 400)

    return endpoint
