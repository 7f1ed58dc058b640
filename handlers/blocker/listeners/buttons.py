"""/okr blockers, the buttons under a blocker, and the form that closes it."""

from slack_bolt.context.ack.async_ack import AsyncAck
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.blocker import flows, views
from handlers.blocker.listeners import telling
from handlers.blocker.rules import CHANNEL, LIST, LONGEST_NOTE, message_key
from handlers.deps import Deps
from handlers.kit.blocks import Block
from handlers.kit.forms import Form, metadata_of
from handlers.kit.inputs import Input
from handlers.kit.reader import Reader
from handlers.okr.listeners.windows import show_view
from handlers.outbox import listeners as outbox
from handlers.team.rules import in_no_team
from storage import team as teams


async def blockers(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """/okr blockers: what is open in my teams."""
    async with deps.reading(inp) as (session, reader):
        shown = await _list(session, reader, inp.channel)
    await ack(**shown)


async def _list(session: AsyncSession, reader: Reader, channel: str | None) -> Block:
    """Of this person's teams; of whoever is in none, the team of this channel."""
    mine = await teams.teams_of(session, reader.id)
    here = await teams.team_of_channel(session, channel) if channel and not mine else None
    names = {team.id: team.name for team in ([here] if here else mine)}
    if not names:
        raise in_no_team(is_guest=reader.is_guest)
    return views.listed(reader.say, names, await flows.open_in(session, names))


async def can_help(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """Somebody helps: whoever asked hears of it, and every post says so."""
    tap = views.read_tap(inp.value)
    place = tap.place if tap.place in (LIST, inp.user) else CHANNEL
    async with deps.once(inp) as (session, reader):
        blocker = await flows.help_with(session, reader, tap.blocker_id, inp.now)
        shown = await telling.helped(session, deps, blocker, inp.now, place=place)
        shown = shown or await _list(session, reader, inp.channel)
    ours = None if place == LIST else message_key(blocker.id, place)
    await outbox.replace(inp, deps, shown, ours=ours)
    await ack()


async def solved(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """Room for a sentence on how, before it is closed."""
    async with deps.reading(inp) as (session, reader):
        blocker = await flows.closable(session, reader, views.read_tap(inp.value).blocker_id)
    await show_view(inp, deps, views.closing_form(reader.say, blocker))
    await ack()


async def close(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """It is out of the way, and everybody who heard of it hears so."""
    view = inp.view or {}
    form, id_ = Form(view), str(metadata_of(view).get("blocker") or "")
    note = form.text(views.NOTE, required=False, longest=LONGEST_NOTE)
    form.check()
    async with deps.once(inp) as (session, reader):
        blocker = await flows.close(session, reader, id_, inp.now)
        await telling.closed(session, deps, blocker, note, inp.now)
    await ack()
