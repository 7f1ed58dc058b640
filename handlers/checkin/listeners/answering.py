"""/okr checkin, the card's buttons and the form."""

from collections.abc import Sequence

from slack_bolt.context.ack.async_ack import AsyncAck
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.checkin import flows, views
from handlers.checkin.rules.asked import DueRound, missing, unreplied
from handlers.deps import Deps
from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.errors import UserError
from handlers.kit.forms import Form, metadata_of
from handlers.kit.inputs import Input
from handlers.kit.reader import Reader
from handlers.kit.text import Mrkdwn
from handlers.okr import flows as okr
from handlers.okr import views as okr_views
from handlers.outbox import listeners as outbox


async def checkin(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """/okr checkin: the form, early, now or late."""
    async with deps.reading(inp) as (session, reader):
        mine = await flows.rounds_of(session, reader.id, inp.now)
        told = await _nothing_due(session, reader, mine, inp)
        asked = await okr.with_steps(session, missing(mine))
    if asked or unreplied(mine):
        shown = views.form(reader.say, asked, unreplied(mine))
        await deps.slack.open_view(inp.workspace, inp.trigger, shown)
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


async def open_form(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The button of a card, or the same one elsewhere: the form, or what was answered."""
    async with deps.reading(inp) as (session, reader):
        mine = await flows.rounds_of(session, reader.id, inp.now)
        cards = await flows.cards_of(session, reader.id, inp.now)
        told = await _nothing_due(session, reader, mine, inp)
        asked = await okr.with_steps(session, missing(mine))
    card = next((c for c in cards if c.key == inp.value), None)
    if asked or unreplied(mine):
        form = views.form(reader.say, asked, unreplied(mine))
        await deps.slack.open_view(inp.workspace, inp.trigger, form)
    elif card is not None and inp.response_url:
        shown = views.card(reader, card, inp.now)
        await deps.slack.respond(inp.response_url, {**shown, "replace_original": True})
    else:
        notice = views.nothing_due_modal(reader, told)
        await deps.slack.open_view(inp.workspace, inp.trigger, notice)
    await ack()


async def no_change(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The button beside one KR: it is answered, and the card shows so."""
    tap = views.read_tap(inp.value)
    async with deps.once(inp) as (session, reader):
        await flows.unchanged(session, deps.after_update, reader, tap.kr_number, tap.seen, inp.now)
        card = await flows.card_named(session, reader.id, tap.card_key, inp.now)
    shown = (
        views.outdated_card(reader.say, tap) if card is None else views.card(reader, card, inp.now)
    )
    await outbox.replace(inp, deps, shown, ours=None if card is None else card.key)
    await ack()


async def submit(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The form is sent: everything in it is recorded, or nothing is and it says why."""
    async with deps.once(inp) as (session, reader):
        shown = await _fill(session, deps, reader, inp)
    if shown is None:
        await ack()
    else:
        await ack(response_action="update", view=shown)


async def _fill(session: AsyncSession, deps: Deps, reader: Reader, inp: Input) -> Block | None:
    """The form anew where somebody else was faster; what else they have to know. FormError says
    what to put right.
    """
    view, now = inp.view or {}, inp.now
    form, seen = Form(view), okr_views.read_seen(metadata_of(view)["seen"])
    krs = await okr.with_steps(session, await okr.key_results(session, now, numbers=list(seen)))
    entries = [okr_views.read_entry(form, kr) for kr in krs]
    gone = sorted(set(seen) - {kr.number for kr in krs})
    _refuse_what_is_gone(form, gone)
    lost = [number for number in gone if okr_views.is_ticked(form, number)]
    replies = await flows.read_replies(session, form)
    if not form.errors and not replies and all(entry.value is None for entry in entries):
        field = next((f for n in seen if (f := okr_views.value_id(n)) in form), None)
        if field is None:  # there were only steps
            return views.closed_meanwhile(reader.say, lost, sent=False)
        form.refuse(field, UserError("Enter at least one value, or close this with “Later”."))
    form.check()
    overtaken = await flows.fill(session, deps.after_update, reader, entries, seen, now)
    if not overtaken:
        asked = views.rounds_in(metadata_of(view))
        await flows.reply(session, reader, asked, replies, now)
    if not overtaken:
        return views.closed_meanwhile(reader.say, lost, sent=True) if lost else None
    await deps.undone(session, inp)
    typed = {kr.number: okr_views.typed_in(form, kr) for kr in krs}
    return views.form(reader.say, krs, typed=typed, overtaken=overtaken)


def _refuse_what_is_gone(form: Form, numbers: Sequence[int]) -> None:
    """KRs that were closed while the form was open; an emptied field does not mind."""
    for number in numbers:
        field = okr_views.value_id(number)
        if form.text(field, required=False):
            name = f"KR-{number}"
            form.refuse(
                field,
                UserError("{kr} was closed meanwhile. Empty this field to send the rest.", kr=name),
            )
