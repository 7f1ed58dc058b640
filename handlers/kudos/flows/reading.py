"""What was given: to whom it is shown is the caller's affair."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.kudos.rules import Given
from storage import kudos as rows


async def given(
    session: AsyncSession, team_id: str, since: datetime, until: datetime
) -> list[Given]:
    """What was given in a team from `since` until before `until`, oldest first."""
    return values(await rows.of_team(session, team_id, since, until))


async def about_kr(session: AsyncSession, kr_number: int, limit: int = 3) -> list[Given]:
    """The latest kudos for work on a KR, newest first."""
    return values(await rows.of_kr(session, kr_number, limit))


async def received(session: AsyncSession, member_id: str, limit: int = 3) -> list[Given]:
    """The latest kudos that this person received, newest first."""
    return values(await rows.received(session, member_id, limit))


def values(found: Sequence[rows.Row]) -> list[Given]:
    return [value(row, recipients) for row, recipients in found]


def value(row: rows.Kudos, recipients: Sequence[str]) -> Given:
    return Given(
        id=row.id,
        team_id=row.team_id,
        giver=row.giver_id,
        recipients=tuple(recipients),
        reason=row.reason,
        kr_number=row.kr_number,
        permalink=row.permalink,
        came_by=row.came_by,
        given_at=row.given_at,
    )
