"""The bot has come into a channel; and answers to taps, which must not get lost."""

import logging
from typing import Final

from slack_bolt.context.ack.async_ack import AsyncAck
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.deps import Deps
from handlers.kit.blocks import Block
from handlers.kit.errors import SlackError
from handlers.kit.inputs import Input
from handlers.kit.routing import Routes
from handlers.outbox import flows
from storage.sending import releasing

log = logging.getLogger(__name__)


async def replace(inp: Input, deps: Deps, message: Block, *, ours: str | None = None) -> None:
    """Put this message in the place of the tapped one, whose key in the outbox is `ours`, if any.

    Its effect is committed by now: when Slack does not take the answer, the person must not read
    that nothing was changed. Then the outbox changes the message, or brings it as a direct one.
    """
    try:
        url = inp.response_url or ""  # which no call can reach
        await deps.slack.respond(url, {**message, "replace_original": True})
    except SlackError as lost:
        log.warning("the outbox brings an answer instead: %s", lost)
        async with deps.sessions.workspace(inp.workspace) as session:
            if ours is None or not await flows.update(session, ours, message, inp.now):
                await answer(session, inp, message)


async def answer(session: AsyncSession, inp: Input, message: Block) -> None:
    """Answer by direct message what could not be answered where it was asked."""
    await flows.post(session, f"answer:{inp.key}", inp.user, message, inp.now)


async def joined(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """Anybody joined a channel; held messages wait for the bot, so it is cheap to look."""
    channel = str((inp.event or {}).get("channel", ""))
    async with deps.once(inp) as (session, _):
        await releasing.release(session, channel, inp.now)
    await ack()


ROUTES: Final = Routes(
    events={"member_joined_channel": joined},
    scopes=frozenset(
        {
            "chat:write",
            "channels:join",
            "channels:read",
            "files:write",
            "groups:read",
            "im:history",
            "im:write",
        }
    ),
)
