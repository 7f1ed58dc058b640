"""Processes on one PostgreSQL share its clock; what is set on a machine moves nothing."""

from datetime import timedelta

from bot.clock import ManualClock, RealClock
from bot.shared_clock import process_clock

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
