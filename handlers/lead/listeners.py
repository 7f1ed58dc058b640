"""/okr checkin team: how a team takes part, for who leads it."""

from typing import Final

from slack_bolt.context.ack.async_ack import AsyncAck

from handlers.deps import Deps
from handlers.kit.inputs import Input
from handlers.kit.routing import Routes, Verb
from handlers.lead import flows, views


async def team(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The last rounds, who is missing now, what is outdated; only the lead sees it."""
    async with deps.reading(inp) as (session, reader):
        found = await flows.view(session, reader, inp.channel, inp.now)
    await ack(**views.view(reader.say, found))


ROUTES: Final = Routes(
    verbs={
        "checkin team": Verb(
            "checkin team",
            "For leads: how your team takes part, and what waits",
            team,
            alone=True,
        )
    },
    scopes=frozenset({"commands"}),
)
