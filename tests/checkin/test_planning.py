"""Teams are set up and changed: rounds are neither doubled nor lost."""

import asyncio
from datetime import date, time, timedelta

from handlers.checkin import jobs
from handlers.checkin.rules import away, cadence
from handlers.schedule.rules import moment
from storage.checkin import Round
from storage.schedule import Occurrence
from tests.checkin.stage import (
    ANNA,
    BEN,
    BERLIN,
    CHEN,
    CLOSE_AT,
    DAY,
    PROMPT_AT,
    REMIND_AT,
    add_kr,
    add_team,
    all_of,
    cards,
    change_team,
    occurrences,
    reasons,
    record,
    words,
)
from tests.world import World

SOON = timedelta(minutes=1)


async def test_a_team_made_on_tuesday_is_asked_on_wednesday(world: World) -> None:
    await world.go_to(moment(date(2026, 11, 17), time(15), BERLIN))
    await add_team(world, (ANNA,))
    await add_kr(world, 1, ANNA, value=45)
    await world.go_to(PROMPT_AT)
    assert len(cards(world, "anna")) == 1


async def test_a_team_made_after_the_prompt_waits_a_week(world: World) -> None:
    await world.go_to(PROMPT_AT + timedelta(hours=1))
    await add_team(world, (ANNA,))
    await add_kr(world, 1, ANNA, value=45)
    await world.go_to(CLOSE_AT)
    assert cards(world, "anna") == []
    assert [r.day for r in await occurrences(world, cadence.OPEN)] == [DAY + timedelta(days=7)]


