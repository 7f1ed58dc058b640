"""The buttons that take an objective from draft to closed, and the form that asks why."""

from slack_bolt.context.ack.async_ack import AsyncAck
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.deps import Deps
from handlers.kit.blocks import Block
from handlers.kit.forms import Form, metadata_of
from handlers.kit.inputs import Input
from handlers.kit.reader import Reader
from handlers.objective import flows
from handlers.objective.flows import Moved
from handlers.objective.listeners import telling
from handlers.objective.rules.state import Objective
from handlers.objective.views import detail, post, told, why
from handlers.objective.views.words import o_name
from handlers.okr.listeners.creating import MESSAGE_KEY
from handlers.okr.listeners.windows import show_view
from handlers.okr.rules.life import ASKS_WHY, Stage
from handlers.okr.views.stages import read_step


async def to_draft(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    await _step(ack, inp, deps, Stage.DRAFT)


async def to_proposed(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    await _step(ack, inp, deps, Stage.PROPOSED)


async def to_agreed(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    await _step(ack, inp, deps, Stage.AGREED)


async def to_active(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    await _step(ack, inp, deps, Stage.ACTIVE)


async def to_closed(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    await _step(ack, inp, deps, Stage.CLOSED)


async def _step(ack: AsyncAck, inp: Input, deps: Deps, to: Stage) -> None:
    """Take it at once, or ask why first."""
    number, shown = read_step(inp.value)
    if (shown, to) in ASKS_WHY:
        async with deps.reading(inp) as (session, reader):
            one = await flows.may_move(session, reader, number, shown, to, inp.now)
            view = why.step_form(reader.say, number, one.title, shown, to)
        await show_view(inp, deps, view)
    else:
        try:
            await _take(inp, deps, number, shown, to)
        except flows.LateError as late:
            await _offer(inp, deps, late.objective, to)
    await ack()


async def _offer(inp: Input, deps: Deps, objective: Objective, to: Stage) -> None:
    """Its cycle is over: ask whether it is to take the step in the one that runs."""
    async with deps.reading(inp) as (session, reader):
        period = await flows.running_cycle(session, objective, inp.now)
        view = why.late_form(reader.say, objective, period.id, to)
    await show_view(inp, deps, view)


async def _take(inp: Input, deps: Deps, number: int, shown: Stage, to: Stage) -> None:
    """What was tapped shows the objective as it is then."""
    async with deps.once(inp) as (session, reader):
        moved = await flows.move(session, reader, number, shown, to, inp.now)
        whole = await telling.announce(session, deps, reader, moved, inp.now)
        await told_all(session, deps, moved, inp)
    key, message = None, detail.message(reader, whole)
    if telling.is_public(inp):
        say = deps.texts.say(whole.objective.home.language)
        key, message = MESSAGE_KEY.format(number=number), post.post(say, whole)
    await telling.redrawn(inp, deps, message, detail.modal(reader, whole), ours=key)


async def told_all(session: AsyncSession, deps: Deps, moved: Moved, inp: Input) -> None:
    """Whoever counted on it hears of it, and lists and cards follow."""
    await telling.tell(
        session,
        deps,
        moved.hear,
        [moved.noted],
        lambda say: told.changed_objective(say, moved.objective, [moved.noted]),
        inp.now,
    )
    await telling.after(session, deps, moved.people, inp.now)


async def moved_with_reason(session: AsyncSession, deps: Deps, reader: Reader, inp: Input) -> Block:
    """The form with the reason was sent: the step, and what it turns into."""
    view = inp.view or {}
    asked, form = metadata_of(view), Form(view)
    number, reason = int(asked["number"]), form.text(why.WHY, required=False)
    shown, to = Stage(asked["shown"]), Stage(asked["to"])
    moved = await flows.move(session, reader, number, shown, to, inp.now, reason)
    whole = await telling.announce(session, deps, reader, moved, inp.now)
    await told_all(session, deps, moved, inp)
    return detail.modal(reader, whole)


async def moved_to_cycle(session: AsyncSession, deps: Deps, reader: Reader, inp: Input) -> Block:
    """The step is to be taken in another cycle."""
    asked = metadata_of(inp.view or {})
    number, shown, to = int(asked["number"]), Stage(asked["shown"]), Stage(asked["to"])
    cycle_id = asked["cycle"]
    moved = await flows.move(session, reader, number, shown, to, inp.now, cycle_id=cycle_id)
    whole = await telling.announce(session, deps, reader, moved, inp.now)
    await told_all(session, deps, moved, inp)
    return detail.modal(reader, whole)


async def deleted(session: AsyncSession, deps: Deps, reader: Reader, inp: Input) -> Block:
    """The same for an objective that is taken away."""
    view = inp.view or {}
    number = int(metadata_of(view)["number"])
    reason = Form(view).text(why.WHY, required=False)
    moved = await flows.delete(session, reader, number, inp.now, reason)
    await telling.announce(session, deps, reader, moved, inp.now)
    await told_all(session, deps, moved, inp)
    text = why.deleted(reader.say, number, moved.objective.title)
    return why.done_view(reader.say, o_name(number), text)
