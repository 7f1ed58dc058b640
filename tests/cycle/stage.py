"""The end of a quarter: teams with objectives, and what people see of it."""

from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from bot.sandbox.model import Message
from handlers.schedule.rules import moment
from storage.db import insert_once
from storage.okr import Cycle, KeyResult, Objective
from storage.workspace import next_numbers
from tests.checkin.stage import BERLIN
from tests.world import HOME, World

LAST = date(2026, 12, 31)  # of the quarter
TEN = moment(LAST, time(10), BERLIN)
THREE = moment(date(2027, 1, 5), time(15), BERLIN)  # when the result is posted in Berlin
DAY = timedelta(days=1)


async def objective(
    world: World,
    number: int,
    owner: str,
    *,
    team: str = "Care",
    title: str = "Delight people who ask",
    cycle: tuple[str, date, date] = ("2026-Q4", date(2026, 10, 1), LAST),
    **values: Any,
) -> None:
    """An active objective without key results."""
    name, starts, ends = cycle
    async with world.bot.deps.sessions.workspace(HOME) as session:
        await insert_once(session, Cycle, id=name, starts=starts, ends=ends)
        session.add(
            Objective(
                number=number,
                team_id=team,
                cycle_id=name,
                title=title,
                owner_id=owner,
                created_at=world.clock.now(),
                **values,
            )
        )


async def kr(
    world: World,
    number: int,
    owner: str,
    *,
    of: int = 1,
    title: str = "First response time",
    start: int = 60,
    target: int = 10,
    **values: Any,
) -> None:
    """A key result of an objective that is there."""
    async with world.bot.deps.sessions.workspace(HOME) as session:
        session.add(
            KeyResult(
                number=number,
                objective_number=of,
                position=number,
                title=title,
                owner_id=owner,
                unit="h",
                start=Decimal(start),
                target=Decimal(target),
                activated_at=world.clock.now(),
                **values,
            )
        )


async def counters(world: World) -> None:
    """The numbers that come next are beyond those that tests give."""
    async with world.bot.deps.sessions.workspace(HOME) as session:
        await next_numbers(session, "objective", 100)
        await next_numbers(session, "key_result", 100)


async def say_value(world: World, person: str, number: int, value: str) -> None:
    """`/okr update`, by command."""
    reply = await world.person(person).command(
        f"/okr update KR-{number} {value}", world.channel("care")
    )
    assert f"KR-{number}" in str(reply.blocks), reply


def asked(world: World, name: str) -> list[Message]:
    """The cards about the end of a cycle in somebody's direct messages."""
    return [
        m
        for m in world.person(name).dms()
        if m.bot_id
        and any(b.get("elements", [{}])[0].get("action_id") == "cycle.grade" for b in m.blocks)
    ]


def posts(world: World, channel: str = "care") -> list[Message]:
    """The results in a channel."""
    return [m for m in world.posted(channel) if "what came of it" in m.text]


async def row(world: World, table: type[Any], number: int) -> Any:
    async with world.bot.deps.sessions.workspace(HOME, reading=True) as session:
        return await session.scalar(select(table).where(table.number == number))
