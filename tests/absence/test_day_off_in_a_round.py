"""A day off that is given while its round is open: it spares that day, and no day after it."""

from datetime import time, timedelta

from handlers.checkin.rules import cadence
from handlers.schedule.rules import moment
from tests.absence.test_pausing import team, typed
from tests.checkin.stage import (
    ANNA,
    BEN,
    BERLIN,
    CLOSE_AT,
    DAY,
    LAST_CALL_AT,
    PROMPT_AT,
    add_kr,
    add_team,
    cards,
    change_team,
    reasons,
    words,
)
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


async def test_who_had_it_and_was_asked_since_is_asked_once_a_day_whoever_comes_back(
    world: World,
) -> None:
    await team(world)
    await world.go_to(PROMPT_AT - timedelta(hours=2))
    await typed(world, "pause everyone on 2026-11-18 Company day")
    await world.go_to(NEXT_DAY)
    await typed(world, "away until Saturday", "ben")
    await world.go_to(LAST_CALL_AT + timedelta(hours=1))
    await typed(world, "away back", "ben")
    assert (await reasons(world, cadence.PROMPT))[ANNA] == "day off: Company day"
    assert len(cards(world, "anna")) == 2  # the last call was the second


async def test_whose_card_fell_on_it_and_who_was_reminded_since_is_not_asked_anew(
    world: World,
) -> None:
    """All are asked at once, at ten in Auckland, when it is Tuesday night in Berlin."""
    await add_team(world, (ANNA, BEN), zone="Pacific/Auckland")
    await add_kr(world, 1, ANNA, value=45)
    await change_team(world, "care", checkin_walls="team")
    await typed(world, "pause everyone on 2026-11-17 Company day")
    await world.go_to(NEXT_DAY)
    assert len(cards(world, "anna")) == 1
    await typed(world, "away until Saturday", "ben")
    assert (await reasons(world, cadence.PROMPT))[ANNA] == "day off: Company day"
    assert len(cards(world, "anna")) == 1
