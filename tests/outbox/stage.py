"""Posting straight into the outbox, and what became of it."""

from sqlalchemy import select

from handlers.kit import blocks
from handlers.outbox import flows, jobs
from handlers.outbox.jobs import GRACE, LEASE
from storage.outbox import Outgoing
from tests.world import HOME, World


async def post(world: World, key: str, target: str, **how: object) -> None:
    async with world.bot.deps.sessions.workspace(HOME) as session:
        message = blocks.message(f"text of {key}")
        await flows.post(session, key, target, message, world.clock.now(), **how)  # type: ignore[arg-type]  # as the test says


async def row_of(world: World, key: str) -> Outgoing:
    async with world.bot.deps.sessions.workspace(HOME, reading=True) as session:
        row = await session.scalar(select(Outgoing).where(Outgoing.key == key))
    assert row is not None
    return row


async def reclaimed(world: World) -> None:
    """Leases are over, and nobody writes down how the calls ended."""
    world.clock.advance(LEASE.total_seconds() + 1)
    await jobs.reclaim(world.bot.deps, world.clock.now())
    world.clock.advance(GRACE.total_seconds())
    await jobs.reclaim(world.bot.deps, world.clock.now())


def texts(world: World, name: str) -> list[str]:
    return [m.text for m in world.posted(name)]