async def test_saving_a_team_again_changes_nothing(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    await world.go_to(PROMPT_AT - timedelta(hours=30))
    before = await _moments(world)
    for _ in range(3):
        await change_team(world, "care", name="Care")
        await world.settle()
    after = await _moments(world)
    assert after == before
    assert len(await all_of(world, Round)) == 1
    assert [r.state for r in await occurrences(world, cadence.OPEN)] == ["done", "due"]


async def test_a_new_time_moves_what_was_not_yet_sent(world: World) -> None:
    await add_team(world, (ANNA,))
    await add_kr(world, 1, ANNA, value=45)
    await world.go_to(PROMPT_AT - timedelta(hours=2))
    await change_team(world, "care", checkin_time=time(14))
    await world.go_to(REMIND_AT - timedelta(hours=1))
    (card,) = cards(world, "anna")
    assert card.sent_at - moment(DAY, time(14), BERLIN) < SOON


async def test_a_member_who_moves_is_asked_by_the_new_wall(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    await add_kr(world, 1, BEN, value=45)
    await world.go_to(PROMPT_AT - timedelta(hours=20))
    await world.person("ben").change(zone="Asia/Tokyo")
    await world.go_to(PROMPT_AT)
    (card,) = cards(world, "ben")
    assert timedelta() <= card.sent_at - moment(DAY, time(10), "Asia/Tokyo") < SOON


async def test_a_prompt_that_was_sent_is_not_sent_again(world: World) -> None:
    await add_team(world, (ANNA,))
    await add_kr(world, 1, ANNA, value=45)
    await world.go_to(PROMPT_AT + timedelta(hours=1))
    await change_team(world, "care", checkin_time=time(14), zone="America/New_York")
    await world.go_to(REMIND_AT - timedelta(hours=1))
    assert len(cards(world, "anna")) == 1


async def test_who_joins_during_a_round_is_asked_in_it(world: World) -> None:
    await add_team(world, (ANNA,))
    await add_kr(world, 1, BEN, value=45)
    await world.go_to(PROMPT_AT - timedelta(hours=3))
    await change_team(world, "care", members=(ANNA, BEN))
    await world.go_to(moment(DAY, time(11), "America/New_York"))
    assert len(cards(world, "ben")) == 1


async def test_who_owns_a_key_result_is_asked_member_or_not(world: World) -> None:
    await add_team(world, (ANNA,))
    await add_kr(world, 1, CHEN, value=45)
    await world.go_to(PROMPT_AT)
    assert len(cards(world, "chen")) == 1


async def test_a_new_weekday_takes_an_untouched_round_with_it(world: World) -> None:
    await add_team(world, (ANNA,))
    await add_kr(world, 1, ANNA, value=45)
    await world.go_to(PROMPT_AT - timedelta(hours=20))
    await change_team(world, "care", checkin_weekday=3)
    await world.go_to(PROMPT_AT + timedelta(hours=23))
    assert cards(world, "anna") == []
    await world.go_to(PROMPT_AT + timedelta(hours=25))
    assert len(cards(world, "anna")) == 1
    assert [r.day for r in await all_of(world, Round)] == [DAY + timedelta(days=1)]


async def test_a_new_weekday_that_comes_only_next_week_leaves_this_weeks_round(
    world: World,
) -> None:
    await add_team(world, (ANNA,))
    await add_kr(world, 1, ANNA, value=45)
    await world.go_to(moment(date(2026, 11, 16), time(12), BERLIN))  # Monday: 10:00 has passed
    await change_team(world, "care", checkin_weekday=0)
    await world.go_to(CLOSE_AT)
    assert [r.day for r in await all_of(world, Round)] == [DAY]
    (waiting,) = [r for r in await occurrences(world, cadence.OPEN) if r.state == "due"]
    assert waiting.day == date(2026, 11, 23)


async def test_a_weekday_changed_there_and_back_loses_no_round(world: World) -> None:
    await add_team(world, (ANNA,))
    await add_kr(world, 1, ANNA, value=45)
    await world.go_to(PROMPT_AT - timedelta(hours=20))
    await change_team(world, "care", checkin_weekday=4)
    await world.settle()
    await change_team(world, "care", checkin_weekday=2)
    await world.go_to(PROMPT_AT)
    assert len(cards(world, "anna")) == 1


async def test_a_new_weekday_leaves_a_round_that_somebody_answered(world: World) -> None:
    await add_team(world, (ANNA,))
    await add_kr(world, 1, ANNA, value=45)
    await world.go_to(PROMPT_AT - timedelta(hours=20))
    await record(world, ANNA, 1, 44)
    await change_team(world, "care", checkin_weekday=3)
    await world.go_to(CLOSE_AT)
    assert [r.day for r in await all_of(world, Round)] == [DAY]
    assert "1 of 1 answered" in words(world.posted("care")[-1])
    (waiting,) = [r for r in await occurrences(world, cadence.OPEN) if r.state == "due"]
    assert waiting.day == date(2026, 11, 26)


async def test_many_heartbeats_at_once_ask_once(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    await add_team(world, (ANNA, CHEN), id_="product", channel="product")
    await add_kr(world, 1, ANNA, value=45)
    await add_kr(world, 2, ANNA, value=30, team="product")
    await world.go_to(PROMPT_AT - timedelta(minutes=1))
    world.clock.move_to(PROMPT_AT)
    await asyncio.gather(*(jobs.beat(world.bot.deps, PROMPT_AT) for _ in range(5)))
    await world.settle()
    (card,) = cards(world, "anna")
    assert "KR-1" in words(card)
    assert "KR-2" in words(card)


async def test_a_day_without_the_bot_is_made_up_for_in_working_hours(world: World) -> None:
    await add_team(world, (ANNA, CHEN))
    await add_kr(world, 1, ANNA, value=45)
    await add_kr(world, 2, CHEN, value=30)
    await world.go_to(PROMPT_AT - timedelta(hours=12))
    world.clock.move_to(PROMPT_AT + timedelta(hours=6))  # 16:00 in Berlin, 23:00 in Shanghai
    await world.settle()
    (hers,) = cards(world, "anna")
    assert "later than planned" in words(hers)
    assert cards(world, "chen") == []
    await world.go_to(moment(DAY + timedelta(days=1), time(11), "Asia/Shanghai"))
    (his,) = cards(world, "chen")  # and no reminder two hours later
    assert his.sent_at - moment(DAY + timedelta(days=1), time(8), "Asia/Shanghai") < SOON
    assert await reasons(world, cadence.REMIND) == {CHEN: away.JUST_PROMPTED}


async def test_a_missed_reminder_is_never_made_up_for(world: World) -> None:
    await add_team(world, (ANNA,))
    await add_kr(world, 1, ANNA, value=45)
    await world.go_to(PROMPT_AT + timedelta(minutes=1))
    world.clock.move_to(REMIND_AT + timedelta(hours=2))
    await world.settle()
    assert len(cards(world, "anna")) == 1
    assert await reasons(world, cadence.REMIND) == {ANNA: away.MISSED}


async def test_a_week_without_the_bot_skips_its_round_and_goes_on(world: World) -> None:
    await add_team(world, (ANNA,))
    await add_kr(world, 1, ANNA, value=45)
    await world.go_to(PROMPT_AT - timedelta(hours=12))
    world.clock.move_to(PROMPT_AT + timedelta(days=12))  # a Monday
    await world.settle()
    assert cards(world, "anna") == []
    assert await reasons(world, cadence.PROMPT) == {ANNA: away.ROUND_OVER}
    rounds = {r.day: r.closed_at is None for r in await all_of(world, Round)}
    assert rounds == {DAY: False, DAY + timedelta(days=14): True}
    await world.go_to(PROMPT_AT + timedelta(days=14))
    assert len(cards(world, "anna")) == 1


async def test_a_round_over_a_clock_change_keeps_its_local_times(world: World) -> None:
    await world.go_to(moment(date(2027, 3, 22), time(8), BERLIN))
    await add_team(world, (ANNA,), weekday=5)  # Saturday; clocks go forward on Sunday
    planned = {r.kind: r.due_at for r in await _planned(world)}
    assert planned == {
        cadence.PROMPT: moment(date(2027, 3, 27), time(10), BERLIN),
        cadence.REMIND: moment(date(2027, 3, 28), time(10), BERLIN),
        cadence.LAST_CALL: moment(date(2027, 3, 29), time(9), BERLIN),
        cadence.CLOSE: moment(date(2027, 3, 29), time(12), BERLIN),
    }
    assert planned[cadence.REMIND] - planned[cadence.PROMPT] == timedelta(hours=23)


async def _moments(world: World) -> list[tuple[object, ...]]:
    kinds = [await occurrences(world, kind) for kind in cadence.OF_ROUND]
    return [(r.kind, r.day, r.member_id, r.due_at) for rows in kinds for r in rows]


async def _planned(world: World) -> list[Occurrence]:
    await world.go_to(moment(date(2027, 3, 26), time(8), BERLIN))
    return [r for kind in cadence.OF_ROUND for r in await occurrences(world, kind)]
