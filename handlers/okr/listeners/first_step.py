"""What comes before the first objective, for whoever is in no team."""

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.kit.reader import Reader
from handlers.kit.text import Mrkdwn
from handlers.okr import views
from handlers.team.flows import guests_step
from storage import team as teams


async def first_step(session: AsyncSession, reader: Reader, channel: str | None) -> Mrkdwn | None:
    """Whom or what to ask for a team, in the reader's words. None: they are in one."""
    if await teams.teams_of(session, reader.id):
        return None
    if not reader.is_guest:
        return views.no_team(reader.say, is_guest=False)
    return Mrkdwn((await guests_step(session, channel)).told(reader.say))
