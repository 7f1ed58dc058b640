"""`/okr show`: an objective in full, or a KR, whatever became of it."""

from typing import Final

from slack_bolt.context.ack.async_ack import AsyncAck
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.deps import Deps
from handlers.kit.blocks import Block
from handlers.kit.inputs import Input
from handlers.kit.mrkdwn import readable
from handlers.kit.reader import Reader
from handlers.objective import flows
from handlers.objective.rules.state import OneKr
from handlers.objective.views import detail, drafts, resting
from handlers.objective.views.words import close_button, edit_button, follow_button
from handlers.okr import flows as okr
from handlers.okr import rules
from handlers.okr import views as okr_views
from handlers.okr.listeners import showing as okr_showing
from handlers.okr.listeners.windows import show_view
from handlers.okr.rules.life import may_change

LATEST: Final = 5


async def show(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """An objective or KR in full, by its number or words of its title."""
    line = readable(inp.text, {})
    number, kr = rules.objective_number(line), rules.split_number(line)
    if number is not None:
        await ack(**await _objective(inp, deps, number))
    elif kr is not None and not kr[1]:
        await _kr(ack, inp, deps, kr[0])
    else:
        await _words(ack, inp, deps, line)


async def _objective(inp: Input, deps: Deps, number: int) -> Block:
    async with deps.reading(inp) as (session, reader):
        return detail.message(reader, await flows.whole(session, reader, number, inp.now))


async def _kr(ack: AsyncAck, inp: Input, deps: Deps, number: int) -> None:
    """One that people count on, or why they do not."""
    async with deps.reading(inp) as (session, reader):
        one = await flows.the_kr(session, number, inp.now)
        if one is not None and not one.is_open:
            await ack(**await kr_message(session, deps, reader, one, inp))
            return
    await okr_showing.show(ack, inp, deps)


async def _words(ack: AsyncAck, inp: Input, deps: Deps, line: str) -> None:
    """Objectives and KRs alike; where several fit, the person chooses."""
    async with deps.reading(inp) as (session, reader):
        links = await flows.objectives_like(session, line, inp.now) if line else []
        krs = await flows.krs_like(session, line, inp.now) if line else []
        if len(links) + len(krs) > 1:
            message = drafts.which(reader.say, links, krs)
        elif links:
            whole = await flows.whole(session, reader, links[0].number, inp.now)
            message = detail.message(reader, whole)
    if links or len(krs) > 1:
        await ack(**message)
    elif krs:
        await _kr(ack, inp, deps, krs[0].number)
    else:
        await okr_showing.show(ack, inp, deps)


async def show_button(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """An objective in a modal, so that the message stays where it is."""
    async with deps.reading(inp) as (session, reader):
        view = detail.modal(reader, await flows.whole(session, reader, int(inp.value), inp.now))
    await show_view(inp, deps, view)
    await ack()


async def show_kr_button(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """A KR in a modal."""
    async with deps.reading(inp) as (session, reader):
        one = await flows.the_kr(session, int(inp.value), inp.now)
        resting_one = one if one is not None and not one.is_open else None
        if resting_one is not None:
            view = await kr_view(session, deps, reader, resting_one, inp)
    if resting_one is None:
        await okr_showing.show_button(ack, inp, deps)
        return
    await show_view(inp, deps, view)
    await ack()


async def kr_message(
    session: AsyncSession, deps: Deps, reader: Reader, one: OneKr, inp: Input
) -> Block:
    """The KR in full as a message, open or not."""
    return okr_views.detail_message(one.kr, await _rows(session, deps, reader, one, inp))


async def kr_view(
    session: AsyncSession, deps: Deps, reader: Reader, one: OneKr, inp: Input
) -> Block:
    """The KR in full as a modal, open or not."""
    shown = await _rows(session, deps, reader, one, inp)
    return okr_views.detail_modal(reader.say, one.kr, shown)


async def _rows(
    session: AsyncSession, deps: Deps, reader: Reader, one: OneKr, inp: Input
) -> list[Block]:
    if one.is_open:
        return await okr_showing.rows(session, deps, reader, one.kr, inp.now)
    latest = await okr.changes(session, kr_number=one.kr.number, most=LATEST)
    actor = await flows.actor_to_kr(session, reader, one)
    may = may_change(actor, one.objective.level)
    found = resting.rows(reader, one, latest, may_change=may)
    for section in deps.sections:
        found += await section(session, one.kr.number, reader)
    return found


async def kr_buttons(session: AsyncSession, kr_number: int, reader: Reader) -> list[Block]:
    """What can be done with a KR that people count on, beside updating it."""
    follows = await flows.is_following(session, reader.id, kr_number)
    follow = follow_button(reader.say, kr_number, follows=follows)
    if not await flows.may_change_kr(session, reader, kr_number):
        return [follow]
    edit, close = edit_button(reader.say, f"KR-{kr_number}"), close_button(reader.say, kr_number)
    return [edit, follow, close]
