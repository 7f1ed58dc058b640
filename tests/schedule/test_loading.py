"""Occurrences that were claimed, as rows of the session that handles them."""

from datetime import timedelta

import pytest
from sqlalchemy import inspect, select

from storage import schedule
from storage.db import Sessions
from storage.schedule import Due, Occurrence
from tests.schedule.test_occurrences import DAY, NOW, claim, plan, row

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


async def test_what_was_claimed_is_found_where_it_lay(sessions: Sessions) -> None:
    await plan(sessions, row("U2"), row("U1"), row("U3", SOON))
    claimed = await claim(sessions)
    async with sessions.workspace("T1") as session:
        found = await schedule.get_all(session, claimed)
    assert [one.member_id for one in found] == ["U1", "U2"]
    assert schedule.elsewhere(claimed, found) == []


async def test_where_another_lies_by_now_it_is_found_by_its_key(sessions: Sessions) -> None:
    await plan(sessions, row("U1"), row("U2"))
    first, second = await claim(sessions)
    claimed = [first._replace(place=second.place), second]
    async with sessions.workspace("T1") as session:
        found = await schedule.get_all(session, claimed)
    assert [one.member_id for one in found] == ["U2"]
    left = schedule.elsewhere(claimed, found)
    async with sessions.workspace("T1") as session:
        assert [one.member_id for one in await schedule.get_all(session, left)] == ["U1"]
    assert left == [DUES[0]]


async def test_what_is_not_due_any_more_is_nowhere(sessions: Sessions) -> None:
    await plan(sessions, row("U1"))
    claimed = await claim(sessions)
    async with sessions.workspace("T1") as session:
        await schedule.settle_all(session, await schedule.get_all(session, claimed), NOW)
    async with sessions.workspace("T1") as session:
        assert await schedule.get_all(session, claimed) == []
        left = schedule.elsewhere(claimed, [])
        assert await schedule.get_all(session, left) == []
    assert schedule.elsewhere(left, []) == []


@pytest.mark.parametrize("is_known", [False, True])
async def test_what_was_written_meanwhile_is_settled_wherever_it_lies(
    sessions: Sessions, *, is_known: bool
) -> None:
    await plan(sessions, row("U1"), row("U2"), row("U3"))
    claimed = [due if is_known else due._replace(place=None) for due in await claim(sessions)]
    async with sessions.workspace("T1") as session:
        moved, still, left = await schedule.get_all(session, claimed)
        schedule.put_off(moved, SOON)
        await session.flush()
        await schedule.settle_all(session, [moved, still], NOW, held="away")
    async with sessions.workspace("T1") as session:
        rows = await session.scalars(select(Occurrence).order_by(Occurrence.member_id))
        states = [(one.member_id, one.state, one.reason, one.claimed_until) for one in rows]
    done = [("U1", "done", "away", None), ("U2", "done", "away", None)]
    assert states == [*done, ("U3", "due", None, left.claimed_until)]
