"""/okr checkin settings, the button in Home, and their form."""

from dataclasses import replace

from slack_bolt.context.ack.async_ack import AsyncAck
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.absence import flows as absence
from handlers.absence.listeners.leaving import tell_stand_in
from handlers.checkin import flows, views
from handlers.checkin.rules.settings import Settings
from handlers.deps import Deps
from handlers.kit.errors import UserError
from handlers.kit.forms import Form
from handlers.kit.inputs import Input
from handlers.kit.reader import Reader


async def open_settings(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The form with what is set."""
    async with deps.reading(inp) as (session, reader):
        found = await flows.settings_of(session, reader.id)
    shown = views.settings_form(reader, found)
    await deps.slack.open_view(inp.workspace, inp.trigger, shown)
    await ack()


async def save_settings(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """What was chosen holds from now on: what is still to come moves, and whoever stands in no
    more hears of it.
    """
    form = Form(inp.view or {})
    async with deps.once(inp) as (session, reader):
        chosen = await _chosen(session, reader, form)
        before = await absence.leave_of(session, reader.id, inp.now)
        if before is not None and await absence.was_told(session, reader.id, before):
            change = (before, replace(before, stand_in=chosen.stand_in))
            await tell_stand_in(session, deps, reader, change, inp.now)
        for team_id in await flows.save_settings(session, reader, chosen, inp.now):
            for hook in deps.after_team:
                await hook(session, team_id, inp.now)
        card = await flows.next_card(session, reader, inp.now)
    await ack(response_action="update", view=views.settings_saved(reader, card))


async def _chosen(session: AsyncSession, reader: Reader, form: Form) -> Settings:
    """FormError names every field that needs another look."""
    country, stand_in = None, next(iter(form.people(views.STAND_IN)), None)
    typed = form.text(views.COUNTRY, required=False)
    try:
        country = await flows.read_country(reader, typed)
    except UserError as wrong:
        form.refuse(views.COUNTRY, wrong)
    try:
        if stand_in is not None:
            await absence.check_stand_in(session, reader, stand_in, field=views.STAND_IN)
    except UserError as wrong:
        form.refuse(views.STAND_IN, wrong)
    form.check()
    return Settings(views.read_reminders(form), views.read_wall(form), country, stand_in)
