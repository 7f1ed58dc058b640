"""What PostgreSQL reads of a full queue that it has not counted yet, to send a few messages."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest
from sqlalchemy import event, text

from handlers.outbox.rules import WHOLE
from storage import outbox, sending
from storage.db import EVERY_WORKSPACE, Sessions, Why, make_engine
from storage.sending.choosing import NEAR
from tests.databases import Postgres
from tests.plans import ran

NOW: Final = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
WORKSPACES: Final = [f"T{number}" for number in range(20)]
EACH: Final = 400  # of fewer it is as well to read all
FEW: Final = 4
BACKLOG: Final = 2_000
PAYLOAD: Final = {"text": "as long as a card " * 50}
Step = Mapping[str, Any]


@pytest.fixture
async def sessions(postgres: Postgres) -> AsyncIterator[Sessions]:
    """PostgreSQL only: SQLite goes by the statement alone."""
    await postgres.prepare()
    with postgres.fresh() as url:
        made = Sessions(make_engine(url))
        await filled(made)
        yield made
        await made.close()


@pytest.mark.parametrize("knows", [False, True])
async def test_a_claim_reads_some_messages_and_not_all_that_are_due(
    sessions: Sessions, *, knows: bool
) -> None:
    seen: list[tuple[str, Any]] = []
    engine = sessions.engine
    if knows:  # PostgreSQL has looked at the table meanwhile
        async with engine.begin() as connection:
            await connection.execute(text("ANALYZE"))
    event.listen(engine.sync_engine, "before_cursor_execute", lambda *call: seen.append(call[2:4]))
    claimed = await claim(sessions)
    assert len(claimed) == FEW * 2
    asked = [one for one in seen if "outgoing" in one[0]]
    read = {sql: rows_of(await ran(engine, EVERY_WORKSPACE, sql, given)) for sql, given in asked}
    assert len(read) == 4
    assert {sql: rows for sql, rows in read.items() if rows > len(WORKSPACES) * FEW} == {}


async def claim(sessions: Sessions) -> list[sending.Waiting]:
    """A few of two workspaces, as a worker does."""
    async with sessions.system(Why.LOOK_DUE, reading=True) as session:
        due = await sending.due_workspaces(session, NOW, most=FEW)
    ids = [one.workspace_id for one in due]
    assert ids == sorted(WORKSPACES)
    async with sessions.system(Why.CLAIM_SENDS) as session:
        budgets = await sending.lock_workspaces(session, ids, NOW, first=(), most=2, kinds=())
        found = await sending.waiting(session, budgets, NOW, per_workspace=FEW)
        await sending.next_free(session, ids, NOW)
        return await sending.take(session, found, budgets, NOW + WHOLE.every)


async def test_a_backlog_that_is_held_back_is_not_looked_up_message_by_message(
    sessions: Sessions,
) -> None:
    """One spent channel has them all; behind them one waits for a channel that is free."""
    await held_back(sessions)
    seen: list[tuple[str, Any]] = []
    engine = sessions.engine
    event.listen(engine.sync_engine, "before_cursor_execute", lambda *call: seen.append(call[2:4]))
    async with sessions.system(Why.LOOK_DUE, reading=True) as session:
        due = await sending.due_workspaces(session, NOW, most=FEW)
        found = await sending.waiting(session, ["TBACK"], NOW, per_workspace=FEW)
    assert next(one for one in due if one.workspace_id == "TBACK").blocked_until is None
    assert [one.key for one in found] == ["free"]
    asked = [one for one in seen if "outgoing" in one[0]]
    assert len(asked) == 2
    for sql, given in asked:
        steps = await ran(engine, EVERY_WORKSPACE, sql, given)
        assert max(step["Actual Loops"] for step in steps) <= NEAR + len(WORKSPACES) + FEW


async def test_a_look_reads_no_budgets_but_those_that_it_asks_for(sessions: Sessions) -> None:
    """Everybody who was ever written to has one."""
    budgets = {id_: {f"channel:{number}": NOW for number in range(EACH)} for id_ in WORKSPACES}
    seen: list[tuple[str, Any]] = []
    async with sessions.system(Why.CLAIM_SENDS) as session:
        await sending.write_budgets(session, budgets)
    engine = sessions.engine
    event.listen(engine.sync_engine, "before_cursor_execute", lambda *call: seen.append(call[2:4]))
    async with sessions.system(Why.LOOK_DUE, reading=True) as session:
        await sending.due_workspaces(session, NOW, most=FEW)
    (look,) = [one for one in seen if "outgoing" in one[0]]
    steps = await ran(engine, EVERY_WORKSPACE, *look)
    about = [step for step in steps if step.get("Relation Name") == "budget"]
    assert 0 < sum(map(read_by, about)) <= len(WORKSPACES) * 2


async def held_back(sessions: Sessions) -> None:
    spent = {"TBACK": {"channel:C1": NOW + timedelta(seconds=30)}}
    async with sessions.workspace("TBACK") as session:
        for seconds, keys, target in ((2, range(BACKLOG), "C1"), (1, ["free"], "C2")):
            rows: list[dict[str, Any]] = [
                {"key": str(key), "message": str(key), "target": target, "payload": None}
                for key in keys
            ]
            before = NOW - timedelta(seconds=seconds)
            await outbox.enqueue_all(session, before, rows, kind="post", bulk=True)
    async with sessions.system(Why.CLAIM_SENDS) as session:
        await sending.add_workspaces(session, ["TBACK"], NOW)
        await sending.write_budgets(session, spent)


def rows_of(steps: Sequence[Step]) -> int:
    """How many messages the broadest of the steps gave, however often it was taken."""
    about = [step for step in steps if step.get("Relation Name") == "outgoing"]
    return max(int(step["Actual Rows"] * step["Actual Loops"]) for step in about)


def read_by(step: Step) -> int:
    """How many rows a step looked at, those that it did not want as well."""
    rows = step["Actual Rows"] + step.get("Rows Removed by Filter", 0)
    return int(rows * step["Actual Loops"])


async def filled(sessions: Sessions) -> None:
    """Many messages in each workspace, and its budget; nobody has told PostgreSQL."""
    for id_ in WORKSPACES:
        async with sessions.workspace(id_) as session:
            rows: list[dict[str, Any]] = [
                {"key": key, "message": key, "target": f"U{key}", "payload": PAYLOAD, "tell": None}
                for key in (f"{id_}-{number}" for number in range(EACH))
            ]
            before = NOW - timedelta(minutes=1)
            await outbox.enqueue_all(session, before, rows, kind="post", bulk=True)
    async with sessions.system(Why.CLAIM_SENDS) as session:
        await sending.add_workspaces(session, WORKSPACES, NOW)
