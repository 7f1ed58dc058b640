"""Whoever is told that something failed is told truly whether it was done."""

import asyncio
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Connection

from bot.apology import apology
from bot.app import make_deps
from handlers.deps import Deps
from handlers.kit.inputs import Input, read_input
from storage.db import Sessions, make_engine
from tests.world import HOME, World

NOTHING, DONE, UNSURE = "nothing was changed", "This is done", "cannot see yet whether"
BODY: dict[str, Any] = {"team_id": HOME, "user_id": "U0ANNA", "trigger_id": "1.2.three"}


def _inp(world: World) -> Input:
    return read_input(BODY, world.clock.now())


async def _told(deps: Deps, inp: Input) -> str:
    return (await apology(deps, inp, RuntimeError("unforeseen"))).sentence


async def test_what_failed_before_its_commit_was_not_done_and_may_be_sent_again(
    world: World,
) -> None:
    deps, inp = world.bot.deps, _inp(world)
    assert NOTHING in await _told(deps, inp)
    assert NOTHING in await _told(deps, inp)
    async with deps.first(inp):
        pass


async def test_what_failed_after_its_commit_was_done(world: World) -> None:
    deps, inp = world.bot.deps, _inp(world)
    async with deps.first(inp):
        pass
    assert DONE in await _told(deps, inp)


async def test_a_commit_that_is_under_way_is_waited_for(world: World) -> None:
    deps, inp = world.bot.deps, _inp(world)
    if deps.sessions.engine.dialect.name != "postgresql":
        return  # there nobody answers while it goes on
    async with asyncio.TaskGroup() as group, deps.once(inp):
        telling = group.create_task(_told(deps, inp))
        await asyncio.wait([telling], timeout=0.2)
        assert not telling.done()
    assert DONE in telling.result()


async def test_a_session_that_is_marked_as_reading_writes_nothing_to_find_out(
    world: World,
) -> None:
    deps, written = world.bot.deps, []

    def note(connection: Connection, _: object, sql: str, *__: object) -> None:
        if connection.get_execution_options().get("reading") and not sql.startswith("SELECT"):
            written.append(sql)

    event.listen(deps.sessions.engine.sync_engine, "before_cursor_execute", note)
    assert NOTHING in await _told(deps, _inp(world))
    assert [sql for sql in written if sql != "BEGIN"] == []


async def test_where_the_database_does_not_say_nobody_is_told_that_nothing_happened(
    world: World,
) -> None:
    ours = world.bot.deps
    gone = Sessions(make_engine("sqlite:////nowhere/delight.db"))
    deps = make_deps(gone, ours.clock, ours.texts, ours.slack, ours.charts, ours.meters)
    assert UNSURE in await _told(deps, _inp(world))
    await gone.close()
