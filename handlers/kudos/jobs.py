"""Looking at reactions: Slack is asked outside of any transaction, and what it says decides."""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.deps import Deps
from handlers.kit.errors import SlackBusyError, SlackRefusedError
from handlers.kit.reader import Reader
from handlers.kit.routing import Job
from handlers.kit.text import Mrkdwn
from handlers.kudos import flows, rules, views
from handlers.outbox import flows as outbox
from storage import schedule
from storage.db import Why

LEASE: Final = timedelta(minutes=1)
AT_ONCE: Final = 10  # reactions.get may be called 50 times a minute
LATER: Final = timedelta(seconds=30)

log = logging.getLogger(__name__)

Settle = Callable[[AsyncSession, schedule.Occurrence], Awaitable[None]]


async def look(deps: Deps, now: datetime) -> datetime | None:
    """Look at every reaction that came or went. `now` if there may be more."""
    async with deps.sessions.system(Why.CLAIM_OCCURRENCES) as session:
        claimed = await schedule.claim(session, [rules.LOOK], now, lease=LEASE, limit=AT_ONCE)
    for due in claimed:
        await _one(deps, due, now)
    return now if claimed else None


async def _one(deps: Deps, due: schedule.Due, now: datetime) -> None:
    """The boundary of one look: whatever goes wrong is settled with it."""
    claim = await _claim(deps, due)
    if claim is None:
        return
    try:
        found = await _ask(deps, due.workspace_id, rules.look_of(due.member_id))
        await _settle(deps, due, claim, _decide(deps, found, now))
    except SlackRefusedError as refused:
        await _settle(deps, due, claim, _skipped(now, refused.code))
    except SlackBusyError as busy:
        await _settle(deps, due, claim, _later(now, deps.clock.deadline(busy.seconds)))
    except Exception:
        log.exception("looking at the reaction %s failed", due.member_id)
        await _settle(deps, due, claim, _later(now, now + LATER))


Claim = tuple[datetime | None, int]


async def _claim(deps: Deps, due: schedule.Due) -> Claim | None:
    """What tells our claim from a later one: asking anew resets it."""
    async with deps.sessions.workspace(due.workspace_id, reading=True) as session:
        row = await schedule.get(session, due, lock=False)
        return None if row is None else (row.claimed_until, row.attempts)


async def _settle(deps: Deps, due: schedule.Due, claim: Claim, settle: Settle) -> None:
    """Settle the look, unless somebody reacted meanwhile: then another look decides."""
    async with deps.sessions.workspace(due.workspace_id) as session:
        row = await schedule.get(session, due)
        if row is not None and (row.claimed_until, row.attempts) == claim:
            await settle(session, row)


def _skipped(now: datetime, reason: str) -> Settle:
    async def settle(_: AsyncSession, row: schedule.Occurrence) -> None:
        log.info("no look at the reaction %s: %s", row.member_id, reason)
        schedule.settle(row, now, skipped=reason)

    return settle


def _later(now: datetime, until: datetime) -> Settle:
    async def settle(_: AsyncSession, row: schedule.Occurrence) -> None:
        if now - row.first_due_at > rules.GIVE_UP:
            schedule.settle(row, now, skipped="failed")
        else:
            schedule.put_off(row, until)

    return settle


def _decide(deps: Deps, found: rules.Found, now: datetime) -> Settle:
    async def settle(session: AsyncSession, row: schedule.Occurrence) -> None:
        look = rules.look_of(row.member_id)
        giver = await deps.reader(session, look.giver)
        at = row.first_due_at
        seen = await flows.looked(session, giver, look, found, row.team_id, at)
        schedule.settle(row, now)
        await _tell(session, deps, seen, giver, look, now)

    return settle


async def _tell(
    session: AsyncSession,
    deps: Deps,
    seen: flows.Seen,
    giver: Reader,
    look: rules.Look,
    now: datetime,
) -> None:
    """The author hears of kudos, the giver of what was in the way; the channel stays quiet."""
    if seen.given is not None:
        (author,) = seen.given.recipients
        say = (await deps.reader(session, author)).say
        dm = views.dm_reaction(say, seen.given, look.channel, seen.kr_title)
        await outbox.post(session, rules.dm_key(seen.given, author), author, dm, now)
    if seen.problem is not None:
        note = views.problem(Mrkdwn(seen.problem.told(giver.say)))
        await outbox.post(session, f"kudos.problem:{seen.once}", giver.id, note, now)


async def _ask(deps: Deps, workspace: str, look: rules.Look) -> rules.Found:
    """The message and who has reacted to it, in any skin tone."""
    arguments = {"channel": look.channel, "timestamp": look.ts, "full": True}
    answer = await deps.slack.call(workspace, "reactions.get", arguments)
    message = answer["message"]
    return rules.Found(
        reacted=_has_reacted(message, look.giver),
        author=str(message.get("user", "")),
        by_bot="bot_id" in message,
        text=str(message.get("text", "")),
        permalink=message.get("permalink"),
    )


def _has_reacted(message: dict[str, Any], giver: str) -> bool:
    reactions = message.get("reactions") or ()
    return any(rules.is_kudos(r["name"]) and giver in r["users"] for r in reactions)


LOOK: Final = Job("kudos.look", look, kinds=frozenset({rules.LOOK}))
