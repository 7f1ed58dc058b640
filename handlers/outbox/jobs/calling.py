"""The calls that bring messages to Slack, each on its own."""

import asyncio
import json
import logging
from collections import defaultdict
from collections.abc import Coroutine, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from handlers.deps import Deps
from handlers.kit.errors import (
    SlackBusyError,
    SlackFailedError,
    SlackRefusedError,
    SlackUnsureError,
)
from handlers.kit.trail import following
from handlers.outbox import rules
from handlers.outbox.jobs import asking, ending
from handlers.outbox.jobs.claiming import BEGIN, LEASE
from handlers.outbox.jobs.ending import Ended
from storage import sending
from storage.outbox import POSTING, may_be_there
from storage.sending import Message, Place

log = logging.getLogger(__name__)

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
    """The boundary of one message; what cannot be loaded is claimed again by its lease.

    What was loaded so late that others have claimed it since is theirs.
    """
    with following(outgoing=key):
        try:
            row, place = (await loaded)[key]
        except Exception:
            log.exception("the message %s could not be loaded", key)
            return None
        if row.claimed_until != claimed_at + LEASE:
            return None
        is_late = deps.clock.now() > claimed_at + BEGIN
        ended = ending.not_begun(row) if is_late else await _ended(deps, row, place)
        _measured(deps, row, ended.outcome.state)
        return ended


def _measured(deps: Deps, row: Message, state: str) -> None:
    log.info("%s: %s", state, row.key)
    if state not in ("due", "withdrawn"):  # Slack was not even asked
        deps.meters.settled(state, bulk=row.bulk, waited=deps.clock.now() - row.created_at)


async def _ended(deps: Deps, row: Message, place: Place | None) -> Ended:
    if place is not None and place.state == "withdrawn":
        return ending.withdrawn(row)
    try:
        return await _made(deps, row, place)
    except SlackBusyError as busy:
        return ending.busy(deps, row, busy)
    except SlackUnsureError as unsure:
        return ending.unsure(row, deps.clock.now(), unsure)
    except SlackRefusedError as refused:
        return await ending.refused(deps, row, refused.code)
    except Exception as error:  # a fault of ours: the others go on, also those to its target
        log.exception("the message %s could not be sent", row.key)
        return ending.unsure(row, deps.clock.now(), SlackFailedError(type(error).__name__))


async def _made(deps: Deps, row: Message, place: Place | None) -> Ended:
    """Make the call, unless Slack has it already. What was taken back is only looked for."""
    if _about(row) and (place is None or place.ts is None):
        raise SlackRefusedError("its message was never posted")
    if may_be_there(row.kind, row.attempts + row.unknowns - 1):  # but for this one
        there = await asking.arrived(deps, row, place)
        if there is not None:
            return ending.ended(row, "sent", **there)
        if row.payload is None:
            return ending.withdrawn(row)
    began = deps.clock.now()
    return ending.sent(row, await _call(deps, row, place), began, deps.clock.now())


async def _call(deps: Deps, row: Message, place: Place | None) -> dict[str, Any]:
    """Where the message stands now, if it is a new one."""
    if row.kind == "upload" and place is not None:
        file = {"thread_ts": place.ts, **_read(row)}
        sent = await deps.slack.upload(row.workspace_id, str(place.channel), file)
        return {"channel": place.channel, "ts": sent}
    where: dict[str, Any] = {"channel": row.target}
    if place is not None:
        where = {"channel": place.channel, "ts" if row.seq else "thread_ts": place.ts}
    if row.kind in POSTING:
        where |= {"unfurl_links": False, "unfurl_media": False, **asking.marked(row)}
    answer = await deps.slack.call(
        row.workspace_id, rules.METHODS[row.kind], where, written=row.payload or ""
    )
    return {} if row.seq else {"channel": answer["channel"], "ts": answer["ts"]}


def _read(row: Message) -> dict[str, Any]:
    return dict(json.loads(row.payload or "{}"))
