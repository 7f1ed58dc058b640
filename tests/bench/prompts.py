"""A company's check-in prompts, all due at once."""

import time
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import delete, insert, text, update

from handlers.checkin import jobs
from handlers.checkin.rules import cadence
from storage.outbox import Outgoing
from storage.schedule import Occurrence
from tests.bench.quarter import DUE, MEMBERS, Company, inside, team_id
from tests.world import World

COMPANY: Final = Company("T0ASKED", 200)
PEOPLE: Final = COMPANY.teams * MEMBERS
PROMPT: Final = DUE - timedelta(days=2) + timedelta(hours=1)  # an hour into the round


async def furnish(world: World) -> None:
    """A thousand people with some key results each, and everybody's prompt, settled."""
    async with world.bot.deps.sessions.engine.begin() as connection:
        await COMPANY.furnish(connection)
        rows = [_prompt(team, nth) for team in range(COMPANY.teams) for nth in range(MEMBERS)]
        await connection.execute(insert(Occurrence), rows)


def _prompt(team: int, nth: int) -> dict[str, Any]:
    return {
        "workspace_id": COMPANY.workspace,
        "kind": cadence.PROMPT,
        "team_id": team_id(team),
        "day": PROMPT.date(),
        "member_id": f"U{team:04}{nth}",
        "wall_day": PROMPT.date(),
        "wall_time": PROMPT.time(),
        "zone": "UTC",
        "due_at": PROMPT,
        "first_due_at": PROMPT,
        "state": "done",
        "attempts": 0,
    }


async def ask(world: World) -> float:
    """Seconds for each prompt, from due to its card in the outbox."""
    deps, mine = world.bot.deps, COMPANY.workspace
    async with deps.sessions.engine.begin() as connection:
        await inside(connection, mine)
        await connection.execute(delete(Outgoing).where(Outgoing.workspace_id == mine))
        asked = update(Occurrence).where(Occurrence.workspace_id == mine)
        due = {"state": "due", "claimed_until": None, "attempts": 0}
        await connection.execute(asked.where(Occurrence.kind == cadence.PROMPT).values(due))
    began = time.perf_counter()
    while await jobs.beat(deps, PROMPT):
        pass
    seconds = time.perf_counter() - began
    async with deps.sessions.engine.connect() as connection:
        await inside(connection, mine)
        query = text("SELECT count(*) FROM outgoing WHERE workspace_id = :mine")
        if (await connection.execute(query, {"mine": mine})).scalar_one() != PEOPLE:
            raise RuntimeError("a card is missing")
    return seconds / PEOPLE
