"""A moved clock stops wherever something is due, and lets the bot do it there."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import aiohttp
import pytest

from bot.clock import ManualClock
from bot.sandbox.model import Person
from bot.sandbox.page import add_page
from bot.sandbox.page.journey import Traveller
from bot.sandbox.server import Sandbox
from tests.sandbox.asks import do, state

TUESDAY = datetime(2026, 11, 24, 9, tzinfo=UTC)
FRIDAY = TUESDAY + timedelta(days=3)


class Agenda:
    """A bot that needs a look or two for each thing due, and then a moment to deliver it."""

    def __init__(self, clock: ManualClock, *moments: datetime) -> None:
        self.clock = clock
        self.open = list(moments)
        self.done_at: list[datetime] = []
        self.looks = 0
        self.undelivered = 0
        self.may_work = asyncio.Event()
        self.may_work.set()

    async def next_due(self) -> tuple[datetime, str] | None:
        if self.open and self.open[0] <= self.clock.now() and self.may_work.is_set():
            self.looks += 1
            if self.looks % 3 == 0:
                self.done_at.append(self.clock.now())
                self.open.pop(0)
                self.undelivered = 2
        return (self.open[0], "a card") if self.open else None

    async def in_hand(self) -> int:
        self.undelivered = max(0, self.undelivered - 1)
        return self.undelivered

    def traveller(self, patience: float = 10) -> Traveller:
        return Traveller(self.clock, self.next_due, self.in_hand, lambda: None, patience=patience)


async def test_each_thing_on_the_way_is_done_at_its_own_moment() -> None:
    moments = [TUESDAY + timedelta(hours=hours) for hours in (25, 49, 70)]
    agenda = Agenda(ManualClock(TUESDAY), *moments, FRIDAY + timedelta(hours=1))

    journey = await agenda.traveller().go(FRIDAY)

    assert agenda.done_at == moments
    assert agenda.undelivered == 0
    assert agenda.clock.now() == FRIDAY
    assert journey.left_undone == ""


async def test_what_a_thing_done_makes_due_on_the_way_is_not_jumped_over() -> None:
    agenda = Agenda(ManualClock(TUESDAY), TUESDAY + timedelta(hours=1))
    reminder = TUESDAY + timedelta(hours=2)
    agenda.clock.moved.append(lambda now: agenda.open.append(reminder) if now < reminder else None)

    await agenda.traveller().go(FRIDAY)

    assert agenda.done_at == [TUESDAY + timedelta(hours=1), reminder]


async def test_a_bot_that_does_not_get_on_is_named_and_not_waited_for_for_ever() -> None:
    agenda = Agenda(ManualClock(TUESDAY), TUESDAY + timedelta(hours=1))
    agenda.may_work.clear()

    journey = await agenda.traveller(patience=0.2).go(FRIDAY)

    assert journey.left_undone == "a card"
    assert agenda.clock.now() == FRIDAY


async def test_what_nobody_sees_is_passed_until_something_is_sent() -> None:
    moments = [TUESDAY + timedelta(hours=hours) for hours in (1, 2, 26)]
    agenda = Agenda(ManualClock(TUESDAY), *moments)

    journey = await agenda.traveller().go_until(
        lambda since: since == moments[0] and len(agenda.done_at) == 2, first=moments[0]
    )

    assert agenda.done_at == moments[:2]
    assert agenda.clock.now() == journey.target == moments[1]


async def test_where_nothing_is_sent_the_clock_stays_within_a_week_of_the_first_thing() -> None:
    moments = [TUESDAY + timedelta(days=days) for days in (30, 37, 38)]
    agenda = Agenda(ManualClock(TUESDAY), *moments)

    await agenda.traveller().go_until(lambda _since: False, first=moments[0])

    assert agenda.done_at == moments[:2]
    assert agenda.clock.now() == moments[1]


async def test_a_bot_that_does_not_get_on_is_not_waited_for_to_send_something() -> None:
    agenda = Agenda(ManualClock(TUESDAY), TUESDAY + timedelta(hours=1))
    agenda.may_work.clear()

    journey = await agenda.traveller(patience=0.2).go_until(
        lambda _since: False, first=agenda.open[0]
    )

    assert journey.left_undone == "a card"
    assert agenda.clock.now() == TUESDAY + timedelta(hours=1)


@pytest.fixture
async def agenda(manifest: dict[str, Any]) -> AsyncIterator[tuple[Agenda, aiohttp.ClientSession]]:
    """A page whose bot has a card to send on Wednesday at 9:00, and waits until it may."""
    agenda = Agenda(ManualClock(TUESDAY), TUESDAY + timedelta(days=1))
    agenda.may_work.clear()
    page = partial(add_page, next_due=agenda.next_due, in_hand=agenda.in_hand)
    sandbox = Sandbox(agenda.clock, manifest, page=page)
    sandbox.add_workspace("T1", "Acme", "acme", token="xoxb-1")
    sandbox.add_person("T1", Person("U1", "mei", "Mei Lin", "Europe/London"))
    await sandbox.start()
    async with aiohttp.ClientSession(sandbox.url) as visit:
        yield agenda, visit
    await sandbox.stop()


async def under_way(visit: aiohttp.ClientSession) -> Any:
    """What the page shows as soon as the clock stands at the card's moment."""
    async with visit.get("/page/live") as live:
        while (moving := (await state(visit))["moving"]) is None or not moving["what"]:
            await live.content.readline()
    return moving


async def test_the_page_sees_where_the_clock_is_and_a_second_move_is_refused(
    agenda: tuple[Agenda, aiohttp.ClientSession],
) -> None:
    bot, visit = agenda
    first = asyncio.create_task(do(visit, "clock", move="friday-15"))
    moving = await under_way(visit)
    second = await do(visit, "clock", move="hour")
    bot.may_work.set()
    done = await first

    assert moving["at"] == (TUESDAY + timedelta(days=1)).isoformat()
    assert (moving["what"], moving["here"]) == ("a card", 0)
    assert second["ok"] is False
    assert "on its way already" in second["error"]
    assert done["ok"] is True
    assert bot.clock.now() == FRIDAY.replace(hour=15)
    assert (await state(visit))["moving"] is None


async def test_a_sandbox_that_closes_lets_go_of_a_journey(
    agenda: tuple[Agenda, aiohttp.ClientSession],
) -> None:
    bot, visit = agenda
    move = asyncio.create_task(do(visit, "clock", move="friday-15"))
    await under_way(visit)
    move.cancel()

    assert bot.clock.now() == TUESDAY + timedelta(days=1)
