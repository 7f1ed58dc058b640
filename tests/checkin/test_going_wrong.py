"""Prompts that fail: nobody is forgotten for as long as their round is open."""

import contextlib
from collections.abc import AsyncIterator
from datetime import timedelta

import psycopg
import pytest

from handlers.checkin.rules import cadence
from handlers.schedule.rules.trying import FAILED
from tests.checkin.stage import (
    ANNA,
    BERLIN,
    CLOSE_AT,
    PROMPT_AT,
    add_kr,
    add_team,
    cards,
    occurrences,
    reasons,
    set_person,
    words,
)
from tests.databases import Postgres
from tests.world import World, built

GUS = "U0GUS"
MINUTE = timedelta(minutes=1)


async def gus_cannot_be_asked(world: World) -> None:
    """As by a fault of ours: nobody knows what time it is where he is."""
    await add_team(world, (ANNA, GUS))
    await add_kr(world, 1, ANNA)
    await add_kr(world, 2, GUS)
    await world.go_to(PROMPT_AT - MINUTE)
    await set_person(world, GUS, zone="Mars/Olympus")


async def test_a_card_that_failed_for_hours_comes_once_that_is_mended(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    await gus_cannot_be_asked(world)
    await world.go_to(PROMPT_AT + timedelta(hours=5))
    assert [len(cards(world, name)) for name in ("anna", "gus")] == [1, 0]
    assert "checkin.prompt for team care" in caplog.text
    await set_person(world, GUS, zone=BERLIN)
    reply = await world.person("gus").command("/okr why", world.channel("care"))
    assert reply.message is not None
    assert "something went wrong on our side" in words(reply.message)
    await world.go_to(PROMPT_AT + timedelta(hours=6))
    (card,) = cards(world, "gus")
    assert "late" in words(card).lower()
    assert len(cards(world, "anna")) == 1


async def test_a_card_that_never_works_is_given_up_when_its_round_closes(world: World) -> None:
    await gus_cannot_be_asked(world)
    await world.go_to(CLOSE_AT - MINUTE)
    assert GUS not in await reasons(world, cadence.PROMPT)
    await world.go_to(CLOSE_AT + timedelta(hours=1))
    assert (await reasons(world, cadence.PROMPT))[GUS] == FAILED
    assert (await reasons(world, cadence.REMIND))[GUS] == FAILED


@contextlib.asynccontextmanager
async def locked(url: str) -> AsyncIterator[None]:
    """Somebody changes a table for long, and whoever waits for it is turned away."""
    plain = url.replace("postgresql+psycopg", "postgresql")
    async with await psycopg.AsyncConnection.connect(plain) as other:
        await other.execute("LOCK TABLE kr_update IN ACCESS EXCLUSIVE MODE")
        yield
        await other.rollback()


async def test_while_the_database_is_in_trouble_nothing_is_given_up(postgres: Postgres) -> None:
    """Not even a reminder has fewer tries left when it works again."""
    await postgres.prepare()
    with postgres.fresh() as url:
        hurried = f"{url}{'&' if '?' in url else '?'}options=-c%20lock_timeout%3D50ms"
        async with built(hurried) as world:
            await add_team(world, (ANNA, GUS))
            await add_kr(world, 1, GUS)
            await world.go_to(PROMPT_AT - MINUTE)
            async with locked(url):
                for minute in range(8):
                    world.clock.move_to(PROMPT_AT + minute * MINUTE)
                    await world.bot.heartbeat.run_all()
                left = [
                    row for row in await occurrences(world, cadence.PROMPT) if row.state == "due"
                ]
                assert {(row.member_id, row.attempts, row.reason) for row in left} == {
                    (ANNA, 0, None),
                    (GUS, 0, None),
                }
            await world.go_to(PROMPT_AT + 9 * MINUTE)
            assert len(cards(world, "gus")) == 1
