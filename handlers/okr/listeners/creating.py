"""`/okr new`: an objective with its KRs."""

from typing import Final

from slack_bolt.context.ack.async_ack import AsyncAck

from handlers.deps import Deps
from handlers.kit.forms import Form, metadata_of
from handlers.kit.inputs import Input
from handlers.okr import flows, views
from handlers.okr.listeners.windows import show_view
from handlers.outbox import flows as outbox

MESSAGE_KEY: Final = "okr.objective:{number}"


async def new(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """Open the form, for the team of this channel or one of the person's."""
    async with deps.reading(inp) as (session, reader):
        choices = await flows.team_choices(session, reader, inp.channel)
        cycle = await flows.current_cycle(session, choices[0].id, inp.now)
        view = views.new_modal(reader.say, reader.id, choices, choices[0].id, cycle)
    await show_view(inp, deps, view)
    await ack()


async def submitted(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """Make it, tell the team's channel in its language, and the person by the form itself."""
    view = inp.view or {}
    new_one = views.read_objective(Form(view), inp.user, metadata_of(view)["team"])
    async with deps.once(inp) as (session, reader):
        made = await flows.create(session, reader, new_one, inp.now)
        told = views.announcement(deps.texts.say(made.language), made, reader.id)
        key = MESSAGE_KEY.format(number=made.number)
        await outbox.post(session, key, made.channel, told, inp.now, tell=reader.id)
        for hook in deps.after_objective:
            await hook(session, reader.id, inp.now)
    await ack(response_action="update", view=views.made_view(reader.say, made))
