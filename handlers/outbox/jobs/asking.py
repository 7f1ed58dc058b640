"""Asking Slack whether a message in doubt has arrived, before it is sent again.

Each message carries a mark by which it is known: metadata, which people do not see. Direct
messages are read by the scope that the app has for them anyway, channels where it was granted.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from hashlib import blake2b
from typing import Any, Final

from handlers.deps import Deps
from handlers.kit.blocks import Block
from handlers.kit.errors import (
    SlackBusyError,
    SlackFailedError,
    SlackRefusedError,
    SlackUnreachableError,
    SlackUnsureError,
    SlackUntoldError,
)
from handlers.outbox import rules
from storage.sending import Message, Place

SECONDS: Final = 15.0  # for all of it: the call that follows ends before the lease does
SKEW: Final = timedelta(minutes=10)  # by which our clock may be wrong: requests allow for five
LIMIT: Final = 200  # messages of a page, as many as Slack advises
PAGES: Final = 5
_TYPE: Final = "delight_message"

log = logging.getLogger(__name__)


def marked(row: Message) -> dict[str, Any]:
    """What a message carries so that it is known again: nothing that people wrote."""
    return {"metadata": {"event_type": _TYPE, "event_payload": {"id": _mark(row)}}}


def _mark(row: Message) -> str:
    return blake2b(f"{row.workspace_id} {row.key}".encode(), digest_size=16).hexdigest()


async def arrived(deps: Deps, row: Message, parent: Place | None) -> dict[str, Any] | None:
    """Where this message stands, the `parent` of which is there, too, if it answers one.

    None where it is not there, or Slack does not let us look. While Slack does not answer, nor
    does this: its error tells when it is asked again, until it was asked too often.
    """
    try:
        async with asyncio.timeout(SECONDS):
            return await _found(deps, row, parent)
    except SlackRefusedError as refused:
        log.info("whether %s has arrived cannot be seen: %s", row.key, refused.code)
    except SlackUnreachableError:
        raise
    except SlackBusyError as busy:  # each gets its turn: nobody is tired of that before it is old
        if not rules.is_old(row.created_at, deps.clock.now()):
            raise SlackUntoldError(busy.code, busy.seconds) from busy
    except (SlackUnsureError, TimeoutError) as lost:
        if not rules.is_asked_out(row.attempts):  # to ask again changes nothing: no long pauses
            raise SlackFailedError(str(lost) or type(lost).__name__) from lost
    return None


async def _found(deps: Deps, row: Message, parent: Place | None) -> dict[str, Any] | None:
    if parent is not None:
        where = {"channel": parent.channel, "ts": parent.ts}
        pages = _pages(deps, row, "conversations.replies", where)
    else:
        where = {"channel": await _channel(deps, row)}
        pages = _pages(deps, row, "conversations.history", where)
    mark = _mark(row)
    async for page in pages:
        for said in page:
            if _mark_of(said) == mark:
                return {"channel": where["channel"], "ts": said["ts"]}
    return None


async def _channel(deps: Deps, row: Message) -> str:
    """A person's messages stand in a channel of their own, which is opened if it is not there."""
    if not rules.is_person(row.target):
        return row.target
    opened = await deps.slack.call(row.workspace_id, "conversations.open", {"users": row.target})
    return str(opened["channel"]["id"])


async def _pages(
    deps: Deps, row: Message, method: str, where: dict[str, Any]
) -> AsyncIterator[list[Block]]:
    """What was said there since the message was written, as far as is worth its while."""
    since = f"{(row.created_at - SKEW).timestamp():.6f}"
    asked = where | {"include_all_metadata": True, "limit": LIMIT, "oldest": since}
    for _ in range(PAGES):
        answer = await deps.slack.call(row.workspace_id, method, asked)
        yield answer.get("messages") or []
        cursor = (answer.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return
        asked = asked | {"cursor": cursor}


def _mark_of(said: Block) -> str | None:
    metadata = said.get("metadata") or {}
    is_ours = metadata.get("event_type") == _TYPE
    return (metadata.get("event_payload") or {}).get("id") if is_ours else None
