"""What was given: to whom it is shown is the caller's affair."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.kudos.rules import Given
from storage import kudos as rows
from storage.db import Query


async def given(
    session: AsyncSession, spans: Mapping[str, tuple[datetime, datetime]]
) -> dict[str, list[Given]]:
    """What was given in each of these teams from one moment until before another, oldest first."""
    found: dict[str, list[Given]] = {team_id: [] for team_id in spans}
    if not spans:
        return found
    first = min(since for since, _ in spans.values())
    last = max(until for _, until in spans.values())
    for row, recipients in await rows.of_teams(session, spans, first, last):
        since, until = spans[row.team_id or ""]
        if since <= row.given_at < until:
            found[row.team_id or ""].append(value(row, recipients))
    return found


async def touching(
    session: AsyncSession,
    team_id: str,
    kr_numbers: Collection[int],
    span: tuple[datetime, datetime],
) -> list[Given]:
    """What was given in a team, or for work on one of these KRs, within a span; oldest first."""
    return values(await rows.touching(session, team_id, kr_numbers, *span))


async def about_kr(session: AsyncSession, kr_number: int, limit: int = 3) -> list[Given]:
    """The latest kudos for work on a KR, newest first."""
    return values(await rows.of_kr(session, kr_number, limit))


def received(member_id: str, limit: int = 3) -> Query[list[Given]]:
    """The latest kudos that this person received, newest first."""
    return rows.received(member_id, limit).then(values)


def values(found: Sequence[rows.Row | rows.AsColumns]) -> list[Given]:
    return [value(row, recipients) for row, recipients in found]


def value(row: rows.Kudos | Row[Any], recipients: Sequence[str]) -> Given:
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
