"""In whatever order the database sorts texts: keys are in the order that Python gives them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from sqlalchemy import text

from handlers.exchange.rules.changes import has_changes
from handlers.exchange.rules.columns import COLUMNS
from handlers.exchange.rules.sheet import from_json, to_json
from handlers.exchange.rules.values import Objective
from storage import checkin as rounds
from storage import schedule
from storage import team as teams
from storage.db import Sessions, make_engine
from storage.schedule import Due
from tests.backwards import backwards
from tests.checkin.stage import ANNA, BEN, DAY, PROMPT_AT, add_kr, add_team, cards, record
from tests.databases import Postgres
from tests.exchange.desk import exported, fill, furnished, planned
from tests.exchange.samples import CYCLE
from tests.exchange.test_round import kr
from tests.schedule.test_occurrences import row
from tests.world import HOME, World, built

A_MOMENT = 0.3  # of the machine's: until the other transaction waits for this one
IDS = ["care", "product"]


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    with (
        TemporaryDirectory(prefix="delight-postgresql-", ignore_cleanup_errors=True) as folder,
        backwards(Path(folder)) as made,
    ):
        yield made


@pytest.fixture
async def url(server: Postgres) -> AsyncIterator[str]:
    await server.prepare()
    with server.fresh() as url:
        yield url


@pytest.fixture
async def sessions(url: str) -> AsyncIterator[Sessions]:
    made = Sessions(make_engine(url))
    yield made
    await made.close()


@pytest.fixture
async def world(url: str) -> AsyncIterator[World]:
    async with built(url) as one:
        yield one


async def begun(work: Awaitable[Any]) -> asyncio.Task[Any]:
    """The same, for as long as it takes to meet what is in its way."""
    task = asyncio.ensure_future(work)
    await asyncio.wait({task}, timeout=A_MOMENT)
    assert isinstance(task, asyncio.Task)
    return task


async def test_this_database_sorts_the_other_way_round(sessions: Sessions) -> None:
    async with sessions.engine.connect() as connection:
        found = await connection.scalars(text("VALUES ('care'), ('product') ORDER BY 1"))
        assert list(found) == IDS[::-1]


async def test_who_plans_and_who_works_off_do_not_wait_for_each_other(sessions: Sessions) -> None:
    rows = [row("U1", team=id_) for id_ in IDS]
    dues = [Due("T1", "test", id_, DAY, "U1") for id_ in IDS]

    async def plan() -> None:
        async with sessions.workspace("T1") as session:
            await schedule.plan(session, rows)

    async def work_off() -> list[str]:
        async with sessions.workspace("T1") as session:
            return [one.team_id for one in await schedule.get_all(session, dues)]

    await plan()
    async with sessions.workspace("T1") as somebody:
        await schedule.get(somebody, dues[-1])
        worked, planned = await begun(work_off()), await begun(plan())
    assert await worked == IDS
    await planned


async def test_whatever_is_locked_together_is_in_the_order_of_its_keys(world: World) -> None:
    for id_ in reversed(IDS):
        await add_team(world, (ANNA, BEN), id_=id_, channel=id_)
    async with world.bot.deps.sessions.workspace(HOME) as session:
        for id_ in reversed(IDS):
            await rounds.open_round(session, (id_, DAY), PROMPT_AT, PROMPT_AT + timedelta(days=2))
        await schedule.plan(session, [row(m, team=id_) for m in (BEN, ANNA) for id_ in IDS])
        keys = [(id_, DAY) for id_ in reversed(IDS)]
        assert [team.id for team in await teams.lock(session, IDS)] == IDS
        assert list(await rounds.locked_rounds(session, keys)) == keys[::-1]
        both = await schedule.together(session, "test", [BEN, ANNA])
        assert [(r.team_id, r.member_id) for r in both] == [
            (id_, m) for id_ in IDS for m in (ANNA, BEN)
        ]
        day = await schedule.of_day(session, ["test"], IDS[0], DAY)
        assert [r.member_id for r in day] == [ANNA, BEN]


async def test_the_card_of_two_teams_is_drawn_anew(world: World) -> None:
    """It is called after the first of them, by whoever sends it and by whoever looks for it."""
    for number, id_ in enumerate(IDS, start=1):
        await add_team(world, (ANNA,), id_=id_, channel=id_)
        await add_kr(world, number, ANNA, team=id_, value=45)
    await world.go_to(PROMPT_AT + timedelta(hours=1))
    assert len(cards(world, "anna")) == 1
    for number in range(1, len(IDS) + 1):
        await record(world, ANNA, number, 40)
    await world.settle()
    (card,) = cards(world, "anna")
    assert card.text.startswith("✅ Check-in done")


async def test_a_key_result_shared_by_the_same_teams_is_the_same(sessions: Sessions) -> None:
    home = await furnished(sessions)
    one = Objective("Delight", "T1", CYCLE, "ANNA")
    await fill(sessions, home, [(one, [replace(kr("NPS"), shared=("T2", "T3"))])])
    (row,) = await exported(sessions, home)
    names = row["shared with"].split("\n")
    assert len(names) == 2
    table = [row | {"shared with": "\n".join(reversed(names))}]
    file = from_json(to_json(COLUMNS, table))
    assert not has_changes(await planned(sessions, home, file))
