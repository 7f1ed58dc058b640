"""Several workers at one round: in one process, as processes that may be killed, and beside a
database that breaks down and loses what it was just told of a claim.
"""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.clock import ManualClock
from handlers.checkin.rules import cadence
from handlers.deps import Deps
from handlers.schedule.jobs import LEASE
from storage.db import Sessions, make_engine
from tests.databases import Postgres
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


async def all_beat(
    one: Company, workers: Sequence[Worker], moment: datetime, *, once: asyncio.Event | None = None
) -> None:
    if once is not None:
        await once.wait()
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


@pytest.fixture
async def fragile(postgres: Postgres) -> AsyncIterator[str]:
    """A database which for ten seconds writes down nothing but what somebody waits for."""
    await postgres.prepare()
    with postgres.fresh() as url:
        postgres.run("ALTER SYSTEM SET wal_writer_delay = '10s'")
        postgres.run("SELECT pg_reload_conf()")
        yield url
        postgres.run("ALTER SYSTEM RESET wal_writer_delay")
        postgres.run("SELECT pg_reload_conf()")


async def attempts(one: Company) -> set[int]:
    return {row.attempts for row in (await one.seen()).of(cadence.PROMPT)}


async def test_a_claim_that_is_lost_with_the_database_is_made_again(
    fragile: str, postgres: Postgres
) -> None:
    """Nobody has waited for it to be on the disk, and no card refers to it yet."""
    async with company(fragile, MONDAY) as one:
        await crowd(one)
        one.clock.move_to(PROMPTED)
        await one.claim_and_end()
        assert await attempts(one) == {1}
        postgres.restart("immediate")
        await one.restart()
        assert await attempts(one) == {0}
        await one.beat()
        everybody_once(await one.seen(), cadence.PROMPT)
        postgres.restart("immediate")
        await one.restart()
        await one.beat()
        everybody_once(await one.seen(), cadence.PROMPT)


async def test_whoever_holds_a_claim_that_was_lost_asks_nobody_whom_others_ask(
    fragile: str, postgres: Postgres
) -> None:
    """It goes on with what it has claimed, while for the others nobody has."""
    async with company(fragile, MONDAY) as one, several(fragile, apart=timedelta()) as workers:
        await crowd(one)
        first, *others = workers
        with breaking_down(first.deps.sessions.engine, postgres) as broken:
            await asyncio.gather(
                all_beat(one, [first], PROMPTED), all_beat(one, others, PROMPTED, once=broken)
            )
        await one.restart()
        assert await attempts(one) <= {0, 1}  # claimed before the breakdown by it, or after
        everybody_once(await one.seen(), cadence.PROMPT)


@contextmanager
def breaking_down(engine: AsyncEngine, postgres: Postgres) -> Iterator[asyncio.Event]:
    """The database does so, and is back, once this engine has committed a claim and goes on."""
    claimed, broken = asyncio.Event(), asyncio.Event()

    def executing(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if claimed.is_set() and not broken.is_set():
            postgres.restart("immediate")
            broken.set()
        if "UPDATE occurrence SET claimed_until" in statement:
            claimed.set()

    event.listen(engine.sync_engine, "before_cursor_execute", executing)
    yield broken
    event.remove(engine.sync_engine, "before_cursor_execute", executing)
