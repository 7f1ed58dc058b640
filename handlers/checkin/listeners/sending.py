"""Sending the form: all its pages at once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.checkin import flows, views
from handlers.checkin.listeners.paging import krs_of, paged
from handlers.checkin.listeners.saying import Said, say, says_something
from handlers.checkin.rules.asked import missing
from handlers.checkin.rules.draft import Draft, kr_of
from handlers.checkin.rules.pages import Sheet
from handlers.deps import Deps
from handlers.kit.blocks import Block
from handlers.kit.errors import FormError, UserError
from handlers.kit.inputs import Input
from handlers.kit.reader import Reader
from handlers.kit.text import Mrkdwn
from handlers.okr import views as okr
from handlers.okr.rules import KrState


@dataclass(frozen=True, slots=True)
class _Sent:
    """Who sent what: the pages are in the draft."""

    deps: Deps
    inp: Input
    session: AsyncSession
    reader: Reader
    sheet: Sheet
    draft: Draft
    krs: Sequence[KrState]  # those that are still open

    async def page(
        self, numbers: Sequence[int], *, overtaken: Sequence[int] = (), wrong: Sequence[Mrkdwn] = ()
    ) -> Block:
        """These KRs once more, on a page of their own; nothing was recorded."""
        await self.deps.undone(self.session, self.inp)
        once_more = replace(self.sheet, only=tuple(numbers))
        return await paged(
            self.session,
            self.reader,
            once_more,
            self.draft,
            self.inp.now,
            overtaken=overtaken,
            wrong=wrong,
        )


async def send(deps: Deps, inp: Input, sheet: Sheet) -> Block | None:
    """Record it: the form anew where somebody else was faster or a page has not been seen; what
    else they have to know; None when all went well.
    """
    async with deps.once(inp) as (session, reader):
        draft = await flows.unsent(session, reader.id)
        krs = await krs_of(session, sheet.krs, inp.now)
        return await _record(_Sent(deps, inp, session, reader, sheet, draft, krs))


async def _record(sent: _Sent) -> Block | None:
    if unseen := await _unseen(sent):
        return await sent.page(unseen)
    form, session, now = views.form_of(sent.draft.values), sent.session, sent.inp.now
    entries = [views.read_answer(form, kr) for kr in sent.krs if views.has_fields(form, kr)]
    if form.errors:
        return await _put_right(sent, form.errors)
    replies = await flows.read_replies(session, form)
    gone = sorted(set(sent.sheet.krs) - {kr.number for kr in sent.krs})
    is_sent = any(entry.value is not None for entry in entries) or any(replies.values())
    if not (is_sent or gone or sent.sheet.is_edit or says_something(form)):
        _refuse_nothing(sent.sheet)
    overtaken = await flows.fill(
        session,
        sent.deps.after_update,
        sent.reader,
        entries,
        sent.draft.seen,
        now,
        held=sent.sheet.days.items(),
        is_edit=sent.sheet.is_edit,
    )
    if overtaken:
        return await sent.page(overtaken, overtaken=overtaken)
    await say(session, sent.deps, sent.reader, sent.sheet.rounds, Said(form, replies), now)
    await flows.take_skip_back(session, sent.reader.id, sent.sheet.days.items())
    await flows.forget(session, sent.reader.id, sent.sheet, sent.draft, now)
    if not gone:
        return None
    words = {number: okr.words_in(form, number) for number in gone}
    return views.closed_meanwhile(sent.reader.say, words, sent=is_sent)


async def _unseen(sent: _Sent) -> list[int]:
    """KRs of this form that wait for an answer and whose page was never sent."""
    told = flows.answered_by(sent.draft, sent.sheet)
    left = {kr.number for kr in sent.krs} - set(told)
    if not left or sent.sheet.is_edit:
        return []
    mine = await flows.rounds_of(sent.session, sent.reader.id, sent.inp.now)
    return [kr.number for kr in missing(mine) if kr.number in left]


async def _put_right(sent: _Sent, errors: dict[str, UserError]) -> Block:
    """Pages that were left already have mistakes: what they could be read by has changed since."""
    numbers = sorted({n for name in errors if (n := kr_of(name)) is not None})
    if not numbers:
        raise FormError(errors)
    told = [Mrkdwn(error.told(sent.reader.say)) for error in errors.values()]
    return await sent.page(numbers, wrong=told)


def _refuse_nothing(sheet: Sheet) -> None:
    """Somebody sends a form in which there is nothing."""
    if not sheet.krs:
        raise UserError("Fill in at least one field, or close this with “Later”.")
    first = next(iter(sheet.page.numbers), 0)
    raise UserError(
        "Enter at least one value, or close this with “Later”.",
        field=okr.value_id(first),
    )
