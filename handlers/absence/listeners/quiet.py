"""What Slack tells us of people's do-not-disturb."""

from slack_bolt.context.ack.async_ack import AsyncAck

from handlers.absence import flows
from handlers.absence.rules.quiet import read_quiet
from handlers.deps import Deps
from handlers.kit.inputs import Input


async def quiet_changed(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """Somebody turned their notifications off, or on again."""
    event = inp.event or {}
    heard = {str(event["user"]): read_quiet(event.get("dnd_status") or {})}
    async with deps.first(inp) as session:
        await flows.learn_quiet(session, heard, inp.now)
    await ack()
