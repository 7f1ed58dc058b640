"""Drawing charts that somebody asked for."""

from datetime import datetime
from typing import Final

from handlers.deps import Deps
from handlers.kit.routing import Job
from handlers.okr.flows import charting
from handlers.okr.flows.chronicle import the_course
from handlers.okr.views import chart as views
from handlers.schedule.jobs import run_errands
from storage.schedule import Due


async def draw(deps: Deps, now: datetime) -> datetime | None:
    """Draw and bring every chart that was asked for."""
    return await run_errands(deps, charting.DRAW, now, _draw)


async def _draw(deps: Deps, due: Due, now: datetime) -> None:
    """No transaction is open while it is drawn. Without a picture nothing is said: the answer to
    the question stands all the same.
    """
    number, key = charting.asked_for(due.team_id)
    async with deps.sessions.workspace(due.workspace_id, reading=True) as session:
        reader = await deps.reader(session, due.member_id)
        course = await the_course(session, number, now)
    if course is None or not course.can_be_drawn:
        return
    picture = await deps.charts.draw(views.course(reader.say, course, reader.day(now)))
    if picture is None:
        return
    words, file = views.message(reader.say, course), views.file(reader.say, course, picture)
    async with deps.sessions.workspace(due.workspace_id) as session:
        await charting.bring(session, due.member_id, key, words, file, now)


DRAW: Final = Job("okr.chart", draw, kinds=frozenset({charting.DRAW}))
