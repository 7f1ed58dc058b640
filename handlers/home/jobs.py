"""Showing Home anew to whom something changed for."""

from datetime import datetime
from typing import Final

from handlers.deps import Deps
from handlers.home import flows, views
from handlers.kit.routing import Job
from handlers.schedule.jobs import run_errands
from storage.schedule import Due


async def show(deps: Deps, now: datetime) -> datetime | None:
    """Publish every Home that is to be shown anew."""
    return await run_errands(deps, flows.SHOW, now, _publish)


async def _publish(deps: Deps, due: Due, now: datetime) -> None:
    async with deps.sessions.workspace(due.workspace_id, reading=True) as session:
        own, theirs = await flows.look(session, deps.belongs, due.member_id, now)
        reader = await deps.reader_of(session, due.member_id, own.who.me)
        view = views.home(reader, await flows.page(session, reader, own, theirs, now))
    shown = {"user_id": due.member_id, "view": view}
    await deps.slack.call(due.workspace_id, "views.publish", shown)


SHOW: Final = Job("home.show", show, kinds=frozenset({flows.SHOW}))
