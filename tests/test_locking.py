"""A row that is locked is as it stands now, not as the session read it before."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import select

from storage import quote as quotes
from storage.db import Sessions, make_engine
from storage.quote import Quote
from storage.team import Team
from tests.databases import Postgres

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
