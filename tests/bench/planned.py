"""Many weekly schedules, a thousand of them due at each moment."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from handlers.deps import Deps
from handlers.kit import blocks
from handlers.outbox import flows as outbox
from handlers.schedule.jobs import Batch
from handlers.schedule.rules import moment as wall_moment
from storage import schedule
from storage.db import EVERY_WORKSPACE
from storage.schedule import Occurrence
from tests.bench.quarter import inside

KIND: Final = "bench.weekly"
ZONE: Final = "Europe/Berlin"
FIRST: Final = datetime(2026, 11, 18, 9, tzinfo=UTC)
APART: Final = timedelta(minutes=1)
WEEK: Final = timedelta(weeks=1)
AT_ONCE: Final = 1_000
WORKSPACES: Final = 5
_CHUNK: Final = 10_000
_MESSAGE: Final = blocks.message("Time for your check-in", [blocks.section("How is it going?")])


def moment(nth: int) -> datetime:
    """When the nth thousand is due."""
    return FIRST + APART * nth


async def plan(engine: AsyncEngine, count: int, *, first: int = 0) -> None:
    """So many weekly schedules over these workspaces, and what the database knows of them."""
    async with engine.begin() as connection:
        await inside(connection, EVERY_WORKSPACE)
        for start in range(first, count, _CHUNK):
            numbers = range(start, min(start + _CHUNK, count))
            await connection.execute(insert(Occurrence), [_row(n) for n in numbers])
    async with engine.begin() as connection:
        await connection.execute(text("ANALYZE"))  # as autovacuum does after such a load


def _row(number: int) -> dict[str, Any]:
    at = moment(number // AT_ONCE)
    wall = at.astimezone(ZoneInfo(ZONE))
    return {
        "workspace_id": f"T{number % WORKSPACES:03}",
        "kind": KIND,
        "team_id": f"team{number // WORKSPACES % 50:02}",
        "day": at.date(),
        "member_id": f"U{number:06}",
        "wall_day": wall.date(),
        "wall_time": wall.time(),
        "zone": ZONE,
        "due_at": at,
        "first_due_at": at,
        "state": "due",
        "attempts": 0,
    }


async def again(session: AsyncSession, _: Deps, batch: Batch, now: datetime) -> None:
    """A handle that does no more than it must: settle, plan the next week, enqueue a message."""
    await schedule.settle_all(session, batch, now)
    await schedule.plan(session, [_next(row) for row in batch])
    messages = [
        outbox.Message(f"{KIND}:{row.day}:{row.member_id}", row.member_id, _MESSAGE)
        for row in batch
    ]
    await outbox.post_all(session, messages, now, bulk=True)


def _next(row: Occurrence) -> dict[str, Any]:
    """A week later, by the wall."""
    day, wall, zone = row.wall_day + WEEK, row.wall_time, row.zone
    return {
        "kind": row.kind,
        "team_id": row.team_id,
        "day": row.day + WEEK,
        "member_id": row.member_id,
        "wall_day": day,
        "wall_time": wall,
        "zone": zone,
        "due_at": wall_moment(day, wall, zone),
    }
