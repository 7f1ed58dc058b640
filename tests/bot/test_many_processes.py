"""Several web processes, behind a proxy and over Socket Mode: each takes what another leaves."""

import asyncio
import itertools
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path
from typing import TypeVar

import aiohttp
import pytest
from sqlalchemy import select

from bot.clock import RealClock
from bot.manifest import Mode, make_manifest
from bot.sandbox.hands import Hands
from bot.sandbox.model import Person
from bot.sandbox.server import Sandbox
from handlers.routes import FEATURES
from handlers.team import views as team
from storage.db import Sessions, make_engine
from storage.kudos import Kudos
from storage.metric import Reading
from tests.databases import Postgres
from tests.nginx import program, proxied
from tests.processes import PATIENCE, Started, environ_of, signed, start

HERE = "T0MANY"
FORM = "application/x-www-form-urlencoded"
THANKS = 4
CALM = {"LOG_LEVEL": "ERROR"}  # beside other work they may warn of being late
Begin = Callable[..., Awaitable[Started]]


@pytest.fixture
async def begin() -> AsyncIterator[Begin]:
    """How processes are started; none is left behind, whatever happens."""
    begun: list[Started] = []

    async def one(environ: Mapping[str, str], role: str) -> Started:
        begun.append(await start(environ, "run", "--role", role))
        return begun[-1]

    yield one
    for left in begun:
        if left.process.returncode is None:
            left.process.kill()
            await left.ended()


@pytest.fixture
async def shared(postgres: Postgres) -> AsyncIterator[str]:
    """One database for all processes."""
    await postgres.prepare()
    with postgres.fresh() as url:
        yield url


@asynccontextmanager
async def slack(mode: Mode) -> AsyncIterator[Sandbox]:
    """A simulated Slack in which Amy and Bob work."""
    sandbox = Sandbox(RealClock(), make_manifest(FEATURES, mode))
    sandbox.add_workspace(HERE, "Many", "many", token="xoxb-many")
    for name in ("amy", "bob"):
        sandbox.add_person(HERE, Person(f"U0{name.upper()}", name, name.title(), is_admin=True))
    sandbox.add_channel(HERE, "team", members=["U0AMY", "U0BOB"])
    await sandbox.start()
    yield sandbox
    await sandbox.stop()


Row = TypeVar("Row", Kudos, Reading)


async def rows(database: str, table: type[Row]) -> list[Row]:
    """What came of what people did."""
    sessions = Sessions(make_engine(database))
    async with sessions.workspace(HERE, reading=True) as session:
        found = list(await session.scalars(select(table)))
    await sessions.close()
    return found


async def set_up(amy: Hands, channel: str) -> None:
    """A form that one process opens and another one takes; it asks for the members by itself.

    Their first answers may take longer than Slack listens for, beside other work.
    """
    async with asyncio.timeout(PATIENCE):
        while not (await amy.command("/okr team", channel)).ok:
            pass
    values: dict[str, object] = {
        team.NAME: "Many",
        team.LANGUAGE: "en-US",
        team.ZONE: "Europe/Berlin",
    }
    while amy.modal is not None:
        if "'members'" in str(amy.modal.payload["blocks"]):
            values[team.MEMBERS] = ["U0AMY", "U0BOB"]
        outcome = await amy.submit(amy.modal, values)
        assert outcome.ok or outcome.kind == "failed", (outcome.errors, outcome.error)


class Typist:
    """Amy, who types readings at once, and again whatever Slack says had no answer."""

    def __init__(self, amy: Hands, channel: str, database: str) -> None:
        self._amy, self._channel, self._database = amy, channel, database
        self._typed: Counter[int] = Counter()

    async def set_up(self) -> None:
        """Her team; a worker asks Slack who is in the channel."""
        await set_up(self._amy, self._channel)
        async with asyncio.timeout(PATIENCE):
            while not await rows(self._database, Reading):
                await self.types(9)
                await asyncio.sleep(0.1)  # processes of their own are at work

    async def types_until(self, enough: Callable[[], bool]) -> None:
        """Other values than anywhere else."""
        values = itertools.count(1000)
        async with asyncio.timeout(PATIENCE):
            while not enough():
                await self.types(next(values))

    async def types(self, *values: int) -> None:
        await asyncio.gather(*(self._type(value) for value in values))

    async def _type(self, value: int) -> None:
        answered = False
        while not answered:
            self._typed[value] += 1
            reply = await self._amy.command(f"/okr metric csat {value}", self._channel)
            answered = reply.ok

    async def all_counted_once(self) -> bool:
        """Each that was answered is there once; what had to be typed again may be there again."""
        found = Counter(int(row.value) for row in await rows(self._database, Reading))
        return found.keys() == self._typed.keys() and found <= self._typed


