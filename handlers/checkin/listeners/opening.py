"""/okr checkin, and the buttons that open its form."""

from slack_bolt.context.ack.async_ack import AsyncAck
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.checkin import flows, views
from handlers.checkin.listeners.paging import opened
from handlers.checkin.rules.asked import DueRound, missing, unreplied
from handlers.deps import Deps
from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.inputs import Input
from handlers.kit.reader import Reader
from handlers.kit.text import Mrkdwn


async def checkin(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """/okr checkin: the form, early, now or late."""
    async with deps.reading(inp) as (session, reader):
        mine = await flows.rounds_of(session, reader.id, inp.now)
        told = await _nothing_due(session, reader, mine, inp)
        form = await _form(session, reader, mine, inp)
    if form is not None:
        await deps.slack.open_view(inp.workspace, inp.trigger, form)
        await ack()
    else:
        await ack(**blocks.message(told, [blocks.section(told)]))


async def _nothing_due(
    session: AsyncSession, reader: Reader, mine: list[DueRound], inp: Input
) -> Mrkdwn:
    return views.nothing_due(
        reader,
        owns=await flows.owns_any(session, reader, inp.now),
        answered=bool(mine),
        next_at=await flows.next_prompt(session, reader, inp.now),
    )


async def _form(
    session: AsyncSession, reader: Reader, mine: list[DueRound], inp: Input
) -> Block | None:
    """What waits for an answer; None where nothing does."""
    krs, asking = missing(mine), unreplied(mine)
    if not (krs or asking):
        return None
    return await opened(session, reader, krs, mine, asking, inp.now)


async def open_form(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The button of a card, or the same one elsewhere: the form, or what was answered."""
    async with deps.reading(inp) as (session, reader):
        mine = await flows.rounds_of(session, reader.id, inp.now)
        cards = await flows.cards_of(session, reader.id, inp.now)
        told = await _nothing_due(session, reader, mine, inp)
        form = await _form(session, reader, mine, inp)
    card = next((c for c in cards if c.key == inp.value), None)
    if form is not None:
        await deps.slack.open_view(inp.workspace, inp.trigger, form)
    elif card is not None and inp.response_url:
        shown = views.card(reader, card, inp.now)
        await deps.slack.respond(inp.response_url, {**shown, "replace_original": True})
    else:
        notice = views.nothing_due_modal(reader, told)
        await deps.slack.open_view(inp.workspace, inp.trigger, notice)
    await ack()
