"""Showing Home anew to whom something changed for."""

from datetime import datetime
from typing import Final

from handlers.deps import Deps
from handlers.home import flows, views
from handlers.kit.routing import Job
from handlers.schedule.jobs import run_errands
from storage.absence import around
from storage.schedule import Due


async def show(deps: Deps, now: datetime) -> datetime | None:
    """Publish every Home that is to be shown anew."""
    return await run_errands(deps, flows.SHOW, now, _publish)


async def _publish(deps: Deps, due: Due, now: datetime) -> None:
    async with deps.sessions.workspace(due.workspace_id, reading=True) as session:
        who = await around(session, due.member_id)
        reader = await deps.reader_of(session, due.member_id, who.me)
        view = views.home(reader, await flows.page(session, reader, who, now))
    shown = {"user_id": due.member_id, "view": view}
    await deps.slack.call(due.workspace_id, "views.publish", shown)


SHOW: Final = Job("home.show", show, kinds=frozenset({flows.SHOW}))
