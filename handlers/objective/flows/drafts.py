"""What has not begun yet: of one's own, and what waits for one's agreement."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.kit.reader import Reader
from handlers.objective.flows.reading import objective_of
from handlers.objective.rules.state import Link, Objective
from handlers.okr.rules.life import Actor, Level, Stage, may_agree, steps_from
from storage import okr_life
from storage.db import Query


@dataclass(frozen=True, slots=True)
class Draft:
    """An objective that has not begun, and where the reader may take it."""

    objective: Objective
    steps: Sequence[Stage]
    waits: bool  # for the reader's agreement


async def drafts(session: AsyncSession, reader: Reader) -> list[Draft]:
    """What waits for this person first, then their own; the newest first."""
    led = await okr_life.led_by(session, reader.id)
    rows = await okr_life.waiting(session, reader.id, led, company=reader.is_admin)
    found = [_draft(objective_of(row), reader, led) for row in rows]
    return sorted(found, key=lambda one: not one.waits)


def proposed_to(member_id: str) -> Query[list[Link]]:
    """What waits for this person's agreement, the oldest first."""
    found = okr_life.proposed_to(member_id)
    return found.then(lambda rows: [Link(row.number, row.title, Stage.PROPOSED) for row in rows])


def _draft(objective: Objective, reader: Reader, led: Sequence[str]) -> Draft:
    actor = Actor(objective.owner_id == reader.id, objective.home.id in led, reader.is_admin)
    agrees = may_agree(actor, objective.level) and objective.level is not Level.PERSONAL
    waits = objective.stage is Stage.PROPOSED and agrees
    return Draft(objective, steps_from(objective.stage, actor, objective.level), waits)
