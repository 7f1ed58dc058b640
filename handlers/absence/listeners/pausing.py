"""/okr pause: days on which a team, or everybody, is not asked."""

from slack_bolt.context.ack.async_ack import AsyncAck
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.absence import flows, views
from handlers.absence.flows.pausing import Paused
from handlers.deps import Deps
from handlers.kit.inputs import Input
from handlers.outbox import flows as outbox
from handlers.outbox.flows import Message
from handlers.outbox.listeners import replace


async def pause(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """/okr pause until Monday, /okr pause from … until … Winter break, /okr pause everyone on …"""
    typed = inp.text.strip()
    if not typed:
        await _planned(ack, inp, deps)
        return
    is_end, everyone = flows.read_end(typed)
    if is_end:
        await _end(ack, inp, deps, everyone=everyone)
        return
    async with deps.once(inp) as (session, reader):
        read = flows.read_pause(typed, reader, inp.now)
        paused = await flows.pause(session, reader, read, inp.channel, inp.now)
        await _tell(session, deps, paused, inp, reader.id)
    await ack(**views.paused(reader.say, paused.off, paused.left_out, len(paused.teams)))


async def _planned(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    async with deps.reading(inp) as (session, reader):
        team, offs = await flows.planned(session, reader, inp.channel, inp.now)
    await ack(**views.planned(reader.say, team.name if team else None, offs))


async def _end(ack: AsyncAck, inp: Input, deps: Deps, *, everyone: bool) -> None:
    async with deps.once(inp) as (session, reader):
        ended = await flows.end(session, reader, inp.channel, inp.now, everyone=everyone)
        if ended is None:
            team, offs = await flows.planned(session, reader, inp.channel, inp.now)
            offs = [off for off in offs if off.holds("", reader.day(inp.now))]
        else:
            await _tell(session, deps, ended, inp, reader.id, is_over=True)
    if ended is None:
        name = team.name if team else ""
        await ack(**views.of_everybody(reader.say, name, offs, may=reader.is_admin))
    else:
        await ack(**views.taken_back(reader.say, ended.off, ended.still_of(ended.off.team_id)))


async def take_back(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The button beside what is planned; the list shows what is left."""
    async with deps.once(inp) as (session, reader):
        ended = await flows.take_back(session, reader, inp.value, inp.now)
        if ended is not None:
            await _tell(session, deps, ended, inp, reader.id, is_over=True)
        team, offs = await flows.planned(session, reader, inp.channel, inp.now)
    shown = views.planned(reader.say, team.name if team else None, offs)
    await replace(inp, deps, shown, ours=None)
    await ack()


async def _tell(
    session: AsyncSession,
    deps: Deps,
    paused: Paused,
    inp: Input,
    by: str,
    *,
    is_over: bool = False,
) -> None:
    """Each team's channel hears of it once."""
    key = f"pause:{'over' if is_over else 'made'}:{paused.off.id}"
    says = {team.id: deps.texts.say(team.language) for team in paused.teams}
    messages = [
        Message(
            f"{key}:{team.id}",
            team.channel,
            views.over_told(says[team.id], paused.off, paused.still_of(team.id), by)
            if is_over
            else views.told(says[team.id], paused.off, paused.left_out.get(team.id), by),
        )
        for team in paused.teams
    ]
    await outbox.post_all(session, messages, inp.now, bulk=len(messages) > 1)
