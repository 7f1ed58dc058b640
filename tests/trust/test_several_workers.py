"""Several workers at one round: in one process, and as processes that may be killed."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.clock import ManualClock
from handlers.checkin.rules import cadence
from handlers.deps import Deps
from handlers.schedule.jobs import LEASE
from storage.db import Sessions, make_engine
from tests.processes import PATIENCE
from tests.trust.company import BERLIN, Company, company, worker
from tests.trust.deep import on_one_database
from tests.trust.seen import Seen
from tests.trust.week import MONDAY

MANY: Final = [f"U{n:03}" for n in range(60)]
PROMPTED: Final = MONDAY + timedelta(days=2, hours=2)
REMINDED: Final = PROMPTED + timedelta(days=1)
WORKERS: Final = 4
IN_THE_MIDDLE: Final = 14  # of the steps of a batch of prompts


async def crowd(one: Company) -> None:
    """Sixty people in two teams that share ten of them, a minute before all are asked."""
    await one.people(MANY, BERLIN)
    await one.team("care", MANY[:35])
    await one.team("ship", MANY[25:])
    await one.run_to(PROMPTED - timedelta(minutes=1))


@dataclass(frozen=True, slots=True)
class Worker:
    """Its clock is ahead of the first one's."""

    deps: Deps
    clock: ManualClock
    ahead: timedelta


def everybody_once(seen: Seen, kind: str) -> None:
    assert seen.cards(kind) == dict.fromkeys(MANY, 1)
    assert {row.state for row in seen.of(kind)} == {"done"}


async def test_sixty_people_are_asked_and_reminded_once_by_four_workers(database: str) -> None:
    async with company(database, MONDAY) as one, several(database, apart=timedelta()) as workers:
        await crowd(one)
        for moment, kind in ((PROMPTED, cadence.PROMPT), (REMINDED, cadence.REMIND)):
            await all_beat(one, workers, moment)
            everybody_once(await one.seen(), kind)


async def test_workers_that_take_each_other_for_dead_still_ask_each_once(database: str) -> None:
    """By each one's clock the lease of the one before has run out: all work at the same batch."""
    async with company(database, MONDAY) as one, several(database, apart=LEASE) as workers:
        await crowd(one)
        await all_beat(one, workers, PROMPTED)
        everybody_once(await one.seen(), cadence.PROMPT)


@asynccontextmanager
async def several(database: str, *, apart: timedelta) -> AsyncIterator[list[Worker]]:
    """Workers, each with connections of its own; so far apart are their clocks."""
    engines = [make_engine(database) for _ in range(WORKERS)]
    yield [_worker(engine, n * apart) for n, engine in enumerate(engines)]
    for engine in engines:
        await engine.dispose()


def _worker(engine: AsyncEngine, ahead: timedelta) -> Worker:
    clock = ManualClock(MONDAY)
    return Worker(worker(Sessions(engine), clock), clock, ahead)


async def all_beat(one: Company, workers: Sequence[Worker], moment: datetime) -> None:
    one.clock.move_to(moment)
    for each in workers:
        each.clock.move_to(moment + each.ahead)
    await asyncio.gather(*(one.beat(each.deps) for each in workers))


@on_one_database
async def test_a_process_is_killed_in_the_middle_and_another_goes_on(database: str) -> None:
    """With SIGKILL, after it has claimed everybody and before it has committed any card."""
    async with company(database, MONDAY) as one:
        await crowd(one)
        assert await killed(database, PROMPTED, IN_THE_MIDDLE) == -signal.SIGKILL
        seen = await one.seen()
        assert {row.attempts for row in seen.of(cadence.PROMPT)} == {1}
        assert not seen.cards()
        one.clock.move_to(PROMPTED + LEASE)
        await one.beat()
        everybody_once(await one.seen(), cadence.PROMPT)


async def killed(database: str, moment: datetime, step: int) -> int:
    """The exit code of a worker that was killed as it began this step."""
    words = ("-m", "tests.trust.worker", database, moment.isoformat(), str(step))
    process = await asyncio.create_subprocess_exec(sys.executable, *words)
    async with asyncio.timeout(PATIENCE):
        return await process.wait()
