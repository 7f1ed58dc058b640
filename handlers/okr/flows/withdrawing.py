"""Taking an update back: the history keeps it, and the one before counts again."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.deps import AfterWithdrawal, MovedKr, TakenBack
from handlers.kit.errors import UserError
from handlers.kit.reader import Reader
from handlers.okr.flows.auditing import note
from handlers.okr.flows.recording import the_kr
from handlers.okr.flows.states import history, past
from handlers.okr.flows.stepping import untick, with_steps
from handlers.okr.rules import KrState, Past, Withdrawn
from handlers.okr.rules.audit import Changed, What, plain
from handlers.okr.rules.kinds import Kind
from handlers.okr.rules.life import Actor, may_change
from storage import okr_history, schedule
from storage import team as teams

OFFERED: Final = 5


async def withdrawable(session: AsyncSession, reader: Reader, kr: KrState) -> list[Past]:
    """The latest updates of a KR that this person may take back, newest first."""
    all_of_them = await _may_all(session, reader, kr)
    found = [
        one
        for one in await history(session, kr.number)
        if one.withdrawn_by is None and (all_of_them or one.author_id == reader.id)
    ]
    return found[:OFFERED]


async def withdraw(
    session: AsyncSession, reader: Reader, kr_number: int, update_id: str, now: datetime
) -> Withdrawn:
    """Take it back; again changes nothing. UserError when the KR is gone or it is not theirs."""
    kr = await the_kr(session, kr_number, now)
    row = await okr_history.lock(session, update_id)
    if row is None or row.kr_number != kr_number:
        raise UserError(
            "This update is not there any more. `/okr show {kr}` shows how it stands.",
            kr=f"KR-{kr_number}",
        )
    if row.author_id != reader.id and not await _may_all(session, reader, kr):
        raise await _not_theirs(session, kr, row.author_id)
    is_new = row.withdrawn_at is None
    if is_new:
        row.withdrawn_at, row.withdrawn_by = now, reader.id
        gone = Changed(What.WITHDRAWN, before=plain(row.value))
        above = kr.objective_number
        await note(session, reader.id, now, above, [gone], kr_number=kr_number)
        if kr.kind is Kind.MILESTONE and row.id == kr.update_id:
            await untick(session, row)  # of an earlier one the steps were counted again since
    (left,) = await with_steps(session, [await the_kr(session, kr_number, now)])
    return Withdrawn(left, past(row), is_new)


async def tell_withdrawal(
    session: AsyncSession,
    hooks: Iterable[AfterWithdrawal],
    by: Reader,
    done: Withdrawn,
    now: datetime,
) -> None:
    """Let the other features know, in the same transaction."""
    kr = done.kr
    moved = MovedKr(kr.number, done.update.id, kr.team_id, kr.owner_id, kr.cycle_ends)
    taken = TakenBack(moved, done.update.author_id, done.update.made_at, by, now)
    soon = [row for hook in hooks for row in await hook(session, taken)]
    await schedule.again(session, soon)


async def _may_all(session: AsyncSession, reader: Reader, kr: KrState) -> bool:
    leads = reader.id in await teams.leads_of(session, kr.team_id)
    return may_change(Actor(leads=leads, is_admin=reader.is_admin), kr.level)


async def _not_theirs(session: AsyncSession, kr: KrState, author_id: str) -> UserError:
    known = await teams.profiles(session, [author_id])
    return UserError(
        "Only {author}, the leads of {team} and admins can withdraw this update. Ask one of them;"
        " nothing was changed.",
        author=known[author_id].name or author_id,
        team=kr.team_name,
    )
