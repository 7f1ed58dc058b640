"""Asking Slack whether it answers this process, while its calls say that it may not.

Meanwhile it claims nothing: what it holds, others who are well must not send, for as long as a
call may take. Where only its posts get lost, it claims one at a time until one is answered.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from handlers.deps import Deps
from handlers.kit.errors import SlackError
from handlers.outbox import rules
from handlers.outbox.jobs.settling import settle

AGAIN: Final = timedelta(seconds=5)
ENDS: Final = timedelta(seconds=15)  # a call that is swallowed has ended by then


def ask(deps: Deps, now: datetime) -> datetime:
    """Have Slack asked, unless it just was; when to look again."""
    reach = deps.slack.reach
    if reach.ask_at is not None and timedelta() < reach.ask_at - now <= AGAIN:
        return reach.ask_at
    if reach.ask_at is not None:  # it was asked before, and has not answered that
        reach.nothing_passes()
    reach.ask_at = now + AGAIN
    deps.flights.start([_asked(deps)], partial(settle, deps))
    return now


def has_turn(deps: Deps, now: datetime) -> bool:
    """Whether more may be claimed: where posts get lost, once what is under way has ended.

    The first one waits for nothing: if Slack itself has lost some answers, those that it will not
    give any more are no reason to stand still.
    """
    reach = deps.slack.reach
    if not reach.loses_posts() or reach.tried_at is None:
        return True
    return deps.flights.room == rules.AT_ONCE or abs(now - reach.tried_at) >= ENDS


async def _asked(deps: Deps) -> None:
    """About any workspace, and not by a message: that would wait for as long as this takes."""
    for workspace in deps.slack.workspaces()[:1]:
        with suppress(SlackError):
            await deps.slack.call(workspace, "auth.test", {})
