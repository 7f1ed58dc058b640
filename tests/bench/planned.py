"""Many weekly schedules, a thousand of them due at each moment; and APScheduler's store of jobs."""

import pickle
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from apscheduler.job import Job
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger
from apscheduler.util import datetime_to_utc_timestamp
from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from handlers.deps import Deps
from handlers.kit import blocks
from handlers.outbox import flows as outbox
from handlers.schedule.jobs import Batch
from storage import schedule
from storage.db import EVERY_WORKSPACE
from storage.schedule import Occurrence
from tests.bench.quarter import inside

KIND: Final = "bench.weekly"
FIRST: Final = datetime(2026, 11, 18, 9, tzinfo=UTC)
APART: Final = timedelta(minutes=1)
WEEK: Final = timedelta(weeks=1)
AT_ONCE: Final = 1_000
WORKSPACES: Final = 10
JOBS: Final = 20_000  # in APScheduler's store, which finds each by its key: its size matters little
_CHUNK: Final = 10_000
_MESSAGE: Final = blocks.message("Time for your check-in", [blocks.section("How is it going?")])


def moment(nth: int) -> datetime:
    """When the nth thousand is due."""
    return FIRST + APART * nth


async def plan(engine: AsyncEngine, count: int, *, first: int = 0) -> None:
    """So many weekly schedules over ten workspaces, and what the database knows of them."""
    async with engine.begin() as connection:
        await inside(connection, EVERY_WORKSPACE)
        for start in range(first, count, _CHUNK):
            numbers = range(start, min(start + _CHUNK, count))
            await connection.execute(insert(Occurrence), [_row(n) for n in numbers])
    async with engine.begin() as connection:
        await connection.execute(text("ANALYZE"))  # as autovacuum does after such a load


def _row(number: int) -> dict[str, Any]:
    at = moment(number // AT_ONCE)
    return {
        "workspace_id": f"T{number % WORKSPACES:03}",
        "kind": KIND,
        "team_id": f"team{number // WORKSPACES % 50:02}",
        "day": at.date(),
        "member_id": f"U{number:06}",
        "wall_day": at.date(),
        "wall_time": at.time(),
        "zone": "UTC",
        "due_at": at,
        "first_due_at": at,
        "state": "due",
        "attempts": 0,
    }


async def again(session: AsyncSession, _: Deps, batch: Batch, now: datetime) -> None:
    """A handle that does no more than it must: settle, plan the next week, enqueue a message."""
    for row in batch:
        schedule.settle(row, now)
    await schedule.plan(session, [_next(row) for row in batch])
    messages = [
        outbox.Message(f"{KIND}:{row.day}:{row.member_id}", row.member_id, _MESSAGE)
        for row in batch
    ]
    await outbox.post_all(session, messages, now, bulk=True)


def _next(row: Occurrence) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "team_id": row.team_id,
        "day": row.day + WEEK,
        "member_id": row.member_id,
        "wall_day": row.wall_day + WEEK,
        "wall_time": row.wall_time,
        "zone": row.zone,
        "due_at": row.due_at + WEEK,
    }


def nothing() -> None:
    """What APScheduler's jobs would do."""


class Beside:
    """APScheduler's own store of jobs on this database, as its scheduler would use it."""

    def __init__(self, url: str) -> None:
        self._store = SQLAlchemyJobStore(url=url)
        self._scheduler = BackgroundScheduler(timezone=UTC)
        self._store.start(self._scheduler, "default")
        with self._store.engine.begin() as connection:
            connection.execute(self._store.jobs_t.insert(), list(self._jobs()))

    def _jobs(self) -> Iterator[dict[str, Any]]:
        """As `add_job` writes them, but not in a transaction each."""
        for number in range(JOBS):
            at = moment(number // AT_ONCE)
            job = Job(
                self._scheduler,
                id=f"job{number}",
                func=f"{__name__}:nothing",
                trigger=IntervalTrigger(weeks=1, start_date=at, timezone=UTC),
                executor="default",
                args=(),
                kwargs={},
                name="nothing",
                misfire_grace_time=None,
                coalesce=True,
                max_instances=1,
                next_run_time=at,
            )
            yield {
                "id": job.id,
                "next_run_time": datetime_to_utc_timestamp(at),
                "job_state": pickle.dumps(job.__getstate__(), self._store.pickle_protocol),
            }

    def look(self, now: datetime) -> float:
        """Seconds of a beat in which nothing is due: as its scheduler looks, and when to wake."""
        began = time.perf_counter()
        due = self._store.get_due_jobs(now)
        self._store.get_next_run_time()
        if due:
            raise RuntimeError("something was due")
        return time.perf_counter() - began

    def rearm(self, now: datetime) -> float:
        """Seconds for what its scheduler does with due jobs, without running them."""
        began = time.perf_counter()
        due = self._store.get_due_jobs(now)
        for job in due:
            ran = job._get_run_times(now)
            job._modify(next_run_time=job.trigger.get_next_fire_time(ran[-1], now))
            self._store.update_job(job)
        if len(due) != AT_ONCE:
            raise RuntimeError(f"{len(due)} jobs were due")
        return time.perf_counter() - began

    def close(self) -> None:
        self._store.shutdown()
