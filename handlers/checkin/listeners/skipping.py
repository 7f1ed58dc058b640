"""Skipping a round: the card's button, its modal, and the command."""

from slack_bolt.context.ack.async_ack import AsyncAck

from handlers.checkin import flows, views
from handlers.checkin.rules.away import LONGEST_WHY
from handlers.deps import Deps
from handlers.kit.forms import Form
from handlers.kit.inputs import Input
from handlers.kit.mrkdwn import readable
from handlers.kit.typed import given_back


async def skip(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """/okr checkin skip, and perhaps why."""
    why = readable(inp.text, {})
    with given_back(why):
        async with deps.once(inp) as (session, reader):
            teams = await flows.skip(session, reader, why, inp.now)
    await ack(**views.skipped(reader.say, teams, why))


async def ask_why(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The card's button."""
    async with deps.reading(inp) as (session, reader):
        shown = views.skip_modal(reader.say, await flows.skippable(session, reader, inp.now))
    await deps.slack.open_view(inp.workspace, inp.trigger, shown)
    await ack()


async def submit(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """It is skipped, and the card says so."""
    form = Form(inp.view or {})
    why = form.text(views.WHY, required=False, longest=LONGEST_WHY)
    form.check()
    async with deps.once(inp) as (session, reader):
        await flows.skip(session, reader, why, inp.now)
    await ack()
