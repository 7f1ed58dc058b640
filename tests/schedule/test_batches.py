"""Batches: what is due goes to its handle together, and still fails alone."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.deps import Deps
from handlers.schedule.jobs import BATCH, FEW, LEASE, Batch, few_tries, never, work_off
from handlers.schedule.jobs.batches import TROUBLED
from handlers.schedule.rules.trying import FEW_TRIES, TRIES
from storage import schedule
from storage.schedule import Due
from tests.schedule.test_occurrences import NOW, row
from tests.world import HOME, NEIGHBOUR, World

SOON = NOW + timedelta(hours=1)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


class Handling:
    """A handle that notes what it is given, and fails at the members it is told to."""

    def __init__(self, *bad: str, error: type[Exception] = ValueError) -> None:
        self.bad = set(bad)
        self.error = error
        self.given: list[list[str]] = []
        self.locked: list[list[str]] = []

    async def first(self, _: AsyncSession, dues: Sequence[Due]) -> None:
        self.locked.append([due.member_id for due in dues])

    async def __call__(self, session: AsyncSession, _: Deps, batch: Batch, now: Any) -> None:
        members = [one.member_id for one in batch]
        self.given.append(members)
        await schedule.settle_all(session, batch, now)
        if self.bad & set(members):
            raise self.error(members)

    async def beat(self, world: World, now: Any = NOW, **how: Any) -> None:
        await work_off(world.bot.deps, {"test": self}, now, first=self.first, **how)


async def plan(world: World, *rows: dict[str, Any], workspace: str = HOME) -> None:
    async with world.bot.deps.sessions.workspace(workspace) as session:
        await schedule.plan(session, list(rows))


async def left(world: World) -> list[str]:
    async with world.bot.deps.sessions.workspace(HOME) as session:
        members = [f"U{n}" for n in range(BATCH + 5)]
        return [one.member_id for one in await schedule.together(session, "test", members)]


async def due_at(world: World) -> datetime | None:
    """When U1's is tried again."""
    async with world.bot.deps.sessions.workspace(HOME) as session:
        rows = await schedule.together(session, "test", ["U1"])
        return rows[0].due_at if rows else None


async def test_each_workspaces_own_go_together_in_the_order_of_their_keys(world: World) -> None:
    await plan(world, row("U2"), row("U1"), row("U9", team="a"))
    await plan(world, row("U1"), workspace=NEIGHBOUR)
    handling = Handling()
    await handling.beat(world)
    for told in (handling.given, handling.locked):  # two workspaces may be handled side by side
        assert sorted(told, key=len) == [["U1"], ["U9", "U1", "U2"]]
    assert await left(world) == []


async def test_one_that_fails_takes_nobody_with_it(world: World) -> None:
    await plan(world, row("U1"), row("U2"), row("U3"))
    handling = Handling("U2")
    await handling.beat(world)
    assert handling.given == [["U1", "U2", "U3"], ["U1"], ["U2"], ["U3"]]
    assert await left(world) == ["U2"]


async def test_hundreds_do_not_each_wait_for_a_database_in_trouble_and_it_costs_no_try(
    world: World,
) -> None:
    everybody = [f"U{n}" for n in range(9)]
    await plan(world, *map(row, everybody))
    handling, now = Handling(*everybody, error=TimeoutError), NOW
    for _ in range(2 * FEW_TRIES):
        await handling.beat(world, now, given_up={"test": few_tries})
        now += LEASE
    assert len(handling.given) == 2 * FEW_TRIES * (1 + TROUBLED)
    handling.bad.clear()
    await handling.beat(world, now)
    assert handling.given[-1] == everybody
    assert await left(world) == []


async def test_what_the_database_takes_from_others_is_tried_for_all(world: World) -> None:
    await plan(world, *map(row, ("U1", "U2", "U3", "U4")))
    handling = Handling("U1", "U3", error=TimeoutError)
    await handling.beat(world)
    assert await left(world) == ["U1", "U3"]


async def test_one_that_goes_on_failing_is_tried_ever_more_rarely_and_given_up_after_a_day(
    world: World,
) -> None:
    await plan(world, row("U1"))
    handling, now, tries = Handling("U1"), NOW, []
    while await left(world):
        tries.append(int((now - NOW) / MINUTE))
        await handling.beat(world, now)
        now = await due_at(world) or now
    assert tries[:9] == [0, 1, 3, 7, 15, 31, 63, 123, 183]
    assert len(tries) == len(handling.given) == TRIES
    assert tries[-1] == 63 + (TRIES - 7) * 60  # about a day


async def test_one_that_helps_nobody_later_is_given_up_soon(world: World) -> None:
    await plan(world, row("U1"))
    handling, now = Handling("U1"), NOW
    while await left(world):
        await handling.beat(world, now, given_up={"test": few_tries})
        now = await due_at(world) or now
    assert len(handling.given) == FEW_TRIES


async def test_one_that_others_depend_on_is_tried_every_hour_until_it_works(world: World) -> None:
    await plan(world, row("U1"))
    handling, now, lasts = Handling("U1"), NOW, {"test": never}
    for _ in range(2 * TRIES):
        await handling.beat(world, now, given_up=lasts)
        now = await due_at(world) or now
    await handling.beat(world, now - SECOND, given_up=lasts)
    assert len(handling.given) == 2 * TRIES
    handling.bad.clear()
    await handling.beat(world, now, given_up=lasts)
    assert await left(world) == []


async def test_what_was_moved_after_it_was_claimed_waits_for_its_moment(world: World) -> None:
    await plan(world, row("U1"), row("U2"))
    handling = Handling()

    async def move(session: AsyncSession, _: Sequence[Due]) -> None:
        await schedule.plan(session, [row("U1", SOON)])

    await work_off(world.bot.deps, {"test": handling}, NOW, first=move)
    assert handling.given == [["U2"]]
    await handling.beat(world, SOON)
    assert handling.given == [["U2"], ["U1"]]


async def test_a_crowd_is_cut_into_batches(world: World) -> None:
    await plan(world, *(row(f"U{n}") for n in range(BATCH + 5)))
    handling = Handling()
    await handling.beat(world)
    assert [len(members) for members in handling.given] == [BATCH, 5]
    assert await left(world) == []


async def test_where_each_takes_its_own_statements_batches_are_small(world: World) -> None:
    """A hundred cards to be drawn anew keep nobody else from writing until all are drawn."""
    await plan(world, *(row(f"U{n}") for n in range(FEW + 5)))
    handling = Handling()
    await handling.beat(world, one_by_one={"test"})
    assert [len(members) for members in handling.given] == [FEW, 5]
