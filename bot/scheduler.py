"""The heartbeat: beats every job of routes.JOBS. It holds no dates and no state."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.clock import RealClock
from bot.wake import hear_wakes
from handlers.deps import Deps
from handlers.kit.progress import watched
from handlers.kit.routing import Job
from handlers.kit.trail import following
from storage import schedule
from storage.db import Why

STEP: Final = 2.0  # seconds by which wall and monotonic time may part before we re-arm
WATCH: Final = 1.0
FINISH: Final = 5.0  # seconds for what is in hand when we are told to stop
LET_GO: Final = 1.0  # and for what is cut off then, to let go of the database
LOOK: Final = 0.5  # seconds between two looks for occurrences that are due

log = logging.getLogger(__name__)


class Heartbeat:
    """Runs jobs: by APScheduler's beat, when woken, or by hand (tests and the demo)."""

    def __init__(self, deps: Deps, jobs: Sequence[Job]) -> None:
        self._deps = deps
        self._jobs = jobs
        self._running = {job.name: asyncio.Lock() for job in jobs}
        self._wanted = {job.name: asyncio.Event() for job in jobs}
        self._ran_at: dict[str, datetime] = {}
        self._came_on: dict[str, float] = {}  # those that run now: when they last did
        self._scheduler: AsyncIOScheduler | None = None
        self._beats: set[asyncio.Task[None]] = set()
        self._endless: list[asyncio.Task[None]] = []
        self._stopping = False
        self._ticked_at = 0.0

    def start(self) -> None:
        """Beat by the machine's clock, until `stop`."""
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._every(LOOK, self._beat_due)
        for job in self._jobs:
            if not job.kinds:
                self._every(job.every, partial(self.beat, job))
        self._scheduler.start()
        self._ticked_at = asyncio.get_running_loop().time()
        endless = (self._watch_the_wall(), self._answer_wakes(), hear_wakes(self._deps.sessions))
        self._endless = [asyncio.create_task(work) for work in endless]

    def _every(self, seconds: float, work: Callable[[], Coroutine[None, None, None]]) -> None:
        async def tick() -> None:
            self._ticked_at = asyncio.get_running_loop().time()
            self._spawn(work())  # ours to finish: APScheduler cancels what it runs when it stops

        if self._scheduler is not None:
            self._scheduler.add_job(
                tick,
                IntervalTrigger(seconds=seconds),
                next_run_time=RealClock().now(),  # else the first beat waits for a whole interval
                max_instances=1,
                coalesce=True,
                misfire_grace_time=None,
            )

    async def _beat_due(self) -> None:
        """One look for all kinds of occurrences; each job then runs beside the others."""
        for job in await self.due_jobs():
            self._spawn(self.beat(job))

    async def due_jobs(self) -> list[Job]:
        """The boundary of a look: where the database cannot be asked, nothing is due yet."""
        try:
            async with self._deps.sessions.system(Why.LOOK_DUE, reading=True) as session:
                kinds = await schedule.due_kinds(session, self._deps.clock.now())
        except Exception:
            log.exception("what is due could not be looked up")
            return []
        return [job for job in self._jobs if job.kinds & kinds]

    def silent_for(self) -> float:
        """Seconds since the last beat of any job; 0 while nothing is to beat by itself."""
        if self._scheduler is None:
            return 0.0
        return asyncio.get_running_loop().time() - self._ticked_at

    def longest(self) -> tuple[str, float]:
        """The job that has come no further for the longest, and for how many seconds."""
        since, name = min(((at, name) for name, at in self._came_on.items()), default=(None, ""))
        return name, 0.0 if since is None else asyncio.get_running_loop().time() - since

    async def stop(self) -> None:
        """Stop beating; what is in hand is finished first.

        What takes longer than `FINISH`, beat or call, is left to its lease, as if the process was
        killed: it may wait for a lock that somebody holds, or for a database that has gone.
        """
        ends = asyncio.get_running_loop().time() + FINISH
        self._stopping = True
        for task in self._endless:
            task.cancel()
        if self._scheduler is not None:
            self._scheduler.pause()
        await self._settle(FINISH)
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)  # after its last ticks: it would cancel them
        await self._deps.flights.end(ends, LET_GO)
        left = [task for task in self._beats if not task.done()]
        for task in left:
            task.cancel()
        if left:
            log.warning("%d beats took too long and are given up", len(left))
            await self._settle(LET_GO)

    async def _settle(self, within: float) -> None:
        if tasks := [*self._endless, *self._beats]:
            await asyncio.wait(tasks, timeout=within)

    def beat_all(self, _: datetime | None = None) -> None:
        """Beat every job at once: the clock was moved."""
        self._spawn(self._beat_due())
        for job in self._jobs:
            if not job.kinds:
                self._spawn(self.beat(job))

    async def beat(self, job: Job) -> None:
        """Run a job until it has nothing more to do before its next beat.

        While it runs or waits, this has it run once more.
        """
        wanted = self._wanted[job.name]
        wanted.set()
        if self._running[job.name].locked():
            return
        async with self._running[job.name]:
            while wanted.is_set() and not self._stopping:
                wanted.clear()
                again = await self._run(job)
                if again is not None:
                    await self._wait(job, again)

    async def _wait(self, job: Job, until: datetime) -> None:
        """Have it run then, or as soon as it is wanted; what is far off is left to the beat."""
        wait = (until - self._deps.clock.now()).total_seconds()
        if wait > job.every or self._stopping:
            return
        wanted = self._wanted[job.name]
        slept = asyncio.create_task(self._deps.clock.sleep(wait))
        called = asyncio.create_task(wanted.wait())
        await asyncio.wait({slept, called}, return_when=asyncio.FIRST_COMPLETED)
        for task in (slept, called):
            task.cancel()
        await asyncio.gather(slept, called, return_exceptions=True)
        wanted.set()

    async def run_all(self, *, rest: float = 0.0) -> datetime | None:
        """Run what is due until nothing is at this moment; when a job wants to run again.

        Jobs that beat whether or not something is due rest for so many seconds at least.
        """
        while True:
            now, before = self._deps.clock.now(), self._deps.flights.landed
            turns = [job for job in self._jobs if self._is_its_turn(job, now, rest)]
            moments = [await self._run(job) for job in turns]
            moments += [await self._run(job) for job in await self.due_jobs()]
            again = [moment for moment in moments if moment is not None]
            was_any = await self._deps.flights.all()
            if was_any or self._deps.flights.landed != before:
                continue  # what has arrived may let something follow it
            if not any(moment <= now for moment in again):
                return min(again, default=None)

    def _is_its_turn(self, job: Job, now: datetime, rest: float) -> bool:
        if job.kinds:
            return False
        ran_at, every = self._ran_at.get(job.name), max(job.every, rest)
        return job.wakes or ran_at is None or (now - ran_at).total_seconds() >= every

    async def _run(self, job: Job) -> datetime | None:
        """The boundary of one beat: a job that fails is logged and beats again."""
        now = self._ran_at[job.name] = self._deps.clock.now()
        with following(job=job.name), self._noted(job):
            try:
                with self._deps.meters.beating(job.name):
                    return await job.run(self._deps, now)
            except Exception:
                log.exception("the job %s failed", job.name)
                return None

    @contextmanager
    def _noted(self, job: Job) -> Iterator[None]:
        time = asyncio.get_running_loop().time
        self._came_on[job.name] = time()

        def note() -> None:
            if job.name in self._came_on:  # what it has started may go on after it
                self._came_on[job.name] = time()

        try:
            with watched(note):
                yield
        finally:
            self._came_on.pop(job.name, None)

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        if self._stopping:
            work.close()
            return
        task = asyncio.create_task(work)
        self._beats.add(task)
        task.add_done_callback(self._beats.discard)

    async def _answer_wakes(self) -> None:
        """The outbox has something: no need to wait for the beat."""
        woken = self._deps.sessions.woken
        while True:
            await woken.wait()
            woken.clear()
            for job in self._jobs:
                if job.wakes:
                    self._spawn(self.beat(job))

    async def _watch_the_wall(self) -> None:
        """APScheduler stops for as long as the wall clock steps back; then it is armed anew."""
        loop, wall = asyncio.get_running_loop(), RealClock()
        lead = wall.now() - timedelta(seconds=loop.time())
        while True:
            await asyncio.sleep(WATCH)
            now_lead = wall.now() - timedelta(seconds=loop.time())
            if abs((now_lead - lead).total_seconds()) > STEP:
                log.warning("the wall clock was set; beating anew")
                self._deps.meters.clock_stepped()
                self._rearm()
            lead = now_lead

    def _rearm(self) -> None:
        if self._scheduler is not None:
            for job in self._scheduler.get_jobs():
                job.modify(next_run_time=RealClock().now())
