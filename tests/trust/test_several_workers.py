"""Several workers at one round: in one process, and as processes that may be killed."""

import asyncio
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

import pytest

from bot.clock import ManualClock
from handlers.checkin.rules import cadence
from handlers.schedule.jobs import LEASE
from storage.db import Sessions, make_engine
from tests.trust.company import BERLIN, Company, company, worker
from tests.trust.seen import Seen
from tests.trust.week import MONDAY

MANY: Final = [f"U{n:03}" for n in range(60)]
PROMPTED: Final = MONDAY + timedelta(days=2, hours=2)
REMINDED: Final = PROMPTED + timedelta(days=1)
WORKERS: Final = 4


async def crowd(one: Company) -> None:
    """Sixty people in two teams that share ten of them, a minute before all are asked."""
    for who in MANY:
        await one.person(who, BERLIN)
    await one.team("care", MANY[:35])
    await one.team("ship", MANY[25:])
    await one.run_to(PROMPTED - timedelta(minutes=1))


def everybody_once(seen: Seen, kind: str) -> None:
    assert seen.cards(kind) == dict.fromkeys(MANY, 1)
    assert {row.state for row in seen.of(kind)} == {"done"}


async def test_sixty_people_are_asked_and_reminded_once_by_four_workers(database: str) -> None:
    async with company(database, MONDAY) as one:
        await crowd(one)
        engines = [make_engine(database) for _ in range(WORKERS)]
        workers = [worker(Sessions(engine), ManualClock(MONDAY)) for engine in engines]
        for moment, kind in ((PROMPTED, cadence.PROMPT), (REMINDED, cadence.REMIND)):
            one.clock.move_to(moment)
            await asyncio.gather(*(one.beat(deps) for deps in workers))
            everybody_once(await one.seen(), kind)
        for engine in engines:
            await engine.dispose()


async def started(database: str, moment: datetime, step: int) -> asyncio.subprocess.Process:
    words = (sys.executable, "-m", "tests.trust.worker", database, moment.isoformat(), str(step))
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*words, stdin=pipe, stdout=pipe)
    assert process.stdout is not None
    await process.stdout.readline()
    return process


async def let_go(processes: Sequence[asyncio.subprocess.Process]) -> list[int]:
    """All at the same moment; their exit codes."""
    await asyncio.gather(*(process.communicate(b"\n") for process in processes))
    return [process.returncode or 0 for process in processes]


@pytest.mark.parametrize("step", [14])
async def test_processes_are_killed_in_the_middle_and_another_goes_on(
    database: str, step: int
) -> None:
    """Two begin at once, and one of them is killed with SIGKILL; nobody is asked twice."""
    async with company(database, MONDAY) as one:
        await crowd(one)
        processes = [await started(database, PROMPTED, at) for at in (step, 0)]
        codes = Counter(await let_go(processes))
        one.clock.move_to(PROMPTED)
        await one.beat()
        one.clock.move_to(PROMPTED + LEASE)
        await one.beat()
        everybody_once(await one.seen(), cadence.PROMPT)
        assert codes[0] >= 1
