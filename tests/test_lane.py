"""Statements past the session: what they find, what is held back, and what becomes of errors."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Select, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError, InvalidRequestError, PendingRollbackError
from sqlalchemy.ext.asyncio import AsyncSession

from storage.db import Sessions, any_of, built_once, insert_once, read, read_together, upsert
from storage.kudos import Kudos, KudosRecipient
from storage.team import Member
from storage.workspace import Arrival, arrive

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)


class RefusedError(Exception):
    """What came before."""


@built_once
def _named() -> Select[str, datetime]:
    found = select(Member.id, Member.seen_at).where(Member.name.in_(any_of("names")))
    return found.where(Member.is_bot.in_([False])).order_by(Member.id)


@built_once
def _arrived() -> Select[str]:
    return select(Arrival.key).order_by(Arrival.key)


def _member(id_: str) -> dict[str, Any]:
    return {"id": id_, "name": id_, "seen_at": NOW, "is_bot": False}


async def _arrivals(session: AsyncSession) -> Sequence[str]:
    return [row.key for row in await read(session, _arrived(), {})]


async def test_collections_of_every_length_are_looked_for(sessions: Sessions) -> None:
    async with sessions.workspace("T1") as session:
        session.add_all(Member(**_member(f"U{number}")) for number in range(150))
        for count in (0, 1, 4, 2, 1, 99, 150):
            names = [f"U{number}" for number in range(count)]
            rows = await read(session, _named(), {"names": names})
            assert [(row.id, row.seen_at) for row in rows] == [
                (name, NOW) for name in sorted(names)
            ]


async def test_several_are_read_together_each_with_its_own_rows(sessions: Sessions) -> None:
    async with sessions.workspace("T1") as session:
        session.add_all(Member(**_member(f"U{number}")) for number in range(3))
        await upsert(session, Arrival, [{"key": "held", "seen_at": NOW}], update=())
        one, two = ((_named(), {"names": names}) for names in (["U2", "U0"], ["U1"]))
        found = await read_together(
            session, [one, (_arrived(), {}), two, (_named(), {"names": []})]
        )
        assert [[row[0] for row in rows] for rows in found] == [["U0", "U2"], ["held"], ["U1"], []]
        assert await read_together(session, []) == []
        assert await read_together(session, [two]) == [[("U1", NOW)]]


async def test_what_came_before_is_refused_and_nothing_of_it_stays(sessions: Sessions) -> None:
    async with sessions.workspace("T1") as session:
        await arrive(session, "k", NOW, RefusedError())
    with pytest.raises(RefusedError):
        async with sessions.workspace("T1") as session:
            await insert_once(session, Arrival, key="before", seen_at=NOW)
            await arrive(session, "k", NOW, RefusedError())
            await upsert(session, Arrival, [{"key": "after", "seen_at": NOW}], update=())
    async with sessions.workspace("T1") as session:
        assert await _arrivals(session) == ["k"]


async def _read(session: AsyncSession) -> None:
    await _arrivals(session)


async def _select(session: AsyncSession) -> None:
    await session.scalars(select(Arrival))


async def _flush(session: AsyncSession) -> None:
    session.add(Arrival(key="other", seen_at=NOW))
    await session.flush()


@pytest.mark.parametrize("then", [_read, _select, _flush])
async def test_whatever_runs_next_finds_what_was_held_and_what_is_refused(
    sessions: Sessions, then: Callable[[AsyncSession], Awaitable[None]]
) -> None:
    async with sessions.workspace("T1") as session:
        await arrive(session, "k", NOW, RefusedError())
        await then(session)
        assert (await _arrivals(session))[0] == "k"
    with pytest.raises(RefusedError):
        async with sessions.workspace("T1") as session:
            await arrive(session, "k", NOW, RefusedError())
            await then(session)
            pytest.fail("went on")


async def test_what_the_session_holds_goes_before_what_refers_to_it(sessions: Sessions) -> None:
    given = {"giver_id": "U1", "reason": "a good reason", "came_by": "command", "day": NOW.date()}
    async with sessions.workspace("T1") as session:
        session.add(Kudos(id="k1", given_at=NOW, **given))
        recipient = {"kudos_id": "k1", "member_id": "U2"}
        await upsert(session, KudosRecipient, [recipient], update=())
    async with sessions.workspace("T1", reading=True) as session:
        assert list(await session.scalars(select(KudosRecipient.member_id))) == ["U2"]


async def test_one_that_fails_in_the_middle_takes_all_with_it(sessions: Sessions) -> None:
    with pytest.raises(IntegrityError):
        async with sessions.workspace("T1") as session:
            await upsert(session, Arrival, [{"key": "first", "seen_at": NOW}], update=())
            alone = {"kudos_id": "nobody's", "member_id": "U2"}
            await upsert(session, KudosRecipient, [alone], update=())
            await upsert(session, Arrival, [{"key": "last", "seen_at": NOW}], update=())
    async with sessions.workspace("T1") as session:
        assert await _arrivals(session) == []


async def test_what_cannot_be_stored_fails_before_it_is_sent(sessions: Sessions) -> None:
    with pytest.raises(Exception, match="without a zone"):
        async with sessions.workspace("T1") as session:
            await insert_once(session, Arrival, key="k", seen_at=NOW.replace(tzinfo=None))
    async with sessions.workspace("T1") as session:
        await insert_once(session, Arrival, key="k", seen_at=NOW + timedelta(days=1))
        assert await _arrivals(session) == ["k"]


async def _fail_a_flush(session: AsyncSession) -> None:
    session.add(KudosRecipient(kudos_id="nobody's", member_id="U2"))
    with pytest.raises(IntegrityError):
        await session.flush()


@pytest.mark.parametrize("end", [AsyncSession.rollback, AsyncSession.close, _fail_a_flush])
async def test_nothing_runs_once_the_transaction_is_over(
    sessions: Sessions, end: Callable[[AsyncSession], Awaitable[None]]
) -> None:
    """Its connection is in no transaction then, or in that of another session."""
    for late in (_arrivals, _write, _hold):
        with pytest.raises(InvalidRequestError):
            async with sessions.workspace("T1") as session:
                await _write(session)
                await end(session)
                async with sessions.workspace("T2", reading=True) as other:
                    assert await _arrivals(other) == []
                    await late(session)
    async with sessions.workspace("T1") as session:
        assert await _arrivals(session) == []


async def _write(session: AsyncSession) -> None:
    await insert_once(session, Arrival, key="written", seen_at=NOW)


async def _hold(session: AsyncSession) -> None:
    await upsert(session, Arrival, [{"key": "held", "seen_at": NOW}], update=())


async def test_a_savepoint_takes_back_what_came_after_it(sessions: Sessions) -> None:
    alone = {"kudos_id": "nobody's", "member_id": "U2"}
    async with sessions.workspace("T1") as session:
        await _write(session)
        with pytest.raises(RefusedError):
            async with session.begin_nested():
                await _hold(session)
                raise RefusedError
        with pytest.raises(IntegrityError):
            async with session.begin_nested():
                await _hold(session)
                await upsert(session, KudosRecipient, [alone], update=())
        assert await _arrivals(session) == ["written"]
        async with session.begin_nested():
            await _hold(session)
    async with sessions.workspace("T1") as session:
        assert await _arrivals(session) == ["held", "written"]


async def _insert_for_nobody(session: AsyncSession) -> None:
    await insert_once(session, KudosRecipient, kudos_id="nobody's", member_id="U2")


async def _update_to_nothing(session: AsyncSession) -> None:
    """Plainly, by SQLAlchemy."""
    await session.execute(update(Arrival).values(seen_at=None))


@pytest.mark.parametrize("fail", [_insert_for_nobody, _update_to_nothing])
async def test_what_has_failed_is_not_said_to_be_committed(
    sessions: Sessions, fail: Callable[[AsyncSession], Awaitable[None]]
) -> None:
    """SQLite would undo the one statement; PostgreSQL all, and answers COMMIT without an error."""
    with pytest.raises(DBAPIError):
        async with sessions.workspace("T1") as session:
            await _write(session)
            with pytest.raises(IntegrityError):
                await fail(session)
    async with sessions.workspace("T1") as session:
        assert await _arrivals(session) == []


async def test_what_could_not_be_flushed_is_not_said_to_be_committed(sessions: Sessions) -> None:
    with pytest.raises(PendingRollbackError):
        async with sessions.workspace("T1") as session:
            await _write(session)
            await _fail_a_flush(session)
    async with sessions.workspace("T1") as session:
        assert await _arrivals(session) == []


@pytest.mark.parametrize("then", [_read, _select, _flush])
async def test_what_was_refused_is_not_committed_by_whoever_caught_it(
    sessions: Sessions, then: Callable[[AsyncSession], Awaitable[None]]
) -> None:
    async with sessions.workspace("T1") as session:
        await arrive(session, "k", NOW, RefusedError())
    with pytest.raises((RefusedError, PendingRollbackError), match="it came before"):
        async with sessions.workspace("T1") as session:
            await _write(session)
            with suppress(RefusedError):
                await arrive(session, "k", NOW, RefusedError("it came before"))
                await then(session)
    async with sessions.workspace("T1") as session:
        assert await _arrivals(session) == ["k"]


async def test_rows_that_come_some_at_a_time_come_after_what_was_held(sessions: Sessions) -> None:
    async with sessions.workspace("T1") as session:
        await _hold(session)
        found = await session.stream_scalars(select(Arrival.key).execution_options(yield_per=1))
        assert [key async for key in found] == ["held"]
