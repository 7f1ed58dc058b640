"""The reminder of a grade waits for a day on which people work, while the result does as well."""

from datetime import date, time, timedelta

from handlers.cycle.rules import due
from handlers.schedule.rules import moment
from tests.checkin.stage import BEN, CHEN, occurrences, words
from tests.cycle.stage import DAY, THREE, asked
from tests.cycle.test_limits import SHANGHAI
from tests.journeys.stage import typed
from tests.world import World

SUNDAY = moment(date(2027, 1, 3), time(10), "America/New_York")  # where Ben is; Chen's was before
HERS = moment(date(2027, 1, 4), time(10), SHANGHAI)
TUESDAY = moment(date(2027, 1, 5), time(10), SHANGHAI)
MINUTE = timedelta(minutes=1)


async def reasons(world: World) -> dict[str, str | None]:
    return {r.member_id: r.reason for r in await occurrences(world, due.REMIND)}


async def test_nobody_is_reminded_on_a_sunday_but_on_the_monday_after_it(late: World) -> None:
    await late.go_to(SUNDAY)
    await late.go_to(HERS - MINUTE)
    assert len(asked(late, "chen")) == 1
    await late.go_to(HERS)
    _, reminder = asked(late, "chen")
    assert "提醒：2026-Q4" in words(reminder)
    assert len(asked(late, "ben")) == 1
    await late.go_to(SUNDAY + DAY)
    assert "A reminder for 2026-Q4" in words(asked(late, "ben")[1])
    await late.go_to(THREE)
    assert len(asked(late, "ben")) == len(asked(late, "chen")) == 2


async def test_who_is_away_is_reminded_when_they_are_back(late: World) -> None:
    await typed(late, "chen", "/okr away until 2027-01-05")
    await late.go_to(TUESDAY - MINUTE)
    assert len(asked(late, "chen")) == 1
    await late.go_to(TUESDAY)
    assert len(asked(late, "chen")) == 2
    assert len(asked(late, "ben")) == 2  # who is there


async def test_who_is_away_until_the_result_is_posted_is_not_reminded(late: World) -> None:
    await typed(late, "chen", "/okr away until 2027-01-06")
    await late.go_to(THREE + DAY)
    assert len(asked(late, "chen")) == 1
    assert await reasons(late) == {BEN: None, CHEN: "away"}


async def test_a_day_off_of_the_team_puts_the_reminder_off_as_well(late: World) -> None:
    await typed(late, "anna", "/okr pause everyone on 2027-01-04 Company day")
    await late.go_to(SUNDAY + DAY)
    assert len(asked(late, "chen")) == len(asked(late, "ben")) == 1
    await late.go_to(TUESDAY)
    assert len(asked(late, "chen")) == 2
    await late.go_to(THREE)
    assert await reasons(late) == {BEN: "day off: Company day", CHEN: None}
