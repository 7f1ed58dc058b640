"""What an input costs before its answer, in statements.

The first says whose rows it is about on PostgreSQL, and that somebody writes on SQLite.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from tests.companies import add_kr, set_up_team
from tests.kudos.reacting import react, said
from tests.world import World


@contextmanager
def counted(world: World) -> Iterator[list[str]]:
    """Every statement that the bot runs meanwhile."""
    statements: list[str] = []

    def note(*args: object) -> None:
        statements.append(str(args[2]))

    engine = world.bot.deps.sessions.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)


async def updated(world: World, line: str) -> list[str]:
    with counted(world) as statements:
        reply = await world.person("anna").command(f"/okr update {line}", world.channel("care"))
    assert "KR-" in str(reply.blocks), reply
    return statements


async def test_a_typed_update_takes_six_statements_from_the_signature_to_the_answer(
    world: World,
) -> None:
    team = await set_up_team(world)
    await add_kr(world, team, 1, "Answer sooner")
    before_any_round = await updated(world, "KR-1 45 note")
    await world.settle()  # Monday: Wednesday's round opens
    first = await updated(world, "KR-1 46 note")
    again = await updated(world, "KR-1 47 note")

    # Nobody is asked. On SQLite none can begin to while it is written: nothing is answered.
    beside = 0 if world.bot.deps.sessions.engine.dialect.name == "sqlite" else 1
    assert len(before_any_round) == 5 + beside
    assert len(first) == len(again) == 6


async def test_a_reaction_takes_four_before_slack_hears_that_it_came(world: World) -> None:
    await set_up_team(world)
    message = await said(world)
    await world.settle()
    with counted(world) as statements:
        await react(world, message)
        await world.sandbox.settle()

    assert len(statements) == 4


async def test_home_takes_as_many_for_three_teams_as_for_one(world: World) -> None:
    await add_kr(world, await set_up_team(world), 1, "Answer sooner")
    await world.settle()
    anna = world.person("anna")
    with counted(world) as one:
        await anna.open_home()
    for number, channel in enumerate(("product", "far"), start=2):
        team = await set_up_team(world, channel)
        await add_kr(world, team, number, f"Number {number}")
    await world.settle()
    with counted(world) as three:
        await anna.open_home()

    assert len(one) == len(three) == 14


@contextmanager
def trips(world: World, folder: Path) -> Iterator[Path]:
    """What goes to PostgreSQL and comes back meanwhile, a message a line."""
    told = folder / "told"
    pool = world.bot.deps.sessions.engine.sync_engine.pool
    with told.open("w") as file:

        def follow(connection: Any, *_: object) -> None:
            connection.driver_connection.pgconn.trace(file.fileno())

        def leave(connection: Any, *_: object) -> None:
            connection.driver_connection.pgconn.untrace()

        event.listen(pool, "checkout", follow)
        event.listen(pool, "checkin", leave)
        yield told
        event.remove(pool, "checkout", follow)
        event.remove(pool, "checkin", leave)


def synced(told: Path) -> int:
    """How often it was asked to answer all that had been sent."""
    return sum("\tSync" in line for line in told.read_text().splitlines())


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_a_typed_update_takes_two_round_trips_before_any_round_and_in_one(
    world: World, tmp_path: Path
) -> None:
    await add_kr(world, await set_up_team(world), 1, "Answer sooner")

    async def came(value: int) -> int:
        with trips(world, tmp_path) as told:
            await updated(world, f"KR-1 {value} note")
        return synced(told)

    await came(44)  # whose connection is new
    before_any_round = await came(45)
    await world.settle()  # Monday: Wednesday's round opens
    assert (before_any_round, await came(46)) == (2, 2)


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_home_takes_one_round_trip_more_at_first_and_while_a_round_is_open(
    world: World, tmp_path: Path
) -> None:
    await add_kr(world, await set_up_team(world), 1, "Answer sooner")
    anna = world.person("anna")

    async def opened() -> int:
        with trips(world, tmp_path) as told:
            await anna.open_home()
        return synced(told)

    assert [await opened(), await opened()] == [2, 1]
    await world.settle()  # Monday: Wednesday's round opens
    assert [await opened(), await opened()] == [2, 2]


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_a_typed_update_takes_two_round_trips_its_commit_among_them(
    world: World, tmp_path: Path
) -> None:
    await add_kr(world, await set_up_team(world), 1, "Answer sooner")
    with trips(world, tmp_path) as before_any_round:
        await updated(world, "KR-1 45 note")
    assert synced(before_any_round) == 2

    await world.settle()  # Monday: Wednesday's round opens
    with trips(world, tmp_path) as while_one_is_open:
        await updated(world, "KR-1 46 note")
    assert synced(while_one_is_open) == 2
