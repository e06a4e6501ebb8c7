"""The Bot API over HTTP: arguments from everywhere, answers as JSON, files to fetch."""

from __future__ import annotations

import json
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from bot.local_telegram.api import BotApi, ConnectionCut
from bot.local_telegram.arguments import Arguments
from bot.local_telegram.errors import ApiError, bad_request
from bot.local_telegram.forms import read_multipart, read_urlencoded
from bot.local_telegram.values import StoredFile


def bot_routes(api: BotApi) -> list[Route]:
    """The routes a bot speaks to."""

    async def call(request: Request) -> Response:
        token, _, method = request.path_params["call"].partition("/")
        try:
            arguments = await read_arguments(request)
            status, body = await api.answer(token, method.strip("/"), arguments)
        except ApiError as error:
            status, body = error.code, error.body()
        except ConnectionCut:
            return CutResponse()
        headers = {"Retry-After": str(body["parameters"]["retry_after"])} if status == 429 else {}
        return JSONResponse(body, status, headers)

    async def download(request: Request) -> Response:
        token, _, path = request.path_params["place"].partition("/")
        until, file_id = api.world.file_links.get(path, (0.0, ""))
        file = api.world.files.get(file_id)
        if token != api.world.token or file is None or until < api.world.clock.now():
            return JSONResponse(ApiError(404, "Not Found").body(), 404)
        return file_response(file)

    return [
        Route("/file/bot{place:path}", download, methods=["GET"]),
        Route("/bot{call:path}", call, methods=["GET", "POST"]),
    ]


class CutResponse(Response):
    """Closes the connection in the middle of an answer."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Promise a body and send none: the client sees a broken connection."""
        headers = [(b"content-length", b"2"), (b"connection", b"close")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})


async def read_arguments(request: Request) -> Arguments:
    """Everything the bot said, whichever way it said it.

    Raises:
        ApiError: when a JSON body is none.
    """
    values: dict[str, object] = dict(request.query_params)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        values.update(_decoded(await request.body()))
        return Arguments(values)
    if kind not in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        return Arguments(values)
    body = await request.body()
    if kind == "multipart/form-data":
        fields, uploads = read_multipart(request.headers["content-type"], body)
        return Arguments({**values, **fields}, uploads)
    return Arguments({**values, **read_urlencoded(body)})


def file_response(file: StoredFile) -> Response:
    """A file's bytes, always as a download so that nothing in it runs."""
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name)}",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(file.data, media_type=file.mime, headers=headers)


def _decoded(body: bytes) -> dict[str, object]:
    try:
        values = json.loads(body or b"{}")
    except ValueError as error:
        raise bad_request("can't parse request JSON object") from error
    if not isinstance(values, dict):
        raise bad_request("can't parse request JSON object")
    return values
