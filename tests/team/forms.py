"""Opening the form of /okr team, and what it made of it."""

from typing import Any

from bot.sandbox.hands import Hands
from bot.sandbox.model import View
from storage import team as teams
from storage.team import Team
from tests.world import HOME, World


def field(view: View | None, block_id: str) -> dict[str, Any] | None:
    """A field's element in an open form."""
    assert view is not None
    found = (b for b in view.payload["blocks"] if b.get("block_id") == block_id)
    return next((dict(b["element"]) for b in found), None)


async def opened(world: World, person: Hands, channel: str = "care") -> View:
    """The form of /okr team, once Slack has said who is in the channel."""
    reply = await person.command("/okr team", world.channel(channel))
    assert reply.ok, reply.detail
    await world.settle()
    assert person.modal is not None
    return person.modal


async def stored(world: World, channel: str = "care") -> Team | None:
    async with world.bot.deps.sessions.workspace(HOME, reading=True) as session:
        return await teams.team_of_channel(session, world.channel(channel))


async def people(world: World, channel: str = "care") -> tuple[set[str], set[str]]:
    """Members and leads."""
    team = await stored(world, channel)
    assert team is not None
    async with world.bot.deps.sessions.workspace(HOME, reading=True) as session:
        there = (await teams.members_of(session, [team.id]))[team.id]
    return {m.member_id for m in there}, {m.member_id for m in there if m.is_lead}
