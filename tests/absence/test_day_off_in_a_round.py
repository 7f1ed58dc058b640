"""A day off that is given while its round is open: it spares that day, and no day after it."""

from datetime import time, timedelta

from handlers.checkin.rules import cadence
from handlers.schedule.rules import moment
from tests.absence.test_pausing import team, typed
from tests.checkin.stage import ANNA, BERLIN, CLOSE_AT, DAY, PROMPT_AT, cards, reasons, words
from tests.world import World

NEXT_DAY = moment(DAY + timedelta(days=1), time(12), BERLIN)


async def test_who_was_asked_before_it_is_reminded_on_the_days_after_it(world: World) -> None:
    await team(world)
    await world.go_to(PROMPT_AT + timedelta(hours=2))
    await typed(world, "pause everyone on 2026-11-18 Company day")
    assert "day off" not in await typed(world, "why")
    await world.go_to(NEXT_DAY)
    assert (await reasons(world, cadence.REMIND))[ANNA] is None
    assert len(cards(world, "anna")) == 2
    await world.go_to(CLOSE_AT - timedelta(hours=1))
    assert (await reasons(world, cadence.LAST_CALL))[ANNA] is None


async def test_who_is_spared_their_prompt_by_it_is_asked_the_day_after(world: World) -> None:
    await team(world)
    await world.go_to(PROMPT_AT - timedelta(hours=2))
    await typed(world, "pause everyone on 2026-11-18 Company day")
    await world.go_to(NEXT_DAY)
    assert (await reasons(world, cadence.PROMPT))[ANNA] == "day off: Company day"
    assert (await reasons(world, cadence.REMIND))[ANNA] is None
    assert len(cards(world, "anna")) == 1
    await world.go_to(CLOSE_AT + timedelta(minutes=1))
    assert "0 of 1 answered" in words(world.posted("care")[-1])
