"""What comes of a call: that it was sent, when it is due again, or who is told that it is not."""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from handlers.deps import Deps
from handlers.kit.errors import (
    SlackBarredError,
    SlackBusyError,
    SlackError,
    SlackFailedError,
    SlackUnreachableError,
    SlackUnsureError,
    SlackUntoldError,
)
from handlers.outbox import rules
from storage.sending import Message, Outcome

FIRST_WORDS: Final = 60
TAKEN_BACK: Final = "its message was withdrawn"  # and so is all that is about it

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a message ended; the budget that Slack says is spent; who is told of what, if anyone.

    `is_refused`: Slack said no to this message; else it did not get through for too long.
    """

    outcome: Outcome
    target: str
    spent: tuple[str, datetime] | None = None
    tell: str | None = None
    first_words: str = ""
    is_refused: bool = True


def ended(row: Message, state: str, **values: Any) -> Ended:
    """The row with these values instead of its own."""
    own = {"due_at": row.due_at, "attempts": row.attempts, "unknowns": row.unknowns}
    outcome = Outcome(row.workspace_id, row.key, row.claimed_until, state, **{**own, **values})
    return Ended(outcome, row.target)


def withdrawn(row: Message) -> Ended:
    """It was taken back, or what it is about was, before anybody saw it."""
    return ended(row, "withdrawn", error=TAKEN_BACK)


def not_begun(row: Message) -> Ended:
    """We stood still: others may take us for dead before a call could end."""
    return ended(row, "due", attempts=row.attempts - 1)


def sent(row: Message, place: Mapping[str, Any], began: datetime, now: datetime) -> Ended:
    """A slow call may have arrived just now: then the second of its channel begins anew."""
    there = ended(row, "sent", **place)
    if now - began < rules.SLOW or rules.METHODS[row.kind] in rules.TIERS:
        return there
    free_at = now + rules.CHANNEL.every
    return replace(there, spent=(rules.channel_bucket(row.target), free_at))


def busy(deps: Deps, row: Message, said: SlackBusyError) -> Ended:
    """Slack said when: until then its budget holds it back, with all that would spend the same.

    It stays due when it was, so that nothing passes it. But what is barred may be so for itself:
    that goes behind others, which would else wait for as long as it is. Nothing was tried, so a
    long trouble at Slack does not use up a message's attempts, until it is too old: what was held
    for that long has them all before it, once it is due. Where only we do not reach Slack, no
    budget is spent: others may send it at once. Nor is it where Slack only does not say what is
    there: others pass that.
    """
    until = deps.clock.deadline(said.seconds)
    is_old = rules.is_old(row.created_at, deps.clock.now())
    if is_old and rules.is_tried_out(row.attempts, row.unknowns):
        return replace(_told(row, "failed", said.code), is_refused=False)
    due_at = until if isinstance(said, SlackBarredError | SlackUntoldError) else row.due_at
    attempts = row.attempts if is_old else row.attempts - 1
    waits = ended(row, "due", due_at=due_at, error=said.code, attempts=attempts)
    if isinstance(said, SlackUnreachableError | SlackUntoldError):
        return waits
    return replace(waits, spent=(rules.spent_bucket(row.kind, row.target), until))


def unsure(row: Message, now: datetime, said: SlackUnsureError) -> Ended:
    """It is tried again, ever later, until it is too old and has had all its tries.

    That it may be there twice is less bad than that it may never be. For a short pause its target
    waits with it; others pass what is in doubt for longer.
    """
    failed, is_old = isinstance(said, SlackFailedError), rules.is_old(row.created_at, now)
    if is_old and rules.is_tried_out(row.attempts, row.unknowns):
        return replace(_told(row, "failed", said.code), is_refused=False)
    counts = (row.kind, row.attempts, row.unknowns)
    pause, attempts, unknowns = rules.doubt(*counts, failed=failed, is_old=is_old)
    keeps = rules.keeps_its_place(row.kind, pause)
    until = now + pause
    due_at = row.due_at if keeps else until
    again = ended(row, "due", due_at=due_at, error=said.code, unknowns=unknowns, attempts=attempts)
    return replace(again, spent=(rules.channel_bucket(row.target), until)) if keeps else again


async def refused(deps: Deps, row: Message, code: str) -> Ended:
    """It is held where the bot may still be let in, after an attempt to come in by itself.

    What Slack has refused is not there: that leaves no doubt for when it is let go.
    """
    if code in rules.NOT_INSTALLED:
        # Of a token that is refused its owner is told once (bot/installs.py); here nobody is left.
        level = logging.WARNING if code == "not_installed" else logging.INFO
        log.log(level, "message %s is held until %s installs us again", row.key, row.workspace_id)
        return ended(row, "held", error=code, attempts=row.attempts - 1)
    if code not in rules.HELD or row.seq or rules.is_person(row.target):
        return _told(row, "failed", code)
    try:
        came_in = row.attempts < rules.ATTEMPTS and await _joined(deps, row)
    except SlackBusyError as error:
        return busy(deps, row, error)
    if came_in:
        return ended(row, "due", error=code)
    return _told(row, "held", code, attempts=row.attempts - 1)


def _told(row: Message, state: str, code: str, **values: Any) -> Ended:
    """Somebody has to know: whoever can act on it, and the log."""
    log.warning("message %s is %s: %s", row.key, state, code)
    words = str(json.loads(row.payload or "{}").get("text", ""))[:FIRST_WORDS]
    return replace(ended(row, state, error=code, **values), tell=row.tell, first_words=words)


async def _joined(deps: Deps, row: Message) -> bool:
    """Try to come in; that works in public channels where the scope was granted."""
    try:
        await deps.slack.call(row.workspace_id, "conversations.join", {"channel": row.target})
    except SlackBusyError:
        raise
    except SlackUnsureError as lost:  # whoever is in may come in again
        raise SlackBusyError(lost.code, rules.SHORT_DOUBT.total_seconds()) from lost
    except SlackError:
        return False
    return True
