"""The card's last row: it is asked for at another moment."""

from slack_bolt.context.ack.async_ack import AsyncAck

from handlers.checkin import flows, views
from handlers.deps import Deps
from handlers.kit.inputs import Input
from handlers.outbox import listeners as outbox


async def later(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The card says when it comes again; one of an old round, that it will not."""
    until, key = views.read_later(inp.value)
    async with deps.once(inp) as (session, reader):
        card = await flows.put_off(session, reader, key, until, inp.now)
    shown = views.earlier_card(reader.say) if card is None else views.card(reader, card, inp.now)
    await outbox.replace(inp, deps, shown, ours=None if card is None else card.key)
    await ack()
