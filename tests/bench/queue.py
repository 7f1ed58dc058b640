"""A simulated Slack with many workspaces, a queue of messages, and workers that send it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import update

from bot.clock import RealClock
from bot.manifest import make_manifest
from bot.sandbox.model import Person
from bot.sandbox.server import Sandbox
from handlers.kit import blocks
from handlers.outbox import flows
from handlers.routes import FEATURES
from storage.db import Sessions, Why, make_engine
from storage.outbox import Outgoing
from tests.processes import environ_of, start

WORKSPACES: Final = 50  # with a full queue
QUIET_ONE: Final = "T-quiet"  # beside them
QUIET: Final = 1.5  # seconds without a call
LONGEST: Final = 120.0  # seconds until a measurement is given up
MESSAGE: Final = blocks.message(
    "Time for your check-in: 3 key results of Care",
    [
        blocks.section("*Time for your check-in*\nYour 3 key results take about a minute."),
        *(
            blocks.section(f"*KR-{n}* First answer within an hour\n52 of 60, on track")
            for n in "123"
        ),
        blocks.context("Wednesday 10:00 · open until Friday 12:00"),
    ],
)


@dataclass(slots=True)
class Queue:
    """The simulated Slack, the database, and when messages arrived."""

    sandbox: Sandbox
    sessions: Sessions
    database: str

    async def fill(self, each: int, rest: float = 0.0, *, name: str = "bulk") -> None:
        """So many messages in each workspace, one a person; due together, once all are there.

        However long that takes: due before, the first would be sent while others are written.
        """
        later = RealClock().now() + timedelta(days=1)
        for id_ in list(self.sandbox.world.workspaces)[:WORKSPACES]:
            async with self.sessions.workspace(id_) as session:
                session.add_all(_row(id_, f"{name}:{n}", f"U{id_}{n}", later) for n in range(each))
        async with self.sessions.system(Why.CLAIM_SENDS) as session:
            soon = RealClock().now() + timedelta(seconds=rest)
            await session.execute(
                update(Outgoing)
                .where(Outgoing.due_at == later)
                .values(due_at=soon)
                .execution_options(synchronize_session=False)
            )

    async def post(self, workspace: str, key: str, person: int) -> float:
        """Enqueue what somebody waits for; seconds until it has arrived."""
        target, began = f"U{workspace}{person}", RealClock().now()
        async with self.sessions.workspace(workspace) as session:
            await flows.post(session, key, target, blocks.message(key), began)
        while True:
            channel = self.sandbox.world.workspaces[workspace].im(target)
            for message in channel.messages.values() if channel is not None else ():
                if message.text == key:
                    return (message.sent_at - began).total_seconds()
            await asyncio.sleep(0.01)

    def arrivals(self) -> list[datetime]:
        """When each message arrived, in order."""
        workspaces = self.sandbox.world.workspaces.values()
        channels = [channel for w in workspaces for channel in w.channels.values()]
        return sorted(m.sent_at for channel in channels for m in channel.messages.values())

    def forget(self) -> None:
        """Begin anew: nobody has been written to."""
        for workspace in self.sandbox.world.workspaces.values():
            for channel in workspace.channels.values():
                channel.messages.clear()

    async def arrived(self, count: int) -> float:
        """Wait for so many; seconds from the first of them to the last."""
        async with asyncio.timeout(LONGEST):
            while self._messages() < count:  # noqa: ASYNC110 others send them
                await asyncio.sleep(0.25)
        moments = self.arrivals()
        return (moments[count - 1] - moments[0]).total_seconds()

    def _messages(self) -> int:
        """How many have arrived: their moments are looked at once all are there."""
        workspaces = self.sandbox.world.workspaces.values()
        return sum(len(channel.messages) for w in workspaces for channel in w.channels.values())

    @asynccontextmanager
    async def workers(self, count: int, **environ: str) -> AsyncIterator[None]:
        """So many processes that send, until the end."""
        told = environ_of(self.sandbox, self.database, **environ)
        async with AsyncExitStack() as stack:
            for _ in range(count):
                worker = await start(told, "run", "--role", "worker")
                stack.push_async_callback(worker.ended, ask=True)
                await worker.ready()
            await self._quiet()
            yield

    async def _quiet(self) -> None:
        """Wait until they have asked all that they ask at a start: who is there."""
        before = -1
        while before != (calls := self.sandbox.limits.calls()):
            before = calls
            await asyncio.sleep(QUIET)


def _row(workspace: str, key: str, target: str, due: datetime) -> Outgoing:
    return Outgoing(
        workspace_id=workspace,
        key=key,
        message=key,
        seq=0,
        kind="post",
        target=target,
        parent=None,
        payload=MESSAGE,
        bulk=True,
        tell=None,
        state="due",
        due_at=due,
        created_at=due,
    )


@asynccontextmanager
async def queue(database: str, people: int) -> AsyncIterator[Queue]:
    """Workspaces with so many people each, on a migrated database."""
    manifest = make_manifest(FEATURES, "http")
    manifest["settings"]["event_subscriptions"]["bot_events"] = []  # nobody here listens to them
    sandbox = Sandbox(RealClock(), manifest)
    for id_ in [*(f"T{number:03}" for number in range(WORKSPACES)), QUIET_ONE]:
        sandbox.add_workspace(id_, id_, id_.lower(), token=f"xoxb-{id_}")
        for n in range(people):
            sandbox.add_person(id_, Person(f"U{id_}{n}", f"{id_}-{n}", f"Person {n}"))
    made = Queue(sandbox, Sessions(make_engine(database)), database)
    await sandbox.start()
    try:
        yield made
    finally:
        await sandbox.stop()
        await made.sessions.close()
