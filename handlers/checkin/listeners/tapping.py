"""The card's buttons that answer a KR at one tap, or ask for a little more."""

from slack_bolt.context.ack.async_ack import AsyncAck

from handlers.checkin import flows, views
from handlers.checkin.rules.asked import Card
from handlers.deps import Deps
from handlers.kit.inputs import Input
from handlers.kit.reader import Reader
from handlers.kit.text import Mrkdwn
from handlers.okr.rules import Status
from handlers.outbox import listeners as outbox


async def no_change(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The KR is answered with the value that it has."""
    await _tapped(ack, inp, deps, None)


async def on_track(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The same, and the person says that it goes well."""
    await _tapped(ack, inp, deps, Status.ON_TRACK)


async def at_risk(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The same, and the person says that it may not be reached."""
    await _tapped(ack, inp, deps, Status.AT_RISK)


async def _tapped(ack: AsyncAck, inp: Input, deps: Deps, status: Status | None) -> None:
    tap = views.read_tap(inp.value)
    async with deps.once(inp) as (session, reader):
        is_new = await flows.tapped(
            session, deps.after_update, reader, tap.kr_number, tap.seen, inp.now, status=status
        )
        card = await flows.card_named(session, reader.id, tap.card_key, inp.now)
    told = views.told_of_tap(reader.say, [tap.kr_number] if is_new else [], status)
    await _answer(ack, inp, deps, reader, card, told)


async def all_unchanged(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """Nothing has changed with all KRs that the card shows."""
    shown, card_key = views.read_all(inp.value)
    async with deps.once(inp) as (session, reader):
        done = await flows.all_unchanged(session, deps.after_update, reader, shown, inp.now)
        card = await flows.card_named(session, reader.id, card_key, inp.now)
    await _answer(ack, inp, deps, reader, card, views.told_of_tap(reader.say, done, None))


async def _answer(
    ack: AsyncAck, inp: Input, deps: Deps, reader: Reader, card: Card | None, told: Mrkdwn
) -> None:
    """The card as it stands now takes its place; one of an earlier week says what was done."""
    if card is None:
        await outbox.replace(inp, deps, views.outdated_card(reader.say, told))
    else:
        await outbox.replace(inp, deps, views.card(reader, card, inp.now), ours=card.key)
    await ack()
