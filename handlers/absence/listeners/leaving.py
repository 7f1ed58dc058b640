"""/okr away: who is not asked for a while."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from slack_bolt.context.ack.async_ack import AsyncAck
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.absence import flows, views
from handlers.absence.rules.leave import Leave
from handlers.absence.rules.why import STATUS
from handlers.deps import Deps
from handlers.kit.blocks import Block
from handlers.kit.inputs import Input
from handlers.kit.mrkdwn import readable
from handlers.kit.reader import Reader
from handlers.kit.typed import given_back
from handlers.outbox import flows as outbox
from storage import team as teams
from storage.absence import around

_BACK: Final = frozenset(
    {
        *("i'm back", "end", "over", "off", "cancel", "stop"),
        *("回来", "回來", "回来了", "回來了", "结束", "結束", "取消"),
    }
)


async def away(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """/okr away until Monday @tom, /okr away from 20 Dec until 4 Jan, /okr away back."""
    typed = inp.text.strip()
    if not typed:
        await _standing(ack, inp, deps)
    elif typed.casefold() in _BACK:
        await back(ack, inp, deps)
    else:
        with given_back(readable(typed, {})):
            answer = await _leave(inp, deps, typed)
        await ack(**answer)


async def _leave(inp: Input, deps: Deps, typed: str) -> Block:
    async with deps.once(inp) as (session, reader):
        read = flows.read_leave(typed, reader, inp.now)
        before = await flows.leave_of(session, reader.id, inp.now)
        told = await flows.was_told(session, reader.id, before)
        left = await flows.leave(session, reader, read, before, inp.now)
        left = await flows.lacking(session, left, inp.now)
        if told and before:
            await tell_stand_in(session, deps, reader, (before, left), inp.now)
        alone = await flows.left_alone(session, reader.id, left, inp.now)
        if before is None or (before.begins, before.ends) != (left.begins, left.ends):
            await _tell_alone(session, deps, reader, left, alone, inp.now)
    lost = before if before and left.loses(before) else None
    return views.away(reader, left, inp.now, lost, sorted(alone))


async def _tell_alone(
    session: AsyncSession,
    deps: Deps,
    reader: Reader,
    left: Leave,
    alone: Mapping[str, Leave],
    now: datetime,
) -> None:
    """Those who count on this person while they are away themselves hear it at once."""
    readers = await deps.readers(session, list(alone)) if alone else {}
    for id_, theirs in alone.items():
        name = f"stand-in:{id_}:{reader.id}:away:{now.isoformat()}"
        told = views.stand_in_leaves(readers[id_], reader, (left, theirs), now)
        await outbox.post(session, name, id_, told, now)


async def _tell_stood_in(
    session: AsyncSession, deps: Deps, reader: Reader, before: Leave, now: datetime
) -> None:
    """Those who had read that nobody stands in for them hear that this person does again."""
    alone = await flows.left_alone(session, reader.id, before, now)
    readers = await deps.readers(session, list(alone)) if alone else {}
    for id_, theirs in alone.items():
        name = f"stand-in:{id_}:{reader.id}:again:{now.isoformat()}"
        told = views.stands_in_again(readers[id_], reader.id, theirs, now)
        await outbox.post(session, name, id_, told, now)


async def tell_stand_in(
    session: AsyncSession,
    deps: Deps,
    reader: Reader,
    change: tuple[Leave, Leave | None],
    now: datetime,
) -> None:
    """Whoever knows that they stand in hears that it is over, or of other days, shortly."""
    before, left = change
    stand_in = before.stand_in or ""
    theirs = await deps.reader(session, stand_in)
    if left is None or left.stand_in != stand_in:
        name = await flows.name_of_end(session, reader.id, stand_in)
        await outbox.post(session, name, stand_in, views.no_longer(theirs, reader.id), now)
    elif (left.begins, left.ends) != (before.begins, before.ends):
        name = await flows.name_of_telling(session, reader.id, left)
        changed = views.stands_in_changed(theirs, reader, left, now)
        if not await outbox.post(session, name, stand_in, changed, now):  # these days once more
            await outbox.post(session, f"{name}:{now.isoformat()}", stand_in, changed, now)


async def _standing(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    async with deps.reading(inp) as (session, reader):
        who = await around(reader.id).read(session)
        leave, others = flows.leave_in(who.me, inp.now), flows.theirs_now(who, inp.now)
        leave = await flows.lacking(session, leave, inp.now) if leave else None
    by_status = who.me is not None and flows.is_away(who.me, inp.now) == STATUS
    await ack(**views.standing(reader, leave, others, inp.now, by_status=by_status))


async def back(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """/okr away back: from now on they are asked again. UserError with a day behind it: it is
    until then that they are away.
    """
    typed = inp.text.strip()
    if typed and typed.casefold() not in _BACK:
        async with deps.reading(inp) as (_, reader):
            raise flows.not_back_then(typed, reader, inp.now)
    async with deps.once(inp) as (session, reader):
        before = await flows.leave_of(session, reader.id, inp.now)
        told = await flows.was_told(session, reader.id, before)
        await flows.come_back(session, reader, inp.now)
        if told and before:
            await tell_stand_in(session, deps, reader, (before, None), inp.now)
        waiting = await deps.waiting(session, reader, inp.now)
        member = (await teams.members(session, [reader.id])).get(reader.id)
        by_status = member is not None and flows.is_away(member, inp.now) == STATUS
        if before and not by_status:
            await _tell_stood_in(session, deps, reader, before, inp.now)
    await ack(**views.back(reader, before, waiting, inp.now, by_status=by_status))
