"""Which team somebody means, and who may change it."""

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.kit.errors import UserError
from handlers.kit.reader import Reader
from storage import team as teams
from storage.team import Team


async def the_team(session: AsyncSession, reader: Reader, channel: str | None) -> Team:
    """The team of this channel, else the person's only team; else UserError."""
    here = await teams.team_of_channel(session, channel) if channel else None
    if here is not None:
        return here
    mine = await teams.teams_of(session, reader.id)
    if not mine:
        raise UserError(
            "You are in no team yet. Type `/okr team` in your team's channel to set one up; it"
            " takes a minute."
        )
    if len(mine) > 1:
        raise UserError(
            "You are in several teams: {teams}. Type this again in the channel of the one you"
            " mean.",
            teams=[team.name for team in mine],
        )
    return mine[0]


async def is_lead(session: AsyncSession, team_id: str, reader: Reader) -> bool:
    """Whether this person runs the team; a workspace's admins run them all."""
    return reader.is_admin or reader.id in await teams.leads_of(session, team_id)
