"""A draft that goes on from a KR whose target was met: where that stood at last."""

from decimal import Decimal

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.objective.rules.state import OneKr
from handlers.okr.flows.states import measured_by
from handlers.okr.rules.kinds import Reach
from handlers.okr.rules.life import Stage
from storage import cycle_end, okr_life


async def start_of_draft(session: AsyncSession, one: OneKr) -> Decimal | None:
    """From where this KR is to start, until somebody has given it ends of its own; else None.

    Its row keeps the old ends: a start at the target that was met would leave no way to go.
    """
    begun = one.objective.stage in (Stage.ACTIVE, Stage.CLOSED)
    if begun or one.objective.carried_from is None:
        return None
    old = await cycle_end.carried_from(session, one.kr.number)
    if old is None or not isinstance(one.aim, Reach):
        return None
    for (kr, *_), update, *_ in await okr_life.krs(session, numbers=[old]):
        return update.value if update is not None and measured_by(kr) == one.aim else None
    return None
