"""/okr checkin, and the buttons that open its form."""

from slack_bolt.context.ack.async_ack import AsyncAck
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.checkin import flows, views
from handlers.checkin.listeners.paging import opened
from handlers.checkin.listeners.tapped import over, tapped
from handlers.checkin.rules.asked import DueRound, unreplied
from handlers.deps import Deps
from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.errors import UserError
from handlers.kit.inputs import Input
from handlers.kit.reader import Reader
from handlers.kit.text import Mrkdwn
from handlers.okr import flows as okr
from handlers.vote import flows as votes
from handlers.vote import views as vote
from handlers.vote.listeners import form_of as vote_form


async def checkin(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """/okr checkin: the form, early, now or late; what was answered may be edited by it."""
    if inp.text.strip():
        raise UserError(
            "`/okr checkin` does not know “{text}”. Alone it opens your check-in; `skip`, `at"
            " 16:00`, `settings`, `report`, `questions` and `team` can follow it.",
            text=inp.text.strip()[:40],
        )
    async with deps.reading(inp) as (session, reader):
        mine = await flows.rounds_of(session, reader.id, inp.now)
        told = await _nothing_due(session, reader, mine, inp)
        form = await _form(session, reader, mine, inp) or await _edit(session, reader, mine, inp)
    if form is not None:
        await deps.slack.open_view(inp.workspace, inp.trigger, form)
        await ack()
    else:
        await ack(**blocks.message(told, [blocks.section(told)]))


async def _nothing_due(
    session: AsyncSession, reader: Reader, mine: list[DueRound], inp: Input
) -> Mrkdwn:
    return views.nothing_due(
        reader,
        owns=await flows.owns_any(session, reader, inp.now),
        answered=bool(mine),
        next_at=await flows.next_prompt(session, reader, inp.now),
    )


async def _form(
    session: AsyncSession, reader: Reader, mine: list[DueRound], inp: Input
) -> Block | None:
    """What may still be answered; None where nothing is left."""
    krs, asking = [kr for part in mine for kr in part.unsaid], unreplied(mine)
    if not (krs or asking):
        return None
    return await opened(session, reader, krs, mine, asking, inp.now)


async def _edit(
    session: AsyncSession, reader: Reader, mine: list[DueRound], inp: Input
) -> Block | None:
    """What was answered in rounds that are still open; None where nothing was."""
    mine = [part for part in mine if not part.is_closed and inp.now < part.closes_at]
    krs = [kr for part in mine for kr in part.answered]
    asking = [part for part in mine if part.questions]
    if not (krs or asking):
        return None
    return await opened(session, reader, krs, mine, asking, inp.now, is_edit=True)


async def open_form(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The button of a card, or the same one elsewhere: the form, or what was answered."""
    async with deps.reading(inp) as (session, reader):
        mine = await flows.rounds_of(session, reader.id, inp.now)
        told = await _nothing_due(session, reader, mine, inp)
        form = await _form(session, reader, mine, inp)
        card = None if form else await _card(session, reader, inp)
    await _show(deps, inp, form, card, views.nothing_due_modal(reader, told))
    await ack()


async def edit(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The card's button: what was answered, until its round closes; then the card says so.

    Of a card of an earlier week nothing can be edited, whatever is open by now.
    """
    async with deps.reading(inp) as (session, reader):
        card = await _card(session, reader, inp)
        mine = await flows.rounds_of(session, reader.id, inp.now) if card else []
        form = await _edit(session, reader, mine, inp)
        card = card or over(inp, views.put_right(reader.say))
    await _show(deps, inp, form, card, views.closed_modal(reader.say))
    await ack()


async def open_vote(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The card's button: the votes of its rounds; once they are over, the card without it. The
    form would be the vote of another week.
    """
    async with deps.reading(inp) as (session, reader):
        ballot = await votes.ballot(session, reader.id, inp.now)
        if ballot.takes(vote.read_rounds(inp.value)):
            form, card = vote_form(reader, ballot), None
        else:
            form, card = await _no_vote(session, reader, inp)
    await _show(deps, inp, None if card else form, card, form)
    await ack()


async def _no_vote(session: AsyncSession, reader: Reader, inp: Input) -> tuple[Block, Block | None]:
    """Why there is none by this card, and the card without it; None where it would still have it:
    whose key results are all others' sees theirs counted.
    """
    say, now = reader.say, await tapped(session, reader, inp)
    if now is not None and now.votes:
        return vote.notice(say, vote.nothing_to_vote(say)), None
    told = vote.vote_over(say)
    card = over(inp, told) if now is None else views.card(reader, now, inp.now)
    return vote.notice(say, told), card


async def _card(session: AsyncSession, reader: Reader, inp: Input) -> Block | None:
    """The tapped card as it is drawn now."""
    card = await tapped(session, reader, inp)
    return None if card is None else views.card(reader, card, inp.now)


async def _show(
    deps: Deps, inp: Input, form: Block | None, card: Block | None, notice: Block
) -> None:
    """The form; without one the card that was tapped, as it is now; else why there is neither."""
    if form is None and card is not None:
        await deps.slack.respond(inp.response_url or "", {**card, "replace_original": True})
    else:
        await deps.slack.open_view(inp.workspace, inp.trigger, form or notice)


async def value(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The card's button beside a KR: its page alone."""
    number = views.read_tap(inp.value).kr_number
    async with deps.reading(inp) as (session, reader):
        kr = await okr.the_kr(session, number, inp.now)
        await okr.refuse_strangers(session, reader, [kr], inp.now)
        mine = await flows.rounds_of(session, reader.id, inp.now)
        is_edit = any(number == done.number for part in mine for done in part.answered)
        form = await opened(session, reader, [kr], mine, (), inp.now, is_edit=is_edit)
    await deps.slack.open_view(inp.workspace, inp.trigger, form)
    await ack()
