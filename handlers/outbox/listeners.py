"""The bot has come into a channel: what was held for it goes out."""

from typing import Final

from slack_bolt.context.ack.async_ack import AsyncAck

from handlers.deps import Deps
from handlers.kit.inputs import Input
from handlers.kit.routing import Routes
from storage import outbox


async def joined(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """Anybody joined a channel; held messages wait for the bot, so it is cheap to look."""
    channel = str((inp.event or {}).get("channel", ""))
    async with deps.once(inp) as (session, _):
        await outbox.release(session, channel, inp.now)
    await ack()


ROUTES: Final = Routes(
    events={"member_joined_channel": joined},
    scopes=frozenset(
        {"chat:write", "channels:join", "channels:read", "files:write", "groups:read", "im:write"}
    ),
)
