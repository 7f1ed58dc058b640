"""A Bolt listener that only acks, in the server that the bot runs in; a process of its own."""

import asyncio
import os
from typing import Final

import uvicorn
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import RealClock
from bot.dispatch import LIMITS
from bot.door import Door
from bot.web import Part, make_web
from handlers.kit.gauges import Unmeasured

COMMAND: Final = "/okr"
EVENTS: Final = ("reaction_added", "app_home_opened")


async def _installed(
    enterprise_id: str | None, team_id: str | None, user_id: str | None
) -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token="xoxb-bench")


async def _ack(ack: AsyncAck) -> None:
    await ack()


async def _nothing() -> dict[str, Part]:
    return {}


def make_app() -> AsyncApp:
    """As bot/app.py makes its own, with one listener for each input that is measured."""
    app = AsyncApp(
        client=AsyncWebClient(),
        authorize=_installed,
        process_before_response=True,
        raise_error_for_unhandled_request=True,
        request_verification_enabled=False,  # bot/web.py does it
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )
    app.command(COMMAND)(_ack)
    for event in EVENTS:
        app.event(event)(_ack)
    return app


async def main() -> None:
    """Serve until the process is ended."""
    secret, door = os.environ["SLACK_SIGNING_SECRET"], Door(LIMITS.enters)
    web = make_web(make_app(), secret, RealClock(), _nothing, door, Unmeasured())
    config = uvicorn.Config(
        web, port=int(os.environ["PORT"]), log_config=None, access_log=False, lifespan="off"
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 uvicorn has no event for it
        await asyncio.sleep(0.01)
    print(f"ready on http://127.0.0.1:{config.port}", flush=True)  # noqa: T201 as the bot does
    await serving


if __name__ == "__main__":
    asyncio.run(main())
