"""Asking Slack whether it answers this process, while its calls say that it may not.

Meanwhile it claims nothing: what it holds, others who are well must not send, for as long as a
call may take.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from handlers.deps import Deps
from handlers.kit.errors import SlackError
from handlers.outbox.jobs.settling import settle

AGAIN: Final = timedelta(seconds=5)


def ask(deps: Deps, now: datetime) -> datetime:
    """Have Slack asked, unless it just was; when to look again."""
    reach = deps.slack.reach
    if reach.ask_at is not None and timedelta() < reach.ask_at - now <= AGAIN:
        return reach.ask_at
    reach.ask_at = now + AGAIN
    deps.flights.start([_asked(deps)], partial(settle, deps))
    return now


async def _asked(deps: Deps) -> None:
    """About any workspace, and not by a message: that would wait for as long as this takes."""
    for workspace in deps.slack.workspaces()[:1]:
        with suppress(SlackError):
            await deps.slack.call(workspace, "auth.test", {})
