"""Which team somebody means, and who may change it."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.kit.errors import UserError
from handlers.kit.reader import Reader
from handlers.kit.text import mention
from handlers.team import rules
from storage import team as teams
from storage.team import Team


async def the_team(session: AsyncSession, reader: Reader, channel: str | None) -> Team:
    """The team of this channel, else the person's only team; else UserError."""
    here = await teams.team_of_channel(session, channel) if channel else None
    if here is not None:
        return here
    mine = await teams.teams_of(session, reader.id)
    if not mine:
        raise rules.in_no_team(is_guest=reader.is_guest)
    if len(mine) > 1:
        raise UserError(
            "You are in several teams: {teams}. Type this again in the channel of the one you"
            " mean.",
            teams=[team.name for team in mine],
        )
    return mine[0]


async def guests_step(session: AsyncSession, channel: str | None) -> UserError:
    """Whom a guest in no team asks to be added: here, if this is a team's channel, its leads."""
    here = await teams.team_of_channel(session, channel) if channel else None
    leads = await teams.leads_of(session, here.id) if here else []
    if here is None or not leads:
        return rules.in_no_team(is_guest=True)
    return UserError(
        "You are a guest here, and in no team yet. Ask {leads} to add you to {team}: they do so"
        " with `/okr team`. Until then `/okr list` shows everybody's key results.",
        leads=[mention(id_) for id_ in leads],
        team=here.name,
    )


async def is_lead(session: AsyncSession, team_id: str, reader: Reader) -> bool:
    """Whether this person runs the team; a workspace's admins run them all."""
    return reader.is_admin or reader.id in await teams.leads_of(session, team_id)


async def who_hears(session: AsyncSession, asked: Sequence[Team]) -> dict[str, str]:
    """Who is told when something cannot be posted for a team: a lead who is still here.

    Without one whoever founded the team, and without them one of its members.
    """
    here = await teams.first_here(session, [team.id for team in asked])
    gone = await teams.have_left(session, {team.created_by for team in asked})
    heard = {}
    for team in asked:
        lead, member = here.get(team.id, (None, team.created_by))
        founder = member if team.created_by in gone else team.created_by
        heard[team.id] = lead or founder
    return heard
