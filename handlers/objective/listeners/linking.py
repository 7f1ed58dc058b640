"""The form of an objective, and `/okr drafts`."""

from slack_bolt.context.ack.async_ack import AsyncAck
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.deps import Deps
from handlers.kit.blocks import Block
from handlers.kit.forms import Form, metadata_of
from handlers.kit.inputs import Input
from handlers.kit.reader import Reader
from handlers.objective import flows
from handlers.objective.flows import Edited
from handlers.objective.listeners import telling
from handlers.objective.rules.edit import ObjectiveEdit, left_alone, objective_texts
from handlers.objective.views import drafts as drafts_view
from handlers.objective.views import kr_form, objective_form, told
from handlers.objective.views.overtaken import Overtaken
from handlers.okr.listeners.first_step import first_step


async def drafts(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """What has not begun: mine, and what waits for my agreement."""
    async with deps.reading(inp) as (session, reader):
        found = await flows.drafts(session, reader)
        rows = [(one.objective, one.steps, one.waits) for one in found]
        asks = not rows and not reader.is_admin
        step = await first_step(session, reader, inp.channel) if asks else None
        message = drafts_view.drafts(reader.say, rows, step)
    await ack(**message)


async def opened(session: AsyncSession, reader: Reader, number: int) -> Block:
    """The form as it shows the objective first."""
    one = await flows.open_objective(session, reader, number)
    links = await flows.may_support(session, one)
    seen = await flows.seen_objective(session, number)
    raw = objective_form.raw_of(flows.objective_edit_of(one))
    return objective_form.objective_modal(reader.say, one, links, seen, raw)


async def submitted(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The form was saved: what has changed, or what somebody else has, to decide."""
    async with deps.once(inp) as (session, reader):
        answer = await _save(session, deps, reader, inp)
    await ack(response_action="update", view=answer)


async def _save(session: AsyncSession, deps: Deps, reader: Reader, inp: Input) -> Block:
    view = inp.view or {}
    asked, form = metadata_of(view), Form(view)
    number = int(asked["o"])
    one = await flows.open_objective(session, reader, number)
    new = objective_form.read_objective(form, len(one.title))
    reason = form.text(kr_form.REASON, required=False)
    done = await flows.edit_objective(session, reader, number, new, asked["seen"], reason, inp.now)
    if done.since:
        await deps.undone(session, inp)
        return await _overtaken(session, reader, form, new, done)
    await _tell(session, deps, reader, done, inp)
    return told.saved_objective(reader.say, done.objective, done.noted)


async def _overtaken(
    session: AsyncSession, reader: Reader, form: Form, new: ObjectiveEdit, done: Edited
) -> Block:
    """What they typed stays; what they had left alone shows what the other has made of it."""
    one = done.objective
    now = objective_form.raw_of(flows.objective_edit_of(one))
    raw = objective_form.typed_in(form)
    raw |= {what: now[what] for what in left_alone(objective_texts(new), done.since)}
    links = await flows.may_support(session, one)
    seen = await flows.seen_objective(session, one.number)
    reason = form.text(kr_form.REASON, required=False)
    since = Overtaken(done.since)
    return objective_form.objective_modal(reader.say, one, links, seen, raw, reason, since)


async def _tell(
    session: AsyncSession, deps: Deps, reader: Reader, done: Edited, inp: Input
) -> None:
    if not done.noted:
        return
    await telling.redraw(session, deps, reader, done.objective.number, inp.now)
    await telling.tell(
        session,
        deps,
        done.hear,
        done.noted,
        lambda say: told.changed_objective(say, done.objective, done.noted),
        inp.now,
    )
    await telling.after(session, deps, done.people, inp.now)
