"""Schedules change, people move: nobody is asked twice, and what does not come says why."""

from datetime import date, time, timedelta
from itertools import pairwise

from handlers.checkin.rules import away, cadence
from storage import vote as votes
from storage.checkin import Round
from storage.schedule import Occurrence
from tests.checkin.stage import (
    ANNA,
    BEN,
    CHEN,
    DAY,
    PROMPT_AT,
    add_kr,
    add_team,
    all_of,
    cards,
    change_team,
    occurrences,
    reasons,
    set_person,
)
from tests.trust.deep import on_one_database
from tests.world import HOME, World

HOUR = timedelta(hours=1)
MONTHLY = {"checkin_rhythm": "month:last", "checkin_weekday": 4}  # 27 November


@on_one_database
async def test_a_round_that_moves_says_where_to_and_comes_back_when_that_is_taken_back(
    world: World,
) -> None:
    await add_team(world, (ANNA,))
    await add_kr(world, 1, ANNA, value=45)
    await world.go_to(PROMPT_AT - 20 * HOUR)
    await change_team(world, "care", **MONTHLY)
    await world.settle()
    for kind in (*cadence.OF_ROUND, cadence.OPEN):
        (row,) = await occurrences(world, kind, DAY)
        assert (row.state, row.reason) == ("skipped", "moved to 2026-11-27")
    assert await all_of(world, Round) == []
    await change_team(world, "care", checkin_rhythm="weekly", checkin_weekday=2)
    await world.go_to(PROMPT_AT)
    assert len(cards(world, "anna")) == 1
    assert await reasons(world, cadence.PROMPT) == {ANNA: None}
    assert [r.day for r in await _due(world, cadence.OPEN)] == [DAY + timedelta(days=7)]


async def test_a_round_in_which_somebody_voted_stays(world: World) -> None:
    await add_team(world, (ANNA,))
    await add_kr(world, 1, ANNA, value=45)
    await world.go_to(PROMPT_AT - 20 * HOUR)
    async with world.bot.deps.sessions.workspace(HOME) as session:
        await votes.set_votes(session, BEN, {(("care", DAY), 1): 7}, world.clock.now())
    await change_team(world, "care", **MONTHLY)
    assert [r.day for r in await all_of(world, Round)] == [DAY]


async def test_a_month_that_is_far_leaves_the_round_that_is_open(world: World) -> None:
    await add_team(world, (ANNA,))
    await add_kr(world, 1, ANNA, value=45)
    await world.go_to(PROMPT_AT - 20 * HOUR)
    await change_team(world, "care", checkin_rhythm="month:1", checkin_weekday=0)
    await world.go_to(PROMPT_AT)
    assert len(cards(world, "anna")) == 1
    assert [r.day for r in await _due(world, cadence.OPEN)] == [date(2026, 12, 7)]


@on_one_database
async def test_several_rounds_a_week_ask_once_each_and_never_overlap(world: World) -> None:
    await add_team(world, (ANNA, CHEN))
    await add_kr(world, 1, ANNA, value=45)
    await add_kr(world, 2, CHEN, value=45)
    await world.go_to(PROMPT_AT + 2 * HOUR)  # everybody was asked on Wednesday
    await change_team(world, "care", checkin_rhythm="days:0,1,2,3,4")
    await world.settle()
    assert await reasons(world, cadence.REMIND) == {ANNA: away.NO_ROOM, CHEN: away.NO_ROOM}
    await world.go_to(PROMPT_AT + timedelta(days=2, hours=2))  # Friday
    assert len(cards(world, "anna")) == len(cards(world, "chen")) == 3
    rounds = sorted(await all_of(world, Round), key=lambda r: r.day)
    assert [r.day.weekday() for r in rounds] == [2, 3, 4]
    assert [r.closed_at is None for r in rounds] == [False, False, True]
    assert all(a.closes_at <= b.opens_at for a, b in pairwise(rounds))


async def test_who_leaves_a_team_is_told_so_at_once_and_is_asked_when_they_come_back(
    world: World,
) -> None:
    await add_team(world, (ANNA, BEN), asks=True)
    await add_team(world, (ANNA,), id_="product", channel="product", asks=True)
    await world.go_to(PROMPT_AT - 20 * HOUR)
    await change_team(world, "care", members=(ANNA,))
    await change_team(world, "product", members=(ANNA, BEN))
    for kind in cadence.PLANNED:
        rows = [r for r in await occurrences(world, kind, DAY) if r.member_id == BEN]
        why = {r.team_id: r.reason for r in rows}
        assert why == {"care": away.LEFT, "product": None}
    await world.go_to(PROMPT_AT + 8 * HOUR)
    assert len(cards(world, "ben")) == 1
    await change_team(world, "care", members=(ANNA, BEN))
    await change_team(world, "product", members=(ANNA,))
    await world.settle()
    prompts = [r for r in await occurrences(world, cadence.PROMPT, DAY) if r.member_id == BEN]
    assert [(r.team_id, r.state) for r in prompts] == [("care", "done"), ("product", "done")]
    assert len(cards(world, "ben")) == 2  # one for each team's round


async def test_by_the_teams_clock_everybody_is_asked_at_one_moment(world: World) -> None:
    await add_team(world, (ANNA, BEN, CHEN))
    await set_person(world, CHEN, checkin_time=time(18))
    await change_team(world, "care", checkin_walls="team")
    await world.go_to(PROMPT_AT - 20 * HOUR)
    due = {r.member_id: r.due_at for r in await occurrences(world, cadence.PROMPT)}
    assert due == {ANNA: PROMPT_AT, BEN: PROMPT_AT, CHEN: PROMPT_AT + HOUR}


async def _due(world: World, kind: str) -> list[Occurrence]:
    return [row for row in await occurrences(world, kind) if row.state == "due"]
