"""What PostgreSQL does with a statement while it knows no figures of its tables yet."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Final

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession

from storage.db import Sessions, make_engine
from storage.okr import Cycle, KeyResult, Objective
from storage.okr_standing import open_krs
from storage.team import Team
from tests.databases import Postgres
from tests.plans import ran

HERE: Final = "T1"
NOW: Final = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
MANY: Final = 200


@pytest.fixture
async def sessions(postgres: Postgres) -> AsyncIterator[Sessions]:
    """PostgreSQL only: SQLite goes by the statement alone."""
    await postgres.prepare()
    with postgres.fresh() as url:
        made = Sessions(make_engine(url))
        yield made
        await made.close()


async def test_whose_key_results_are_asked_for_is_found_once_and_not_for_each_there_is(
    sessions: Sessions,
) -> None:
    async with sessions.workspace(HERE) as session:
        await company(session)
    engine, seen = sessions.engine, []
    event.listen(engine.sync_engine, "before_cursor_execute", lambda *call: seen.append(call[2:4]))
    async with sessions.workspace(HERE, reading=True) as session:
        today, teams = NOW.date(), ["team-1", "team-2", "team-3"]
        asked = open_krs(today, today, team_ids=teams, owned_too="U4", shared_too=True)
        found = await asked.read(session)
    steps = await ran(engine, HERE, *seen[-1])
    assert len(found) == 4
    assert max(step["Actual Loops"] for step in steps) <= MANY


async def company(session: AsyncSession) -> None:
    """As many teams as key results, each owned by somebody else."""
    session.add(Cycle(id="2026-Q4", starts=date(2026, 10, 1), ends=date(2026, 12, 31)))
    session.add_all(team(f"team-{number}") for number in range(MANY))
    await session.flush()
    session.add_all(
        Objective(
            number=number,
            team_id=f"team-{number}",
            cycle_id="2026-Q4",
            title="Delight them",
            owner_id=f"U{number}",
            created_at=NOW,
        )
        for number in range(MANY)
    )
    await session.flush()
    session.add_all(
        KeyResult(
            number=number,
            objective_number=number,
            position=0,
            title="Answer sooner",
            owner_id=f"U{number}",
            start=Decimal(0),
            target=Decimal(1),
            activated_at=NOW,
        )
        for number in range(MANY)
    )


def team(id_: str) -> Team:
    return Team(
        id=id_,
        name=id_,
        channel=id_,
        zone="UTC",
        language="en-US",
        checkin_weekday=2,
        checkin_time=time(10),
        digest_weekday=4,
        digest_time=time(15),
        created_by="U1",
        created_at=NOW,
    )
