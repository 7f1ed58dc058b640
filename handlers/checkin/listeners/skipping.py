"""Skipping a round: the card's button, its modal, and the command."""

from slack_bolt.context.ack.async_ack import AsyncAck
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.checkin import flows, views
from handlers.checkin.listeners.tapped import over, tapped
from handlers.checkin.rules.away import LONGEST_WHY
from handlers.deps import Deps
from handlers.kit.blocks import Block
from handlers.kit.forms import Form
from handlers.kit.inputs import Input
from handlers.kit.mrkdwn import readable
from handlers.kit.reader import Reader
from handlers.kit.typed import given_back


async def skip(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """/okr checkin skip, and perhaps why."""
    why = readable(inp.text, {})
    with given_back(why):
        async with deps.once(inp) as (session, reader):
            teams = await flows.skip(session, reader, why, inp.now)
    await ack(**views.skipped(reader.say, teams, why))


async def ask_why(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The card's button. That of rounds that are over skips no other: the card goes without it."""
    async with deps.reading(inp) as (session, reader):
        card = await _without_it(session, reader, inp)
        parts = [] if card else await flows.skippable(session, reader, inp.now)
    if card is not None:
        await deps.slack.respond(inp.response_url or "", {**card, "replace_original": True})
    else:
        form = views.skip_modal(reader.say, parts)
        await deps.slack.open_view(inp.workspace, inp.trigger, form)
    await ack()


async def _without_it(session: AsyncSession, reader: Reader, inp: Input) -> Block | None:
    """The tapped card, if none of its rounds can be skipped any more."""
    card = await tapped(session, reader, inp)
    if card is None:
        return over(inp, views.of_earlier_week(reader.say))
    return views.card(reader, card, inp.now) if card.is_closed else None


async def submit(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """It is skipped, and the card says so: the rounds that the form has named, and no later one."""
    only = views.read_skipped(inp.view or {})
    form = Form(inp.view or {})
    why = form.text(views.WHY, required=False, longest=LONGEST_WHY)
    form.check()
    async with deps.once(inp) as (session, reader):
        await flows.skip(session, reader, why, inp.now, only)
    await ack()
