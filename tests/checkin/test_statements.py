"""What an answer costs: the number of statements does not grow with that of the key results."""

from datetime import time, timedelta
from decimal import Decimal

from sqlalchemy import event

from handlers.checkin import flows
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
    counted: list[object] = []

    def count(*args: object) -> None:
        counted.append(args[2])

    deps, now = world.bot.deps, world.clock.now()
    entries = [Entry(number, Decimal(value), None, "") for number, value in typed.items()]
    async with deps.sessions.workspace(HOME) as session:
        reader = await deps.reader(session, ANNA)
        seen = {kr.number: kr.seen for kr in await okr.key_results(session, now, owner_id=ANNA)}
        engine = deps.sessions.engine.sync_engine
        event.listen(engine, "before_cursor_execute", count)
        await flows.fill(session, deps.after_update, reader, entries, seen, now)
        event.remove(engine, "before_cursor_execute", count)
    return len(counted)
