"""The clock jumps, the bot is off for a day or a week, or something is wrong: it goes on."""

import logging
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

import pytest

from handlers.checkin.rules import away, cadence
from handlers.schedule.jobs import LEASE
from handlers.schedule.rules import moment
from handlers.schedule.rules.trying import LATER, TRIES
from tests.trust.company import BERLIN, Company, company
from tests.trust.deep import on_one_database
from tests.trust.seen import Watch

pytestmark = on_one_database

MONDAY: Final = datetime(2026, 11, 16, 7, tzinfo=UTC)
DAY: Final = date(2026, 11, 18)
WEEK: Final = timedelta(days=7)
HOUR: Final = timedelta(hours=1)
PROMPTED: Final = moment(DAY, time(10), BERLIN)
CLOSED: Final = moment(DAY + timedelta(days=2), time(12), BERLIN)


@pytest.fixture
async def one(database: str) -> AsyncIterator[Company]:
    """Two in Berlin and one in Auckland, who are asked on Wednesdays."""
    async with company(database, MONDAY) as made:
        for who, zone in (("U1", BERLIN), ("U2", BERLIN), ("U3", "Pacific/Auckland")):
            await made.person(who, zone)
        await made.team("care", ["U1", "U2", "U3"])
        yield made


async def test_a_clock_that_jumps_an_hour_back_and_forth_changes_nothing(one: Company) -> None:
    """Before, at and after each moment of the round: all is sent as if it had stood still.

    (What lies within an hour that is jumped over is late, as if the bot had been off for it.)
    """
    watch = Watch()
    await one.beat()
    while (due := await one.next_due()) is not None and due < MONDAY + WEEK:
        await beat_at(one, watch, due, due - HOUR, due)
        if (soon := await one.next_due()) is None or soon > due + HOUR:
            await beat_at(one, watch, due + HOUR, due)
    seen = await one.seen()
    assert seen.cards() == {"U1": 1, "U2": 1, "U3": 1}
    assert seen.cards(cadence.REMIND) == {"U1": 1, "U2": 1, "U3": 1}
    assert seen.cards(cadence.LAST_CALL) == {"U1": 1, "U2": 1, "U3": 1}
    assert seen.summaries() == {"Ccare": 1}


async def beat_at(one: Company, watch: Watch, *moments: datetime) -> None:
    """One after the other, also back."""
    for at in moments:
        one.clock.move_to(at)
        await one.beat()
        watch.look(await one.seen())


async def test_a_worker_that_ends_before_the_clock_goes_back_is_followed_by_another(
    one: Company,
) -> None:
    """What it held is free at the latest when the clock has caught up: within the hour."""
    await one.run_to(PROMPTED - LEASE)
    one.clock.move_to(PROMPTED)
    await one.claim_and_end()
    one.clock.move_to(PROMPTED - HOUR)
    await one.run_to(PROMPTED + LEASE)
    assert (await one.seen()).cards() == {"U1": 1, "U2": 1, "U3": 1}


async def test_after_a_day_off_people_are_asked_in_their_working_hours(one: Company) -> None:
    await one.run_to(PROMPTED - timedelta(hours=20))  # nobody has been asked
    one.clock.move_to(PROMPTED + timedelta(hours=4))  # 14:00 in Berlin, 2:00 in Auckland
    await one.beat()
    assert (await one.seen()).cards() == {"U1": 1, "U2": 1}
    eight = moment(DAY + timedelta(days=1), time(8), "Pacific/Auckland")
    await one.run_to(eight - timedelta(seconds=1))
    assert (await one.seen()).cards() == {"U1": 1, "U2": 1}
    await one.run_to(eight)
    assert (await one.seen()).cards() == {"U1": 1, "U2": 1, "U3": 1}
    await one.run_to(CLOSED)
    seen = await one.seen()
    assert seen.cards() == {"U1": 1, "U2": 1, "U3": 1}
    assert seen.summaries() == {"Ccare": 1}


async def test_a_week_off_skips_what_was_missed_with_its_reason_and_the_next_round_comes(
    one: Company,
) -> None:
    await one.run_to(PROMPTED - timedelta(hours=20))
    one.clock.move_to(PROMPTED + timedelta(days=6))  # Tuesday: the next round may open already
    watch = Watch()
    await one.beat()
    seen = await one.seen()
    watch.look(seen)
    assert not seen.cards()
    asked = {row.member_id: row.reason for row in seen.of(cadence.PROMPT) if row.day == DAY}
    assert asked == dict.fromkeys(("U1", "U2", "U3"), away.ROUND_OVER)
    assert [r.reason for r in seen.of(cadence.CLOSE) if r.day == DAY] == [away.MISSED]
    await one.run_to(CLOSED + WEEK)
    seen = await one.seen()
    watch.look(seen)
    assert seen.cards() == {"U1": 1, "U2": 1, "U3": 1}
    assert seen.summaries() == {"Ccare": 1}


async def test_a_close_that_was_missed_by_a_day_is_made_up_for(one: Company) -> None:
    """A summary is news for three days."""
    await one.run_to(CLOSED - HOUR)
    one.clock.move_to(CLOSED + timedelta(days=1))
    await one.beat()
    assert (await one.seen()).summaries() == {"Ccare": 1}


async def test_five_weeks_off_leave_a_reason_for_each_round(one: Company) -> None:
    one.clock.move_to(MONDAY + 5 * WEEK)  # 8:00; the round of this Wednesday opened at 22:00
    await one.beat()
    opened = {row.day: row.reason for row in (await one.seen()).of(cadence.OPEN) if row.reason}
    assert opened == {DAY + n * WEEK: away.ROUND_OVER for n in range(5)}
    await one.run_to(PROMPTED + 5 * WEEK)
    assert (await one.seen()).cards() == {"U1": 1, "U2": 1, "U3": 1}


async def test_a_team_that_is_saved_in_a_week_it_has_off_goes_on_in_the_next(one: Company) -> None:
    await one.pause(DAY, DAY)
    await one.run_to(MONDAY + 5 * HOUR)
    await one.change("care", checkin_time=time(11))
    await one.run_to(PROMPTED + WEEK + HOUR)
    seen = await one.seen()
    Watch().look(seen)
    assert seen.cards() == {"U1": 1, "U2": 1, "U3": 1}
    assert {row.day for row in seen.rounds} == {DAY + WEEK}


async def test_a_team_whose_round_cannot_open_goes_on_once_that_is_mended(
    one: Company, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever was wrong, and for however long: the chain of its rounds never ends."""
    caplog.set_level(logging.CRITICAL)
    await one.team("ship", ["U1"])
    await one.run_to(MONDAY + 2 * HOUR)
    await one.spoil("ship", zone="Mars/Olympus")
    await one.run_to(MONDAY + TRIES * LEASE + WEEK + timedelta(days=3))
    seen = await one.seen()
    assert [r.state for r in seen.of(cadence.OPEN) if r.team_id == "ship"][-1] == "due"
    assert seen.cards()["U2"] == 2  # their team knows nothing of it
    await one.spoil("ship", zone=BERLIN)
    await one.run_for(hours=LATER / HOUR)
    assert [r.day for r in (await one.seen()).rounds if r.team_id == "ship"][-1] == DAY + WEEK
