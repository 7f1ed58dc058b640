"""`/okr list` and `/okr mine`, and the buttons that turn their pages."""

from dataclasses import replace

from slack_bolt.context.ack.async_ack import AsyncAck

from handlers.deps import Deps
from handlers.kit.inputs import Input
from handlers.okr import flows
from handlers.okr.rules.listing import Filter, unpacked
from handlers.okr.views import listing as views


async def list_krs(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """What a line asks for: `at risk`, a team, @somebody, #channel, words of titles."""
    async with deps.reading(inp) as (session, reader):
        asked = await flows.understand_filter(session, reader, inp.text)
        found = await flows.listing(session, asked, 0, inp.now)
        message = views.message(reader, found)
    await ack(**message)


async def mine(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The same, of those that I own; a filter narrows them."""
    async with deps.reading(inp) as (session, reader):
        asked = await flows.understand_filter(session, reader, inp.text) if inp.text else Filter()
        asked = replace(asked, owner_id=reader.id)
        found = await flows.listing(session, asked, 0, inp.now)
        message = views.message(reader, found)
    await ack(**message)


async def turn(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """Another page, in the place of the one whose button was pressed."""
    asked, first = unpacked(inp.value)
    async with deps.reading(inp) as (session, reader):
        message = views.message(reader, await flows.listing(session, asked, first, inp.now))
    await deps.slack.respond(inp.response_url or "", {**message, "replace_original": True})
    await ack()
