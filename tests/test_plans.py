"""No statement of a week goes through a table that grows from its one end to the other.

Whatever runs is seen by an event of the engine, so that a new statement is looked at by itself.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import event, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession

from bot.clock import ManualClock
from bot.demo import acts
from bot.demo.company import TIDEWATER
from bot.demo.history import WEEKS, history
from bot.demo.scenes import ZONE, play
from bot.demo.stage import Stage, built
from storage import question, upkeep
from storage.blocker import Blocker
from storage.checkin import Round
from storage.checkin_draft import Draft
from storage.db import UtcTime, Why, new_id
from storage.okr_audit import follow
from storage.okr_shape import add_steps, share
from storage.tables import tables
from storage.team import Team
from storage.vote import Vote
from tests import crowd
from tests.plans import too_much

MONDAY: Final = datetime(2026, 11, 2, 9, tzinfo=ZONE)


async def test_no_statement_of_a_week_reads_all_that_there_is(database: str) -> None:
    async with built(ManualClock(MONDAY), database) as stage:
        engine = stage.process.deps.sessions.engine
        with statements(engine) as seen:
            await a_week(stage)
        await deep(stage)
        async with engine.connect() as conn:
            await crowded(conn)
            wrong = {sql: await too_much(conn, sql, seen[sql]) for sql in seen}
    assert len(seen) > 60
    assert {sql: steps for sql, steps in wrong.items() if steps} == {}


@contextmanager
def statements(engine: AsyncEngine) -> Iterator[dict[str, Any]]:
    """What runs meanwhile, each statement with parameters that it ran with."""
    seen: dict[str, Any] = {}

    def note(*call: Any) -> None:
        _, _, sql, parameters, _, many = call
        sql = sql.removeprefix("BEGIN; ")
        looks = "SELECT" in sql or sql.startswith(("UPDATE", "DELETE"))
        if looks and not many:
            seen.setdefault(sql, parameters)

    event.listen(engine.sync_engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine.sync_engine, "before_cursor_execute", note)


async def deep(stage: Stage) -> None:
    """KR-1 has steps, a team that shares it and somebody who follows it; somebody has replied."""
    deps = stage.process.deps
    now = deps.clock.now()
    async with deps.sessions.workspace(TIDEWATER) as session:
        add_steps(session, 1, [("Ask ten customers", Decimal(1), None, "")])
        teams = await session.scalars(select(Team.id))
        await share(session, 1, list(teams))
        await follow(session, 1, "U0MAYA", now)
        round_ = (await session.scalars(select(Round).limit(1))).one()
        asked = (await question.questions(session, [round_.team_id]))[0]
        told = {"team_id": round_.team_id, "day": round_.day, "question_id": asked.id}
        told |= {"text": "Hosts call less", "replied_at": now, "is_late": False}
        await question.set_replies(session, [told | {"member_id": "U0MAYA"}])
        await _left_open(session, round_, now)


async def _left_open(session: AsyncSession, round_: Round, now: datetime) -> None:
    """Somebody needs help, has voted, and has not sent what they typed."""
    here = {"team_id": round_.team_id, "day": round_.day, "member_id": "U0MAYA"}
    session.add(Blocker(id=new_id(), text="No access", raised_at=now, **here))
    session.add(Vote(kr_number=1, score=3, voted_at=now, **here))
    session.add(Draft(member_id="U0MAYA", content="{}", saved_at=now))


async def a_week(stage: Stage) -> None:
    """Everything that people do with Delight, and what the clock does until Monday evening."""
    first = [scene for scene in history() if scene.week == -WEEKS]
    async for _ in play(stage, first, MONDAY + timedelta(weeks=WEEKS)):
        pass
    lines = ("", "update KR-1 10 quicker", "show KR-2", "update", "checkin", "digest", "metric")
    for line in lines:
        await acts.command(stage, name="maya", line=f"/okr {line}", channel="care")
    await acts.command(stage, name="tom", line="/okr away until 2026-11-10", channel="care")
    await stage.hands("maya").open_home()
    said = await acts.say(stage, "tom", "care", "I called every host back")
    await acts.thank(stage, "maya", said)
    await acts.take_back(stage, "maya", said)
    await stage.driver.go_to(MONDAY + timedelta(days=7, hours=9))
    await acts.command(stage, name="maya", line="/quote recall Q-1", channel="care")
    for what in upkeep.OVER:  # a week leaves nothing over of most of them
        async with stage.process.deps.sessions.system(Why.PRUNE) as session:
            await upkeep.forget(session, what, MONDAY - timedelta(days=400), limit=1000)


async def crowded(conn: AsyncConnection) -> None:
    """Let PostgreSQL, which plans by what it has counted, count a crowd; SQLite counts nothing.

    Each row is told to cost as much as a thousand: it plans as for a crowd of a million.
    """
    if conn.dialect.name == "postgresql":
        await conn.execute(text("SELECT set_config('app.workspace', '*', false)"))
        await crowd.neighbours(conn, TIDEWATER, 20)
        await crowd.within(conn, TIDEWATER, 1000)
        await conn.execute(text("ANALYZE"))
        await conn.execute(text("SET cpu_tuple_cost = 10"))
        await conn.execute(text("SET cpu_index_tuple_cost = 5"))


def test_what_a_workspace_looks_up_is_indexed_by_workspace_first() -> None:
    for index in (index for table in tables() for index in table.indexes):
        first = next(iter(index.columns))
        over_all = first.name == "state" or isinstance(first.type, UtcTime)  # due, or over
        assert over_all or first.name == "workspace_id", index.name
