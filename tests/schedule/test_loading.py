"""Occurrences that were claimed, as rows of the session that handles them."""

from datetime import timedelta

from sqlalchemy import inspect, select

from storage import schedule
from storage.db import Sessions
from storage.schedule import Due, Occurrence
from tests.schedule.test_occurrences import DAY, NOW, plan, row

SOON = NOW + timedelta(hours=1)
DUES = [Due("T1", "test", "care", DAY, member) for member in ("U1", "U2")]
COLUMNS = inspect(Occurrence).columns.keys()


def values(one: Occurrence) -> list[object]:
    return [getattr(one, name) for name in COLUMNS]


async def test_they_hold_what_they_would_if_they_were_found_one_by_one(sessions: Sessions) -> None:
    await plan(sessions, row("U1"), row("U2"))
    async with sessions.workspace("T1") as session:
        together = [values(one) for one in await schedule.get_all(session, DUES)]
    async with sessions.workspace("T1") as session:
        alone = list(await session.scalars(select(Occurrence).order_by(Occurrence.member_id)))
        assert together == [values(one) for one in alone]


async def test_what_is_changed_in_them_is_written(sessions: Sessions) -> None:
    await plan(sessions, row("U1"), row("U2"))
    async with sessions.workspace("T1") as session:
        first, second = await schedule.get_all(session, DUES)
        schedule.put_off(first, SOON)
        schedule.settle(second, NOW, skipped="away")
    async with sessions.workspace("T1") as session:
        (left,) = await schedule.get_all(session, DUES)
        assert (left.member_id, left.due_at, left.first_due_at) == ("U1", SOON, NOW)


async def test_one_row_is_one_object_whoever_finds_it(sessions: Sessions) -> None:
    await plan(sessions, row("U1"), row("U2"))
    async with sessions.workspace("T1") as session:
        claimed = await schedule.get_all(session, DUES)
        assert await schedule.together(session, "test", ["U1", "U2"]) == claimed
        assert await schedule.get_all(session, DUES) == claimed


async def test_one_that_the_session_knows_is_read_anew(sessions: Sessions) -> None:
    await plan(sessions, row("U1"), row("U2"))
    async with sessions.workspace("T1") as session:
        known = await schedule.get(session, DUES[0], lock=False)
        await schedule.anew(session, [row("U1", SOON)])
        first, second = await schedule.get_all(session, DUES)
    assert first is known
    assert (first.due_at, second.due_at) == (SOON, NOW)