async def stopped(*processes: Started) -> None:
    """They end well, and have met no error: a connection that nginx has just opened is none."""
    for process in processes:
        code, _, errors = await process.ended(ask=True)
        told = [line for line in errors.splitlines() if "Cancel 0 running task" not in line]
        assert (code, told) == (0, [])


async def test_two_web_processes_behind_the_proxy_of_the_docs(
    shared: str, begin: Begin, tmp_path: Path
) -> None:
    program()
    async with slack("http") as sandbox:
        environ = environ_of(sandbox, shared, **CALM)
        one, two = [await begin(environ, "web") for _ in range(2)]
        worker = await begin(environ, "worker")
        addresses = [(await p.address()).removeprefix("http://") for p in (one, two)]
        async with proxied(tmp_path, addresses) as proxy:
            sandbox.world.app.request_url = f"{proxy.url}/slack/events"
            amy = typist(sandbox, shared)
            await amy.set_up()
            await amy.types(10, 20, 30, 40)
            # One that was slow for once is left alone for some seconds.
            await amy.types_until(lambda: all(proxy.served()[one] >= 2 for one in addresses))
            await refuse(sandbox, proxy.url)
            typing = asyncio.create_task(amy.types(*range(50, 62)))
            await stopped(one)
            await typing
            await amy.types(70, 80)
            assert await amy.all_counted_once()
        await worker.ready()
        await stopped(two, worker)


async def refuse(sandbox: Sandbox, url: str) -> None:
    """What the proxy lets through, the bot looks at: size, and who has signed it."""
    secret = sandbox.world.app.signing_secret
    forged = {"X-Forwarded-For": "10.0.0.1", "X-Forwarded-Proto": "http", "Content-Type": FORM}
    small, large, huge = "command=%2Fokr", "x" * 1_000_001, "x" * 1_100_000
    async with aiohttp.ClientSession() as http:
        for body, headers, status in (
            (small, forged, 401),
            (large, signed(secret, large, FORM), 413),
            (huge, signed(secret, huge, FORM), 413),
        ):
            async with http.post(
                f"{url}/slack/events", data=BytesIO(body.encode()), headers=headers
            ) as answer:
                assert answer.status == status
        for hidden in ("/readyz", "/metrics", "/"):
            async with http.get(f"{url}{hidden}") as answer:
                assert answer.status == 404


async def test_two_web_processes_over_sockets_each_take_what_the_other_leaves(
    shared: str, begin: Begin
) -> None:
    async with slack("socket") as sandbox:
        environ = environ_of(sandbox, shared, SLACK_APP_TOKEN=sandbox.world.app.app_token, **CALM)
        del environ["SLACK_SIGNING_SECRET"]
        one, two = [await begin(environ, "web") for _ in range(2)]
        worker = await begin(environ, "worker")
        await asyncio.wait_for(sandbox.sockets.connected(2), PATIENCE)
        amy = typist(sandbox, shared)
        await amy.set_up()
        await amy.types(10, 20, 30, 40)
        await one.ready()
        typing = asyncio.create_task(amy.types(*range(50, 62)))
        await stopped(one)
        await typing
        assert await amy.all_counted_once()
        three = await begin(environ, "web")
        await asyncio.wait_for(sandbox.sockets.connected(2), PATIENCE)
        await thanked_while_killed(sandbox, two)
        assert len(await rows(shared, Kudos)) == THANKS
        await worker.ready()
        await three.ready()
        await stopped(three, worker)


def typist(sandbox: Sandbox, database: str) -> Typist:
    channel = next(iter(sandbox.world.workspaces[HERE].channels))
    return Typist(sandbox.person(HERE, "U0AMY"), channel, database)


async def thanked_while_killed(sandbox: Sandbox, process: Started) -> None:
    """Events that a killed process had in hand come again, to the other one."""
    channel = next(iter(sandbox.world.workspaces[HERE].channels))
    amy, bob = sandbox.person(HERE, "U0AMY"), sandbox.person(HERE, "U0BOB")
    said = [await bob.say(channel, f"I called host number {n} back") for n in range(THANKS)]
    for message in said:
        await amy.react(channel, message.ts, "raised_hands")
    process.process.kill()
    await process.ended()
    await heard(sandbox, bob)


async def heard(sandbox: Sandbox, bob: Hands) -> None:
    """Everything has arrived, also what came a second time after its process was killed.

    What is not answered in time even then comes a third time, a minute later.
    """
    async with asyncio.timeout(PATIENCE + 60):
        while sum(message.bot_id is not None for message in bob.dms()) < THANKS:
            await sandbox.settle()
            await asyncio.sleep(0.1)  # processes of their own are at work
