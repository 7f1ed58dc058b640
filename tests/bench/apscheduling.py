"""APScheduler with its own SQLAlchemyJobStore, turned by hand."""

import pickle
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from apscheduler.job import Job
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.base import BaseScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.util import datetime_to_utc_timestamp
from sqlalchemy import create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection

from bot.clock import RealClock
from storage.db.engines import LOGGED

JOBS: Final = 20_000  # it finds each by its key: their number matters little
ZONE: Final = "Europe/Berlin"
LATER: Final = timedelta(days=3)


def nothing() -> None:
    """What its jobs do."""


class Turned(BaseScheduler):  # type: ignore[misc] # it has no types
    """A scheduler without a thread, as BlockingScheduler is but for its loop."""

    def wakeup(self) -> None:
        """Nobody sleeps."""

    def shutdown(self, wait: bool = True) -> None:
        super().shutdown(wait)

    def turn(self) -> float:
        """Seconds for what each of its schedulers does when it wakes."""
        began = time.perf_counter()
        self._process_jobs()
        return time.perf_counter() - began


def _set_as_ours(connection: DBAPIConnection, _: object) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", f"wal_autocheckpoint={LOGGED}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


class Beside:
    """Weekly jobs by wall time, as its users write them."""

    def __init__(self, url: str, *, as_ours: bool = False) -> None:
        """`as_ours`: a SQLite file set as the bot sets its own, not as SQLite does."""
        engine = create_engine(url)
        if as_ours:
            event.listen(engine, "connect", _set_as_ours)
        self._store = SQLAlchemyJobStore(engine=engine)
        self._scheduler = Turned(timezone=UTC)
        self._scheduler.add_jobstore(self._store)
        self._scheduler.start()
        self._add("later", JOBS, RealClock().now() + LATER)

    def look(self) -> float:
        """Seconds of a turn in which nothing is due."""
        return self._scheduler.turn()

    def rearm(self, name: str, count: int) -> float:
        """Seconds of a turn in which so many are due; their names begin with this."""
        self._add(name, count, RealClock().now() - timedelta(seconds=1))
        seconds = self._scheduler.turn()
        if self._store.get_due_jobs(RealClock().now()):
            raise RuntimeError("a job is still due")
        return seconds

    def _add(self, name: str, count: int, at: datetime) -> None:
        with self._store.engine.begin() as connection:
            connection.execute(self._store.jobs_t.insert(), list(self._jobs(name, count, at)))

    def _jobs(self, name: str, count: int, at: datetime) -> Iterator[dict[str, Any]]:
        """As `add_job` writes them, but not in a transaction each."""
        when = {"day_of_week": "wed", "hour": 10, "minute": 0}
        for number in range(count):
            job = Job(
                self._scheduler,
                id=f"{name}{number}",
                func=f"{__name__}:nothing",
                trigger=CronTrigger(**when, timezone=ZONE),
                executor="default",
                args=(),
                kwargs={},
                name=name,
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

    def close(self) -> None:
        self._scheduler.shutdown()
