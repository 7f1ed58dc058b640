"""A round in the simulated Slack, from its opening to the summary."""

from datetime import timedelta

from handlers.checkin.rules import cadence
from handlers.schedule.rules import moment
from tests.checkin.stage import (
    ANNA,
    BEN,
    BERLIN,
    CHEN,
    DAY,
    EVE,
    add_kr,
    add_team,
    cards,
)
from tests.world import World


async def test_everyone_is_asked_once_at_ten_on_their_own_wall(world: World) -> None:
    people = {
        "anna": BERLIN,
        "ben": "America/New_York",
        "chen": "Asia/Shanghai",
        "eve": "Pacific/Auckland",
    }
    await add_team(world, (ANNA, BEN, CHEN, EVE))
    for number, who in enumerate((ANNA, BEN, CHEN, EVE), start=1):
        await add_kr(world, number, who, value=45)
    await world.go_to(moment(DAY, cadence.time(23), "America/New_York"))
    for name, zone in people.items():
        (card,) = cards(world, name)
        late = card.sent_at - moment(DAY, cadence.time(10), zone)
        assert timedelta() <= late < timedelta(seconds=30), name
