"""`/okr cycle`: what runs, or what came of a cycle, page by page."""

from slack_bolt.context.ack.async_ack import AsyncAck
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.cycle.flows import overview as flows
from handlers.cycle.listeners import settings
from handlers.cycle.listeners.grading import fill_button
from handlers.cycle.rules.ended import Ended, of_person, ungraded_for
from handlers.cycle.views import overview as views
from handlers.cycle.views import result
from handlers.cycle.views.card import GRADE
from handlers.deps import Deps
from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.inputs import Input
from handlers.kit.mrkdwn import readable
from handlers.kit.reader import Reader
from handlers.okr.rules.cycle import Period
from storage import cycle as cycles


async def cycle(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """`/okr cycle`, `/okr cycle 2026-Q3`, `/okr cycle new`, `/okr cycle month`."""
    typed = " ".join(readable(inp.text, {}).split())
    rhythm = settings.rhythm_named(typed)
    if typed.casefold() == "new":
        await settings.new(ack, inp, deps)
    elif rhythm is not None:
        await settings.set_by_command(ack, inp, deps, rhythm)
    elif typed:
        await _result(ack, inp, deps, typed)
    else:
        async with deps.reading(inp) as (session, reader):
            message = views.overview(reader.say, await flows.overview(session, reader, inp.now))
        await ack(**message)


async def _result(ack: AsyncAck, inp: Input, deps: Deps, typed: str) -> None:
    async with deps.reading(inp) as (session, reader):
        period = await flows.the_cycle(session, reader, typed, inp.now)
        message = await _page(session, reader, period, inp, 0)
    await ack(**message)


async def page(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """Another page, in the place of the one whose button was pressed."""
    first, cycle_id = result.read_page(inp.value)
    async with deps.reading(inp) as (session, reader):
        period = await flows.the_cycle(session, reader, cycle_id, inp.now)
        message = await _page(session, reader, period, inp, first)
    await deps.slack.respond(inp.response_url or "", {**message, "replace_original": True})
    await ack()


async def _page(
    session: AsyncSession, reader: Reader, period: Period, inp: Input, first: int
) -> Block:
    found = await flows.result_of(session, reader, period.id, inp.now)
    led = frozenset(await cycles.led_by(session, reader.id))
    buttons = []
    left = (period.ends - reader.day(inp.now)).days
    if left < views.LAST_DAYS:
        buttons = _buttons(reader, period, found, led)
    return result.page(reader.say, period.id, period.ends, found, first, buttons, runs=left > 0)


def _buttons(
    reader: Reader, period: Period, found: list[Ended], led: frozenset[str]
) -> list[Block]:
    """My own, and what others have left open, for who may grade it."""
    buttons = []
    if of_person(found, reader.id):
        buttons.append(blocks.button(reader.say("Grade mine"), GRADE, period.ends.isoformat()))
    if ungraded_for(found, reader.id, led, admin=reader.is_admin):
        buttons.append(fill_button(reader.say, period.id))
    return buttons
