"""A real Bolt app to try the sandbox with, over signed HTTP."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_sdk.signature import Clock as SdkClock
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import ManualClock
from bot.sandbox.server import Sandbox


class StillClock(SdkClock):
    """The sandbox's time for the SDK's signature check."""

    def __init__(self, clock: ManualClock) -> None:
        self._clock = clock

    def now(self) -> float:
        return self._clock.now().timestamp()


def bolt_app(client: AsyncWebClient) -> AsyncApp:
    """An app without listeners; its route checks signatures, by the clock of the test."""
    return AsyncApp(
        client=client,
        process_before_response=True,
        request_verification_enabled=False,
        raise_error_for_unhandled_request=False,
    )


@dataclass
class Route:
    """What arrived at the request URL."""

    app: AsyncApp
    verifier: SignatureVerifier
    headers: list[dict[str, str]] = field(default_factory=list)
    bodies: list[dict[str, Any]] = field(default_factory=list)  # of events
    refuse: list[int] = field(default_factory=list)  # statuses to answer with before working again
    no_retry: bool = False

    async def handle(self, request: web.Request) -> web.Response:
        body = await request.read()
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.headers.append(headers)
        if not self.verifier.is_valid_request(body, headers):
            return web.Response(status=401)
        if headers["content-type"] == "application/json":
            self.bodies.append(json.loads(body))
        if self.refuse:
            extra = {"X-Slack-No-Retry": "1"} if self.no_retry else {}
            return web.Response(status=self.refuse.pop(0), headers=extra)
        bolt_request = await to_bolt_request(request)
        return await to_aiohttp_response(await self.app.async_dispatch(bolt_request))

    @property
    def retries(self) -> list[str | None]:
        return [h.get("x-slack-retry-num") for h in self.headers]


@asynccontextmanager
async def served(sandbox: Sandbox, app: AsyncApp, clock: ManualClock) -> AsyncIterator[Route]:
    """Serve the app and make it the sandbox's request URL."""
    secret = sandbox.world.app.signing_secret
    route = Route(app, SignatureVerifier(secret, clock=StillClock(clock)))
    web_app = web.Application()
    web_app.router.add_post("/slack/events", route.handle)
    runner = web.AppRunner(web_app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    sandbox.world.app.request_url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    try:
        yield route
    finally:
        await runner.cleanup()
