"""The page of the form that somebody sees, whatever led there."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.checkin import flows, views
from handlers.checkin.rules.asked import DueRound
from handlers.checkin.rules.draft import Draft, Values
from handlers.checkin.rules.pages import Sheet, sheet_of
from handlers.kit.blocks import Block
from handlers.kit.inputs import Input
from handlers.kit.reader import Reader
from handlers.kit.text import Mrkdwn
from handlers.okr import flows as okr
from handlers.okr.rules import KrState


async def opened(
    session: AsyncSession,
    reader: Reader,
    krs: Sequence[KrState],
    mine: Sequence[DueRound],
    asking: Sequence[DueRound],
    now: datetime,
    *,
    is_edit: bool = False,
) -> Block:
    """The form about these KRs, at the page where it was left unsent, filled in as it was."""
    draft = await flows.unsent(session, reader.id)
    numbers = [kr.number for kr in krs]
    sheet = sheet_of(numbers, mine, asking, is_edit=is_edit).resumed(draft)
    return await paged(session, reader, sheet, draft, now, is_new=True)


async def keep(session: AsyncSession, reader: Reader, inp: Input) -> Draft:
    """What stands in the form that this came from."""
    view = inp.view or {}
    sheet, seen = views.read_sheet(view)
    values = view.get("state", {}).get("values", {})
    return await flows.keep(session, reader.id, sheet, seen, values, inp.now)


async def paged(
    session: AsyncSession,
    reader: Reader,
    sheet: Sheet,
    draft: Draft,
    now: datetime,
    *,
    is_new: bool = False,
    overtaken: Collection[int] = (),
    wrong: Sequence[Mrkdwn] = (),
) -> Block:
    """The page that this form is at; `overtaken` KRs beside those that are found to be."""
    page = await flows.filled(session, reader, sheet, draft, now, is_new=is_new)
    gone = set(sheet.page.numbers) - {kr.number for kr in page.krs}
    told = [*wrong, *(views.is_closed(reader.say, number) for number in sorted(gone))]
    shown = views.Shown(
        sheet=sheet,
        krs=page.krs,
        rounds=page.rounds,
        values={**_answered(reader, sheet, page), **page.values},
        last=page.last,
        overtaken={*page.overtaken, *overtaken},
        wrong=told,
        found=is_new and bool(page.values),
        back=page.back,
        person=reader.id,
    )
    return views.form(reader.say, shown)


def _answered(reader: Reader, sheet: Sheet, page: flows.Filled) -> Values:
    """What was answered before, to be edited."""
    if not sheet.is_edit:
        return {}
    asked = [one for part in page.rounds for one in part.questions]
    found = dict(views.replies_as_typed(asked, page.replies))
    found |= views.help_as_asked(page.back.ticked)
    for kr in page.krs:
        found |= views.as_answered(kr, reader.id)
    return found


async def krs_of(session: AsyncSession, numbers: Collection[int], now: datetime) -> list[KrState]:
    """Those of these KRs that are open, with their steps."""
    found = await okr.key_results(session, now, numbers=list(numbers)) if numbers else []
    return await okr.with_steps(session, found)
