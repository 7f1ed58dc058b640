"""Who has the day off on a round's last morning: told and counted alike, wherever it is read."""

from datetime import timedelta

from handlers.checkin.rules import away, cadence
from tests.absence.test_pausing import typed
from tests.checkin.stage import (
    ANNA,
    BEN,
    CHEN,
    CLOSE_AT,
    LAST_CALL_AT,
    PROMPT_AT,
    add_kr,
    add_team,
    for_leads,
    reasons,
    record,
    set_person,
    words,
)
from tests.lead.test_counted import seen
from tests.trust.deep import on_one_database
from tests.world import World

HOLIDAY = "BR"  # where Friday, 20 Nov 2026 is one


async def start(world: World, country: str, *of: str) -> None:
    """Three who own something are asked on Wednesday; some have a holiday on Friday."""
    await add_team(world, (ANNA, BEN, CHEN))
    for number, owner in ((1, ANNA), (2, BEN), (3, CHEN)):
        await add_kr(world, number, owner, value=45)
    for who in of:
        await set_person(world, who, country=country)
    await world.go_to(PROMPT_AT + timedelta(hours=7))


async def on_holiday(world: World, who: str, other: str) -> None:
    """Who is away for their lead, for the team and for the channel; the other is missed."""
    await start(world, HOLIDAY, who)
    assert "0 of 3 answered" in await seen(world, "checkin team")
    await world.go_to(LAST_CALL_AT + timedelta(minutes=5))
    (told,) = for_leads(world, "anna")
    assert f"Not answered yet: <@{other}>\nAway, and not missed: <@{who}>" in words(told)
    shown = await seen(world, "checkin team")
    assert "0 of 2 answered · 1 on a public holiday" in shown
    assert f"<@{who}>" not in shown[shown.index("not answered yet") : shown.index("Only leads see")]
    await world.go_to(CLOSE_AT)
    assert "0 of 2 answered · 1 away" in words(world.posted("care")[0])
    await world.go_to(CLOSE_AT + timedelta(days=1))
    assert "0 of 2 answered · 1 on a public holiday" in await seen(world, "checkin team")


@on_one_database
async def test_who_was_not_reminded_on_a_holiday_is_away_for_all(world: World) -> None:
    await on_holiday(world, CHEN, BEN)  # whose last call was left out hours ago, in Shanghai


@on_one_database
async def test_who_has_a_holiday_and_is_reminded_after_the_close_is_away_for_all(
    world: World,
) -> None:
    await on_holiday(world, BEN, CHEN)  # in New York, where it is three in the morning


@on_one_database
async def test_a_team_that_has_the_rest_of_its_round_off_misses_nobody(world: World) -> None:
    await start(world, "")
    await set_person(world, CHEN, away_until=CLOSE_AT + timedelta(days=2))
    await typed(world, "pause from 2026-11-19 until 2026-11-23 Offsite")
    await world.go_to(CLOSE_AT)
    assert await reasons(world, cadence.CLOSE) == {"": away.EVERYBODY_AWAY}
    assert not [m for m in world.posted("care") if "answered" in words(m)]
    assert "nobody was asked · 1 away · 2 paused" in await seen(world, "checkin team")


@on_one_database
async def test_nobody_is_said_to_be_there_where_no_round_runs(
    world: World,
) -> None:
    await add_team(world, (ANNA,))
    await add_kr(world, 1, ANNA)
    await world.go_to(PROMPT_AT)
    await record(world, ANNA, 1, 40)
    assert "Nobody is missing" in await seen(world, "checkin team")
    await world.go_to(CLOSE_AT)
    assert "✅ Nothing is outdated or in the way." in await seen(world, "checkin team")
