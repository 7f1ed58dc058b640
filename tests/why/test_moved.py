"""/okr why of somebody who has moved east in a round: no reminder is promised on its card's day."""

from datetime import time, timedelta

from handlers.checkin.rules import cadence
from handlers.schedule.rules import moment
from tests.checkin.stage import ANNA, BEN, DAY, add_kr, add_team, reasons
from tests.trust.deep import on_one_database
from tests.why.test_why import asks
from tests.world import World

ASKED_AT = moment(DAY, time(10), "America/New_York")


@on_one_database
async def test_a_reminder_on_the_day_of_its_card_is_not_promised(world: World) -> None:
    """New York's Wednesday at ten is Auckland's Thursday at four in the morning."""
    await add_team(world, (ANNA, BEN))
    await add_kr(world, 1, BEN, value=45)
    await world.go_to(ASKED_AT + timedelta(hours=1))
    await world.person("ben").change(zone="Pacific/Auckland")
    await world.settle()
    told = await asks(world, "ben")
    reminder = "reminder Thu, 19 Nov, 10:00 AM: ➖"
    assert f"{reminder} will not be sent, as it looks now: one of these key results" in told
    assert "last call Fri, 20 Nov, 9:00 AM: ⏳ comes" in told
    await world.go_to(ASKED_AT + timedelta(hours=8))
    assert (await reasons(world, cadence.REMIND))[BEN] == "asked about it today"
    assert f"{reminder} not sent: one of these key results" in await asks(world, "ben")
