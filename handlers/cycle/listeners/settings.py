"""What admins set: the rhythm, and cycles with dates of their own."""

from datetime import date
from typing import Final

from slack_bolt.context.ack.async_ack import AsyncAck

from handlers.cycle.flows import settings as flows
from handlers.cycle.flows.settings import NewCycle
from handlers.cycle.views import overview as views
from handlers.cycle.views import own
from handlers.deps import Deps
from handlers.kit.blocks import Block
from handlers.kit.errors import UserError
from handlers.kit.forms import Form
from handlers.kit.inputs import Input
from handlers.okr.listeners.windows import show_view
from handlers.okr.rules.cycle import Rhythm
from handlers.outbox import listeners as outbox

_NAMES: Final = {
    "quarter": Rhythm.QUARTER,
    "quarters": Rhythm.QUARTER,
    "month": Rhythm.MONTH,
    "months": Rhythm.MONTH,
    "trimester": Rhythm.TRIMESTER,
    "trimesters": Rhythm.TRIMESTER,
}


def rhythm_named(typed: str) -> Rhythm | None:
    """The rhythm that was typed, if it was one."""
    return _NAMES.get(typed.casefold())


async def set_by_command(ack: AsyncAck, inp: Input, deps: Deps, rhythm: Rhythm) -> None:
    """`/okr cycle month`."""
    await ack(**await _set(inp, deps, rhythm))


async def rhythm_chosen(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """From the list under `/okr cycle`: the answer stands in its place."""
    answer = await _set(inp, deps, Rhythm(inp.value))
    await outbox.replace(inp, deps, answer)
    await ack()


async def _set(inp: Input, deps: Deps, rhythm: Rhythm) -> Block:
    async with deps.once(inp) as (session, reader):
        opened, before = await flows.set_rhythm(session, reader, rhythm, inp.now)
    return views.rhythm_set(reader.say, rhythm, before, opened.running, opened.following)


async def new(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The form of a cycle with its own dates."""
    async with deps.reading(inp) as (session, reader):
        flows.refuse_others(reader)
        starts, ends = await flows.proposed(session, reader, inp.now)
        view = own.form(reader.say, starts, ends)
    await show_view(inp, deps, view)
    await ack()


async def submitted(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """It is made, or the form says what to put right."""
    form = Form(inp.view or {})
    name, starts, ends = form.text("name"), form.day("starts"), form.day("ends")
    for field, day in (("starts", starts), ("ends", ends)):
        if day is None:
            form.refuse(field, UserError("Choose a day."))
    form.check()
    async with deps.once(inp) as (session, reader):
        new_one = NewCycle(name, starts or date.max, ends or date.max)
        made = await flows.make(session, reader, new_one, inp.now)
    await ack(response_action="update", view=own.made(reader.say, made))
