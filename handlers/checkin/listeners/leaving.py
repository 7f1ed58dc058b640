"""/okr away: who is not asked for a while."""

from slack_bolt.context.ack.async_ack import AsyncAck

from handlers.checkin import flows, views
from handlers.checkin.rules.asked import missing
from handlers.deps import Deps
from handlers.kit.inputs import Input


async def away(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """/okr away until 2026-12-01, /okr away back."""
    async with deps.once(inp) as (session, reader):
        until = flows.read_return(inp.text, reader, inp.now)
        await flows.set_away(session, reader, until)
        waiting = missing(await flows.due_for(session, reader, inp.now))
    if until is not None:
        await ack(**views.away_until(reader, until))
    else:
        await ack(**views.back(reader, len(waiting)))
