"""/okr checkin at 16:00: a person's own time."""

from slack_bolt.context.ack.async_ack import AsyncAck

from handlers.checkin import flows, views
from handlers.checkin.rules import own_time
from handlers.deps import Deps
from handlers.kit.inputs import Input


async def checkin_at(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """/okr checkin at 16:00, at default; alone it says what is set."""
    if not inp.text.strip():
        async with deps.reading(inp) as (session, reader):
            wall = await flows.own_time(session, reader)
            card = await flows.next_card(session, reader, inp.now)
        await ack(**views.time_is(reader, wall, card, inp.now))
        return
    wall = own_time.read(inp.text)
    async with deps.once(inp) as (session, reader):
        await flows.set_own_time(session, reader, wall, inp.now)
        card = await flows.next_card(session, reader, inp.now)
    await ack(**views.time_set(reader, wall, card, inp.now))
