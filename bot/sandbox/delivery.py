"""From the simulated Slack to the app: events with Slack's retries, and questions asked once."""

import asyncio
from collections import defaultdict
from collections.abc import Coroutine
from datetime import datetime
from typing import Any, Final

from bot.sandbox import events
from bot.sandbox.faults import Faults
from bot.sandbox.model import Payload, World
from bot.sandbox.sockets import Sockets
from bot.sandbox.wire import Answer, Kind, Retry, Wire

DEADLINE: Final = 3.0  # seconds by the clock
GUARD: Final = 10.0  # seconds that really pass, for clocks that stand still
PAUSES: Final = (0.0, 0.0, 60.0, 300.0)  # before the first attempt and each of the three retries


class Delivery:
    """Sends everything the app hears; over HTTP if it has a request URL, else by socket."""

    def __init__(self, world: World, faults: Faults, sockets: Sockets) -> None:
        self._world = world
        self._faults = faults
        self._sockets = sockets
        self._wire = Wire(world.app, world.clock)
        self._tasks: set[asyncio.Task[None]] = set()
        self._held: dict[str, list[Coroutine[Any, Any, None]]] = defaultdict(list)
        self._active = 0
        self._due: list[datetime] = []  # when each sleeping delivery wakes
        self.pauses: tuple[float, ...] = PAUSES
        self.given_up: list[Payload] = []  # envelopes that the app took in no attempt
        self._calm = asyncio.Event()
        self._calm.set()

    @property
    def pending(self) -> int:
        """How many events the app may still hear of, held ones and later retries included."""
        return len(self._tasks) + sum(len(held) for held in self._held.values())

    def event(self, workspace: str, event: Payload) -> None:
        """Send an event in the background, if the app subscribes to it and may see it."""
        name = events.heard_as(self._world, self._world.workspaces[workspace], event)
        if name is None:
            return
        kind, envelope = str(event["type"]), events.callback(self._world, workspace, event)
        sending = self._deliver(workspace, kind, envelope)
        if self._faults.take(kind, "reorder", workspace=workspace):
            self._held[workspace].append(sending)
            return
        self._spawn(sending)
        if self._faults.take(kind, "duplicate", workspace=workspace):
            self._spawn(self._deliver(workspace, kind, envelope))

    async def ask(self, kind: Kind, payload: Payload) -> Answer:
        """Send once and wait for the answer, three seconds at most."""
        team = payload.get("team") or {}
        workspace = str(payload.get("team_id") or team.get("id"))
        self._work(+1)
        try:
            return await self._attempt(workspace, kind, kind, payload, Retry())
        finally:
            self._work(-1)

    async def settle(self) -> None:
        """Return when whatever is under way has been answered, or sleeps until a later retry."""
        while True:
            if self._active:
                await self._calm.wait()
            elif any(due <= self._world.clock.now() for due in self._due):
                await asyncio.sleep(0)
            else:
                return

    async def stop(self) -> None:
        """Give up what is under way and close the connections."""
        for held in self._held.values():
            for sending in held:
                sending.close()
        self._held.clear()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._wire.close()

    async def _deliver(self, workspace: str, name: str, envelope: Payload) -> None:
        reason = ""
        for number, pause in enumerate(self.pauses):
            await self._nap(pause)
            retry = Retry(number, reason)
            answer = await self._attempt(workspace, name, "event", envelope, retry)
            self._release(workspace)
            if answer.ok or answer.no_retry:
                return
            reason = answer.error
        self.given_up.append(envelope)

    def release_all(self) -> None:
        """What is held back in any workspace goes now."""
        for workspace in list(self._held):
            self._release(workspace)

    def _release(self, workspace: str) -> None:
        """What was held back for an event after it goes now."""
        for sending in self._held.pop(workspace, []):
            self._spawn(sending)

    async def _attempt(
        self, workspace: str, name: str, kind: Kind, payload: Payload, retry: Retry
    ) -> Answer:
        if self._faults.take(name, "cut_before", workspace=workspace):
            return Answer(error="connection_failed")
        late = self._faults.take(name, "latency", workspace=workspace)
        if self._faults.take(name, "disconnect", workspace=workspace):
            await self._sockets.cut()
            return Answer(error="connection_failed")
        answer = await self._within(self._send(kind, payload, retry, late.seconds if late else 0))
        if self._faults.take(name, "cut_after", workspace=workspace):
            return Answer(error="connection_failed")
        return answer

    async def _send(self, kind: Kind, payload: Payload, retry: Retry, late: float) -> Answer:
        await self._nap(late)
        if (url := self._world.app.request_url) is not None:
            return await self._wire.send(url, kind, payload, retry)
        return await self._sockets.send(kind, payload, retry)

    async def _within(self, sending: Coroutine[Any, Any, Answer]) -> Answer:
        """The answer, if it comes before the deadline."""
        answer = asyncio.create_task(sending)
        deadline = asyncio.create_task(self._world.clock.sleep(DEADLINE))
        both = {answer, deadline}
        try:
            await asyncio.wait(both, timeout=GUARD, return_when=asyncio.FIRST_COMPLETED)
            return answer.result() if answer.done() else Answer(error="http_timeout")
        finally:
            for task in both:
                task.cancel()
            await asyncio.gather(*both, return_exceptions=True)

    async def _nap(self, seconds: float) -> None:
        """Sleep by the clock; whoever waits for quiet does not wait for this."""
        if not seconds:
            return
        due = self._world.clock.deadline(seconds)
        self._due.append(due)
        self._work(-1)
        try:
            await self._world.clock.sleep(seconds)
        finally:
            self._work(+1)
            self._due.remove(due)

    def _spawn(self, sending: Coroutine[Any, Any, None]) -> None:
        self._work(+1)
        task = asyncio.create_task(sending)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._work(-1)
        if not task.cancelled():
            task.result()

    def _work(self, change: int) -> None:
        self._active += change
        if self._active:
            self._calm.clear()
        else:
            self._calm.set()
