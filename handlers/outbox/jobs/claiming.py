"""Looking for what may go, claiming what the budgets allow of it, and when more may go."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.deps import Deps
from handlers.outbox import rules
from handlers.outbox.jobs.reaching import has_turn
from storage import sending
from storage.db import Why

LEASE: Final = timedelta(seconds=60)
BEGIN: Final = timedelta(seconds=10)  # then three calls of 15 s, an upload, end before it is over
CANDIDATES: Final = 12  # looked at in a workspace, of which the budgets let some go
BREATH: Final = timedelta(seconds=0.2)  # until the next look: several messages go together


@dataclass(frozen=True, slots=True)
class Claim:
    """What is ours to send, when more may go, and what has more that may go at once."""

    mine: Sequence[sending.Waiting]
    again: datetime | None
    left: Sequence[sending.Due]


async def look(deps: Deps, now: datetime) -> Claim:
    """What has something that may go; nothing is ours yet."""
    if not has_turn(deps, now):
        return Claim((), now + BREATH, ())
    async with deps.sessions.system(Why.LOOK_DUE, reading=True) as session:
        due = await sending.due_workspaces(session, now, most=rules.TOGETHER)
    ready = {one.workspace_id: _ready_at(one, now, deps.pace) for one in due}
    again = [at for at in ready.values() if at > now]
    return Claim((), _again(again, now), [one for one in due if ready[one.workspace_id] <= now])


async def claim(deps: Deps, found: Claim, now: datetime, *, room: int) -> Claim:
    """Of what was found, claim as many messages as there is room and budget for.

    Where our posts get lost that is one, which tells whether they still do.
    """
    if not has_turn(deps, now):
        return Claim((), now + BREATH, ())
    room = 1 if (tries := deps.slack.reach.loses_posts()) else room
    async with deps.sessions.system(Why.CLAIM_SENDS) as session:
        new = [one.workspace_id for one in found.left if one.free_at is None]
        await sending.add_workspaces(session, new, now)
        mine, left, again = await _claim(session, found.left, now, room, deps.pace)
    if tries and mine:
        deps.slack.reach.tried_at = now
    again += [] if found.again is None else [found.again]
    return Claim(mine, _again(again, now), [o for o in found.left if o.workspace_id in left])


def _ready_at(one: sending.Due, now: datetime, times: float) -> datetime:
    if one.free_at is None:
        return now
    if one.blocked_until is not None:
        return one.blocked_until
    return rules.ready_at(one.free_at, times, at_once=one.is_awaited or one.count < rules.TOGETHER)


async def _claim(
    session: AsyncSession, free: Sequence[sending.Due], now: datetime, room: int, times: float
) -> tuple[Sequence[sending.Waiting], set[str], list[datetime]]:
    """What was claimed, which of these workspaces have more that may go at once, and when others.

    As many workspaces at a time as may fill the room: the rest is left to others. Of those with
    many messages it is taken that they send as many as go together.
    """
    left = {one.workspace_id for one in free}
    awaited = [one.workspace_id for one in free if one.is_awaited]
    most = _filling(free, room, max(rules.TOGETHER, int(rules.TOGETHER * times)))
    chosen: list[sending.Waiting] = []
    spent: dict[str, dict[str, datetime]] = {}
    behind: set[str] = set()
    again: list[datetime] = []
    while left and len(chosen) < room:
        budgets = await sending.lock_workspaces(
            session, left, now, first=awaited, most=most, kinds=rules.KIND_BUCKETS
        )
        if not budgets:  # others serve them
            left, again = set(), [*again, now + BREATH]
            break
        left -= budgets.keys()
        choice, more, later = await _choose(session, budgets, now, room - len(chosen), times)
        chosen += choice.chosen
        spent |= choice.budgets
        behind |= more
        again += later
    return await sending.take(session, chosen, spent, now + LEASE), left | behind, again


def _filling(free: Sequence[sending.Due], room: int, together: int) -> int:
    """How many of these workspaces may fill the room."""
    counts = (one.count if one.count < rules.TOGETHER else together for one in free)
    return sum(before < room for before in accumulate(counts, initial=0))


async def _choose(
    session: AsyncSession, budgets: rules.Budgets, now: datetime, room: int, times: float
) -> tuple[rules.Choice[sending.Waiting], set[str], list[datetime]]:
    """What of these workspaces may go, in which more may go at once, and when more in others."""
    each = min(max(room, CANDIDATES), int(CANDIDATES * max(1, times)))
    ready = await sending.waiting(session, budgets, now, per_workspace=each)
    choice = rules.choose(ready, budgets, now, room=room, times=times)
    seen = Counter(one.workspace_id for one in ready)
    full = [id_ for id_ in budgets if seen[id_] == each]  # there may be more behind them
    free_at = {id_: choice.budgets.get(id_, budgets[id_])[rules.WORKSPACE] for id_ in full}
    more = {id_ for id_, at in free_at.items() if at <= now}
    rest = budgets.keys() - full
    held_back = await sending.next_free(session, rest, now) if rest else None
    later = (choice.again, held_back, *(at for at in free_at.values() if at > now))
    return choice, more, [at for at in later if at is not None]


def _again(moments: Iterable[datetime], now: datetime) -> datetime | None:
    """The first of these; what is not free yet may wait a little longer."""
    first = min(moments, default=None)
    return first if first is None or first <= now else max(first, now + BREATH)
