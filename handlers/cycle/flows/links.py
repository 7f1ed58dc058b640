"""Where a KR comes from and where it goes on."""

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.cycle.flows.reading import heirs_of
from handlers.cycle.rules.links import Links, Past
from handlers.okr.flows.states import measured_by, tally_of
from handlers.okr.rules.grade import suggested_grade
from storage import cycle_end


async def links(session: AsyncSession, number: int) -> Links:
    """Both ends of what was carried over."""
    heir = (await heirs_of(session, [number])).get(number)
    old = await cycle_end.carried_from(session, number)
    return Links(None if old is None else await _past(session, old), heir)


async def _past(session: AsyncSession, number: int) -> Past | None:
    for row in await cycle_end.standing(session, krs=[number]):
        (kr, _, cycle, _), update, inside, all_ = row.current
        value = None if update is None else update.value
        progress = measured_by(kr).progress(value, tally_of(inside, all_))
        grade = suggested_grade(progress) if row.grade is None else row.grade
        return Past(kr.number, cycle.id, grade)
    return None
