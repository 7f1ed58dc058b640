"""Occurrences: planned, moved, claimed by one of many, and done once."""

import asyncio
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from storage import schedule
from storage.db import Sessions, Why
from storage.schedule import Due, Occurrence

NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
DAY = date(2026, 11, 18)
LEASE = timedelta(minutes=1)


def row(member: str, due_at: datetime = NOW, team: str = "care") -> dict[str, Any]:
    return {
        "kind": "test",
        "team_id": team,
        "day": DAY,
        "member_id": member,
        "wall_day": DAY,
        "wall_time": time(10),
        "zone": "Europe/Berlin",
        "due_at": due_at,
    }


async def plan(sessions: Sessions, *rows: dict[str, Any], workspace: str = "T1") -> None:
    async with sessions.workspace(workspace) as session:
        await schedule.plan(session, list(rows))


async def claim(sessions: Sessions, now: datetime = NOW, limit: int = 200) -> list[Due]:
    async with sessions.system(Why.CLAIM_OCCURRENCES) as session:
        return await schedule.claim(session, ["test"], now, lease=LEASE, limit=limit)


async def get(sessions: Sessions, due: Due, **values: Any) -> Occurrence | None:
    async with sessions.workspace(due.workspace_id) as session:
        found = await schedule.get(session, due)
        if found is not None and values:
            schedule.settle(found, NOW, **values)
        return found


async def test_many_who_claim_at_once_never_claim_the_same(sessions: Sessions) -> None:
    await plan(sessions, *(row(f"U{n}") for n in range(60)))
    claimed = await asyncio.gather(*(claim(sessions, limit=20) for _ in range(8)))
    members = [due.member_id for some in claimed for due in some]
    assert len(members) == len(set(members))
    while more := await claim(sessions, limit=20):
        members += [due.member_id for due in more]
    assert sorted(members) == sorted(f"U{n}" for n in range(60))


async def test_a_claim_whose_holder_ended_is_free_after_the_lease(sessions: Sessions) -> None:
    await plan(sessions, row("U1"))
    assert len(await claim(sessions)) == 1
    assert await claim(sessions, NOW + LEASE / 2) == []
    (again,) = await claim(sessions, NOW + LEASE)
    found = await get(sessions, again)
    assert found is not None
    assert found.attempts == 2


async def test_what_is_not_yet_due_is_not_claimed(sessions: Sessions) -> None:
    await plan(sessions, row("U1", NOW + timedelta(microseconds=1)))
    assert await claim(sessions) == []


async def test_planning_again_moves_what_is_due_and_leaves_what_is_done(sessions: Sessions) -> None:
    await plan(sessions, row("U1"), row("U2"))
    await get(sessions, Due("T1", "test", "care", DAY, "U1"), skipped=None)
    later = NOW + timedelta(hours=1)
    await plan(sessions, row("U1", later), row("U2", later))
    assert [due.member_id for due in await claim(sessions, later)] == ["U2"]


async def test_what_is_to_come_for_one_member_is_locked_together(sessions: Sessions) -> None:
    soon = NOW + timedelta(hours=1)
    await plan(sessions, row("U1", team="b"), row("U1", team="a"), row("U1", soon, team="c"))
    await plan(sessions, row("U2", team="a"))
    async with sessions.workspace("T1") as session:
        together = await schedule.together(session, "test", ["U1"])
    assert [(one.team_id, one.due_at) for one in together] == [("a", NOW), ("b", NOW), ("c", soon)]


async def test_once_more_is_due_again_though_it_was_done(sessions: Sessions) -> None:
    await plan(sessions, row("U1"))
    await get(sessions, (await claim(sessions))[0], skipped=None)
    async with sessions.workspace("T1") as session:
        await schedule.again(session, [row("U1", NOW + LEASE)])
    assert len(await claim(sessions, NOW + LEASE)) == 1


async def test_a_neighbours_occurrences_stay_out_of_sight(sessions: Sessions) -> None:
    await plan(sessions, row("U1"), workspace="T1")
    await plan(sessions, row("U1"), workspace="T2")
    async with sessions.workspace("T1") as session:
        await schedule.cancel(session, "test", "U1")
    assert [due.workspace_id for due in await claim(sessions)] == ["T2"]
