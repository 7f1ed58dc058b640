"""The form at the end of a cycle: opened from a card, saved, and shown where it belongs."""

from datetime import date
from typing import Final

from slack_bolt.context.ack.async_ack import AsyncAck
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.cycle.flows import answering, overview, telling
from handlers.cycle.flows.answering import Saved
from handlers.cycle.flows.asking import posted, posts_of, until_of
from handlers.cycle.flows.reading import ended
from handlers.cycle.rules.card import drafts as drafts_of
from handlers.cycle.rules.ended import Ended, ungraded_for
from handlers.cycle.rules.result import results
from handlers.cycle.views import card as cards
from handlers.cycle.views import drafts, result
from handlers.cycle.views import form as forms
from handlers.cycle.views import saved as views
from handlers.deps import Deps
from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.forms import Form, metadata_of
from handlers.kit.inputs import Input
from handlers.kit.reader import Reader
from handlers.kit.text import Say
from handlers.okr.listeners.windows import show_view
from handlers.outbox import flows as outbox
from storage import cycle as cycles

FILL: Final = "cycle.fill"  # a button: its value is the cycle


def fill_button(say: Say, cycle_id: str) -> Block:
    """Opens the form of what others have not graded."""
    return blocks.button(say("Grade what is missing"), FILL, cycle_id)


async def grade(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The button of a card: the form of all that is mine and ends on its day."""
    ends = date.fromisoformat(inp.value)
    async with deps.reading(inp) as (session, reader):
        found = await telling.mine(session, reader.id, ends, inp.now)
        view = (
            forms.form(reader.say, reader.id, ends, found) if found else views.nothing(reader.say)
        )
    await show_view(inp, deps, view)
    await ack()


async def fill(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """For leads and admins: what nobody has graded yet in their teams."""
    async with deps.reading(inp) as (session, reader):
        of_cycle = await overview.result_of(session, reader, inp.value, inp.now)
        led = frozenset(await cycles.led_by(session, reader.id))
        found = ungraded_for(of_cycle, reader.id, led, admin=reader.is_admin)
        view = views.nothing(reader.say)
        if found:
            view = forms.form(reader.say, reader.id, found[0].ends, found, mine=False)
    await show_view(inp, deps, view)
    await ack()


async def submitted(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """Save it all, or show what somebody else said meanwhile; cards and results follow."""
    async with deps.once(inp) as (session, reader):
        view = await _save(session, deps, reader, inp)
    await ack(response_action="update", view=view)


async def _save(session: AsyncSession, deps: Deps, reader: Reader, inp: Input) -> Block:
    view = inp.view or {}
    metadata, form = metadata_of(view), Form(view)
    shown = await _shown(session, reader, inp)
    filled = forms.read(form, shown if metadata["mine"] else [], metadata["seen"])
    form.check()
    saved = await answering.save(session, reader, filled, inp.now)
    if saved.overtaken:
        await deps.undone(session, inp)
        now_so = await _shown(session, reader, inp)
        return _again(reader, inp, form, now_so, saved)
    await _tell(session, deps, reader, saved, inp)
    for hook in deps.after_objective if saved.ended else ():
        await hook(session, reader.id, inp.now)
    until = until_of(saved.ended, await posts_of(session, saved.ended))
    own = [one for one in saved.ended if any(one.number == s.number for s in shown)]
    return views.saved(reader, own, until, saved.gone)


def _again(reader: Reader, inp: Input, form: Form, shown: list[Ended], saved: Saved) -> Block:
    """The form with what was typed, and what somebody else said meanwhile."""
    metadata = metadata_of(inp.view or {})
    return forms.form(
        reader.say,
        reader.id,
        date.fromisoformat(metadata["ends"]),
        shown,
        mine=bool(metadata["mine"]),
        typed=forms.typed_in(form, [int(number) for number in metadata["seen"]]),
        lessons=forms.lessons_in(form, shown),
        overtaken=saved.overtaken,
    )


async def _shown(session: AsyncSession, reader: Reader, inp: Input) -> list[Ended]:
    """What the form is about, as it stands now."""
    metadata = metadata_of(inp.view or {})
    if metadata["mine"]:
        ends = date.fromisoformat(metadata["ends"])
        return await telling.mine(session, reader.id, ends, inp.now)
    return await ended(session, inp.now, krs=[int(number) for number in metadata["seen"]])


async def _tell(
    session: AsyncSession, deps: Deps, reader: Reader, saved: Saved, inp: Input
) -> None:
    """The cards of who answered and whose KRs these are, and the results that are posted."""
    metadata = metadata_of(inp.view or {})
    of_form = {int(number) for number in metadata["seen"]}
    krs = [kr.kr for one in saved.ended for kr in one.krs if kr.kr.number in of_form]
    over = results(await posted(session, saved.ended))
    told = drafts_of(saved.ended, saved.carried)
    owners = {reader.id, *(kr.owner_id for kr in krs)}
    hear = {one.member_id for one in over} | {one.member_id for one in told}
    people = sorted((owners | hear) - {""})
    readers = await deps.readers(session, people)
    ends = date.fromisoformat(metadata["ends"])
    for card in await telling.cards(session, owners, ends, inp.now):
        if card.ended:
            shown = cards.card(readers[card.member_id], card)
            await outbox.update(session, card.key, shown, inp.now)
    for draft in told:
        said = drafts.drafts(readers[draft.member_id].say, draft)
        await outbox.post(session, draft.key, draft.member_id, said, inp.now)
    languages = await cycles.languages_of(session, {one.team_id for one in over})
    for one in over:
        say = deps.texts.say(languages[one.team_id])
        say = readers[one.member_id].say if one.member_id else say
        await outbox.update(session, one.key, result.shown(say, one), inp.now)
