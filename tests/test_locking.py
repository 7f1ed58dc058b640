"""A row that is locked is as it stands now, not as the session read it before."""

import ast
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import MultipleResultsFound

from storage import quote as quotes
from storage import schedule
from storage.db import Sessions, lock_one, make_engine
from storage.quote import Quote
from storage.team import Team
from tests.databases import Postgres
from tests.schedule.test_occurrences import row

STORAGE = Path(__file__).parents[1] / "storage"
NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)


def team() -> Team:
    return Team(
        id="care",
        name="Care",
        channel="C1",
        zone="UTC",
        language="en-US",
        checkin_weekday=2,
        checkin_time=time(10),
        digest_weekday=4,
        digest_time=time(15),
        created_by="U1",
        created_at=NOW,
    )


@pytest.fixture
async def sessions(postgres: Postgres) -> AsyncIterator[Sessions]:
    """PostgreSQL only: on SQLite nobody writes while somebody else may."""
    await postgres.prepare()
    with postgres.fresh() as url:
        made = Sessions(make_engine(url))
        yield made
        await made.close()


async def test_a_quote_recalled_after_it_was_chosen_is_seen_to_be(sessions: Sessions) -> None:
    values = {"text": "fast", "touchpoint": "buy", "moment": "delight", "consent": "approved"}
    async with sessions.workspace("T1") as session:
        session.add(team())
        session.add(Quote(number=1, team_id="care", saved_by="U1", saved_at=NOW, **values))
    async with sessions.workspace("T1") as session:
        long_ago = NOW - timedelta(days=90)
        chosen = (
            await quotes.candidates(["care"], ["approved"], long_ago, long_ago).read(session)
        )["care"]
        async with sessions.workspace("T1") as other:
            row = await other.scalar(select(Quote))
            assert row is not None
            row.recalled_at = NOW
        assert chosen.number == 1
        assert (await quotes.lock(session, [1]))[1].recalled_at == NOW


async def test_an_occurrence_put_off_after_it_was_read_is_seen_to_be(sessions: Sessions) -> None:
    async with sessions.workspace("T1") as session:
        await schedule.plan(session, [row("U1")])
    async with sessions.workspace("T1") as session:
        (read,) = await session.scalars(select(schedule.Occurrence))
        due = schedule.Due("T1", read.kind, read.team_id, read.day, read.member_id)
        later = read.due_at + timedelta(hours=1)
        async with sessions.workspace("T1") as other:
            (moved,) = await schedule.get_all(other, [due])
            schedule.put_off(moved, later)
        assert (await schedule.get_all(session, [due]))[0].due_at == later


async def test_several_rows_are_not_locked_where_one_is_meant(sessions: Sessions) -> None:
    """They would be locked in whatever order they are found, and somebody wait in a circle."""
    async with sessions.workspace("T1") as session:
        await schedule.plan(session, [row("U1"), row("U2")])
    both = select(schedule.Occurrence).where(schedule.Occurrence.member_id.in_(("U1", "U2")))
    with pytest.raises(MultipleResultsFound):
        async with sessions.workspace("T1") as session:
            await lock_one(session, both)
    async with sessions.workspace("T1") as session:
        assert await lock_one(session, both.where(schedule.Occurrence.member_id == "U2"))


def _lockings() -> Iterator[tuple[str, set[str | None]]]:
    """Where rows are locked past `storage.db.locking`, and what is said of it."""
    for path in sorted(STORAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("with_for_update"):
                place = f"{path.relative_to(STORAGE)}:{node.lineno}"
                yield place, {keyword.arg for keyword in node.keywords}


def test_whoever_waits_for_rows_waits_by_an_order_that_has_a_name() -> None:
    """`locked` cannot be called without one; what skips rows that are locked waits for nobody."""
    found = dict(_lockings())
    assert any(place.startswith("db/locking.py") for place in found)
    waiting = [place for place, said in found.items() if "skip_locked" not in said]
    assert [place for place in waiting if not place.startswith("db/locking.py")] == []
