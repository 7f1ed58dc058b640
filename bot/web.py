"""HTTP to us: Slack's signed requests, whether we are well, and what operators measure."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qs

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest

from bot.door import CAME, LATE, Door
from bot.payloads import wrong_with
from bot.refusing import Refusals, Signatures
from bot.settings import EVENTS
from handlers.kit.clock import Clock
from handlers.kit.gauges import Meters

PROMETHEUS: Final = "text/plain; version=1.0.0; charset=utf-8"
OK: Final = "ok"  # what a part says that is well
LARGEST: Final = 1_000_000  # bytes of a body


@dataclass(frozen=True, slots=True)
class Part:
    """Whether a part of this process can do its work, and what is said of it, in words of ours."""

    ready: bool
    said: str


Parts = Callable[[], Awaitable[Mapping[str, Part]]]
WELL: Final = Part(ready=True, said=OK)


def make_web(
    bolt: AsyncApp,
    signing_secret: str | None,
    clock: Clock,
    parts: Parts,
    door: Door,
    meters: Meters,
) -> FastAPI:
    """The public ASGI app. Without a signing secret Slack is not listened to over HTTP.

    A proxy asks the port that it sends to, so that this one says whether it is ready; metrics
    are for operators, on a port of their own that no proxy leads to.
    """
    web = _with_health(parts)

    if signing_secret:
        signatures, refusals = Signatures(signing_secret, clock), Refusals(meters)

        @web.post(EVENTS)
        async def slack_events(request: Request) -> Response:
            return await _receive(bolt, signatures, refusals, door, request)

    return web


def make_operators(parts: Parts, metrics: Callable[[], Awaitable[bytes]]) -> FastAPI:
    """The ASGI app of OPERATOR_PORT: every process has one, those without a web too."""
    web = _with_health(parts)

    @web.get("/metrics")
    async def shown() -> Response:
        return Response(await metrics(), media_type=PROMETHEUS)

    return web


def _with_health(parts: Parts) -> FastAPI:
    web = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)

    @web.get("/healthz")
    async def healthz() -> JSONResponse:  # a dict has pydantic 1 imported, to look for its models
        return JSONResponse({"ok": True})

    @web.get("/readyz")
    async def readyz() -> JSONResponse:
        found = await parts()
        ready = all(part.ready for part in found.values())
        said = {name: part.said for name, part in found.items()}
        return JSONResponse({"ready": ready, "parts": said}, 200 if ready else 503)

    return web


async def _receive(
    bolt: AsyncApp, signatures: Signatures, refusals: Refusals, door: Door, request: Request
) -> Response:
    body = await _body(request)
    if body is None:
        return refusals.refuse(request, 413, "over 1 MB", "large")
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return refusals.refuse(request, 400, "the body is not UTF-8", "text")
    if unsigned := signatures.wrong_with(request, text):
        return refusals.refuse(request, 401, "bad signature or time stamp", *unsigned)
    content_type = request.headers.get("content-type", "")
    if wrong := _wrong_with(text, content_type):
        return refusals.refuse(request, 400, wrong, "shape", wrong)
    # A server that is not ours does not say when it has read it.
    came = request.scope["state"].get(CAME) or asyncio.get_running_loop().time()
    if content_type.startswith("application/json"):  # an event, to which nobody waits for an answer
        return await _answered(bolt, text, request, {CAME: came})
    async with door.turn(came) as is_inside:
        return await _answered(bolt, text, request, {CAME: came, LATE: not is_inside})


async def _answered(
    bolt: AsyncApp, text: str, request: Request, context: dict[str, Any]
) -> Response:
    asked = AsyncBoltRequest(body=text, headers=dict(request.headers), context=context)
    done = await bolt.async_dispatch(asked)
    return Response(done.body, done.status, headers=done.first_headers_without_set_cookie())


async def _body(request: Request) -> bytes | None:
    """The body, unless it is too large; never more than that is held."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            return None
    return bytes(body)


def _wrong_with(text: str, content_type: str) -> str:
    """Why this is neither a JSON object nor a form (whose payload, if any, is one); or ""."""
    try:
        if content_type.startswith("application/json"):
            return wrong_with(json.loads(text))
        fields = parse_qs(text, strict_parsing=True)
        if "payload" in fields:
            return wrong_with(json.loads(fields["payload"][0]))
    except (ValueError, RecursionError):
        return "the body is not what its content type says"
    if "ssl_check" in fields:
        return ""
    return wrong_with({name: value for name, (value, *_) in fields.items()})
