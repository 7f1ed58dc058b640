"""More comes at once than can be done: who came first is served, the others are told so in time."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest
from sqlalchemy import select

from bot.dispatch import Limits
from bot.door import Door
from bot.manifest import Mode
from bot.sandbox.views import open_view
from handlers.checkin import views as checkin
from handlers.kit import blocks
from handlers.metric import views
from handlers.okr.views.create import FORM
from storage.checkin_draft import Draft
from storage.db import Sessions, begin_by, insert_once
from storage.kudos import Kudos
from storage.workspace import Arrival
from tests.bot.test_web import FORM as KIND
from tests.bot.test_web import _order, _signed
from tests.checkin.stage import ANNA, BEN, CHEN, add_team, all_of
from tests.journeys.stage import nothing_changes, submitted, tapped
from tests.kudos.reacting import react, said
from tests.world import HOME, START, World, built

AT_ONCE = Limits(enters=-1)  # whatever comes has waited for too long
TOO_BUSY = "I have more to do at this moment than I can, and nothing was changed"
NEVER = 1_000.0  # seconds
A_MOMENT = 0.3


class Line:
    """Those who come to a door, by name; who is inside stays until they are called out."""

    def __init__(self, door: Door) -> None:
        self.seen: list[str] = []
        self._door = door
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._out: dict[str, asyncio.Event] = {}

    async def comes(self, *names: str, ago: float = 0) -> None:
        came = asyncio.get_running_loop().time() - ago
        for name in names:
            self._out[name] = asyncio.Event()
            self._tasks[name] = asyncio.create_task(self._visit(name, came))
        await _calm()

    async def _visit(self, name: str, came: float) -> None:
        async with self._door.turn(came) as is_inside:
            self.seen.append(name if is_inside else f"not {name}")
            if is_inside:
                await self._out[name].wait()

    async def leaves(self, name: str) -> None:
        self._out[name].set()
        await _calm()

    async def gives_up(self, name: str) -> None:
        self._tasks[name].cancel()
        await _calm()

    async def end(self) -> None:
        for name in list(self._out):
            await self.leaves(name)
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*self._tasks.values())


async def _calm() -> None:
    """Whatever can go on by itself has gone on."""
    for _ in range(20):
        await asyncio.sleep(0)


async def test_who_came_first_goes_in_as_soon_as_somebody_leaves() -> None:
    line = Line(Door(NEVER, inside=2))
    await line.comes("a", "b", "c", "d")
    assert line.seen == ["a", "b"]
    await line.leaves("b")
    assert line.seen == ["a", "b", "c"]
    await line.end()
    assert line.seen == ["a", "b", "c", "d"]


async def test_nobody_waits_for_longer_than_they_may() -> None:
    line = Line(Door(A_MOMENT, inside=1))
    await line.comes("a")
    await line.comes("b", "c")
    await line.comes("late", ago=2 * A_MOMENT)
    assert line.seen == ["a", "not late"]
    await asyncio.sleep(A_MOMENT)
    await _calm()
    assert line.seen == ["a", "not late", "not b", "not c"]
    await line.leaves("a")
    await line.comes("d")
    assert line.seen[-1] == "d"
    await line.end()


async def test_who_may_still_wait_goes_in_when_those_before_them_are_too_late() -> None:
    line = Line(Door(A_MOMENT, inside=1))
    await line.comes("a")
    await line.comes("b", "c", "d", ago=A_MOMENT * 0.9)
    await line.comes("e")
    await asyncio.sleep(A_MOMENT * 0.2)
    await line.leaves("a")
    assert line.seen == ["a", "not b", "not c", "not d", "e"]
    await line.end()


async def test_who_comes_behind_a_line_that_is_too_long_hears_so_at_once() -> None:
    line = Line(Door(NEVER, inside=1, longest=2))
    await line.comes("a", "b", "c", "d", "e", "f")
    assert set(line.seen) == {"a", "not d", "not e", "not f"}
    await line.leaves("a")
    assert line.seen[-1] == "b"
    await line.end()
    assert line.seen[-1] == "c"


async def test_who_gives_up_takes_nobodys_turn() -> None:
    line = Line(Door(NEVER, inside=1))
    await line.comes("a", "b", "c")
    await line.gives_up("b")
    await line.leaves("a")
    assert line.seen == ["a", "c"]
    await line.gives_up("c")
    await line.comes("d")
    assert line.seen == ["a", "c", "d"]
    await line.end()


@pytest.fixture(params=["http", "socket"])
async def busy(database: str, request: pytest.FixtureRequest) -> AsyncIterator[World]:
    mode: Mode = request.param
    async with built(database, mode=mode, limits=AT_ONCE) as world:
        await add_team(world, (ANNA, BEN, CHEN))
        await world.settle()
        yield world


async def test_whoever_is_too_late_is_told_so_and_nothing_is_done(busy: World) -> None:
    async with nothing_changes(busy):
        line = "/okr metric csat 91"
        reply = await busy.person("ben").command(line, busy.channel("care"))
        assert TOO_BUSY in reply.text
        assert line in str(reply.blocks)
        assert (await tapped(busy, "ben", views.MAKE, "csat 91")).ok
        modal = busy.person("ben").modal
        assert modal is not None
        assert TOO_BUSY in str(modal.payload)
        form = await submitted(busy, "ben", FORM, {}, {"title": {"value": "x"}})
        assert TOO_BUSY in str(form.body)


async def test_what_was_typed_into_a_form_that_was_closed_is_never_too_late(busy: World) -> None:
    """Nobody waits for an answer, and there is nothing that they could send again."""
    ben, typed = busy.person("ben"), blocks.field("Note", blocks.text_input("x"), block_id="note")
    round_ = {"seen": {}, "days": {"care": START.date().isoformat()}}
    form = blocks.modal(checkin.FORM, "It", [typed], submit="Send", close="No", metadata=round_)
    view = open_view(busy.sandbox.world, busy.home, BEN, form | {"notify_on_close": True})
    ben.type(view, {"note": "half a sentence"})
    await ben.close(view)
    await busy.settle()
    assert "half a sentence" in str([one.content for one in await all_of(busy, Draft)])
    assert ben.dms() == []


async def test_they_read_it_in_the_language_that_was_theirs_when_they_were_last_seen(
    busy: World,
) -> None:
    chen, care = busy.person("chen"), busy.channel("care")
    assert TOO_BUSY in (await chen.command("/okr", care)).text
    async with busy.bot.deps.sessions.workspace(HOME, reading=True) as session:
        await busy.bot.deps.reader(session, CHEN)
    assert "我这会儿忙不过来" in (await chen.command("/okr", care)).text


async def test_an_event_to_which_nobody_waits_for_an_answer_is_never_too_late(busy: World) -> None:
    await react(busy, await said(busy))
    await busy.settle()
    assert len(await all_of(busy, Kudos)) == 1


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_time_is_counted_from_the_first_bytes_not_from_when_it_is_looked_at(
    database: str,
) -> None:
    async with built(database, limits=Limits(enters=A_MOMENT)) as world:
        body = _order()
        headers = _signed(world, body) | {"Content-Type": KIND, "Content-Length": str(len(body))}
        lines = [f"{name}: {value}" for name, value in {"Host": "here", **headers}.items()]
        head = "\r\n".join(["POST /slack/events HTTP/1.1", *lines, "", ""]).encode()
        reader, writer = await asyncio.open_connection("127.0.0.1", world.bot.port)
        writer.write(head + body[:-5])
        await writer.drain()
        await asyncio.sleep(2 * A_MOMENT)
        writer.write(body[-5:])
        await reader.readuntil(b"\r\n\r\n")
        assert TOO_BUSY in (await reader.read(200)).decode()
        writer.close()
        await writer.wait_closed()


async def test_what_is_too_late_to_be_committed_is_not_committed(sessions: Sessions) -> None:
    """Where the loop has much to do, a timeout alone comes too late as well."""
    now = asyncio.get_running_loop().time()
    with begin_by(now + NEVER, ends=now - 1) as attempt, pytest.raises(TimeoutError):
        async with sessions.workspace(HOME) as session:
            await insert_once(session, Arrival, key="late", seen_at=START)
    assert not attempt.may_be_done
    async with sessions.workspace(HOME) as session:
        assert await session.scalar(select(Arrival)) is None
