"""Who answers waits for others, and never for somebody who waits for them."""

import asyncio
from collections.abc import Awaitable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest

from handlers.checkin import flows, jobs
from handlers.checkin.flows.answering import soon
from handlers.checkin.rules import cadence
from handlers.okr import flows as okr
from handlers.okr.rules import Entry
from handlers.schedule.rules import moment
from storage import checkin as rounds
from storage import schedule
from storage.schedule import Occurrence
from tests.checkin.stage import ANNA, BEN, BERLIN, DAY, add_kr, add_team, all_of, record
from tests.world import HOME, World

A_MOMENT = 0.3  # of the machine's: until the other transaction waits for this one
KEY = ("care", DAY)


def at(day: int, hour: int) -> datetime:
    return moment(date(2026, 11, day), time(hour), BERLIN)


async def waiting(work: Awaitable[Any]) -> asyncio.Task[Any]:
    """The same, begun, and for as long as it takes to meet what is in its way."""
    begun = asyncio.ensure_future(work)
    await asyncio.wait({begun}, timeout=A_MOMENT)
    assert isinstance(begun, asyncio.Task)
    return begun


@pytest.mark.parametrize("skips", [True, False])
async def test_who_says_something_while_their_card_is_drawn_anew(world: World, skips: bool) -> None:
    await add_team(world, (ANNA,), asks=True)
    await add_kr(world, 1, ANNA, value=45)
    await world.go_to(at(18, 9))
    sessions, now = world.bot.deps.sessions, world.clock.now()
    async with sessions.workspace(HOME) as session:
        await schedule.again(session, [soon(cadence.REFRESH, KEY, now, ANNA)])

    async def say() -> None:
        async with sessions.workspace(HOME) as session:
            anna = await world.bot.deps.reader(session, ANNA)
            if skips:
                await flows.skip(session, anna, "", now)
            else:
                await flows.reply(session, anna, dict([KEY]), {}, now)

    async with sessions.workspace(HOME) as worker:
        due = schedule.Due(HOME, cadence.REFRESH, *KEY, ANNA)
        assert await schedule.get_all(worker, [due])
        said = await waiting(say())
        await rounds.note_skipped(worker, {(KEY, ANNA): "away"})  # any word on how they stand
    await said


async def test_who_answers_late_while_the_summary_is_told_anew(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    await add_kr(world, 1, ANNA, value=45)
    await add_kr(world, 2, BEN, value=45)
    await world.go_to(at(20, 12))
    await record(world, ANNA, 1, 40)
    deps, now = world.bot.deps, world.clock.now()
    async with deps.sessions.workspace(HOME) as ben:
        await rounds.round_of(ben, KEY)
        beat = await waiting(jobs.beat(deps, now))
        await schedule.again(ben, [soon(cadence.SUMMARY, KEY, now)])
    await beat
    await world.settle()
    assert [
        o for o in await all_of(world, Occurrence) if o.state == "due" and o.due_at <= now
    ] == []


async def test_a_form_about_two_teams_holds_both_rounds_in_their_order(world: World) -> None:
    """It says something of the second, and then replies to the questions of both."""
    for number, team in enumerate(("care", "product"), start=1):
        await add_team(world, (ANNA, BEN), id_=team, channel=team)
        await add_kr(world, number, ANNA, team=team, value=45)
    await world.go_to(at(18, 9))
    deps, now, days = world.bot.deps, world.clock.now(), {"product": DAY, "care": DAY}

    async def answer() -> None:
        async with deps.sessions.workspace(HOME) as session:
            anna, entry = await deps.reader(session, ANNA), Entry(2, Decimal(40), None, "")
            seen = {2: (await okr.the_kr(session, 2, now)).seen}
            hooks, held = deps.after_update, days.items()
            assert await flows.fill(session, hooks, anna, [entry], seen, now, held=held) == []
            await flows.reply(session, anna, days, {}, now)

    async with deps.sessions.workspace(HOME) as ben:
        await rounds.round_of(ben, KEY)
        answered = await waiting(answer())
        await rounds.round_of(ben, ("product", DAY))
    await answered
