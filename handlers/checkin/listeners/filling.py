"""The form while it is filled in: its pages, sending it, and leaving it."""

from dataclasses import replace

from slack_bolt.context.ack.async_ack import AsyncAck
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.checkin import flows, views
from handlers.checkin.listeners.paging import keep, krs_of, paged
from handlers.checkin.listeners.sending import send
from handlers.checkin.rules.draft import Draft
from handlers.checkin.rules.pages import Sheet
from handlers.deps import Deps
from handlers.kit.blocks import Block
from handlers.kit.errors import FormError
from handlers.kit.forms import Form
from handlers.kit.inputs import Input
from handlers.kit.reader import Reader


async def submit(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """A page is sent: the next one comes, or all is recorded; mistakes are told by their fields.

    What stands on the page is kept first, in a transaction of its own: whatever goes wrong then,
    it is back in the form.
    """
    sheet, _ = views.read_sheet(inp.view or {})
    async with deps.once(inp) as (session, reader):
        draft = await keep(session, reader, inp)
        wrong = await _wrong(session, sheet, inp)
        turns = wrong is None and not sheet.page.is_last
        shown = await _turned(session, reader, sheet, draft, inp, 1) if turns else None
        if shown is None:
            await deps.undone(session, inp)
    if wrong is not None:
        raise wrong
    if shown is None:
        shown = await send(deps, inp, sheet)
    if shown is None:
        await ack()
    else:
        await ack(response_action="update", view=shown)


async def back(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The page before, as it was left; what stands on this one is kept as it is."""
    view = inp.view or {}
    sheet, _ = views.read_sheet(view)
    async with deps.once(inp) as (session, reader):
        draft = await keep(session, reader, inp)
        shown = await _turned(session, reader, sheet, draft, inp, -1)
    asked = {"view_id": view["id"], "hash": view["hash"], "view": shown}
    await deps.slack.call(inp.workspace, "views.update", asked)
    await ack()


async def _turned(
    session: AsyncSession, reader: Reader, sheet: Sheet, draft: Draft, inp: Input, by: int
) -> Block:
    """The page before or after; should the form be left there, it opens there again."""
    turned = sheet.turned(by)
    draft = replace(draft, at=turned.page.numbers)
    await flows.save(session, reader.id, draft, inp.now)
    return await paged(session, reader, turned, draft, inp.now)


async def touched(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """Something was chosen: what is typed so far is kept."""
    async with deps.once(inp) as (session, reader):
        await keep(session, reader, inp)
    await ack()


async def left(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The form was closed without sending it: what had been typed is back when it opens again."""
    if views.is_touched(inp.view or {}):
        async with deps.once(inp) as (session, reader):
            await keep(session, reader, inp)
    await ack()


async def _wrong(session: AsyncSession, sheet: Sheet, inp: Input) -> FormError | None:
    """What is to be put right on this page."""
    form = Form(inp.view or {})
    for kr in await krs_of(session, sheet.page.numbers, inp.now):
        if views.has_fields(form, kr):
            entry = views.read_answer(form, kr)
            if sheet.is_edit and entry.value is None:
                views.refuse_emptied(form, kr)
    views.refuse_wordless_help(form, await flows.read_replies(session, form))
    return FormError(form.errors) if form.errors else None
