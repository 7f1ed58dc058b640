"""A quote is read once a week in a channel, by the week of the team's own wall."""

from datetime import date, time

from handlers.schedule.rules import moment
from tests.checkin.stage import ANNA, add_kr, add_team, record, words
from tests.checkin.test_summary import add_quote
from tests.trust.deep import on_one_database
from tests.world import World

ANGELES = "America/Los_Angeles"


@on_one_database
async def test_a_round_that_ends_on_sunday_does_not_repeat_mondays_quote(world: World) -> None:
    await add_team(world, (ANNA,), zone=ANGELES, weekday=4)
    await add_kr(world, 1, ANNA, value=45)
    await add_quote(world, 1, "approved")
    saturday, sunday = date(2026, 11, 21), date(2026, 11, 22)
    await world.go_to(moment(saturday, time(11), ANGELES))
    (monday,) = [m for m in world.posted("care") if "Quote 1" in words(m)]
    await record(world, ANNA, 1, 40)
    await add_quote(world, 2, "approved")
    await world.go_to(moment(sunday, time(12, 1), ANGELES))

    assert monday.thread_ts is None
    told = " ".join(words(m) for m in world.posted("care") if m.thread_ts)
    assert "Quote 2" in told
    assert "Quote 1" not in told
