"""Processes on one PostgreSQL share its clock; what is set on a machine moves nothing."""

import asyncio
from datetime import timedelta

from sqlalchemy import make_url

from bot.clock import ManualClock, RealClock
from bot.shared_clock import WITHIN, _where, process_clock
from storage.db import async_url
from tests.between import Between
from tests.databases import Postgres

HOUR = timedelta(hours=1)
NEAR = timedelta(minutes=5)  # the database of the tests is on this machine


async def test_a_machine_with_a_wrong_clock_takes_the_time_of_its_database(database: str) -> None:
    machine = ManualClock(RealClock().now() + HOUR)
    async with process_clock(database, machine) as clock:
        if database.startswith("sqlite"):
            assert clock is machine
            return
        assert abs(clock.now() - RealClock().now()) < NEAR
        machine.advance(3 * HOUR.total_seconds())
        assert abs(clock.now() - RealClock().now()) < NEAR
        assert clock.deadline(60) - clock.now() > timedelta(seconds=50)


async def test_without_its_database_a_process_goes_on_by_its_machines_clock() -> None:
    machine = ManualClock(RealClock().now() + HOUR)
    async with process_clock("postgresql://nobody@127.0.0.1:1/none", machine) as clock:
        assert abs(clock.now() - machine.now()) < NEAR


async def test_a_database_that_goes_silent_when_it_is_asked_is_not_waited_for(
    postgres: Postgres,
) -> None:
    machine = ManualClock(RealClock().now() + HOUR)
    await postgres.prepare()
    with postgres.fresh() as url:
        async with (
            Between(url, until=b"clock_timestamp").open() as between,
            asyncio.timeout(3 * WITHIN),
            process_clock(between.url, machine) as clock,
        ):
            assert abs(clock.now() - machine.now()) < NEAR


def test_of_several_servers_the_clock_is_that_of_the_one_that_writes() -> None:
    several = "postgresql://delight@/delight?host=one:5432&host=two:5432"
    where = _where(make_url(async_url(several)))
    assert where["target_session_attrs"] == "read-write"
    assert 2 * int(where["connect_timeout"]) < WITHIN  # the first may be gone
