"""Two workers and a web on one SQLite file, one of them killed: nothing is lost, little doubled."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Final

from sqlalchemy import func, select

from bot.clock import RealClock
from bot.manifest import make_manifest
from bot.sandbox.hands import Hands
from bot.sandbox.model import Person
from bot.sandbox.server import Sandbox
from handlers.outbox.jobs import GRACE, LEASE
from handlers.outbox.rules import ATTEMPTS
from handlers.routes import FEATURES
from storage import sending
from storage.db import Sessions, Why, make_engine
from storage.outbox import Outgoing
from storage.team import Member
from tests.bench.queue import Queue
from tests.databases import SqliteFiles
from tests.processes import PATIENCE, Started, environ_of, start

FIRMS: Final = 5
EACH: Final = 80  # people, who get one message each
BEFORE: Final = 100  # messages arrive before the kill
TYPED: Final = 10  # people of each firm who type something meanwhile
# A beat that was late beside other tests is warned of, and no error.
CALM: Final = {"SLACK_PACE": "20", "LOG_LEVEL": "ERROR"}

_AWAY: Final = select(func.count()).where(Member.away_until.is_not(None))


@asynccontextmanager
async def firms(files: SqliteFiles) -> AsyncIterator[Queue]:
    """Some workspaces, without budgets, and a file for all processes."""
    sandbox = Sandbox(RealClock(), make_manifest(FEATURES, "http"))
    sandbox.limits.on = False
    for id_ in (f"T{number}" for number in range(FIRMS)):
        sandbox.add_workspace(id_, id_, id_.lower(), token=f"xoxb-{id_}")
        people = [Person(f"U{id_}{n}", f"{id_}-{n}", f"Person {n}") for n in range(EACH)]
        for person in people:
            sandbox.add_person(id_, person)
        sandbox.add_channel(id_, "team", members=[person.id for person in people])
    await files.prepare()
    await sandbox.start()
    with files.fresh() as url:
        slack = Queue(sandbox, Sessions(make_engine(url)), url)
        yield slack
        await slack.sessions.close()
    await sandbox.stop()


@asynccontextmanager
async def started(slack: Queue, *roles: str) -> AsyncIterator[list[Started]]:
    """Processes on the one file, ready; none is left behind, whatever happens."""
    told = environ_of(slack.sandbox, slack.database, **CALM)
    processes = [await start(told, "run", "--role", role) for role in roles]
    try:
        for one, role in zip(processes, roles, strict=True):
            if role == "web":
                slack.sandbox.world.app.request_url = f"{await one.address()}/slack/events"
            else:
                await one.ready()
        yield processes
    finally:
        for left in processes:
            if left.process.returncode is None:
                left.process.kill()
                await left.ended()


async def killed_in_the_middle(slack: Queue, worker: Started) -> None:
    async with asyncio.timeout(PATIENCE):
        while len(slack.arrivals()) < BEFORE:  # noqa: ASYNC110 others send them
            await asyncio.sleep(0.01)
    worker.process.kill()


async def typed(slack: Queue) -> None:
    """Some of each firm leave, one after the other."""

    async def of(id_: str) -> None:
        channel = next(iter(slack.sandbox.world.workspaces[id_].channels))
        for person in (f"U{id_}{n}" for n in range(TYPED)):
            await leave(slack.sandbox.person(id_, person), channel)

    await asyncio.gather(*map(of, slack.sandbox.world.workspaces))


async def leave(person: Hands, channel: str) -> None:
    """Typed again where Slack says that there was no answer in time: beside other work."""
    while not (reply := await person.command("/okr away until Monday", channel)).ok:
        assert reply.error.endswith('"operation_timeout"'), reply
    assert "You are away" in reply.text


async def states(sessions: Sessions) -> Mapping[str, int]:
    """How many messages are in which state."""
    async with sessions.system(Why.MEASURE, reading=True) as session:
        found = select(Outgoing.state, func.count()).group_by(Outgoing.state)
        return {str(state): int(count) for state, count in await session.execute(found)}


async def away(sessions: Sessions) -> int:
    async with sessions.system(Why.MEASURE, reading=True) as session:
        return await session.scalar(_AWAY) or 0


async def none_is(those: tuple[str, ...], sessions: Sessions) -> None:
    """Wait until no message is in one of these states."""
    async with asyncio.timeout(PATIENCE):
        while (await states(sessions)).keys() & those:  # noqa: ASYNC110 as above
            await asyncio.sleep(0.02)


async def reclaimed(sessions: Sessions) -> int:
    """What nobody has settled is due again, as when its lease is over; how many it is.

    The other worker may be about to settle some: then they go twice as if it had been killed.
    """
    under_way, now = (await states(sessions)).get("claimed", 0), RealClock().now() + LEASE
    for at in (now, now + GRACE):
        async with sessions.system(Why.CLAIM_SENDS) as session:
            await sending.reclaim(session, at, attempts=ATTEMPTS, grace=GRACE)
    return under_way


async def ended_well(*processes: Started) -> None:
    """Nobody has met an error: neither a locked file nor anything else."""
    ended = await asyncio.gather(*(one.ended(ask=True) for one in processes))
    assert [(code, errors) for code, _, errors in ended] == [(0, "")] * len(processes)


def arrived(slack: Queue) -> Counter[str]:
    """How many messages each person has, beside the answers to what they typed."""
    workspaces = slack.sandbox.world.workspaces.values()
    channels = [channel for one in workspaces for channel in one.channels.values()]
    return Counter(
        channel.id
        for channel in channels
        for message in channel.messages.values()
        if message.seen_by is None
    )


async def test_two_workers_and_a_web_share_one_file_and_one_worker_is_killed(
    sqlite_files: SqliteFiles,
) -> None:
    async with firms(sqlite_files) as slack, started(slack, "web", "worker", "worker") as crew:
        web, one, two = crew
        await slack.fill(EACH)
        await asyncio.gather(killed_in_the_middle(slack, one), typed(slack))
        assert await away(slack.sessions) == FIRMS * TYPED
        await none_is(("due",), slack.sessions)
        under_way = await reclaimed(slack.sessions)
        await none_is(("due", "claimed"), slack.sessions)
        await ended_well(two, web)
        assert await states(slack.sessions) == {"sent": FIRMS * EACH}
        each = arrived(slack)
        assert len(each) == FIRMS * EACH
        assert each.total() - len(each) <= under_way
