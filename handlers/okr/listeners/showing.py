"""A KR that people count on, in full: what `/okr show` and its buttons show of it."""

from datetime import datetime

from slack_bolt.context.ack.async_ack import AsyncAck
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.deps import Deps
from handlers.kit.blocks import Block
from handlers.kit.errors import UserError
from handlers.kit.inputs import Input
from handlers.kit.mrkdwn import readable
from handlers.kit.reader import Reader
from handlers.okr import flows, views
from handlers.okr.flows.states import day_in
from handlers.okr.listeners.windows import show_view
from handlers.okr.rules import KrState


async def show(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """One KR in full, by its number or by words that fit its title alone."""
    if not inp.text:
        raise UserError(
            "Say which key result, by number or words of its title: `/okr show KR-3` or `/okr show"
            " first response`."
        )
    async with deps.reading(inp) as (session, reader):
        (kr, *_) = await flows.the_one(session, readable(inp.text, {}), inp.now)
        message = await detail(session, deps, reader, kr, inp.now)
    await ack(**message)


async def show_button(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The same in a modal, so that the list stays where it is."""
    async with deps.reading(inp) as (session, reader):
        kr = await flows.the_kr(session, int(inp.value), inp.now)
        shown = await rows(session, deps, reader, kr, inp.now)
        view = views.detail_modal(reader.say, kr, shown)
    await show_view(inp, deps, view)
    await ack()


async def detail(
    session: AsyncSession, deps: Deps, reader: Reader, kr: KrState, now: datetime
) -> Block:
    """The KR as a message."""
    return views.detail_message(kr, await rows(session, deps, reader, kr, now))


async def rows(
    session: AsyncSession, deps: Deps, reader: Reader, kr: KrState, now: datetime
) -> list[Block]:
    """The KR, then what other features know of it."""
    past = await flows.history(session, kr.number)
    allowed = await flows.may_update(session, reader, [kr], now)
    whole = (await flows.roll_up(session, [kr], now)).get(kr.objective_number)
    numbers = {one.quote_number for one in past if one.quote_number is not None}
    cited = await deps.cited(session, numbers, reader)
    (kr,) = await flows.with_steps(session, [kr])
    may = kr.number in allowed
    more = [b for offer in deps.kr_buttons for b in await offer(session, kr.number, reader)]
    today = day_in(kr.team_zone, now)
    found = views.detail(
        reader.say, reader.zone, kr, past, today, whole, may_update=may, cited=cited, more=more
    )
    for section in deps.sections:
        found += await section(session, kr.number, reader)
    return found
