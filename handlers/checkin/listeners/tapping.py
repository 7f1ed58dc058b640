"""The card's buttons that answer a KR at one tap."""

from slack_bolt.context.ack.async_ack import AsyncAck

from handlers.checkin import flows, views
from handlers.deps import Deps
from handlers.kit.inputs import Input
from handlers.outbox import listeners as outbox


async def no_change(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The button beside one KR: it is answered, and the card shows so."""
    tap = views.read_tap(inp.value)
    async with deps.once(inp) as (session, reader):
        await flows.tapped(session, deps.after_update, reader, tap.kr_number, tap.seen, inp.now)
        card = await flows.card_named(session, reader.id, tap.card_key, inp.now)
    shown = (
        views.outdated_card(reader.say, tap) if card is None else views.card(reader, card, inp.now)
    )
    await outbox.replace(inp, deps, shown, ours=None if card is None else card.key)
    await ack()
