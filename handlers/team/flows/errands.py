"""What Slack has to be asked for a team.

Nobody is looked up before an ack: the form opens with a line in place of its members, and an
errand fetches them and updates the view, which it finds by its external id.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.kit.reader import Reader
from handlers.schedule.flows import plan_errand
from handlers.team.flows import people
from storage import schedule
from storage import team as teams

LOOK_UP: Final = "team.lookup"
MEET: Final = "team.meet"
DIRECTORY: Final = "team.directory"
EVERY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class LookUp:
    """Fill in the open form `view` with who is in the channel."""

    view: str
    channel: str


async def look_up(session: AsyncSession, reader: Reader, wanted: LookUp, now: datetime) -> None:
    """Have the form that this person opened filled in."""
    await plan_errand(
        session, LOOK_UP, now, about=f"{wanted.view} {wanted.channel}", person=reader.id
    )


def wanted(due: schedule.Due) -> LookUp:
    view, _, channel = due.team_id.partition(" ")
    return LookUp(view, channel)


async def meet(
    session: AsyncSession, team_id: str, ids: Iterable[str], by: str, now: datetime
) -> None:
    """Ask Slack about those of a team whom we do not know, or not of late."""
    if await people.not_fresh(session, ids, now):
        await plan_errand(session, MEET, now, about=team_id, person=by)


async def directory_is_old(session: AsyncSession, now: datetime) -> bool:
    """Whether the directory was never read, or not within a day."""
    last = await teams.last_planned(session, DIRECTORY)
    return last is None or last <= now - EVERY


async def read_directory(session: AsyncSession, now: datetime, cursor: str = "") -> None:
    """Each page is an errand of its own: a long directory survives restarts and Slack's limits."""
    await plan_errand(session, DIRECTORY, now, about=cursor)
