"""What people have told us and not sent: kept with every page, until it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.checkin.flows.due import rounds_of
from handlers.checkin.flows.returning import coming_back
from handlers.checkin.rules.asked import DueRound
from handlers.checkin.rules.back import Back, teams_of_fields
from handlers.checkin.rules.draft import Draft, Values, kr_of, packed, unpacked
from handlers.checkin.rules.pages import Sheet
from handlers.kit.reader import Reader
from handlers.okr import flows as okr
from handlers.okr.rules import KrState
from handlers.question import flows as questions
from storage import checkin_draft


@dataclass(frozen=True, slots=True)
class Filled:
    """A page of a form: its KRs, whose questions, what is typed so far, and, by question, what was
    replied in the round before, or, to be edited, in this one.

    `overtaken` are KRs that somebody else has updated since this person typed; `back` is what
    earlier rounds have left.
    """

    krs: list[KrState]
    rounds: list[DueRound]
    values: Values
    last: Mapping[str, str]
    replies: Mapping[str, str]
    overtaken: frozenset[int]
    back: Back


async def unsent(session: AsyncSession, member_id: str) -> Draft:
    """What this person has left unsent; blank where there is nothing."""
    row = await checkin_draft.draft(session, member_id)
    return Draft() if row is None else unpacked(row.content)


async def keep(
    session: AsyncSession,
    member_id: str,
    sheet: Sheet,
    seen: Mapping[int, str],
    values: Values,
    now: datetime,
) -> Draft:
    """Remember what stands on a page of this form."""
    known = await unsent(session, member_id)
    draft = replace(known.with_page(sheet.days, seen, values), at=sheet.page.numbers)
    await save(session, member_id, draft, now)
    return draft


async def save(session: AsyncSession, member_id: str, draft: Draft, now: datetime) -> None:
    """In the place of what there was."""
    if draft.days:  # it is about rounds of ours
        await checkin_draft.save_draft(session, member_id, packed(draft), now)


async def forget(
    session: AsyncSession, member_id: str, sheet: Sheet, draft: Draft, now: datetime
) -> None:
    """It was sent; what was typed into another form is kept."""
    rest = draft.without(sheet.krs, asked=bool(sheet.asking))
    if rest.values:
        await save(session, member_id, rest, now)
    else:
        await checkin_draft.forget_draft(session, member_id)


async def filled(
    session: AsyncSession,
    reader: Reader,
    sheet: Sheet,
    draft: Draft,
    now: datetime,
    *,
    is_new: bool = False,
) -> Filled:
    """The page that this form shows, with what was typed into it.

    One that `is_new` leaves out what was typed of a KR before the person said more of it.
    """
    page = sheet.page
    open_ = await okr.key_results(session, now, numbers=page.numbers) if page.numbers else []
    rounds = await _asking(session, reader, sheet, now) if page.asks else []
    back = await coming_back(session, reader.id, rounds, sheet)
    asked = {one.id: one.team_id for part in rounds for one in part.questions}
    krs = {kr.number: kr for kr in open_}
    fields = asked | teams_of_fields(back)
    values = _Counting(draft, sheet, krs, fields, reader.id if is_new else None).values()
    return Filled(
        krs=await okr.with_steps(session, open_),
        rounds=rounds,
        values=values,
        last=await questions.last_replies(session, reader.id, sheet.rounds, asked),
        replies=await _replies(session, reader, sheet) if sheet.is_edit and asked else {},
        overtaken=_overtaken(draft, krs, values),
        back=back,
    )


def _overtaken(draft: Draft, krs: Mapping[int, KrState], values: Values) -> frozenset[int]:
    typed = {number for name in values if (number := kr_of(name)) is not None}
    return frozenset(n for n in typed if draft.seen.get(n, krs[n].seen) != krs[n].seen)


async def _asking(
    session: AsyncSession, reader: Reader, sheet: Sheet, now: datetime
) -> list[DueRound]:
    mine = await rounds_of(session, reader.id, now)
    return [part for part in mine if sheet.rounds.get(part.team_id) == part.day]


async def _replies(session: AsyncSession, reader: Reader, sheet: Sheet) -> dict[str, str]:
    found = await questions.replies_in(session, list(sheet.rounds.items()), [reader.id])
    return {one.question_id: one.text for of_round in found.values() for one in of_round}


@dataclass(frozen=True, slots=True)
class _Counting:
    """What decides whether a field belongs to a page, and its words to this round."""

    draft: Draft
    sheet: Sheet
    krs: Mapping[int, KrState]
    asked: Mapping[str, str]  # question, promise or blocker -> team
    whose: str | None  # whose newer words count

    def values(self) -> Values:
        return {name: state for name, state in self.draft.values.items() if self._counts(name)}

    def _counts(self, name: str) -> bool:
        number = kr_of(name)
        if number is None:
            return self._is_current(self.asked.get(name.partition(".")[2]))
        kr = self.krs.get(number)
        if kr is None or not self._is_current(kr.team_id):
            return False
        is_newest = self.draft.seen.get(number, kr.seen) == kr.seen
        return is_newest or self.whose is None or kr.author_id != self.whose

    def _is_current(self, team_id: str | None) -> bool:
        day = self.draft.days.get(team_id or "")
        return day is not None and day == self.sheet.days.get(team_id or "")


def answered_by(draft: Draft, sheet: Sheet) -> Sequence[int]:
    """The KRs of this form that a page told us about."""
    told = {kr_of(name) for name in draft.values}
    return [number for number in sheet.krs if number in told]
