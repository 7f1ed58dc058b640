"""Skipping a round: the card's button, its modal, and the command."""

from collections.abc import Sequence

from slack_bolt.context.ack.async_ack import AsyncAck

from handlers.checkin import flows, views
from handlers.checkin.listeners.tapped import over, tapped
from handlers.checkin.rules.asked import Card, DueRound
from handlers.checkin.rules.away import LONGEST_WHY
from handlers.deps import Deps
from handlers.kit.blocks import Block
from handlers.kit.forms import Form
from handlers.kit.inputs import Input
from handlers.kit.mrkdwn import readable
from handlers.kit.reader import Reader
from handlers.kit.typed import given_back


async def skip(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """/okr checkin skip, and perhaps why."""
    why = readable(inp.text, {})
    with given_back(why):
        async with deps.once(inp) as (session, reader):
            told = await flows.skip(session, reader, why, inp.now)
    await ack(**views.skipped(reader.say, told.teams, why))


async def ask_why(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The card's button. That of rounds that are over skips no other: the card goes without it."""
    async with deps.reading(inp) as (session, reader):
        card = await tapped(session, reader, inp)
        without = _without_it(reader, card, inp)
        parts = [] if without else await flows.skippable(session, reader, inp.now)
    if without is not None:
        await deps.slack.respond(inp.response_url or "", {**without, "replace_original": True})
    else:
        form = views.skip_modal(reader.say, parts, _over(card, parts))
        await deps.slack.open_view(inp.workspace, inp.trigger, form)
    await ack()


def _without_it(reader: Reader, card: Card | None, inp: Input) -> Block | None:
    """The tapped card, if none of its rounds can be skipped any more."""
    if card is None:
        return over(inp, views.of_earlier_week(reader.say))
    return views.card(reader, card, inp.now) if card.is_closed else None


def _over(card: Card | None, parts: Sequence[DueRound]) -> list[str]:
    """The teams on this card whose rounds are over, while something still waits there."""
    skipped = {part.key for part in parts}
    rounds = card.rounds if card else []
    return [
        one.team_name for one in rounds if one.is_closed and one.waits and one.key not in skipped
    ]


async def submit(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """It is skipped, and the card says so: the rounds that the form has named, and no later one.

    Where some of them are not, it says which: the card shows only how each stands.
    """
    only = views.read_skipped(inp.view or {})
    form = Form(inp.view or {})
    why = form.text(views.WHY, required=False, longest=LONGEST_WHY)
    form.check()
    async with deps.once(inp) as (session, reader):
        told = await flows.skip(session, reader, why, inp.now, only)
    if told.is_whole:
        await ack()
    else:
        await ack(response_action="update", view=views.skipped_in_part(reader.say, told, why))
