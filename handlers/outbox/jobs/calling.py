"""The calls that bring messages to Slack, each on its own, and how each ended."""

import asyncio
import json
import logging
from collections import defaultdict
from collections.abc import Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from handlers.deps import Deps
from handlers.kit.errors import (
    SlackBarredError,
    SlackBusyError,
    SlackError,
    SlackFailedError,
    SlackRefusedError,
    SlackUnsureError,
)
from handlers.kit.trail import following
from handlers.outbox import rules
from handlers.outbox.jobs.claiming import BEGIN, LEASE
from storage import sending
from storage.sending import Message, Outcome, Place

FIRST_WORDS: Final = 60
TAKEN_BACK: Final = "its message was withdrawn"  # and so is all that is about it

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a message ended; the budget that Slack says is spent; who is told of what, if anyone.

    `refused`: Slack said no to this message; else it did not get through for too long.
    """

    outcome: Outcome
    target: str
    spent: tuple[str, datetime] | None = None
    tell: str | None = None
    first_words: str = ""
    refused: bool = True


Loaded = dict[str, tuple[Message, Place | None]]  # by key: a row, and what it is about
Call = Coroutine[Any, Any, Ended | None]


def calls(deps: Deps, mine: Iterable[sending.Waiting], now: datetime) -> list[Call]:
    """A call for each message that was claimed `now`, and one that loads them before."""
    by_workspace: dict[str, list[str]] = defaultdict(list)
    for waiting in mine:
        by_workspace[waiting.workspace_id].append(waiting.key)
    if not by_workspace:
        return []
    loop = asyncio.get_running_loop()
    loading = {id_: loop.create_future() for id_ in by_workspace}
    return [
        _load_all(deps, by_workspace, loading),
        *(
            _send(deps, loading[id_], key, now)
            for id_, keys in by_workspace.items()
            for key in keys
        ),
    ]


async def _load_all(
    deps: Deps,
    by_workspace: Mapping[str, Sequence[str]],
    loading: Mapping[str, asyncio.Future[Loaded]],
) -> None:
    """One workspace after the other; each begins to be sent when it is there."""
    for id_, keys in by_workspace.items():
        try:
            loading[id_].set_result(await _load(deps, id_, keys))
        except Exception as error:  # noqa: BLE001 its messages tell of it, the others go on
            loading[id_].set_exception(error)


async def _load(deps: Deps, id_: str, keys: Sequence[str]) -> Loaded:
    async with deps.sessions.workspace(id_, reading=True) as session:
        rows = await sending.load(session, keys)
        places = await sending.places(session, {_about(row) for row in rows} - {""})
    return {row.key: (row, places.get(_about(row))) for row in rows}


def _about(row: Message) -> str:
    """The message that has to be there already, if any."""
    return row.message if row.seq else row.parent or ""


async def _send(
    deps: Deps, loaded: asyncio.Future[Loaded], key: str, claimed_at: datetime
) -> Ended | None:
    """The boundary of one message; what fails unforeseen is claimed again by its lease.

    What was loaded so late that others have claimed it since is theirs.
    """
    with following(outgoing=key):
        try:
            row, place = (await loaded)[key]
            if row.claimed_until != claimed_at + LEASE:
                return None
            is_late = deps.clock.now() > claimed_at + BEGIN
            ended = _not_begun(row) if is_late else await _ended(deps, row, place)
        except Exception:
            log.exception("the message %s could not be sent", key)
            return None
        _measured(deps, row, ended.outcome.state)
        return ended


def _measured(deps: Deps, row: Message, state: str) -> None:
    log.info("%s: %s", state, row.key)
    if state not in ("due", "withdrawn"):  # Slack was not even asked
        deps.meters.settled(state, bulk=row.bulk, waited=deps.clock.now() - row.created_at)


async def _ended(deps: Deps, row: Message, place: Place | None) -> Ended:
    began = deps.clock.now()
    if place is not None and place.state == "withdrawn":
        return _as(row, "withdrawn", error=TAKEN_BACK)
    try:
        return _sent(row, await _call(deps, row, place), began, deps.clock.now())
    except SlackBusyError as busy:
        return _busy(deps, row, busy)
    except SlackUnsureError as unsure:
        return _unsure(row, deps.clock.now(), unsure)
    except SlackRefusedError as refused:
        return await _refused(deps, row, refused.code)


def _not_begun(row: Message) -> Ended:
    """We stood still: others may take us for dead before a call could end."""
    return _as(row, "due", attempts=row.attempts - 1)


async def _call(deps: Deps, row: Message, place: Place | None) -> dict[str, Any]:
    """Make the call; where the message stands now, if it is a new one."""
    if _about(row) and (place is None or place.ts is None):
        raise SlackRefusedError("its message was never posted")
    if row.kind == "upload" and place is not None:
        file = {"thread_ts": place.ts, **_read(row)}
        sent = await deps.slack.upload(row.workspace_id, str(place.channel), file)
        return {"channel": place.channel, "ts": sent}
    where: dict[str, Any] = {"channel": row.target}
    if place is not None:
        where = {"channel": place.channel, "ts" if row.seq else "thread_ts": place.ts}
    if row.kind in ("post", "reply"):
        where |= {"unfurl_links": False, "unfurl_media": False}
    answer = await deps.slack.call(
        row.workspace_id, rules.METHODS[row.kind], where, written=row.payload or ""
    )
    return {} if row.seq else {"channel": answer["channel"], "ts": answer["ts"]}


def _read(row: Message) -> dict[str, Any]:
    return dict(json.loads(row.payload or "{}"))


def _as(row: Message, state: str, **values: Any) -> Ended:
    """The row with these values instead of its own."""
    own = {"due_at": row.due_at, "attempts": row.attempts, "unknowns": row.unknowns}
    outcome = Outcome(row.workspace_id, row.key, row.claimed_until, state, **{**own, **values})
    return Ended(outcome, row.target)


def _sent(row: Message, place: Mapping[str, Any], began: datetime, now: datetime) -> Ended:
    """A slow call may have arrived just now: then the second of its channel begins anew."""
    sent = _as(row, "sent", **place)
    if now - began < rules.SLOW or rules.METHODS[row.kind] in rules.TIERS:
        return sent
    free_at = now + rules.CHANNEL.every
    return replace(sent, spent=(rules.channel_bucket(row.target), free_at))


def _busy(deps: Deps, row: Message, busy: SlackBusyError) -> Ended:
    """Slack said when: until then its budget holds it back, with all that would spend the same.

    It stays due when it was, so that nothing passes it. But what is barred may be so for itself:
    that goes behind others, which would else wait for as long as it is. Nothing was tried, so a
    long trouble at Slack does not use up a message's attempts, until it is too old: what was held
    for that long has them all before it, once it is due.
    """
    until = deps.clock.deadline(busy.seconds)
    is_old = rules.is_old(row.created_at, deps.clock.now())
    if is_old and rules.is_tried_out(row.attempts, row.unknowns):
        return replace(_told(row, "failed", busy.code), refused=False)
    due_at = until if isinstance(busy, SlackBarredError) else row.due_at
    attempts = row.attempts if is_old else row.attempts - 1
    waits = _as(row, "due", due_at=due_at, error=busy.code, attempts=attempts)
    return replace(waits, spent=(rules.spent_bucket(row.kind, row.target), until))


def _unsure(row: Message, now: datetime, unsure: SlackUnsureError) -> Ended:
    """It is sent again, ever later, until it is too old and has had all its tries.

    That it may be there twice is less bad than that it may never be. For a short pause its target
    waits with it; others pass what is in doubt for longer.
    """
    failed, is_old = isinstance(unsure, SlackFailedError), rules.is_old(row.created_at, now)
    if is_old and rules.is_tried_out(row.attempts, row.unknowns):
        return replace(_told(row, "failed", unsure.code), refused=False)
    counts = (row.kind, row.attempts, row.unknowns)
    pause, attempts, unknowns = rules.doubt(*counts, failed=failed, is_old=is_old)
    keeps = rules.keeps_its_place(row.kind, pause)
    until = now + pause
    due_at = row.due_at if keeps else until
    again = _as(row, "due", due_at=due_at, error=unsure.code, unknowns=unknowns, attempts=attempts)
    return replace(again, spent=(rules.channel_bucket(row.target), until)) if keeps else again


async def _refused(deps: Deps, row: Message, code: str) -> Ended:
    if code in rules.NOT_INSTALLED:
        log.warning("message %s is held until %s installs us again", row.key, row.workspace_id)
        return _as(row, "held", error=code)
    if code not in rules.HELD or row.seq or rules.is_person(row.target):
        return _told(row, "failed", code)
    try:
        came_in = row.attempts < rules.ATTEMPTS and await _joined(deps, row)
    except SlackBusyError as busy:
        return _busy(deps, row, busy)
    if came_in:
        return _as(row, "due", error=code)
    return _told(row, "held", code)


def _told(row: Message, state: str, code: str) -> Ended:
    """Somebody has to know: whoever can act on it, and the log."""
    log.warning("message %s is %s: %s", row.key, state, code)
    words = str(_read(row).get("text", ""))[:FIRST_WORDS]
    return replace(_as(row, state, error=code), tell=row.tell, first_words=words)


async def _joined(deps: Deps, row: Message) -> bool:
    """Try to come in; that works in public channels where the scope was granted."""
    try:
        await deps.slack.call(row.workspace_id, "conversations.join", {"channel": row.target})
    except SlackBusyError:
        raise
    except SlackUnsureError as unsure:  # whoever is in may come in again
        raise SlackBusyError(unsure.code, rules.SHORT_DOUBT.total_seconds()) from unsure
    except SlackError:
        return False
    return True
