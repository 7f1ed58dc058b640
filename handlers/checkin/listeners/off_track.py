"""Off track: the modal that asks why."""

from slack_bolt.context.ack.async_ack import AsyncAck
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.blocker import views as blocker
from handlers.blocker.listeners.telling import ask_for_help
from handlers.blocker.rules import About
from handlers.checkin import flows, views
from handlers.checkin.listeners.paging import keep
from handlers.checkin.rules.draft import fields_of
from handlers.checkin.rules.pages import Sheet, sheet_of
from handlers.deps import Deps
from handlers.kit.blocks import Block
from handlers.kit.errors import FormError
from handlers.kit.forms import Form
from handlers.kit.inputs import Input
from handlers.kit.reader import Reader
from handlers.kit.text import Mrkdwn
from handlers.okr import flows as okr
from handlers.okr.flows import ConflictError
from handlers.okr.rules import Status


async def off_track(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The button of a KR: one sentence is asked for."""
    tap = views.read_tap(inp.value)
    async with deps.reading(inp) as (session, reader):
        kr = await okr.the_kr(session, tap.kr_number, inp.now)
        await okr.refuse_strangers(session, reader, [kr], inp.now)
        mine = await flows.rounds_of(session, reader.id, inp.now)
        sheet = sheet_of([kr.number], mine, (), is_edit=False)
        draft = await flows.unsent(session, reader.id)
        typed = fields_of(draft.values, [kr.number]) if draft.is_of(sheet.days) else {}
        shown = views.off_track(reader.say, sheet, kr, typed)
    await deps.slack.open_view(inp.workspace, inp.trigger, shown)
    await ack()


async def submit(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The sentence is sent: it is recorded with the value that there is."""
    view = inp.view or {}
    sheet, seen = views.read_sheet(view)
    form = Form(view)
    async with deps.once(inp) as (session, reader):
        await keep(session, reader, inp)
        why = views.read_why(form, sheet.krs[0])
        await deps.undone(session, inp)
    if form.errors:
        raise FormError(form.errors)
    async with deps.once(inp) as (session, reader):
        shown = await _record(session, deps, reader, inp, sheet, seen, why)
        if shown is not None:
            await deps.undone(session, inp)
    if shown is None:
        await ack()
    else:
        await ack(response_action="update", view=shown)


async def _record(
    session: AsyncSession,
    deps: Deps,
    reader: Reader,
    inp: Input,
    sheet: Sheet,
    seen: dict[int, str],
    why: str,
) -> Block | None:
    """The modal anew where somebody else was faster."""
    (number,), now, said = sheet.krs, inp.now, Status.OFF_TRACK
    hooks, shown = deps.after_update, seen[number]
    try:
        await flows.tapped(session, hooks, reader, number, shown, now, status=said, note=why)
    except ConflictError as faster:
        told = Mrkdwn(faster.told(reader.say))
        values = (inp.view or {})["state"]["values"]
        return views.off_track(reader.say, sheet, faster.kr, values, told)
    kr = await okr.the_kr(session, number, now)
    day = sheet.days.get(kr.team_id)
    if day is not None:
        about = {About(kr_number=number): why if _wants_help(inp, number) else ""}
        await ask_for_help(session, deps, reader, (kr.team_id, day), about, now)
    draft = await flows.unsent(session, reader.id)
    await flows.forget(session, reader.id, sheet, draft, now)
    return None


def _wants_help(inp: Input, number: int) -> bool:
    return blocker.wants_help(Form(inp.view or {}), views.help_about(number))
