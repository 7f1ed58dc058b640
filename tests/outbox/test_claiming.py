"""What one look has found is claimed in several goes, as far as the budgets let it go."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from handlers.deps import Deps
from handlers.outbox.jobs.claiming import Claim, claim, look
from handlers.outbox.rules import WHOLE
from storage import outbox, sending
from storage.db import Why
from tests.world import HOME, NEIGHBOUR, World

ROOM: Final = 60
EACH: Final = 140


async def test_what_was_found_once_is_claimed_until_nothing_is_left(world: World) -> None:
    await fill(world, HOME, NEIGHBOUR)
    wide_open = replace(world.bot.deps, pace=1000.0)
    claims = await until_nothing_is_left(wide_open)
    assert [len(one.mine) for one in claims] == [60, 60, 60, 60, 40]
    keys = {(mine.workspace_id, mine.key) for one in claims for mine in one.mine}
    assert len(keys) == 2 * EACH
    assert (await look(wide_open, world.clock.now())).left == []


async def test_a_workspace_whose_budget_is_spent_is_left_until_it_is_free(world: World) -> None:
    await fill(world, HOME)
    (only,) = await until_nothing_is_left(world.bot.deps)
    assert len(only.mine) == WHOLE.burst
    assert only.again is not None
    assert only.again > world.clock.now()


async def fill(world: World, *workspaces: str) -> None:
    """Many messages that nobody waits for, one a person, after a silence."""
    sessions, now = world.bot.deps.sessions, world.clock.now()
    async with sessions.system(Why.CLAIM_SENDS) as session:
        await sending.add_workspaces(session, workspaces, now - timedelta(minutes=1))
    rows = [{"key": f"{n}", "message": f"{n}", "target": f"U{n}"} for n in range(EACH)]
    for id_ in workspaces:
        async with sessions.workspace(id_) as session:
            await outbox.enqueue_all(session, now, rows, kind="post", payload=None, bulk=True)


async def until_nothing_is_left(deps: Deps) -> Sequence[Claim]:
    now = deps.clock.now()
    claims = [await look(deps, now)]
    while claims[-1].left:
        claims.append(await claim(deps, claims[-1], now, room=ROOM))
    return claims[1:]
