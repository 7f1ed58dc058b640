"""What the clock does for absences: Slack is asked who wants quiet, and pauses end."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from handlers.absence import flows
from handlers.absence.rules import RESUME
from handlers.absence.rules.quiet import AT_ONCE, read_quiet
from handlers.deps import Deps
from handlers.kit.routing import Job
from handlers.schedule.jobs import run_errands
from storage.schedule import Due


async def ask_about(deps: Deps, workspace: str, ids: Collection[str], now: datetime) -> None:
    """Hear from Slack whose notifications are off. SlackError as it comes; what was heard before
    it is kept.
    """
    everybody = sorted(ids)
    for start in range(0, len(everybody), AT_ONCE):
        asked = {"users": ",".join(everybody[start : start + AT_ONCE])}
        answer = await deps.slack.call(workspace, "dnd.teamInfo", asked)
        heard = {id_: read_quiet(status) for id_, status in answer["users"].items()}
        async with deps.sessions.workspace(workspace) as session:
            await flows.learn_quiet(session, heard, now)


async def resume(deps: Deps, now: datetime) -> datetime | None:
    """The rounds of teams whose pause was taken back come back."""
    return await run_errands(deps, RESUME, now, _resume)


async def _resume(deps: Deps, due: Due, now: datetime) -> None:
    async with deps.sessions.workspace(due.workspace_id) as session:
        for hook in deps.after_team:
            await hook(session, due.team_id, now)


JOBS: Final = (Job("absence.resume", resume, kinds=frozenset({RESUME})),)
