"""Sending what is due, as fast as Slack allows, by any number of workers."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from handlers.deps import Deps
from handlers.kit.errors import SlackBusyError, SlackError, SlackRefusedError, SlackUnsureError
from handlers.kit.routing import Job
from handlers.outbox import flows, rules, views
from storage import sending
from storage.db import Why
from storage.outbox import Outgoing

LEASE: Final = timedelta(seconds=60)
PER_WORKSPACE: Final = 20  # candidates looked at, of which the budgets let some go
FIRST_WORDS: Final = 60

log = logging.getLogger(__name__)


async def send(deps: Deps, now: datetime) -> datetime | None:
    """Claim what the budgets allow and send it; when more may go."""
    async with deps.sessions.system(Why.LOOK_DUE, reading=True) as session:
        if not await sending.anything(session, now):
            return None
    async with deps.sessions.system(Why.CLAIM_SENDS) as session:
        await sending.reclaim(session, now, attempts=rules.ATTEMPTS)
        budgets = await sending.lock_workspaces(session, now)
        ready = await sending.waiting(session, budgets, now, per_workspace=PER_WORKSPACE)
        choice = rules.choose(ready, budgets, now)
        mine = await sending.take(session, choice.chosen, choice.budgets, now + LEASE)
    await _send_all(deps, mine, now)
    return now if mine else choice.again


async def _send_all(deps: Deps, mine: Sequence[sending.Waiting], now: datetime) -> None:
    by_workspace: dict[str, list[str]] = defaultdict(list)
    for waiting in mine:
        by_workspace[waiting.workspace_id].append(waiting.key)
    async with asyncio.TaskGroup() as group:
        for id_, keys in by_workspace.items():
            async with deps.sessions.workspace(id_, reading=True) as session:
                rows = await sending.load(session, keys)
                about = {row.message if row.seq else row.parent or "" for row in rows}
                places = await sending.places(session, about)
            for row in rows:
                group.create_task(_send_one(deps, row, places, now))


async def _send_one(
    deps: Deps, row: Outgoing, places: Mapping[str, Outgoing], now: datetime
) -> None:
    """The boundary of one message; what cannot even be settled is claimed again by its lease."""
    try:
        await _try(deps, row, places, now)
    except Exception:
        log.exception("the message %s could not be settled", row.key)


async def _try(deps: Deps, row: Outgoing, places: Mapping[str, Outgoing], now: datetime) -> None:
    try:
        result = await _call(deps, row, places)
    except SlackBusyError as busy:
        await _wait(deps, row, deps.clock.deadline(busy.seconds), busy)
    except SlackUnsureError as unsure:
        await _unsure(deps, row, now, unsure)
    except SlackRefusedError as refused:
        await _refused(deps, row, now, refused.code)
    except SlackError as error:
        await _later(deps, row, now, error.code)
    else:
        await _settle(deps, row, state="sent", settled_at=now, error=None, **result)


async def _call(deps: Deps, row: Outgoing, places: Mapping[str, Outgoing]) -> dict[str, Any]:
    """Make the call; where the message stands now, if it is a new one."""
    place = places.get(row.message if row.seq else row.parent or "")
    if (row.seq or row.parent) and (place is None or place.ts is None):
        raise SlackRefusedError("its message was never posted")
    arguments = dict(row.payload or {})
    if row.kind == "upload" and place is not None:
        return {"channel": place.channel, "ts": await _upload(deps, row, place, arguments)}
    if place is not None:
        stamp = "ts" if row.seq else "thread_ts"
        arguments |= {"channel": place.channel, stamp: place.ts}
    else:
        arguments |= {"channel": row.target}
    if row.kind in ("post", "reply"):
        arguments |= {"unfurl_links": False, "unfurl_media": False}
    answer = await deps.slack.call(row.workspace_id, rules.METHODS[row.kind], arguments)
    return {} if row.seq else {"channel": answer["channel"], "ts": answer["ts"]}


async def _upload(deps: Deps, row: Outgoing, place: Outgoing, file: dict[str, Any]) -> str:
    file |= {"thread_ts": place.ts}
    return await deps.slack.upload(row.workspace_id, str(place.channel), file)


async def _settle(deps: Deps, row: Outgoing, **values: Any) -> None:
    async with deps.sessions.workspace(row.workspace_id) as session:
        await sending.settle(session, row.key, **values)


async def _wait(deps: Deps, row: Outgoing, until: datetime, busy: SlackBusyError) -> None:
    """Slack said when: nothing of this method goes to this workspace before.

    Nothing was tried then, so a long trouble at Slack does not use up a message's attempts.
    """
    bucket = rules.method_bucket(row.kind)
    if rules.METHODS[row.kind] == "chat.postMessage":
        bucket = rules.channel_bucket(row.target)
    async with deps.sessions.workspace(row.workspace_id) as session:
        await sending.settle(
            session,
            row.key,
            state="due",
            due_at=until,
            error=busy.code,
            attempts=row.attempts - 1,
        )
        await sending.write_budgets(session, {row.workspace_id: {bucket: until}})


async def _later(deps: Deps, row: Outgoing, now: datetime, code: str) -> None:
    if row.attempts >= rules.ATTEMPTS:
        await _refused(deps, row, now, code)
        return
    due_at = now + rules.backoff(row.attempts)
    await _settle(deps, row, state="due", due_at=due_at, error=code, unknowns=row.unknowns)


async def _unsure(deps: Deps, row: Outgoing, now: datetime, unsure: SlackUnsureError) -> None:
    row.unknowns += 1
    if row.must_arrive:
        await _later(deps, row, now, unsure.code)
    else:
        values = {"error": unsure.code, "unknowns": row.unknowns, "settled_at": now}
        await _settle(deps, row, state="unknown", **values)


async def _refused(deps: Deps, row: Outgoing, now: datetime, code: str) -> None:
    held = code in rules.HELD and not row.seq and not rules.is_person(row.target)
    if held and row.attempts < rules.ATTEMPTS:
        try:
            came_in = await _joined(deps, row)
        except SlackBusyError as busy:
            await _wait(deps, row, deps.clock.deadline(busy.seconds), busy)
            return
        if came_in:
            await _settle(deps, row, state="due", due_at=now, error=code)
            return
    async with deps.sessions.workspace(row.workspace_id) as session:
        state = "held" if held else "failed"
        await sending.settle(session, row.key, state=state, error=code, settled_at=now)
        if row.tell:
            say = (await deps.reader(session, row.tell)).say
            words = str((row.payload or {}).get("text", ""))[:FIRST_WORDS]
            note = (
                views.not_in_channel(say, row.target, words)
                if held
                else views.could_not_post(say, row.target, words, code)
            )
            await flows.post(session, f"told:{row.key}", row.tell, note, now)
    log.warning("message %s is %s: %s", row.key, state, code)


async def _joined(deps: Deps, row: Outgoing) -> bool:
    """Try to come in; that works in public channels where the scope was granted."""
    try:
        await deps.slack.call(row.workspace_id, "conversations.join", {"channel": row.target})
    except SlackBusyError:
        raise
    except SlackError:
        return False
    return True


SEND: Final = Job("outbox.send", send, every=0.5, wakes=True)
