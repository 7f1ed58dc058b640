"""`/okr history`: what became of a key result or an objective, and the chart that follows."""

from slack_bolt.context.ack.async_ack import AsyncAck
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.deps import Deps
from handlers.kit.blocks import Block
from handlers.kit.errors import UserError
from handlers.kit.inputs import Input
from handlers.kit.mrkdwn import readable
from handlers.kit.reader import Reader
from handlers.okr import flows
from handlers.okr.rules.chronicle import Subject, unpacked
from handlers.okr.views import history as views
from handlers.outbox import listeners as outbox


async def history(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """Of KR-3, 3, O-3 or words of a title; where several fit, which."""
    if not inp.text:
        raise UserError(
            "Say of what, by number or words of its title: `/okr history KR-3`, `/okr history O-3`"
            " or `/okr history first response`."
        )
    async with deps.once(inp) as (session, reader):
        found = await flows.subjects_meant(session, readable(inp.text, {}))
        if len(found) > 1:
            message = views.which(reader.say, found)
        else:
            message = await _told(session, reader, inp, found[0][0])
    await ack(**message)


async def pick(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """One of several was chosen."""
    subject, _ = unpacked(inp.value)
    async with deps.once(inp) as (session, reader):
        message = await _told(session, reader, inp, subject)
    await outbox.replace(inp, deps, message)
    await ack()


async def _told(session: AsyncSession, reader: Reader, inp: Input, subject: Subject) -> Block:
    """The first page; its chart is drawn meanwhile."""
    told = await flows.chronicle(session, subject, 0, inp.now)
    drawn = told.course is not None and told.course.can_be_drawn
    if drawn:
        await flows.plan_chart(session, reader.id, subject.number, inp.key, inp.now)
    return views.message(reader, told, chart=drawn)


async def turn(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """Another page, in the place of the one whose button was pressed."""
    subject, first = unpacked(inp.value)
    async with deps.reading(inp) as (session, reader):
        message = views.message(reader, await flows.chronicle(session, subject, first, inp.now))
    await deps.slack.respond(inp.response_url or "", {**message, "replace_original": True})
    await ack()
