"""`/okr list` and `/okr mine`, and the buttons that turn their pages."""

from dataclasses import replace

from slack_bolt.context.ack.async_ack import AsyncAck
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.deps import Deps
from handlers.kit.blocks import Block
from handlers.kit.inputs import Input
from handlers.kit.reader import Reader
from handlers.okr import flows
from handlers.okr.listeners.first_step import first_step
from handlers.okr.rules.listing import Filter, unpacked
from handlers.okr.views import listing as views
from storage import team as teams


async def list_krs(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """What a line asks for: `at risk`, a team, @somebody, #channel, words of titles."""
    async with deps.reading(inp) as (session, reader):
        asked = await flows.understand_filter(session, reader, inp.text)
        message = await _page(session, reader, inp, asked, 0)
    await ack(**message)


async def mine(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The same, of those that I own; a filter narrows them."""
    async with deps.reading(inp) as (session, reader):
        asked = await flows.understand_filter(session, reader, inp.text) if inp.text else Filter()
        asked = replace(asked, owner_id=reader.id)
        message = await _page(session, reader, inp, asked, 0)
    await ack(**message)


async def turn(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """Another page, in the place of the one whose button was pressed."""
    asked, first = unpacked(inp.value)
    async with deps.reading(inp) as (session, reader):
        message = await _page(session, reader, inp, asked, first)
    await deps.slack.respond(inp.response_url or "", {**message, "replace_original": True})
    await ack()


async def _page(
    session: AsyncSession, reader: Reader, inp: Input, asked: Filter, first: int
) -> Block:
    """Who is in no team makes no objective, but an admin where there is a team: where nothing is
    found, others hear what comes before that.
    """
    found = await flows.listing(session, asked, first, inp.now)
    step = None
    if not found.page.all and not (reader.is_admin and await teams.every_team(session)):
        step = await first_step(session, reader, inp.channel)
    return views.message(reader, found, step)
