"""What answering and asking cost: the number of statements grows with nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time, timedelta
from decimal import Decimal

from sqlalchemy import event

from handlers.checkin import flows, jobs
from handlers.okr import flows as okr
from handlers.okr.rules import Entry
from handlers.schedule.rules import moment
from tests.checkin.stage import ANNA, BEN, BERLIN, DAY, add_kr, add_team
from tests.world import HOME, World


async def test_a_form_costs_the_same_statements_for_two_key_results_as_for_twelve(
    world: World,
) -> None:
    await add_team(world, (ANNA, BEN))
    for number in (1, 2):
        await add_kr(world, number, ANNA)
    await world.go_to(moment(DAY, time(10), BERLIN))
    two = await statements(world, {1: 40, 2: 25})
    for number in range(3, 13):
        await add_kr(world, number, ANNA)
    twelve = await statements(world, dict.fromkeys(range(1, 13), 20))
    assert two == twelve


async def statements(world: World, typed: dict[int, int]) -> int:
    """How many statements a filled form runs; ten seconds pass first."""
    world.clock.move_to(world.clock.now() + timedelta(seconds=10))
    deps, now = world.bot.deps, world.clock.now()
    entries = [Entry(number, Decimal(value), None, "") for number, value in typed.items()]
    async with deps.sessions.workspace(HOME) as session:
        reader = await deps.reader(session, ANNA)
        seen = {kr.number: kr.seen for kr in await okr.key_results(session, now, owner_id=ANNA)}
        with counted(world) as found:
            await flows.fill(session, deps.after_update, reader, entries, seen, now)
    return len(found)


@contextmanager
def counted(world: World) -> Iterator[list[object]]:
    """The statements that are run meanwhile."""
    found: list[object] = []

    def count(*args: object) -> None:
        found.append(args[2])

    engine = world.bot.deps.sessions.engine.sync_engine
    event.listen(engine, "before_cursor_execute", count)
    yield found
    event.remove(engine, "before_cursor_execute", count)


async def test_a_beat_costs_the_same_statements_for_three_people_as_for_thirty(
    world: World,
) -> None:
    """Prompts, then reminders: what is due at once is looked up, settled and enqueued at once."""
    tuesday, friday = DAY - timedelta(days=1), DAY + timedelta(days=2)
    for team, members, day in (("care", people(3), tuesday), ("product", people(30), friday)):
        weekday, at = day.weekday(), time(11)  # an hour at which nothing else is due
        await add_team(world, members, id_=team, channel=team, weekday=weekday, at=at)
        for number, member in enumerate(members, start=len(members) * 100):
            await add_kr(world, number, member, team=team)
    assert await asking(world, tuesday) == await asking(world, friday)


def people(count: int) -> tuple[str, ...]:
    """Whom nobody knows: they are where their team is."""
    return tuple(f"U{count}X{number:02}" for number in range(count))


async def asking(world: World, day: date) -> list[int]:
    """What a prompt and a reminder of everybody cost."""
    costs = []
    for at in (moment(day, time(11), BERLIN), moment(day + timedelta(days=1), time(10), BERLIN)):
        await world.go_to(at - timedelta(seconds=1))
        world.clock.move_to(at)
        with counted(world) as statements:
            await jobs.beat(world.bot.deps, at)
        costs.append(len(statements))
    return costs
