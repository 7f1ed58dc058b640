"""/okr checkin report, and the buttons that turn its pages."""

from slack_bolt.context.ack.async_ack import AsyncAck

from handlers.checkin import views
from handlers.checkin.flows import reporting
from handlers.deps import Deps
from handlers.kit.inputs import Input


async def report(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The latest round, or that of a day, in full; only the person sees it."""
    async with deps.reading(inp) as (session, reader):
        found = await reporting.report(session, reader, inp.channel, inp.text, inp.now)
        message = views.report(reader, found.told, 0, found.asked_for)
    await ack(**message)


async def turn(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """Another page, in the place of the one whose button was pressed."""
    team_id, day, page = views.read_turn(inp.value)
    async with deps.reading(inp) as (session, reader):
        found = await reporting.report_of(session, reader, (team_id, day), inp.now)
        message = views.report(reader, found.told, page, None)
    await deps.slack.respond(inp.response_url or "", {**message, "replace_original": True})
    await ack()
